"""One visit: what was recorded, its checks, the household's history; correct it, void it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _
from gridterm.text import clean_line
from gridterm.visits.terms import Contact, Finding
from screens.commands import Command
from screens.desk import Page
from screens.visits.words import QUIET, detail_words, finding_text, outcome_text, visit_title
from screens.widgets.bars import Hint
from screens.widgets.dialogs import AskText
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import HistoryLine, VisitDetail, VisitRow

HISTORY = 50


@dataclass(frozen=True)
class Found:
    """A visit and what was before and after at the household."""

    detail: VisitDetail
    history: tuple[HistoryLine, ...]


class HistoryTable(PagedTable):
    """The contacts with a household: visits, and calls from there (一户一档)."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(
            (
                Column("time", _("Time"), 16),
                Column("kind", _("What"), 6),
                Column("who", _("Who"), 10),
                Column("state", _("Outcome"), 10),
                Column("words", _("Matter")),
                Column("ticket", _("Call"), 13, wide=True),
            ),
            id=id,
        )

    def show_history(self, found: Sequence[HistoryLine]) -> None:
        """Show these contacts."""
        lines = tuple(history_line(place, one) for place, one in enumerate(found))
        self.show(lambda _after: Chunk(lines))


def history_line(place: int, one: HistoryLine) -> Line:
    """A contact as a row."""
    midnight = one.at.hour == 0 and one.at.minute == 0
    state: str | Text = one.state if one.outcome is None else outcome_text(one.outcome)
    return Line(
        str(place),
        {
            "time": f"{one.at:%Y-%m-%d}" if midnight else f"{one.at:%Y-%m-%d %H:%M}",
            "kind": one.kind.label,
            "who": clean_line(one.who),
            "state": state,
            "words": clean_line(one.words),
            "ticket": one.ticket,
        },
        one,
    )


