"""Which programs have an office file open.

Every running screen holds a lock on a file of its own beside the office file; the system lets
go of it when the program ends, however it ends. So a lock that can be taken belongs to a
program that is gone, and its drafts are free. A second lock, held for moments only, keeps
programs that come, go, upgrade and restore from meeting each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from gridterm.errors import RefusedError, StoreBusyError
from gridterm.i18n import _
from gridterm.store.failures import spoken

GATE_SECONDS = 10.0


class Instance:
    """This program with an office file open, until ``leave``, its end, or the end of this object.

    ``id`` owns its drafts; ``others`` are the instances that were there before it.
    """

    def __init__(self, db: Path, name: str, lock: FileLock, others: tuple[str, ...]) -> None:
        self.db = db
        self.id = name
        self.others = others
        self._lock = lock

    @property
    def notice(self) -> str:
        """What the person is told about other instances; empty when this is the only one."""
        if not self.others:
            return ""
        return _(
            "This office file is already open in another window. Both can be used; "
            "each keeps its own drafts, and a list shows what the other saved when it is reloaded."
        )

    def living(self) -> frozenset[str]:
        """The other instances that are running now."""
        return frozenset(running(self.db)) - {self.id}

    def leave(self) -> None:
        """Say that this program is done; harmless when said twice."""
        with spoken(self.db, files=True), _gate(self.db):
            self._lock.release()
            _lock_file(self.db, self.id).unlink(missing_ok=True)


def enter(db: Path) -> Instance:
    """Say that this program has the office file open; called once ``open_store`` has succeeded.

    Raises:
        StoreError: the folder cannot be written.
    """
    with spoken(db, files=True), _gate(db):
        others = _sweep(db)
        name = secrets.token_hex(6)
        # The screens enter in one thread and leave in another.
        lock = FileLock(_lock_file(db, name), timeout=0, thread_local=False)
        lock.acquire()
        return Instance(db, name, lock, others)


def running(db: Path) -> tuple[str, ...]:
    """The instances that have the office file open now, this one among them.

    Raises:
        StoreError: the folder cannot be read.
    """
    with spoken(db, files=True), _gate(db):
        return _sweep(db)


@contextmanager
def alone(db: Path, mine: Instance | None = None) -> Iterator[None]:
    """Keep every other instance out while the file itself is changed or replaced.

    Args:
        db: the office file.
        mine: this program's own instance, which does not count.

    Raises:
        RefusedError: another instance has the file open.
        StoreBusyError: another program is doing the same.
    """
    with _gate(db):
        with spoken(db, files=True):
            others = set(_sweep(db)) - {mine.id if mine else ""}
        if others:
            raise RefusedError(
                _(
                    "The office file is open in another window: {path}. "
                    "Close gridterm there, then try again."
                ).format(path=db)
            )
        yield


@contextmanager
def _gate(db: Path) -> Iterator[None]:
    lock = FileLock(db.with_name(f".{db.name}.lock"), timeout=GATE_SECONDS)
    with spoken(db, files=True):
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreBusyError(
                _(
                    "Another program is just opening, upgrading or restoring this office file: "
                    "{path}. Please try again in a moment."
                ).format(path=db)
            ) from error
    try:
        yield
    finally:
        lock.release()


def _lock_file(db: Path, name: str) -> Path:
    return db.with_name(f".{db.name}.{name}.open")


def _sweep(db: Path) -> tuple[str, ...]:
    """The living instances; what dead ones left is removed. The gate must be held."""
    living = []
    for path in sorted(db.parent.glob(f".{escape(db.name)}.*.open")):
        probe = FileLock(path, timeout=0)
        try:
            probe.acquire()
        except Timeout:
            living.append(path.name.removeprefix(f".{db.name}.").removesuffix(".open"))
        else:
            probe.release()
            path.unlink(missing_ok=True)
    return tuple(living)
