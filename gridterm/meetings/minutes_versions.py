"""The minutes as they were approved: frozen, read back, compared (RULEBOOK §3).

A version holds everything: the entries with their speakers, the agenda's items, the people with
what their attendance came to, the action items, and what the 会议纪要 leaves out. It is written
once and read as it was written, whatever changes in the registers later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.i18n import _, ngettext
from gridterm.meetings import attending, rules, schedule
from gridterm.meetings.action_queries import actions_of_meeting
from gridterm.meetings.action_terms import ActionRow
from gridterm.meetings.entries import entries, items
from gridterm.meetings.frozen import plain, thawed
from gridterm.meetings.tables import Meeting, MinutesVersion
from gridterm.meetings.terms import (
    AttendeeView,
    EntryKind,
    EntryView,
    IssuedMinutes,
    MeetingDetail,
    Minutes,
)
from gridterm.meetings.withholding import minutes_without
from gridterm.store.audit import canonical
from gridterm.store.unit import Store, Tx

SERIES = "minutes-{year}"
CONTEXT = 1
HEADINGS = 2


@dataclass(frozen=True)
class SummaryItem:
    """What the 会议纪要 says of one agenda item; ``title`` is empty for what belongs to none."""

    title: str
    speakers: tuple[str, ...]
    decisions: tuple[EntryView, ...]
    votes: tuple[EntryView, ...]
    notes: tuple[EntryView, ...]


@dataclass(frozen=True)
class Summary:
    """What the 会议纪要 holds: nothing confidential, decisions by item, who had the floor.

    Why somebody came late or is on leave is nobody's business outside and not in it.
    ``left_out`` says to the clerk what it does not hold; it is not printed. ``withheld`` is how
    many matters became confidential after the approval.
    """

    meeting: MeetingDetail
    number: str
    version: int
    people: tuple[AttendeeView, ...]
    items: tuple[SummaryItem, ...]
    actions: tuple[ActionRow, ...]
    left_out: tuple[str, ...]
    withheld: int = 0


@dataclass(frozen=True)
class Content:
    """What a version is frozen as; ``summary`` is the 会议纪要, the rest the 会议记录."""

    minutes: Minutes
    people: tuple[AttendeeView, ...]
    actions: tuple[ActionRow, ...]
    summary: Summary


# ── freezing ────────────────────────────────────────────────────────────────
def freeze(tx: Tx, meeting: Meeting, reason: str) -> MinutesVersion:
    """Write the next version of the minutes as everything stands within this use case.

    The first one takes the next number of its year (gap-free); later ones keep it.
    """
    tx.session.flush()
    last = newest(tx.session, meeting.id or 0)
    version = last.version + 1 if last else 1
    if last is not None:
        number = last.number
    else:
        year = tx.now.year
        number = rules.minutes_number(year, tx.number(SERIES.format(year=year)))
    content = content_of(tx, meeting, number, version)
    row = MinutesVersion(
        meeting_id=meeting.id or 0,
        version=version,
        number=number,
        approved_at=tx.now,
        approver_id=tx.actor.staff_id,
        approver=tx.actor.name,
        reason=reason,
        content=canonical(plain(content)),
    )
    tx.add(row)
    return row


def content_of(tx: Tx, meeting: Meeting, number: str, version: int) -> Content:
    """Everything the minutes of a meeting hold now."""
    session = tx.session
    now = Minutes(schedule.after(tx, meeting), entries(session, meeting), items(session, meeting))
    people = attending.people(session, attending.sitting(meeting), tx.now)
    given = actions_of_meeting(session, meeting.id or 0, tx.now.date(), whole=True)
    return Content(now, people, given, summarised(now, people, given, number, version))


def summarised(
    minutes: Minutes,
    people: tuple[AttendeeView, ...],
    actions: tuple[ActionRow, ...],
    number: str,
    version: int,
) -> Summary:
    """What the 会议纪要 of some minutes holds, and what it leaves out.

    Left out are confidential entries, the confidential items with all that belongs to them,
    confidential action items, and, as in every 会议纪要, what each said word by word.
    """
    hidden = {one.id for one in minutes.items if one.confidential}
    shown = [one for one in minutes.entries if not (one.confidential or one.item_id in hidden)]
    titles = [(one.id, one.title) for one in minutes.items if one.id not in hidden]
    listed = {key for key, _title in titles}
    for one in shown:
        if one.item_id not in listed:
            listed.add(one.item_id)
            titles.append((one.item_id, one.item))
    parts = (_part(title, [one for one in shown if one.item_id == key]) for key, title in titles)
    return Summary(
        meeting=minutes.meeting,
        number=number,
        version=version,
        people=tuple(replace(one, why="", leave_reason="") for one in people),
        items=tuple(parts),
        actions=tuple(one for one in actions if not one.confidential),
        left_out=left_out(minutes, actions),
    )


def _part(title: str, mine: Sequence[EntryView]) -> SummaryItem:
    def of(kind: EntryKind) -> tuple[EntryView, ...]:
        return tuple(one for one in mine if one.kind is kind)

    speakers = dict.fromkeys(one.speaker for one in of(EntryKind.SPEECH))
    return SummaryItem(
        title=title,
        speakers=tuple(speakers),
        decisions=of(EntryKind.DECISION),
        votes=of(EntryKind.VOTE),
        notes=of(EntryKind.NOTE),
    )


def left_out(minutes: Minutes, actions: Sequence[ActionRow]) -> tuple[str, ...]:
    """What the 会议纪要 does not hold, for the clerk: where and how much, never the words."""
    hidden = {one.id: place for place, one in enumerate(minutes.items, 1) if one.confidential}
    said = []
    for key, place in hidden.items():
        count = sum(one.item_id == key for one in minutes.entries)
        said.append(
            ngettext(
                "Item {place} of the agenda, confidential, with {count} entry.",
                "Item {place} of the agenda, confidential, with {count} entries.",
                count,
            ).format(place=place, count=count)
        )
    alone = sum(one.confidential and one.item_id not in hidden for one in minutes.entries)
    if alone:
        said.append(
            ngettext("{count} confidential entry.", "{count} confidential entries.", alone).format(
                count=alone
            )
        )
    tasks = [one.number for one in actions if one.confidential]
    if tasks:
        said.append(_("Confidential action items: {numbers}.").format(numbers=_(", ").join(tasks)))
    speeches = sum(
        one.kind is EntryKind.SPEECH and not one.confidential and one.item_id not in hidden
        for one in minutes.entries
    )
    if speeches:
        said.append(
            ngettext(
                "What was said ({count} entry): it stands in the full record, here only who spoke.",
                "What was said ({count} entries): it stands in the full record, here only who "
                "spoke.",
                speeches,
            ).format(count=speeches)
        )
    return tuple(said)


# ── reading ─────────────────────────────────────────────────────────────────
def newest(session: Session, meeting_id: int) -> MinutesVersion | None:
    """The newest version of the minutes of a meeting, None while there is none."""
    query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting_id)
    return session.exec(query.order_by(col(MinutesVersion.version).desc()).limit(1)).first()


def issued_minutes(store: Store, meeting_id: int, version: int | None = None) -> IssuedMinutes:
    """The minutes of a meeting as they were approved; what is confidential by now is marked.

    Args:
        store: the office.
        meeting_id: the meeting.
        version: which of them, None for the newest.

    Raises:
        NotFoundError: there is no such version.
    """
    with store.read() as session:
        query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting_id)
        if version is not None:
            query = query.where(MinutesVersion.version == version)
        row = session.exec(query.order_by(col(MinutesVersion.version).desc()).limit(1)).first()
        if row is None:
            raise NotFoundError(_("The minutes of this meeting have no such approved version."))
        return minutes_without(session, issued(row))


def versions(store: Store, meeting_id: int) -> tuple[IssuedMinutes, ...]:
    """Every approved version of the minutes of a meeting, the newest first; as above."""
    query = (
        select(MinutesVersion)
        .where(MinutesVersion.meeting_id == meeting_id)
        .order_by(col(MinutesVersion.version).desc())
    )
    with store.read() as session:
        return tuple(minutes_without(session, issued(row)) for row in session.exec(query))


def issued(row: MinutesVersion) -> IssuedMinutes:
    """A version as it was frozen.

    Raises:
        ValueError, KeyError, TypeError: it cannot be read.
    """
    content = frozen_content(row)
    same = ("meeting_id", "version", "number", "approved_at", "approver", "reason")
    return IssuedMinutes(
        **{name: getattr(row, name) for name in same},
        minutes=content.minutes,
        people=content.people,
        actions=content.actions,
        left_out=content.summary.left_out,
    )


def frozen_content(row: MinutesVersion) -> Content:
    """Everything a version was frozen with.

    Raises:
        ValueError, KeyError, TypeError: it cannot be read.
    """
    return thawed(Content, json.loads(row.content))


def summary_of(minutes: IssuedMinutes) -> Summary:
    """What the 会议纪要 of approved minutes holds."""
    whole = summarised(
        minutes.minutes, minutes.people, minutes.actions, minutes.number, minutes.version
    )
    return replace(whole, left_out=minutes.left_out, withheld=minutes.withheld)


# ── comparing ───────────────────────────────────────────────────────────────
def difference(store: Store, meeting_id: int, older: int, newer: int) -> tuple[str, ...]:
    """What differs between two versions, line by line; nothing where they say the same.

    A line begins with ``-`` (only in the older), ``+`` (only in the newer) or a blank (in
    both, to show where); ``..`` stands for what is the same and left out.

    Raises:
        NotFoundError: there is no such version.
    """
    one, other = (issued_minutes(store, meeting_id, version) for version in (older, newer))
    told = unified_diff(list(lines(one)), list(lines(other)), n=CONTEXT, lineterm="")
    return tuple(".." if line.startswith("@@") else line for line in list(told)[HEADINGS:])


def lines(minutes: IssuedMinutes) -> Iterator[str]:
    """Approved minutes as lines to compare: the meeting, its people, the entries, the actions."""
    meeting = minutes.minutes.meeting
    yield _("Place: {place}").format(place=meeting.place)
    yield _("Chair: {name}").format(name=meeting.chair)
    yield _("Record: {name}").format(name=meeting.recorder)
    if meeting.ended_at is not None:
        yield _("Ended: {at}").format(at=f"{meeting.ended_at:%m-%d %H:%M}")
    for person in minutes.people:
        yield f"{person.name}  {person.presence.label}  {person.why}"
    heading = None
    for entry in minutes.minutes.entries:
        if entry.item and entry.item != heading:
            heading = entry.item
            yield entry.item
        yield from entry_lines(entry)
    for action in minutes.actions:
        yield f"{action.number}  {action.owner}  {action.due_on.isoformat()}  {action.matter}"


def entry_lines(entry: EntryView) -> Iterator[str]:
    """An entry as lines: what it is and who spoke, then the words."""
    marks = [entry.kind.label, entry.speaker]
    if entry.votes_for is not None:
        marks.append(votes_words(entry))
    if entry.confidential:
        marks.append(_("confidential"))
    first, *more = entry.words.split("\n")
    yield "  ".join([*filter(None, marks), first])
    yield from more


def votes_words(entry: EntryView) -> str:
    """How a vote went, in words; ``""`` where there was none."""
    if entry.votes_for is None:
        return ""
    return _("{votes} for, {against} against, {abstained} abstained").format(
        votes=entry.votes_for, against=entry.votes_against or 0, abstained=entry.abstained or 0
    )
