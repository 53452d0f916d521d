"""The duty roster of a month: who answers the hotline, and who stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from gridterm.i18n import N_, _, ngettext
from gridterm.registers.terms import DutyView, RosterDay, RosterMonth, StaffView
from screens.printing import open_preview
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.month_grid import MonthGrid, day_words
from screens.registers.picking import FindChoice, staff_picks
from screens.registers.view import View
from screens.widgets.bars import Hint
from screens.widgets.forms import Field, LineInput
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.printing.export import Printout
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

MONTHS = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100


class RosterView(View):
    """A month of duty."""

    title_id = N_("Roster")

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="roster-view")
        self.day: date | None = None
        self.month: RosterMonth | None = None
        self.picked: date | None = None

    def compose(self) -> ComposeResult:
        """Month, calendar, the marked day in full."""
        yield HintRow(id="month-head")
        yield MonthGrid(id="month")
        yield Static(id="day")

    @property
    def home(self) -> Widget:
        """The calendar has the keys."""
        return self.query_one(MonthGrid)

    @property
    def words(self) -> tuple[str, str]:
        """How many days have nobody."""
        empty = len(self.month.empty) if self.month else 0
        words = ngettext("nobody on {number} day", "nobody on {number} days", empty)
        return (words.format(number=empty) if empty else ""), ""

    @property
    def marked(self) -> RosterDay | None:
        """The marked day."""
        if self.month is None or self.day is None:
            return None
        same = (one for one in self.month.days if one.calendar.day == self.day)
        return next(same, None)

    # ── moving about ────────────────────────────────────────────────────────
    def reload(self) -> None:
        """Read the month again."""
        self.go(self.day or self.office.clock.today(), again=True)

    def go(self, day: date, *, again: bool = False) -> None:
        """Mark a day, in whatever month it is."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return
        self.day = day
        month = self.month
        if again or month is None or (month.year, month.month) != (day.year, day.month):
            work = partial(_month, self.desk.store, day.year, day.month)
            self.desk.run_service(work, self._use, group="roster")
        else:
            self._draw()

    def turn(self, step: int) -> None:
        """So many months on or back."""
        now = self.day or self.office.clock.today()
        number = now.year * MONTHS + now.month - 1 + step
        year, month = divmod(number, MONTHS)
        self.go(date(year, month + 1, 1))

    def today(self) -> None:
        """The month of today, with today marked."""
        self.go(self.office.clock.today())

    def _use(self, month: RosterMonth) -> None:
        self.month = month
        self._draw()

    def _draw(self) -> None:
        month, one = self.month, self.marked
        if month is None:
            return
        today = self.office.clock.today()
        self.query_one(MonthGrid).show(month, self.day, today=today, picked=self.picked)
        words = day_words(one) if one is not None else plain("")
        if self.picked is not None:
            ask = _("Swap {day}: go to the other day and press Enter; Esc stops.")
            asked = plain(ask.format(day=self.picked.isoformat()), "bold")
            words = asked.append("\n").append_text(words)
        self.query_one("#day", Static).update(words)
        left = [
            Hint(
                _("{year}-{month:02d}").format(year=month.year, month=month.month),
                style="current",
                weight=9,
            ),
            Hint(_("< earlier"), weight=6, run=partial(self.turn, -1)),
            Hint(_("today"), weight=5, run=self.today),
            Hint(_("later >"), weight=6, run=partial(self.turn, 1)),
        ]
        right = []
        if not month.published:
            right = [Hint(_("! holidays not published yet: weekends only"), style="late", weight=8)]
        self.query_one("#month-head", HintRow).show(left, right)
        self.tell_desk()

    @on(MonthGrid.Moved)
    def _moved(self, event: MonthGrid.Moved) -> None:
        event.stop()
        self.go(event.day)

    @on(MonthGrid.Opened)
    def _opened(self, event: MonthGrid.Opened) -> None:
        event.stop()
        if self.may_change:
            self.open()

    def go_back(self) -> bool:
        """Stop swapping."""
        if self.picked is not None:
            self.picked = None
            self._draw()
            return True
        return False

    # ── changing ────────────────────────────────────────────────────────────
    def open(self) -> None:
        """Change the marked day; while swapping, swap with it."""
        if self.picked is not None:
            self._swap()
            return
        one, store = self.marked, self.desk.store

        def asked(staff: tuple[StaffView, ...]) -> None:
            if one is not None:
                self.desk.ask(duty_dialog(store, self.office.actor, one, staff), self.done)

        self.desk.run_service(lambda: _staff(store), asked, group="duty")

    def clear(self) -> None:
        """Take whoever is on duty off the marked day."""
        from gridterm.registers.roster import clear

        if self.day is not None:
            work = partial(clear, self.desk.store, self.office.actor, self.day)
            self.desk.run_once(work, self.done)

    def pick(self) -> None:
        """The marked day is to be swapped."""
        self.picked = self.day
        self._draw()

    def _swap(self) -> None:
        from gridterm.registers.roster import swap

        one, other = self.picked, self.day
        if one is None or other is None:
            return

        def swapped(_result: object) -> None:
            said = _("{one} and {other} are swapped.")
            self.office.say(said.format(one=one.isoformat(), other=other.isoformat()))
            self.done()

        self.picked = None
        self._draw()
        self.desk.run_once(partial(swap, self.desk.store, self.office.actor, one, other), swapped)

    def print_month(self) -> None:
        """Show the month's sheet before it is printed."""
        if self.month is None:
            return
        year, month = self.month.year, self.month.month

        def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as ``Read`` is called
            from gridterm.registers.documents import roster_of

            return roster_of(self.desk.store, year, month, by=self.office.actor.name)

        open_preview(self.desk, read)

    def fill(self) -> None:
        """Fill the month by rotation, with a look first."""
        from screens.registers.filling import FillPage

        if self.month is not None:
            self.app.push_screen(FillPage(self.month.year, self.month.month))


def duty_dialog(
    store: Store, actor: Actor, one: RosterDay, staff: Sequence[StaffView]
) -> FieldsDialog[DutyView]:
    """Asks who is on duty on a day, who stands in, and why."""
    day, duty = one.calendar.day, one.duty

    def fields() -> Sequence[Field]:
        people = staff_picks(staff)
        officer = str(duty.officer.id) if duty else people[0].value if people else ""
        deputy = str(duty.deputy.id) if duty and duty.deputy else ""
        own = _("the officer's own deputy")
        return (
            row("officer_id", _("On duty"), FindChoice(people, officer, title=_("On duty"))),
            row("deputy_id", _("Deputy (B)"),
                  FindChoice(people, deputy, title=_("Deputy (B)"), none=own)),
            row("note", _("Note"), LineInput(duty.note if duty else "")),
        )  # fmt: skip

    def save(values: Mapping[str, str]) -> DutyView:
        from gridterm.registers.roster import put

        typed = Typed(values, store.clock)
        officer_id, deputy_id = typed.choice("officer_id") or 0, typed.choice("deputy_id")
        return put(store, actor, day, officer_id, deputy_id, note=typed.text("note"))

    words = _("This day is over: enter who really served; the audit trail shows the change.")
    return FieldsDialog(day.isoformat(), fields, save, words if day < store.clock.today() else "")


def _month(store: Store, year: int, month: int) -> RosterMonth:
    from gridterm.registers.roster import month as read

    return read(store, year, month)


def _staff(store: Store) -> tuple[StaffView, ...]:
    from gridterm.registers.service import list_staff

    return list_staff(store)
