"""Draws and checks as use cases: what a draw is made of, who makes it, how it is never edited."""

import json
from datetime import date, timedelta

import pytest

from gridterm import settings
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import service
from gridterm.hotline.terms import Intake
from gridterm.registers.tables import Grid, Staff
from gridterm.store.audit import SYSTEM
from gridterm.visits import checking
from gridterm.visits.draw import draw, redraw_seed
from gridterm.visits.tables import SpotCheck
from gridterm.visits.terms import CheckForm, CheckView, DrawView, Finding, Way
from tests.visits.walked import (
    CHEN,
    CLERK,
    DEPUTY,
    EVENING,
    LEAD,
    LEAD_9,
    LEADER,
    MONDAY,
    WANG,
    Walked,
)

HOSTILE = "[/关闭][red]x[/red] =1+1\n第二行"
TRUE = CheckForm("true", "来过,问了老人的身体")


def drawn(walked: Walked, number: int = 20) -> DrawView:
    walked.visits(number)
    return checking.draw_for(walked.store, walked.lead, WANG)


def check(walked: Walked, of: DrawView, at: int = 0, form: CheckForm = TRUE) -> CheckView:
    visit = of.visits[at].visit.id
    return checking.record_check(walked.store, walked.lead, of.id, visit, form)


# ── the draw ────────────────────────────────────────────────────────────────
def test_a_draw_begins_with_the_end_of_the_trail_that_its_own_entry_follows(
    walked: Walked,
) -> None:
    ids = walked.visits()
    end = walked.entries()[-1].digest
    found = checking.draw_for(walked.store, walked.lead, WANG)
    entry = walked.entries()[-1]
    assert found.seed == f"{end[:16]}/1008/2026-11-23"
    assert entry.previous[:16] == found.seed[:16]
    assert (entry.action, entry.subject, entry.actor) == ("visits.draw", "draw:1", "李晓明")
    assert tuple(one.visit.id for one in found.visits) == draw(ids, found.seed)
    assert (found.among, found.among_ids) == (20, tuple(ids))
    assert (found.turn, found.redraws, found.later, found.reason) == (0, 0, 0, "")
    assert [one.mark for one in found.visits] == sorted(one.mark for one in found.visits)
    assert found.visits[0].visit.staff.name == "王芳"
    assert found.visits[0].visit.household.startswith("化院小区3号楼 ")
    assert checking.replay(found.seed, found.among_ids, 2) == draw(ids, found.seed)


def test_only_visits_that_hold_are_drawn_from(walked: Walked) -> None:
    ids, others = walked.visits(5), walked.visits(3, CHEN)
    walked.end(ids[0])
    walked.visits(4, day=MONDAY - timedelta(days=1))
    found = checking.draw_for(walked.store, walked.lead, WANG)
    assert found.among_ids == tuple(ids[1:])
    assert not set(found.among_ids) & set(others)


def test_a_day_is_drawn_once(walked: Walked) -> None:
    drawn(walked)
    before = len(walked.entries())
    with pytest.raises(RefusedError, match="drawn already, by 李晓明 at 11-23 18:00"):
        checking.draw_for(walked.store, walked.by(LEADER), WANG)
    assert len(walked.entries()) == before


def test_as_many_are_drawn_as_the_setting_says_and_never_more_than_there_are(
    walked: Walked,
) -> None:
    settings.change(walked.store, SYSTEM, {"visits.checks_each_day": "3"})
    assert len(drawn(walked).visits) == 3
    walked.visits(2, CHEN)
    other = checking.draw_for(walked.store, walked.by(LEAD_9), CHEN)
    assert len(other.visits) == other.among == 2


