"""From triage to resolution on the command line: one command for each action of a call."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from gridterm import moments
from gridterm.cli import values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import (
    HOTLINE,
    Note,
    Number,
    Numbers,
    Reason,
    To,
    Words,
    act_on,
    order_for,
    staff_named,
    told_of,
)
from gridterm.hotline.terms import Mechanism, Tier
from gridterm.i18n import N_

Approver = Annotated[
    str,
    Option(metavar=N_("WHO"), help=N_("Who approved it: a grid lead, committee or a leader.")),
]
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
    numbers: Numbers,
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
) -> int:
    """Triage calls."""
    from gridterm.hotline import orders
    from gridterm.hotline.due import date_ahead

    level = values.code(Tier, tier, "--tier")
    way = values.code(Mechanism, mechanism, "--mechanism")
    return order_for(
        call,
        numbers,
        lambda store: orders.triage(
            level,
            way,
            reason=reason,
            major_due=date_ahead(store, due) if due else None,
            accused_id=values.staff_of(store, accused).id if accused else None,
        ),
    )


@HOTLINE.command(
    "assign", N_("Assign calls; without --to the grid's lead gets each."), changes=True
)
def assign(call: Call, numbers: Numbers, *, to: To = "", note: Note = "") -> int:
    """Assign calls."""
    from gridterm.hotline import orders

    return order_for(
        call,
        numbers,
        lambda store: orders.assign(values.staff_of(store, to).id if to else None, note=note),
    )


@HOTLINE.command(
    "accept", N_("Accept what was assigned to you, or to whom you stand in for."), changes=True
)
def accept(call: Call, numbers: Numbers) -> int:
    """Accept assignments."""
    from gridterm.hotline import orders

    return order_for(call, numbers, lambda _store: orders.accept())


@HOTLINE.command("return", N_("Return an assignment."), changes=True)
def return_(call: Call, number: Number, *, reason: Reason) -> None:
    """Return an assignment."""
    from gridterm.hotline import handling

    act_on(call, number, lambda store, actor, one: handling.give_back(store, actor, one, reason))


@HOTLINE.command("transfer", N_("Hand calls over to somebody else."), changes=True)
def transfer(call: Call, numbers: Numbers, *, to: To, reason: Reason) -> int:
    """Hand calls over."""
    from gridterm.hotline import orders

    return order_for(
        call, numbers, lambda store: orders.transfer(values.staff_of(store, to).id, reason)
    )


@HOTLINE.command("progress", N_("Note how far it is."), changes=True)
def progress(
    call: Call,
    numbers: Numbers,
    text: Words,
    *,
    told: Annotated[bool, Option("--told", help=N_("The resident was told of it."))] = False,
) -> int:
    """Note progress."""
    from gridterm.hotline import orders

    note = values.words(text)
    return order_for(call, numbers, lambda _store: orders.progress(note, told=told))


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
            approver=staff_named(store, approver),
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
            approver=staff_named(store, approver),
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
