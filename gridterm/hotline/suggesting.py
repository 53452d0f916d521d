"""What a message is about: three categories, learnt from the office's own calls and seed words.

What was learnt stays in the memory of the running program and is never written down: it is
learnt anew in seconds, cannot outlive the calls it came from, and no file beside the office or
in its backup keeps the residents' words. Confidential and void calls teach it nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock, Thread
from time import sleep
from weakref import WeakKeyDictionary

from sqlmodel import Session, col, func, select

from gridterm.errors import GridtermError
from gridterm.hotline.classifier import LONGEST, Example, Model, Pause, learn
from gridterm.hotline.steps import category_name
from gridterm.hotline.tables import Category, Ticket, TicketEvent, unindexed
from gridterm.hotline.terms import CategoryChoice, State
from gridterm.store.unit import Store
from gridterm.text import fold

CHOICES = 3
WORDS = 4
MOST_CALLS = 12_000
"""The newest calls that are learnt from."""
TRUSTED = 100.0
"""After so many calls what was learnt counts as much as the seed words."""
UNUSED, HARDLY = 10, 0.1
"""A category with less than this part of the usual number of calls is hardly used; so many
are counted in its favour, so that a new one is not left out."""
HINTS = 2
"""How often each seed word is learnt, as if it were a call."""
NEWS = 50
NEWS_PART = 0.1
BREAK = 0.001
"""Seconds that learning beside the screens rests now and then, so that keys are not kept."""


@dataclass(frozen=True)
class Known:
    """A category in use: its code, its name, the words that suggest it."""

    code: str
    name: str
    words: tuple[str, ...]


def weigh(
    known: Sequence[Known], model: Model | None, title: str, text: str
) -> tuple[CategoryChoice, ...]:
    """The likeliest categories of a message, at most three, the best first.

    What was learnt and the seed words each say how likely a category is; the more calls were
    learnt from, the less the seed words count. Scores are between 0 and 1.

    Args:
        known: the categories in use.
        model: what was learnt; None when there was nothing to learn from.
        title: the message's subject, or nothing.
        text: the message.

    Returns:
        The choices with the words of the message that speak for each. Without a model only
        categories with a word are among them; with one, a category for which no word speaks
        gives way to one whose seed words stand in the message.
    """
    typed = fold(f"{title}\n{text}")
    seeds = {one.code: [word for word in one.words if _folded(word) in typed] for one in known}
    scores = _seed_scores(seeds, model)
    if model is not None and (title or text):
        learnt = dict(zip(model.labels, model.shares(title, text), strict=True))
        scores = _mixed(known, learnt, scores, model.examples)
    ranked = sorted(
        (one for one in known if scores.get(one.code)), key=lambda one: -scores[one.code]
    )
    words = {
        one.code: _words(model.words(one.code, title, text) if model else (), seeds[one.code])
        for one in ranked[:CHOICES]
    }
    spoken = [one for one in ranked[:CHOICES] if words[one.code]]
    seeded = [one for one in ranked[CHOICES:] if seeds[one.code]]
    silent = [one for one in ranked[:CHOICES] if not words[one.code]]
    best = [*spoken, *seeded, *silent][:CHOICES]
    return tuple(
        CategoryChoice(
            one.code,
            one.name,
            words.get(one.code) or _words((), seeds[one.code]),
            round(scores[one.code], 4),
        )
        for one in sorted(best, key=lambda one: -scores[one.code])
    )


def _mixed(
    known: Sequence[Known],
    learnt: Mapping[str, float],
    seeded: Mapping[str, float],
    examples: int,
) -> dict[str, float]:
    """Both shares of each category as one; the more examples, the less the seed words count."""
    trust = examples / (examples + TRUSTED) if seeded else 1.0
    scores = {
        one.code: trust * learnt.get(one.code, 0.0) + (1 - trust) * seeded.get(one.code, 0.0)
        for one in known
    }
    total = sum(scores.values())
    return {code: score / total for code, score in scores.items()} if total else {}


def hints(known: Iterable[Known]) -> list[Example]:
    """The seed words as they are learnt beside the calls."""
    return [Example(one.code, "", word) for one in known for word in one.words] * HINTS


def _seed_scores(seeds: Mapping[str, Sequence[str]], model: Model | None) -> dict[str, float]:
    """The part of each category in the letters of the seed words that were found.

    A category that is hardly used although many calls were learnt from belongs to another
    scheme than the office's: its words count little.
    """
    lengths = {code: sum(map(len, words)) for code, words in seeds.items() if words}
    total = sum(lengths.values())
    if model is None:
        return {code: length / total for code, length in lengths.items()}
    usual = model.examples / len(model.labels)
    used = dict(zip(model.labels, model.counts, strict=True))
    return {
        code: length / total * min(1.0, (used.get(code, 0) + UNUSED) / (usual * HARDLY + UNUSED))
        for code, length in lengths.items()
    }


def _words(learnt: Sequence[str], seeds: Sequence[str]) -> tuple[str, ...]:
    """The seed words, in the longer form that was learnt where there is one; then the learnt."""
    kept: list[str] = []
    for word in (*sorted(seeds, key=len, reverse=True), *learnt):
        longer = next((one for one in learnt if word in one), word)
        if not any(longer in one or one in longer for one in kept):
            kept.append(longer)
    return tuple(kept[:WORDS])


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    """A seed word as it is compared; there are hundreds, the same for every message."""
    return fold(word)


class Suggester:
    """Suggests categories for one office, by what it learnt of it so far.

    Args:
        store: the office.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._model: Model | None = None
        self._learnt_to: int | None = None
        self._learning = Lock()
        self._thread: Thread | None = None

    @property
    def examples(self) -> int:
        """How many calls it learnt from."""
        return self._model.examples if self._model else 0

    def suggest(self, text: str, title: str = "") -> tuple[CategoryChoice, ...]:
        """At most three categories for a message, the best first; as ``weigh``.

        A category that was switched off since is not among them.
        """
        return self.suggest_all([(title, text)])[0]

    def suggest_all(self, messages: Iterable[tuple[str, str]]) -> list[tuple[CategoryChoice, ...]]:
        """``suggest`` for many messages, each a title and a text."""
        with self._store.read() as session:
            known = _known(session)
        model = self._model
        return [weigh(known, model, title, text) for title, text in messages]

    @property
    def stale(self) -> bool:
        """Whether so much happened since it learnt that it should learn again."""
        with self._store.read() as session:
            newest = _newest(session)
        if self._learnt_to is None:
            return True
        news = newest - self._learnt_to
        return news < 0 or news > max(NEWS, NEWS_PART * self.examples)

    def learn(self, pause: Pause | None = None) -> None:
        """Learn from the office's newest calls. What was learnt before serves meanwhile.

        Raises:
            StoreError: they cannot be read.
        """
        with self._learning:
            with self._store.read() as session:
                newest, known, examples = _newest(session), _known(session), _examples(session)
            self._model, self._learnt_to = learn(examples, hints(known), pause), newest

    def learn_aside(self) -> None:
        """Learn in a thread of its own where that is due; screens go on and do not wait.

        The thread ends with the program. An office that cannot be read leaves what was learnt.
        """
        if (self._thread is not None and self._thread.is_alive()) or not self.stale:
            return
        self._thread = Thread(target=self._learn_quietly, name="learning", daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for ``learn_aside`` to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _learn_quietly(self) -> None:
        try:
            self.learn(lambda: sleep(BREAK))
        except GridtermError:
            return  # the next save or list says what is wrong with the office file


_SUGGESTERS: WeakKeyDictionary[Store, Suggester] = WeakKeyDictionary()


def suggester(store: Store) -> Suggester:
    """The one suggester of an opened office."""
    return _SUGGESTERS.setdefault(store, Suggester(store))


def suggest_categories(store: Store, text: str, title: str = "") -> tuple[CategoryChoice, ...]:
    """``Suggester.suggest`` with what this office's suggester knows by now."""
    return suggester(store).suggest(text, title)


def _known(session: Session) -> tuple[Known, ...]:
    wanted = select(Category).where(col(Category.active)).order_by(col(Category.position))
    return tuple(
        Known(one.code, category_name(one), (*one.words.split(), one.name_zh))
        for one in session.exec(wanted)
    )


def _newest(session: Session) -> int:
    return int(session.execute(select(func.max(TicketEvent.id))).scalar_one() or 0)


def _examples(session: Session) -> list[Example]:
    """The newest calls with a category, newest first.

    By the day they came: by the index of their categories SQLite would read and sort ten
    years of calls for the newest few, and keep them in its memory.
    """
    category = unindexed(Ticket.category)
    wanted = (
        select(Ticket.category, Ticket.title, func.substr(Ticket.content, 1, LONGEST))
        .where(
            category != "",
            ~col(Ticket.confidential),
            unindexed(Ticket.state) != str(State.VOID),
            category.in_(select(Category.code).where(col(Category.active))),
        )
        .order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())
        .limit(MOST_CALLS)
    )
    return [Example(label, title, text) for label, title, text in session.execute(wanted)]
