"""Spot checks: the day's draws, days without checks, and whether the draws were fair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from rich.text import Text

from gridterm.i18n import N_, _, ngettext
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line
from gridterm.visits.rules import short_home
from screens.visits.views import DayView
from screens.visits.words import (
    BAD,
    QUIET,
    WAITS,
    bar,
    check_words,
    day_words,
    finding_text,
    matter_words,
    of_words,
    short_day,
    visit_words,
)
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import DayWithout, DrawnVisit, DrawView, Fairness, Undrawn

DRAWS, WITHOUT, FAIR = "draws", "without", "fair"
WITHOUT_DAYS, FAIR_DAYS = 30, 365
BAR_CELLS = 24


class ChecksView(DayView):
    """What was drawn today and what the checks found; what was not checked; the statistics."""

    title_id = N_("Checks")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.mode = DRAWS
        self.said: tuple[str, ...] = ()
        self.waiting = 0

    # ── the table, by mode ──────────────────────────────────────────────────
    def columns(self) -> Sequence[Column]:
        """Those of the mode."""
        if self.mode == WITHOUT:
            return (
                Column("day", _("Day"), 11),
                Column("name", _("Manager"), 12),
                Column("grid", _("Grid"), 6),
                Column("lead", _("Lead"), 10),
                Column("visits", _("Visits"), 6, right=True),
                Column("checks", _("Checks"), 6, right=True),
                Column("state", _("State")),
            )
        if self.mode == FAIR:
            return (
                Column("tenth", _("Part of the day's visits"), 24),
                Column("drawn", _("Drawn"), 6, right=True),
                Column("chance", _("By chance"), 9, right=True),
                Column("bar", "", BAR_CELLS),
            )
        return (
            Column("name", _("Manager"), 12),
            Column("household", _("Household"), 22),
            Column("head", _("Head"), 8, wide=True),
            Column("result", _("Check"), 14),
            Column("matter", _("Matter")),
        )

    def wanted(self) -> object:
        """Another mode or day starts the list anew."""
        return (self.mode, self.day)

    def reload(self) -> None:
        """The columns of the mode, then its rows."""
        self.table.layout_columns = tuple(self.columns())
        super().reload()

    def lines(self, store: Store) -> Sequence[Line]:
        """The rows of the mode; called in a thread."""
        if self.mode == WITHOUT:
            from gridterm.visits.checking import days_without_checks

            since = self.day - timedelta(days=WITHOUT_DAYS)
            today = store.clock.today()
            return [without_line(one, today) for one in days_without_checks(store, since, self.day)]
        if self.mode == FAIR:
            return self._fair_lines(store)
        return self._draw_lines(store)

    def _draw_lines(self, store: Store) -> list[Line]:
        from gridterm.visits.checking import draws_of_day, undrawn

        waiting = undrawn(store, self.day)
        self.waiting = len(waiting)
        rows = [undrawn_line(one) for one in waiting]
        for draw in draws_of_day(store, self.day):
            rows += [drawn_line(draw, one) for one in draw.visits]
        return rows

    def _fair_lines(self, store: Store) -> list[Line]:
        from gridterm.visits.fairness import fairness, words

        found = fairness(store, self.day - timedelta(days=FAIR_DAYS), self.day)
        self.said = words(found)
        return fair_lines(found)

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The day or the span, and which of the three is shown."""
        names = self._modes()
        if self.mode == DRAWS:
            left = self.day_hints()
            if self.waiting:
                words = ngettext("{number} not drawn yet", "{number} not drawn yet", self.waiting)
                left.append(Hint(words.format(number=self.waiting), style="late", weight=8))
            left.append(Hint(names[DRAWS], weight=5, run=self.narrow))
            return left, []
        days = WITHOUT_DAYS if self.mode == WITHOUT else FAIR_DAYS
        span = _("{days} days to {day}").format(days=days, day=day_words(self.day))
        return [
            Hint(names[self.mode], style="current", weight=9, run=self.narrow),
            Hint(span, weight=7),
        ], []

    def _modes(self) -> dict[str, str]:
        return {
            DRAWS: _("Draws of the day"),
            WITHOUT: _("Days without checks"),
            FAIR: _("Whether the draws are fair"),
        }

    def nothing(self) -> str:
        """Nothing to check, or nothing missing."""
        if self.mode == WITHOUT:
            return _("Every day with visits was checked.")
        if self.mode == FAIR:
            return _("Nothing was drawn yet.")
        return _("No visits were recorded on this day: there is nothing to draw from.")

    def describe(self, line: Line) -> Text:
        """What is marked, in full."""
        if self.mode == FAIR:
            return Text("\n".join(self.said), end="")
        if self.mode == WITHOUT:
            return without_words(line.record)
        draw, one = line.record
        if one is None:
            return undrawn_words(draw)
        told = visit_words(one.visit)
        told.append("\n")
        told.append_text(check_words(one.check) if one.check else finding_text(None))
        return told

    # ── what a clerk does ───────────────────────────────────────────────────
    def narrow(self) -> None:
        """Draws, days without checks, or the statistics."""
        self.desk.ask(Choose(_("Checks"), list(self._modes().items()), self.mode), self.use)

    def use(self, mode: str) -> None:
        """Show one of the three."""
        self.mode = mode
        self.reload()
        self.table.focus()

    def open(self) -> None:
        """The marked manager's draw."""
        record: Any = self.marked
        if record is None or self.mode == FAIR:
            return
        about = record if self.mode == WITHOUT else record[0]
        self.at_desk.open_draw(about.staff.id, about.day)

    @property
    def can_open(self) -> bool:
        """Whether what is marked is somebody's draw."""
        return self.marked is not None and self.mode != FAIR

    @property
    def can_draw_all(self) -> bool:
        """Whether anybody's visits wait to be drawn."""
        return self.mode == DRAWS and self.waiting > 0

    def draw_all(self) -> None:
        """Draw for every manager with visits and no draw yet."""
        store, actor, day = self.desk.store, self.office.actor, self.day

        def work() -> tuple[DrawView, ...]:
            from gridterm.visits.checking import draw_all

            return draw_all(store, actor, day)

        def drawn(found: tuple[DrawView, ...]) -> None:
            words = ngettext(
                "Drawn for {number} manager.", "Drawn for {number} managers.", len(found)
            )
            self.office.say(words.format(number=len(found)))
            self.done()

        self.desk.run_once(work, drawn)

    def go_back(self) -> bool:
        """From the statistics to the day's draws."""
        if self.mode == DRAWS:
            return False
        self.use(DRAWS)
        return True


