"""The minutes: written speaker by speaker, decided, approved, corrected; action items."""

from __future__ import annotations

from typing import Any

import pytest

from gridterm.clock import FixedClock
from gridterm.hotline.queries import ticket
from gridterm.meetings import actions, minutes, people, schedule
from gridterm.meetings.action_terms import ActionForm, ActionState
from gridterm.meetings.terms import EntryForm, EntryKind, MinutesState
from screens.meetings.action import OnePage
from screens.meetings.finding import FindPage
from screens.meetings.giving import GivePage
from screens.meetings.versions import VersionsPage
from screens.meetings.writing import WritingPage
from screens.widgets.dialogs import AskText, Confirm, Message
from tests.screens.hotline.piloting import at_rest, type_text, until
from tests.screens.looking import rows, text
from tests.screens.meetings.conftest import WEDNESDAY, Office, Run, at_desk, fill, on_screen

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(office: Office) -> Office:
    """The meeting is in session: three are there, 1004 chairs, 1001 writes."""
    store, clerk = office.store, office.actor("1001")
    schedule.appoint(store, clerk, WEDNESDAY, office.staff["1004"], office.staff["1001"], "")
    people.open_sign_in(store, clerk, WEDNESDAY)
    for number in ("1002", "1003", "1004"):
        people.sign(store, clerk, WEDNESDAY, number)
    return office


async def writing(pilot: Any, place: int = 0) -> Any:  # noqa: ANN401 - a pilot, a page
    """The page to write on, at an item."""
    view = await at_desk(pilot, "minutes")
    line = next(
        one for one in view.table._window.lines
        if one.record.entry is None and one.record.place == place
    )  # fmt: skip
    view.table.mark(line.key)
    await at_rest(pilot)
    await pilot.press("enter")
    page = await on_screen(pilot, WritingPage)
    await until(pilot, lambda: page.can_write)
    await at_rest(pilot)
    return page


def entry(office: Office, words: str, **facts: Any) -> Any:  # noqa: ANN401 - an entry
    items = minutes.minutes(office.store, WEDNESDAY).items
    facts.setdefault("speaker_id", office.staff["1002"])
    form = EntryForm(facts.pop("kind", EntryKind.SPEECH), words, items[0].id, **facts)
    return minutes.add_entry(office.store, office.actor("1001"), WEDNESDAY, form)


# ── writing ─────────────────────────────────────────────────────────────────
@pytest.mark.slow
async def test_speakers_follow_each_other_and_a_draft_is_kept(run: Run, opened: Office) -> None:
    async with run() as pilot:
        page = await writing(pilot, 1)
        assert page.fields.values()["speaker"] == str(opened.staff["1002"]), "the grid lead begins"
        assert page.fields.words.has_focus
        await type_text(pilot, "三号楼已经清理 [/]")
        await pilot.press("f9")
        await until(pilot, lambda: len(page.entries) == 1)
        await at_rest(pilot)
        assert page.fields.values()["words"] == ""
        assert "三号楼已经清理 [/]" in text(pilot.app)
        page.fields.words.focus()
        await type_text(pilot, "还没说完")
        await pilot.press("f6")
        await at_rest(pilot)
        assert page.place == 2
        assert page.fields.values()["words"] == ""
        await pilot.press("f5")
        await until(pilot, lambda: page.fields.values()["words"] == "还没说完")
        await pilot.press("escape")
        await at_rest(pilot)
        assert not isinstance(pilot.app.screen, WritingPage)
    said = minutes.minutes(opened.store, WEDNESDAY).entries
    assert [(one.speaker, one.words) for one in said] == [("王芳", "三号楼已经清理 [/]")]


async def test_a_decision_becomes_an_action_item_in_one_key(run: Run, opened: Office) -> None:
    async with run() as pilot:
        await writing(pilot, 1)
        await type_text(pilot, "一周内清空三号楼楼道")
        await pilot.press("f7")
        form = await on_screen(pilot, GivePage)
        await until(pilot, lambda: form.ready)
        values = form.form.values()
        assert values["matter"] == "一周内清空三号楼楼道"
        assert values["owner_id"] == str(opened.staff["1002"])
        assert values["lead_id"] == str(opened.staff["1004"])
        assert values["due_on"] == "2026-12-02"
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, WritingPage))
        await at_rest(pilot)
        (row,) = actions.actions(opened.store).rows
        assert (row.owner, str(row.due_on)) == ("王芳", "2026-12-02")
        assert row.number in text(pilot.app)
        (said,) = minutes.minutes(opened.store, WEDNESDAY).entries
        assert said.kind is EntryKind.DECISION


