"""Leave: asked for, approved, rejected, ended early; and what was approved too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.text import Text

from gridterm.attendance.terms import LateDecision, LeaveState
from gridterm.i18n import N_, _
from screens.attendance.deciding import ask_end_early, ask_late
from screens.attendance.forms import ask_leave
from screens.attendance.views import Month, RowsView, approver_field, ask_fields, reason_field
from screens.printing import open_preview
from screens.registers.fields import row
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.forms import Field, LineInput
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.attendance.leave import LeaveView
    from gridterm.printing.export import Printout
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

FILTERS = ("", *(one.value for one in LeaveState))
WHEN = "%m-%d %H:%M"


class LeavesView(RowsView):
    """Every leave, the newest first, or those of one state."""

    title_id = N_("Leave")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.state = ""

    def columns(self) -> Sequence[Column]:
        """The slip, who, what, when, how it stands."""
        return (
            Column("number", _("Slip"), 13),
            Column("name", _("Name"), 9),
            Column("kind", _("Kind"), 8),
            Column("when", _("When"), 23),
            Column("state", _("State")),
            Column("approver", _("Approved by"), 14, wide=True),
        )

    def page(self, store: Store, month: Month, after: Any) -> Chunk:  # noqa: ANN401 - a cursor
        """A page by SQL."""
        from gridterm.attendance.service import leaves

        del month
        state = LeaveState(self.state) if self.state else None
        found = leaves(store, state=state, after=after)
        return Chunk(tuple(_line(one) for one in found.rows), found.more)

    def wanted(self) -> object:
        """Another state starts the list anew."""
        return self.state

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """Which state is shown."""
        words = LeaveState(self.state).label if self.state else _("All")
        return [Hint(words, style="current", weight=9, run=self.narrow)], []

    def nothing(self) -> str:
        """There is none."""
        return _("No leave here. Ctrl+N takes down a request.")

    def narrow(self) -> None:
        """The next state."""
        self.state = FILTERS[(FILTERS.index(self.state) + 1) % len(FILTERS)]
        self.reload()

    def describe(self, line: Line) -> Text:
        """The leave in full."""
        return leave_words(line.record)

    def new(self) -> None:
        """Take down a request."""
        ask_leave(self.at_desk, self.done)

    def open(self) -> None:
        """Choose what is done with the marked leave."""
        one: LeaveView | None = self.marked
        if one is None:
            return
        options = list(steps(one)) if self.may_change else []
        if options:
            self.desk.ask(Choose(one.number, options), partial(self._do, one))
        else:
            self.office.say(self.at_desk.nothing_to_do)

    @property
    def can_print_it(self) -> bool:
        """Whether one is marked."""
        return self.marked is not None

    def print_it(self) -> None:
        """Show the slip of the marked leave before it is printed."""
        screen, leave_id = self.desk, self.marked.id

        def read(_in_full: bool) -> Printout:  # noqa: FBT001 - as it is called
            from gridterm.attendance.slips import slip_of

            return slip_of(screen.store, leave_id, by=screen.app.actor.name)

        open_preview(screen, read)

    def _do(self, one: LeaveView, step: str) -> None:
        desk, done = self.at_desk, self.done
        if step in {"excuse", "refuse"}:
            ask_late(desk, one.id, done, excused=step == "excuse")
        elif step == "end":
            ask_end_early(desk, one.id, f"{store_day(self)}", done)
        else:
            self._decide(one, step)

    def _decide(self, one: LeaveView, step: str) -> None:
        desk = self.at_desk
        titles = {"approve": _("Approve"), "reject": _("Reject"), "cancel": _("Withdraw")}

        def fields() -> Sequence[Field]:
            if step == "cancel":
                return (reason_field(),)
            note = row("note", _("Note") if step == "approve" else _("Why"), LineInput())
            return approver_field(desk.approver, _("Decided by")), note

        def save(store: Store, actor: Actor, values: Mapping[str, str]) -> object:
            from gridterm.attendance import service

            if step == "cancel":
                return service.cancel(store, actor, one.id, values["reason"])
            desk.approver = values["approver"]
            act = service.approve if step == "approve" else service.reject
            return act(store, actor, one.id, values["approver"], values["note"])

        ask_fields(desk, f"{titles[step]}  {one.number}", fields, save, self.done)


def store_day(view: LeavesView) -> str:
    """The day of today as the forms are typed."""
    return view.office.clock.today().isoformat()


def steps(one: LeaveView) -> Iterator[tuple[str, str]]:
    """(code, words) of what can be done with a leave now."""
    if one.state is LeaveState.ASKED:
        yield "approve", _("Approve ..")
        yield "reject", _("Reject ..")
    if one.state is LeaveState.APPROVED:
        if one.late is not None:
            yield "excuse", _("Approved late: it counts as leave ..")
            yield "refuse", _("Approved late: it counts as absence ..")
        yield "end", _("End it early ..")
    if one.state in {LeaveState.ASKED, LeaveState.APPROVED}:
        yield "cancel", _("Withdraw it ..")


def leave_words(one: LeaveView) -> Text:
    """A leave in full: who, what, when, who decided and why."""
    told = Text(end="")
    told.append(f"{one.number}  {one.staff.number} {one.staff.name}  {one.kind.label}", "bold")
    told.append(f"  {one.span}\n{one.reason}")
    told.append(
        "\n"
        + _("Asked {at}, entered by {by}").format(at=f"{one.asked_at:{WHEN}}", by=one.entered_by)
    )
    told.append(f"\n{one.state.label}")
    if one.decided_at is not None:
        told.append(f"  {one.approver} {one.decided_at:{WHEN}}")
    if one.note:
        told.append(f"  {one.note}")
    if one.late is not None:
        style = "bold red" if one.late is LateDecision.OPEN else ""
        told.append("\n" + _("Approved late: {decision}").format(decision=one.late.label), style)
        if one.late_by and one.late_at is not None:
            told.append(f"  {one.late_by} {one.late_at:{WHEN}}  {one.late_reason}")
    return told


def _line(one: LeaveView) -> Line:
    state = Text(one.state.label, end="")
    if one.late is LateDecision.OPEN:
        state = Text(f"! {LateDecision.OPEN.label}", style="bold red", end="")
    elif one.state is LeaveState.ASKED:
        state.stylize("bold yellow")
    return Line(
        str(one.id),
        {
            "number": one.number,
            "name": one.staff.name,
            "kind": one.kind.label,
            "when": one.span,
            "state": state,
            "approver": one.approver,
        },
        one,
        one.cursor,
    )