def test_what_is_recorded_later_is_counted_and_not_drawn(walked: Walked) -> None:
    first = drawn(walked, 3)
    kept = first.visits[0].visit.id
    correction = walked.visits(1, corrects_id=kept)[0]
    walked.end(kept, correction)
    late = walked.visits(2)
    found = checking.drawn(walked.store, WANG, MONDAY)
    assert found is not None
    assert found.later == 2, "a correction is no new visit"
    assert not set(late) & {one.visit.id for one in found.visits}
    assert found.visits[0].visit.ended is not None, "what was drawn stays to be checked"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (MONDAY, "no visits of 2026-11-23"),
        (date(2026, 11, 24), "when it has come"),
    ],
)
def test_there_must_be_something_to_draw_from(walked: Walked, day: date, said: str) -> None:
    with pytest.raises(InputError, match=said):
        checking.draw_for(walked.store, walked.lead, WANG, day)


def test_nobody_of_this_id(walked: Walked) -> None:
    with pytest.raises(NotFoundError):
        checking.draw_for(walked.store, walked.lead, 99)


# ── who ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("who", "may"),
    [(LEAD, True), (LEADER, True), (LEAD_9, False), (CLERK, False), (WANG, False), (CHEN, False)],
)
def test_who_draws_and_checks(walked: Walked, who: int, *, may: bool) -> None:
    walked.visits()
    said = checking.barred_from(walked.store, walked.by(who), WANG, MONDAY)
    assert (not said) is may
    if may:
        assert checking.draw_for(walked.store, walked.by(who), WANG).actor
    else:
        with pytest.raises(RefusedError) as told:
            checking.draw_for(walked.store, walked.by(who), WANG)
        assert said == told.value.message
        assert "own visits" in said if who == WANG else "李晓明, 陈静" in said


def test_the_deputy_stands_in_for_a_lead_who_is_away(walked: Walked) -> None:
    walked.change(Staff, LEAD, deputy_id=DEPUTY, away=True)
    assert not checking.barred_from(walked.store, walked.by(DEPUTY), WANG, MONDAY)
    assert "孙伟, 陈静" in checking.barred_from(walked.store, walked.by(CLERK), WANG, MONDAY)


def test_where_the_grid_was_walked_counts_too(walked: Walked) -> None:
    assert checking.barred_from(walked.store, walked.by(LEAD_9), WANG, MONDAY)
    walked.visits(2, grid_id=2)
    assert not checking.barred_from(walked.store, walked.by(LEAD_9), WANG, MONDAY)


def test_the_lead_above_leads_a_group_without_one(walked: Walked) -> None:
    walked.change(Grid, 1, lead_id=None, parent_id=2)
    assert not checking.barred_from(walked.store, walked.by(LEAD_9), WANG, MONDAY)


def test_where_nobody_has_the_role_anybody_does_it_but_never_for_themselves(
    walked: Walked,
) -> None:
    walked.change(Grid, 1, lead_id=None)
    walked.change(Staff, LEADER, away=True)
    assert not checking.barred_from(walked.store, walked.by(CLERK), WANG, MONDAY)
    assert checking.barred_from(walked.store, walked.by(WANG), WANG, MONDAY)


def test_a_lead_who_walks_is_checked_by_somebody_else(walked: Walked) -> None:
    walked.visits(5, LEAD)
    with pytest.raises(RefusedError, match="own visits"):
        checking.draw_for(walked.store, walked.lead, LEAD)
    found = checking.draw_for(walked.store, walked.by(LEADER), LEAD)
    visit = found.visits[0].visit.id
    with pytest.raises(RefusedError, match="own visits"):
        checking.record_check(walked.store, walked.lead, found.id, visit, TRUE)


