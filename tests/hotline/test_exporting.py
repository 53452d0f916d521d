"""Calls in files for people outside: masked, safe, and nothing new when they come back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from gridterm import i18n
from gridterm.errors import CancelledError, FileProblemError
from gridterm.hotline import exporting, importing, service
from gridterm.hotline.terms import Intake, TicketFilter
from gridterm.spreadsheet.reading import open_table
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture
def office(store: Store, actor: Actor) -> Store:
    """Three calls, one of them confidential."""
    for content, confidential in (("=漏水<活着>", False), ("家里的事", True), ("路灯", False)):
        service.register(
            store,
            actor,
            Intake(
                content,
                kind="complaint",
                caller="刘洋",
                phone="13800000001",
                confidential=confidential,
                received_at=datetime(2026, 11, 20, 8),
                answer="已答复",
            ),
        )
    return store


def rows(path: Path) -> list[dict[str, object]]:
    with open_table(path) as table:
        return [dict(zip(table.header, cells, strict=False)) for _n, cells in table.rows()]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_names_and_phones_are_masked(office: Store, tmp_path: Path, kind: str) -> None:
    done = exporting.export(office, tmp_path / f"a.{kind}", TicketFilter())
    assert (done.count, done.left_out) == (2, 1)
    found = rows(done.path)
    assert [row["Caller"] for row in found] == ["刘**", "刘**"]
    assert [row["Phone number"] for row in found] == ["138****0001", "138****0001"]
    assert [str(row["Content"]).strip() for row in found] == ["路灯", "=漏水<活着>"]
    assert [row["Reply"] for row in found] == ["已答复"] * 2
    raw = done.path.read_bytes()
    assert "家里的事".encode() not in raw


def test_asking_for_them_in_full_is_in_the_trail(
    office: Store, actor: Actor, tmp_path: Path
) -> None:
    done = exporting.export(office, tmp_path / "a.xlsx", TicketFilter(), revealed_to=actor)
    assert {row["Phone number"] for row in rows(done.path)} == {"13800000001"}
    with office.read() as session:
        last = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[union-attr]
    assert last is not None
    assert (last.action, last.actor) == ("hotline.export", actor.name)
    assert "a.xlsx" in last.changes


def test_only_what_the_filter_finds(office: Store, tmp_path: Path) -> None:
    done = exporting.export(office, tmp_path / "a.csv", TicketFilter(text="路灯"))
    assert (done.count, done.left_out) == (1, 0)


def test_formulas_stay_texts(office: Store, tmp_path: Path) -> None:
    done = exporting.export(office, tmp_path / "a.xlsx", TicketFilter())
    sheet = load_workbook(done.path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}


@pytest.mark.parametrize("language", [i18n.ENGLISH, i18n.CHINESE])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_imported_again_it_changes_nothing(
    office: Store, actor: Actor, tmp_path: Path, language: str, kind: str
) -> None:
    i18n.use(language)
    done = exporting.export(office, tmp_path / f"a.{kind}", TicketFilter())
    again = importing.run(office, actor, done.path)
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, 2, 0)


def test_a_file_that_is_there_is_kept(office: Store, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")
    done = exporting.export(office, tmp_path / "a.csv", TicketFilter())
    assert done.path.name == "a (2).csv"
    assert (tmp_path / "a.csv").read_text() == "mine"


def test_other_kinds_of_file_and_cancelling(
    office: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileProblemError, match=r"\.xlsx or \.csv"):
        exporting.export(office, tmp_path / "a.pdf", TicketFilter())
    monkeypatch.setattr(exporting, "STEP", 1)
    with pytest.raises(CancelledError):
        exporting.export(office, tmp_path / "a.csv", TicketFilter(), cancelled=lambda: True)
    assert not list(tmp_path.glob("a*"))


def test_pages_follow_each_other(
    office: Store, actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 1)
    done = exporting.export(office, tmp_path / "a.csv", TicketFilter())
    assert (done.count, done.left_out) == (2, 1)
