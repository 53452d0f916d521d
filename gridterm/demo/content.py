"""What the demo office is made of: the texts of data/demo as typed, unchangeable values.

Also the dice. ``random.Random.random`` is the one method Python promises to keep the same in
every version, so every choice is drawn from it alone; seeds are texts, which hash the same on
every machine.
"""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

from gridterm.resources import resource

T = TypeVar("T")
MONTHS = 12
WISHES = ("能不能", "最好", "要是能", "意见", "我看", "请转告")
CATEGORY_FILES = (
    "property", "utilities", "sanitation", "noise", "parking_traffic", "leaks_repairs",
    "neighbours", "welfare", "elderly_disabled", "documents", "education", "safety_fire",
    "illegal_building", "public_facilities", "culture_sports", "praise_other",
)  # fmt: skip


class Dice:
    """Chance with a text as its seed."""

    __slots__ = ("random",)

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed).random

    def pick(self, items: Sequence[T]) -> T:
        """One of ``items``, which must not be empty."""
        return items[int(self.random() * len(items))]

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def weighted(self, bag: Bag[T]) -> T:
        """One item of the bag, as often as its weight says."""
        return bag.items[bisect_right(bag.sums, self.random() * bag.sums[-1])]


class Bag(Sequence[T]):
    """Items with weights, summed up once so that each draw is one bisection."""

    __slots__ = ("items", "sums")

    def __init__(self, weights: Sequence[tuple[T, float]]) -> None:
        kept = [(item, weight) for item, weight in weights if weight > 0]
        self.items = tuple(item for item, _weight in kept)
        self.sums = tuple(accumulate(weight for _item, weight in kept))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a slice or a number
        return self.items[index]


@dataclass(frozen=True)
class Matter:
    """Something people call about, with the ways they say it.

    ``months`` holds twelve weights; ``scope`` says what it is about (home, building, estate,
    street, shop, office); ``span`` how long it has been going on (short, mid, long);
    ``floor`` where such a caller must live; ``repeat`` how often others call about it again.
    ``wordings`` are by kind.
    """

    code: str
    category: str
    kinds: Bag[str]
    weight: float
    months: tuple[float, ...]
    scope: str
    span: str
    only: tuple[str, ...]
    floor: str
    targets: tuple[str, ...]
    repeat: float
    evening: bool
    festival: bool
    confidential: float
    tier: str
    mechanism: str
    titles: tuple[str, ...]
    wordings: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...]]
    found: tuple[str, ...]
    answers: tuple[str, ...]
    guides: tuple[str, ...]
    results: tuple[str, ...]


def read(name: str) -> Any:  # noqa: ANN401 - the shape differs from file to file
    """The content of a JSON file of data/demo."""
    return json.loads(resource(f"demo/{name}.json").read_text("utf-8"))


@cache
def phrases() -> Mapping[str, Any]:
    """The ways of speaking that belong to no single matter."""
    loaded: Mapping[str, Any] = read("phrases")
    return loaded


@cache
def matters() -> tuple[Matter, ...]:
    """Every matter, in the order of the files."""
    return tuple(
        _matter(entry, loaded["category"])
        for loaded in (read(f"matters/{name}") for name in CATEGORY_FILES)
        for entry in loaded["matters"]
    )


def _matter(entry: Mapping[str, Any], category: str) -> Matter:
    kinds = tuple(entry["kinds"].items())
    return Matter(
        code=entry["code"],
        category=category,
        kinds=Bag(kinds),
        weight=entry.get("weight", 1),
        months=_months(entry),
        scope=entry["scope"],
        span=entry.get("span", "mid"),
        only=tuple(entry.get("only", ())),
        floor=entry.get("floor", ""),
        targets=tuple(entry["targets"]),
        repeat=entry.get("repeat", 0.0),
        evening=entry.get("hours") == "evening",
        festival=entry.get("when") == "spring_festival",
        confidential=entry.get("confidential", 0.0),
        tier=entry.get("tier", "general"),
        mechanism=entry.get("mechanism", "on_the_spot"),
        titles=tuple(entry["titles"]),
        wordings={kind: _wordings(entry["wordings"], kind) for kind in entry["kinds"]},
        slots={name: tuple(values) for name, values in entry.get("slots", {}).items()},
        found=tuple(entry.get("found", ())),
        answers=tuple(entry["answers"]),
        guides=tuple(entry["guides"]),
        results=tuple(entry["results"]),
    )


def _wordings(said: Mapping[str, Sequence[str]], kind: str) -> tuple[str, ...]:
    """What may be said for a kind: its own wordings, and the common ones that suit it too.

    Praise has only its own. A suggestion takes of the common ones those that wish for
    something.
    """
    own, common = said.get(kind, ()), said["any"]
    if kind == "praise" and own:
        return tuple(own)
    if kind == "suggestion" and own:
        return (*own, *(text for text in common if any(word in text for word in WISHES)))
    return (*own, *common)


def _months(entry: Mapping[str, Any]) -> tuple[float, ...]:
    """Twelve weights with a mean of one: ``weight`` alone says how common a matter is."""
    given = entry.get("months", [1] * MONTHS)
    mean = sum(given) / MONTHS
    return tuple(value / mean for value in given)
