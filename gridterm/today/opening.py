"""Opening the office for work: the file, and what has to be made good after an upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gridterm.clock import Clock
from gridterm.store.opening import SCHEMA_VERSION, inspect_file, open_store

if TYPE_CHECKING:
    from gridterm.store.unit import Store


def open_office(path: Path, clock: Clock) -> Store:
    """``store.opening.open_store``; after an upgrade the dates of open calls are made.

    Raises:
        StoreError: it cannot be opened.
    """
    older = inspect_file(path) < SCHEMA_VERSION
    store = open_store(path, clock)
    if older:
        from gridterm.hotline.due import renew_missing

        renew_missing(store)
    return store
