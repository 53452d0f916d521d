"""The hour somebody starts on their first day, on the command line."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from typer import Option

from gridterm.cli import output, values
from gridterm.cli.attendance import ATTENDANCE
from gridterm.cli.attendance_leave import Person
from gridterm.cli.call import Call
from gridterm.errors import InputError
from gridterm.i18n import N_, _


@ATTENDANCE.command(
    "joining", N_("Show or say at what hour of their first day somebody starts."), changes=True
)
def joining(
    call: Call,
    who: Person,
    *,
    at: Annotated[str, Option("--at", metavar=N_("TIME"), help=N_("The hour, like 14:00."))] = "",
    none: Annotated[
        bool, Option("--none", help=N_("No hour: the first day is owed from the morning on."))
    ] = False,
) -> None:
    """Show or set a joining hour."""
    from gridterm.attendance import codes, people, spans

    if at and none:
        raise InputError(_("Say one of the two: --at or --none."))
    with call.office() as store:
        staff_id = values.staff_of(store, who, ended=True).id
        told = people.joining_hour(store, staff_id)
        if at or none:
            moment = datetime.combine(told.hired, spans.clock(at)) if at else None
            codes.set_joining_hour(store, call.actor(store), staff_id, moment)
            told = people.joining_hour(store, staff_id)
    if call.json:
        output.as_json(told)
    elif told.at is None:
        output.line(
            _("{name}: {day} is owed from the morning on.").format(
                name=told.staff.name, day=told.hired.isoformat()
            )
        )
    else:
        output.line(
            _("{name} starts on {day} at {time}; what was due before is not owed.").format(
                name=told.staff.name, day=told.hired.isoformat(), time=f"{told.at:%H:%M}"
            )
        )
