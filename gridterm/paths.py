"""Where files live: the office file, its backups, what is exported.

The live office lies in the user's data folder and is readable by the user alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path, user_documents_path

DB_VARIABLE = "GRIDTERM_DB"
DB_NAME = "office.db"
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def default_db(environment: Mapping[str, str] | None = None) -> Path:
    """The office file: GRIDTERM_DB where it is set, else the user's data folder."""
    env = os.environ if environment is None else environment
    named = env.get(DB_VARIABLE)
    if named:
        return Path(named).expanduser()
    return user_data_path("gridterm", appauthor=False) / DB_NAME


def backup_folder(db: Path) -> Path:
    """The folder of backups that belongs to the office file ``db``."""
    return db.parent / f"{db.stem}-backups"


def export_folder() -> Path:
    """Where files for people go when they name no place: the documents folder, else home."""
    documents = user_documents_path()
    return documents if documents.is_dir() else Path.home()


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` (and its parents), readable by this user alone where it is new.

    Raises:
        OSError: when the place cannot be written.
    """
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=PRIVATE_FOLDER, exist_ok=True)
