"""From triage to resolution on a real office: happy paths, guards, and the trail."""

import random
from datetime import date, datetime, timedelta

import pytest

from gridterm.errors import GridtermError, InputError, NotFoundError, RefusedError
from gridterm.hotline import (
    bulk,
    categories,
    categorising,
    checks,
    deciding,
    due,
    handling,
    orders,
    posts,
    queries,
    service,
    supervising,
)
from gridterm.hotline.acting import done as do_step
from gridterm.hotline.events import derive
from gridterm.hotline.handling import Told
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Action, ClockName, State, TicketDetail, Tier, Visit
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM
from gridterm.store.verify import verify
from tests.hotline.conftest import CLERK, DEPUTY, LEAD, LEADER, MONDAY, OTHER, Desk

REVIEW = date(2026, 12, 1)
PHONE = Told(how="phone")


def change_staff(desk: Desk, staff_id: int, **values: object) -> None:
    with desk.store.write("test.staff", SYSTEM) as tx:
        for name, value in values.items():
            setattr(tx.session.get_one(Staff, staff_id), name, value)


def test_triage_says_tier_mechanism_and_who_said_so(desk: Desk) -> None:
    one = desk.call()
    told = handling.triage(
        desk.store, desk.clerk, one, "regional", "coordination", reason="三栋楼都漏"
    )
    assert (told.tier, told.mechanism, told.state) == ("regional", "coordination", State.RECEIVED)
    last = told.events[-1]
    assert (last.action, last.actor, last.note) == (Action.TRIAGE, "李晓明", "三栋楼都漏")


def test_the_whole_way_of_a_general_matter(desk: Desk) -> None:
    one = desk.call()
    clerk, lead = desk.clerk, desk.by(LEAD)
    ways = (
        ("ticket.triage", lambda: handling.triage(
            desk.store, clerk, one, "general", "coordination", reason="单元内")),
        ("ticket.assign", lambda: handling.assign(desk.store, clerk, one, LEAD, note="今天去看")),
        ("ticket.accept", lambda: handling.accept(desk.store, lead, one)),
        ("ticket.progress", lambda: handling.progress(
            desk.store, lead, one, "约了师傅", told=True)),
        ("ticket.suspend", lambda: handling.suspend(
            desk.store, lead, one, reason="等材料", review_on=REVIEW, approver="陈静")),
        ("ticket.resume", lambda: handling.resume(desk.store, lead, one, note="到货")),
        ("ticket.transfer", lambda: handling.transfer(desk.store, lead, one, OTHER, "换人")),
        ("ticket.accept", lambda: handling.accept(desk.store, desk.by(OTHER), one)),
        ("ticket.extend", lambda: handling.extend(
            desk.store, lead, one, new_due=MONDAY + timedelta(days=30), reason="雨天",
            approver="陈静", told=PHONE)),
        ("ticket.resolve", lambda: handling.resolve(desk.store, lead, one, "修好了", PHONE)),
        ("ticket.revisit", lambda: service.revisit(
            desk.store, clerk, one, Visit(true=True, solved=True, satisfaction="satisfied"))),
        ("ticket.reopen", lambda: handling.reopen(desk.store, clerk, one, "又漏了")),
    )  # fmt: skip
    for action, use_case in ways:
        desk.clock.advance(timedelta(minutes=10))
        assert desk.entries_of(use_case) == [action]
        assert desk.trail()[-1][1] == f"ticket:{one}"
    told = queries.ticket(desk.store, one)
    assert (told.state, told.round) == (State.IN_PROGRESS, 2)
    assert (told.first_responder, told.first_acceptor, told.handler) == ("李晓明", "王芳", "孙伟")
    assert told.told_at == MONDAY + timedelta(minutes=40)
    assert whole(desk)


def whole(desk: Desk) -> bool:
    report = verify(desk.store, checks.CHECKS, [checks.TEXTS])
    assert report.findings == ()
    return report.whole


