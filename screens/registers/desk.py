"""The registers' desk: six views on one screen, each a key, an arrow or a click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from gridterm.i18n import N_
from gridterm.registers.household_terms import Completeness
from gridterm.spreadsheet.values import date_of
from screens.commands import Command
from screens.registers.buildings import BuildingsView
from screens.registers.grids import GridsView
from screens.registers.households import CompletenessPage, HouseholdsView
from screens.registers.roster import RosterView
from screens.registers.staff import PeopleView
from screens.registers.view import ListView
from screens.registers.views_desk import ViewKind, ViewsDesk
from screens.registers.who import WhoView

TALL = 30
VIEWS: dict[str, ViewKind] = {
    "grids": GridsView,
    "buildings": BuildingsView,
    "staff": PeopleView,
    "roster": RosterView,
    "who": WhoView,
    "households": HouseholdsView,
}
OF_KIND = {
    "grid": "grids",
    "building": "buildings",
    "staff": "staff",
    "household": "households",
}
"""Where a record named from elsewhere is shown."""

LAYOUTS = {
    "grids": "grids",
    "buildings": "grids",
    "roster": "roster",
    "households": "households",
    "completeness": "households",
}
"""The codes of ``workbook.Layout`` (loaded when it is needed) that a view suggests."""


def _in(name: str, works: Callable[[Any], object] | None = None) -> Callable[[Any], bool]:
    """The condition that a view is shown, and that ``works`` is true of it."""

    def when(desk: RegistersDesk) -> bool:
        return desk.current == name and (works is None or bool(works(desk.view)))

    return when


def _in_list(works: Callable[[Any], object]) -> Callable[[Any], bool]:
    """The condition that a list is shown, and that ``works`` is true of it."""

    def when(desk: RegistersDesk) -> bool:
        return isinstance(desk.view, ListView) and bool(works(desk.view))

    return when


def _has_households(desk: RegistersDesk) -> bool:
    """Whether the marked record has households of its own."""
    marked = desk.view.marked if desk.current in {"grids", "buildings"} else None
    return marked is not None and (desk.current == "buildings" or marked.level.numbered)


def _show(name: str, title_id: str, help_id: str) -> Command:
    """The menu's way to a view."""
    return Command(
        f"registers.{name}", (), title_id, help_id,
        lambda desk: desk.show(name), footer=False,
    )  # fmt: skip


