"""The six let-nots over the calls: each with a case just inside and one just outside."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.dialects import sqlite
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.demo.build import Size
from gridterm.hotline import board, due, handling, lateness, service, supervising
from gridterm.hotline.board import NOBODY, charges, count, listed
from gridterm.hotline.detail import meeting_after
from gridterm.hotline.events import Step, derive, facts_of
from gridterm.hotline.guards import Facts
from gridterm.hotline.handling import Told
from gridterm.hotline.letnots import IDLE_IN, UNDECIDED_IN, UNTOLD_IN, LetNot, Missing
from gridterm.hotline.rules import LADDER
from gridterm.hotline.steps import step_of
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import OPEN_STATES, Action, Channel, State, Tier
from gridterm.hotline.timing import Timing, matter_of
from gridterm.registers.tables import Staff
from gridterm.settings import change
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.worktime import close_after
from tests.conftest import DemoOf
from tests.hotline.conftest import CLERK, DEPUTY, LEAD, LEADER, MONDAY, Desk

SECOND = timedelta(seconds=1)
TUESDAY_CLOSE = datetime(2026, 11, 24, 17, 30)
WEDNESDAY_CLOSE = datetime(2026, 11, 25, 17, 30)
THURSDAY_CLOSE = datetime(2026, 11, 26, 17, 30)


def found(desk: Desk, check: LetNot) -> list[int]:
    rows = listed(desk.store, check).rows
    assert count(desk.store, check) == len(rows)
    return [row.id for row in rows]


def told(desk: Desk, one: int) -> None:
    handling.progress(desk.store, desk.by(LEAD), one, "已电话告知", told=True)


# ── 1 superior ──────────────────────────────────────────────────────────────
def test_a_task_from_above_counts_once_its_date_is_past(desk: Desk) -> None:
    one = desk.call(channel="superior")
    desk.call(channel="phone")
    desk.clock.moment = TUESDAY_CLOSE
    assert found(desk, LetNot.SUPERIOR) == []
    desk.clock.moment = TUESDAY_CLOSE + SECOND
    assert found(desk, LetNot.SUPERIOR) == [one]


def test_what_lies_with_a_superior_past_its_date_counts(desk: Desk) -> None:
    one = desk.working("overall")
    told(desk, one)
    handling.report_up(desk.store, desk.by(LEADER), one, unit="街道办", document="化社报1号")
    day = datetime(2026, 12, 14, 17, 30)
    desk.clock.moment = day
    assert found(desk, LetNot.SUPERIOR) == []
    desk.clock.moment = day + SECOND
    assert found(desk, LetNot.SUPERIOR) == [one]


# ── 2 untold ────────────────────────────────────────────────────────────────
def test_a_resident_not_told_counts_until_they_are(desk: Desk) -> None:
    one = desk.working()
    desk.clock.moment = TUESDAY_CLOSE
    assert found(desk, LetNot.UNTOLD) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.UNTOLD) == [one]
    told(desk, one)
    assert found(desk, LetNot.UNTOLD) == []


def test_the_feedback_counts_also_behind_a_clock_that_ended_before_it(desk: Desk) -> None:
    one = desk.assigned()
    desk.clock.moment = TUESDAY_CLOSE
    assert found(desk, LetNot.OVERDUE) == [one]
    assert found(desk, LetNot.UNTOLD) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.UNTOLD) == [one]


def test_the_caller_of_a_merged_call_is_told_too(desk: Desk) -> None:
    master, child = desk.working(), desk.call()
    handling.merge(desk.store, desk.clerk, child, master)
    desk.clock.moment = MONDAY.replace(hour=16)
    handling.resolve(desk.store, desk.by(LEAD), master, "修好了", Told())
    desk.clock.moment = TUESDAY_CLOSE
    assert found(desk, LetNot.UNTOLD) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.UNTOLD) == [child]
    handling.progress(desk.store, desk.clerk, child, "已告知", told=True)
    assert found(desk, LetNot.UNTOLD) == []


def test_the_allowance_of_a_merged_call_is_a_setting(desk: Desk) -> None:
    master, child = desk.working(), desk.call()
    handling.merge(desk.store, desk.clerk, child, master)
    handling.resolve(desk.store, desk.by(LEAD), master, "修好了", Told())
    change(desk.store, SYSTEM, {"board.told_days": "2"})
    desk.clock.moment = WEDNESDAY_CLOSE
    assert found(desk, LetNot.UNTOLD) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.UNTOLD) == [child]


def test_a_suspension_pauses_the_first_feedback(desk: Desk) -> None:
    one = desk.working()
    handling.suspend(
        desk.store,
        desk.by(LEAD),
        one,
        reason="等材料",
        review_on=date(2026, 12, 1),
        approver="陈静",
    )
    desk.clock.moment = THURSDAY_CLOSE + SECOND
    assert found(desk, LetNot.UNTOLD) == []


# ── 3 overdue ───────────────────────────────────────────────────────────────
def test_what_is_overdue_here_is_overdue_in_the_header(desk: Desk) -> None:
    one = desk.call()
    desk.clock.moment = TUESDAY_CLOSE
    assert found(desk, LetNot.OVERDUE) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.OVERDUE) == [one]
    assert lateness.due_counts(desk.store).overdue == 1


# ── 4 undecided ─────────────────────────────────────────────────────────────
def test_a_regional_matter_has_until_the_wednesday_meeting(desk: Desk) -> None:
    one = desk.triaged("regional")
    desk.clock.moment = WEDNESDAY_CLOSE
    assert found(desk, LetNot.UNDECIDED) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.UNDECIDED) == [one]
    handling.assign(desk.store, desk.clerk, one, LEAD)
    assert found(desk, LetNot.UNDECIDED) == []


def test_a_returned_matter_has_until_the_meeting_after_its_return(desk: Desk) -> None:
    one = desk.assigned("regional")
    desk.clock.moment = datetime(2026, 11, 26, 9)
    handling.give_back(desk.store, desk.by(LEAD), one, "不归本网格")
    assert found(desk, LetNot.UNDECIDED) == []
    desk.clock.moment = datetime(2026, 12, 2, 17, 30, 1)
    assert found(desk, LetNot.UNDECIDED) == [one]


def test_an_overall_matter_goes_up_within_its_days(desk: Desk) -> None:
    one = desk.working("overall")
    desk.clock.moment = THURSDAY_CLOSE
    assert found(desk, LetNot.UNDECIDED) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.UNDECIDED) == [one]
    handling.report_up(desk.store, desk.by(LEADER), one, unit="街道办", document="化社报1号")
    assert found(desk, LetNot.UNDECIDED) == []


def test_a_major_matter_counts_at_once_without_owner_or_date(desk: Desk) -> None:
    dated = desk.triaged("major", major_due=MONDAY + timedelta(hours=6))
    undated = desk.assigned("major")
    assert found(desk, LetNot.UNDECIDED) == [dated, undated]
    handling.assign(desk.store, desk.clerk, dated, LEAD)
    assert found(desk, LetNot.UNDECIDED) == [undated]


def test_a_general_matter_needs_no_decision(desk: Desk) -> None:
    desk.triaged()
    desk.clock.moment = THURSDAY_CLOSE + SECOND
    assert found(desk, LetNot.UNDECIDED) == []


# ── 5 amiss ─────────────────────────────────────────────────────────────────
def missing(desk: Desk, *codes: str) -> list[int]:
    change(desk.store, SYSTEM, {"board.missing": " ".join(codes)})
    return found(desk, LetNot.AMISS)


def test_an_open_call_lacks_what_the_office_says_it_must_have(desk: Desk) -> None:
    one = desk.call(caller="刘洋")
    named = desk.call(caller="刘洋", phone="13800000000")
    assert missing(desk, "contact") == [one]
    assert missing(desk, "category") == [one, named]
    assert missing(desk, "grid", "responder") == []
    assert missing(desk) == []
    with desk.store.write("test.grid", SYSTEM) as tx:
        tx.session.get_one(Ticket, one).grid_id = None
        tx.session.get_one(Ticket, named).first_responder_id = None
    assert missing(desk, "grid") == [one]
    assert missing(desk, "responder") == [named]


def test_a_handler_who_has_left_cannot_keep_a_call(desk: Desk) -> None:
    one = desk.working()
    with desk.store.write("test.left", SYSTEM) as tx:
        tx.session.get_one(Staff, LEAD).left = MONDAY.date()
    assert missing(desk, "handler_left") == []
    desk.clock.advance(timedelta(days=1))
    assert missing(desk, "handler_left") == [one]


def test_a_closed_call_lacks_nothing_any_more(desk: Desk) -> None:
    one = desk.call(kind="inquiry")
    service.answer(desk.store, desk.clerk, one, "已告知")
    assert missing(desk, "category") == []


# ── 6 idle ──────────────────────────────────────────────────────────────────
def test_a_call_without_an_entry_has_run_aground(desk: Desk) -> None:
    one = desk.call()
    desk.clock.moment = THURSDAY_CLOSE
    assert found(desk, LetNot.IDLE) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.IDLE) == [one]
    change(desk.store, SYSTEM, {"board.idle_days": "4"})
    assert found(desk, LetNot.IDLE) == []


def test_urging_is_no_entry_but_working_is(desk: Desk) -> None:
    one = desk.working()
    desk.clock.moment = THURSDAY_CLOSE + SECOND
    supervising.urge(desk.store, desk.by(LEADER), one)
    assert found(desk, LetNot.IDLE) == [one]
    told(desk, one)
    assert found(desk, LetNot.IDLE) == []


def test_a_suspended_call_waits_for_its_review(desk: Desk) -> None:
    one = desk.working()
    review = date(2026, 12, 1)
    handling.suspend(desk.store, desk.by(LEAD), one, reason="等", review_on=review, approver="陈静")
    desk.clock.moment = datetime(2026, 12, 1, 17, 30)
    assert found(desk, LetNot.IDLE) == []
    assert found(desk, LetNot.OVERDUE) == []
    desk.clock.moment += SECOND
    assert found(desk, LetNot.OVERDUE) == [one]


# ── by person ───────────────────────────────────────────────────────────────
def test_each_check_falls_to_who_answers_for_it(desk: Desk) -> None:
    one = desk.working()
    handling.transfer(desk.store, desk.by(LEAD), one, DEPUTY, "在他片区")
    desk.clock.moment = datetime(2026, 12, 1, 17, 31)
    whose = {charge.check: (charge.staff_id, charge.name) for charge in charges(desk.store)}
    assert whose[LetNot.UNTOLD] == (LEAD, "王芳")
    assert whose[LetNot.OVERDUE] == (DEPUTY, "赵强")
    assert whose[LetNot.IDLE] == (DEPUTY, "赵强")
    assert whose[LetNot.AMISS] == (CLERK, "李晓明")
    assert [row.id for row in listed(desk.store, LetNot.IDLE, DEPUTY).rows] == [one]
    assert count(desk.store, LetNot.IDLE, LEAD) == 0
    assert count(desk.store, LetNot.IDLE, NOBODY) == 0


def test_a_call_of_nobody_falls_to_nobody(desk: Desk) -> None:
    one = desk.call()
    with desk.store.write("test.nobody", SYSTEM) as tx:
        tx.session.get_one(Ticket, one).first_responder_id = None
    desk.clock.moment = THURSDAY_CLOSE + SECOND
    idle = [charge for charge in charges(desk.store) if charge.check is LetNot.IDLE]
    assert [(charge.staff_id, charge.name, charge.count) for charge in idle] == [(None, "", 1)]
    assert [row.id for row in listed(desk.store, LetNot.IDLE, NOBODY).rows] == [one]


def test_the_list_comes_in_pages_oldest_first(desk: Desk) -> None:
    calls = []
    for _n in range(5):
        calls.append(desk.call())
        desk.clock.advance(timedelta(minutes=1))
    desk.clock.moment = THURSDAY_CLOSE + SECOND
    first = listed(desk.store, LetNot.IDLE, limit=3)
    rest = listed(desk.store, LetNot.IDLE, after=first.rows[-1].cursor, limit=3)
    assert (first.more, rest.more) == (True, False)
    assert [row.id for row in (*first.rows, *rest.rows)] == calls


# ── however long the office has been open ───────────────────────────────────
@pytest.mark.parametrize("check", LetNot)
@pytest.mark.parametrize("code", Missing)
def test_no_check_goes_through_closed_calls(desk: Desk, check: LetNot, code: Missing) -> None:
    change(desk.store, SYSTEM, {"board.missing": str(code)})
    with desk.store.read() as session:
        where = board._where(session, check, *board._marks(session, desk.store))
        query = (
            select(Ticket.id)
            .where(where)
            .compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        )
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    steps = [row[3] for row in plan if " ticket " in f"{row[3]} "]
    by_state = "SEARCH ticket USING INDEX ix_ticket_due (state=?"
    by_id = "SEARCH ticket USING INTEGER PRIMARY KEY"
    assert steps
    assert [step for step in steps if not step.startswith((by_state, by_id))] == []


# ── the whole against a recount ─────────────────────────────────────────────
@pytest.fixture(scope="module")
def demo(demo_of: DemoOf) -> Store:
    return demo_of(datetime(2026, 11, 20, 16), Size(months=2, total=150))


@pytest.mark.parametrize("days", [0, 1, 4, 12, 40])
def test_it_equals_a_slow_recount_from_the_events(demo: Store, days: int) -> None:
    store = Store(demo.path, FixedClock(datetime(2026, 11, 20, 17, 45) + timedelta(days=days)))
    expected = recount(store)
    assert days != 12 or set(expected) == set(LetNot), "each check has something to find"
    assert {check: count(store, check) for check in LetNot} == {
        check: expected[check] for check in LetNot
    }
    counted: Counter[LetNot] = Counter()
    for charge in charges(store):
        counted[charge.check] += charge.count
    assert counted == +expected
    store.close()


def recount(store: Store) -> Counter[LetNot]:
    """Each check by its words, from the steps of every ticket there is."""
    now, counted = store.clock.now(), Counter[LetNot]()
    with store.read() as session:
        times = due.timing(session)
        steps: dict[int, list[Step]] = {}
        ordered = (col(TicketEvent.ticket_id), col(TicketEvent.seq))
        for row in session.exec(select(TicketEvent).order_by(*ordered)):
            steps.setdefault(row.ticket_id, []).append(step_of(row))
        left = {one.id for one in session.exec(select(Staff)) if one.left and one.left < now.date()}
    world = World(steps, {one: facts_of(told) for one, told in steps.items()}, times, now, left)
    for one in steps:
        counted.update(world.checks(one))
    return counted


@dataclass
class World:
    """Everything a check may ask of."""

    steps: dict[int, list[Step]]
    facts: dict[int, Facts]
    times: Timing
    now: datetime
    left: set[int | None]

    def checks(self, one: int) -> Iterator[LetNot]:
        steps, facts = self.steps[one], self.facts[one]
        columns, work, now = derive(steps)[0], self.times.work, self.now
        state = State(columns["state"])
        if state is State.MERGED and facts.master_id is not None:
            answered = self.facts[facts.master_id].answered_at
            if answered and facts.told_at is None and close_after(answered, 1, work) < now:
                yield LetNot.UNTOLD
        if state not in OPEN_STATES:
            return
        matter = matter_of(columns, facts)
        next_due = self.times.next_due(matter, facts).due_at
        if next_due is not None and next_due < now:
            yield LetNot.OVERDUE
            if columns["channel"] == Channel.SUPERIOR or state is State.REPORTED_UP:
                yield LetNot.SUPERIOR
        feedback = self.times.clocks(matter, facts, now).feedback
        if state in UNTOLD_IN and facts.told_at is None and feedback and feedback.due:
            yield from (LetNot.UNTOLD,) * (feedback.due < now)
        entry = [step.at for step in steps if step.action not in LADDER][-1]
        if state in IDLE_IN and close_after(entry, 3, work) < now:
            yield LetNot.IDLE
        no_contact = not (columns["anonymous"] or columns["phone"] or columns["address"])
        lacks = columns["grid_id"] is None or not columns["category"] or no_contact
        if lacks or facts.handler_id in self.left:
            yield LetNot.AMISS
        if state in UNDECIDED_IN and self.undecided(steps, facts):
            yield LetNot.UNDECIDED

    def undecided(self, steps: list[Step], facts: Facts) -> bool:
        work = self.times.work
        unsettling = {Action.TRIAGE, Action.RETURN, Action.SPLIT}
        since = [one.at for one in steps if one.action in unsettling]
        nobody = facts.handler_id is None
        if any(one.action is Action.DECIDE and one.at >= since[-1] for one in steps if since):
            return facts.tier is Tier.MAJOR and (
                nobody or (facts.major_due or facts.extended_to) is None
            )
        if facts.tier is Tier.REGIONAL:
            meeting = datetime.combine(meeting_after(since[-1].date(), work), work.closes)
            return nobody and meeting < self.now
        if facts.tier is Tier.OVERALL:
            went_up = facts.up_at is not None or bool(facts.aloft)
            late = close_after(since[-1], 3, work) < self.now
            return (nobody or not went_up) and late
        return facts.tier is Tier.MAJOR and (
            nobody or (facts.major_due or facts.extended_to) is None
        )
