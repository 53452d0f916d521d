"""Filling a month of duty by rotation: who takes turns, a preview, then the save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.errors import GridtermError
from gridterm.i18n import N_, _, ngettext
from gridterm.registers.terms import Role, RosterMonth, StaffView
from screens.commands import Command
from screens.desk import Page
from screens.registers.month_grid import MonthGrid
from screens.widgets.bars import Hint
from screens.widgets.forms import Tick
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.store.unit import Store

ONE_DAY = timedelta(days=1)
USUAL = frozenset({Role.CLERK, Role.COMMITTEE})


@dataclass(frozen=True)
class _Found:
    month: RosterMonth
    staff: tuple[StaffView, ...]
    turns: tuple[int, ...]


class FillPage(Page):
    """Officers in their order on the left, the month as it would be on the right.

    Args:
        year: the year.
        month: the month to fill.
    """

    CSS_PATH = "../styles/registers.tcss"
    lets_go: ClassVar[bool] = False
    title_id = N_("Fill the month by rotation")
    help_id = N_(
        "One person is on duty every day and answers the hotline; each has a deputy (AB岗). Tick "
        "the officers in the order they take turns: Enter ticks or takes the tick away. The turn "
        "goes on behind the last one of the days before. Who is away or not employed on a day is "
        "passed over; days that are over are never replaced. What you see is what will be saved."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "fill.save", ("f9", "ctrl+s"), N_("Save"),
            N_("Save the month as the preview shows it."),
            lambda page: page.save(), when=lambda page: bool(page.changed), weight=9,
        ),
        Command(
            "fill.earlier", ("shift+up",), N_("Earlier turn"),
            N_("Move the marked officer one turn forward."),
            lambda page: page.move(-1), when=lambda page: page.can_move, footer=False, menu=False,
        ),
        Command(
            "fill.later", ("shift+down",), N_("Later turn"),
            N_("Move the marked officer one turn back."),
            lambda page: page.move(1), when=lambda page: page.can_move, footer=False, menu=False,
        ),
        Command(
            "fill.leave", ("escape",), N_("Back"),
            N_("Leave; the roster stays as it is."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip

    def __init__(self, year: int, month: int) -> None:
        super().__init__()
        self.year, self.month = year, month
        self.turns: list[int] = []
        self.changed: frozenset[date] = frozenset()
        self._found: _Found | None = None
        self._order: list[StaffView] = []

    def compose_body(self) -> ComposeResult:
        """Officers and choices, preview."""
        yield HintRow(id="fill-head")
        with Horizontal(id="fill"):
            yield OptionList(id="officers", compact=True)
            yield MonthGrid(id="plan")
        with Horizontal(id="fill-ways"):
            yield Tick(_("leave rest days empty"), id="skip")
            yield Tick(_("replace what stands from today on"), id="over")
        yield Static(id="fill-words")

    def on_mount(self) -> None:
        """Read the month and who took turns last."""
        self.query_one(MonthGrid).can_focus = False
        work = partial(_read, self.store, self.year, self.month)
        self.run_service(work, self._use, group="fill")

    def _use(self, found: _Found) -> None:
        self._found = found
        self.turns = list(found.turns)
        self._order = sorted(found.staff, key=lambda one: (_turn(self.turns, one), one.number))
        self._list()
        self.query_one("#officers").focus()
        self._preview()

    def _list(self) -> None:
        listed = self.query_one("#officers", OptionList)
        at = listed.highlighted
        listed.clear_options()
        for one in self._order:
            turn = str(self.turns.index(one.id) + 1) if one.id in self.turns else ""
            away = "" if one.present else f" ({_('away')})"
            listed.add_option(Option(plain(f"[{turn:>2}] {one.name}{away}")))
        if self._order:
            listed.highlighted = min(at or 0, len(self._order) - 1)

    # ── choosing ────────────────────────────────────────────────────────────
    @on(OptionList.OptionSelected, "#officers")
    def _ticked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        staff_id = self._order[event.option_index].id
        if staff_id in self.turns:
            self.turns.remove(staff_id)
        else:
            self.turns.append(staff_id)
        self._list()
        self._preview()

    @on(Tick.Changed)
    def _chosen(self, event: Tick.Changed) -> None:
        event.stop()
        self._preview()

    @property
    def _at(self) -> StaffView | None:
        at = self.query_one("#officers", OptionList).highlighted
        return self._order[at] if at is not None and at < len(self._order) else None

    @property
    def can_move(self) -> bool:
        """Whether the marked officer takes turns."""
        one = self._at if self.is_mounted else None
        return one is not None and one.id in self.turns

    def move(self, step: int) -> None:
        """Let the marked officer take their turn earlier or later."""
        one = self._at
        if one is None:
            return
        at = self.turns.index(one.id)
        to = at + step
        if 0 <= to < len(self.turns):
            self.turns[at], self.turns[to] = self.turns[to], self.turns[at]
            self._list()
            self._preview()

    @property
    def _ways(self) -> Mapping[str, bool]:
        return {
            "skip_days_off": self.query_one("#skip", Tick).on,
            "overwrite": self.query_one("#over", Tick).on,
        }

    # ── preview and save ────────────────────────────────────────────────────
    def _preview(self) -> None:
        from gridterm.registers.roster import preview_fill

        if self._found is None:
            return
        if not self.turns:
            self._show(self._found.month)
            return
        turns = tuple(self.turns)
        work = partial(preview_fill, self.store, self.year, self.month, turns, **self._ways)
        self.run_service(work, self._show, group="preview", failed=self._wrong)

    def _wrong(self, error: GridtermError) -> None:
        self.query_one("#fill-words", Static).update(plain(f"! {error.message}", "bold red"))

    def _show(self, planned: RosterMonth) -> None:
        if self._found is None:
            return
        before = {one.calendar.day: one.duty for one in self._found.month.days}
        days = [one for one in planned.days if one.duty != before[one.calendar.day]]
        self.changed = frozenset(one.calendar.day for one in days)
        replaced = sum(before[day] is not None for day in self.changed)
        self.query_one(MonthGrid).show(
            planned, None, today=self.app.clock.today(), changed=self.changed
        )
        title = f"{_('Fill by rotation')}  {self.year}-{self.month:02d}"
        self.query_one("#fill-head", HintRow).show(
            [Hint(title, style="current", weight=9)],
            _counts(len(self.changed) - replaced, replaced, len(planned.empty)),
        )
        words = _("Enter ticks who takes turns, in that order; Shift+Up and Shift+Down move one.")
        self.query_one("#fill-words", Static).update(plain(words, "dim"))
        self.refresh_bindings()

    def save(self) -> None:
        """Save it."""
        from gridterm.registers.roster import fill

        turns = tuple(self.turns)
        actor = self.app.actor
        work = partial(fill, self.store, actor, self.year, self.month, turns, **self._ways)
        self.run_once(work, self._saved)

    def _saved(self, _month: RosterMonth) -> None:
        self.dismiss(None)
        self.app.say(_("The duty roster of {month} is filled.").format(
            month=f"{self.year}-{self.month:02d}"
        ))  # fmt: skip
        self.app.data_changed()


def _counts(new: int, replaced: int, empty: int) -> list[Hint]:
    """How many days are filled, replaced, left without anybody."""
    fills = ngettext("fills {number} day", "fills {number} days", new)
    replaces = ngettext("replaces {number} day", "replaces {number} days", replaced)
    nobody = ngettext("nobody on {number} day", "nobody on {number} days", empty)
    hints = [Hint(fills.format(number=new), weight=8)]
    if replaced:
        hints.append(Hint(replaces.format(number=replaced), style="late", weight=7))
    if empty:
        hints.append(Hint(nobody.format(number=empty), style="late", weight=6))
    return hints


def _turn(turns: list[int], one: StaffView) -> int:
    return turns.index(one.id) if one.id in turns else len(turns)


def _read(store: Store, year: int, number: int) -> _Found:
    """The month, the staff, and who took turns last, in their order."""
    from gridterm.registers.roster import month
    from gridterm.registers.service import list_staff

    this = month(store, year, number)
    staff = list_staff(store)
    before = date(year, number, 1) - ONE_DAY
    earlier = month(store, before.year, before.month)
    served = [one.duty.officer.id for one in (*earlier.days, *this.days) if one.duty]
    here = {one.id for one in staff}
    turns = tuple(dict.fromkeys(one for one in served if one in here))
    if not turns:
        turns = tuple(one.id for one in staff if one.present and USUAL & {*one.roles})
    return _Found(this, staff, turns)
