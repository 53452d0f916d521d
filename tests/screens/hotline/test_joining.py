"""The same matter, two matters in one call, a call after its end, and who may do a step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from gridterm.clock import FixedClock
from gridterm.hotline import handling, queries, service
from gridterm.hotline.terms import Action, Intake, State, TicketDetail
from gridterm.registers.service import save_staff
from gridterm.registers.terms import Role, StaffForm
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from screens.hotline.detail import DetailPage
from screens.hotline.questions import AskStep, AskWords
from screens.widgets.dialogs import Choose, Message
from screens.widgets.forms import Form, WordsArea
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.hotline.test_detail import opened
from tests.screens.hotline.test_handling import asked
from tests.screens.looking import text

pytestmark = pytest.mark.slow

WORDS = "6号楼地下室水管爆裂,水往上涨"


@pytest.fixture
def twins(office: Store, actor: Actor) -> tuple[TicketDetail, TicketDetail]:
    """Two calls about one burst pipe, from two people of one building."""
    older, newer = (
        service.register(
            office, actor, Intake(words, kind="help", address="化院小区1号楼", phone=phone)
        )
        for words, phone in ((WORDS, "13911110001"), (f"{WORDS}了,快来", "13911110002"))
    )
    return older, newer


async def test_a_call_is_merged_into_a_similar_one_in_two_keys(
    run: Run, office: Store, twins: tuple[TicketDetail, TicketDetail]
) -> None:
    older, newer = twins
    async with run() as pilot:
        page = await opened(pilot, newer.id)
        await until(pilot, lambda: page.can_merge)
        await until(pilot, lambda: older.number in text(pilot.app))
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: page.ticket.state is State.MERGED)
        await at_rest(pilot)
        assert not page.can_merge
    told = queries.ticket(office, newer.id)
    assert (told.master, queries.ticket(office, older.id).merged) == (
        older.number,
        (newer.number,),
    )
    assert Action.REVISIT in told.actions, "its caller is still told and revisited"


@pytest.mark.slow
async def test_another_number_can_be_typed(
    run: Run, twins: tuple[TicketDetail, TicketDetail]
) -> None:
    _older, newer = twins
    async with run() as pilot:
        page = await opened(pilot, newer.id)
        await until(pilot, lambda: page.can_merge)
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskStep))


async def fill(pilot: Pilot[int], dialog: AskStep, **values: str) -> None:
    dialog.query_one(Form).fill(values)
    await pilot.press("f9")
    await until(pilot, lambda: pilot.app.screen is not dialog)
    await at_rest(pilot)


@pytest.mark.slow
async def test_words_of_a_second_matter_go_to_a_new_call(
    run: Run, office: Store, actor: Actor
) -> None:
    one = service.register(office, actor, Intake("楼道灯不亮,另外垃圾没人清"))
    async with run() as pilot:
        await opened(pilot, one.id)
        dialog = await asked(pilot, Action.SPLIT)
        assert dialog.query_one(Form).values()["words"] == one.content
        await fill(pilot, dialog, words="垃圾没人清", reason="两件事")
        page = pilot.app.screen
        assert isinstance(page, DetailPage)
        await until(pilot, lambda: page.ticket is not None)
        new = page.ticket
        assert (new.content, new.split_from) == ("垃圾没人清", one.number)
        await pilot.press("escape")
        await until(pilot, lambda: new.number in text(pilot.app))
    assert queries.ticket(office, one.id).split_into == (new.number,)


async def test_the_whole_words_are_no_second_matter(run: Run, office: Store, actor: Actor) -> None:
    one = service.register(office, actor, Intake("楼道灯不亮"))
    async with run() as pilot:
        await opened(pilot, one.id)
        dialog = await asked(pilot, Action.SPLIT)
        await fill(pilot, dialog, reason="两件事")
        await until(pilot, lambda: pilot.app.screen.query("#field-words.-wrong"))
    assert len(queries.ticket(office, one.id).events) == 1


async def test_a_call_closed_long_ago_is_logged_again(
    run: Run, office: Store, actor: Actor, clock: FixedClock
) -> None:
    one = service.register(office, actor, Intake("医保怎么办", kind="inquiry", answer="带证件"))
    assert one.state is State.CLOSED
    clock.advance(timedelta(days=31))
    async with run() as pilot:
        page = await opened(pilot, one.id)
        assert not page.can(Action.REOPEN)
        assert page.can_log_again
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskWords))
        pilot.app.screen.query_one(WordsArea).text = "还是不清楚"
        await pilot.press("f9")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, DetailPage) and pilot.app.screen is not page
        )
        new = pilot.app.screen
        await until(pilot, lambda: new.ticket is not None)
        assert (new.ticket.follows, new.ticket.content) == (one.number, "还是不清楚")


async def test_a_call_closed_a_moment_ago_is_opened_again(
    run: Run, office: Store, actor: Actor
) -> None:
    one = service.register(office, actor, Intake("医保怎么办", kind="inquiry", answer="带证件"))
    async with run() as pilot:
        page = await opened(pilot, one.id)
        assert page.can(Action.REOPEN)
        assert not page.can_log_again


@pytest.mark.slow
async def test_what_the_leader_confirms_is_only_said_to_others(
    run: Run, office: Store, actor: Actor, clock: FixedClock
) -> None:
    save_staff(
        office,
        SYSTEM,
        StaffForm("1009", "林素芹", (Role.PRINCIPAL_LEADER,), hired=clock.today()),
    )
    one = service.register(office, actor, Intake("路灯坏了", kind="help"))
    handling.triage(office, actor, one.id, "general", "on_the_spot", reason="小事")
    clock.advance(timedelta(days=60))
    from gridterm.hotline import supervising

    supervising.urge(office, actor, one.id)
    supervising.supervise(office, actor, one.id)
    async with run() as pilot:
        page = await opened(pilot, one.id)
        assert page.can(Action.CIRCULATE)
        page.ask_step(Action.CIRCULATE)
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await until(pilot, lambda: "林素芹" in text(pilot.app))
        await pilot.press("enter")
    assert queries.ticket(office, one.id).events[-1].action is Action.SUPERVISE
