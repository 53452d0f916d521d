"""Leave, official duty, cards and PINs on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.attendance.terms import CodeKind, LeaveForm, LeaveKind, LeaveState, OutingForm
from gridterm.cli import output, values
from gridterm.cli.attendance import ATTENDANCE, Who, Why
from gridterm.cli.call import Call
from gridterm.cli.printing import HERE, Paper, Wanted, produce
from gridterm.cli.roster import Month
from gridterm.errors import InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridterm.attendance.leave import LeaveView

Person = Annotated[
    str, Argument(metavar=N_("WHO"), help=N_("Who: a number, a name, pinyin initials."))
]
Slip = Annotated[
    str, Argument(metavar=N_("NUMBER"), help=N_("The number of the slip, like QJ-2026-0001."))
]
First = Annotated[
    str,
    Option(
        "--from", metavar=N_("TIME"), help=N_("From: 11-25 is a day, 11-25 pm half, 11-25 15:00.")
    ),
]
Last = Annotated[
    str, Option("--to", metavar=N_("TIME"), help=N_("Until, the same way; else the same day."))
]
Approver = Annotated[
    str,
    Option(
        metavar=N_("WHO"),
        help=N_("Who approved it: number, name, initials; from outside unit and name."),
    ),
]


@ATTENDANCE.command("leave", N_("Ask for leave; with --approver it is approved too."), changes=True)
def leave_(
    call: Call,
    who: Person,
    *,
    first: First,
    last: Last = "",
    kind: Annotated[
        str,
        Option(
            metavar=N_("KIND"),
            help=N_("personal, sick, annual, marriage, maternity, bereavement, time_off, other."),
        ),
    ],
    reason: Why,
    approver: Approver = "",
) -> None:
    """Ask for leave."""
    from gridterm.attendance import leave, spans

    with call.office() as store:
        actor = call.actor(store)
        start, end = spans.span(first, last, store.clock.now())
        person = values.staff_of(store, who).id
        form = LeaveForm(person, values.code(LeaveKind, kind, "--kind"), start, end, reason)
        if approver:
            told = leave.file_approved(store, actor, form, approver)
        else:
            told = leave.ask(store, actor, form)
    _print(call, told)


@ATTENDANCE.command("approve", N_("Approve leave that was asked for."), changes=True)
def approve(call: Call, number: Slip, *, approver: Approver) -> None:
    """Approve leave."""
    from gridterm.attendance import leave

    with call.office() as store:
        found = leave.leave_by_number(store, number)
        told = leave.approve(store, call.actor(store), found.id, approver)
    _print(call, told)


@ATTENDANCE.command("reject", N_("Reject leave that was asked for."), changes=True)
def reject(call: Call, number: Slip, *, approver: Approver, reason: Why) -> None:
    """Reject leave."""
    from gridterm.attendance import leave

    with call.office() as store:
        found = leave.leave_by_number(store, number)
        told = leave.reject(store, call.actor(store), found.id, approver, reason)
    _print(call, told)


@ATTENDANCE.command("cancel", N_("Withdraw leave, or end it early with --at."), changes=True)
def cancel(
    call: Call,
    number: Slip,
    *,
    reason: Why,
    at: Annotated[
        str, Option(metavar=N_("TIME"), help=N_("When they came back, like 11-25 13:00."))
    ] = "",
) -> None:
    """Withdraw leave, or end it early."""
    from gridterm.attendance import leave

    with call.office() as store:
        found = leave.leave_by_number(store, number)
        actor = call.actor(store)
        moment = moments.moment(at, store.clock.now()) if at else None
        if moment is None:
            told = leave.cancel(store, actor, found.id, reason)
        else:
            told = leave.end_early(store, actor, found.id, moment, reason)
    _print(call, told)


@ATTENDANCE.command("decide", N_("Decide leave that was approved too late."), changes=True)
def decide(
    call: Call,
    number: Slip,
    *,
    excuse: Annotated[bool, Option("--excuse", help=N_("It counts as leave."))] = False,
    refuse: Annotated[bool, Option("--refuse", help=N_("It counts as absence."))] = False,
    reason: Why,
) -> None:
    """Decide late leave."""
    from gridterm.attendance import leave

    if excuse == refuse:
        raise InputError(_("Say one of the two: --excuse or --refuse."))
    with call.office() as store:
        found = leave.leave_by_number(store, number)
        told = leave.decide_late(store, call.actor(store), found.id, reason, excused=excuse)
    _print(call, told)


@ATTENDANCE.command("leaves", N_("List the leave of a month."))
def leaves(
    call: Call,
    month: Month = "",
    *,
    state: Annotated[
        str, Option(metavar=N_("STATE"), help=N_("asked, approved, rejected or cancelled."))
    ] = "",
    who: Who = "",
) -> None:
    """List leave."""
    from gridterm.attendance import leave
    from gridterm.calendar import month_days

    with call.office() as store:
        days = month_days(*moments.month(month, store.clock.now()))
        rows: list[LeaveView] = []
        after = None
        while True:
            page = leave.leaves(
                store,
                state=values.code(LeaveState, state, "--state") if state else None,
                staff_id=values.staff_of(store, who).id if who else None,
                first=days[0],
                last=days[-1],
                after=after,
            )
            rows += page.rows
            if not page.more:
                break
            after = page.rows[-1].cursor
    if call.json:
        output.as_json({"count": len(rows), "leaves": rows})
        return
    _table(rows)


def _print(call: Call, told: LeaveView) -> None:
    if call.json:
        output.as_json(told)
        return
    _table([told])
    if told.late == "open":
        output.line(
            _(
                "Approved after it began: what it covers by then waits for a decision: "
                "gridterm attendance decide {number}"
            ).format(number=told.number)
        )


def _table(rows: Sequence[LeaveView]) -> None:
    output.table(
        rows,
        (
            (_("Number"), lambda one: one.number),
            (_("Name"), lambda one: one.staff.name),
            (_("Kind"), lambda one: one.kind.label),
            (_("When"), lambda one: one.span),
            (_("State"), lambda one: one.state.label),
            (_("Approved by"), lambda one: one.approver),
            (_("Why"), lambda one: one.reason),
        ),
    )


@ATTENDANCE.command("slip", N_("Print a leave slip, or save it as PDF, for Word or as text."))
def slip(
    call: Call,
    number: Slip,
    *,
    pdf: Paper.Pdf = "",
    docx: Paper.Docx = "",
    text: Paper.Text = "",
    print_: Paper.Print = False,
    printer: Paper.Printer = "",
) -> None:
    """Print a leave slip."""
    from gridterm.attendance import leave, slips

    wanted = Wanted(pdf, docx, text or ("" if pdf or docx or print_ else HERE), print_, printer)
    with call.office() as store:
        found = leave.leave_by_number(store, number)
        produce(call, slips.slip_of(store, found.id), wanted)


@ATTENDANCE.command("outing", N_("Enter official duty away from the office."), changes=True)
def outing(
    call: Call, who: Person, *, first: First, last: Last = "", reason: Why, approver: Approver
) -> None:
    """Enter official duty."""
    from gridterm.attendance import outing as duty
    from gridterm.attendance import spans

    with call.office() as store:
        start, end = spans.span(first, last, store.clock.now())
        form = OutingForm(values.staff_of(store, who).id, start, end, reason, approver)
        told = duty.enter_outing(store, call.actor(store), form)
    if call.json:
        output.as_json(told)
    else:
        output.line(
            _("{name} is on official duty: {span}.").format(name=told.staff.name, span=told.span)
        )


@ATTENDANCE.command("code", N_("Say whose a card or a machine's PIN is."), changes=True)
def code(
    call: Call,
    kind: Annotated[str, Argument(metavar=N_("KIND"), help=N_("card or pin."))],
    number: Annotated[str, Argument(metavar=N_("CODE"), help=N_("The card's number or the PIN."))],
    who: Person,
    *,
    first: Annotated[
        str, Option("--from", metavar=N_("DAY"), help=N_("The first day it is theirs; else today."))
    ] = "",
    last: Annotated[
        str, Option("--to", metavar=N_("DAY"), help=N_("The last day it is theirs."))
    ] = "",
) -> None:
    """Map a card or PIN."""
    from gridterm.attendance import codes as mapping

    with call.office() as store:
        now = store.clock.now()
        told = mapping.map_code(
            store,
            call.keeper(store),
            values.code(CodeKind, kind, _("KIND")),
            number,
            values.staff_of(store, who).id,
            moments.day(first, now) or now.date(),
            moments.day(last, now),
        )
    if call.json:
        output.as_json(told)
    else:
        output.line(
            _("{code} is {name}'s from {day} on.").format(
                code=told.code, name=told.staff.name, day=told.valid_from.isoformat()
            )
        )


@ATTENDANCE.command("codes", N_("List cards and PINs, and the PINs nobody is known by."))
def codes(call: Call) -> None:
    """List cards and PINs."""
    from gridterm.attendance import codes as mapping

    with call.office() as store:
        found, unknown = mapping.codes(store), mapping.unknown_pins(store)
    if call.json:
        output.as_json({"count": len(found), "codes": found, "unknown": unknown})
        return
    output.table(
        found,
        (
            (_("Code"), lambda one: one.code),
            (_("Kind"), lambda one: one.kind.label),
            (_("Name"), lambda one: one.staff.name),
            (_("From"), lambda one: one.valid_from),
            (_("Until"), lambda one: one.valid_to),
        ),
    )
    for one in unknown:
        output.line(
            _("PIN {pin} is nobody's: {count} punches from {first} to {last}.").format(
                pin=one.pin,
                count=one.count,
                first=f"{one.first:%Y-%m-%d}",
                last=f"{one.last:%Y-%m-%d}",
            )
        )
