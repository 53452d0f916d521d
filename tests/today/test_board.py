"""The board across the desks: register errors beside the calls, by person, as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.hotline import service
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.terms import Intake
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from gridterm.text import width
from gridterm.today.board import as_text, board, lines_of

HOSTILE = "[/关闭][red]x[/red]"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def counts(store: Store) -> dict[str, int]:
    return {str(line.check): line.count for line in board(store).lines}


def test_an_empty_office_has_nothing_left_lying(store: Store) -> None:
    found = board(store)
    assert found.clear
    assert [line.shown for line in found.lines] == ["none"] * 6
    assert found.people == ()
    assert all(line.startswith("  ") for line in lines_of(found))


def test_register_errors_stand_in_the_fifth_and_fall_to_the_lead(store: Store) -> None:
    lead = save_staff(store, SYSTEM, StaffForm("1", HOSTILE, (Role.GRID_LEAD,)))
    grid = save_grid(store, SYSTEM, GridForm("008网格", households=9000, lead_id=lead.id))
    lost = save_building(store, SYSTEM, BuildingForm("化院小区", "3号楼", 48))
    found = board(store)
    assert {(one.kind, one.ref, one.staff_id) for one in found.faults} == {
        ("grid", grid.id, lead.id),
        ("building", lost.id, None),
    }
    amiss = found.lines[LetNot.AMISS.place - 1]
    assert (amiss.calls, amiss.faults, amiss.shown) == (0, 2, "2")
    by_person = {one.name: one.counts for one in found.people}
    assert by_person == {HOSTILE: (0, 0, 0, 0, 1, 0), "": (0, 0, 0, 0, 1, 0)}


def test_the_office_says_what_counts_as_a_register_error(store: Store) -> None:
    save_grid(store, SYSTEM, GridForm("008网格", households=9000))
    assert counts(store)["amiss"] == 2
    change(store, SYSTEM, {"board.register_faults": "too_many_households"})
    assert counts(store)["amiss"] == 1
    change(store, SYSTEM, {"board.register_faults": ""})
    assert counts(store)["amiss"] == 0


def test_calls_stand_by_check_and_by_person(store: Store, clock: FixedClock, actor: Actor) -> None:
    clock.moment = datetime(2026, 11, 23, 9)
    service.register(store, actor, Intake("灯不亮", kind="complaint", channel="superior"))
    assert counts(store)["overdue"] == 0
    clock.moment += timedelta(days=10)
    found = board(store)
    assert [line.count for line in found.lines] == [1, 1, 1, 0, 1, 1]
    assert [(one.staff_id, one.total) for one in found.people] == [(0, 5)]
    assert "nobody" in as_text(found)


def test_it_is_json_and_its_lines_fit(store: Store, clock: FixedClock, actor: Actor) -> None:
    service.register(store, actor, Intake(HOSTILE, kind="complaint"))
    clock.advance(timedelta(days=9))
    found = board(store)
    assert json.loads(json.dumps([str(line.check) for line in found.lines])) == list(LetNot)
    assert all(width(line) <= 60 for line in as_text(found, 60).split("\n"))
    assert "! 6 1" in as_text(found)
