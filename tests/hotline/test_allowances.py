"""The clocks' allowances: versions by date that never touch what is here."""

from datetime import date, datetime, timedelta

import pytest

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import allowances, checks, queries
from gridterm.hotline.allowances import ALLOWANCES, BY_NAME, flat, policy_of
from gridterm.hotline.clocks import ClockPolicy
from gridterm.i18n import LANGUAGES, language, use
from gridterm.store.verify import verify
from tests.hotline.conftest import Desk

TUESDAY = date(2026, 11, 24)


def due_at(desk: Desk, one: int) -> datetime | None:
    return queries.ticket(desk.store, one).due_at


def test_a_policy_and_its_allowances_are_the_same() -> None:
    ours = ClockPolicy()
    assert policy_of(ours.since, flat(ours)) == ours
    assert set(flat(ours)) == set(BY_NAME)
    assert [one.default for one in ALLOWANCES] == [240, 15, 1, 0, 120, 1, 5, 10, 15, 2]


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_each_says_what_it_is_and_why(spoken: str) -> None:
    before = language()
    use(spoken)
    words = {one.title for one in ALLOWANCES} | {one.reason for one in ALLOWANCES}
    assert len(words) == 2 * len(ALLOWANCES)
    assert all(words)
    use(before)


def test_they_hold_for_calls_registered_from_their_day_on(desk: Desk) -> None:
    old = desk.call()
    saved = allowances.save(desk.store, desk.clerk, TUESDAY, {"feedback_days": 3}, reason="试行")
    assert saved == ClockPolicy(since=TUESDAY, feedback_days=3)
    assert desk.trail()[-1][:2] == ("clocks.policy", "clocks:2026-11-24")
    desk.clock.advance(timedelta(days=1))
    new = desk.call()
    assert due_at(desk, old) == datetime(2026, 11, 24, 17, 30)
    assert due_at(desk, new) == datetime(2026, 11, 27, 17, 30)
    later = allowances.save(desk.store, desk.clerk, date(2026, 12, 1), {"general_days": 4})
    assert (later.feedback_days, dict(later.tier_days)["general"]) == (3, 4)
    ours, this, coming = allowances.versions(desk.store)
    assert (ours.since, ours.current, ours.changed) == (None, False, ())
    assert (this.since, this.current, this.changed) == (TUESDAY, True, ("feedback_days",))
    assert (coming.current, coming.changed) == (False, ("general_days",))
    assert coming.allowances["general_days"] == 4
    assert verify(desk.store, checks.CHECKS).whole


def test_a_version_to_come_can_be_put_right(desk: Desk) -> None:
    for days in (3, 2):
        allowances.save(desk.store, desk.clerk, TUESDAY, {"feedback_days": days})
    assert [one.allowances["feedback_days"] for one in allowances.versions(desk.store)] == [1, 2]


@pytest.mark.parametrize("since", [date(2026, 11, 23), date(2026, 11, 2)])
def test_the_past_is_not_changed(desk: Desk, since: date) -> None:
    allowances.save(desk.store, desk.clerk, since, {"feedback_days": 5})
    one = desk.call()
    assert due_at(desk, one) == datetime(2026, 11, 30, 17, 30)
    with pytest.raises(RefusedError, match="2026-11-24"):
        allowances.save(desk.store, desk.clerk, since, {"feedback_days": 2})
    assert due_at(desk, one) == datetime(2026, 11, 30, 17, 30)


@pytest.mark.parametrize(
    "given",
    [
        {"coffee_days": 1},
        {"feedback_days": -1},
        {"feedback_days": "2"},
        {"feedback_days": True},
        {"general_days": 367},
        {"acceptance_minutes": 100_001},
    ],
)
def test_an_allowance_that_means_nothing_is_refused(desk: Desk, given: dict[str, int]) -> None:
    with pytest.raises(InputError) as refused:
        allowances.save(desk.store, desk.clerk, TUESDAY, given)
    assert set(refused.value.fields) == set(given)
    assert len(allowances.versions(desk.store)) == 1


def test_nothing_and_too_many_words_are_refused(desk: Desk) -> None:
    with pytest.raises(InputError):
        allowances.save(desk.store, desk.clerk, TUESDAY, {})
    with pytest.raises(InputError) as refused:
        allowances.save(desk.store, desk.clerk, TUESDAY, {"revisit_days": 1}, reason="长" * 201)
    assert set(refused.value.fields) == {"reason"}
