"""From triage to resolution on the command line: one command for each action of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline import HOTLINE, Number, Words, act_on, print_rows
from gridterm.errors import InputError
from gridterm.hotline.terms import Mechanism, Tier
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.hotline.handling import Told
    from gridterm.store.unit import Store

Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]
Note = Annotated[str, Option(metavar=N_("TEXT"), help=N_("A note that goes with it."))]
To = Annotated[
    str, Option(metavar=N_("WHO"), help=N_("Who gets it: a number, a name, pinyin initials."))
]
Approver = Annotated[str, Option(metavar=N_("NAME"), help=N_("Who approved it."))]
ToldBy = Annotated[
    str, Option("--told-by", metavar=N_("WHO"), help=N_("Who told the resident; else you."))
]
ToldAt = Annotated[
    str, Option("--told-at", metavar=N_("TIME"), help=N_("When the resident was told; else now."))
]
How = Annotated[
    str,
    Option(
        metavar=N_("WAY"), help=N_("How the resident was told: phone, in_person, wechat, letter.")
    ),
]


@HOTLINE.command("triage", N_("Say who decides and how it is dealt with."), changes=True)
def triage(
    call: Call,
    number: Number,
    *,
    tier: Annotated[
        str, Option(metavar=N_("TIER"), help=N_("general, regional, overall or major."))
    ],
    mechanism: Annotated[
        str,
        Option(metavar=N_("WAY"), help=N_("on_the_spot, coordination, emergency or approval.")),
    ],
    reason: Reason,
    due: Annotated[
        str, Option(metavar=N_("TIME"), help=N_("The date of a major matter, set by hand."))
    ] = "",
    accused: Annotated[
        str, Option(metavar=N_("WHO"), help=N_("Who on the staff is complained of."))
    ] = "",
) -> None:
    """Triage a call."""
    from gridterm.hotline import handling
    from gridterm.hotline.due import date_ahead

    level = values.code(Tier, tier, "--tier")
    way = values.code(Mechanism, mechanism, "--mechanism")
    act_on(
        call,
        number,
        lambda store, actor, one: handling.triage(
            store,
            actor,
            one,
            level,
            way,
            reason=reason,
            major_due=date_ahead(store, due) if due else None,
            accused_id=values.staff_of(store, accused).id if accused else None,
        ),
    )


@HOTLINE.command("assign", N_("Assign a call; without --to the grid's lead gets it."), changes=True)
def assign(call: Call, number: Number, *, to: To = "", note: Note = "") -> None:
    """Assign a call."""
    from gridterm.hotline import handling

    act_on(
        call,
        number,
        lambda store, actor, one: handling.assign(
            store, actor, one, _handler(store, one, to), note=note
        ),
    )


def _handler(store: Store, ticket_id: int, typed: str) -> int:
    if typed:
        return values.staff_of(store, typed).id
    from gridterm.hotline import posts

    suggested = posts.suggest_handler(store, ticket_id)
    if suggested is None:
        raise InputError(_("No grid lead can be suggested for this call; say who: --to WHO."))
    return suggested[0]


@HOTLINE.command(
    "accept", N_("Accept what was assigned to you, or to whom you stand in for."), changes=True
)
def accept(call: Call, number: Number) -> None:
    """Accept an assignment."""
    from gridterm.hotline import handling

    act_on(call, number, handling.accept)


@HOTLINE.command("return", N_("Return an assignment."), changes=True)
def return_(call: Call, number: Number, *, reason: Reason) -> None:
    """Return an assignment."""
    from gridterm.hotline import handling

    act_on(call, number, lambda store, actor, one: handling.give_back(store, actor, one, reason))


@HOTLINE.command("transfer", N_("Hand a call over to somebody else."), changes=True)
def transfer(call: Call, number: Number, *, to: To, reason: Reason) -> None:
    """Hand a call over."""
    from gridterm.hotline import handling

    act_on(
        call,
        number,
        lambda store, actor, one: handling.transfer(
            store, actor, one, values.staff_of(store, to).id, reason
        ),
    )


@HOTLINE.command("progress", N_("Note how far it is."), changes=True)
def progress(
    call: Call,
    number: Number,
    text: Words,
    *,
    told: Annotated[bool, Option("--told", help=N_("The resident was told of it."))] = False,
) -> None:
    """Note progress."""
    from gridterm.hotline import handling

    note = values.words(text)
    act_on(
        call,
        number,
        lambda store, actor, one: handling.progress(store, actor, one, note, told=told),
    )


@HOTLINE.command("suspend", N_("Stop the clocks until a review date."), changes=True)
def suspend(
    call: Call,
    number: Number,
    *,
    reason: Reason,
    review: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("When it is looked at again, within 30 days."))
    ],
    approver: Approver,
) -> None:
    """Suspend a call."""
    from gridterm.hotline import handling

    act_on(
        call,
        number,
        lambda store, actor, one: handling.suspend(
            store,
            actor,
            one,
            reason=reason,
            review_on=moments.needed_day(review, store.clock.now()),
            approver=approver,
        ),
    )


@HOTLINE.command("resume", N_("Let the clocks of a suspended call go on."), changes=True)
def resume(call: Call, number: Number, *, note: Note = "") -> None:
    """Resume a call."""
    from gridterm.hotline import handling

    act_on(call, number, lambda store, actor, one: handling.resume(store, actor, one, note=note))


@HOTLINE.command(
    "report-up", N_("Report an overall or major matter to a superior unit."), changes=True
)
def report_up(
    call: Call,
    number: Number,
    *,
    unit: Annotated[str, Option(metavar=N_("UNIT"), help=N_("To which unit it goes."))],
    document: Annotated[
        str, Option(metavar=N_("TEXT"), help=N_("The number of the document that goes up."))
    ],
    note: Note = "",
) -> None:
    """Report a call up."""
    from gridterm.hotline import handling

    act_on(
        call,
        number,
        lambda store, actor, one: handling.report_up(
            store, actor, one, unit=unit, document=document, note=note
        ),
    )


@HOTLINE.command("superior-reply", N_("Note what the superior unit answered."), changes=True)
def superior_reply(call: Call, number: Number, text: Words) -> None:
    """Note a superior's reply."""
    from gridterm.hotline import handling

    reply = values.words(text)
    act_on(
        call, number, lambda store, actor, one: handling.superior_reply(store, actor, one, reply)
    )