@pytest.mark.slow
async def test_a_decision_on_a_regional_matter_goes_back_into_its_call(
    run: Run, opened: Office
) -> None:
    async with run() as pilot:
        items = minutes.minutes(opened.store, WEDNESDAY).items
        at = next(n for n, one in enumerate(items) if one.ticket_id == opened.ticket_id)
        page = await writing(pilot, at)
        page.fields.words.focus()
        await type_text(pilot, "请物业牵头先做防水")
        await pilot.press("f7")
        form = await on_screen(pilot, GivePage)
        await until(pilot, lambda: form.ready)
        form.form.field("owner_id").value = str(opened.staff["1002"])
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, WritingPage))
    told = ticket(opened.store, opened.ticket_id)
    assert told.handler == "王芳"
    assert any("请物业牵头先做防水" in event.note for event in told.events)


@pytest.mark.slow
async def test_an_entry_is_taken_up_moved_and_taken_out(run: Run, opened: Office) -> None:
    first, second = entry(opened, "甲"), entry(opened, "乙")
    async with run() as pilot:
        page = await writing(pilot, 0)
        page.table.focus()
        page.table.mark(str(second.id))
        await at_rest(pilot)
        await pilot.press("ctrl+up")
        await until(pilot, lambda: [one.id for one in page.entries] == [second.id, first.id])
        await at_rest(pilot)
        page.table.mark(str(second.id))
        await pilot.press("enter")
        await until(pilot, lambda: page.fields.values()["words"] == "乙")
        await at_rest(pilot)
        page.fields.words.focus()
        await pilot.press("end")
        await type_text(pilot, "丙")
        await pilot.press("f9")
        await until(pilot, lambda: page.entries[0].words == "乙丙")
        await at_rest(pilot)
        page.table.focus()
        page.table.mark(str(first.id))
        await at_rest(pilot)
        await pilot.press("delete")
        await on_screen(pilot, Confirm)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(page.entries) == 1)


@pytest.mark.slow
async def test_every_wrong_field_of_an_entry_has_its_sentence_under_it(
    run: Run, opened: Office
) -> None:
    async with run() as pilot:
        page = await writing(pilot, 0)
        fields = page.fields
        fields.fill({"kind": EntryKind.SPEECH, "speaker": "", "words": ""})
        await pilot.press("f9")
        await until(pilot, lambda: fields.query_one("#wrong-who").display)
        await at_rest(pilot)
        at = [line.split("!")[-1].strip() for line in rows(pilot.app) if "! " in line]
        assert at == ["Speaker: Say who spoke.", "Write down what was said or decided."]
        assert fields.query_one("#entry-speaker").has_focus
        speaker = str(opened.staff["1002"])
        fields.fill({"speaker": speaker, "kind": EntryKind.VOTE, "words": "表决", "votes_for": "9"})
        await pilot.press("f9")
        await until(pilot, lambda: fields.query_one("#wrong-votes").display)
        await at_rest(pilot)
        assert "! For: 9 votes, but 3 signed in." in text(pilot.app)
        assert not fields.query_one("#wrong-who").display, "what is right now is not said any more"
        fields.fill({"votes_for": "2"})
        await pilot.press("f9")
        await until(pilot, lambda: len(page.entries) == 1)
        await at_rest(pilot)
        assert not any(line.lstrip().startswith("!") for line in rows(pilot.app))


@pytest.mark.slow
async def test_votes_are_asked_for_where_there_was_a_vote(run: Run, opened: Office) -> None:
    async with run() as pilot:
        page = await writing(pilot, 0)
        assert not page.query_one("#entry-votes").display
        page.fields.query_one("#entry-kind").value = str(EntryKind.VOTE)
        page.fields.show_parts()
        for name, count in (("votes_for", "３"), ("votes_against", "x"), ("abstained", "y")):
            page.fields.query_one(f"#entry-{name}").value = count
        page.fields.words.focus()
        await type_text(pilot, "表决防水方案")
        await pilot.press("f9")
        await at_rest(pilot)
        for name in ("Against", "Abstained"):
            assert f"! {name}: Write the votes as numbers." in text(pilot.app)
        assert page.fields.query_one("#entry-votes_against").has_focus
        page.fields.query_one("#entry-votes_against").value = "0"
        page.fields.query_one("#entry-abstained").value = ""
        await pilot.press("f9")
        await until(pilot, lambda: len(page.entries) == 1)
        assert (page.entries[0].votes_for, page.entries[0].votes_against) == (3, 0)


