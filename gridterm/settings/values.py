"""The settings at one moment."""

from __future__ import annotations

from collections.abc import Mapping

from gridterm.settings.listed import BY_KEY
from gridterm.settings.setting import Value


class Settings:
    """The settings at one moment: what the office changed, defaults for the rest."""

    def __init__(self, changed: Mapping[str, Value] | None = None) -> None:
        self._changed = dict(changed or {})

    def __getitem__(self, key: str) -> Value:
        """The value of a setting; ``KeyError`` for a key that is none."""
        return self._changed.get(key, BY_KEY[key].default)

    def text(self, key: str) -> str:
        """The value of a text, choice, time or zone setting."""
        return str(self[key])

    def number(self, key: str) -> int:
        """The value of a number setting."""
        return int(str(self[key]))

    def codes(self, key: str) -> tuple[str, ...]:
        """The value of a setting that is a set of codes."""
        value = self[key]
        return value if isinstance(value, tuple) else ()

    def with_values(self, values: Mapping[str, Value]) -> Settings:
        """These settings with some of them changed."""
        return Settings({**self._changed, **values})

    def is_changed(self, key: str) -> bool:
        """Whether the office chose another value than the default."""
        return key in self._changed