class VisitPage(Page):
    """A visit in full.

    Args:
        visit_id: which one.
    """

    CSS_PATH = "../styles/visits.tcss"
    title_id = N_("Visit")
    help_id = N_(
        "A visit as it was recorded, who recorded it, what its checks found, the call its matter "
        "became, and what was before at this household. What was recorded is never changed: a "
        "correction is a new entry with its reason, and a visit that was none is void, with a "
        "reason; both stay. Enter opens the marked line of the history."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "visit.correct", ("ctrl+y",), N_("Correct"),
            N_("Correct what was recorded, with a reason; the earlier entry stays."),
            lambda page: page.correct(), when=lambda page: page.holds, weight=8,
        ),
        Command(
            "visit.void", ("delete",), N_("Void"),
            N_("Say that this was no visit, with a reason; the entry stays."),
            lambda page: page.ask_void(), when=lambda page: page.holds, weight=6,
        ),
        Command(
            "visit.call", ("ctrl+t",), N_("The call"),
            N_("Open the call that the matter became."),
            lambda page: page.open_call(), when=lambda page: page.has_call, weight=7,
        ),
        Command(
            "visit.household", ("ctrl+g",), N_("Household"),
            N_("Who lives there, and everything that was before."),
            lambda page: page.open_household(), when=lambda page: page.row is not None, weight=6,
        ),
        Command(
            "visit.case", ("ctrl+a",), N_("New case"),
            N_("Register a lead about who falsified it; check and visit are copied in."),
            lambda page: page.open_case(), when=lambda page: page.is_falsified, weight=8,
        ),
        Command(
            "visit.open", ("enter",), N_("Open"),
            N_("Open the marked line of the history."),
            lambda page: page.open_marked(), when=lambda page: page.has_marked, weight=5,
        ),
        Command(
            "visit.reload", ("ctrl+r",), N_("Reload"),
            N_("Read it again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, visit_id: int) -> None:
        super().__init__()
        self.visit_id = visit_id
        self.detail: VisitDetail | None = None

    def compose_body(self) -> ComposeResult:
        """Head, the visit in words, the history."""
        yield HintRow(id="visit-head")
        with VerticalScroll(id="visit-words", can_focus=False):
            yield Static()
        yield Static(id="history-title", classes="household-history")
        yield HistoryTable(id="history")

    def on_mount(self) -> None:
        """The history has the keys."""
        self.query_one("#history").focus()

    # ── reading ─────────────────────────────────────────────────────────────
    @property
    def row(self) -> VisitRow | None:
        """The visit, None before it was read."""
        return self.detail.row if self.detail is not None else None

    @property
    def holds(self) -> bool:
        """Whether it can be corrected or made void."""
        return self.row is not None and self.row.ended is None

    @property
    def has_call(self) -> bool:
        """Whether its matter became a call."""
        return self.row is not None and self.row.ticket_id is not None

    def refresh_data(self) -> None:
        """Read the visit and the history."""
        self.run_service(partial(_read, self.store, self.visit_id), self._use, group="visit")

    def _use(self, found: Found) -> None:
        self.detail = found.detail
        row = found.detail.row
        left = [
            Hint(f"{clean_line(row.household)} {clean_line(row.head)}", style="strong", weight=9),
            Hint(row.day.isoformat(), weight=8),
            Hint(clean_line(row.staff.name), weight=7),
            Hint(row.result.label, weight=6),
        ]
        if row.ended is not None:
            gone = _("! void") if row.ended.by_id is None else _("! corrected")
            left.append(Hint(gone, style="late", weight=9))
        if found.detail.checks:
            last = finding_text(found.detail.checks[-1])
            late = "late" if "red" in str(last.style) else ""
            left.append(Hint(last.plain, style=late, weight=8))
        self.query_one("#visit-head", HintRow).show(left)
        self.query_one("#visit-words Static", Static).update(detail_words(found.detail))
        title = _("What was before at this household: {number}")
        self.query_one("#history-title", Static).update(
            Text(title.format(number=len(found.history)), style=QUIET, end="")
        )
        self.query_one(HistoryTable).show_history(found.history)
        self.refresh_bindings()

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self.refresh_bindings()

    # ── going on ────────────────────────────────────────────────────────────
    @property
    def has_marked(self) -> bool:
        """Whether a line of the history is under the cursor."""
        return any(one.marked_line is not None for one in self.query(HistoryTable))

    def open_marked(self) -> None:
        """The marked line of the history."""
        line = self.query_one(HistoryTable).marked_line
        if line is not None:
            open_contact(self, line.record, self.visit_id)

    @on(PagedTable.Opened)
    def _opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        open_contact(self, event.line.record, self.visit_id)

    def open_call(self) -> None:
        """The call that the matter became."""
        row = self.row
        if row is not None and row.ticket_id is not None:
            open_ticket(self, row.ticket_id)

    def open_household(self) -> None:
        """The household's page."""
        from screens.visits.household import ContactsOverForm, ContactsPage

        row = self.row
        if row is not None:
            kind = ContactsPage if self.lets_go else ContactsOverForm
            self.app.push_screen(kind(row.household_id))

    @property
    def is_falsified(self) -> bool:
        """Whether its last check says so; over a round no form is opened."""
        checks = self.detail.checks if self.detail is not None else ()
        return self.lets_go and bool(checks) and checks[-1].result is Finding.FALSIFIED

    def open_case(self) -> None:
        """Register a lead from the check that found it falsified."""
        from screens.discipline.opening import open_from

        if self.detail is not None and self.detail.checks:
            open_from(self, f"check:{self.detail.checks[-1].id}", visit_title(self.detail.row))

    # ── corrections ─────────────────────────────────────────────────────────
    def correct(self) -> None:
        """Correct it in a form."""
        from screens.visits.visit_form import CorrectPage

        self.app.push_screen(CorrectPage(self.visit_id, self._corrected))

    def _corrected(self, row: VisitRow) -> None:
        """The correction is what is looked at from now on."""
        self.visit_id = row.id

    def ask_void(self) -> None:
        """Ask why this was no visit."""
        dialog = AskText(
            _("Void"), _("Why was this no visit? The entry stays, with the reason."),
            empty=_("Please give a reason."),
        )  # fmt: skip
        self.ask(dialog, self._void)

    def _void(self, reason: str) -> None:
        store, actor, visit_id = self.store, self.app.actor, self.visit_id

        def work() -> object:
            from gridterm.visits.service import void

            return void(store, actor, visit_id, reason)

        self.run_once(work, self._voided)

    def _voided(self, _result: object) -> None:
        self.app.say(_("The visit is void; it stays on record."))
        self.app.data_changed()
        self.refresh_data()


class VisitOverForm(VisitPage):
    """A visit shown over a round, which the desk keys must not leave behind."""

    lets_go: ClassVar[bool] = False
    commands: ClassVar[tuple[Command, ...]] = (
        *VisitPage.commands,
        Command(
            "visit.back", ("escape",), N_("Back"),
            N_("Back to the round."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip


def open_contact(page: Page, one: HistoryLine, but: int | None = None) -> None:
    """Open a visit or a call of a history; the visit that is shown already is not opened again."""
    if one.kind is Contact.CALL and one.ticket_id is not None:
        open_ticket(page, one.ticket_id)
    elif one.visit_id is not None and one.visit_id != but:
        kind = VisitPage if page.lets_go else VisitOverForm
        page.app.push_screen(kind(one.visit_id))


def open_ticket(page: Page, ticket_id: int) -> None:
    """Open a call over the page."""
    from screens.hotline.detail import DetailOverForm, DetailPage

    kind = DetailPage if page.lets_go else DetailOverForm
    page.app.push_screen(kind(ticket_id))


def _read(store: Store, visit_id: int) -> Found:
    from gridterm.visits.queries import history, visit

    detail = visit(store, visit_id)
    return Found(detail, history(store, detail.row.household_id, HISTORY))
