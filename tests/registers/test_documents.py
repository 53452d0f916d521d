"""The month of duty on one sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import docx
import pytest
from pypdf import PdfReader

from gridterm.i18n import LANGUAGES, language, use
from gridterm.printing.document import Document, Note, Office, Table
from gridterm.printing.pdf import to_pdf
from gridterm.printing.preview import to_text
from gridterm.printing.word import to_docx
from gridterm.registers import documents, roster, service, workdays
from gridterm.registers.terms import StaffForm
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store

HIRED = date(2020, 1, 1)
OFFICE = Office("化院社区居民委员会", "铁东街道", "0419-2345678")


@pytest.fixture(params=LANGUAGES, autouse=True)
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    before = language()
    use(request.param)
    yield
    use(before)


@pytest.fixture
def full(store: Store) -> Store:
    """Somebody on every day of the longest month with holidays, each with a long name."""
    people = [
        service.save_staff(
            store, SYSTEM, StaffForm(f"100{n}", name, phone=f"1380000000{n}", hired=HIRED)
        ).id
        for n, name in enumerate(("欧阳晓明", "[/]王芳", "=1+1"))
    ]
    roster.fill(store, SYSTEM, 2026, 10, people)
    roster.put(store, SYSTEM, date(2026, 10, 8), people[0], people[1], note="节后第一天，两人在岗")
    return store


def pages(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False)))
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]


def test_a_month_is_one_sheet_with_every_day_and_phone(full: Store) -> None:
    found = roster.month(full, 2026, 10)
    (page,) = pages(documents.roster_sheet(found, OFFICE, printed="2026-10-01"))
    assert page.count("13800000000") + page.count("13800000001") + page.count("13800000002") == 62
    for words in ("铁东街道化院社区居民委员会", "0419-2345678", "[/]王芳", "两人在岗"):
        assert words in page


def test_halves_stand_side_by_side_whatever_the_month_has(full: Store) -> None:
    for year, month, last in ((2026, 2, 28), (2024, 2, 29), (2026, 11, 30), (2026, 10, 31)):
        (table,) = [
            block
            for block in documents.roster_of(full, year, month).document.body
            if isinstance(block, Table)
        ]
        days = [row[0] for row in table.rows] + [row[5] for row in table.rows]
        numbers = [int(words.split()[0]) for words in days if words]
        assert numbers == list(range(1, last + 1))


def test_the_offices_own_days_are_marked(full: Store) -> None:
    with full.write("test", SYSTEM) as tx:
        workdays.enter_day(tx, date(2026, 10, 17), working=True, note="补班")
        workdays.enter_day(tx, date(2026, 10, 20), working=False, note="社区日")
    (table, *_rest) = documents.roster_of(full, 2026, 10).document.body
    assert isinstance(table, Table)
    marks = {row[5].split()[0]: row[5].split()[2:] for row in table.rows if row[5]}
    first = {row[0].split()[0]: row[0].split()[2:] for row in table.rows}
    assert marks["17"] == first["10"], "both are make-up working days"
    assert marks["20"] == first["1"], "both are holidays"
    assert marks["19"] == []


def test_a_year_that_is_not_published_says_so(full: Store) -> None:
    for year, notes in ((2026, 1), (2099, 1)):
        body = documents.roster_of(full, year, 10).document.body
        assert sum(isinstance(block, Note) for block in body) == notes
    assert any("2099" in one.text for one in body if isinstance(one, Note))


def test_word_and_text_hold_the_same(full: Store) -> None:
    printout = documents.roster_of(full, 2026, 10, by="李晓明")
    word = docx.Document(io.BytesIO(to_docx(printout.document)))
    texts = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"欧阳晓明", "[/]王芳", "=1+1", "13800000001"} <= texts
    text = to_text(printout.document, 132)
    assert "13800000001" in text
    assert "李晓明" in text
    assert "2026" in printout.file_name


def test_nobody_on_duty_is_an_empty_cell(store: Store) -> None:
    found = roster.month(store, 2026, 11)
    (table,) = documents.roster_sheet(replace(found, published=True), OFFICE).body
    assert isinstance(table, Table)
    assert all(set(row[1:5]) == {""} for row in table.rows)
