"""The agenda of a meeting (RULEBOOK §3): drawn from the data, edited, drawn again.

It exists before anybody opens it. The first edit saves it whole; from then on it stands as it
was saved until somebody draws it anew, and says itself which items would change. An item is
named by its place and, so that nothing else is hit when the agenda changed meanwhile, by the
source it was seen with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session

from gridterm.errors import InputError, RefusedError
from gridterm.i18n import _
from gridterm.meetings import schedule
from gridterm.meetings.issuing import issue, issued, versions
from gridterm.meetings.items import put
from gridterm.meetings.listing import series_of
from gridterm.meetings.merging import Entry, moved, placed, redrawn
from gridterm.meetings.present import editable, present, view
from gridterm.meetings.tables import Meeting
from gridterm.meetings.terms import (
    Agenda,
    ItemForm,
    MeetingRef,
    MeetingState,
    Section,
)
from gridterm.registers.checking import Faults
from gridterm.registers.staff import get_staff, works_on
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean

__all__ = [
    "add_item",
    "agenda",
    "edit_item",
    "issue",
    "issued",
    "keep",
    "move_item",
    "redraw",
    "remove_item",
    "restore_item",
    "versions",
]

TITLE_LONGEST, WORDS_LONGEST = 120, 4000
MINUTES_MOST = 240
MOST_ITEMS = 200

Entries = Sequence[Entry]


# ── reading ─────────────────────────────────────────────────────────────────
def agenda(store: Store, ref: MeetingRef) -> Agenda:
    """The agenda of a meeting as it stands now; one that was never held has no items.

    Raises:
        NotFoundError: there is no such meeting.
    """
    with store.read() as session:
        series = series_of(session, store.clock.now())
        return view(session, schedule.found(session, ref, series), series)


# ── what a clerk does ───────────────────────────────────────────────────────
def redraw(store: Store, actor: Actor, ref: MeetingRef) -> Agenda:
    """Draw the agenda anew: figures and new matters come in, what the clerk made of it stays.

    Raises:
        NotFoundError: there is no such meeting.
        RefusedError: the meeting has begun, is over or is cancelled.
    """
    with store.write("meetings.agenda.redraw", actor) as tx:
        row = editable(tx, ref)
        if row.state != MeetingState.PLANNED:
            raise RefusedError(_("The meeting has begun: its agenda is not drawn anew."))
        now = present(tx.session, row, series_of(tx.session, tx.now))
        put(tx, row, redrawn(now.saved, now.drawn), drawn_again=True)
        return _after(tx, row)


def keep(tx: Tx, row: Meeting) -> None:
    """Save the agenda as it stands within a use case, so that its items can be referred to."""
    now = present(tx.session, row, series_of(tx.session, tx.now))
    put(tx, row, now.entries)


def add_item(store: Store, actor: Actor, ref: MeetingRef, form: ItemForm) -> Agenda:
    """Add an item of the clerk's own at the end of its part.

    Raises:
        NotFoundError: there is no such meeting.
        InputError: a field cannot be used; ``fields`` says which and why.
        RefusedError: the meeting is over or cancelled.
    """

    def change(session: Session, row: Meeting, entries: Entries) -> Entries:
        if len(entries) >= MOST_ITEMS:
            raise RefusedError(_("The agenda is full: {number} items.").format(number=len(entries)))
        return placed(entries, _checked(session, row, form, Entry(Section.OTHER, "", "")))

    return _change(store, actor, "meetings.agenda.add", ref, change)


def edit_item(  # noqa: PLR0913 - who edits what how
    store: Store,
    actor: Actor,
    ref: MeetingRef,
    position: int,
    form: ItemForm,
    *,
    source: str = "",
) -> Agenda:
    """Change an item; what was drawn for it stays above the clerk's words.

    Args:
        store: the office.
        actor: who edits.
        ref: the meeting.
        position: the item's place, from 1.
        form: what it is to be; a drawn item stays in its part.
        source: the source the item was seen with, where it has one.

    Raises:
        NotFoundError: there is no such meeting.
        InputError: a field cannot be used, or there is no such item any more.
        RefusedError: the meeting is over or cancelled.
    """

    def change(session: Session, row: Meeting, entries: Entries) -> Entries:
        at = _at(entries, position, source)
        return (*entries[:at], _checked(session, row, form, entries[at]), *entries[at + 1 :])

    return _change(store, actor, "meetings.agenda.edit", ref, change)


def move_item(  # noqa: PLR0913 - who moves what how far
    store: Store, actor: Actor, ref: MeetingRef, position: int, by: int, *, source: str = ""
) -> Agenda:
    """Move an item so many places down, up where ``by`` is negative; as ``edit_item``."""

    def change(_session: Session, _row: Meeting, entries: Entries) -> Entries:
        return moved(entries, _at(entries, position, source), by)

    return _change(store, actor, "meetings.agenda.move", ref, change)


def remove_item(
    store: Store, actor: Actor, ref: MeetingRef, position: int, *, source: str = ""
) -> Agenda:
    """Take an item out; a new drawing does not bring it back. As ``edit_item``."""
    return _set_removed(store, actor, ref, position, source, removed=True)


def restore_item(
    store: Store, actor: Actor, ref: MeetingRef, position: int, *, source: str = ""
) -> Agenda:
    """Put back an item that was taken out. As ``edit_item``."""
    return _set_removed(store, actor, ref, position, source, removed=False)


def _set_removed(  # noqa: PLR0913 - of the two above
    store: Store, actor: Actor, ref: MeetingRef, position: int, source: str, *, removed: bool
) -> Agenda:
    def change(_session: Session, _row: Meeting, entries: Entries) -> Entries:
        at = _at(entries, position, source)
        return (*entries[:at], replace(entries[at], removed=removed), *entries[at + 1 :])

    action = "meetings.agenda.remove" if removed else "meetings.agenda.restore"
    return _change(store, actor, action, ref, change)


def _change(
    store: Store,
    actor: Actor,
    action: str,
    ref: MeetingRef,
    change: Callable[[Session, Meeting, Entries], Entries],
) -> Agenda:
    """One edit: the agenda as it stands, changed, saved whole."""
    with store.write(action, actor) as tx:
        row = editable(tx, ref)
        now = present(tx.session, row, series_of(tx.session, tx.now))
        put(tx, row, change(tx.session, row, now.entries))
        return _after(tx, row)


def _after(tx: Tx, row: Meeting) -> Agenda:
    tx.session.flush()
    return view(tx.session, row, series_of(tx.session, tx.now))


def _at(entries: Entries, position: int, source: str) -> int:
    """The place of an item in the list.

    Raises:
        InputError: it is not there any more.
    """
    if source:
        for place, one in enumerate(entries):
            if one.source == source:
                return place
    elif 1 <= position <= len(entries):
        return position - 1
    raise InputError(_("This item is not on the agenda any more. Look at the agenda again."))


def _checked(session: Session, row: Meeting, form: ItemForm, old: Entry) -> Entry:
    """The item as the form says it is to be.

    Raises:
        InputError: with a sentence for each field that cannot be used.
    """
    faults = Faults()
    title = faults.line("title", form.title, TITLE_LONGEST, _("The item needs a title."))
    words = clean(form.words)
    if len(words) > WORDS_LONGEST:
        faults.add(
            "words",
            _("Too long: at most {number} characters, please.").format(number=WORDS_LONGEST),
        )
    if form.section not in set(Section):
        faults.add("section", _("There is no such part of the agenda."))
    if not 1 <= form.minutes <= MINUTES_MOST:
        faults.add(
            "minutes",
            _("A whole number from {low} to {high}, please.").format(low=1, high=MINUTES_MOST),
        )
    _check_speaker(faults, session, row, form, old)
    faults.check()
    return replace(
        old,
        title=title,
        words=words,
        section=Section(form.section) if old.own else old.section,
        speaker_id=form.speaker_id,
        minutes=form.minutes,
        confidential=form.confidential or old.secret,
    )


def _check_speaker(
    faults: Faults, session: Session, row: Meeting, form: ItemForm, old: Entry
) -> None:
    if form.speaker_id is None or form.speaker_id == old.speaker_id:
        return
    try:
        staff = get_staff(session, form.speaker_id)
    except InputError as error:
        faults.take("speaker_id", error)
        return
    if not works_on(staff, row.starts_at.date()):
        faults.add(
            "speaker_id", _("{name} does not work here on that day.").format(name=staff.name)
        )
