"""Whether this machine and the office file are fit for work: one line each, with what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from gridterm import __version__
from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.errors import GridtermError
from gridterm.i18n import _

MIB = 1024 * 1024
LITTLE_SPACE = 500 * MIB
OLD_BACKUP = timedelta(days=7)


@dataclass(frozen=True)
class Found:
    """One thing looked at: a stable code, whether it is well, and a sentence."""

    code: str
    well: bool
    sentence: str


def examine(call: Call) -> tuple[Found, ...]:
    """Look at the program, the machine and the office file of a call."""
    parts: tuple[Callable[[Call], Iterator[Found]], ...] = (
        _program, _search, _texts, _terminal, _place, _office,
    )  # fmt: skip
    return tuple(found for part in parts for found in part(call))


def report(call: Call) -> int:
    """Print what was found; 1 when something is not well."""
    found = examine(call)
    well = all(one.well for one in found)
    if call.json:
        output.as_json({"well": well, "count": len(found), "findings": found})
    else:
        output.table(
            found,
            (
                (_("State"), lambda one: _("well") if one.well else _("NOT WELL")),
                (_("What was found"), lambda one: one.sentence),
            ),
        )
    return 0 if well else 1


def _program(_call: Call) -> Iterator[Found]:
    yield Found(
        "program",
        well=True,
        sentence=_("gridterm {version}, Python {python}, SQLite {sqlite}, {system}").format(
            version=__version__,
            python=platform.python_version(),
            sqlite=sqlite3.sqlite_version,
            system=platform.platform(terse=True),
        ),
    )


def _search(_call: Call) -> Iterator[Found]:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, content='')")
        except sqlite3.OperationalError:
            yield Found(
                "search",
                False,
                _("This SQLite has no full-text search (FTS5); use another Python."),
            )
            return
    yield Found("search", True, _("Full-text search works."))


def _texts(_call: Call) -> Iterator[Found]:
    from gridterm.resources import resource

    try:
        catalogue = resource("locale/zh_CN/LC_MESSAGES/gridterm.mo")
        resource("rules/categories.json")
    except FileNotFoundError:
        yield Found(
            "texts", False, _("Files of gridterm are missing; please install gridterm again.")
        )
        return
    yield Found(
        "texts",
        True,
        _("Texts and rules are installed: {path}").format(
            path=catalogue.parent.parent.parent.parent
        ),
    )


def _terminal(_call: Call) -> Iterator[Found]:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    size = shutil.get_terminal_size()
    facts = {"encoding": sys.stdout.encoding, "columns": size.columns, "rows": size.lines}
    if encoding not in {"utf8", "gb18030", "gbk", "cp936"}:
        yield Found(
            "terminal",
            False,
            _("This terminal cannot show Chinese ({encoding}); set it to UTF-8.").format(**facts),
        )
    elif sys.stdout.isatty() and (size.columns < 80 or size.lines < 24):  # noqa: PLR2004 - the smallest screen we draw
        yield Found(
            "terminal",
            False,
            _("The window has {columns} columns and {rows} rows; 80 and 24 are needed.").format(
                **facts
            ),
        )
    else:
        yield Found("terminal", True, _("The terminal shows Chinese ({encoding}).").format(**facts))


def _place(call: Call) -> Iterator[Found]:
    folder = call.path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        yield Found("folder", False, _("This folder cannot be written: {path}").format(path=folder))
        return
    free = shutil.disk_usage(folder).free
    sentence = _("{free} MiB are free where the office lies: {path}")
    if free < LITTLE_SPACE:
        sentence = _("Only {free} MiB are free where the office lies; make room: {path}")
    yield Found("disk", free >= LITTLE_SPACE, sentence.format(free=free // MIB, path=folder))


def _office(call: Call) -> Iterator[Found]:
    if not call.path.exists():
        yield Found("office", True, _("There is no office yet at {path}.").format(path=call.path))
        return
    try:
        with call.office() as store:
            last, now = store.last_entry_at(), store.clock.now()
    except GridtermError as error:
        yield Found("office", False, error.message)
        return
    yield Found("office", True, _("The office opens: {path}").format(path=call.path))
    yield from _private(call.path)
    if last is not None and last > now:
        yield Found(
            "clock",
            False,
            _(
                "This machine's clock says {now}, but the last entry was made at {last}; "
                "set the clock."
            ).format(now=output.shown(now), last=output.shown(last)),
        )
    else:
        yield Found("clock", True, _("The clock says {now}.").format(now=output.shown(now)))
    yield from _backups(call)


def _private(path: Path) -> Iterator[Found]:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield Found(
            "private",
            False,
            _("Others on this machine can read the office; run: {command}").format(
                command=f"chmod 600 {path}"
            ),
        )


def _backups(call: Call) -> Iterator[Found]:
    from gridterm.store.backup import list_backups

    found = [one for one in list_backups(call.path) if one.version is not None]
    if not found:
        yield Found("backup", True, _("There is no backup yet; make one with: gridterm backup"))
        return
    age = call.clock.now() - found[0].made_at
    sentence = _("The newest backup is of {when}.")
    if age > OLD_BACKUP:
        sentence = _("The newest backup is of {when}, which is long ago; run: gridterm backup")
    yield Found("backup", age <= OLD_BACKUP, sentence.format(when=output.shown(found[0].made_at)))
