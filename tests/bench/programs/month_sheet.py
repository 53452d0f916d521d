"""Write a month's marks, totals and reasons: ours, or the same cells by plain openpyxl.

Both hold the judged month in memory before the clock starts, so only writing is timed.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from gridterm.attendance import reading
from gridterm.attendance.month_sheet import DAYS, FIRST_DAY, FIRST_TOTAL, MonthSheet
from gridterm.attendance.reading import MonthMatrix, PersonMonth
from gridterm.attendance.sheet_lists import ReasonSheet
from gridterm.attendance.summing import remarkable
from gridterm.attendance.terms import TOTALS, Slot
from gridterm.clock import SystemClock
from gridterm.spreadsheet.mapping import letter
from gridterm.spreadsheet.styled import writing_book
from gridterm.store.unit import Store

MONTH = (2026, 3)


def ours(month: MonthMatrix, path: Path) -> None:
    """The month sheet and its exceptions, as they are exported."""
    with writing_book(path, overwrite=True) as (book, _final):
        sheet = MonthSheet(book, month, "银杏社区", "2026-03")
        reasons = ReasonSheet(book)
        for person in month.rows:
            sheet.add(person)
            reasons.add(person)
        sheet.end()


def plain(month: MonthMatrix, path: Path) -> None:
    """The same values and formulas, without looks and without the formulas' values."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    marks, reasons = book.create_sheet("marks"), book.create_sheet("reasons")
    for place, person in enumerate(month.rows):
        for row in _marks(person, 5 + 2 * place):
            marks.append(row)
        for row in _reasons(person):
            reasons.append(row)
    book.save(path)


def _marks(person: PersonMonth, row: int) -> Iterator[list[object]]:
    area = f"{letter(FIRST_DAY)}{row}:{letter(FIRST_TOTAL - 1)}{row + 1}"
    for slot in Slot:
        line: list[object] = [person.staff.number, person.staff.name, slot.label]
        line += [day.slot(slot).mark for day in person.days]
        line += [""] * (DAYS - len(person.days))
        if slot is Slot.MORNING:
            line += [_formula(total.marks, area) for total in TOTALS]
            line += [person.summary.late_minutes, person.summary.early_minutes]
        else:
            line += [""] * (len(TOTALS) + 2)
        yield line


def _formula(marks: Sequence[str], area: str) -> str:
    wanted = ",".join(f'"{mark}"' for mark in marks)
    return f"=SUM(COUNTIF({area},{{{wanted}}}))"


def _reasons(person: PersonMonth) -> Iterator[list[object]]:
    staff = person.staff
    for day in person.days:
        for view in day.slots:
            if remarkable(view):
                yield [
                    *(day.day, "", view.slot.label, staff.number, staff.name, staff.grid),
                    *(view.mark, view.status.label, view.minutes, "", view.sentence),
                    *(" ".join(f"{one:%H:%M}" for one in view.punches), ""),
                ]


def main() -> None:
    """Print the seconds and the peak memory in MiB as JSON."""
    how, office, path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    store = Store(office, SystemClock())
    month = reading.whole_month(store, *MONTH, reasons=False)
    store.close()
    start = time.perf_counter()
    {"ours": ours, "plain": plain}[how](month, path)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": taken, "peak": peak}))


main()
