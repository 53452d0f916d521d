"""Evidence: a copy of a record as it was, which later changes of the record never reach (§6)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from gridterm.discipline.terms import Evidence
from gridterm.store.audit import canonical


def copied(subject: str, record: Mapping[str, Any], at: datetime) -> Evidence:
    """A record as it is now, with its digest.

    Args:
        subject: what it is, as the audit trail names it: ``visit:312``.
        record: its values: texts, numbers, booleans, None, dates, lists and dicts of them.
        at: when the copy is taken.
    """
    content = canonical(dict(record))
    return Evidence(subject, at, content, _digest(content))


def intact(evidence: Evidence) -> bool:
    """Whether the copy is still the one that was taken."""
    return _digest(evidence.content) == evidence.digest


def told(evidence: Evidence) -> dict[str, Any]:
    """The record as it was, to be shown."""
    return dict(json.loads(evidence.content))


def _digest(content: str) -> str:
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
