"""Who lives in a household: entered, changed, gone. Nothing is deleted."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.household_index import index_household
from gridterm.registers.household_terms import MemberForm, MemberView, Relation
from gridterm.registers.household_views import get_household, member_view
from gridterm.registers.tables import Household, HouseholdMember
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean, initials, is_phone, normalize_phone

NAME_LONGEST = 40


def add_member(
    store: Store,
    actor: Actor,
    household_id: int,
    form: MemberForm,
    *,
    draft_id: int | None = None,
) -> MemberView:
    """Enter somebody of a household.

    Raises:
        NotFoundError: there is no such household.
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("household.member", actor) as tx:
        record = get_household(tx.session, household_id)
        tx.subject = f"household:{household_id}"
        member = put_member(tx, record, form)
        drafts.forget(tx.session, draft_id)
        return member_view(member)


def save_member(
    store: Store,
    actor: Actor,
    member_id: int,
    form: MemberForm,
    *,
    draft_id: int | None = None,
) -> MemberView:
    """Change what is entered of somebody of a household.

    Raises:
        NotFoundError: there is no such member.
        InputError: a field cannot be used; ``fields`` says which and why.
    """
    with store.write("household.member", actor) as tx:
        member = _member(tx.session, member_id)
        record = get_household(tx.session, member.household_id)
        tx.subject = f"household:{record.id}"
        put_member(tx, record, form, member_id)
        drafts.forget(tx.session, draft_id)
        return member_view(member)


def end_member(
    store: Store, actor: Actor, member_id: int, last_day: date | None = None, reason: str = ""
) -> MemberView:
    """Somebody no longer belongs to a household; ``last_day`` defaults to today.

    Raises:
        NotFoundError: there is no such member.
        RefusedError: they have gone already.
        InputError: the last day is before the first, or still to come.
    """
    with store.write("household.member_end", actor) as tx:
        member = _member(tx.session, member_id)
        tx.subject = f"household:{member.household_id}"
        if member.valid_to is not None:
            raise RefusedError(
                _("{name} has been gone since {day}.").format(
                    name=member.name, day=member.valid_to.isoformat()
                )
            )
        day = last_day or tx.now.date()
        faults = Faults()
        check_days(faults, member.valid_from, day, tx.now.date())
        faults.check()
        member.valid_to = day
        if reason := clean(reason):
            tx.note(reason=reason)
        index_household(tx, get_household(tx.session, member.household_id))
        return member_view(member)


def put_member(
    tx: Tx,
    record: Household,
    form: MemberForm,
    member_id: int | None = None,
    *,
    index: bool = True,
) -> HouseholdMember:
    """Save somebody of a household within a running use case; as ``add_member``.

    ``index`` is as in ``put_household``.
    """
    member = _member(tx.session, member_id) if member_id else None
    faults = Faults()
    name = faults.line("name", form.name, NAME_LONGEST, _("The name is missing."))
    phone = phone_in(faults, form.phone)
    if form.relation and form.relation not in set(Relation):
        faults.add("relation", _("Choose what they are to the head of the household."))
    since = form.valid_from or (member.valid_from if member else tx.now.date())
    check_days(faults, since, member.valid_to if member else None, tx.now.date())
    if member is None or member.valid_to is None:
        _check_others(faults, tx.session, record, (name, form.relation), member_id)
    faults.check()
    if member is None:
        member = HouseholdMember(household_id=record.id or 0, name=name, valid_from=since)
    member.name, member.initials, member.phone = name, initials(name), phone
    member.relation, member.lives_here = str(form.relation), form.lives_here
    member.valid_from = since
    tx.add(member)
    if index:
        index_household(tx, record)
    return member


# ── checks ──────────────────────────────────────────────────────────────────
def phone_in(faults: Faults, typed: str) -> str:
    """The phone as it is kept; one that is none is among the faults."""
    phone = normalize_phone(typed)
    if clean(typed) and not is_phone(phone):
        faults.add("phone", _("This is not a phone number. Digits only, please."))
    return phone


def check_days(faults: Faults, first: date, last: date | None, today: date) -> None:
    """The days of a household or a member: over or today, the last not before the first."""
    if first > today:
        faults.add("valid_from", _("The first day is still to come. Enter it when it is there."))
    if last is None:
        return
    if last > today:
        faults.add("valid_to", _("The last day is still to come. End it when it is there."))
    elif last < first:
        faults.add(
            "valid_to",
            _("The last day is before the first one, {day}.").format(day=first.isoformat()),
        )


def _check_others(
    faults: Faults,
    session: Session,
    record: Household,
    about: tuple[str, str],
    member_id: int | None,
) -> None:
    """A household has one head, and nobody twice."""
    name, relation = about
    living = select(HouseholdMember).where(
        HouseholdMember.household_id == record.id,
        col(HouseholdMember.valid_to).is_(None),
        HouseholdMember.id != member_id if member_id else True,
    )
    for other in session.exec(living):
        if other.name == name:
            faults.add("name", _("{name} is entered in this household already.").format(name=name))
        if relation == Relation.HEAD.value == other.relation:
            faults.add(
                "relation",
                _(
                    "{name} is the head of this household. Change that first, or choose what "
                    "this person is to them."
                ).format(name=other.name),
            )


def _member(session: Session, member_id: int) -> HouseholdMember:
    member = session.get(HouseholdMember, member_id)
    if member is None:
        raise NotFoundError(_("There is no such member of a household. Choose one from the list."))
    return member
