"""The visits' desk: its views on one screen, each a key, an arrow or a click away."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from gridterm.i18n import N_
from gridterm.spreadsheet.values import date_of
from screens.commands import Command
from screens.registers.views_desk import ViewKind, ViewsDesk
from screens.visits.board import BoardView
from screens.visits.checks_view import DRAWS, ChecksView
from screens.visits.commands import COMMANDS
from screens.visits.coverage import CoverageView
from screens.visits.listing import Wanted
from screens.visits.plan import PlanView
from screens.visits.round import RoundPage
from screens.visits.round_reading import Remembered
from screens.visits.visits_view import VisitsView

TALL = 30
VIEWS: dict[str, ViewKind] = {
    "board": BoardView,
    "visits": VisitsView,
    "plan": PlanView,
    "coverage": CoverageView,
    "checks": ChecksView,
}


class VisitsDesk(ViewsDesk):
    """Board, visits, plan, coverage, checks."""

    CSS_PATH = "../styles/visits.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - Textual's form
    desk_id = "visits"
    views = VIEWS
    title_id = N_("Visits")
    help_id = N_(
        "Each grid manager visits 20 households a day in principle and records every visit: the "
        "purpose, the matter, the feedback (去有目的、来有问题、后有反馈). A matter becomes a call "
        "with one key. Each day the grid lead checks 2 of each manager's visits: the program draws "
        "them, the lead records true, does not agree, or falsified. The board shows both counts "
        "by manager; the plan favours who was not visited longest; the coverage says by grid "
        "whom nobody has seen (不漏楼、不漏户、不漏人). Ctrl+N enters a round, household after "
        "household. Ctrl+T goes to the views, the arrows change them; PgUp and PgDn change the "
        "day."
    )
    commands: ClassVar[tuple[Command, ...]] = COMMANDS

    def __init__(self) -> None:
        super().__init__()
        self.day = self.app.clock.today()
        self.remembered = Remembered()
        self._opened_on = self.day

    @property
    def in_view(self) -> bool:
        """Whether the keys are in the view's list."""
        return self.is_mounted and self.view.has_keys

    # ── days ────────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read what is shown; a new day begins with its own board."""
        today = self.app.clock.today()
        if self.day == self._opened_on != today:
            self.day = today
        self._opened_on = today
        super().refresh_data()

    def turn(self, step: int) -> None:
        """So many days, periods or managers on or back, as the view says."""
        self.view.turn(step)
        self.refresh_bindings()

    def to_today(self) -> None:
        """The day of today."""
        self.day = self.app.clock.today()
        self.view.reload()

    # ── going on ────────────────────────────────────────────────────────────
    def enter_round(self) -> None:
        """Enter visits, household after household."""
        staff_id = getattr(self.view, "visitor", None)
        self.app.push_screen(RoundPage(self.remembered, staff_id=staff_id))

    def open_day(self, staff_id: int, day: date) -> None:
        """A manager's day."""
        from screens.visits.day import DayPage

        self.app.push_screen(DayPage(staff_id, day, self.remembered))

    def open_visit(self, visit_id: int) -> None:
        """A visit."""
        from screens.visits.visit import VisitPage

        self.app.push_screen(VisitPage(visit_id))

    def open_household(self, household_id: int) -> None:
        """A household with its history."""
        from screens.visits.household import ContactsPage

        self.app.push_screen(ContactsPage(household_id))

    def open_draw(self, staff_id: int, day: date) -> None:
        """The spot check of a manager's day."""
        from screens.visits.draw import DrawPage

        self.app.push_screen(DrawPage(staff_id, day))

    def show_visits(self, wanted: Wanted) -> None:
        """The list of visits with these filters."""
        view = self.query_one("#visits", VisitsView)
        view.chosen, view.text = wanted, ""
        self.show("visits")

    def open_import(self) -> None:
        """Choose the file visits are taken over from."""
        from screens.visits.importing import ImportPage

        self.app.push_screen(ImportPage())

    def export(self) -> None:
        """Write the visits of the list into a workbook."""
        from screens.visits.exporting import ask_export

        ask_export(self, self.query_one("#visits", VisitsView).filter)

    def jump(self, target: object) -> None:
        """What is named elsewhere.

        A view by name, or ``(kind, ref)``: ``visit`` or ``household`` with an id, ``check`` with
        the id of a draw, ``manager`` with a staff id, ``day`` with an ISO day whose
        checks are missing.
        """
        kind, ref = target if isinstance(target, tuple) else (target, None)
        if kind == "visit" and ref is not None:
            self.open_visit(int(str(ref)))
        elif kind == "household" and ref is not None:
            self.open_household(int(str(ref)))
        elif kind == "manager" and ref is not None:
            self.open_day(int(str(ref)), self.app.clock.today())
        elif kind == "check" and ref is not None:
            self._go_to_draw(int(str(ref)))
        elif kind == "day" and ref is not None:
            self.day = date_of(str(ref)) or self.day
            self.query_one("#checks", ChecksView).mode = DRAWS
            self.show("checks")
        elif str(kind) in VIEWS:
            self.show(str(kind))

    def _go_to_draw(self, draw_id: int) -> None:
        def read() -> tuple[int, date]:
            from gridterm.visits.checking import draw_by_id

            found = draw_by_id(self.store, draw_id)
            return found.staff.id, found.day

        self.run_service(read, lambda place: self.open_draw(*place), group="jump")
