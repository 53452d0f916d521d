"""Visits as lines of lists: the columns, the filters, a page by SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line, clip
from gridterm.visits.rules import short_home
from gridterm.visits.terms import Outcome, VisitCursor, VisitFilter, VisitRow
from screens.hotline.filters import PERIODS, days_of
from screens.visits.words import QUIET, matter_words, outcome_text
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store

PAGE = 50
VALUE_CELLS = 14
YES = "1"
WITH_MATTER: Mapping[str, str] = {YES: N_("With a matter")}
ENDED: Mapping[str, str] = {YES: N_("Void and corrected too")}


@dataclass(frozen=True)
class Known:
    """What the office can filter by: (id, name) of people and grids."""

    people: tuple[tuple[str, str], ...] = ()
    grids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """The filters as they stand, each a key of its choices; empty does not filter.

    ``days`` are a span named elsewhere (a day of the board), which a period replaces.
    """

    person: str = ""
    grid: str = ""
    result: str = ""
    period: str = ""
    matter: str = ""
    ended: str = ""
    days: tuple[date | None, date | None] = (None, None)

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        return self != Wanted()

    def having(self, name: str, key: str = "") -> Wanted:
        """The same with one filter set to a key, or taken away."""
        spans = (None, None) if name == "period" else self.days
        return replace(self, days=spans, **{name: key})

    def visit_filter(self, text: str, today: date) -> VisitFilter:
        """What the queries take, with the search text."""
        since, until = days_of(self.period, today) if self.period else self.days
        return VisitFilter(
            since=since,
            until=until,
            staff_id=int(self.person) if self.person else None,
            grid_id=int(self.grid) if self.grid else None,
            result=self.result,
            with_matter=bool(self.matter),
            text=text.strip(),
            ended=bool(self.ended),
        )


@dataclass(frozen=True)
class Filter:
    """One filter: the field of ``Wanted`` it sets, its name, and its choices."""

    field: str
    title_id: str
    choices: Callable[[Known], Sequence[tuple[str, str]]]

    @property
    def title(self) -> str:
        """Its name in the user's language."""
        return _(self.title_id)

    def options(self, known: Known) -> list[tuple[str, str]]:
        """(key, name), the one that does not filter first."""
        return [("", _("All")), *self.choices(known)]

    def shown(self, wanted: Wanted, known: Known) -> str:
        """Its name, with the choice behind it where it filters."""
        key = getattr(wanted, self.field)
        if self.field == "period" and not key and wanted.days != (None, None):
            first, last = wanted.days
            day = first or last
            return f"{self.title}:{day:%m-%d}" if first == last and day else f"{self.title}:.."
        if not key:
            return self.title
        name = dict(self.choices(known)).get(key, key)
        return f"{self.title}:{clip(name, VALUE_CELLS)}"


def _named(names: Mapping[str, str]) -> Callable[[Known], Sequence[tuple[str, str]]]:
    return lambda _known: [(key, _(name)) for key, name in names.items()]


FILTERS: tuple[Filter, ...] = (
    Filter("period", N_("Period"), _named(PERIODS)),
    Filter("person", N_("Visitor"), lambda known: known.people),
    Filter("grid", N_("Grid"), lambda known: known.grids),
    Filter("result", N_("Outcome"), lambda _known: [(str(one), one.label) for one in Outcome]),
    Filter("matter", N_("Matter"), _named(WITH_MATTER)),
    Filter("ended", N_("Void ones"), _named(ENDED)),
)


def columns() -> tuple[Column, ...]:
    """When, who, where, what came of it, what about."""
    return (
        Column("time", _("Time"), 11),
        Column("staff", _("Visitor"), 8),
        Column("grid", _("Grid"), 4),
        Column("household", _("Household"), 22),
        Column("head", _("Head"), 8, wide=True),
        Column("result", _("Outcome"), 8),
        Column("purpose", _("Purpose"), 10, wide=True),
        Column("matter", _("Matter")),
    )


def line_of(row: VisitRow) -> Line:
    """A visit as a row; one that holds no more is struck."""
    gone = row.ended is not None
    when = f"{row.at:%m-%d %H:%M}" if row.timed else f"{row.day:%m-%d}"
    cells: dict[str, str | Text] = {
        "time": when,
        "staff": clean_line(row.staff.name),
        "grid": grid_number(row.grid),
        "household": short_home(row.household),
        "head": clean_line(row.head),
        "result": outcome_text(row.result),
        "purpose": row.purpose.label,
        "matter": matter_words(row),
    }
    if gone:
        words = _("void") if row.ended and row.ended.by_id is None else _("corrected")
        cells = {
            name: Text(str(value), style=f"{QUIET} strike", end="") for name, value in cells.items()
        }
        cells["result"] = Text(words, style=QUIET, end="")
    return Line(str(row.id), cells, row, (row.day, row.id))


def load(store: Store, wanted: VisitFilter, after: VisitCursor | None) -> Chunk:
    """A page of the visits, the newest first; called in a thread."""
    from gridterm.visits.queries import visits

    page = visits(store, wanted, after, PAGE)
    return Chunk(tuple(line_of(row) for row in page.rows), page.after is not None)


def count(store: Store, wanted: VisitFilter) -> int:
    """How many there are; called in a thread."""
    from gridterm.visits import queries

    return queries.count(store, wanted)


def read_known(store: Store) -> Known:
    """People and grids to filter by; called in a thread."""
    from gridterm.registers.service import list_grids, list_staff

    people = [(str(one.id), f"{one.number} {one.name}") for one in list_staff(store, ended=True)]
    grids = [(str(one.id), one.code) for one in list_grids(store) if one.level.numbered]
    return Known(tuple(people), tuple(grids))
