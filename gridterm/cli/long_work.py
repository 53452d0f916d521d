"""Work that takes a while: how far it is, told on stderr, and Ctrl-C as a wish to stop."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from gridterm.text import clean_line

CLEAR = "\r\x1b[K"
ENDING = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)
)  # Windows has no SIGHUP
PATIENCE = 3.0
ENDED = 128
"""A program that a signal ends says so with this and the signal's number."""


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
def tidy_when_ended(folder: Path) -> Iterator[None]:
    """A closed terminal or a plain ``kill`` in the block leaves it as an exit does, tidying up.

    Screens whose terminal is gone may not find their way out; after ``PATIENCE`` seconds the
    program ends all the same, with ``folder`` removed.
    """

    def end_it(number: int) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(ENDED + number)

    ended = threading.Event()

    def leave(number: int, _frame: FrameType | None) -> None:
        ended.set()
        for one in ENDING:
            signal.signal(one, signal.SIG_IGN)  # the tidying up is not ended in its turn
        last = threading.Timer(PATIENCE, end_it, (number,))
        last.daemon = True
        last.start()
        raise SystemExit(ENDED + number)

    before = {one: signal.signal(one, leave) for one in ENDING}
    try:
        yield
    finally:
        for one, handler in () if ended.is_set() else before.items():
            signal.signal(one, handler)


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
