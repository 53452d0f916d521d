"""The 督办台账 on a real office: given, done, checked, read page by page, verified."""

import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import service
from gridterm.hotline.terms import Intake
from gridterm.meetings import action_checks, actions
from gridterm.meetings.action_lines import RUNNING
from gridterm.meetings.action_terms import ActionFilter, ActionForm, ActionState, ActionStep
from gridterm.meetings.tables import Meeting, MinuteEntry
from gridterm.registers.tables import Staff
from gridterm.settings import change
from gridterm.store import drafts, search
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.hotline.test_checks import tamper

WEDNESDAY = datetime(2026, 11, 25, 14, 30)
TODAY = WEDNESDAY.date()
CLERK, LEAD, HELPER, LEADER, GONE = 1, 2, 3, 4, 5
BY = Actor(CLERK, "李晓明")


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Store:
    clock.moment = WEDNESDAY
    hired = date(2020, 1, 1)
    names = ("李晓明", "王芳", "赵强", "陈静", "孙伟")
    with store.write("test.office", SYSTEM) as tx:
        for place, name in enumerate(names, 1):
            left = date(2026, 10, 1) if place == GONE else None
            tx.add(Staff(number=f"100{place}", name=name, roles="", hired=hired, left=left))
        tx.add(
            Meeting(kind="weekly", series_on=TODAY, starts_at=WEDNESDAY, year=2026, state="open")
        )
    return store


def form(**more: object) -> ActionForm:
    given = ActionForm("修好3号楼路灯", LEAD, TODAY + timedelta(days=7), helper_ids=(HELPER,))
    return replace(given, **more)


def superior(**more: object) -> ActionForm:
    paper = {"superior_unit": "化工街道办", "document_number": "化街〔2026〕8号"}
    return form(kind="superior", **{**paper, **more})


def given(store: Store, wanted: ActionForm | None = None) -> int:
    return actions.give(store, BY, wanted or form()).row.id


def test_a_matter_is_given_done_and_checked_by_somebody_else(office: Store) -> None:
    one = actions.give(office, BY, form(meeting_id=1, lead_id=LEADER))
    assert (one.row.number, one.row.owner, one.row.helpers) == ("DB-2026-001", "王芳", ("赵强",))
    assert one.row.lead == "陈静"
    assert "2026-11-25" in one.row.source
    actions.progress(office, BY, one.row.id, "灯已订货")
    done = actions.report(office, Actor(LEAD, "王芳"), one.row.id, "灯已换好")
    assert done.row.state is ActionState.REPORTED
    for who in (LEAD, HELPER):
        with pytest.raises(RefusedError):
            actions.check(office, Actor(who, "某某"), one.row.id)
    back = actions.send_back(office, Actor(LEADER, "陈静"), one.row.id, "二楼还不亮")
    assert (back.row.state, back.row.progress) == (ActionState.OPEN, "二楼还不亮")
    actions.report(office, BY, one.row.id, "全部换好")
    closed = actions.check(office, Actor(LEADER, "陈静"), one.row.id, "现场看过")
    assert (closed.row.state, closed.row.checker) == (ActionState.CLOSED, "陈静")
    assert (closed.row.closed_on, closed.row.progress) == (TODAY, "现场看过")
    assert closed.actions == ()
    assert [one.step for one in closed.events] == [
        *(ActionStep.GIVE, ActionStep.PROGRESS, ActionStep.REPORT),
        *(ActionStep.SEND_BACK, ActionStep.REPORT, ActionStep.CHECK),
    ]


def test_each_step_is_one_entry_of_the_trail(office: Store) -> None:
    one = given(office)
    actions.postpone(office, BY, one, TODAY + timedelta(days=14), "等厂家送货")
    actions.hand_over(office, BY, one, LEADER, "王芳调走")
    actions.cancel(office, BY, one, "改由街道统一更换")
    with office.read() as session:
        kept = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert [(entry.action, entry.subject) for entry in kept][-4:] == [
        ("meetings.action_give", f"action:{one}"),
        ("meetings.action_postpone", f"action:{one}"),
        ("meetings.action_hand_over", f"action:{one}"),
        ("meetings.action_cancel", f"action:{one}"),
    ]


