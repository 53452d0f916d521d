"""What is asked before a ticket moves on: an answer's words, what a revisit found."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label, Static

from gridterm.hotline.terms import Satisfaction, Truth, Visit
from gridterm.i18n import N_, _, ngettext
from screens.commands import Command
from screens.hotline.segments import Segments
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.forms import Field, Form, WordsArea
from screens.widgets.plain import plain

SAVE = Command(
    "question.save",
    ("f9", "ctrl+s"),
    N_("Save"),
    N_("Save this step of the call."),
    lambda dialog: dialog.save(),
    menu=False,
)
REACHED, MISSED, WAIVED = "reached", "missed", "waived"
YES, NO = "yes", "no"
ASKED = ("true", "solved", "satisfaction")
ROWS = 6


class AskWords(Dialog[str]):
    """A text of several lines. What was typed and not saved is there again the next time.

    Args:
        title: what is done.
        asked: what to write, and the sentence when nothing was written.
        memory: where unsaved words are kept while the ticket is open.
        key: under which name they are kept there.
        wrong: what was wrong with it the last time.
    """

    commands: ClassVar[tuple[Command, ...]] = (SAVE, CANCEL)
    help_id = N_("Write in your own words; F9 saves. Esc leaves it, and the words stay.")

    def __init__(
        self,
        title: str,
        asked: tuple[str, str],
        memory: MutableMapping[str, str],
        key: str,
        wrong: str = "",
    ) -> None:
        super().__init__(title)
        self.add_class("-wide")
        self._label, self._empty = asked
        self._memory = memory
        self._key = key
        self._wrong = wrong

    def compose_dialog(self) -> ComposeResult:
        """Label, text, the place of the sentence about it."""
        yield Label(plain(self._label))
        yield WordsArea(self._memory.get(self._key, ""), rows=ROWS, id="text")
        yield Static(plain(self._wrong), id="wrong")

    @property
    def words(self) -> str:
        """What is written."""
        return self.query_one(WordsArea).text

    def save(self) -> None:
        """Answer, or say that something is missing."""
        self._memory[self._key] = self.words
        if not self.words.strip():
            self.query_one("#wrong", Static).update(plain(self._empty))
            return
        self.answer(self.words)

    def cancel(self) -> None:
        """Leave; the words stay for the next time."""
        self._memory[self._key] = self.words
        self.answer(None)


class AskStep(Dialog[dict[str, str]]):
    """The form of a step. What was typed and not saved is there again the next time.

    Args:
        title: what is done, to which call.
        fields: the fields of the form.
        memory: where unsaved answers are kept while the ticket is open.
        key: under which name they are kept there.
        wrong: what was wrong the last time: a sentence per field, ``""`` for the whole.
    """

    commands: ClassVar[tuple[Command, ...]] = (SAVE, CANCEL)
    help_id = N_(
        "Answer what the step asks; F9 saves. Arrows change a choice, Enter lists it, Tab goes "
        "on. Esc leaves it, and what was typed stays."
    )

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        memory: MutableMapping[str, dict[str, str]],
        key: str,
        wrong: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.add_class("-wide")
        self._fields = fields
        self._memory = memory
        self._key = key
        self._wrong = wrong or {}

    def compose_dialog(self) -> ComposeResult:
        """The fields, the place of a sentence about the whole."""
        with Form(id="step"):
            yield from self._fields
        yield Static(plain(self._wrong.get("", "")), id="wrong")

    def on_mount(self) -> None:
        """What was typed before, and what was wrong with it."""
        form = self.query_one(Form)
        form.fill(self._memory.get(self._key, {}))
        if not form.say_wrong(self._wrong):
            self._fields[0].control.focus()

    def _take(self) -> dict[str, str]:
        values = self._memory[self._key] = self.query_one(Form).values()
        return values

    @on(Form.Finished)
    def save(self) -> None:
        """Answer; the use case says what is wrong with it."""
        self.answer(self._take())

    def cancel(self) -> None:
        """Leave; what was typed stays for the next time."""
        self._take()
        self.answer(None)


@dataclass
class VisitDraft:
    """A revisit as it is being noted; it stays while the ticket is open."""

    result: str = REACHED
    true: str = ""
    solved: str = ""
    satisfaction: str = ""
    note: str = ""

    def visit(self) -> Visit:
        """What the service takes."""
        reached = self.result == REACHED
        return Visit(
            reached=reached,
            true={Truth.YES: True, Truth.NO: False}.get(Truth(self.true))
            if reached and self.true
            else None,
            solved={YES: True, NO: False}.get(self.solved) if reached else None,
            satisfaction=(self.satisfaction or None) if reached else None,
            note=self.note,
            waived=self.result == WAIVED,
        )


class AskVisit(Dialog[Visit]):
    """What a revisit found: reached, true, solved, satisfied; or not reached, or not wanted.

    Args:
        title: which call.
        draft: what was chosen before.
        missed_on: the days of this round's revisits that reached nobody.
        wrong: what was wrong with it the last time.
    """

    commands: ClassVar[tuple[Command, ...]] = (SAVE, CANCEL)
    help_id = N_(
        "Ask whether what is recorded as done is true (属实), whether the matter is solved and "
        "whether the caller is satisfied (办结回访). True, solved and not dissatisfied closes the "
        "call; else it opens again. Not reached: the third try closes it, if the tries lie on "
        "two days. An anonymous caller, or one who wants no call, is not called back. Arrows "
        "choose; F9 saves."
    )

    def __init__(
        self,
        title: str,
        draft: VisitDraft,
        *,
        missed_on: Sequence[date] = (),
        wrong: str = "",
    ) -> None:
        super().__init__(title)
        self.add_class("-wide")
        self._draft = draft
        self._missed_on = missed_on
        self._wrong = wrong

    def compose_dialog(self) -> ComposeResult:
        """Four choices, the tries before, and a note."""
        results = [
            (REACHED, _("Reached")),
            (MISSED, _("Not reached")),
            (WAIVED, _("No revisit wanted")),
        ]
        true = [(str(one), one.label) for one in Truth]
        solved = [(YES, _("Solved")), (NO, _("Not solved"))]
        satisfied = [(str(one), one.label) for one in Satisfaction]
        draft = self._draft
        yield from _choice("result", _("Caller"), results, draft.result)
        yield from _choice("true", _("Record"), true, draft.true)
        yield from _choice("solved", _("Matter"), solved, draft.solved)
        yield from _choice("satisfaction", _("Satisfied?"), satisfied, draft.satisfaction)
        yield Static(plain(_tries(self._missed_on)), id="tries")
        yield Label(plain(_("Note")))
        yield WordsArea(draft.note, rows=3, id="text")
        yield Static(plain(self._wrong), id="wrong")

    def on_mount(self) -> None:
        """Ask only what there is to ask."""
        self._show_parts()

    @on(Segments.Changed, "#result")
    def _show_parts(self) -> None:
        reached = self.query_one("#result", Segments).value == REACHED
        for name in ASKED:
            self.query_one(f"#row-{name}").display = reached
        self.query_one("#tries").display = bool(self._missed_on)

    def _take(self) -> VisitDraft:
        draft = self._draft
        for name in ("result", *ASKED):
            setattr(draft, name, self.query_one(f"#{name}", Segments).value)
        draft.note = self.query_one(WordsArea).text
        return draft

    def save(self) -> None:
        """Answer, or say which answer is missing."""
        draft = self._take()
        missing = [name for name in ASKED if not getattr(draft, name)]
        if draft.result == REACHED and missing:
            sentence = _("Choose whether the record is true, the matter solved, they satisfied.")
            self.query_one("#wrong", Static).update(plain(sentence))
            self.query_one(f"#{missing[0]}").focus()
            return
        self.answer(draft.visit())

    def cancel(self) -> None:
        """Leave; what was chosen stays for the next time."""
        self._take()
        self.answer(None)


def _tries(missed_on: Sequence[date]) -> str:
    """The tries before in a sentence; empty where there were none."""
    if not missed_on:
        return ""
    words = ngettext(
        "Not reached {count} time so far: {days}.",
        "Not reached {count} times so far: {days}.",
        len(missed_on),
    )
    days = _(", ").join(f"{day:%m-%d}" for day in missed_on)
    return words.format(count=len(missed_on), days=days)


def _choice(name: str, title: str, options: list[tuple[str, str]], value: str) -> ComposeResult:
    with Horizontal(id=f"row-{name}", classes="row"):
        yield Label(plain(title), classes="label")
        yield Segments(options, value, id=name)
