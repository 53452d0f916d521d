"""Opening the office for work, also one that an earlier version left."""

import sqlite3
from pathlib import Path

import pytest
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.errors import StoreMissingError
from gridterm.hotline import due
from gridterm.hotline.tables import Ticket
from gridterm.store.backup import Reason, list_backups
from gridterm.store.opening import SCHEMA_VERSION, inspect_file
from gridterm.today.opening import open_office
from tests.store.released import FOLDER


def test_an_office_of_the_first_version_gets_its_dates_after_a_backup(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "office.db"
    connection = sqlite3.connect(path)
    connection.executescript((FOLDER / "v1.sql").read_text(encoding="utf-8"))
    connection.close()
    store = open_office(path, clock)
    with store.read() as session:
        kept = session.exec(select(Ticket.due_clock, Ticket.due_at).order_by(col(Ticket.id))).all()
    assert len(kept) == 7
    assert {name for name, _at in kept} == {"feedback"}
    assert all(at is not None and at > clock.now() for _name, at in kept)
    assert due.renew_missing(store) == 0
    store.close()
    assert inspect_file(path) == SCHEMA_VERSION
    (made,) = list_backups(path)
    assert (made.reason, made.version) == (Reason.BEFORE_UPGRADE, 1)


def test_an_office_of_this_version_is_opened_as_it_is(
    empty_office: Path, tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(empty_office.read_bytes())
    open_office(path, clock).close()
    assert list_backups(path) == ()
    with pytest.raises(StoreMissingError):
        open_office(tmp_path / "nowhere.db", clock)
