"""Opening an office file: is it one, is it ours, is it older or newer than this program."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from gridterm.clock import Clock
from gridterm.errors import (
    InputError,
    StoreDamagedError,
    StoreMissingError,
    StoreNewerError,
)
from gridterm.i18n import _
from gridterm.paths import PRIVATE_FILE, backup_folder, make_private_folder
from gridterm.store.failures import damaged, spoken

if TYPE_CHECKING:
    from gridterm.store.unit import Store

SCHEMA_VERSION = 1
APPLICATION_ID = 0x67726474
_MAGIC = b"SQLite format 3\x00"


def open_store(path: Path, clock: Clock) -> Store:
    """Open the office file, brought up to this version after a backup where it is older.

    Raises:
        StoreMissingError: there is no such file.
        StoreDamagedError: it is not an office file, or it is damaged.
        StoreNewerError: a newer program wrote it.
        StoreError: it cannot be read, or an upgrade did not succeed.
    """
    from gridterm.store.unit import Store  # noqa: PLC0415 - imports SQLAlchemy

    version = inspect_file(path)
    if version > SCHEMA_VERSION:
        raise StoreNewerError(
            _(
                "This office file was written by a newer version of gridterm: {path}. "
                "Install the newer version to open it; nothing was changed."
            ).format(path=path)
        )
    if version < SCHEMA_VERSION:
        _upgrade_with_backup(path, clock)
    return Store(path, clock)


def create_store(path: Path, clock: Clock) -> Store:
    """Make a new, empty office file; it appears whole or not at all.

    Raises:
        InputError: there is a file already.
        StoreError: the place cannot be written.
    """
    from gridterm.store.migrations.run import upgrade  # noqa: PLC0415 - imports alembic
    from gridterm.store.unit import Store  # noqa: PLC0415 - imports SQLAlchemy

    if path.exists():
        raise InputError(
            _("There is already a file at {path}. Choose another name or open that office.").format(
                path=path
            )
        )
    unfinished = path.with_name(f".{path.name}.new")
    with spoken(path), _no_folder(path):
        make_private_folder(path.parent)
        for leftover in path.parent.glob(f"{unfinished.name}*"):
            leftover.unlink()
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        upgrade(unfinished)
        unfinished.rename(path)
    return Store(path, clock)


class _no_folder:  # noqa: N801 - reads as a phrase beside ``spoken``
    """Say an ``OSError`` of the file system as a ``PermissionError`` about the office file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _t: object
    ) -> None:
        if isinstance(error, OSError) and not isinstance(error, PermissionError):
            raise sqlite3.OperationalError(str(error)) from error


def inspect_file(path: Path) -> int:
    """The schema version of an office file, without changing it.

    Raises:
        StoreMissingError, StoreDamagedError, StoreError: as ``open_store``.
    """
    if not path.exists():
        raise StoreMissingError(
            _(
                "There is no office file at {path}. Start gridterm, or make one with: gridterm init"
            ).format(path=path)
        )
    with spoken(path), _no_folder(path):
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise damaged(path)
        connection = sqlite3.connect(path, timeout=5)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
    if application != APPLICATION_ID:
        raise StoreDamagedError(
            _("This file is a database, but not an office file of gridterm: {path}.").format(
                path=path
            )
        )
    return int(version)


def _upgrade_with_backup(path: Path, clock: Clock) -> None:
    from gridterm.store.backup import copy_file  # noqa: PLC0415 - only for older files
    from gridterm.store.migrations.run import upgrade  # noqa: PLC0415 - imports alembic

    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    with spoken(path):
        copy_file(path, backup_folder(path) / f"{path.stem}-before-upgrade-{stamp}.db")
        upgrade(path)
