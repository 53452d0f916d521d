"""Timing tools: repeated calls, programs on a pseudo terminal, peak memory of a program."""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

ROWS, COLUMNS = 36, 120
PATIENCE = 60.0


@dataclass(frozen=True)
class Figure:
    """One measured thing: the median of some runs, and what it is compared with.

    ``ratio`` is the median of the pairwise ratios against ``against``, ``goal`` the highest
    ratio (or value) the issue asks for.
    """

    name: str
    value: float
    unit: str
    runs: int
    against: str = ""
    ratio: float | None = None
    goal: str = ""

    def as_json(self) -> dict[str, Any]:
        """The figure as plain values."""
        return asdict(self)


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes, by the wall."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def paired(
    mine: Callable[[], float], other: Callable[[], float], runs: int
) -> tuple[float, float, float]:
    """Two measurements in turn, so that a drifting machine hits both alike.

    Returns:
        The median of mine, of the other, and of the pairwise ratios mine / other.
    """
    pairs = [(mine(), other()) for _n in range(runs)]
    return (
        statistics.median(one for one, _two in pairs),
        statistics.median(two for _one, two in pairs),
        statistics.median(one / two for one, two in pairs),
    )


def until_shown(command: Sequence[str], *markers: str) -> list[float]:
    """Start a program on a pseudo terminal; the seconds until each marker was painted.

    Markers are waited for in their order. The program is ended afterwards.

    Raises:
        RuntimeError: a marker did not appear within a minute.
    """
    start = time.perf_counter()
    with Terminal(command) as terminal:
        return [terminal.wait(marker) - start for marker in markers]


class Terminal:
    """A program on a pseudo terminal, ended on leaving."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._seen = b""

    def __enter__(self) -> Self:
        """Start it."""
        self._child, self._master = pty.fork()
        if self._child == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", GRIDTERM_LANG="en")
            os.execv(self._command[0], self._command)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._master)

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self._master, keys.encode())

    def drain(self) -> None:
        """Forget what was painted until now."""
        while select.select([self._master], [], [], 0)[0]:
            os.read(self._master, 65_536)
        self._seen = b""

    def wait(self, marker: str) -> float:
        """Wait until a marker was painted; the moment it was, by ``time.perf_counter``.

        Raises:
            RuntimeError: it did not appear within a minute.
        """
        wanted, start = marker.encode(), time.perf_counter()
        while time.perf_counter() - start < PATIENCE:
            before, found, after = self._seen.partition(wanted)
            if found:
                self._seen = after
                return time.perf_counter()
            ready, _w, _x = select.select([self._master], [], [], 1)
            if ready:
                self._seen = before + os.read(self._master, 65_536)
        raise RuntimeError(f"{marker!r} did not appear; seen: {self._seen[-500:]!r}")


def python(*arguments: str) -> float:
    """The seconds a Python process takes with these arguments."""
    return seconds(
        lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    )


def program(*arguments: str) -> tuple[float, float]:
    """The seconds a Python process takes, and its peak memory in MiB."""
    before = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{arguments} ended with {child.returncode}")
    return time.perf_counter() - before, _mebibytes(usage)


def _mebibytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
