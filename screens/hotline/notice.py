"""One notice: what it says, its calls, its steps, and what can be done to it now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.errors import GridtermError
from gridterm.hotline.notices.terms import NoticeAction, NoticeDetail, NoticeState, Standing
from gridterm.i18n import N_, _
from gridterm.text import pad, width
from screens.commands import Command
from screens.hotline.questions import AskWords
from screens.hotline.sheet_page import SheetPage
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose, Confirm
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.store.unit import Store

ENDED = (NoticeState.DOWN, NoticeState.SUPERSEDED, NoticeState.WITHDRAWN)
SILENT = (NoticeState.SUPERSEDED, NoticeState.WITHDRAWN)
BUTTONS = ("approve", "submit", "edit", "send_back", "take_down", "again", "withdraw")


def _can(action: NoticeAction) -> Callable[[NoticePage], bool]:
    return lambda page: page.notice is not None and action in page.notice.actions


class NoticePage(SheetPage):
    """A notice.

    Args:
        notice_id: which.
    """

    CSS_PATH = "../styles/hotline.tcss"
    title_id = N_("Notice")
    help_id = N_(
        "A notice from its draft to the day it comes down; every step has its time and who did "
        "it, and no step is ever changed. Who drafted or changed it does not approve it: that is "
        "for another leader or committee member. What is changed is approved anew. A call that is "
        "opened again, or made confidential, supersedes its notices (民情告示)."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "notice.approve", ("ctrl+a",), N_("Approve"),
            N_("Approve the notice; it hangs from its first day on."),
            lambda page: page.ask_approval(), when=_can(NoticeAction.APPROVE), weight=9,
        ),
        Command(
            "notice.submit", ("ctrl+u",), N_("Hand in for approval"),
            N_("Hand the draft in for approval by somebody else."),
            lambda page: page.submit(), when=_can(NoticeAction.SUBMIT), weight=8,
        ),
        Command(
            "notice.edit", ("ctrl+e",), N_("Change"),
            N_("Change what the notice says; it is a draft again."),
            lambda page: page.edit(), when=_can(NoticeAction.EDIT), weight=7,
        ),
        Command(
            "notice.send_back", (), N_("Send back"),
            N_("Send it back to whoever drafted it, with the reason."),
            lambda page: page.ask_reason(NoticeAction.SEND_BACK),
            when=_can(NoticeAction.SEND_BACK), footer=False,
        ),
        Command(
            "notice.take_down", ("ctrl+d",), N_("Take down"),
            N_("Take it down before its date, with the reason."),
            lambda page: page.ask_reason(NoticeAction.TAKE_DOWN),
            when=_can(NoticeAction.TAKE_DOWN), weight=7,
        ),
        Command(
            "notice.withdraw", ("delete",), N_("Withdraw"),
            N_("Give it up, with the reason; its number stays used."),
            lambda page: page.ask_reason(NoticeAction.WITHDRAW),
            when=_can(NoticeAction.WITHDRAW), weight=3,
        ),
        Command(
            "notice.again", ("ctrl+n",), N_("Draft anew"),
            N_("Draft a new notice from the same calls with these words."),
            lambda page: page.draft_again(), when=lambda page: page.can_repeat, weight=6,
        ),
        Command(
            "notice.calls", ("ctrl+g",), N_("Its calls"),
            N_("Open a call the notice comes from."),
            lambda page: page.choose_call(), when=lambda page: page.notice is not None,
            footer=False,
        ),
        Command(
            "notice.print", ("ctrl+p",), N_("Print"),
            N_("Look at its sheet, then print it or save it as PDF or for Word."),
            lambda page: page.print_sheet(), when=lambda page: page.can_print, weight=6,
        ),
        Command(
            "notice.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the notice again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, notice_id: int) -> None:
        super().__init__()
        self.notice_id = notice_id
        self.notice: NoticeDetail | None = None
        self._memory: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """Head, actions, the sheet."""
        yield HintRow(id="ticket-head")
        yield from self.action_row()
        with VerticalScroll(id="sheet"):
            yield Static(id="words")
            yield Static(id="events")

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the notice."""
        self.run_service(partial(_read, self.store, self.notice_id), self._use, group="notice")

    def _use(self, told: NoticeDetail) -> None:
        before, self.notice = self.notice, told
        late = told.standing is Standing.SUPERSEDED
        left = [
            Hint(told.number, style="strong", weight=9),
            Hint(told.standing.label, style="late" if late else "", weight=9),
        ]
        if told.hidden:
            left.append(Hint(_("CONFIDENTIAL"), style="late", weight=8))
        self.query_one("#ticket-head", HintRow).show(left)
        self.query_one("#words", Static).update(_words(told))
        self.query_one("#events", Static).update(_steps(told))
        if before is None or before.actions != told.actions:
            self.run_worker(self._draw_actions(), group="actions", exclusive=True)
        self.refresh_bindings()

    async def _draw_actions(self) -> None:
        working = {one.id: one for one in self.working_commands()}
        commands = [working[name] for one in BUTTONS if (name := f"notice.{one}") in working]
        await self.show_actions(commands, take_focus=True)

    # ── steps ───────────────────────────────────────────────────────────────
    @property
    def can_print(self) -> bool:
        """Whether it may be put on paper."""
        one = self.notice
        return one is not None and not one.hidden and one.state not in SILENT

    @property
    def can_repeat(self) -> bool:
        """Whether a new notice can go on from this one."""
        one = self.notice
        return one is not None and not one.hidden and (one.state in ENDED or not one.actions)

    def ask_approval(self) -> None:
        """Approve after a yes."""
        sentence = _(
            "Approve it? It names nobody, the calls allow it, and it hangs for everybody to read."
        )
        yes = NoticeAction.APPROVE.label
        self.ask(
            Confirm(self._title(yes), sentence, yes=yes),
            lambda _yes: self._act(NoticeAction.APPROVE),
        )

    def submit(self) -> None:
        """Hand it in."""
        self._act(NoticeAction.SUBMIT)

    def ask_reason(self, action: NoticeAction, wrong: str = "") -> None:
        """Ask why, then do it."""
        asked = {
            NoticeAction.SEND_BACK: _("Say what has to be changed."),
            NoticeAction.TAKE_DOWN: _("Say why it comes down early."),
            NoticeAction.WITHDRAW: _("Say why it is given up; its number stays used."),
        }[action]
        dialog = AskWords(
            self._title(action.label), (asked, asked), self._memory, str(action), wrong
        )
        self.ask(dialog, partial(self._act, action))

    def _title(self, words: str) -> str:
        return f"{self.notice.number if self.notice else ''} {words}".strip()

    def _act(self, action: NoticeAction, reason: str = "") -> None:
        from gridterm.hotline.notices import service

        step = getattr(service, str(action))
        given = (reason,) if reason else ()
        self.run_once(
            partial(step, self.store, self.app.actor, self.notice_id, *given),
            partial(self._saved, action),
            failed=self._refused,
        )

    def _saved(self, action: NoticeAction, told: NoticeDetail) -> None:
        self._memory.pop(str(action), None)
        self.app.say(f"{told.number}: {told.standing.label}")
        self.app.data_changed()
        self.refresh_data()

    def _refused(self, error: GridtermError) -> None:
        self.app.show_error(error)
        self.refresh_data()

    def edit(self) -> None:
        """Change what it says."""
        from screens.hotline.notice_form import NoticeFormPage

        self.app.push_screen(NoticeFormPage(notice_id=self.notice_id))

    def draft_again(self) -> None:
        """Draft a new one with these words."""
        from screens.hotline.notice_form import NoticeFormPage

        self.app.push_screen(NoticeFormPage(again=self.notice_id))

    def choose_call(self) -> None:
        """Open one of its calls."""
        sources = self.notice.sources if self.notice else ()
        options = [
            (str(one.ticket_id), " ".join(filter(None, (one.number, one.unfit)))) for one in sources
        ]
        if len(options) == 1:
            self._open_call(options[0][0])
        elif options:
            self.ask(Choose(_("Its calls"), options), self._open_call)

    def _open_call(self, key: str) -> None:
        from screens.hotline.detail import DetailPage

        self.app.push_screen(DetailPage(int(key)))

    def print_sheet(self) -> None:
        """Look at its sheet before it is printed."""
        from screens.hotline.printing import print_notice

        print_notice(self, self.notice_id)


