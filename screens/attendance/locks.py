"""The months of a year: locking, reopening with a reason, pending adjustments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.widgets import Static

from gridterm.attendance.explaining import view_words
from gridterm.i18n import N_, _, ngettext
from screens.attendance.views import (
    MONTHS,
    Month,
    RowsView,
    ask_fields,
    month_name,
    reason_field,
)
from screens.registers.fields import row
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.forms import LineInput
from screens.widgets.progress import Job, LongWork, Outcome
from screens.widgets.table import Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.attendance.adjusting import Adjustment
    from gridterm.attendance.months import MonthState
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store


class MonthsView(RowsView):
    """Twelve months with their locks; the marked one's pending adjustments below."""

    title_id = N_("Locks")
    by_month = True
    stride = MONTHS

    def columns(self) -> Sequence[Column]:
        """Which, how it stands, who locked it and when."""
        return (
            Column("month", _("Month"), 11),
            Column("state", _("State"), 14),
            Column("by", _("Locked by"), 10),
            Column("at", _("When"), 17),
            Column("note", _("Note")),
        )

    def wanted(self) -> object:
        """Another year starts the list anew."""
        return self.month[0]

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """The months of the year."""
        from gridterm.attendance.service import months

        return [_line(one) for one in months(store, month[0])]

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The year and the ways to others."""
        desk = self.at_desk
        return [
            Hint(str(self.month[0]), style="current", weight=9),
            Hint(_("< year before"), weight=6, run=partial(desk.turn, -1)),
            Hint(_("today"), weight=5, run=desk.this_month),
            Hint(_("next year >"), weight=6, run=partial(desk.turn, 1)),
        ], []

    def describe(self, line: Line) -> Text:
        """How the month stands; its adjustments are read while it is looked at."""
        one: MonthState = line.record
        told = Text(month_name((one.year, one.month)), "bold", end="")
        told.append("\n" + _state_sentence(one), "not bold")
        return told

    @on(PagedTable.Marked)
    def _look_for_adjustments(self, event: PagedTable.Marked) -> None:
        one: MonthState | None = event.line.record if event.line else None
        if one is None or one.lock is None:
            return
        store = self.desk.store

        def read() -> tuple[Adjustment, ...]:
            from gridterm.attendance.service import adjustments

            return adjustments(store, one.year, one.month)

        self.desk.run_service(read, partial(self._show_adjustments, one), group="adjustments")

    def _show_adjustments(self, one: MonthState, found: tuple[Adjustment, ...]) -> None:
        if self.marked is not one or not found:
            return
        told = self.describe(Line("", {}, one))
        pending = [each for each in found if not each.dismissed]
        if pending:
            words = ngettext(
                "{number} pending adjustment:", "{number} pending adjustments:", len(pending)
            ).format(number=len(pending))
            told.append(f"\n! {words}", "bold red")
        for each in pending:
            told.append(f"\n{adjustment_words(each)}")
        for each in found[len(pending) :]:
            told.append(f"\n{adjustment_words(each)}\n  {each.locked.sentence}", "dim")
        self.query_one(".about Static", Static).update(told)

    def open(self) -> None:
        """Choose what is done with the marked month."""
        one: MonthState | None = self.marked
        if one is None:
            return
        options = [("see", _("Show the month"))]
        if self.may_change and one.lock is not None:
            options += [
                ("pending", _("Show its pending adjustments")),
                ("reopen", _("Open it again, with a reason ..")),
            ]
        elif self.may_change and one.over:
            options = [("lock", _("Lock it ..")), *options]
        title = month_name((one.year, one.month))
        self.desk.ask(Choose(title, options), partial(self._do, one))

    def _do(self, one: MonthState, step: str) -> None:
        desk = self.at_desk
        if step in {"see", "pending"}:
            desk.month = (one.year, one.month)
            desk.show("month" if step == "see" else "exceptions")
        elif step == "lock":
            words = _(
                "Every slot stays as it is now; later facts become pending adjustments. "
                "Opening the month again needs a reason."
            )
            note = lambda: (row("note", _("Note"), LineInput()),)  # noqa: E731 - a form's fields
            title = _("Lock {month}").format(month=_name(one))
            ask_fields(desk, title, note, _note, partial(self._lock, one), words)
        else:
            words = _("What it was locked as is kept; it can be locked anew.")
            title = _("Open {month} again").format(month=_name(one))
            ask_fields(
                desk, title, lambda: (reason_field(),), partial(_reopen, one), self.done, words
            )

    def _lock(self, one: MonthState, note: object) -> None:
        """Lock it with progress and a way to cancel; nothing is locked by half."""
        store, actor, name = self.desk.store, self.office.actor, _name(one)

        def work(job: Job) -> MonthState:
            from gridterm.attendance.service import lock

            return lock(
                store, actor, one.year, one.month, str(note),
                progress=job.progress, cancelled=job.cancelled,
            )  # fmt: skip

        def outcome(_locked: MonthState) -> Outcome:
            return Outcome(_("{month} is locked now.").format(month=name))

        title = _("Lock {month}").format(month=name)
        self.desk.ask(LongWork(title, work, outcome), self.done)


def _note(store: Store, actor: Actor, values: Mapping[str, str]) -> str:
    """The note, checked while its form still stands."""
    del store, actor
    from gridterm.attendance.months import note_of

    return note_of(values["note"])


def _reopen(one: MonthState, store: Store, actor: Actor, values: Mapping[str, str]) -> object:
    from gridterm.attendance.service import reopen

    return reopen(store, actor, one.year, one.month, values["reason"])


def adjustment_words(one: Adjustment) -> str:
    """``1003 陈思雨 10-12 Morning: locked as absent, now late, 12 min``."""
    return _("{who} {day} {slot}: locked as {locked}, now {now}").format(
        who=f"{one.staff.number} {one.staff.name}",
        day=f"{one.day:%m-%d}",
        slot=one.locked.slot.label,
        locked=view_words(one.locked),
        now=view_words(one.now),
    )


def _name(one: MonthState) -> str:
    return month_name((one.year, one.month))


def _state_sentence(one: MonthState) -> str:
    if one.lock is not None:
        return _("Locked: it does not change; later facts wait as pending adjustments.")
    if one.over:
        return _("Open and over: decide what is open, then lock it with Enter.")
    return _("Not over yet; it can be locked after its last day.")


def _line(one: MonthState) -> Line:
    state = _("locked") if one.lock else _("to be locked") if one.over else _("not over yet")
    style = "bold yellow" if one.over and not one.lock else "" if one.lock else "dim"
    return Line(
        f"{one.year}-{one.month}",
        {
            "month": _name(one),
            "state": Text(state, style=style, end=""),
            "by": one.lock.by if one.lock else "",
            "at": f"{one.lock.at:%Y-%m-%d %H:%M}" if one.lock else "",
            "note": one.lock.note if one.lock else "",
        },
        one,
    )
