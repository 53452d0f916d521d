"""Who comes to a meeting, on the command line: sign-in, leave, guests, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.meetings import MEETINGS, Day, On, Reason, ref_of
from gridterm.cli.printing import Wanted, produce
from gridterm.errors import InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gridterm.meetings.terms import AttendeeView, MeetingRef, SignIn
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

Person = Annotated[
    str, Argument(metavar=N_("WHO"), help=N_("Who: a number, a name, pinyin initials."))
]
At = Annotated[str, Option(metavar=N_("TIME"), help=N_("When it was, like 14:40; else now."))]


@MEETINGS.command("people", N_("Show who is expected and who came, or print the sign-in sheet."))
def people_(call: Call, day: Day = "", *, wanted: Wanted) -> None:
    """Show the people, or make their sheet."""
    from gridterm.meetings import documents, people

    with call.office() as store:
        ref = ref_of(store, day)
        told = people.sign_in_sheet(store, ref)
        printout = documents.sign_in_sheet_of(store, ref) if wanted else None
    if printout is not None:
        produce(call, printout, wanted)
    else:
        _print(call, told)


@MEETINGS.command("open", N_("Open the sign-in of a meeting."), changes=True)
def open_(call: Call, day: Day = "") -> None:
    """Open the sign-in."""
    from gridterm.meetings import people

    with call.office() as store:
        ref = ref_of(store, day)
        told = people.open_sign_in(store, call.actor(store), ref)
    _print(call, told)


@MEETINGS.command("sign", N_("Sign somebody in at a meeting."), changes=True)
def sign(call: Call, who: Person, *, day: On = "", at: At = "") -> None:
    """Sign somebody in."""
    from gridterm.meetings import people

    with call.office() as store:
        ref = ref_of(store, day)
        told = people.sign(store, call.actor(store), ref, who, _moment(store, at))
    if call.json:
        output.as_json(told)
    else:
        output.line(told.sentence)


@MEETINGS.command("sign-out", N_("Note that somebody left before the end."), changes=True)
def sign_out(call: Call, who: Person, *, day: On = "", at: At = "", reason: Reason) -> None:
    """Note an early leave."""
    from gridterm.meetings import people

    _act(
        call,
        day,
        who,
        lambda store, actor, ref, one: people.sign_out(
            store, actor, ref, one, reason, _moment(store, at)
        ),
    )


@MEETINGS.command("leave", N_("Ask for leave from a meeting for somebody."), changes=True)
def leave(
    call: Call,
    who: Person,
    *,
    day: On = "",
    reason: Reason,
    substitute: Annotated[
        str, Option(metavar=N_("WHO"), help=N_("Who comes in their place."))
    ] = "",
) -> None:
    """Ask for leave."""
    from gridterm.meetings import people

    _act(
        call,
        day,
        who,
        lambda store, actor, ref, one: people.ask_leave(
            store,
            actor,
            ref,
            one,
            reason,
            values.staff_of(store, substitute).id if substitute else None,
        ),
    )


@MEETINGS.command("decide-leave", N_("Approve leave from a meeting, or refuse it."), changes=True)
def decide_leave(
    call: Call,
    who: Person,
    *,
    day: On = "",
    approve: Annotated[bool, Option("--approve", help=N_("They need not come."))] = False,
    refuse: Annotated[bool, Option("--refuse", help=N_("They have to come."))] = False,
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why it is refused."))] = "",
) -> None:
    """Decide leave."""
    from gridterm.meetings import people

    if approve == refuse:
        raise InputError(_("Say one of the two: --approve or --refuse."))
    _act(
        call,
        day,
        who,
        lambda store, actor, ref, one: people.decide_leave(store, actor, ref, one, approve, note),
    )


@MEETINGS.command("guest", N_("Note a guest of a meeting."), changes=True)
def guest(
    call: Call,
    name: Annotated[str, Argument(metavar=N_("NAME"), help=N_("The guest's name."))],
    *,
    party: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Whom the guest speaks for."))],
    day: On = "",
) -> None:
    """Note a guest."""
    from gridterm.meetings import people

    with call.office() as store:
        ref = ref_of(store, day)
        told = people.add_guest(store, call.actor(store), ref, name, party)
    _say(call, told)


@MEETINGS.command("end", N_("End a meeting: who has not signed in was absent."), changes=True)
def end(call: Call, day: Day = "", *, at: At = "") -> None:
    """End a meeting."""
    from gridterm.meetings import people

    with call.office() as store:
        ref = ref_of(store, day)
        told = people.end(store, call.actor(store), ref, _moment(store, at))
    _print(call, told)


def _moment(store: Store, typed: str) -> datetime | None:
    return moments.moment(typed, store.clock.now())


def _act(
    call: Call,
    day: str,
    who: str,
    action: Callable[[Store, Actor, MeetingRef, int], AttendeeView],
) -> None:
    with call.office() as store:
        ref = ref_of(store, day)
        one = values.staff_of(store, who).id
        told = action(store, call.actor(store), ref, one)
    _say(call, told)


def _say(call: Call, told: AttendeeView) -> None:
    if call.json:
        output.as_json(told)
        return
    output.line(
        _("{name}: {presence}. {why}").format(
            name=told.name, presence=told.presence.label, why=told.why
        )
    )


def _print(call: Call, told: SignIn) -> None:
    if call.json:
        output.as_json(told)
        return
    output.table(
        told.people,
        (
            (_("Number"), lambda one: one.number),
            (_("Name"), lambda one: one.name),
            (_("Position"), lambda one: one.role or one.party),
            (_("State"), lambda one: one.presence.label),
            (_("Signed in"), lambda one: f"{one.signed_at:%H:%M}" if one.signed_at else ""),
            (_("Why"), lambda one: one.why),
        ),
    )
    output.line(
        _(
            "Expected {expected}, present {present} (late {late}), on leave {leave}, "
            "absent {absent}. At least {quorum} must be present."
        ).format(
            expected=told.expected,
            present=told.present,
            late=told.late,
            leave=told.leave,
            absent=told.absent,
            quorum=told.quorum,
        )
    )