@pytest.mark.parametrize("tier", ["overall", "major"])
def test_what_goes_up_comes_back(desk: Desk, tier: str) -> None:
    one = desk.triaged(tier)
    told = handling.report_up(
        desk.store, desk.clerk, one, unit="街道办", document="银社〔2026〕3号"
    )
    assert (told.state, told.handler) == (State.REPORTED_UP, "")
    assert dict(told.events[-1].payload) == {"unit": "街道办", "document": "银社〔2026〕3号"}
    desk.clock.advance(timedelta(hours=2))
    told = handling.superior_reply(desk.store, desk.clerk, one, "同意维修")
    assert (told.state, told.superior_minutes) == (State.IN_PROGRESS, 120)
    assert handling.resolve(desk.store, desk.clerk, one, "修好了", PHONE).state is State.ANSWERED


def test_what_is_wrong_is_refused_and_nothing_is_written(desk: Desk) -> None:
    store, clerk, lead = desk.store, desk.clerk, desk.by(LEAD)
    fresh, given, busy, done = desk.call(), desk.assigned(), desk.working(), desk.resolved()
    later = MONDAY + timedelta(days=20)
    wrong = (
        (NotFoundError, lambda: handling.accept(store, clerk, 99)),
        (InputError, lambda: handling.triage(store, clerk, fresh, "huge", "approval", reason="x")),
        (InputError, lambda: handling.triage(store, clerk, fresh, "major", "magic", reason="x")),
        (InputError, lambda: handling.triage(store, clerk, fresh, "major", "approval", reason=" ")),
        (InputError, lambda: handling.triage(
            store, clerk, fresh, "major", "approval", reason="x", accused_id=77)),
        (InputError, lambda: handling.triage(
            store, clerk, fresh, "major", "approval", reason="x", major_due=MONDAY)),
        (InputError, lambda: handling.triage(
            store, clerk, fresh, "overall", "approval", reason="x", major_due=later)),
        (RefusedError, lambda: handling.assign(store, clerk, fresh, LEAD)),
        (RefusedError, lambda: handling.accept(store, lead, fresh)),
        (InputError, lambda: handling.transfer(store, lead, busy, 77, "换人")),
        (InputError, lambda: handling.transfer(store, lead, busy, OTHER, "")),
        (RefusedError, lambda: handling.accept(store, desk.by(OTHER), given)),
        (RefusedError, lambda: handling.accept(store, SYSTEM, given)),
        (InputError, lambda: handling.give_back(store, lead, given, "")),
        (InputError, lambda: handling.progress(store, lead, busy, "")),
        (RefusedError, lambda: handling.suspend(
            store, lead, busy, reason="等", review_on=date(2026, 12, 24), approver="陈静")),
        (RefusedError, lambda: handling.suspend(
            store, lead, busy, reason="等", review_on=MONDAY.date(), approver="陈静")),
        (InputError, lambda: handling.suspend(
            store, lead, busy, reason="等", review_on=REVIEW, approver="")),
        (RefusedError, lambda: handling.resume(store, lead, busy)),
        (RefusedError, lambda: handling.report_up(store, lead, busy, unit="街道", document="1")),
        (InputError, lambda: handling.report_up(store, lead, busy, unit="街道", document="")),
        (RefusedError, lambda: handling.superior_reply(store, lead, busy, "好")),
        (InputError, lambda: handling.extend(
            store, lead, busy, new_due=later, reason="雨", approver="陈静", told=None)),
        (RefusedError, lambda: handling.extend(
            store, lead, busy, new_due=MONDAY, reason="雨", approver="陈静", told=PHONE)),
        (InputError, lambda: handling.resolve(store, lead, busy, "好了", None)),
        (InputError, lambda: handling.resolve(store, lead, busy, "", PHONE)),
        (InputError, lambda: handling.resolve(store, lead, busy, "好了", Told(how="pigeon"))),
        (InputError, lambda: handling.resolve(store, lead, busy, "好了", Told(at=later))),
        (InputError, lambda: handling.resolve(
            store, lead, busy, "好了", Told(at=MONDAY - timedelta(days=1)))),
        (RefusedError, lambda: handling.reopen(store, clerk, busy, "再办")),
        (RefusedError, lambda: handling.split(store, clerk, busy, "分开")),
        (InputError, lambda: handling.split_off(store, clerk, busy, "楼顶漏水", "分开")),
        (InputError, lambda: handling.split_off(store, clerk, busy, " ", "分开")),
        (InputError, lambda: handling.split_off(store, clerk, busy, "路灯", "")),
        (RefusedError, lambda: handling.split_off(
            store, clerk, done, "路灯", "分开")),
        (InputError, lambda: handling.suspend(
            store, lead, busy, reason="等", review_on=REVIEW, approver="赵强")),
        (InputError, lambda: handling.extend(
            store, lead, busy, new_due=later, reason="雨", approver="张三", told=PHONE)),
        (RefusedError, lambda: service.void(store, desk.by(DEPUTY), fresh, "误登记")),
        (RefusedError, lambda: supervising.urge(store, clerk, busy)),
    )  # fmt: skip
    before = len(desk.trail())
    for kind, use_case in wrong:
        with pytest.raises(GridtermError) as refused:
            use_case()
        assert type(refused.value) is kind, refused.value.message
        assert refused.value.message
    assert len(desk.trail()) == before
    assert whole(desk)


