"""Rows on their way from reading to saving: in a nameless temporary file, not in memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from gridterm.spreadsheet import problems

T = TypeVar("T")
IN_MEMORY = 8 << 20
CHUNK = 4_000


class Spool(Generic[T]):
    """Values written one after another and read back in chunks, as often as wanted."""

    def __init__(self) -> None:
        self._file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._waiting: list[T] = []
        self.count = 0

    def add(self, value: T) -> None:
        """Put a value at the end.

        Raises:
            FileProblemError: there is no room for temporary files.
        """
        self._waiting.append(value)
        self.count += 1
        if len(self._waiting) >= CHUNK:
            self._flush()

    def chunks(self) -> Iterator[list[T]]:
        """Everything that was put in, in order, some thousands at a time."""
        self._flush()
        self._file.seek(0)
        done = 0
        while done < self.count:
            # Only what add() wrote into this nameless file is read here.
            chunk: list[T] = pickle.load(self._file)  # noqa: S301
            done += len(chunk)
            yield chunk

    def close(self) -> None:
        """Give back the file."""
        self._file.close()

    def _flush(self) -> None:
        if not self._waiting:
            return
        with problems.writing(Path(tempfile.gettempdir())):
            self._file.seek(0, 2)
            pickle.dump(self._waiting, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        self._waiting = []
