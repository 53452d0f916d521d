"""The clocks' allowances from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]


def test_allowances_are_shown_with_their_reasons(gridterm: Gridterm) -> None:
    told = gridterm("clocks", "show", "--json").json
    (ours,) = told["versions"]
    assert told["count"] == 1
    assert (ours["since"], ours["current"]) == (None, True)
    names = {one["name"]: one for one in told["allowances"]}
    assert names["acceptance_minutes"]["default"] == ours["allowances"]["acceptance_minutes"] == 240
    assert names["acceptance_minutes"]["unit"] == "work_minutes"
    assert all(one["reason"] for one in told["allowances"])
    assert "Half a working day" in gridterm("clocks", "show").out


def test_a_version_begins_on_its_day(gridterm: Gridterm) -> None:
    told = gridterm(
        "clocks", "set", "2099-01-05", "feedback-days=2", "general_days=4", "--reason", "试行"
    )
    assert told.code == 0, told.err
    assert "First feedback: 2 working days" in told.out
    again = gridterm("clocks", "set", "2099-01-05", "feedback_days=3", "--json").json
    assert again["since"] == "2099-01-05"
    assert (again["allowances"]["feedback_days"], again["allowances"]["general_days"]) == (3, 4)
    _ours, coming = gridterm("clocks", "show", "--json").json["versions"]
    assert (coming["current"], coming["changed"]) == (False, ["feedback_days", "general_days"])
    assert "From 2099-01-05 on: feedback_days=3, general_days=4" in gridterm("clocks", "show").out


@pytest.mark.parametrize(
    "words",
    [
        ("set", "2099-01-05", "coffee=1"),
        ("set", "2099-01-05", "feedback_days"),
        ("set", "2099-01-05", "feedback_days=x"),
        ("set", "2099-01-05", "feedback_days=400"),
        ("set", "2099-01-05", "feedback_days=2", "feedback_days=3"),
        ("set", "someday", "feedback_days=2"),
        ("set", "2099-01-05"),
    ],
)
def test_what_is_wrong_is_one_sentence(gridterm: Gridterm, words: tuple[str, ...]) -> None:
    assert gridterm("clocks", *words).refused(2)


def test_a_day_with_calls_is_refused(gridterm: Gridterm) -> None:
    assert gridterm("hotline", "add", "楼顶漏水").code == 0
    told = gridterm("clocks", "set", "2020-01-01", "revisit_days=1")
    assert "Choose a day from" in told.refused()
