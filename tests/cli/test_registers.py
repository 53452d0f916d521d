"""Staff, grids and the roster from the command line."""

from __future__ import annotations

import getpass
from collections.abc import Callable

import pytest

from gridterm.cli import registers
from tests.cli.conftest import CLERK, LEADER, Answer

pytestmark = pytest.mark.slow

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


# ── PINs ────────────────────────────────────────────────────────────────────
def test_a_pin_is_set_changed_and_taken_away(gridterm: Gridterm) -> None:
    told = gridterm("staff", "pin", CLERK, "--pin-stdin", "--json", typed="4711\n").json
    assert told == {"number": CLERK, "name": "李晓明", "has_pin": True}
    gridterm("hotline", "add", "x", "--pin-stdin", typed="0000\n").refused()
    assert gridterm("staff", "pin", CLERK, "--pin-stdin", typed="4711\n0815\n").code == 0
    gridterm("staff", "pin", CLERK, "--pin-stdin", typed="4711\n1111\n").refused()
    assert "no PIN" in gridterm("staff", "pin", CLERK, "--clear", "--pin-stdin", typed="0815\n").out
    assert gridterm("hotline", "add", "x").code == 0


def test_the_pin_of_somebody_else(gridterm: Gridterm) -> None:
    assert gridterm("staff", "pin", LEADER, "--pin-stdin", typed="246810\n").code == 0
    assert "王芳" in gridterm("staff", "pin", LEADER, "--clear").refused()
    gridterm("staff", "pin", CLERK, "--pin-stdin", typed="4711\n")
    as_leader = ("--as", LEADER, "--pin-stdin")
    assert gridterm("staff", "pin", CLERK, "--clear", *as_leader, typed="246810\n").code == 0


@pytest.mark.parametrize("typed", ["", "12\n"])
def test_what_is_no_pin(gridterm: Gridterm, typed: str) -> None:
    gridterm("staff", "pin", CLERK, "--pin-stdin", typed=typed).refused()
    assert "--pin-stdin" in gridterm("staff", "pin", CLERK).refused()
    assert gridterm("hotline", "add", "x").code == 0


@pytest.mark.parametrize(("second", "code"), [("4711", 0), ("4712", 2)])
def test_a_new_pin_is_typed_twice_unseen(
    gridterm: Gridterm, monkeypatch: pytest.MonkeyPatch, second: str, code: int
) -> None:
    answers = iter(["4711", second])
    monkeypatch.setattr(registers, "can_ask", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(answers))
    told = gridterm("staff", "pin", CLERK)
    assert told.code == code
    assert "4711" not in told.out + told.err


# ── sentences ───────────────────────────────────────────────────────────────
def test_what_is_missing_is_said_with_an_example(gridterm: Gridterm) -> None:
    assert "1013 1014 1015" in gridterm("roster", "fill", "2026-12").refused()
    assert "2026-11" in gridterm("roster", "fill").refused()


def test_a_grid_named_like_its_code_is_named_once(gridterm: Gridterm) -> None:
    assert gridterm("grid", "add", "009").out.count("009网格") == 1
