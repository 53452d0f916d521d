"""Write a month's workbook: ours, or the same cells by plain openpyxl.

``written`` times the writing alone: the judged month and its punches are in memory before the
clock starts. ``whole`` goes from the office to the file, page by page, both ways alike.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session

from gridterm.attendance import reading, workbook
from gridterm.attendance.month_sheet import (
    DAYS,
    FIRST_DAY,
    FIRST_TOTAL,
    HEADER_ROWS,
    MonthSheet,
)
from gridterm.attendance.period import Period
from gridterm.attendance.reading import MonthMatrix, PersonMonth, RawPunch
from gridterm.attendance.reading.punches import punch_page
from gridterm.attendance.sheet_lists import PunchSheet, ReasonSheet
from gridterm.attendance.summing import remarkable
from gridterm.attendance.terms import TOTALS, Slot
from gridterm.calendar import month_days
from gridterm.clock import SystemClock
from gridterm.spreadsheet.mapping import letter
from gridterm.spreadsheet.styled import writing_book
from gridterm.store.unit import Store

MONTH = (2026, 3)


def ours_written(month: MonthMatrix, punches: Sequence[RawPunch], path: Path) -> None:
    """The three sheets, as they are exported."""
    with writing_book(path, overwrite=True) as (book, _final):
        sheet, reasons = MonthSheet(book, month, "银杏社区", "2026-03"), ReasonSheet(book)
        for person in month.rows:
            sheet.add(person)
            reasons.add(person)
        sheet.end()
        raw = PunchSheet(book)
        for one in punches:
            raw.add(one)


def ours_whole(store: Store, path: Path) -> None:
    """The export itself."""
    workbook.export(store, Period(MONTH[0], MONTH[1], MONTH[1]), path, overwrite=True)


class Plain:
    """The same values and formulas, without looks and without the formulas' values."""

    def __init__(self) -> None:
        from openpyxl import Workbook

        self.book = Workbook(write_only=True)
        titles = ("marks", "reasons", "punches")
        self._marks, self._reasons, self._punches = map(self.book.create_sheet, titles)
        self._row = HEADER_ROWS + 1

    def people(self, rows: Iterable[PersonMonth]) -> None:
        """Marks, totals and reasons."""
        for person in rows:
            for line in _marks(person, self._row):
                self._marks.append(line)
            self._row += len(Slot)
            for line in _reasons(person):
                self._reasons.append(line)

    def punches(self, rows: Iterable[RawPunch]) -> None:
        """The raw punches."""
        for one in rows:
            number, name = (one.staff.number, one.staff.name) if one.staff else ("", "")
            signed = one.signed
            self._punches.append(
                [signed.at, number, name, one.pin, signed.source.label, signed.device, ""]
            )


def plain_written(month: MonthMatrix, punches: Sequence[RawPunch], path: Path) -> None:
    """What is in memory."""
    plain = Plain()
    plain.people(month.rows)
    plain.punches(punches)
    plain.book.save(path)


def plain_whole(store: Store, path: Path) -> None:
    """From the office, in the pages the export reads."""
    plain = Plain()
    with store.read() as session:
        for month in _pages(session, store.clock.now()):
            plain.people(month.rows)
        for rows in _punch_pages(session):
            plain.punches(rows)
    plain.book.save(path)


def _pages(session: Session, now: datetime) -> Iterator[MonthMatrix]:
    after: str | None = None
    more = True
    while more:
        page = reading.read_month(session, MONTH, now, after=after, limit=workbook.PEOPLE_AT_ONCE)
        yield page
        after, more = page.cursor, page.more


def _punch_pages(session: Session) -> Iterator[Sequence[RawPunch]]:
    days = month_days(*MONTH)
    after: tuple[datetime, int] | None = None
    more = True
    while more:
        page = punch_page(session, days[0], days[-1], after=after, limit=workbook.PUNCHES_AT_ONCE)
        yield page.rows
        after, more = page.cursor, page.more


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
    work: Callable[[], None]
    if how.endswith("whole"):
        work = partial({"ours-whole": ours_whole, "plain-whole": plain_whole}[how], store, path)
    else:
        writers = {"ours-written": ours_written, "plain-written": plain_written}
        with store.read() as session:
            month = reading.whole_in(session, MONTH, store.clock.now())
            punches = [one for rows in _punch_pages(session) for one in rows]
        work = partial(writers[how], month, punches, path)
    start = time.perf_counter()
    work()
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": taken, "peak": peak}))
    store.close()


main()
