"""The month sheet: its totals are the service's figures, as saved and as calculated anew."""

import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from gridterm import i18n
from gridterm.attendance import corrections, documents, leave, months, reading, workbook
from gridterm.attendance.month_sheet import FIRST_DAY, FIRST_TOTAL, HEADER_ROWS
from gridterm.attendance.period import Period
from gridterm.attendance.summing import Summary
from gridterm.attendance.terms import TOTALS, LeaveForm, LeaveKind, Status
from gridterm.errors import CancelledError, FileProblemError, NotFoundError
from gridterm.printing.export import write
from gridterm.registers.tables import Grid, Staff
from tests.attendance.conftest import AM, CHEN, LI, PM, WANG, ZHAO, Desk

MARCH = Period(2026, 3, 3)
EVIL = "=1+1"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use(i18n.ENGLISH)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A month with something of everything, looked at after its end."""
    desk.pin()
    desk.pin("2", WANG)
    desk.machine(
        *("03-02 08:20:00", "03-02 15:20:00", "03-03 08:40:00", "03-03 15:20:00"),
        *("03-04 08:20:00", "03-04 14:50:00", "03-05 08:20:00", "03-06 08:45:00"),
    )
    desk.machine("03-02 08:10:00", "03-02 15:45:00", "03-03 08:10:00", pin="2")
    desk.machine("03-09 08:10:00", pin="77")
    desk.at("03-08 10:00")
    form = LeaveForm(WANG, LeaveKind.SICK, datetime(2026, 3, 9), datetime(2026, 3, 11, 12), "发烧")
    asked = leave.ask(desk.store, desk.actor, form)
    leave.approve(desk.store, desk.actor, asked.id, "街道办 王主任")
    desk.at("04-02 09:00")
    for day, slot in ((9, AM), (10, PM)):
        key = desk.key(slot, date(2026, 3, day))
        corrections.make_up(desk.store, desk.actor, key, "忘了", "街道办 王主任")
    corrections.waive(
        desk.store, desk.actor, desk.key(AM, date(2026, 3, 6)), "大雪", "街道办 王主任"
    )
    corrections.waive(
        desk.store, desk.actor, desk.key(AM, date(2026, 3, 11)), "停电", "街道办 王主任"
    )
    key = desk.key(PM, date(2026, 3, 12))
    corrections.confirm(desk.store, desk.actor, key, Status.OUTING, "开会")
    with desk.store.write("test.names", desk.actor) as tx:
        since = date(2020, 1, 1)
        grid = Grid(
            code="银杏社区001网格", name="一网格", level=5, kind="residential", valid_from=since
        )
        tx.add(grid)
        tx.session.get_one(Staff, ZHAO).name = EVIL
        tx.session.get_one(Staff, WANG).grid_id = grid.id
    return desk


def rows(sheet: Worksheet) -> dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Everybody's two rows by staff number."""
    lines = list(sheet.iter_rows(min_row=HEADER_ROWS + 1, values_only=True))
    return {
        one[0]: (one, two)
        for one, two in zip(lines[::2], lines[1::2], strict=False)
        if one[0] and one[0].isdecimal()
    }


def figures(one: Summary) -> list[float]:
    """What the columns of totals must say, by the service."""
    return [
        one.leave.get(LeaveKind(total.code.removeprefix("leave.")), 0)
        if total.code.startswith("leave.")
        else getattr(one, total.code)
        for total in TOTALS
    ] + [one.late_minutes, one.early_minutes]


def totals(line: tuple[Any, ...]) -> list[float]:
    return list(line[FIRST_TOTAL : FIRST_TOTAL + len(TOTALS) + 2])


def exported(desk: Desk, folder: Path, grid: str = "", staff_id: int | None = None) -> Path:
    path = folder / "三月.xlsx"
    return workbook.export(desk.store, MARCH, path, grid=grid, staff_id=staff_id).path


