"""Work that takes a while: how far it is, told on stderr, and Ctrl-C as a wish to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from gridterm.text import clean_line

CLEAR = "\r\x1b[K"


class Meter:
    """One line on a terminal's stderr that says how far the work is; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def tell(self, what: str, done: int, total: int = 0) -> None:
        """Say it: what is being done, how much of how much (0: nobody knows)."""
        if self._shown:
            of = f" / {total:,}" if total else ""
            sys.stderr.write(f"{CLEAR}{clean_line(what)}  {done:,}{of}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


@contextmanager
def meter() -> Iterator[Meter]:
    """A meter for the block, gone afterwards."""
    one = Meter()
    try:
        yield one
    finally:
        one.clear()


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C in the block only asks to stop; the function yielded says whether it was pressed.

    So the work ends where it keeps nothing by half. A second Ctrl-C interrupts as usual.
    """
    pressed = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
