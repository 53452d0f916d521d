"""Checking the fields of a form: every fault is collected, and all are told at once."""

from __future__ import annotations

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.text import clean_line

LARGEST_COUNT = 100_000


class Faults:
    """The faults found in a form so far, per field."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def add(self, field: str, sentence: str) -> None:
        """Note a fault; the first of a field stands."""
        self.fields.setdefault(field, sentence)

    def take(self, field: str, error: InputError) -> None:
        """Note the fault another rule found."""
        self.add(field, error.message)

    def line(self, field: str, typed: str, longest: int, missing: str = "") -> str:
        """A clean line of at most ``longest`` characters; ``missing`` is said of an empty one."""
        line = clean_line(typed)
        if not line and missing:
            self.add(field, missing)
        if len(line) > longest:
            self.add(
                field, _("Too long: at most {number} characters, please.").format(number=longest)
            )
        return line

    def count(self, field: str, number: int) -> int:
        """A number of households or shops."""
        if not 0 <= number <= LARGEST_COUNT:
            self.add(
                field,
                _("A whole number from {low} to {high}, please.").format(low=0, high=LARGEST_COUNT),
            )
        return number

    def check(self) -> None:
        """End here when there is a fault.

        Raises:
            InputError: with the sentence of each field; its own sentence is the first of them.
        """
        if self.fields:
            raise InputError(next(iter(self.fields.values())), self.fields)
