"""A quarter or a year per person: the figures for pay and appraisal, month by month and summed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from gridterm.attendance.month_sheet import (
    FIGURE,
    HALVES,
    HEADING,
    LEFT,
    NOTES,
    PLAIN,
    RIGHT,
    TEXT,
    TITLE,
    signatures,
)
from gridterm.attendance.period import Period
from gridterm.attendance.summing import Summary
from gridterm.attendance.terms import LeaveKind, StaffLine
from gridterm.i18n import N_, _
from gridterm.spreadsheet.mapping import letter
from gridterm.spreadsheet.styled import Content, Formula, Look, Page, Pair, StyledBook, StyledSheet
from gridterm.spreadsheet.writing import sheet_name

Figure = tuple[str, Callable[[Summary], float], Look]
Month = tuple[int, int]

FIGURES: tuple[Figure, ...] = (
    (N_("Owed half-days"), lambda one: one.owed, FIGURE),
    (N_("Attended half-days"), lambda one: one.attended, FIGURE),
    (N_("Late, times"), lambda one: one.late, FIGURE),
    (N_("Minutes late"), lambda one: one.late_minutes, FIGURE),
    (N_("Left early, times"), lambda one: one.early, FIGURE),
    (N_("Minutes left early"), lambda one: one.early_minutes, FIGURE),
    (N_("Afternoons not signed"), lambda one: one.unsigned, FIGURE),
    (N_("Absent days"), lambda one: one.absent_days, HALVES),
    (N_("Made up, times"), lambda one: one.made_up, FIGURE),
    (N_("Official duty, half-days"), lambda one: one.outing, FIGURE),
    (N_("Waived, times"), lambda one: one.waived, FIGURE),
)
BY_HOUR: tuple[Figure, ...] = (
    (N_("Leave by the hour, hours"), lambda one: one.leave_hours, HALVES),
)
NAMES = 3
FIRST = NAMES + 1
HEADER_ROWS = 3


class SumsSheets:
    """Both sheets; a total on the first is the sum of somebody's months on the second.

    Args:
        book: where they go.
        period: the months.
        office: the office's name.
        only: what it is limited to, such as a grid; empty for everybody.
    """

    def __init__(self, book: StyledBook, period: Period, office: str, only: str = "") -> None:
        self._columns = _figures()
        widths = [8, 11, 18] + [8.5] * (len(self._columns) + 1)
        heights = {1: 30.0, 2: 18.0, 3: 44.0}
        page = Page(widths, HEADER_ROWS, f"{letter(FIRST)}{HEADER_ROWS + 1}", 18, heights)
        titles = (_("Attendance summary"), _("Month by month"))
        self._sums, self._each = (book.sheet(title, page) for title in titles)
        self._source = sheet_name(titles[1], set())
        words = ("  ".join(filter(None, (period.title, only))), office)
        for sheet, title in ((self._sums, titles[0]), (self._each, titles[1])):
            _top(sheet, title, words, len(self._columns))
        self._sums.add(_heading(_("Months"), self._columns))
        self._each.add(_heading(_("Month"), self._columns))

    def write(self, figures: Iterable[tuple[StaffLine, Mapping[Month, Summary]]]) -> None:
        """Write everybody's figures, then where to sign."""
        for staff, months in figures:
            start = self._each.rows + 1
            for month, one in months.items():
                cells: list[Pair | None] = [*_whose(staff), (f"{month[0]}-{month[1]:02}", PLAIN)]
                cells += [(get(one), look) for _title, get, look in self._columns]
                self._each.add(cells)
            self._sums.add(self._sum(staff, tuple(months.values()), start))
        last = letter(FIRST + len(self._columns) - 1)
        for text, look in ((_note(), NOTES), (signatures(), LEFT)):
            self._sums.add([None])
            row = self._sums.add([(text, look)])
            self._sums.merge(f"A{row}:{last}{row}")

    def _sum(self, staff: StaffLine, months: Sequence[Summary], start: int) -> list[Pair | None]:
        end = start + len(months) - 1
        cells: list[Pair | None] = [*_whose(staff), (len(months), PLAIN)]
        for place, (_title, get, look) in enumerate(self._columns, FIRST):
            area = f"'{self._source}'!{letter(place)}{start}:{letter(place)}{end}"
            cells.append((Formula(f"=SUM({area})", sum(get(one) for one in months)), look))
        return cells


def _figures() -> tuple[Figure, ...]:
    kinds = tuple(
        (kind.message, lambda one, kind=kind: one.leave.get(kind, 0), FIGURE) for kind in LeaveKind
    )
    return FIGURES + kinds + BY_HOUR


def _whose(staff: StaffLine) -> list[Pair]:
    return [(staff.number, PLAIN), (staff.name, TEXT), (staff.grid, TEXT)]


def _top(sheet: StyledSheet, title: str, words: tuple[str, str], columns: int) -> None:
    last = letter(FIRST + columns - 1)
    sheet.add([(title, TITLE)])
    sheet.merge(f"A1:{last}1")
    line: list[Pair | None] = [None] * (FIRST + columns)
    middle = FIRST + columns // 2
    line[0] = (_("Office: {name}").format(name=words[1]), LEFT)
    line[middle] = (words[0], RIGHT)
    sheet.add(line)
    sheet.merge(f"A2:{letter(middle - 1)}2")
    sheet.merge(f"{letter(middle)}2:{last}2")


def _heading(month: str, columns: Sequence[Figure]) -> list[Pair | None]:
    names: list[Content] = [_("Staff number"), _("Name"), _("Grid"), month]
    names += [_(title) for title, _get, _look in columns]
    return [(name, HEADING) for name in names]


def _note() -> str:
    return _(
        "A half-day is one sign-in, morning or afternoon. Leave is in half-days. "
        "Every mark that is not simply on time has its reason on the last sheet."
    )
