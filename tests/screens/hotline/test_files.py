"""Import and export in the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from textual.pilot import Pilot
from textual.widgets import OptionList

from gridterm.hotline import queries, service
from gridterm.hotline.terms import Intake, TicketFilter
from gridterm.i18n import _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline import exporting
from screens.hotline.desk import HotlineDesk
from screens.hotline.exporting import AskWhere
from screens.hotline.filters import Wanted
from screens.hotline.import_preview import PreviewPage
from screens.hotline.importing import ImportPage
from screens.widgets.dialogs import Choose
from screens.widgets.files import FilePage, entries, typed_path
from screens.widgets.progress import LongWork
from screens.widgets.table import PagedTable
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, until

pytestmark = pytest.mark.slow

HEADER = ["留言编号", "反映时间", "来电人", "联系电话", "奇怪的列[/]", "留言详情", "一级标签"]


@pytest.fixture
def messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty messages, three of them without a time."""
    folder = tmp_path / "来文"
    folder.mkdir()
    book = Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for n in range(20):
        when = "不知道" if n % 8 == 3 else f"2026-11-{n % 20 + 1:02} 10:{n:02}"
        sheet.append(
            [f"LY{n:03}", when, "周某", f"1390000{n:04}", HOSTILE, f"路灯不亮{n}", "[/灯]"]
        )
    path = folder / "留言.xlsx"
    book.save(path)
    monkeypatch.setattr(FilePage, "last_folder", folder)
    return path


async def desk_of(pilot: Pilot[int]) -> HotlineDesk:
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
    return pilot.app.screen


async def previewed(pilot: Pilot[int]) -> PreviewPage:
    desk = await desk_of(pilot)
    desk.open_import()
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportPage))
    page = pilot.app.screen
    await until(pilot, lambda: page.query_one("#files", OptionList).option_count == 2)
    await pilot.press("down", "down", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, PreviewPage))
    seen = pilot.app.screen
    await until(pilot, lambda: seen.preview is not None)
    await at_rest(pilot)
    return seen


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
async def test_a_file_is_previewed_then_imported_then_listed(
    run: Run, office: Store, messages: Path, size: tuple[int, int]
) -> None:
    async with run(size) as pilot:
        page = await previewed(pilot)
        assert (page.preview.new, page.preview.refused) == (17, 3)
        assert "17" in page.query_one("#import-counts").words
        rows = str(page.query_one("#samples").render())
        assert "5" in rows
        assert "不知道" in rows
        assert queries.count_tickets(office, TicketFilter()) == 130
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        work = pilot.app.screen
        await until(pilot, lambda: not work.is_working)
        assert work.path is not None
        assert work.path.exists()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
        assert queries.count_tickets(office, TicketFilter()) == 147
        await until(pilot, lambda: "147" in pilot.app.screen.query_one("#counts").words)


@pytest.mark.slow
async def test_importing_it_again_would_add_nothing(
    run: Run, office: Store, messages: Path
) -> None:
    async with run() as pilot:
        page = await previewed(pilot)
        page.start()
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        work = pilot.app.screen
        await until(pilot, lambda: not work.is_working)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
        pilot.app.push_screen(PreviewPage(messages))
        await until(pilot, lambda: getattr(pilot.app.screen, "preview", None) is not None)
        again = pilot.app.screen
        assert (again.preview.new, again.preview.same) == (0, 17)
        assert not again.ready
        await pilot.press("f9")
        await at_rest(pilot)
        assert pilot.app.screen is again


@pytest.mark.slow
async def test_a_column_is_given_to_a_field_by_hand(run: Run, messages: Path) -> None:
    async with run() as pilot:
        page = await previewed(pilot)
        columns = page.query_one("#columns", OptionList)
        columns.highlighted = HEADER.index("奇怪的列[/]")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        pilot.app.screen.answer("place")
        await until(
            pilot,
            lambda: (
                page.preview is not None
                and any(one.field == "place" for one in page.preview.columns)
            ),
        )
        given = {one.field: one.header for one in page.preview.columns}
        assert given["place"] == "奇怪的列[/]"
        assert given["content"] == "留言详情"


