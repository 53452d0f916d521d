"""A round of visits without leaving the keyboard."""

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from gridterm.clock import FixedClock
from gridterm.hotline.queries import ticket
from gridterm.hotline.terms import Channel
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM
from gridterm.visits.queries import visits
from gridterm.visits.terms import Outcome, Purpose, VisitFilter, VisitRow
from screens.visits import round as rounds
from screens.visits.round import FORM, RoundPage
from screens.visits.visit import VisitOverForm
from screens.widgets.dialogs import Confirm
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import text
from tests.screens.visits.conftest import NOW, YESTERDAY, Office, Run, at_desk, on_page


async def at_round(pilot: Pilot[int], visitor: str = "陈思雨") -> RoundPage:
    """The round of somebody, the keys in the household's line."""
    desk = await at_desk(pilot)
    await pilot.press("ctrl+n")
    page: RoundPage = await on_page(pilot, RoundPage)
    if not page.form.values()["visitor"]:
        await type_text(pilot, visitor)
        await pilot.press("enter")
        await until(pilot, lambda: page.visitor is not None)
    assert page.visitor is not None
    assert page.visitor.name == visitor
    await at_rest(pilot)
    assert desk.remembered is page.remembered
    return page


def of_today(office: Office, number: str = "1003") -> list[VisitRow]:
    day = NOW.date()
    wanted = VisitFilter(since=day, until=day, staff_id=office.staff[number])
    return sorted(visits(office.store, wanted).rows, key=lambda one: one.id)


def focus(page: RoundPage) -> str:
    return page.focused.id or "" if page.focused is not None else ""


async def test_households_in_a_row(run: Run, office: Office) -> None:
    """The first by building, unit and room, the others by bare numbers; 3 Enters each."""
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        assert focus(page) == "household"
        await type_text(pilot, "1-1-101")
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: len(page.entries) == 1)
        for room in ("102", "501", "2-101", "102", "502"):
            await type_text(pilot, room)
            await pilot.press("enter", "enter", "enter")  # nobody waits for the list
        await until(pilot, lambda: len(page.entries) == 6)
        await at_rest(pilot)
        assert focus(page) == "household"
        assert not page.typed
        assert "6/20" in text(pilot.app)
    made = of_today(office)
    places = {home: place for place, home in office.homes.items()}
    rooms = ("1-101", "1-102", "1-501", "2-101", "2-102", "2-502")
    assert [places[one.household_id] for one in made] == [("1号楼", room) for room in rooms]
    assert {one.result for one in made} == {Outcome.MET}
    assert {one.purpose for one in made} == {Purpose.ROUTINE}


async def test_a_matter_becomes_a_call_in_the_same_save(run: Run, office: Office) -> None:
    async with run((120, 36)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "ljq")  # nobody
        await pilot.press("enter")
        await at_rest(pilot)
        assert "No household is known" in text(pilot.app)
        page.form.line("household").value = ""
        await type_text(pilot, "化院小区1号楼1-501")
        await pilot.press("enter")
        await until(pilot, lambda: focus(page) == "matter")
        await type_text(pilot, "[/关闭]楼顶漏水")
        await pilot.press("ctrl+t", "f5", "enter")
        await type_text(pilot, "已报修")
        await at_rest(pilot)
        assert page.query_one("#round-call").display
        await pilot.press("enter")
        await until(pilot, lambda: page.entries)
        await at_rest(pilot)
        made = of_today(office)[0]
        assert made.ticket
        assert made.purpose is Purpose.INFORM
        shown = text(pilot.app)
        assert made.ticket in shown
        assert "calls 1" in shown
        assert "[/关闭]楼顶漏水" in shown
        assert not page.query_one("#round-call").display
        assert page.form.values()["purpose"] == Purpose.INFORM, "the purpose stays"
    call = ticket(office.store, made.ticket_id or 0)
    assert (call.channel, call.proactive) == (Channel.HOUSEHOLD_VISIT, True)


@pytest.mark.slow
async def test_arrows_mark_outcome_and_repeats_are_said(run: Run, office: Office) -> None:
    async with run((120, 36)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "501")
        await at_rest(pilot)
        listed = page.query_one("#candidates", OptionList)
        assert listed.option_count == 4
        await pilot.press("down", "down", "up", "enter")
        await until(pilot, lambda: page.finder.taken is not None)
        assert "1号楼 2-501" in page.form.values()["household"]
        await pilot.press("f4", "f9")
        await until(pilot, lambda: page.entries)
        assert of_today(office)[0].result is Outcome.NOBODY
        assert page.form.values()["outcome"] == Outcome.MET
        await type_text(pilot, "501")
        await pilot.press("enter")
        await until(pilot, lambda: "already" in text(pilot.app))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: len(page.entries) == 2)
    assert len({one.household_id for one in of_today(office)}) == 1, "said, not refused"


async def test_several_that_fit_are_shown_before_one_is_taken(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "501")
        await pilot.press("enter")
        await at_rest(pilot)
        assert page.finder.taken is None
        assert "Several households fit" in text(pilot.app)
        await pilot.press("enter", "enter")
        await at_rest(pilot)
        assert page.finder.taken is None, "Enter typed ahead takes none that nobody saw"
        await type_text(pilot, "9")
        await at_rest(pilot)
        assert "Several households fit" not in text(pilot.app), "it was about another room"
        await pilot.press("backspace")
        await at_rest(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: page.finder.taken is not None)
        assert focus(page) == "matter"


