"""Opening again, going on, merging and splitting on the command line."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from gridterm.cli import values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE, Note, Number, Reason, Words, act_on
from gridterm.i18n import N_


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


@HOTLINE.command(
    "split", N_("Take a merged call out again, or a second matter out of a call."), changes=True
)
def split(
    call: Call,
    number: Number,
    *,
    reason: Reason,
    words: Annotated[
        str,
        Option(metavar=N_("TEXT"), help=N_("What becomes a new call, where it is not merged.")),
    ] = "",
) -> None:
    """Split a call off."""
    from gridterm.hotline import handling

    part = values.words(words) if words else ""
    act_on(
        call,
        number,
        lambda store, actor, one: (
            handling.split_off(store, actor, one, part, reason)
            if part
            else handling.split(store, actor, one, reason)
        ),
    )