def test_a_deputy_accepts_in_the_handlers_place_and_is_shown_as_such(desk: Desk) -> None:
    one = desk.assigned()
    told = handling.accept(desk.store, desk.by(DEPUTY), one)
    assert (told.handler, told.first_acceptor, told.stands_in_for) == ("王芳", "赵强", "王芳")
    told = handling.transfer(desk.store, desk.clerk, one, OTHER, "换人")
    assert told.stands_in_for == ""
    told = handling.accept(desk.store, desk.by(OTHER), one)
    assert (told.handler, told.first_acceptor, told.stands_in_for) == ("孙伟", "赵强", "")


def returned(desk: Desk, one: int, times: int) -> TicketDetail:
    for _n in range(times):
        handling.assign(desk.store, desk.clerk, one, LEAD)
        told = handling.give_back(desk.store, desk.by(LEAD), one, "不归我管")
    return told


def test_the_third_return_goes_to_the_principal_leader(desk: Desk) -> None:
    one = desk.triaged()
    assert returned(desk, one, 2).state is State.RECEIVED
    told = returned(desk, one, 1)
    assert (told.state, told.handler) == (State.ASSIGNED, "陈静")
    assert handling.accept(desk.store, desk.by(LEADER), one).first_acceptor == "陈静"
    assert whole(desk)


def test_a_leader_complained_of_does_not_get_the_third_return(desk: Desk) -> None:
    one = desk.triaged(accused_id=LEADER)
    told = returned(desk, one, 3)
    assert (told.state, told.handler) == (State.RECEIVED, "")


def test_merged_chains_are_flat_with_one_entry_in_all(desk: Desk) -> None:
    first, second, third = desk.call(), desk.call(), desk.call()
    handling.merge(desk.store, desk.clerk, first, second)
    merging = lambda: handling.merge(desk.store, desk.clerk, second, third, reason="同一事")  # noqa: E731
    assert desk.entries_of(merging) == ["ticket.merge"]
    numbers = [queries.ticket(desk.store, one).master for one in (first, second, third)]
    assert numbers == ["RX-2026-0003", "RX-2026-0003", ""]
    assert queries.ticket(desk.store, third).merged == ("RX-2026-0001", "RX-2026-0002")
    fourth = desk.call()
    told = handling.merge(desk.store, desk.clerk, fourth, first)
    assert told.master == "RX-2026-0003"
    assert whole(desk)


def test_what_is_merged_never_comes_round_to_itself(desk: Desk) -> None:
    first, second, closed = desk.call(), desk.call(), desk.resolved()
    service.revisit(
        desk.store, desk.clerk, closed, Visit(true=True, solved=True, satisfaction="satisfied")
    )
    handling.merge(desk.store, desk.clerk, first, second)
    for one, master in ((second, second), (second, first), (second, closed)):
        with pytest.raises(RefusedError):
            handling.merge(desk.store, desk.clerk, one, master)
    with pytest.raises(RefusedError, match="RX-2026-0002"):
        service.void(desk.store, desk.clerk, second, "误登记")
    assert queries.ticket(desk.store, second).state is State.RECEIVED


def test_a_merged_caller_is_told_and_revisited_after_the_master(desk: Desk) -> None:
    master, child = desk.working(), desk.call()
    handling.merge(desk.store, desk.clerk, child, master)
    visit = Visit(true=True, solved=True, satisfaction="fair")
    with pytest.raises(RefusedError, match="RX-2026-0001"):
        service.revisit(desk.store, desk.clerk, child, visit)
    told = handling.progress(desk.store, desk.clerk, child, "并案办理", told=True)
    assert (told.state, told.told_at) == (State.MERGED, MONDAY)
    handling.resolve(desk.store, desk.by(LEAD), master, "修好了", PHONE)
    told = service.revisit(desk.store, desk.clerk, child, visit)
    assert (told.state, told.events[-1].payload["solved"]) == (State.MERGED, True)


