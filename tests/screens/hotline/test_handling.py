"""A call from triage to its end through the screen; what each form refuses."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from gridterm.hotline import handling, lateness, queries, service
from gridterm.hotline.terms import Action, Intake, State, TicketDetail, Visit
from gridterm.registers.service import list_staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline import carrying, steps
from screens.hotline.questions import AskStep
from screens.hotline.segments import Segments
from screens.widgets.dialogs import Choose, Confirm, Message
from screens.widgets.forms import Form
from screens.widgets.table import PagedTable
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, until
from tests.screens.hotline.test_detail import opened
from tests.screens.looking import text


def one_more(office: Store, actor: Actor) -> TicketDetail:
    """A request nobody has looked at yet, from grid 008."""
    return service.register(
        office, actor, Intake("路灯坏了", kind="help", address="化院小区1号楼", phone="13900001234")
    )


@pytest.fixture
def call(office: Store, actor: Actor) -> TicketDetail:
    """One such request."""
    return one_more(office, actor)


async def asked(pilot: Pilot[int], action: Action) -> AskStep:
    pilot.app.screen.ask_step(action)
    await until(pilot, lambda: isinstance(pilot.app.screen, AskStep))
    dialog = pilot.app.screen
    await until(pilot, lambda: dialog.query(Form) and list(dialog.query_one(Form).fields))
    await at_rest(pilot)
    return dialog


async def do(pilot: Pilot[int], action: Action, **values: str) -> None:
    dialog = await asked(pilot, action)
    dialog.query_one(Form).fill(values)
    await pilot.press("f9")
    await until(pilot, lambda: pilot.app.screen is not dialog)
    await at_rest(pilot)


@pytest.mark.slow
async def test_from_triage_to_the_end(run: Run, office: Store, call: TicketDetail) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        await do(pilot, Action.TRIAGE, tier="general", mechanism="on_the_spot", reason=HOSTILE)
        assert page.ticket.tier == "general"
        dialog = await asked(pilot, Action.ASSIGN)
        names = dict(dialog.query_one(Form).field("to").control._options)
        assert "王芳" in names[dialog.query_one(Form).values()["to"]], "the grid's lead"
        clerk = next(key for key, words in names.items() if "李晓明" in words)
        dialog.query_one(Form).fill({"to": clerk})
        await pilot.press("f9")
        await until(pilot, lambda: page.ticket.state is State.ASSIGNED)
        await at_rest(pilot)
        page.ask_step(Action.ACCEPT)
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: page.ticket.state is State.IN_PROGRESS)
        await at_rest(pilot)
        seen = text(pilot.app)
        assert "经办人 李晓明" in seen.splitlines()[2], "at the head, in 80 columns"
        assert f"{call.number} 已签收，现为办理中。" in seen
        await do(pilot, Action.PROGRESS, note="已报修", told="1")
        await do(pilot, Action.RESOLVE, result="已修好", told="phone")
        await until(pilot, lambda: page.ticket.state is State.ANSWERED)
        await at_rest(pilot)
        await pilot.press("ctrl+d")
        await until(pilot, lambda: pilot.app.screen.query(Segments))
        pilot.app.screen.query_one("#true", Segments).value = "yes"
        pilot.app.screen.query_one("#solved", Segments).value = "yes"
        pilot.app.screen.query_one("#satisfaction", Segments).value = "satisfied"
        await pilot.press("f9")
        await until(pilot, lambda: page.ticket.state is State.CLOSED)
    assert [event.action for event in queries.ticket(office, call.id).events] == [
        *(Action.REGISTER, Action.TRIAGE, Action.ASSIGN, Action.ACCEPT, Action.PROGRESS),
        *(Action.RESOLVE, Action.REVISIT),
    ]


async def test_the_list_of_steps_holds_what_is_allowed_now(run: Run, call: TicketDetail) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert [key for key, _words in pilot.app.screen._options] == [
            *("answer", "guide", "triage", "merge", "split", "void")
        ]
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskStep))
        await pilot.press("escape")
        assert page.ticket.state is State.RECEIVED


WRONG = {
    Action.TRIAGE: ({"reason": ""}, "reason"),
    Action.SUSPEND: ({"reason": "等材料", "review_on": "不知道", "approver": "1002"}, "review_on"),
    Action.RETURN: ({"reason": " "}, "reason"),
    Action.TRANSFER: ({"reason": ""}, "reason"),
    Action.PROGRESS: ({"note": ""}, "note"),
    Action.REPORT_UP: ({"unit": "街道", "document": ""}, "document"),
    Action.SUPERIOR_REPLY: ({"reply": ""}, "reply"),
    Action.EXTEND: (
        {"new_due": HOSTILE, "reason": "缺件", "approver": "1002", "told": "phone"},
        "new_due",
    ),
    Action.RESOLVE: ({"result": "好了", "told": ""}, "told"),
    Action.REOPEN: ({"reason": ""}, "reason"),
    Action.MERGE: ({"master": HOSTILE}, "master"),
    Action.SPLIT: ({"reason": ""}, "reason"),
}


def brought_to(office: Store, actor: Actor, one: int, action: Action) -> None:
    """Bring a call to where ``action`` is possible."""
    clerk = Actor(list_staff(office)[0].id, "李晓明")
    if action in {Action.TRIAGE, Action.MERGE}:
        return
    handling.triage(office, actor, one, "overall", "approval", reason="涉及全社区")
    handling.assign(office, actor, one, clerk.staff_id)
    if action is Action.RETURN:
        return
    handling.accept(office, clerk, one)
    if action is Action.SUPERIOR_REPLY:
        handling.report_up(office, clerk, one, unit="街道", document="1号")
    elif action is Action.SPLIT:
        master = service.register(office, actor, Intake("另一件"))
        handling.merge(office, clerk, one, master.id)
    elif action is Action.REOPEN:
        by = handling.Told(clerk.staff_id)
        handling.resolve(office, clerk, one, "好了", by)
        service.revisit(office, clerk, one, Visit(true=True, solved=True, satisfaction="satisfied"))


@pytest.mark.slow
async def test_a_wrong_answer_is_said_at_its_field_and_nothing_is_saved(
    run: Run, office: Store, actor: Actor
) -> None:
    calls = {action: one_more(office, actor).id for action in WRONG}
    for action, call_id in calls.items():
        brought_to(office, actor, call_id, action)
    before = {action: queries.ticket(office, one).events for action, one in calls.items()}
    async with run() as pilot:
        for action, call_id in calls.items():
            values, wrong = WRONG[action]
            page = await opened(pilot, call_id)
            dialog = await asked(pilot, action)
            dialog.query_one(Form).fill(values)
            await pilot.press("f9")
            await until(
                pilot,
                lambda dialog=dialog: (
                    isinstance(pilot.app.screen, AskStep) and pilot.app.screen is not dialog
                ),
            )
            again = pilot.app.screen
            field = f"#field-{wrong}.-wrong"
            await until(pilot, lambda again=again, field=field: again.query(field))
            typed = again.query_one(Form).values()
            assert {name: typed[name] for name in values} == values, action
            assert page.can(action), action
            await pilot.press("escape")
            await until(pilot, lambda page=page: pilot.app.screen is page)
            await pilot.press("escape")
            await until(pilot, lambda page=page: pilot.app.screen is not page)
    after = {action: queries.ticket(office, one).events for action, one in calls.items()}
    assert after == before


async def test_a_step_the_state_forbids_is_refused_in_words(
    run: Run, office: Store, actor: Actor, call: TicketDetail
) -> None:
    async with run() as pilot:
        page = await opened(pilot, call.id)
        dialog = await asked(pilot, Action.TRIAGE)
        service.void(office, actor, call.id, "打错了")
        dialog.query_one(Form).fill({"reason": "晚了"})
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await pilot.press("enter")
        await until(pilot, lambda: page.ticket.state is State.VOID)


def test_what_the_tier_forbids_is_not_offered(
    office: Store, actor: Actor, call: TicketDetail
) -> None:
    triaged = carrying.carry_out(
        Action.TRIAGE, office, actor, call.id,
        {"tier": "overall", "mechanism": "approval", "reason": "涉及全社区",
         "major_due": "", "accused": ""},
    )  # fmt: skip
    assert Action.ASSIGN not in steps.offered(call)
    assert {Action.ASSIGN, Action.REPORT_UP} <= set(steps.offered(triaged))
    assert Action.ANSWER not in steps.offered(triaged)


async def test_what_is_late_is_counted_marked_and_listed(run: Run, office: Store) -> None:
    late = lateness.due_counts(office).overdue
    assert late
    async with run(size=(120, 30)) as pilot:
        pilot.app.open_desk("hotline", "overdue")
        desk = pilot.app.screen
        words = f"共{late}条"
        await until(pilot, lambda: words in text(pilot.app))
        await at_rest(pilot)
        assert f"超期 {late}" in text(pilot.app)
        line = desk.query_one(PagedTable).marked_line
        assert str(line.cells["state"]).startswith("超期 ")
        assert str(line.cells["due"]).startswith("超期 ")
        assert "red" in str(line.cells["state"].style)
