"""Opening an office file: is it one, is it ours, is it older or newer than this program."""

from __future__ import annotations

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
from gridterm.paths import make_private_folder
from gridterm.store.failures import damaged, spoken
from gridterm.store.files import (
    APPLICATION_ID,
    connect,
    drop_companions,
    header,
    make_empty,
    put_in_place,
)

if TYPE_CHECKING:
    from gridterm.store.unit import Store

SCHEMA_VERSION = 7
_MAGIC = b"SQLite format 3\x00"


def open_store(path: Path, clock: Clock) -> Store:
    """Open the office file, brought up to this version after a backup where it is older.

    Raises:
        StoreMissingError: there is no such file.
        StoreDamagedError: it is not an office file, or it is damaged.
        StoreNewerError: a newer program wrote it.
        StoreError: it cannot be read, or an upgrade did not succeed.
    """
    from gridterm.store.unit import Store  # imports SQLAlchemy

    version = inspect_file(path)
    refuse_newer(path, version)
    if version < SCHEMA_VERSION:
        _upgrade_with_backup(path, clock)
    return Store(path, clock)


def create_store(path: Path, clock: Clock) -> Store:
    """Make a new, empty office file; it appears whole or not at all.

    Raises:
        InputError: there is a file already.
        StoreError: the place cannot be written.
    """
    from gridterm.store.migrations.run import upgrade  # imports alembic
    from gridterm.store.unit import Store  # imports SQLAlchemy

    if path.exists():
        raise InputError(
            _("There is already a file at {path}. Choose another name or open that office.").format(
                path=path
            )
        )
    unfinished = path.with_name(f".{path.name}.new")
    with spoken(path, files=True):
        make_private_folder(path.parent)
        try:
            make_empty(unfinished)
            upgrade(unfinished)
            drop_companions(path)
            put_in_place(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
            drop_companions(unfinished)
    return Store(path, clock)


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
    if path.is_dir():
        raise StoreMissingError(_("{path} is a folder. Name a file in it.").format(path=path))
    if not path.is_file():
        raise damaged(path)  # a device or a pipe, whose reading may never end
    with spoken(path, files=True):
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise damaged(path)
        connection = connect(path)
        try:
            application, version = header(connection)
        finally:
            connection.close()
    if application != APPLICATION_ID:
        raise StoreDamagedError(
            _("This file is a database, but not an office file of gridterm: {path}.").format(
                path=path
            )
        )
    return version


def refuse_newer(path: Path, version: int) -> None:
    """Leave a file alone that a newer program wrote.

    Raises:
        StoreNewerError: ``version`` is newer than what this program knows.
    """
    if version > SCHEMA_VERSION:
        raise StoreNewerError(
            _(
                "This office file was written by a newer version of gridterm: {path}. "
                "Install the newer version to open it; nothing was changed."
            ).format(path=path)
        )


def _upgrade_with_backup(path: Path, clock: Clock) -> None:
    from gridterm.store.backup import Reason, place_for, save_copy  # only for older files
    from gridterm.store.instances import alone  # imports filelock
    from gridterm.store.migrations.run import upgrade  # imports alembic

    with alone(path):
        if inspect_file(path) == SCHEMA_VERSION:
            return  # another program upgraded it while this one waited
        save_copy(path, place_for(path, Reason.BEFORE_UPGRADE, clock.now()))
        with spoken(path, files=True):
            upgrade(path)
