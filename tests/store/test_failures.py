"""Every trouble SQLite or the system can report has its own sentence."""

import errno
import sqlite3
from pathlib import Path

import pytest

from gridterm.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
)
from gridterm.store.failures import sentence, spoken
from gridterm.store.unit import Store

PATH = Path("办公.db")


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("said in any words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), StoreBusyError),
        (sqlite_error(sqlite3.SQLITE_LOCKED), StoreBusyError),
        (sqlite_error(sqlite3.SQLITE_FULL), StoreFullError),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), StoreFullError),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), StoreReadOnlyError),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), StoreReadOnlyError),
        (sqlite_error(sqlite3.SQLITE_CORRUPT_VTAB), StoreDamagedError),
        (sqlite_error(sqlite3.SQLITE_NOTADB), StoreDamagedError),
        (sqlite_error(sqlite3.SQLITE_ERROR), StoreError),
        (sqlite3.ProgrammingError("closed"), StoreError),
        (OSError(errno.ENOSPC, "x"), StoreFullError),
        (PermissionError(errno.EACCES, "x"), StoreReadOnlyError),
        (OSError(errno.EROFS, "x"), StoreReadOnlyError),
        (IsADirectoryError(errno.EISDIR, "x"), StoreError),
    ],
)
def test_each_trouble_has_its_sentence(error: Exception, kind: type[StoreError]) -> None:
    found = sentence(error, PATH)
    assert type(found) is kind
    assert str(PATH) in found.message


def test_broken_constraints_and_other_mistakes_pass_as_they_are(store: Store) -> None:
    def save() -> None:
        with spoken(PATH), store.write_quietly() as session:
            for _n in range(2):
                session.connection().exec_driver_sql("INSERT INTO setting VALUES ('a', '1')")

    with pytest.raises(Exception, match="UNIQUE") as raised:
        save()
    assert not isinstance(raised.value, StoreError)


def test_a_file_that_cannot_be_read_inside_a_use_case_is_not_the_offices_fault(
    store: Store,
) -> None:
    with pytest.raises(PermissionError), store.read():
        raise PermissionError(errno.EACCES, "another file")
