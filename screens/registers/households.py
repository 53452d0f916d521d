"""The residents' register by building and room, and how complete it is grid by grid (六清)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.message import Message

from gridterm.i18n import N_, _, ngettext
from gridterm.registers.household_terms import Completeness, HouseholdFilter, HouseholdRow
from gridterm.registers.rules import grid_number
from gridterm.text import mask_phone
from screens.commands import Command
from screens.desk import Page
from screens.registers.household_form import RESIDENT_EDITORS, HouseholdFormPage
from screens.registers.household_page import HouseholdPage
from screens.registers.view import BAD, ListView, chunk_of
from screens.widgets.plain import plain
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.registers.terms import BuildingView, GridView
    from gridterm.store.unit import Store

MOST_FOUND = 200


class HouseholdsView(ListView):
    """Households by building and room, of all or of one grid or building; phones are masked."""

    title_id = N_("Residents")
    wanted = HouseholdFilter()
    of = ""
    """What the list is narrowed to, in words."""

    @property
    def may_change(self) -> bool:
        """Who walks the households enters them too."""
        return self.office.has_role(*RESIDENT_EDITORS)

    def columns(self) -> Sequence[Column]:
        """Where, who, how to reach them, how the home is lived in."""
        return (
            Column("building", _("Building")),
            Column("room", _("Room"), 9),
            Column("head", _("Head"), 10),
            Column("members", _("People"), 6, right=True),
            Column("phone", _("Phone"), 12),
            Column("grid", _("Grid"), 7, wide=True),
            Column("status", _("Home is"), 13),
            Column("needs", _("Services"), 8, wide=True, right=True),
        )

    def find_hint(self) -> str:
        """What can be typed."""
        return _("room (2-501, 3-2-501), address, name, pinyin initials or phone")

    def start(self) -> None:
        """Show the list for what is typed and narrowed, from its top."""
        wanted = replace(self.wanted, text=self.text, ended=self.whole)
        if self.text and not self.whole:
            self.table.show(partial(self._likeliest, wanted))
        else:
            store = self.desk.store
            self.table.show(partial(_page, store, wanted), partial(_count, store, wanted))
        self.desk.refresh_bindings()

    def _likeliest(self, wanted: HouseholdFilter, after: int | None) -> Chunk:
        """The households that were most likely meant, the likeliest first."""
        from gridterm.registers import households

        found = households.find(
            self.desk.store,
            wanted.text,
            grid_id=wanted.grid_id,
            building_id=wanted.building_id,
            limit=MOST_FOUND,
        )
        return chunk_of([_line(one) for one in found], after)

    def lines(self, text: str, *, whole: bool) -> tuple[Line, ...]:
        """Pages are read one by one instead (``start``)."""
        raise AssertionError(text, whole)

    def describe(self, line: Line) -> Text:
        """The household in a few words."""
        one: HouseholdRow = line.record
        words = Text(end="")
        words.append(one.title, "bold")
        words.append(f"  {one.grid}  {_state(one)}")
        if one.head:
            words.append(f"\n{one.head}  {mask_phone(one.phone)}")
        else:
            words.append("\n" + _("Nobody is entered here yet."), "bold yellow")
        if one.needs:
            said = _("Services needed: {number}; which ones is shown on its page.")
            words.append("\n" + said.format(number=one.needs), "dim")
        return words

    def open(self, record_id: int | None = None) -> None:
        """Its page; a new one's form, at the building that is looked at."""
        if record_id is None:
            self.app.push_screen(HouseholdFormPage(building_id=self.wanted.building_id))
        else:
            self.app.push_screen(HouseholdPage(record_id))

    @property
    def words(self) -> tuple[str, str]:
        """Of which grid or building they are, too."""
        _bad, said = super().words
        return "", f"{self.of}  {said}" if self.of else said

    @property
    def narrowed(self) -> bool:
        """A grid or a building leaves others out as well."""
        return super().narrowed or self.wanted != HouseholdFilter()

    def show_only(self, wanted: HouseholdFilter, words: str) -> None:
        """Only those of a grid or a building."""
        self.wanted, self.of = wanted, words
        self._begun = True
        super().show_all()

    def of_grid(self, grid: GridView | Completeness) -> None:
        """Only those of this grid."""
        if isinstance(grid, Completeness):
            self.show_only(HouseholdFilter(grid_id=grid.grid_id), grid_number(grid.grid))
        else:
            self.show_only(HouseholdFilter(grid_id=grid.id), grid.number)

    def of_building(self, building: BuildingView) -> None:
        """Only those of this building."""
        self.show_only(HouseholdFilter(building_id=building.id), building.title)

    def show_all(self) -> None:
        """Every household."""
        self.show_only(HouseholdFilter(), "")


def _page(store: Store, wanted: HouseholdFilter, after: tuple[str, ...] | None) -> Chunk:
    from gridterm.registers import households

    rows, further = households.households(store, wanted, after)
    lines = tuple(replace(_line(one), cursor=(str(one.id),)) for one in rows)
    return Chunk(lines, further is not None)


def _count(store: Store, wanted: HouseholdFilter) -> int:
    from gridterm.registers import households

    return households.count(store, wanted)


