"""The minutes of the meetings on the command line: written, approved, corrected, printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.actions import Task, form_of, print_action
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.hotline_acts import told_of
from gridterm.cli.meetings import Day, On, Reason, held_id, ref_of
from gridterm.cli.printing import Wanted, produce
from gridterm.errors import InputError, NotFoundError
from gridterm.i18n import N_, _
from gridterm.meetings.terms import EntryForm, EntryKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridterm.meetings.terms import EntryView, MeetingDetail, MeetingRef
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

MINUTES = Desk("minutes", N_("The minutes: write, hand in, approve, correct, print."))
MOST_VERSIONS, MOST_PEOPLE, MOST_ENTRIES = 999, 9999, 10**9

Version = Annotated[
    str, Option(metavar=N_("NUMBER"), help=N_("An approved version; else the newest."))
]
Votes = Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many voted so."))]


@MINUTES.command("show", N_("Show the minutes of a meeting, or print the record or the minutes."))
def show(
    call: Call,
    day: Day = "",
    *,
    version: Version = "",
    summary: Annotated[
        bool, Option("--summary", help=N_("The issued minutes instead of the internal record."))
    ] = False,
    wanted: Wanted,
) -> None:
    """Show the minutes, or make their papers."""
    from gridterm.meetings import documents, minutes

    with call.office() as store:
        meeting_id = held_id(store, day)
        number = _version(version)
        make = documents.summary_of if summary else documents.record_of
        if wanted or (summary and not call.json):
            printout = make(store, meeting_id, number)
            produce(call, printout, wanted or Wanted(text="-"))
            return
        if version or summary:
            issued = minutes.issued_minutes(store, meeting_id, number)
            told = minutes.summary_of(issued) if summary else None
            entries = issued.minutes.entries
        else:
            issued, told = None, None
            entries = minutes.minutes(store, ref_of(store, day)).entries
    if call.json:
        output.as_json(told or issued or {"count": len(entries), "entries": entries})
        return
    _table(entries)


def _version(typed: str) -> int | None:
    return values.whole(typed, "--version", 1, MOST_VERSIONS) if typed else None


def _table(entries: Sequence[EntryView]) -> None:
    output.table(
        entries,
        (
            (_("Entry"), lambda one: one.id),
            (_("Item"), lambda one: one.item),
            (_("Kind"), lambda one: one.kind.label),
            (_("Speaker"), lambda one: one.speaker),
            (_("Marks"), lambda one: _("confidential") if one.confidential else ""),
            (_("Action items"), lambda one: _(", ").join(one.actions)),
            (_("Words"), lambda one: one.words),
        ),
    )


@MINUTES.command("add", N_("Write down what was said or decided."), changes=True)
def add(
    call: Call,
    text: Annotated[
        str, Argument(metavar=N_("TEXT"), help=N_("The text; - reads standard input."))
    ],
    *,
    day: On = "",
    kind: Annotated[
        str, Option(metavar=N_("KIND"), help=N_("speech, decision, vote or note."))
    ] = "speech",
    item: Annotated[
        str, Option(metavar=N_("NUMBER"), help=N_("The agenda item, by its place in the agenda."))
    ] = "",
    speaker: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who said it."))] = "",
    confidential: Annotated[
        bool, Option("--confidential", help=N_("It stays out of the issued minutes."))
    ] = False,
    votes_for: Votes = "",
    votes_against: Votes = "",
    abstained: Votes = "",
) -> None:
    """Write an entry."""
    from gridterm.meetings import minutes

    with call.office() as store:
        ref = ref_of(store, day)
        who, name = _speaker(store, speaker)
        form = EntryForm(
            kind=values.code(EntryKind, kind, "--kind"),
            words=values.words(text),
            item_id=_item(store, ref, item),
            speaker_id=who,
            speaker=name,
            confidential=confidential,
            votes_for=_count(votes_for, "--votes-for"),
            votes_against=_count(votes_against, "--votes-against"),
            abstained=_count(abstained, "--abstained"),
        )
        told = minutes.add_entry(store, call.actor(store), ref, form)
    if call.json:
        output.as_json(told)
    else:
        _table([told])


def _speaker(store: Store, typed: str) -> tuple[int | None, str]:
    """A colleague by id, a guest by name."""
    if not typed:
        return None, ""
    try:
        return values.staff_of(store, typed).id, ""
    except NotFoundError:
        return None, typed


def _item(store: Store, ref: MeetingRef, typed: str) -> int | None:
    """The id of the agenda item at a place."""
    from gridterm.meetings import minutes

    if not typed:
        return None
    items = minutes.minutes(store, ref).items
    if not items:
        raise InputError(_("The agenda of this meeting has no items yet."))
    return items[values.whole(typed, "--item", 1, len(items)) - 1].id


def _count(typed: str, option: str) -> int | None:
    return values.whole(typed, option, 0, MOST_PEOPLE) if typed else None


@MINUTES.command(
    "decide", N_("Give what was decided to its owner; a call it is about follows."), changes=True
)
def decide(
    call: Call,
    entry: Annotated[
        str, Argument(metavar=N_("ENTRY"), help=N_("The decision's number in the minutes."))
    ],
    *,
    day: On = "",
    task: Task,
    ticket: Annotated[
        str, Option("--call", metavar=N_("CALL"), help=N_("The call it is about."))
    ] = "",
    how: Annotated[
        str, Option(metavar=N_("HOW"), help=N_("How the resident was told of a later date."))
    ] = "",
    told_by: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who told them."))] = "",
    told_at: Annotated[str, Option(metavar=N_("TIME"), help=N_("When they were told."))] = "",
) -> None:
    """Give a decision to its owner."""
    from gridterm.hotline import queries
    from gridterm.meetings import deciding

    number = values.whole(entry, _("ENTRY"), 1, MOST_ENTRIES)
    with call.office() as store:
        ref = ref_of(store, day)
        ticket_id = queries.ticket_by_number(store, ticket).id if ticket else None
        form = replace(form_of(store, task), ticket_id=ticket_id)
        told = told_of(store, how, told_by, told_at) if how else None
        done = deciding.decide(store, call.actor(store), ref, number, form, told=told)
    print_action(call, done)


@MINUTES.command("submit", N_("Hand the minutes in; they wait for the chair."), changes=True)
def submit(call: Call, day: Day = "") -> None:
    """Hand the minutes in."""
    from gridterm.meetings import minutes

    _act(call, day, minutes.submit)


@MINUTES.command("send-back", N_("Send the minutes back to be written on."), changes=True)
def send_back(call: Call, day: Day = "", *, reason: Reason) -> None:
    """Send the minutes back."""
    from gridterm.meetings import minutes

    _act(call, day, lambda store, actor, ref: minutes.send_back(store, actor, ref, reason))


@MINUTES.command("correct", N_("Begin a correction of approved minutes."), changes=True)
def correct(call: Call, day: Day = "", *, reason: Reason) -> None:
    """Begin a correction."""
    from gridterm.meetings import minutes

    _act(call, day, lambda store, actor, ref: minutes.correct(store, actor, ref, reason))


@MINUTES.command("approve", N_("Approve the minutes as the chair; they are issued."), changes=True)
def approve(call: Call, day: Day = "") -> None:
    """Approve the minutes."""
    from gridterm.meetings import minutes

    with call.office() as store:
        ref = ref_of(store, day)
        told = minutes.approve(store, call.actor(store), ref)
    if call.json:
        output.as_json(told)
        return
    output.line(
        _("{number}, version {version}, is issued.").format(
            number=told.number, version=told.version
        )
    )
    for sentence in told.left_out:
        output.line(_("Not in the issued minutes: {what}").format(what=sentence))


@MINUTES.command("diff", N_("Show what differs between two approved versions."))
def diff(
    call: Call,
    older: Annotated[str, Argument(metavar=N_("VERSION"), help=N_("The older version."))],
    newer: Annotated[str, Argument(metavar=N_("VERSION"), help=N_("The newer version."))],
    *,
    day: On = "",
) -> None:
    """Compare two versions."""
    from gridterm.meetings import minutes

    first, second = (values.whole(one, _("VERSION"), 1, MOST_VERSIONS) for one in (older, newer))
    with call.office() as store:
        told = minutes.difference(store, held_id(store, day), first, second)
    if call.json:
        output.as_json({"older": first, "newer": second, "lines": told})
        return
    for one in told:
        output.line(one)
    if not told:
        output.line(_("Both versions say the same."))


def _act(call: Call, day: str, action: Callable[[Store, Actor, MeetingRef], MeetingDetail]) -> None:
    with call.office() as store:
        ref = ref_of(store, day)
        told = action(store, call.actor(store), ref)
    if call.json:
        output.as_json(told)
        return
    output.line(
        _("{meeting}: {state}.").format(meeting=told.row.title, state=told.minutes_state.label)
    )
