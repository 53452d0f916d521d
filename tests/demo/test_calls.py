from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

import pytest

from gridterm.demo.calls import DemoCall, calls
from gridterm.demo.content import CATEGORY_FILES, matters
from gridterm.demo.people import make_office
from gridterm.demo.script import Stage

ANCHOR = date(2026, 11, 20)
OFFICE = make_office(anchor=ANCHOR)
STAFF = {one.number: one for one in OFFICE.staff}
KINDS = {"inquiry", "help", "complaint", "report", "suggestion", "praise"}
CHANNELS = {"phone", "visit_in", "household_visit", "wechat", "superior", "self_check"}
HEATING = {"cold_radiator", "burst_heating", "heating_fee"}


@pytest.fixture(scope="module")
def log() -> list[DemoCall]:
    return list(calls(OFFICE))


@pytest.fixture(scope="module")
def year() -> list[DemoCall]:
    return list(calls(OFFICE, months=12, total=4000, stage="full"))


def _digest(made: list[DemoCall]) -> str:
    return hashlib.sha256(repr([asdict(one) for one in made]).encode()).hexdigest()


@pytest.mark.parametrize("stage", ["log", "full"])
def test_the_same_arguments_give_the_same_calls(stage: Stage) -> None:
    first = list(islice(calls(make_office(anchor=ANCHOR), stage=stage), 120))
    again = list(islice(calls(make_office(anchor=ANCHOR), stage=stage), 120))
    other = list(islice(calls(make_office("another town", anchor=ANCHOR), stage=stage), 120))
    assert _digest(first) == _digest(again)
    assert _digest(first) != _digest(other)


def test_the_count_is_what_was_asked_for(log: list[DemoCall], year: list[DemoCall]) -> None:
    assert len(log) == 13 * 42
    assert len(year) == 4000
    assert log[0].received_at.date() >= date(2025, 10, 20)
    whole = Counter(one.received_at.strftime("%Y-%m") for one in log)
    months = [count for month, count in whole.items() if month not in {"2025-10", "2026-11"}]
    assert len(months) == 12
    assert all(26 <= count <= 62 for count in months)


def test_calls_come_in_the_order_of_time_and_none_in_the_future(log: list[DemoCall]) -> None:
    now = datetime(2026, 11, 20, 10, 0)
    assert all(one.received_at <= two.received_at for one, two in pairwise(log))
    cut = list(calls(OFFICE, until=now))
    assert all(one.received_at + one.registered_delay <= now for one in cut)
    assert all(step.at <= now for one in cut for step in one.steps)
    known = [one for one in log if one.received_at + one.registered_delay <= now]
    assert [one.content for one in cut] == [one.content for one in known]
    assert len(cut) < len(log)
    assert any(one.received_at.date() == ANCHOR for one in cut)


def test_hardly_two_calls_say_the_same(log: list[DemoCall], year: list[DemoCall]) -> None:
    for made in (log, year):
        texts = Counter(one.content for one in made)
        assert len(texts) / len(made) >= 0.97
        assert max(texts.values()) <= 4


def test_no_slot_is_left_open_in_any_text(year: list[DemoCall]) -> None:
    texts = [
        text
        for one in year
        for text in (one.content, one.title, one.place, *(step.text for step in one.steps))
    ]
    assert not [text for text in texts if re.search(r"[{}]|None|，，|。。|，。", text)]


def test_every_kind_channel_category_and_matter_appears(
    log: list[DemoCall], year: list[DemoCall]
) -> None:
    assert {one.kind for one in log} == KINDS
    assert {one.channel for one in log} == CHANNELS
    assert {one.category for one in log} == set(CATEGORY_FILES)
    assert {one.matter for one in year} == {one.code for one in matters()} | {""}


def test_every_phone_is_silent_or_absent(year: list[DemoCall]) -> None:
    silent = re.compile(r"1540\d{7}")
    for one in year:
        assert bool(one.phone) != one.anonymous
        assert not one.phone or silent.fullmatch(one.phone)
        for number in re.findall(r"(?<!\d)1\d{10}(?!\d)", one.content):
            assert silent.fullmatch(number) or number.startswith("20")


def test_a_phone_belongs_to_one_caller(year: list[DemoCall]) -> None:
    owners: dict[str, set[str]] = {}
    for one in year:
        if one.phone:
            owners.setdefault(one.phone, set()).add(one.caller)
    assert all(len(names) == 1 for names in owners.values())
    assert max(Counter(one.phone for one in year if one.phone).values()) > 5


def test_steps_follow_registration_and_each_other(year: list[DemoCall]) -> None:
    for one in year:
        moments = [one.received_at + one.registered_delay, *(step.at for step in one.steps)]
        assert all(before < after for before, after in pairwise(moments)), one
        for step in one.steps:
            assert STAFF[step.by_no].employed(step.at.date())
        assert STAFF[one.first_responder_no].employed(one.received_at.date())


