"""The attendance desk: its views on one screen, each a key, an arrow or a click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from gridterm.i18n import N_, _
from gridterm.registers.terms import Role
from gridterm.spreadsheet.values import date_of
from screens.attendance.board import BoardView
from screens.attendance.codes import CodesView
from screens.attendance.exceptions import ExceptionsView
from screens.attendance.joining import ask_joining
from screens.attendance.kiosk import open_kiosk
from screens.attendance.leave import LeavesView
from screens.attendance.locks import MonthsView
from screens.attendance.month import MonthView
from screens.attendance.outings import CorrectionsView, OutingsView
from screens.attendance.rules import PolicyView
from screens.attendance.views import turned
from screens.commands import Command
from screens.registers.form_page import EDITORS
from screens.registers.views_desk import ViewKind, ViewsDesk

TALL = 30
VIEWS: dict[str, ViewKind] = {
    "board": BoardView,
    "month": MonthView,
    "exceptions": ExceptionsView,
    "leave": LeavesView,
    "outings": OutingsView,
    "corrections": CorrectionsView,
    "months": MonthsView,
    "policy": PolicyView,
    "codes": CodesView,
}


def _can(name: str) -> Callable[[Any], bool]:
    """The condition that the view that is shown knows this step, and may take it now."""

    def when(desk: AttendanceDesk) -> bool:
        if not desk.is_mounted or not hasattr(desk.view, name):
            return False
        allowed = getattr(desk.view, f"can_{name}", True)
        return bool(allowed)

    return when


def _changes(name: str) -> Callable[[Any], bool]:
    """The same, for who may change attendance."""

    def when(desk: AttendanceDesk) -> bool:
        return desk.may_change and _can(name)(desk)

    return when


def _show(name: str, title_id: str, help_id: str) -> Command:
    """The menu's way to a view."""
    return Command(
        f"attendance.{name}", (), title_id, help_id,
        lambda desk: desk.show(name), footer=False,
    )  # fmt: skip


