"""The agenda as the office's data gives it (RULEBOOK §3): items and figures, drawn anew each time.

The number of queries is the same for one grid and for a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from gridterm.hotline import weekly
from gridterm.hotline.tables import Ticket
from gridterm.meetings import wording
from gridterm.meetings.action_lines import hidden
from gridterm.meetings.action_rules import late
from gridterm.meetings.action_terms import ACTIONS_RUNNING, ActionState
from gridterm.meetings.agenda_facts import GridOfDay, entry, figures, listed, matter, summary
from gridterm.meetings.listing import Series
from gridterm.meetings.merging import Entry
from gridterm.meetings.tables import ActionItem, Meeting
from gridterm.meetings.terms import MeetingKind, MeetingState, Section, Span
from gridterm.registers import workdays
from gridterm.registers.grid_views import exists_on
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import GridLevel
from gridterm.visits.weekly import Walked, walked

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Drawing:
    """What was drawn: the items in their order, the span their figures cover."""

    span: Span
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _GridRow(GridOfDay):
    """A grid of the day with its place among the others."""

    level: int
    parent_id: int | None


@dataclass(frozen=True)
class _Matters:
    """Everything an agenda is drawn from."""

    span: Span
    due_by: datetime
    grids: Sequence[_GridRow]
    tallies: Mapping[int | None, weekly.Tally]
    regional: Sequence[weekly.Matter]
    actions: Sequence[Mapping[str, Any]]
    walked: Mapping[int | None, Walked] | None = None


def span_of(session: Session, meeting: Meeting, now: datetime) -> Span:
    """From the last meeting of the kind that was held to now.

    Where there was none, from the moment it would have been, whole weeks before this one.
    """
    last = session.exec(
        select(Meeting.starts_at)
        .where(
            col(Meeting.kind) == meeting.kind,
            col(Meeting.state) == MeetingState.HELD,
            col(Meeting.starts_at) < meeting.starts_at,
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    ).first()
    since = last or meeting.starts_at - ONE_WEEK
    while since >= now and last is None:
        since -= ONE_WEEK
    return Span(since, max(since, now))


def draw(session: Session, meeting: Meeting, series: Series) -> Drawing:
    """The agenda of a meeting from the data as it is now.

    The weekly meeting has the five parts of the rule book; another one has its own subject.
    """
    span = span_of(session, meeting, series.now)
    if meeting.kind != MeetingKind.WEEKLY:
        return Drawing(span, (_subject(meeting, series),))
    found = _matters(session, meeting, series, span)
    made = (
        *_actions(found, meeting, series),
        *_reports(found, series),
        *_regional(found, series),
        _summary(found, meeting, series),
        entry(series.current, Section.OTHER, wording.OTHER, {}, None),
    )
    return Drawing(span, made)


def _matters(session: Session, meeting: Meeting, series: Series, span: Span) -> _Matters:
    due_by = max(span.until, meeting.starts_at) + ONE_WEEK
    return _Matters(
        span=span,
        due_by=due_by,
        grids=_grids(session, max(series.today, meeting.starts_at.date())),
        tallies=weekly.tallies(session, span.since, span.until, due_by),
        regional=weekly.awaiting_decision(session, series.current.text("office.hotline")),
        actions=_action_rows(session, span, series.today),
        walked=walked(session, span.since, span.until),
    )


# ── the parts of the rule book ──────────────────────────────────────────────
def _actions(found: _Matters, meeting: Meeting, series: Series) -> list[Entry]:
    """The action items of past meetings; those that are confidential are an item of their own."""
    told, secret = (
        [one for one in found.actions if one["confidential"] is kind] for kind in (False, True)
    )
    entries = [
        entry(series.current, Section.ACTIONS, wording.ACTIONS, listed(told), meeting.chair_id)
    ]
    if secret:
        entries.append(
            entry(
                series.current,
                Section.ACTIONS,
                wording.CONFIDENTIAL_ACTIONS,
                listed(secret),
                meeting.chair_id,
                confidential=True,
            )
        )
    return entries


def _reports(found: _Matters, series: Series) -> list[Entry]:
    """One item for every grid; a household group's calls and visits are its grid's."""
    own = {one.id: one for one in found.grids}
    home = {
        one.id: one.parent_id
        if one.level > GridLevel.GRID and one.parent_id in own
        else one.id
        for one in found.grids
    }  # fmt: skip
    sums: dict[int | None, weekly.Tally] = {}
    for grid_id, tally in found.tallies.items():
        place = home.get(grid_id or 0)
        sums[place] = sums.get(place, weekly.Tally()) + tally
    trips: dict[int | None, Walked] = {}
    for grid_id, trip in (found.walked or {}).items():
        place = home.get(grid_id or 0)
        trips[place] = trips.get(place, Walked()) + trip
    none = None if found.walked is None else Walked()
    return [
        entry(
            series.current,
            Section.GRIDS,
            f"{wording.GRID}{one.id}",
            asdict(figures(one, sums.get(one.id, weekly.Tally()), trips.get(one.id, none))),
            one.lead_id,
        )
        for one in found.grids
        if home[one.id] == one.id
    ]


def _regional(found: _Matters, series: Series) -> list[Entry]:
    """The regional matters that wait for a decision; the grid lead presents them."""
    leads = {one.id: one.lead_id for one in found.grids}
    return [
        entry(
            series.current,
            Section.REGIONAL,
            f"{wording.TICKET}{one.ticket_id}",
            matter(one),
            leads.get(one.grid_id or 0),
            confidential=one.confidential,
        )
        for one in found.regional
    ]


def _summary(found: _Matters, meeting: Meeting, series: Series) -> Entry:
    facts = summary(found.span, found.due_by, found.tallies, found.actions, len(found.regional))
    return entry(series.current, Section.SUMMARY, wording.SUMMARY, facts, meeting.chair_id)


def _subject(meeting: Meeting, series: Series) -> Entry:
    """What a meeting outside the series is about."""
    facts = {
        "title": meeting.title or MeetingKind(meeting.kind).label,
        "parties": meeting.parties,
    }
    return entry(series.current, Section.OTHER, wording.TITLE, facts, meeting.chair_id)


# ── reading ─────────────────────────────────────────────────────────────────
def _grids(session: Session, day: date) -> list[_GridRow]:
    statement = (
        columns(
            *(Grid.id, Grid.code, Staff.id, func.coalesce(Staff.name, "")),
            *(Grid.level, Grid.parent_id),
        )  # type: ignore[call-overload]
        .select_from(Grid)
        .outerjoin(
            Staff,
            and_(
                col(Staff.id) == col(Grid.lead_id),
                or_(col(Staff.left).is_(None), col(Staff.left) >= day),
            ),
        )
        .where(exists_on(day), col(Grid.level) >= GridLevel.GRID)
        .order_by(col(Grid.code), col(Grid.id))
    )
    return [_GridRow(*one) for one in session.execute(statement)]


def _action_rows(session: Session, span: Span, today: date) -> list[dict[str, Any]]:
    """The action items that run, the first due first, then those closed within the span.

    All of them, since the summary counts them; an item of the agenda lists the first ones.
    """
    running = col(ActionItem.state).in_([state.value for state in ACTIONS_RUNNING])
    closed = and_(
        col(ActionItem.state) == ActionState.CLOSED.value,
        col(ActionItem.closed_at) > span.since,
    )
    statement = (
        columns(
            *(ActionItem.number, ActionItem.matter, ActionItem.due_on, ActionItem.state),
            *(ActionItem.progress, ActionItem.reported_at, hidden().label("hidden"), Staff.name),
        )  # type: ignore[call-overload]
        .join(Staff, col(Staff.id) == col(ActionItem.owner_id))
        .outerjoin(Ticket, col(Ticket.id) == col(ActionItem.ticket_id))
    )
    order = (col(ActionItem.due_on), col(ActionItem.id))
    found = [
        *session.execute(statement.where(running).order_by(*order)),
        *session.execute(statement.where(closed).order_by(*order)),
    ]
    work = workdays.work_time(session)
    return [
        {
            "number": one.number,
            "matter": one.matter,
            "owner": one.name,
            "due": one.due_on.isoformat(),
            "state": one.state,
            "progress": one.progress,
            "late": one.state in ACTIONS_RUNNING
            and late(ActionState(one.state), one.due_on, one.reported_at, today, work) > 0,
            "running": one.state in ACTIONS_RUNNING,
            "confidential": bool(one.hidden),
        }
        for one in found
    ]
