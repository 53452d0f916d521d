"""An office to look at, and hands for the pilot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from gridterm.clock import FixedClock
from gridterm.hotline import categories, service
from gridterm.hotline.terms import Intake
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store

NOW = datetime(2026, 11, 21, 9, 14)
HOSTILE = "[/关闭][red]x[/red] <通知> =1+1 [@click=app.exit]点[/] \u200b“引号”—…"
MATTERS = (
    "3号楼2单元楼道灯不亮三天了,老人晚上下楼看不见,请派人来修",
    "楼顶积水,五楼三户渗水,墙皮都掉了",
    "小区门口垃圾桶满了没人清运,味道很大",
    "咨询办理居住证明需要带什么材料",
    "感谢网格员帮忙找到走失的老人",
    "广场舞音响太响,晚上九点半还在跳",
)


def fill(store: Store, clock: FixedClock) -> None:
    """Fill an empty office; the clock ends at ``NOW``."""
    with store.write("test.office", SYSTEM) as tx:
        categories.seed(tx)
    change(store, SYSTEM, {"office.name": "化院社区"})
    since = date(2025, 1, 1)
    clerk = save_staff(
        store, SYSTEM, StaffForm("1001", "李晓明", (Role.CLERK,), hired=since, phone="12000000001")
    )
    lead = save_staff(
        store,
        SYSTEM,
        StaffForm("1002", "王芳", (Role.GRID_LEAD,), hired=since, phone="12000000002"),
    )
    walker = save_staff(
        store,
        SYSTEM,
        StaffForm("1003", "陈思雨", (Role.GRID_MANAGER,), hired=since, phone="12000000003"),
    )
    for code in ("008网格", "009网格"):
        grid = save_grid(
            store,
            SYSTEM,
            GridForm(
                code, households=300, lead_id=lead.id, manager_ids=(walker.id,), valid_from=since
            ),
        )
        for number in range(1, 4):
            estate = "化院小区" if code == "008网格" else "向阳小区"
            save_building(store, SYSTEM, BuildingForm(estate, f"{number}号楼", 48, grid_id=grid.id))
    _calls(store, clock, Actor(clerk.id, "李晓明"))


def _calls(store: Store, clock: FixedClock, actor: Actor) -> None:
    step = timedelta(hours=11)
    kinds = ("complaint", "help", "complaint", "inquiry", "praise", "complaint")
    for n in range(130):
        clock.advance(step)
        place = n % len(MATTERS)
        service.register(
            store,
            actor,
            Intake(
                MATTERS[place],
                kind=kinds[place],
                caller=("刘桂兰", "张伟", "欧阳建国")[n % 3],
                phone=f"1200000{n % 40:04d}",
                address=f"化院小区{n % 3 + 1}号楼{n % 2 + 1}单元{n % 5 + 1}0{n % 3 + 1}",
                category=("public_facilities", "leaks_repairs", "sanitation")[n % 3],
                answer="已当场说明办理时间" if n % 4 else "",
            ),
        )
    clock.moment = NOW


async def until(pilot: Pilot[Any], ready: Callable[[], Any], seconds: float = 30) -> None:
    """Let the program work until something is so; the ceiling is for machines under load."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        await pilot.pause(0.01)
        if ready():
            return
    code = getattr(ready, "__code__", None)
    raise AssertionError(f"never came: {code.co_names if code else ready}")


async def at_rest(pilot: Pilot[Any], seconds: float = 30) -> None:
    """Let the program work until no thread, no key and no debounce is under way any more."""
    app = pilot.app
    keys = getattr(app, "_keys", None)
    calm = lambda: not (keys and keys.is_busy) and not _timers(app.screen)  # noqa: E731
    await until(pilot, calm, seconds)
    await app.workers.wait_for_complete()
    await pilot.pause()


def _timers(screen: object) -> list[str]:
    """The debounces of a screen that have not run yet."""
    waiting = getattr(screen, "_timers_of", {})
    return [name for name, timer in waiting.items() if timer._task and not timer._task.done()]


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Text as an input method delivers it: finished characters, one after another."""
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()
