"""The month sheet 考勤表 (RULEBOOK §5): two rows a person, a mark a slot, totals as formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from gridterm.attendance.reading import MonthMatrix, PersonMonth
from gridterm.attendance.summing import Summary
from gridterm.attendance.terms import TOTALS, Slot, Total, legend
from gridterm.i18n import N_, _, language
from gridterm.spreadsheet.mapping import letter
from gridterm.spreadsheet.styled import Content, Formula, Look, Page, Pair, StyledBook

DAYS = 31
NUMBER, NAME, SLOT = 0, 1, 2
FIRST_DAY = 3
FIRST_TOTAL = FIRST_DAY + DAYS
MINUTES = (N_("Minutes late"), N_("Minutes left early"), N_("Leave by the hour, hours"))
LAST = FIRST_TOTAL + len(TOTALS) + len(MINUTES) - 1
HEADER_ROWS = 4
STACKED, UPRIGHT = 255, 90
FAULTS = "迟早旷缺退未"
RED, REST, HEAD, NO_DAY = "C00000", "D5DBE2", "EDF2F7", "F7F7F7"

PLAIN = Look()
TITLE = Look(size=18, bold=True, ruled=False)
LEFT = Look(size=10, ruled=False, across="left")
RIGHT = Look(size=10, ruled=False, across="right")
HEADING = Look(bold=True, fill=HEAD, wrap=True)
DAY_OFF = Look(bold=True, fill=REST)
SHADED = Look(fill=REST)
MISSING = Look(fill=NO_DAY)
TEXT = Look(across="left", wrap=True)
FIGURE = Look(form="0")
HALVES = Look()
NOTES = Look(size=9, ruled=False, across="left", up="top", wrap=True)


class MonthSheet:
    """Writes the sheet; people come one after another.

    Args:
        book: where the sheet goes.
        head: the month's first page: its days, its lock.
        office: the office's name.
        title: the month in words.
        only: what the sheet is limited to, such as a grid; empty for everybody.
    """

    def __init__(
        self, book: StyledBook, head: MonthMatrix, office: str, title: str, only: str = ""
    ) -> None:
        self._days = head.days
        turn = STACKED if language().startswith("zh") else UPRIGHT
        self._turned = Look(size=8, bold=True, fill=HEAD, rotation=turn)
        self._looks = [SHADED if not one.working else PLAIN for one in head.days]
        self._sheet = book.sheet(_("Attendance"), _page())
        self._top(head, office, title, only)

    def add(self, person: PersonMonth) -> None:
        """Write somebody's two rows."""
        row = self._sheet.rows + 1
        marks = [[day.slot(slot).mark for day in person.days] for slot in Slot]
        staff = person.staff
        first: list[Pair | None] = [(staff.number, PLAIN), (staff.name, TEXT)]
        first += self._slot(Slot.MORNING, marks[0]) + _totals(row, marks, person.summary)
        second: list[Pair | None] = [("", PLAIN), ("", TEXT)]
        second += self._slot(Slot.AFTERNOON, marks[1])
        second += [("", FIGURE)] * (LAST + 1 - FIRST_TOTAL)
        self._sheet.add(first)
        self._sheet.add(second)
        for column in (NUMBER, NAME, *range(FIRST_TOTAL, LAST + 1)):
            self._sheet.merge(f"{letter(column)}{row}:{letter(column)}{row + 1}")

    def end(self) -> None:
        """Write the legend and where to sign, and bind the marks' cells."""
        sheet, last = self._sheet, self._sheet.rows
        if last > HEADER_ROWS:
            area = f"{letter(FIRST_DAY)}{HEADER_ROWS + 1}:{letter(FIRST_TOTAL - 1)}{last}"
            cell = f"{letter(FIRST_DAY)}{HEADER_ROWS + 1}"
            sheet.colour_where(area, f'AND({cell}<>"",ISNUMBER(FIND({cell},"{FAULTS}")))', RED)
            sheet.allow_only(
                area,
                [mark for mark, _words in legend()],
                _("Attendance"),
                _("This is none of the marks of the legend, so no total counts it."),
            )
        marks = _("; ").join(
            _("{mark} {words}").format(mark=mark, words=words) for mark, words in legend()
        )
        self._wide(_("Legend: {marks}.").format(marks=marks), NOTES, lines=2)
        self._wide(
            _(
                "Totals count the marks and follow when one is changed; minutes do not. "
                "Every mark that is not simply on time has its reason on the next sheet."
            ),
            NOTES,
            lines=1,
        )
        self._wide(signatures(), LEFT, lines=2)

    def _top(self, head: MonthMatrix, office: str, title: str, only: str) -> None:
        sheet = self._sheet
        empty: list[Pair | None] = [None] * (LAST + 1)
        sheet.add([(_("Attendance sheet"), TITLE), *empty[1:]])
        sheet.merge(f"A1:{letter(LAST)}1")
        line = empty.copy()
        middle = FIRST_DAY + DAYS // 2
        line[0] = (_("Office: {name}").format(name=office), LEFT)
        line[middle - 4] = ("  ".join(filter(None, (title, only))), LEFT)
        line[FIRST_TOTAL - 2] = (_state(head), RIGHT)
        sheet.add(line)
        sheet.merge(f"A2:{letter(middle - 5)}2")
        sheet.merge(f"{letter(middle - 4)}2:{letter(FIRST_TOTAL - 3)}2")
        sheet.merge(f"{letter(FIRST_TOTAL - 2)}2:{letter(LAST)}2")
        self._headings()

    def _headings(self) -> None:
        names = (_("Staff number"), _("Name"), _("Slot"))
        numbers: list[Pair | None] = [(name, HEADING) for name in names]
        weekdays: list[Pair | None] = [("", HEADING)] * len(names)
        for place in range(DAYS):
            look = HEADING if self._look(place) is PLAIN else DAY_OFF
            head = self._days[place] if place < len(self._days) else None
            numbers.append((head.day.day if head else "", look))
            weekdays.append((weekday(head.day) if head else "", look))
        totals = [total.title for total in TOTALS] + [_(title) for title in MINUTES]
        numbers += [(title, self._turned) for title in totals]
        weekdays += [("", self._turned)] * len(totals)
        self._sheet.add(numbers)
        self._sheet.add(weekdays)
        for column in (NUMBER, NAME, SLOT, *range(FIRST_TOTAL, LAST + 1)):
            self._sheet.merge(f"{letter(column)}3:{letter(column)}4")

    def _slot(self, slot: Slot, marks: Sequence[str]) -> list[Pair | None]:
        cells: list[Pair | None] = [(slot.label, PLAIN)]
        cells += [(mark, self._looks[place]) for place, mark in enumerate(marks)]
        return cells + [("", MISSING)] * (DAYS - len(marks))

    def _look(self, place: int) -> Look:
        return self._looks[place] if place < len(self._looks) else MISSING

    def _wide(self, text: str, look: Look, lines: int) -> None:
        """A text over the whole width, of so many rows."""
        row = self._sheet.rows + 1
        for place in range(lines):
            self._sheet.add([(text, look)] if place == 0 else [None])
        self._sheet.merge(f"A{row}:{letter(LAST)}{row + lines - 1}")


