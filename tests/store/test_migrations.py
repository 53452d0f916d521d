"""The schema: the same however a file came to it, and never left halfway."""

import shutil
import sqlite3
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import SAWarning
from sqlmodel import Session, SQLModel, select

import gridterm.attendance.tables
import gridterm.discipline.tables
import gridterm.hotline.tables
import gridterm.meetings.tables
import gridterm.registers.tables
import gridterm.visits.tables  # noqa: F401 - every desk's tables belong to the metadata
from gridterm.clock import FixedClock
from gridterm.errors import RefusedError, StoreError, StoreNewerError
from gridterm.paths import backup_folder
from gridterm.registers.tables import Staff
from gridterm.store import opening
from gridterm.store.backup import Reason, list_backups
from gridterm.store.files import APPLICATION_ID, connect
from gridterm.store.instances import enter
from gridterm.store.migrations import run
from gridterm.store.opening import SCHEMA_VERSION, create_store, inspect_file, open_store
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.store.office import SOURCES
from tests.store.released import released_files


def differences(connection: Connection) -> list[object]:
    """What alembic would change; the search index is not SQLAlchemy's business."""

    def ours(_object: object, name: str | None, kind: str, *_more: object) -> bool:
        return not (kind == "table" and (name or "").split("_")[0] == "search") or (
            name == "search_text"
        )

    context = MigrationContext.configure(
        connection, opts={"include_object": ours, "compare_type": True}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # grid and staff name each other
        return list(compare_metadata(context, SQLModel.metadata))


def test_the_migrated_schema_is_what_the_tables_say(store: Store) -> None:
    with store.engine.connect() as connection:
        assert differences(connection) == []


def test_a_missing_column_would_be_seen(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE staff DROP COLUMN away")
        assert len(differences(connection)) == 1


@pytest.mark.parametrize("dump", released_files(), ids=lambda path: path.stem)
def test_every_released_office_still_opens(dump: Path, tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "office.db"
    connection = sqlite3.connect(path)
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    opened = open_store(path, clock)
    assert inspect_file(path) == SCHEMA_VERSION
    with opened.engine.connect() as connected:
        assert differences(connected) == []
    report = verify(opened, sources=SOURCES)
    assert report.findings == ()
    with opened.read() as session:
        assert [staff.name for staff in session.exec(select(Staff))] == ["李晓明", "王芳"]
    opened.close()


def test_there_is_a_released_office_of_this_version() -> None:
    assert f"v{SCHEMA_VERSION}" in {path.stem for path in released_files()}


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """An office file of before the first version: ours, but with nothing in it."""
    path = tmp_path / "older.db"
    path.touch()
    connection = connect(path)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("CREATE TABLE kept_by_hand(note)")
    connection.execute("INSERT INTO kept_by_hand VALUES ('旧')")
    connection.close()
    return path


def test_an_older_file_is_brought_up_to_date_after_a_backup(older: Path, clock: FixedClock) -> None:
    before = older.read_bytes()
    opened = open_store(older, clock)
    with Session(opened.engine) as session:
        assert session.exec(select(Staff)).all() == []
    opened.close()
    assert inspect_file(older) == SCHEMA_VERSION
    (made,) = list_backups(older)
    assert (made.reason, made.version) == (Reason.BEFORE_UPGRADE, 0)
    connection = connect(made.path)
    assert connection.execute("SELECT note FROM kept_by_hand").fetchall() == [("旧",)]
    connection.close()
    assert before != older.read_bytes()
    open_store(older, clock).close()
    assert len(list_backups(older)) == 1


def test_an_upgrade_that_fails_halfway_leaves_the_file_and_the_backup(
    older: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = older.read_bytes()

    def break_off(path: Path) -> None:
        connection = connect(path)
        # The last statements of the migration find their name taken.
        connection.execute(
            "CREATE TRIGGER audit_no_update AFTER INSERT ON kept_by_hand BEGIN SELECT 1; END"
        )
        connection.close()

    break_off(older)
    before = older.read_bytes()
    with pytest.raises(StoreError):
        open_store(older, clock)
    assert older.read_bytes() == before
    assert inspect_file(older) == 0
    assert [made.version for made in list_backups(older)] == [0]


def test_an_upgrade_waits_until_no_other_window_has_the_file(
    older: Path, clock: FixedClock
) -> None:
    other = enter(older)
    with pytest.raises(RefusedError):
        open_store(older, clock)
    assert inspect_file(older) == 0
    other.leave()
    open_store(older, clock).close()


def test_without_room_for_the_backup_there_is_no_upgrade(older: Path, clock: FixedClock) -> None:
    backup_folder(older).write_text("a file where the folder should be")
    with pytest.raises(StoreError):
        open_store(older, clock)
    assert inspect_file(older) == 0


def test_a_newer_file_is_left_alone(store: Store, clock: FixedClock) -> None:
    store.close()
    connection = connect(store.path)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreNewerError) as raised:
        open_store(store.path, clock)
    assert str(store.path) in raised.value.message
    assert store.path.read_bytes() == before
    assert list_backups(store.path) == ()


def test_a_new_office_appears_whole_or_not_at_all(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> None:
        raise sqlite3.OperationalError("stop")

    path = tmp_path / "new" / "office.db"
    with monkeypatch.context() as patch:
        patch.setattr(run, "upgrade", fail)
        with pytest.raises(StoreError):
            create_store(path, clock)
    assert list(path.parent.iterdir()) == []
    create_store(path, clock).close()
    assert [found.name for found in path.parent.iterdir()] == ["office.db"]


def test_a_path_may_hold_any_character(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "化院 社区?x=1#2%41" / "办公&室;.db"
    create_store(path, clock).close()
    opened = open_store(path, clock)
    assert verify(opened).whole
    opened.close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    shutil.move(path, path.with_name("moved.db"))
    with pytest.raises(StoreError):
        opened.last_entry_at()
    assert not path.exists()
    assert opening.inspect_file(path.with_name("moved.db")) == SCHEMA_VERSION
