"""What can be noted of somebody at a meeting: leave, leaving early, somebody in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from gridterm.i18n import _
from gridterm.meetings.terms import AttendeeView, LeaveState, MeetingRef, MeetingState
from gridterm.text import clean_line
from screens.meetings.planning import moment
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.picking import FindChoice, Pick, staff_picks
from screens.widgets.dialogs import Choose
from screens.widgets.forms import Field, LineInput

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from screens.meetings.sign_in import SignInTab

Values = dict[str, str]


def ask_what(tab: SignInTab, one: AttendeeView) -> None:
    """Choose what happened to somebody, then note it."""
    options = list(_possible(tab, one))
    if not options:
        tab.office.say(_("There is nothing to note here now."))
        return
    title = f"{one.number} {clean_line(one.name)}".strip()
    tab.desk.ask(Choose(title, options), partial(_do, tab, one))


def _possible(tab: SignInTab, one: AttendeeView) -> Iterator[tuple[str, str]]:
    """(code, words) of what can be noted now."""
    opened = tab.meeting is not None and tab.meeting.state is MeetingState.OPEN
    if one.staff_id is None:
        return
    if one.leave is LeaveState.ASKED:
        yield "approve", _("Approve the leave")
        yield "refuse", _("Refuse the leave ..")
    if one.signed_at is None:
        if opened:
            yield "sign", _("Sign in")
        if one.leave in {LeaveState.NONE, LeaveState.REFUSED}:
            yield "leave", _("Asks for leave ..")
        yield "substitute", _("Sends somebody else ..")
    elif one.left_at is None and opened:
        yield "out", _("Leaves early ..")
    if one.leave is not LeaveState.NONE and one.leave_reason:
        yield "withdraw", _("Withdraw the leave ..")
    if one.signed_at is not None:
        yield "correct", _("Correct the time ..")
        yield "undo", _("Undo the sign-in ..")
    elif _ended(tab):
        yield "correct", _("Was there: enter the time ..")


def _ended(tab: SignInTab) -> bool:
    return tab.meeting is not None and tab.meeting.state is MeetingState.HELD


def _do(tab: SignInTab, one: AttendeeView, code: str) -> None:
    if code == "sign":
        tab.sign_marked()
    elif code == "approve":
        _decide(tab, one, approve=True)
    elif code == "correct":
        _ask_correction(tab, one)
    elif code in {"leave", "substitute"}:
        tab.desk.run_service(
            partial(_staff, tab.desk.store, one),
            partial(_ask_leave if code == "leave" else _ask_substitute, tab, one),
            group="people",
        )
    else:
        _ask_reason(tab, one, code)


def _staff(store: Store, one: AttendeeView) -> list[Pick]:
    """Who can come in somebody's place."""
    from gridterm.registers.service import list_staff

    return staff_picks(other for other in list_staff(store) if other.id != one.staff_id)


def _ref(tab: SignInTab) -> MeetingRef:
    """What names the chosen meeting; the use case refuses one that is not there."""
    return tab.ref or MeetingRef()


def _id(one: AttendeeView) -> int:
    """The staff id; guests have steps of their own."""
    return one.staff_id or 0


def _ask_leave(tab: SignInTab, one: AttendeeView, found: list[Pick]) -> None:
    store, actor, ref = tab.desk.store, tab.office.actor, _ref(tab)
    label = _("In their place")

    def fields() -> Sequence[Field]:
        choice = FindChoice(found, title=label, none=_("nobody"))
        return row("reason", _("Why"), LineInput()), row("substitute_id", label, choice)

    def save(values: Values) -> object:
        from gridterm.meetings.people import ask_leave

        other = Typed(values, store.clock).choice("substitute_id")
        return ask_leave(store, actor, ref, _id(one), values["reason"], other)

    words = _("Leave counts when it is asked for and approved before the meeting begins.")
    title = _("Leave: {name}").format(name=clean_line(one.name))
    tab.desk.ask(FieldsDialog(title, fields, save, words), tab.done)


