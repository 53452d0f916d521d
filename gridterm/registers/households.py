"""The residents' register (一户一档, RULEBOOK §7): households, who lives there, what they need.

Nothing is deleted; a household or a member ends on a day that is over or today. A room has one
household at a time. Nothing of belief, petitioning or drug use is asked or kept, ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.registers import address_rules
from gridterm.registers.checking import Faults
from gridterm.registers.completeness import completeness
from gridterm.registers.household_index import index_household
from gridterm.registers.household_members import (
    add_member,
    check_days,
    end_member,
    phone_in,
    put_member,
    save_member,
)
from gridterm.registers.household_terms import (
    HouseholdDetail,
    HouseholdForm,
    HouseholdStatus,
    MemberForm,
)
from gridterm.registers.household_views import (
    at_room,
    count,
    detail_of,
    find,
    get_household,
    household,
    households,
    standing_at,
)
from gridterm.registers.services_needed import add_need, end_need, reveal_services
from gridterm.registers.tables import Building, Household
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean

__all__ = [
    "add_member",
    "add_need",
    "at_room",
    "completeness",
    "count",
    "end_household",
    "end_member",
    "end_need",
    "find",
    "household",
    "households",
    "put_household",
    "put_member",
    "reopen_household",
    "reveal_services",
    "save_household",
    "save_member",
]

ROOM_LONGEST = 20
NOTE_LONGEST = 500


def save_household(  # noqa: PLR0913 - a form, its record, and what goes with the save
    store: Store,
    actor: Actor,
    form: HouseholdForm,
    household_id: int | None = None,
    *,
    members: Sequence[MemberForm] = (),
    in_place_of: int | None = None,
    draft_id: int | None = None,
) -> HouseholdDetail:
    """Enter a new household, or change the one with ``household_id``.

    Args:
        store: the office.
        actor: who does it.
        form: the household as typed.
        household_id: the one to change; None enters a new one.
        members: who lives there and is entered with it.
        in_place_of: the household that moved out of the room: it ends on the first day of
            this one.
        draft_id: the draft this came from; it goes exactly when the household is saved.

    Raises:
        NotFoundError: there is no such household.
        InputError: a field cannot be used; ``fields`` says which and why. A room that has a
            household already is told under ``room``.
    """
    with store.write("household.change" if household_id else "household.enter", actor) as tx:
        if in_place_of is not None:
            _end(tx, get_household(tx.session, in_place_of), form.valid_from or tx.now.date())
        record = put_household(tx, form, household_id)
        tx.subject = f"household:{record.id}"
        for member in members:
            put_member(tx, record, member)
        drafts.forget(tx.session, draft_id)
        return _detail(tx, record)


def put_household(
    tx: Tx, form: HouseholdForm, household_id: int | None = None, *, index: bool = True
) -> Household:
    """Save a household within a running use case; as ``save_household``.

    Who saves many sees to the search index at the end and says so with ``index`` False.
    """
    record = get_household(tx.session, household_id) if household_id else None
    faults = Faults()
    place = _building(faults, tx.session, form.building_id)
    room = faults.line("room", form.room, ROOM_LONGEST, _("The room is missing."))
    phone = phone_in(faults, form.phone)
    note = clean(form.note)
    if len(note) > NOTE_LONGEST:
        faults.add("note", _too_long(NOTE_LONGEST))
    if form.status not in set(HouseholdStatus):
        faults.add("status", _("Choose how the home is lived in."))
    since = form.valid_from or (record.valid_from if record else tx.now.date())
    check_days(faults, since, record.valid_to if record else None, tx.now.date())
    key = address_rules.room_key(room)
    if place is not None and key:
        _check_room(faults, tx.session, (place, key), record, since)
    elif room and not key:
        faults.add("room", _("The room is missing."))
    faults.check()
    if record is None:
        record = Household(building_id=0, room=room, room_key=key, valid_from=since)
    record.building_id = form.building_id or 0
    record.room, record.room_key, record.phone = room, key, phone
    record.status, record.note = HouseholdStatus(form.status).value, note
    record.valid_from = since
    tx.add(record)
    if index:
        index_household(tx, record)
    return record


def end_household(
    store: Store,
    actor: Actor,
    household_id: int,
    last_day: date | None = None,
    reason: str = "",
) -> HouseholdDetail:
    """A household moves away: ``last_day`` (default: today) is its last day here.

    What is known of it stays, and its room is free for another.

    Raises:
        NotFoundError: there is no such household.
        RefusedError: it has ended already.
        InputError: the last day is before the first, or still to come.
    """
    with store.write("household.end", actor) as tx:
        record = get_household(tx.session, household_id)
        tx.subject = f"household:{household_id}"
        _end(tx, record, last_day or tx.now.date())
        if reason := clean(reason):
            tx.note(reason=reason)
        return _detail(tx, record)


def reopen_household(store: Store, actor: Actor, household_id: int) -> HouseholdDetail:
    """Take back the end of a household that is still there.

    Raises:
        NotFoundError: there is no such household.
        RefusedError: it has not ended, or another is at its room by now.
    """
    with store.write("household.reopen", actor) as tx:
        record = get_household(tx.session, household_id)
        tx.subject = f"household:{household_id}"
        if record.valid_to is None:
            raise RefusedError(_("This household has not ended: there is nothing to take back."))
        faults = Faults()
        place = tx.session.get_one(Building, record.building_id)
        record.valid_to = None
        with tx.session.no_autoflush:
            _check_room(faults, tx.session, (place, record.room_key), record, record.valid_from)
        if faults.fields:
            raise RefusedError(faults.fields["room"])
        return _detail(tx, record)


# ── checks ──────────────────────────────────────────────────────────────────


def _building(faults: Faults, session: Session, building_id: int | None) -> Building | None:
    found = session.get(Building, building_id) if building_id is not None else None
    if found is None:
        faults.add("building_id", _("Choose the building from the list."))
    return found


def _too_long(longest: int) -> str:
    return _("Too long: at most {number} characters, please.").format(number=longest)


def _check_room(
    faults: Faults,
    session: Session,
    place: tuple[Building, str],
    record: Household | None,
    since: date,
) -> None:
    """One household at a room at a time; on the day of a move the room may have both."""
    building, key = place
    if record is not None and record.valid_to is not None:
        return
    own = record.id if record is not None else None
    other = standing_at(session, building.id or 0, key)
    if other is not None and other.id != own:
        head = detail_of(session, other.id or 0, since).row.head or _("nobody entered")
        faults.add(
            "room",
            _(
                "{building} {room} is entered already ({name}). Change that household, "
                "or end it first if it has moved away."
            ).format(building=f"{building.estate}{building.name}", room=other.room, name=head),
        )
        return
    before = session.exec(
        select(Household)
        .where(
            Household.building_id == building.id,
            Household.room_key == key,
            col(Household.valid_to) > since,
        )
        .order_by(col(Household.valid_to).desc())
    ).first()
    if before is not None and before.id != own and before.valid_to is not None:
        faults.add(
            "room",
            _("The household before it was there until {day}: it can start then at the earliest.")
            .format(day=before.valid_to.isoformat()),
        )  # fmt: skip


def _end(tx: Tx, record: Household, last_day: date) -> None:
    if record.valid_to is not None:
        raise RefusedError(
            _("This household ended on {day} already.").format(day=record.valid_to.isoformat())
        )
    faults = Faults()
    check_days(faults, record.valid_from, last_day, tx.now.date())
    faults.check()
    record.valid_to = last_day
    tx.session.flush()


def _detail(tx: Tx, record: Household) -> HouseholdDetail:
    tx.session.flush()
    return detail_of(tx.session, record.id or 0, tx.now.date())
