"""Which calls are meant: the options that choose them, and the filter they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import values
from gridterm.cli.frame import Options
from gridterm.errors import InputError
from gridterm.hotline.terms import OPEN_STATES, Channel, Kind, State, TicketFilter, Tier
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.store.unit import Store


@dataclass(frozen=True)
class Choice(Options):
    """The options that choose calls, the same for every command that lists some."""

    text: Annotated[
        str, Argument(metavar=N_("WORDS"), help=N_("Words to look for, in any part of a call."))
    ] = ""
    state: Annotated[
        str,
        Option(
            metavar=N_("STATE"),
            help=N_("A state such as received or assigned; open is all that are not ended."),
        ),
    ] = ""
    kind: Annotated[str, Option(metavar=N_("KIND"), help=N_("Only this kind."))] = ""
    tier: Annotated[str, Option(metavar=N_("TIER"), help=N_("Only this tier."))] = ""
    channel: Annotated[str, Option(metavar=N_("CHANNEL"), help=N_("Only this channel."))] = ""
    category: Annotated[str, Option(metavar=N_("CODE"), help=N_("Only this category."))] = ""
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("Only this grid."))] = ""
    phone: Annotated[str, Option(metavar=N_("PHONE"), help=N_("Only this phone."))] = ""
    since: Annotated[str, Option(metavar=N_("DAY"), help=N_("From this day on."))] = ""
    until: Annotated[str, Option(metavar=N_("DAY"), help=N_("To this day, included."))] = ""
    history: Annotated[bool, Option("--history", help=N_("Only messages imported as history."))] = (
        False
    )
    live: Annotated[bool, Option("--live", help=N_("Only what is no history."))] = False

    def filter(self, store: Store) -> TicketFilter:
        """The filter that the options mean.

        Raises:
            InputError: one of them means nothing.
        """
        now = store.clock.now()
        since, until = moments.day(self.since, now), moments.day(self.until, now)
        if since is not None and until is not None and until < since:
            raise InputError(_("The span ends before it begins: give the earlier day first."))
        return TicketFilter(
            states=_states(self.state),
            kind=values.code(Kind, self.kind, "--kind") if self.kind else "",
            tier=values.code(Tier, self.tier, "--tier") if self.tier else "",
            channel=values.code(Channel, self.channel, "--channel") if self.channel else "",
            category=category_of(store, self.category),
            grid_id=values.grid_of(store, self.grid).id if self.grid else None,
            phone=self.phone,
            since=since,
            until=until,
            text=self.text,
            history=True if self.history else (False if self.live else None),
        )


def _states(typed: str) -> tuple[str, ...]:
    if values.folded(typed) in {"open", "未结"}:
        return OPEN_STATES
    return values.codes(State, typed, "--state")


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
