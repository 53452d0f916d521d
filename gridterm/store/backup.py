"""Backups: whole copies of the office file, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from gridterm.paths import PRIVATE_FILE, make_private_folder

PAGES_PER_STEP = 2_000


def copy_file(
    source: Path, target: Path, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Copy an office file with SQLite's online backup; the copy appears whole or not at all.

    Args:
        source: the office file, which may be in use.
        target: where the copy goes; an existing file is replaced.
        progress: called with (pages copied, pages in all); may raise to cancel.

    Raises:
        sqlite3.Error, OSError: nothing is left at ``target``.
    """
    make_private_folder(target.parent)
    unfinished = target.with_name(f".{target.name}.new")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    origin = sqlite3.connect(source, timeout=5)
    copy = sqlite3.connect(unfinished)
    try:
        origin.backup(copy, pages=PAGES_PER_STEP, progress=_remaining(progress))
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.close()
        unfinished.replace(target)
    finally:
        copy.close()
        origin.close()
        unfinished.unlink(missing_ok=True)
    return target


def _remaining(
    progress: Callable[[int, int], None] | None,
) -> Callable[[int, int, int], None]:
    def tell(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    return tell
