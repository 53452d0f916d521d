"""The sheets behind the month sheet: every exception with its reason, and the raw punches."""

from __future__ import annotations

from datetime import date

from gridterm.attendance.explaining import words
from gridterm.attendance.month_sheet import HEADING, PLAIN, TEXT, weekday
from gridterm.attendance.reading import PersonMonth, RawPunch
from gridterm.attendance.summing import remarkable
from gridterm.attendance.terms import TO_DECIDE, Flag, SlotView, StaffLine
from gridterm.i18n import _
from gridterm.spreadsheet.styled import Look, Page, StyledBook, StyledSheet

DAY = Look(form="yyyy-mm-dd")
MOMENT = Look(form="yyyy-mm-dd hh:mm:ss")


class ReasonSheet:
    """Every slot that is not simply on time, with its reason."""

    def __init__(self, book: StyledBook) -> None:
        widths = (11, 5, 6, 8, 10, 16, 6, 12, 7, 12, 64, 18, 22)
        self._sheet = _listed(
            book,
            _("Exceptions"),
            widths,
            (
                *(_("Day"), _("Weekday"), _("Slot"), _("Staff number"), _("Name"), _("Grid")),
                *(_("Mark"), _("Status"), _("Minutes"), _("Decided"), _("Why")),
                *(_("Sign-ins"), _("Remarks")),
            ),
        )

    def add(self, person: PersonMonth) -> None:
        """Write somebody's exceptions."""
        for day in person.days:
            for view in day.slots:
                if remarkable(view):
                    self._write(person.staff, day.day, view)

    def _write(self, staff: StaffLine, day: date, view: SlotView) -> None:
        self._sheet.add(
            [
                (day, DAY),
                (weekday(day), PLAIN),
                (view.slot.label, PLAIN),
                (staff.number, PLAIN),
                (staff.name, TEXT),
                (staff.grid, TEXT),
                (view.mark, PLAIN),
                (words(view.status, view.minutes, view.kind), TEXT),
                (view.minutes or None, PLAIN),
                (state(view), TEXT),
                (view.sentence, TEXT),
                (" ".join(f"{one:%H:%M}" for one in view.punches), TEXT),
                (_(", ").join(flag.label for flag in sorted(view.flags)), TEXT),
            ]
        )


class PunchSheet:
    """The raw punches, as they were made."""

    def __init__(self, book: StyledBook) -> None:
        widths = (20, 9, 12, 10, 30, 12, 30)
        self._sheet = _listed(
            book,
            _("Raw punches"),
            widths,
            (
                *(
                    _("Time"),
                    _("Staff number"),
                    _("Name"),
                    _("Machine PIN"),
                    _("Source"),
                    _("Device"),
                ),
                _("Remarks"),
            ),
        )

    def add(self, one: RawPunch) -> None:
        """Write a punch."""
        remark = _("Nobody is known by this PIN.") if one.staff is None else ""
        if one.signed.clock_back:
            remark = Flag.CLOCK_BACK.label
        self._sheet.add(
            [
                (one.signed.at, MOMENT),
                (one.staff.number if one.staff else "", PLAIN),
                (one.staff.name if one.staff else "", TEXT),
                (one.pin, PLAIN),
                (one.signed.source.label, TEXT),
                (one.signed.device, PLAIN),
                (remark, TEXT),
            ]
        )


def state(view: SlotView) -> str:
    """Who decided a slot, or that nobody did."""
    if Flag.PENDING_ADJUSTMENT in view.flags:
        return _("Changed after the month was locked")
    if view.locked:
        return _("Locked")
    if view.flags & TO_DECIDE:
        return _("To be decided")
    if view.confirmed:
        return _("Confirmed")
    return _("Waived") if view.waived else _("Suggestion")


def _listed(
    book: StyledBook, title: str, widths: tuple[float, ...], header: tuple[str, ...]
) -> StyledSheet:
    sheet = book.sheet(title, Page(widths, 1, "A2", heights={1: 20}))
    sheet.add([(name, HEADING) for name in header])
    return sheet
