"""Which tickets the list shows: the choices of each filter, and the line they are changed on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from gridterm.hotline.guards import Rung
from gridterm.hotline.terms import OPEN_STATES, Channel, Kind, Level, State, TicketFilter, Tier
from gridterm.i18n import N_, Term, _
from gridterm.text import clip

ALL = ""
OPEN = "open"
OVERDUE = "overdue"
NEAR = "near"
LEVELS = (OVERDUE, NEAR, *map(str, Rung))
OPEN_KEYS = (OPEN, *LEVELS)
"""The choices of the state filter that are no states: all of them are over open calls."""
VALUE_CELLS = 16

PERIODS: Mapping[str, str] = {
    "today": N_("Today"),
    "week": N_("This week"),
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("90 days"),
    "year": N_("This year"),
}
HISTORY: Mapping[str, str] = {"no": N_("Own calls"), "yes": N_("Imported history")}


@dataclass(frozen=True)
class Choices:
    """What the office can filter by that the program does not know: (key, name) each."""

    grids: tuple[tuple[str, str], ...] = ()
    categories: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """The filters as they stand, each a key of its choices; empty does not filter.

    ``base`` holds what has no place on the line (a phone number, days of a report).
    """

    state: str = ALL
    grid: str = ALL
    tier: str = ALL
    kind: str = ALL
    channel: str = ALL
    category: str = ALL
    period: str = ALL
    history: str = ALL
    base: TicketFilter = field(default_factory=TicketFilter)

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        return self != Wanted()

    def having(self, name: str, key: str = ALL) -> Wanted:
        """The same with one filter set to a key, or taken away."""
        return replace(self, **{name: key})  # type: ignore[arg-type]  # names of FILTERS only

    def ticket_filter(self, text: str, today: date) -> TicketFilter:
        """What the queries take, with the search text."""
        since, until = days_of(self.period, today)
        base = self.base
        return replace(
            base,
            states=states_of(self.state) or base.states,
            level=self.state if self.state in LEVELS else base.level,
            tier=self.tier or base.tier,
            kind=self.kind or base.kind,
            channel=self.channel or base.channel,
            category=self.category or base.category,
            grid_id=int(self.grid) if self.grid else base.grid_id,
            since=since or base.since,
            until=until or base.until,
            history={"no": False, "yes": True}.get(self.history, base.history),
            text=text.strip() or base.text,
        )


@dataclass(frozen=True)
class Filter:
    """One filter: the field of ``Wanted`` it sets, its name, and its choices."""

    field: str
    title_id: str
    choices: Callable[[Choices], Sequence[tuple[str, str]]]

    @property
    def title(self) -> str:
        """Its name in the user's language."""
        return _(self.title_id)

    def options(self, known: Choices) -> list[tuple[str, str]]:
        """(key, name), the one that does not filter first."""
        return [(ALL, _("All")), *self.choices(known)]

    def shown(self, wanted: Wanted, known: Choices) -> str:
        """Its name, with the choice behind it where it filters."""
        key = getattr(wanted, self.field)
        if not key:
            return self.title
        name = dict(self.choices(known)).get(key, key)
        return f"{self.title}:{clip(name, VALUE_CELLS)}"


def _terms(terms: type[Term]) -> Callable[[Choices], Sequence[tuple[str, str]]]:
    return lambda _known: [(str(one), one.label) for one in terms]


def _named(names: Mapping[str, str]) -> Callable[[Choices], Sequence[tuple[str, str]]]:
    return lambda _known: [(key, _(name)) for key, name in names.items()]


def _open_choices() -> list[tuple[str, str]]:
    late = [(key, Level(key).label) for key in (OVERDUE, NEAR)]
    return [(OPEN, _("Still open")), *late, *((str(rung), rung.label) for rung in Rung)]


FILTERS: tuple[Filter, ...] = (
    Filter("state", N_("State"), lambda known: [*_open_choices(), *_terms(State)(known)]),
    Filter("grid", N_("Grid"), lambda known: known.grids),
    Filter("tier", N_("Tier"), _terms(Tier)),
    Filter("kind", N_("Kind"), _terms(Kind)),
    Filter("channel", N_("Channel"), _terms(Channel)),
    Filter("category", N_("Category"), lambda known: known.categories),
    Filter("period", N_("Period"), _named(PERIODS)),
    Filter("history", N_("Origin"), _named(HISTORY)),
)


def states_of(key: str) -> tuple[str, ...]:
    """The state codes behind a choice of the state filter."""
    if not key:
        return ()
    return tuple(map(str, OPEN_STATES)) if key in OPEN_KEYS else (key,)


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a period; None where it has no end."""
    first = today.replace(day=1)
    if period == "today":
        return today, today
    if period == "week":
        return today - timedelta(days=today.weekday()), None
    if period == "month":
        return first, None
    if period == "last_month":
        last = first - timedelta(days=1)
        return last.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    if period == "quarter":
        return today - timedelta(days=89), None
    return (today.replace(month=1, day=1), None) if period == "year" else (None, None)


def wanted_of(base: TicketFilter) -> Wanted:
    """The filters that show a list named elsewhere (a counter, a line of Today)."""
    states = ""
    if tuple(base.states) == tuple(map(str, OPEN_STATES)):
        states = OPEN
    elif len(base.states) == 1:
        states = base.states[0]
    if states == OPEN and base.level in LEVELS:
        states = base.level
    return Wanted(
        state=states,
        grid="" if base.grid_id is None else str(base.grid_id),
        tier=base.tier,
        kind=base.kind,
        channel=base.channel,
        category=base.category,
        history="" if base.history is None else "yes" if base.history else "no",
        base=TicketFilter(
            states=() if states else base.states,
            phone=base.phone,
            since=base.since,
            until=base.until,
        ),
    )
