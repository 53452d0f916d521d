"""Import with a preview, export in two keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from gridterm.errors import CancelledError
from gridterm.registers import service, workbook
from gridterm.registers.workbook import Layout, Outcome
from gridterm.spreadsheet.reading import open_table
from gridterm.spreadsheet.writing import Sheet, write_csv, write_workbook
from gridterm.store.audit import SYSTEM
from screens.registers import exporting
from screens.registers.importing import ImportFilePage, PlanPage
from screens.widgets.dialogs import Choose, Confirm
from screens.widgets.files import FilePage
from screens.widgets.progress import LongWork
from tests.screens.hotline.piloting import until
from tests.screens.looking import text
from tests.screens.registers.conftest import Office, Run, Size, at_desk

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
HEADER = ("工号", "姓名", "角色", "电话")
ROWS = (
    ("1001", "李晓明", "工作人员", "12000009999"),
    ("1002", "王芳", "网格负责人", "12000001002"),
    ("2001", "[red]新[/red]", "工作人员", "12000002001"),
    ("2002", "", "工作人员", ""),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file chooser starts."""
    monkeypatch.setattr(FilePage, "last_folder", tmp_path / "in")
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def found(folder: Path) -> list[Path]:
    """The workbooks that were written: all but the one that was read."""
    return sorted(one for one in folder.glob("*.xlsx") if one.name != "staff.xlsx")


async def planned(pilot: Pilot[int], path: Path, layout: Layout) -> PlanPage:
    """The preview of a file, opened through the desk and the file chooser."""
    await pilot.press("ctrl+u")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    pilot.app.screen.answer(str(layout))
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportFilePage))
    page = pilot.app.screen
    await until(pilot, lambda: page.query_one("#path").value)
    page.query_one("#path").value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PlanPage))
    plan = pilot.app.screen
    await until(pilot, lambda: plan._look is not None)
    return plan


@SIZES
async def test_a_preview_says_what_happens_and_the_import_does_it(
    run: Run, office: Office, folder: Path, size: Size
) -> None:
    path = write_workbook(folder / "staff.xlsx", [Sheet("名单", HEADER, ROWS)])
    async with run(size) as pilot:
        desk = await at_desk(pilot, "staff")
        page = await planned(pilot, path, Layout.STAFF)
        await until(pilot, lambda: page.query_one("#plan-rows").row_count == 4)
        for words in ("New 1", "Changed 1", "Refused 1", "The name is missing", "[red]新[/red]"):
            await until(pilot, lambda words=words: words in text(pilot.app))
        page.query_one("#plan-rows").focus()
        await pilot.press("down")
        await until(pilot, lambda: "12000001001 > 12000009999" in text(pilot.app))
        assert len(service.list_staff(office.store)) == 5
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        await until(pilot, lambda: not pilot.app.screen.is_working)
        await until(pilot, lambda: "refused rows" in text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is desk)
        await until(pilot, lambda: desk.view.table.row_count == 6)
    (refused,) = found(folder)
    with open_table(refused) as table:
        assert [row for row, _cells in table.rows()]


async def test_a_column_is_chosen_by_hand(run: Run, office: Office, folder: Path) -> None:
    path = folder / "staff.csv"
    write_csv(path, ("编码甲", "姓名", "电话"), [("3001", "新人", "12000003001")])
    async with run() as pilot:
        await at_desk(pilot, "staff")
        page = await planned(pilot, path, Layout.STAFF)
        assert page.plan is None
        assert "No column was found" in text(pilot.app)
        await pilot.press("f9")
        assert pilot.app.screen is page
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: page.plan is not None)
        assert page.plan.count(Outcome.NEW) == 1
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportFilePage))
    assert len(service.list_staff(office.store)) == 5


async def test_a_file_that_is_no_table_says_so(run: Run, folder: Path) -> None:
    path = folder / "staff.xlsx"
    path.write_bytes(b"")
    async with run() as pilot:
        await at_desk(pilot, "staff")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportFilePage))
        page = pilot.app.screen
        page.query_one("#path").value = str(folder / "none.xlsx")
        await pilot.press("enter")
        await until(pilot, lambda: "There is no file at" in text(pilot.app))
        page.query_one("#path").value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlanPage))
        await until(pilot, lambda: "! " in text(pilot.app))
        await pilot.press("f9")
        assert isinstance(pilot.app.screen, PlanPage)


def test_a_cancelled_import_leaves_nothing(office: Office, folder: Path) -> None:
    path = write_workbook(folder / "staff.xlsx", [Sheet("名单", HEADER, ROWS)])

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        workbook.run(office.store, SYSTEM, path, Layout.STAFF, each=stop)
    assert len(service.list_staff(office.store)) == 5
    assert [one.name for one in folder.iterdir()] == ["staff.xlsx"]


async def test_export_in_two_keys(
    run: Run, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "export_folder", lambda: tmp_path)
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("ctrl+e", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        await until(pilot, lambda: not pilot.app.screen.is_working)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is desk)
    (path,) = found(tmp_path)
    plan = workbook.preview(office.store, path, Layout.STAFF)
    assert plan.count(Outcome.SAME) == 5
    assert exporting.free(path).name == f"{path.stem} (2).xlsx"


async def test_an_export_asks_before_it_replaces_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_text("precious")
    async with run() as pilot:
        desk = await at_desk(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: pilot.app.screen is not desk)
        pilot.app.screen.query_one("#text").value = str(path.with_suffix(""))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is desk)
    assert path.read_text() == "precious"


async def test_the_chooser_walks_through_folders(run: Run, folder: Path) -> None:
    (folder / "inner").mkdir()
    path = write_workbook(folder / "inner" / "s.xlsx", [Sheet("名单", HEADER, ROWS)])
    async with run() as pilot:
        await at_desk(pilot, "staff")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportFilePage))
        page = pilot.app.screen
        await until(pilot, lambda: "inner/" in text(pilot.app))
        page.query_one("#path").value = str(folder / "inn")
        await until(pilot, lambda: [one.words for one in page._entries] == ["inner/"])
        await pilot.press("tab")
        await until(pilot, lambda: [one.words for one in page._entries] == ["../", "s.xlsx"])
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlanPage))
        assert pilot.app.screen.path == path