def test_a_split_call_is_received_under_its_own_number(desk: Desk) -> None:
    one, master = desk.assigned(), desk.call()
    handling.merge(desk.store, desk.clerk, one, master)
    told = handling.split(desk.store, desk.clerk, one, "另一个单元")
    assert (told.state, told.number, told.master) == (State.RECEIVED, "RX-2026-0001", "")
    assert (told.handler, told.tier) == ("", Tier.GENERAL)
    assert told.due_clock is ClockName.FEEDBACK


def test_a_second_matter_becomes_a_call_of_its_own(desk: Desk) -> None:
    one = desk.call("楼顶漏水，还有路灯不亮", caller="刘桂兰", phone="13800001234")
    desk.clock.advance(timedelta(hours=2))
    other = desk.by(OTHER)
    made: list[TicketDetail] = []
    assert desk.entries_of(
        lambda: made.append(handling.split_off(desk.store, other, one, "路灯不亮", "两件事"))
    ) == ["ticket.split"]
    new, old = made[0], queries.ticket(desk.store, one)
    assert (new.content, new.state, new.split_from) == ("路灯不亮", State.RECEIVED, old.number)
    assert (new.caller, new.received_at, new.first_responder) == ("刘**", MONDAY, "李晓明")
    assert new.registered_at == MONDAY + timedelta(hours=2)
    assert (old.state, old.split_into) == (State.RECEIVED, (new.number,))
    assert (old.content, old.events[-1].payload["part"]) == ("楼顶漏水，还有路灯不亮", "路灯不亮")
    assert whole(desk)


def test_who_approves_is_named_with_their_number(desk: Desk) -> None:
    one = desk.working()
    told = handling.suspend(
        desk.store, desk.by(LEAD), one, reason="等", review_on=REVIEW, approver="1004"
    )
    payload = told.events[-1].payload
    assert (payload["approver"], payload["approver_id"]) == ("陈静", LEADER)


def test_where_nobody_can_approve_any_name_is_recorded(desk: Desk) -> None:
    one = desk.working()
    for staff_id in (LEAD, LEADER, OTHER):
        change_staff(desk, staff_id, roles="")
    told = handling.suspend(
        desk.store, desk.by(LEAD), one, reason="等", review_on=REVIEW, approver="街道办 张"
    )
    assert dict(told.events[-1].payload)["approver"] == "街道办 张"


def test_an_extension_is_made_once_and_keeps_both_dates(desk: Desk) -> None:
    one = desk.working()
    old = next(
        view.due
        for view in queries.ticket(desk.store, one).dates
        if view.clock is ClockName.RESOLUTION
    )
    new = datetime(2026, 12, 18, 17, 30)
    told = handling.extend(
        desk.store, desk.by(LEAD), one, new_due=new, reason="雨天", approver="陈静",
        told=Told(by_id=DEPUTY, how="in_person"),
    )  # fmt: skip
    assert old is not None
    payload = told.events[-1].payload
    assert (payload["old_due"], payload["new_due"]) == (old.isoformat(), new.isoformat())
    assert (payload["told_by"], payload["how"], payload["approver"]) == (
        DEPUTY,
        "in_person",
        "陈静",
    )
    assert told.due_at == new
    for _n in range(2):
        with pytest.raises(RefusedError):
            handling.extend(
                desk.store, desk.by(LEAD), one, new_due=new + timedelta(days=9), reason="雨天",
                approver="陈静", told=PHONE,
            )  # fmt: skip


def test_no_extension_after_the_date(desk: Desk) -> None:
    one = desk.working()
    desk.clock.moment = datetime(2026, 12, 1, 9, 0)
    with pytest.raises(RefusedError):
        handling.extend(
            desk.store, desk.by(LEAD), one, new_due=datetime(2026, 12, 18), reason="雨天",
            approver="陈静", told=PHONE,
        )  # fmt: skip


