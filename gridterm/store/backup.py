"""Backups: whole copies of the office file, made while it is in use, and the way back.

Kept are the newest backup of each of the last days, weeks and months that have one. Days are
counted by the backups and not by the clock: an office that was closed for a month, or a clock
that jumped, loses nothing.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from gridterm.errors import (
    FileProblemError,
    InputError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from gridterm.i18n import _
from gridterm.paths import backup_folder, make_private_folder
from gridterm.store.failures import Trouble, damaged, spoken, trouble
from gridterm.store.files import (
    APPLICATION_ID,
    companions,
    connect,
    drop_companions,
    header,
    make_empty,
    put_in_place,
)

if TYPE_CHECKING:
    from gridterm.clock import Clock
    from gridterm.store.instances import Instance
    from gridterm.store.unit import Store

PAGES_PER_STEP = 2_000
STAMP = "%Y%m%d-%H%M%S"
Progress = Callable[[int, int], None]


class Reason(StrEnum):
    """Why a backup was made; part of its name. Only daily ones are ever removed."""

    DAILY = "daily"
    BY_HAND = "manual"
    BEFORE_UPGRADE = "before-upgrade"
    BEFORE_RESTORE = "before-restore"


_NAME = re.compile(rf"-({'|'.join(Reason)})-(\d{{8}}-\d{{6}})(?:-\d+)?\.db$")


@dataclass(frozen=True)
class BackupView:
    """A backup as its name and its file tell; ``version`` is None for a file that is none."""

    path: Path
    reason: Reason
    made_at: datetime
    size: int
    version: int | None


def copy_file(source: Path, target: Path, progress: Progress | None = None) -> Path:
    """Copy an office file with SQLite's online backup; the copy appears whole or not at all.

    Args:
        source: the office file, which may be in use: the copy is of one moment.
        target: where the copy goes; an existing file is replaced.
        progress: called with (pages copied, pages in all); may raise to cancel.

    Raises:
        sqlite3.Error, OSError: nothing is left at ``target``, what was there still is.
        StoreDamagedError: the copy is damaged, because the source is.
    """
    make_private_folder(target.parent)
    unfinished = target.with_name(f".{target.name}.new")
    try:
        make_empty(unfinished)
        with _opened(source) as origin, _opened(unfinished) as copy:
            # One read transaction: a program that writes meanwhile does not start it afresh.
            origin.execute("BEGIN")
            origin.execute("SELECT count(*) FROM sqlite_master").fetchone()
            origin.backup(copy, pages=PAGES_PER_STEP, progress=_remaining(progress))
            copy.execute("PRAGMA journal_mode=DELETE")
            _check_pages(copy, source)
        put_in_place(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
        drop_companions(unfinished)
    return target


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(path)
    try:
        yield connection
    finally:
        connection.close()


def _remaining(progress: Progress | None) -> Callable[[int, int, int], None]:
    def tell(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    return tell


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise damaged(path)


def keep(moments: Iterable[datetime], days: int, weeks: int, months: int) -> set[datetime]:
    """Which of the backups made at ``moments`` stay; the newest always does.

    The newest of each of the last ``days`` days, ``weeks`` weeks and ``months`` months that
    have a backup.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = set(newest_first[:1])
    rules: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (days, datetime.date),
        (weeks, lambda moment: moment.isocalendar()[:2]),
        (months, lambda moment: (moment.year, moment.month)),
    )
    for count, bucket in rules:
        firsts: dict[object, datetime] = {}
        for moment in newest_first:
            firsts.setdefault(bucket(moment), moment)
        kept.update(list(firsts.values())[:count])
    return kept


def list_backups(db: Path) -> tuple[BackupView, ...]:
    """The backups that belong to the office file ``db``, the newest first."""
    folder = backup_folder(db)
    if not folder.is_dir():
        return ()
    found = [view for path in folder.iterdir() if (view := _view(db, path)) is not None]
    return tuple(sorted(found, key=lambda view: (view.made_at, view.path.stem), reverse=True))


def _view(db: Path, path: Path) -> BackupView | None:
    if not path.name.startswith(f"{db.stem}-"):
        return None
    match = _NAME.fullmatch(path.name.removeprefix(db.stem))
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match[2], STAMP)
        size = path.stat().st_size
    except (ValueError, OSError):
        return None
    return BackupView(path, Reason(match[1]), made_at, size, _version(path))


def _version(path: Path) -> int | None:
    try:
        with _opened(path) as connection:
            application, version = header(connection)
    except sqlite3.Error:
        return None
    return version if application == APPLICATION_ID else None


def place_for(db: Path, reason: Reason, moment: datetime) -> Path:
    """A free name for a backup of ``db`` made at ``moment``."""
    name = f"{db.stem}-{reason}-{moment.strftime(STAMP)}"
    path = backup_folder(db) / f"{name}.db"
    number = 2
    while path.exists():
        path = path.with_name(f"{name}-{number}.db")
        number += 1
    return path


def save_copy(db: Path, target: Path, progress: Progress | None = None) -> Path:
    """``copy_file`` for an office, its failures as sentences about the backup.

    Raises:
        StoreError: or a class below it; no backup was made, the office is untouched.
    """
    try:
        return copy_file(db, target, progress)
    except (sqlite3.Error, OSError) as error:
        raise _failed(error, db, target) from error


def _failed(error: Exception, db: Path, target: Path) -> StoreError:
    match trouble(error):
        case Trouble.FULL:
            return StoreFullError(
                _(
                    "The disk is full, so no backup was made: {path}. The office file itself is "
                    "as it was. Free some space, then run: gridterm backup"
                ).format(path=target)
            )
        case Trouble.READ_ONLY:
            return StoreReadOnlyError(
                _(
                    "The backup cannot be written, so none was made: {path}. "
                    "Check the permissions of the folder, then run: gridterm backup"
                ).format(path=target)
            )
        case Trouble.DAMAGED:
            return damaged(db)
        case _other:
            return StoreError(
                _("No backup was made: {path} ({reason}).").format(path=target, reason=error)
            )


