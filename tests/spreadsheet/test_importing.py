"""What every import has in common: columns by hand over remembered ones, and its entry."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from gridterm.errors import CancelledError, FileProblemError, InputError
from gridterm.spreadsheet.importing import (
    Phase,
    Watch,
    demand,
    enter_batch,
    file_digest,
    find_columns,
)
from gridterm.spreadsheet.mapping import FieldSpec, match_columns, remember
from gridterm.store.audit import Actor
from gridterm.store.tables import ImportBatch
from gridterm.store.unit import Store

FIELDS = (FieldSpec("time", "Time", ("时间",)), FieldSpec("name", "Name", ("姓名",)))
HEADER = ("时间", "姓名", "登记", "谁")


def test_by_hand_goes_over_what_was_remembered_and_never_gives_a_column_twice(
    store: Store, actor: Actor
) -> None:
    with store.write("test", actor) as tx:
        kept = match_columns(HEADER, FIELDS, {"time": "登记", "name": "谁"})
        remember(tx.session, "punches", kept, datetime(2026, 11, 21))
    with store.read() as session:
        again = find_columns(session, "punches", HEADER, FIELDS, {})
        assert (again.columns, again.remembered) == ({"time": 2, "name": 3}, True)
        given = find_columns(session, "punches", HEADER, FIELDS, {"name": "登记"})
        assert (given.columns, given.remembered) == ({"name": 2, "time": 0}, False)
        fresh = find_columns(session, "hotline", HEADER, FIELDS, {})
        assert (fresh.columns, fresh.remembered) == ({"time": 0, "name": 1}, False)


def test_what_has_no_column_is_named_with_the_columns_there_are() -> None:
    found = match_columns(("序号", "", "备注"), FIELDS)
    demand(found, ())
    with pytest.raises(InputError, match=r"for: Time, Name\. The columns are: A 序号, C 备注\."):
        demand(found, ("Time", "Name"))


def test_columns_of_a_file_that_is_no_table_are_named_shortly(store: Store) -> None:
    with store.read() as session:
        found = find_columns(session, "punches", ("乱" * 500, "a\x1b[31m\nb"), FIELDS, {})
    with pytest.raises(InputError) as caught:
        demand(found, ("Time",))
    assert len(caught.value.message) < 200
    assert "\x1b" not in caught.value.message
    assert "\n" not in caught.value.message


def test_cancelling_is_heard_at_the_next_word_of_progress() -> None:
    told: list[tuple[int, int, Phase]] = []
    tired = False
    watch = Watch(lambda *words: told.append(words), lambda: tired)
    watch.tell(7, 5, Phase.READING)
    tired = True
    with pytest.raises(CancelledError):
        watch.tell(8, 9, Phase.SAVING)
    assert told == [(7, 7, Phase.READING)]


def test_an_import_is_entered_with_its_file_and_counts(
    store: Store, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes(b"a,b\n")
    counts = {"new": 3, "changed": 2, "same": 1, "refused": 4}
    with store.write("test", actor) as tx:
        batch_id = enter_batch(tx, "hotline", path, file_digest(path), counts)
        assert tx.subject == f"import:{batch_id}"
    with store.read() as session:
        row = session.get(ImportBatch, batch_id)
        assert row is not None
        assert row.model_dump(include={"purpose", "file", "sha256", *counts}) == {
            "purpose": "hotline",
            "file": "messages.csv",
            "sha256": sha256(b"a,b\n").hexdigest(),
            **counts,
        }


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="There is no file"):
        file_digest(tmp_path / "gone.csv")
