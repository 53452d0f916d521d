"""The operator's own PIN: set, change, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from screens.commands import Command
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.forms import Field, Form, LineInput
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from screens.app import GridtermApp

LABEL_CELLS = 16


class PinDialog(Dialog[bool]):
    """The present PIN where there is one, and the new one twice; empty removes it."""

    help_id = N_(
        "With a PIN nobody else can sign on under your name. It is never stored itself, only "
        "what it is checked against. Leave both new fields empty to remove it. A principal "
        "leader can give a new one to somebody who forgot theirs."
    )
    commands = (
        Command(
            "pin.save",
            ("ctrl+s",),
            N_("Save"),
            N_("Save the new PIN."),
            lambda dialog: dialog.save(),
            menu=False,
        ),
        CANCEL,
    )

    def __init__(self, staff_id: int, *, has_pin: bool) -> None:
        super().__init__(_("Your PIN"))
        self._staff_id = staff_id
        self._has_pin = has_pin

    def compose_dialog(self) -> ComposeResult:
        """The fields."""
        yield Static(plain(_("Leave the new PIN empty to sign on without one.")))
        with Form():
            if self._has_pin:
                yield Field(
                    "current", _("Present PIN"), LineInput(secret=True), label_cells=LABEL_CELLS
                )
            yield Field("pin", _("New PIN"), LineInput(secret=True), label_cells=LABEL_CELLS)
            yield Field("again", _("Once more"), LineInput(secret=True), label_cells=LABEL_CELLS)

    def on_form_finished(self, event: Form.Finished) -> None:
        """Enter in the last field saves."""
        event.stop()
        self.save()

    def save(self) -> None:
        """Save it, or say what is wrong."""
        values = self.query_one(Form).values()
        if values["pin"] != values["again"]:
            self.query_one(Form).say_wrong({"again": _("The two are not the same.")})
            return
        store, actor, staff_id = self.store, self.app.actor, self._staff_id

        def work() -> bool:
            from gridterm.registers.operators import set_pin

            set_pin(store, actor, staff_id, values["pin"] or None, current=values.get("current"))
            return True

        self.run_once(work, self.answer, failed=self._refused)

    def _refused(self, error: GridtermError) -> None:
        fields = error.fields if isinstance(error, InputError) else {}
        if not self.query_one(Form).say_wrong(fields):
            self.query_one(Form).say_wrong({"pin": error.message})


def change_pin(app: GridtermApp) -> None:
    """Ask for the operator's new PIN."""
    store, staff_id = app.store, app.actor.staff_id
    if staff_id is None:
        return

    def known() -> bool:
        from gridterm.registers.operators import has_pin

        return has_pin(store, staff_id)

    def ask(found: object) -> None:
        dialog = PinDialog(staff_id, has_pin=bool(found))
        app.acting.ask(dialog, lambda _saved: app.say(_("Your PIN was changed.")))

    app.acting.run_service(known, ask, group="pin")