# ── all of a day ────────────────────────────────────────────────────────────
def test_all_managers_of_a_day_are_drawn_as_far_as_the_actor_may(walked: Walked) -> None:
    walked.visits(20)
    walked.visits(7, CHEN)
    assert [one.staff.id for one in checking.undrawn(walked.store, MONDAY)] == [WANG, CHEN]
    entries = walked.entries_of(lambda: checking.draw_all(walked.store, walked.lead))
    assert entries == [("visits.draw", "draw:1")], "the other grid is another lead's"
    assert [(one.staff.id, one.visits) for one in checking.undrawn(walked.store, MONDAY)] == [
        (CHEN, 7)
    ]
    with pytest.raises(RefusedError, match="周强"):
        checking.draw_all(walked.store, walked.lead)
    assert [one.staff.id for one in checking.draw_all(walked.store, walked.by(LEADER))] == [CHEN]
    with pytest.raises(RefusedError, match="no visits of 2026-11-23 left"):
        checking.draw_all(walked.store, walked.by(LEADER))
    found = checking.draws_of_day(walked.store, MONDAY)
    assert [(one.staff.number, one.among) for one in found] == [("1008", 20), ("1009", 7)]
    assert checking.draws_of_day(walked.store, MONDAY - timedelta(days=1)) == ()
    assert found[0].seed[:16] != found[1].seed[:16], "each follows another entry"


# ── redraws ─────────────────────────────────────────────────────────────────
def test_a_redraw_has_a_reason_and_follows_from_the_first_seed(walked: Walked) -> None:
    first = drawn(walked)
    again = checking.redraw(walked.store, walked.by(LEADER), WANG, MONDAY, "两户都没人 ")
    third = checking.redraw(walked.store, walked.lead, WANG, MONDAY, HOSTILE)
    assert [again.seed, third.seed] == [redraw_seed(first.seed, 1), redraw_seed(first.seed, 2)]
    assert (again.turn, again.reason, again.actor) == (1, "两户都没人", "陈静")
    assert (third.turn, third.redraws, third.reason) == (2, 2, HOSTILE.replace("\n", " "))
    assert [one.turn for one in checking.turns(walked.store, WANG, MONDAY)] == [0, 1, 2]
    assert checking.drawn(walked.store, WANG, MONDAY) == third
    kept = checking.drawn(walked.store, WANG, MONDAY, turn=0)
    assert kept is not None
    assert kept.visits == first.visits
    assert checking.draws_of_day(walked.store, MONDAY) == (third,)
    assert walked.entries()[-1].action == "visits.redraw"


def test_a_redraw_needs_a_draw_a_reason_and_somebody_who_may(walked: Walked) -> None:
    walked.visits()
    with pytest.raises(RefusedError, match="not drawn yet"):
        checking.redraw(walked.store, walked.lead, WANG, MONDAY, "没人")
    checking.draw_for(walked.store, walked.lead, WANG)
    with pytest.raises(InputError) as told:
        checking.redraw(walked.store, walked.lead, WANG, MONDAY, " \n")
    assert set(told.value.fields) == {"reason"}
    with pytest.raises(RefusedError, match="own visits"):
        checking.redraw(walked.store, walked.by(WANG), WANG, MONDAY, "没人")


# ── checks ──────────────────────────────────────────────────────────────────
def test_a_check_keeps_what_was_said_and_a_copy_of_the_visit(walked: Walked) -> None:
    found = drawn(walked)
    visit = found.visits[0].visit
    said = check(walked, found, form=CheckForm("mismatch", HOSTILE, Way.DOOR))
    assert (said.result, said.way, said.seq) == (Finding.MISMATCH, Way.DOOR, 1)
    assert (said.checked_on, said.checked_at, said.checker) == (MONDAY, EVENING, "李晓明")
    assert said.said == HOSTILE.replace("\n", " ")
    entry = walked.entries()[-1]
    assert (entry.action, entry.subject) == ("visits.check", f"check:{said.id}")
    with walked.store.read() as session:
        kept = json.loads(session.get_one(SpotCheck, said.id).evidence)
    assert kept["id"] == visit.id
    assert kept["household"] == visit.household
    assert kept["staff"] == "1008 王芳"
    assert kept["at"] == visit.at.isoformat()
    assert kept["ended_at"] is None
    again = checking.drawn(walked.store, WANG, MONDAY)
    assert again is not None
    assert again.visits[0].check == said
    assert (again.visits[1].check, again.checked) == (None, 1)


