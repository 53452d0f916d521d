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
from gridterm.meetings.action_terms import ACTIONS_RUNNING, ActionState
from gridterm.meetings.listing import Series
from gridterm.meetings.merging import Entry
from gridterm.meetings.tables import ActionItem, Meeting
from gridterm.meetings.terms import GridFigures, MeetingKind, MeetingState, Section, Span
from gridterm.registers.grid_views import exists_on
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import GridLevel

ONE_WEEK = timedelta(weeks=1)
MOST_ACTIONS = 200


@dataclass(frozen=True)
class Drawing:
    """What was drawn: the items in their order, the span their figures cover."""

    span: Span
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _GridRow:
    """A grid of the day with its lead."""

    id: int
    code: str
    level: int
    parent_id: int | None
    lead_id: int | None
    lead: str


@dataclass(frozen=True)
class _Matters:
    """Everything an agenda is drawn from."""

    span: Span
    due_by: datetime
    grids: Sequence[_GridRow]
    tallies: Mapping[int | None, weekly.Tally]
    regional: Sequence[weekly.Matter]
    actions: Sequence[Mapping[str, Any]]


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
        _entry(series, Section.OTHER, wording.OTHER, {}, None),
    )
    return Drawing(span, made)


def _entry(  # noqa: PLR0913 - the columns of an item
    series: Series,
    section: Section,
    source: str,
    facts: Mapping[str, Any],
    speaker_id: int | None,
    *,
    confidential: bool = False,
) -> Entry:
    minutes = series.current.number(f"meetings.minutes_{section}")
    return Entry(
        section=section,
        source=source,
        title=wording.title(section, source, facts),
        facts=facts,
        speaker_id=speaker_id,
        minutes=minutes,
        confidential=confidential,
        proposed=(speaker_id, minutes),
    )


def _matters(session: Session, meeting: Meeting, series: Series, span: Span) -> _Matters:
    due_by = max(span.until, meeting.starts_at) + ONE_WEEK
    return _Matters(
        span=span,
        due_by=due_by,
        grids=_grids(session, max(series.today, meeting.starts_at.date())),
        tallies=weekly.tallies(session, span.since, span.until, due_by),
        regional=weekly.awaiting_decision(session, series.current.text("office.hotline")),
        actions=_action_rows(session, span, series.today),
    )


# ── the parts of the rule book ──────────────────────────────────────────────
def _actions(found: _Matters, meeting: Meeting, series: Series) -> list[Entry]:
    """The action items of past meetings; those that are confidential are an item of their own."""
    told, hidden = (
        [_told(one) for one in found.actions if one["confidential"] is secret]
        for secret in (False, True)
    )
    entries = [
        _entry(series, Section.ACTIONS, wording.ACTIONS, {"actions": told}, meeting.chair_id)
    ]
    if hidden:
        entries.append(
            _entry(
                series,
                Section.ACTIONS,
                wording.CONFIDENTIAL_ACTIONS,
                {"actions": hidden},
                meeting.chair_id,
                confidential=True,
            )
        )
    return entries


def _told(one: Mapping[str, Any]) -> dict[str, Any]:
    shown = ("number", "matter", "owner", "due", "state", "progress", "late")
    return {name: one[name] for name in shown}


def _reports(found: _Matters, series: Series) -> list[Entry]:
    """One item for every grid; a household group's calls are its grid's."""
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
    return [
        _entry(
            series,
            Section.GRIDS,
            f"{wording.GRID}{one.id}",
            asdict(_figures(one, sums.get(one.id, weekly.Tally()))),
            one.lead_id,
        )
        for one in found.grids
        if home[one.id] == one.id
    ]


def _figures(grid: _GridRow, tally: weekly.Tally) -> GridFigures:
    return GridFigures(
        grid_id=grid.id,
        grid=grid.code,
        lead_id=grid.lead_id,
        lead=grid.lead,
        received=tally.received,
        resolved=tally.resolved,
        open=tally.open,
        overdue=tally.overdue,
    )


def _regional(found: _Matters, series: Series) -> list[Entry]:
    """The regional matters that wait for a decision; the grid lead presents them."""
    leads = {one.id: one.lead_id for one in found.grids}
    return [
        _entry(
            series,
            Section.REGIONAL,
            f"{wording.TICKET}{one.ticket_id}",
            {
                "number": one.number,
                "grid": one.grid,
                "subject": one.subject,
                wording.CONFIDENTIAL: one.confidential,
                "since": one.since.date().isoformat() if one.since else "",
                "due": one.due_at.date().isoformat() if one.due_at else "",
            },
            leads.get(one.grid_id or 0),
            confidential=one.confidential,
        )
        for one in found.regional
    ]


def _summary(found: _Matters, meeting: Meeting, series: Series) -> Entry:
    total = sum(found.tallies.values(), weekly.Tally())
    running = [one for one in found.actions if one["running"]]
    due_by = found.due_by.date().isoformat()
    facts = {
        "since": found.span.since.isoformat(),
        wording.DRAWN_AT: found.span.until.isoformat(),
        "received": total.received,
        "resolved": total.resolved,
        "open": total.open,
        "overdue": total.overdue,
        "closed": len(found.actions) - len(running),
        "running": len(running),
        "late": sum(one["late"] for one in running),
        "awaiting": len(found.regional),
        "due_by": due_by,
        "calls_due": total.falling_due,
        "actions_due": sum(not one["late"] and one["due"] <= due_by for one in running),
    }
    return _entry(series, Section.SUMMARY, wording.SUMMARY, facts, meeting.chair_id)


def _subject(meeting: Meeting, series: Series) -> Entry:
    """What a meeting outside the series is about."""
    facts = {
        "title": meeting.title or MeetingKind(meeting.kind).label,
        "parties": meeting.parties,
    }
    return _entry(series, Section.OTHER, wording.TITLE, facts, meeting.chair_id)


# ── reading ─────────────────────────────────────────────────────────────────
def _grids(session: Session, day: date) -> list[_GridRow]:
    statement = (
        columns(
            *(Grid.id, Grid.code, Grid.level, Grid.parent_id, Staff.id),
            func.coalesce(Staff.name, ""),
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
    """The action items that run, the first due first, then those closed within the span."""
    running = col(ActionItem.state).in_([state.value for state in ACTIONS_RUNNING])
    closed = and_(
        col(ActionItem.state) == ActionState.CLOSED.value,
        col(ActionItem.closed_at) > span.since,
    )
    statement = (
        columns(
            *(ActionItem.number, ActionItem.matter, ActionItem.due_on, ActionItem.state),
            *(ActionItem.progress, hidden().label("hidden"), Staff.name),
        )  # type: ignore[call-overload]
        .join(Staff, col(Staff.id) == col(ActionItem.owner_id))
        .outerjoin(Ticket, col(Ticket.id) == col(ActionItem.ticket_id))
        .limit(MOST_ACTIONS)
    )
    order = (col(ActionItem.due_on), col(ActionItem.id))
    found = [
        *session.execute(statement.where(running).order_by(*order)),
        *session.execute(statement.where(closed).order_by(*order)),
    ]
    return [
        {
            "number": one.number,
            "matter": one.matter,
            "owner": one.name,
            "due": one.due_on.isoformat(),
            "state": one.state,
            "progress": one.progress,
            "late": one.state in ACTIONS_RUNNING and one.due_on < today,
            "running": one.state in ACTIONS_RUNNING,
            "confidential": bool(one.hidden),
        }
        for one in found
    ]
