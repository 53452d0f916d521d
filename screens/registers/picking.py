"""Finding one or several of many by typing: a number, a name, its pinyin initials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.registers.terms import BuildingView, GridView, StaffView
from gridterm.text import fold, initials
from screens.acting import Acting
from screens.commands import Command
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.forms import Choice, LineInput
from screens.widgets.plain import plain


@dataclass(frozen=True)
class Pick:
    """One of those to choose from: its value, its words, and what it is found by."""

    value: str
    words: str
    found_by: tuple[str, ...] = ()


def staff_picks(staff: Iterable[StaffView]) -> list[Pick]:
    """The staff by number and name, found by both and by pinyin initials."""
    return [
        Pick(
            str(one.id),
            f"{one.number} {one.name}" + ("" if one.present else f" ({_('away')})"),
            (one.number, one.name, *one.initials.split()),
        )
        for one in staff
    ]


def grid_picks(grids: Iterable[GridView]) -> list[Pick]:
    """The grids that take buildings and people, by code and name."""
    return [
        Pick(str(one.id), grid_words(one), (one.number, one.code, one.name))
        for one in grids
        if one.level.numbered
    ]


def building_picks(buildings: Iterable[BuildingView]) -> list[Pick]:
    """The buildings by estate and number, found by both and by pinyin initials."""
    return [
        Pick(str(one.id), one.title, (one.title, one.name, *initials(one.title).split()))
        for one in buildings
    ]


def grid_words(grid: GridView) -> str:
    """Code, and the name where it is another."""
    return grid.code if grid.name in grid.code else f"{grid.code} {grid.name}"


def fitting(picks: Sequence[Pick], typed: str) -> list[Pick]:
    """Those that what was typed may mean, the ones that begin with it first."""
    key = "".join(fold(typed).split())
    if not key:
        return list(picks)

    def rank(pick: Pick) -> int:
        keys = ["".join(fold(one).split()) for one in pick.found_by]
        if any(one.startswith(key) for one in keys):
            return 0
        return 1 if any(key in one for one in keys) else 2

    return sorted((one for one in picks if rank(one) < 2), key=rank)  # noqa: PLR2004 - not found


class _Finding(Dialog[str]):
    """A field to type in and the list of what it may mean."""

    def __init__(self, title: str, picks: Sequence[Pick]) -> None:
        super().__init__(title)
        self._picks = picks
        self._shown: list[Pick] = []

    def compose_dialog(self) -> ComposeResult:
        """The field and the list."""
        yield LineInput(id="typed", hint=_("number, name or pinyin initials"))
        yield OptionList(id="choices", compact=True)

    def on_mount(self) -> None:
        """Everybody, until something is typed."""
        self.query_one("#typed").focus()
        self._list()

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    def _list(self, keep: int | None = None) -> None:
        self._shown = fitting(self._picks, self.query_one("#typed", LineInput).value)
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(Option(self.line(one)) for one in self._shown)
        if self._shown:
            listed.highlighted = min(keep or 0, len(self._shown) - 1)

    def line(self, pick: Pick) -> Text:
        """How one of them is shown."""
        return plain(pick.words)

    def chosen(self, pick: Pick) -> None:
        """One was chosen."""

    @on(Input.Submitted, "#typed")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.chosen(self._shown[at])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.chosen(self._shown[event.option_index])

    def key_down(self, event: events.Key) -> None:
        """Down goes from the field to the list."""
        if self.focused is not None and self.focused.id == "typed" and self._shown:
            event.stop()
            listed = self.query_one(OptionList)
            listed.focus()
            listed.action_cursor_down()


class FindOne(_Finding):
    """One of many; answers its value."""

    help_id = N_("Type a number, a name or its pinyin initials; Enter takes the marked line.")

    def chosen(self, pick: Pick) -> None:
        """Answer it."""
        self.answer(pick.value)


class FindSome(_Finding):
    """Several of many, in the order they are ticked; answers the values with commas between."""

    help_id = N_(
        "Enter ticks the marked line, or takes the tick away; the number says which turn it has. "
        "F9 takes those that are ticked."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "some.accept", ("f9", "ctrl+s"), N_("Take these"),
            N_("Go on with those that are ticked."),
            lambda dialog: dialog.accept(), menu=False, weight=9,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(self, title: str, picks: Sequence[Pick], chosen: str = "") -> None:
        super().__init__(title, picks)
        self._chosen = [one for one in chosen.split(",") if one]

    def line(self, pick: Pick) -> Text:
        """With its turn."""
        turn = str(self._chosen.index(pick.value) + 1) if pick.value in self._chosen else ""
        return plain(f"[{turn:>2}] {pick.words}")

    def chosen(self, pick: Pick) -> None:
        """Tick it, or take the tick away."""
        if pick.value in self._chosen:
            self._chosen.remove(pick.value)
        else:
            self._chosen.append(pick.value)
        self._list(keep=self.query_one(OptionList).highlighted)

    def accept(self) -> None:
        """Answer those that are ticked."""
        self.answer(",".join(self._chosen))


class FindChoice(Choice):
    """One of many in a row of a form: arrows step, Enter or a click opens the list to type in.

    Args:
        picks: what can be chosen.
        value: what is chosen at first.
        title: heads the list.
        none: the words for none; empty where one must be chosen.
    """

    def __init__(
        self, picks: Sequence[Pick], value: str = "", *, title: str = "", none: str = ""
    ) -> None:
        head = [Pick("", none)] if none else []
        self._picks = [*head, *picks]
        super().__init__([(one.value, one.words) for one in self._picks], value, title=title)
        self._title = title or _("Choose")

    def action_choose(self) -> None:
        """The list."""
        if isinstance(self.screen, Acting):
            self.screen.ask(FindOne(self._title, self._picks), self._choose)


class SomeChoice(Choice):
    """Several of many in a row of a form; the value holds them with commas between."""

    def __init__(
        self, picks: Sequence[Pick], value: str = "", *, title: str = "", none: str = ""
    ) -> None:
        self._picks = list(picks)
        self._none = none
        self._title = title or _("Choose")
        super().__init__([(one.value, one.words) for one in picks], value, title=title)

    def render(self) -> Text:
        """Their words, in their order."""
        words = {one.value: one.words for one in self._picks}
        named = [words.get(one, one) for one in self._value.split(",") if one]
        shown = _(", ").join(named) or self._none
        return Text.assemble(shown, ("  [v]", "dim"), end="", no_wrap=True)

    def action_step(self, step: str | int) -> None:  # noqa: ARG002 - there is no next of several
        """The arrows open the list too."""
        self.action_choose()

    def action_choose(self) -> None:
        """The list."""
        if isinstance(self.screen, Acting):
            self.screen.ask(FindSome(self._title, self._picks, self._value), self._choose)
