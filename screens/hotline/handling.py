"""What can be done to a call on its page: each step is asked for, then saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from gridterm.errors import GridtermError, InputError, RefusedError
from gridterm.hotline import powers
from gridterm.hotline.terms import (
    OPEN_STATES,
    Action,
    SimilarTicket,
    State,
    TicketDetail,
    Visit,
)
from gridterm.i18n import N_, _
from gridterm.text import clip
from screens.commands import Command
from screens.desk import Page
from screens.hotline import steps
from screens.hotline.questions import AskStep, AskVisit, AskWords, VisitDraft
from screens.widgets.dialogs import Choose, Confirm

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

LOG_AGAIN = "log_again"
LIKE_CELLS = 40

HANDLED: dict[Action, tuple[str, str]] = {
    Action.TRIAGE: (N_("Triage"), N_("Say who decides and how it is dealt with.")),
    Action.ASSIGN: (
        N_("Assign"),
        N_("Give it to whoever handles it; the grid's lead is suggested."),
    ),
    Action.ACCEPT: (
        N_("Accept"),
        N_("Accept what was assigned to you, or to whom you stand in for."),
    ),
    Action.RETURN: (N_("Return"), N_("Return an assignment.")),
    Action.TRANSFER: (N_("Hand over"), N_("Hand a call over to somebody else.")),
    Action.PROGRESS: (N_("Report progress"), N_("Note how far it is.")),
    Action.SUSPEND: (N_("Suspend"), N_("Stop the clocks until a review date.")),
    Action.RESUME: (N_("Resume"), N_("Let the clocks go on.")),
    Action.REPORT_UP: (N_("Report up"), N_("Report a matter to a superior unit.")),
    Action.SUPERIOR_REPLY: (N_("Reply from above"), N_("Note what the superior unit answered.")),
    Action.EXTEND: (N_("Extend"), N_("Set a later date, once, approved and told to the resident.")),
    Action.RESOLVE: (N_("Resolve"), N_("Note the result and who told the resident.")),
    Action.REOPEN: (N_("Reopen"), N_("Open a closed call again within 30 days.")),
    Action.MERGE: (N_("Merge"), N_("Put it to another call about the same matter.")),
    Action.SPLIT: (
        N_("Split off"),
        N_("Take a merged call out again, or a second matter into a call of its own."),
    ),
    Action.URGE: (N_("Urge"), N_("Urge whoever has a call that is overdue.")),
    Action.SUPERVISE: (N_("Supervise"), N_("Put an overdue call under supervision.")),
    Action.CIRCULATE: (
        N_("Make public"),
        N_("Make public that a call is late; the principal leader confirms it."),
    ),
}


def _asks(action: Action) -> Callable[[HandlingPage], None]:
    return lambda page: page.ask_step(action)


def _can(action: Action) -> Callable[[HandlingPage], bool]:
    return lambda page: page.can(action)


def step_commands() -> tuple[Command, ...]:
    """A command without a key for each step, for menu, buttons and the list of steps."""
    return tuple(
        Command(f"ticket.{one}", (), title, told, _asks(one), when=_can(one), footer=False)
        for one, (title, told) in HANDLED.items()
    )


class HandlingPage(Page):
    """The part of a call's page that asks for steps and saves them."""

    def __init__(self, ticket_id: int) -> None:
        super().__init__()
        self.ticket_id = ticket_id
        self.ticket: TicketDetail | None = None
        self._memory: dict[str, str] = {}
        self._typed: dict[str, dict[str, str]] = {}
        self._visit = VisitDraft()
        self.similar: tuple[SimilarTicket, ...] = ()

    @property
    def offered(self) -> tuple[Action, ...]:
        """What can be done now."""
        return steps.offered(self.ticket) if self.ticket is not None else ()

    def can(self, action: Action) -> bool:
        """Whether it can be done now."""
        return action in self.offered

    @property
    def has_steps(self) -> bool:
        """Whether anything can be done now."""
        return bool(self.offered) or self.can_log_again

    def choose_step(self) -> None:
        """List what can be done now."""
        options = [(str(one), one.label) for one in self.offered]
        if self.can_log_again:
            options.append((LOG_AGAIN, _("Log again")))
        title = self._title(_("What is done?"))
        self.ask(Choose(title, options), self._begin)

    def _begin(self, key: str) -> None:
        if key == LOG_AGAIN:
            self.log_again()
        else:
            self.ask_step(Action(key))

    # ── the same matter ─────────────────────────────────────────────────────
    @property
    def masters(self) -> tuple[SimilarTicket, ...]:
        """The similar calls it can be merged into: those that are still open."""
        return tuple(one for one in self.similar if one.row.state in OPEN_STATES)

    @property
    def can_merge(self) -> bool:
        """Whether it can be merged into a similar call."""
        return self.can(Action.MERGE) and bool(self.masters)

    def choose_master(self) -> None:
        """List the similar calls; Enter merges this one into the one chosen."""
        options = [
            (one.row.number, f"{one.row.number} {one.reason}: {clip(one.row.subject, LIKE_CELLS)}")
            for one in self.masters
        ]
        options.append(("", _("Another call, by its number...")))

        def merge(number: str) -> None:
            if not number:
                self.ask_step(Action.MERGE)
                return
            self._save_step(Action.MERGE, {"like": number, "master": "", "reason": ""})

        title = self._title(_("Merge into which call?"))
        self.ask(Choose(title, options, options[0][0]), merge)

    # ── after its end ───────────────────────────────────────────────────────
    @property
    def can_log_again(self) -> bool:
        """Whether it was closed too long ago to be opened again."""
        return self.ticket is not None and (
            self.ticket.state is State.CLOSED and not self.ticket.reopens
        )

    def log_again(self, wrong: str = "") -> None:
        """Ask what the caller says now, then log it as a new call that names this one."""
        asked = (
            _("What does the caller say now? The new call names this one."),
            _("Write what the caller says."),
        )
        title = self._title(_("Log again"))
        dialog = AskWords(title, asked, self._memory, LOG_AGAIN, wrong)
        self.ask(dialog, self._save_again)

    def _save_again(self, words: str) -> None:
        store, actor, ticket_id = self.store, self.app.actor, self.ticket_id

        def work() -> TicketDetail:
            from gridterm.hotline.handling import log_again

            return log_again(store, actor, ticket_id, words)

        self.run_once(work, self._open_new, failed=partial(self._refused, self.log_again))

    def _open_new(self, ticket: TicketDetail) -> None:
        """Go to the call that was made."""
        self._memory.pop(LOG_AGAIN, None)
        self.app.say(_("{number} is logged.").format(number=ticket.number))
        self.app.data_changed()
        self.app.push_screen(type(self)(ticket.id))

    def _title(self, words: str) -> str:
        return f"{self.ticket.number if self.ticket else ''} {words}".strip()

    def ask_step(self, action: Action) -> None:
        """Ask what a step needs; what somebody else has to do is only said."""
        if action not in powers.WHO:
            self._ask_now(action)
            return
        barred = partial(_barred, self.store, self.app.actor, action)

        def go_on(said: str) -> None:
            if said:
                self.app.show_error(RefusedError(said))
            else:
                self._ask_now(action)

        self.run_service(barred, go_on, group="step")

    def _ask_now(self, action: Action) -> None:
        if action in steps.BY_WORDS:
            self.ask_words(action)
        elif action is Action.REVISIT:
            self.ask_visit()
        elif action is Action.ACCEPT:
            sentence = _("Accept it? Whoever accepts first stays responsible for it.")
            yes = action.label
            self.ask(
                Confirm(self._title(yes), sentence, yes=yes),
                lambda _yes: self._save_step(action, {}),
            )
        else:
            self._ask_form(action)

    def _ask_form(self, action: Action, wrong: InputError | None = None) -> None:
        me = self.app.actor.staff_id
        work = partial(steps.read_known, self.store, self.ticket_id, action, me)
        self.run_service(work, partial(self._show_form, action, wrong), group="step")

    def _show_form(self, action: Action, wrong: InputError | None, known: steps.Known) -> None:
        """Ask, with what was wrong the last time; what cannot be done any more is only said."""
        if self.app.screen is not self:  # another question was opened meanwhile
            return
        ticket = known.ticket
        if wrong is not None and (ticket is None or action not in ticket.actions):
            self.app.show_error(wrong)
            self.refresh_data()
            return
        said: dict[str, str] = {}
        if wrong is not None:
            said = {**wrong.fields, "": "" if wrong.fields else wrong.message}
        asked = steps.fields(action, known)
        dialog = AskStep(self._title(action.label), asked, self._typed, str(action), said)
        self.ask(dialog, partial(self._save_step, action))

    def _save_step(self, action: Action, values: dict[str, str]) -> None:
        store, actor, ticket_id = self.store, self.app.actor, self.ticket_id

        def work() -> TicketDetail:
            from screens.hotline.carrying import carry_out

            return carry_out(action, store, actor, ticket_id, values)

        self.run_once(
            work,
            partial(self._saved, action),
            failed=partial(self._step_refused, action),
        )

    def _step_refused(self, action: Action, error: GridtermError) -> None:
        """Say why: in the form where it can still be put right, else in a message."""
        if isinstance(error, InputError) and action is not Action.ACCEPT:
            self._ask_form(action, error)
            return
        self.app.show_error(error)
        self.refresh_data()

    def ask_words(self, action: Action, wrong: str = "") -> None:
        """Ask for the words of an answer, a guiding or a voiding, then save them."""
        labels = {
            Action.ANSWER: (_("What was the caller told?"), _("Write what the caller was told.")),
            Action.GUIDE: (
                _("Where was the caller sent, and with which papers?"),
                _("Write where the caller was sent, and with which papers."),
            ),
            Action.VOID: (
                _("Why is this no call? Its number stays used."),
                _("Say why this call is void; its number stays used."),
            ),
        }
        title = f"{self.ticket.number if self.ticket else ''} {action.label}"
        dialog = AskWords(title, labels[action], self._memory, str(action), wrong)
        self.ask(dialog, partial(self._save_words, action))

    def _save_words(self, action: Action, words: str) -> None:
        from gridterm.hotline import service

        step: Any = {
            Action.ANSWER: service.answer,
            Action.GUIDE: service.guide,
            Action.VOID: service.void,
        }[action]
        self.run_once(
            partial(step, self.store, self.app.actor, self.ticket_id, words),
            partial(self._saved, action),
            failed=partial(self._refused, lambda said: self.ask_words(action, said)),
        )

    def ask_visit(self, wrong: str = "") -> None:
        """Ask what a revisit found, then save it."""
        title = f"{self.ticket.number if self.ticket else ''} {Action.REVISIT.label}"
        missed = self.ticket.missed_on if self.ticket else ()
        dialog = AskVisit(title, self._visit, missed_on=missed, wrong=wrong)
        self.ask(dialog, self._save_visit)

    def _save_visit(self, visit: Visit) -> None:
        from gridterm.hotline import service

        self.run_once(
            partial(service.revisit, self.store, self.app.actor, self.ticket_id, visit),
            partial(self._saved, Action.REVISIT),
            failed=partial(self._refused, self.ask_visit),
        )

    def _saved(self, action: Action, ticket: TicketDetail) -> None:
        if ticket.id != self.ticket_id:  # a second matter became a call of its own
            self._typed.pop(str(action), None)
            self._open_new(ticket)
            return
        self._memory.pop(str(action), None)
        self._typed.pop(str(action), None)
        self._visit = VisitDraft()
        self.app.say(f"{ticket.number}: {ticket.state.label}")
        self.app.data_changed()
        self.refresh_data()  # a reading that began before the save must not have the last word

    def _refused(self, again: Callable[[str], None], error: GridtermError) -> None:
        """Say why; where it may still succeed, the question comes back with its words."""
        if isinstance(error, RefusedError):
            self.app.show_error(error)
            self.refresh_data()
        else:
            again(error.message)


def _barred(store: Store, actor: Actor, action: Action) -> str:
    from gridterm.hotline.posts import barred_from

    return barred_from(store, actor, action)
