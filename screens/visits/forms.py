"""What the forms of the visits have in common: everybody of the staff may write, lines of words."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.widgets import TextArea

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers.terms import Role
from gridterm.text import ascii_digits, clean_line
from screens.registers.form_page import FormPage

F = TypeVar("F")


class StaffForm(FormPage[F], Generic[F]):
    """A form that any member of staff may fill; the use case says who may save it.

    Args:
        record_id: the record to change.
        form: names its drafts.
    """

    CSS_PATH = "../styles/visits.tcss"
    editors: ClassVar[tuple[str, ...]] = tuple(str(role) for role in Role)
    not_editor_id: ClassVar[str] = N_("Members of staff write here")

    def __init__(self, record_id: int, form: str) -> None:
        super().__init__(record_id)
        self.draft.form = form

    @on(TextArea.Changed)
    def _words_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.ready:
            self.draft.touch()
            self.refresh_bindings()


def moment_of(day: date | None, typed: str) -> datetime | None:
    """Day and time of day as typed; None where no time was typed.

    Raises:
        InputError: it is no time; ``fields`` names ``time``.
    """
    line = ascii_digits(clean_line(typed)).replace("：", ":").replace(".", ":")
    if not line or day is None:
        return None
    hour, _colon, minute = line.partition(":")
    if not minute and len(hour) in {3, 4}:
        hour, minute = hour[:-2], hour[-2:]
    try:
        return datetime(day.year, day.month, day.day, int(hour), int(minute or 0))
    except ValueError as error:
        sentence = _("Write the time like 09:30.")
        raise InputError(sentence, {"time": sentence}) from error