# ── approval ────────────────────────────────────────────────────────────────
async def test_handed_in_approved_and_corrected(
    run: Run, opened: Office, clock: FixedClock
) -> None:
    entry(opened, "都同意", speaker_id=opened.staff["1002"])
    entry(opened, "此事不外传", speaker_id=opened.staff["1004"], confidential=True)
    people.end(opened.store, opened.actor("1001"), WEDNESDAY)
    async with run() as pilot:
        view = await at_desk(pilot, "minutes")
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert view.meeting.minutes_state is MinutesState.SUBMITTED
        await at_rest(pilot)
        await pilot.press("ctrl+a")
        await on_screen(pilot, Confirm)
        await pilot.press("tab", "enter")
        await on_screen(pilot, Message)
        assert "孙浩" in text(pilot.app), "the writer is told who approves"
    async with run(operator="1004") as pilot:
        view = await at_desk(pilot, "minutes")
        await pilot.press("ctrl+a")
        await on_screen(pilot, Confirm)
        await pilot.press("tab", "enter")
        await on_screen(pilot, Message)
        assert "leaves out" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: view.meeting.minutes_state is MinutesState.APPROVED)
        await at_rest(pilot)
        await pilot.press("ctrl+e")
        await on_screen(pilot, AskText)
        await type_text(pilot, "姓名写错")
        await pilot.press("enter")
        await until(pilot, lambda: view.meeting.correcting == "姓名写错")
    entry(opened, "补记一条")
    minutes.submit(opened.store, opened.actor("1001"), WEDNESDAY)
    minutes.approve(opened.store, opened.actor("1004"), WEDNESDAY)
    async with run() as pilot:
        desk = await at_desk(pilot)
        desk.jump(("meeting", "2026-11-25"))
        await until(pilot, lambda: desk.detail and desk.detail.minutes_versions == 2)
        desk.show("minutes")
        await at_rest(pilot)
        await pilot.press("ctrl+d")
        page = await on_screen(pilot, VersionsPage)
        await until(pilot, lambda: "补记一条" in text(pilot.app))
        shown = text(pilot.app)
        came = [line for line in shown.splitlines() if line.lstrip().startswith("+")]
        assert any("补记一条" in line for line in came)
        assert "姓名写错" in shown
        assert page.query_one("#versions").row_count == 2
        assert all(head in shown for head in ("Approved at", "Approver", "Why corrected"))


# ── action items ────────────────────────────────────────────────────────────
@pytest.fixture
def given(opened: Office) -> int:
    """An action item of 1002, overdue by two working days."""
    form = ActionForm(
        "清理楼道 [/]", opened.staff["1002"], WEDNESDAY.series_on, meeting_id=1, helper_ids=()
    )  # type: ignore[arg-type]
    return actions.give(opened.store, opened.actor("1001"), form).row.id


@pytest.mark.slow
async def test_an_action_item_is_reported_and_checked_by_somebody_else(
    run: Run, opened: Office, given: int, clock: FixedClock
) -> None:
    async with run(operator="1002") as pilot:
        view = await at_desk(pilot, "actions")
        assert "清理楼道 [/]" in text(pilot.app)
        await pilot.press("enter")
        page = await on_screen(pilot, OnePage)
        await until(pilot, lambda: page.one is not None)
        await at_rest(pilot)
        await pilot.press("ctrl+d")
        await fill(pilot, note="")
        assert "Write what was achieved." in text(pilot.app)
        await fill(pilot, note="三个楼道都清了")
        await until(pilot, lambda: page.one.row.state is ActionState.REPORTED)
        await at_rest(pilot)
        await pilot.press("ctrl+a")
        await fill(pilot, note="")
        assert "!" in text(pilot.app)
        assert page.one.row.state is ActionState.REPORTED, "the owner does not check"
        await pilot.press("escape", "escape")
        await until(pilot, lambda: view.is_on_screen)
    async with run(operator="1004") as pilot:
        pilot.app.open_desk("meetings", ("action", given))
        page = await on_screen(pilot, OnePage)
        await until(pilot, lambda: page.one is not None)
        await at_rest(pilot)
        await pilot.press("ctrl+a")
        await fill(pilot, note="看过了")
        await until(pilot, lambda: page.one.row.state is ActionState.CLOSED)


