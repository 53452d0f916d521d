"""Files of messages as message boards and offices make them, and helpers to look at the office."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from gridterm import i18n
from tests.hotline.importing.messages import MakeBook


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture
def book(tmp_path: Path) -> MakeBook:
    """Makes a workbook of one sheet."""

    def make(header: Sequence[str], *rows: Sequence[object], name: str = "留言.xlsx") -> Path:
        made = Workbook()
        made.active.append(list(header))
        for row in rows:
            made.active.append(list(row))
        made.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def message() -> Callable[..., list[Any]]:
    """A row of a message board (``BOARD``), with what the test wants to be otherwise."""

    def make(number: object = 188006, **other: object) -> list[Any]:
        row: dict[str, object] = {
            "留言编号": number,
            "留言用户": "A000102948",
            "留言主题": "A3区一米阳光婚纱艺术摄影是否合法纳税了？",
            "留言时间": datetime(2019, 2, 28, 11, 25, 5),
            "留言详情": "\n\t\t\t\t\t\t座落在A市A3区联丰路米兰春天G2栋320，一家婚纱摄影\n\t",
            "一级标签": "商贸旅游",
        }
        return list((row | other).values())

    return make
