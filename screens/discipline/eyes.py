"""What is shown to one reader only: it goes when another operator takes the desk over."""

from __future__ import annotations

from typing import TypeVar

from screens.desk import Page
from screens.registers.fields import FieldsDialog
from screens.registers.picking import FindOne
from screens.widgets.dialogs import Choose, Confirm, Dialog

T = TypeVar("T")


class OwnEyes(Page):
    """A page for whoever opened it: it closes when somebody else comes back to it.

    The service decides who may read; this only sees to it that what one may read does not
    stay on the screen for the next. Each reading is recorded as a look, so coming back from a
    question reads nothing anew.
    """

    _reader: int | None = None
    _asking = False

    def on_mount(self) -> None:
        """Note who opened it. Textual calls this beside the page's own."""
        self._reader = self.app.actor.staff_id

    @property
    def is_another(self) -> bool:
        """Whether somebody else is at the desk now."""
        return self.app.actor.staff_id != self._reader

    def on_screen_suspend(self) -> None:
        """Note whether a question covers it."""
        self._asking = isinstance(self.app.screen, Dialog)

    def on_screen_resume(self) -> None:
        """Close for another reader. Textual calls this before the page's own, which reads."""
        if self.is_another:
            self.dismiss(None)
        if self.is_another or self._asking:
            self.is_on_top = True
        self._asking = False


class OwnQuestion(Dialog[T]):
    """A question that names a person or a case: it goes unanswered when somebody else signs on."""

    _asked: int | None = None

    def on_mount(self) -> None:
        """Note who is asked. Textual calls this beside the dialog's own."""
        self._asked = self.app.actor.staff_id

    def on_screen_resume(self) -> None:
        """Close for another operator: the lock opened for somebody who was not asked."""
        if self.app.actor.staff_id != self._asked:
            self.cancel()


class OwnConfirm(OwnQuestion[bool], Confirm):
    """A yes or no about a person or a case."""


class OwnChoose(OwnQuestion[str], Choose):
    """A choice about a person or a case."""


class OwnFindOne(OwnQuestion[str], FindOne):
    """Somebody out of the people with cases."""


class OwnFields(OwnQuestion[T], FieldsDialog[T]):
    """A form about a person or a case."""
