"""The series, the numbers, and an agenda brought together with a new drawing of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm import i18n
from gridterm.calendar import is_workday
from gridterm.hotline.detail import meeting_after
from gridterm.meetings import rules, wording
from gridterm.meetings.merging import Entry, merged, moved, redrawn
from gridterm.meetings.terms import MeetingKind, MeetingState, MinutesState, Section, Standing
from gridterm.worktime import WorkTime

DAYS = st.dates(date(2016, 1, 1), date(2026, 12, 31))
WEEK = timedelta(weeks=1)
HOURS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))


@st.composite
def calendars(draw: st.DrawFn) -> Callable[[date], bool]:
    """A calendar with any fortnight of holidays in it, working days else."""
    first = draw(DAYS)
    off = {first + timedelta(days=draw(st.integers(0, 13))) for _ in range(draw(st.integers(0, 9)))}
    return lambda day: day.weekday() < 5 and day not in off


# ── the series ──────────────────────────────────────────────────────────────
@given(DAYS, st.integers(-3, 400))
def test_every_wednesday_of_a_span_is_there_once(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    found = rules.wednesdays(since, until)
    every = [since + timedelta(days=one) for one in range(days + 1)]
    assert list(found) == [day for day in every if day.weekday() == 2]


@given(DAYS, calendars())
def test_the_proposed_day_is_the_first_working_day_from_then_on(
    day: date, works: Callable[[date], bool]
) -> None:
    proposed = rules.proposed_day(day, works)
    assert works(proposed)
    assert proposed >= day
    assert not any(works(day + timedelta(days=one)) for one in range((proposed - day).days))


@given(DAYS, calendars())
def test_a_regional_matter_waits_for_the_day_the_series_proposes(
    day: date, works: Callable[[date], bool]
) -> None:
    wednesday = rules.wednesdays(day + timedelta(days=1), day + WEEK)[0]
    assert meeting_after(day, WorkTime(HOURS, works)) == rules.proposed_day(wednesday, works)


@pytest.mark.parametrize(
    ("wednesday", "proposed", "together"),
    [
        (date(2026, 11, 25), date(2026, 11, 25), False),
        (date(2026, 10, 7), date(2026, 10, 8), False),
        (date(2026, 2, 18), date(2026, 2, 24), False),
        # The National Day of 2025 took eight days from a Wednesday on.
        (date(2025, 10, 1), date(2025, 10, 9), True),
        (date(2025, 10, 8), date(2025, 10, 9), False),
    ],
)
def test_the_shipped_calendar_moves_the_wednesdays_of_holidays(
    wednesday: date, proposed: date, together: bool
) -> None:
    assert rules.proposed_day(wednesday, is_workday) == proposed
    assert rules.falls_together(wednesday, is_workday) is together


TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("state", "minutes", "days", "issued", "expected"),
    [
        (MeetingState.PLANNED, MinutesState.WRITING, 0, False, Standing.PLANNED),
        (MeetingState.PLANNED, MinutesState.WRITING, 0, True, Standing.READY),
        (MeetingState.PLANNED, MinutesState.WRITING, -1, True, Standing.MISSED),
        (MeetingState.OPEN, MinutesState.WRITING, -1, True, Standing.OPEN),
        (MeetingState.HELD, MinutesState.WRITING, -1, True, Standing.HELD),
        (MeetingState.HELD, MinutesState.SUBMITTED, -1, True, Standing.SUBMITTED),
        (MeetingState.HELD, MinutesState.APPROVED, -1, True, Standing.ISSUED),
        (MeetingState.CANCELLED, MinutesState.WRITING, 3, False, Standing.CANCELLED),
    ],
)
def test_one_word_says_how_a_meeting_stands(
    state: MeetingState, minutes: MinutesState, days: int, issued: bool, expected: Standing
) -> None:
    day = TODAY + timedelta(days=days)
    assert rules.standing(state, minutes, day, TODAY, issued=issued) is expected


def test_meetings_are_named_by_kind_number_and_year() -> None:
    i18n.use(i18n.ENGLISH)
    try:
        assert rules.title(MeetingKind.WEEKLY, 2026, 46) == "Weekly meeting no. 46 of 2026"
        assert rules.title(MeetingKind.WEEKLY, 2026, 0) == "Weekly meeting"
    finally:
        i18n.use(i18n.CHINESE)
    assert rules.minutes_number(2026, 12) == "〔2026〕12号"
    counters = {rules.series(kind, year) for kind in MeetingKind for year in (2025, 2026)}
    assert len(counters) == 2 * len(MeetingKind)


@given(st.lists(st.tuples(st.integers(1, 120), st.booleans()), max_size=12))
def test_items_run_one_after_another_and_what_is_out_takes_no_time(
    items: list[tuple[int, bool]],
) -> None:
    start = datetime(2026, 11, 25, 14, 30)
    begins, total = rules.running_times(start, items)
    assert total == sum(minutes for minutes, removed in items if not removed)
    assert len(begins) == len(items)
    ends = [
        begin + timedelta(minutes=0 if removed else minutes)
        for begin, (minutes, removed) in zip(begins, items, strict=True)
    ]
    assert [start, *ends][: len(begins)] == list(begins)


# ── a drawing over what the clerk did ───────────────────────────────────────
def grid(number: int, received: int = 0, **more: object) -> Entry:
    facts = {
        "grid_id": number,
        "grid": f"{number:03}网格",
        "lead_id": 7,
        "lead": "王芳",
        "received": received,
        "resolved": 0,
        "open": 0,
        "overdue": 0,
        "visits": None,
        "checks": None,
    }
    drawn = Entry(Section.GRIDS, f"grid:{number}", "", facts, speaker_id=7, proposed=(7, 5))
    named = replace(drawn, title=wording.title(drawn.section, drawn.source, facts))
    return replace(named, **more)  # type: ignore[arg-type]


def ticket(number: int, **more: object) -> Entry:
    secret = bool(more.pop("secret", False))
    facts = {
        "number": f"RX-2026-{number:04}",
        "grid": "008网格",
        "subject": "" if secret else "楼顶漏水",
        "confidential": secret,
        "since": "2026-11-20",
        "due": "2026-12-04",
    }
    source = f"ticket:{number}"
    title = wording.title(Section.REGIONAL, source, facts)
    drawn = Entry(
        Section.REGIONAL, source, title, facts, minutes=8, proposed=(None, 8), confidential=secret
    )
    return replace(drawn, **more)  # type: ignore[arg-type]


OTHER = Entry(Section.OTHER, "other", "其他", proposed=(None, 5))
OWN = Entry(Section.OTHER, "", "物业费", words="请物业到会")


def sources(entries: tuple[Entry, ...]) -> list[str]:
    return [one.source or one.title for one in entries]


def test_a_new_matter_comes_at_the_end_of_its_part() -> None:
    saved = (grid(2), grid(1), ticket(1), OTHER, OWN)
    drawn = (grid(1), grid(2), grid(3), ticket(1), ticket(2), OTHER)
    assert sources(redrawn(saved, drawn)) == [
        *("grid:2", "grid:1", "grid:3", "ticket:1", "ticket:2", "other", "物业费"),
    ]


def test_figures_follow_the_data_under_the_clerks_words() -> None:
    saved = (grid(1, 3, words="请网格长讲停水", minutes=9, speaker_id=8, title="一网格"),)
    (one,) = redrawn(saved, (grid(1, 5),))
    assert one.facts["received"] == 5
    assert (one.words, one.minutes, one.speaker_id, one.title) == ("请网格长讲停水", 9, 8, "一网格")


def test_a_speaker_nobody_changed_follows_the_register() -> None:
    new = grid(1, speaker_id=9, proposed=(9, 6), minutes=6)
    (one,) = redrawn((grid(1),), (new,))
    assert (one.speaker_id, one.minutes) == (9, 6)


def test_what_is_gone_stays_only_where_the_clerk_worked_on_it() -> None:
    saved = (ticket(1), ticket(2, words="先听街道意见"), ticket(3, removed=True), OTHER)
    left = redrawn(saved, (OTHER,))
    assert sources(left) == ["ticket:2", "other"]
    assert [one.stale for one in left] == [True, False]


def test_what_was_taken_out_stays_out() -> None:
    (one,) = redrawn((ticket(1, removed=True),), (ticket(1),))
    assert one.removed


def test_an_agenda_beside_a_new_drawing_says_what_would_change() -> None:
    saved = (grid(1, 3), grid(2, 4), ticket(1), OTHER, OWN)
    now = merged(saved, (grid(1, 3), grid(2, 6), ticket(2), OTHER))
    assert [(one.source, one.stale) for one in now] == [
        ("grid:1", False),
        ("grid:2", True),
        ("ticket:1", True),
        ("ticket:2", False),
        ("other", False),
        ("", False),
    ]
    assert now[1].facts["received"] == 4, "nothing changes before it is drawn again"


def test_a_matter_that_becomes_confidential_is_so_at_once() -> None:
    saved = (ticket(1, title="楼顶漏水，请大家议", words="先听"),)
    for now in (
        merged(saved, (ticket(1, secret=True),)),
        redrawn(saved, (ticket(1, secret=True),)),
    ):
        (one,) = now
        assert one.confidential
        assert "漏水" not in one.title
        assert "漏水" not in str(one.facts)
        assert one.words == "先听"


EDITS = st.fixed_dictionaries(
    {},
    optional={
        "words": st.sampled_from(("", "请说明")),
        "minutes": st.integers(1, 20),
        "removed": st.booleans(),
        "speaker_id": st.sampled_from((7, 8, None)),
    },
)


@st.composite
def agendas(draw: st.DrawFn) -> tuple[Entry, ...]:
    """A saved agenda: some drawn items in any order, edited in any way, and the clerk's own."""
    made = [grid(one, draw(st.integers(0, 3))) for one in draw(st.sets(st.integers(1, 4)))]
    made += [ticket(one) for one in draw(st.sets(st.integers(1, 4)))]
    edited = [replace(one, **draw(EDITS)) for one in made]
    return tuple(draw(st.permutations([*edited, OWN])))