def test_the_copy_of_a_confidential_visit_has_none_of_its_words(walked: Walked) -> None:
    intake = Intake("举报邻居", kind="report", confidential=True)
    call = service.register(walked.store, walked.lead, intake)
    walked.visits(1, matter="举报邻居", feedback="已联系", ticket_id=call.id)
    found = checking.draw_for(walked.store, walked.lead, WANG)
    said = check(walked, found)
    with walked.store.read() as session:
        evidence = session.get_one(SpotCheck, said.id).evidence
    assert json.loads(evidence)["ticket"] == call.number
    assert "举报邻居" not in evidence
    assert "已联系" not in evidence


def test_a_result_is_corrected_by_one_more_row_with_a_reason(walked: Walked) -> None:
    found = drawn(walked)
    first = check(walked, found, form=CheckForm("falsified", "没来过"))
    with pytest.raises(InputError) as told:
        check(walked, found)
    assert set(told.value.fields) == {"reason"}
    mended = CheckForm("true", "儿子说来过", reason="老人记错了")
    second = check(walked, found, form=mended)
    assert (second.seq, second.reason, second.result) == (2, "老人记错了", Finding.TRUE)
    with walked.store.read() as session:
        kept = checking.checks_of(session, [first.visit_id])[first.visit_id]
    assert kept == (first, second), "the earlier one stays as it was"


def test_a_correction_needs_its_reason_after_a_redraw_too(walked: Walked) -> None:
    found = drawn(walked, 2)
    check(walked, found, form=CheckForm("falsified", "没来过"))
    again = checking.redraw(walked.store, walked.lead, WANG, MONDAY, "再抽")
    same = next(
        at for at, one in enumerate(again.visits) if one.visit.id == found.visits[0].visit.id
    )
    with pytest.raises(InputError, match="corrected"):
        check(walked, again, same)
    assert check(walked, again, same, CheckForm("true", "来过", reason="记错")).seq == 2


def test_who_was_not_reached_is_not_checked_and_is_tried_again(walked: Walked) -> None:
    found = drawn(walked)
    missed = check(walked, found, form=CheckForm("unreached", ""))
    assert not missed.result.counts
    one = checking.drawn(walked.store, WANG, MONDAY)
    assert one is not None
    assert one.checked == 0
    assert check(walked, found).seq == 2, "another try needs no reason"
    one = checking.drawn(walked.store, WANG, MONDAY)
    assert one is not None
    assert one.checked == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (CheckForm("", "来过"), "result"),
        (CheckForm("fine", "来过"), "result"),
        (CheckForm("true", " \u3000"), "said"),
        (CheckForm("true", "话" * 501), "said"),
        (CheckForm("true", "来过", "letter"), "way"),
        (CheckForm("true", "来过", checked_on=date(2026, 11, 24)), "checked_on"),
        (CheckForm("true", "来过", checked_on=date(2026, 11, 22)), "checked_on"),
    ],
)
def test_what_a_check_must_have(walked: Walked, form: CheckForm, field: str) -> None:
    found = drawn(walked)
    before = len(walked.entries())
    with pytest.raises(InputError) as told:
        check(walked, found, form=form)
    assert set(told.value.fields) == {field}
    assert len(walked.entries()) == before


def test_only_drawn_visits_are_checked_by_somebody_who_may(walked: Walked) -> None:
    found = drawn(walked)
    undrawn = next(
        one for one in found.among_ids if one not in {each.visit.id for each in found.visits}
    )
    visit = found.visits[0].visit.id
    with pytest.raises(NotFoundError, match="not drawn"):
        checking.record_check(walked.store, walked.lead, found.id, undrawn, TRUE)
    with pytest.raises(NotFoundError, match="no such draw"):
        checking.record_check(walked.store, walked.lead, 99, visit, TRUE)
    for who in (WANG, CLERK):
        with pytest.raises(RefusedError):
            checking.record_check(walked.store, walked.by(who), found.id, visit, TRUE)
    with pytest.raises(RefusedError, match="say who it was"):
        checking.record_check(walked.store, SYSTEM, found.id, visit, TRUE)


