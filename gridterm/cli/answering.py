"""Answering, guiding, revisiting and voiding on the command line."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from gridterm.cli import values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE, Number, Numbers, Words, act_on, order_for
from gridterm.errors import InputError
from gridterm.hotline.terms import Satisfaction, Visit
from gridterm.i18n import N_, _


@HOTLINE.command("answer", N_("Note what the caller was told on the spot."), changes=True)
def answer_(call: Call, number: Number, text: Words) -> None:
    """Answer a call."""
    from gridterm.hotline import service

    told_text = values.words(text)
    act_on(call, number, lambda store, actor, one: service.answer(store, actor, one, told_text))


@HOTLINE.command("guide", N_("Note where the caller was sent, with which papers."), changes=True)
def guide_(call: Call, number: Number, text: Words) -> None:
    """Guide a caller."""
    from gridterm.hotline import service

    told_text = values.words(text)
    act_on(call, number, lambda store, actor, one: service.guide(store, actor, one, told_text))


@HOTLINE.command("revisit", N_("Note how a call back to the resident went."), changes=True)
def revisit(
    call: Call,
    number: Number,
    *,
    missed: Annotated[bool, Option("--missed", help=N_("Nobody was reached."))] = False,
    waived: Annotated[
        bool, Option("--waived", help=N_("None is made: anonymous, or not wanted."))
    ] = False,
    true: Annotated[bool, Option("--true", help=N_("What is recorded as done is true."))] = False,
    untrue: Annotated[
        bool, Option("--untrue", help=N_("What is recorded as done is not true."))
    ] = False,
    solved: Annotated[bool, Option("--solved", help=N_("The matter is solved."))] = False,
    unsolved: Annotated[bool, Option("--unsolved", help=N_("The matter is not solved."))] = False,
    satisfaction: Annotated[
        str, Option(metavar=N_("ANSWER"), help=N_("satisfied, fair or dissatisfied."))
    ] = "",
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("What the resident said."))] = "",
) -> None:
    """Note a revisit."""
    from gridterm.hotline import service

    if (missed or waived) and (true or untrue or solved or unsolved or satisfaction):
        raise InputError(_("Who was not asked cannot have answered: leave the answers out."))
    if solved and unsolved:
        raise InputError(_("Solved or unsolved: say one of the two."))
    if true and untrue:
        raise InputError(_("True or not true: say one of the two."))
    visit = Visit(
        reached=not (missed or waived),
        true=_either(true, untrue),
        solved=_either(solved, unsolved),
        satisfaction=(
            values.code(Satisfaction, satisfaction, "--satisfaction") if satisfaction else None
        ),
        note=note,
        waived=waived,
    )
    act_on(call, number, lambda store, actor, one: service.revisit(store, actor, one, visit))


def _either(yes: bool, no: bool) -> bool | None:
    return True if yes else (False if no else None)


@HOTLINE.command("void", N_("Void what is no call; its number stays used."), changes=True)
def void(
    call: Call,
    numbers: Numbers,
    *,
    reason: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why it is void."))],
) -> int:
    """Void calls."""
    from gridterm.hotline import orders

    return order_for(call, numbers, lambda _store: orders.void(reason))
