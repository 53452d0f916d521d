"""What the doctor sees of the machine and the office; a clock set back is noticed."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from gridterm.clock import FixedClock
from gridterm.store import doctor
from gridterm.store.audit import Actor
from gridterm.store.backup import make_backup
from gridterm.store.doctor import State, Terminal, clock_behind, examine
from gridterm.store.files import connect
from gridterm.store.unit import Store
from tests.store.office import fill

GOOD = Terminal("UTF-8", 120, 30, shown=True)


def states(db: Path, clock: FixedClock, terminal: Terminal | None = GOOD) -> dict[str, State]:
    lines = [line for line in examine(db, clock, terminal) if line.code != "texts"]
    assert all(line.sentence for line in lines)
    return {line.code: line.state for line in lines}


def test_a_sound_office_on_a_sound_machine(store: Store, actor: Actor, clock: FixedClock) -> None:
    fill(store, actor)
    store.path.chmod(0o600)
    make_backup(store)
    found = states(store.path, clock)
    assert set(found.values()) == {State.OK}
    assert {"program", "search", "locale", "terminal", "disk", "office", "clock", "backup"} <= set(
        found
    )


def test_before_there_is_an_office(tmp_path: Path, clock: FixedClock) -> None:
    found = states(tmp_path / "not" / "yet" / "office.db", clock)
    assert set(found.values()) == {State.OK}
    assert "clock" not in found
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize(
    ("terminal", "state"),
    [
        (Terminal("utf8", 80, 24, shown=True), State.OK),
        (Terminal("gbk", 80, 24, shown=True), State.OK),
        (Terminal("US-ASCII", 80, 24, shown=True), State.PROBLEM),
        (Terminal("utf-8", 79, 24, shown=True), State.WARNING),
        (Terminal("utf-8", 80, 23, shown=True), State.WARNING),
        (Terminal("utf-8", 40, 10, shown=False), State.OK),
    ],
)
def test_terminals(tmp_path: Path, clock: FixedClock, terminal: Terminal, state: State) -> None:
    assert states(tmp_path / "office.db", clock, terminal)["terminal"] is state


def test_texts_that_are_installed_or_missing(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(relative: str) -> Path:
        raise FileNotFoundError(relative)

    def texts() -> State:
        found = examine(tmp_path / "office.db", clock)
        return next(line.state for line in found if line.code == "texts")

    monkeypatch.setattr(doctor, "resource", tmp_path.joinpath)
    assert texts() is State.OK
    monkeypatch.setattr(doctor, "resource", missing)
    assert texts() is State.PROBLEM


def test_nobody_at_a_terminal(tmp_path: Path, clock: FixedClock) -> None:
    assert "terminal" not in states(tmp_path / "office.db", clock, None)


def test_too_little_room(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LITTLE_SPACE", 2**62)
    assert states(tmp_path / "office.db", clock)["disk"] is State.WARNING
    monkeypatch.setattr(doctor, "NO_SPACE", 2**62)
    assert states(tmp_path / "office.db", clock)["disk"] is State.PROBLEM


def test_an_office_others_can_read(store: Store, clock: FixedClock) -> None:
    store.path.chmod(0o640)
    assert states(store.path, clock)["private"] is State.PROBLEM


def test_backups_that_are_missing_or_old(store: Store, clock: FixedClock) -> None:
    assert states(store.path, clock)["backup"] is State.WARNING
    make_backup(store)
    clock.advance(timedelta(days=7))
    assert states(store.path, clock)["backup"] is State.OK
    clock.advance(timedelta(minutes=1))
    assert states(store.path, clock)["backup"] is State.WARNING


def test_files_that_are_no_office_or_a_newer_one(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    text = tmp_path / "text.db"
    text.write_text("no database")
    assert states(text, clock)["office"] is State.PROBLEM
    store.close()
    connection = connect(store.path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    assert states(store.path, clock)["office"] is State.PROBLEM


def test_an_older_office_is_not_upgraded_by_looking_at_it(store: Store, clock: FixedClock) -> None:
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version=0")
    connection.close()
    assert states(store.path, clock)["office"] is State.OK
    assert doctor._look_inside(store.path) == (0, None)


@pytest.mark.parametrize(
    ("step", "behind"),
    [
        (timedelta(0), False),
        (timedelta(days=1), False),
        (timedelta(minutes=-2), False),
        (timedelta(minutes=-2, seconds=-1), True),
        (timedelta(days=-400), True),
    ],
)
def test_a_clock_set_back_is_noticed(
    store: Store, actor: Actor, clock: FixedClock, step: timedelta, behind: bool
) -> None:
    assert clock_behind(store) is None
    fill(store, actor)
    made = clock.now()
    clock.advance(step)
    assert clock_behind(store) == (made if behind else None)
    assert (states(store.path, clock)["clock"] is State.PROBLEM) == behind
