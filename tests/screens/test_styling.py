"""Style rules are read once, and still follow what changes."""

from __future__ import annotations

import pytest
from textual.css.stylesheet import StylesheetParseError
from textual.dom import DOMNode

from screens.styling import KeptStylesheet
from tests.screens.conftest import Opened

FIRST, SECOND = ".one { color: $ink; }", ".two { color: $ink; }"


@pytest.fixture
def sheet() -> KeptStylesheet:
    made = KeptStylesheet(variables={"ink": "red"})
    made.add_source(FIRST, read_from=("first", ""))
    made.reparse()
    return made


def colour(sheet: KeptStylesheet, name: str) -> str:
    node = DOMNode(classes=name)
    sheet.apply(node)
    return node.styles.color.hex


def test_what_is_new_is_taken_in_and_the_rest_is_not_read_again(sheet: KeptStylesheet) -> None:
    (known,) = sheet.rules
    sheet.add_source(SECOND, read_from=("second", ""))
    sheet.reparse()
    assert sheet.rules[0] is known
    assert (colour(sheet, "one"), colour(sheet, "two")) == ("#FF0000", "#FF0000")


def test_changed_variables_change_every_rule(sheet: KeptStylesheet) -> None:
    sheet.set_variables({"ink": "blue"})
    sheet.reparse()
    assert colour(sheet, "one") == "#0000FF"


def test_a_wrong_source_leaves_the_rules_as_they_were(sheet: KeptStylesheet) -> None:
    sheet.add_source(".two { colour: 1; }", read_from=("second", ""))
    with pytest.raises(StylesheetParseError):
        sheet.reparse()
    assert colour(sheet, "one") == "#FF0000"


async def test_the_program_uses_it(opened: Opened) -> None:
    async with opened() as pilot:
        assert isinstance(pilot.app.stylesheet, KeptStylesheet)