class RegistersDesk(ViewsDesk):
    """Grids, buildings, staff, the duty roster, whose grid it is, and the households."""

    CSS_PATH = "../styles/registers.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - Textual's form
    desk_id = "registers"
    views = VIEWS
    title_id = N_("Registers")
    help_id = N_(
        "What every other desk stands on. Grids are a tree of five levels; each grid has a lead "
        "and managers (一格一员), and a size outside the office's range is a warning. A building "
        "belongs to exactly one grid: in none or in two is an error. Nobody among the staff is "
        "deleted; who leaves has a last day. One person is on hotline duty every day, each with "
        "a deputy (AB岗). 'Whose grid?' answers an address with a name and a phone. Households "
        "(一户一档) stand by building and room; completeness (六清) says what is not entered yet. "
        "Ctrl+T goes to the views, the arrows change them."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "registers.views", ("ctrl+t",), N_("Views"),
            N_("Go to the views: the arrows change them, Enter goes into one."),
            lambda desk: desk.line.focus(), weight=8,
        ),
        Command(
            "registers.new", ("ctrl+n",), N_("New"),
            N_("Enter a new grid, building, household or member of staff."),
            lambda desk: desk.view.open(),
            when=_in_list(lambda view: view.may_change), weight=7,
        ),
        Command(
            "registers.open", ("enter",), N_("Open"),
            N_("Open the marked record and change it."),
            lambda desk: desk.view.open(desk.view.marked.id),
            when=_in_list(lambda view: view.has_keys and view.marked is not None), weight=7,
        ),
        Command(
            "registers.find", ("ctrl+f",), N_("Find"),
            N_("Find while typing: number, name, pinyin initials; estate and building."),
            lambda desk: desk.view.find(), when=_in_list(lambda view: view.finds), weight=6,
        ),
        Command(
            "registers.all", ("ctrl+k",), N_("Show all"),
            N_("Take away what the list is narrowed by."),
            lambda desk: desk.view.show_all(), when=_in_list(lambda view: view.narrowed),
        ),
        Command(
            "registers.grid_buildings", ("ctrl+w",), N_("Its buildings"),
            N_("The buildings of the marked grid."),
            lambda desk: desk.show_buildings(),
            when=_in("grids", lambda view: view.marked and view.marked.level.numbered),
        ),
        Command(
            "registers.households_of", ("ctrl+a",), N_("Its households"),
            N_("The households of the marked grid or building."),
            lambda desk: desk.show_households(), when=_has_households, weight=4,
        ),
        Command(
            "registers.completeness", ("ctrl+w",), N_("Completeness"),
            N_("What is not entered yet, grid by grid (六清)."),
            lambda desk: desk.open_completeness(), when=_in("households"), weight=5,
        ),
        Command(
            "registers.assign", ("ctrl+g",), N_("Give to a grid"),
            N_("Say which grid the marked building belongs to, and from which day on."),
            lambda desk: desk.view.assign(),
            when=_in("buildings", lambda view: view.may_change and view.marked),
        ),
        Command(
            "registers.end", ("delete",), N_("End"),
            N_("Give the marked grid or member of staff a last day; nothing is deleted."),
            lambda desk: desk.view.end(),
            when=_in_list(lambda view: view.may_change and getattr(view, "can_end", False)),
        ),
        Command(
            "registers.ended", ("ctrl+y",), N_("Ended too"),
            N_("Show those too that have ended or left, or hide them again."),
            lambda desk: desk.view.show_ended(),
            when=lambda desk: desk.current in {"grids", "staff", "households"}, footer=False,
        ),
        Command(
            "registers.pin", ("ctrl+g",), N_("PIN"),
            N_("Set, change or clear the marked person's PIN."),
            lambda desk: desk.view.set_pin(), when=_in("staff", lambda view: view.marked),
            weight=4,
        ),
        Command(
            "registers.standing", (), N_("Person and ladders"),
            N_("Where the marked person stands on each ladder, for those who may see it."),
            lambda desk: desk.view.open_standing(),
            when=_in("staff", lambda view: view.marked), footer=False,
        ),
        Command(
            "registers.case", (), N_("Discipline case about them"),
            N_("Register a lead about the marked person."),
            lambda desk: desk.view.open_case(),
            when=_in("staff", lambda view: view.marked), footer=False,
        ),
        Command(
            "registers.day", ("enter",), N_("Change"),
            N_("Say who is on duty on the marked day; while swapping, swap with it."),
            lambda desk: desk.view.open(),
            when=_in("roster", lambda view: view.may_change and view.has_keys), weight=7,
        ),
        Command(
            "registers.fill", ("ctrl+g",), N_("Fill"),
            N_("Fill the month by rotation, with a preview."),
            lambda desk: desk.view.fill(), when=_in("roster", lambda view: view.may_change),
            weight=7,
        ),
        Command(
            "registers.swap", ("ctrl+x",), N_("Swap"),
            N_("Swap the marked day with another one."),
            lambda desk: desk.view.pick(),
            when=_in("roster", lambda view: view.may_change and view.marked and view.marked.duty),
            weight=6,
        ),
        Command(
            "registers.clear", ("delete",), N_("Take off"),
            N_("Take whoever is on duty off the marked day."),
            lambda desk: desk.view.clear(),
            when=_in(
                "roster",
                lambda view: view.may_change and view.has_keys and view.marked and view.marked.duty,
            ),
            weight=4,
        ),
        Command(
            "registers.earlier", ("pageup",), N_("Month before"),
            N_("Show the month before."),
            lambda desk: desk.view.turn(-1), when=_in("roster"), weight=5,
        ),
        Command(
            "registers.later", ("pagedown",), N_("Next month"),
            N_("Show the next month."),
            lambda desk: desk.view.turn(1), when=_in("roster"), weight=5,
        ),
        Command(
            "registers.today", ("home",), N_("Today's month"),
            N_("Show the month of today with today marked."),
            lambda desk: desk.view.today(), when=_in("roster"), footer=False,
        ),
        Command(
            "registers.print", ("ctrl+p",), N_("Print"),
            N_("The month of duty as it will be printed, and from there to paper or a file."),
            lambda desk: desk.view.print_month(), when=_in("roster", lambda view: view.month),
            weight=4,
        ),
        Command(
            "registers.calendar", ("ctrl+d",), N_("Working calendar"),
            N_("Rest days, holidays and make-up working days of a year."),
            lambda desk: desk.open_calendar(), footer=False,
        ),
        Command(
            "registers.import", ("ctrl+u",), N_("Import"),
            N_("Take a register over from a file, after a look at what happens."),
            lambda desk: desk.open_import(), when=lambda desk: desk.view.may_change, weight=3,
        ),
        Command(
            "registers.export", ("ctrl+e",), N_("Export"),
            N_("Write staff, grids and the roster into a workbook; the households apart."),
            lambda desk: desk.export(), weight=3,
        ),
        Command(
            "registers.reload", ("ctrl+r",), N_("Reload"),
            N_("Read everything again; the cursor stays."),
            lambda desk: desk.refresh_data(), footer=False,
        ),
        _show("grids", N_("Grids"), N_("The five levels with sizes, people and warnings.")),
        _show("buildings", N_("Buildings"), N_("Every building with its one grid.")),
        _show("staff", N_("Staff"), N_("Who works here.")),
        _show("roster", N_("Duty roster"), N_("Who answers the hotline on which day.")),
        _show("who", N_("Whose grid?"), N_("From an address to its grid worker.")),
        _show("households", N_("Residents"), N_("Every household by building and room.")),
    )  # fmt: skip

    # ── views ───────────────────────────────────────────────────────────────
    def show_buildings(self) -> None:
        """The buildings of the marked grid."""
        grids, buildings = self.query_one(GridsView), self.query_one(BuildingsView)
        grid = grids.marked
        self.show("buildings")
        buildings.of_grid(grid)

    def show_households(self) -> None:
        """The households of the marked grid or building."""
        marked, grids = self.view.marked, self.current == "grids"
        self.show("households")
        view = self.query_one(HouseholdsView)
        (view.of_grid if grids else view.of_building)(marked)

    def open_completeness(self) -> None:
        """How complete the register is, over this desk."""
        self.app.push_screen(CompletenessPage(self._show_grid))

    def _show_grid(self, grid: Completeness) -> None:
        """The households of a grid whose completeness was looked at."""
        self.show("households")
        self.query_one(HouseholdsView).of_grid(grid)

    # ── from elsewhere ──────────────────────────────────────────────────────
    def jump(self, target: object) -> None:
        """A view by name, or a record: ``("grid", id)``, ``("building", id)``, ``("duty", day)``.

        ``("grid", None)`` shows the grids, ``("import", None)`` asks for a file,
        ``"completeness"`` shows how complete the residents' register is.
        """
        if target == "completeness":
            self.show("households")
            self.open_completeness()
            return
        if isinstance(target, str) and target in VIEWS:
            self.show(target)
            return
        if not isinstance(target, tuple):
            return
        kind, ref = target
        if kind == "import":
            self.open_import()
        elif kind == "duty":
            self.show("roster")
            day = date_of(str(ref))
            if day is not None:
                self.query_one(RosterView).go(day)
        elif kind in OF_KIND:
            self.show(OF_KIND[str(kind)])
            if ref is not None and isinstance(self.view, ListView):
                self.view.open(int(ref))

    # ── files ───────────────────────────────────────────────────────────────
    def open_import(self) -> None:
        """Ask what to take over, and from which file."""
        from screens.registers.importing import ask_import

        ask_import(self, LAYOUTS.get(self.current, "staff"))

    def open_calendar(self) -> None:
        """The working calendar, over this desk."""
        from screens.registers.year_page import YearPage

        self.app.push_screen(YearPage())

    def export(self) -> None:
        """Write the registers into a workbook."""
        from screens.registers.exporting import ask_export, ask_household_export

        (ask_household_export if self.current == "households" else ask_export)(self)
