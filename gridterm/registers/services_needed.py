"""What services a household needs: need-to-know, so lists say only how many (RULEBOOK §1, §7).

Looking at them is a use case of its own and stands in the audit trail.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.household_terms import ServiceForm, ServiceKind, ServiceView
from gridterm.registers.household_views import get_household
from gridterm.registers.tables import HouseholdMember, ServiceNeed
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import clean

PURPOSE_LONGEST = 200


def reveal_services(store: Store, actor: Actor, household_id: int) -> tuple[ServiceView, ...]:
    """What a household needs and needed, the present first; that they looked is kept.

    Raises:
        NotFoundError: there is no such household.
    """
    with store.write("household.reveal", actor) as tx:
        get_household(tx.session, household_id)
        tx.subject = f"household:{household_id}"
        found = _views(tx.session, household_id)
        tx.note(seen=["services"], number=len(found))
        return found


def add_need(
    store: Store,
    actor: Actor,
    household_id: int,
    form: ServiceForm,
    *,
    draft_id: int | None = None,
) -> ServiceView:
    """Enter a service a household needs, with the purpose the entry is kept for.

    Raises:
        NotFoundError: there is no such household.
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("household.need", actor) as tx:
        get_household(tx.session, household_id)
        tx.subject = f"household:{household_id}"
        faults = Faults()
        if form.kind not in set(ServiceKind):
            faults.add("kind", _("Choose the service."))
        purpose = faults.line(
            "purpose", form.purpose, PURPOSE_LONGEST, _("Write what this is kept for.")
        )
        member = tx.session.get(HouseholdMember, form.member_id) if form.member_id else None
        if form.member_id and (member is None or member.household_id != household_id):
            faults.add("member_id", _("Choose somebody of this household."))
        since = form.valid_from or tx.now.date()
        if since > tx.now.date():
            faults.add(
                "valid_from", _("The first day is still to come. Enter it when it is there.")
            )
        faults.check()
        need = ServiceNeed(
            household_id=household_id,
            member_id=form.member_id,
            kind=ServiceKind(form.kind).value,
            purpose=purpose,
            valid_from=since,
        )
        tx.add(need)
        drafts.forget(tx.session, draft_id)
        return _view(need, member.name if member else "")


def end_need(
    store: Store, actor: Actor, need_id: int, last_day: date | None = None, reason: str = ""
) -> ServiceView:
    """A service is no longer needed; ``last_day`` defaults to today.

    Raises:
        NotFoundError: there is no such need.
        RefusedError: it has ended already.
        InputError: the last day is before the first, or still to come.
    """
    with store.write("household.need_end", actor) as tx:
        need = tx.session.get(ServiceNeed, need_id)
        if need is None:
            raise NotFoundError(_("There is no such service. Choose one from the list."))
        tx.subject = f"household:{need.household_id}"
        if need.valid_to is not None:
            raise RefusedError(
                _("This service ended on {day} already.").format(day=need.valid_to.isoformat())
            )
        day = last_day or tx.now.date()
        faults = Faults()
        if day > tx.now.date():
            faults.add("valid_to", _("The last day is still to come. End it when it is there."))
        elif day < need.valid_from:
            faults.add(
                "valid_to",
                _("The last day is before the first one, {day}.").format(
                    day=need.valid_from.isoformat()
                ),
            )
        faults.check()
        need.valid_to = day
        if reason := clean(reason):
            tx.note(reason=reason)
        member = tx.session.get(HouseholdMember, need.member_id) if need.member_id else None
        return _view(need, member.name if member else "")


def _views(session: Session, household_id: int) -> tuple[ServiceView, ...]:
    query = (
        select(ServiceNeed, HouseholdMember.name)
        .outerjoin(HouseholdMember, col(HouseholdMember.id) == col(ServiceNeed.member_id))
        .where(ServiceNeed.household_id == household_id)
        .order_by(col(ServiceNeed.valid_to).is_not(None), col(ServiceNeed.id))
    )
    return tuple(_view(need, name or "") for need, name in session.execute(query))


def _view(need: ServiceNeed, member: str) -> ServiceView:
    return ServiceView(
        id=need.id or 0,
        kind=ServiceKind(need.kind),
        purpose=need.purpose,
        member=member,
        valid_from=need.valid_from,
        valid_to=need.valid_to,
    )
