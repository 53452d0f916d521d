"""Choices and numbers as people type them."""

from __future__ import annotations

import pytest

from gridterm.cli import values
from gridterm.errors import InputError
from gridterm.hotline.terms import Kind


def test_choices_by_code_or_label() -> None:
    assert values.code(Kind, "complaint", "--kind") is Kind.COMPLAINT
    assert values.code(Kind, " Complaint ", "--kind") is Kind.COMPLAINT
    assert values.code(Kind, Kind.REPORT.label, "--kind") is Kind.REPORT
    assert values.codes(Kind, "help，praise", "--kind") == (Kind.HELP, Kind.PRAISE)
    with pytest.raises(InputError, match=r"--kind.*inquiry"):
        values.code(Kind, "[/]", "--kind")


def test_whole_numbers_keep_their_bounds() -> None:
    assert values.whole("５０", "--limit", 1, 100) == 50
    for wrong in ("0", "101", "-1", "1.5", "", "9" * 5000, "二"):
        with pytest.raises(InputError, match="--limit"):
            values.whole(wrong, "--limit", 1, 100)
