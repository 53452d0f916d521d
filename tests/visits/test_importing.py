"""Visits from files: taken once, refused with a reason, all of a file or nothing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from gridterm.errors import CancelledError, InputError
from gridterm.hotline.tables import Ticket
from gridterm.i18n import CHINESE, ENGLISH, use
from gridterm.registers.tables import FormerEmployment, Household, HouseholdMember, Staff
from gridterm.store.tables import ImportBatch, SearchText
from gridterm.store.verify import verify
from gridterm.visits import checks, exporting, importing, queries, service
from gridterm.visits.importing import ImportOptions
from gridterm.visits.importing.terms import STEP
from gridterm.visits.tables import LastVisit, Visit
from gridterm.visits.terms import VisitFilter

from .conftest import CLERK, EIGHT, OTHER, Round

HEADER = ("走访日期", "走访人", "住户地址", "走访目的", "反映问题", "反馈情况", "走访结果")
ROWS: tuple[tuple[object, ...], ...] = (
    (
        date(2026, 11, 20),
        "赵强",
        "化院小区3号楼1-101",
        "日常走访",
        "楼道灯不亮",
        "已告知物业",
        "见到",
    ),
    ("2026年11月20日", "赵强", "化院小区3号楼2单元501", "政策宣传", "", "", "家中无人"),
    (datetime(2026, 11, 19, 9, 30), "孙丽", "化院5栋101", "", "停水", "", ""),
)


def book(path: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["化院社区入户走访登记表"])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def run(office: Round, path: Path, **more: object) -> importing.ImportResult:
    return importing.run(office.store, office.by(CLERK), path, ImportOptions(**more))  # type: ignore[arg-type]


def whole(office: Round) -> bool:
    return verify(office.store, checks.CHECKS, [checks.TEXTS]).whole


# ── what is taken ───────────────────────────────────────────────────────────
def test_a_file_is_taken_in_one_save(office: Round, tmp_path: Path) -> None:
    path = book(tmp_path / "走访.xlsx", ROWS)
    seen = importing.preview(office.store, path)
    assert (seen.new, seen.same, seen.refused, seen.missing) == (3, 0, 0, ())
    assert [(one.staff, one.household) for one in seen.samples] == [
        ("赵强", "化院小区3号楼 1-101"),
        ("赵强", "化院小区3号楼 2-501"),
        ("孙丽", "化院小区5号楼 101"),
    ]
    assert not office.rows(Visit)
    trail = office.trail_of(lambda: run(office, path))
    assert trail == [("visits.import", "import:1")]
    rows = queries.visits(office.store, VisitFilter()).rows
    assert [(one.day, one.household_id, one.purpose, one.result, one.grid_id) for one in rows] == [
        (date(2026, 11, 20), 3, "inform", "nobody", EIGHT),
        (date(2026, 11, 20), 1, "routine", "met", EIGHT),
        (date(2026, 11, 19), 4, "routine", "met", 2),
    ]
    assert [(one.timed, one.late) for one in rows] == [
        (False, False),
        (False, False),
        (True, False),
    ]
    assert (rows[1].matter, rows[1].feedback) == ("楼道灯不亮", "已告知物业")
    assert len(office.rows(SearchText)) == 2
    assert [(one.household_id, one.visits) for one in office.rows(LastVisit)] == [
        *((1, 1), (3, 1), (4, 1)),
    ]
    assert queries.visits(office.store, VisitFilter(text="停水")).rows[0].id == 1
    assert whole(office)
    assert not office.rows(Ticket)


def test_a_file_again_adds_nothing(office: Round, tmp_path: Path) -> None:
    path = book(tmp_path / "走访.xlsx", [*ROWS, ROWS[0]])
    first, again = run(office, path), run(office, path)
    assert (first.new, first.same) == (3, 1)
    assert (again.new, again.same, again.refused) == (0, 4, 0)
    assert len(office.rows(Visit)) == 3
    assert [one.new for one in office.rows(ImportBatch)] == [3, 0]


def test_what_was_void_or_corrected_does_not_come_back(office: Round, tmp_path: Path) -> None:
    path = book(tmp_path / "走访.xlsx", ROWS)
    run(office, path)
    clerk = office.by(CLERK)
    service.void(office.store, clerk, 1, "没有去过")
    service.correct(office.store, clerk, 2, office.form(2), "记错了户")
    assert run(office, path).new == 0
    assert whole(office)


def test_a_file_goes_on_where_the_last_one_ended(office: Round, tmp_path: Path) -> None:
    office.visit(1, matter="楼道灯不亮", feedback="已告知物业", day=date(2026, 11, 20))
    done = run(office, book(tmp_path / "走访.xlsx", ROWS))
    assert (done.new, done.same) == (2, 1)
    assert whole(office)


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("name", ["all.xlsx", "all.csv"])
def test_what_was_exported_adds_nothing(
    office: Round, tmp_path: Path, language: str, name: str
) -> None:
    office.visit(1, matter="漏水\n很严重", feedback="=1+1", purpose="mediate")
    office.visit(2, day=date(2026, 11, 20), result="refused", staff_id=OTHER)
    office.visit(4, at=datetime(2026, 11, 20, 9, 5), purpose="register")
    office.visit(6, matter="家暴", make_ticket=True, confidential=True)
    use(language)
    done = exporting.export(office.store, tmp_path / name, VisitFilter())
    assert (done.count, done.hidden) == (4, 1)
    assert "家暴" not in (tmp_path / name).read_bytes().decode("utf-8", "ignore")
    seen = importing.preview(office.store, done.path)
    assert (seen.new, seen.same, seen.refused, seen.missing) == (0, 4, 0, ())


def test_separate_columns_say_where_and_when(office: Round, tmp_path: Path) -> None:
    header = ("日期", "时间", "工号", "小区", "楼栋", "单元", "房号")
    rows = [
        (date(2026, 11, 20), time(9, 5), 1003, "化院小区", 3, 2, "501"),
        ("2026-11-20", "下午3点", "1003", "化院小区", "3号楼", "", "1-102"),
        ("2026-11-20", 0.5, "1003", "化院小区", "老干部楼", "", "1"),
    ]
    done = run(office, book(tmp_path / "a.xlsx", rows, header))
    assert (done.new, done.refused) == (3, 0)
    found = {one.household_id: one.at for one in office.rows(Visit)}
    assert found == {
        3: datetime(2026, 11, 20, 9, 5),
        2: datetime(2026, 11, 20, 15, 0),
        6: datetime(2026, 11, 20, 12, 0),
    }


@pytest.mark.parametrize(
    ("header", "when", "at"),
    [
        (("走访时间",), ("2026-11-20 09:05",), datetime(2026, 11, 20, 9, 5)),
        (("走访时间",), (date(2026, 11, 20),), datetime(2026, 11, 20)),
        (("入户时间（必填）",), (datetime(2026, 11, 20, 9, 5),), datetime(2026, 11, 20, 9, 5)),
        (("时间",), ("2026年11月20日 9:05",), datetime(2026, 11, 20, 9, 5)),
        (("日期",), ("2026-11-20",), datetime(2026, 11, 20)),
        (("走访日期",), ("2026-11-20",), datetime(2026, 11, 20)),
        (("Visit time",), ("2026-11-20 09:05",), datetime(2026, 11, 20, 9, 5)),
        (("走访时间", "走访日期"), ("9:05", "2026-11-20"), datetime(2026, 11, 20, 9, 5)),
        (("走访日期", "走访时间"), ("2026-11-20", time(9, 5)), datetime(2026, 11, 20, 9, 5)),
        (("日期", "时间"), ("2026-11-20", "9:05"), datetime(2026, 11, 20, 9, 5)),
        (("时间", "日期"), ("9:05", "2026-11-20"), datetime(2026, 11, 20, 9, 5)),
        (("走访时间", "时刻"), ("2026-11-20", "9:05"), datetime(2026, 11, 20, 9, 5)),
        (("Time", "Day"), ("9:05", "2026-11-20"), datetime(2026, 11, 20, 9, 5)),
    ],
)
def test_when_is_found_by_the_headers_files_have(
    office: Round, tmp_path: Path, header: tuple[str, ...], when: tuple[object, ...], at: datetime
) -> None:
    rows = [(*when, "赵强", "化院小区3号楼1-101")]
    path = book(tmp_path / "a.xlsx", rows, (*header, "走访人", "住户地址"))
    seen = importing.preview(office.store, path)
    assert (seen.missing, seen.refusals) == ((), ())
    assert [one.at for one in seen.samples] == [at]


@pytest.mark.parametrize(
    "who",
    [
        *("赵强", "1003", 1003, "１００３", "1003 赵强", "1003赵强", "赵强1003", "赵强 1003"),
        *("赵强（1003）", "赵强(1003)", "1003-赵强", "1003·赵强", "【1003】赵强"),
    ],
)
def test_who_went_is_a_name_a_number_or_both(office: Round, tmp_path: Path, who: object) -> None:
    rows = [("2026-11-20", who, "化院小区3号楼1-101")]
    seen = importing.preview(office.store, book(tmp_path / "a.xlsx", rows, HEADER[:3]))
    assert (seen.refusals, [one.staff for one in seen.samples]) == ((), ["赵强"])


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("1003 孙丽", "The staff number 1003 is 赵强's, but the row says 孙丽."),
        ("9999", "Nobody has the staff number 9999."),
        ("9999 赵强", "Nobody has the staff number 9999."),
        ("Zhao", "Nobody called Zhao is on the staff that day."),
        ("赵强、孙丽", "Nobody called 赵强、孙丽 is on the staff that day."),
    ],
)
def test_a_number_beside_a_name_must_fit(
    office: Round, tmp_path: Path, who: str, reason: str
) -> None:
    rows = [("2026-11-20", who, "化院小区3号楼1-101")]
    seen = importing.preview(office.store, book(tmp_path / "a.xlsx", rows, HEADER[:3]))
    assert [one.reason for one in seen.refusals] == [reason]


def test_a_number_in_both_columns_is_one_number(office: Round, tmp_path: Path) -> None:
    rows = [
        ("2026-11-20", "1003", "1003 赵强", "化院小区3号楼1-101"),
        ("2026-11-20", "1003", "1004 赵强", "化院小区3号楼1-102"),
    ]
    header = ("日期", "工号", "走访人", "地址")
    seen = importing.preview(office.store, book(tmp_path / "a.xlsx", rows, header))
    assert (seen.new, [one.reason for one in seen.refusals]) == (
        *(1, ["The staff number 1003 is 赵强's, but the row says 1004 赵强."]),
    )


def test_a_household_is_known_by_who_lives_there(office: Round, tmp_path: Path) -> None:
    office.change(HouseholdMember(household_id=2, name="刘大伟", valid_from=date(2020, 1, 1)))
    rows = [
        ("2026-11-20", "赵强", "刘小红"),
        ("2026-11-20", "赵强", "刘大伟"),
        ("2026-11-20", "赵强", "谁"),
    ]
    done = run(office, book(tmp_path / "a.xlsx", rows, ("日期", "走访人", "户主")))
    assert (done.new, done.refused) == (1, 2)
    assert office.rows(Visit)[0].household_id == 1


def test_words_no_field_takes_are_kept(office: Round, tmp_path: Path) -> None:
    rows = [("2026-11-20", "赵强", "化院小区3号楼1-101", "看看老人", "耳背", "", "已解决")]
    run(office, book(tmp_path / "a.xlsx", rows))
    kept = office.rows(Visit)[0]
    assert (kept.purpose, kept.matter, kept.result, kept.feedback) == (
        *("routine", "看看老人\n耳背", "met", "已解决"),
    )


# ── what is refused ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "赵强", "化院小区3号楼1-101"), "does not say the day"),
        (("昨天", "赵强", "化院小区3号楼1-101"), "昨天 is not a date"),
        (("2026-11-25", "赵强", "化院小区3号楼1-101"), "in the future"),
        (("2026-11-20", "", "化院小区3号楼1-101"), "who made the visit"),
        (("2026-11-20", "钱七", "化院小区3号楼1-101"), "Nobody called 钱七"),
        (("2026-11-20", "周平", "化院小区3号楼1-101"), "Nobody called 周平"),
        (("2026-11-20", "赵强", ""), "which household"),
        (("2026-11-20", "赵强", "阳光花园9号楼101"), "No building"),
        (("2026-11-20", "赵强", "化院小区3号楼9-909"), "Import or enter"),
        (("2026-11-20", "赵强", "化院小区3号楼1-102"), "ended on 2026-11-01"),
        (("2026-11-20", "赵强", "化院小区3号楼1-101", "", "字" * 20_001), "too long"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    office: Round, tmp_path: Path, row: tuple[object, ...], reason: str
) -> None:
    with office.store.write("test.end", office.by(CLERK)) as tx:
        tx.session.get_one(Household, 2).valid_to = date(2026, 11, 1)
    path = book(tmp_path / "a.xlsx", [row, ROWS[0]])
    seen = importing.preview(office.store, path)
    assert (seen.new, seen.refused) == (1, 1)
    assert seen.refusals[0].row == 3
    assert reason in seen.refusals[0].reason
    done = run(office, path)
    assert (done.new, done.refused) == (1, 1)
    assert done.refused_file is not None
    lines = list(load_workbook(done.refused_file).active.values)  # type: ignore[union-attr]
    assert lines[1][0] == 3
    assert reason in str(lines[1][1])


def test_a_number_and_a_name_are_of_one_person(office: Round, tmp_path: Path) -> None:
    office.change(FormerEmployment(staff_id=5, hired=date(2010, 1, 1), left=date(2015, 1, 1)))
    header = ("日期", "工号", "走访人", "地址")
    rows = [
        ("2026-11-20", "1003", "孙丽", "化院小区3号楼1-101"),
        ("2026-11-20", "9999", "", "化院小区3号楼1-101"),
        ("2026-11-20", "1005", "周平", "化院小区3号楼1-101"),
        ("2014-11-20", "1005", "周平", "化院小区3号楼1-101"),
    ]
    seen = importing.preview(office.store, book(tmp_path / "a.xlsx", rows, header))
    assert [one.reason.split(".")[0] for one in seen.refusals] == [
        "The staff number 1003 is 赵强's, but the row says 孙丽",
        "Nobody has the staff number 9999",
        "周平 was not employed on 2026-11-20",
    ]
    assert seen.new == 1


def test_two_people_of_one_name_need_their_number(office: Round, tmp_path: Path) -> None:
    with office.store.write("test.name", office.by(CLERK)) as tx:
        tx.session.get_one(Staff, OTHER).name = "赵强"
    seen = importing.preview(office.store, book(tmp_path / "a.xlsx", [ROWS[0]]))
    assert "Write the staff number" in seen.refusals[0].reason


def test_one_visit_in_two_wordings_is_not_made_two(office: Round, tmp_path: Path) -> None:
    changed = (*ROWS[0][:4], "楼道灯全坏", *ROWS[0][5:])
    inside = importing.preview(office.store, book(tmp_path / "a.xlsx", [ROWS[0], changed]))
    assert (inside.new, inside.refused) == (1, 1)
    assert "Row 3 is the same visit" in inside.refusals[0].reason
    run(office, book(tmp_path / "b.xlsx", ROWS))
    later = run(office, book(tmp_path / "c.xlsx", [changed]))
    assert (later.new, later.refused) == (0, 1)
    assert later.refused_file is not None
    lines = list(load_workbook(later.refused_file).active.values)  # type: ignore[union-attr]
    assert "visit 2" in str(lines[1][1])
    assert lines[1][6] == "楼道灯全坏"


def test_a_second_visit_of_a_day_has_its_own_time(office: Round, tmp_path: Path) -> None:
    header = ("日期", "时间", "走访人", "地址", "问题")
    rows = [
        ("2026-11-20", hour, "赵强", "化院小区3号楼1-101", matter)
        for hour, matter in (("9:00", "漏水"), ("15:00", "还在漏"))
    ]
    path = book(tmp_path / "a.xlsx", rows, header)
    assert run(office, path).new == 2
    assert run(office, path).same == 2


def test_a_confidential_row_is_recorded_by_hand(office: Round, tmp_path: Path) -> None:
    rows = [
        ("2026-11-20", "赵强", "化院小区3号楼1-101", "家暴", "是"),
        ("2026-11-20", "赵强", "化院小区3号楼1-102", "漏水", "否"),
    ]
    header = ("日期", "走访人", "地址", "问题", "保密")
    seen = importing.preview(office.store, book(tmp_path / "a.xlsx", rows, header))
    assert (seen.new, seen.refused) == (1, 1)
    assert "家暴" not in seen.refusals[0].reason


# ── all or nothing ──────────────────────────────────────────────────────────
def test_a_needed_column_must_be_there(office: Round, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [("2026-11-20", "x", "y")], ("日期", "甲", "乙"))
    assert importing.preview(office.store, path).missing == ("Visited by", "Household")
    with pytest.raises(InputError, match="Visited by"):
        run(office, path)


def test_columns_given_by_hand_are_remembered(office: Round, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [ROWS[0][:3]], ("日期", "甲", "乙"))
    assert run(office, path, columns={"name": "甲", "address": "C"}).new == 1
    seen = importing.preview(office.store, path)
    assert (seen.remembered, seen.same) == (True, 1)


@pytest.mark.parametrize("asked", range(1, 5))
def test_a_cancelled_import_leaves_nothing(office: Round, tmp_path: Path, asked: int) -> None:
    path = book(tmp_path / "a.xlsx", [*ROWS, ("", "", "")])
    times = iter([False] * (asked - 1) + [True] * 99)
    with pytest.raises(CancelledError):
        importing.run(office.store, office.by(CLERK), path, cancelled=lambda: next(times))
    assert not office.rows(Visit)
    assert not office.rows(LastVisit)
    assert [one.name for one in tmp_path.glob("*.xlsx")] == ["a.xlsx"]
    assert run(office, path).new == 3
    assert whole(office)


def test_more_than_one_batch(office: Round, tmp_path: Path) -> None:
    many = 5 * STEP
    lines = ["日期,时间,工号,地址,问题"]
    lines += [
        f"{date(2020, 1, 1 + at % 28)},{at // 60 % 24}:{at % 60:02},1003,"
        f"化院小区3号楼1-10{1 + at % 2},第{at}件"
        for at in range(many)
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    told: list[int] = []
    done = importing.run(
        office.store,
        office.by(CLERK),
        path,
        progress=lambda count, _all, _phase: told.append(count),
    )
    assert done.new == many
    assert max(told) == many
    with office.store.read() as session:
        assert session.get_one(LastVisit, 1).visits + session.get_one(LastVisit, 2).visits == many
    assert whole(office)
    assert run(office, path).same == many
