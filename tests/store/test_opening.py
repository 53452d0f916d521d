"""A file that is none of ours, damaged or newer gets a sentence and is left alone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.errors import (
    InputError,
    StoreDamagedError,
    StoreError,
    StoreMissingError,
)
from gridterm.store.audit import Actor
from gridterm.store.files import connect
from gridterm.store.opening import create_store, inspect_file, open_store
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.store.office import SOURCES, fill


@pytest.fixture(params=i18n.LANGUAGES, autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


def spoken_error(path: Path, clock: FixedClock, kind: type[StoreError]) -> str:
    """Open the file, which must fail with a sentence that names it and changes nothing."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(kind) as raised:
        open_store(path, clock)
    assert type(raised.value) is kind
    assert str(path) in raised.value.message
    assert (path.read_bytes() if path.is_file() else None) == before
    return raised.value.message


def test_a_file_that_is_missing(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "office.db"
    assert "gridterm init" in spoken_error(path, clock, StoreMissingError)
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite", "反映人,电话\n".encode("gbk"), b"PK\x03\x04" + b"\0" * 5000, b"\0" * 100_000],
    ids=["empty", "short", "csv", "workbook", "zeros"],
)
def test_a_file_that_is_no_database(tmp_path: Path, clock: FixedClock, content: bytes) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(content)
    assert "gridterm restore" in spoken_error(path, clock, StoreDamagedError)


def test_a_file_that_only_begins_like_a_database(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xa5" * 20_000)
    spoken_error(path, clock, StoreDamagedError)


def test_a_file_cut_off_in_the_middle(store: Store, clock: FixedClock, actor: Actor) -> None:
    fill(store, actor)
    store.close()
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[: len(whole) // 2])
    spoken_error(store.path, clock, StoreDamagedError)


def test_a_folder_is_no_office(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(StoreMissingError) as raised:
        open_store(tmp_path, clock)
    assert raised.value.message.startswith(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files on Windows")
def test_a_pipe_is_no_office_and_is_not_waited_for(tmp_path: Path, clock: FixedClock) -> None:
    os.mkfifo(tmp_path / "pipe")
    spoken_error(tmp_path / "pipe", clock, StoreDamagedError)


def test_the_database_of_another_program(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "office.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE moz_places(url)")
    connection.close()
    spoken_error(path, clock, StoreDamagedError)


def test_a_page_damaged_in_the_middle_is_said_when_it_is_read_and_found_by_verify(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    fill(store, actor)
    store.close()
    connection = connect(store.path)
    connection.execute("PRAGMA journal_mode=DELETE")
    (root,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'ticket_event'"
    ).fetchone()
    connection.close()
    with store.path.open("rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)
    opened = open_store(store.path, clock)
    with pytest.raises(StoreDamagedError), opened.read() as session:
        session.connection().exec_driver_sql("SELECT * FROM ticket_event").all()
    report = verify(opened, sources=SOURCES)
    assert {"file.unreadable", "file.damaged"} & report.counts.keys()
    assert any("gridterm restore" in found.sentence for found in report.findings)
    opened.close()


def test_a_file_that_is_there_is_not_made_anew(store: Store, clock: FixedClock) -> None:
    with pytest.raises(InputError):
        create_store(store.path, clock)
    assert inspect_file(store.path) == 1


def test_a_link_opens_the_office_it_points_to(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(store.path)
    opened = open_store(link, clock)
    assert opened.last_entry_at() is None
    opened.close()


def test_a_copy_taken_without_its_log_still_opens(
    store: Store, clock: FixedClock, actor: Actor, tmp_path: Path
) -> None:
    fill(store, actor)
    copy = tmp_path / "copy.db"
    shutil.copyfile(store.path, copy)
    opened = open_store(copy, clock)
    assert verify(opened, sources=SOURCES).counts.keys() <= {"search.stale"}
    opened.close()


def test_looking_at_a_file_needs_nothing_but_sqlite(store: Store) -> None:
    script = (
        "import sys; from pathlib import Path; from gridterm.store.opening import inspect_file; "
        "version = inspect_file(Path(sys.argv[1])); "
        "print(version, sorted({'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic', 'filelock', "
        "'textual'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1 []"
