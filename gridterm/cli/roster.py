"""The hotline's duty roster on the command line."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.printing import Wanted, produce
from gridterm.i18n import N_, _, ngettext
from gridterm.registers.terms import DutyView, RosterDay, RosterMonth

ROSTER = Desk(
    "roster", N_("Who answers the hotline on which day: show, fill, swap, import, export.")
)

Month = Annotated[
    str, Argument(metavar=N_("MONTH"), help=N_("The month, like 2026-11; else this one."))
]
Day = Annotated[str, Argument(metavar=N_("DAY"), help=N_("The day, like 11-20."))]


@ROSTER.command("show", N_("Show a month of duty, or make its sheet."))
def show(call: Call, wanted: Wanted, month: Month = "") -> None:
    """Show a month of duty, or make its sheet."""
    from gridterm.registers import documents, roster

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        sheet = documents.roster_of(store, year, number) if wanted else None
        found = roster.month(store, year, number)
    if sheet is not None:
        produce(call, sheet, wanted)
        return
    _print_month(call, found)


def _print_month(call: Call, found: RosterMonth) -> None:
    if call.json:
        output.as_json({"count": len(found.days) - len(found.empty), **output.plain(found)})
        return
    output.table(
        found.days,
        (
            (_("Day"), lambda one: one.calendar.day),
            (_("Weekday"), weekday),
            (_("On duty"), lambda one: one.duty.officer.name if one.duty else ""),
            (_("Deputy"), lambda one: _deputy(one.duty)),
            (_("Phone"), lambda one: one.duty.acting.phone if one.duty else ""),
            (_("Note"), lambda one: one.duty.note if one.duty else ""),
        ),
    )
    if not found.published:
        output.line(
            _("The holidays of {year} are not published yet; weekends are only guessed.").format(
                year=found.year
            )
        )
    if found.empty:
        count = len(found.empty)
        output.line(
            ngettext(
                "Nobody is on duty on {count} day.", "Nobody is on duty on {count} days.", count
            ).format(count=count)
        )


def weekday(one: RosterDay) -> str:
    """The day of the week of a day of the roster."""
    return weekday_name(one.calendar.day)


def weekday_name(day: date) -> str:
    """The day of the week in the language in use."""
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )  # fmt: skip
    return names[day.weekday()]


def _deputy(duty: DutyView | None) -> str:
    if duty is None or duty.deputy is None:
        return ""
    return (
        _("{name} (stands in)").format(name=duty.deputy.name)
        if duty.stands_in
        else duty.deputy.name
    )


@ROSTER.command("fill", N_("Fill the empty days of a month by rotation."), changes=True)
def fill(
    call: Call,
    month: Annotated[
        str, Argument(metavar=N_("MONTH"), help=N_("The month, like 2026-11 or next."))
    ],
    who: Annotated[
        list[str],
        Argument(
            metavar=N_("WHO"), help=N_("Who takes turns, in this order, like 1013 1014 1015.")
        ),
    ],
    *,
    skip_days_off: Annotated[
        bool, Option("--skip-days-off", help=N_("Nobody on weekends and holidays."))
    ] = False,
    overwrite: Annotated[
        bool, Option("--overwrite", help=N_("Replace who stands there, from today on."))
    ] = False,
) -> None:
    """Fill a month."""
    from gridterm.registers import roster

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        officers = [values.staff_of(store, one).id for one in who]
        found = roster.fill(
            store,
            call.keeper(store),
            year,
            number,
            officers,
            skip_days_off=skip_days_off,
            overwrite=overwrite,
        )
    _print_month(call, found)


@ROSTER.command("put", N_("Say who is on duty on a day, and who stands in."), changes=True)
def put(
    call: Call,
    day: Day,
    who: Annotated[str, Argument(metavar=N_("WHO"), help=N_("Who answers the hotline."))],
    *,
    deputy: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who stands in."))] = "",
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why, or what for."))] = "",
) -> None:
    """Say who is on duty."""
    from gridterm.registers import roster

    with call.office() as store:
        officer = values.staff_of(store, who).id
        second = values.staff_of(store, deputy).id if deputy else None
        that = moments.needed_day(day, store.clock.now())
        told = roster.put(store, call.keeper(store), that, officer, second, note=note)
    _say_duty(call, told)


@ROSTER.command("clear", N_("Take whoever is on duty off a day."), changes=True)
def clear(call: Call, day: Day) -> None:
    """Take somebody off a day."""
    from gridterm.registers import roster

    with call.office() as store:
        that = moments.needed_day(day, store.clock.now())
        roster.clear(store, call.keeper(store), that)
    if call.json:
        output.as_json({"day": that, "duty": None})
    else:
        output.line(_("{day}: nobody is on duty.").format(day=that.isoformat()))


@ROSTER.command("swap", N_("Let two days change their officers."), changes=True)
def swap(
    call: Call,
    day: Day,
    other: Annotated[str, Argument(metavar=N_("DAY"), help=N_("The other day."))],
) -> None:
    """Swap two days."""
    from gridterm.registers import roster

    with call.office() as store:
        now = store.clock.now()
        days = (moments.needed_day(day, now), moments.needed_day(other, now))
        told = roster.swap(store, call.keeper(store), *days)
    if call.json:
        output.as_json({"count": len(told), "days": told})
        return
    for one in told:
        _say_duty(call, one)


def _say_duty(call: Call, told: DutyView) -> None:
    if call.json:
        output.as_json(told)
        return
    output.line(
        _("{day}: {name} is on duty.").format(day=told.day.isoformat(), name=told.officer.name)
    )
