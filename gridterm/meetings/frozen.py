"""What is issued as JSON and back: frozen dataclasses with their dates and codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A frozen dataclass as what ``store.audit.canonical`` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def thawed(kind: type[Value], told: Any) -> Value:  # noqa: ANN401 - JSON
    """The dataclass from its JSON; fields of another version are left out or defaulted.

    Raises:
        ValueError, KeyError, TypeError: it is no value of this kind.
    """
    value: Value = _made(kind, told)
    return value


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, told: Any) -> Any:  # noqa: ANN401 - by the type hints of the fields
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        if told is None:
            return None
        return _made(next(one for one in inner if one is not type(None)), told)
    if origin is tuple:
        return tuple(_made(inner[0], one) for one in told)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        given = {one.name for one in fields(kind) if one.init} & told.keys()
        return kind(**{name: _made(hints[name], told[name]) for name in given})
    if kind in {datetime, date}:
        return kind.fromisoformat(told)
    return kind(told) if isinstance(kind, type) and issubclass(kind, Enum) else told
