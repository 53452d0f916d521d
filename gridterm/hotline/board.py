"""The six let-nots (六不让) over the calls: how many, whose, and which.

Every check starts from the open tickets by index, so that ten years of closed ones cost
nothing; the merged ones are looked at for a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.hotline import due
from gridterm.hotline.events import facts_of
from gridterm.hotline.letnots import (
    IDLE_IN,
    LOOK_BACK,
    UNDECIDED_IN,
    UNTOLD_IN,
    LetNot,
    Marks,
    Missing,
    marks,
)
from gridterm.hotline.queries import PAGE, rows, told
from gridterm.hotline.rules import LADDER
from gridterm.hotline.steps import steps_of
from gridterm.hotline.tables import Ticket, TicketEvent, unindexed
from gridterm.hotline.terms import (
    Action,
    Channel,
    ClockName,
    Cursor,
    State,
    TicketPage,
    Tier,
)
from gridterm.hotline.timing import Timing, matter_of
from gridterm.registers.tables import Staff
from gridterm.store.unit import Store

NOBODY = 0
"""In place of a staff id: the calls of nobody."""
UNSETTLING = (Action.TRIAGE, Action.RETURN, Action.SPLIT)
"""The steps after which a matter needs owner and decision anew."""
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Charge:
    """How many calls of a check fall to somebody; ``staff_id`` None where it is nobody."""

    check: LetNot
    staff_id: int | None
    number: str
    name: str
    count: int


def charges(
    store: Store, current: settings.Settings | None = None, times: Timing | None = None
) -> tuple[Charge, ...]:
    """Every check's calls by the person they fall to; a check without any has no line.

    Who answers for the process and the result (办理第一责任人) answers for what was not told,
    who took the call for what its record lacks, who has it now for the rest.

    Args:
        store: the office.
        current: its settings where they are at hand.
        times: what its due times are made from, likewise.
    """
    with store.read() as session:
        at, times = _marks(session, store, current, times)
        found = [
            (check, staff_id, count)
            for check in LetNot
            for staff_id, count in _counted(session, check, _where(session, check, at, times))
        ]
        people = _people(session, {staff_id for _check, staff_id, _count in found if staff_id})
    return tuple(
        Charge(check, staff_id, *people.get(staff_id or NOBODY, ("", "")), count)
        for check, staff_id, count in found
    )


def listed(
    store: Store,
    check: LetNot,
    staff_id: int | None = None,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> TicketPage:
    """A page of the calls of a check, the oldest first.

    Args:
        store: the office.
        check: which of the six.
        staff_id: whose; None for everybody's, ``NOBODY`` for those that fall to nobody.
        after: the cursor of the last row already shown, None for the first page.
        limit: how many rows at most.
    """
    with store.read() as session:
        ids = _ids(session, store, check, staff_id)
        statement = rows().where(col(Ticket.id).in_(ids))
        if after is not None:
            here = tuple_(col(Ticket.received_at), col(Ticket.id))
            statement = statement.where(here > tuple_(after.at, after.id))
        statement = statement.order_by(col(Ticket.received_at), col(Ticket.id))
        found = session.execute(statement.limit(limit + 1)).all()
        return TicketPage(told(session, found[:limit], store.clock.now()), len(found) > limit)


def count(store: Store, check: LetNot, staff_id: int | None = None) -> int:
    """How many calls ``listed`` has."""
    with store.read() as session:
        return len(_ids(session, store, check, staff_id))


def _marks(
    session: Session,
    store: Store,
    current: settings.Settings | None = None,
    times: Timing | None = None,
) -> tuple[Marks, Timing]:
    current = current or settings.load(session)
    times = times or due.timing(session, current=current)
    return marks(current, times.work, store.clock.now()), times


def _counted(session: Session, check: LetNot, where: Condition) -> list[tuple[int | None, int]]:
    person = _charged(check)
    statement = (
        select(person, func.count())
        .select_from(Ticket)
        .where(where)
        .group_by(person)
        .order_by(func.count().desc(), person)
    )
    return [(staff_id, int(number)) for staff_id, number in session.execute(statement)]


def _ids(session: Session, store: Store, check: LetNot, staff_id: int | None) -> Sequence[int]:
    """The calls of a check: few, since they are open, and so named one by one."""
    statement = select(col(Ticket.id)).where(_where(session, check, *_marks(session, store)))
    if staff_id is not None:
        person = _charged(check)
        statement = statement.where(person.is_(None) if staff_id == NOBODY else person == staff_id)
    return [one for one in session.exec(statement) if one is not None]


def _charged(check: LetNot) -> Any:  # noqa: ANN401 - an SQL expression
    handler, taker = col(Ticket.handler_id), col(Ticket.first_responder_id)
    accepted = col(Ticket.first_acceptor_id)
    if check is LetNot.UNTOLD:
        return func.coalesce(accepted, handler, taker)
    return func.coalesce(taker, handler) if check is LetNot.AMISS else func.coalesce(handler, taker)


def _people(session: Session, ids: set[int]) -> dict[int, tuple[str, str]]:
    found = session.exec(select(Staff.id, Staff.number, Staff.name).where(col(Staff.id).in_(ids)))
    return {staff_id: (number, name) for staff_id, number, name in found if staff_id}


# ── the six ─────────────────────────────────────────────────────────────────
def _where(session: Session, check: LetNot, at: Marks, times: Timing) -> Condition:
    if check is LetNot.UNTOLD:
        return _untold(session, at, times)
    state, own = col(Ticket.state), ~col(Ticket.history)
    late = col(Ticket.due_at) < at.now
    if check is LetNot.IDLE:
        return and_(state.in_(IDLE_IN), own, _last_entry() < at.idle_before)
    if check is LetNot.UNDECIDED:
        return and_(state.in_(UNDECIDED_IN), own, _undecided(at))
    if check is LetNot.AMISS:
        return and_(state.in_(due.OPEN), own, _amiss(at))
    if check is LetNot.SUPERIOR:
        above = or_(unindexed(Ticket.channel) == Channel.SUPERIOR, state == State.REPORTED_UP)
        return and_(state.in_(due.OPEN), own, late, above)
    return and_(state.in_(due.OPEN), own, late)


def _untold(session: Session, at: Marks, times: Timing) -> Condition:
    late = and_(
        col(Ticket.state).in_(UNTOLD_IN),
        ~col(Ticket.history),
        col(Ticket.told_at).is_(None),
        col(Ticket.due_at) < at.now,
    )
    feedback = and_(late, col(Ticket.due_clock) == ClockName.FEEDBACK)
    behind = _behind_another_clock(session, late, at, times)
    master = aliased(Ticket)
    resolved = exists().where(
        col(master.id) == col(Ticket.master_id),
        col(master.state).in_((State.ANSWERED, State.CLOSED)),
        col(master.answered_at) < at.told_before,
    )
    merged = select(col(Ticket.id)).where(
        col(Ticket.state) == State.MERGED,
        col(Ticket.received_at) >= at.now - timedelta(days=LOOK_BACK),
        col(Ticket.told_at).is_(None),
        resolved,
    )
    ids = [one for one in session.exec(merged) if one is not None]
    return or_(feedback, col(Ticket.id).in_([*behind, *ids]))


def _behind_another_clock(session: Session, late: Condition, at: Marks, times: Timing) -> list[int]:
    """The calls whose kept date is another clock's, and the first feedback is past its own too.

    The kept date is the earliest, so that only overdue calls can be among them.
    """
    statement = select(Ticket).where(late, col(Ticket.due_clock) != ClockName.FEEDBACK)
    records = {one.id: one for one in session.exec(statement) if one.id is not None}
    if not records:
        return []
    found = []
    for ticket_id, steps in steps_of(session, list(records)).items():
        facts = facts_of(steps)
        matter = matter_of(records[ticket_id].model_dump(), facts)
        feedback = times.clocks(matter, facts, at.now).feedback
        if feedback is not None and feedback.due is not None and feedback.due < at.now:
            found.append(ticket_id)
    return found


def _last_entry() -> Any:  # noqa: ANN401 - an SQL expression
    """When somebody last worked on a call: urging and supervising it is no entry."""
    return (
        select(func.max(TicketEvent.at))
        .where(
            col(TicketEvent.ticket_id) == col(Ticket.id),
            col(TicketEvent.action).not_in(tuple(map(str, LADDER))),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )


def unsettled_since() -> Any:  # noqa: ANN401 - an SQL expression
    """When a call came to need owner and decision anew, as the value of a row of ``Ticket``."""
    return (
        select(func.max(TicketEvent.at))
        .where(
            col(TicketEvent.ticket_id) == col(Ticket.id),
            col(TicketEvent.action).in_(tuple(map(str, UNSETTLING))),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )


def of_tier(tier: Tier) -> Condition:
    """The calls of a tier; an expression, so that its index, with every closed call, is left."""
    return func.coalesce(col(Ticket.tier), "") == tier


def decided() -> Condition:
    """Whether a meeting has decided on a call since it came to need owner and decision (§3)."""
    return _has_step(Action.DECIDE, more=col(TicketEvent.at) >= unsettled_since())


def _undecided(at: Marks) -> Condition:
    since = unsettled_since()
    nobody = col(Ticket.handler_id).is_(None)
    return or_(
        and_(of_tier(Tier.REGIONAL), nobody, since < at.regional_before, ~decided()),
        and_(
            of_tier(Tier.OVERALL),
            or_(nobody, ~_has_step(Action.REPORT_UP)),
            since < at.overall_before,
            ~decided(),
        ),
        and_(of_tier(Tier.MAJOR), or_(nobody, ~_is_dated())),
    )


def _has_step(*actions: Action, holding: str = "$", more: Condition | None = None) -> Condition:
    return exists().where(
        col(TicketEvent.ticket_id) == col(Ticket.id),
        col(TicketEvent.action).in_(tuple(map(str, actions))),
        func.json_extract(TicketEvent.payload, holding).is_not(None),
        *(() if more is None else (more,)),
    )


def _is_dated() -> Condition:
    """Whether somebody set the date of a major matter by hand, in its present round."""
    other = aliased(TicketEvent)
    ended = (
        select(func.max(other.seq))
        .where(
            col(other.ticket_id) == col(Ticket.id),
            col(other.state).in_((str(State.ANSWERED), str(State.CLOSED))),
        )
        .correlate(Ticket)
        .scalar_subquery()
    )
    now = col(TicketEvent.seq) > func.coalesce(ended, 0)
    return or_(
        _has_step(Action.TRIAGE, holding="$.major_due", more=now),
        _has_step(Action.EXTEND, holding="$.new_due", more=now),
    )


def _amiss(at: Marks) -> Condition:
    gone = select(col(Staff.id)).where(col(Staff.left) < at.today)
    lacks = {
        Missing.GRID: unindexed(Ticket.grid_id).is_(None),
        Missing.CATEGORY: unindexed(Ticket.category) == "",
        Missing.CONTACT: and_(
            ~col(Ticket.anonymous), unindexed(Ticket.phone) == "", col(Ticket.address) == ""
        ),
        Missing.HANDLER_LEFT: unindexed(Ticket.handler_id).in_(gone),
        Missing.RESPONDER: unindexed(Ticket.first_responder_id).is_(None),
    }
    return or_(false(), *(lacks[one] for one in Missing if one in at.missing))
