import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import col, select

from gridterm import i18n
from gridterm.errors import FileProblemError, InputError
from gridterm.registers import roster, service, workbook
from gridterm.registers.address_rules import split_buildings
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role
from gridterm.registers.workbook import Layout, Outcome
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry, ImportBatch
from gridterm.store.unit import Store
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)


def book(path: Path, *rows: list[Any]) -> Path:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def outcomes(plan: workbook.Plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def trail(office: Office) -> list[AuditEntry]:
    with office.store.read() as session:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


STAFF = [
    ["化院社区工作人员名册"],
    ["工号", "姓 名", "职务", "所属网格", "联系电话(手机)", "入职日期", "AB岗"],
    [2001.0, "刘洋", "网格员", "008", "１３９００００００11", datetime(2026, 3, 1), "孙丽"],
    ["2002", "孙丽", "文员、委员", "", 13900000012, "2026年3月2日", "2001"],
    ["1008", "王芳", "", "", "13800009999", "", ""],
    ["1007", "李晓明", "", "", "", "", ""],
    ["", "无号", "", "", "", "", ""],
    ["2003", "坏日期", "", "", "", "昨天", ""],
    ["2001", "重复", "", "", "", "", ""],
    ["2004", "未知", "皇帝", "", "", "", ""],
    ["2005", "新网格", "", "077", "", "", "没有这人"],
]


def test_a_preview_says_what_will_happen_and_keeps_nothing(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", *STAFF)
    before = (service.list_staff(office.store, ended=True), len(trail(office)))
    plan = workbook.preview(office.store, path, Layout.STAFF)
    assert outcomes(plan) == [
        "new", "new", "changed", "same", "refused", "refused", "refused", "refused", "new",
    ]  # fmt: skip
    assert [row.row for row in plan.rows] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    (change,) = plan.rows[2].changes
    assert (change.before, change.after) == ("13800000002", "13800009999")
    assert plan.rows[2].label == "1008 王芳"
    assert "3" in plan.rows[6].reason
    assert "皇帝" in plan.rows[7].reason
    assert len(plan.rows[8].remarks) == 2
    assert plan.count(Outcome.REFUSED) == 4
    assert (service.list_staff(office.store, ended=True), len(trail(office))) == before


def test_an_import_does_what_the_preview_said(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", *STAFF)
    plan = workbook.preview(office.store, path, Layout.STAFF)
    entries = len(trail(office))
    result = workbook.run(office.store, office.actor, path, Layout.STAFF)
    assert result.plan.rows == plan.rows
    assert (result.new, result.changed, result.same, result.refused) == (3, 1, 1, 4)
    new = trail(office)[entries:]
    assert [entry.action for entry in new] == ["registers.import"]
    assert "坏日期" not in new[0].changes
    liu, sun = (service.find_staff(office.store, name)[0] for name in ("刘洋", "孙丽"))
    assert (liu.deputy_id, sun.deputy_id) == (sun.id, liu.id)
    assert (liu.phone, liu.hired, liu.grid) == ("13900000011", date(2026, 3, 1), "化院社区008网格")
    assert sun.roles == (Role.CLERK, Role.COMMITTEE)
    assert "刘洋" in [p.name for p in service.grid(office.store, office.grid8).managers]
    assert service.staff_member(office.store, office.li).phone == "13800000001"
    with office.store.read() as session:
        batch = session.exec(select(ImportBatch)).one()
    assert (batch.purpose, batch.new, batch.refused, batch.file) == ("staff", 3, 4, "staff.xlsx")
    again = workbook.run(office.store, office.actor, path, Layout.STAFF)
    assert (again.new, again.changed, again.same) == (0, 0, 5)


def test_refused_rows_come_back_with_row_and_reason(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", *STAFF)
    result = workbook.run(office.store, office.actor, path, Layout.STAFF)
    assert result.refused_file is not None
    sheet = load_workbook(result.refused_file).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][2:4] == ("工号", "姓 名")
    assert [row[0] for row in rows[1:]] == [7, 8, 9, 10]
    assert all(row[1] for row in rows[1:])
    assert rows[2][3] == "坏日期"


def test_nothing_is_saved_when_the_refused_rows_cannot_be_written(
    office: Office, tmp_path: Path
) -> None:
    path = book(tmp_path / "staff.xlsx", *STAFF)
    before = service.list_staff(office.store, ended=True)
    with pytest.raises(FileProblemError):
        workbook.run(
            office.store, office.actor, path, Layout.STAFF, refused_folder=tmp_path / "nowhere"
        )
    assert service.list_staff(office.store, ended=True) == before


def test_columns_are_named_by_hand_and_remembered(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "odd.xlsx", ["甲", "乙", "丙"], ["3001", "周正", "13900000001"])
    with pytest.raises(InputError, match="甲"):
        workbook.preview(office.store, path, Layout.STAFF)
    by_hand = {"number": "甲", "name": "B", "phone": "丙"}
    plan = workbook.preview(office.store, path, Layout.STAFF, columns=by_hand)
    assert outcomes(plan) == ["new"]
    workbook.run(office.store, office.actor, path, Layout.STAFF, columns=by_hand)
    later = workbook.preview(office.store, path, Layout.STAFF)
    assert later.columns.remembered
    assert outcomes(later) == ["same"]


GRIDS = [
    ["网格编号", "上级", "级别", "户数", "商铺", "网格长", "网格员", "楼栋范围"],
    ["8", "化院社区", "", "320户", "", "李晓明", "王芳", "化院小区3号楼"],
    ["010", "化院社区", "网格", 200, 15, "1007 李晓明", "1009、赵乐",
     "北苑1-3号楼；教师公寓 老干部楼"],
    ["011", "化院社区", "", 100, 0, "外来人", "", "阳光花园3栋、阳光花园A座"],
    ["012", "化院社区", "", 100, 0, "", "", "北苑2号楼"],
    ["013", "没有的社区", "", 100, 0, "", "", ""],
    ["网", "化院社区", "", 100, 0, "", "", ""],
    ["014", "化院社区", "", "很多", 0, "", "", "北苑9号楼"],
    ["10", "化院社区", "", 100, 0, "", "", ""],
]  # fmt: skip


def test_grids_come_with_their_buildings(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "grids.xlsx", *GRIDS)
    plan = workbook.preview(office.store, path, Layout.GRIDS)
    assert outcomes(plan) == [
        "changed", "new", "new", "refused", "refused", "refused", "refused", "refused",
    ]  # fmt: skip
    assert "3" in plan.rows[3].reason
    assert len(plan.rows[2].remarks) == 1
    workbook.run(office.store, office.actor, path, Layout.GRIDS)
    found = {view.number: view for view in service.list_grids(office.store)}
    assert found["008"].households == 320
    ten = found["010"]
    assert (ten.buildings, ten.shops, [p.name for p in ten.managers]) == (
        4, 15, ["陈思雨", "赵乐"],
    )  # fmt: skip
    assert found["009"].buildings == 0
    assert found["011"].buildings == 2
    assert "014" not in found
    assert service.list_buildings(office.store, text="北苑9号楼") == ()
    match = service.grid_of_address(office.store, "北苑2号楼1单元101")
    assert match is not None
    assert match.grid == ten.code


def test_a_whole_tree_comes_in_one_file_in_any_order(
    store: Store, actor: Actor, tmp_path: Path
) -> None:
    path = book(
        tmp_path / "tree.xlsx",
        ["网格编号", "级别", "上级网格"],
        ["001-1", "住户小组", "001"],
        ["001", "网格", "化院社区"],
        ["化院社区", "社区", "铁东街道"],
        ["铁东街道", "街道", ""],
    )
    workbook.run(store, actor, path, Layout.GRIDS)
    found = [(view.code, view.depth) for view in service.list_grids(store)]
    assert found == [
        ("铁东街道", 0),
        ("化院社区", 1),
        ("化院社区001网格", 2),
        ("化院社区001-01网格", 3),
    ]


def test_the_roster_comes_by_number_or_name(office: Office, tmp_path: Path) -> None:
    path = book(
        tmp_path / "roster.xlsx",
        ["值班日期", "值班人员", "B岗", "备注"],
        [datetime(2026, 12, 1), "王芳", "陈思雨", "[/]"],
        ["2026/12/2", 1009, "", ""],
        ["2026-12-03", "没有这人", "", ""],
        ["", "王芳", "", ""],
        ["2026年12月1日", "王芳", "", ""],
        ["2026-12-04", "王芳", "王芳", ""],
    )
    result = workbook.run(office.store, office.actor, path, Layout.ROSTER)
    assert outcomes(result.plan) == ["new", "new", "refused", "refused", "refused", "refused"]
    duty = roster.duty_on(office.store, date(2026, 12, 1))
    assert duty is not None
    assert duty.deputy is not None
    assert (duty.officer.name, duty.deputy.name, duty.note) == ("王芳", "陈思雨", "[/]")
    again = workbook.preview(office.store, path, Layout.ROSTER)
    assert outcomes(again)[:2] == ["same", "same"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_is_exported_comes_back_the_same(
    office: Office, tmp_path: Path, language: str
) -> None:
    roster.fill(office.store, office.actor, 2026, 12, [office.wang, office.chen])
    i18n.use(language)
    try:
        path = workbook.export(office.store, tmp_path / "out.xlsx")
        titles = load_workbook(path).sheetnames
        for layout, title in zip(workbook.OF_THE_OFFICE, titles, strict=True):
            plan = workbook.preview(office.store, path, layout, sheet=title)
            assert plan.rows
            assert set(outcomes(plan)) == {"same"}, plan.rows
            assert plan.columns.unmapped == ()
    finally:
        i18n.use(i18n.CHINESE)


def test_an_exported_office_builds_a_new_one(office: Office, store: Store, tmp_path: Path) -> None:
    path = workbook.export(office.store, tmp_path / "out.xlsx", [Layout.GRIDS, Layout.STAFF])
    for layout in (Layout.GRIDS, Layout.STAFF, Layout.GRIDS):
        result = workbook.run(store, office.actor, path, layout, sheet=layout.label)
        assert result.refused == 0
    mine = [(g.code, g.depth, g.buildings) for g in service.list_grids(office.store)]
    assert [(g.code, g.depth, g.buildings) for g in service.list_grids(store)] == mine
    match = service.grid_of_address(store, "化院小区3号楼")
    assert match is not None
    assert (match.lead, match.manager) == ("李晓明", "王芳")


def test_hostile_texts_come_and_go_as_they_are(
    office: Office, tmp_path: Path, hostile: list[str]
) -> None:
    rows = [[f"h{number}", text] for number, text in enumerate(hostile) if "\x0b" not in text]
    path = book(tmp_path / "hostile.xlsx", ["工号", "姓名"])
    made = load_workbook(path)
    for index, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = made.worksheets[0].cell(index, column)
            cell.value = value
            cell.data_type = "s"
    made.save(path)
    result = workbook.run(office.store, office.actor, path, Layout.STAFF)
    assert (result.new, result.refused) == (len(rows) - 1, 1)
    out = workbook.export(office.store, tmp_path / "out.xlsx", [Layout.STAFF])
    sheet = load_workbook(out).worksheets[0]
    cells = {row[0].value: row[1] for row in sheet.iter_rows(min_row=2)}
    for number, text in rows:
        if len(text) < 40:
            assert cells[number].value == text.replace("\n", " ")
            assert cells[number].data_type == "s"


def test_a_csv_in_gbk_is_a_file_too(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes("工号,姓名\r\n4001,钱进\r\n".encode("gbk"))
    assert workbook.run(office.store, office.actor, path, Layout.STAFF).new == 1


def test_a_file_that_is_none_is_a_sentence(office: Office, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")
    for name in ("x.xlsx", "missing.xlsx"):
        with pytest.raises(FileProblemError):
            workbook.preview(office.store, tmp_path / name, Layout.STAFF)


def test_the_entry_names_every_changed_row(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "staff.xlsx", *STAFF)
    workbook.run(office.store, office.actor, path, Layout.STAFF)
    changes = json.loads(trail(office)[-1].changes)
    with office.store.read() as session:
        known = {row.id for row in session.exec(select(Staff))}
    taken = {change["key"][0] for change in changes if change.get("table") == "staff"}
    assert taken <= known
    assert len(taken) == 4


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("化院小区1-3号楼、5号楼", [("化院小区", f"{n}号楼") for n in (1, 2, 3, 5)]),
        ("化院小区 老干部楼；阳光花园A座", [("化院小区", "老干部楼"), ("阳光花园", "A座")]),
        ("北苑三号楼,北苑三号楼", [("北苑", "三号楼")]),
        ("化院小区老干部楼", [("化院小区", "老干部楼")]),
        ("", []),
    ],
)
def test_lists_of_buildings(listed: str, expected: list[tuple[str, str]]) -> None:
    assert list(split_buildings(listed)) == expected


@pytest.mark.parametrize("listed", ["3号楼", "化院小区9-3号楼", "老干部楼"])
def test_a_list_that_cannot_be_read_is_refused(listed: str) -> None:
    with pytest.raises(InputError):
        split_buildings(listed)
