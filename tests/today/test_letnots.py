"""Action items on the six let-nots and on Today: by check, by person, by their date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.hotline.letnots import LetNot
from gridterm.meetings import actions
from gridterm.meetings.action_terms import ActionForm
from gridterm.registers.service import save_staff
from gridterm.registers.terms import Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from gridterm.today.board import as_text, behind, board, lines_of
from gridterm.today.briefing import ACTIONS_SHOWN, Item, Section, Topic, briefing
from gridterm.today.plain import as_text as briefing_text

HOSTILE = "[/关闭][red]x[/red] =1+1\n第二行"
WEDNESDAY = datetime(2026, 11, 25, 15, 0)
TODAY = WEDNESDAY.date()
LATE_ON = datetime(2026, 12, 1, 9, 0)
"""Four working days after that Wednesday."""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Store:
    clock.moment = WEDNESDAY
    for number, name in (("1", "王芳"), ("2", HOSTILE)):
        form = StaffForm(number, name, (Role.GRID_LEAD,), hired=date(2020, 1, 1))
        save_staff(store, SYSTEM, form)
    return store


def give(store: Store, due_on: date = TODAY, owner: int = 1, **more: object) -> int:
    form = ActionForm(HOSTILE, owner, due_on, **more)  # type: ignore[arg-type]
    return actions.give(store, Actor(1, "王芳"), form).row.id


def task(store: Store, due_on: date = TODAY, owner: int = 1, **more: object) -> int:
    return give(store, due_on, owner, kind="superior", superior_unit="街道", **more)


def shown(store: Store) -> Section:
    return next(one for one in briefing(store).sections if one.topic is Topic.ACTIONS)


def test_a_superiors_task_is_the_first_a_meetings_action_the_third(
    office: Store, clock: FixedClock
) -> None:
    one, other, secret = task(office), give(office, owner=2), task(office, confidential=True)
    assert board(office).clear
    clock.moment = LATE_ON
    found = board(office)
    assert [line.count for line in found.lines] == [2, 0, 1, 0, 0, 0]
    assert [(line.tasks, line.mixed) for line in found.lines[:3]] == [
        (2, True),
        (0, False),
        (1, True),
    ]
    first = behind(found, LetNot.SUPERIOR)
    assert [(item.kind, item.ref) for item in first] == [("action", one), ("action", secret)]
    assert first[0].title == "SJ-2026-001"
    assert "4 working days late" in first[0].words
    assert "(confidential)" in first[1].words
    assert [item.ref for item in behind(found, LetNot.OVERDUE, 2)] == [other]
    assert behind(found, LetNot.OVERDUE, 1) == ()
    assert [(one.number, one.counts) for one in found.people] == [
        ("1", (2, 0, 0, 0, 0, 0)),
        ("2", (0, 0, 1, 0, 0, 0)),
    ]
    assert "Superiors' tasks past their date." in found.lines[0].definition
    text = as_text(found, 400)
    assert "Action items past their date" in text
    assert "! DB-2026-001  4 working days late" in text
    assert all("\n" not in line for line in lines_of(found))
    assert json.loads(json.dumps(asdict(found), default=str))["tasks"][0]["ref"] == one


def test_what_is_done_or_given_up_leaves_the_board(office: Store, clock: FixedClock) -> None:
    reported, cancelled, moved = give(office), task(office), give(office)
    clock.moment = LATE_ON
    by = Actor(1, "王芳")
    actions.report(office, by, reported, "已办")
    actions.cancel(office, by, cancelled, "街道撤回")
    actions.postpone(office, by, moved, date(2026, 12, 9), "等材料")
    assert board(office).clear
    actions.send_back(office, Actor(2, "某某"), reported, "没办完")
    assert [one.ref for one in board(office).tasks] == [reported]


def test_today_shows_what_is_late_and_what_is_soon_due(office: Store, clock: FixedClock) -> None:
    assert shown(office).items == ()
    assert "No action item is due soon." in briefing_text(briefing(office))
    late = give(office)
    soon = task(office, date(2026, 12, 3), 2)
    give(office, date(2026, 12, 31))
    clock.moment = LATE_ON
    section = shown(office)
    assert [(item.kind, item.ref, item.late) for item in section.items] == [
        ("action", late, True),
        ("action", soon, False),
    ]
    assert section.items[0].words.startswith("4 working days late  王芳")
    assert section.items[1].words.startswith("12-03")
    assert section.items[1].reason == "街道: given 2026-11-25, due 2026-12-03"
    assert "\n" not in section.items[0].words
    clock.moment = datetime(2026, 12, 3, 9, 0)
    assert shown(office).items[1].words.startswith("due today")
    change(office, SYSTEM, {"meetings.action_near_days": "30"})
    assert shown(office).total == 3


def test_more_than_are_shown_are_counted(office: Store) -> None:
    for _n in range(ACTIONS_SHOWN + 2):
        give(office)
    section = shown(office)
    assert (len(section.items), section.total) == (ACTIONS_SHOWN, ACTIONS_SHOWN + 2)


def test_a_line_of_the_board_says_when_more_than_calls_are_behind_it(
    office: Store, clock: FixedClock
) -> None:
    give(office)
    clock.moment = LATE_ON + timedelta(days=1)
    section = next(one for one in briefing(office).sections if one.topic is Topic.BOARD)
    lines: dict[object, Item] = {item.ref: item for item in section.items}
    assert lines["overdue"].mixed
    assert not lines["idle"].mixed
