"""Learning from labelled messages what a message is about: pure functions on plain values.

A message is the set of its characters and character pairs, each weighted by how rare it is
(binary tf-idf of unit length); multinomial logistic regression over them is learnt by
stochastic gradient steps. For Chinese messages this is as good as support vector machines
over words, its shares are honest enough to accept by, and plain Python learns 7,000 messages
in seconds, so that no numeric library is needed. Digits are no features: a telephone or an
identity number can never become a word the model knows.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from random import Random
from typing import NamedTuple

LONGEST = 600
"""Characters of a message that are looked at: what it is about is said by then."""
MOST_FEATURES = 45_000
MOST_ENTRIES = 1_700_000
MOST_COUNTED = 90_000
SMALL = 100
WORK = 4_000_000
FEWEST_PASSES, MOST_PASSES = 3, 8
RATE = 2.0
BIAS_RATE = 0.1
LOOSENESS = 10.0
NEGLIGIBLE = 0.015
SURE = 0.9
BREATH = 32
WORDS = 4
LONGEST_WORD = 4
WORD_PART = 0.4
_BINDING = frozenset(
    "的了着过是在有和与及就都也还又很太不没别把被让给对向从到上下里中我你他她它们这那哪谁什么怎"
    "吗呢吧啊呀嘛说要去来会能可以得地为因所但如果虽然请问一二三四五六七八九十几个次年月日天点"
)
"""Characters that bind words and are none: a word that is shown holds none of them."""

_RUNS = re.compile("[\u3400-\u9fff]+|[a-z]+")
Pause = Callable[[], None]


class Example(NamedTuple):
    """A message and the category somebody put it into."""

    label: str
    title: str
    text: str


class _Message(NamedTuple):
    """A message as it is learnt: its features' places, one over its length, its label's place.

    ``read`` takes the entries of its features out of an array, in half the time of a loop.
    """

    places: array[int]
    read: Callable[[array[float]], tuple[float, ...]]
    scale: float
    label: int


@dataclass(frozen=True)
class Model:
    """What was learnt. Holds single characters and pairs with their weights, no message.

    ``labels`` are in order, ``counts`` says how many examples each had; ``weights`` has an
    array per label with an entry per feature, ``means`` their mean over the labels; ``places``
    gives a feature's entry; ``squares`` are the squared rarities by entry.
    """

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    places: dict[str, int]
    squares: array[float]
    weights: tuple[array[float], ...]
    means: array[float]
    biases: tuple[float, ...]

    @property
    def examples(self) -> int:
        """How many messages were learnt from."""
        return sum(self.counts)

    def shares(self, title: str, text: str) -> list[float]:
        """How likely each label is, in their order; together 1."""
        places = _places(title, text, self.places)
        scale = _scale(places, self.squares)
        scores = [
            sum(map(weights.__getitem__, places)) * scale + bias
            for weights, bias in zip(self.weights, self.biases, strict=True)
        ]
        return _shares(scores)

    def words(self, label: str, title: str, text: str) -> tuple[str, ...]:
        """The words of a message that speak for a label rather than the others, best first.

        Pairs that follow one another are joined, so that 环境保护 is one word and not three.
        """
        if label not in self.labels:
            return ()
        own = self.weights[self.labels.index(label)]
        runs = [run for run in _runs(f"{title}\n{text}") if run[0] > "z"]
        pulls: dict[str, float] = {}
        for pair in {one + two for run in runs for one, two in pairwise(run)}:
            place = self.places.get(pair)
            if place is not None and _BINDING.isdisjoint(pair):
                pulls[pair] = own[place] - self.means[place]
        least = max(pulls.values(), default=0.0) * WORD_PART
        if least <= 0:
            return ()
        found = {word for run in runs for word in _stretches(run, pulls, least)}
        strength = {word: sum(pulls[a + b] for a, b in pairwise(word)) for word in found}
        return _distinct(sorted(found, key=lambda word: (-strength[word], word)))


def learn(
    examples: Sequence[Example], hints: Sequence[Example] = (), pause: Pause | None = None
) -> Model | None:
    """Learn from labelled messages, the most important (newest) first.

    The same examples give the same model. Rare labels count somewhat more per message
    (square root of the imbalance), so that they are not swallowed by frequent ones.

    Args:
        examples: as many as there are; memory stays bounded, the last ones may be left out.
        hints: words that suggest a label, learnt like messages where the label occurs.
        pause: called every few messages, so that a thread can let others work.

    Returns:
        The model; None where fewer than two labels occur.
    """
    breathe = _breathing(pause)
    labels = tuple(sorted({one.label for one in examples}))
    if len(labels) < 2:  # noqa: PLR2004 - nothing to tell apart
        return None
    taught = [*(one for one in hints if one.label in labels), *examples]
    features, rarities = _vocabulary(taught, breathe)
    squares = array("d", (one * one for one in rarities))
    messages = _messages(taught, labels, features, squares, breathe)
    learner = _descend(messages, len(labels), squares, breathe)
    counts = Counter(one.label for one in examples)
    return Model(
        labels,
        tuple(counts[label] for label in labels),
        features,
        array("f", squares),
        tuple(array("f", one) for one in learner.weights),
        array("f", (sum(column) / len(labels) for column in zip(*learner.weights, strict=True))),
        tuple(learner.biases),
    )


# ── features ────────────────────────────────────────────────────────────────
def _runs(text: str) -> list[str]:
    return _RUNS.findall(text[:LONGEST].lower())


def grams(text: str) -> set[str]:
    """The characters, pairs of neighbours and Latin words of a text; no digits, no signs."""
    found: set[str] = set()
    for run in _runs(text):
        if run[0] <= "z":
            found.add(run)
        else:
            found.update(run)
            found.update(map(str.__add__, run, run[1:]))
    return found


def _places(title: str, text: str, features: dict[str, int]) -> tuple[int, ...]:
    """Places of the known features of title and text; what stands in both is there twice."""
    found = [features[gram] for gram in grams(text) if gram in features]
    if title:
        found += [features[gram] for gram in grams(title) if gram in features]
    return tuple(found)


def _scale(places: tuple[int, ...], squares: array[float]) -> float:
    length = sum(map(squares.__getitem__, places))
    return 1 / math.sqrt(length) if length else 0.0


def _vocabulary(examples: Sequence[Example], breathe: Pause) -> tuple[dict[str, int], list[float]]:
    """The features worth knowing, the most frequent first, and how rare each is."""
    counts: Counter[str] = Counter()
    for one in examples:
        breathe()
        counts.update(grams(f"{one.title}\n{one.text}"))
        if len(counts) > MOST_COUNTED:
            counts = Counter({gram: count for gram, count in counts.items() if count > 1})
            if len(counts) > MOST_COUNTED // 2:
                counts = Counter(dict(counts.most_common(MOST_COUNTED // 2)))
    least = 2 if len(examples) >= SMALL else 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = [(gram, count) for gram, count in ordered[:MOST_FEATURES] if count >= least]
    total = 1 + len(examples)
    features = {gram: place for place, (gram, _count) in enumerate(kept)}
    return features, [math.log(total / (1 + count)) + 1 for _gram, count in kept]


def _messages(
    examples: Sequence[Example],
    labels: tuple[str, ...],
    features: dict[str, int],
    squares: array[float],
    breathe: Pause,
) -> list[_Message]:
    """The examples as they are learnt, as far as the memory for them goes."""
    at = {label: place for place, label in enumerate(labels)}
    found: list[_Message] = []
    entries = 0
    for one in examples:
        breathe()
        places = _places(one.title, one.text, features)
        entries += len(places)
        if entries > MOST_ENTRIES:
            break
        if len(places) > 1:
            scale = _scale(places, squares)
            read = itemgetter(*places)
            found.append(_Message(array("I", places), read, scale, at[one.label]))
    return found


# ── learning ────────────────────────────────────────────────────────────────
class _Learner:
    """Weights by label and feature, and biases, while they are learnt.

    Weights hold the feature's rarity already, which is why a step is scaled by its square.
    They shrink a little at each step (the penalty); ``shrunk`` says by how much so far, in
    place of touching all of them.
    """

    def __init__(self, labels: int, squares: array[float], importance: list[float]) -> None:
        self.weights = [array("d", bytes(8 * len(squares))) for _label in range(labels)]
        self.biases = [0.0] * labels
        self._squares = squares
        self._importance = importance
        self._shrunk = 1.0

    def step(self, one: _Message, rate: float) -> float:
        """Learn from one message; its own label's share before that."""
        scale = one.scale * self._shrunk
        shares = _shares(
            [
                sum(one.read(weight)) * scale + bias
                for weight, bias in zip(self.weights, self.biases, strict=True)
            ]
        )
        for label, share in enumerate(shares):
            wrong = share - (label == one.label)
            if abs(wrong) >= NEGLIGIBLE:
                self._move(label, one, wrong * rate * self._importance[one.label])
        return shares[one.label]

    def _move(self, label: int, one: _Message, step: float) -> None:
        self.biases[label] -= step * BIAS_RATE
        step *= one.scale / self._shrunk
        weight, squares = self.weights[label], self._squares
        for place in one.places:
            weight[place] -= step * squares[place]

    def shrink(self, factor: float) -> None:
        """Shrink every weight by a factor."""
        self._shrunk *= factor

    def settle(self) -> None:
        """Make the weights what they stand for."""
        for weight in self.weights:
            for place, value in enumerate(weight):
                weight[place] = value * self._shrunk
        self._shrunk = 1.0


