"""What can be done on the meetings' desk, from which keys, and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gridterm.i18n import N_
from screens.commands import Command
from screens.meetings import planning

if TYPE_CHECKING:
    from screens.meetings.desk import MeetingsDesk

When = Callable[[Any], bool]


def _listed(can: Callable[[MeetingsDesk], bool]) -> When:
    """The keys are in the list of meetings, the operator may change them, and it can be done."""

    def when(desk: MeetingsDesk) -> bool:
        return desk.on_list and desk.may_change and can(desk)

    return when


def _in(tab: str, can: str) -> When:
    """The keys are in this tab, and it can do this step now."""

    def when(desk: MeetingsDesk) -> bool:
        at = desk.is_mounted and not desk.on_list and desk.row is not None
        return at and desk.current == tab and bool(getattr(desk.view, f"can_{can}", True))

    return when


def _do(step: str) -> Callable[[MeetingsDesk], object]:
    return lambda desk: getattr(desk.view, step)()


def _of_tab(  # noqa: PLR0913, PLR0917 - a command has these parts
    tab: str,
    step: str,
    keys: tuple[str, ...],
    title_id: str,
    help_id: str,
    weight: int = 5,
    *,
    footer: bool = True,
) -> Command:
    """A command of one tab; its method has the step's name, its condition ``can_`` before it."""
    return Command(
        f"meetings.{tab}.{step}",
        keys,
        title_id,
        help_id,
        _do(step),
        when=_in(tab, step),
        weight=weight,
        footer=footer,
    )


def _show(tab: str, title_id: str, help_id: str) -> Command:
    """The menu's way to a tab."""
    return Command(
        f"meetings.{tab}", (), title_id, help_id, lambda desk: desk.show(tab), footer=False
    )


_LIST = (
    Command(
        "meetings.enter", ("enter",), N_("Open"),
        N_("Go into the marked meeting: agenda, sign-in, minutes, action items."),
        lambda desk: desk.go_in(), when=lambda desk: desk.on_list and desk.row is not None,
        weight=8,
    ),
    Command(
        "meetings.plan", ("ctrl+n",), N_("Extra meeting"),
        N_("Plan a meeting outside the Wednesdays: police liaison, consultation, another."),
        planning.ask_plan, when=_listed(lambda _desk: True), weight=6,
    ),
    Command(
        "meetings.move", ("ctrl+e",), N_("Another day"),
        N_("Move the marked meeting to another day or time, with the reason."),
        planning.ask_move, when=_listed(planning.can_move), weight=6,
    ),
    Command(
        "meetings.appoint", ("ctrl+a",), N_("Chair and place"),
        N_("Say who chairs, who writes the minutes, and where it is."),
        planning.ask_appoint, when=_listed(planning.can_appoint), weight=7,
    ),
    Command(
        "meetings.cancel", ("delete",), N_("Call it off"),
        N_("Call the marked meeting off, with the reason; it stays in the list."),
        planning.ask_cancel, when=_listed(planning.can_move), weight=4,
    ),
)  # fmt: skip

_AGENDA = (
    _of_tab(
        "agenda", "open", ("enter",), N_("Open"),
        N_("Open the call of a regional matter; change any other item."), 8,
    ),
    _of_tab(
        "agenda", "edit", ("ctrl+e",), N_("Change the item"),
        N_("Change title, words, speaker, minutes of the marked item, or keep it confidential."), 6,
    ),
    _of_tab("agenda", "add", ("ctrl+n",), N_("New item"), N_("Put a new item on the agenda."), 6),
    _of_tab(
        "agenda", "up", ("ctrl+up", "alt+up", "minus"), N_("Item up"),
        N_("Move the marked item up; where the keys do not arrive, the menu does it."), 5,
    ),
    _of_tab(
        "agenda", "down", ("ctrl+down", "alt+down", "plus"), N_("Item down"),
        N_("Move the marked item down."), 4,
    ),
    _of_tab(
        "agenda", "leave_out", ("delete",), N_("Leave out"),
        N_("Leave the marked item out; it stays below and can be brought back."), 4,
    ),
    _of_tab(
        "agenda", "restore", ("delete", "insert"), N_("Bring back"),
        N_("Put an item that was left out on the agenda again."), 5,
    ),
    _of_tab(
        "agenda", "decide", ("ctrl+g",), N_("Decide and give"),
        N_("Write down what is decided on the regional matter: who does it, until when."), 6,
    ),
    _of_tab(
        "agenda", "redraw", ("ctrl+d",), N_("Draw again"),
        N_("Draw the figures anew up to now; what was written by hand stays."), 6,
    ),
    _of_tab(
        "agenda", "issue", ("ctrl+s",), N_("Issue"),
        N_("Issue the agenda as it stands: frozen, with the number of its version."), 7,
    ),
)  # fmt: skip