@HOTLINE.command("extend", N_("Extend the date once, before it has passed."), changes=True)
def extend(
    call: Call,
    number: Number,
    *,
    to: Annotated[
        str, Option(metavar=N_("TIME"), help=N_("The new date; a day means its close of business."))
    ],
    reason: Reason,
    approver: Approver,
    how: How,
    told_by: ToldBy = "",
    told_at: ToldAt = "",
) -> None:
    """Extend a date."""
    from gridterm.hotline import handling
    from gridterm.hotline.due import date_ahead

    act_on(
        call,
        number,
        lambda store, actor, one: handling.extend(
            store,
            actor,
            one,
            new_due=date_ahead(store, to),
            reason=reason,
            approver=approver,
            told=told_of(store, how, told_by, told_at),
        ),
    )


@HOTLINE.command("resolve", N_("Note the result, and how the resident was told."), changes=True)
def resolve(
    call: Call, number: Number, text: Words, *, how: How, told_by: ToldBy = "", told_at: ToldAt = ""
) -> None:
    """Resolve a call."""
    from gridterm.hotline import handling

    result = values.words(text)
    act_on(
        call,
        number,
        lambda store, actor, one: handling.resolve(
            store, actor, one, result, told_of(store, how, told_by, told_at)
        ),
    )


@HOTLINE.command("reopen", N_("Open a closed call again, within 30 days."), changes=True)
def reopen(call: Call, number: Number, *, reason: Reason) -> None:
    """Reopen a call."""
    from gridterm.hotline import handling

    act_on(call, number, lambda store, actor, one: handling.reopen(store, actor, one, reason))


