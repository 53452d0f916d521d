"""The figures per person: whose each is, when it counts, and how a rate is shown."""

from datetime import date, datetime, timedelta

import pytest

from gridterm.errors import InputError
from gridterm.hotline import handling, service
from gridterm.hotline.appraisal import Figure, PersonFigures, Share
from gridterm.hotline.figures import behind, figures
from gridterm.hotline.handling import Told
from gridterm.hotline.terms import Visit
from tests.hotline.conftest import CLERK, DEPUTY, LEAD, MONDAY, OTHER, Desk

DAY = MONDAY.date()
LATER = datetime(2026, 12, 24, 12)
SATISFIED = Visit(true=True, solved=True, satisfaction="satisfied")


def shares(desk: Desk, staff_id: int | None) -> dict[str, tuple[int, int]]:
    """The figures of one person that count anything."""
    found = figures(desk.store, DAY, DAY).people
    one = next((one for one in found if one.staff_id == staff_id), PersonFigures(None, "", ""))
    return {
        str(figure): (one.share(figure).part, one.share(figure).whole)
        for figure in Figure
        if one.share(figure).whole
    }


def test_a_call_done_in_time_counts_for_those_who_did_it(desk: Desk) -> None:
    one = desk.resolved()
    service.revisit(desk.store, desk.clerk, one, SATISFIED)
    assert shares(desk, CLERK) == {"taken": (1, 1)}
    assert shares(desk, LEAD) == {
        "accepted": (1, 1),
        "resolved": (1, 1),
        "told": (1, 1),
        "satisfied": (1, 1),
        "second": (0, 1),
    }


def test_an_answer_on_the_spot_is_the_taker_s(desk: Desk) -> None:
    service.answer(desk.store, desk.clerk, desk.call(), "已说明")
    assert shares(desk, CLERK) == {"taken": (1, 1), "resolved": (1, 1), "told": (1, 1)}


def test_what_still_runs_belongs_to_no_rate(desk: Desk) -> None:
    desk.assigned()
    assert shares(desk, LEAD) == {}


@pytest.mark.parametrize(("seconds", "part"), [(0, 1), (1, 0)])
def test_accepting_at_the_very_end_is_in_time(desk: Desk, seconds: int, part: int) -> None:
    one = desk.assigned()
    desk.clock.moment = MONDAY.replace(hour=14, minute=30, second=seconds)
    handling.accept(desk.store, desk.by(LEAD), one)
    assert shares(desk, LEAD) == {"accepted": (part, 1)}


def test_returning_answers_an_assignment_too_and_each_assignment_counts(desk: Desk) -> None:
    one = desk.assigned()
    handling.give_back(desk.store, desk.by(LEAD), one, "不在本网格")
    handling.assign(desk.store, desk.clerk, one, OTHER)
    handling.accept(desk.store, desk.by(OTHER), one)
    assert shares(desk, LEAD) == {"accepted": (1, 1)}
    assert shares(desk, OTHER) == {"accepted": (1, 1)}


def test_what_a_deputy_accepts_counts_for_whom_it_was_given_to(desk: Desk) -> None:
    one = desk.assigned()
    handling.accept(desk.store, desk.by(DEPUTY), one)
    assert shares(desk, LEAD) == {"accepted": (1, 1)}
    assert "accepted" not in shares(desk, DEPUTY)


def test_what_nobody_did_by_now_was_not_in_time(desk: Desk) -> None:
    desk.assigned()
    desk.working()
    desk.clock.moment = LATER
    assert shares(desk, LEAD) == {"accepted": (1, 2), "resolved": (0, 2), "told": (0, 2)}


