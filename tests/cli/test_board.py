"""The six let-nots, the figures and the briefing from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from gridterm.clock import SystemClock
from gridterm.meetings import actions
from gridterm.meetings.action_terms import ActionForm
from gridterm.registers.service import list_staff
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from tests.cli.conftest import CLERK, LEADER, Answer
from tests.cli.test_handling import add, working

Gridterm = Callable[..., Answer]
BY_PHONE = ("--how", "phone")


def test_the_board_has_six_lines_with_their_definitions(gridterm: Gridterm) -> None:
    add(gridterm)
    told = gridterm("board", "--json")
    assert told.code == 0, told.err
    lines = told.json["lines"]
    assert [one["check"] for one in lines] == [
        *("superior", "untold", "overdue", "undecided", "amiss", "idle"),
    ]
    assert all(one["rule"] and one["definition"] for one in lines)
    assert lines[4]["calls"] == 1
    text = gridterm("board").out
    assert "! 5 1" in text
    assert "李晓明" in text


def test_the_calls_behind_a_line(gridterm: Gridterm) -> None:
    number = add(gridterm)
    told = gridterm("board", "amiss", "--json")
    assert (told.code, told.json["count"]) == (0, 1)
    assert told.json["calls"][0]["number"] == number
    assert number in gridterm("board", "Records do not add up").out
    assert gridterm("board", "idle", "--json").json["count"] == 0
    assert "Choose one of: superior" in gridterm("board", "lost").refused()


def test_figures_by_person_and_the_calls_behind_one(gridterm: Gridterm) -> None:
    number = working(gridterm)
    assert gridterm("hotline", "resolve", number, "修好了", *BY_PHONE).code == 0
    told = gridterm("hotline", "figures", "--json")
    assert told.code == 0, told.err
    (person,) = told.json["people"]
    assert person["number"] == CLERK
    assert person["resolved"] == {"part": 1, "whole": 1}
    assert person["satisfied"] == {"part": 0, "whole": 0}
    assert "1/1" in gridterm("hotline", "figures", "--from", "昨天").out
    behind = gridterm("hotline", "figures", "--figure", "told", "--person", CLERK, "--json")
    assert behind.json["count"] == 1
    assert behind.json["calls"][0]["good"] is True
    assert behind.json["calls"][0]["row"]["number"] == number
    none = gridterm("hotline", "figures", "--figure", "told", "--person", LEADER, "--json")
    assert none.json["count"] == 0


def test_what_figures_cannot_use_is_refused_in_a_sentence(gridterm: Gridterm) -> None:
    refused = gridterm("hotline", "figures", "--figure", "told").refused()
    assert "--figure and --person together" in refused
    refused = gridterm("hotline", "figures", "--from", "2026-11-20", "--to", "2026-11-01").refused()
    assert "The span ends before it begins" in refused
    assert "No day can be read" in gridterm("hotline", "figures", "--from", "someday").refused()


def test_today_tells_what_runs_out_with_its_reason(gridterm: Gridterm) -> None:
    number = add(gridterm)
    told = gridterm("today", "--json")
    sections = {one["topic"]: one for one in told.json["sections"]}
    (item,) = sections["clocks"]["items"]
    assert item["lead"] == number
    assert item["reason"].startswith("First feedback by ")
    assert len(sections["board"]["items"]) == 6
    assert item["reason"] in gridterm("today").out


def test_action_items_past_their_date_are_behind_a_line(gridterm: Gridterm, office: Path) -> None:
    store = Store(office, SystemClock())
    today = store.clock.today()
    owner = next(one.id for one in list_staff(store) if one.number == CLERK)
    form = ActionForm(
        "报送名单", owner, today - timedelta(days=30), given_on=today - timedelta(days=40),
        kind="superior", superior_unit="街道办",
    )  # fmt: skip
    actions.give(store, SYSTEM, form)
    store.close()
    told = gridterm("board", "superior", "--json")
    assert (told.json["count"], told.json["calls"]) == (1, [])
    (item,) = told.json["action_items"]
    assert (item["kind"], item["title"]) == ("action", "SJ-2026-001")
    assert "! SJ-2026-001" in gridterm("board", "superior").out
    assert gridterm("board", "overdue", "--json").json["action_items"] == []
