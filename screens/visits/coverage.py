"""Coverage: how far each grid was visited in a period (不漏楼、不漏户、不漏人)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.calendar import month_days
from gridterm.i18n import N_, _
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line
from screens.attendance.views import month_name, turned
from screens.visits.listing import Wanted
from screens.visits.views import A_DAY, RowsView
from screens.visits.words import BAD, GOOD, QUIET, WAITS, bar, of_words, share_words
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import Coverage

BAR_CELLS = 12
WELL, POORLY = 0.8, 0.4
QUARTER_DAYS = 90
SPANS = ("month", "quarter", "year")


@dataclass(frozen=True)
class Span:
    """A span of days by kind: a month, 90 days, a year; ``first`` is in it."""

    kind: str
    first: date
    last: date

    @property
    def title(self) -> str:
        """What it is called."""
        if self.kind == "month":
            return month_name((self.first.year, self.first.month))
        if self.kind == "year":
            return str(self.first.year)
        return f"{self.first.isoformat()} - {self.last.isoformat()}"


def span_of(kind: str, day: date) -> Span:
    """The span of a kind that ends with, or holds, a day."""
    if kind == "month":
        days = month_days(day.year, day.month)
        return Span(kind, days[0], days[-1])
    if kind == "year":
        return Span(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    return Span("quarter", day - timedelta(days=QUARTER_DAYS - 1), day)


def stepped(span: Span, step: int) -> Span:
    """The next span of the kind, or the one before."""
    if span.kind == "month":
        year, month = turned((span.first.year, span.first.month), step)
        return span_of("month", date(year, month, 1))
    if span.kind == "year":
        return span_of("year", date(span.first.year + step, 1, 1))
    return span_of("quarter", span.last + step * QUARTER_DAYS * A_DAY)


class CoverageView(RowsView):
    """Each grid's households, and how many were visited in the period."""

    title_id = N_("Coverage")
    turns = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.span: Span | None = None
        self.found: tuple[Coverage, ...] = ()

    def columns(self) -> Sequence[Column]:
        """Which grid, how many households, how many of them were visited."""
        return (
            Column("grid", _("Grid"), 7),
            Column("managers", _("Managers"), 14, wide=True),
            Column("households", _("Households"), 10, right=True),
            Column("visited", _("Visited"), 7, right=True),
            Column("share", "%", 5, right=True),
            Column("bar", "", BAR_CELLS),
            Column("met", _("Met"), 5, right=True),
            Column("never", _("Never"), 5, right=True),
            Column("buildings", _("Buildings"), 9, right=True),
            Column("visits", _("Visits"), 7, right=True, wide=True),
        )

    @property
    def period(self) -> Span:
        """The period: the month of today until another is chosen."""
        return self.span or span_of("month", self.office.clock.today())

    def wanted(self) -> object:
        """Another period starts the list anew."""
        return self.period

    def lines(self, store: Store) -> Sequence[Line]:
        """Every grid; one query for all."""
        from gridterm.visits.planning import coverage

        span = self.period
        self.found = coverage(store, span.first, span.last)
        return [coverage_line(one) for one in self.found]

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """The period, the ways to others, the office's sum."""
        households = sum(one.households for one in self.found)
        visited = sum(one.visited for one in self.found)
        never = sum(one.never for one in self.found)
        left = [
            Hint(self.period.title, style="current", weight=9),
            Hint(_("< back"), weight=5, run=partial(self.turn, -1)),
            Hint(_("on >"), weight=5, run=partial(self.turn, 1)),
        ]
        if households:
            part = share_words(visited / households)
            words = _("visited {share} ({percent})")
            shown = words.format(share=of_words(visited, households), percent=part)
            left.append(Hint(shown, weight=8))
        if never:
            words = _("! never visited {number}").format(number=never)
            left.append(Hint(words, style="late", weight=7))
        return left, []

    def nothing(self) -> str:
        """There is no grid."""
        return _("There is no grid yet. Enter grids under F9.")

    def describe(self, line: Line) -> Text:
        """The grid in words."""
        return coverage_words(line.record)

    def turn(self, step: int) -> None:
        """The next period, or the one before."""
        self.span = stepped(self.period, step)
        self.reload()

    def narrow(self) -> None:
        """Another kind of period."""
        names = {"month": _("A month"), "quarter": _("90 days"), "year": _("A year")}
        self.desk.ask(
            Choose(_("Period"), [(one, names[one]) for one in SPANS], self.period.kind), self._use
        )

    def _use(self, kind: str) -> None:
        self.span = span_of(kind, min(self.period.last, self.office.clock.today()))
        self.reload()

    def open(self) -> None:
        """The households, or the visits, behind the marked grid's numbers."""
        one: Coverage | None = self.marked
        if one is None:
            return
        missing = one.households - one.visited
        options = [
            ("missing", _("Not visited in the period: {number}").format(number=missing)),
            ("never", _("Never visited: {number}").format(number=one.never)),
        ]
        if one.grid_id:  # the homes in no grid have no list of their own
            words = _("Visits in the period: {number}").format(number=one.visits)
            options.append(("visits", words))
        self.desk.ask(Choose(clean_line(one.grid), options), partial(self._show, one))

    def _show(self, one: Coverage, number: str) -> None:
        from screens.visits.behind import HouseholdsPage

        span = self.period
        if number == "visits":
            wanted = Wanted(grid=str(one.grid_id), days=(span.first, span.last))
            self.at_desk.show_visits(wanted)
            return
        ever = number == "never"
        self.office.push_screen(HouseholdsPage(one, None if ever else span))


def coverage_line(one: Coverage) -> Line:
    """A grid as a row."""
    part = one.share
    return Line(
        str(one.grid_id),
        {
            "grid": grid_number(one.grid) or _("none"),
            "managers": _(", ").join(map(clean_line, one.managers)) or _("! nobody"),
            "households": str(one.households),
            "visited": str(one.visited),
            "share": Text(share_words(part), style=share_style(part), end=""),
            "bar": Text("" if part is None else bar(part, BAR_CELLS), style=QUIET, end=""),
            "met": str(one.met),
            "never": Text(str(one.never), style=BAD if one.never else "", end=""),
            "buildings": of_words(one.buildings_visited, one.buildings),
            "visits": str(one.visits),
        },
        one,
    )


def share_style(part: float | None) -> str:
    """Green, nothing or yellow; the percentage beside it says the same."""
    if part is None:
        return QUIET
    return GOOD if part >= WELL else WAITS if part < POORLY else ""


def coverage_words(one: Coverage) -> Text:
    """A grid in words."""
    told = Text(clean_line(one.grid), "bold", end="")
    managers = _(", ").join(map(clean_line, one.managers)) or _("! nobody walks here")
    told.append(f"  {managers}", "not bold")
    words = _(
        "Visited {visited} of {households} households ({share}), met {met}; never visited "
        "{never}; buildings {buildings}; {visits} visits."
    ).format(
        visited=one.visited, households=one.households, share=share_words(one.share),
        met=one.met, never=one.never, visits=one.visits,
        buildings=of_words(one.buildings_visited, one.buildings),
    )  # fmt: skip
    told.append(f"\n{words}", "default")
    told.append("\n" + _("Enter: the households and visits behind the numbers."), QUIET)
    return told
