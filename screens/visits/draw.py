"""The spot check of a manager's day: draw, draw again with a reason, record what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _, ngettext
from gridterm.text import clean_line
from gridterm.visits.rules import short_home
from gridterm.visits.terms import Finding
from screens.commands import Command
from screens.desk import Page
from screens.visits.views import A_DAY, DayTable
from screens.visits.words import (
    BAD,
    QUIET,
    WAITS,
    check_words,
    day_words,
    finding_text,
    matter_words,
    of_words,
    visit_title,
    visit_words,
)
from screens.widgets.bars import Hint
from screens.widgets.dialogs import AskText
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.registers.terms import Person
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from gridterm.visits.terms import DrawnVisit, DrawView

MARK_DIGITS = 12


@dataclass(frozen=True)
class Found:
    """A manager's day as the lead checks it: the last draw, or how many visits wait for one.

    ``barred`` says why the operator may not draw or check here, empty where they may.
    """

    staff: Person
    draw: DrawView | None
    visits: int
    wanted: int
    barred: str


class DrawPage(Page):
    """The drawn visits of a manager's day with their data and results.

    Args:
        staff_id: whose day.
        day: which day.
    """

    CSS_PATH = "../styles/visits.tcss"
    title_id = N_("Spot check")
    help_id = N_(
        "Each day the grid lead checks 2 of each manager's recorded visits. The program draws "
        "them: the visits are put in the order of the SHA-256 of the seed, a colon and the "
        "visit's number, and the first ones are checked. The seed is fixed by the audit trail, "
        "so that nobody can choose it, and anybody can draw again and must get the same. Drawing "
        "again needs a reason, which stays. The result is true, does not agree or falsified, "
        "with what the household said; who was not reached was not checked. A result is "
        "corrected by a new one with its reason. A falsified visit proposes a case under F7: a "
        "person decides about it."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "draw.draw", ("ctrl+g",), N_("Draw"),
            N_("Draw the visits that are checked."),
            lambda page: page.draw_now(), when=lambda page: page.can_draw, weight=9,
        ),
        Command(
            "draw.record", ("enter",), N_("Record the result"),
            N_("Record what the check of the marked visit found, or correct it with a reason."),
            lambda page: page.record(), when=lambda page: page.can_record, weight=8,
        ),
        Command(
            "draw.redraw", ("ctrl+y",), N_("Redraw"),
            N_("Draw other visits, with a reason that stays on record."),
            lambda page: page.ask_redraw(), when=lambda page: page.can_redraw, weight=5,
        ),
        Command(
            "draw.case", ("ctrl+a",), N_("New case"),
            N_("Register a lead about who falsified it; check and visit are copied in."),
            lambda page: page.open_case(), when=lambda page: page.is_falsified, weight=8,
        ),
        Command(
            "draw.visit", ("ctrl+t",), N_("The visit"),
            N_("Open the marked visit with the household's history."),
            lambda page: page.open_visit(), when=lambda page: page.marked is not None, weight=5,
        ),
        Command(
            "draw.earlier", ("pageup",), N_("Day before"),
            N_("The same manager's day before."),
            lambda page: page.turn(-1), weight=4,
        ),
        Command(
            "draw.later", ("pagedown",), N_("Next day"),
            N_("The same manager's next day."),
            lambda page: page.turn(1), when=lambda page: page.can_turn, weight=4,
        ),
        Command(
            "draw.reload", ("ctrl+r",), N_("Reload"),
            N_("Read it again; the cursor stays."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, staff_id: int, day: date) -> None:
        super().__init__()
        self.staff_id = staff_id
        self.day = day
        self.found: Found | None = None

    def compose_body(self) -> ComposeResult:
        """Who and when, the drawn visits, the marked one in words, the seed."""
        yield HintRow(id="draw-head")
        yield Static(id="draw-barred")
        yield DayTable(
            (
                Column("place", _("No."), 3, right=True),
                Column("time", _("Time"), 5),
                Column("household", _("Household"), 22),
                Column("head", _("Head"), 8),
                Column("result", _("Check"), 14),
                Column("matter", _("Matter")),
                Column("mark", _("Digest"), MARK_DIGITS, wide=True),
            ),
            id="drawn",
        )
        with VerticalScroll(id="draw-about", can_focus=False):
            yield Static()
        with VerticalScroll(id="draw-seed", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    @property
    def table(self) -> PagedTable:
        """The drawn visits."""
        return self.query_one(PagedTable)

    @property
    def marked(self) -> DrawnVisit | None:
        """The drawn visit under the cursor."""
        line = self.table.marked_line if self.is_mounted else None
        return line.record if line is not None else None

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the day's draw."""
        work = partial(_read, self.store, self.app.actor, self.staff_id, self.day)
        self.run_service(work, self._use, group="draw")

    def _use(self, found: Found) -> None:
        self.found = found
        draw = found.draw
        lines = () if draw is None else tuple(
            _line(place, one) for place, one in enumerate(draw.visits, 1)
        )  # fmt: skip
        self.table.nothing = self._nothing(found)
        same = self.table.marked_key
        self.table.show(lambda _after: Chunk(lines))
        if same is not None:
            self.call_after_refresh(self.table.mark, same)
        self._show_head(found)
        barred = self.query_one("#draw-barred", Static)
        barred.update(plain(found.barred, WAITS))
        barred.display = bool(found.barred)
        self.query_one("#draw-seed Static", Static).update(
            seed_words(draw) if draw is not None else plain("")
        )
        self.refresh_bindings()

    def _nothing(self, found: Found) -> str:
        if not found.visits:
            return _("No visits were recorded on this day: there is nothing to draw from.")
        words = ngettext(
            "{number} visit recorded. Ctrl+G draws {wanted} of them.",
            "{number} visits recorded. Ctrl+G draws {wanted} of them.",
            found.visits,
        )
        return words.format(number=found.visits, wanted=found.wanted)

    def _show_head(self, found: Found) -> None:
        left = [
            Hint(f"{found.staff.number} {clean_line(found.staff.name)}", style="strong", weight=9),
            Hint(day_words(self.day), style="current", weight=9),
        ]
        draw = found.draw
        if draw is not None:
            share = of_words(draw.checked, len(draw.visits))
            left.append(Hint(_("checked {share}").format(share=share), weight=8))
            words = _("drawn from {among} by {actor} at {time}").format(
                among=draw.among, actor=clean_line(draw.actor), time=f"{draw.drawn_at:%m-%d %H:%M}"
            )
            left.append(Hint(words, weight=6))
            if draw.redraws:
                words = _("! drawn again {number}").format(number=draw.redraws)
                left.append(Hint(words, style="late", weight=7))
            if draw.later:
                words = _("recorded after the draw: {number}").format(number=draw.later)
                left.append(Hint(words, style="late", weight=5))
        self.query_one("#draw-head", HintRow).show(left)

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        words = drawn_words(event.line.record) if event.line is not None else plain("")
        self.query_one("#draw-about Static", Static).update(words)
        self.refresh_bindings()

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        if self.can_record:
            self.record()
        elif self.found is not None and self.found.barred:
            self.app.say(self.found.barred, bad=True)

    # ── what a lead does ────────────────────────────────────────────────────
    @property
    def _may(self) -> bool:
        return self.found is not None and not self.found.barred

    @property
    def can_draw(self) -> bool:
        """Whether there is something to draw from and nothing drawn yet."""
        found = self.found
        return self._may and found is not None and found.draw is None and found.visits > 0

    @property
    def can_redraw(self) -> bool:
        """Whether something was drawn that could be drawn again."""
        return self._may and self.found is not None and self.found.draw is not None

    @property
    def can_record(self) -> bool:
        """Whether a drawn visit is marked."""
        return self.can_redraw and self.marked is not None

    @property
    def can_turn(self) -> bool:
        """Whether the next day has come."""
        return self.day < self.app.clock.today()

    def turn(self, step: int) -> None:
        """Another day of the same manager."""
        day = self.day + step * A_DAY
        if day <= self.app.clock.today():
            self.day, self.found = day, None
            self.refresh_data()

    def draw_now(self) -> None:
        """Draw."""
        store, actor, staff_id, day = self.store, self.app.actor, self.staff_id, self.day

        def work() -> DrawView:
            from gridterm.visits.checking import draw_for

            return draw_for(store, actor, staff_id, day)

        self.run_once(work, self._drawn)

    def ask_redraw(self) -> None:
        """Ask why it is drawn again."""
        dialog = AskText(
            _("Redraw"), _("Why? It stays on record beside both draws."),
            empty=_("Say why it is drawn again."),
        )  # fmt: skip
        self.ask(dialog, self._redraw)

    def _redraw(self, reason: str) -> None:
        store, actor, staff_id, day = self.store, self.app.actor, self.staff_id, self.day

        def work() -> DrawView:
            from gridterm.visits.checking import redraw

            return redraw(store, actor, staff_id, day, reason)

        self.run_once(work, self._drawn)

    def _drawn(self, draw: DrawView) -> None:
        words = ngettext("{number} visit drawn.", "{number} visits drawn.", len(draw.visits))
        self.app.say(words.format(number=len(draw.visits)))
        self.app.data_changed()
        self.refresh_data()

    def record(self) -> None:
        """Record what the check of the marked visit found."""
        from screens.visits.check_form import CheckPage

        one, found = self.marked, self.found
        if one is not None and found is not None and found.draw is not None:
            self.app.push_screen(CheckPage(found.draw.id, one))

    @property
    def is_falsified(self) -> bool:
        """Whether the last check of the marked visit says so."""
        check = self.marked.check if self.marked is not None else None
        return check is not None and check.result is Finding.FALSIFIED

    def open_case(self) -> None:
        """Register a lead from the check that found the marked visit falsified."""
        from screens.discipline.opening import open_from

        one = self.marked
        if one is not None and one.check is not None:
            open_from(self, f"check:{one.check.id}", visit_title(one.visit))

    def open_visit(self) -> None:
        """The marked visit's page."""
        from screens.visits.visit import VisitPage

        one = self.marked
        if one is not None:
            self.app.push_screen(VisitPage(one.visit.id))


