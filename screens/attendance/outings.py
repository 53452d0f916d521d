"""Official duty away from the office, and what clerks put over slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.attendance.terms import SlotKey
from gridterm.calendar import month_days
from gridterm.i18n import N_, _
from screens.attendance.deciding import ask_undo, open_slot
from screens.attendance.forms import ask_outing
from screens.attendance.slot import correction_words
from screens.attendance.views import Month, RowsView, ask_fields, reason_field
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.attendance.corrections import CorrectionView
    from gridterm.attendance.outing import OutingView
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

WHEN = "%m-%d %H:%M"


class OutingsView(RowsView):
    """The official duty of a month."""

    title_id = N_("Duty")
    by_month = True

    def columns(self) -> Sequence[Column]:
        """Who, when, what for, who sent them."""
        return (
            Column("name", _("Name"), 9),
            Column("when", _("When"), 23),
            Column("reason", _("What duty")),
            Column("approver", _("Sent by"), 14),
        )

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """All of the month."""
        from gridterm.attendance.service import outings

        days = month_days(*month)
        return [_outing_line(one) for one in outings(store, days[0], days[-1])]

    def nothing(self) -> str:
        """There is none."""
        return _("No official duty in this month. Ctrl+N enters one.")

    def describe(self, line: Line) -> Text:
        """The duty in full."""
        one: OutingView = line.record
        told = Text(end="")
        told.append(f"{one.staff.number} {one.staff.name}", "bold")
        told.append(f"  {one.span}\n{one.reason}")
        words = _("Sent by {approver}; entered by {by}, {at}")
        told.append("\n" + words.format(approver=one.approver, by=one.by, at=f"{one.at:{WHEN}}"))
        return told

    def new(self) -> None:
        """Enter official duty."""
        ask_outing(self.at_desk, self.done)

    def open(self) -> None:
        """Nothing more than what is shown below."""
        self.office.say(_("Del takes official duty back; Ctrl+N enters one."))

    @property
    def can_take_back(self) -> bool:
        """Whether one is marked."""
        return self.marked is not None

    def take_back(self) -> None:
        """Take the marked duty back, with a reason."""
        one: OutingView = self.marked

        def save(store: Store, actor: Actor, values: Mapping[str, str]) -> object:
            from gridterm.attendance.service import undo_outing

            undo_outing(store, actor, one.id, values["reason"])
            return True

        words = _("It stays on record with who took it back and why.")
        ask_fields(self.at_desk, _("Take back"), lambda: (reason_field(),), save, self.done, words)


class CorrectionsView(RowsView):
    """Make-ups, waivers and confirmations of a month, those taken back too."""

    title_id = N_("Corrections")
    by_month = True

    def columns(self) -> Sequence[Column]:
        """When, who, what, why."""
        return (
            Column("day", _("Day"), 6),
            Column("slot", _("Slot"), 6),
            Column("name", _("Name"), 9),
            Column("kind", _("What"), 8),
            Column("reason", _("Why")),
            Column("approver", _("Approved by"), 14),
            Column("by", _("Entered by"), 10, wide=True),
        )

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """All of the month, by day."""
        from gridterm.attendance.service import corrections

        return [_correction_line(one) for one in corrections(store, *month)]

    def nothing(self) -> str:
        """There is none."""
        return _("Nothing was corrected or confirmed in this month.")

    def describe(self, line: Line) -> Text:
        """The correction in full."""
        one: CorrectionView = line.record
        told = Text(f"{one.staff.number} {one.staff.name}", "bold", end="")
        told.append(f"  {one.day.isoformat()} {one.slot.label}\n", "not bold")
        told.append(correction_words(one), "not bold")
        return told

    def open(self) -> None:
        """Explain the slot it stands over."""
        one: CorrectionView | None = self.marked
        if one is not None:
            open_slot(self.at_desk, SlotKey(one.staff.id, one.day, one.slot), self.done)

    @property
    def can_take_back(self) -> bool:
        """Whether one is marked that stands."""
        one: CorrectionView | None = self.marked
        return one is not None and one.undone_at is None

    def take_back(self) -> None:
        """Take the marked one back, with a reason."""
        ask_undo(self.at_desk, self.marked.id, self.done)


def _outing_line(one: OutingView) -> Line:
    return Line(
        str(one.id),
        {
            "name": one.staff.name,
            "when": one.span,
            "reason": one.reason,
            "approver": one.approver,
        },
        one,
    )


def _correction_line(one: CorrectionView) -> Line:
    gone = one.undone_at is not None
    kind = Text(one.kind.label, style="dim strike" if gone else "", end="")
    reason = _("taken back: {reason}").format(reason=one.undone_reason) if gone else one.reason
    return Line(
        str(one.id),
        {
            "day": f"{one.day:%m-%d}",
            "slot": one.slot.label,
            "name": one.staff.name,
            "kind": kind,
            "reason": Text(reason, style="dim" if gone else "", end=""),
            "approver": one.approver,
            "by": one.by,
        },
        one,
    )
