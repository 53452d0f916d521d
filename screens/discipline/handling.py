"""What can be done to a case on its page: each step is asked for, then saved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial

from rich.text import Text

from gridterm.discipline.terms import CaseStep
from gridterm.discipline.views import CaseDetail
from gridterm.errors import GridtermError, RefusedError
from gridterm.i18n import N_, _
from screens.commands import Command
from screens.desk import Page
from screens.discipline import questions
from screens.discipline.eyes import OwnChoose, OwnConfirm
from screens.discipline.questions import Known, StepDialog

FORWARD = "ctrl+a"
STEPS: tuple[tuple[CaseStep, str, str, int], ...] = (
    (CaseStep.INVESTIGATE, FORWARD, N_("Say who looks into it; the case is under way."), 8),
    (CaseStep.CONFIRM, FORWARD, N_("Find the matter true; it needs evidence."), 8),
    (CaseStep.DECIDE, FORWARD, N_("Decide; the rung is the ladder's and is not typed."), 8),
    (CaseStep.SERVE, FORWARD, N_("Note that the person received the letter, and how."), 8),
    (CaseStep.APPEAL, FORWARD, N_("Register that the person appeals."), 7),
    (CaseStep.UPHOLD, FORWARD, N_("Uphold the decision after the appeal, with the reason."), 8),
    (CaseStep.RESTORE, FORWARD, N_("Let the decision hold again, with the reason."), 7),
    (CaseStep.EVIDENCE, "ctrl+n", N_("Add a copy of a record, or words."), 7),
    (CaseStep.ASK, "ctrl+u", N_("Note that the person was asked what they say."), 7),
    (CaseStep.STATE, "ctrl+g", N_("Write down what the person says."), 7),
    (CaseStep.UNFOUNDED, "ctrl+d", N_("Find the matter untrue, with the reason."), 6),
    (CaseStep.CHANGE, "ctrl+e", N_("Lower the level, with the reason and a notice."), 5),
    (CaseStep.REVOKE, "delete", N_("Revoke the decision, with the reason and a notice."), 5),
    (CaseStep.WITHDRAW, "delete", N_("Take the report back, with the reason."), 5),
)
"""Every step after the lead with its key; what leads on is always on the same key."""


def _asks(step: CaseStep) -> Callable[[HandlingPage], object]:
    return lambda page: page.ask_step(step)


def _can(step: CaseStep) -> Callable[[HandlingPage], bool]:
    return lambda page: page.can(step)


def step_commands() -> tuple[Command, ...]:
    """A command for each step."""
    return tuple(
        Command(f"case.{step}", (key,), step.message, told, _asks(step), _can(step), weight=weight)
        for step, key, told, weight in STEPS
    )


class HandlingPage(Page):
    """The part of a case's page that asks for steps and saves them."""

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.case: CaseDetail | None = None
        self._memory: dict[str, dict[str, str]] = {}

    @abstractmethod
    def use(self, one: CaseDetail) -> None:
        """Show the case as it is now."""

    def can(self, step: CaseStep) -> bool:
        """Whether it can be taken now, by who is at the desk."""
        one = self.case
        return one is not None and step in one.steps and step not in one.refusals

    def choose_step(self) -> None:
        """List what the state lets be done; what is refused says why when it is chosen."""
        one = self.case
        if one is None:
            return
        lines: list[tuple[str, str | Text]] = [
            (str(step), step.label if self.can(step) else self._barred(one, step))
            for step in sorted(one.steps, key=self._turn)
        ]
        if lines:
            self.ask(OwnChoose(self._title(_("What is done?")), lines), self._chosen)

    def _turn(self, step: CaseStep) -> tuple[bool, int]:
        """Those that can be taken first, in the order of the buttons."""
        return not self.can(step), [one for one, *_rest in STEPS].index(step)

    @staticmethod
    def _barred(one: CaseDetail, step: CaseStep) -> Text:
        why = one.refusals.get(step, "")
        words = _("{name}: {why}").format(name=step.label, why=why)
        return Text(words, style="dim", end="")

    def _chosen(self, key: str) -> None:
        self.ask_step(CaseStep(key))

    def _title(self, words: str) -> str:
        return f"{self.case.row.number if self.case else ''}  {words}".strip()

    def ask_step(self, step: CaseStep) -> None:
        """Ask what a step needs; one that is refused only says why."""
        one = self.case
        if one is None:
            return
        if not self.can(step):
            self.app.show_error(RefusedError(one.refusals.get(step) or _("Not possible now.")))
        elif step in questions.ASKED_ONLY:
            self._confirm(step)
        else:
            me = self.app.actor.staff_id
            work = partial(questions.read_known, self.store, one, me)
            self.run_service(work, partial(self._ask, step), group="step")

    def _confirm(self, step: CaseStep) -> None:
        told = {
            CaseStep.ASK: _(
                "The person is told what it is about and may make a statement. The day counts "
                "from now."
            ),
            CaseStep.CONFIRM: _("The matter is found true. Somebody decides on the level next."),
        }[step]
        dialog = OwnConfirm(self._title(step.label), told, yes=step.label)
        self.ask(dialog, lambda _yes: self._take(step))

    def _take(self, step: CaseStep) -> None:
        work = partial(self._save, step, {})
        self.run_once(work, partial(self._saved, step), failed=self.refused)

    def _ask(self, step: CaseStep, known: Known) -> None:
        if self.app.screen is not self:  # another question was opened meanwhile
            return
        dialog = StepDialog(
            self._title(step.label),
            partial(questions.fields, step, known),
            partial(self._save, step),
            questions.sentence(step, known.case),
            (self._memory, str(step)),
        )
        self.ask(dialog, partial(self._saved, step))

    def _save(self, step: CaseStep, values: dict[str, str]) -> CaseDetail:
        """In a thread: take the step."""
        from screens.discipline.carrying import carry_out

        return carry_out(step, self.store, self.app.actor, self.case_id, values)

    def _saved(self, step: CaseStep, case: CaseDetail) -> None:
        words = _("{number}: {step} is saved; now {state}.")
        row = case.row
        self.app.say(words.format(number=row.number, step=step.label, state=row.state.label))
        self.app.data_changed()
        self.use(case)

    def refused(self, error: GridtermError) -> None:
        """Say why, and show the case as it is now."""
        self.app.show_error(error)
        self.refresh_data()
