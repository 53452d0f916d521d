"""Recording, correcting and voiding a visit: one save each, and nothing is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import queries as calls
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.registers.tables import FormerEmployment, Household
from gridterm.store import drafts, search
from gridterm.store.tables import SearchText
from gridterm.visits import queries, service
from gridterm.visits.tables import LastVisit, SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import Outcome, VisitFilter, VisitRow

from .conftest import CLERK, GONE, MONDAY, OTHER, WALKER, Round

TODAY = MONDAY.date()
SECRET = "举报丈夫家暴"


def texts(office: Round) -> list[str]:
    return [one.text for one in office.rows(SearchText) if one.kind == search.Kind.VISIT]


def last(office: Round, household_id: int = 1) -> tuple[date, int, date | None, int] | None:
    with office.store.read() as session:
        found = session.get(LastVisit, household_id)
        return (found.day, found.visit_id, found.met_on, found.visits) if found else None


# ── recording ───────────────────────────────────────────────────────────────
def test_a_visit_is_one_save_with_one_entry(office: Round) -> None:
    made: list[VisitRow] = []
    trail = office.trail_of(
        lambda: made.append(office.visit(matter="楼道灯不亮", feedback="已告知物业"))
    )
    assert trail == [("visits.record", "visit:1")]
    row = made[0]
    assert (row.day, row.at, row.grid, row.household, row.head) == (
        *(TODAY, MONDAY, "化院社区008网格", "化院小区3号楼 1-101", "刘大伟"),
    )
    assert (row.staff.name, row.ticket, row.late, row.timed) == ("赵强", "", False, True)
    assert last(office) == (TODAY, 1, TODAY, 1)
    assert texts(office) == ["楼道灯不亮\n已告知物业"]


def test_a_visit_without_words_is_in_no_index(office: Round) -> None:
    office.visit()
    assert texts(office) == []


def test_the_draft_goes_with_the_save(office: Round) -> None:
    kept = drafts.keep(office.store, "visit", "here", {})
    with pytest.raises(InputError):
        service.record(office.store, office.by(WALKER), office.form(99), draft_id=kept)
    assert drafts.waiting(office.store)
    service.record(office.store, office.by(WALKER), office.form(), draft_id=kept)
    assert not drafts.waiting(office.store)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"household_id": None}, "household_id"),
        ({"household_id": 99}, "household_id"),
        ({"staff_id": None}, "staff_id"),
        ({"staff_id": GONE}, "staff_id"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"purpose": "spy"}, "purpose"),
        ({"result": "maybe"}, "result"),
        ({"make_ticket": True}, "matter"),
        ({"make_ticket": True, "matter": "漏水", "ticket_kind": "gossip"}, "ticket_kind"),
        ({"matter": "字" * 20_001}, "matter"),
        ({"matter": SECRET, "confidential": True}, "make_ticket"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_saved(
    office: Round, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        service.record(office.store, office.by(WALKER), replace(office.form(), **wrong))
    assert field in caught.value.fields
    assert not office.rows(Visit)
    assert not office.rows(Ticket)
    assert last(office) is None


def test_who_went_must_have_worked_here_that_day(office: Round) -> None:
    early = date(2026, 5, 1)
    with pytest.raises(InputError, match="not employed on 2026-05-01"):
        office.visit(staff_id=OTHER, day=early)
    office.change(FormerEmployment(staff_id=OTHER, hired=date(2025, 1, 1), left=date(2026, 5, 1)))
    assert office.visit(staff_id=OTHER, day=early).late
    assert office.visit(staff_id=GONE, day=date(2026, 3, 31)).id


def test_a_household_that_has_ended_is_visited_no_more(office: Round) -> None:
    with office.store.write("test.end", office.by(CLERK)) as tx:
        tx.session.get_one(Household, 1).valid_to = date(2026, 11, 20)
    with pytest.raises(InputError, match="ended on 2026-11-20"):
        office.visit(1)
    assert office.visit(1, day=date(2026, 11, 20)).day == date(2026, 11, 20)


def test_a_late_entry_is_marked_and_has_no_time(office: Round) -> None:
    row = office.visit(day=date(2026, 11, 20))
    assert row.late
    assert not row.timed
    assert row.grid == "化院社区008网格"


def test_the_same_household_twice_is_a_question_for_the_screen(office: Round) -> None:
    first = office.visit()
    assert queries.repeats(office.store, 1, WALKER) == (first,)
    assert queries.repeats(office.store, 1, OTHER) == ()
    assert queries.repeats(office.store, 1, WALKER, date(2026, 11, 20)) == ()
    assert queries.repeats(office.store, 1, WALKER, but=first.id) == ()
    office.visit()
    assert last(office) == (TODAY, 2, TODAY, 2)


def test_a_home_in_no_grid_is_visited_too(office: Round) -> None:
    assert office.visit(6).grid_id is None


# ── what is known of the household ──────────────────────────────────────────
def test_the_newest_visit_is_known_whatever_the_order_of_entry(office: Round) -> None:
    office.visit(result=Outcome.NOBODY)
    assert last(office) == (TODAY, 1, None, 1)
    office.visit(day=date(2026, 11, 20))
    assert last(office) == (TODAY, 1, date(2026, 11, 20), 2)


# ── a matter becomes a call ─────────────────────────────────────────────────
def test_a_matter_becomes_a_call_in_the_same_save(office: Round) -> None:
    made: list[VisitRow] = []
    trail = office.trail_of(
        lambda: made.append(
            office.visit(
                actor=CLERK, matter="楼道灯不亮", make_ticket=True, ticket_kind="complaint"
            )
        )
    )
    assert trail == [("visits.record", "visit:1")]
    assert made[0].ticket == "RX-2026-0001"
    call = calls.ticket_by_number(office.store, "RX-2026-0001")
    assert (call.channel, call.kind, call.content) == ("household_visit", "complaint", "楼道灯不亮")
    assert (call.proactive, call.first_responder, call.address) == (
        *(True, "赵强", "化院小区3号楼 1-101"),
    )
    with office.store.read() as session:
        kept = session.exec(select(Ticket)).one()
        assert (kept.caller, kept.phone, kept.grid_id, kept.building_id) == (
            *("刘大伟", "13900001111", 1, 1),
        )
        assert session.exec(select(TicketEvent.actor)).one() == "李晓明"


def test_a_call_of_a_visit_without_a_time_was_received_now(office: Round) -> None:
    office.visit(day=date(2026, 11, 20), matter="漏水", make_ticket=True)
    office.visit(at=datetime(2026, 11, 20, 9, 5), matter="停水", make_ticket=True)
    received = [one.received_at for one in office.rows(Ticket)]
    assert received == [MONDAY, datetime(2026, 11, 20, 9, 5)]


# ── confidential ────────────────────────────────────────────────────────────
def test_the_words_of_a_confidential_visit_stand_in_its_call_alone(office: Round) -> None:
    row = office.visit(matter=SECRET, feedback="已联系妇联", make_ticket=True, confidential=True)
    assert (row.confidential, row.matter, row.feedback) == (True, "(confidential)", "")
    kept = office.rows(Visit)[0]
    assert (kept.matter, kept.feedback) == ("", "")
    call = office.rows(Ticket)[0]
    assert call.confidential
    assert SECRET in call.content
    assert "已联系妇联" in call.content
    assert texts(office) == []
    with office.store.read() as session:
        assert not list(
            session.exec(select(SearchText).where(col(SearchText.text).contains("家暴")))
        )
    found = queries.visits(office.store, VisitFilter(text="家暴", ended=True))
    assert found.rows == ()


def test_a_confidential_visit_is_corrected_without_its_words(office: Round) -> None:
    row = office.visit(matter=SECRET, make_ticket=True, confidential=True)
    with pytest.raises(InputError, match="RX-2026-0001"):
        service.correct(
            office.store, office.by(CLERK), row.id, office.form(matter=SECRET), "写错了"
        )
    form = office.form(2, matter=row.matter, purpose="care")
    again = service.correct(office.store, office.by(CLERK), row.id, form, "写错了")
    assert (again.confidential, again.household_id, again.ticket) == (True, 2, row.ticket)
    assert [one.matter for one in office.rows(Visit)] == ["", ""]


def test_a_visit_made_confidential_hides_what_its_older_rows_say(office: Round) -> None:
    first = office.visit(matter=SECRET)
    second = service.correct(
        office.store, office.by(CLERK), first.id, office.form(matter=SECRET, purpose="care"), "目的"
    )
    form = office.form(matter=SECRET, make_ticket=True, confidential=True)
    service.correct(office.store, office.by(CLERK), second.id, form, "涉及隐私")
    rows = queries.visits(office.store, VisitFilter(ended=True)).rows
    assert len(rows) == 3
    assert {one.matter for one in rows} == {"(confidential)"}
    assert texts(office) == []


def test_a_call_that_is_not_confidential_is_not_made_so_by_a_correction(office: Round) -> None:
    row = office.visit(matter="漏水", make_ticket=True)
    form = office.form(matter="漏水", make_ticket=True, confidential=True)
    with pytest.raises(InputError, match="not confidential"):
        service.correct(office.store, office.by(CLERK), row.id, form, "保密")


# ── correcting and voiding ──────────────────────────────────────────────────
def test_a_correction_is_a_new_row_and_the_old_one_stays(office: Round) -> None:
    first = office.visit(matter="楼道灯不亮")
    trail = office.trail_of(
        lambda: service.correct(
            *(office.store, office.by(CLERK), first.id),
            *(office.form(2, matter="水管漏水"), "  记错了户  "),
        )
    )
    assert trail == [("visits.correct", "visit:2")]
    old, new = (queries.visit(office.store, one) for one in (1, 2))
    assert old.row.matter == "楼道灯不亮"
    assert old.row.ended
    assert (old.row.ended.reason, old.row.ended.by_id, old.row.ended.actor) == (
        *("记错了户", 2, "李晓明"),
    )
    assert (new.corrects_id, new.row.day, new.row.at) == (1, TODAY, MONDAY)
    assert last(office, 1) is None
    assert last(office, 2) == (TODAY, 2, TODAY, 1)
    assert texts(office) == ["水管漏水"]


def test_a_correction_keeps_day_and_time_and_may_change_them(office: Round) -> None:
    first = office.visit(at=datetime(2026, 11, 20, 9, 5))
    office.clock.moment = MONDAY + timedelta(days=1)
    kept = service.correct(office.store, office.by(WALKER), first.id, office.form(), "补充")
    assert (kept.at, kept.late) == (datetime(2026, 11, 20, 9, 5), False)
    form = office.form(day=date(2026, 11, 19))
    moved = service.correct(office.store, office.by(WALKER), kept.id, form, "日期")
    assert moved.day == date(2026, 11, 19)


def test_a_correction_may_make_the_call_that_was_forgotten(office: Round) -> None:
    first = office.visit(matter="漏水")
    form = office.form(matter="漏水", make_ticket=True)
    second = service.correct(office.store, office.by(WALKER), first.id, form, "要交办")
    third = service.correct(office.store, office.by(WALKER), second.id, form, "再改")
    assert second.ticket == third.ticket == "RX-2026-0001"
    assert len(office.rows(Ticket)) == 1


def test_a_void_visit_counts_no_more(office: Round) -> None:
    office.visit(day=date(2026, 11, 20), result=Outcome.NOBODY)
    row = office.visit(matter="漏水")
    ended = service.void(office.store, office.by(CLERK), row.id, "没有去过")
    assert ended.ended
    assert ended.ended.by_id is None
    assert last(office) == (date(2026, 11, 20), 1, None, 1)
    assert texts(office) == []
    assert [one.id for one in queries.visits(office.store, VisitFilter()).rows] == [1]


def test_what_holds_no_more_cannot_be_changed(office: Round) -> None:
    first = office.visit()
    clerk = office.by(CLERK)
    second = service.correct(office.store, clerk, first.id, office.form(), "原因")
    with pytest.raises(RefusedError, match="visit 2"):
        service.void(office.store, clerk, first.id, "原因")
    service.void(office.store, clerk, second.id, "没有去过")
    with pytest.raises(RefusedError, match="没有去过"):
        service.correct(office.store, clerk, second.id, office.form(), "原因")
    with pytest.raises(NotFoundError):
        service.void(office.store, clerk, 99, "原因")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(office: Round, reason: str) -> None:
    row = office.visit()
    with pytest.raises(InputError):
        service.void(office.store, office.by(CLERK), row.id, reason)
    with pytest.raises(InputError):
        service.correct(office.store, office.by(CLERK), row.id, office.form(), reason)
    assert not office.rows(VisitEnd)


# ── between the draw and the check ──────────────────────────────────────────
def drawn(office: Round, *ids: int) -> None:
    listed = " ".join(map(str, ids))
    office.change(
        SpotDraw(
            staff_id=WALKER, day=TODAY, seed="s", among=listed, drawn=listed,
            drawn_at=MONDAY, actor="王芳",
        )
    )  # fmt: skip


def checked(office: Round, visit_id: int, result: str, seq: int) -> None:
    office.change(
        SpotCheck(
            draw_id=1, visit_id=visit_id, seq=seq, result=result, way="phone", said="来过",
            checked_on=TODAY, checked_at=MONDAY, checker="王芳", evidence="{}",
        )
    )  # fmt: skip


def test_who_made_a_visit_does_not_change_it_between_draw_and_check(office: Round) -> None:
    first, second = office.visit(1), office.visit(2)
    drawn(office, first.id)
    walker = office.by(WALKER)
    with pytest.raises(RefusedError, match="spot check"):
        service.void(office.store, walker, first.id, "没有去过")
    checked(office, first.id, "unreached", 1)
    with pytest.raises(RefusedError, match="spot check"):
        service.correct(office.store, walker, first.id, office.form(), "原因")
    assert service.void(office.store, walker, second.id, "重复")
    checked(office, first.id, "true", 2)
    assert service.correct(office.store, walker, first.id, office.form(), "原因").id == 3


def test_somebody_else_may_correct_a_drawn_visit(office: Round) -> None:
    first = office.visit()
    drawn(office, first.id)
    assert service.void(office.store, office.by(CLERK), first.id, "录错了").ended
