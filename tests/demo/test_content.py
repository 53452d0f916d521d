from __future__ import annotations

import json
import re

import pytest

from gridterm.demo.content import Bag, Dice, matters, phrases
from gridterm.demo.places import numeral
from gridterm.demo.wording import COMMON
from gridterm.resources import resource

SLOT = re.compile(r"\{(\w+)\}")
FROM_STEPS = {"from", "to", "text"}


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else []


def test_there_are_enough_matters_with_enough_wordings() -> None:
    assert len(matters()) >= 70
    for one in matters():
        assert len({text for said in one.wordings.values() for text in said}) >= 4, one.code
        assert all(one.wordings.values()), one.code
        assert one.answers, one.code
        assert one.guides, one.code
        assert one.results, one.code
    assert len({one.code for one in matters()}) == len(matters())


@pytest.mark.parametrize("matter", matters(), ids=lambda one: one.code)
def test_every_slot_of_a_matter_is_known(matter: object) -> None:
    one = next(each for each in matters() if each is matter)
    texts = [
        *(text for said in one.wordings.values() for text in said),
        *one.titles, *one.found, *one.answers, *one.guides, *one.results,
        *(text for values in one.slots.values() for text in values),
    ]  # fmt: skip
    used = {name for text in texts for name in SLOT.findall(text)}
    assert used <= set(one.slots) | set(COMMON)
    assert set(one.slots) <= used
    assert set(one.targets) <= set(phrases()["tried"])
    assert one.span in phrases()["since"]


def test_every_slot_of_the_phrases_is_known() -> None:
    used = {name for text in _texts(dict(phrases())) for name in SLOT.findall(text)}
    assert used <= set(COMMON) | FROM_STEPS


def test_the_categories_are_those_of_the_rules() -> None:
    shipped = json.loads(resource("rules/categories.json").read_text("utf-8"))["categories"]
    assert {one.category for one in matters()} == {one["code"] for one in shipped}
    for one in shipped:
        assert 15 <= len(one["words"]) <= 40, one["code"]
        assert len(set(one["words"])) == len(one["words"]), one["code"]
        assert one["zh"], one["code"]
        assert one["en"], one["code"]


def test_dice_fall_the_same_for_the_same_seed() -> None:
    one, two = Dice("seed"), Dice("seed")
    assert all(one.between(1, 6) == two.between(1, 6) for _throw in range(50))
    # A value written down: other machines and Python versions must throw it too.
    assert Dice("gridterm").between(1, 1000) == FIRST_THROW


FIRST_THROW = 819


def test_a_bag_gives_by_weight_and_never_what_weighs_nothing() -> None:
    dice, bag = Dice("bag"), Bag((("often", 9), ("never", 0), ("seldom", 1)))
    drawn = [dice.weighted(bag) for _throw in range(2000)]
    assert set(drawn) == {"often", "seldom"}
    assert 1700 < drawn.count("often") < 1900


def test_numbers_are_said_in_chinese() -> None:
    assert [numeral(one) for one in (0, 7, 10, 12, 20, 35)] == [
        "〇", "七", "十", "十二", "二十", "三十五"
    ]  # fmt: skip
