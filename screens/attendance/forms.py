"""Leave and official duty as short forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from gridterm.attendance.terms import LeaveForm, LeaveKind, OutingForm
from gridterm.errors import InputError
from gridterm.i18n import _
from screens.attendance.views import approver_field, ask_fields, people, reason_field
from screens.registers.fields import row
from screens.registers.picking import FindChoice, Pick
from screens.widgets.forms import Choice, Field, LineInput

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from screens.attendance.desk import AttendanceDesk

Values = Mapping[str, str]
Span = tuple[str, str]


def exact(typed: str, now: datetime, field: str) -> datetime:
    """A moment as typed: ``11-25 13:00``; it may lie ahead.

    Raises:
        InputError: none can be read; ``fields`` names ``field``.
    """
    from gridterm.attendance import spans

    try:
        start, _end = spans.span(f"{typed}", f"{typed}", now)
    except InputError as error:
        raise InputError(error.message, {field: error.message}) from error
    return start


def _span(values: Values, now: datetime) -> tuple[datetime, datetime]:
    """The span of the two fields.

    Raises:
        InputError: it cannot be read; ``fields`` names the first field.
    """
    from gridterm.attendance import spans

    try:
        return spans.span(values["start"], values["end"], now)
    except InputError as error:
        raise InputError(error.message, {"start": error.message}) from error


def _when(span: Span) -> tuple[Field, Field]:
    hint = _("11-25 is a day, 11-25 am half a day, 11-25 15:00 a time")
    return (
        row("start", _("From"), LineInput(span[0], hint=hint)),
        row("end", _("To"), LineInput(span[1], hint=_("empty: the same day"))),
    )


def _with_people(
    desk: AttendanceDesk, then: Callable[[list[Pick]], object], staff_id: int | None
) -> None:
    """Read whom it may concern, somebody given first."""
    store, today = desk.store, desk.app.clock.today()

    def go_on(found: list[Pick]) -> None:
        found.sort(key=lambda one: one.value != str(staff_id))
        then(found)

    desk.run_service(lambda: people(store, today), go_on, group="people")


def ask_leave(
    desk: AttendanceDesk,
    done: Callable[[object], object],
    *,
    staff_id: int | None = None,
    span: Span | None = None,
) -> None:
    """Take down a request for leave; with an approver it is approved at once."""
    today = desk.app.clock.today().isoformat()

    def show(found: list[Pick]) -> None:
        def fields() -> Sequence[Field]:
            kinds = [(one.value, one.label) for one in LeaveKind]
            who = found[0].value if found else ""
            return (
                row("staff_id", _("Who"), FindChoice(found, who, title=_("Who"))),
                row("kind", _("Kind of leave"), Choice(kinds, title=_("Kind of leave"))),
                *_when(span or (today, "")),
                reason_field(),
                approver_field("", _("Approved by")),
            )

        words = _("Leave the last field empty while nobody has decided it.")
        ask_fields(desk, _("Leave"), fields, _save_leave, done, words)

    _with_people(desk, show, staff_id)


def _save_leave(store: Store, actor: Actor, values: Values) -> object:
    from gridterm.attendance.service import ask, file_approved

    start, end = _span(values, store.clock.now())
    form = LeaveForm(
        int(values["staff_id"] or 0), LeaveKind(values["kind"]), start, end, values["reason"]
    )
    if values["approver"].strip():
        return file_approved(store, actor, form, values["approver"])
    return ask(store, actor, form)


def ask_outing(
    desk: AttendanceDesk,
    done: Callable[[object], object],
    *,
    staff_id: int | None = None,
    span: Span | None = None,
) -> None:
    """Enter official duty away from the office."""
    today = desk.app.clock.today().isoformat()

    def show(found: list[Pick]) -> None:
        def fields() -> Sequence[Field]:
            who = found[0].value if found else ""
            return (
                row("staff_id", _("Who"), FindChoice(found, who, title=_("Who"))),
                *_when(span or (today, "")),
                reason_field(_("What duty")),
                approver_field(desk.approver, _("Sent by")),
            )

        ask_fields(desk, _("Official duty"), fields, partial(_save_outing, desk), done)

    _with_people(desk, show, staff_id)


def _save_outing(desk: AttendanceDesk, store: Store, actor: Actor, values: Values) -> object:
    from gridterm.attendance.service import enter_outing

    start, end = _span(values, store.clock.now())
    form = OutingForm(
        int(values["staff_id"] or 0), start, end, values["reason"], values["approver"]
    )
    made = enter_outing(store, actor, form)
    desk.approver = values["approver"]
    return made
