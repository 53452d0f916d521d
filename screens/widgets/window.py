"""The pages of a long list that are held while the cursor moves through it: pure, no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.text import Text

PAGES_KEPT = 4


@dataclass(frozen=True)
class Line:
    """A row: its key, a text per column id, the record behind it, the place after it."""

    key: str
    cells: Mapping[str, str | Text]
    record: Any = None
    cursor: Any = None


@dataclass(frozen=True)
class Chunk:
    """A page of the list, and whether more follow."""

    lines: tuple[Line, ...]
    more: bool = False


Loader = Callable[[Any], Chunk]
"""Reads the page after a place, the first one for None; called in a thread."""


def read_pages(loader: Loader, start: object, pages: int) -> list[Chunk]:
    """Read so many pages from a place on, fewer where the list ends before."""
    chunks: list[Chunk] = []
    after = start
    for _number in range(pages):
        chunk = loader(after)
        chunks.append(chunk)
        if not chunk.more or not chunk.lines:
            break
        after = chunk.lines[-1].cursor
    return chunks


@dataclass
class Window:
    """The pages held now: where each page starts, how many went off the top.

    ``starts`` has the place of every page from the list's first on, and of the one after the
    lowest that is held; ``first_page`` is the topmost held; ``above`` has the number of lines
    of each page that went.
    """

    starts: list[Any] = field(default_factory=lambda: [None])
    pages: list[tuple[Line, ...]] = field(default_factory=list)
    first_page: int = 0
    above: list[int] = field(default_factory=list)
    more: bool = False

    @property
    def lines(self) -> list[Line]:
        """Every line that is held."""
        return [line for page in self.pages for line in page]

    @property
    def skipped(self) -> int:
        """How many lines went off the top."""
        return sum(self.above)

    @property
    def start(self) -> object:
        """The place of the topmost page held."""
        return self.starts[self.first_page]

    @property
    def start_before(self) -> object:
        """The place of the page over the topmost one held; only where one went off the top."""
        return self.starts[self.first_page - 1]

    def emptied(self) -> Window:
        """A window at the same place that holds nothing yet."""
        return Window(
            starts=self.starts[: self.first_page + 1],
            first_page=self.first_page,
            above=list(self.above),
        )

    def put(self, chunk: Chunk) -> tuple[Line, ...]:
        """Hold a page under the others.

        Returns:
            Its lines without those that are held already: the list may have moved meanwhile.
        """
        fresh = self._fresh(chunk)
        self.pages.append(fresh)
        self.more = chunk.more and bool(chunk.lines)
        if chunk.lines:
            self.starts.append(chunk.lines[-1].cursor)
        return fresh

    def let_go_above(self) -> bool:
        """Let the topmost page go where there are too many; say whether one went."""
        if len(self.pages) <= PAGES_KEPT:
            return False
        self.above.append(len(self.pages.pop(0)))
        self.first_page += 1
        return True

    def put_back(self, chunk: Chunk) -> None:
        """Hold the page over the topmost one again; the lowest goes where there are too many."""
        self.pages.insert(0, self._fresh(chunk))
        self.first_page -= 1
        self.above.pop()
        if len(self.pages) > PAGES_KEPT:
            self.pages.pop()
            self.starts.pop()
            self.more = True

    def _fresh(self, chunk: Chunk) -> tuple[Line, ...]:
        held = {line.key for line in self.lines}
        return tuple(line for line in chunk.lines if line.key not in held)