def test_a_move_keeps_both_dates_and_a_hand_over_both_names(office: Store) -> None:
    one = given(office)
    moved = actions.postpone(office, BY, one, date(2026, 12, 9), "等厂家送货")
    assert moved.row.due_on == date(2026, 12, 9)
    assert "2026-12-02" in moved.events[-1].said
    assert "2026-12-09" in moved.events[-1].said
    other = actions.hand_over(office, BY, one, HELPER, "王芳调走")
    assert (other.row.owner, other.row.helpers) == ("赵强", ())
    assert "王芳" in other.events[-1].said
    assert "赵强" in other.events[-1].said


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (form(owner_id=GONE), "owner_id"),
        (form(owner_id=99), "owner_id"),
        (form(helper_ids=(GONE,)), "helper_ids"),
        (form(lead_id=GONE), "lead_id"),
        (form(matter=" \u200b "), "matter"),
        (form(kind="gossip"), "kind"),
        (superior(superior_unit=" "), "superior_unit"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    office: Store, wanted: ActionForm, field: str
) -> None:
    with pytest.raises(InputError) as caught:
        actions.give(office, BY, wanted)
    assert field in caught.value.fields
    assert actions.count(office) == 0


@pytest.mark.parametrize(
    "wanted",
    [
        form(due_on=TODAY - timedelta(days=1)),
        form(given_on=TODAY + timedelta(days=1), due_on=TODAY + timedelta(days=2)),
        form(helper_ids=(LEAD,)),
        form(meeting_id=99),
        form(entry_id=99),
        form(ticket_id=99),
    ],
)
def test_what_the_rules_forbid_saves_nothing(office: Store, wanted: ActionForm) -> None:
    with pytest.raises(InputError):
        actions.give(office, BY, wanted)
    assert actions.give(office, BY, form()).row.number == "DB-2026-001"


def test_reasons_are_asked_for(office: Store) -> None:
    one = given(office)
    for refused in (
        lambda: actions.progress(office, BY, one, " "),
        lambda: actions.report(office, BY, one, ""),
        lambda: actions.postpone(office, BY, one, date(2026, 12, 9), ""),
        lambda: actions.hand_over(office, BY, one, LEADER, ""),
        lambda: actions.cancel(office, BY, one, ""),
        lambda: actions.hand_over(office, BY, one, GONE, "换人"),
    ):
        with pytest.raises(InputError):
            refused()
    assert len(actions.action(office, one).events) == 1
    with pytest.raises(NotFoundError):
        actions.action(office, 99)


def test_numbers_run_by_kind_and_by_year_without_gaps(office: Store, clock: FixedClock) -> None:
    numbers = [
        actions.give(office, BY, one).row.number
        for one in (form(), superior(), form(), superior(confidential=True))
    ]
    clock.moment = datetime(2027, 1, 6, 9, 0)
    later = form(due_on=date(2027, 1, 8))
    numbers.append(actions.give(office, BY, later).row.number)
    assert numbers == ["DB-2026-001", "SJ-2026-001", "DB-2026-002", "SJ-2026-002", "DB-2027-001"]
    assert actions.action_by_number(office, "db-2026-2").row.number == "DB-2026-002"
    assert actions.action_by_number(office, "ＳＪ-2026-001").row.number == "SJ-2026-001"
    with pytest.raises(NotFoundError):
        actions.action_by_number(office, "DB-2026")


def test_what_is_overdue_is_counted_in_working_days(office: Store, clock: FixedClock) -> None:
    late, task = given(office, form(due_on=TODAY)), given(office, superior(due_on=TODAY))
    soon = given(office, form(due_on=date(2026, 12, 1)))
    reported = given(office, form(due_on=TODAY))
    actions.report(office, BY, reported, "已办")
    clock.moment = datetime(2026, 11, 30, 9, 0)
    wanted = ActionFilter(overdue=True)
    assert [(one.id, one.late) for one in actions.actions(office, wanted).rows] == [
        (late, 3),
        (task, 3),
    ]
    found = actions.action_counts(office)
    assert (found.running, found.overdue, found.soon) == (4, 2, 1)
    assert (found.reported, found.superior) == (1, 1)
    assert actions.action(office, soon).row.late == 0
    change(office, SYSTEM, {"meetings.action_near_days": "0"})
    assert actions.action_counts(office).soon == 0


def test_the_list_is_read_page_by_page_and_filtered(office: Store) -> None:
    days = (9, 3, 3, 7, 1)
    ids = [given(office, form(due_on=TODAY + timedelta(days=n), helper_ids=())) for n in days]
    one = given(office, superior(owner_id=LEADER, due_on=TODAY + timedelta(days=5)))
    actions.cancel(office, BY, ids[0], "不办了")
    seen: list[int] = []
    page = actions.actions(office, limit=2)
    seen += [row.id for row in page.rows]
    while page.more:
        page = actions.actions(office, after=page.after, limit=2)
        seen += [row.id for row in page.rows]
    assert seen == [ids[4], ids[1], ids[2], one, ids[3], ids[0]]
    assert page.after is None
    running = ActionFilter(states=RUNNING)
    assert actions.count(office, running) == 5
    for wanted in (ActionFilter(kind="superior"), ActionFilter(owner_id=LEADER)):
        assert [row.id for row in actions.actions(office, wanted).rows] == [one]
        assert actions.count(office, wanted) == 1
    assert actions.actions(office, ActionFilter(text="化街 路灯")).rows[0].id == one
    assert actions.count(office, ActionFilter(text="化街")) == 1
    assert actions.count(office, ActionFilter(text="不办了")) == 1
    assert actions.count(office, ActionFilter(text="！")) == 0


