"""Punches in workbooks and text files: whose and when a row is, in many programs' habits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.attendance.codes import plain_pin
from gridterm.attendance.importing.terms import (
    LONGEST_SHOWN,
    STEP,
    Found,
    Reading,
    RefusedLineError,
    believable,
)
from gridterm.i18n import N_, _
from gridterm.registers.tables import Staff
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.spreadsheet.mapping import ColumnMap, FieldSpec
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.spreadsheet.reading import Table
from gridterm.spreadsheet.values import EXCEL_EPOCH, Value, moment_of, nearest_second, text_of
from gridterm.text import ascii_digits, clean_line, fold

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "number",
        N_("Staff number"),
        (
            *(
                "工号",
                "员工编号",
                "员工工号",
                "人员编号",
                "职工号",
                "员工号",
                "编号",
                "staff number",
            ),
            *("employee id", "employee no", "staff id", "number"),
        ),
    ),
    FieldSpec("name", N_("Name"), ("姓名", "员工姓名", "人员姓名", "名字", "员工", "name")),
    FieldSpec(
        "pin",
        N_("Machine PIN"),
        (
            *(
                "考勤号码",
                "考勤号",
                "考勤编号",
                "登记号码",
                "登记号",
                "机器号码",
                "指纹号",
                "用户号",
            ),
            *("用户编号", "pin", "user id", "ac-no", "enroll number"),
        ),
    ),
    FieldSpec("day", N_("Day"), ("日期", "考勤日期", "打卡日期", "签到日期", "刷卡日期", "date")),
    FieldSpec(
        "time",
        N_("Time"),
        (
            *("打卡时间", "签到时间", "考勤时间", "刷卡时间", "日期时间", "打卡日期时间", "时间"),
            *("上午签到", "上班时间", "上班打卡", "签到", "打卡", "date time", "timestamp", "time"),
        ),
    ),
    FieldSpec(
        "second",
        N_("Second time"),
        (
            *("下午签到", "下班时间", "下班打卡", "签退时间", "签退", "第二次", "second time"),
            "time out",
        ),
    ),
    FieldSpec("device", N_("Device"), ("设备", "设备号", "设备名称", "考勤机", "机号", "device")),
)
NOTHING = frozenset(
    {"", "-", "--", "—", "/", "无", "未打卡", "缺卡", "未签到", "未签", "休息", "休"}
)
NO_DAY = timedelta(days=1)
_SEVERAL = re.compile(r"[\s,，;；、|]+")
_CLOCK = re.compile(r"\d\s*[:：点时]")


def missing(found: ColumnMap) -> tuple[str, ...]:
    """What a table must say and has no column for: whose a punch is, and when it was."""
    has = found.columns.keys()
    lacking = []
    if not has & {"number", "name", "pin"}:
        lacking.append(_("Staff number"))
    if "time" not in has and "day" not in has:
        lacking.append(_("Time"))
    return tuple(lacking)


class People:
    """Everybody who ever was on the staff, by number and by name.

    Args:
        session: where they are read from, once.
    """

    def __init__(self, session: Session) -> None:
        self._numbers: dict[str, tuple[int, str]] = {}
        self._names: dict[str, list[tuple[int, date, date]]] = defaultdict(list)
        query = columns(
            col(Staff.id), col(Staff.number), col(Staff.name), col(Staff.hired), col(Staff.left)
        )
        for staff_id, number, name, hired, left in session.execute(query):
            self._numbers[fold(number)] = (staff_id, name)
            self._names[fold(name)].append((staff_id, hired, left or date.max))

    def of(self, number: str, name: str, day: date) -> int:
        """Who a row is about, by number where it has one, else by name.

        Raises:
            RefusedLineError: nobody, several people, or number and name are two people's.
        """
        if not number:
            return self._named(name, day)
        found = self._numbers.get(fold(ascii_digits(number)))
        if found is None:
            raise RefusedLineError(
                _("Nobody has the staff number {number}.").format(number=number[:LONGEST_SHOWN])
            )
        if name and fold(name) != fold(found[1]):
            raise RefusedLineError(
                _("The staff number {number} is {name}'s, but the row says {other}.").format(
                    number=number, name=found[1], other=name[:LONGEST_SHOWN]
                )
            )
        return found[0]

    def _named(self, name: str, day: date) -> int:
        all_of_them = self._names.get(fold(name), [])
        found = [one for one, since, until in all_of_them if since <= day <= until]
        if len(found) > 1:
            raise RefusedLineError(
                _("Several people are called {name}. Write the staff number.").format(name=name)
            )
        if not found:
            raise RefusedLineError(
                _("Nobody called {name} is on the staff that day.").format(
                    name=name[:LONGEST_SHOWN]
                )
            )
        return found[0]


def read(table: Table, found: ColumnMap, people: People, now: datetime, watch: Watch) -> Reading:
    """Read a table to its end.

    Raises:
        FileProblemError: the file cannot be read to its end.
        CancelledError: the person cancelled.
    """
    reading = Reading(table.header)
    reader = _RowReader(found, people, now)
    for done, (number, cells) in enumerate(table.rows()):
        if done % STEP == 0:
            watch.tell(done, table.total or 0, Phase.READING)
        try:
            punches = reader.read(number, cells)
        except RefusedLineError as error:
            reading.refused.append(RefusedRow(number, str(error), list(cells)))
            continue
        reading.found += punches
        reading.blank += not punches
    return reading


class _RowReader:
    def __init__(self, found: ColumnMap, people: People, now: datetime) -> None:
        self._at = dict(found.columns)
        self._people = people
        self._now = now

    def read(self, number: int, cells: Sequence[Value]) -> list[Found]:
        """The punches of a row; none where it has a day and no time."""
        day = self._day(cells)
        times = [
            believable(at, self._now, f"{at:%Y-%m-%d %H:%M}")
            for key in ("time", "second")
            for at in moments(self._cell(cells, key), day)
        ]
        if not times:
            times = self._in_the_day(cells)
        if not times and day is None:
            raise RefusedLineError(_("The row says no time."))
        pin, staff_id = self._whose(cells, times[0].date() if times else day or date.max)
        device = self._line(cells, "device")[:LONGEST_SHOWN]
        return [Found(number, at, pin, staff_id, device, "") for at in times]

    def _whose(self, cells: Sequence[Value], day: date) -> tuple[str, int | None]:
        number, name = self._line(cells, "number"), self._line(cells, "name")
        pin = plain_pin(self._line(cells, "pin"))
        if pin and not number:
            return pin, None
        if not (number or name):
            raise RefusedLineError(_("The row does not say whose it is."))
        return "", self._people.of(number, name, day)

    def _day(self, cells: Sequence[Value]) -> date | None:
        value = self._cell(cells, "day")
        text = clean_line(text_of(value))
        if not text:
            return None
        found = moment_of(value)
        if found is None:
            raise RefusedLineError(
                _("{typed} is not a date. Write 2026-11-21.").format(typed=text[:LONGEST_SHOWN])
            )
        believable(found, self._now, text)
        return found.date()

    def _in_the_day(self, cells: Sequence[Value]) -> list[datetime]:
        """The time within the column of days, where no other column has one."""
        value = self._cell(cells, "day")
        told = isinstance(value, datetime | float | int) or _CLOCK.search(text_of(value))
        found = moment_of(value) if told else None
        whole = found is not None and (found.time() != time() or isinstance(value, str))
        return [believable(found, self._now, text_of(value))] if found and whole else []

    def _cell(self, cells: Sequence[Value], key: str) -> Value:
        index = self._at.get(key)
        return "" if index is None or index >= len(cells) else cells[index]

    def _line(self, cells: Sequence[Value], key: str) -> str:
        return clean_line(text_of(self._cell(cells, key)))


def moments(value: Value, day: date | None) -> list[datetime]:
    """The moments a cell means: one or several, with their day or as times of ``day``.

    Raises:
        RefusedLineError: none can be read from it, or it is a time and no day is known.
    """
    match value:
        case datetime():
            return [nearest_second(value.replace(tzinfo=None))]
        case time():
            return [_on(day, f"{value:%H:%M:%S}")]
        case timedelta() if timedelta() <= value < NO_DAY:
            return [_on(day, _clock(value))]
        case bool() | date():
            raise _no_time(value)
        case float() | int() if 0 < value < 1:
            return [_on(day, _clock(timedelta(days=value)))]
        case float() | int():
            found = moment_of(value)
            if found is None or found.time() == time():
                raise _no_time(value)
            return [found]
    return _in_text(clean_line(text_of(value)), day)


def _clock(since_midnight: timedelta) -> str:
    return str(nearest_second(EXCEL_EPOCH + since_midnight).time())


def _in_text(line: str, day: date | None) -> list[datetime]:
    if line in NOTHING:
        return []
    if not _CLOCK.search(line):
        raise _no_time(line)
    whole = moment_of(line) or (moment_of(f"{day.isoformat()} {line}") if day else None)
    if whole is not None:
        return [whole]
    found: list[datetime] = []
    for word in _SEVERAL.split(line):
        if word in NOTHING:
            continue
        if _CLOCK.search(word):
            found.append(_on(day, word))
            continue
        dated = moment_of(word)
        if dated is None:
            raise _no_time(line)
        day = dated.date()
    return found


def _on(day: date | None, clock: str) -> datetime:
    if day is None:
        raise RefusedLineError(_("A time without a day: {time}.").format(time=clock))
    found = moment_of(f"{day.isoformat()} {clock}")
    if found is None:
        raise _no_time(clock)
    return found


def _no_time(value: Value) -> RefusedLineError:
    shown = clean_line(text_of(value))[:LONGEST_SHOWN]
    return RefusedLineError(_("No time can be read from this: {text}.").format(text=shown))
