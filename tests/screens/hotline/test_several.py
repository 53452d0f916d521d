"""Ticking calls and doing one step to all of them."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from gridterm.hotline import handling, queries, service
from gridterm.hotline.terms import Action, Intake, State, TicketFilter
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline import bulk
from screens.hotline.bulk import AskCarryOut
from screens.hotline.desk import HotlineDesk
from screens.hotline.questions import AskStep
from screens.widgets.dialogs import Choose, Message
from screens.widgets.forms import Form
from screens.widgets.progress import LongWork
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.hotline.test_desk import head, opened
from tests.screens.looking import text

pytestmark = pytest.mark.slow


@pytest.fixture
def calls(office: Store, actor: Actor) -> list[int]:
    """Newest first: one that is triaged, one that is not, one that is triaged."""
    made = [
        service.register(office, actor, Intake(f"路灯{n}坏了", address="化院小区1号楼")).id
        for n in range(3)
    ]
    for one in (made[0], made[2]):
        handling.triage(office, actor, one, "general", "on_the_spot", reason="小事")
    return made[::-1]


async def chosen(pilot: Pilot[int], desk: HotlineDesk, action: Action) -> None:
    """Open the list of steps and take one."""
    await pilot.press("ctrl+g")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    keys = [key for key, _words in pilot.app.screen._options]
    await pilot.press(*["down"] * keys.index(str(action)), "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, Choose | HotlineDesk))


async def test_lines_are_ticked_counted_and_unticked(run: Run) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await at_rest(pilot)
        await pilot.press("space", "insert")
        await until(pilot, lambda: "2" in head(desk).split("本月")[0])
        assert len(desk.ticked) == 2
        assert text(pilot.app).count("*RX-") + text(pilot.app).count("* RX-") == 2
        await pilot.press("up", "space")
        await until(pilot, lambda: len(desk.ticked) == 1)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: len(desk.ticked) == 50)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: not desk.ticked)
        await pilot.press("space")
        await until(pilot, lambda: len(desk.ticked) == 1)
        await pilot.press("escape")
        await until(pilot, lambda: not desk.ticked)
        assert "tick" not in desk.table.columns


async def test_a_click_ticks_while_something_is_ticked(run: Run) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await at_rest(pilot)
        await pilot.click("#calls", offset=(4, 3), control=True)
        await until(pilot, lambda: len(desk.ticked) == 1)
        await pilot.click("#calls", offset=(4, 5))
        await until(pilot, lambda: len(desk.ticked) == 2)
        await pilot.click("#calls", offset=(4, 5))
        await until(pilot, lambda: len(desk.ticked) == 1)
        assert pilot.app.screen is desk


async def test_those_that_can_are_assigned_and_the_others_say_why(
    run: Run, office: Store, calls: list[int]
) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await at_rest(pilot)
        await pilot.press("space", "space", "space")
        await until(pilot, lambda: len(desk.ticked) == 3)
        await chosen(pilot, desk, Action.ASSIGN)
        form = pilot.app.screen
        assert isinstance(form, AskStep)
        await until(pilot, lambda: form.query(Form) and list(form.query_one(Form).fields))
        assert form.query_one(Form).values()["to"] == "", "each call's own grid lead"
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskCarryOut))
        plan = pilot.app.screen._plan
        assert (plan.able, plan.total) == ((calls[0], calls[2]), 3)
        number = queries.ticket(office, calls[1]).number
        assert number in text(pilot.app)
        assert queries.ticket(office, calls[0]).state is State.RECEIVED, "nothing is saved yet"
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen is desk and not desk.ticked)
        await at_rest(pilot)
    states = [queries.ticket(office, one).state for one in calls]
    assert states == [State.ASSIGNED, State.RECEIVED, State.ASSIGNED]
    assert queries.ticket(office, calls[0]).handler == "王芳"


@pytest.mark.slow
async def test_a_form_that_is_not_right_comes_back(
    run: Run, office: Store, calls: list[int]
) -> None:
    async with run() as pilot:
        desk = await opened(pilot)
        await at_rest(pilot)
        await pilot.press("space", "space")
        await chosen(pilot, desk, Action.TRIAGE)
        first = pilot.app.screen
        await until(pilot, lambda: first.query(Form) and list(first.query_one(Form).fields))
        await pilot.press("f9")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, AskStep) and pilot.app.screen is not first
        )
        await until(pilot, lambda: pilot.app.screen.query("#field-reason.-wrong"))
        await pilot.press("escape")
    assert len(queries.ticket(office, calls[0]).events) == 2


@pytest.mark.slow
async def test_long_work_shows_how_far_it_is(
    run: Run, office: Store, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LONG", 2)
    async with run() as pilot:
        desk = await opened(pilot)
        await at_rest(pilot)
        await pilot.press("space", "space")
        await chosen(pilot, desk, Action.VOID)
        form = pilot.app.screen
        await until(pilot, lambda: form.query(Form) and list(form.query_one(Form).fields))
        form.query_one(Form).fill({"reason": "误登记"})
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskCarryOut))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
        await until(pilot, lambda: not pilot.app.screen.is_working)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is desk and not desk.ticked)
        await at_rest(pilot)
    assert [queries.ticket(office, one).state for one in calls[:2]] == [State.VOID] * 2


async def test_calls_that_allow_nothing_together_say_so(
    run: Run, office: Store, calls: list[int]
) -> None:
    wanted = TicketFilter(states=("closed",))
    assert queries.count_tickets(office, wanted)
    async with run() as pilot:
        desk = await opened(pilot)
        pilot.app.open_desk("hotline", wanted)
        await at_rest(pilot)
        await pilot.press("space", "ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await pilot.press("enter")
        assert len(desk.ticked) == 1
