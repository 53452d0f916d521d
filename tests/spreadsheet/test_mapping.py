"""Columns found by their headers, given by hand, remembered."""

from datetime import datetime

import pytest

from gridterm.errors import InputError
from gridterm.spreadsheet.mapping import (
    ColumnMap,
    FieldSpec,
    layout_key,
    letter,
    match_columns,
    recall,
    remember,
)
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

FIELDS = (
    FieldSpec("id", "Number", ("留言编号", "编号", "id"), required=True),
    FieldSpec("time", "Time", ("反映时间", "时间", "time"), required=True),
    FieldSpec("content", "Content", ("内容", "text")),
)


@pytest.mark.parametrize(
    "header",
    [
        "反映时间",
        " 反映时间 ",
        "反映时间（必填）",
        "*反映时间",
        "反映\n时间",
        "【反映时间】",
        "反映_时间:",
        "TIME",
        "Time",
    ],
)
def test_headers_are_compared_without_decoration(header: str) -> None:
    assert match_columns(["x", header], FIELDS).columns == {"time": 1}


def test_the_better_word_wins_and_no_column_is_used_twice() -> None:
    found = match_columns(["编号", "留言编号", "时间", "内容", "内容"], FIELDS)
    assert found.columns == {"id": 1, "time": 2, "content": 3}
    assert found.unmapped == (0, 4)


def test_what_must_be_there_and_is_not() -> None:
    assert [spec.key for spec in match_columns(["内容"], FIELDS).missing] == ["id", "time"]


def test_by_hand_by_header_by_letter_and_none_at_all() -> None:
    header = ["编号", "收到", "时间", "内容"]
    assert match_columns(header, FIELDS, {"time": "收到"}).columns["time"] == 1
    assert match_columns(header, FIELDS, {"time": "b"}).columns["time"] == 1
    dropped = match_columns(header, FIELDS, {"time": "-"})
    assert "time" not in dropped.columns
    assert [spec.key for spec in dropped.missing] == ["time"]


@pytest.mark.parametrize("chosen", [{"time": "Z"}, {"when": "A"}, {"time": "A", "id": "A"}])
def test_what_cannot_be_given_by_hand(chosen: dict[str, str]) -> None:
    with pytest.raises(InputError):
        match_columns(["编号", "时间"], FIELDS, chosen)


def test_letters() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_layout_is_remembered_with_what_was_dropped(store: Store, actor: Actor) -> None:
    header = ["编号", "收到", "时间"]
    chosen = match_columns(header, FIELDS, {"time": "收到", "content": "-"})
    for _twice in range(2):
        with store.write("test", actor) as tx:
            remember(tx.session, "hotline", chosen, datetime(2026, 1, 1))
    with store.read() as session:
        last = recall(session, "hotline", ["编号 ", "收到", "（时间）"])
        assert last is not None
        again = match_columns(header, FIELDS, last, remembered=True)
        assert recall(session, "staff", header) is None
        assert recall(session, "hotline", ["编号"]) is None
    assert again.columns == chosen.columns
    assert again.dropped == ("content",)
    assert again.remembered


def test_layout_keys_keep_columns_apart() -> None:
    assert layout_key(["ab", "c"]) != layout_key(["a", "bc"])
    assert ColumnMap(("", "b"), {}).name(0) == "A"
