"""What an agenda carries over of the 督办台账: every action item as it stood at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col

from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_events import steps_of
from gridterm.meetings.action_lines import RUNNING, names_of, rows, told
from gridterm.meetings.action_terms import ActionRow, ActionState
from gridterm.meetings.tables import ActionItem
from gridterm.registers import workdays
from gridterm.worktime import WorkTime


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
    names = names_of(session, {one for f in then.values() for one in (f.owner_id, *f.helper_ids)})
    lines = [
        _back_to(one, then[one.id], names, work, until.date()) if one.id in then else one
        for one in now
        if one.id not in then or then[one.id].state is not None
    ]
    return tuple(sorted(lines, key=lambda one: (one.due_on, one.id)))


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
