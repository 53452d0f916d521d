"""What a setting is: its key, the shape of its value, its default and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gridterm.i18n import _

Value = str | int | bool | tuple[str, ...]


class Shape(StrEnum):
    """What kind of value a setting takes."""

    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    CODES = "codes"
    TIME = "time"
    DATE = "date"
    ZONE = "zone"


@dataclass(frozen=True)
class Setting:
    """One setting: its key, what it takes, its default, and why that is the default.

    ``low`` and ``high`` bound a number; ``choices`` name the allowed codes.
    """

    key: str
    group: str
    shape: Shape
    default: Value
    title_id: str
    reason_id: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 100_000

    @property
    def title(self) -> str:
        """What it is called, in the user's language."""
        return _(self.title_id)

    @property
    def reason(self) -> str:
        """Why the default is what it is, in the user's language."""
        return _(self.reason_id)