_SIGN_IN = (
    _of_tab(
        "sign_in", "open", ("enter",), N_("Sign in"),
        N_("Sign the marked person in; for who has signed, say what else happened."), 8,
    ),
    _of_tab(
        "sign_in", "number", ("ctrl+d",), N_("By number"),
        N_("Type staff numbers, each with Enter; a time behind it says when they came."), 6,
    ),
    _of_tab(
        "sign_in", "more", ("ctrl+e",), N_("Leave .."),
        N_(
            "Leave, somebody in their place, leaving early, a wrong sign-in: of the marked person."
        ), 6,
    ),
    _of_tab(
        "sign_in", "guest", ("ctrl+n",), N_("Guest"),
        N_("Enter a guest: a name, and whom they come from."), 5,
    ),
    _of_tab(
        "sign_in", "start", ("ctrl+s",), N_("Open the sign-in"),
        N_("Begin: who is expected is fixed, and the meeting gets its number."), 9,
    ),
    _of_tab(
        "sign_in", "end", ("ctrl+g",), N_("End the meeting"),
        N_("The meeting is over; who has not signed in is absent."), 7,
    ),
    _of_tab(
        "sign_in", "resume", ("ctrl+g",), N_("Resume the meeting"),
        N_("A meeting ended by mistake goes on, with the reason."), 6,
    ),
)  # fmt: skip

_MINUTES = (
    _of_tab(
        "minutes", "open", ("enter",), N_("Write minutes"),
        N_("Write the minutes of the marked item, speaker by speaker."), 8,
    ),
    _of_tab(
        "minutes", "submit", ("ctrl+s",), N_("Hand in for approval"),
        N_("Hand the minutes to the chair for approval."), 7,
    ),
    _of_tab(
        "minutes", "approve", ("ctrl+a",), N_("Approve"),
        N_("The chair approves the minutes: both documents are frozen and numbered."), 9,
    ),
    _of_tab(
        "minutes", "send_back", ("ctrl+u",), N_("Send back"),
        N_("Send the minutes back to their writer, with the reason."), 6,
    ),
    _of_tab(
        "minutes", "correct", ("ctrl+e",), N_("Correct"),
        N_("Correct approved minutes: the reason first, then a new version is approved."), 6,
    ),
    _of_tab(
        "minutes", "versions", ("ctrl+d",), N_("Versions"),
        N_("What was approved, and what a correction changed."), 5,
    ),
)  # fmt: skip

_ACTIONS = (
    _of_tab(
        "actions", "open", ("enter",), N_("Open"),
        N_("Open the marked action item with its steps."), 8,
    ),
    _of_tab(
        "actions", "narrow", ("ctrl+y",), N_("Others"),
        N_("Show those of this meeting, all open ones, overdue, mine, superiors', or all."), 7,
    ),
    _of_tab(
        "actions", "give", ("ctrl+n",), N_("Superior's task"),
        N_("Enter a task given by a superior, with its unit, number and date."), 6,
    ),
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    *_LIST,
    *_AGENDA,
    *_SIGN_IN,
    *_MINUTES,
    *_ACTIONS,
    Command(
        "meetings.tabs", ("ctrl+t",), N_("Views"),
        N_("Go to the tabs: the arrows change them, Enter goes into one."),
        lambda desk: desk.tabs.focus(), when=lambda desk: desk.row is not None, weight=6,
    ),
    Command(
        "meetings.find", ("ctrl+f",), N_("Find"),
        N_("Find what was said, decided and given out, in every meeting."),
        lambda desk: desk.find(), weight=5,
    ),
    Command(
        "meetings.print", ("ctrl+p",), N_("Print"),
        N_("Look at the tab's document, then print it or save it as PDF or for Word."),
        lambda desk: desk.print_it(), when=lambda desk: desk.row is not None, weight=7,
    ),
    Command(
        "meetings.reload", ("ctrl+r",), N_("Reload"),
        N_("Read everything again; the cursor stays."),
        lambda desk: desk.refresh_data(), footer=False,
    ),
    _show("agenda", N_("Agenda"), N_("The items of the chosen meeting with their times.")),
    _show("sign_in", N_("Sign-in"), N_("Who is there, late, on leave or absent.")),
    _show("minutes", N_("The minutes"), N_("What was said and decided, item by item.")),
    _show("actions", N_("Action items"), N_("Who does what until when, and how far it is.")),
)  # fmt: skip
