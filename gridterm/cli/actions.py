"""The action items 督办台账 on the command line: given, moved on, checked, printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk, Options
from gridterm.cli.meetings import held_id
from gridterm.cli.printing import HERE, Wanted, produce
from gridterm.i18n import N_, _, ngettext
from gridterm.meetings.action_terms import (
    ACTIONS_RUNNING,
    ActionFilter,
    ActionForm,
    ActionKind,
    ActionState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridterm.meetings.action_terms import ActionDetail, ActionRow
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

ACTIONS = Desk("actions", N_("Action items of meetings and superiors' tasks, until closed."))
DEFAULT_LIMIT = 50
MOST = 100_000

Number = Annotated[
    str, Argument(metavar=N_("ITEM"), help=N_("The action item's number, like DB-2026-001."))
]
Note = Annotated[str, Argument(metavar=N_("TEXT"), help=N_("The text; - reads standard input."))]
Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]
To = Annotated[
    str, Option(metavar=N_("WHO"), help=N_("Who gets it: a number, a name, pinyin initials."))
]
Due = Annotated[str, Option(metavar=N_("DAY"), help=N_("The day it is due."))]


@dataclass(frozen=True)
class Task(Options):
    """What is given to whom until when, as typed."""

    matter: Annotated[str, Argument(metavar=N_("MATTER"), help=N_("What is to be done."))]
    to: To
    due: Due
    helper: Annotated[
        list[str] | None, Option(metavar=N_("WHO"), help=N_("Who helps; may be repeated."))
    ] = None
    lead: Annotated[
        str, Option(metavar=N_("WHO"), help=N_("The leader in charge of the matter."))
    ] = ""
    confidential: Annotated[
        bool, Option("--confidential", help=N_("Only on its own page and the confidential sheet."))
    ] = False


@dataclass(frozen=True)
class Which(Options):
    """Which action items, as typed; nothing said means those that run."""

    words: Annotated[str, Argument(metavar=N_("[WORDS]"), help=N_("Words to look for."))] = ""
    state: Annotated[
        str, Option(metavar=N_("STATE"), help=N_("open, reported, closed, cancelled or all."))
    ] = ""
    owner: Annotated[str, Option(metavar=N_("WHO"), help=N_("Only theirs."))] = ""
    date: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("Only what the meeting of this day gave."))
    ] = ""
    superior: Annotated[bool, Option("--superior", help=N_("Only superiors' tasks."))] = False
    overdue: Annotated[bool, Option("--overdue", help=N_("Only those past their day."))] = False


def form_of(store: Store, task: Task) -> ActionForm:
    """An action item as it was typed.

    Raises:
        InputError: a day cannot be read, or several people may be meant.
        NotFoundError: there is nobody of the name.
    """
    return ActionForm(
        matter=values.words(task.matter),
        owner_id=values.staff_of(store, task.to).id,
        due_on=moments.needed_day(task.due, store.clock.now()),
        helper_ids=tuple(values.staff_of(store, one).id for one in task.helper or ()),
        lead_id=values.staff_of(store, task.lead).id if task.lead else None,
        confidential=task.confidential,
    )


def _filter(store: Store, which: Which) -> ActionFilter:
    if which.state in {"all", _("all")} or which.date:
        states: tuple[str, ...] = ()
    elif which.state:
        states = tuple(map(str, values.codes(ActionState, which.state, "--state")))
    else:
        states = tuple(map(str, ACTIONS_RUNNING))
    return ActionFilter(
        states=states,
        kind=ActionKind.SUPERIOR if which.superior else "",
        owner_id=values.staff_of(store, which.owner).id if which.owner else None,
        meeting_id=held_id(store, which.date) if which.date else None,
        overdue=which.overdue,
        text=which.words,
    )


@ACTIONS.command("list", N_("List action items, the first due first; those that run."))
def list_(
    call: Call,
    *,
    which: Which,
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many at most."))] = str(
        DEFAULT_LIMIT
    ),
) -> None:
    """List action items."""
    from gridterm.meetings import action_queries

    with call.office() as store:
        wanted = _filter(store, which)
        page = action_queries.actions(store, wanted, limit=values.whole(limit, "--limit", 1, MOST))
        count = action_queries.count(store, wanted) if page.more else len(page.rows)
    if call.json:
        output.as_json({"count": count, "shown": len(page.rows), "actions": page.rows})
        return
    _table(page.rows)
    words = (
        _("{shown} of {count} action items.").format(shown=len(page.rows), count=count)
        if page.more
        else ngettext("{count} action item.", "{count} action items.", count).format(count=count)
    )
    output.line(words)


def _table(rows: Sequence[ActionRow]) -> None:
    output.table(
        rows,
        (
            (_("Number"), lambda row: row.number),
            (_("State"), lambda row: row.state.label),
            (_("Due"), lambda row: row.due_on),
            (_("Working days late"), lambda row: row.late or ""),
            (_("Owner"), lambda row: row.owner),
            (_("Helpers"), lambda row: _(", ").join(row.helpers)),
            (_("Source"), lambda row: row.source),
            (_("Matter"), lambda row: row.matter),
        ),
    )


@ACTIONS.command("register", N_("Print the register of action items, or save it."))
def register(call: Call, *, which: Which, wanted: Wanted) -> None:
    """Make the register's sheet."""
    from gridterm.meetings import documents

    with call.office() as store:
        printout = documents.register_of(store, _filter(store, which))
    produce(call, printout, wanted or replace(wanted, text=HERE))