def _state(one: HouseholdRow) -> str:
    return _("ended") if one.ended else one.status.label


def _line(one: HouseholdRow) -> Line:
    style = "dim" if one.ended else ""
    cells: dict[str, str | Text] = {
        "building": plain(one.building, style),
        "room": plain(one.room, style),
        "head": plain(one.head, style) if one.head else plain(_("nobody"), "bold yellow"),
        "members": plain(str(one.members or ""), style),
        "phone": plain(mask_phone(one.phone), style),
        "grid": plain(grid_number(one.grid), style),
        "status": plain(_state(one), style),
        "needs": plain(str(one.needs or ""), style),
    }
    return Line(str(one.id), cells, one)


@dataclass(frozen=True)
class GridTold:
    """A grid in a list, with how complete its register is; ``id`` is the grid's."""

    id: int
    told: Completeness


class CompletenessView(ListView):
    """Grid by grid: how many households are expected and entered, with names, with phones."""

    title_id = N_("Completeness")
    finds = False

    def columns(self) -> Sequence[Column]:
        """Expected, entered, with a name, with a phone, buildings without any."""
        return (
            Column("grid", _("Grid"), 9),
            Column("expected", _("Expected"), 9, right=True),
            Column("entered", _("Entered"), 14, right=True),
            Column("names", _("With a name"), 14, right=True),
            Column("phones", _("With a phone"), 14, right=True),
            Column("empty", _("Empty buildings"), right=True),
        )

    def lines(self, text: str, *, whole: bool) -> tuple[Line, ...]:
        """The grids of today."""
        from gridterm.registers.households import completeness

        del text, whole
        return tuple(_grid_line(one) for one in completeness(self.desk.store))

    def describe(self, line: Line) -> Text:
        """What is missing there, in words."""
        return _missing(line.record.told)

    def open(self, record_id: int | None = None) -> None:
        """The households of the grid."""
        del record_id
        self.post_message(GridChosen(self.marked.told))


class GridChosen(Message):
    """The households of a grid are asked for."""

    def __init__(self, grid: Completeness) -> None:
        super().__init__()
        self.grid = grid


class CompletenessPage(Page):
    """How complete the residents' register is, grid by grid (六清).

    Args:
        show: called with the grid whose households are asked for.
    """

    CSS_PATH = "../styles/registers.tcss"
    title_id = N_("Completeness")
    help_id = N_(
        "How complete the residents' register is, grid by grid (六清): households expected, by "
        "what the grid or its buildings say, and entered; those with a name, those with a phone; "
        "buildings without any household. Enter shows the households of the grid."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "completeness.households", ("enter",), N_("Its households"),
            N_("The households of the marked grid or building."),
            lambda page: page.view.open(), when=lambda page: page.view.marked, weight=7,
        ),
        Command(
            "completeness.reload", ("ctrl+r",), N_("Reload"),
            N_("Read everything again; the cursor stays."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, show: Callable[[Completeness], object]) -> None:
        super().__init__()
        self._show = show

    @property
    def view(self) -> CompletenessView:
        """The list."""
        return self.query_one(CompletenessView)

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield CompletenessView("completeness")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.view.home.focus()

    def refresh_data(self) -> None:
        """Read the grids."""
        if self.is_mounted:
            self.view.reload()

    @on(GridChosen)
    def _chosen(self, event: GridChosen) -> None:
        event.stop()
        self.dismiss(None)
        self._show(event.grid)


def share(part: int, whole: int) -> str:
    """A part of a whole, with the percentage where there is a whole."""
    return f"{part:,} {100 * part // whole:>3}%" if whole else f"{part:,}"


def _grid_line(one: Completeness) -> Line:
    short = one.expected and one.entered < one.expected
    cells: dict[str, str | Text] = {
        "grid": grid_number(one.grid),
        "expected": f"{one.expected:,}" if one.expected else "",
        "entered": plain(share(one.entered, one.expected), "bold yellow" if short else ""),
        "names": share(one.with_member, one.entered),
        "phones": share(one.with_phone, one.entered),
        "empty": plain(
            f"{one.buildings_empty} / {one.buildings}", "bold yellow" if one.buildings_empty else ""
        ),
    }
    return Line(str(one.grid_id), cells, GridTold(one.grid_id, one))


def _missing(one: Completeness) -> Text:
    """The sentences of what is not clear yet (六清): buildings, homes, people, phones."""
    words = Text(end="")
    words.append(one.grid, "bold")
    said = []
    if one.buildings_empty:
        said.append(
            ngettext(
                "{number} building has no household entered.",
                "{number} buildings have no household entered.",
                one.buildings_empty,
            ).format(number=one.buildings_empty)
        )
    for missing, sentence in (
        (one.expected - one.entered, _("Households still to be entered: {number}.")),
        (one.entered - one.with_member, _("Households where nobody is entered: {number}.")),
        (one.entered - one.with_phone, _("Households without a phone: {number}.")),
    ):
        if missing > 0:
            said.append(sentence.format(number=missing))
    for sentence in said:
        words.append(f"\n{BAD} {sentence}", "bold yellow")
    if not said:
        words.append("\n" + _("Every building, household and person is entered."), "dim")
    return words
