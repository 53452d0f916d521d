"""The settings in the office file: only what differs from its default is kept there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from gridterm.settings.listed import BY_KEY
from gridterm.settings.parsing import parse
from gridterm.settings.setting import Value
from gridterm.settings.values import Settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store, Tx


def load(session: Session, *only: str) -> Settings:
    """The settings as they are saved; with keys, those alone are read."""
    from sqlmodel import col, select

    from gridterm.store.tables import SettingRow

    query = select(SettingRow.key, SettingRow.value)
    return saved(session.exec(query.where(col(SettingRow.key).in_(only)) if only else query))


def saved(rows: Iterable[tuple[str, str]]) -> Settings:
    """The settings from their saved (key, value); keys of another version are left out."""
    return Settings({key: _stored(value) for key, value in rows if key in BY_KEY})


def _stored(value: str) -> Value:
    found: Any = json.loads(value)
    return tuple(str(code) for code in found) if isinstance(found, list) else found


def change(store: Store, actor: Actor, typed: Mapping[str, str]) -> Settings:
    """Save settings, all of them or none; a value that equals the default is forgotten.

    Args:
        store: the office.
        actor: who changes them.
        typed: per key what was typed.

    Returns:
        The settings after the change.

    Raises:
        InputError: one of them does not take its value; nothing was saved.
    """
    values = {key: parse(key, text) for key, text in typed.items()}
    with store.write("settings.change", actor) as tx:
        return enter(tx, values)


def enter(tx: Tx, values: Mapping[str, Value]) -> Settings:
    """Enter settings within a use case; a value that equals the default is forgotten.

    Dates of calls depend on some: ``hotline.calendar_change`` renews them in the same use case.

    Args:
        tx: the use case.
        values: per key what ``parse`` made of it.

    Returns:
        The settings after the change.
    """
    from gridterm.store.tables import SettingRow

    tx.subject = "settings"
    for key, value in values.items():
        row = tx.session.get(SettingRow, key)
        if value == BY_KEY[key].default:
            if row is not None:
                tx.session.delete(row)
        elif row is None:
            tx.session.add(SettingRow(key=key, value=_as_json(value)))
        else:
            row.value = _as_json(value)
    tx.session.flush()
    return load(tx.session)


def _as_json(value: Value) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
