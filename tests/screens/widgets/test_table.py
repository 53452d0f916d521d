from __future__ import annotations

import threading
from collections.abc import Callable
from threading import Event

from textual import on
from textual.app import App, ComposeResult

from gridterm.text import width
from screens.acting import Acting
from screens.widgets.table import PAGES_KEPT, Chunk, Column, Line, PagedTable
from tests.screens.hotline.piloting import HOSTILE, at_rest, until

PAGE = 50


def office_of(count: int, words: str = "楼道灯不亮") -> Callable[[int | None], Chunk]:
    """Rows 0 .. count-1; the cursor is the number of the row before."""

    def load(after: int | None) -> Chunk:
        first = 0 if after is None else after + 1
        last = min(first + PAGE, count)
        lines = tuple(
            Line(f"k{n}", {"number": f"{n}", "matter": words, "extra": "x"}, n, n)
            for n in range(first, last)
        )
        return Chunk(lines, last < count)

    return load


class Listing(Acting[None]):
    def __init__(self) -> None:
        super().__init__()
        self.marked: list[str | None] = []
        self.opened: list[str] = []
        self.words = ""

    def compose(self) -> ComposeResult:
        columns = (
            Column("number", "编号", 8, right=True),
            Column("matter", "事项"),
            Column("extra", "更多", 6, wide=True),
        )
        yield PagedTable(columns, id="list")

    @property
    def table(self) -> PagedTable:
        return self.query_one(PagedTable)

    @on(PagedTable.Marked)
    def note_mark(self, event: PagedTable.Marked) -> None:
        self.marked.append(event.line.key if event.line else None)

    @on(PagedTable.Opened)
    def note_open(self, event: PagedTable.Opened) -> None:
        self.opened.append(event.line.key)

    @on(PagedTable.Counted)
    def note_count(self, event: PagedTable.Counted) -> None:
        self.words = event.words


class Alone(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.listing = Listing()
        self.errors: list[Exception] = []

    def get_default_screen(self) -> Listing:
        return self.listing

    def show_error(self, error: Exception) -> None:
        self.errors.append(error)


async def test_a_page_is_loaded_and_counted_honestly() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        app.listing.table.show(office_of(1204))
        await until(pilot, lambda: app.listing.words == "1-50 of 50+")
        assert app.listing.table.row_count == PAGE
        counted = Event()
        app.listing.table.show(office_of(1204), lambda: counted.wait(30) and 1204)
        await until(pilot, lambda: app.listing.words == "Rows 1-50")
        counted.set()
        await until(pilot, lambda: app.listing.words == "1-50 of 1,204")
        app.listing.table.show(office_of(3))
        await until(pilot, lambda: app.listing.words == "1-3 of 3")
        app.listing.table.show(office_of(0))
        await until(pilot, lambda: app.listing.words == "None")
        await until(pilot, lambda: app.listing.marked[-1:] == [None])


async def test_going_down_and_up_holds_some_pages_and_loses_no_row() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.listing.table
        table.focus()
        table.show(office_of(420), lambda: 420)
        await until(pilot, lambda: table.row_count == PAGE)
        for page in range(2, 10):
            table.move_cursor(row=table.row_count - 1)
            last = min(page * PAGE, 420)
            await until(pilot, lambda want=last: f"{want:,} of 420" in app.listing.words)
            assert table.row_count <= PAGES_KEPT * PAGE
        assert app.listing.words == "251-420 of 420"
        assert table.marked_key == "k399"
        for _number in range(20):
            table.move_cursor(row=0)
            await at_rest(pilot)
            if app.listing.words.startswith("1-"):
                break
        assert app.listing.words == "1-200 of 420"
        keys = [line.key for line in table._window.lines]
        assert keys == [f"k{n}" for n in range(200)]
        for page in range(5, 10):
            table.move_cursor(row=table.row_count - 1)
            last = min(page * PAGE, 420)
            await until(pilot, lambda want=last: f"{want:,} of 420" in app.listing.words)
        keys = [line.key for line in table._window.lines]
        assert keys == [f"k{n}" for n in range(420 - len(keys), 420)]


async def test_a_reload_keeps_the_cursor_on_its_row() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.listing.table
        table.show(office_of(60))
        await until(pilot, lambda: table.row_count == PAGE)
        assert table.mark("k30")
        await until(pilot, lambda: app.listing.marked[-1:] == ["k30"])
        table.reload()
        await until(pilot, lambda: not table._loading)
        await at_rest(pilot)
        assert table.marked_key == "k30"
        assert app.listing.marked[-1] == "k30"


async def test_moving_quickly_says_where_it_rests_once() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.listing.table
        table.focus()
        table.show(office_of(40))
        await until(pilot, lambda: app.listing.marked == ["k0"])
        await pilot.press(*["down"] * 8)
        await until(pilot, lambda: app.listing.marked[-1] == "k8")
        assert len(app.listing.marked) < 6
        await pilot.press("enter")
        await until(pilot, lambda: app.listing.opened == ["k8"])


async def test_a_slow_answer_of_an_older_list_is_dropped() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.listing.table
        asked, gate = threading.Event(), threading.Event()

        def slow(after: int | None) -> Chunk:
            asked.set()
            gate.wait(30)
            return office_of(7)(after)

        table.show(slow)
        await until(pilot, asked.is_set)
        table.show(office_of(5))
        await until(pilot, lambda: table.row_count == 5)
        gate.set()
        await at_rest(pilot)
        assert table.row_count == 5
        assert app.listing.words == "1-5 of 5"


async def test_hostile_texts_are_shown_and_rows_are_never_wider_than_the_table() -> None:
    app = Alone()
    async with app.run_test(size=(80, 24), tooltips=True) as pilot:
        table = app.listing.table
        table.show(office_of(5, HOSTILE + "字" * 7000))
        await until(pilot, lambda: table.row_count == 5)
        assert "[/关闭]" in table.get_cell_at((0, 1)).plain  # type: ignore[arg-type]
        total = sum(column.get_render_width(table) for column in table.columns.values())
        assert total <= 80
        assert len(table.columns) == 2
        await pilot.resize_terminal(120, 30)
        await until(pilot, lambda: len(table.columns) == 3)
        assert width(table.get_cell_at((0, 1)).plain) <= 120  # type: ignore[arg-type]
