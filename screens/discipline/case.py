"""One case: its path, facts, evidence, letters and steps, and what can be done to it now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from gridterm.discipline.ladder import Correction
from gridterm.discipline.terms import Flag
from gridterm.discipline.views import CaseDetail, LetterView
from gridterm.errors import GridtermError
from gridterm.i18n import N_, _, ngettext
from gridterm.text import width
from screens.commands import Command
from screens.discipline import sheet
from screens.discipline.eyes import OwnChoose, OwnEyes
from screens.discipline.handling import STEPS, HandlingPage, step_commands
from screens.discipline.words import person_words, rung_words
from screens.hotline.sheet_page import SheetPage
from screens.widgets.bars import Hint
from screens.widgets.rows import HintRow
from screens.widgets.stages import stage_bar

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

WIDE = 110
CORRECT = "case.correct"
BUTTON_CELLS = 4
"""The room a button takes beside its words and the blank between words and key."""


class CasePage(OwnEyes, SheetPage, HandlingPage):
    """A case.

    Args:
        case_id: which.
    """

    CSS_PATH = "../styles/discipline.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (WIDE, "-broad")]  # noqa: RUF012 - Textual's own form
    title_id = N_("Case")
    help_id = N_(
        "One case from the lead to the end of its appeal (线索登记 → 核查 → 属实 → 决定 → 送达 → "
        "申诉). Every step has its time and who took it, and none is ever changed. Evidence is a "
        "copy of the record as it was. The person is asked for a statement before it is decided; "
        "another decides than who reported it. The rung is the ladder's and is never typed; a "
        "letter is never rewritten, only corrected by a notice. Only what is allowed now is "
        "offered; what is refused says why. Ctrl+A is always the step that leads on. That "
        "somebody looked at a case is recorded."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        *step_commands(),
        Command(
            CORRECT, ("ctrl+y",), N_("Correct"),
            N_("Carry out the proposed correction: a numbered notice, the old letter is kept."),
            lambda page: page.ask_correct(),
            when=lambda page: page.correction is not None, weight=9,
        ),
        Command(
            "case.steps", ("ctrl+t",), N_("All steps"),
            N_("List every step the case could take, and why some are refused."),
            lambda page: page.choose_step(),
            when=lambda page: page.case is not None and bool(page.case.steps), weight=6,
        ),
        Command(
            "case.print", ("ctrl+p",), N_("Letter"),
            N_("Look at the case's letter, then print it or save it as PDF or for Word."),
            lambda page: page.print_letter(), when=lambda page: page.has_letters, weight=8,
        ),
        Command(
            "case.receipt", ("ctrl+k",), N_("Receipt of service"),
            N_("Look at the receipt of service of the letter, then print it."),
            lambda page: page.print_receipt(), when=lambda page: page.has_letters, weight=5,
        ),
        Command(
            "case.person", ("ctrl+f",), N_("The person"),
            N_("Where the person stands on each ladder, why, and what would come next."),
            lambda page: page.open_person(), when=lambda page: page.case is not None, weight=4,
        ),
        Command(
            "case.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the case again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self._offered: tuple[str, ...] | None = None

    def compose_body(self) -> ComposeResult:
        """Head, path, actions; below them the sheet."""
        yield HintRow(id="case-head")
        yield Static(id="path")
        yield from self.action_row()
        with VerticalScroll(id="sheet"):
            with Vertical(id="main"):
                yield Static(id="matter")
                yield Static(id="ladder")
                yield Static(id="refused")
                yield Static(id="evidence")
                yield Static(id="events")
            with Vertical(id="side"):
                yield Static(id="facts")
                yield Static(id="letters")

    # ── reading ─────────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the case; that it was looked at is recorded."""
        work = partial(_read, self.store, self.app.actor, self.case_id)
        self.run_service(work, self.use, group="case", failed=self._gone)

    def _gone(self, error: GridtermError) -> None:
        """It is not there, or not for this reader."""
        self.dismiss(None)
        self.app.show_error(error)

    def use(self, one: CaseDetail) -> None:
        """Show the case as it is now."""
        self.case = one
        self._show_head(one)
        self.query_one("#path", Static).update(stage_bar(sheet.path(one), self.size.width))
        for name, words in (
            ("matter", sheet.matter_words(one)),
            ("refused", sheet.refused_words(one)),
            ("evidence", sheet.evidence_words(one.evidence)),
            ("events", sheet.steps_words(one)),
            ("ladder", sheet.ladder_words(one)),
            ("facts", sheet.facts_words(one)),
            ("letters", sheet.letters_words(one.letters)),
        ):
            part = self.query_one(f"#{name}", Static)
            part.update(words)
            part.display = bool(words)
        self.run_worker(self._draw_actions(), group="actions", exclusive=True)
        self.refresh_bindings()

    def _show_head(self, one: CaseDetail) -> None:
        row = one.row
        left = [
            Hint(row.number, style="strong", weight=9),
            Hint(row.state.label, weight=9),
            Hint(person_words(row.person), weight=8, run=self.open_person),
        ]
        if row.level:
            left.append(Hint(rung_words(row.track, row.level), weight=7))
        flags = one.standing.flags if one.standing is not None else frozenset()
        if Flag.NEEDS_CHANGE in flags:
            left.append(Hint(f"! {Flag.NEEDS_CHANGE.label}", style="late", weight=9))
        due = len(one.corrections)
        if due:
            words = ngettext("! {number} correction due", "! {number} corrections due", due)
            words = words.format(number=due)
            left.append(Hint(words, style="late", weight=8, run=self.open_person))
        right = [Hint(_("Confidential"), style="quiet", weight=4)]
        self.query_one("#case-head", HintRow).show(left, right)

    async def _draw_actions(self) -> None:
        commands = self._fitting()
        offered = tuple(one.id for one in commands)
        if offered == self._offered:
            return
        row = self.query_one("#actions", Horizontal)
        focused = self.focused
        first = self._offered is None or focused is None or focused.parent is row
        self._offered = offered
        await self.show_actions(commands, take_focus=first)

    def _fitting(self) -> list[Command]:
        """As many buttons as there is room for; the list of all steps is always among them."""
        working = {one.id: one for one in self.working_commands()}
        wanted = [CORRECT, *(f"case.{step}" for step, *_rest in STEPS)]
        room = self.size.width - 2
        shown: list[Command] = []
        every = working.get("case.steps")
        room -= _cells(every) if every is not None else 0
        for one in (working[name] for name in wanted if name in working):
            if _cells(one) > room:
                break
            room -= _cells(one)
            shown.append(one)
        return [*shown, *([every] if every is not None else [])]

    # ── its correction ──────────────────────────────────────────────────────
    @property
    def correction(self) -> Correction | None:
        """The correction that is proposed for this case."""
        found = self.case.corrections if self.case is not None else ()
        return next((one for one in found if one.case.id == self.case_id), None)

    def ask_correct(self) -> None:
        """Ask, then carry it out."""
        from screens.discipline.correcting import ask_correction

        if self.correction is not None:
            ask_correction(self, self.correction, self.use, self.refused)

    # ── elsewhere ───────────────────────────────────────────────────────────
    def open_person(self) -> None:
        """The page of whom it is about; coming from there, back to it."""
        from screens.discipline.person import PersonStandingPage

        if self.case is None:
            return
        below = self.app.screen_stack[-2]
        if isinstance(below, PersonStandingPage):
            self.dismiss(None)
        else:
            self.app.push_screen(PersonStandingPage(self.case.row.person.id))

    @property
    def has_letters(self) -> bool:
        """Whether a letter was issued."""
        return self.case is not None and bool(self.case.letters)

    def print_letter(self) -> None:
        """Look at the letter; where there are several, choose one first."""
        from screens.discipline.printing import print_letter

        self._with_letter(_("Which letter?"), partial(print_letter, self))

    def print_receipt(self) -> None:
        """Look at the receipt of service of a letter."""
        from screens.discipline.printing import print_receipt

        self._with_letter(_("The receipt of which letter?"), partial(print_receipt, self))

    def _with_letter(self, title: str, show: partial[None]) -> None:
        letters: tuple[LetterView, ...] = self.case.letters if self.case is not None else ()
        newest = letters[::-1]
        if len(newest) == 1:
            show(newest[0].number)
        elif newest:
            lines = [(one.number, sheet.letter_line(one)) for one in newest]
            self.ask(OwnChoose(title, lines, newest[0].number), show)


def _cells(one: Command) -> int:
    return width(one.title) + width(one.key_label) + BUTTON_CELLS


def _read(store: Store, reader: Actor, case_id: int) -> CaseDetail:
    from gridterm.discipline.reading import case

    return case(store, reader, case_id)