def drawn_words(one: DrawnVisit) -> Text:
    """A drawn visit with what its check found."""
    told = visit_words(one.visit)
    told.append("\n")
    told.append_text(check_words(one.check) if one.check else finding_text(None))
    return told


def seed_words(draw: DrawView) -> Text:
    """The seed, and how anybody draws again with it."""
    told = Text(_("Seed"), "bold", end="")
    told.append(f"  {draw.seed}", "not bold")
    if draw.turn:
        words = _("Draw {number}, because: {reason}").format(
            number=draw.turn + 1, reason=clean_line(draw.reason)
        )
        told.append(f"\n{words}", f"not bold {BAD}")
    told.append("\n" + _("Draw again yourself, for each number below:"), "not bold")
    first = draw.among_ids[0] if draw.among_ids else 0
    told.append(f"  printf '%s' '{draw.seed}:{first}' | sha256sum", "not bold")
    words = ngettext(
        "The lowest one is checked.", "The lowest {number} are checked.", len(draw.visits)
    )
    told.append("\n" + words.format(number=len(draw.visits)), "not bold")
    numbers = " ".join(map(str, draw.among_ids))
    told.append("  " + _("Numbers: {numbers}").format(numbers=numbers), f"not bold {QUIET}")
    return told


def _line(place: int, one: DrawnVisit) -> Line:
    row = one.visit
    return Line(
        str(row.id),
        {
            "place": str(place),
            "time": f"{row.at:%H:%M}" if row.timed else "",
            "household": short_home(row.household),
            "head": clean_line(row.head),
            "result": finding_text(one.check),
            "matter": matter_words(row),
            "mark": one.mark[:MARK_DIGITS],
        },
        one,
    )


def _read(store: Store, actor: Actor, staff_id: int, day: date) -> Found:
    from gridterm.registers.service import staff_member
    from gridterm.registers.terms import Person
    from gridterm.settings import load
    from gridterm.visits.checkers import barred_from
    from gridterm.visits.checking import drawn
    from gridterm.visits.queries import count
    from gridterm.visits.terms import VisitFilter

    member = staff_member(store, staff_id)
    with store.read() as session:
        wanted = load(session).number("visits.checks_each_day")
    return Found(
        staff=Person(member.id, member.number, member.name, member.phone),
        draw=drawn(store, staff_id, day),
        visits=count(store, VisitFilter(since=day, until=day, staff_id=staff_id)),
        wanted=wanted,
        barred=barred_from(store, actor, staff_id, day),
    )
