"""One ticket: its stages, fields, words and steps, and what can be done to it now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.hotline.terms import (
    Action,
    Revealed,
    SimilarTicket,
    State,
    TicketDetail,
    TicketRow,
    Tier,
)
from gridterm.i18n import N_, _
from gridterm.text import clip
from screens.commands import Command
from screens.hotline import steps
from screens.hotline.categorising import ask_category
from screens.hotline.handling import HandlingPage, step_commands
from screens.hotline.sheet import facts_words, matter_words, stage_bar, steps_words
from screens.hotline.sheet_page import SheetPage
from screens.hotline.words import brief_time, due_words
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.store.unit import Store

FACT_CELLS = 38
WIDE = 110
EARLIER = 5
NEXT_STEPS = 2


Found = tuple[TicketDetail, tuple[TicketRow, ...], tuple[SimilarTicket, ...]]
OTHER_CELLS = 76


def _can(action: Action) -> Callable[[DetailPage], bool]:
    return lambda page: page.can(action)


class DetailPage(SheetPage, HandlingPage):
    """A ticket. What it shows of the caller is masked until somebody asks for it.

    Args:
        ticket_id: which.
    """

    CSS_PATH = "../styles/hotline.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (WIDE, "-broad")]  # noqa: RUF012 - Textual's own form
    title_id = N_("Call")
    help_id = N_(
        "One call from being received to its revisit; every step has its time and who did it, and "
        "no step is ever changed. Only what is allowed now is offered. Space shows the caller in "
        "full; that somebody looked is recorded. 首问责任人: answer at once, guide, or record."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "ticket.answer", ("ctrl+a",), N_("Answer"),
            N_("Write what the caller was told; the call is answered."),
            lambda page: page.ask_words(Action.ANSWER), when=_can(Action.ANSWER), weight=7,
        ),
        Command(
            "ticket.guide", ("ctrl+g",), N_("Guide"),
            N_("Write where the caller was sent, and with which papers."),
            lambda page: page.ask_words(Action.GUIDE), when=_can(Action.GUIDE), weight=6,
        ),
        Command(
            "ticket.revisit", ("ctrl+d",), N_("Revisit"),
            N_("Note what calling back found out: reached, true, solved, satisfied."),
            lambda page: page.ask_visit(), when=_can(Action.REVISIT), weight=7,
        ),
        Command(
            "ticket.void", ("delete",), N_("Void"),
            N_("Mark as not a call, with the reason; the number stays used."),
            lambda page: page.ask_step(Action.VOID), when=_can(Action.VOID), weight=4,
        ),
        Command(
            "ticket.reveal", ("space",), N_("Show caller"),
            N_("Show name and phone in full, or hide them again; looking is recorded."),
            lambda page: page.turn_caller(), when=lambda page: page.ticket is not None, weight=6,
        ),
        Command(
            "ticket.print", ("ctrl+p",), N_("Print"),
            N_("Look at the call's form, then print it or save it as PDF or for Word."),
            lambda page: page.print_form(), when=lambda page: page.ticket is not None, weight=5,
        ),
        Command(
            "ticket.similar", ("ctrl+f",), N_("Merge..."),
            N_("List the calls that may be the same matter; Enter merges this one into it."),
            lambda page: page.choose_master(), when=lambda page: page.can_merge, weight=7,
        ),
        Command(
            "ticket.log_again", ("ctrl+n",), N_("Log again"),
            N_("Log a new call that goes on from this one, closed too long ago to be reopened."),
            lambda page: page.log_again(), when=lambda page: page.can_log_again, weight=7,
        ),
        Command(
            "ticket.steps", ("ctrl+t",), N_("Handle..."),
            N_("List everything that can be done to the call now."),
            lambda page: page.choose_step(), when=lambda page: page.has_steps, weight=8,
        ),
        *step_commands(),
        Command(
            "ticket.notice", ("ctrl+u",), N_("Notice from it"),
            N_("Draft a notice for the board from this call, its words masked."),
            lambda page: page.draft_notice(), when=lambda page: page.may_be_published, weight=3,
        ),
        Command(
            "ticket.slip", ("ctrl+e",), N_("Supervision slip"),
            N_("Look at the slip of its supervision, then print it or save it."),
            lambda page: page.print_slip(), when=lambda page: page.is_supervised, weight=4,
        ),
        Command(
            "ticket.case", (), N_("Discipline case from it"),
            N_("Register a lead about a member of staff; the call is copied in as evidence."),
            lambda page: page.open_case(),
            when=lambda page: page.ticket is not None and page.lets_go, footer=False,
        ),
        Command(
            "ticket.category", ("ctrl+y",), N_("Category"),
            N_("Set or correct the call's category."),
            lambda page: ask_category(page, page.ticket_id),
            when=lambda page: page.ticket is not None and page.ticket.state is not State.VOID,
            footer=False,
        ),
        Command(
            "ticket.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the call again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, ticket_id: int) -> None:
        super().__init__(ticket_id)
        self.shown: Revealed | None = None
        self._earlier: tuple[TicketRow, ...] = ()
        self._listed: tuple[int, ...] = ()
        self._began = False

    def compose_body(self) -> ComposeResult:
        """Head, stages, actions; below them the sheet."""
        yield HintRow(id="ticket-head")
        yield Static(id="stages")
        yield Static(id="due")
        yield from self.action_row()
        with VerticalScroll(id="sheet"):
            with Vertical(id="main"):
                yield Static(id="words")
                yield Static(id="events")
            with Vertical(id="side"):
                yield Static(id="facts")
                yield Static(id="earlier-title")
                yield OptionList(id="earlier", compact=True)

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the ticket."""
        work = partial(_read, self.store, self.ticket_id)
        self.run_service(work, self._use, group="ticket")

    def _use(self, found: Found) -> None:
        ticket, earlier, similar = found
        before, self.ticket = self.ticket, ticket
        new = (earlier, similar) != (self._earlier, self.similar) or before is None
        if new:
            self._show_others(earlier, similar)
        self._show_head()
        self.query_one("#stages", Static).update(stage_bar(ticket, self.size.width))
        due = due_words(ticket)
        self.query_one("#due", Static).update(due)
        self.query_one("#due").display = bool(due)
        self.query_one("#words", Static).update(matter_words(ticket))
        self.query_one("#events", Static).update(steps_words(ticket))
        self._show_facts()
        if before is None or before.actions != ticket.actions or before.tier != ticket.tier or new:
            self.run_worker(self._draw_actions(), group="actions", exclusive=True)
        self.refresh_bindings()

    def _show_head(self) -> None:
        ticket = self.ticket
        if ticket is None:
            return
        left = [Hint(ticket.number, style="strong", weight=9), Hint(ticket.state.label, weight=9)]
        if ticket.tier is Tier.MAJOR:
            left.append(Hint(ticket.tier.label, style="late", weight=9))
        if self.can_merge:
            number = self.masters[0].row.number
            words = _("Like {number}").format(number=number)
            left.append(Hint(words, weight=7, run=self.choose_master))
        left += [
            Hint(f"{title} {name}", weight=weight)
            for title, name, weight in (
                (_("Handler"), ticket.handler, 6),
                (_("First accepted by"), ticket.first_acceptor, 4),
                (_("First responder"), ticket.first_responder, 3),
            )
            if name
        ]
        if ticket.confidential:
            left.append(Hint(_("CONFIDENTIAL"), style="late", weight=8))
        if ticket.history:
            left.append(Hint(_("Imported history"), weight=5))
        right = []
        if ticket.external_id:
            words = _("Source number {number}").format(number=ticket.external_id)
            right.append(Hint(clip(words, FACT_CELLS), weight=6))
        self.query_one("#ticket-head", HintRow).show(left, right)

    def _show_facts(self) -> None:
        if self.ticket is not None:
            self.query_one("#facts", Static).update(facts_words(self.ticket, self.shown))

    def _show_others(
        self, earlier: tuple[TicketRow, ...], similar: tuple[SimilarTicket, ...]
    ) -> None:
        """Calls that may be the same matter, then the others from the phone; each once."""
        self._earlier, self.similar = earlier, similar
        now = self.app.clock.now()
        alike = {one.row.id for one in similar}
        rest = [row for row in earlier if row.id not in alike]
        lines = [
            f"{one.row.number} {one.row.state.label} {one.reason}: {one.row.subject}"
            for one in similar
        ]
        lines += [
            f"{row.number} {brief_time(row.received_at, now)} {row.state.label} {row.subject}"
            for row in rest
        ]
        self._listed = (*(one.row.id for one in similar), *(row.id for row in rest))
        listed = self.query_one("#earlier", OptionList)
        listed.clear_options()
        listed.add_options(Option(plain(clip(line, OTHER_CELLS))) for line in lines)
        if lines:
            listed.highlighted = 0
        title = _("Similar calls") if similar else _("Other calls from this phone")
        self.query_one("#earlier-title", Static).update(plain(title if lines else "", "bold"))
        listed.display = bool(lines)

    @on(OptionList.OptionSelected, "#earlier")
    def _open_earlier(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.app.push_screen(type(self)(self._listed[event.option_index]))

    # ── actions ─────────────────────────────────────────────────────────────
    async def _draw_actions(self) -> None:
        row = self.query_one("#actions", Horizontal)
        focused = self.focused
        had_focus = not self._began or focused is None or focused.parent is row
        self._began = True
        await self.show_actions(self._button_commands(), take_focus=had_focus)

    def _button_commands(self) -> list[Command]:
        """What has a key, then what usually comes next, then the list of everything."""
        direct = [f"ticket.{one}" for one in (Action.ANSWER, Action.GUIDE, Action.REVISIT)]
        following = steps.next_steps(self.ticket, NEXT_STEPS) if self.ticket else ()
        wanted = [*direct, *(f"ticket.{one}" for one in following)]
        wanted += ["ticket.similar", "ticket.log_again", "ticket.steps"]
        working = {one.id: one for one in self.working_commands()}
        return [working[one] for one in wanted if one in working]

    # ── the caller ──────────────────────────────────────────────────────────
    def turn_caller(self) -> None:
        """Show name and phone in full, or hide them again."""
        if self.shown is not None:
            self.hide_caller()
            return
        from gridterm.hotline import service

        self.run_once(
            partial(service.reveal, self.store, self.app.actor, self.ticket_id),
            self._reveal,
            group="reveal",
        )

    def _reveal(self, shown: Revealed) -> None:
        self.shown = shown
        self._show_facts()

    def hide_caller(self) -> None:
        """Mask the caller again."""
        self.shown = None
        if self.is_mounted:
            self._show_facts()

    def print_form(self) -> None:
        """Look at the call's form before it is printed."""
        from screens.hotline.printing import print_call

        print_call(self, self.ticket_id)

    @property
    def may_be_published(self) -> bool:
        """Whether a notice can be drafted from it; from over a form it cannot."""
        one = self.ticket
        return one is not None and self.lets_go and one.publishable and not one.confidential

    @property
    def is_supervised(self) -> bool:
        """Whether it was ever put under supervision."""
        events = self.ticket.events if self.ticket else ()
        return any(event.action is Action.SUPERVISE for event in events)

    def draft_notice(self) -> None:
        """Draft a notice from this call."""
        from screens.hotline.notice_form import NoticeFormPage

        self.app.push_screen(NoticeFormPage((self.ticket_id,)))

    def open_case(self) -> None:
        """Register a lead from this call."""
        from screens.discipline.opening import open_from

        if self.ticket is not None:
            open_from(self, f"ticket:{self.ticket_id}", self.ticket.number)

    def print_slip(self) -> None:
        """Look at the supervision slip before it is printed."""
        from screens.hotline.printing import print_slip

        print_slip(self, self.ticket_id)

    def on_screen_suspend(self) -> None:
        """Leaving hides the caller."""
        self.hide_caller()


class DetailOverForm(DetailPage):
    """A ticket shown over the intake form, which the desk keys must not leave behind."""

    lets_go: ClassVar[bool] = False
    commands: ClassVar[tuple[Command, ...]] = (
        *DetailPage.commands,
        Command(
            "ticket.back",
            ("escape",),
            N_("Back"),
            N_("Back to the form."),
            lambda page: page.dismiss(None),
            menu=False,
            weight=8,
        ),
    )


def _read(store: Store, ticket_id: int) -> Found:
    from gridterm.hotline.queries import same_phone, ticket
    from gridterm.hotline.similar import similar_to

    shown = ticket(store, ticket_id)
    return shown, same_phone(store, ticket_id, EARLIER), similar_to(store, ticket_id)