def test_marks_and_totals_are_the_services(busy: Desk, tmp_path: Path) -> None:
    book = load_workbook(exported(busy, tmp_path), data_only=True)
    found = rows(book.worksheets[0])
    month = reading.whole_month(busy.store, 2026, 3)
    assert (
        set(found) == {one.staff.number for one in month.rows} == {"1001", "1002", "1003", "1004"}
    )
    for one in month.rows:
        lines = found[one.staff.number]
        for place, day in enumerate(one.days, FIRST_DAY):
            assert [line[place] or "" for line in lines] == [view.mark for view in day.slots]
        assert totals(lines[0]) == figures(one.summary)
    li = month.rows[0].summary
    assert (li.late, li.early, li.made_up, li.outing, li.waived) == (1, 1, 2, 1, 2)


@pytest.mark.slow
def test_a_calculating_program_comes_to_the_same_and_follows_an_edit(
    busy: Desk, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = exported(busy, tmp_path)
    edited = load_workbook(path)
    cell = edited.worksheets[0].cell(HEADER_ROWS + 1, FIRST_DAY + 3)
    assert cell.value == "迟"
    cell.value = "旷"
    edited.save(tmp_path / "edited.xlsx")  # openpyxl saves no values, so these must be calculated
    done = tmp_path / "done"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(done),
         str(path), str(tmp_path / "edited.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    month = reading.whole_month(busy.store, 2026, 3)
    anew = rows(load_workbook(done / path.name, data_only=True).worksheets[0])
    for one in month.rows:
        assert totals(anew[one.staff.number][0]) == figures(one.summary)
    after = rows(load_workbook(done / "edited.xlsx", data_only=True).worksheets[0])["1001"][0]
    told = dict(zip([one.code for one in TOTALS], totals(after), strict=False))
    li = month.rows[0].summary
    assert (told["late"], told["absent_days"]) == (li.late - 1, li.absent_days + 0.5)
    assert told["attended"] == li.attended - 1


def test_a_name_that_looks_like_a_formula_stays_a_name(busy: Desk, tmp_path: Path) -> None:
    book = load_workbook(exported(busy, tmp_path))
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    assert cell.value.startswith(("=COUNTIF(", "=SUM(COUNTIF("))
    named = [line for line in book.worksheets[0].iter_rows() if line[1].value == EVIL]
    assert [line[1].data_type for line in named] == ["s"]


def test_how_the_sheet_is_set_up(busy: Desk, tmp_path: Path) -> None:
    sheet = load_workbook(exported(busy, tmp_path)).worksheets[0]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D5", "$1:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert [sheet.cell(3, FIRST_DAY + n).value for n in range(1, 32)] == list(range(1, 32))
    assert [sheet.cell(4, FIRST_DAY + n).value for n in (1, 2)] == ["Su", "Mo"]
    fill = [sheet.cell(5, FIRST_DAY + n).fill.start_color.rgb for n in (1, 2)]
    assert fill[0] != fill[1]
    words = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for part in (
        "Attendance sheet",
        "Month 3 of 2026",
        "Legend",
        "旷",
        "Prepared by",
        "Not locked",
    ):
        assert part in words
    assert "D5:D6" not in {str(one) for one in sheet.merged_cells.ranges}
    assert {"A5:A6", "B5:B6"} <= {str(one) for one in sheet.merged_cells.ranges}


def test_every_exception_has_its_reason_and_every_punch_is_there(
    busy: Desk, tmp_path: Path
) -> None:
    _marks, reasons, punches = load_workbook(exported(busy, tmp_path)).worksheets
    told = list(reasons.iter_rows(min_row=2, values_only=True))
    month = reading.whole_month(busy.store, 2026, 3)
    wanted = [(one.staff.number, why.sentence) for one in month.rows for why in one.summary.reasons]
    assert [(line[3], line[10]) for line in told] == wanted
    assert {line[9] for line in told} >= {"Confirmed", "Waived", "Suggestion"}
    raw = list(punches.iter_rows(min_row=2, values_only=True))
    assert len(raw) == 12
    (nobodys,) = [line for line in raw if line[3] == "77"]
    assert nobodys[1] is None
    assert nobodys[0] == datetime(2026, 3, 9, 8, 10)


def test_a_locked_month_says_so(busy: Desk, tmp_path: Path) -> None:
    months.lock(busy.store, busy.actor, 2026, 3)
    busy.machine("03-20 08:20:00")
    book = load_workbook(exported(busy, tmp_path))
    assert "Locked by" in str(book.worksheets[0].cell(2, FIRST_TOTAL - 1).value)
    states = [line[9] for line in book.worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert set(states) == {"Locked", "Changed after the month was locked"}
    assert rows(book.worksheets[0])["1001"][0][FIRST_DAY + 19] == "旷"


def test_one_grid_one_person_and_a_workbook_for_each_grid(busy: Desk, tmp_path: Path) -> None:
    code = "银杏社区001网格"
    grid = load_workbook(exported(busy, tmp_path, grid=code))
    assert set(rows(grid.worksheets[0])) == {"1002"}
    assert grid.worksheets[2].max_row == 1 + 3
    one = load_workbook(exported(busy, tmp_path, staff_id=CHEN))
    assert set(rows(one.worksheets[0])) == {"1004"}
    made = workbook.export_per_grid(busy.store, MARCH, tmp_path / "每格.xlsx")
    assert [(one.path.name, one.people) for one in made] == [
        ("每格 No grid.xlsx", 3),
        (f"每格 {code}.xlsx", 1),
    ]


def test_one_file_per_grid_cancelled_half_way_leaves_none(busy: Desk, tmp_path: Path) -> None:
    def one_is_written() -> bool:
        return any(tmp_path.glob("*.xlsx"))

    with pytest.raises(CancelledError):
        workbook.export_per_grid(
            busy.store, MARCH, tmp_path / "每格.xlsx", cancelled=one_is_written
        )
    assert list(tmp_path.glob("每格*")) == []


@pytest.mark.parametrize("period", [Period(2026, 1, 3), Period(2026, 1, 12)])
def test_a_quarter_and_a_year_sum_the_months(busy: Desk, tmp_path: Path, period: Period) -> None:
    path = workbook.export(busy.store, period, tmp_path / "a.xlsx").path
    book, plain = load_workbook(path, data_only=True), load_workbook(path)
    sums = months.sums(busy.store, 2026, period.first, period.last)
    lines = {line[0]: line for line in book.worksheets[0].iter_rows(min_row=4, values_only=True)}
    for one in sums:
        total, line = one.total, lines[one.staff.number]
        told = (total.owed, total.attended, total.late, total.late_minutes, total.early)
        assert line[4:9] == told
        assert line[11] == total.absent_days
        assert line[16] == total.leave.get(LeaveKind.SICK, 0)
    (first, *_rest) = plain.worksheets[0].iter_rows(min_row=4, values_only=True)
    assert first[5].startswith("=SUM('Month by month'!F4:F")
    assert book.worksheets[1].max_row > book.worksheets[0].max_row - 4
    assert book.worksheets[2].max_row > 1


def test_nothing_is_written_for_nobody_or_when_cancelled(busy: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        workbook.export(busy.store, Period(2019, 3, 3), tmp_path / "a.xlsx")
    with pytest.raises(CancelledError):
        workbook.export(
            busy.store, Period(2026, 1, 12), tmp_path / "a.xlsx", cancelled=lambda: True
        )
    with pytest.raises(FileProblemError):
        workbook.export(busy.store, MARCH, tmp_path / "a.csv")
    with pytest.raises(FileProblemError):
        workbook.export(busy.store, MARCH, tmp_path / "none" / "a.xlsx")
    assert [one.name for one in tmp_path.iterdir() if not one.name.startswith("office")] == []


def test_a_persons_own_sheet_has_every_day_reason_and_places_to_sign(
    busy: Desk, tmp_path: Path
) -> None:
    printout = documents.person_sheet(busy.store, LI, 2026, 3)
    text = write(printout.document, tmp_path / "a.txt").path.read_text("utf-8")
    month = reading.matrix(busy.store, 2026, 3, staff_id=LI, reasons=True).rows[0]
    for part in ("李晓明", "1001", "Month 3 of 2026", "03-31", "08:40"):
        assert part in text
    assert f"{month.summary.attended} / {month.summary.owed}" in text
    assert "03-01" not in text  # a Sunday nobody came
    assert "大雪" in text.replace("\n", "")
    assert write(printout.document, tmp_path / "a.pdf").path.read_bytes().startswith(b"%PDF")
    with pytest.raises(NotFoundError):
        documents.person_sheet(busy.store, ZHAO, 2026, 2)
