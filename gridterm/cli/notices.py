"""The notice board on the command line: draft, hand in, approve, take down, look, print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk, Options
from gridterm.cli.printing import Wanted, produce
from gridterm.errors import InputError
from gridterm.hotline.notices.terms import NoticeDetail, NoticeForm, NoticeRow, Standing
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

NOTICES = Desk("notices", N_("The notice board: draft from calls, approve, take down, print."))
DEFAULT_LIMIT = 50
MOST = 100_000

Number = Annotated[str, Argument(metavar=N_("NOTICE"), help=N_("The notice's number."))]
Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]


@dataclass(frozen=True)
class Said(Options):
    """What stands on a notice, as typed; what is empty was not said."""

    title: Annotated[str, Option(metavar=N_("TEXT"), help=N_("The title of the notice."))] = ""
    matter: Annotated[
        str, Option(metavar=N_("TEXT"), help=N_("What the matter was, without naming anybody."))
    ] = ""
    handling: Annotated[str, Option(metavar=N_("TEXT"), help=N_("What the office did."))] = ""
    result: Annotated[str, Option(metavar=N_("TEXT"), help=N_("What came of it."))] = ""
    expected: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The day the result is expected, if there is none."))
    ] = ""
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("The grid it is about."))] = ""
    phone: Annotated[
        str, Option(metavar=N_("PHONE"), help=N_("The office's phone; else the hotline's."))
    ] = ""
    up: Annotated[
        str, Option("--up", metavar=N_("DAY"), help=N_("Its first day on the board."))
    ] = ""
    down: Annotated[str, Option("--down", metavar=N_("DAY"), help=N_("Its last day there."))] = ""


@NOTICES.command("list", N_("List notices, newest first."))
def list_(
    call: Call,
    text: Annotated[
        str, Argument(metavar=N_("WORDS"), help=N_("Words to look for, in any part of a notice."))
    ] = "",
    *,
    state: Annotated[
        str,
        Option(metavar=N_("STATE"), help=N_("draft, submitted, coming, hanging, down and so on.")),
    ] = "",
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many at most."))] = str(
        DEFAULT_LIMIT
    ),
) -> None:
    """List notices."""
    from gridterm.hotline.notices import queries

    standing = values.code(Standing, state, "--state") if state else ""
    with call.office() as store:
        most = values.whole(limit, "--limit", 1, MOST)
        page = queries.list_notices(store, standing, text, limit=most)
        count = queries.count_notices(store, standing, text) if page.more else len(page.rows)
    if call.json:
        output.as_json({"count": count, "shown": len(page.rows), "notices": page.rows})
        return
    _print_rows(page.rows)
    output.line(
        _("{shown} of {count} notices.").format(shown=len(page.rows), count=count)
        if page.more
        else ngettext("{count} notice.", "{count} notices.", count).format(count=count)
    )


def _print_rows(rows: Sequence[NoticeRow]) -> None:
    output.table(
        rows,
        (
            (_("Number"), lambda row: row.number),
            (_("State"), lambda row: row.standing.label),
            (_("Goes up"), lambda row: row.up_on),
            (_("Comes down"), lambda row: row.down_on),
            (_("Grid"), lambda row: row.grid),
            (_("Drafted by"), lambda row: row.drafter),
            (_("Approved by"), lambda row: row.approver),
            (_("Title"), lambda row: row.title),
        ),
    )


@NOTICES.command("show", N_("Show a notice with its calls and steps, or print it."))
def show(
    call: Call,
    number: Number,
    wanted: Wanted,
) -> None:
    """Show a notice, or make its sheet."""
    from gridterm.hotline.notices import documents, queries

    with call.office() as store:
        told = queries.notice_by_number(store, number)
        printout = documents.notice_of(store, told.id) if wanted else None
    if printout is not None:
        produce(call, printout, wanted)
    elif call.json:
        output.as_json(told)
    else:
        _print_detail(told)


def _print_detail(told: NoticeDetail) -> None:
    output.pairs(
        (
            (_("Number"), told.number),
            (_("State"), told.standing.label),
            (_("Reason"), told.reason),
            (_("Title"), told.title),
            (_("Matter"), told.matter),
            (_("Handling"), told.handling),
            (_("Result"), told.result),
            (_("Expected by"), told.expected_on),
            (_("Grid"), told.grid),
            (_("Office phone"), told.office_phone),
            (_("Goes up"), told.up_on),
            (_("Comes down"), told.down_on),
            (_("Drafted by"), told.drafter),
            (_("Approved by"), told.approver),
            (_("Calls"), _(", ").join(one.number for one in told.sources)),
        )
    )
    output.line("")
    for event in told.events:
        head = f"{output.shown(event.at)}  {event.action.label}  {event.actor}"
        output.pairs(((head, event.note or event.state.label),))


@NOTICES.command("board", N_("Show the board as it hangs, or print it on one sheet."))
def board(
    call: Call,
    wanted: Wanted,
) -> None:
    """Show what hangs."""
    from gridterm.hotline.notices import documents, queries

    with call.office() as store:
        hanging = queries.board(store)
        printout = documents.board_of(store) if wanted or not call.json else None
    if printout is None:
        output.as_json({"count": len(hanging), "notices": hanging})
        return
    produce(call, printout, wanted or replace(wanted, text="-"))


@NOTICES.command(
    "draft", N_("Draft a notice from calls; what is not said is proposed."), changes=True
)
def draft(
    call: Call,
    calls: Annotated[list[str], Argument(metavar=N_("CALL"), help=N_("The calls it comes from."))],
    *,
    said: Said,
    submit: Annotated[
        bool, Option("--submit", help=N_("Hand it in for approval at once."))
    ] = False,
) -> None:
    """Draft a notice."""
    from gridterm.hotline import queries
    from gridterm.hotline.notices import proposing, service

    with call.office() as store:
        ids = [queries.ticket_by_number(store, one).id for one in calls]
        start = proposing.proposal(store, list(dict.fromkeys(ids)))
        form = _written(store, start, said)
        actor = call.actor(store)
        told = service.draft(store, actor, form)
        if submit:
            told = service.submit(store, actor, told.id)
    _done(call, told)


@NOTICES.command("edit", N_("Change what is said; the rest stays."), changes=True)
def edit(
    call: Call,
    number: Number,
    *,
    said: Said,
) -> None:
    """Change a notice."""
    from gridterm.hotline.notices import proposing, queries, service

    if said == Said():
        raise InputError(_("Say what is to be changed, like --title or --result."))
    with call.office() as store:
        old = queries.notice_by_number(store, number)
        form = _written(store, proposing.again(old), said)
        told = service.edit(store, call.actor(store), old.id, form)
    _done(call, told)


def _written(store: Store, start: NoticeForm, said: Said) -> NoticeForm:
    """A form with what was typed in place of what it said before."""
    now = store.clock.now()
    expected, up, down = (moments.day(typed, now) for typed in (said.expected, said.up, said.down))
    moved = up is not None and up != start.up_on
    return NoticeForm(
        source_ids=start.source_ids,
        title=values.words(said.title) or start.title,
        matter=values.words(said.matter) or start.matter,
        handling=values.words(said.handling) or start.handling,
        result=values.words(said.result) or start.result,
        expected_on=expected or start.expected_on,
        grid_id=values.grid_of(store, said.grid).id if said.grid else start.grid_id,
        office_phone=said.phone or start.office_phone,
        up_on=up or start.up_on,
        down_on=down or (None if moved else start.down_on),
    )


@NOTICES.command("submit", N_("Hand a draft in for approval."), changes=True)
def submit_(call: Call, number: Number) -> None:
    """Hand a draft in."""
    from gridterm.hotline.notices import service

    _act(call, number, service.submit)


@NOTICES.command("approve", N_("Approve a notice somebody else drafted; it goes up."), changes=True)
def approve(call: Call, number: Number) -> None:
    """Approve a notice."""
    from gridterm.hotline.notices import service

    _act(call, number, service.approve)


@NOTICES.command("send-back", N_("Send it back to whoever drafted it."), changes=True)
def send_back(call: Call, number: Number, *, reason: Reason) -> None:
    """Send a notice back."""
    from gridterm.hotline.notices import service

    _act(call, number, lambda store, actor, one: service.send_back(store, actor, one, reason))


@NOTICES.command("down", N_("Take a notice down before its date."), changes=True)
def down_(call: Call, number: Number, *, reason: Reason) -> None:
    """Take a notice down."""
    from gridterm.hotline.notices import service

    _act(call, number, lambda store, actor, one: service.take_down(store, actor, one, reason))


@NOTICES.command(
    "withdraw", N_("Give up a notice that does not hang; its number stays used."), changes=True
)
def withdraw(call: Call, number: Number, *, reason: Reason) -> None:
    """Give up a notice."""
    from gridterm.hotline.notices import service

    _act(call, number, lambda store, actor, one: service.withdraw(store, actor, one, reason))


def _act(call: Call, number: str, action: Callable[[Store, Actor, int], NoticeDetail]) -> None:
    from gridterm.hotline.notices import queries

    with call.office() as store:
        old = queries.notice_by_number(store, number)
        told = action(store, call.actor(store), old.id)
    _done(call, told)


def _done(call: Call, told: NoticeDetail) -> None:
    if call.json:
        output.as_json(told)
        return
    output.line(_("{number}: {state}.").format(number=told.number, state=told.standing.label))
