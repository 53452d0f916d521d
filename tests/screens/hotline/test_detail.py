"""One call: what is allowed, what is asked, what is hidden."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from textual.pilot import Pilot

from gridterm.errors import StoreBusyError
from gridterm.hotline import queries, service
from gridterm.hotline.terms import Action, Intake, State, TicketDetail, Visit
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from screens.hotline.detail import DetailPage
from screens.hotline.questions import AskVisit, AskWords
from screens.hotline.segments import Segments, laid_out
from screens.widgets.dialogs import Message
from screens.widgets.forms import WordsArea
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow

FULL = {"caller": "欧阳建国", "phone": "13900001234", "address": "化院小区1号楼"}


@pytest.fixture
def call(office: Store, actor: Actor) -> TicketDetail:
    """A complaint that nobody has answered yet."""
    return service.register(office, actor, Intake("路灯坏了", kind="complaint", **FULL))


async def opened(pilot: Pilot[int], ticket_id: int) -> DetailPage:
    pilot.app.open_desk("hotline", ticket_id)
    await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
    page = pilot.app.screen
    await until(pilot, lambda: page.ticket is not None and page.query("#actions").first())
    await at_rest(pilot)
    return page


def buttons(page: object) -> list[str]:
    return [button.id for button in page.query("#actions Button")]


def facts(page: object) -> str:
    return str(page.query_one("#facts").render())


async def test_only_what_is_allowed_now_is_offered(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        assert buttons(page) == ["ticket-answer", "ticket-guide", "ticket-triage", "ticket-steps"]
        assert page.focused.id == "ticket-answer"
        service.answer(office, actor, call.id, "已报修")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: buttons(page) == ["ticket-revisit", "ticket-steps"])


async def test_an_answer_moves_the_call_on(run: Run, office: Store, call: TicketDetail) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskWords))
        await pilot.press("f9")
        assert isinstance(pilot.app.screen, AskWords), "an empty answer is not taken"
        pilot.app.screen.query_one(WordsArea).text = HOSTILE
        await pilot.press("f9")
        await until(pilot, lambda: page.ticket.state is State.ANSWERED)
    assert queries.ticket(office, call.id).events[1].note == HOSTILE.replace("\u200b", "")


@pytest.mark.slow
async def test_words_that_could_not_be_saved_are_there_again(
    run: Run, office: Store, call: TicketDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise StoreBusyError("正被别的程序使用。")

    async with run() as pilot:
        page = await opened(pilot, call.id)
        with monkeypatch.context() as patched:
            patched.setattr(service, "answer", busy)
            await pilot.press("ctrl+a")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskWords))
            pilot.app.screen.query_one(WordsArea).text = "不能丢"
            first = pilot.app.screen
            await pilot.press("f9")
            await until(
                pilot,
                lambda: isinstance(pilot.app.screen, AskWords) and pilot.app.screen is not first,
            )
        assert pilot.app.screen.query_one(WordsArea).text == "不能丢"
        await pilot.press("escape")
        await pilot.press("ctrl+a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskWords))
        assert pilot.app.screen.query_one(WordsArea).text == "不能丢"
        await pilot.press("f9")
        await until(pilot, lambda: page.ticket.state is State.ANSWERED)


async def test_a_refused_step_says_why(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        service.void(office, actor, call.id, "打错了")
        await pilot.press("ctrl+a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskWords))
        pilot.app.screen.query_one(WordsArea).text = "晚了"
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await pilot.press("enter")
        await until(pilot, lambda: page.ticket.state is State.VOID)
        assert buttons(page) == []


@pytest.mark.slow
async def test_a_revisit_asks_for_every_answer(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    service.answer(office, actor, call.id, "已修好")
    async with run() as pilot:
        page = await opened(pilot, call.id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskVisit))
        dialog = pilot.app.screen
        await pilot.press("f9")
        await at_rest(pilot)
        assert pilot.app.screen is dialog
        assert dialog.focused.id == "true"
        dialog.query_one("#true", Segments).value = "yes"
        dialog.query_one("#solved", Segments).value = "yes"
        dialog.query_one("#satisfaction", Segments).value = "satisfied"
        await pilot.press("f9")
        await until(pilot, lambda: page.ticket.state is State.CLOSED)
    payload = queries.ticket(office, call.id).events[-1].payload
    assert (payload["true"], payload["solved"]) == ("yes", True)


@pytest.mark.slow
async def test_the_tries_so_far_stand_in_the_form(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    service.answer(office, actor, call.id, "已修好")
    service.revisit(office, actor, call.id, Visit(reached=False))
    async with run() as pilot:
        await opened(pilot, call.id)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskVisit))
        await until(pilot, lambda: "11-21" in text(pilot.app))
        assert "1次" in text(pilot.app)


async def test_a_caller_who_wants_no_revisit_closes_the_call(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    service.answer(office, actor, call.id, "已修好")
    async with run() as pilot:
        page = await opened(pilot, call.id)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskVisit))
        pilot.app.screen.query_one("#result", Segments).value = "waived"
        await at_rest(pilot)
        assert not pilot.app.screen.query_one("#row-solved").display
        await pilot.press("f9")
        await until(pilot, lambda: page.ticket.state is State.CLOSED)


def looks(office: Store) -> int:
    with office.read() as session:
        statement = select(AuditEntry).where(col(AuditEntry.action) == "ticket.reveal")
        return len(session.exec(statement).all())


async def test_the_caller_is_shown_on_one_key_recorded_and_hidden_again(
    run: Run, office: Store, call: TicketDetail
) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        assert FULL["caller"] not in facts(page)
        assert FULL["phone"] not in facts(page)
        await pilot.press("space")
        await until(pilot, lambda: FULL["phone"] in facts(page))
        assert FULL["caller"] in facts(page)
        assert looks(office) == 1
        await pilot.press("space")
        await until(pilot, lambda: FULL["phone"] not in facts(page))
        await pilot.press("space")
        await until(pilot, lambda: FULL["phone"] in facts(page))
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.current_mode == "today")
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.screen is page)
        assert FULL["phone"] not in facts(page)
        assert looks(office) == 2


@pytest.mark.slow
async def test_other_calls_of_the_phone_open_from_here(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    other = service.register(office, actor, Intake("又来问路灯", **FULL))
    service.register(office, actor, Intake("秘密", confidential=True, **FULL))
    async with run((120, 36)) as pilot:
        page = await opened(pilot, call.id)
        await until(pilot, lambda: page.query_one("#earlier").option_count == 1)
        page.query_one("#earlier").focus()
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.screen, "ticket_id", 0) == other.id)


async def test_a_long_text_keeps_its_lines_and_scrolls(
    run: Run, office: Store, actor: Actor
) -> None:
    words = "\n".join(f"第{n}行," + "话" * 60 for n in range(110))[:6999]
    long = service.register(office, actor, Intake(words))
    async with run() as pilot:
        page = await opened(pilot, long.id)
        assert str(page.query_one("#words").render()) == words
        sheet = page.query_one("#sheet")
        await pilot.press("pagedown", "pagedown")
        await until(pilot, lambda: sheet.scroll_y > 10)
        assert page.focused.id == "ticket-answer"


async def test_a_confidential_call_is_marked_and_its_source_number_shown(
    run: Run, office: Store, actor: Actor
) -> None:
    secret = service.register(office, actor, Intake("举报", kind="report", confidential=True))
    async with run() as pilot:
        page = await opened(pilot, secret.id)
        head = page.query_one("#ticket-head").words
        assert "CONFIDENTIAL" in head or "保密" in head


def test_answers_wrap_into_rows_that_fit() -> None:
    places = laid_out(["咨询", "求助", "投诉举报", "表扬"], 1, 14)
    assert [place.words for place in places] == [" 咨询 ", "[求助]", " 投诉举报 ", " 表扬 "]
    assert [(place.row, place.column) for place in places] == [(0, 0), (0, 7), (1, 0), (2, 0)]


async def test_arrows_move_between_the_actions(run: Run, call: TicketDetail) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        await pilot.press("right")
        assert page.focused.id == "ticket-guide"
        await pilot.press("left", "left")
        assert page.focused.id == "ticket-steps"
        assert page.can(Action.VOID)
