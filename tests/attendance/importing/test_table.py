"""Punches in workbooks and text files: whose and when, as many programs write it."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import select

from gridterm.attendance.importing import ImportOptions, preview, run
from gridterm.attendance.importing.table import moments
from gridterm.attendance.importing.terms import RefusedLineError
from gridterm.attendance.tables import Punch
from gridterm.errors import InputError
from tests.attendance.conftest import TUESDAY, Desk

AM, PM = datetime(2026, 3, 10, 8, 20), datetime(2026, 3, 10, 15, 20)


def book(folder: Path, *rows: list[Any], name: str = "打卡.xlsx") -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


def times(desk: Desk, staff_id: int = 1) -> list[datetime]:
    with desk.store.read() as session:
        query = select(Punch.at).where(Punch.staff_id == staff_id).order_by(Punch.at)
        return list(session.exec(query))


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            ["工号", "姓名", "打卡时间"],
            [["1001", "李晓明", AM], ["1001", "李晓明", "2026/3/10 15:20"]],
        ),
        (
            ["员工编号", "日期", "时间"],
            [[1001, TUESDAY, time(8, 20)], [1001, "2026年3月10日", "15:20"]],
        ),
        (["姓名", "考勤日期", "打卡时间"], [["李晓明", "2026-03-10", "08:20 15:20"]]),
        (["姓名", "日期", "上午签到", "下午签到"], [["李晓明", TUESDAY, "8:20", "下午3点20分"]]),
        (
            ["工号", "日期", "时间"],
            [[1001, 46091, 8.333333333 / 24], [1001, 46091, 15 / 24 + 20 / 1440]],
        ),
        (["工号", "打卡日期时间"], [[1001, AM], [1001, PM]]),
        (["Staff number", "Date"], [["1001", "2026-03-10 08:20:00"], ["1001", PM]]),
    ],
)
def test_every_habit_means_the_same(
    desk: Desk, tmp_path: Path, header: list[str], rows: list[list[Any]]
) -> None:
    path = book(tmp_path, ["三月打卡记录"], header, *rows)
    told = run(desk.store, desk.actor, path)
    assert (told.new, told.refused) == (2, 0)
    assert times(desk) == [AM, PM]
    assert desk.words() == "present present"
    again = run(desk.store, desk.actor, path)
    assert (again.new, again.same) == (0, 2)


def test_a_text_file_in_gbk(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "打卡.csv"
    path.write_bytes("工号,姓名,打卡时间\r\n1001,李晓明,2026-03-10 08:20:00\r\n".encode("gbk"))
    assert run(desk.store, desk.actor, path).new == 1
    assert times(desk) == [AM]


def test_rows_that_cannot_be_taken_are_handed_back(desk: Desk, tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ["工号", "姓名", "日期", "时间"],
        ["1001", "李晓明", TUESDAY, time(8, 20)],
        ["1009", "", TUESDAY, time(8, 20)],
        ["1001", "王芳", TUESDAY, time(8, 20)],
        ["", "", TUESDAY, time(8, 20)],
        ["", "赵强", date(2025, 1, 6), time(8, 20)],
        ["1001", "", "不知道", "8:20"],
        ["1001", "", TUESDAY, "早"],
        ["1001", "", "", "8:20"],
        ["1001", "", date(2062, 1, 1), "8:20"],
        ["1001", "", TUESDAY, "未打卡"],
    )
    told = run(desk.store, desk.actor, path)
    assert (told.new, told.refused, told.blank) == (1, 8, 1)
    shown = preview(desk.store, path).refusals
    assert [one.row for one in shown] == list(range(3, 11))
    assert len({one.reason for one in shown}) == 8


def test_two_people_of_one_name_need_the_number(desk: Desk, tmp_path: Path) -> None:
    from gridterm.registers.tables import Staff

    with desk.store.write("test.namesake", desk.actor) as tx:
        tx.add(Staff(number="1005", name="李晓明", hired=date(2020, 1, 1)))
    told = preview(desk.store, book(tmp_path, ["姓名", "打卡时间"], ["李晓明", AM]))
    assert "1005" not in told.refusals[0].reason
    assert told.refused == 1
    assert run(
        desk.store, desk.actor, book(tmp_path, ["工号", "姓名", "打卡时间"], ["1005", "李晓明", AM])
    ).new


def test_a_table_of_pins_waits_like_a_machines_file(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, ["登记号码", "姓名", "日期时间"], ["0009", "李", AM])
    assert [one.pin for one in run(desk.store, desk.actor, path).unknown] == ["9"]
    desk.pin("9")
    assert desk.words() == "present absent"


def test_a_table_of_what_a_machine_brought_already_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    desk.machine("03-10 08:20:00")
    told = run(desk.store, desk.actor, book(tmp_path, ["工号", "打卡时间"], ["1001", AM]))
    assert (told.new, told.same) == (0, 1)


def test_columns_named_by_hand_are_remembered(desk: Desk, tmp_path: Path) -> None:
    path = book(tmp_path, ["谁", "何时"], ["李晓明", AM])
    assert preview(desk.store, path).missing
    with pytest.raises(InputError, match="Say which"):
        run(desk.store, desk.actor, path)
    given = ImportOptions(columns={"name": "谁", "time": "B"})
    assert run(desk.store, desk.actor, path, given).new == 1
    told = preview(desk.store, path)
    assert (told.remembered, told.same, told.missing) == (True, 1, ())


@pytest.mark.parametrize(
    ("value", "day"), [(TUESDAY, TUESDAY), (True, TUESDAY), (46091.0, None), ("08:20", None)]
)
def test_what_says_no_time(value: date | float | str, day: date | None) -> None:
    with pytest.raises(RefusedLineError):
        moments(value, day)
