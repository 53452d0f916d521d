"""What every preview of an import shares: a field is filled by one column, others by none."""

from dataclasses import dataclass

import pytest

from gridterm.spreadsheet.mapping import NO_COLUMN
from screens.widgets.import_preview import assigned

pytestmark = pytest.mark.slow

FIELDS = ("at", "pin", "name")


@dataclass(frozen=True)
class One:
    letter: str
    field: str


A, B, C = One("A", "at"), One("B", "pin"), One("C", "")


@pytest.mark.parametrize(
    ("column", "field", "wanted"),
    [
        (C, "pin", {"at": "A", "pin": "C", "name": NO_COLUMN}),
        (A, "pin", {"at": NO_COLUMN, "pin": "A", "name": NO_COLUMN}),
        (A, "", {"at": NO_COLUMN, "pin": "B", "name": NO_COLUMN}),
        (A, "at", {"at": "A", "pin": "B", "name": NO_COLUMN}),
        (C, "", {"at": "A", "pin": "B", "name": NO_COLUMN}),
    ],
)
def test_a_field_is_filled_by_one_column(column: One, field: str, wanted: dict[str, str]) -> None:
    assert assigned(FIELDS, (A, B, C), column, field) == wanted
