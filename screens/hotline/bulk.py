"""One step over the ticked calls of the list: choose it, answer its form, look, then save."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.errors import GridtermError, InputError, RefusedError
from gridterm.hotline.terms import Action
from gridterm.i18n import N_, _, ngettext
from screens.commands import Command
from screens.hotline import steps
from screens.hotline.questions import AskStep
from screens.widgets.dialogs import CANCEL, Choose, Dialog
from screens.widgets.plain import plain
from screens.widgets.progress import Job, LongWork, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridterm.hotline.bulk import Done, Plan
    from gridterm.hotline.stepping import Order
    from gridterm.hotline.terms import TicketRow
    from screens.acting import Acting

LONG = 20
"""From so many calls on it shows how far it is and can be cancelled."""


class AskCarryOut(Dialog[bool]):
    """How many of the ticked calls allow a step, and which do not and why.

    Args:
        plan: what would happen.
    """

    help_id = N_(
        "What would happen to the ticked calls. F9 does it to those that allow it, all together; "
        "the others stay as they are. Esc leaves everything as it is."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "bulk.do", ("f9", "ctrl+s", "enter"), N_("Carry out"),
            N_("Do it to the calls that allow it."),
            lambda dialog: dialog.answer(value=True),
            when=lambda dialog: dialog.can, menu=False,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.action.label)
        self.add_class("-wide")
        self._plan = plan

    @property
    def can(self) -> bool:
        """Whether any call allows it."""
        return bool(self._plan.able)

    def compose_dialog(self) -> ComposeResult:
        """The count, then a line for each call that does not allow it."""
        with VerticalScroll(id="words"):
            yield Static(plan_words(self._plan))


def plan_words(plan: Plan) -> Text:
    """A plan in words: ``12 of 14 can; 2 cannot:`` and the reasons."""
    able, refused = len(plan.able), len(plan.refused)
    if not refused:
        words = ngettext("It can be done to {able} call.", "It can be done to all {able}.", able)
        return plain(words.format(able=able))
    head = _("It can be done to {able} of {total} calls. Not possible for {refused}:")
    text = Text(head.format(able=able, total=plan.total, refused=refused), end="")
    for one in plan.refused:
        text.append(f"\n{one.number}  ", "bold")
        text.append(one.reason)
    return text


class BulkRun:
    """The way from ticked lines to saved steps, on the screen that holds the list.

    Args:
        screen: it asks and saves.
        rows: the ticked calls.
        memory: where unsaved answers are kept while the list is open.
        then: called when something was saved.
    """

    def __init__(
        self,
        screen: Acting[None],
        rows: Sequence[TicketRow],
        memory: dict[str, dict[str, str]],
        then: Callable[[], object],
    ) -> None:
        self._screen = screen
        self._rows = rows
        self._ids = [row.id for row in rows]
        self._memory = memory
        self._then = then

    def choose(self) -> None:
        """List what can be done, each step with the number of calls that may allow it."""
        from gridterm.hotline.bulk import ACTIONS, possible

        counts = dict.fromkeys(ACTIONS, 0)
        for row in self._rows:
            for action in possible(row):
                counts[action] += 1
        total = len(self._rows)
        options = [
            (str(action), f"{action.label}  {count} / {total}")
            for action, count in counts.items()
            if count
        ]
        if not options:
            self._screen.app.show_error(
                RefusedError(_("Nothing can be done to these calls together; open one of them."))
            )
            return
        words = ngettext("{count} call", "{count} calls", total).format(count=total)
        dialog = Choose(_("What is done to {calls}?").format(calls=words), options)
        self._screen.ask(dialog, lambda key: self._begin(Action(key)))

    def _begin(self, action: Action) -> None:
        """Say first what this operator may not do, then ask."""
        screen = self._screen
        work = partial(_read, screen, action)

        def go_on(found: tuple[str, steps.Known]) -> None:
            barred, known = found
            if barred:
                screen.app.show_error(RefusedError(barred))
            elif action is Action.ACCEPT:
                self._look(action, {})
            else:
                self._ask(action, known, {})

        screen.run_service(work, go_on, group="step")

    def _ask(self, action: Action, known: steps.Known, wrong: Mapping[str, str]) -> None:
        asked = steps.fields(action, known)
        key = f"many.{action}"
        title = f"{action.label} ({len(self._rows)})"
        dialog = AskStep(title, asked, self._memory, key, wrong)
        again = partial(self._wrong, action, known)
        self._screen.ask(dialog, lambda values: self._look(action, values, again))

    def _wrong(self, action: Action, known: steps.Known, error: GridtermError) -> None:
        if isinstance(error, InputError) and error.fields:
            self._ask(action, known, error.fields)
        else:
            self._screen.app.show_error(error)

    def _look(
        self,
        action: Action,
        values: Mapping[str, str],
        failed: Callable[[GridtermError], object] | None = None,
    ) -> None:
        """Find out what would happen, and show it."""
        screen = self._screen

        def work() -> tuple[Order, Plan]:
            from gridterm.hotline.bulk import preview
            from screens.hotline.carrying import order_of

            order = order_of(action, screen.store, values)
            return order, preview(screen.store, screen.app.actor, self._ids, order)

        def show(found: tuple[Order, Plan]) -> None:
            order, plan = found
            screen.ask(AskCarryOut(plan), lambda _yes: self._carry_out(order, plan.able))

        screen.run_service(work, show, group="step", failed=failed)

    def _carry_out(self, order: Order, ids: Sequence[int]) -> None:
        screen = self._screen
        actor = screen.app.actor

        def work(job: Job) -> Done:
            from gridterm.hotline.bulk import carry_out

            def tell(done: int, total: int) -> None:
                job.progress(done, total)
                job.check()

            return carry_out(screen.store, actor, ids, order, tell)

        if len(ids) < LONG:
            screen.run_once(lambda: work(Job()), self._saved)
            return
        title = order.action.label
        screen.ask(LongWork(title, work, lambda done: Outcome(done_words(done))), self._saved)

    def _saved(self, done: Done) -> None:
        self._memory.pop(f"many.{done.action}", None)
        self._screen.app.say(done_words(done))
        self._screen.app.data_changed()
        self._then()


def done_words(done: Done) -> str:
    """What was done, in a sentence; what was refused at the last moment, too."""
    count = len(done.numbers)
    words = ngettext("{action}: {count} call.", "{action}: {count} calls.", count)
    said = words.format(action=done.action.label, count=count)
    if done.refused:
        numbers = _(", ").join(one.number for one in done.refused)
        said += _(" Not possible any more: {numbers}.").format(numbers=numbers)
    return said


def _read(screen: Acting[None], action: Action) -> tuple[str, steps.Known]:
    from gridterm.hotline.posts import barred_from

    actor = screen.app.actor
    barred = barred_from(screen.store, actor, action)
    return barred, steps.read_for_many(screen.store, actor.staff_id)
