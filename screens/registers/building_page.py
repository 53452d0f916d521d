"""A building in a form, and which grid it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridterm.i18n import N_, _
from gridterm.registers.terms import BuildingForm, BuildingView, GridView
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, grid_picks
from screens.widgets.forms import Field, LineInput

if TYPE_CHECKING:
    from gridterm.clock import Clock
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store


@dataclass(frozen=True)
class _Found:
    building: BuildingView | None
    grids: tuple[GridView, ...]


class BuildingPage(FormPage[_Found]):
    """Enter a building or change one."""

    form_name = "building"
    title_id = N_("Building")
    help_id = N_(
        "A building with its estate and its number or name. An address belongs to exactly one "
        "grid: a building in none or in two is an error that is shown until it is put right. "
        "Another grid chosen here holds from today on; earlier calls keep the grid of their day."
    )

    def __init__(self, record_id: int | None = None, grid_id: int | None = None) -> None:
        super().__init__(record_id)
        self._grid_id = grid_id

    def read(self) -> _Found:
        """The building and the grids."""
        return _read(self.store, self.record_id)

    def heading(self, found: _Found) -> str:
        """Its title, or that it is new."""
        return found.building.title if found.building else _("New building")

    def fields(self, found: _Found) -> Sequence[Field]:
        """All that a building has."""
        one = found.building
        grid_id = one.grid_id if one else self._grid_id
        return (
            row("estate", _("Estate"), LineInput(one.estate if one else "")),
            row("name", _("Building"), LineInput(one.name if one else "")),
            row("households", _("Households"),
                  LineInput(str(one.households or "") if one else "")),
            row("shops", _("Shops"), LineInput(str(one.shops or "") if one else "")),
            row("grid_id", _("Grid"),
                  FindChoice(grid_picks(found.grids), str(grid_id or ""),
                             title=_("Grid"), none=_("none"))),
        )  # fmt: skip

    def notes(self, found: _Found) -> str:
        """What is wrong with it."""
        return (
            "\n".join(f"! {one.text}" for one in found.building.findings) if found.building else ""
        )

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the building."""
        from gridterm.registers.service import save_building

        typed = Typed(values, self.app.clock)
        form = BuildingForm(
            estate=typed.text("estate"),
            name=typed.text("name"),
            households=typed.number("households"),
            shops=typed.number("shops"),
            grid_id=typed.choice("grid_id"),
        )
        typed.check()
        saved = save_building(self.store, self.app.actor, form, self.record_id, draft_id=draft_id)
        return _("{name} is saved.").format(name=saved.title)


def assign_dialog(
    store: Store, actor: Actor, clock: Clock, building: BuildingView, grids: Sequence[GridView]
) -> FieldsDialog[BuildingView]:
    """Asks which grid a building belongs to, and from which day on."""

    def fields() -> Sequence[Field]:
        picks = grid_picks(grids)
        chosen = FindChoice(picks, str(building.grid_id or ""), title=_("Grid"), none=_("none"))
        return (
            row("grid_id", _("Grid"), chosen),
            row("since", _("From"), LineInput(f"{clock.today():%Y-%m-%d}")),
        )

    def save(values: Mapping[str, str]) -> BuildingView:
        from gridterm.registers.service import assign_building

        typed = Typed(values, clock)
        grid_id, since = typed.choice("grid_id"), typed.day("since")
        typed.check()
        return assign_building(store, actor, building.id, grid_id, since)

    words = _("From that day on it belongs to this grid, and to no other.")
    return FieldsDialog(building.title, fields, save, words)


def _read(store: Store, building_id: int | None) -> _Found:
    from gridterm.registers.service import building, list_grids

    return _Found(building(store, building_id) if building_id else None, list_grids(store))