@ACTIONS.command("show", N_("Show an action item with its steps."))
def show(call: Call, number: Number) -> None:
    """Show an action item."""
    from gridterm.meetings import action_queries

    with call.office() as store:
        told = action_queries.action_by_number(store, number)
    print_action(call, told)


@ACTIONS.command(
    "give", N_("Give somebody a matter: from a meeting, or a superior's task."), changes=True
)
def give(
    call: Call,
    *,
    task: Task,
    date: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The day of the meeting that gave it."))
    ] = "",
    superior: Annotated[
        str, Option(metavar=N_("UNIT"), help=N_("The superior unit whose task it is."))
    ] = "",
    document: Annotated[
        str, Option(metavar=N_("NUMBER"), help=N_("The number of the superior's document."))
    ] = "",
) -> None:
    """Give a matter."""
    from gridterm.meetings import actions

    with call.office() as store:
        form = replace(
            form_of(store, task),
            kind=ActionKind.SUPERIOR if superior else ActionKind.MEETING,
            meeting_id=held_id(store, date) if date else None,
            superior_unit=superior,
            document_number=document,
        )
        told = actions.give(store, call.actor(store), form)
    print_action(call, told)


@ACTIONS.command("progress", N_("Note how far an action item is."), changes=True)
def progress(call: Call, number: Number, text: Note) -> None:
    """Note progress."""
    from gridterm.meetings import actions

    words = values.words(text)
    _act(call, number, lambda store, actor, one: actions.progress(store, actor, one, words))


@ACTIONS.command("done", N_("Report an action item done; somebody else checks it."), changes=True)
def done(call: Call, number: Number, text: Note) -> None:
    """Report it done."""
    from gridterm.meetings import actions

    words = values.words(text)
    _act(call, number, lambda store, actor, one: actions.report(store, actor, one, words))


@ACTIONS.command("check", N_("Check what was reported done, and close it."), changes=True)
def check(
    call: Call,
    number: Number,
    *,
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("A note that goes with it."))] = "",
) -> None:
    """Check and close."""
    from gridterm.meetings import actions

    _act(call, number, lambda store, actor, one: actions.check(store, actor, one, note))


@ACTIONS.command("send-back", N_("Send back what was reported done and is not."), changes=True)
def send_back(call: Call, number: Number, *, reason: Reason) -> None:
    """Send it back."""
    from gridterm.meetings import actions

    _act(call, number, lambda store, actor, one: actions.send_back(store, actor, one, reason))


@ACTIONS.command("postpone", N_("Move the date of an action item."), changes=True)
def postpone(call: Call, number: Number, *, due: Due, reason: Reason) -> None:
    """Move the date."""
    from gridterm.meetings import actions

    def act(store: Store, actor: Actor, one: int) -> ActionDetail:
        day = moments.needed_day(due, store.clock.now())
        return actions.postpone(store, actor, one, day, reason)

    _act(call, number, act)


@ACTIONS.command("hand-over", N_("Give an action item to somebody else."), changes=True)
def hand_over(call: Call, number: Number, *, to: To, reason: Reason) -> None:
    """Hand it over."""
    from gridterm.meetings import actions

    def act(store: Store, actor: Actor, one: int) -> ActionDetail:
        return actions.hand_over(store, actor, one, values.staff_of(store, to).id, reason)

    _act(call, number, act)


@ACTIONS.command("cancel", N_("Give up an action item; its number stays used."), changes=True)
def cancel(call: Call, number: Number, *, reason: Reason) -> None:
    """Give it up."""
    from gridterm.meetings import actions

    _act(call, number, lambda store, actor, one: actions.cancel(store, actor, one, reason))


def _act(call: Call, number: str, action: Callable[[Store, Actor, int], ActionDetail]) -> None:
    from gridterm.meetings import action_queries

    with call.office() as store:
        old = action_queries.action_by_number(store, number)
        told = action(store, call.actor(store), old.row.id)
    print_action(call, told)


def print_action(call: Call, told: ActionDetail) -> None:
    """Show an action item whole."""
    if call.json:
        output.as_json(told)
        return
    row = told.row
    output.pairs(
        (
            (_("Number"), row.number),
            (_("State"), row.state.label),
            (_("Matter"), row.matter),
            (_("Source"), row.source),
            (_("Superior unit"), told.superior_unit),
            (_("Document number"), told.document_number),
            (_("Leader in charge"), row.lead),
            (_("Owner"), row.owner),
            (_("Helpers"), _(", ").join(row.helpers)),
            (_("Given"), row.given_on),
            (_("Due"), row.due_on),
            (_("Working days late"), row.late or ""),
            (_("Progress so far"), row.progress),
            (_("Checker"), row.checker),
            (_("Marks"), _("confidential") if row.confidential else ""),
        )
    )
    output.line("")
    for event in told.events:
        head = f"{output.shown(event.at)}  {event.step.label}  {event.actor}"
        said = _("; ").join(filter(None, (event.note, event.said)))
        output.pairs(((head, said or event.state.label),))
