"""Hotline on the command line: log a call, find it, show it."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE, Number, Words, act_on, show_done
from gridterm.cli.hotline_choice import Choice, category_of
from gridterm.cli.printing import Wanted, produce
from gridterm.hotline.answers import step_lines
from gridterm.hotline.terms import (
    Channel,
    Intake,
    Kind,
    TicketDetail,
    TicketRow,
)
from gridterm.i18n import N_, _, ngettext

__all__ = ["HOTLINE", "Number", "Words", "act_on", "print_rows"]

DEFAULT_LIMIT = 50
MOST = 1_000_000


@HOTLINE.command(
    "add", N_("Log a call; with --answer or --guide it is finished at once."), changes=True
)
def add(
    call: Call,
    content: Annotated[
        str,
        Argument(metavar=N_("TEXT"), help=N_("What the caller says; - reads standard input.")),
    ],
    *,
    kind: Annotated[
        str,
        Option(
            metavar=N_("KIND"), help=N_("inquiry, help, complaint, report, suggestion, praise.")
        ),
    ] = "inquiry",
    channel: Annotated[
        str,
        Option(
            metavar=N_("CHANNEL"),
            help=N_("phone, visit_in, household_visit, wechat, superior, self_check."),
        ),
    ] = "phone",
    at: Annotated[
        str | None,
        Option(metavar=N_("TIME"), help=N_("When it came in, like 9:14 or 11-20 15:20; else now.")),
    ] = None,
    caller: Annotated[str, Option(metavar=N_("FULL-NAME"), help=N_("Who calls."))] = "",
    anonymous: Annotated[bool, Option("--anonymous", help=N_("The caller gives no name."))] = False,
    phone: Annotated[str, Option(metavar=N_("PHONE"), help=N_("The caller's phone."))] = "",
    address: Annotated[
        str, Option(metavar=N_("ADDRESS"), help=N_("Where they live; it finds the grid."))
    ] = "",
    grid: Annotated[
        str, Option(metavar=N_("GRID"), help=N_("The grid's number, where the address tells none."))
    ] = "",
    category: Annotated[
        str, Option(metavar=N_("CODE"), help=N_("A category, see: gridterm hotline categories"))
    ] = "",
    title: Annotated[str, Option(metavar=N_("TEXT"), help=N_("The matter in a few words."))] = "",
    place: Annotated[str, Option(metavar=N_("PLACE"), help=N_("Where the matter is."))] = "",
    confidential: Annotated[
        bool,
        Option(
            "--confidential", help=N_("Keep it out of searches and exports; lists hide its words.")
        ),
    ] = False,
    publishable: Annotated[
        bool, Option("--publishable", help=N_("It may be shown on the notice board."))
    ] = False,
    proactive: Annotated[
        bool, Option("--proactive", help=N_("The grid found it before anybody called."))
    ] = False,
    answer: Annotated[
        str, Option(metavar=N_("TEXT"), help=N_("What the caller was told on the spot."))
    ] = "",
    guide: Annotated[
        str, Option(metavar=N_("TEXT"), help=N_("Where the caller was sent, with which papers."))
    ] = "",
) -> None:
    """Log a call."""
    from gridterm.hotline import service

    with call.office() as store:
        intake = Intake(
            content=values.words(content),
            kind=values.code(Kind, kind, "--kind"),
            channel=values.code(Channel, channel, "--channel"),
            received_at=moments.moment(at, store.clock.now()),
            caller=caller,
            anonymous=anonymous,
            phone=phone,
            address=address,
            grid_id=values.grid_of(store, grid).id if grid else None,
            category=category_of(store, category),
            title=title,
            place=place,
            confidential=confidential,
            publishable=publishable,
            proactive=proactive,
            answer=answer,
            guide=guide,
        )
        told = service.register(store, call.actor(store), intake)
    show_done(call, told)


@HOTLINE.command("list", N_("List calls, newest first; names and phones are masked."))
def list_(
    call: Call,
    choice: Choice,
    *,
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many at most."))] = str(
        DEFAULT_LIMIT
    ),
) -> None:
    """List calls."""
    from gridterm.hotline import queries

    with call.office() as store:
        wanted = choice.filter(store)
        most = values.whole(limit, "--limit", 1, MOST)
        found = queries.list_tickets(store, wanted, limit=most)
        count = queries.count_tickets(store, wanted) if found.more else len(found.rows)
        names = dict(queries.categories(store))
    if call.json:
        output.as_json({"count": count, "shown": len(found.rows), "tickets": found.rows})
        return
    print_rows(found.rows, names)
    output.line(
        _("{shown} of {count} calls.").format(shown=len(found.rows), count=count)
        if found.more
        else ngettext("{count} call.", "{count} calls.", count).format(count=count)
    )


def print_rows(rows: tuple[TicketRow, ...], names: dict[str, str]) -> None:
    """Print calls as a table; names are those of the categories."""
    output.table(
        rows,
        (
            (_("Number"), lambda row: row.number),
            (_("Received at"), lambda row: row.received_at),
            (_("State"), lambda row: row.state.label),
            (_("Kind"), lambda row: row.kind.label),
            (_("Category"), lambda row: names.get(row.category, row.category)),
            (_("Grid"), lambda row: row.grid),
            (_("Caller"), lambda row: row.caller),
            (_("Phone"), lambda row: row.phone),
            (_("Source number"), lambda row: row.external_id),
            (_("Handler"), lambda row: row.handler),
            (_("Due"), lambda row: row.due_at),
            (_("Matter"), lambda row: row.subject),
        ),
    )


@HOTLINE.command("show", N_("Show a call with everything that happened to it."), changes=True)
def show(
    call: Call,
    number: Number,
    *,
    reveal: Annotated[
        bool,
        Option(
            "--reveal", help=N_("Show name and phone in full; this is kept in the audit trail.")
        ),
    ] = False,
    wanted: Wanted,
) -> None:
    """Show a call, or make its form; only --reveal needs an operator."""
    from gridterm.hotline import queries, service

    if wanted:
        _make_form(call, number, wanted, reveal=reveal)
        return
    with call.office() as store:
        told = queries.ticket_by_number(store, number)
        full = service.reveal(store, call.actor(store), told.id) if reveal else None
    caller, phone = (full.caller, full.phone) if full else (told.caller, told.phone)
    if call.json:
        output.as_json({**output.plain(told), "caller": caller, "phone": phone})
        return
    _print_detail(told, caller, phone)


def _make_form(call: Call, number: str, wanted: Wanted, *, reveal: bool) -> None:
    from gridterm.hotline import documents, queries

    with call.office() as store:
        told = queries.ticket_by_number(store, number)
        actor = call.actor(store) if reveal else None
        by = actor.name if actor else ""
        form = documents.form_of(store, told.id, by=by, revealed_to=actor)
    produce(call, form, wanted)


def _print_detail(told: TicketDetail, caller: str, phone: str) -> None:
    output.pairs(
        (
            *_logged(told, caller, phone),
            *_handled(told),
            (_("Title"), told.title),
            (_("Content"), told.content),
        )
    )
    _print_dates(told)
    _print_events(told)


def _logged(told: TicketDetail, caller: str, phone: str) -> tuple[tuple[str, object], ...]:
    marks = (
        (told.confidential, _("confidential")),
        (told.publishable, _("may be published")),
        (told.proactive, _("found by the grid")),
        (told.history, _("history")),
    )
    return (
        (_("Number"), told.number),
        (_("Source number"), told.external_id),
        (_("State"), told.state.label),
        (_("Received at"), told.received_at),
        (_("Channel"), told.channel.label),
        (_("Kind"), told.kind.label),
        (_("Category"), told.category_name),
        (_("Caller"), caller),
        (_("Phone"), phone),
        (_("Address"), told.address),
        (_("Building"), told.building),
        (_("Grid"), told.grid),
        (_("Place"), told.place),
        (_("Marks"), _(", ").join(name for given, name in marks if given)),
    )


def _handled(told: TicketDetail) -> tuple[tuple[str, object], ...]:
    return (
        (_("First responder"), told.first_responder),
        (_("Tier"), told.tier.label if told.tier else ""),
        (_("Mechanism"), told.mechanism.label if told.mechanism else ""),
        (_("Handler"), told.handler),
        (_("First to accept"), told.first_acceptor),
        (_("Stands in for"), told.stands_in_for),
        (_("Goes on from"), told.follows),
        (_("Split off from"), told.split_from),
        (_("Split into"), _(", ").join(told.split_into)),
        (_("Merged into"), told.master),
        (_("Merged with it"), _(", ").join(told.merged)),
        (_("Waits for the meeting of"), told.waits_for),
    )


def _print_events(told: TicketDetail) -> None:
    output.line("")
    for event in told.events:
        output.pairs(
            (
                (
                    f"{output.shown(event.at)}  {event.action.label}  {event.actor}",
                    _(", ").join(filter(None, (event.note, *step_lines(event))))
                    or event.state.label,
                ),
            )
        )


def _print_dates(told: TicketDetail) -> None:
    if told.dates:
        output.line("")
    for one in told.dates:
        due = output.shown(one.due) or _("no date yet")
        unsure = _("a year in between has no published holidays") if one.unsure else ""
        words = _(", ").join(filter(None, (one.level.label, one.why, unsure)))
        output.pairs(((one.clock.label, f"{due}  {words}"),))


@HOTLINE.command("categories", N_("List the categories with their codes."))
def categories(call: Call) -> None:
    """List the categories."""
    from gridterm.hotline import queries

    with call.office() as store:
        found = queries.categories(store)
    if call.json:
        listed = [{"code": code, "name": name} for code, name in found]
        output.as_json({"count": len(listed), "categories": listed})
        return
    output.table(found, ((_("Code"), lambda one: one[0]), (_("Category"), lambda one: one[1])))
