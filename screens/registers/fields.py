"""What the registers' forms have in common: days and numbers as typed, short forms in a box."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from gridterm.clock import Clock
from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from gridterm.registers.terms import Role
from gridterm.spreadsheet.values import date_of
from gridterm.text import ascii_digits, clean_line
from screens.commands import Command
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.forms import Field, Form, Tick
from screens.widgets.plain import plain

T = TypeVar("T")
ROW_OF_ROLES = 3
COUNT_LONGEST = 9
LABEL_CELLS = 16


def row(name: str, label: str, control: Widget) -> Field:
    """A field of the registers' forms, its control under the others'."""
    return Field(name, label, control, label_cells=LABEL_CELLS)


class Typed:
    """Reads the fields of a form; what cannot be read is collected and told all at once."""

    def __init__(self, values: Mapping[str, str], clock: Clock) -> None:
        self._values = values
        self._clock = clock
        self._wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        """As it stands."""
        return self._values.get(name, "")

    def number(self, name: str) -> int:
        """A count; empty is 0."""
        line = ascii_digits(clean_line(self.text(name)))
        if line and not (line.isdigit() and len(line) <= COUNT_LONGEST):
            self._wrong[name] = _("Digits only, please.")
            return 0
        return int(line or 0)

    def choice(self, name: str) -> int | None:
        """The record that is chosen; None for none."""
        return int(self.text(name)) if self.text(name) else None

    def several(self, name: str) -> tuple[int, ...]:
        """The records that are chosen, in their order."""
        return tuple(int(one) for one in self.text(name).split(",") if one)

    def day(self, name: str) -> date | None:
        """A day; None for nothing typed. ``11-21`` is of this year."""
        line = clean_line(self.text(name))
        if not line:
            return None
        found = date_of(line) or date_of(f"{self._clock.today().year}-{line}")
        if found is None:
            self._wrong[name] = _("Write the day like 2026-11-20.")
        return found

    def check(self) -> None:
        """End here when something could not be read.

        Raises:
            InputError: with the sentence of each field.
        """
        if self._wrong:
            raise InputError(next(iter(self._wrong.values())), self._wrong)


class RoleTicks(Vertical):
    """Every role with its tick; the value holds the codes of those that are ticked."""

    DEFAULT_CSS = """
    RoleTicks { height: auto; width: 1fr; }
    RoleTicks Horizontal { height: 1; }
    RoleTicks Tick { margin: 0 2 0 0; }
    """

    def __init__(self, roles: Sequence[Role] = ()) -> None:
        super().__init__()
        self._first = frozenset(roles)

    def compose(self) -> ComposeResult:
        """Some in a row."""
        roles = list(Role)
        for start in range(0, len(roles), ROW_OF_ROLES):
            with Horizontal():
                for role in roles[start : start + ROW_OF_ROLES]:
                    yield Tick(role.label, on=role in self._first, id=f"role-{role.value}")

    @property
    def value(self) -> str:
        """Codes with commas between."""
        return ",".join(role for role in Role if self.query_one(f"#role-{role.value}", Tick).on)

    @value.setter
    def value(self, value: str) -> None:
        codes = value.split(",")
        for role in Role:
            self.query_one(f"#role-{role.value}", Tick).on = role in codes

    def focus(self, scroll_visible: bool = True) -> RoleTicks:  # noqa: FBT001, FBT002 - Textual's signature
        """The first tick takes the keys."""
        self.query(Tick).first().focus(scroll_visible)
        return self


class ShortForm(Form):
    """A form in a box: Enter in the last line saves."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, or save after the last."""
        event.stop()
        event.prevent_default()
        fields = list(self.fields)
        if fields and event.input is fields[-1].control and isinstance(self.screen, FieldsDialog):
            self.screen.save()
        else:
            self.screen.focus_next()


class FieldsDialog(Dialog[T], Generic[T]):
    """A few fields in a box; what is wrong stands under its field, and nothing typed is lost.

    Args:
        title: what is done.
        fields: makes the fields.
        save: called in a thread with the values; what it returns is the answer.
        words: a sentence above the fields.
    """

    help_id = N_("Fill in the fields and save; Esc leaves everything as it was.")
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "fields.save", ("f9", "ctrl+s"), N_("Save"),
            N_("Save what stands in the fields."),
            lambda dialog: dialog.save(), menu=False, weight=9,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(
        self,
        title: str,
        fields: Callable[[], Sequence[Field]],
        save: Callable[[dict[str, str]], T],
        words: str = "",
    ) -> None:
        super().__init__(title)
        self._fields = fields
        self._save = save
        self._words = words

    def compose_dialog(self) -> ComposeResult:
        """The sentence and the fields."""
        if self._words:
            yield Static(plain(self._words), id="words")
        with ShortForm():
            yield from self._fields()

    def save(self) -> None:
        """Save, or say what is wrong."""
        values = self.query_one(Form).values()
        self.run_once(partial(self._save, values), self.answer, failed=self._refused)

    def _refused(self, error: GridtermError) -> None:
        form = self.query_one(Form)
        fields = error.fields if isinstance(error, InputError) else {}
        if not form.say_wrong(fields):
            first: Any = next(form.fields)
            form.say_wrong({str(first.name): error.message})
