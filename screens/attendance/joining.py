"""At what hour of their first day somebody starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from gridterm.errors import InputError
from gridterm.i18n import _
from screens.attendance.views import ask_fields, people
from screens.registers.fields import row
from screens.registers.picking import FindOne, Pick
from screens.widgets.forms import LineInput

if TYPE_CHECKING:
    from gridterm.attendance.people import Joining
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from screens.attendance.desk import AttendanceDesk


def ask_joining(desk: AttendanceDesk) -> None:
    """Choose somebody, then say at what hour of their first day they start."""
    store, today = desk.store, desk.app.clock.today()

    def choose(found: list[Pick]) -> None:
        desk.ask(FindOne(_("Whose first day"), found), partial(_look, desk))

    desk.run_service(lambda: people(store, today), choose, group="people")


def _look(desk: AttendanceDesk, chosen: str) -> None:
    store, staff_id = desk.store, int(chosen)

    def read() -> Joining:
        from gridterm.attendance.service import joining_hour

        return joining_hour(store, staff_id)

    done: Callable[[object], object] = lambda _saved: desk.view.done(None)  # noqa: E731 - a call
    desk.run_service(read, lambda told: _ask(desk, told, done), group="joining")


def _ask(desk: AttendanceDesk, told: Joining, done: Callable[[object], object]) -> None:
    def save(store: Store, actor: Actor, values: Mapping[str, str]) -> object:
        from gridterm.attendance import spans
        from gridterm.attendance.service import set_joining_hour

        at = None
        if values["at"].strip():
            try:
                at = datetime.combine(told.hired, spans.clock(values["at"]))
            except InputError as error:
                raise InputError(error.message, {"at": error.message}) from error
        set_joining_hour(store, actor, told.staff.id, at)
        return True

    words = _("{name} was hired on {day}. What was due before the hour is not owed.").format(
        name=told.staff.name, day=told.hired.isoformat()
    )
    at = f"{told.at:%H:%M}" if told.at else ""
    field = partial(LineInput, at, hint=_("empty: from the morning on"))
    fields = lambda: (row("at", _("Starts at"), field()),)  # noqa: E731 - a form's fields
    ask_fields(desk, _("Hour of the first day"), fields, save, done, words)
