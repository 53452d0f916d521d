"""The audit trail's chain: each entry's hash covers the one before it.

Tables kept in full stand in an entry with the row before and after; append-only tables with
a digest of their new rows. So a change made behind the program's back does not match, and
``gridterm verify`` finds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson

FIRST = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who does something: the operator on shift, or the program itself (``staff_id`` None)."""

    staff_id: int | None
    name: str


SYSTEM = Actor(None, "gridterm")


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode


def canonical_bytes(value: object) -> bytes:
    """The one JSON text a value has here, in UTF-8: sorted keys, no blanks, ISO times.

    Args:
        value: texts, whole numbers, booleans, None, dates and times, lists and dicts of them.

    Raises:
        TypeError: it holds something else.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # numbers beyond 64 bits, halves of surrogate pairs: slower, the same text
        return _encode(value).encode("utf-8", "surrogatepass")


def canonical(value: object) -> str:
    """The same as a text."""
    return canonical_bytes(value).decode("utf-8", "surrogatepass")


def rows_digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over rows in their order, each as its canonical text."""
    total = hashlib.sha256()
    for row in rows:
        total.update(canonical_bytes(row))
        total.update(b"\n")
    return total.hexdigest()


def entry_digest(previous: str, fields: Mapping[str, Any]) -> str:
    """The hash of an entry: over the hash before it and the entry's own fields."""
    text = previous + "\n" + canonical(fields)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
