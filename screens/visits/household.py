"""A household as its visitors want to know it: who lives there, what was before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _
from gridterm.text import clean_line, mask_phone
from screens.commands import Command
from screens.desk import Page
from screens.visits.visit import HISTORY, HistoryTable, open_contact
from screens.visits.words import QUIET
from screens.widgets.bars import Hint
from screens.widgets.rows import HintRow
from screens.widgets.table import PagedTable

if TYPE_CHECKING:
    from gridterm.registers.household_terms import HouseholdDetail
    from gridterm.store.unit import Store
    from gridterm.visits.terms import HistoryLine


@dataclass(frozen=True)
class Found:
    """A household and its contacts."""

    detail: HouseholdDetail
    history: tuple[HistoryLine, ...]


class ContactsPage(Page):
    """A household with its contact history (一户一档).

    Args:
        household_id: which one.
    """

    CSS_PATH = "../styles/visits.tcss"
    title_id = N_("Household")
    help_id = N_(
        "Who lives there, and every contact with the household: visits and calls, the newest "
        "first (一户一档). Enter opens the marked one. What the register holds is changed under "
        "F9; which services somebody needs is shown there only, to those who need to know."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "household.open", ("enter",), N_("Open"),
            N_("Open the marked visit or call."),
            lambda page: page.open_marked(), when=lambda page: page.has_marked, weight=8,
        ),
        Command(
            "household.register", ("ctrl+g",), N_("In the registers"),
            N_("Who lives there and who did, services needed, changes: the register's page."),
            lambda page: page.open_register(), when=lambda page: page.lets_go, weight=6,
        ),
        Command(
            "household.reload", ("ctrl+r",), N_("Reload"),
            N_("Read it again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, household_id: int) -> None:
        super().__init__()
        self.household_id = household_id

    def compose_body(self) -> ComposeResult:
        """Head, who lives there, the history."""
        yield HintRow(id="visit-head")
        with VerticalScroll(id="visit-words", can_focus=False):
            yield Static()
        yield Static(id="history-title", classes="household-history")
        yield HistoryTable(id="history")

    def on_mount(self) -> None:
        """The history has the keys."""
        self.query_one("#history").focus()

    def refresh_data(self) -> None:
        """Read the household and its history."""
        work = partial(_read, self.store, self.household_id)
        self.run_service(work, self._use, group="household")

    def _use(self, found: Found) -> None:
        row = found.detail.row
        self.query_one("#visit-head", HintRow).show(
            [
                Hint(clean_line(row.title), style="strong", weight=9),
                Hint(clean_line(row.grid), weight=7),
                Hint(row.status.label, weight=6),
                *([Hint(_("! ended"), style="late", weight=9)] if row.ended else []),
            ]
        )
        self.query_one("#visit-words Static", Static).update(household_words(found.detail))
        title = _("Visits and calls: {number}").format(number=len(found.history))
        self.query_one("#history-title", Static).update(Text(title, style=QUIET, end=""))
        self.query_one(HistoryTable).show_history(found.history)
        self.refresh_bindings()

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.refresh_bindings()

    @property
    def has_marked(self) -> bool:
        """Whether a contact is under the cursor."""
        return any(one.marked_line is not None for one in self.query(HistoryTable))

    def open_marked(self) -> None:
        """The marked visit or call."""
        line = self.query_one(HistoryTable).marked_line
        if line is not None:
            open_contact(self, line.record)

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        open_contact(self, event.line.record)

    def open_register(self) -> None:
        """The household in the registers."""
        from screens.registers.household_page import HouseholdPage

        self.app.push_screen(HouseholdPage(self.household_id))


class ContactsOverForm(ContactsPage):
    """A household shown over a round, which the desk keys must not leave behind."""

    lets_go: ClassVar[bool] = False
    commands: ClassVar[tuple[Command, ...]] = (
        *ContactsPage.commands,
        Command(
            "household.back", ("escape",), N_("Back"),
            N_("Back to the visit."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip


def household_words(detail: HouseholdDetail) -> Text:
    """Who lives there, masked phones, how many services are needed, the note."""
    told = Text(end="")
    for one in detail.members:
        relation = one.relation.label if one.relation is not None else ""
        away = "" if one.lives_here else _("(lives elsewhere)")
        parts = [clean_line(one.name), relation, mask_phone(one.phone), away]
        told.append("  ".join(part for part in parts if part) + "\n")
    if not detail.members:
        told.append(_("Nobody is entered here yet.") + "\n", QUIET)
    if detail.row.phone:
        told.append(_("Phone {phone}").format(phone=mask_phone(detail.row.phone)) + "\n")
    if detail.row.needs:
        words = _("Services needed: {number}. Which ones is shown under F9.")
        told.append(words.format(number=detail.row.needs) + "\n", QUIET)
    if detail.note:
        told.append(detail.note)
    told.rstrip()
    return told


def _read(store: Store, household_id: int) -> Found:
    from gridterm.registers.household_views import household
    from gridterm.visits.queries import history

    return Found(household(store, household_id), history(store, household_id, HISTORY))
