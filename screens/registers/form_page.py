"""A record of the registers in a form: a draft at every pause, errors under their fields."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from screens.commands import Command
from screens.desk import Page
from screens.drafting import Drafting, say_again, say_kept, throw_away_question
from screens.widgets.bars import Hint
from screens.widgets.forms import Choice, Field, Form, Tick
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

F = TypeVar("F")
EDITORS = ("clerk", "principal_leader", "committee")
"""Who may change the registers: the same as the settings."""


class FormPage(Page, Generic[F]):
    """Base of the registers' forms.

    A subclass reads what the form needs in ``read`` (a thread), makes the fields in
    ``fields``, and saves in ``save_values`` (a thread).

    Args:
        record_id: the record to change; None enters a new one.
    """

    CSS_PATH = "../styles/registers.tcss"
    lets_go: ClassVar[bool] = False
    form_name: ClassVar[str] = ""
    editors: ClassVar[tuple[str, ...]] = EDITORS
    not_editor_id: ClassVar[str] = N_("Clerks and leaders change the registers")
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "form.save", ("f9", "ctrl+s"), N_("Save"),
            N_("Save what stands in the fields."),
            lambda page: page.save(), when=lambda page: page.may_save, weight=9,
        ),
        Command(
            "form.discard", ("ctrl+delete",), N_("Throw away"),
            N_("Put the fields back as they were and throw the draft away; it asks first."),
            lambda page: page.ask_discard(), when=lambda page: page.is_changed, footer=False,
        ),
        Command(
            "form.leave", ("escape",), N_("Back"),
            N_("Leave the form; what is typed and not saved stays as a draft."),
            lambda page: page.leave(), menu=False, weight=8,
        ),
    )  # fmt: skip

    def __init__(self, record_id: int | None = None) -> None:
        super().__init__()
        self.record_id = record_id
        self.ready = False
        self._start: dict[str, str] = {}
        self._heading = ""
        self._left_early = False
        self.draft: Drafting[str] = Drafting(
            self,
            f"registers.{self.form_name}.{record_id or 'new'}",
            values=lambda: self.form.values(),  # noqa: PLW0108 - the form is not there yet
            blank=lambda values: values == self._start,
            tell=self._tell,
        )

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def read(self) -> F:
        """Read what the form needs; called in a thread."""

    @abstractmethod
    def fields(self, found: F) -> Sequence[Field]:
        """The fields with what the record holds."""

    @abstractmethod
    def heading(self, found: F) -> str:
        """What is being entered or changed."""

    def notes(self, found: F) -> str:
        """Sentences under the form, such as the record's warnings."""
        del found
        return ""

    @abstractmethod
    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save, in a thread, and drop the draft with it; the sentence that says what was saved."""

    # ── the page ────────────────────────────────────────────────────────────
    @property
    def form(self) -> Form:
        """The fields."""
        return self.query_one(Form)

    @property
    def may_save(self) -> bool:
        """Whether the operator may change the registers and the form is there."""
        return self.ready and self.app.has_role(*self.editors)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.ready and self.form.values() != self._start

    def compose_body(self) -> ComposeResult:
        """Head, fields, notes."""
        yield HintRow(id="form-head")
        yield Form(id="record")
        yield Static(id="notes")

    def on_mount(self) -> None:
        """Read the record."""
        self.run_service(self.read, self._show, group="record", failed=self._gone)

    def _gone(self, error: GridtermError) -> None:
        self.dismiss(None)
        self.app.show_error(error)

    async def _show(self, found: F) -> None:
        if self._is_over():
            return
        self._heading = self.heading(found)
        await self.form.mount_all(self.fields(found))
        if self._is_over():
            return
        self._start = self.form.values()
        self.ready = True
        self.form.disabled = not self.app.has_role(*self.editors)
        self.query_one("#notes", Static).update(plain(self.notes(found)))
        self.draft.begin()
        self._tell("")
        self.refresh_bindings()
        if not self.form.disabled:
            next(self.form.fields).control.focus()
            self.draft.look(self._use_draft)

    def _is_over(self) -> bool:
        """Whether the form was left before it was there."""
        return self._left_early

    def _use_draft(self, payload: Mapping[str, Any], when: str) -> None:
        self.form.fill({name: one for name, one in payload.items() if isinstance(one, str)})
        self.refresh_bindings()
        say_again(self, when)

    def _tell(self, news: str) -> None:
        if not self.app.has_role(*self.editors):
            news = _(self.not_editor_id)
        self.query_one("#form-head", HintRow).show(
            [Hint(self._heading, style="current", weight=9)],
            [Hint(news, style="quiet", weight=4)] if news else [],
        )

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(Tick.Changed)
    def _changed(self, event: Input.Changed | Choice.Changed | Tick.Changed) -> None:
        event.stop()
        if self.ready:
            self.draft.touch()
            self.refresh_bindings()

    # ── the end ─────────────────────────────────────────────────────────────
    def save(self) -> None:
        """Save; the form stays when anything is wrong."""
        if self.draft.done:
            return
        values = self.form.values()
        work = partial(self.draft.saving, partial(self.save_values, values))
        self.run_once(work, self._saved, failed=self._refused)

    def _saved(self, sentence: str) -> None:
        self.dismiss(None)
        self.app.say(sentence)
        self.app.data_changed()

    def _refused(self, error: GridtermError) -> None:
        fields = error.fields if isinstance(error, InputError) else {}
        if not (fields and self.form.say_wrong(fields)):
            self.app.show_error(error)

    def leave(self) -> None:
        """Back to the list. What was changed stays as a draft."""
        if self.draft.done or "saving" in self._saving:
            return
        if not self.ready:
            self._left_early = True
            self.dismiss(None)
            return
        self.draft.leave(self._left)

    def _left(self, kept: bool) -> None:  # noqa: FBT001 - a worker's result
        self.dismiss(None)
        say_kept(self, kept)

    def ask_discard(self) -> None:
        """Put the fields back after a yes."""
        self.ask(throw_away_question(), self._discard)

    def _discard(self, _yes: object) -> None:
        self.form.fill(self._start)
        self.form.say_wrong({})
        self.draft.throw_away()
