"""The plan: which households a manager visits next, who was not visited longest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.text import clean_line, mask_phone
from gridterm.visits.rules import short_home
from screens.registers.picking import FindOne, Pick
from screens.visits.views import RowsView
from screens.visits.words import BAD, QUIET, plan_words, short_day
from screens.widgets.bars import Hint
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from datetime import date

    from gridterm.registers.terms import StaffView
    from gridterm.store.unit import Store
    from gridterm.visits.terms import PlanLine

PLANNED = 40


class PlanView(RowsView):
    """The households of one manager in the order they should be visited."""

    title_id = N_("Plan")
    turns = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.staff_id: int | None = None
        self.managers: tuple[StaffView, ...] = ()

    def columns(self) -> Sequence[Column]:
        """Which, whose, when last, why."""
        return (
            Column("place", _("No."), 3, right=True),
            Column("household", _("Household"), 22),
            Column("head", _("Head"), 8),
            Column("phone", _("Phone"), 11, wide=True),
            Column("last", _("Last visit"), 12),
            Column("days", _("Days"), 5, right=True),
            Column("reason", _("Why")),
        )

    def wanted(self) -> object:
        """Another manager starts the list anew."""
        return self.staff_id or 0

    def lines(self, store: Store) -> Sequence[Line]:
        """The plan of the manager; the first one's where none was chosen yet."""
        from gridterm.visits.planning import plan

        self.managers = _managers(store)
        if self.staff_id is None and self.managers:
            self.staff_id = self.shown = self.managers[0].id
        if self.staff_id is None:
            return ()
        today = store.clock.today()
        found = plan(store, self.staff_id, None, PLANNED)
        return [plan_line(place, one, today) for place, one in enumerate(found, 1)]

    @property
    def manager(self) -> StaffView | None:
        """Whose plan is shown."""
        return next((one for one in self.managers if one.id == self.staff_id), None)

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """Whose plan it is, and the ways to others."""
        one = self.manager
        if one is None:
            return [], []
        return [
            Hint(f"{one.number} {clean_line(one.name)}", style="current", weight=9),
            Hint(_("< back"), weight=5, run=lambda: self.turn(-1)),
            Hint(_("on >"), weight=5, run=lambda: self.turn(1)),
            Hint(_("Who was not visited longest comes first"), style="quiet", weight=3),
        ], []

    def nothing(self) -> str:
        """There is nobody to visit."""
        if self.staff_id is None:
            return _("There is no grid manager. Enter managers under F9.")
        return _("No household is entered in this manager's grids. Enter them under F9.")

    def describe(self, line: Line) -> Text:
        """The household with when and why."""
        one: PlanLine = line.record
        told = Text(f"{clean_line(one.household)}  {clean_line(one.head)}", "bold", end="")
        told.append(f"\n{plan_words(one, self.office.clock.today())}", "default")
        told.append(f"\n{clean_line(one.reason)}", "default")
        told.append("\n" + _("Enter: what was before. Ctrl+N: enter the round."), QUIET)
        return told

    def turn(self, step: int) -> None:
        """The next manager, or the one before, round the ends."""
        ids = [one.id for one in self.managers]
        if ids:
            at = ids.index(self.staff_id) if self.staff_id in ids else -step
            self.use(ids[(at + step) % len(ids)])

    def use(self, staff_id: int) -> None:
        """Show somebody's plan."""
        self.staff_id = staff_id
        self.reload()

    def find(self) -> None:
        """Choose the manager."""
        picks = [
            Pick(str(one.id), f"{one.number} {one.name}",
                 (one.number, one.name, *one.initials.split()))
            for one in self.managers
        ]  # fmt: skip
        self.desk.ask(FindOne(_("Visitor"), picks), lambda value: self.use(int(value)))

    def open(self) -> None:
        """What was before at the marked household."""
        one: PlanLine | None = self.marked
        if one is not None:
            self.at_desk.open_household(one.household_id)

    @property
    def visitor(self) -> int | None:
        """Whose round Ctrl+N enters."""
        return self.staff_id

    @property
    def can_print_it(self) -> bool:
        """Whether there is a plan."""
        return self.marked is not None and self.staff_id is not None

    def print_it(self) -> None:
        """Show the plan as a sheet to be taken along before it is printed."""
        from screens.visits.printing import print_plan

        if self.staff_id is not None:
            print_plan(self.desk, self.staff_id)


def plan_line(place: int, one: PlanLine, today: date) -> Line:
    """A household of the plan as a row."""
    never = one.last_day is None
    last = _("never") if one.last_day is None else short_day(one.last_day, today)
    return Line(
        str(one.household_id),
        {
            "place": str(place),
            "household": short_home(one.household),
            "head": clean_line(one.head),
            "phone": mask_phone(one.phone),
            "last": Text(last, style=BAD if never else "", end=""),
            "days": "" if one.days is None else str(one.days),
            "reason": clean_line(one.reason),
        },
        one,
    )


def _managers(store: Store) -> tuple[StaffView, ...]:
    from gridterm.registers.service import list_staff

    return tuple(
        one for one in list_staff(store) if "grid_manager" in {str(role) for role in one.roles}
    )
