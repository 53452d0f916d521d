"""The sentences in English, and files as other programs make them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from gridterm import i18n

MakeBook = Callable[..., Path]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture
def book(tmp_path: Path) -> MakeBook:
    """Makes a workbook: per sheet its name and its rows."""

    def make(name: str = "book.xlsx", **sheets: Sequence[Sequence[object]]) -> Path:
        made = Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        made.save(path)
        return path

    return make
