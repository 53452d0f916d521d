"""The checks' thresholds as moments: the same as counting for each call by itself."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm import i18n
from gridterm.hotline.detail import meeting_after
from gridterm.hotline.letnots import LetNot, Missing, definition, marks, rule
from gridterm.settings import BY_KEY, Settings
from gridterm.worktime import WorkTime, close_after

HOLIDAYS = {date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 9)}
WORK = WorkTime(
    ((time(8, 30), time(12)), (time(13, 30), time(17, 30))),
    lambda day: day.weekday() < 5 and day not in HOLIDAYS,
)
moments = st.datetimes(datetime(2026, 11, 9), datetime(2026, 12, 20)).map(
    lambda one: one.replace(microsecond=0)
)


@given(entry=moments, now=moments, days=st.integers(1, 5))
def test_too_long_ago_is_what_the_working_days_say(
    entry: datetime, now: datetime, days: int
) -> None:
    at = marks(Settings({"board.idle_days": days, "board.decision_days": days}), WORK, now)
    over = close_after(entry, days, WORK) < now
    assert (entry < at.idle_before) is over
    assert (entry < at.overall_before) is over


@given(since=moments, now=moments)
def test_a_regional_matter_waits_for_its_meeting(since: datetime, now: datetime) -> None:
    meeting = datetime.combine(meeting_after(since.date(), WORK), WORK.closes)
    assert (since < marks(Settings(), WORK, now).regional_before) is (meeting < now)


@pytest.mark.parametrize("language", [i18n.CHINESE, i18n.ENGLISH])
def test_each_has_its_rule_and_says_what_it_counts(language: str) -> None:
    before = i18n.language()
    i18n.use(language)
    try:
        said = {(rule(check), definition(check, Settings())) for check in LetNot}
        assert len(said) == 6
        assert all("{" not in words for pair in said for words in pair)
    finally:
        i18n.use(before)


def test_the_definition_follows_the_settings() -> None:
    assert "7" in definition(LetNot.IDLE, Settings({"board.idle_days": 7}))
    few = definition(LetNot.AMISS, Settings({"board.missing": ("grid",)}))
    assert Missing.GRID.label in few
    assert Missing.CATEGORY.label not in few


def test_what_may_be_missing_can_be_chosen() -> None:
    assert set(BY_KEY["board.missing"].choices) == {str(one) for one in Missing}


def test_their_places_are_those_of_the_rule_book() -> None:
    assert [check.place for check in LetNot] == [1, 2, 3, 4, 5, 6]


def test_at_the_very_close_it_is_not_too_late_yet() -> None:
    entry = datetime(2026, 11, 16, 9)
    close = datetime(2026, 11, 19, 17, 30)
    assert not entry < marks(Settings(), WORK, close).idle_before
    assert entry < marks(Settings(), WORK, close + timedelta(seconds=1)).idle_before
