"""The working calendar on the command line: show it, enter days, say whether a year is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.calendar import DayKind
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.roster import Day, Month, weekday_name
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gridterm.hotline.due import Renewal
    from gridterm.registers.terms import WorkdayView
    from gridterm.store.unit import Store

CALENDAR = Desk("calendar", N_("Working days, holidays, make-up days: show, enter, publish."))
FIRST_YEAR, LAST_YEAR = 2000, 2100
SPECIAL = (DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY)


@CALENDAR.command("show", N_("Show a month: which days the office works, and why."))
def show(call: Call, month: Month = "") -> None:
    """Show a month of the calendar."""
    from gridterm.registers import workdays

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        days = workdays.month(store, year, number)
        with store.read() as session:
            calendar = workdays.load(session)
    published = calendar.is_published(year)
    if call.json:
        working = sum(one.working for one in days)
        told = {"year": year, "month": number, "published": published, "working": working}
        output.as_json({**told, "days": days})
        return
    _print_days(days)
    output.line(_("{count} working days.").format(count=sum(one.working for one in days)))
    if not published:
        output.line(workdays.banner(calendar, year))


def _print_days(days: Sequence[WorkdayView]) -> None:
    output.table(
        days,
        (
            (_("Day"), lambda one: one.day),
            (_("Weekday"), lambda one: weekday_name(one.day)),
            (_("Kind of day"), lambda one: one.kind.label),
            (_("Holiday"), lambda one: one.holiday),
            (_("Note"), lambda one: _("entered by the office") if one.own else ""),
        ),
    )


@CALENDAR.command("list", N_("List a year's holidays and make-up working days."))
def list_(
    call: Call,
    year: Annotated[
        str, Argument(metavar=N_("YEAR"), help=N_("The year, like 2027; else this one."))
    ] = "",
) -> None:
    """List a year's special days."""
    from gridterm.registers import workdays

    with call.office() as store:
        now = store.clock.today().year
        number = values.whole(year, _("YEAR"), FIRST_YEAR, LAST_YEAR) if year else now
        found = workdays.year(store, number)
        with store.read() as session:
            calendar = workdays.load(session)
    special = [one for one in found.days if one.own or one.kind in SPECIAL]
    if call.json:
        told = {"year": number, "published": found.published, "working": found.working}
        output.as_json({**told, "count": len(special), "days": special})
        return
    _print_days(special)
    output.line(_("{count} working days.").format(count=found.working))
    if not found.published:
        output.line(workdays.banner(calendar, number))


@CALENDAR.command(
    "set", N_("Enter a day as working or off; open calls get new dates."), changes=True
)
def set_(
    call: Call,
    day: Day,
    *,
    working: Annotated[bool, Option("--working", help=N_("The office works that day."))] = False,
    off: Annotated[bool, Option("--off", help=N_("The office is closed that day."))] = False,
    note: Annotated[
        str,
        Option(metavar=N_("TEXT"), help=N_("The day's name; a day off with one is a holiday.")),
    ] = "",
    reason: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why, for the audit trail."))] = "",
    dry_run: Annotated[
        bool, Option("--dry-run", help=N_("Only say what it would do; nothing is saved."))
    ] = False,
) -> None:
    """Enter a day."""
    from gridterm.hotline import calendar_change

    if working == off:
        raise InputError(_("Say one of the two: --working or --off."))
    with call.office() as store:
        that = moments.needed_day(day, store.clock.now())
        told: dict[str, object] = {"day": that, "working": working}
        if dry_run:
            renewal = calendar_change.preview_day(store, that, working=working)
            _say(call, told | _locked(store, that), renewal, saved=False)
            return
        renewal = calendar_change.set_day(
            store, call.keeper(store), that, working=working, note=note, reason=reason
        )
        told |= _locked(store, that)
    _say(call, told, renewal)


@CALENDAR.command("clear", N_("Go back to the shipped calendar for a day."), changes=True)
def clear(call: Call, day: Day) -> None:
    """Forget a day that was entered."""
    from gridterm.hotline import calendar_change

    with call.office() as store:
        that = moments.needed_day(day, store.clock.now())
        renewal = calendar_change.set_day(store, call.keeper(store), that, working=None)
        told = {"day": that, "working": None} | _locked(store, that)
    _say(call, told, renewal)


@CALENDAR.command("year", N_("Say whether a year's holidays are entered."), changes=True)
def year_(
    call: Call,
    year: Annotated[str, Argument(metavar=N_("YEAR"), help=N_("The year, like 2027."))],
    *,
    published: Annotated[
        bool, Option("--published", help=N_("Its holidays are entered and right."))
    ] = False,
    unpublished: Annotated[
        bool, Option("--unpublished", help=N_("Its holidays are not known yet."))
    ] = False,
) -> None:
    """Say whether a year is known."""
    from gridterm.hotline import calendar_change

    if published == unpublished:
        raise InputError(_("Say one of the two: --published or --unpublished."))
    number = values.whole(year, _("YEAR"), FIRST_YEAR, LAST_YEAR)
    with call.office() as store:
        renewal = calendar_change.set_year(store, call.keeper(store), number, published=published)
    _say(call, {"year": number, "published": published}, renewal)


def _locked(store: Store, day: date) -> dict[str, object]:
    """What to say where the day's month of attendance is locked; nothing elsewhere."""
    from gridterm.attendance import months

    warning = months.calendar_warnings(store, day)
    return {"warning": warning} if warning else {}


def _say(call: Call, told: dict[str, object], renewal: Renewal, *, saved: bool = True) -> None:
    if call.json:
        counts = {"renewed": renewal.looked, "moved": renewal.moved}
        output.as_json({**told, **counts, "saved": saved})
        return
    looked = ngettext(
        "The date of {count} open call was looked at.",
        "The dates of {count} open calls were looked at.",
        renewal.looked,
    ).format(count=renewal.looked)
    if saved:
        moved = ngettext(
            "{count} open call has another date now.",
            "{count} open calls have another date now.",
            renewal.moved,
        ).format(count=renewal.moved)
        output.line(_("Saved."))
    else:
        from gridterm.hotline.calendar_change import moves_words

        moved = moves_words(renewal)
        output.line(_("Nothing is saved."))
    output.line(looked)
    output.line(moved)
    if "warning" in told:
        output.line(str(told["warning"]))
