from __future__ import annotations

from pathlib import Path

from gridterm.clock import FixedClock
from gridterm.hotline import service
from gridterm.hotline.terms import Intake
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.text import width
from screens.today.desk import Lists, TodayDesk
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import HOSTILE, until
from tests.screens.looking import rows, text


def office_with_calls(path: Path, clock: FixedClock) -> list[int]:
    store = Store(path, clock)
    calls = [
        service.register(store, SYSTEM, Intake(f"{HOSTILE} {number}", kind="complaint")).id
        for number in range(3)
    ]
    drafts.keep(store, "hotline.intake", "gone", {"content": HOSTILE})
    store.close()
    return calls


async def test_what_waits_stands_on_the_left_and_the_office_on_the_right(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    office_with_calls(office_path, clock)
    async with opened() as pilot:
        await until(pilot, lambda: "Clocks running out  3" in text(pilot.app))
        shown = rows(pilot.app)
        assert "Six let-nots" in shown[2]
        assert "Hotline duty" in text(pilot.app)
        assert "Unfinished calls  1" in text(pilot.app)
        assert "[/关闭]" in text(pilot.app)
        await until(pilot, lambda: "3 to answer" in rows(pilot.app)[0])


async def test_enter_opens_the_call_of_the_line(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    calls = office_with_calls(office_path, clock)
    jumps: list[object] = []
    async with opened() as pilot:
        await until(pilot, lambda: "Clocks running out  3" in text(pilot.app))
        desk = pilot.app.screen
        assert isinstance(desk, TodayDesk)
        pilot.app.open_desk = (  # type: ignore[attr-defined]
            lambda desk_id, target=None: jumps.append((desk_id, target))
        )
        desk.query_one("#left", Lists).focus()
        await pilot.press("down", "enter")
        await until(pilot, lambda: jumps == [("hotline", ("ticket", calls[1]))])


async def test_the_mark_stays_on_its_line_when_others_come(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    calls = office_with_calls(office_path, clock)
    async with opened() as pilot:
        await until(pilot, lambda: "Clocks running out  3" in text(pilot.app))
        desk = pilot.app.screen
        assert isinstance(desk, TodayDesk)
        left = desk.query_one("#left", Lists)
        left.focus()
        await pilot.press("down", "down")
        service.void(desk.store, SYSTEM, calls[0], "拨错了")
        desk.refresh_data()
        await until(pilot, lambda: "Clocks running out  2" in text(pilot.app))
        assert left.highlighted_item is not None
        assert left.highlighted_item.ref == calls[2]


async def test_the_arrows_change_the_column(opened: Opened) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: "Hotline duty" in text(pilot.app))
        desk = pilot.app.screen
        desk.query_one("#left", Lists).focus()
        await pilot.press("right")
        assert desk.focused is desk.query_one("#middle", Lists)
        await pilot.press("right")
        assert desk.focused is desk.query_one("#right", Lists)


async def test_under_the_lists_stands_the_reason_of_the_marked_line(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    office_with_calls(office_path, clock)
    async with opened() as pilot:
        await until(pilot, lambda: "Clocks running out  3" in text(pilot.app))
        pilot.app.screen.query_one("#left", Lists).focus()
        await until(pilot, lambda: "First feedback by 11-23 17:30: 1 working" in text(pilot.app))
        pilot.app.screen.query_one("#middle", Lists).focus()
        await until(pilot, lambda: "Open calls passed down by a superior" in text(pilot.app))


async def test_at_120_columns_the_board_has_a_column_of_its_own(opened: Opened) -> None:
    async with opened((120, 36)) as pilot:
        await until(pilot, lambda: "Hotline duty" in text(pilot.app))
        head = rows(pilot.app)[2]
        assert all(words in head for words in ("Clocks running", "Six let-nots", "Not signed in"))


async def test_a_click_on_a_counter_jumps_to_its_list(
    opened: Opened, office_path: Path, clock: FixedClock
) -> None:
    office_with_calls(office_path, clock)
    jumps: list[object] = []
    async with opened((120, 36)) as pilot:
        await until(pilot, lambda: "3 to answer" in rows(pilot.app)[0])
        pilot.app.open_desk = (  # type: ignore[attr-defined]
            lambda desk_id, target=None: jumps.append((desk_id, target))
        )
        head = rows(pilot.app)[0]
        await pilot.click(offset=(width(head[: head.index("3 to answer")]) + 4, 0))
        await until(pilot, lambda: jumps == [("hotline", "received")])