async def test_the_register_is_filtered_and_a_superiors_task_is_entered(
    run: Run, opened: Office, given: int, clock: FixedClock
) -> None:
    clock.moment = clock.moment.replace(day=30)
    async with run() as pilot:
        view = await at_desk(pilot, "actions")
        view.use("overdue")
        await at_rest(pilot)
        assert "! overdue" in text(pilot.app)
        view.use("mine")
        await at_rest(pilot)
        assert "None" in text(pilot.app) or "There is none here." in text(pilot.app)
        await pilot.press("ctrl+n")
        form = await on_screen(pilot, GivePage)
        await until(pilot, lambda: form.ready)
        form.form.field("matter").value = "迎检准备"
        form.form.field("owner_id").value = str(opened.staff["1001"])
        await pilot.press("f9")
        await at_rest(pilot)
        assert isinstance(pilot.app.screen, GivePage), "the unit is missing"
        form.form.field("superior_unit").value = "铁东街道办事处"
        await pilot.press("f9")
        await until(pilot, lambda: "迎检准备" in text(pilot.app))
        assert "SJ-2026-" in text(pilot.app)


# ── finding ─────────────────────────────────────────────────────────────────
@pytest.mark.slow
async def test_what_was_said_is_found_and_what_is_confidential_is_not(
    run: Run, opened: Office
) -> None:
    entry(opened, "电动车不准进楼 [/]", speaker_id=opened.staff["1002"])
    entry(opened, "电动车一事涉及举报人", confidential=True)
    async with run() as pilot:
        await at_desk(pilot)
        await pilot.press("ctrl+f")
        page = await on_screen(pilot, FindPage)
        await type_text(pilot, "电动车")
        await until(pilot, lambda: page.table.row_count)
        await at_rest(pilot)
        shown = text(pilot.app)
        assert "电动车不准进楼 [/]" in shown
        assert "举报人" not in shown
        await pilot.press("enter")
        await at_rest(pilot)
        await pilot.press("enter")
        written = await on_screen(pilot, WritingPage)
        await until(pilot, lambda: written.marked is not None)
        assert written.marked.words.startswith("电动车")


@pytest.mark.slow
async def test_the_next_speaker_is_found_by_typing_and_words_are_not_lost(
    run: Run, opened: Office
) -> None:
    entry(opened, "甲")
    async with run() as pilot:
        page = await writing(pilot, 0)
        assert page.fields.values()["speaker"] == ""
        await pilot.press("s")
        await at_rest(pilot)
        await type_text(pilot, "h")
        await at_rest(pilot)
        await pilot.press("enter")
        await at_rest(pilot)
        assert page.fields.values()["speaker"] == str(opened.staff["1004"])
        assert page.fields.words.has_focus
        page.fields.fill({"speaker": ""})
        page.fields.focus_first()
        await type_text(pilot, "大家都说好")
        await at_rest(pilot)
        await pilot.press("enter")
        await at_rest(pilot)
        assert page.fields.values()["words"] == "大家都说好"
        await pilot.press("f9")
        await at_rest(pilot)
        assert "Say who spoke." in text(pilot.app)
        assert page.fields.values()["words"] == "大家都说好"


async def test_why_the_minutes_were_sent_back_stands_until_they_are_handed_in_again(
    run: Run, opened: Office
) -> None:
    clerk, chair = opened.actor("1001"), opened.actor("1004")
    entry(opened, "下周清理楼道")
    people.end(opened.store, clerk, WEDNESDAY)
    minutes.submit(opened.store, clerk, WEDNESDAY)
    minutes.send_back(opened.store, chair, WEDNESDAY, "漏了 [/red] 防火")
    async with run() as pilot:
        await at_desk(pilot, "minutes")
        assert "! sent back" in text(pilot.app)
        await until(pilot, lambda: "Sent back: 漏了 [/red] 防火" in text(pilot.app))
        await pilot.press("ctrl+s")
        await until(
            pilot,
            lambda: (
                schedule.meeting(opened.store, WEDNESDAY).minutes_state is MinutesState.SUBMITTED
            ),
        )
        await until(pilot, lambda: "sent back" not in text(pilot.app).lower())