@pytest.mark.slow
async def test_the_plan_is_offered_where_nothing_is_typed(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        assert "never visited" in text(pilot.app)
        await pilot.press("enter")
        await at_rest(pilot)
        assert page.finder.taken is None, "Enter alone takes nothing"
        await pilot.press("down", "enter")
        await until(pilot, lambda: page.finder.taken is not None)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: page.entries)
        taken = of_today(office)[0].household_id
        await at_rest(pilot)
        page.finder.step(1)
        assert page.finder.marked is not None
        assert page.finder.marked.household_id != taken


@pytest.mark.slow
async def test_yesterdays_paper_is_typed_in_today(run: Run, office: Office) -> None:
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        await pilot.press("f6", "tab", "right", "enter")
        await at_rest(pilot)
        assert page.day == YESTERDAY
        assert "5/20" in text(pilot.app)
        assert focus(page) == "household"
        await type_text(pilot, "2-2-502")
        await at_rest(pilot)
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: len(page.entries) == 6)
        await pilot.press("escape")
        await at_rest(pilot)
        await pilot.press("ctrl+n")
        again: RoundPage = await on_page(pilot, RoundPage)
        assert again.visitor is not None, "who went is remembered"
        assert again.day == NOW.date(), "the day is not: papers of yesterday are the exception"
    day = VisitFilter(since=YESTERDAY, until=YESTERDAY)
    newest = visits(office.store, day).rows[0]
    assert (newest.day, newest.timed, newest.late) == (YESTERDAY, False, True)


async def test_nothing_typed_is_lost(run: Run, office: Office, clock: FixedClock) -> None:
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "1-1-202")
        await pilot.press("enter")
        await until(pilot, lambda: page.finder.taken is not None)
        await type_text(pilot, "门口堆放杂物")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not page)
        kept = drafts.latest(office.store, FORM)
        assert kept is not None
        assert kept.payload["matter"] == "门口堆放杂物"
        await pilot.press("ctrl+n")
        again: RoundPage = await on_page(pilot, RoundPage)
        await until(pilot, lambda: again.finder.taken is not None)
        assert focus(again) == "matter"
        assert again.form.values()["matter"] == "门口堆放杂物"
        await pilot.press("enter", "enter")
        await until(pilot, lambda: again.entries)
        assert drafts.latest(office.store, FORM) is None
        await type_text(pilot, "别的")
        await pilot.press("ctrl+delete")
        await on_page(pilot, Confirm)
        await pilot.press("right", "enter")
        await until(pilot, lambda: not again.typed)
    assert of_today(office)[0].matter == "门口堆放杂物"


@pytest.mark.slow
async def test_a_save_that_fails_keeps_the_line(
    run: Run,
    office: Office,
    monkeypatch: Any,  # noqa: ANN401 - pytest's
) -> None:
    """What was typed stays with a sentence, also where the day has gone on meanwhile."""
    from gridterm.errors import InputError
    from gridterm.visits import service

    def refuse(*_args: object, **_more: object) -> None:
        raise InputError("not now", {"matter": "not now"})

    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "1-1-202")
        await pilot.press("enter")
        await until(pilot, lambda: page.finder.taken is not None)
        with monkeypatch.context() as patch:
            patch.setattr(service, "record", refuse)
            await type_text(pilot, "灯")
            await pilot.press("f9")
            await until(pilot, lambda: "not now" in text(pilot.app))
        assert page.form.values()["matter"] == "灯"
        assert focus(page) == "matter"
        await pilot.press("f9")
        await until(pilot, lambda: page.entries)


@pytest.mark.slow
async def test_an_entry_is_opened_from_the_round(run: Run, office: Office) -> None:
    office.visit("1-501", matter="灯不亮")
    async with run((80, 24), operator="1003") as pilot:
        page = await at_round(pilot)
        assert len(page.entries) == 1, "a manager's own round begins without a question"
        await pilot.press("f8", "enter")
        opened: VisitOverForm = await on_page(pilot, VisitOverForm)
        assert "灯不亮" in text(pilot.app)
        assert not opened.lets_go
        await pilot.press("f9", "f3")
        assert pilot.app.screen is opened, "the desk keys do not leave a round behind"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("escape")
        assert focus(page) == "household"


@pytest.mark.slow
async def test_letters_typed_while_it_is_saved_begin_the_next_line(
    run: Run,
    office: Office,
    monkeypatch: Any,  # noqa: ANN401 - pytest's
) -> None:
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "1-1-202")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: focus(page) == "feedback")

        async def typed_meanwhile(work: Any) -> Any:  # noqa: ANN401 - as the function it stands for
            page.form.line("feedback").value += "501"
            return work(), None

        monkeypatch.setattr(rounds, "in_thread", typed_meanwhile)
        await pilot.press("enter")
        await until(pilot, lambda: page.entries)
        assert page.form.values()["household"] == "501"
    assert of_today(office)[0].feedback == ""


@pytest.mark.slow
async def test_a_complete_day_is_said(run: Run, office: Office, clock: FixedClock) -> None:
    from gridterm.settings import change

    change(office.store, SYSTEM, {"visits.each_day": "1"})
    clock.advance(timedelta(minutes=1))
    async with run((80, 24)) as pilot:
        page = await at_round(pilot)
        await type_text(pilot, "1-1-202")
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: page.entries)
        await until(pilot, lambda: "the day is complete" in text(pilot.app))
        assert "1/1" in text(pilot.app)