@pytest.mark.slow
async def test_a_needed_column_that_is_taken_away_is_asked_for(run: Run, messages: Path) -> None:
    async with run() as pilot:
        page = await previewed(pilot)
        time = next(one for one in page.preview.columns if one.field == "received_at")
        page._give(time, "-")
        await until(pilot, lambda: page.preview is not None and page.preview.missing)
        await at_rest(pilot)
        assert not page.ready
        assert page.preview.missing[0] in str(page.query_one("#wrong").render())


@pytest.mark.slow
async def test_how_the_rows_are_taken_is_a_choice(run: Run, messages: Path) -> None:
    async with run() as pilot:
        page = await previewed(pilot)
        await pilot.press("shift+tab", "shift+tab")
        while page.focused.id != "take":
            await pilot.press("shift+tab")
        await pilot.press("right")
        await until(pilot, lambda: page.preview is not None and page.preview.open == 0)
        assert page.preview.history == 17


async def test_a_file_that_is_no_table_says_so(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "坏[red].xlsx"
    bad.write_bytes(b"\0\1\2 no workbook")
    async with run() as pilot:
        await desk_of(pilot)
        pilot.app.push_screen(PreviewPage(bad))
        await until(pilot, lambda: getattr(pilot.app.screen, "_failure", ""))
        page = pilot.app.screen
        await at_rest(pilot)
        assert str(page.query_one("#wrong").render())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))


@pytest.mark.slow
async def test_a_path_can_be_typed_with_quotes_and_a_wrong_one_is_said(
    run: Run, messages: Path
) -> None:
    async with run() as pilot:
        desk = await desk_of(pilot)
        desk.open_import()
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPage))
        page = pilot.app.screen
        page.query_one("#path").value = "/nowhere/[/]x.xlsx"
        await at_rest(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "[/]x" in str(page.query_one("#wrong").render()))
        page.query_one("#path").value = f'"{messages}"'
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PreviewPage))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/home/li//tmp/x/来文.csv", "/tmp/x/来文.csv"),
        ("/home/li/'/tmp/a b.csv'", "/tmp/a b.csv"),
        ('/home/li/"/tmp/a b.csv" ', "/tmp/a b.csv"),
        ("/home/li/C:\\x\\a.csv", "C:\\x\\a.csv"),
        ("/home/li/file:///tmp/%E6%9D%A5.csv", "/tmp/来.csv"),
        ("/home/li/it's/x.csv", "/home/li/it's/x.csv"),
        ("//server/share/x.csv", "//server/share/x.csv"),
    ],
)
def test_a_path_pasted_behind_the_folder_counts(typed: str, meant: str) -> None:
    assert typed_path(typed) == Path(meant)


def test_a_folder_lists_what_can_be_read(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.csv", "c.pdf", ".hidden.xlsx"):
        (tmp_path / name).touch()
    (tmp_path / "z").mkdir()
    assert [one.words for one in entries(f"{tmp_path}/")] == ["../", "z/", "a.csv", "b.xlsx"]
    assert [one.words for one in entries(f"{tmp_path}/B")] == ["b.xlsx"]
    assert entries("/no/such/folder/") == []
    assert entries("\0") == []
    assert typed_path('"/tmp/x"') == Path("/tmp/x")


async def test_an_empty_list_says_why_and_is_not_exported(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HotlineDesk, "ask", lambda *_args: pytest.fail("asked where to"))
    async with run() as pilot:
        desk = await desk_of(pilot)
        table = desk.query_one(PagedTable)
        await until(pilot, lambda: table.row_count)
        assert not table.is_empty
        desk.use(Wanted(category="none such"))
        await until(pilot, lambda: table.is_empty)
        assert "Ctrl+K" in table.render_line(2).text
        await pilot.press("ctrl+e")
        said = _("The list is empty: there is nothing to write.")
        await until(pilot, lambda: said in [one.message for one in pilot.app._notifications])


async def test_the_list_is_exported_with_two_keys(
    run: Run, office: Store, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "export_folder", lambda: tmp_path)
    service.register(office, actor, Intake("不能写出去", confidential=True))
    async with run() as pilot:
        await desk_of(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskWhere))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        work = pilot.app.screen
        await until(pilot, lambda: not work.is_working)
        rows = list(load_workbook(work.path).active.iter_rows(values_only=True))
        assert len(rows) == 131
        assert not any("不能写出去" in str(cell) for row in rows for cell in row)
        assert not any("欧阳建国" in str(cell) for row in rows for cell in row)
