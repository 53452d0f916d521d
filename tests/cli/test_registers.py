"""Staff, grids and the roster from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import CLERK, LEADER, Answer

Gridterm = Callable[..., Answer]


def test_staff_come_and_go(gridterm: Gridterm) -> None:
    told = gridterm(
        "staff", "add", "3001", "欧阳雪", "--role", "grid_manager", "--role", "Clerk",
        "--phone", "13800000001", "--since", "2026-01-05", "--deputy", "王芳", "--json",
    )  # fmt: skip
    assert set(told.json["roles"]) == {"grid_manager", "clerk"}
    assert (told.json["hired"], told.json["deputy"]) == ("2026-01-05", "王芳")
    assert gridterm("staff", "list", "oyx", "--json").json["count"] == 1
    assert gridterm("staff", "end", "欧阳雪", "--last-day", "2026-02-01").code == 0
    assert gridterm("staff", "list", "--json").json["count"] == 2
    assert gridterm("staff", "list", "--ended", "--json").json["count"] == 3
    assert "欧阳雪" in gridterm("staff", "list", "--ended").out


@pytest.mark.parametrize(
    "words",
    [
        ["staff", "add", CLERK, "somebody"],
        ["staff", "add", "3001", "x", "--role", "boss"],
        ["staff", "add", "3001", "x", "--since", "[/]"],
        ["staff", "add", "3001", "x", "--grid", "77"],
        ["staff", "end", "nobody"],
        ["grid", "add", "not a number"],
        ["grid", "add", "008", "--level", "6"],
        ["grid", "add", "008", "--households", "many"],
        ["grid", "add", "008", "--lead", "nobody"],
        ["grid", "whose", "月球1号楼"],
        ["roster", "show", "13月"],
        ["roster", "put", "someday", CLERK],
        ["roster", "put", "today", "nobody"],
        ["roster", "fill", "2026-11", "nobody"],
        ["roster", "swap", "2026-11-01", "2026-11-02"],
        ["roster", "clear", "2031-01-01"],
    ],
)
def test_what_cannot_be_is_one_sentence(gridterm: Gridterm, words: list[str]) -> None:
    gridterm(*words).refused(2)


def test_two_people_of_one_name_are_told_apart_by_number(gridterm: Gridterm) -> None:
    assert gridterm("staff", "add", "3001", "李晓明").code == 0
    said = gridterm("staff", "end", "李晓明").refused(2)
    assert "3001" in said
    assert CLERK in said
    assert gridterm("staff", "end", "3001").code == 0


def test_grids_with_their_people(gridterm: Gridterm) -> None:
    told = gridterm(
        "grid", "add", "８", "东区", "--households", "120", "--lead", LEADER, "--manager", CLERK,
        "--json",
    )  # fmt: skip
    assert told.json["number"].endswith("8")
    assert [one["number"] for one in told.json["managers"]] == [CLERK]
    listed = gridterm("grid", "list", "--json").json
    assert listed["count"] == len(listed["grids"]) == 1
    code = listed["grids"][0]["code"]
    assert code in gridterm("grid", "list").out
    for typed in ("8", "008", code, "东区"):
        call = gridterm("hotline", "add", "x", "--grid", typed, "--json")
        assert call.json["grid"] == code, call.err


def test_a_month_of_duty(gridterm: Gridterm) -> None:
    told = gridterm("roster", "fill", "next", LEADER, CLERK, "--json").json
    days = [one["calendar"]["day"] for one in told["days"]]
    assert told["count"] == len(days) >= 28
    assert [told["days"][at]["duty"]["officer"]["number"] for at in (0, 1, 2)] == [
        LEADER, CLERK, LEADER,
    ]  # fmt: skip
    swapped = gridterm("roster", "swap", days[0], days[1], "--json").json
    assert [one["officer"]["number"] for one in swapped["days"]] == [CLERK, LEADER]
    assert gridterm("roster", "clear", days[2], "--json").json["duty"] is None
    told = gridterm("roster", "show", "next", "--json").json
    assert told["count"] == len(days) - 1
    assert "王芳" in gridterm("roster", "show", "next").out