@st.composite
def drawings(draw: st.DrawFn) -> tuple[Entry, ...]:
    made = [grid(one, draw(st.integers(0, 3))) for one in sorted(draw(st.sets(st.integers(1, 4))))]
    made += [
        ticket(one, secret=draw(st.booleans())) for one in sorted(draw(st.sets(st.integers(1, 4))))
    ]
    return (*made, OTHER)


@given(agendas(), drawings())
def test_a_new_drawing_loses_nothing_the_clerk_did(
    saved: tuple[Entry, ...], drawn: tuple[Entry, ...]
) -> None:
    now = redrawn(saved, drawn)
    by_source = {one.source: one for one in now}
    assert len(by_source) == len(now), "nothing stands there twice"
    assert {one.source for one in drawn} <= by_source.keys(), "all that is drawn is there"
    kept = [one for one in saved if one.source in by_source]
    order = [one.source for one in now if one.source in {old.source for old in saved}]
    assert order == [one.source for one in kept], "the clerk's order stands"
    for old in kept:
        new = by_source[old.source]
        assert (new.words, new.removed) == (old.words, old.removed)
        if old.proposed and (old.speaker_id, old.minutes) != old.proposed:
            assert (new.speaker_id, new.minutes) == (old.speaker_id, old.minutes)
    for gone in saved:
        if gone.source not in by_source:
            assert not gone.edited or gone.removed


@given(agendas(), drawings())
def test_drawing_twice_changes_nothing(saved: tuple[Entry, ...], drawn: tuple[Entry, ...]) -> None:
    once = redrawn(saved, drawn)
    assert redrawn(once, drawn) == once
    again = merged(once, drawn)
    assert [one.source for one in again] == [one.source for one in once]
    assert [one.stale for one in again] == [one.stale for one in once]


@given(agendas(), st.data())
def test_moving_an_item_moves_only_that_one(
    entries: tuple[Entry, ...], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    by = data.draw(st.integers(-9, 9))
    now = moved(entries, at, by)
    assert sorted(sources(now)) == sorted(sources(entries))
    rest = [one for one in entries if one is not entries[at]]
    assert [one for one in now if one is not entries[at]] == rest
    shown = [one for one in entries if not one.removed or one is entries[at]]
    after = [one for one in now if not one.removed or one is entries[at]]
    mine, goal = shown.index(entries[at]), after.index(entries[at])
    assert goal == max(0, min(len(shown) - 1, mine + by))
