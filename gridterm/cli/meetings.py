"""The meetings on the command line: the series, moves, cancellations, meetings outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext
from gridterm.meetings.terms import MeetingKind

if TYPE_CHECKING:
    from gridterm.meetings.terms import MeetingDetail, MeetingRef, MeetingRow
    from gridterm.store.unit import Store

MEETINGS = Desk(
    "meetings", N_("The meetings: the Wednesdays, extra ones, who came, what was said.")
)
DEFAULT_LIMIT = 20
MOST = 1000

Day = Annotated[
    str, Argument(metavar=N_("[DAY]"), help=N_("The meeting's day; else the weekly one next up."))
]
On = Annotated[
    str,
    Option("--date", metavar=N_("DAY"), help=N_("The meeting's day; else the weekly one next up.")),
]
Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]
At = Annotated[str, Argument(metavar=N_("TIME"), help=N_("When it begins, like 11-27 14:30."))]
Limit = Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many at most."))]


def ref_of(store: Store, typed: str) -> MeetingRef:
    """The meeting of a day as typed, the next weekly one where nothing was.

    Raises:
        InputError: no day can be read from it.
        NotFoundError: there is no meeting on that day.
    """
    from gridterm.meetings import schedule

    return schedule.ref_of(store, moments.day(typed, store.clock.now()))


def held_id(store: Store, typed: str) -> int:
    """The id of a meeting that was prepared or held.

    Raises:
        InputError: nobody has touched it yet, so there is nothing of it to show.
    """
    from gridterm.meetings import schedule

    detail = schedule.meeting(store, ref_of(store, typed))
    if detail.row.id is None:
        raise InputError(
            _("{meeting} has not begun yet. Say which one with a day, like 11-25.").format(
                meeting=detail.row.title
            )
        )
    return detail.row.id


@MEETINGS.command("list", N_("List the meetings, newest first, with the weeks that were missed."))
def list_(
    call: Call,
    *,
    before: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("Only those that began before this day."))
    ] = "",
    limit: Limit = str(DEFAULT_LIMIT),
) -> None:
    """List the meetings."""
    from datetime import datetime, time

    from gridterm.meetings import schedule

    with call.office() as store:
        most = values.whole(limit, "--limit", 1, MOST)
        day = moments.day(before, store.clock.now())
        end = datetime.combine(day, time()) if day else None
        rows = schedule.meetings(store, end, most)
    if call.json:
        output.as_json({"count": len(rows), "meetings": rows})
        return
    output.table(
        rows,
        (
            (_("When"), lambda row: row.starts_at),
            (_("Meeting"), lambda row: row.title),
            (_("State"), lambda row: row.standing.label),
            (_("Attending"), _attending),
            (_("Why"), lambda row: row.reason),
        ),
    )


def _attending(row: MeetingRow) -> str:
    return f"{row.present}/{row.expected}" if row.present else ""


@MEETINGS.command("show", N_("Show a meeting: when, where, who chairs, how far it is."))
def show(call: Call, day: Day = "") -> None:
    """Show a meeting."""
    from gridterm.meetings import schedule

    with call.office() as store:
        told = schedule.meeting(store, ref_of(store, day))
    _print(call, told)


@MEETINGS.command("move", N_("Move a meeting to another time, with the reason."), changes=True)
def move(call: Call, to: At, *, day: On = "", reason: Reason) -> None:
    """Move a meeting."""
    from gridterm.meetings import schedule

    with call.office() as store:
        starts_at = moments.ahead(to, store.clock.now())
        ref = ref_of(store, day)
        told = schedule.move(store, call.actor(store), ref, starts_at, reason)
    _print(call, told)


@MEETINGS.command("cancel", N_("Cancel a meeting, with the reason."), changes=True)
def cancel(call: Call, day: Day = "", *, reason: Reason) -> None:
    """Cancel a meeting."""
    from gridterm.meetings import schedule

    with call.office() as store:
        ref = ref_of(store, day)
        told = schedule.cancel(store, call.actor(store), ref, reason)
    _print(call, told)


@MEETINGS.command("plan", N_("Plan a meeting outside the series."), changes=True)
def plan(
    call: Call,
    at: At,
    *,
    kind: Annotated[
        str, Option(metavar=N_("KIND"), help=N_("liaison, consultation or extra."))
    ] = "extra",
    title: Annotated[str, Option(metavar=N_("TEXT"), help=N_("What it is about."))] = "",
    place: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Where; else the usual place."))] = "",
    parties: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Who is heard."))] = "",
) -> None:
    """Plan a meeting."""
    from gridterm.meetings import schedule

    with call.office() as store:
        starts_at = moments.ahead(at, store.clock.now())
        told = schedule.plan(
            store,
            call.actor(store),
            values.code(MeetingKind, kind, "--kind"),
            starts_at,
            title,
            place,
            parties,
        )
    _print(call, told)


@MEETINGS.command("appoint", N_("Say who takes the chair, who keeps the record."), changes=True)
def appoint(
    call: Call,
    day: Day = "",
    *,
    chair: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who takes the chair."))] = "",
    recorder: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who keeps the record."))] = "",
    place: Annotated[str | None, Option(metavar=N_("TEXT"), help=N_("Where it is."))] = None,
) -> None:
    """Appoint the chair and the recorder."""
    from gridterm.meetings import schedule

    if not (chair or recorder or place is not None):
        raise InputError(_("Say --chair, --recorder or --place."))
    with call.office() as store:
        ref = ref_of(store, day)
        chair_id = values.staff_of(store, chair).id if chair else None
        recorder_id = values.staff_of(store, recorder).id if recorder else None
        told = schedule.appoint(store, call.actor(store), ref, chair_id, recorder_id, place)
    _print(call, told)


@MEETINGS.command("search", N_("Find what was said, decided or noted at meetings."))
def search(
    call: Call,
    words: Annotated[str, Argument(metavar=N_("WORDS"), help=N_("Words to look for."))],
    *,
    limit: Limit = str(DEFAULT_LIMIT),
) -> None:
    """Find what was said."""
    from gridterm.meetings import searching

    with call.office() as store:
        most = values.whole(limit, "--limit", 1, MOST)
        found = searching.search(store, words, most)
    if call.json:
        output.as_json({"count": len(found), "found": found})
        return
    output.table(
        found,
        (
            (_("Day"), lambda one: one.starts_at.date()),
            (_("Meeting"), lambda one: one.title),
            (_("Item"), lambda one: one.item),
            (_("Kind"), lambda one: one.entry_kind.label),
            (_("Speaker"), lambda one: one.speaker),
            (_("Words"), lambda one: one.words),
        ),
    )
    count = ngettext("{count} entry.", "{count} entries.", len(found))
    output.line(count.format(count=len(found)))


def _print(call: Call, told: MeetingDetail) -> None:
    if call.json:
        output.as_json(told)
        return
    row = told.row
    output.pairs(
        (
            (_("Meeting"), row.title),
            (_("Kind"), row.kind.label),
            (_("When"), row.starts_at),
            (_("Venue"), told.place),
            (_("State"), row.standing.label),
            (_("Why"), row.reason),
            (_("Chair"), told.chair),
            (_("Recorder"), told.recorder),
            (_("Parties"), told.parties),
            (_("Agenda issued"), told.agenda_versions or ""),
            (_("Ended"), told.ended_at),
            (_("Versions of the minutes"), told.minutes_versions or ""),
            (_("Being corrected"), told.correcting),
        )
    )
