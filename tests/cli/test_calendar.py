"""The working calendar from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]


def day(gridterm: Gridterm, wanted: str) -> dict[str, object]:
    days = gridterm("calendar", "show", wanted[:7], "--json").json["days"]
    return next(one for one in days if one["day"] == wanted)


def test_a_month_is_shown_with_its_holidays(gridterm: Gridterm) -> None:
    told = gridterm("calendar", "show", "2026-10", "--json").json
    assert (told["year"], told["month"], told["published"]) == (2026, 10, True)
    assert told["working"] == sum(one["working"] for one in told["days"])
    assert day(gridterm, "2026-10-01")["kind"] == "holiday"
    text = gridterm("calendar", "show", "2026-10").out
    assert "National Day" in text
    assert "working days" in text


def test_a_day_is_entered_and_given_back(gridterm: Gridterm) -> None:
    assert gridterm("hotline", "add", "楼顶漏水", "--kind", "complaint").code == 0
    told = gridterm("calendar", "set", "2026-11-25", "--off", "--note", "停工", "--json")
    assert told.json == {
        "day": "2026-11-25", "working": False, "renewed": 1, "moved": 0, "saved": True
    }  # fmt: skip
    off = day(gridterm, "2026-11-25")
    assert (off["working"], off["own"], off["note"]) == (False, True, "停工")
    assert gridterm("calendar", "set", "2026-11-28", "--working").code == 0
    assert day(gridterm, "2026-11-28")["kind"] == "makeup_workday"
    assert gridterm("calendar", "clear", "2026-11-25", "--json").json["working"] is None
    assert day(gridterm, "2026-11-25")["working"] is True


def test_a_year_that_is_not_known_says_so(gridterm: Gridterm) -> None:
    assert "2099" in gridterm("calendar", "show", "2099-01").out
    told = gridterm("calendar", "year", "2099", "--published", "--json")
    assert told.json["published"] is True
    assert (told.json["renewed"], told.json["moved"]) == (0, 0)
    assert gridterm("calendar", "show", "2099-01", "--json").json["published"] is True
    assert gridterm("calendar", "year", "2099", "--unpublished").code == 0
    assert gridterm("calendar", "show", "2099-01", "--json").json["published"] is False


@pytest.mark.parametrize(
    "words",
    [
        ("show", "2026-13"),
        ("set", "2026-11-25"),
        ("set", "2026-11-25", "--off", "--working"),
        ("set", "someday", "--off"),
        ("clear", ""),
        ("year", "26", "--published"),
        ("year", "2027"),
    ],
)
def test_what_is_wrong_is_one_sentence(gridterm: Gridterm, words: tuple[str, ...]) -> None:
    assert gridterm("calendar", *words).refused(2)


def test_a_year_is_listed_by_its_special_days(gridterm: Gridterm) -> None:
    assert gridterm("calendar", "set", "2026-11-25", "--working").code == 0
    told = gridterm("calendar", "list", "2026", "--json").json
    assert (told["year"], told["published"], told["working"]) == (2026, True, 248)
    kinds = {one["day"]: one["kind"] for one in told["days"]}
    assert told["count"] == len(kinds)
    assert kinds["2026-10-01"] == "holiday"
    assert kinds["2026-10-10"] == "makeup_workday"
    assert kinds["2026-11-25"] == "workday", "what the office entered is listed, too"
    assert "2026-11-28" not in kinds
    assert "2099" in gridterm("calendar", "list", "2099").out
    assert gridterm("calendar", "list", "99").refused(2)


def test_what_a_day_would_move_is_said_and_nothing_saved(gridterm: Gridterm) -> None:
    assert gridterm("hotline", "add", "楼顶漏水", "--kind", "complaint").code == 0
    wide = ("calendar", "set", "2026-11-23", "--off", "--note", "停电")
    before = day(gridterm, "2026-11-23")
    told = gridterm(*wide, "--dry-run", "--json").json
    assert (told["saved"], told["renewed"]) == (False, 1)
    assert "Nothing is saved" in gridterm(*wide, "--dry-run").out
    assert day(gridterm, "2026-11-23") == before
    done = gridterm(*wide, "--reason", "街道通知", "--json").json
    assert (done["saved"], done["moved"]) == (True, told["moved"])
    assert day(gridterm, "2026-11-23")["kind"] == "holiday"
    assert gridterm("calendar", "set", "2026-11-23", "--off", "--note", "长" * 21).refused(2)