def signatures() -> str:
    """The line to sign on."""
    return _(
        "Prepared by: ______________    Checked by: ______________    "
        "Approved by: ______________    Date: ______________"
    )


def weekday(day: date) -> str:
    """A day of the week in one or two letters."""
    names = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
    return names[day.weekday()]


def _page() -> Page:
    widths = [7.5, 9.5, 5.5] + [2.9] * DAYS + [4.1] * (LAST + 1 - FIRST_TOTAL)
    return Page(
        widths,
        HEADER_ROWS,
        f"{letter(FIRST_DAY)}{HEADER_ROWS + 1}",
        row_height=13.5,
        heights={1: 26, 2: 16, 3: 33, 4: 40},
    )


def _state(head: MonthMatrix) -> str:
    if head.lock is not None:
        return _("Locked by {name} on {at}.").format(
            name=head.lock.by, at=f"{head.lock.at:%Y-%m-%d %H:%M}"
        )
    return head.banner or _("Not locked yet: what nobody confirmed is a suggestion.")


def _totals(row: int, marks: Sequence[Sequence[str]], figures: Summary) -> list[Pair | None]:
    """Formulas that count the marks of two rows, with what they come to; then the minutes."""
    count = Counter(mark for line in marks for mark in line)
    area = f"{letter(FIRST_DAY)}{row}:{letter(FIRST_TOTAL - 1)}{row + 1}"
    cells: list[Pair | None] = [
        (_counting(total, area, count), FIGURE if total.factor == 1 else HALVES) for total in TOTALS
    ]
    minutes: tuple[Content, ...] = (figures.late_minutes, figures.early_minutes)
    by_hour: Pair = (figures.leave_hours, HALVES)
    return [*cells, *((value, FIGURE) for value in minutes), by_hour]


def _counting(total: Total, area: str, count: Counter[str]) -> Formula:
    wanted = ",".join(f'"{mark}"' for mark in total.marks)
    one = f"COUNTIF({area},{wanted})"
    text = one if len(total.marks) == 1 else f"SUM(COUNTIF({area},{{{wanted}}}))"
    factor = "" if total.factor == 1 else f"*{total.factor:g}"
    value = sum(count[mark] for mark in total.marks) * total.factor
    return Formula(f"={text}{factor}", value)