def make_backup(
    store: Store, target: Path | None = None, progress: Progress | None = None
) -> BackupView:
    """A backup by hand; it is never removed by the program.

    Args:
        store: the office, which may be in use.
        target: the file to write; without one it goes to the backup folder. A file that is
            there is not replaced.
        progress: as in ``copy_file``.

    Raises:
        FileProblemError: there is a file at ``target``.
        StoreError: it could not be written; nothing is left.
    """
    moment = store.clock.now()
    if target is not None and target.exists():
        raise FileProblemError(
            _("There is already a file at {path}. Choose another name for the backup.").format(
                path=target
            )
        )
    path = save_copy(store.path, target or place_for(store.path, Reason.BY_HAND, moment), progress)
    return BackupView(path, Reason.BY_HAND, moment, path.stat().st_size, _version(path))


def daily_backup(store: Store, progress: Progress | None = None) -> BackupView | None:
    """The backup of the day, unless there is one; then the ones that are too many go.

    None where there is one of today, or another program is just making it. The older
    backups are only touched once the new one was found to be whole.

    Raises:
        StoreError: it could not be made; the older backups are all still there.
    """
    from filelock import FileLock, Timeout

    from gridterm import settings

    with store.read() as session:
        chosen = settings.load(session)
    moment = store.clock.now()
    lock = FileLock(backup_folder(store.path) / ".lock", timeout=0)
    try:
        make_private_folder(backup_folder(store.path))
        lock.acquire()
    except Timeout:
        return None
    except OSError as error:
        raise _failed(error, store.path, backup_folder(store.path)) from error
    try:
        if any(view.made_at.date() == moment.date() for view in _dailies(store.path)):
            return None
        path = save_copy(store.path, place_for(store.path, Reason.DAILY, moment), progress)
        prune(
            store.path,
            chosen.number("backup.days"),
            chosen.number("backup.weeks"),
            chosen.number("backup.months"),
        )
    finally:
        lock.release()
    return BackupView(path, Reason.DAILY, moment, path.stat().st_size, _version(path))


def _dailies(db: Path) -> list[BackupView]:
    return [view for view in list_backups(db) if view.reason is Reason.DAILY]


def prune(db: Path, days: int, weeks: int, months: int) -> tuple[Path, ...]:
    """Remove the daily backups that ``keep`` lets go; returns what was removed."""
    dailies = _dailies(db)
    kept = keep((view.made_at for view in dailies), days, weeks, months)
    gone = tuple(view.path for view in dailies if view.made_at not in kept)
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def check_backup(path: Path) -> int:
    """The schema version of a backup that can be restored.

    Raises:
        FileProblemError: there is no such file, or it is not a whole office file.
        StoreNewerError: a newer program wrote it.
        StoreError: it cannot be read.
    """
    from gridterm.store.opening import inspect_file, refuse_newer

    if not path.is_file():
        raise FileProblemError(_("There is no backup at {path}.").format(path=path))
    try:
        version = inspect_file(path)
        refuse_newer(path, version)
        with spoken(path), _opened(path) as connection:
            _check_pages(connection, path)
    except StoreDamagedError as error:
        raise FileProblemError(
            _("This is not a backup of an office file, or it is damaged: {path}.").format(path=path)
        ) from error
    return version


def restore(db: Path, backup: Path, clock: Clock, mine: Instance | None = None) -> Path | None:
    """Put a backup in the place of the office file.

    The present file is kept as a backup first, also when it is damaged. The new file takes
    its place at once: whatever happens in between, one of the two is there.

    Args:
        db: the office file; it may be missing or damaged. This program must have closed it.
        backup: the backup, which stays as it is.
        clock: the office's clock.
        mine: this program's own instance.

    Returns:
        Where the file that was there before is kept; None where there was none.

    Raises:
        FileProblemError: the backup cannot be used.
        RefusedError: another window has the office open.
        StoreError: something could not be written; the office is as it was.
    """
    from gridterm.store.instances import alone

    if db.exists() and backup.exists() and backup.samefile(db):
        raise InputError(_("This is the office file itself, not a backup: {path}.").format(path=db))
    check_backup(backup)
    with spoken(db, files=True):
        make_private_folder(db.parent)
    with alone(db, mine):
        unfinished = db.with_name(f".{db.name}.restored")
        kept: Path | None = None
        try:
            save_copy(backup, unfinished)
            if db.exists():
                kept = _set_aside(db, clock.now())
            with spoken(db, files=True):
                drop_companions(db)
                put_in_place(unfinished, db)
        finally:
            unfinished.unlink(missing_ok=True)
        return kept


def _set_aside(db: Path, moment: datetime) -> Path:
    """Keep the present file as a backup, with everything in it that its log still holds.

    Afterwards nothing that counts is left beside the file, and no other program has it open.
    """
    target = place_for(db, Reason.BEFORE_RESTORE, moment)
    try:
        save_copy(db, target)
        with spoken(db), _opened(db) as connection:
            # Only succeeds when no other connection is open; folds the log into the file.
            connection.execute("PRAGMA journal_mode=DELETE")
    except StoreDamagedError:
        with spoken(db, files=True):
            make_private_folder(target.parent)
            for path in (db, *companions(db)):
                if path.exists():
                    shutil.copy2(path, target.with_name(target.name + path.name[len(db.name) :]))
    return target