def _ask_substitute(tab: SignInTab, one: AttendeeView, found: list[Pick]) -> None:
    store, actor, ref = tab.desk.store, tab.office.actor, _ref(tab)
    label = _("In their place")

    def fields() -> Sequence[Field]:
        return (row("substitute_id", label, FindChoice(found, title=label)),)

    def save(values: Values) -> object:
        from gridterm.meetings.people import substitute

        other = Typed(values, store.clock).choice("substitute_id") or int(found[0].value)
        return substitute(store, actor, ref, _id(one), other)

    title = _("In the place of {name}").format(name=clean_line(one.name))
    tab.desk.ask(FieldsDialog(title, fields, save), tab.done)


def _decide(tab: SignInTab, one: AttendeeView, *, approve: bool, note: str = "") -> None:
    from gridterm.meetings.people import decide_leave

    store, actor = tab.desk.store, tab.office.actor
    tab.save(lambda: decide_leave(store, actor, _ref(tab), _id(one), approve, note))


def _ask_reason(tab: SignInTab, one: AttendeeView, code: str) -> None:
    store, actor, ref = tab.desk.store, tab.office.actor, _ref(tab)
    titles = {
        "refuse": _("Refuse the leave"),
        "out": _("Leaves early"),
        "withdraw": _("Withdraw the leave"),
        "undo": _("Undo the sign-in"),
    }

    def fields() -> Sequence[Field]:
        return (row("reason", _("Why"), LineInput()),)

    def save(values: Values) -> object:
        from gridterm.meetings import people

        reason = values["reason"]
        if code == "refuse":
            return people.decide_leave(store, actor, ref, _id(one), False, reason)  # noqa: FBT003
        steps = {
            "out": people.sign_out,
            "withdraw": people.withdraw_leave,
            "undo": people.undo_sign,
        }
        return steps[code](store, actor, ref, _id(one), reason)

    title = f"{titles[code]}: {clean_line(one.name)}"
    tab.desk.ask(FieldsDialog(title, fields, save), tab.done)


def _ask_correction(tab: SignInTab, one: AttendeeView) -> None:
    """When somebody really came, with the reason; the time is of the meeting's own day."""
    store, actor, ref, detail = tab.desk.store, tab.office.actor, _ref(tab), tab.meeting
    if detail is None:
        return
    starts_at = detail.row.starts_at

    def fields() -> Sequence[Field]:
        shown = one.signed_at or starts_at
        return row("at", _("Time"), LineInput(f"{shown:%H:%M}")), row(
            "reason", _("Why"), LineInput()
        )

    def save(values: Values) -> object:
        from gridterm.meetings.people import correct_sign

        at = moment({**values, "day": starts_at.date().isoformat()}, store.clock)
        return correct_sign(store, actor, ref, _id(one), at, values["reason"])

    title = _("When {name} came").format(name=clean_line(one.name))
    tab.desk.ask(FieldsDialog(title, fields, save), tab.done)


def ask_resume(tab: SignInTab) -> None:
    """A meeting ended by mistake goes on, with the reason."""
    store, actor, ref = tab.desk.store, tab.office.actor, _ref(tab)

    def fields() -> Sequence[Field]:
        return (row("reason", _("Why"), LineInput()),)

    def save(values: Values) -> object:
        from gridterm.meetings.people import resume

        return resume(store, actor, ref, values["reason"])

    tab.desk.ask(FieldsDialog(_("Resume the meeting"), fields, save), tab.done)


def ask_guest(tab: SignInTab) -> None:
    """Enter a guest."""
    store, actor, ref = tab.desk.store, tab.office.actor, _ref(tab)

    def fields() -> Sequence[Field]:
        return row("name", _("Name"), LineInput()), row("party", _("From"), LineInput())

    def save(values: Values) -> object:
        from gridterm.meetings.people import add_guest

        return add_guest(store, actor, ref, values["name"], values["party"])

    tab.desk.ask(FieldsDialog(_("Guest"), fields, save), tab.done)