def _words(told: NoticeDetail) -> Text:
    """The texts under their names, since Chinese words of any length wrap there; then the facts."""
    words = Text(told.title, style="bold", end="")
    texts = (
        (_("Matter"), told.matter),
        (_("Handling"), told.handling),
        (_("Result"), told.result),
    )
    for name, text in texts:
        if text:
            words.append(f"\n{name}\n", "not bold dim")
            words.append(text, "not bold")
    facts = (
        (_("Expected by"), f"{told.expected_on:%Y-%m-%d}" if told.expected_on else ""),
        (_("Hangs"), f"{told.up_on:%Y-%m-%d} - {told.down_on:%Y-%m-%d}"),
        (_("Grid"), told.grid),
        (_("Office phone"), told.office_phone),
        (_("Calls"), _(", ").join(one.number for one in told.sources)),
        (_("Drafted by"), told.drafter),
        (_("Approved by"), told.approver),
        (_("Reason"), told.reason),
    )
    shown = [(name, value) for name, value in facts if value]
    cells = max(width(name) for name, _value in shown) + 1
    for name, value in shown:
        words.append(f"\n{pad(name, cells)}", "not bold dim")
        words.append(value, "not bold")
    return words


def _steps(told: NoticeDetail) -> Text:
    words = Text(_("Steps"), style="bold", end="")
    for event in told.events:
        words.append(f"\n{event.at:%m-%d %H:%M} {event.action.label} {event.actor}", "not bold")
        if event.note:
            words.append(f"\n  {event.note}", "not bold")
    return words


def _read(store: Store, notice_id: int) -> NoticeDetail:
    from gridterm.hotline.notices.queries import notice

    return notice(store, notice_id)
