"""The reads of the meetings that ``demo --check`` runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from gridterm.meetings import actions, agenda, minutes, people, schedule, searching
from gridterm.meetings.action_terms import ActionFilter, ActionState
from gridterm.meetings.terms import MeetingKind, MeetingRef, MeetingRow, Section, Standing
from gridterm.store.unit import Store

WORDS = ("回访", "楼道")
PAGE = 60


def reads(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    """Every read of the meetings' screens, each with how much it brings."""
    rows = schedule.meetings(store, limit=PAGE)
    yield "meetings", lambda: len(rows)
    for kind in (MeetingKind.WEEKLY, MeetingKind.LIAISON, MeetingKind.CONSULTATION):
        yield f"meetings.{kind}", lambda kind=kind: sum(one.kind is kind for one in rows)  # type: ignore[misc]
    yield from _ahead(store)
    newest = next((one for one in rows if one.standing is Standing.ISSUED), None)
    if newest is not None and newest.id is not None:
        yield from _held(store, newest, newest.id)
    yield "minutes.versions", lambda: _corrected(store, rows)
    yield "minutes.search", lambda: sum(len(searching.search(store, words)) for words in WORDS)
    yield from _given(store)


def _ahead(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    coming = schedule.next_meeting(store)
    yield "meetings.next", lambda: int(coming is not None)
    if coming is None:
        return
    drawn = agenda.agenda(store, coming.ref)
    yield "agenda", lambda: len(drawn.items)
    yield "agenda.figures", lambda: len(drawn.figures)
    yield "agenda.regional", lambda: sum(one.section is Section.REGIONAL for one in drawn.items)
    yield "meetings.expected", lambda: people.sign_in_sheet(store, coming.ref).expected


def _held(
    store: Store, row: MeetingRow, meeting_id: int
) -> Iterator[tuple[str, Callable[[], int]]]:
    ref = MeetingRef(meeting_id)
    yield "agenda.issued", lambda: len(agenda.issued(store, meeting_id).agenda.items)
    yield "meetings.present", lambda: people.sign_in_sheet(store, ref).present
    yield "minutes", lambda: len(minutes.minutes(store, ref).entries)
    yield "minutes.issued", lambda: len(minutes.issued_minutes(store, meeting_id).people)
    day = row.starts_at.date()
    yield (
        "meetings.people",
        lambda: len(people.by_person(store, day - timedelta(days=90), day)),
    )


def _corrected(store: Store, rows: tuple[MeetingRow, ...]) -> int:
    """How many lines differ in the minutes that were corrected."""
    lines = 0
    for one in rows:
        if one.id is not None and one.standing is Standing.ISSUED:
            detail = schedule.meeting(store, MeetingRef(one.id))
            if detail.minutes_versions > 1:
                lines += len(minutes.difference(store, one.id, 1, detail.minutes_versions))
    return lines


def _given(store: Store) -> Iterator[tuple[str, Callable[[], int]]]:
    yield "actions", lambda: actions.count(store, ActionFilter())
    for state in (ActionState.OPEN, ActionState.CLOSED):
        yield (
            f"actions.{state}",
            lambda state=state: actions.count(store, ActionFilter(states=(str(state),))),  # type: ignore[misc]
        )
    yield "actions.overdue", lambda: actions.count(store, ActionFilter(overdue=True))
    yield "actions.superior", lambda: actions.count(store, ActionFilter(kind="superior"))
    first = actions.actions(store, ActionFilter()).rows
    yield "actions.steps", lambda: sum(len(actions.action(store, one.id).events) for one in first)
