"""Telephone numbers as people type them, and what does not belong to one."""

import pytest

from gridterm.text import beside_phone, normalize_phone


@pytest.mark.parametrize(
    ("typed", "digits", "beside"),
    [
        ("13912345670", "13912345670", ""),
        ("１３９ 1234-5670", "13912345670", ""),
        ("+86 139 1234 5670", "13912345670", ""),
        ("(0412) 234-5678 转 801", "04122345678801", ""),
        ("0412－2345678分机8", "041223456788", ""),
        ("13912345670已联系物业", "13912345670", "已联系物业"),
        ("没有", "", "没有"),
        ("", "", ""),
    ],
)
def test_digits_are_kept_and_words_are_noticed(typed: str, digits: str, beside: str) -> None:
    assert normalize_phone(typed) == digits
    assert beside_phone(typed) == beside
