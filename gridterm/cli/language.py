"""What must be known before anything is built: the office file, its language, its time zone.

Read with plain sqlite3, so that help and the first screen need not wait for SQLAlchemy.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from gridterm.clock import DEFAULT_ZONE
from gridterm.errors import InputError
from gridterm.i18n import CHINESE, ENGLISH, _, choose
from gridterm.paths import default_db
from gridterm.store.files import connect

NAMES = {
    "zh": CHINESE, "zh_cn": CHINESE, "zh-cn": CHINESE, "chinese": CHINESE, "中文": CHINESE,
    "en": ENGLISH, "en_us": ENGLISH, "english": ENGLISH, "英文": ENGLISH,
}  # fmt: skip


def spied(arguments: Sequence[str], option: str) -> str | None:
    """The value of ``option`` among arguments that are not parsed yet; the last one counts."""
    found = None
    for index, word in enumerate(arguments):
        if word == "--":
            break
        if word == option and index + 1 < len(arguments):
            found = arguments[index + 1]
        elif word.startswith(f"{option}="):
            found = word.partition("=")[2]
    return found


def office_file(typed: str | None) -> Path:
    """The office file: as typed, else GRIDTERM_DB, else the user's data folder.

    Raises:
        InputError: an empty name was typed, as a script with an unset variable does; that
            must not reach the office of whoever runs it.
    """
    if typed is not None and not typed.strip():
        raise InputError(_("The option {name} wants a value after it.").format(name="--db"))
    return Path(typed).expanduser() if typed else default_db()


def peek(db: Path, key: str) -> str:
    """A text setting of an office file, ``""`` where it has none or cannot be read.

    What is wrong with the file is said by whoever opens it; this only asks.
    """
    if not db.is_file():
        return ""
    try:
        with closing(connect(db, "ro")) as connection:
            row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return str(json.loads(row[0])) if row else ""
    except (sqlite3.Error, ValueError):
        return ""


def zone_of(db: Path) -> str:
    """The office's time zone."""
    return peek(db, "office.zone") or DEFAULT_ZONE


def asked_language(arguments: Sequence[str]) -> str | None:
    """The language that --lang asks for, None where it asks for none."""
    return NAMES.get((spied(arguments, "--lang") or "").casefold())


def language_for(arguments: Sequence[str]) -> str:
    """The language of this call: --lang > the office's setting > GRIDTERM_LANG > the system.

    A --lang that is no language is passed over here and refused when it is parsed.
    """
    return asked_language(arguments) or choose(
        peek(office_file(spied(arguments, "--db") or None), "screen.language")
    )
