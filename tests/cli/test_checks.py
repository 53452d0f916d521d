"""Spot checks from the command line: drawn, redrawn, recorded, looked back on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from gridterm.clock import SystemClock
from gridterm.registers.tables import Building, Grid, Household, Staff
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.visits import checking
from gridterm.visits.draw import draw
from gridterm.visits.tables import Visit
from tests.cli.conftest import CLERK, LEADER, Answer

Gridterm = Callable[..., Answer]
DAY = "2025-03-03"
MANAGER, OTHER = "3001", "3002"


@pytest.fixture
def walked(office: Path) -> list[int]:
    """The visits of two managers on a Monday long ago; the ids of the first one's."""
    store = Store(office, SystemClock())
    hired, day = date(2020, 1, 1), date.fromisoformat(DAY)
    with store.write("test.walked", SYSTEM) as tx:
        people = [
            Staff(number=number, name=name, roles="grid_manager", hired=hired)
            for number, name in ((MANAGER, "赵强"), (OTHER, "孙丽"))
        ]
        tx.add(*people)
        grid = Grid(code="008网格", name="", level=4, kind="basic", valid_from=hired)
        building = Building(estate="化院小区", name="3号楼", search_key="3|化院")
        tx.add(grid, building)
        home = Household(building_id=building.id or 0, room="101", room_key="101", valid_from=hired)
        tx.add(home)
        visits = [
            Visit(
                day=day,
                at=datetime(2025, 3, 3, 9, n),
                staff_id=one.id or 0,
                grid_id=grid.id,
                household_id=home.id or 0,
                purpose="routine",
                result="met",
                recorded_at=tx.now,
            )
            for one, number in zip(people, (20, 1), strict=True)
            for n in range(number)
        ]
        tx.add(*visits)
        ids = [one.id or 0 for one in visits[:20]]
    assert len(checking.undrawn(store, day)) == len(people)
    store.close()
    return ids


def test_from_the_draw_to_the_statistics(gridterm: Gridterm, walked: list[int]) -> None:
    assert "20 visits, not drawn yet" in gridterm("checks", "list", "--date", DAY).out
    drawn = gridterm("checks", "draw", MANAGER, "--date", DAY, "--as", LEADER, "--json")
    assert drawn.code == 0, drawn.err
    one = drawn.json["draws"][0]
    chosen = [each["visit"]["id"] for each in one["visits"]]
    assert chosen == list(draw(walked, one["seed"]))
    assert one["among_ids"] == walked
    assert (
        "drawn already"
        in gridterm("checks", "draw", MANAGER, "--date", DAY, "--as", LEADER).refused()
    )
    told = gridterm(
        *("checks", "record", str(chosen[0]), "mismatch", "--way", "door", "--as", LEADER),
        *("--said", "-"),
        typed="只谈了[/关闭]水管\n",
    )
    assert told.code == 0, told.err
    assert "Does not agree" in told.out
    assert "只谈了[/关闭]水管" in told.out
    assert "1 of 2 visits checked." in told.out
    corrected = ("checks", "record", str(chosen[0]), "true", "--said", "来过", "--as", LEADER)
    assert "corrected" in gridterm(*corrected).refused()
    mended = gridterm(*corrected, "--reason", "听错了", "--json").json
    assert (mended["seq"], mended["result"], mended["way"]) == (2, "true", "phone")
    again = gridterm(
        *("checks", "redraw", MANAGER, "--date", DAY, "--reason", "另一户搬走了"),
        *("--as", LEADER, "--json"),
    ).json
    assert (again["turn"], again["reason"]) == (1, "另一户搬走了")
    listed = gridterm("checks", "list", MANAGER, "--date", DAY)
    assert "Drawn again, number 1: 另一户搬走了" in listed.out
    assert listed.out.count("Seed: ") == 2
    assert gridterm("checks", "list", "--date", DAY, "--json").json["draws"][0]["turn"] == 1
    fair = gridterm("checks", "fairness", "--since", DAY, "--until", DAY, "--json").json
    assert (fair["draws"], fair["redraws"], fair["differing"], fair["fair"]) == (1, 1, 0, True)
    said = gridterm("checks", "fairness", "--since", DAY, "--until", DAY).out
    assert "Every draw comes out again from its recorded seed." in said
    assert "Tenth of the day" in said
    verified = gridterm("verify", "--json").json
    assert verified["checked"]["Draws"] == 2
    assert not [one for one in verified["counts"] if one.startswith(("draw.", "check."))]


def test_everybody_is_drawn_as_far_as_one_may(gridterm: Gridterm, walked: list[int]) -> None:
    refused = gridterm("checks", "draw", "--date", DAY, "--as", CLERK).refused()
    assert "王芳" in refused
    assert (
        "own visits"
        in gridterm("checks", "draw", MANAGER, "--date", DAY, "--as", MANAGER).refused()
    )
    told = gridterm("checks", "draw", "--date", DAY, "--as", LEADER)
    assert told.out.count("Seed: ") == 2
    assert "3002 孙丽, 2025-03-03: 1 of 1 visit drawn by 王芳" in told.out
    assert gridterm("checks", "draw", "--date", DAY, "--as", LEADER).refused()
    assert len(walked) == 20


def test_days_without_checks_are_listed(gridterm: Gridterm, walked: list[int]) -> None:
    told = gridterm("checks", "without", "--since", DAY, "--until", "2025-03-31")
    assert "0/2" in told.out
    assert "2 days of managers without their checks, 2025-03-03 to 2025-03-31." in told.out
    found = gridterm("checks", "without", "--since", DAY, "--until", DAY, "--json").json
    assert [(one["visits"], one["wanted"]) for one in found["days"]] == [(20, 2), (1, 1)]
    recent = gridterm("checks", "without", "--json").json
    assert recent["count"] == 0
    assert len(walked) == 20


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("record", "x", "true"), "VISIT takes a whole number"),
        (("record", "1", "fine"), "RESULT does not take fine"),
        (("record", "999", "true", "--said", "来过"), "no visit 999"),
        (("redraw", MANAGER, "--date", DAY, "--reason", "没人"), "not drawn yet"),
        (("draw", "--date", "2025-03-02"), "no visits of 2025-03-02"),
        (("draw", "nobody"), "nobody"),
        (("list", "--date", "someday"), "No day can be read"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    gridterm: Gridterm, walked: list[int], words: tuple[str, ...], said: str
) -> None:
    more = () if words[0] == "list" else ("--as", LEADER)
    assert said in gridterm("checks", *words, *more).refused()
    assert walked


def test_a_day_without_visits_says_so(gridterm: Gridterm) -> None:
    assert (
        "There are no visits of 2025-03-02."
        in gridterm("checks", "list", "--date", "2025-03-02").out
    )
    said = gridterm("checks", "fairness", "--json").json
    assert said["draws"] == 0
