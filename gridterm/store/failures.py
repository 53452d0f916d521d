"""What SQLite says when something is wrong, as errors of our tree with a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridterm.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from gridterm.i18n import _

_BUSY = ("locked", "busy")
_FULL = ("disk is full", "no space left", "disk i/o error")
_READ_ONLY = ("readonly", "read-only", "unable to open", "permission denied")
_DAMAGED = ("not a database", "malformed", "corrupt")


def sentence(error: BaseException, path: Path) -> StoreError:
    """The error of our tree for what SQLite or the system raised about the file ``path``."""
    said = str(error).lower()
    if any(word in said for word in _BUSY):
        return StoreBusyError(
            _(
                "The office file is being used by another program and did not become free: {path}. "
                "Nothing was saved; please try again."
            ).format(path=path)
        )
    if any(word in said for word in _FULL):
        return StoreFullError(
            _(
                "The disk is full or does not take data, so nothing was saved: {path}. "
                "Free some space and save again; what you typed is still here."
            ).format(path=path)
        )
    if any(word in said for word in _READ_ONLY):
        return StoreReadOnlyError(
            _(
                "The office file or its folder cannot be written: {path}. "
                "Check the permissions of the folder, then try again."
            ).format(path=path)
        )
    if any(word in said for word in _DAMAGED):
        return damaged(path)
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
def spoken(path: Path) -> Iterator[None]:
    """Turn what SQLite and SQLAlchemy raise inside the block into errors of our tree.

    Raises:
        StoreError: or a class below it.
    """
    from sqlalchemy.exc import DBAPIError, OperationalError  # noqa: PLC0415 - slow to import

    try:
        yield
    except OperationalError as error:
        raise sentence(error.orig or error, path) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.IntegrityError):
            raise
        raise sentence(error.orig or error, path) from error
    except (sqlite3.DatabaseError, PermissionError) as error:
        raise sentence(error, path) from error