def _descend(
    messages: list[_Message], labels: int, squares: array[float], breathe: Pause
) -> _Learner:
    """Learn by gradient steps that grow smaller; what is known for sure rests for a pass."""
    learner = _Learner(labels, squares, _importance(messages, labels))
    entries = sum(len(one.places) for one in messages)
    passes = max(FEWEST_PASSES, min(MOST_PASSES, WORK // max(1, entries)))
    steps = passes * len(messages)
    penalty = 1 / (LOOSENESS * max(1, len(messages)))
    order = list(range(len(messages)))
    resting = bytearray(len(messages))
    dice = Random(7)  # noqa: S311 - the order of learning, the same every time
    taken = 0
    for _pass in range(passes):
        dice.shuffle(order)
        for number in order:
            rate = RATE * (1 - taken / steps)
            taken += 1
            learner.shrink(1 - rate * penalty)
            if resting[number]:
                resting[number] = 0
                continue
            breathe()
            resting[number] = learner.step(messages[number], rate) > SURE
    learner.settle()
    return learner


def _importance(messages: list[_Message], labels: int) -> list[float]:
    counts = Counter(one.label for one in messages)
    mean = len(messages) / labels
    return [math.sqrt(mean / max(1, counts[label])) for label in range(labels)]


def _shares(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    grown = [math.exp(score - highest) for score in scores]
    total = sum(grown)
    return [one / total for one in grown]


def _breathing(pause: Pause | None) -> Pause:
    """``pause`` at every so many calls; nothing where there is none."""
    if pause is None:
        return lambda: None
    count = 0

    def breathe() -> None:
        nonlocal count
        count += 1
        if count % BREATH == 0:
            pause()

    return breathe


# ── the words behind it ─────────────────────────────────────────────────────
def _stretches(run: str, pulls: dict[str, float], least: float) -> Iterator[str]:
    """The parts of a run whose neighbouring pairs all pull at least so much."""
    start: int | None = None
    for at in range(len(run)):
        strong = pulls.get(run[at : at + 2], 0.0) >= least
        if strong and start is None:
            start = at
        if start is not None and (not strong or at + 2 - start >= LONGEST_WORD):
            yield run[start : at + 2] if strong else run[start : at + 1]
            start = None


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """The first few that are no part of one another."""
    kept: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
        if len(kept) == WORDS:
            break
    return tuple(kept)
