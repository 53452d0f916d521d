"""From the cells of a row to the visit it means, or to the sentence why it cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from gridterm.errors import InputError
from gridterm.hotline.stepping import LONGEST_TEXT, too_long
from gridterm.i18n import _
from gridterm.spreadsheet.delimited import BROKEN
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.spreadsheet.mapping import ColumnMap
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.spreadsheet.reading import Table
from gridterm.spreadsheet.values import Value, moment_of, text_of
from gridterm.text import clean, clean_line
from gridterm.visits import rules
from gridterm.visits.importing.fields import NO, outcome_of, purpose_of
from gridterm.visits.importing.known import SHOWN, Homes, People
from gridterm.visits.importing.terms import STEP, Facts, Reading, RefusedRowError
from gridterm.visits.terms import Outcome, Purpose

EARLIEST = date(1980, 1, 1)
Key = tuple[int, int, datetime]


def missing(found: ColumnMap) -> tuple[str, ...]:
    """What a table must say and has no column for: the day, who went, and to whom."""
    has = found.columns.keys()
    lacking = [spec.title for spec in found.missing]
    if not has & {"number", "name"}:
        lacking.append(_("Visited by"))
    if not has & {"address", "room", "head"}:
        lacking.append(_("Household"))
    return tuple(lacking)


def read(  # noqa: PLR0913, PLR0917 - a table, its columns, whom they name, the clock, the person
    table: Table, found: ColumnMap, people: People, homes: Homes, now: datetime, watch: Watch
) -> Reading:
    """Read a table to its end.

    Raises:
        FileProblemError: the file cannot be read to its end.
        CancelledError: the person cancelled.
    """
    reading = Reading(table.header)
    reader = _RowReader(found, people, homes, now)
    seen: dict[Key, Facts] = {}
    for done, (number, cells) in enumerate(table.rows()):
        if done % STEP == 0:
            watch.tell(done, table.total or 0, Phase.READING)
        try:
            _take(reading, seen, reader.read(number, cells), cells)
        except RefusedRowError as error:
            reading.refused.append(RefusedRow(number, str(error), list(cells)))
    return reading


def _take(reading: Reading, seen: dict[Key, Facts], facts: Facts, cells: Sequence[Value]) -> None:
    earlier = seen.setdefault((facts.staff_id, facts.household_id, facts.at), facts)
    if earlier is facts:
        reading.found.append(facts)
        reading.cells[facts.row] = cells
    elif earlier[1:] == facts[1:]:
        reading.repeated += 1
    else:
        raise RefusedRowError(
            _("Row {row} is the same visit with other details.").format(row=earlier.row)
        )


class _RowReader:
    def __init__(self, found: ColumnMap, people: People, homes: Homes, now: datetime) -> None:
        self._at = dict(found.columns)
        self._people = people
        self._homes = homes
        self._now = now

    def read(self, number: int, cells: Sequence[Value]) -> Facts:
        """The visit a row means.

        Raises:
            RefusedRowError: it cannot be taken.
        """
        if any(isinstance(one, str) and not one.isascii() and BROKEN.search(one) for one in cells):
            raise RefusedRowError(
                _("It holds bytes that are no characters. Correct them in the source.")
            )
        self._not_confidential(cells)
        day, at = self._when(cells)
        staff_id = self._people.of(self._line(cells, "number"), self._line(cells, "name"), day)
        household_id = self._homes.of(self._address(cells), self._line(cells, "head"), day)
        purpose, aim = _term(self._line(cells, "purpose"), purpose_of, Purpose.ROUTINE)
        result, outcome = _term(self._line(cells, "result"), outcome_of, Outcome.MET)
        matter = _joined(aim, self._words(cells, "matter"))
        feedback = _joined(outcome, self._words(cells, "feedback"))
        return Facts(number, day, at, staff_id, household_id, purpose, matter, feedback, result)

    def _when(self, cells: Sequence[Value]) -> tuple[date, datetime]:
        value = self._cell(cells, "day")
        typed = clean_line(text_of(value))
        if not typed:
            raise RefusedRowError(_("The row does not say the day."))
        found = moment_of(value)
        if found is None or found.date() < EARLIEST:
            raise RefusedRowError(
                _("{typed} is not a date. Write 2026-11-21.").format(typed=typed[:SHOWN])
            )
        clock = self._clock(cells, found.date())
        at = clock if clock is not None else found
        try:
            day, _at = rules.moment(found.date(), None if at.time() == time() else at, self._now)
        except InputError as error:
            raise RefusedRowError(error.message) from error
        return day, at

    def _clock(self, cells: Sequence[Value], day: date) -> datetime | None:
        """The time of its own column; None where it has none or says nothing."""
        value = self._cell(cells, "time")
        typed = clean_line(text_of(value))
        if not typed:
            return None
        if isinstance(value, float) and 0 <= value < 1:
            seconds = round(value * 24 * 3600)
            return datetime.combine(day, time(seconds // 3600 % 24, seconds % 3600 // 60))
        found = moment_of(value) or moment_of(f"{day.isoformat()} {typed}")
        if found is None:
            raise RefusedRowError(
                _("No time can be read from this: {text}.").format(text=typed[:SHOWN])
            )
        return datetime.combine(day, found.time())

    def _address(self, cells: Sequence[Value]) -> str:
        unit = self._line(cells, "unit")
        if unit.isdecimal():
            unit += "单元"
        building = self._line(cells, "building")
        if building.isdecimal():
            building += "号楼"
        parts = (self._line(cells, "address"), self._line(cells, "estate"), building, unit)
        room = self._line(cells, "room")
        return "".join((*parts, room)) if any(parts) else ""

    def _not_confidential(self, cells: Sequence[Value]) -> None:
        marked = self._line(cells, "confidential").casefold()
        if marked and marked not in NO:
            raise RefusedRowError(
                _(
                    "A confidential matter goes into a call: record this visit by hand, "
                    "with the mark."
                )
            )

    def _words(self, cells: Sequence[Value], key: str) -> str:
        words = clean(text_of(self._cell(cells, key)))
        if len(words) > LONGEST_TEXT:
            raise RefusedRowError(too_long(LONGEST_TEXT))
        return words

    def _cell(self, cells: Sequence[Value], key: str) -> Value:
        index = self._at.get(key)
        return "" if index is None or index >= len(cells) else cells[index]

    def _line(self, cells: Sequence[Value], key: str) -> str:
        if key not in self._at:
            return ""
        value = self._cell(cells, key)
        return clean_line(value if isinstance(value, str) else text_of(value))


def _term(words: str, meant: Callable[[str], str], usual: str) -> tuple[str, str]:
    """The code some words mean, and the words themselves where they mean none: they are kept."""
    code = meant(words) if words else str(usual)
    return (code, "") if code else (str(usual), words)


def _joined(first: str, rest: str) -> str:
    return "\n".join(filter(None, (first, rest)))
