"""Planning meetings: an extra one, another day, calling it off, chair and place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.meetings.terms import MeetingDetail, MeetingKind, MeetingState
from gridterm.text import ascii_digits, clean_line
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.picking import FindChoice, Pick, staff_picks
from screens.widgets.forms import Choice, Field, LineInput

if TYPE_CHECKING:
    from gridterm.clock import Clock
    from gridterm.store.unit import Store
    from screens.meetings.desk import MeetingsDesk

Values = dict[str, str]
WEEK = timedelta(days=7)
CLOCK = "%H:%M"
OUTSIDE = (MeetingKind.LIAISON, MeetingKind.CONSULTATION, MeetingKind.EXTRA)


def can_move(desk: MeetingsDesk) -> bool:
    """Whether the marked meeting is still to come."""
    detail = desk.detail
    return detail is not None and detail.state is MeetingState.PLANNED


def can_appoint(desk: MeetingsDesk) -> bool:
    """Whether the marked meeting takes place."""
    return desk.detail is not None and desk.detail.state is not MeetingState.CANCELLED


def moment(values: Values, clock: Clock) -> datetime:
    """The day and the time as typed.

    Raises:
        InputError: one of them cannot be read; with the sentence of each field.
    """
    typed = Typed(values, clock)
    day = typed.day("day")
    wrong: dict[str, str] = {}
    try:
        typed.check()
    except InputError as error:
        wrong = dict(error.fields)
    if day is None and not wrong:
        wrong["day"] = _("Write the day like 2026-11-20.")
    at = time()
    line = ascii_digits(clean_line(values.get("at", ""))).replace("：", ":")
    try:
        at = datetime.strptime(line, CLOCK).time()
    except ValueError:
        wrong["at"] = _("Write the time like 14:30.")
    if wrong or day is None:
        raise InputError(next(iter(wrong.values())), wrong)
    return datetime.combine(day, at)


def ask_plan(desk: MeetingsDesk) -> None:
    """Plan a meeting outside the series."""
    store, actor, clock = desk.store, desk.app.actor, desk.app.clock

    def fields() -> Sequence[Field]:
        kinds = [(one.value, one.label) for one in OUTSIDE]
        return (
            row("kind", _("Kind"), Choice(kinds, title=_("Kind"))),
            row("title", _("Title"), LineInput()),
            row("day", _("Day"), LineInput(clock.today().isoformat())),
            row("at", _("Time"), LineInput("14:30")),
            row("place", _("Place"), LineInput()),
            row("parties", _("Parties"), LineInput(hint=_("who comes from outside"))),
        )

    def save(values: Values) -> MeetingDetail:
        from gridterm.meetings.schedule import plan

        return plan(
            store,
            actor,
            MeetingKind(values["kind"]),
            moment(values, clock),
            values["title"],
            values["place"],
            values["parties"],
        )

    desk.ask(FieldsDialog(_("Extra meeting"), fields, save), desk.planned)


def ask_move(desk: MeetingsDesk) -> None:
    """Move the marked meeting, with the reason."""
    detail = desk.detail
    if detail is None:
        return
    desk.run_service(
        partial(_proposed, desk.store, detail), partial(_ask_move, desk, detail), group="proposal"
    )


def _proposed(store: Store, detail: MeetingDetail) -> datetime:
    """Where it could go: the day proposed already, else the next working day after its own."""
    if detail.row.series_on != detail.row.starts_at.date():
        return detail.row.starts_at
    from gridterm.registers.workdays import load

    with store.read() as session:
        calendar = load(session)
    day = detail.row.starts_at + timedelta(days=1)
    for _ahead in range(WEEK.days * 2):
        if calendar.is_workday(day.date()):
            break
        day += timedelta(days=1)
    return day


def _ask_move(desk: MeetingsDesk, detail: MeetingDetail, proposed: datetime) -> None:
    store, actor, clock, ref = desk.store, desk.app.actor, desk.app.clock, detail.ref

    def fields() -> Sequence[Field]:
        return (
            row("day", _("New day"), LineInput(proposed.date().isoformat())),
            row("at", _("Time"), LineInput(f"{proposed:{CLOCK}}")),
            row("reason", _("Why"), LineInput()),
        )

    def save(values: Values) -> MeetingDetail:
        from gridterm.meetings.schedule import move

        return move(store, actor, ref, moment(values, clock), values["reason"])

    words = _("Proposed is the next working day; the reason stands in the list and on paper.")
    desk.ask(FieldsDialog(_("Another day"), fields, save, words), desk.planned)


def ask_cancel(desk: MeetingsDesk) -> None:
    """Call the marked meeting off, with the reason."""
    detail = desk.detail
    if detail is None:
        return
    store, actor, ref = desk.store, desk.app.actor, detail.ref

    def fields() -> Sequence[Field]:
        return (row("reason", _("Why"), LineInput()),)

    def save(values: Values) -> MeetingDetail:
        from gridterm.meetings.schedule import cancel

        return cancel(store, actor, ref, values["reason"])

    words = _("It stays in the list with its reason; its action items go to the next meeting.")
    desk.ask(FieldsDialog(_("Call it off"), fields, save, words), desk.planned)


def ask_appoint(desk: MeetingsDesk) -> None:
    """Say who chairs, who writes, and where."""
    detail = desk.detail
    if detail is not None:
        desk.run_service(
            partial(_people, desk.store), partial(_ask_appoint, desk, detail), group="people"
        )


def _people(store: Store) -> list[Pick]:
    from gridterm.registers.service import list_staff

    return staff_picks(list_staff(store))


def _ask_appoint(desk: MeetingsDesk, detail: MeetingDetail, found: list[Pick]) -> None:
    store, actor, ref = desk.store, desk.app.actor, detail.ref

    def person(name: str, label: str, value: int | None) -> Field:
        choice = FindChoice(found, str(value or ""), title=label, none=_("nobody yet"))
        return row(name, label, choice)

    def fields() -> Sequence[Field]:
        return (
            person("chair_id", _("Chair"), detail.chair_id),
            person("recorder_id", _("Minutes by"), detail.recorder_id),
            row("place", _("Place"), LineInput(detail.place)),
        )

    def save(values: Values) -> MeetingDetail:
        from gridterm.meetings.schedule import appoint

        typed = Typed(values, store.clock)
        chair, recorder = typed.choice("chair_id"), typed.choice("recorder_id")
        return appoint(store, actor, ref, chair, recorder, values["place"])

    words = _("The chair approves the minutes, so it is not who writes them.")
    desk.ask(FieldsDialog(_("Chair and place"), fields, save, words), desk.planned)
