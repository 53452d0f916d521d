"""Attendance on the command line: sign in, see the day and the month, lock it, its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.long_work import meter, stoppable
from gridterm.cli.roster import Month
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.attendance.reading import ExceptionRow, MonthMatrix
    from gridterm.attendance.terms import DayView, SlotView
    from gridterm.store.unit import Store

ATTENDANCE = Desk("attendance", N_("Sign-ins, leave, corrections, the month sheet and its lock."))
FIRST_YEAR, LAST_YEAR = 2000, 2100
TheDay = Annotated[str, Argument(metavar=N_("DAY"), help=N_("The day, like 11-20; else today."))]
Why = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]
Who = Annotated[
    str, Option(metavar=N_("WHO"), help=N_("Only this one: a number, a name, pinyin initials."))
]


@ATTENDANCE.command("punch", N_("Sign in now by staff number or card."), changes=True)
def punch(
    call: Call,
    number: Annotated[
        str, Argument(metavar=N_("NUMBER"), help=N_("The staff number or the card."))
    ],
) -> None:
    """Sign in."""
    from gridterm.attendance import punching

    with call.office() as store:
        told = punching.punch(store, call.keeper(store), number)
    if call.json:
        view = told.view
        output.as_json(
            {
                "number": told.staff.number,
                "name": told.staff.name,
                "at": told.at,
                "slot": told.slot,
                "status": view.status if view else None,
                "repeated": told.repeated,
                "clock_back": told.clock_back,
                "sentence": told.sentence,
            }
        )
        return
    output.line(_("{name}: {sentence}").format(name=told.staff.name, sentence=told.sentence))
    if told.clock_back:
        output.line(_("The clock stands before the last sign-in: it has been set back."))


@ATTENDANCE.command("board", N_("Show who has signed in on a day, and who is missing."))
def board(call: Call, day: TheDay = "") -> None:
    """Show the board of a day."""
    from gridterm.attendance import reading

    with call.office() as store:
        found = reading.board(store, moments.day(day, store.clock.now()))
    if call.json:
        rows = [
            {"number": one.staff.number, "name": one.staff.name, **day_told(one.view)}
            for one in found.rows
        ]
        told = {"day": found.day, "working": found.working, "count": len(rows)}
        output.as_json({**told, "rows": rows})
        return
    output.table(
        found.rows,
        (
            (_("Number"), lambda one: one.staff.number),
            (_("Name"), lambda one: one.staff.name),
            (_("Morning"), lambda one: slot_words(one.view.morning)),
            (_("Afternoon"), lambda one: slot_words(one.view.afternoon)),
            (_("Sign-ins"), lambda one: _times(one.view)),
        ),
    )
    if found.banner:
        output.line(found.banner)


@ATTENDANCE.command("show", N_("Show a month: every slot with its status, reason and punches."))
def show(call: Call, month: Month = "", *, who: Who = "") -> None:
    """Show a month."""
    from gridterm.attendance import reading

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        if who:
            one = values.staff_of(store, who, ended=True).id
            found = reading.matrix(store, year, number, staff_id=one, reasons=True)
        else:
            found = reading.whole_month(store, year, number)
    if call.json:
        output.as_json(month_told(found))
        return
    _print_month(found)


def month_told(found: MonthMatrix) -> dict[str, Any]:
    """A month as JSON has it: people, their days, both slots, the figures."""
    return {
        "year": found.year,
        "month": found.month,
        "locked": found.lock,
        "published": found.published,
        "count": len(found.rows),
        "people": [
            {
                "number": one.staff.number,
                "name": one.staff.name,
                "summary": {
                    **output.plain(one.summary),
                    "absent_days": one.summary.absent_days,
                    "leave_hours": one.summary.leave_hours,
                },
                "days": [
                    {"day": view.day, "working": view.working, **day_told(view)}
                    for view in one.days
                ],
            }
            for one in found.rows
        ],
    }


def day_told(view: DayView) -> dict[str, Any]:
    """A day as JSON has it."""
    return {
        "am": slot_told(view.morning),
        "pm": slot_told(view.afternoon),
        "outside": [f"{one:%H:%M}" for one in view.outside],
        "flags": sorted(view.flags),
    }


def slot_told(view: SlotView) -> dict[str, Any]:
    """A slot as JSON has it: what it is, why, and the punches behind it."""
    return {
        "status": view.status,
        "minutes": view.minutes,
        "kind": view.kind,
        "leave_minutes": dict(view.hours),
        "mark": view.mark,
        "reason": view.sentence,
        "punches": [f"{one:%H:%M}" for one in view.punches],
        "flags": sorted(view.flags),
        "waived": view.waived,
        "confirmed": view.confirmed,
        "locked": view.locked,
    }


def slot_words(view: SlotView) -> str:
    """A slot in a few words."""
    from gridterm.attendance.explaining import view_words

    return view_words(view)


def _times(view: DayView) -> str:
    found = sorted({*view.morning.punches, *view.afternoon.punches, *view.outside})
    return " ".join(f"{one:%H:%M}" for one in found)


def _print_month(found: MonthMatrix) -> None:
    output.table(
        found.rows,
        (
            (_("Number"), lambda one: one.staff.number),
            (_("Name"), lambda one: one.staff.name),
            (_("Attended half-days"), lambda one: one.summary.attended),
            (_("Late"), lambda one: one.summary.late),
            (_("Minutes"), lambda one: one.summary.late_minutes + one.summary.early_minutes),
            (_("Left early"), lambda one: one.summary.early),
            (_("Absent days"), lambda one: one.summary.absent_days),
            (_("Leave, half-days"), lambda one: one.summary.leave_halves),
            (_("Leave, hours"), lambda one: f"{one.summary.leave_hours:g}"),
            (_("Made up"), lambda one: one.summary.made_up),
            (_("To decide"), lambda one: one.summary.to_decide),
        ),
    )
    for person in found.rows:
        for one in person.summary.reasons:
            output.line(
                _("{name}, {day} {slot}: {sentence}").format(
                    name=person.staff.name,
                    day=f"{one.day:%m-%d}",
                    slot=one.slot.label,
                    sentence=one.sentence,
                )
            )
    if found.lock is not None:
        output.line(
            _("Locked by {name} on {at}.").format(
                name=found.lock.by, at=f"{found.lock.at:%Y-%m-%d %H:%M}"
            )
        )
    if found.banner:
        output.line(found.banner)


@ATTENDANCE.command("exceptions", N_("List the slots of a month that wait for a decision."))
def exceptions(call: Call, month: Month = "") -> None:
    """List exceptions."""
    from gridterm.attendance import reading

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        found = reading.exceptions(store, year, number)
    if call.json:
        output.as_json({"count": len(found), "exceptions": [_exception(one) for one in found]})
        return
    output.table(
        found,
        (
            (_("Day"), lambda one: one.day),
            (_("Slot"), lambda one: one.view.slot.label),
            (_("Name"), lambda one: one.staff.name),
            (_("Status"), lambda one: slot_words(one.view)),
            (_("Why"), lambda one: one.view.sentence),
        ),
    )
    output.line(ngettext("{count} slot.", "{count} slots.", len(found)).format(count=len(found)))


def _exception(one: ExceptionRow) -> dict[str, Any]:
    return {
        "number": one.staff.number,
        "name": one.staff.name,
        "day": one.day,
        "slot": one.view.slot,
        "to_decide": one.to_decide,
        **slot_told(one.view),
    }


@ATTENDANCE.command("lock", N_("Lock a month: it stays as it is now."), changes=True)
def lock(
    call: Call,
    month: Annotated[str, Argument(metavar=N_("MONTH"), help=N_("The month, like 2026-10."))],
    *,
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("A note that goes with it."))] = "",
) -> None:
    """Lock a month."""
    from gridterm.attendance import months

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        actor = call.actor(store)
        with meter() as shown, stoppable() as stopped:
            told = months.lock(
                store, actor, year, number, note,
                progress=lambda done, total: shown.tell(_("Locking"), done, total),
                cancelled=stopped,
            )  # fmt: skip
    if call.json:
        output.as_json(told)
    else:
        output.line(_("{month} is locked now.").format(month=f"{year}-{number:02}"))


@ATTENDANCE.command("unlock", N_("Open a locked month again, with the reason."), changes=True)
def unlock(
    call: Call,
    month: Annotated[str, Argument(metavar=N_("MONTH"), help=N_("The month, like 2026-10."))],
    *,
    reason: Why,
) -> None:
    """Reopen a month."""
    from gridterm.attendance import months

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        told = months.reopen(store, call.actor(store), year, number, reason)
    if call.json:
        output.as_json(told)
    else:
        output.line(_("{month} is open again.").format(month=f"{year}-{number:02}"))


@ATTENDANCE.command("months", N_("List the months of a year with their locks."))
def months_(
    call: Call,
    year: Annotated[
        str, Argument(metavar=N_("YEAR"), help=N_("The year, like 2026; else this one."))
    ] = "",
) -> None:
    """List the months of a year."""
    from gridterm.attendance import months

    with call.office() as store:
        number = store.clock.today().year
        if year:
            number = values.whole(year, _("YEAR"), FIRST_YEAR, LAST_YEAR)
        found = months.months(store, number)
    if call.json:
        output.as_json({"count": len(found), "months": found})
        return
    output.table(
        found,
        (
            (_("Month"), lambda one: f"{one.year}-{one.month:02}"),
            (_("Locked"), lambda one: one.lock.at if one.lock else ""),
            (_("By"), lambda one: one.lock.by if one.lock else ""),
            (_("Note"), lambda one: one.lock.note if one.lock else ""),
        ),
    )


@ATTENDANCE.command("policy", N_("Show the limits of attendance, or change them."), changes=True)
def policy_(
    call: Call,
    change: Annotated[
        list[str] | None,
        Argument(metavar=N_("KEY=VALUE"), help=N_("What to change, like morning_target=09:00.")),
    ] = None,
    *,
    since: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The first day it holds for; needed to change it."))
    ] = "",
    reason: Why = "",
) -> None:
    """Show or change the policy."""
    from gridterm.attendance import policy

    with call.office() as store:
        if change:
            pairs = dict(_pair(one) for one in change)
            day = moments.needed_day(since, store.clock.now())
            policy.save(store, call.actor(store), day, pairs, reason)
        elif since:
            raise InputError(_("Say what to change, like morning_target=09:00."))
        _print_policy(call, store)


def _pair(typed: str) -> tuple[str, str]:
    key, sign, value = typed.partition("=")
    if not sign:
        raise InputError(_("Say what to change, like morning_target=09:00."))
    return key.strip(), value.strip()


def _print_policy(call: Call, store: Store) -> None:
    from gridterm.attendance import policy
    from gridterm.attendance.limits import policy_on

    found = policy.policies(store)
    now = policy_on(found, store.clock.today())
    told = policy.values(now)
    if call.json:
        versions = [{"since": one.since, "values": policy.values(one)} for one in found]
        output.as_json({"count": len(versions), "now": told, "policies": versions})
        return
    output.table(
        policy.FIELDS,
        (
            (_("Setting"), lambda one: one.key),
            (_("Value"), lambda one: told[one.key]),
            (_("What it is"), lambda one: one.title),
            (_("Why"), lambda one: one.reason),
        ),
    )
    for one in found[1:]:
        output.line(_("There is a policy since {day}.").format(day=one.since.isoformat()))
