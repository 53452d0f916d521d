"""A household: who lives there, what it needs once it is asked for, and its contacts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.registers.household_terms import (
    HouseholdDetail,
    MemberView,
    ServiceView,
)
from gridterm.registers.rules import grid_number
from gridterm.visits.terms import HistoryLine
from screens.commands import Command
from screens.desk import Page
from screens.registers.household_dialogs import last_day_dialog, service_dialog
from screens.registers.household_form import RESIDENT_EDITORS, HouseholdFormPage, MemberPage
from screens.registers.household_words import (
    columns,
    contact_words,
    facts_words,
    people_lines,
    services_words,
)
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store

CONTACTS = 50


@dataclass(frozen=True)
class _Found:
    home: HouseholdDetail
    contacts: tuple[HistoryLine, ...]


def _may(works: Any = None) -> Any:  # noqa: ANN401 - a condition on the page
    """The condition that the operator may change the register, and that ``works`` is true."""

    def when(page: HouseholdPage) -> bool:
        return page.may_change and (works is None or bool(works(page)))

    return when


class HouseholdPage(Page):
    """One household (一户一档).

    Args:
        household_id: which.
    """

    CSS_PATH = "../styles/registers.tcss"
    title_id = N_("Household")
    help_id = N_(
        "A household (一户一档): who lives there and who did, and every contact with it, the "
        "newest first: visits, calls that came of them, calls from its phones. What services it "
        "needs is need-to-know: Space shows them, and that somebody looked is recorded. Nothing "
        "is deleted; a person or a household gets a last day."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "home.person_new", ("ctrl+n",), N_("New person"),
            N_("Enter somebody of the household."),
            lambda page: page.open_person(None), when=_may(lambda page: page.stands), weight=7,
        ),
        Command(
            "home.person", ("enter",), N_("Change person"),
            N_("Change what is entered of the marked person."),
            lambda page: page.open_person(page.marked.id),
            when=_may(lambda page: page.has_people_keys and page.marked), weight=7,
        ),
        Command(
            "home.person_end", ("delete",), N_("Person left"),
            N_("Give the marked person a last day in this household."),
            lambda page: page.end_person(),
            when=_may(lambda page: page.has_people_keys and page.marked
                      and page.marked.valid_to is None),
            weight=4,
        ),
        Command(
            "home.change", ("ctrl+d",), N_("Change household"),
            N_("Change room, phone, how the home is lived in, note."),
            lambda page: page.open_form(), when=_may(lambda page: page.home), weight=6,
        ),
        Command(
            "home.services", ("space",), N_("Services"),
            N_("Show which services it needs, or hide them again; looking is recorded."),
            lambda page: page.turn_services(), when=lambda page: page.home is not None, weight=6,
        ),
        Command(
            "home.service_new", ("ctrl+g",), N_("New service"),
            N_("Enter a service it needs, and what the entry is kept for."),
            lambda page: page.add_service(), when=_may(lambda page: page.stands), weight=4,
        ),
        Command(
            "home.service_end", ("ctrl+x",), N_("End service"),
            N_("Say that a service is no longer needed."),
            lambda page: page.end_service(), when=_may(lambda page: page.present), weight=3,
        ),
        Command(
            "home.end", ("ctrl+k",), N_("Moved away"),
            N_("Give the household a last day; its room is free for another."),
            lambda page: page.end(), when=_may(lambda page: page.stands), weight=3,
        ),
        Command(
            "home.reopen", ("ctrl+k",), N_("Still here"),
            N_("Take back that the household has moved away."),
            lambda page: page.reopen(),
            when=_may(lambda page: page.home and not page.stands), weight=5,
        ),
        Command(
            "home.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the household again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, household_id: int) -> None:
        super().__init__()
        self.household_id = household_id
        self.home: HouseholdDetail | None = None
        self.services: tuple[ServiceView, ...] | None = None
        self._contacts: tuple[HistoryLine, ...] = ()
        self._people: tuple[Line, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Head, facts, people, services, contacts."""
        yield HintRow(id="home-head")
        yield Static(id="home-facts")
        yield PagedTable(columns(), id="people")
        yield Static(id="services")
        yield Static(id="contacts-title")
        yield OptionList(id="contacts", compact=True)

    def on_mount(self) -> None:
        """The people have the keys."""
        self.people.focus()

    # ── what is so ──────────────────────────────────────────────────────────
    @property
    def people(self) -> PagedTable:
        """Who lives there, then who did."""
        return self.query_one("#people", PagedTable)

    @property
    def marked(self) -> MemberView | None:
        """The person under the cursor."""
        line = self.people.marked_line
        return line.record if line is not None else None

    @property
    def has_people_keys(self) -> bool:
        """Whether Enter and Del mean a person."""
        return self.is_mounted and self.people.has_focus

    @property
    def may_change(self) -> bool:
        """Whether the operator may change the residents' register."""
        return self.app.has_role(*RESIDENT_EDITORS)

    @property
    def stands(self) -> bool:
        """Whether the household was read and has not ended."""
        return self.home is not None and self.home.valid_to is None

    @property
    def present(self) -> tuple[ServiceView, ...]:
        """The services that are shown and still needed."""
        return tuple(one for one in self.services or () if one.valid_to is None)

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the household and its contacts."""
        work = partial(_read, self.store, self.household_id)
        self.run_service(work, self._show, group="home")

    def _show(self, found: _Found) -> None:
        self.home, self._contacts = found.home, found.contacts
        self._show_head(found.home)
        self.query_one("#home-facts", Static).update(facts_words(found.home))
        if self._people:
            self._people = people_lines(found.home)
            self.people.reload()
        else:
            self._people = people_lines(found.home)
            self.people.show(lambda _after: Chunk(self._people))
        self._show_services()
        title = _("Contacts: {number}").format(number=len(found.contacts))
        self.query_one("#contacts-title", Static).update(plain(title, "bold"))
        listed = self.query_one("#contacts", OptionList)
        listed.clear_options()
        listed.add_options(Option(contact_words(one)) for one in found.contacts)
        self.refresh_bindings()

    def _show_head(self, home: HouseholdDetail) -> None:
        left = [Hint(home.row.title, style="strong", weight=9)]
        if home.valid_to is not None:
            until = _("moved away on {day}").format(day=home.valid_to.isoformat())
            left.append(Hint(until, style="late", weight=9))
        else:
            left.append(Hint(home.row.status.label, weight=8))
        grid = grid_number(home.row.grid) if home.row.grid else _("in no grid")
        self.query_one("#home-head", HintRow).show(left, [Hint(grid, weight=6)])

    def _show_services(self) -> None:
        if self.home is not None:
            words = services_words(self.services, self.home.row.needs)
            self.query_one("#services", Static).update(words)
        self.refresh_bindings()

    # ── services ────────────────────────────────────────────────────────────
    def turn_services(self) -> None:
        """Show which services it needs, or hide them."""
        if self.services is not None:
            self.services = None
            self._show_services()
        else:
            self._look()

    def _look(self, _saved: object = None) -> None:
        store, actor, household_id = self.store, self.app.actor, self.household_id

        def work() -> tuple[ServiceView, ...]:
            from gridterm.registers.households import reveal_services

            return reveal_services(store, actor, household_id)

        self.run_once(work, self._looked, group="services")

    def _looked(self, found: tuple[ServiceView, ...]) -> None:
        self.services = found
        self._show_services()

    def add_service(self) -> None:
        """Ask which service, for whom and what for."""
        if self.home is not None:
            dialog = service_dialog(self.store, self.app.actor, self.home)
            self.ask(dialog, self._service_saved)

    def end_service(self) -> None:
        """Ask which service is no longer needed."""
        options = [(str(one.id), f"{one.kind.label}  {one.purpose}") for one in self.present]
        dialog = Choose(_("Which service is no longer needed?"), options, options[0][0])
        self.ask(dialog, lambda key: self._end_service(int(key)))

    def _end_service(self, need_id: int) -> None:
        from gridterm.registers.households import end_need

        work = partial(end_need, self.store, self.app.actor, need_id)
        self.run_once(work, self._service_saved, group="saving")

    def _service_saved(self, _saved: object) -> None:
        self.refresh_data()
        if self.services is not None:
            self._look()

    # ── people ──────────────────────────────────────────────────────────────
    def open_person(self, member_id: int | None) -> None:
        """Somebody's form, a new one's for None."""
        self.app.push_screen(MemberPage(self.household_id, member_id))

    @on(PagedTable.Opened, "#people")
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        if self.may_change:
            self.open_person(event.line.record.id)

    @on(PagedTable.Marked, "#people")
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        self.refresh_bindings()

    def end_person(self) -> None:
        """Ask for the last day of the marked person here."""
        from gridterm.registers.households import end_member

        one = self.marked
        if one is not None:
            end = partial(end_member, self.store, self.app.actor, one.id)
            words = _("The last day they belong to this household. What is known of them stays.")
            self.ask(last_day_dialog(one.name, words, self.app.clock, end), self._changed)

    # ── the household ───────────────────────────────────────────────────────
    def open_form(self) -> None:
        """Its form."""
        self.app.push_screen(HouseholdFormPage(self.household_id))

    def end(self) -> None:
        """Ask for its last day."""
        from gridterm.registers.households import end_household

        if self.home is not None:
            end = partial(end_household, self.store, self.app.actor, self.household_id)
            words = _(
                "The last day this household lives here. What is known of it stays, and its "
                "room is free for another."
            )
            title = self.home.row.title
            self.ask(last_day_dialog(title, words, self.app.clock, end), self._changed)

    def reopen(self) -> None:
        """Take back its end."""
        from gridterm.registers.households import reopen_household

        work = partial(reopen_household, self.store, self.app.actor, self.household_id)
        self.run_once(work, self._changed)

    def _changed(self, _saved: object) -> None:
        self.refresh_data()
        self.app.data_changed()

    # ── contacts ────────────────────────────────────────────────────────────
    @on(OptionList.OptionSelected, "#contacts")
    def _contact_chosen(self, event: OptionList.OptionSelected) -> None:
        """The call that a contact was, or that came of it."""
        event.stop()
        ticket_id = self._contacts[event.option_index].ticket_id
        if ticket_id is not None:
            from screens.hotline.detail import DetailPage

            self.app.push_screen(DetailPage(ticket_id))


def _read(store: Store, household_id: int) -> _Found:
    from gridterm.registers.households import household
    from gridterm.visits.queries import history

    return _Found(household(store, household_id), history(store, household_id, CONTACTS))