@HOTLINE.command(
    "log-again", N_("Log a new call that goes on from one closed too long ago."), changes=True
)
def log_again(call: Call, number: Number, text: Words) -> None:
    """Log a call again."""
    from gridterm.hotline import handling

    content = values.words(text)
    act_on(call, number, lambda store, actor, one: handling.log_again(store, actor, one, content))


@HOTLINE.command("merge", N_("Put a call to another about the same matter."), changes=True)
def merge(
    call: Call,
    number: Number,
    *,
    into: Annotated[str, Option(metavar=N_("CALL"), help=N_("The call that stays open."))],
    note: Note = "",
) -> None:
    """Merge a call."""
    from gridterm.hotline import handling, queries

    act_on(
        call,
        number,
        lambda store, actor, one: handling.merge(
            store, actor, one, queries.ticket_by_number(store, into).id, reason=note
        ),
    )


@HOTLINE.command("split", N_("Take a merged call out again."), changes=True)
def split(call: Call, number: Number, *, reason: Reason) -> None:
    """Split a call off."""
    from gridterm.hotline import handling

    act_on(call, number, lambda store, actor, one: handling.split(store, actor, one, reason))


@HOTLINE.command("urge", N_("Urge whoever has an overdue call."), changes=True)
def urge(call: Call, number: Number, *, note: Note = "") -> None:
    """Urge a handler."""
    from gridterm.hotline import supervising

    act_on(call, number, lambda store, actor, one: supervising.urge(store, actor, one, note=note))


@HOTLINE.command(
    "supervise", N_("Put an overdue call under supervision, after urging."), changes=True
)
def supervise(call: Call, number: Number, *, note: Note = "") -> None:
    """Supervise a call."""
    from gridterm.hotline import supervising

    act_on(
        call, number, lambda store, actor, one: supervising.supervise(store, actor, one, note=note)
    )


@HOTLINE.command("circulate", N_("Make public that a supervised call is late."), changes=True)
def circulate(call: Call, number: Number, *, note: Note = "") -> None:
    """Make lateness public."""
    from gridterm.hotline import supervising

    act_on(
        call, number, lambda store, actor, one: supervising.circulate(store, actor, one, note=note)
    )


@HOTLINE.command("overdue", N_("List what is past its date, the longest overdue first."))
def overdue(
    call: Call,
    *,
    near: Annotated[bool, Option("--near", help=N_("What is nearly due instead."))] = False,
    of: Annotated[
        str, Option(metavar=N_("WHO"), help=N_("Everything open that somebody has instead."))
    ] = "",
) -> None:
    """List what is overdue."""
    from gridterm.hotline import lateness, queries

    if near and of:
        raise InputError(_("Choose one of --near and --of."))
    with call.office() as store:
        counts = lateness.due_counts(store)
        if of:
            found = lateness.of_handler(store, values.staff_of(store, of).id)
        else:
            found = lateness.near(store) if near else lateness.overdue(store)
        names = dict(queries.categories(store))
    if call.json:
        output.as_json({"count": len(found), "counts": counts, "tickets": found})
        return
    print_rows(found, names)
    output.line(ngettext("{count} call.", "{count} calls.", len(found)).format(count=len(found)))
    output.line(
        _("Overdue {overdue}, nearly due {near}, not accepted {unaccepted}, major {major}.").format(
            overdue=counts.overdue,
            near=counts.near,
            unaccepted=counts.unaccepted,
            major=counts.major,
        )
    )


def told_of(store: Store, how: str, told_by: str, told_at: str) -> Told:
    """How the resident was told, as the options say."""
    from gridterm.hotline.handling import Told

    return Told(
        by_id=values.staff_of(store, told_by).id if told_by else None,
        at=moments.moment(told_at, store.clock.now()),
        how=values.folded(how),
    )