def test_told_falls_to_the_first_acceptor_and_resolved_to_who_has_it(desk: Desk) -> None:
    one = desk.working()
    handling.transfer(desk.store, desk.by(LEAD), one, OTHER, "换人")
    handling.accept(desk.store, desk.by(OTHER), one)
    desk.clock.moment = LATER
    handling.resolve(desk.store, desk.by(OTHER), one, "好了", Told())
    assert shares(desk, LEAD) == {"accepted": (1, 1), "told": (0, 1)}
    assert shares(desk, OTHER) == {"accepted": (1, 1), "resolved": (0, 1)}


def test_a_second_round_counts_and_the_first_stays_as_it_was(desk: Desk) -> None:
    one = desk.resolved()
    bad = Visit(true=True, solved=False, satisfaction="dissatisfied")
    service.revisit(desk.store, desk.clerk, one, bad)
    desk.clock.moment = LATER
    handling.resolve(desk.store, desk.by(LEAD), one, "再修", Told())
    service.revisit(desk.store, desk.clerk, one, SATISFIED)
    found = shares(desk, LEAD)
    assert found["resolved"] == (1, 2)
    assert found["satisfied"] == (1, 2)
    assert found["second"] == (1, 2)
    handling.reopen(desk.store, desk.clerk, one, "又漏")
    assert shares(desk, LEAD)["second"] == (2, 2)


def test_who_was_not_reached_gave_no_answer(desk: Desk) -> None:
    one = desk.resolved()
    service.revisit(desk.store, desk.clerk, one, Visit(reached=False))
    assert "satisfied" not in shares(desk, LEAD)


def test_a_suspension_moves_the_date(desk: Desk) -> None:
    one = desk.working()
    handling.progress(desk.store, desk.by(LEAD), one, "说了", told=True)
    handling.suspend(
        desk.store,
        desk.by(LEAD),
        one,
        reason="等料",
        review_on=date(2026, 12, 4),
        approver="陈静",
    )
    desk.clock.moment = datetime(2026, 12, 4, 9)
    assert "resolved" not in shares(desk, LEAD)
    handling.resume(desk.store, desk.by(LEAD), one)
    handling.resolve(desk.store, desk.by(LEAD), one, "好了", Told())
    assert shares(desk, LEAD)["resolved"] == (1, 1)


def test_void_calls_and_calls_of_other_days_do_not_count(desk: Desk) -> None:
    service.void(desk.store, desk.clerk, desk.call(), "拨错了")
    desk.clock.advance(timedelta(days=1))
    desk.call()
    assert figures(desk.store, DAY, DAY).people == ()
    assert len(figures(desk.store, DAY, DAY + timedelta(days=1)).people) == 1


def test_behind_each_figure_are_the_records_it_counts(desk: Desk) -> None:
    desk.resolved()
    desk.working()
    desk.clock.moment = LATER
    for figure in Figure:
        for one in figures(desk.store, DAY, DAY).people:
            found = behind(desk.store, DAY, DAY, figure, one.staff_id)
            share = one.share(figure)
            assert (sum(each.good for each in found), len(found)) == (share.part, share.whole)
    good = [each.good for each in behind(desk.store, DAY, DAY, Figure.RESOLVED, LEAD)]
    assert good == [True, False]


def test_more_calls_than_are_read_at_once_all_count(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridterm.hotline.figures.CHUNK", 2)
    for _n in range(5):
        desk.call()
    assert shares(desk, CLERK) == {"taken": (5, 5)}


def test_a_span_must_not_end_before_it_begins(desk: Desk) -> None:
    with pytest.raises(InputError):
        figures(desk.store, DAY, DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("share", "words", "rate"),
    [
        (Share(0, 0), "-", None),
        (Share(1, 4), "1/4", None),
        (Share(0, 5), "0/5 0%", 0.0),
        (Share(2, 3), "2/3", None),
        (Share(199, 200), "199/200 99%", 99.5),
    ],
)
def test_a_rate_is_shown_by_the_rules_of_small_numbers(
    share: Share, words: str, rate: float | None
) -> None:
    assert share.rate == rate
    assert share.shown == words
