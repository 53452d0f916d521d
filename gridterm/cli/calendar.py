"""The working calendar on the command line: show it, enter days, say whether a year is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.roster import Day, Month, weekday_name
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from gridterm.registers.workdays import WorkdayView
    from gridterm.store.unit import Store

CALENDAR = Desk("calendar", N_("Working days, holidays, make-up days: show, enter, publish."))
FIRST_YEAR, LAST_YEAR = 2000, 2100


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
    output.table(
        days,
        (
            (_("Day"), lambda one: one.day),
            (_("Weekday"), lambda one: weekday_name(one.day)),
            (_("Kind of day"), lambda one: one.kind.label),
            (_("Holiday"), lambda one: one.holiday),
            (_("Note"), _note),
        ),
    )
    output.line(_("{count} working days.").format(count=sum(one.working for one in days)))
    if not published:
        output.line(workdays.banner(calendar, year))


def _note(one: WorkdayView) -> str:
    return (one.note or _("entered by the office")) if one.own else ""


@CALENDAR.command(
    "set", N_("Enter a day as working or off; open calls get new dates."), changes=True
)
def set_(
    call: Call,
    day: Day,
    *,
    working: Annotated[bool, Option("--working", help=N_("The office works that day."))] = False,
    off: Annotated[bool, Option("--off", help=N_("The office is closed that day."))] = False,
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why, or what for."))] = "",
) -> None:
    """Enter a day."""
    from gridterm.hotline import calendar_change

    if working == off:
        raise InputError(_("Say one of the two: --working or --off."))
    with call.office() as store:
        that = moments.needed_day(day, store.clock.now())
        renewed = calendar_change.set_day(
            store, call.keeper(store), that, working=working, note=note
        )
        warning = _locked_warning(store, that)
    _say(call, {"day": that, "working": working}, renewed, warning)


@CALENDAR.command("clear", N_("Go back to the shipped calendar for a day."), changes=True)
def clear(call: Call, day: Day) -> None:
    """Forget a day that was entered."""
    from gridterm.hotline import calendar_change

    with call.office() as store:
        that = moments.needed_day(day, store.clock.now())
        renewed = calendar_change.set_day(store, call.keeper(store), that, working=None)
        warning = _locked_warning(store, that)
    _say(call, {"day": that, "working": None}, renewed, warning)


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
        renewed = calendar_change.set_year(store, call.keeper(store), number, published=published)
    _say(call, {"year": number, "published": published}, renewed)


def _locked_warning(store: Store, day: date) -> str:
    """What to say where the day's month of attendance is locked."""
    from gridterm.attendance import months

    return months.calendar_warnings(store, day)


def _say(call: Call, told: dict[str, object], renewed: int, warning: str = "") -> None:
    if call.json:
        warned = {"warning": warning} if warning else {}
        output.as_json({**told, "renewed": renewed, **warned})
        return
    if warning:
        output.line(warning)
    output.line(
        ngettext(
            "Saved; the date of {count} open call was looked at.",
            "Saved; the dates of {count} open calls were looked at.",
            renewed,
        ).format(count=renewed)
    )