def test_who_told_the_resident_when_and_how_is_kept(desk: Desk) -> None:
    one = desk.working()
    desk.clock.advance(timedelta(hours=3))
    at = MONDAY + timedelta(hours=1)
    told = handling.resolve(
        desk.store, desk.by(LEAD), one, "已修好", Told(by_id=DEPUTY, at=at, how="wechat")
    )
    payload = told.events[-1].payload
    assert (payload["told_by"], payload["told_at"], payload["how"]) == (
        DEPUTY,
        at.isoformat(),
        "wechat",
    )
    assert told.told_at == at


def test_in_a_regional_matter_the_grid_lead_tells_the_resident(desk: Desk) -> None:
    one = desk.working("regional")
    with pytest.raises(InputError, match="王芳"):
        handling.resolve(desk.store, desk.clerk, one, "好了", Told(by_id=OTHER))
    assert (
        handling.resolve(desk.store, desk.clerk, one, "好了", Told(by_id=LEAD)).state
        is State.ANSWERED
    )


def test_a_regional_matter_waits_for_the_next_wednesday(desk: Desk) -> None:
    one = desk.triaged("regional")
    assert queries.ticket(desk.store, one).waits_for == date(2026, 11, 25)
    desk.clock.moment = datetime(2026, 11, 25, 15, 0)
    late = desk.triaged("regional")
    assert queries.ticket(desk.store, late).waits_for == date(2026, 12, 2)
    desk.clock.moment = datetime(2026, 9, 30, 16, 0)
    holiday = desk.triaged("regional")
    assert queries.ticket(desk.store, holiday).waits_for == date(2026, 10, 8)
    handling.assign(desk.store, desk.clerk, one, LEAD)
    assert queries.ticket(desk.store, one).waits_for is None


@pytest.mark.parametrize(("days", "opens"), [(0, True), (30, True), (31, False)])
def test_a_closed_call_is_opened_again_within_thirty_days(
    desk: Desk, days: int, opens: bool
) -> None:
    one = desk.resolved()
    service.revisit(desk.store, desk.clerk, one, Visit(true=True, solved=True, satisfaction="fair"))
    assert queries.ticket(desk.store, one).due_at is None
    desk.clock.advance(timedelta(days=days))
    if opens:
        told = handling.reopen(desk.store, desk.clerk, one, "又漏了")
        assert (told.state, told.round, told.due_clock) == (
            State.IN_PROGRESS, 2, ClockName.RESOLUTION)  # fmt: skip
    else:
        with pytest.raises(RefusedError):
            handling.reopen(desk.store, desk.clerk, one, "又漏了")
        again = handling.log_again(desk.store, desk.clerk, one, "又漏了")
        assert (again.number, again.follows, again.state) == (
            "RX-2026-0002", "RX-2026-0001", State.RECEIVED)  # fmt: skip
        assert (again.grid, again.kind) == ("008网格", "complaint")
        with pytest.raises(RefusedError):
            handling.log_again(desk.store, desk.clerk, again.id, "再登记")
        assert whole(desk)


def test_the_lead_is_suggested_the_deputy_when_away_never_the_accused(desk: Desk) -> None:
    plain, lead_accused = desk.triaged(), desk.triaged(accused_id=LEAD)
    deputy_accused = desk.triaged(accused_id=DEPUTY)
    suggested = posts.suggest_handler(desk.store, plain)
    assert suggested is not None
    assert suggested[:2] == (LEAD, "王芳")
    other = posts.suggest_handler(desk.store, lead_accused)
    assert other is not None
    assert other[0] == DEPUTY
    change_staff(desk, LEAD, away=True)
    away = posts.suggest_handler(desk.store, plain)
    assert away is not None
    assert away[0] == DEPUTY
    assert posts.suggest_handler(desk.store, deputy_accused) is None
    change_staff(desk, DEPUTY, left=date(2026, 11, 1))
    assert posts.suggest_handler(desk.store, plain) is None
    with pytest.raises(InputError):
        handling.assign(desk.store, desk.clerk, plain, LEAD)


