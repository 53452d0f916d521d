"""The working calendar: a year in one look, its days set by hand, its status said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.calendar import SATURDAY, DayKind, look_up
from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers.terms import WorkdayView, YearView
from screens.commands import Command
from screens.desk import Page
from screens.registers.fields import FieldsDialog, row
from screens.registers.form_page import EDITORS
from screens.registers.month_grid import WEEKDAYS
from screens.registers.year_grid import YearGrid, legend
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Confirm
from screens.widgets.forms import Choice, Field, LineInput
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.hotline.due import Renewal
    from gridterm.store.unit import Store

FIRST_YEAR, LAST_YEAR = 2000, 2100
WORKING, HOLIDAY, REST, SHIPPED = "working", "holiday", "rest", "shipped"


@dataclass(frozen=True)
class DayPlan:
    """A day as it is to be entered, and what that would do to the dates of open calls."""

    day: date
    working: bool | None
    name: str
    reason: str
    renewal: Renewal


class YearPage(Page):
    """A year of the working calendar, from today's on."""

    CSS_PATH = "../styles/registers.tcss"
    title_id = N_("Working calendar")
    help_id = N_(
        "Every clock by office hours and working days goes by this calendar. Holidays and make-up "
        "working days are decreed a year at a time; they come with the program, and what is "
        "entered here goes before them. A year that is not published counts Monday to Friday "
        "only, and every date in it is marked as not sure. Enter sets the marked day and says "
        "before saving how many open calls get another date."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "year.set", ("enter",), N_("Change"),
            N_("Say what the marked day is: working, rest or holiday, with its name."),
            lambda page: page.change(), when=lambda page: page.may_change, weight=8,
        ),
        Command(
            "year.shipped", ("delete",), N_("As shipped"),
            N_("Forget what was entered for the marked day; the shipped calendar holds again."),
            lambda page: page.forget(),
            when=lambda page: page.may_change and page.marked and page.marked.own,
        ),
        Command(
            "year.status", ("ctrl+g",), N_("Year status"),
            N_("Say that the year's holidays are entered and right, or that they are not known."),
            lambda page: page.say_status(), when=lambda page: page.may_change, weight=7,
        ),
        Command(
            "year.earlier", ("pageup",), N_("Year before"),
            N_("Show the year before."), lambda page: page.turn(-1), weight=5,
        ),
        Command(
            "year.later", ("pagedown",), N_("Next year"),
            N_("Show the next year."), lambda page: page.turn(1), weight=5,
        ),
        Command(
            "year.today", ("home",), N_("Today"),
            N_("Show this year with today marked."), lambda page: page.today(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self.year: YearView | None = None

    def compose_body(self) -> ComposeResult:
        """Year and status, the grid, the marked day, the year's special days in words."""
        yield HintRow(id="year-head")
        yield YearGrid()
        yield Static(id="day")
        with VerticalScroll(id="special", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """The grid has the keys."""
        self.query_one(YearGrid).focus()

    @property
    def may_change(self) -> bool:
        """Whether the operator may change the calendar, and it is there."""
        return self.year is not None and self.app.has_role(*EDITORS)

    @property
    def marked(self) -> WorkdayView | None:
        """The marked day."""
        if self.year is None or self.day is None or self.day.year != self.year.year:
            return None
        return self.year.days[self.day.timetuple().tm_yday - 1]

    # ── moving about ────────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the year again."""
        self.go(self.day or self.app.clock.today(), again=True)

    def go(self, day: date, *, again: bool = False) -> None:
        """Mark a day, in whatever year it is."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return
        self.day = day
        if again or self.year is None or self.year.year != day.year:
            self.run_service(partial(_year, self.store, day.year), self._use, group="year")
        else:
            self._draw()

    def turn(self, step: int) -> None:
        """So many years on or back, on the same day or the last of February."""
        day = self.day or self.app.clock.today()
        leap = (day.month, day.day) == (2, 29)
        self.go(day.replace(year=day.year + step, day=28 if leap else day.day))

    def today(self) -> None:
        """This year, with today marked."""
        self.go(self.app.clock.today())

    @on(YearGrid.Moved)
    def _moved(self, event: YearGrid.Moved) -> None:
        event.stop()
        self.go(event.day)

    @on(YearGrid.Opened)
    def _opened(self, event: YearGrid.Opened) -> None:
        event.stop()
        if self.may_change:
            self.change()

    def _use(self, year: YearView) -> None:
        self.year = year
        self._draw()

    def _draw(self) -> None:
        year, one = self.year, self.marked
        if year is None or one is None:
            return
        self.query_one(YearGrid).show(year, one.day, self.app.clock.today())
        self.query_one("#day", Static).update(_day_words(one))
        self.query_one("#special Static", Static).update(_special_words(year))
        left = [
            Hint(str(year.year), style="current", weight=9),
            Hint(_("< year before"), weight=6, run=partial(self.turn, -1)),
            Hint(_("today"), weight=5, run=self.today),
            Hint(_("next year >"), weight=6, run=partial(self.turn, 1)),
        ]
        status = _("published") if year.published else _("! not published")
        right = [
            Hint(_("{count} working days.").format(count=year.working), style="quiet", weight=4),
            Hint(status, style="strong" if year.published else "late", weight=8),
        ]
        self.query_one("#year-head", HintRow).show(left, right)
        self.refresh_bindings()

    # ── changing ────────────────────────────────────────────────────────────
    def change(self) -> None:
        """Ask what the marked day is."""
        if self.marked is not None:
            self.ask(day_dialog(self.store, self.marked), self._planned)

    def forget(self) -> None:
        """Back to the shipped calendar for the marked day."""
        if self.marked is not None:
            plan = partial(_plan, self.store, self.marked.day, None)
            self.run_service(plan, self._planned, group="plan")

    def _planned(self, plan: DayPlan) -> None:
        """Say what it does to the dates of open calls, then do it."""
        from gridterm.hotline.calendar_change import moves_words

        if not plan.renewal.moved:
            self._save(plan)
            return
        title = _("Change {day}").format(day=plan.day.isoformat())
        question = Confirm(
            title, moves_words(plan.renewal), yes=_("Save"), no=_("Leave it as it was")
        )
        self.ask(question, lambda _yes: self._save(plan))

    def _save(self, plan: DayPlan) -> None:
        store, actor = self.store, self.app.actor

        def work() -> Renewal:
            from gridterm.hotline.calendar_change import set_day

            return set_day(
                store,
                actor,
                plan.day,
                working=plan.working,
                note=plan.name,
                reason=plan.reason,
            )

        self.run_once(work, self._saved)

    def _saved(self, renewal: Renewal) -> None:
        self.app.say(_moved_words(renewal))
        self.app.data_changed()
        self.refresh_data()

    def say_status(self) -> None:
        """Publish the year, or take that back; it asks first."""
        year = self.year
        if year is None:
            return
        published = not year.published
        title = _("Publish {year}") if published else _("{year} is not published")
        words = (
            _(
                "{holidays} holidays and {makeup} make-up working days are entered for {year}: "
                "{working} working days. Dates in it are no longer marked as not sure."
            )
            if published
            else _(
                "Dates in {year} are marked as not sure from now on, and its months cannot be "
                "locked."
            )
        )
        told = {
            "year": year.year,
            "working": year.working,
            "holidays": _count(year, DayKind.HOLIDAY),
            "makeup": _count(year, DayKind.MAKEUP_WORKDAY),
        }
        question = Confirm(
            title.format(**told),
            words.format(**told),
            yes=_("Publish the year") if published else _("Take it back"),
            no=_("Leave it as it was"),
        )
        self.ask(question, lambda _yes: self._save_status(year.year, published=published))

    def _save_status(self, year: int, *, published: bool) -> None:
        store, actor = self.store, self.app.actor

        def work() -> Renewal:
            from gridterm.hotline.calendar_change import set_year

            return set_year(store, actor, year, published=published)

        self.run_once(work, self._saved)


def day_dialog(store: Store, one: WorkdayView) -> FieldsDialog[DayPlan]:
    """Asks what a day is, its name and why; answers with what that would change."""
    weekend = one.day.weekday() >= SATURDAY
    working = DayKind.MAKEUP_WORKDAY if weekend else DayKind.WORKDAY

    def fields() -> Sequence[Field]:
        shipped = look_up(one.day).kind.label
        options = [
            (WORKING, working.label),
            (HOLIDAY, DayKind.HOLIDAY.label),
            (REST, DayKind.DAY_OFF.label),
            (SHIPPED, _("As shipped: {kind}").format(kind=shipped)),
        ]
        now = WORKING if one.working else HOLIDAY if one.kind is DayKind.HOLIDAY else REST
        return (
            row("kind", _("The day is"), Choice(options, now, title=one.day.isoformat())),
            row("note", _("Its name"), LineInput(one.holiday, hint=_("such as Spring Festival"))),
            row("reason", _("Why it changes"), LineInput(hint=_("for the audit trail"))),
        )

    def save(values: dict[str, str]) -> DayPlan:
        kind, name = values["kind"], values["note"].strip()
        if kind == HOLIDAY and not name:
            sentence = _("A holiday needs its name.")
            raise InputError(sentence, {"note": sentence})
        chosen = {WORKING: True, HOLIDAY: False, REST: False}.get(kind)
        if kind in {REST, SHIPPED}:
            name = ""
        return _plan(store, one.day, chosen, name, values["reason"])

    title = f"{one.day.isoformat()} {_(WEEKDAYS[one.day.weekday()])}"
    return FieldsDialog(title, fields, save)


def _plan(
    store: Store,
    day: date,
    working: bool | None,  # noqa: FBT001 - as it is kept
    name: str = "",
    reason: str = "",
) -> DayPlan:
    from gridterm.hotline.calendar_change import preview_day

    return DayPlan(day, working, name, reason, preview_day(store, day, working=working))


def _year(store: Store, number: int) -> YearView:
    from gridterm.registers.workdays import year

    return year(store, number)


def _count(year: YearView, kind: DayKind) -> int:
    return sum(one.kind is kind for one in year.days)


def _moved_words(renewal: Renewal) -> str:
    if not renewal.moved:
        return _("Saved; no open call got another date.")
    return _("Saved; open calls with another date: {count}.").format(count=renewal.moved)


def _day_words(one: WorkdayView) -> Text:
    """The marked day in full."""
    words = Text(end="")
    weekday = _(WEEKDAYS[one.day.weekday()])
    words.append(f"{one.day.isoformat()} {weekday}  {one.kind.label}  {one.holiday}", "bold")
    if one.own:
        shipped = look_up(one.day).kind.label
        told = _("entered by the office; the shipped calendar says: {kind}").format(kind=shipped)
        words.append(f"  {told}", "dim")
    words.append(f"\n{legend()}", "dim")
    return words


def _special_words(year: YearView) -> Text:
    """Whether the year is known, its holidays and its make-up working days."""
    words = Text(end="")
    if not year.published:
        banner = _(
            "The holidays of {year} are not published or not entered yet; "
            "dates in it count Monday to Friday only."
        )
        words.append(f"! {banner.format(year=year.year)}\n", "bold red")
    for title, kind in (
        (_("Holidays"), DayKind.HOLIDAY),
        (_("Make-up working days"), DayKind.MAKEUP_WORKDAY),
    ):
        found = [
            f"{first:%m-%d}{f' ~ {last:%m-%d}' if last != first else ''} {name}".rstrip()
            for first, last, name in year.stretches(kind)
        ]
        words.append(f"{title}: ", "bold")
        words.append((_(", ").join(found) or "-") + "\n")
    return words
