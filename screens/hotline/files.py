"""Choosing a file: a path that is typed, and the folder it is in as a list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

READABLE = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})
MOST = 500


@dataclass(frozen=True)
class Entry:
    """A folder or a file of the list; ``up`` marks the way to the folder above."""

    path: Path
    folder: bool
    up: bool = False

    @property
    def words(self) -> str:
        """Its name; a folder's ends with a slash."""
        if self.up:
            return "../"
        return f"{self.path.name}/" if self.folder else self.path.name


def typed_path(typed: str) -> Path:
    """What was typed as a path; ``~`` and the quotes that file managers put are understood."""
    line = typed.strip().strip("\"'")
    try:
        return Path(line).expanduser() if line else Path.home()
    except (RuntimeError, ValueError):
        return Path(line.replace("\0", ""))


def entries(typed: str) -> list[Entry]:
    """The folders and readable files that what was typed may become; folders first.

    A text that ends with a slash, or names a folder, lists that folder, after the way up from
    it; else its last part is the beginning of a name. A folder that cannot be read is empty.
    """
    path = typed_path(typed)
    try:
        whole = not typed.strip() or typed.rstrip().endswith(("/", "\\"))
        folder, start = (path, "") if whole or path.is_dir() else (path.parent, path.name)
        found = [
            Entry(one, one.is_dir())
            for one in folder.iterdir()
            if not one.name.startswith(".") and one.name.casefold().startswith(start.casefold())
        ]
    except (OSError, ValueError):
        return []
    kept = [one for one in found if one.folder or one.path.suffix.casefold() in READABLE]
    kept.sort(key=lambda one: (not one.folder, one.path.name.casefold()))
    above = [] if start or folder.parent == folder else [Entry(folder.parent, folder=True, up=True)]
    return [*above, *kept[:MOST]]
