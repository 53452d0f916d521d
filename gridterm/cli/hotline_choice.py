"""Which calls are meant: the options that choose them, and the filter they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import values
from gridterm.errors import InputError
from gridterm.hotline.terms import OPEN_STATES, TicketFilter
from gridterm.hotline.terms import Channel as ChannelTerm
from gridterm.hotline.terms import Kind as KindTerm
from gridterm.hotline.terms import State as StateTerm
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.store.unit import Store


class Choice:
    """The options that choose calls, the same for every command that lists some."""

    Text = Annotated[
        str, Argument(metavar=N_("WORDS"), help=N_("Words to look for, in any part of a call."))
    ]
    State = Annotated[
        str,
        Option(
            metavar=N_("STATE"), help=N_("received, answered, closed, void; open is the first two.")
        ),
    ]
    Kind = Annotated[str, Option(metavar=N_("KIND"), help=N_("Only this kind."))]
    Channel = Annotated[str, Option(metavar=N_("CHANNEL"), help=N_("Only this channel."))]
    Category = Annotated[str, Option(metavar=N_("CODE"), help=N_("Only this category."))]
    Grid = Annotated[str, Option(metavar=N_("GRID"), help=N_("Only this grid."))]
    Phone = Annotated[str, Option(metavar=N_("PHONE"), help=N_("Only this phone."))]
    Since = Annotated[str, Option(metavar=N_("DAY"), help=N_("From this day on."))]
    Until = Annotated[str, Option(metavar=N_("DAY"), help=N_("To this day, included."))]
    History = Annotated[bool, Option("--history", help=N_("Only messages imported as history."))]
    Live = Annotated[bool, Option("--live", help=N_("Only what is no history."))]


def filtered(
    store: Store,
    *,
    text: str,
    state: str,
    kind: str,
    channel: str,
    category: str,
    grid: str,
    phone: str,
    since: str,
    until: str,
    history: bool,
    live: bool,
) -> TicketFilter:
    """The filter that the options mean.

    Raises:
        InputError: one of them means nothing.
    """
    now = store.clock.now()
    return TicketFilter(
        states=_states(state),
        kind=values.code(KindTerm, kind, "--kind") if kind else "",
        channel=values.code(ChannelTerm, channel, "--channel") if channel else "",
        category=category_of(store, category),
        grid_id=values.grid_of(store, grid).id if grid else None,
        phone=phone,
        since=moments.day(since, now),
        until=moments.day(until, now),
        text=text,
        history=True if history else (False if live else None),
    )


def _states(typed: str) -> tuple[str, ...]:
    if values.folded(typed) in {"open", "未结"}:
        return OPEN_STATES
    return values.codes(StateTerm, typed, "--state")


def category_of(store: Store, typed: str) -> str:
    """A category's code, typed as its code or its name.

    Raises:
        InputError: there is none of that name.
    """
    if not typed:
        return ""
    from gridterm.hotline import queries

    found = queries.categories(store)
    line = values.folded(typed)
    for code, name in found:
        if line in (code.lower(), name.lower()):
            return code
    near = values.nearest(typed, [code for code, _name in found] + [name for _code, name in found])
    if near:
        raise InputError(
            _("There is no category {typed}; did you mean {nearest}?").format(
                typed=typed, nearest=near
            )
        )
    raise InputError(
        _("There is no category {typed}. See them with: gridterm hotline categories").format(
            typed=typed
        )
    )