def test_confidential_words_stand_on_the_page_of_the_matter_alone(office: Store) -> None:
    call = service.register(office, BY, Intake("邻居家暴", kind="report", confidential=True)).id
    hidden = given(office, form(matter="上门核实家暴", ticket_id=call))
    plain = given(office, superior(matter="密件办理", confidential=True))
    actions.progress(office, BY, hidden, "已上门见到本人")
    assert actions.action(office, hidden).row.matter == "上门核实家暴"
    lines = actions.actions(office).rows
    with office.read() as session:
        assert search.find(session.connection(), "家暴", search.Kind.ACTION, 9) == []
    for row in lines:
        assert row.confidential
        assert not {"家暴", "密件", "本人", "化工"} & {
            word for word in ("家暴", "密件", "本人", "化工") if word in repr(row)
        }
    assert actions.actions_of_ticket(office, call)[0].id == hidden
    assert actions.count(office, ActionFilter(text="密件")) == 0
    assert actions.action(office, plain).row.confidential


def test_what_comes_from_a_confidential_entry_is_confidential(office: Store) -> None:
    with office.write("test.entry", SYSTEM) as tx:
        tx.add(
            MinuteEntry(
                meeting_id=1, position=1, kind="decision", words="密", confidential=True,
                written_at=WEDNESDAY,
            )
        )  # fmt: skip
    found = actions.action(office, given(office, form(entry_id=1)))
    assert (found.meeting_id, found.row.confidential) == (1, True)


def test_the_draft_it_came_from_goes_with_the_save(office: Store) -> None:
    kept = drafts.keep(office, "meetings.action", "me", {"matter": "x"})
    actions.give(office, BY, form(), kept)
    assert drafts.waiting(office, "meetings.action") == []


def test_a_clock_set_back_does_not_turn_the_steps_round(office: Store, clock: FixedClock) -> None:
    one = given(office)
    clock.moment -= timedelta(hours=3)
    told = actions.progress(office, BY, one, "在办")
    assert [event.at for event in told.events] == [WEDNESDAY, WEDNESDAY]


# ── verify ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE action_item SET state='closed' WHERE id=2", "action.derived"),
        ("UPDATE action_item SET due_on='2027-01-01' WHERE id=1", "action.derived"),
        ("DELETE FROM action_event WHERE action_id=2 AND seq=1", "action.events"),
        ("UPDATE action_event SET payload='{}' WHERE action_id=1 AND seq=1", "action.events"),
        ("UPDATE action_event SET state='closed' WHERE action_id=2 AND seq=2", "action.events"),
        ("DELETE FROM action_item WHERE id=1", "action.orphan"),
        ("DELETE FROM action_item WHERE id=1", "action.gap"),
        ("UPDATE search_text SET text='别的' WHERE kind=6", "search"),
    ],
)
def test_verify_finds_what_the_steps_do_not_say(office: Store, statement: str, code: str) -> None:
    given(office)
    actions.progress(office, BY, given(office), "在办")
    given(office, superior(confidential=True))
    whole = verify(office, action_checks.CHECKS, [action_checks.TEXTS])
    assert whole.whole, whole.findings
    free = [f"DROP TRIGGER IF EXISTS action_event_no_{change}" for change in ("update", "delete")]
    tamper(office, *free, statement)
    report = verify(office, action_checks.CHECKS, [action_checks.TEXTS])
    assert any(found.startswith(code) for found in report.counts), report.counts


def test_ten_years_of_closed_ones_are_not_read(office: Store) -> None:
    """What runs and what is overdue are found by the index of the states."""
    statements: list[str] = []

    def note(_c: object, _k: object, said: str, *_more: object) -> None:
        if "action_item" in said:
            statements.append(said)

    event.listen(office.engine, "before_cursor_execute", note)
    try:
        actions.action_counts(office)
        actions.actions(office, ActionFilter(overdue=True))
    finally:
        event.remove(office.engine, "before_cursor_execute", note)
    assert statements
    with sqlite3.connect(office.path) as raw:
        for said in statements:
            marks = ["x"] * said.count("?")
            plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {said}", marks)]
            assert any("ix_action_item_state (state=?" in line for line in plan), plan
            assert not any(line.startswith("SCAN") for line in plan), plan
    raw.close()
