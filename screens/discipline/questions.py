"""The forms of a case's steps: what each asks before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import on

from gridterm.discipline.terms import CaseStep, rungs
from gridterm.discipline.views import CaseDetail
from gridterm.i18n import N_, _
from screens.discipline.eyes import OwnFields
from screens.discipline.words import DAY, rung_words
from screens.registers.fields import row
from screens.registers.picking import FindChoice, Pick, SomeChoice, staff_picks
from screens.widgets.forms import Choice, Field, Form, LineInput, Tick, WordsArea

if TYPE_CHECKING:
    from gridterm.store.unit import Store

ROWS = 4
LONG_ROWS = 7
Memory = MutableMapping[str, dict[str, str]]


@dataclass(frozen=True)
class Known:
    """What a form offers: the case, who works here, the day, who is at the desk."""

    case: CaseDetail
    staff: tuple[Pick, ...]
    today: date
    me: int | None


def read_known(store: Store, case: CaseDetail, me: int | None) -> Known:
    """Read what the forms offer: whoever the case is about is not among the staff. For a thread."""
    from gridterm.registers.service import list_staff

    others = [one for one in list_staff(store) if one.id != case.row.person.id]
    return Known(case, tuple(staff_picks(others)), store.clock.today(), me)


class StepDialog(OwnFields[CaseDetail]):
    """The form of a step. What was typed and not saved is there again while the case is open.

    Args:
        title: what is done, to which case.
        fields: makes the fields.
        save: takes the step, in a thread.
        words: sentences above the fields.
        memory: where unsaved answers are kept, and under which name.
    """

    help_id = N_(
        "Answer what the step asks; F9 saves. Arrows change a choice, Enter lists it, Tab goes "
        "on. Esc leaves it, and what was typed stays while the case is open."
    )

    def __init__(
        self,
        title: str,
        fields: Callable[[], Sequence[Field]],
        save: Callable[[dict[str, str]], CaseDetail],
        words: str,
        memory: tuple[Memory, str],
    ) -> None:
        super().__init__(title, fields, save, words)
        self.add_class("-wide")
        self._memory, self._key = memory

    def on_mount(self) -> None:
        """What was typed before; whether a serious start has to be explained."""
        form = self.query_one(Form)
        form.fill(self._memory.get(self._key, {}))
        self._follow()
        next(form.fields).control.focus()

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self._follow()

    def _follow(self) -> None:
        """Only a start on a higher rung asks for a reason."""
        for lowest in self.query("#field-lowest").results(Field):
            self.query_one("#field-reason", Field).display = lowest.value != "1"

    def cancel(self) -> None:
        """Leave; what was typed stays for the next time."""
        self._memory[self._key] = self.query_one(Form).values()
        super().cancel()

    def answer(self, value: CaseDetail | None) -> None:
        """The step was taken: what was typed is saved now."""
        if value is not None:
            self._memory.pop(self._key, None)
        super().answer(value)


def fields(step: CaseStep, known: Known) -> Sequence[Field]:
    """The fields of a step's form; their names are those of the service's errors."""
    return _ASKED[step](known)


def sentence(step: CaseStep, case: CaseDetail) -> str:
    """What stands above the fields; empty where the fields say it."""
    if step is CaseStep.DECIDE:
        rung = rung_words(case.row.track, case.due)
        told = _("By the ladder: {rung}.").format(rung=rung)
        return f"{told} {case.due_why}".strip()
    return {
        CaseStep.EVIDENCE: _(
            "Evidence is a copy: what is copied now stays as it is, whatever changes later."
        ),
        CaseStep.STATE: _("In the person's own words, or that they make no statement."),
        CaseStep.SERVE: _(
            "A warning counts from the day it is received: a signed receipt, or witnesses where "
            "the person would not sign."
        ),
        CaseStep.APPEAL: _("Recorded for the person; another than who decided will review it."),
        CaseStep.CHANGE: _("A notice with a number of its own goes out; the old letter is kept."),
        CaseStep.REVOKE: _("A notice with a number of its own goes out; the old letter is kept."),
        CaseStep.RESTORE: _("A notice with a number of its own goes out; the old letter is kept."),
    }.get(step, "")


# ── what is asked ───────────────────────────────────────────────────────────
def _why(name: str = "reason", label: str = "") -> Field:
    return row(name, label or _("Why"), WordsArea(rows=ROWS))


def _reason(_known: Known) -> Sequence[Field]:
    return (_why(),)


def _investigate(known: Known) -> Sequence[Field]:
    mine = str(known.me) if known.me is not None else ""
    title = _("Who looks into it")
    here = {one.value for one in known.staff}
    chosen = mine if mine in here else ""
    choice = FindChoice(known.staff, chosen, title=title, none=_("choose somebody"))
    return (row("investigator_id", title, choice),)


def _evidence(_known: Known) -> Sequence[Field]:
    record = row("subject", _("A record"), LineInput(hint=_("a call's number like RX-2026-12")))
    return record, row("text", _("Or words"), WordsArea(rows=LONG_ROWS))


def _statement(_known: Known) -> Sequence[Field]:
    return (
        row("words", _("Statement"), WordsArea(rows=LONG_ROWS)),
        row("declined", "", Tick(_("The person makes no statement"))),
    )


def _decide(known: Known) -> Sequence[Field]:
    track, due = known.case.row.track, known.case.due
    starts = [("1", _("as the ladder says: {rung}").format(rung=rung_words(track, due)))]
    starts += [
        (str(level), _("higher, as it is serious: {rung}").format(rung=rung_words(track, level)))
        for level in range(max(due, 1) + 1, len(rungs(track)) + 1)
    ]
    title = _("It starts")
    return (
        row("lowest", title, Choice(starts, "1", title=title)),
        row("reason", _("Why serious"), WordsArea(rows=ROWS)),
    )


def _serve(known: Known) -> Sequence[Field]:
    title = _("Witnesses")
    return (
        row("served_on", _("Served on"), LineInput(f"{known.today:{DAY}}")),
        row("receipt", "", Tick(_("The receipt is signed"))),
        row("witness_ids", title, SomeChoice(known.staff, title=title, none=_("none"))),
    )


def _appeal(known: Known) -> Sequence[Field]:
    return (
        row("appealed_on", _("Appeal made on"), LineInput(f"{known.today:{DAY}}")),
        _why(label=_("What they say")),
    )


def _change(known: Known) -> Sequence[Field]:
    one = known.case.row
    levels = [(str(level), rung_words(one.track, level)) for level in range(1, one.level)]
    title = _("Lowered to")
    return row("level", title, Choice(levels, title=title)), _why()


_ASKED: Mapping[CaseStep, Callable[[Known], Sequence[Field]]] = {
    CaseStep.INVESTIGATE: _investigate,
    CaseStep.EVIDENCE: _evidence,
    CaseStep.STATE: _statement,
    CaseStep.UNFOUNDED: _reason,
    CaseStep.WITHDRAW: _reason,
    CaseStep.DECIDE: _decide,
    CaseStep.SERVE: _serve,
    CaseStep.APPEAL: _appeal,
    CaseStep.UPHOLD: _reason,
    CaseStep.CHANGE: _change,
    CaseStep.REVOKE: _reason,
    CaseStep.RESTORE: _reason,
}
ASKED_ONLY = frozenset({CaseStep.ASK, CaseStep.CONFIRM})
"""Steps that need no more than a yes."""
