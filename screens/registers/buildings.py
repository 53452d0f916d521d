"""The buildings, each with its one grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.registers.rules import grid_number
from gridterm.registers.terms import BuildingView, GridView
from screens.registers.building_page import BuildingPage, assign_dialog
from screens.registers.view import ListView, mark_of, say_findings
from screens.widgets.plain import plain
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store


class BuildingsView(ListView):
    """Every building by estate and number, or those of one grid."""

    title_id = N_("Buildings")
    grid: GridView | None = None

    def columns(self) -> Sequence[Column]:
        """Place, size, grid, what is wrong."""
        return (
            Column("estate", _("Estate"), 20),
            Column("name", _("Building"), 12),
            Column("households", _("Homes"), 5, right=True),
            Column("shops", _("Shops"), 5, right=True),
            Column("grid", _("Grid"), 7),
            Column("wrong", _("To look at")),
        )

    def find_hint(self) -> str:
        """What can be typed."""
        return _("estate or building")

    def lines(self, text: str, *, whole: bool) -> tuple[Line, ...]:
        """The buildings that fit."""
        from gridterm.registers.service import list_buildings

        del whole
        grid_id = self.grid.id if self.grid else None
        found = list_buildings(self.desk.store, text=text, grid_id=grid_id)
        return tuple(_line(one) for one in found)

    def describe(self, line: Line) -> Text:
        """The building and its grid in full."""
        one: BuildingView = line.record
        words = Text(end="")
        words.append(one.title, "bold")
        words.append(f"  {one.grid}")
        say_findings(words, one)
        return words

    def open(self, record_id: int | None = None) -> None:
        """Its form; a new one belongs to the grid that is looked at."""
        grid_id = self.grid.id if self.grid else None
        self.app.push_screen(BuildingPage(record_id, grid_id))

    @property
    def words(self) -> tuple[str, str]:
        """Of which grid they are, too."""
        bad, said = super().words
        return bad, f"{self.grid.number}  {said}" if self.grid else said

    @property
    def narrowed(self) -> bool:
        """A grid leaves others out as well."""
        return super().narrowed or self.grid is not None

    def of_grid(self, grid: GridView | None) -> None:
        """Only those of this grid."""
        self.grid = grid
        self._begun = True
        super().show_all()

    def show_all(self) -> None:
        """Those of every grid."""
        self.of_grid(None)

    def assign(self) -> None:
        """Ask which grid the marked building belongs to."""
        store, building = self.desk.store, self.marked

        def asked(grids: Sequence[GridView]) -> None:
            dialog = assign_dialog(store, self.office.actor, self.office.clock, building, grids)
            self.desk.ask(dialog, self.done)

        self.desk.run_service(lambda: _grids(store), asked, group="assign")


def _line(one: BuildingView) -> Line:
    cells: dict[str, str | Text] = {
        "estate": one.estate,
        "name": one.name,
        "households": f"{one.households:,}" if one.households else "",
        "shops": f"{one.shops:,}" if one.shops else "",
        "grid": grid_number(one.grid) if one.grid else plain(_("none"), "bold red"),
        "wrong": mark_of(one),
    }
    return Line(str(one.id), cells, one)


def _grids(store: Store) -> Sequence[GridView]:
    from gridterm.registers.service import list_grids

    return list_grids(store)
