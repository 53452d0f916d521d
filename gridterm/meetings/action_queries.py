"""What the 督办台账 is read from: pages by SQL, never whole tables.

What may be told of a confidential one is held to in ``action_lines``; ``action_carrying`` reads
what an agenda carries over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, column, exists, func, select, table, text, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from gridterm import settings
from gridterm.errors import NotFoundError
from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_events import event_rows, get, id_of, step_of
from gridterm.meetings.action_lines import RUNNING, Statement, ids_of, rows, said, told
from gridterm.meetings.action_terms import (
    ActionCounts,
    ActionDetail,
    ActionEventView,
    ActionFilter,
    ActionKind,
    ActionPage,
    ActionRow,
    ActionState,
)
from gridterm.meetings.tables import ActionEvent, ActionItem
from gridterm.registers import workdays
from gridterm.store import search
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold
from gridterm.worktime import WorkTime

PAGE = 50
SOON = "meetings.action_near_days"
NOTHING = '""'
_INDEX = table("search", column("rowid"))
_PARTS = 3
"""A number has three: what it is, the year, the number in the year."""


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


def _detail(session: Session, action_id: int, today: date) -> ActionDetail:
    record = get(session, action_id)
    found = session.execute(rows().where(col(ActionItem.id) == action_id)).all()
    row = told(session, found, today, workdays.work_time(session), whole=True)[0]
    return ActionDetail(
        row=row,
        lead_id=record.lead_id,
        helper_ids=ids_of(record.helpers),
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


def _ordered(session: Session, statement: Statement, today: date) -> tuple[ActionRow, ...]:
    statement = statement.order_by(col(ActionItem.due_on), col(ActionItem.id))
    return told(session, session.execute(statement).all(), today, workdays.work_time(session))


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
