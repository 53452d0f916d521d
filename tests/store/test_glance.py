"""A look at an office file by plain SQLite: one state, nothing changed, failures in words."""

import sqlite3
from pathlib import Path

import pytest

from gridterm import settings
from gridterm.errors import StoreError
from gridterm.settings import saved
from gridterm.store.audit import SYSTEM
from gridterm.store.glance import glance, plain, rows
from gridterm.store.unit import Store

NAMES = "SELECT key, value FROM setting WHERE key = ?"


def test_it_sees_one_state_while_others_write(store: Store) -> None:
    settings.change(store, SYSTEM, {"office.name": "化院社区"})
    with glance(store.path) as file:
        (before,) = rows(file, NAMES, ["office.name"])
        settings.change(store, SYSTEM, {"office.name": "别的社区"})
        (again,) = rows(file, NAMES, ["office.name"])
        assert before["value"] == again["value"] == '"化院社区"'
        assert saved(file.execute(NAMES, ["office.name"])).text("office.name") == "化院社区"
    with store.read() as session:
        (now,) = rows(plain(session), NAMES, ["office.name"])
        assert now["value"] == '"别的社区"'
        assert settings.load(session).text("office.name") == "别的社区"


def test_it_changes_nothing(store: Store) -> None:
    with pytest.raises(StoreError), glance(store.path) as file:
        file.execute("DELETE FROM setting")


def test_a_setting_of_another_version_is_left_out() -> None:
    assert (
        saved([("no.such", "1"), ("hotline.near_percent", "30")]).number("hotline.near_percent")
        == 30
    )


def test_a_file_that_is_gone_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as failed, glance(tmp_path / "gone.db"):
        pass
    assert isinstance(failed.value.__cause__, sqlite3.Error)
