"""Deciding about slots: from the explained slot to the saved decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gridterm.attendance.terms import LeaveKind, SlotKey, Status
from gridterm.i18n import _, ngettext
from screens.attendance import slot as explained
from screens.attendance.forms import ask_leave, ask_outing
from screens.attendance.slot import SlotDialog, SlotFacts
from screens.attendance.views import approver_field, ask_fields, reason_field
from screens.registers.fields import Typed, row
from screens.widgets.forms import Choice, Field, LineInput

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from screens.attendance.desk import AttendanceDesk

RESULTS = (
    *(Status.PRESENT, Status.LATE, Status.EARLY, Status.ABSENT, Status.OUTING, Status.LEAVE),
)
Values = Mapping[str, str]
Done = Callable[[object], object]


def open_slot(desk: AttendanceDesk, key: SlotKey, done: Done) -> None:
    """Explain a slot, and decide what the clerk chooses."""
    store = desk.store

    def show(found: SlotFacts) -> None:
        options = list(explained.choices(found)) if desk.may_change else []
        desk.ask(SlotDialog(found, options, desk.nothing_to_do), partial(_do, desk, found, done))

    desk.run_service(lambda: explained.read(store, key), show, group="slot")


def _do(desk: AttendanceDesk, found: SlotFacts, done: Done, choice: str) -> None:
    if choice.startswith("undo:"):
        ask_undo(desk, int(choice.removeprefix("undo:")), done)
        return
    steps: dict[str, Callable[[AttendanceDesk, SlotFacts, Done], object]] = {
        "suggested": _confirm_suggested,
        "confirm": _confirm,
        "waive": _waive,
        "makeup": _make_up,
        "dismiss": _dismiss,
        "excuse": partial(_late, excused=True),
        "refuse": partial(_late, excused=False),
        "end_leave": _end_leave,
        "leave": _leave,
        "outing": _outing,
    }
    steps[choice](desk, found, done)


def _confirm_suggested(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    from gridterm.attendance.service import confirm_suggested

    store, actor, key = desk.store, desk.app.actor, found.key
    desk.run_once(lambda: confirm_suggested(store, actor, [key]), done)


def _confirm(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    view = found.view
    start = view.status if view.status in RESULTS else Status.PRESENT

    def fields() -> Sequence[Field]:
        kind = view.kind.value if view.kind else ""
        kinds = [("", _("(none)")), *((one.value, one.label) for one in LeaveKind)]
        results = [(one.value, one.label) for one in RESULTS]
        return (
            row("status", _("The slot is"), Choice(results, start.value, title=_("The slot is"))),
            row("minutes", _("Minutes"), LineInput(str(view.minutes or ""))),
            row("kind", _("Kind of leave"), Choice(kinds, kind, title=_("Kind of leave"))),
            reason_field(),
        )

    def save(store: Store, actor: Actor, values: Values) -> object:
        from gridterm.attendance.service import confirm

        typed = Typed(values, store.clock)
        minutes = typed.number("minutes")
        typed.check()
        kind = LeaveKind(values["kind"]) if values["kind"] else None
        status = Status(values["status"])
        return confirm(
            store, actor, found.key, status, values["reason"], minutes=minutes, kind=kind
        )

    words = _("This is the result from now on; recomputing never changes it.")
    ask_fields(desk, _("Confirm"), fields, save, done, words)


def _waive(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    from gridterm.attendance.service import waive

    words = _("The fact stays on the sheet; the consequence goes.")
    _ask_approved(desk, _("Waive"), found.key, waive, done, words)


def _make_up(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    from gridterm.attendance.service import make_up

    words = _("Used this month: {used} of {most}.").format(
        used=found.quota.used, most=found.quota.most
    )
    if found.day.lock is not None:
        words += " " + _("The month is locked: this waits as a pending adjustment.")
    _ask_approved(desk, _("Make-up"), found.key, make_up, done, words)


def _dismiss(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    def save(store: Store, actor: Actor, values: Values) -> object:
        from gridterm.attendance.service import dismiss

        return dismiss(store, actor, found.key, values["reason"])

    words = _(
        "The slot stays as it was locked. It is kept with your name, the time and the reason; what "
        "comes later still is a pending adjustment again."
    )
    ask_fields(desk, _("Dismiss the adjustment"), lambda: (reason_field(),), save, done, words)


def _ask_approved(  # noqa: PLR0913, PLR0917 - a question has these parts
    desk: AttendanceDesk,
    title: str,
    key: SlotKey,
    service: Callable[[Store, Actor, SlotKey, str, str], object],
    done: Done,
    words: str,
) -> None:
    """Ask for reason and approver, then call the service with them."""

    def save(store: Store, actor: Actor, values: Values) -> object:
        result = service(store, actor, key, values["reason"], values["approver"])
        desk.approver = values["approver"]
        return result

    def fields() -> Sequence[Field]:
        return reason_field(), approver_field(desk.approver)

    ask_fields(desk, title, fields, save, done, words)


def _late(desk: AttendanceDesk, found: SlotFacts, done: Done, *, excused: bool) -> None:
    if found.late_leave is not None:
        ask_late(desk, found.late_leave.id, done, excused=excused)


def ask_late(desk: AttendanceDesk, leave_id: int, done: Done, *, excused: bool) -> None:
    """Ask why leave approved late counts, or does not."""

    def save(store: Store, actor: Actor, values: Values) -> object:
        from gridterm.attendance.service import decide_late

        return decide_late(store, actor, leave_id, values["reason"], excused=excused)

    title = _("Counts as leave") if excused else _("Counts as absence")
    ask_fields(desk, title, lambda: (reason_field(),), save, done)


def _end_leave(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    if found.present_leave is not None:
        at = explained.punch_time(found)
        ask_end_early(desk, found.present_leave.id, f"{at:%Y-%m-%d %H:%M}", done)


def ask_end_early(desk: AttendanceDesk, leave_id: int, at: str, done: Done) -> None:
    """Ask when somebody came back from leave, and why."""

    def fields() -> Sequence[Field]:
        return row("at", _("Back since"), LineInput(at)), reason_field()

    def save(store: Store, actor: Actor, values: Values) -> object:
        from gridterm.attendance.service import end_early
        from screens.attendance.forms import exact

        moment = exact(values["at"], store.clock.now(), "at")
        return end_early(store, actor, leave_id, moment, values["reason"])

    ask_fields(desk, _("End the leave early"), fields, save, done)


def _leave(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    ask_leave(desk, done, staff_id=found.key.staff_id, span=explained.half_day(found.key))


def _outing(desk: AttendanceDesk, found: SlotFacts, done: Done) -> None:
    ask_outing(desk, done, staff_id=found.key.staff_id, span=explained.half_day(found.key))


def ask_undo(desk: AttendanceDesk, correction_id: int, done: Done) -> None:
    """Take back a make-up, a waiver or a confirmation, with a reason."""

    def save(store: Store, actor: Actor, values: Values) -> object:
        from gridterm.attendance.service import undo

        return undo(store, actor, correction_id, values["reason"])

    words = _("It stays on record with who took it back and why.")
    ask_fields(desk, _("Take back"), lambda: (reason_field(),), save, done, words)


def confirm_many(desk: AttendanceDesk, keys: Sequence[SlotKey], what: str, done: Done) -> None:
    """Confirm suggestions as they are, after a look at how many they are of what."""
    from screens.widgets.dialogs import Confirm

    store, actor = desk.store, desk.app.actor

    def save(_yes: object) -> None:
        from gridterm.attendance.service import confirm_suggested

        desk.run_once(lambda: confirm_suggested(store, actor, keys), confirmed)

    def confirmed(count: int) -> None:
        words = ngettext(
            "{count} slot confirmed as suggested.", "{count} slots confirmed as suggested.", count
        )
        desk.app.say(words.format(count=count))
        done(count)

    words = _(
        "Confirm what the program suggests: {what}? They are the results from then on; each can "
        "be taken back. What waits for a decision is not among them."
    ).format(what=what)
    desk.ask(Confirm(_("Confirm all"), words, yes=_("Confirm"), no=_("Not yet")), save)


__all__ = ["ask_end_early", "ask_late", "ask_undo", "confirm_many", "open_slot"]
