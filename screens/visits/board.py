"""The board of a day: each manager's visits and checks, what is missing, what is amiss."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line
from screens.visits.views import DayView
from screens.visits.words import BAD, GOOD, QUIET, bar, of_words, standing_text
from screens.widgets.bars import Hint
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import ManagerDay

BAR_CELLS = 10


class BoardView(DayView):
    """Every grid manager's day: n of 20 visits, n of 2 checks."""

    title_id = N_("Managers")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: tuple[ManagerDay, ...] = ()

    def columns(self) -> Sequence[Column]:
        """Who, how many visits, what they brought, how many checks, what is missing."""
        return (
            Column("name", _("Manager"), 14),
            Column("grid", _("Grid"), 6),
            Column("visits", _("Visits"), 7, right=True),
            Column("bar", "", BAR_CELLS, wide=True),
            Column("met", _("Met"), 4, right=True),
            Column("matters", _("Matters"), 7, right=True),
            Column("checks", _("Checks"), 6, right=True),
            Column("amiss", _("Amiss"), 5, right=True),
            Column("state", _("State")),
        )

    def lines(self, store: Store) -> Sequence[Line]:
        """Every manager; one query for all."""
        from gridterm.visits.planning import day_board

        self.found = day_board(store, self.day)
        today = store.clock.today()
        return [board_line(one, today) for one in self.found]

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The day, and the office's sums."""
        left = self.day_hints()
        found = [one for one in self.found if one.day == self.day]
        if not found:  # the rows below are still another day's
            return [*left, *([Hint(_("Reading .."), weight=8)] if self.found else [])], []
        visits, wanted = sum(one.visits for one in found), sum(one.wanted for one in found)
        checked = sum(one.checked for one in found)
        checks = sum(one.checks_wanted for one in found)
        if not found[0].working:
            left.append(Hint(_("day off"), style="quiet", weight=9))
        amiss = sum(one.amiss for one in found)
        left.append(Hint(_("Visits {share}").format(share=of_words(visits, wanted)), weight=8))
        left.append(Hint(_("Checks {share}").format(share=of_words(checked, checks)), weight=7))
        if amiss:
            words = _("! amiss {number}").format(number=amiss)
            left.append(Hint(words, style="late", weight=9))
        return left, []

    def nothing(self) -> str:
        """There is nobody to walk the households."""
        return _("No grid manager works on this day. Enter managers under F9.")

    def describe(self, line: Line) -> Text:
        """The manager's day in words, and what Enter does."""
        return board_words(line.record, self.office.clock.today())

    def open(self) -> None:
        """The marked manager's day."""
        one: ManagerDay | None = self.marked
        if one is not None:
            self.at_desk.open_day(one.staff.id, one.day)


def board_line(one: ManagerDay, today: date) -> Line:
    """A manager's day as a row."""
    done = one.visits >= one.wanted
    good = GOOD if done and one.visits else ""
    visits = Text(of_words(one.visits, one.wanted), style=good, end="")
    if not done and one.day < today:
        visits.stylize(BAD)
    enough = one.checked and one.checked >= one.checks_wanted
    return Line(
        str(one.staff.id),
        {
            "name": clean_line(one.staff.name),
            "grid": grid_number(one.grid) or clean_line(one.grid),
            "visits": visits,
            "bar": Text(_walked(one), style=QUIET, end=""),
            "met": str(one.met),
            "matters": str(one.matters),
            "checks": Text(
                of_words(one.checked, one.checks_wanted), style=GOOD if enough else "", end=""
            ),
            "amiss": Text(str(one.amiss or ""), style=BAD, end=""),
            "state": standing_text(one, today),
        },
        one,
    )


def _walked(one: ManagerDay) -> str:
    """The day as a bar; nothing where no visit is asked for."""
    return bar(one.visits / one.wanted, BAR_CELLS) if one.wanted else ""


def board_words(one: ManagerDay, today: date) -> Text:
    """A manager's day in a few lines."""
    who = f"{one.staff.number} {clean_line(one.staff.name)}"
    told = Text(f"{who}  {clean_line(one.grid)}  {clean_line(one.staff.phone)}", "bold", end="")
    told.append("\n")
    told.append_text(standing_text(one, today))
    whole = _(
        "Visits {visits} of {wanted}: met {met}, with a matter {matters}. Drawn {drawn}, "
        "checked {checked} of {checks}, amiss {amiss}."
    )
    unasked = _(
        "Visits {visits}: met {met}, with a matter {matters}. Drawn {drawn}, checked {checked}, "
        "amiss {amiss}."
    )
    words = (whole if one.wanted else unasked).format(
        visits=one.visits, wanted=one.wanted, met=one.met, matters=one.matters, drawn=one.drawn,
        checked=one.checked, checks=one.checks_wanted, amiss=one.amiss,
    )  # fmt: skip
    told.append(f"\n{words}", "default")
    told.append("\n" + _("Enter: the visits, the draw, the plan for tomorrow."), QUIET)
    return told
