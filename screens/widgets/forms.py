"""Fields of forms: a label, a control of one row, and the sentence about what is wrong under it.

What was typed stays when something is wrong. A paste of several lines into a line keeps all
of its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from gridterm.i18n import _
from gridterm.text import clean, clean_line, width
from screens.acting import Acting
from screens.widgets.dialogs import Choose
from screens.widgets.plain import plain

LABEL_CELLS = 12


class Control(Protocol):
    """What a field holds: a widget with a value that is a text."""

    value: str


class LineInput(Input):
    """A field of one line. A paste of several lines is joined, nothing of it is lost."""

    def __init__(
        self,
        value: str = "",
        *,
        hint: str = "",
        secret: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(
            value,
            placeholder=hint,
            password=secret,
            id=id,
            compact=True,
            select_on_focus=False,
        )

    def _on_paste(self, event: events.Paste) -> None:
        """In place of Textual's, which keeps the first line only."""
        event.stop()
        event.prevent_default()
        self.replace(clean_line(event.text), *self._place())

    def _place(self) -> tuple[int, int]:
        return self.selection.start, self.selection.end


class WordsArea(TextArea):
    """A field of several lines. Tab leaves it; a paste is cleaned of what nobody can see."""

    value = property(lambda self: cast("str", self.text), lambda self, words: self.load_text(words))

    def __init__(self, value: str = "", *, rows: int = 4, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            value,
            id=id,
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
        self.styles.height = rows

    async def _on_paste(self, event: events.Paste) -> None:
        """Clean what comes from outside, then put it in as Textual does."""
        event.stop()
        event.prevent_default()
        words = clean(event.text)
        if words and not self.read_only:
            self.replace(words, *self.selection)


class Choice(Static, can_focus=True):
    """One of some values, in one row: the arrows change it, Enter or a click opens the list.

    Space opens it too.

    Args:
        options: (value, words) each, words already translated.
        value: the value to start with; the first where it is None.
        title: heads the list that Enter opens.
        enter_lists: False makes Enter go on to the next field, as it does in a line.
    """

    BINDINGS: ClassVar[list[Any]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter", "enter", show=False),
        Binding("space", "choose", show=False),
    ]
    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; background: $surface; }
    Choice:focus { background: $panel; text-style: bold; }
    """

    class Changed(Message):
        """Another value was chosen, by a person."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The choice, for ``@on`` with a selector."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str | None = None,
        *,
        title: str = "",
        enter_lists: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._enter_lists = enter_lists
        self._options = list(options)
        self._heading = title
        first = self._options[0][0] if self._options else ""
        self._value = first if value is None else value

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value
        self.refresh()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other values; what is chosen stays, even where it is no longer offered."""
        self._options = list(options)
        self.refresh()

    def render(self) -> Text:
        """The words of what is chosen, and a mark that there are others."""
        words = dict(self._options).get(self._value, self._value)
        return Text.assemble(words, ("  [v]", "dim"), end="", no_wrap=True)

    def action_step(self, step: str | int) -> None:
        """The next or the previous value."""
        values = [value for value, _words in self._options]
        if values:
            at = values.index(self._value) if self._value in values else -int(step)
            self._choose(values[(at + int(step)) % len(values)])

    def action_enter(self) -> None:
        """The list, or the next field."""
        if self._enter_lists:
            self.action_choose()
        else:
            self.screen.focus_next()

    def action_choose(self) -> None:
        """The list."""
        screen = self.screen
        if isinstance(screen, Acting) and self._options:
            screen.ask(
                Choose(self._heading or _("Choose"), self._options, self._value), self._choose
            )

    def on_click(self, event: events.Click) -> None:
        """The list."""
        event.stop()
        self.focus()
        self.action_choose()

    def _choose(self, value: str) -> None:
        if value != self._value:
            self.value = value
            self.post_message(self.Changed(self, value))


class Tick(Static, can_focus=True):
    """Yes or no, in one row: Space, Enter or a click changes it. Its value is ``"1"`` or ``""``."""

    BINDINGS: ClassVar[list[Any]] = [Binding("enter,space", "change", show=False)]
    DEFAULT_CSS = """
    Tick { height: 1; width: auto; min-width: 6; }
    Tick:focus { background: $panel; text-style: bold; }
    """

    class Changed(Message):
        """It was changed by a person."""

        def __init__(self, tick: Tick) -> None:
            super().__init__()
            self.tick = tick
            self.on = tick.on

        @property
        def control(self) -> Tick:
            """The tick, for ``@on`` with a selector."""
            return self.tick

    on: reactive[bool] = reactive(False)  # noqa: FBT003 - Textual's signature

    def __init__(self, words: str = "", *, on: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = words
        self.set_reactive(Tick.on, on)

    @property
    def value(self) -> str:
        """``"1"`` for yes."""
        return "1" if self.on else ""

    @value.setter
    def value(self, value: str) -> None:
        self.on = bool(value)

    def render(self) -> Text:
        """``[x] words``."""
        return Text(f"[{'x' if self.on else ' '}] {self._words}", end="", no_wrap=True)

    def action_change(self) -> None:
        """The other one."""
        self.on = not self.on
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        """The other one."""
        event.stop()
        self.focus()
        self.action_change()


class Field(Vertical):
    """A label, a control, and under it the sentence about what is wrong.

    Args:
        name: the field's name in ``InputError.fields``.
        label: already translated.
        control: a widget with a ``value``.
        hint: a word of help under the control, while nothing is wrong.
    """

    DEFAULT_CSS = """
    Field { height: auto; }
    Field > Horizontal { height: auto; }
    Field .label { width: auto; color: $text-muted; }
    Field .under { height: auto; display: none; color: $text-muted; }
    Field .under.-shown { display: block; }
    Field.-wrong .label, Field.-wrong .under { color: $error; }
    """

    def __init__(
        self,
        name: str,
        label: str,
        control: Widget,
        *,
        hint: str = "",
        label_cells: int = LABEL_CELLS,
    ) -> None:
        super().__init__(name=name, id=f"field-{name}")
        self._label = label
        self._control = control
        self._hint = hint
        self._label_cells = max(label_cells, width(label) + 1)

    def compose(self) -> ComposeResult:
        """Label and control in a row, the sentence under them."""
        label = Static(plain(self._label), classes="label")
        label.styles.width = self._label_cells
        with Horizontal():
            yield label
            yield self._control
        under = Static(plain(self._hint), classes="under")
        under.set_class(bool(self._hint), "-shown")
        under.styles.margin = (0, 0, 0, self._label_cells)
        yield under

    @property
    def control(self) -> Widget:
        """The control."""
        return self._control

    @property
    def value(self) -> str:
        """What the control holds."""
        return cast("Control", self._control).value

    @value.setter
    def value(self, value: str) -> None:
        cast("Control", self._control).value = value

    def say(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes it back."""
        self.set_class(bool(sentence), "-wrong")
        under = self.query_one(".under", Static)
        under.update(plain(f"! {sentence}" if sentence else self._hint))
        under.set_class(bool(sentence or self._hint), "-shown")


