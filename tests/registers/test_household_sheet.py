"""The residents' sheet: one row per person, several rows of one room are its members."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from gridterm.registers import checks, households, workbook
from gridterm.registers.household_terms import (
    HouseholdFilter,
    HouseholdForm,
    HouseholdStatus,
    MemberForm,
    Relation,
    ServiceForm,
    ServiceKind,
)
from gridterm.registers.workbook import Layout, Outcome
from gridterm.store.tables import AuditEntry
from gridterm.store.verify import verify
from tests.registers.conftest import Office
from tests.registers.test_workbook import book, outcomes

SHEET: list[list[Any]] = [
    ["化院社区居民台账"],
    ["小区", "楼栋", "单元", "房号", "姓名", "与户主关系", "联系电话", "房屋状态", "备注"],
    ["化院小区", "3号楼", "2", "501", "刘洋", "妻", "13900000002", "", ""],
    ["化院小区", "3号楼", "2单元", "501室", "李晓明", "户主", 13900000001.0, "自住", "有狗"],
    ["化院小区", 3.0, 1, 101, "王大海", "", "", "出租", ""],
    ["化院小区", "3号楼", 1, 101, "王小海", "干儿子", "", "", ""],
    ["化院小区", "10#", "", 201, "", "", "0512-66880011", "空置", ""],
    ["阳光花园", "A座", "", "底商2", "@SUM(A1)", "户主", "", "", ""],
    ["化院小区", "9号楼", "1", "101", "无楼", "", "", "", ""],
    ["化院小区", "3号楼", "", "", "无房", "", "", "", ""],
    ["化院小区", "3号楼", "2", "501", "刘洋", "", "", "", ""],
    ["化院小区", "3号楼", "1", "102", "坏话", "", "不知道", "", ""],
    ["化院小区", "3号楼", "1", "103", "坏状态", "", "", "烂尾", ""],
    ["化院小区", "3号楼", "2", "501", "又一个", "户主", "", "", ""],
]


def imported(office: Office, path: Path) -> workbook.ImportResult:
    return workbook.run(office.store, office.actor, path, Layout.HOUSEHOLDS)


def people(office: Office) -> dict[str, list[tuple[str, str]]]:
    """By room: names and relations."""
    rows, _after = households.households(office.store, HouseholdFilter())
    return {
        row.title: [
            (one.name, one.relation.value if one.relation else "")
            for one in households.household(office.store, row.id).members
        ]
        for row in rows
    }


def test_a_preview_says_per_row_what_will_happen_and_keeps_nothing(
    office: Office, tmp_path: Path
) -> None:
    path = book(tmp_path / "households.xlsx", *SHEET)
    plan = workbook.preview(office.store, path, Layout.HOUSEHOLDS)
    assert outcomes(plan) == ["new"] * 6 + ["refused"] * 6
    assert plan.rows[0].label == "化院小区 3号楼 2 501 刘洋"
    reasons = {row.row: row.reason for row in plan.rows if row.reason}
    assert list(reasons) == [9, 10, 11, 12, 13, 14]
    assert "9号楼" in reasons[9]
    assert "3" in reasons[11]
    assert "烂尾" in reasons[13]
    assert "李晓明" in reasons[14]
    assert "干儿子" in plan.rows[3].remarks[0]
    assert people(office) == {}


def test_rows_of_one_room_are_one_household_whatever_their_order(
    office: Office, tmp_path: Path
) -> None:
    done = imported(office, book(tmp_path / "households.xlsx", *SHEET))
    assert (done.new, done.changed, done.same, done.refused) == (6, 0, 0, 6)
    assert people(office) == {
        "化院小区3号楼 1-101": [("王大海", "head"), ("王小海", "other")],
        "化院小区3号楼 2-501": [("李晓明", "head"), ("刘洋", "spouse")],
        "化院小区10号楼 201": [],
        "阳光花园A座 底商2": [("@SUM(A1)", "head")],
    }
    rows, _after = households.households(office.store, HouseholdFilter())
    assert [row.phone for row in rows] == ["", "13900000001", "051266880011", ""]
    assert [row.status for row in rows] == [
        HouseholdStatus.RENTED, HouseholdStatus.OCCUPIED,
        HouseholdStatus.EMPTY, HouseholdStatus.OCCUPIED,
    ]  # fmt: skip
    assert households.household(office.store, rows[1].id).note == "有狗"
    report = verify(office.store, checks.CHECKS, checks.TEXTS)
    assert report.whole, report.findings


def test_again_adds_nothing_and_a_changed_cell_is_told(office: Office, tmp_path: Path) -> None:
    imported(office, book(tmp_path / "households.xlsx", *SHEET))
    before = people(office)
    again = imported(office, book(tmp_path / "again.xlsx", *SHEET))
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, 6, 6)
    assert people(office) == before
    rows = [SHEET[1], ["化院小区", "3栋", "二单元", 501, "刘洋", "", "13900000009", "", ""]]
    plan = imported(office, book(tmp_path / "changed.xlsx", *rows)).plan
    assert outcomes(plan) == ["changed"]
    (change,) = plan.rows[0].changes
    assert (change.before, change.after) == ("13900000002", "13900000009")
    assert people(office) == before


def test_an_empty_cell_and_a_row_without_a_name_wipe_nothing(
    office: Office, tmp_path: Path
) -> None:
    imported(office, book(tmp_path / "households.xlsx", *SHEET))
    before = people(office)
    rows = [
        SHEET[1],
        ["化院小区", "3号楼", "2", "501", "", "", "", "", ""],
        ["化院小区", "3号楼", "1", "101", "", "", "", "自住", ""],
    ]
    assert outcomes(imported(office, book(tmp_path / "more.xlsx", *rows)).plan) == [
        "same",
        "changed",
    ]
    assert people(office) == before


def test_an_address_in_one_cell_is_taken_apart(office: Office, tmp_path: Path) -> None:
    rows = [
        ["户主姓名", "家庭住址", "联系电话"],
        ["李晓明", "化院小区3号楼2单元501室", "13900000001"],
        ["王大海", "阳光花园3栋101", ""],
        ["赵小红", "化院小区 老干部楼", ""],
        ["钱多", "花园A座3", ""],
        ["孙丽", "3号楼101", ""],
    ]
    plan = imported(office, book(tmp_path / "addresses.xlsx", *rows)).plan
    assert list(people(office))[:1] == ["化院小区3号楼 2-501"]
    assert "阳光花园3栋 101" in people(office)
    assert [row.outcome.value for row in plan.rows][2] == "refused"
    assert plan.rows[4].outcome is Outcome.REFUSED
    assert "化院小区3号楼" in plan.rows[4].reason


def test_what_is_exported_comes_back_as_it_is_and_the_export_is_noted(
    office: Office, tmp_path: Path
) -> None:
    imported(office, book(tmp_path / "households.xlsx", *SHEET))
    home = households.find(office.store, "李晓明")[0].id
    need = ServiceForm(ServiceKind.LOW_INCOME, "低保复核")
    households.add_need(office.store, office.actor, home, need)
    gone = HouseholdForm(office.buildings["阳光花园3栋"], "301")
    ended = households.save_household(
        office.store, office.actor, gone, members=[MemberForm("搬走", relation=Relation.HEAD)]
    )
    households.end_household(office.store, office.actor, ended.row.id)
    path, count = workbook.export_households(office.store, office.actor, tmp_path / "out.xlsx")
    with office.store.read() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("household.export", office.actor.name)
    assert "out.xlsx" in entry.changes
    cells = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert len(cells) == count + 1 == 7
    assert not any("低保" in str(cell) or "搬走" in str(cell) for row in cells for cell in row)
    back = imported(office, path)
    assert (back.new, back.changed, back.same, back.refused) == (0, 0, 6, 0), back.plan.rows


def test_the_registers_of_the_office_are_exported_without_the_residents(
    office: Office, tmp_path: Path
) -> None:
    imported(office, book(tmp_path / "households.xlsx", *SHEET))
    path = workbook.export(office.store, tmp_path / "office.xlsx")
    assert len(load_workbook(path).worksheets) == len(workbook.OF_THE_OFFICE)


@pytest.mark.parametrize(
    "words", ["[/]", "@SUM(A1)", "<活着>", "%_", "'; DROP TABLE household; --"]
)
def test_hostile_cells_are_texts(office: Office, tmp_path: Path, words: str) -> None:
    rows = [SHEET[1], ["化院小区", "3号楼", "", "101", words, words, "", "", words]]
    done = imported(office, book(tmp_path / "hostile.xlsx", *rows))
    assert done.new == 1
    assert people(office)["化院小区3号楼 101"] == [(words, "other")]
