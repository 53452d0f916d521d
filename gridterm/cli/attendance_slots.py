"""What is put over a slot, on the command line: make-up, waiver, confirmation, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.attendance.terms import CorrectionKind, LeaveKind, SlotKey, Status
from gridterm.cli import output, values
from gridterm.cli.attendance import ATTENDANCE, Why
from gridterm.cli.attendance_leave import Approver, Person
from gridterm.cli.call import Call
from gridterm.cli.roster import Day, Month
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridterm.attendance.corrections import CorrectionView
    from gridterm.store.unit import Store

TheSlot = Annotated[str, Argument(metavar=N_("SLOT"), help=N_("am or pm."))]
LAST_ID = 2**53


@ATTENDANCE.command("makeup", N_("Make up for a sign-in that was missed."), changes=True)
def makeup(
    call: Call, who: Person, day: Day, slot: TheSlot, *, reason: Why, approver: Approver
) -> None:
    """Make up for a sign-in."""
    from gridterm.attendance import corrections

    with call.office() as store:
        key = key_of(store, who, day, slot)
        told = corrections.make_up(store, call.actor(store), key, reason, approver)
    print_corrections(call, [told])


@ATTENDANCE.command("waive", N_("Waive what follows from a fault; the fact stays."), changes=True)
def waive(
    call: Call, who: Person, day: Day, slot: TheSlot, *, reason: Why, approver: Approver
) -> None:
    """Waive a fault."""
    from gridterm.attendance import corrections

    with call.office() as store:
        key = key_of(store, who, day, slot)
        told = corrections.waive(store, call.actor(store), key, reason, approver)
    print_corrections(call, [told])


@ATTENDANCE.command("confirm", N_("Say what a slot is; that is its result."), changes=True)
def confirm(
    call: Call,
    who: Person,
    day: Day,
    slot: TheSlot,
    *,
    status: Annotated[
        str,
        Option(metavar=N_("STATUS"), help=N_("present, late, early, absent, leave or outing.")),
    ],
    minutes: Annotated[
        str, Option(metavar=N_("NUMBER"), help=N_("Minutes late or left early."))
    ] = "0",
    kind: Annotated[str, Option(metavar=N_("KIND"), help=N_("The kind of leave."))] = "",
    reason: Why,
) -> None:
    """Confirm a slot."""
    from gridterm.attendance import corrections

    with call.office() as store:
        told = corrections.confirm(
            store,
            call.actor(store),
            key_of(store, who, day, slot),
            values.code(Status, status, "--status"),
            reason,
            minutes=values.whole(minutes, "--minutes", 0, corrections.MOST_MINUTES),
            kind=values.code(LeaveKind, kind, "--kind") if kind else None,
        )
    print_corrections(call, [told])


@ATTENDANCE.command(
    "undo", N_("Take back a make-up, a waiver, a confirmation or a dismissal."), changes=True
)
def undo(
    call: Call,
    number: Annotated[
        str,
        Argument(metavar=N_("NUMBER"), help=N_("Its number in: gridterm attendance corrections.")),
    ],
    *,
    reason: Why,
) -> None:
    """Take back a correction."""
    from gridterm.attendance import corrections

    with call.office() as store:
        one = values.whole(number, _("NUMBER"), 1, LAST_ID)
        told = corrections.undo(store, call.actor(store), one, reason)
    print_corrections(call, [told])


@ATTENDANCE.command("corrections", N_("List make-ups, waivers and confirmations of a month."))
def corrections_(
    call: Call,
    month: Month = "",
    *,
    kind: Annotated[
        str, Option(metavar=N_("KIND"), help=N_("makeup, waiver, confirmed or dismissed."))
    ] = "",
) -> None:
    """List corrections."""
    from gridterm.attendance import corrections

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        wanted = values.code(CorrectionKind, kind, "--kind") if kind else None
        found = corrections.corrections(store, year, number, wanted)
    print_corrections(call, found, listed=True)


def key_of(store: Store, who: str, day: str, slot: str) -> SlotKey:
    """The slot that was typed."""
    from gridterm.attendance import spans

    that = moments.needed_day(day, store.clock.now())
    return SlotKey(values.staff_of(store, who, ended=True).id, that, spans.slot(slot))


def print_corrections(call: Call, rows: Sequence[CorrectionView], *, listed: bool = False) -> None:
    """Show corrections, or the one that was made."""
    if call.json:
        output.as_json({"count": len(rows), "corrections": rows} if listed else rows[0])
        return
    output.table(
        rows,
        (
            ("#", lambda one: one.id),
            (_("Day"), lambda one: one.day),
            (_("Slot"), lambda one: one.slot.label),
            (_("Name"), lambda one: one.staff.name),
            (_("What"), lambda one: one.kind.label),
            (_("Confirmed as"), lambda one: one.status.label if one.status else ""),
            (_("Approved by"), lambda one: one.approver),
            (_("Why"), lambda one: one.reason),
            (_("Taken back"), lambda one: one.undone_reason),
        ),
    )
