"""What SQLite and the system say when something is wrong, as errors of our tree."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from gridterm.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from gridterm.i18n import _


class Trouble(Enum):
    """What kind of trouble an error of SQLite or the system is."""

    BUSY = auto()
    FULL = auto()
    READ_ONLY = auto()
    DAMAGED = auto()
    OTHER = auto()


_BY_SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
}
_BY_SYSTEM = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    errno.EIO: Trouble.FULL,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EBUSY: Trouble.BUSY,
}
_PRIMARY = 0xFF


def trouble(error: BaseException) -> Trouble:
    """What kind of trouble ``error`` is, by SQLite's or the system's own code."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return _BY_SQLITE.get(code & _PRIMARY, Trouble.OTHER)
    if isinstance(error, OSError):
        return _BY_SYSTEM.get(error.errno or 0, Trouble.OTHER)
    return Trouble.OTHER


def sentence(error: BaseException, path: Path) -> StoreError:
    """The error of our tree for what SQLite or the system raised about the file ``path``."""
    match trouble(error):
        case Trouble.BUSY:
            return StoreBusyError(
                _(
                    "The office file is being used by another program and did not become free: "
                    "{path}. Nothing was saved; please try again."
                ).format(path=path)
            )
        case Trouble.FULL:
            return StoreFullError(
                _(
                    "The disk is full or does not take data, so nothing was saved: {path}. "
                    "Free some space and save again; what you typed is still here."
                ).format(path=path)
            )
        case Trouble.READ_ONLY:
            return StoreReadOnlyError(
                _(
                    "The office file or its folder cannot be written: {path}. "
                    "Check the permissions of the folder, then try again."
                ).format(path=path)
            )
        case Trouble.DAMAGED:
            return damaged(path)
        case Trouble.OTHER:
            return StoreError(
                _("The office file could not be read or written: {path} ({reason}).").format(
                    path=path, reason=error
                )
            )


def damaged(path: Path) -> StoreDamagedError:
    """The file is not an office file, or is damaged: what to do about it."""
    return StoreDamagedError(
        _(
            "This is not an office file, or it is damaged: {path}. "
            "Bring back a backup with: gridterm restore"
        ).format(path=path)
    )


@contextmanager
def spoken(path: Path, *, files: bool = False) -> Iterator[None]:
    """Turn what SQLite raises inside the block, also through SQLAlchemy, into our errors.

    Broken constraints pass as they are: only the use case knows what they mean.

    Args:
        path: the office file.
        files: also errors of the file system are about the office file.

    Raises:
        StoreError: or a class below it.
    """
    try:
        yield
    except Exception as error:
        cause = getattr(error, "orig", None) or error  # SQLAlchemy keeps SQLite's own there
        ours = isinstance(cause, sqlite3.Error) or (files and isinstance(cause, OSError))
        if not ours or isinstance(cause, sqlite3.IntegrityError):
            raise
        raise sentence(cause, path) from error