def test_the_log_stage_knows_only_its_four_actions(log: list[DemoCall]) -> None:
    actions = [step.action for one in log for step in one.steps]
    assert set(actions) == {"answer", "guide", "revisit", "void"}
    waiting = [one for one in log if not one.steps]
    assert waiting
    assert all(ANCHOR - one.received_at.date() <= timedelta(days=4) for one in waiting)


# What may follow what: rulebook §2, with the states a log and a full history pass through.
FOLLOWS = {
    ("received", "answer"): "answered",
    ("received", "guide"): "answered",
    ("received", "triage"): "triaged",
    ("received", "void"): "end",
    ("triaged", "decide"): "triaged",
    ("triaged", "assign"): "assigned",
    ("assigned", "accept"): "in_progress",
    ("assigned", "return"): "triaged",
    ("in_progress", "transfer"): "assigned",
    ("in_progress", "progress"): "in_progress",
    ("in_progress", "extend"): "in_progress",
    ("in_progress", "suspend"): "suspended",
    ("suspended", "resume"): "in_progress",
    ("in_progress", "report_up"): "reported_up",
    ("reported_up", "superior_reply"): "in_progress",
    ("in_progress", "resolve"): "answered",
}


@pytest.mark.parametrize("stage", ["log", "full"])
def test_every_history_is_a_walk_through_the_states(
    stage: Stage, log: list[DemoCall], year: list[DemoCall]
) -> None:
    for one in log if stage == "log" else year:
        state, worked = "received", False
        for step in one.steps:
            worked = worked or step.action == "accept"
            if step.action == "revisit":
                assert state == "answered"
                told = step.payload
                if told["waived"] or told["last_miss"]:
                    state = "end"
                elif told["reached"]:
                    happy = told["solved"] and told["satisfaction"] != "dissatisfied"
                    state = "end" if happy else ("in_progress" if worked else "received")
            else:
                state = FOLLOWS[state, step.action]
                state = "end" if step.payload.get("closes") else state


def test_the_seasons_are_those_of_the_north_east(year: list[DemoCall]) -> None:
    cold = [one for one in year if one.matter in HEATING]
    assert sum(one.received_at.month in {10, 11, 12, 1, 2, 3} for one in cold) > 0.85 * len(cold)
    for code, months in (("square_dance", {4, 5, 6, 7, 8, 9, 10}), ("school_place", {5, 6, 7, 8})):
        seen = [one for one in year if one.matter == code]
        assert sum(one.received_at.month in months for one in seen) > 0.7 * len(seen)
    fireworks = [one.received_at.date() for one in year if one.matter == "fireworks"]
    assert fireworks
    assert all(date(2026, 2, 9) <= day <= date(2026, 4, 6) for day in fireworks)


def test_the_stories_are_told_in_full(log: list[DemoCall]) -> None:
    leak = [one for one in log if one.thread == 1]
    assert len(leak) == 8
    assert {(one.estate, one.building) for one in leak} == {("化院家属院", "7号楼")}
    assert len({one.phone for one in leak}) == 3
    feud = [one for one in log if one.thread == 2]
    assert len(feud) == 7


def test_matters_come_back(year: list[DemoCall]) -> None:
    threads: dict[int, list[DemoCall]] = {}
    for one in year:
        threads.setdefault(one.thread, []).append(one)
    repeated = [group for group in threads.values() if len(group) > 1]
    assert len(repeated) > 100
    assert all(len({one.matter for one in group}) == 1 for group in repeated)
    assert any(len({one.phone for one in group}) > 1 for group in repeated)
    assert any(len({one.phone for one in group}) == 1 for group in repeated)


def test_there_are_long_texts_lines_emoji_brackets_and_wide_digits(year: list[DemoCall]) -> None:
    texts = [one.content for one in year]
    assert sum(len(text) >= 400 for text in texts) >= 20
    for mark in ("\n", "《", "<", "[照片]", "🙏", "１"):
        assert sum(mark in text for text in texts) >= 5, mark


def test_anonymous_calls_name_nobody_and_checks_are_proactive(year: list[DemoCall]) -> None:
    hidden = [one for one in year if one.anonymous]
    assert 0.02 * len(year) < len(hidden) < 0.15 * len(year)
    assert all(not one.caller and not one.phone and not one.room for one in hidden)
    assert all(one.proactive for one in year if one.channel == "self_check")
    assert not any(one.confidential and one.publishable for one in year)


def test_ten_years_stream_from_the_first_call_on() -> None:
    stream = calls(OFFICE, months=120, total=100_000)
    first = list(islice(stream, 500))
    assert first[0].received_at.date() == date(2016, 11, 20)
    assert all(STAFF[one.first_responder_no].employed(one.received_at.date()) for one in first)


@pytest.mark.slow
def test_a_hundred_thousand_calls_stay_different_and_in_order() -> None:
    texts: Counter[str] = Counter()
    last = datetime(2000, 1, 1)
    steps = 0
    for one in calls(OFFICE, months=120, total=100_000, stage="full"):
        assert one.received_at >= last
        last = one.received_at
        steps += len(one.steps) + 1
        texts[one.content] += 1
    assert sum(texts.values()) == 100_000
    assert steps > 500_000
    assert len(texts) > 97_000
    assert max(texts.values()) <= 20