def test_the_person_complained_of_gets_it_in_no_way(desk: Desk) -> None:
    one = desk.triaged(accused_id=DEPUTY)
    with pytest.raises(RefusedError):
        handling.assign(desk.store, desk.clerk, one, DEPUTY)
    handling.assign(desk.store, desk.clerk, one, LEAD)
    with pytest.raises(RefusedError):
        handling.accept(desk.store, desk.by(DEPUTY), one)
    handling.accept(desk.store, desk.by(LEAD), one)
    with pytest.raises(RefusedError):
        handling.transfer(desk.store, desk.clerk, one, DEPUTY, "换人")


def test_what_is_late_climbs_rung_by_rung_and_each_is_confirmed(desk: Desk) -> None:
    one = desk.working()
    handling.progress(desk.store, desk.by(LEAD), one, "约了师傅", told=True)
    due_at = queries.ticket(desk.store, one).due_at
    assert due_at == datetime(2026, 11, 30, 17, 30)
    ladder = (
        (datetime(2026, 11, 30, 17, 31), supervising.urge, Action.SUPERVISE),
        (datetime(2026, 12, 1, 9, 0), supervising.supervise, Action.CIRCULATE),
        (datetime(2026, 12, 7, 9, 0), supervising.circulate, None),
    )
    leads = desk.by(LEADER)
    for moment, confirm, following in ladder:
        desk.clock.moment = moment
        assert desk.entries_of(lambda confirm=confirm: confirm(desk.store, leads, one)) == [
            f"ticket.{confirm.__name__}"
        ]
        told = queries.ticket(desk.store, one)
        assert told.state is State.IN_PROGRESS
        payload = told.events[-1].payload
        assert (payload["clock"], payload["handler_id"]) == ("resolution", LEAD)
        if following is not None:
            assert following not in told.actions
    assert Action.CIRCULATE in told.actions
    assert told.due_at == due_at
    assert whole(desk)


def test_a_step_never_lies_before_the_step_before_it(desk: Desk) -> None:
    one = desk.assigned()
    desk.clock.advance(-timedelta(hours=5))
    told = handling.accept(desk.store, desk.by(LEAD), one)
    last = told.events[-1]
    assert (last.at, last.recorded_at) == (MONDAY, MONDAY - timedelta(hours=5))
    assert last.payload["clock_back"] == (MONDAY - timedelta(hours=5)).isoformat()
    assert whole(desk)


