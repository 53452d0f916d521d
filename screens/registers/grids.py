"""The grids as a tree of the five levels, with sizes, people and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.registers.terms import GridView, Person
from screens.registers.grid_page import GridPage
from screens.registers.picking import grid_words
from screens.registers.view import ListView, last_day_dialog, mark_of, say_findings
from screens.widgets.plain import plain
from screens.widgets.table import Column, Line


class GridsView(ListView):
    """Every area below the one it stands in."""

    title_id = N_("Grids")
    finds = False

    def columns(self) -> Sequence[Column]:
        """Area, sizes, people, what is wrong."""
        return (
            Column("area", _("Grid or area"), 20),
            Column("level", _("Level"), 14, wide=True),
            Column("households", _("Homes"), 5, right=True),
            Column("shops", _("Shops"), 5, right=True),
            Column("buildings", _("Bldgs"), 5, right=True),
            Column("lead", _("Lead"), 7),
            Column("managers", _("Managers"), 10),
            Column("wrong", _("To look at")),
        )

    def lines(self, text: str, *, whole: bool) -> tuple[Line, ...]:
        """The tree."""
        from gridterm.registers.service import list_grids

        del text
        today = self.office.clock.today()
        grids = list_grids(self.desk.store, ended=whole)
        return tuple(_line(one, ended=bool(one.valid_to and one.valid_to < today)) for one in grids)

    def describe(self, line: Line) -> Text:
        """The grid with phones and warnings."""
        return _about(line.record)

    def open(self, record_id: int | None = None) -> None:
        """Its form."""
        self.app.push_screen(GridPage(record_id))

    @property
    def can_end(self) -> bool:
        """Whether the marked grid has not ended."""
        return self.has_keys and self.marked is not None and self.marked.valid_to is None

    def end(self) -> None:
        """Ask for its last day."""
        grid: GridView = self.marked
        from gridterm.registers.service import end_grid

        dialog = last_day_dialog(
            grid_words(grid),
            _("The last day this grid exists. Its buildings must have another grid by then."),
            "valid_to",
            self.office.clock,
            partial(end_grid, self.desk.store, self.office.actor, grid.id),
        )
        self.desk.ask(dialog, self.done)


def _line(grid: GridView, *, ended: bool) -> Line:
    style = "dim" if ended else ""
    indent = "  " * grid.depth
    name = grid_words(grid)
    if grid.level.numbered:  # the community stands above it: the number says it all
        own = "" if grid.name == grid.code else grid.name
        name = own if grid.number in own else f"{grid.number} {own}".rstrip()
    cells: dict[str, str | Text] = {
        "area": plain(f"{indent}{name}", style),
        "level": plain(grid.level.label, style),
        "households": _number(grid.households),
        "shops": _number(grid.shops),
        "buildings": _number(grid.buildings),
        "lead": grid.lead.name if grid.lead else "",
        "managers": _people(grid.managers),
        "wrong": mark_of(grid) if not ended else plain(_("ended"), style),
    }
    return Line(str(grid.id), cells, grid)


def _number(number: int) -> str:
    return f"{number:,}" if number else ""


def _people(people: Sequence[Person]) -> str:
    """The first one, and how many more."""
    more = f" +{len(people) - 1}" if len(people) > 1 else ""
    return f"{people[0].name}{more}" if people else ""


def _about(grid: GridView) -> Text:
    words = Text(end="")
    words.append(f"{grid_words(grid)}  {grid.level.label}  {grid.kind.label}", "bold")
    since = _("since {day}").format(day=grid.valid_from.isoformat())
    until = _("until {day}").format(day=grid.valid_to.isoformat()) if grid.valid_to else ""
    words.append(f"  {since} {until}", "dim")
    say_findings(words, grid)
    if grid.lead is not None:
        words.append(f"\n{_('Lead')}  {_person(grid.lead)}")
    for manager in grid.managers:
        title = _("Manager")
        words.append(f"\n{title}  {_person(manager)}")
    return words


def _person(person: Person) -> str:
    return f"{person.number} {person.name} {person.phone}".rstrip()
