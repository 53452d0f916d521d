"""The two papers of a meeting that was held: 会议记录 for the files, 会议纪要 to be issued.

The first holds every word with who was there and is signed; the second is numbered, set as an
official document, and holds nothing confidential (RULEBOOK §3, §9).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from gridterm.i18n import _, ngettext
from gridterm.meetings.action_terms import ActionRow
from gridterm.meetings.minutes_versions import Summary, SummaryItem, votes_words
from gridterm.meetings.paper import (
    day_words,
    head_fields,
    meeting_name,
    moment_words,
    names,
    when_words,
)
from gridterm.meetings.terms import (
    AttendeeView,
    EntryKind,
    EntryView,
    IssuedMinutes,
    MeetingDetail,
    Minutes,
    Presence,
)
from gridterm.printing.document import (
    Align,
    Block,
    Document,
    Field,
    Heading,
    KeyValueTable,
    Office,
    Paragraph,
    Run,
    SignatureBlock,
    Signer,
    Signoff,
    Table,
)

ACTION_WIDTHS = (18, 30, 11, 13, 10)
HERE = (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY, Presence.LATE_AND_LEFT)
LATE = (Presence.LATE, Presence.LATE_AND_LEFT)
LEFT = (Presence.LEFT_EARLY, Presence.LATE_AND_LEFT)
AWAY = (Presence.ABSENT, Presence.PENDING)


def record(
    minutes: Minutes,
    people: Sequence[AttendeeView],
    actions: Sequence[ActionRow],
    office: Office,
    issued: IssuedMinutes | None = None,
) -> Document:
    """The 会议记录: who was there, what each said, what was decided, to be signed.

    Args:
        minutes: the entries with the meeting.
        people: who was expected and what it came to, and the guests.
        actions: the action items the meeting gave.
        office: what stands at the head.
        issued: the version it is; None marks it as not approved.
    """
    return Document(
        title=_("Record of the {meeting}").format(meeting=meeting_name(minutes.meeting.row)),
        body=(
            KeyValueTable((*head_fields(minutes.meeting), *_people(people))),
            *_entries(minutes.entries),
            *_actions(actions),
            SignatureBlock((Signer(_("Chair:")), Signer(_("Recorder:")))),
        ),
        meta=(_record_version(issued),),
        letterhead=office.full_name,
        confidential=_secret(minutes.entries) or _secret(actions),
    )


def summary(told: Summary, office: Office, issued: IssuedMinutes) -> Document:
    """The 会议纪要 of an approved version: decisions by item and who had the floor.

    Args:
        told: what it holds; nothing of it is confidential.
        office: what stands at the head and under the text.
        issued: the version, for its day and what it corrects.
    """
    meta = [told.number]
    if issued.version > 1:
        meta.append(
            _("(version {version}, corrected: {reason})").format(
                version=issued.version, reason=issued.reason
            )
        )
    return Document(
        title=_("Minutes of the {meeting}").format(meeting=meeting_name(told.meeting.row)),
        body=(
            Paragraph(_opening(told.meeting, told.people)),
            *(block for one in told.items for block in _item(one)),
            *_actions(told.actions),
            *_withheld(told.withheld),
            *_present(told.people),
            Signoff((office.name or office.full_name, day_words(issued.approved_at.date()))),
        ),
        meta=tuple(meta),
        letterhead=office.full_name,
    )


def _secret(rows: Sequence[EntryView] | Sequence[ActionRow]) -> bool:
    return any(one.confidential for one in rows)


def _record_version(issued: IssuedMinutes | None) -> str:
    if issued is None:
        return _("(draft, not approved by the chair)")
    words = _("(version {version}, approved {time} by {name})").format(
        version=issued.version, time=moment_words(issued.approved_at), name=issued.approver
    )
    if not issued.reason:
        return words
    return words + "\n" + _("(corrected: {reason})").format(reason=issued.reason)


def _people(people: Sequence[AttendeeView]) -> Iterator[tuple[Field, ...]]:
    """Who was there, late, left early, on leave, absent; what there is nobody for is left out."""
    expected = [one for one in people if one.expected]
    here = [one for one in expected if one.presence in HERE]
    counts = _("expected {expected}, present {present}").format(
        expected=len(expected), present=len(here)
    )
    yield (Field(_("Attending"), f"{names(one.name for one in here)}\n{counts}", span=2),)
    groups = (
        (_("Late"), LATE, lambda one: f"{one.signed_at:%H:%M}" if one.signed_at else ""),
        (_("Left early"), LEFT, lambda one: f"{one.left_at:%H:%M}" if one.left_at else ""),
        (_("Substitute"), (Presence.SUBSTITUTED,), lambda one: one.substitute),
        (_("On leave"), (Presence.LEAVE,), lambda one: one.leave_reason),
        (Presence.ABSENT.label, AWAY, lambda _one: ""),
        (_("Guests"), (Presence.GUEST,), lambda one: one.party),
    )
    for label, kinds, more in groups:
        told = [_with(one.name, more(one)) for one in people if one.presence in kinds]
        if told:
            yield (Field(label, names(told), span=2),)


def _with(name: str, more: str) -> str:
    # Translators: a name with a time or a reason; Chinese: {name}（{more}）
    return _("{name} ({more})").format(name=name, more=more) if more else name


def _entries(entries: Sequence[EntryView]) -> Iterator[Block]:
    """The entries under the agenda items they belong to, in the order they were written."""
    for item, group in groupby(entries, lambda one: one.item):
        yield Heading(item or _("Other matters"))
        yield from map(_told, group)


def _item(one: SummaryItem) -> Iterator[Block]:
    """An agenda item as it is issued: who spoke to it, what was noted and decided."""
    if not (one.speakers or one.notes or one.decisions or one.votes):
        return
    yield Heading(one.title or _("Other matters"))
    if one.speakers:
        yield Paragraph(_("The meeting heard {names}.").format(names=names(one.speakers)))
    yield from (Paragraph(note.words) for note in one.notes)
    yield from (_decided(entry, "") for entry in (*one.decisions, *one.votes))


def _told(one: EntryView) -> Paragraph:
    """An entry as it was said, for the files."""
    mark = _("(not to be published) ") if one.confidential else ""
    speaker = _("{name}: ").format(name=one.speaker) if one.speaker else ""
    if one.kind in (EntryKind.DECISION, EntryKind.VOTE):
        return _decided(one, mark)
    return Paragraph((Run(mark + speaker, strong=True), Run(one.words)))


def _decided(one: EntryView, mark: str) -> Paragraph:
    head = _("Put to the vote: ") if one.kind is EntryKind.VOTE else _("The meeting decided: ")
    words = one.words
    if votes := votes_words(one):
        words = _with(words, votes)
    if one.actions:
        words = _with(words, _("action items {numbers}").format(numbers=names(one.actions)))
    return Paragraph((Run(mark + head, strong=True), Run(words)))


def _actions(actions: Sequence[ActionRow]) -> Iterator[Block]:
    """What was given to whom, with the day it is due."""
    if not actions:
        return
    yield Heading(_("Action items"))
    yield Table(
        (_("Number"), _("Matter"), _("Owner"), _("Helpers"), _("Due")),
        tuple(
            (one.number, one.matter, one.owner, names(one.helpers), f"{one.due_on:%m-%d}")
            for one in actions
        ),
        widths=ACTION_WIDTHS,
        align=(Align.CENTER, Align.LEFT, Align.CENTER, Align.CENTER, Align.CENTER),
    )


def _withheld(count: int) -> Iterator[Paragraph]:
    if count:
        yield Paragraph(
            ngettext(
                "{count} matter was made confidential after these minutes were approved and is "
                "withheld.",
                "{count} matters were made confidential after these minutes were approved and are "
                "withheld.",
                count,
            ).format(count=count)
        )


def _opening(meeting: MeetingDetail, people: Sequence[AttendeeView]) -> str:
    expected = [one for one in people if one.expected]
    here = sum(one.presence in HERE for one in expected)
    return _(
        "On {when} {chair} called and chaired the {meeting}. Of {expected} expected {present} "
        "were present. What was discussed and decided is recorded as follows."
    ).format(
        when=when_words(meeting.row),
        chair=meeting.chair,
        meeting=meeting_name(meeting.row),
        expected=len(expected),
        present=here,
    )


def _present(people: Sequence[AttendeeView]) -> Iterator[Paragraph]:
    """Present, on leave and guests at the end, as GB/T 9704 sets it in minutes."""
    groups = (
        (_("Present: "), HERE),
        (_("Substitutes: "), (Presence.SUBSTITUTED,)),
        (_("On leave: "), (Presence.LEAVE,)),
        (_("Absent: "), AWAY),
        (_("Guests: "), (Presence.GUEST,)),
    )
    for label, kinds in groups:
        found = [one for one in people if one.presence in kinds]
        told = names(_with(one.substitute or one.name, one.party) for one in found)
        if told:
            yield Paragraph((Run(label, strong=True), Run(told)))