def test_a_visit_finds_its_draw(walked: Walked) -> None:
    found = drawn(walked)
    chosen = {one.visit.id for one in found.visits}
    assert checking.draw_of(walked.store, found.visits[1].visit.id) == found
    with pytest.raises(NotFoundError, match="was not drawn"):
        checking.draw_of(walked.store, next(iter(set(found.among_ids) - chosen)))
    with pytest.raises(NotFoundError, match="no visit 99"):
        checking.draw_of(walked.store, 99)


# ── days without checks, and what is amiss ──────────────────────────────────
def days(walked: Walked, since: date = date(2026, 11, 1)) -> list[tuple[date, int, int, int]]:
    found = checking.days_without_checks(walked.store, since, MONDAY + timedelta(days=30))
    return [(one.day, one.staff.id, one.checked, one.wanted) for one in found]


def test_a_day_with_visits_and_too_few_checks_is_shown(walked: Walked) -> None:
    found = drawn(walked)
    assert days(walked) == [(MONDAY, WANG, 0, 2)]
    shown = checking.days_without_checks(walked.store, MONDAY, MONDAY)[0]
    assert (shown.grid, shown.lead, shown.lead_id, shown.visits) == ("008网格", "李晓明", LEAD, 20)
    check(walked, found)
    check(walked, found, 1, CheckForm("unreached", "没人"))
    assert days(walked) == [(MONDAY, WANG, 1, 2)]
    check(walked, found, 1)
    assert days(walked) == []
    check(walked, found, 1, CheckForm("unreached", "打错了电话", reason="打给了别人"))
    assert days(walked) == [(MONDAY, WANG, 1, 2)], "the newest result counts"


def test_of_fewer_visits_all_are_wanted(walked: Walked) -> None:
    walked.visits(1)
    assert days(walked) == [(MONDAY, WANG, 0, 1)]


def test_today_counts_once_the_office_has_closed_and_rest_days_never(walked: Walked) -> None:
    walked.visits(5)
    walked.visits(5, CHEN, MONDAY - timedelta(days=1))
    walked.visits(5, CHEN, MONDAY - timedelta(days=3))
    walked.clock.moment = EVENING.replace(hour=17, minute=29)
    assert days(walked) == [(date(2026, 11, 20), CHEN, 0, 2)]
    walked.clock.moment = EVENING.replace(hour=17, minute=30)
    assert [one[:2] for one in days(walked)] == [(MONDAY, WANG), (date(2026, 11, 20), CHEN)]
    assert days(walked, MONDAY) == [(MONDAY, WANG, 0, 2)]


def test_visits_that_hold_no_more_want_no_check(walked: Walked) -> None:
    for one in walked.visits(2):
        walked.end(one)
    assert days(walked) == []


def amiss(walked: Walked) -> list[tuple[int, Finding]]:
    found = checking.amiss(walked.store, date(2026, 11, 1))
    return [(one.visit.id, one.check.result) for one in found]


def test_what_does_not_agree_is_amiss_until_the_record_is_corrected(walked: Walked) -> None:
    found = drawn(walked)
    one, other = (each.visit.id for each in found.visits)
    check(walked, found, 0, CheckForm("mismatch", "只谈了水管"))
    check(walked, found, 1, CheckForm("falsified", "没来过"))
    assert amiss(walked) == [(other, Finding.FALSIFIED), (one, Finding.MISMATCH)]
    assert checking.amiss(walked.store, MONDAY)[0].lead_id == LEAD
    assert checking.amiss(walked.store, MONDAY + timedelta(days=1)) == ()
    walked.end(one)
    walked.end(other)
    assert amiss(walked) == [(other, Finding.FALSIFIED)], "who made it up does not void it away"
    check(walked, found, 1, CheckForm("true", "来过", reason="问错了人"))
    assert amiss(walked) == []
