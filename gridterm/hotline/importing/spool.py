"""Rows on their way from reading to saving: in a nameless temporary file, not in memory."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from gridterm.spreadsheet import problems

T = TypeVar("T", bound=tuple[Any, ...])
IN_MEMORY = 8 << 20
AT_ONCE = 1 << 20


class Spool(Generic[T]):
    """Tuples written one after another, and read back in any order, as often as wanted.

    Args:
        make: makes a value of the plain tuple it was kept as.
    """

    def __init__(self, make: Callable[[Iterable[Any]], T]) -> None:
        self._make = make
        self._file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._places = array("q", [0])
        self._unwritten = bytearray()

    def __len__(self) -> int:
        """How many were put in."""
        return len(self._places) - 1

    def __iter__(self) -> Iterator[T]:
        """Everything in the order it was put in."""
        return self.read(range(len(self)))

    def add(self, value: T) -> None:
        """Put a value at the end, before any is read.

        Raises:
            FileProblemError: there is no room for temporary files.
        """
        packed = pickle.dumps(tuple(value), protocol=pickle.HIGHEST_PROTOCOL)
        self._unwritten += packed
        self._places.append(self._places[-1] + len(packed))
        if len(self._unwritten) >= AT_ONCE:
            self._write()

    def read(self, order: Iterable[int]) -> Iterator[T]:
        """The values with some places, counted from 0.

        Raises:
            FileProblemError: there is no room for temporary files.
        """
        if self._unwritten:
            self._write()
        places, file = self._places, self._file
        at = -1
        for index in order:
            start, end = places[index], places[index + 1]
            if start != at:
                file.seek(start)
            at = end
            # Only what add() wrote into this nameless file is read here.
            yield self._make(pickle.loads(file.read(end - start)))  # noqa: S301

    def _write(self) -> None:
        with problems.writing(Path(tempfile.gettempdir())):
            self._file.write(self._unwritten)
        self._unwritten = bytearray()

    def close(self) -> None:
        """Give back the file."""
        self._file.close()
