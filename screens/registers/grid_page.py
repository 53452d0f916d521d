"""A grid in a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridterm.i18n import N_, _
from gridterm.registers.terms import GridForm, GridKind, GridLevel, GridView, StaffView
from screens.registers.fields import Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, SomeChoice, grid_words, staff_picks
from screens.widgets.forms import Choice, Field, LineInput

if TYPE_CHECKING:
    from gridterm.store.unit import Store


@dataclass(frozen=True)
class _Found:
    grid: GridView | None
    grids: tuple[GridView, ...]
    staff: tuple[StaffView, ...]


class GridPage(FormPage[_Found]):
    """Enter a grid or an area above it, or change one."""

    form_name = "grid"
    title_id = N_("Grid")
    help_id = N_(
        "A grid of the five levels: district, street or town, community or village, residents' "
        "group, household group. A grid has a number of three digits, one lead and its managers: "
        "one grid, one worker (一格一员), and without a manager it is shown as a warning. Its size "
        "has a range in the settings; outside of it is a warning too. A grid is never deleted: "
        "it ends on a day, and records of earlier days keep it."
    )

    def read(self) -> _Found:
        """The grid, those that can be above it, the people."""
        return _read(self.store, self.record_id)

    def heading(self, found: _Found) -> str:
        """Its code, or that it is new."""
        return grid_words(found.grid) if found.grid else _("New grid")

    def fields(self, found: _Found) -> Sequence[Field]:
        """All that a grid has."""
        grid = found.grid
        community = next((g for g in found.grids if g.level is GridLevel.COMMUNITY), None)
        above = grid.parent_id if grid else community.id if community else None
        parents = [(str(one.id), grid_words(one)) for one in found.grids if one is not grid]
        people = staff_picks(found.staff)
        level = grid.level if grid else GridLevel.GRID
        kind = grid.kind if grid else GridKind.BASIC
        name = grid.name if grid and grid.name != grid.code else ""
        lead = str(grid.lead.id) if grid and grid.lead else ""
        managers = ",".join(str(one.id) for one in grid.managers) if grid else ""
        return (
            row("code", _("Number or name"), LineInput(grid.code if grid else "")),
            row("name", _("Called"), LineInput(name, hint=_("if it has a name of its own"))),
            row("level", _("Level"), Choice([(str(int(one)), one.label) for one in GridLevel],
                                              str(int(level)), title=_("Level"))),
            row("kind", _("Kind"), Choice([(str(one), one.label) for one in GridKind], kind)),
            row("parent_id", _("Stands below"), Choice([("", _("nothing")), *parents],
                                                         str(above or ""))),
            row("households", _("Households"), LineInput(_count(grid, "households"))),
            row("shops", _("Shops"), LineInput(_count(grid, "shops"))),
            row("lead_id", _("Grid lead"),
                  FindChoice(people, lead, title=_("Grid lead"), none=_("nobody"))),
            row("manager_ids", _("Managers"),
                  SomeChoice(people, managers, title=_("Managers"), none=_("nobody"))),
            row("valid_from", _("First day"),
                  LineInput(f"{grid.valid_from:%Y-%m-%d}" if grid else "", hint=_("today"))),
        )  # fmt: skip

    def notes(self, found: _Found) -> str:
        """What is wrong with it."""
        if found.grid is None:
            return ""
        lines = [f"! {one.text}" for one in found.grid.findings]
        if found.grid.valid_to is not None:
            lines.append(_("Ended on {day}.").format(day=found.grid.valid_to.isoformat()))
        return "\n".join(lines)

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the grid."""
        from gridterm.registers.service import save_grid

        typed = Typed(values, self.app.clock)
        form = GridForm(
            code=typed.text("code"),
            name=typed.text("name"),
            level=GridLevel(int(typed.text("level"))),
            kind=GridKind(typed.text("kind")),
            parent_id=typed.choice("parent_id"),
            households=typed.number("households"),
            shops=typed.number("shops"),
            lead_id=typed.choice("lead_id"),
            manager_ids=typed.several("manager_ids"),
            valid_from=typed.day("valid_from"),
        )
        typed.check()
        saved = save_grid(self.store, self.app.actor, form, self.record_id, draft_id=draft_id)
        return _("{name} is saved.").format(name=saved.code)


def _count(grid: GridView | None, name: str) -> str:
    number: Any = getattr(grid, name) if grid else 0
    return str(number) if number else ""


def _read(store: Store, grid_id: int | None) -> _Found:
    from gridterm.registers.service import grid, list_grids, list_staff

    chosen = grid(store, grid_id) if grid_id else None
    others = tuple(one for one in list_grids(store) if one.id != grid_id)
    return _Found(chosen, others, list_staff(store))
