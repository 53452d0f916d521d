"""Frozen dataclasses as canonical JSON and back: what was issued is read as it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from gridterm.i18n import Term
from gridterm.store.audit import canonical

T = TypeVar("T")


def pack(value: object) -> str:
    """A dataclass as canonical JSON; what is empty or None is left out.

    Args:
        value: a dataclass of texts, numbers, flags, dates, moments, terms, None, tuples and
            dataclasses of these.
    """
    return canonical(_plain(value))


def unpack(kind: type[T], text: str) -> T:
    """The dataclass ``pack`` made the text of.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    found: T = _value(kind, json.loads(text))
    return found


def _plain(value: object) -> object:
    if is_dataclass(value):
        pairs = ((one.name, _plain(getattr(value, one.name))) for one in fields(value))
        return {name: told for name, told in pairs if told or told == 0}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Term):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _value(kind: Any, told: Any) -> Any:  # noqa: ANN401 - types are read at run time here
    if get_origin(kind) in {Union, UnionType}:
        known = [one for one in get_args(kind) if one is not NoneType]
        return None if told is None else _value(known[0], told)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], one) for one in told or ())
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, told)
    return _single(kind, told)


def _single(kind: Any, told: Any) -> Any:  # noqa: ANN401 - types are read at run time here
    if kind in {datetime, date}:
        return kind.fromisoformat(told)
    if issubclass(kind, Term):
        return kind(told or "")
    return kind(told) if told is not None else kind()


def _record(kind: type[Any], told: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    hints: dict[str, Any] = _hints(kind)  # type: ignore[arg-type]
    return kind(**{one.name: _value(hints[one.name], told.get(one.name)) for one in fields(kind)})


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    return get_type_hints(kind)
