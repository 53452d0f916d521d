"""Who is my grid worker? From an address to a name and a phone, while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.registers.terms import AddressMatch, BuildingView
from gridterm.text import pad
from screens.registers.view import View
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.store.unit import Store

TYPING_PAUSE = 0.12
LABEL = 14


@dataclass(frozen=True)
class _Answer:
    match: AddressMatch | None
    likely: tuple[BuildingView, ...]


class WhoView(View):
    """The address above, the answer under it, buildings that may be meant below."""

    title_id = N_("Whose?")

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="who-view")
        self._likely: tuple[BuildingView, ...] = ()
        self._room = ""

    def compose(self) -> ComposeResult:
        """Address, answer, buildings."""
        with Horizontal(classes="find-row"):
            yield Label(plain(_("Address")), classes="label")
            yield LineInput(hint=_("estate and building, as people say it"), id="address")
        yield Static(id="answer")
        yield OptionList(id="likely", compact=True)

    def on_mount(self) -> None:
        """Say what to type."""
        self._show(_Answer(None, ()))

    @property
    def home(self) -> Widget:
        """The address has the keys."""
        return self.query_one("#address")

    def reload(self) -> None:
        """Look the address up again."""
        self._look()

    @on(Input.Changed, "#address")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.desk.soon("address", self._look, TYPING_PAUSE)

    def _look(self) -> None:
        typed = self.query_one("#address", LineInput).value
        work = partial(_answer, self.desk.store, typed)
        self.desk.run_service(work, self._show, group="address")

    def _show(self, found: _Answer) -> None:
        typed = self.query_one("#address", LineInput).value.strip()
        self.query_one("#answer", Static).update(_words(found.match, typed))
        self._likely = found.likely
        self._room = found.match.room if found.match else ""
        listed = self.query_one("#likely", OptionList)
        listed.clear_options()
        listed.add_options(Option(plain(f"{one.title}  {one.grid}")) for one in found.likely)

    def key_down(self, event: events.Key) -> None:
        """Down goes to the buildings."""
        if self.query_one("#address").has_focus and self._likely:
            event.stop()
            listed = self.query_one("#likely", OptionList)
            listed.focus()
            listed.highlighted = 0

    @on(OptionList.OptionSelected, "#likely")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """This building is meant."""
        event.stop()
        line = self.query_one("#address", LineInput)
        line.value = self._likely[event.option_index].title
        line.cursor_position = len(line.value)
        line.focus()

    def go_back(self) -> bool:
        """From the buildings to the address, then an empty address."""
        line = self.query_one("#address", LineInput)
        if not line.has_focus and self.query_one("#likely").has_focus:
            line.focus()
            return True
        if line.value:
            line.value = ""
            return True
        return False


def _answer(store: Store, typed: str) -> _Answer:
    from gridterm.registers.service import grid_of_address, suggest_buildings

    if not typed.strip():
        return _Answer(None, ())
    return _Answer(grid_of_address(store, typed), suggest_buildings(store, typed))


def _words(match: AddressMatch | None, typed: str) -> Text:
    words = Text(end="")
    if match is None:
        words.append(
            _("No building of the register fits this address.")
            if typed
            else _("Type an address: whose grid it is and whom to call stand here at once."),
            "bold red" if typed else "dim",
        )
        return words
    if match.ambiguous:
        said = (
            _("This building is in several grids: {names}. Put that right under Buildings.")
            if match.building
            else _("Several buildings fit: {names}. Type more, or choose one below.")
        )
        words.append("! " + said.format(names=_(", ").join(match.candidates)), "bold red")
        return words
    missing = plain(_("none: put that right in the register"), "bold red")
    for label, value, phone in (
        (_("Building"), match.building, match.room),
        (_("Grid"), match.grid, ""),
        (_("Grid lead"), match.lead, match.lead_phone),
        (_("Grid manager"), match.manager, match.manager_phone),
    ):
        words.append(pad(label, LABEL), "dim")
        words.append_text(plain(f"{value}  {phone}".rstrip(), "bold") if value else missing)
        words.append("\n")
    return words
