"""Whether this machine and the office file are fit for work: one line each, with what to do."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from gridterm import __version__
from gridterm.clock import Clock
from gridterm.errors import GridtermError
from gridterm.i18n import _
from gridterm.resources import resource
from gridterm.store.backup import list_backups
from gridterm.store.failures import spoken
from gridterm.store.files import connect

if TYPE_CHECKING:
    from gridterm.store.unit import Store

MIB = 1024 * 1024
LITTLE_SPACE = 500 * MIB
NO_SPACE = 50 * MIB
OLD_BACKUP = timedelta(days=7)
CLOCK_TOLERANCE = timedelta(minutes=2)
COLUMNS, ROWS = 80, 24
CHINESE_ENCODINGS = {"utf8", "gb18030", "gbk", "cp936"}
MINUTE = "%Y-%m-%d %H:%M"


class State(StrEnum):
    """How bad a thing is: a warning can wait, a problem stops work or puts it at risk."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Line:
    """One thing looked at: a stable code, how it is, a sentence that says what to do."""

    code: str
    state: State
    sentence: str


@dataclass(frozen=True)
class Terminal:
    """What the caller writes to; ``shown`` is False when the output goes to a file or pipe."""

    encoding: str
    columns: int
    rows: int
    shown: bool


def examine(db: Path, clock: Clock, terminal: Terminal | None = None) -> tuple[Line, ...]:
    """Look at the program, the machine and the office file, without changing anything.

    Args:
        db: the office file; it need not be there.
        clock: the office's clock.
        terminal: where a person sits; None where nobody does.
    """
    lines = [*_program(), *_search(), *_texts(), *_language()]
    if terminal is not None:
        lines.append(_terminal(terminal))
    return (*lines, *_place(db), *_office(db, clock))


def clock_behind(store: Store) -> datetime | None:
    """When the newest entry was made, where the clock now says an earlier time; else None.

    A clock that was set right by a minute or two is no matter.
    """
    last = store.last_entry_at()
    return last if _is_behind(store.clock.now(), last) else None


def _is_behind(now: datetime, last: datetime | None) -> bool:
    return last is not None and last - now > CLOCK_TOLERANCE


def _program() -> Iterator[Line]:
    yield Line(
        "program",
        State.OK,
        _("gridterm {version}, Python {python}, SQLite {sqlite}, {system}").format(
            version=__version__,
            python=platform.python_version(),
            sqlite=sqlite3.sqlite_version,
            system=platform.platform(terse=True),
        ),
    )


def _search() -> Iterator[Line]:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, content='')")
        except sqlite3.OperationalError:
            yield Line(
                "search",
                State.PROBLEM,
                _("This SQLite has no full-text search (FTS5); use another Python."),
            )
            return
    yield Line("search", State.OK, _("Full-text search works."))


def _texts() -> Iterator[Line]:
    try:
        folder = resource("rules/categories.json").parent.parent
        resource("locale/zh_CN/LC_MESSAGES/gridterm.mo")
    except FileNotFoundError:
        yield Line(
            "texts",
            State.PROBLEM,
            _("Files of gridterm are missing; please install gridterm again."),
        )
        return
    yield Line("texts", State.OK, _("Texts and rules are installed: {path}").format(path=folder))


def _language() -> Iterator[Line]:
    yield Line(
        "locale",
        State.OK,
        _("The system's language is {name}, its encoding {encoding}.").format(
            name=locale.getlocale()[0] or "C",
            encoding=locale.getpreferredencoding(do_setlocale=False),
        ),
    )


def _terminal(terminal: Terminal) -> Line:
    facts = {
        "encoding": terminal.encoding,
        "columns": terminal.columns,
        "rows": terminal.rows,
    }
    if terminal.encoding.lower().replace("-", "") not in CHINESE_ENCODINGS:
        said = _("This terminal cannot show Chinese ({encoding}); set it to UTF-8.")
        return Line("terminal", State.PROBLEM, said.format(**facts))
    if terminal.shown and (terminal.columns < COLUMNS or terminal.rows < ROWS):
        said = _("The window has {columns} columns and {rows} rows; 80 and 24 are needed.")
        return Line("terminal", State.WARNING, said.format(**facts))
    return Line("terminal", State.OK, _("The terminal shows Chinese ({encoding}).").format(**facts))


def _place(db: Path) -> Iterator[Line]:
    folder = db.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        said = _("This folder cannot be written: {path}")
        yield Line("folder", State.PROBLEM, said.format(path=folder))
        return
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        state = State.PROBLEM if free < NO_SPACE else State.WARNING
        said = _("Only {free} MiB are free where the office lies; make room: {path}")
    else:
        state, said = State.OK, _("{free} MiB are free where the office lies: {path}")
    yield Line("disk", state, said.format(free=free // MIB, path=folder))


def _office(db: Path, clock: Clock) -> Iterator[Line]:
    if not db.exists():
        said = _("There is no office yet at {path}.")
        yield Line("office", State.OK, said.format(path=db))
        return
    try:
        version, last = _look_inside(db)
    except GridtermError as error:
        yield Line("office", State.PROBLEM, error.message)
    else:
        said = _("The office opens: {path} (version {version})")
        yield Line("office", State.OK, said.format(path=db, version=version))
        yield _clock(clock.now(), last)
    yield from _private(db)
    yield _backup(db, clock.now())


def _look_inside(db: Path) -> tuple[int, datetime | None]:
    """The version of an office file and its newest entry; an older file is not upgraded for it."""
    from gridterm.store.opening import inspect_file, refuse_newer

    version = inspect_file(db)
    refuse_newer(db, version)
    if version == 0:
        return version, None
    with spoken(db), closing(connect(db)) as connection:
        row = connection.execute("SELECT at FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return version, datetime.fromisoformat(row[0]) if row else None


def _clock(now: datetime, last: datetime | None) -> Line:
    if last is not None and _is_behind(now, last):
        said = _(
            "This machine's clock says {now}, but the last entry was made at {last}; set the clock."
        )
        facts = {"now": now.strftime(MINUTE), "last": last.strftime(MINUTE)}
        return Line("clock", State.PROBLEM, said.format(**facts))
    said = _("The clock says {now}.")
    return Line("clock", State.OK, said.format(now=now.strftime(MINUTE)))


def _private(db: Path) -> Iterator[Line]:
    if os.name == "posix" and db.stat().st_mode & 0o077:
        said = _("Others on this machine can read the office; run: {command}")
        yield Line("private", State.PROBLEM, said.format(command=f"chmod 600 {db}"))


def _backup(db: Path, now: datetime) -> Line:
    newest = next((made for made in list_backups(db) if made.version is not None), None)
    if newest is None:
        said = _("There is no backup yet; make one with: gridterm backup")
        return Line("backup", State.WARNING, said)
    facts = {"when": newest.made_at.strftime(MINUTE)}
    if now - newest.made_at > OLD_BACKUP:
        said = _("The newest backup is of {when}, which is long ago; run: gridterm backup")
        return Line("backup", State.WARNING, said.format(**facts))
    return Line("backup", State.OK, _("The newest backup is of {when}.").format(**facts))
