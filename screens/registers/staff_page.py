"""A member of staff in a form, and their PIN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers.terms import GridView, Role, StaffForm, StaffView
from screens.registers.fields import FieldsDialog, RoleTicks, Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, grid_picks, staff_picks
from screens.widgets.forms import Field, LineInput, Tick

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store


@dataclass(frozen=True)
class _Found:
    member: StaffView | None
    others: tuple[StaffView, ...]
    grids: tuple[GridView, ...]


class StaffPage(FormPage[_Found]):
    """Enter a member of staff or change one."""

    form_name = "staff"
    title_id = N_("Member of staff")
    help_id = N_(
        "Who works here: number, name, roles, grid, phone, first and last day, deputy (AB岗). A "
        "number is never given twice, and nobody is deleted: who leaves gets a last day. A grid "
        "manager becomes a manager of their grid; a grid lead its lead where it has none. Away "
        "means the deputy stands in on days of duty."
    )

    def read(self) -> _Found:
        """The person, colleagues for a deputy, the grids."""
        return _read(self.store, self.record_id)

    def heading(self, found: _Found) -> str:
        """Number and name, or that it is new."""
        one = found.member
        return f"{one.number} {one.name}" if one else _("New member of staff")

    def fields(self, found: _Found) -> Sequence[Field]:
        """All that is kept of somebody."""
        one = found.member
        return (
            row("number", _("Staff number"), LineInput(one.number if one else "")),
            row("name", _("Name"), LineInput(one.name if one else "")),
            row("roles", _("Roles"), RoleTicks(one.roles if one else ())),
            row("grid_id", _("Grid"),
                  FindChoice(grid_picks(found.grids), str((one and one.grid_id) or ""),
                             title=_("Grid"), none=_("none"))),
            row("phone", _("Phone"), LineInput(one.phone if one else "")),
            row("hired", _("Hired"),
                  LineInput(f"{one.hired:%Y-%m-%d}" if one else "", hint=_("today"))),
            row("left", _("Left"),
                  LineInput(f"{one.left:%Y-%m-%d}" if one and one.left else "",
                            hint=_("empty while they work here"))),
            row("deputy_id", _("Deputy (B)"),
                  FindChoice(staff_picks(found.others), str((one and one.deputy_id) or ""),
                             title=_("Deputy (B)"), none=_("nobody"))),
            row("away", _("Away"), Tick(_("away now; the deputy stands in"),
                                          on=bool(one and one.away))),
        )  # fmt: skip

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the member of staff."""
        from gridterm.registers.service import save_staff

        typed = Typed(values, self.app.clock)
        codes = typed.text("roles").split(",")
        form = StaffForm(
            number=typed.text("number"),
            name=typed.text("name"),
            roles=tuple(role for role in Role if role in codes),
            grid_id=typed.choice("grid_id"),
            phone=typed.text("phone"),
            hired=typed.day("hired"),
            left=typed.day("left"),
            deputy_id=typed.choice("deputy_id"),
            away=bool(typed.text("away")),
        )
        typed.check()
        saved = save_staff(self.store, self.app.actor, form, self.record_id, draft_id=draft_id)
        return _("{name} is saved.").format(name=f"{saved.number} {saved.name}")


def pin_dialog(
    store: Store, actor: Actor, member: StaffView, *, has_pin: bool
) -> FieldsDialog[str]:
    """Sets, changes or clears somebody's PIN; answers what was done in a sentence.

    Who leads the office needs not know the present one.
    """

    def fields() -> Sequence[Field]:
        shown = [
            row("pin", _("New PIN"), LineInput(secret=True)),
            row("again", _("Once more"), LineInput(secret=True)),
        ]
        if has_pin:
            hint = _("a principal leader need not know it")
            present = LineInput(secret=True, hint=hint)
            shown.insert(0, row("current", _("Present PIN"), present))
        return shown

    def save(values: Mapping[str, str]) -> str:
        from gridterm.registers.operators import set_pin

        if values["pin"] != values["again"]:
            sentence = _("The two are not the same.")
            raise InputError(sentence, {"again": sentence})
        set_pin(store, actor, member.id, values["pin"] or None, current=values.get("current"))
        said = _("{name} has a PIN now.") if values["pin"] else _("{name} signs on without a PIN.")
        return said.format(name=member.name)

    words = _("Leave the new PIN empty to sign on without one.")
    return FieldsDialog(_("PIN of {name}").format(name=member.name), fields, save, words)


def _read(store: Store, staff_id: int | None) -> _Found:
    from gridterm.registers.service import list_grids, list_staff, staff_member

    member = staff_member(store, staff_id) if staff_id else None
    others = tuple(one for one in list_staff(store) if one.id != staff_id)
    return _Found(member, others, list_grids(store))
