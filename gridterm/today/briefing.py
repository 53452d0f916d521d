"""The briefing: what has to be done today, who is on duty, what the registers miss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridterm.store.unit import Store


@dataclass(frozen=True)
class Counts:
    """The numbers of the header, and who answers the hotline today."""

    unanswered: int
    revisits: int
    officer: str = ""
    deputy: str = ""


def counts(store: Store, _today: date) -> Counts:
    """The numbers of the header."""
    from gridterm.hotline.queries import month_counts

    found = month_counts(store)
    return Counts(found.open - found.awaiting, found.awaiting)