class AttendanceDesk(ViewsDesk):
    """Board, month, what is to be decided, leave and duty, corrections, months, policy, codes."""

    CSS_PATH = "../styles/attendance.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - Textual's form
    desk_id = "attendance"
    views = VIEWS
    title_id = N_("Attendance")
    help_id = N_(
        "Sign in at the office every day at 8:30 and 15:30. What the program computes is a "
        "suggestion; what the clerk confirms is the result, and recomputing never changes it. "
        "Precedence: not employed, day off, approved leave, official duty, make-up, punch, "
        "nothing. Today and the future are never absent. Leave approved late waits for a "
        "decision. A locked month does not change: later facts are pending adjustments. In the "
        "month, ! waits for a decision and * is confirmed; Enter explains a mark. Ctrl+T goes "
        "to the views, the arrows change them."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "attendance.views", ("ctrl+t",), N_("Views"),
            N_("Go to the views: the arrows change them, Enter goes into one."),
            lambda desk: desk.line.focus(), weight=8,
        ),
        Command(
            "attendance.open", ("enter",), N_("Explain"),
            N_("Explain the marked line or mark, and decide about it."),
            lambda desk: desk.view.open(), when=lambda desk: desk.in_view and _can("open")(desk),
            weight=7,
        ),
        Command(
            "attendance.new", ("ctrl+n",), N_("New"),
            N_("Enter leave, official duty, a policy, or a card or PIN, as the view says."),
            lambda desk: desk.view.new(), when=_changes("new"), weight=7,
        ),
        Command(
            "attendance.confirm_all", ("ctrl+s",), N_("Confirm all"),
            N_("Confirm what is suggested in this month, after a look at what it is."),
            lambda desk: desk.view.confirm_all(), when=_changes("confirm_all"), weight=7,
        ),
        Command(
            "attendance.take_back", ("delete",), N_("Take back"),
            N_("Take the marked correction or duty back, with a reason."),
            lambda desk: desk.view.take_back(),
            when=lambda desk: desk.in_view and _changes("take_back")(desk), weight=6,
        ),
        Command(
            "attendance.narrow", ("ctrl+y",), N_("Another state"),
            N_("Show the leave of the next state, or all of it."),
            lambda desk: desk.view.narrow(), when=_can("narrow"),
        ),
        Command(
            "attendance.export", ("ctrl+e",), N_("Export"),
            N_("Write the attendance sheet of a month, a quarter or a year into a workbook."),
            lambda desk: desk.export(), weight=6,
        ),
        Command(
            "attendance.print", ("ctrl+p",), N_("Print"),
            N_("Show the leave slip, or the marked person's month, before it is printed."),
            lambda desk: desk.view.print_it(), when=_can("print_it"), weight=6,
        ),
        Command(
            "attendance.import", ("ctrl+u",), N_("Import"),
            N_("Take punches over from a machine's file or a workbook, after a look at it."),
            lambda desk: desk.open_import(), when=lambda desk: desk.may_change, weight=4,
        ),
        Command(
            "attendance.kiosk", ("ctrl+g",), N_("Sign-in desk"),
            N_("Open the sign-in desk, full screen; only its operator can leave it."),
            open_kiosk, weight=6,
        ),
        Command(
            "attendance.earlier", ("pageup",), N_("Month before"),
            N_("Show the month before."),
            lambda desk: desk.turn(-1), when=lambda desk: desk.is_mounted and desk.view.by_month,
            weight=5,
        ),
        Command(
            "attendance.later", ("pagedown",), N_("Next month"),
            N_("Show the next month."),
            lambda desk: desk.turn(1), when=lambda desk: desk.is_mounted and desk.view.by_month,
            weight=5,
        ),
        Command(
            "attendance.find", ("ctrl+f",), N_("Find"),
            N_("Show one person's month."),
            lambda desk: desk.view.find(), when=_can("find"), weight=6,
        ),
        Command(
            "attendance.joining", (), N_("Hour of the first day"),
            N_("Say at what hour of their first day somebody starts."),
            ask_joining, when=lambda desk: desk.may_change, footer=False,
        ),
        Command(
            "attendance.reload", ("ctrl+r",), N_("Reload"),
            N_("Read everything again; the cursor stays."),
            lambda desk: desk.refresh_data(), footer=False,
        ),
        _show("board", N_("Board"), N_("Who has signed in today, and who has not.")),
        _show("month", N_("Month"), N_("Names by days, two marks a day.")),
        _show("exceptions", N_("Decide"), N_("Faults not confirmed yet, and open questions.")),
        _show("leave", N_("Leave"), N_("Requests for leave and how they stand.")),
        _show("outings", N_("Duty"), N_("Official duty away from the office.")),
        _show("corrections", N_("Corrections"), N_("Make-ups, waivers and confirmations.")),
        _show("months", N_("Locks"), N_("Locking months, and what came after.")),
        _show("policy", N_("Policy"), N_("The times and limits, by the day they take effect.")),
        _show("codes", N_("Codes"), N_("Whose each card and PIN is.")),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        today = self.app.clock.today()
        self.month = (today.year, today.month)
        self.approver = ""

    @property
    def may_change(self) -> bool:
        """Whether the operator may decide about attendance."""
        return self.app.has_role(*EDITORS)

    @property
    def nothing_to_do(self) -> str:
        """Why there is nothing to choose: not now, or not for the operator on shift."""
        if self.may_change:
            return _("There is nothing to decide here now.")
        roles = _(", ").join(Role(one).label for one in EDITORS)
        return _(
            "About attendance decide: {roles}. Change the operator on shift with Ctrl+O."
        ).format(roles=roles)

    @property
    def in_view(self) -> bool:
        """Whether the keys are in the view's list."""
        return self.is_mounted and self.view.has_keys

    # ── months ──────────────────────────────────────────────────────────────
    def turn(self, step: int) -> None:
        """So many months on or back."""
        self.month = turned(self.month, step * self.view.stride)
        self.view.reload()

    def this_month(self) -> None:
        """The month of today."""
        today = self.app.clock.today()
        self.month = (today.year, today.month)
        self.view.reload()

    def export(self) -> None:
        """Write a month, a quarter or a year into a workbook."""
        from screens.attendance.exporting import ask_export

        ask_export(self)

    def open_import(self) -> None:
        """Choose the file punches are taken over from."""
        from screens.attendance.importing import PunchImportPage

        self.app.push_screen(PunchImportPage())

    def jump(self, target: object) -> None:
        """A view by name, or ``(view, day)`` with the month of an ISO day."""
        name, day = target if isinstance(target, tuple) else (target, None)
        if name == self.desk_id:  # a line of Today names the desk, then the view
            name, day = day, None
        if str(name) not in VIEWS:
            return
        found = date_of(str(day)) if day else None
        if found is not None:
            self.month = (found.year, found.month)
        self.show(str(name))
