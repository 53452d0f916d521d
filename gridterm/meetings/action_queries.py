"""What the 督办台账 is read from: pages by SQL, never whole tables.

The words of a confidential matter stand on its own page and on the confidential sheet alone;
a list, a count and the search tell that it is there. So it is with a matter whose call was
made confidential after it was given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, column, exists, func, or_, select, table, text, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from gridterm import settings
from gridterm.errors import NotFoundError
from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_events import event_rows, get, id_of, step_of, steps_of
from gridterm.meetings.action_rules import Step
from gridterm.meetings.action_terms import (
    ACTIONS_RUNNING,
    ActionCounts,
    ActionDetail,
    ActionEventView,
    ActionFilter,
    ActionKind,
    ActionPage,
    ActionRow,
    ActionState,
    ActionStep,
)
from gridterm.meetings.tables import ActionEvent, ActionItem, Meeting
from gridterm.meetings.terms import MeetingKind
from gridterm.registers import workdays
from gridterm.registers.tables import Staff
from gridterm.store import search
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold
from gridterm.worktime import WorkTime

PAGE = 50
SOON = "meetings.action_near_days"
NOTHING = '""'
RUNNING = tuple(map(str, ACTIONS_RUNNING))
Statement = Select[Any]
_OWNER, _LEAD = aliased(Staff), aliased(Staff)
_INDEX = table("search", column("rowid"))


def actions(
    store: Store,
    wanted: ActionFilter | None = None,
    after: tuple[date, int] | None = None,
    limit: int = PAGE,
    *,
    work: WorkTime | None = None,
) -> ActionPage:
    """A page of the 督办台账, the first due first.

    Args:
        store: the office.
        wanted: which action items, None for all; ``text`` looks in everything but
            confidential ones.
        after: ``ActionPage.after`` of the page before, None for the first page.
        limit: how many rows at most.
        work: the office's working time where it is at hand.
    """
    with store.read() as session:
        work, today = work or workdays.work_time(session), store.clock.today()
        statement = _wanted(rows(), wanted or ActionFilter(), today, work)
        if after is not None:
            here = tuple_(col(ActionItem.due_on), col(ActionItem.id))
            statement = statement.where(here > tuple_(*after))
        statement = statement.order_by(col(ActionItem.due_on), col(ActionItem.id))
        found = session.execute(statement.limit(limit + 1)).all()
        lines = told(session, found[:limit], today, work)
    more = len(found) > limit
    return ActionPage(lines, more, (lines[-1].due_on, lines[-1].id) if lines and more else None)


def count(store: Store, wanted: ActionFilter | None = None) -> int:
    """How many action items the filter finds."""
    with store.read() as session:
        work, today = workdays.work_time(session), store.clock.today()
        statement = _wanted(select(col(ActionItem.id)), wanted or ActionFilter(), today, work)
        return int(
            session.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
        )


def action(store: Store, action_id: int) -> ActionDetail:
    """An action item whole, with its steps; a confidential one too.

    Raises:
        NotFoundError: there is none with this id.
    """
    with store.read() as session:
        return _detail(session, action_id, store.clock.today())


def action_by_number(store: Store, typed: str) -> ActionDetail:
    """An action item by its number; ``db-2026-3`` is enough.

    Raises:
        NotFoundError: none has it.
    """
    line = fold(clean_line(typed)).upper()
    kinds = {prefix: kind for kind, prefix in rules.PREFIX.items()}
    parts = line.split("-")
    if len(parts) == _PARTS and parts[0] in kinds and all(map(str.isdecimal, parts[1:])):
        line = rules.number(kinds[parts[0]], int(parts[1]), int(parts[2]))
    with store.read() as session:
        found = session.execute(
            select(col(ActionItem.id)).where(col(ActionItem.number) == line)
        ).scalar()
        if found is None:
            example = rules.number(ActionKind.MEETING, store.clock.today().year, 1)
            raise NotFoundError(
                _("There is no action item {typed}. A number looks like {example}.").format(
                    typed=clean_line(typed), example=example
                )
            )
        return _detail(session, found, store.clock.today())


def actions_of_ticket(store: Store, ticket_id: int) -> tuple[ActionRow, ...]:
    """The action items that came from a call, the first due first."""
    with store.read() as session:
        statement = rows().where(col(ActionItem.ticket_id) == ticket_id)
        return _ordered(session, statement, store.clock.today())


def actions_of_meeting(
    session: Session, meeting_id: int, today: date, *, whole: bool = False
) -> tuple[ActionRow, ...]:
    """The action items a meeting gave, in the order of their numbers.

    Args:
        session: the office.
        meeting_id: the meeting.
        today: the day of the office's clock.
        whole: with the words of the confidential ones, for what stays within the office.
    """
    statement = (
        rows().where(col(ActionItem.meeting_id) == meeting_id).order_by(col(ActionItem.number))
    )
    found = session.execute(statement).all()
    return told(session, found, today, workdays.work_time(session), whole=whole)


@dataclass(frozen=True)
class Due:
    """The first of the action items that are due by a day, and how many there are."""

    rows: tuple[ActionRow, ...]
    total: int


def due_by(store: Store, day: date, limit: int, work: WorkTime | None = None) -> Due:
    """The open action items due by a day, the longest overdue first.

    Args:
        store: the office.
        day: the last day.
        limit: how many rows at most.
        work: the office's working time where it is at hand.
    """
    due = and_(col(ActionItem.state) == str(ActionState.OPEN), col(ActionItem.due_on) <= day)
    with store.read() as session:
        first = rows().where(due).order_by(col(ActionItem.due_on), col(ActionItem.id)).limit(limit)
        found = session.execute(first).all()
        lines = told(session, found, store.clock.today(), work or workdays.work_time(session))
        counting = select(func.count()).select_from(ActionItem).where(due)
        return Due(lines, int(session.execute(counting).scalar_one()))


def open_for_agenda(
    session: Session, until: datetime, *, whole: bool = False
) -> tuple[ActionRow, ...]:
    """What an agenda carries over: whatever was given and had not ended at a moment (RULEBOOK §3).

    Each stands as it stood then: state, date, owner and progress of its steps up to then, and
    how late it was on that day.

    Args:
        session: the office.
        until: the moment; later steps do not count.
        whole: with the words of confidential ones, for the confidential sheet alone; otherwise
            their line says only that it is confidential.

    Returns:
        The action items, the first due first.
    """
    ended_later = and_(
        col(ActionItem.state).in_(tuple(map(str, rules.ENDS))), col(ActionItem.closed_at) > until
    )
    statement = (
        rows()
        .where(or_(col(ActionItem.state).in_(RUNNING), ended_later))
        .where(col(ActionItem.given_on) <= until.date())
    )
    found = session.execute(statement).all()
    work = workdays.work_time(session)
    now = told(session, found, until.date(), work, whole=whole)
    moved = [line.id for row, line in zip(found, now, strict=True) if row.last_event_at > until]
    then = _as_of(session, moved, until)
    names = _names(session, {one for f in then.values() for one in (f.owner_id, *f.helper_ids)})
    lines = [
        _back_to(one, then[one.id], names, work, until.date()) if one.id in then else one
        for one in now
        if one.id not in then or then[one.id].state is not None
    ]
    return tuple(sorted(lines, key=lambda one: (one.due_on, one.id)))


def action_counts(store: Store, current: settings.Settings | None = None) -> ActionCounts:
    """How many action items run, are overdue, soon due or wait for the check.

    Args:
        store: the office.
        current: its settings where they are at hand.
    """
    with store.read() as session:
        current = current or settings.load(session)
        work, today = workdays.work_time(session), store.clock.today()
        before = rules.late_before(today, work)
        until = rules.soon_until(today, current.number(SOON), work)
        state, due = col(ActionItem.state), col(ActionItem.due_on)
        is_open = state == str(ActionState.OPEN)
        overdue = and_(is_open, due < before)
        superior = and_(overdue, col(ActionItem.kind) == str(ActionKind.SUPERIOR))
        soon = and_(is_open, due >= before, due <= until)
        reported = state == str(ActionState.REPORTED)
        each = (func.count().filter(one) for one in (overdue, soon, reported, superior))
        statement = select(func.count(), *each).select_from(ActionItem).where(state.in_(RUNNING))
        found = session.execute(statement).one()
    return ActionCounts(*map(int, found))


# ── from rows to lines ──────────────────────────────────────────────────────
def hidden() -> Any:  # noqa: ANN401 - an SQL expression
    """Whether an action item is confidential: itself, or the call it comes from by now."""
    return or_(col(ActionItem.confidential), func.coalesce(col(Ticket.confidential), 0))


def rows() -> Statement:
    """The columns of the lines of the 督办台账, for ``told``."""
    item = ActionItem
    return (
        select(
            *(
                col(getattr(item, name))
                for name in (
                    *("id", "number", "kind", "matter", "superior_unit", "document_number"),
                    *("owner_id", "helpers", "given_on", "due_on", "state", "progress"),
                    *("reported_at", "closed_at", "checker", "ticket_id", "last_event_at"),
                )
            ),
            hidden().label("hidden"),
            col(_OWNER.name).label("owner"),
            col(_LEAD.name).label("lead"),
            col(Meeting.kind).label("meeting_kind"),
            col(Meeting.starts_at).label("meeting_at"),
            col(Ticket.number).label("ticket"),
        )
        .select_from(item)
        .join(_OWNER, col(_OWNER.id) == col(item.owner_id))
        .outerjoin(_LEAD, col(_LEAD.id) == col(item.lead_id))
        .outerjoin(Meeting, col(Meeting.id) == col(item.meeting_id))
        .outerjoin(Ticket, col(Ticket.id) == col(item.ticket_id))
    )


def told(
    session: Session,
    found: Sequence[Row[Any]],
    today: date,
    work: WorkTime,
    *,
    whole: bool = False,
) -> tuple[ActionRow, ...]:
    """Lines of the 督办台账 from what ``rows`` found.

    Args:
        session: the office.
        found: the rows.
        today: the day lateness is counted to.
        work: the office's working time.
        whole: with the words of the confidential ones.
    """
    names = _names(session, {one for row in found for one in _ids(row.helpers)})
    return tuple(_row(one, names, today, work, whole=whole) for one in found)


def _row(
    found: Row[Any], names: dict[int, str], today: date, work: WorkTime, *, whole: bool
) -> ActionRow:
    state = ActionState(found.state)
    silent = bool(found.hidden) and not whole
    return ActionRow(
        id=found.id,
        number=found.number,
        kind=ActionKind(found.kind),
        matter=_("(confidential)") if silent else found.matter,
        source=_source(found, silent=silent),
        lead=found.lead or "",
        owner_id=found.owner_id,
        owner=found.owner,
        helpers=tuple(names.get(one, "") for one in _ids(found.helpers)),
        given_on=found.given_on,
        due_on=found.due_on,
        state=state,
        progress="" if silent else found.progress,
        closed_on=found.closed_at.date() if found.closed_at else None,
        checker=found.checker,
        confidential=bool(found.hidden),
        late=rules.late(state, found.due_on, found.reported_at, today, work),
        ticket_id=found.ticket_id,
    )


def _source(found: Row[Any], *, silent: bool) -> str:
    """Where it comes from: the meeting and the call, or the superior unit and its document."""
    parts: list[str] = []
    if found.kind == ActionKind.SUPERIOR and not silent:
        parts += [found.superior_unit, found.document_number]
    elif found.meeting_at is not None:
        parts.append(
            _("{meeting} of {date}").format(
                meeting=MeetingKind(found.meeting_kind).label, date=found.meeting_at.date()
            )
        )
    if found.ticket:
        parts.append(found.ticket)
    return _(", ").join(filter(None, parts))


def _detail(session: Session, action_id: int, today: date) -> ActionDetail:
    record = get(session, action_id)
    found = session.execute(rows().where(col(ActionItem.id) == action_id)).all()
    row = told(session, found, today, workdays.work_time(session), whole=True)[0]
    return ActionDetail(
        row=row,
        lead_id=record.lead_id,
        helper_ids=_ids(record.helpers),
        meeting_id=record.meeting_id,
        superior_unit=record.superior_unit,
        document_number=record.document_number,
        events=tuple(map(_event, event_rows(session, id_of(record)))),
        actions=rules.allowed(row.state),
    )


def _event(row: ActionEvent) -> ActionEventView:
    one = step_of(row)
    state = ActionState(row.state)
    return ActionEventView(one.seq, one.at, one.actor, one.step, state, one.note, said(one))


def said(one: Step) -> str:
    """What a step says beside its note: both dates of a move, from whom to whom it went."""
    facts = one.payload
    if one.step is ActionStep.GIVE:
        return _("To {name}, due {date}").format(name=facts["owner"], date=facts["due_on"])
    if one.step is ActionStep.POSTPONE:
        return _("From {old} to {new}").format(old=facts["old_due"], new=facts["new_due"])
    if one.step is ActionStep.HAND_OVER:
        return _("From {old} to {new}").format(old=facts["from"], new=facts["to"])
    return ""


def _ordered(session: Session, statement: Statement, today: date) -> tuple[ActionRow, ...]:
    statement = statement.order_by(col(ActionItem.due_on), col(ActionItem.id))
    return told(session, session.execute(statement).all(), today, workdays.work_time(session))


def _ids(kept: str) -> tuple[int, ...]:
    return tuple(map(int, kept.split()))


def _names(session: Session, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    found = session.execute(select(col(Staff.id), col(Staff.name)).where(col(Staff.id).in_(ids)))
    return {staff_id: name for staff_id, name in found if staff_id is not None}


# ── as it was at a moment ───────────────────────────────────────────────────
def _as_of(session: Session, ids: Iterable[int], until: datetime) -> dict[int, rules.Facts]:
    kept = steps_of(session, list(ids))
    return {
        one: rules.facts_of([step for step in steps if step.at <= until])
        for one, steps in kept.items()
    }


def _back_to(
    one: ActionRow, facts: rules.Facts, names: dict[int, str], work: WorkTime, day: date
) -> ActionRow:
    """A line as its steps up to a day had it; what was not shown of it is not shown now."""
    state = facts.state or ActionState.OPEN
    silent = one.confidential and not one.progress
    return replace(
        one,
        owner_id=facts.owner_id,
        owner=names[facts.owner_id],
        helpers=tuple(names[helper] for helper in facts.helper_ids),
        due_on=facts.due_on,
        state=state,
        progress="" if silent else facts.progress,
        closed_on=None,
        checker="",
        late=rules.late(state, facts.due_on, facts.reported_at, day, work),
    )


def _wanted(statement: Statement, wanted: ActionFilter, today: date, work: WorkTime) -> Statement:
    """Narrow a statement over action items to what a filter wants."""
    equal = (
        (ActionItem.kind, wanted.kind),
        (ActionItem.owner_id, wanted.owner_id),
        (ActionItem.meeting_id, wanted.meeting_id),
    )
    for filtered, value in equal:
        if value not in {"", None}:
            statement = statement.where(col(filtered) == value)
    if wanted.states:
        statement = statement.where(col(ActionItem.state).in_(wanted.states))
    if wanted.overdue:
        statement = statement.where(overdue(today, work))
    return _matching(statement, wanted.text) if wanted.text else statement


def overdue(today: date, work: WorkTime) -> Any:  # noqa: ANN401 - an SQL expression
    """Whether an action item is open and at least one working day past its date."""
    before = rules.late_before(today, work)
    return and_(col(ActionItem.state) == str(ActionState.OPEN), col(ActionItem.due_on) < before)


def _matching(statement: Statement, typed: str) -> Statement:
    expression = search.query(typed) or NOTHING
    low, high = search.bounds(search.Kind.ACTION)
    found = (
        select(_INDEX.c.rowid.op("&")(search.REF_MASK))
        .where(text("search MATCH :expression").bindparams(expression=expression))
        .where(_INDEX.c.rowid.between(low, high))
    )
    call = aliased(Ticket)
    hidden = exists().where(col(call.id) == col(ActionItem.ticket_id), col(call.confidential))
    return statement.where(col(ActionItem.id).in_(found), ~hidden)


_PARTS = 3
"""A number has three: what it is, the year, the number in the year."""