class Form(VerticalScroll, can_focus=False):
    """Fields under each other. Enter in a line goes to the next field.

    In the last one it posts ``Finished``, which small forms take as "save".
    """

    class Finished(Message):
        """Enter in the last field."""

    DEFAULT_CSS = """
    Form { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    """

    @property
    def fields(self) -> Iterator[Field]:
        """The fields in their order."""
        return iter(self.query(Field))

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            textual.css.query.NoMatches: there is none.
        """
        return self.query_one(f"#field-{name}", Field)

    def values(self) -> dict[str, str]:
        """What every field holds, by name, as typed."""
        return {str(field.name): field.value for field in self.fields}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields that have one there."""
        for field in self.fields:
            if field.name in values:
                field.value = values[str(field.name)]

    def say_wrong(self, sentences: Mapping[str, str]) -> bool:
        """Put each sentence under its field, go to the first one, take back the others.

        Returns:
            Whether any sentence found its field; else show the error's own sentence.
        """
        first: Field | None = None
        for field in self.fields:
            sentence = sentences.get(str(field.name), "")
            field.say(sentence)
            if sentence and first is None:
                first = field
        if first is None:
            return False
        first.control.focus()
        first.scroll_visible()
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        event.stop()
        if event.input is [*self.fields][-1].control:
            self.post_message(self.Finished())
        else:
            self.screen.focus_next()