WALKS = {
    Action.ANSWER: lambda d, who, one, _rng: service.answer(d.store, who, one, "已答复"),
    Action.GUIDE: lambda d, who, one, _rng: service.guide(d.store, who, one, "去街道"),
    Action.TRIAGE: lambda d, who, one, rng: handling.triage(
        d.store, who, one, (tier := rng.choice(list(Tier))), "coordination", reason="看范围",
        major_due=d.clock.now() + timedelta(days=3) if tier is Tier.MAJOR else None,
        accused_id=rng.choice([None, None, OTHER])),
    Action.ASSIGN: lambda d, who, one, rng: handling.assign(
        d.store, who, one, rng.randint(1, 5)),
    Action.ACCEPT: lambda d, who, one, _rng: handling.accept(d.store, who, one),
    Action.RETURN: lambda d, who, one, _rng: handling.give_back(d.store, who, one, "不归我管"),
    Action.PROGRESS: lambda d, who, one, rng: handling.progress(
        d.store, who, one, "在办", told=rng.random() < 0.5),
    Action.TRANSFER: lambda d, who, one, rng: handling.transfer(
        d.store, who, one, rng.randint(1, 5), "换人"),
    Action.SUSPEND: lambda d, who, one, rng: handling.suspend(
        d.store, who, one, reason="等", review_on=d.clock.today() + timedelta(rng.randint(1, 31)),
        approver="陈静"),
    Action.RESUME: lambda d, who, one, _rng: handling.resume(d.store, who, one),
    Action.REPORT_UP: lambda d, who, one, _rng: handling.report_up(
        d.store, who, one, unit="街道", document="3号"),
    Action.SUPERIOR_REPLY: lambda d, who, one, _rng: handling.superior_reply(
        d.store, who, one, "同意"),
    Action.EXTEND: lambda d, who, one, rng: handling.extend(
        d.store, who, one, new_due=d.clock.now() + timedelta(rng.randint(1, 60)), reason="雨",
        approver="陈静", told=PHONE),
    Action.RESOLVE: lambda d, who, one, _rng: handling.resolve(
        d.store, who, one, "好了", Told(by_id=LEAD)),
    Action.REVISIT: lambda d, who, one, rng: service.revisit(
        d.store, who, one, Visit(reached=rng.random() < 0.7, true=rng.random() < 0.8,
                                 solved=rng.random() < 0.5,
                                 satisfaction=rng.choice(["satisfied", "dissatisfied"]))),
    Action.REOPEN: lambda d, who, one, _rng: handling.reopen(d.store, who, one, "又漏"),
    Action.MERGE: lambda d, who, one, rng: handling.merge(d.store, who, one, rng.randint(1, 8)),
    Action.SPLIT: lambda d, who, one, _rng: (
        handling.split(d.store, who, one, "另一事")
        if queries.ticket(d.store, one).state is State.MERGED
        else handling.split_off(d.store, who, one, "路灯不亮", "另一事")),
    Action.VOID: lambda d, who, one, _rng: service.void(d.store, who, one, "误登记"),
    Action.CATEGORISE: lambda d, who, one, rng: categorising.set_category(
        d.store, who, one, rng.choice(["sanitation", "noise"])),
    Action.DECIDE: lambda d, who, one, rng: do_step(
        d.store, who, one, deciding.decide(deciding.Decision(
            "两委议定", d.clock.today(), d.clock.today() + timedelta(rng.randint(-1, 30)),
            chair="1004", told=rng.choice([None, PHONE])))),
    Action.URGE: lambda d, who, one, _rng: supervising.urge(d.store, who, one),
    Action.SUPERVISE: lambda d, who, one, _rng: supervising.supervise(d.store, who, one),
    Action.CIRCULATE: lambda d, who, one, _rng: supervising.circulate(d.store, who, one),
}  # fmt: skip
BESIDES = {
    "several at once": lambda d, who, one, rng: bulk.carry_out(
        d.store, who, sorted({one, *rng.sample(range(1, 9), 4)}),
        rng.choice([
            orders.progress("在办", told=rng.random() < 0.5), orders.assign(LEAD), orders.accept(),
            orders.triage("general", "coordination", reason="单元内"), orders.void("误登记"),
        ])),
    "a revisit nobody wants": lambda d, who, one, _rng: service.revisit(
        d.store, who, one, Visit(waived=True)),
    "logged again": lambda d, who, one, _rng: handling.log_again(d.store, who, one, "又漏了"),
}  # fmt: skip
"""What a person does that is no step of one ticket alone, or another kind of one."""


def test_the_walks_know_every_action_of_a_person() -> None:
    assert set(WALKS) == set(Action) - {Action.REGISTER, Action.REPLY, Action.UPDATE}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.slow
def test_after_any_walk_the_office_is_whole(desk: Desk, seed: int) -> None:
    with desk.store.write("test", SYSTEM) as tx:
        categories.seed(tx)
    rng = random.Random(seed)
    calls = [desk.call(kind=rng.choice(["complaint", "inquiry"])) for _n in range(8)]
    done: set[Action] = set()
    sentences: set[str] = set()
    acceptors: dict[int, int] = {}
    for _n in range(180):
        desk.clock.advance(timedelta(hours=rng.choice([0, 1, 7, 30, -2])))
        one = rng.choice(calls)
        offered = queries.ticket(desk.store, one).actions
        action = rng.choice(offered if offered and rng.random() < 0.8 else list(WALKS))
        beside = rng.random() < 0.1
        do = BESIDES[rng.choice(list(BESIDES))] if beside else WALKS[action]
        try:
            do(desk, desk.by(rng.choice([CLERK, LEAD, DEPUTY, LEADER, OTHER])), one, rng)
        except GridtermError as refused:
            sentences.add(refused.message)
            continue
        done |= set() if beside else {action}
        with desk.store.read() as session:
            record = session.get_one(Ticket, one)
            assert record.first_responder_id == CLERK
            if record.first_acceptor_id is not None:
                assert (
                    acceptors.setdefault(one, record.first_acceptor_id) == record.first_acceptor_id
                )
            steps = read_steps(session, one)
            columns, _states = derive(steps)
            columns |= due.next_due(columns, steps, due.timing(session))
            assert {name: getattr(record, name) for name in columns} == columns
            assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert len(done) >= 12, done
    assert all(sentences)
    assert whole(desk)
