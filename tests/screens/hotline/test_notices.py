"""The notice board on the screen: drafted from a call, scanned, handed in, approved, printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from gridterm.hotline import handling, service, supervising
from gridterm.hotline.notices import proposing, queries
from gridterm.hotline.notices import service as notices
from gridterm.hotline.notices.terms import NoticeDetail, NoticeState, Standing
from gridterm.hotline.terms import Intake, Visit
from gridterm.i18n import ENGLISH
from gridterm.registers.service import save_staff
from gridterm.registers.terms import Role, StaffForm
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from screens.app import GridtermApp
from screens.hotline.detail import DetailPage
from screens.hotline.notice import NoticePage
from screens.hotline.notice_form import NoticeFormPage
from screens.hotline.notices import NoticesPage
from screens.printing import PrintPage
from screens.widgets.dialogs import Message
from screens.widgets.forms import LineInput
from screens.widgets.table import PagedTable
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow

CALL = {
    "kind": "inquiry", "caller": "刘建国", "phone": "13800001111", "publishable": True,
    "title": "楼顶积水", "answer": "已疏通排水口",
}  # fmt: skip


@pytest.fixture
def leader(office: Store) -> Actor:
    """A principal leader, who approves."""
    form = StaffForm("1009", "陈静", (Role.PRINCIPAL_LEADER,), hired=date(2025, 1, 1))
    return Actor(save_staff(office, SYSTEM, form).id, "陈静")


@pytest.fixture
def call(office: Store, actor: Actor) -> int:
    """An answered call whose caller allows a notice."""
    return service.register(office, actor, Intake("3号楼楼顶积水，刘建国家渗水", **CALL)).id


@pytest.fixture
def hanging(office: Store, clerk: Actor, leader: Actor, call: int) -> NoticeDetail:
    """A notice on the board."""
    one = drafted(office, clerk, call)
    notices.submit(office, clerk, one.id)
    return notices.approve(office, leader, one.id)


@pytest.fixture
def clerk(office: Store) -> Actor:
    """Who is signed on."""
    return Actor(1, "李晓明")


def drafted(office: Store, clerk: Actor, call: int, title: str = "楼顶积水") -> NoticeDetail:
    form = replace(proposing.proposal(office, [call]), title=title)
    return notices.draft(office, clerk, form)


async def board(pilot: Pilot[Any]) -> NoticesPage:
    await pilot.press("f3")
    await at_rest(pilot)
    await pilot.press("ctrl+u")
    await until(pilot, lambda: isinstance(pilot.app.screen, NoticesPage))
    await at_rest(pilot)
    page = pilot.app.screen
    assert isinstance(page, NoticesPage)
    return page


@pytest.mark.slow
async def test_a_notice_is_drafted_from_a_call_scanned_and_kept(
    run: Run, office: Store, call: int
) -> None:
    async with run(language=ENGLISH) as pilot:
        app: GridtermApp = pilot.app
        app.push_screen(DetailPage(call))
        await at_rest(pilot)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(app.screen, NoticeFormPage) and app.screen.ready)
        page = app.screen
        assert isinstance(page, NoticeFormPage)
        matter = page.form.field("matter")
        assert matter.value == "3号楼楼顶积水，刘**家渗水"
        matter.control.focus()
        await pilot.press(*"13900002222")
        await until(pilot, lambda: matter.has_class("-wrong"))
        assert "13900002222" in text(app)
        await pilot.press("f9")
        await at_rest(pilot)
        assert app.screen is page
        assert queries.counts(office).total == 0
        await pilot.press("escape")  # what is typed stays as a draft
        await until(pilot, lambda: isinstance(app.screen, DetailPage))
        assert [one.form for one in drafts.waiting(office)] == [f"hotline.notice.{call}"]
        await pilot.press("ctrl+u")
        await until(pilot, lambda: isinstance(app.screen, NoticeFormPage) and app.screen.ready)
        await at_rest(pilot)
        page = app.screen
        assert isinstance(page, NoticeFormPage)
        area = page.form.field("matter").control
        assert isinstance(area, TextArea)
        assert area.text.startswith("13900002222")
        area.load_text("3号楼楼顶积水")
        await at_rest(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, DetailPage))
    (row,) = queries.list_notices(office).rows
    assert (row.number, row.standing) == ("GS-2026-0001", Standing.DRAFT)
    assert drafts.waiting(office) == []


@pytest.mark.slow
async def test_it_is_handed_in_and_approved_by_another(
    run: Run, office: Store, clerk: Actor, leader: Actor, call: int
) -> None:
    one = drafted(office, clerk, call)
    async with run(language=ENGLISH) as pilot:
        page = await board(pilot)
        assert "Draft notice 1" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoticePage))
        await at_rest(pilot)
        await pilot.press("ctrl+u")
        await at_rest(pilot)
        assert queries.notice(office, one.id).state is NoticeState.SUBMITTED
        await pilot.press("ctrl+a")
        await pilot.pause()
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        assert "committee" in text(pilot.app)
        await pilot.press("escape")
        notices.approve(office, leader, one.id)
        await pilot.press("ctrl+r")
        await at_rest(pilot)
        await pilot.press("ctrl+d")
        await pilot.pause()
        await pilot.press(*"done", "f9")
        await at_rest(pilot)
        assert queries.notice(office, one.id).reason == "done"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        page.use(str(Standing.DOWN))
        await at_rest(pilot)
        assert page.query_one(PagedTable).row_count == 1
        await pilot.press("escape")
        assert not page.narrowed


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
async def test_board_and_notice_are_looked_at_before_they_are_printed(
    run: Run, hanging: NoticeDetail, size: tuple[int, int]
) -> None:
    async with run(size) as pilot:
        page = await board(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, PrintPage))
        await at_rest(pilot)
        assert "民情告示栏" in text(pilot.app)
        assert "楼顶积水" in text(pilot.app)
        await pilot.press("escape")
        page.open_record(hanging.id)
        await at_rest(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, PrintPage))
        await at_rest(pilot)
        assert "GS-2026-0001" in text(pilot.app)


async def test_a_superseded_notice_is_drafted_anew(
    run: Run, office: Store, clerk: Actor, actor: Actor
) -> None:
    source = service.register(office, actor, Intake("楼顶积水", **{**CALL, "kind": "complaint"})).id
    one = drafted(office, clerk, source)
    service.revisit(office, actor, source, Visit(true=True, solved=False, satisfaction="fair"))
    async with run(language=ENGLISH) as pilot:
        pilot.app.push_screen(NoticePage(one.id))
        await at_rest(pilot)
        assert "Superseded" in text(pilot.app)
        assert not pilot.app.screen.can_print
        await pilot.press("ctrl+n")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, NoticeFormPage) and pilot.app.screen.ready
        )
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoticePage))
    assert queries.list_notices(office).rows[0].number == "GS-2026-0002"


@pytest.mark.slow
async def test_new_from_numbers_and_a_search(
    run: Run, office: Store, clerk: Actor, call: int
) -> None:
    hostile = drafted(office, clerk, call, title=HOSTILE[:20])
    drafted(office, clerk, call, title="停车")
    number = f"{call}"
    async with run(language=ENGLISH) as pilot:
        page = await board(pilot)
        assert hostile.title[:8] in text(pilot.app)
        await pilot.press("ctrl+f", *"GS-2026-0002")
        await at_rest(pilot)
        await until(pilot, lambda: page.query_one(PagedTable).row_count == 1)
        await pilot.press("enter", "escape")
        await at_rest(pilot)
        assert page.query_one("#find", LineInput).value == ""
        await pilot.press("ctrl+n")
        await pilot.press(*f"RX-2026-{int(number):04d}", "enter")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, NoticeFormPage) and pilot.app.screen.ready
        )


@pytest.mark.slow
async def test_a_supervised_call_has_its_slip(run: Run, office: Store, actor: Actor) -> None:
    one = service.register(office, actor, Intake("路灯", kind="complaint")).id
    handling.triage(office, actor, one, "general", "coordination", reason="核实")
    clock = office.clock
    clock.moment = clock.moment.replace(month=12)  # type: ignore[attr-defined]
    supervising.urge(office, actor, one)
    supervising.supervise(office, actor, one, note="三日内办结")
    async with run() as pilot:
        pilot.app.push_screen(DetailPage(one))
        await at_rest(pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(pilot.app.screen, PrintPage))
        await at_rest(pilot)
        assert "督办单" in text(pilot.app)
        assert "三日内办结" in text(pilot.app)


async def test_a_call_without_leave_offers_no_notice(run: Run, office: Store) -> None:
    async with run(language=ENGLISH) as pilot:
        page = DetailPage(1)
        pilot.app.push_screen(page)
        await at_rest(pilot)
        assert not page.may_be_published
        assert not page.is_supervised
