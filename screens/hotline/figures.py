"""The appraisal's figures by person for a span of days; behind each, the calls it counts."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.i18n import N_, _
from screens.commands import Command
from screens.desk import Page
from screens.hotline.behind import TicketsPage
from screens.hotline.filters import PERIODS, days_of
from screens.hotline.words import line_of
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, Loader, PagedTable

if TYPE_CHECKING:
    from gridterm.hotline.appraisal import Figure, PersonFigures
    from gridterm.hotline.figures import Figures
    from gridterm.store.unit import Store

NAME_CELLS = 8
FIGURE_CELLS = 11
COUNT_CELLS = 5
HEADS = (N_("Taken"), N_("Accepted"), N_("Resolved"), N_("Told"), N_("Satisfied"), N_("Came back"))
"""The figures' names as short as a column wants them, in the order of ``Figure``."""
FIRST = "month"


class FiguresPage(Page):
    """A row for everybody who took or handled a call of the span."""

    CSS_PATH = "../styles/board.tcss"
    title_id = N_("Figures by person")
    help_id = N_(
        "What everybody did with the calls received in the span of days: taken as first "
        "responder; accepted, resolved and told in time, by the clock that held then, for every "
        "assignment, round and call that is done or late; satisfied, of the answers at "
        "revisits; rounds after which the matter came back. Numerator and denominator are "
        "shown; below five no rate is given. Hotline work counts in the appraisal. Enter opens "
        "the calls behind a figure."
    )
    commands = (
        Command(
            "figures.open",
            ("enter",),
            N_("Open"),
            N_("Open the calls behind a figure of the marked person."),
            lambda page: page.open_marked(),
            when=lambda page: page.has_marked,
        ),
        Command(
            "figures.span",
            ("ctrl+t",),
            N_("Period"),
            N_("Choose the days the calls were received in."),
            lambda page: page.ask_span(),
        ),
        Command(
            "figures.reload",
            ("ctrl+r",),
            N_("Reload"),
            N_("Read everything again."),
            lambda page: page.refresh_data(),
            footer=False,
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        self.period = FIRST

    def compose_body(self) -> ComposeResult:
        """The span; a row a person."""
        from gridterm.hotline.appraisal import Figure

        yield HintRow(id="figures-head")
        yield Static(
            plain(
                _(
                    "Calls received in these days, as they stand now. Accepted, resolved, told: "
                    "in time/in all. Below five no rate."
                )
            ),
            id="figures-reason",
        )
        yield PagedTable(
            (
                Column("name", _("Person"), NAME_CELLS),
                *(_column(one) for one in Figure),
            ),
            id="figures",
        )

    def on_mount(self) -> None:
        """The table has the keys."""
        self.query_one(PagedTable).focus()

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day."""
        today = self.app.clock.today()
        since, until = days_of(self.period, today)
        return since or today, until or today

    def refresh_data(self) -> None:
        """Read the figures."""
        since, until = self.span
        self.run_service(partial(_read, self.store, since, until), self._show, group="figures")

    def _show(self, found: Figures) -> None:
        span = f"{found.since.isoformat()} - {found.until.isoformat()}"
        left = [
            Hint(_("Figures by person"), style="strong", weight=9),
            Hint(_(PERIODS[self.period]), weight=8, run=self.ask_span),
            Hint(span, weight=7),
        ]
        as_of = _("as of {time}").format(time=f"{found.as_of:%m-%d %H:%M}")
        self.query_one("#figures-head", HintRow).show(left, [Hint(as_of, weight=6)])
        lines = tuple(_line(one) for one in found.people)
        table = self.query_one(PagedTable)
        kept = table.marked_key
        table.nothing = _("No call was received in these days.")
        table.show(lambda _after: Chunk(lines))
        if kept:
            self.soon("mark", lambda: table.mark(kept))

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        self.refresh_bindings()

    def ask_span(self) -> None:
        """Choose another span of days."""
        choices = [(key, _(name)) for key, name in PERIODS.items()]
        self.ask(Choose(_("Period"), choices, self.period), self._use_span)

    def _use_span(self, period: str) -> None:
        self.period = period
        self.refresh_data()

    # ── what is behind a figure ─────────────────────────────────────────────
    @property
    def has_marked(self) -> bool:
        """Whether a person is under the cursor."""
        found = self.query("#figures").results(PagedTable)
        return any(one.marked_line is not None for one in found)

    def open_marked(self) -> None:
        """Ask which figure of the marked person."""
        line = self.query_one(PagedTable).marked_line
        if line is not None:
            self._ask_figure(line.record)

    @on(PagedTable.Opened)
    def _row_opened(self, event: PagedTable.Opened) -> None:
        event.stop()
        self._ask_figure(event.line.record)

    def _ask_figure(self, one: PersonFigures) -> None:
        from gridterm.hotline.appraisal import Figure

        choices = [
            (str(figure), f"{figure.label}  {one.words(figure)}")
            for figure in Figure
            if one.share(figure).whole
        ]
        self.ask(
            Choose(one.name or _("nobody"), choices, choices[0][0]),
            lambda key: self._open(one, Figure(key)),
        )

    def _open(self, one: PersonFigures, figure: Figure) -> None:
        since, until = self.span
        clock, staff_id = self.app.clock, one.staff_id

        def reading(store: Store) -> Loader:
            def load(_after: object) -> Chunk:
                from gridterm.hotline.figures import behind

                now, lines = clock.now(), []
                for place, found in enumerate(behind(store, since, until, figure, staff_id)):
                    line = line_of(found.row, now)
                    mark = _("yes") if found.good else _("no")
                    cells = {**line.cells, "good": mark}
                    lines.append(Line(f"{place} {line.key}", cells, found.row))
                return Chunk(tuple(lines))

            return load

        heading = f"{one.name or _('nobody')}: {figure.label} {one.words(figure)}"
        reason = _("Calls received from {since} to {until}.").format(
            since=since.isoformat(), until=until.isoformat()
        )
        more = (Column("good", _("Counts"), 6),)
        count = one.share(figure).whole
        self.app.push_screen(TicketsPage(heading, reason, reading, lambda _store: count, more))


def _read(store: Store, since: date, until: date) -> Figures:
    from gridterm.hotline.figures import figures

    return figures(store, since, until)


def _column(figure: Figure) -> Column:
    place = list(type(figure)).index(figure)
    cells = FIGURE_CELLS if place else COUNT_CELLS
    return Column(str(figure), _(HEADS[place]), cells, right=True)


def _line(one: PersonFigures) -> Line:
    from gridterm.hotline.appraisal import Figure

    cells = {str(figure): one.words(figure) for figure in Figure}
    return Line(str(one.staff_id), {"name": one.name or _("nobody"), **cells}, one)
