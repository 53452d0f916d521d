"""Questions to the clerk. A dialog takes values, returns an answer and never touches the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from screens.acting import Acting
from screens.commands import Command
from screens.widgets.bars import Bar, Hint
from screens.widgets.plain import plain

R = TypeVar("R")

CANCEL = Command(
    "dialog.cancel",
    ("escape",),
    N_("Cancel"),
    N_("Leave this question; nothing changes."),
    lambda dialog: dialog.cancel(),
    menu=False,
)


class DialogKeys(Bar):
    """The keys of a dialog, in its last row."""

    def left(self) -> Sequence[Hint]:
        """Those that work now."""
        screen = self.screen
        if not isinstance(screen, Dialog):
            return ()
        return [
            Hint(
                one.title,
                one.key_label,
                tip=one.help,
                weight=one.weight,
                run=lambda command=one: command.run(screen),  # type: ignore[misc]
            )
            for one in screen.working_commands()
            if one.keys and one.footer
        ]


class Dialog(Acting[R | None], ModalScreen[R | None]):
    """Base of the questions: a box with a title, widgets, and a row of keys.

    Subclasses yield their widgets in ``compose_dialog`` and end with ``answer(value)``.
    Esc answers None.
    """

    commands: ClassVar[tuple[Command, ...]] = (CANCEL,)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self._answered = False

    def compose(self) -> ComposeResult:
        """Title, widgets, keys."""
        with Vertical(id="box"):
            yield Static(plain(self.heading), id="heading")
            yield from self.compose_dialog()
            yield DialogKeys()

    def compose_dialog(self) -> ComposeResult:
        """The widgets between title and keys."""
        yield from ()

    def answer(self, value: R | None) -> None:
        """Close with an answer; a second call (a double click) does nothing."""
        if not self._answered:
            self._answered = True
            self.dismiss(value)

    def cancel(self) -> None:
        """Close without an answer."""
        self.answer(None)


class Message(Dialog[bool]):
    """A title and a sentence to read; Enter or Esc closes it."""

    commands = (
        Command(
            "dialog.close",
            ("escape", "enter"),
            N_("Close"),
            N_("Close this message."),
            lambda dialog: dialog.accept(),
            menu=False,
        ),
    )

    def __init__(self, title: str, sentence: str | Text, *, bad: bool = False) -> None:
        super().__init__(title)
        self._sentence = sentence
        self.set_class(bad, "-bad")

    def accept(self) -> None:
        """It was read."""
        self.answer(value=True)

    def compose_dialog(self) -> ComposeResult:
        """The sentence, scrolled where it is long."""
        with VerticalScroll(id="words"):
            yield Static(
                self._sentence if isinstance(self._sentence, Text) else plain(self._sentence)
            )


class Confirm(Dialog[bool]):
    """A question with yes and no. Yes answers True; no and Esc answer None."""

    def __init__(self, title: str, sentence: str, *, yes: str = "", no: str = "") -> None:
        super().__init__(title)
        self._sentence = sentence
        self._yes = yes or _("Yes")
        self._no = no or _("No")

    def compose_dialog(self) -> ComposeResult:
        """The sentence and two buttons; the harmless one has the focus."""
        yield Static(plain(self._sentence), id="words")
        with Vertical(id="buttons"):
            yield Button(plain(self._no), id="no", compact=True)
            yield Button(plain(self._yes), id="yes", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Yes or no."""
        event.stop()
        self.answer(True if event.button.id == "yes" else None)

    def key_down(self) -> None:
        """The arrows move between the buttons, as Tab does."""
        self.focus_next()

    def key_up(self) -> None:
        """See ``key_down``."""
        self.focus_previous()

    def key_right(self) -> None:
        """The buttons stand side by side: towards yes."""
        self.query_one("#yes").focus()

    def key_left(self) -> None:
        """Towards no."""
        self.query_one("#no").focus()


class AskText(Dialog[str]):
    """One line of text. Enter answers what was typed; empty is refused with ``empty``."""

    def __init__(
        self,
        title: str,
        label: str,
        value: str = "",
        *,
        empty: str = "",
        secret: bool = False,
    ) -> None:
        super().__init__(title)
        self._label = label
        self._value = value
        self._empty = empty
        self._secret = secret

    def compose_dialog(self) -> ComposeResult:
        """Label, field, and the place of the sentence about it."""
        yield Static(plain(self._label))
        yield Input(
            self._value, password=self._secret, id="text", compact=True, select_on_focus=False
        )
        yield Static(id="wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say what is missing."""
        event.stop()
        if not event.value.strip() and self._empty:
            self.say_wrong(self._empty)
            return
        self.answer(event.value)

    def say_wrong(self, sentence: str) -> None:
        """A sentence under the field; what was typed stays."""
        self.query_one("#wrong", Static).update(plain(sentence))


class Choose(Dialog[str]):
    """One of a list: (key, words) each. Enter or a click answers the key."""

    def __init__(
        self, title: str, options: Sequence[tuple[str, str | Text]], chosen: str = ""
    ) -> None:
        super().__init__(title)
        self._options = options
        self._chosen = chosen

    def compose_dialog(self) -> ComposeResult:
        """The list."""
        yield OptionList(
            *(
                Option(words if isinstance(words, Text) else plain(words))
                for _key, words in self._options
            ),
            id="choices",
            compact=True,
        )

    def on_mount(self) -> None:
        """Start on what is chosen now."""
        keys = [key for key, _words in self._options]
        if self._chosen in keys:
            self.query_one(OptionList).highlighted = keys.index(self._chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        event.stop()
        self.answer(self._options[event.option_index][0])
