"""What the page of a household asks: a last day and why, a service that is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gridterm.i18n import _
from gridterm.registers.household_terms import (
    HouseholdDetail,
    ServiceForm,
    ServiceKind,
    ServiceView,
)
from screens.registers.fields import FieldsDialog, Typed, row
from screens.widgets.forms import Choice, Field, LineInput

if TYPE_CHECKING:
    from gridterm.clock import Clock
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store


def last_day_dialog(title: str, words: str, clock: Clock, end: Any) -> FieldsDialog[object]:  # noqa: ANN401
    """Asks for a last day and why, and ends somebody or something."""

    def fields() -> Sequence[Field]:
        return (
            row("valid_to", _("Last day"), LineInput(f"{clock.today():%Y-%m-%d}")),
            row("reason", _("Reason"), LineInput(hint=_("where it is known"))),
        )

    def save(values: Mapping[str, str]) -> object:
        typed = Typed(values, clock)
        day = typed.day("valid_to") or clock.today()
        typed.check()
        return end(day, typed.text("reason"))

    return FieldsDialog(title, fields, save, words)


def service_dialog(store: Store, actor: Actor, home: HouseholdDetail) -> FieldsDialog[ServiceView]:
    """Asks for a service a household needs, and enters it."""

    def fields() -> Sequence[Field]:
        kinds = [(one.value, one.label) for one in ServiceKind]
        whom = [("", _("the household")), *((str(one.id), one.name) for one in home.members)]
        return (
            row("kind", _("Service"), Choice(kinds, title=_("Service"))),
            row("member_id", _("For whom"), Choice(whom, title=_("For whom"))),
            row("purpose", _("Kept for"), LineInput(hint=_("what this entry is needed for"))),
        )

    def save(values: Mapping[str, str]) -> ServiceView:
        from gridterm.registers.households import add_need

        form = ServiceForm(
            kind=values["kind"],
            purpose=values["purpose"],
            member_id=int(values["member_id"]) if values["member_id"] else None,
        )
        return add_need(store, actor, home.row.id, form)

    words = _("Only the kind of service, never a judgement on somebody.")
    return FieldsDialog(_("New service"), fields, save, words)
