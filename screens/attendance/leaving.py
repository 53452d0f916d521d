"""The question at the sign-in desk's only way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, Static

from gridterm.errors import GridtermError
from gridterm.i18n import N_, _
from gridterm.text import ascii_digits, clean_line
from screens.widgets.dialogs import Dialog
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from screens.state import Shift

PATIENCE_SECONDS = 20


class LeaveKiosk(Dialog[bool]):
    """Asks for the operator's PIN; for the staff number of one who has none.

    It closes by itself when nobody types, so that the desk is free for the next one.

    Args:
        shift: the operator.
        protected: whether they have a PIN.
    """

    help_id = N_("Only who opened the sign-in desk can leave it.")

    def __init__(self, shift: Shift, *, protected: bool) -> None:
        super().__init__(_("Leave the sign-in desk"))
        self._shift = shift
        self._protected = protected
        self._patience: Timer | None = None

    def compose_dialog(self) -> ComposeResult:
        """The question, the field, the place of the sentence about it."""
        words = (
            _("The PIN of {name}:") if self._protected else _("The staff number of {name}:")
        ).format(name=self._shift.name)
        yield Static(plain(words))
        yield LineInput(secret=True, id="pin")
        yield Static(id="wrong")

    def on_mount(self) -> None:
        """Wait for a while only."""
        self._wait()

    @on(Input.Changed)
    def _wait(self) -> None:
        if self._patience is not None:
            self._patience.stop()
        self._patience = self.set_timer(PATIENCE_SECONDS, self.cancel)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        typed, event.input.value = event.value, ""
        store, staff_id = self.store, self._shift.actor.staff_id
        if not self._protected:
            self._checked(clean_line(ascii_digits(typed)) == self._shift.number)
            return

        def work() -> bool:
            from gridterm.registers.operators import check_pin

            return staff_id is not None and check_pin(store, staff_id, typed)

        self.run_once(work, self._checked, failed=self._refused)

    def _checked(self, right: bool) -> None:  # noqa: FBT001 - a worker's result
        if right:
            self.answer(value=True)
        else:
            self._say(_("That is not right. Ask {name}.").format(name=self._shift.name))

    def _refused(self, error: GridtermError) -> None:
        self._say(error.message)

    def _say(self, sentence: str) -> None:
        self.query_one("#wrong", Static).update(plain(sentence))
