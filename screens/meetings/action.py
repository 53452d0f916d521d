"""One action item: what it is, its steps, and what can be done to it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.meetings.action_terms import ActionDetail, ActionStep
from gridterm.text import clean_line
from screens.commands import Command, perform
from screens.desk import Page
from screens.meetings.register import action_words
from screens.meetings.words import BAD, action_text
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.picking import FindChoice, Pick, staff_picks
from screens.widgets.bars import Hint
from screens.widgets.forms import Field, LineInput, WordsArea
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.store.unit import Store

Values = dict[str, str]
ROWS = 4
BUTTONS = ("check", "report", "progress", "send_back", "postpone", "hand_over", "cancel")


def _can(step: ActionStep) -> Callable[[OnePage], bool]:
    return lambda page: page.one is not None and step in page.one.actions


def _step(step: ActionStep, keys: tuple[str, ...], help_id: str, weight: int) -> Command:
    return Command(
        f"action.{step.value}",
        keys,
        step.message,
        help_id,
        lambda page: page.ask_step(step),
        when=_can(step),
        weight=weight,
    )


class OnePage(Page):
    """An action item.

    Args:
        action_id: which.
    """

    CSS_PATH = "../styles/meetings.tcss"
    title_id = N_("Action item")
    help_id = N_(
        "What somebody was given, by a meeting or a superior, with every step to it (督办台账). "
        "It is open until somebody other than the owner has checked that it is done; it comes "
        "back on every agenda until then. A date moves only with a reason, and every step stays."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        _step(ActionStep.CHECK, ("ctrl+a",), N_("Check what was done, and close it."), 9),
        _step(ActionStep.REPORT, ("ctrl+d",), N_("Report that it is done, and how."), 8),
        _step(ActionStep.PROGRESS, ("ctrl+n",), N_("Write down how far it is."), 7),
        _step(ActionStep.SEND_BACK, ("ctrl+u",), N_("It is not done: send it back."), 6),
        _step(ActionStep.POSTPONE, ("ctrl+e",), N_("Move its date, with the reason."), 5),
        _step(ActionStep.HAND_OVER, ("ctrl+g",), N_("Give it to somebody else."), 4),
        _step(ActionStep.CANCEL, ("delete",), N_("Give it up, with the reason."), 3),
        Command(
            "action.ticket", ("ctrl+t",), N_("Its call"),
            N_("Open the call the decision is about."),
            lambda page: page.open_ticket(), when=lambda page: page.ticket_id is not None,
            weight=4,
        ),
        Command(
            "action.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the action item again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, action_id: int) -> None:
        super().__init__()
        self.action_id = action_id
        self.one: ActionDetail | None = None
        self._shown: tuple[ActionStep, ...] | None = None

    def compose_body(self) -> ComposeResult:
        """Head, what can be done, what it is, its steps."""
        yield HintRow(id="action-head")
        yield Horizontal(id="actions-row")
        with VerticalScroll(id="sheet"):
            yield Static(id="words")
            yield Static(id="events")

    @property
    def ticket_id(self) -> int | None:
        """The call it is about."""
        return self.one.row.ticket_id if self.one is not None else None

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the action item."""
        self.run_service(partial(_read, self.store, self.action_id), self._use, group="action")

    def _use(self, told: ActionDetail) -> None:
        self.one = told
        state = action_text(told.row)
        left = [
            Hint(told.row.number, style="strong", weight=9),
            Hint(state.plain, style="late" if told.row.late else "", weight=9),
            Hint(told.row.kind.label, weight=5),
        ]
        if told.row.confidential:
            left.append(Hint(_("CONFIDENTIAL"), style="late", weight=8))
        self.query_one("#action-head", HintRow).show(left)
        self.query_one("#words", Static).update(_words(told))
        self.query_one("#events", Static).update(_steps(told))
        if self._shown != told.actions:
            self._shown = told.actions
            self.run_worker(self._show_actions(), group="actions", exclusive=True)
        self.refresh_bindings()

    async def _show_actions(self) -> None:
        line = self.query_one("#actions-row", Horizontal)
        await line.remove_children()
        working = {one.id: one for one in self.working_commands()}
        commands = [working[name] for one in BUTTONS if (name := f"action.{one}") in working]
        buttons = [
            Button(plain(one.title), id=one.id.replace(".", "-"), compact=True) for one in commands
        ]
        await line.mount(*buttons)
        line.display = bool(buttons)
        (buttons[0] if buttons else self.query_one("#sheet")).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        command = self.command((event.button.id or "").replace("-", "."))
        if command is not None:
            self.call_later(perform, command, self)

    def _scroll(self, rows: int) -> None:
        if isinstance(self.focused, Button):
            self.query_one("#sheet").scroll_relative(y=rows, animate=False)

    def key_down(self) -> None:
        """Read on while a button has the focus."""
        self._scroll(1)

    def key_up(self) -> None:
        """Read back."""
        self._scroll(-1)

    def key_left(self) -> None:
        """The button before."""
        if isinstance(self.focused, Button):
            self.focus_previous("#actions-row Button")

    def key_right(self) -> None:
        """The next button."""
        if isinstance(self.focused, Button):
            self.focus_next("#actions-row Button")

    # ── steps ───────────────────────────────────────────────────────────────
    def open_ticket(self) -> None:
        """Open the call it is about."""
        from screens.hotline.detail import DetailPage

        if self.ticket_id is not None:
            self.app.push_screen(DetailPage(self.ticket_id))

    def ask_step(self, step: ActionStep) -> None:
        """Ask what the step needs, then do it."""
        if step is ActionStep.HAND_OVER:
            self.run_service(partial(_staff, self.store), partial(self._ask, step), group="people")
        else:
            self._ask(step, [])

    def _ask(self, step: ActionStep, people: list[Pick]) -> None:
        one = self.one
        if one is None:
            return

        def fields() -> Sequence[Field]:
            if step is ActionStep.HAND_OVER:
                label = _("Owner")
                return row("owner_id", label, FindChoice(people, title=label)), _reason()
            if step is ActionStep.POSTPONE:
                due = LineInput(one.row.due_on.isoformat())
                return row("due_on", _("New date"), due), _reason()
            if step in {ActionStep.SEND_BACK, ActionStep.CANCEL}:
                return (_reason(),)
            return (row("note", _("Words"), WordsArea(rows=ROWS)),)

        title = f"{one.row.number}  {step.label}"
        words = clean_line(one.row.matter)
        self.ask(FieldsDialog(title, fields, partial(self._save, step), words), self._saved)

    def _save(self, step: ActionStep, values: Values) -> ActionDetail:
        from gridterm.meetings import actions

        act: Callable[..., ActionDetail] = getattr(actions, step.value)
        work = partial(act, self.store, self.app.actor, self.action_id)
        typed = Typed(values, self.app.clock)
        if step is ActionStep.POSTPONE:
            return work(self._day(typed), values["reason"])
        if step is ActionStep.HAND_OVER:
            owner = typed.choice("owner_id")
            if owner is None:
                sentence = _("Say who gets it.")
                raise InputError(sentence, {"owner_id": sentence})
            return work(owner, values["reason"])
        return work(values["reason"] if "reason" in values else values["note"])

    @staticmethod
    def _day(typed: Typed) -> date:
        day = typed.day("due_on")
        typed.check()
        if day is None:
            sentence = _("Write the day like 2026-11-20.")
            raise InputError(sentence, {"due_on": sentence})
        return day

    def _saved(self, told: ActionDetail) -> None:
        self.app.say(f"{told.row.number}: {told.row.state.label}")
        self.app.data_changed()
        self.refresh_data()


def _reason() -> Field:
    return row("reason", _("Why"), LineInput())


def _staff(store: Store) -> list[Pick]:
    from gridterm.registers.service import list_staff

    return staff_picks(list_staff(store))


def _read(store: Store, action_id: int) -> ActionDetail:
    from gridterm.meetings.actions import action

    return action(store, action_id)


def _words(told: ActionDetail) -> Text:
    words = action_words(told.row)
    if told.superior_unit:
        unit = " ".join(filter(None, (told.superior_unit, told.document_number)))
        words.append(f"\n{_('Given by')} {clean_line(unit)}", "not bold")
    return words


def _steps(told: ActionDetail) -> Text:
    words = Text(_("Steps"), style="bold", end="")
    for event in told.events:
        style = f"not bold {BAD}" if event.step is ActionStep.SEND_BACK else "not bold"
        words.append(
            f"\n{event.at:%m-%d %H:%M} {event.step.label} {clean_line(event.actor)}", style
        )
        said = getattr(event, "said", "")
        for line in filter(None, (said, event.note)):
            words.append(f"\n  {line}", "not bold")
    return words