def drawn_line(draw: DrawView, one: DrawnVisit) -> Line:
    """A drawn visit as a row."""
    return Line(
        f"{draw.id}-{one.visit.id}",
        {
            "name": clean_line(draw.staff.name),
            "household": short_home(one.visit.household),
            "head": clean_line(one.visit.head),
            "result": finding_text(one.check),
            "matter": matter_words(one.visit),
        },
        (draw, one),
    )


def undrawn_line(one: Undrawn) -> Line:
    """A manager whose visits nobody has drawn from yet."""
    words = ngettext("{number} visit", "{number} visits", one.visits)
    return Line(
        f"s{one.staff.id}",
        {
            "name": clean_line(one.staff.name),
            "household": words.format(number=one.visits),
            "result": Text(_("not drawn yet"), style=WAITS, end=""),
        },
        (one, None),
    )


def undrawn_words(one: Undrawn) -> Text:
    """What can be done about it."""
    told = Text(f"{one.staff.number} {clean_line(one.staff.name)}", "bold", end="")
    words = ngettext(
        "{number} visit recorded, nothing drawn yet. Ctrl+G draws for everybody, Enter for one.",
        "{number} visits recorded, nothing drawn yet. Ctrl+G draws for everybody, Enter for one.",
        one.visits,
    )
    told.append(f"\n{words.format(number=one.visits)}", "default")
    return told


def without_line(one: DayWithout, today: date) -> Line:
    """A day with too few checks as a row."""
    none = one.checked == 0
    words = _("! not checked") if none else _("checked in part")
    return Line(
        f"{one.staff.id}-{one.day:%Y%m%d}",
        {
            "day": short_day(one.day, today),
            "name": clean_line(one.staff.name),
            "grid": grid_number(one.grid),
            "lead": clean_line(one.lead),
            "visits": str(one.visits),
            "checks": of_words(one.checked, one.wanted),
            "state": Text(words, style=BAD if none else WAITS, end=""),
        },
        one,
    )


def without_words(one: DayWithout) -> Text:
    """A day with too few checks in words."""
    told = Text(f"{day_words(one.day)}  {clean_line(one.staff.name)}", "bold", end="")
    words = _("{visits} visits, {checked} of {wanted} checks. The lead of the grid: {lead}.")
    lead = clean_line(one.lead) or _("nobody")
    said = words.format(visits=one.visits, checked=one.checked, wanted=one.wanted, lead=lead)
    told.append(f"\n{said}", "default")
    told.append("\n" + _("Enter: draw it, or record what the checks found."), QUIET)
    return told


def fair_lines(found: Fairness) -> list[Line]:
    """How often each tenth of the day was drawn, beside what chance would give."""
    if not found.draws:
        return []
    most = max((max(drawn, chance) for drawn, chance in found.tenths), default=1) or 1
    rows = []
    for place, (drawn, chance) in enumerate(found.tenths, 1):
        name = _("tenth {place} of 10").format(place=place)
        rows.append(
            Line(
                str(place),
                {
                    "tenth": name,
                    "drawn": str(drawn),
                    "chance": f"{chance:.1f}",
                    "bar": Text(bar(drawn / most, BAR_CELLS), style=QUIET, end=""),
                },
                found,
            )
        )
    return rows
