"""A round of visits, household after household, without leaving the keyboard (RULEBOOK §6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Input, OptionList, Static

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from gridterm.text import clean_line
from screens.acting import SAVING, in_thread
from screens.commands import Command
from screens.desk import Page
from screens.drafting import Drafting, throw_away_question
from screens.registers.picking import Pick
from screens.visits.finding import Candidate
from screens.visits.round_commands import COMMANDS
from screens.visits.round_entries import Entries
from screens.visits.round_finder import Finder
from screens.visits.round_form import (
    LINES,
    RoundFields,
    Values,
    VisitorChoice,
    days_back,
    form_of,
    is_blank,
)
from screens.visits.round_head import complete_words, head_of, holding
from screens.visits.round_reading import Remembered, Round, people, read_round, walks
from screens.widgets.bars import Footer, Header, Hint
from screens.widgets.forms import Choice, Tick
from screens.widgets.room import RoomWarning
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.registers.terms import StaffView
    from gridterm.visits.terms import VisitForm, VisitRow

FORM = "visits.round"


class RoundPage(Page):
    """Visits typed in one after another; each is saved by itself as soon as it is complete.

    Args:
        remembered: what the last round left.
        staff_id: whose round it is; None takes the last one's, or the operator's.
        day: the day of the visits; None is today.
    """

    CSS_PATH = "../styles/visits.tcss"
    lets_go: ClassVar[bool] = False
    title_id = N_("Round of visits")
    help_id = N_(
        "Each grid manager visits 20 households a day and writes down the purpose, the matter "
        "and the feedback (去有目的、来有问题、后有反馈). Type the room (2-501, or 501 in the "
        "building of the last one), a name's pinyin initials or a phone; Up and Down mark, "
        "Enter takes. "
        "Enter goes on to the matter, to the feedback, and saves; the next line is empty then. "
        "Each visit is saved by itself. With nothing typed, Down goes into the plan. A matter "
        "can become a call in the same save: channel household visit, found by the grid. What "
        "stands in the line is kept as a draft at every pause."
    )
    commands: ClassVar[tuple[Command, ...]] = COMMANDS

    def __init__(
        self,
        remembered: Remembered | None = None,
        *,
        staff_id: int | None = None,
        day: date | None = None,
    ) -> None:
        super().__init__()
        self.remembered = remembered or Remembered()
        self.entries: list[VisitRow] = []
        self.closed = False
        self._people: dict[str, StaffView] = {}
        self._wanted = str(staff_id or "") or self.remembered.visitor
        self._first_day = day
        self._saves = False
        self._news = ""
        self.finder = Finder(self)
        self.finder.last = self.remembered.last
        self.draft = self._new_draft()

    # ── the widgets ─────────────────────────────────────────────────────────
    def compose(self) -> ComposeResult:
        """Header, head, the visits of the round, the line, what it may mean, footer."""
        yield Header()
        with Container(id="body"):
            yield HintRow(id="round-head")
            yield Entries(id="entries", compact=True)
            yield RoundFields(id="round")
            with Container(id="round-below"):
                yield OptionList(id="candidates", compact=True)
                yield Static(id="round-about")
        yield Footer()
        yield RoomWarning()

    @property
    def form(self) -> RoundFields:
        """The fields."""
        return self.query_one(RoundFields)

    @property
    def typed(self) -> bool:
        """Whether anything stands in the line that would be missed."""
        return self.is_mounted and not is_blank(self.form.values())

    @property
    def day(self) -> date:
        """The day of the round."""
        return date.fromisoformat(self.form.values()["day"])

    @property
    def visitor(self) -> StaffView | None:
        """Who went."""
        return self._people.get(self.form.values()["visitor"])

    @property
    def visitor_grid(self) -> int | None:
        """The visitor's own grid."""
        one = self.visitor
        return one.grid_id if one is not None else None

    def on_mount(self) -> None:
        """An empty line; people, the day's visits and a kept draft come from a thread."""
        today = self.app.clock.today()
        self.form.offer_days(today)
        self.query_one("#candidates").can_focus = False
        given = {"day": (self._first_day or today).isoformat(), "visitor": self._wanted}
        if self.remembered.purpose:
            given["purpose"] = self.remembered.purpose
        self.form.fill(given)
        self.form.empty_line()
        self.draft.begin()
        self.run_service(partial(people, self.store), self._use_people, group="people")

    def _use_people(self, found: tuple[StaffView, ...]) -> None:
        self._people = {str(one.id): one for one in found}
        self.query_one(VisitorChoice).offer(
            [
                Pick(str(one.id), f"{one.number} {one.name}",
                     (one.number, one.name, *one.initials.split()))
                for one in found
            ]
        )  # fmt: skip
        own = str(self.app.actor.staff_id or "")
        if not self._wanted and own in self._people and walks(self._people[own]):
            self.form.fill({"visitor": own})
        has_visitor = bool(self.form.values()["visitor"])
        self.query_one("#household" if has_visitor else "#visitor").focus()
        self.draft.look(self._use_draft)
        self.read_round()

    # ── the round so far ────────────────────────────────────────────────────
    def refresh_data(self) -> None:
        """Read the visits again: one may have been corrected."""
        if self._people:
            self.read_round()

    def read_round(self) -> None:
        """Read what is recorded of the visitor's day, and the plan for it."""
        visitor = self.form.values()["visitor"]
        if not visitor:
            self._use_round(Round(()))
            return
        work = partial(read_round, self.store, int(visitor), self.day)
        self.run_service(work, self._use_round, group="round")

    def _use_round(self, found: Round) -> None:
        self.entries = list(found.entries)
        self.finder.planned = found.plan
        self.query_one(Entries).show(self.entries)
        self.show_head()
        if not self.finder.typed:
            self.finder.offer_plan()
        self.refresh_bindings()

    def show_head(self, news: str | None = None) -> None:
        """Who, when, n of how many, and whether the line is kept."""
        self._news = self._news if news is None else news
        left = head_of(
            self.visitor,
            self.entries,
            (self.day, self.app.clock.today()),
            self.app.settings.number("visits.each_day"),
        )
        right = [Hint(self._news, style="quiet", weight=3)] if self._news else []
        self.query_one("#round-head", HintRow).show(left, right)

    # ── drafts ──────────────────────────────────────────────────────────────
    def _new_draft(self) -> Drafting[str]:
        return Drafting(
            self, FORM, values=self._values, blank=is_blank,
            tell=lambda news: self.show_head(news) if not self.closed else None,
        )  # fmt: skip

    def _values(self) -> Values:
        values = self.form.values()
        taken = self.finder.taken
        return {**values, "household_id": str(taken.household_id) if taken else ""}

    def _use_draft(self, payload: Mapping[str, Any], when: str) -> None:
        values = {name: str(one) for name, one in payload.items() if isinstance(one, str)}
        days = {one.isoformat() for one in days_back(self.app.clock.today())}
        if values.get("day") not in days:
            values.pop("day", None)
        if values.get("visitor") not in self._people:
            values.pop("visitor", None)
        self.form.fill(values)
        if values.get("household_id", "").isdigit():
            title = clean_line(values.get("household", ""))
            self.finder.take(Candidate(int(values["household_id"]), title, ""))
        self.read_round()
        self.query_one("#matter" if self.finder.taken else "#household").focus()
        words = _("What was typed on {when} and not saved is here again.")
        self.app.say(words.format(when=when))

    def ask_discard(self) -> None:
        """Throw the line away after a yes."""
        self.ask(throw_away_question(), self._discard)

    def _discard(self, _yes: object) -> None:
        gone = self.draft
        self._next_line()
        gone.done = True
        gone.throw_away()

    def leave(self) -> None:
        """Back to the line; from there back to the desk. What is typed stays as a draft."""
        line = self.form.line("household")
        if self.focused is not None and self.focused.id in {"entries", "visitor", "day"}:
            line.focus()
            return
        if not self.closed and not self._saves and SAVING not in self._saving:
            self._remember()
            self.draft.leave(self._close)

    def _close(self, kept: bool) -> None:  # noqa: FBT001 - what the draft says
        if self.closed:
            return
        self.closed = True
        self.dismiss(None)
        if kept:
            self.app.say(_("Kept as a draft; it is here again when you open this form."))

    def _remember(self) -> None:
        values = self.form.values()
        self.remembered.visitor = values["visitor"]
        self.remembered.purpose = values["purpose"]
        self.remembered.last = self.finder.last

    # ── what is typed ───────────────────────────────────────────────────────
    @on(Input.Changed)
    @on(Choice.Changed)
    @on(Tick.Changed)
    def _changed(self, event: Input.Changed | Choice.Changed | Tick.Changed) -> None:
        event.stop()
        if self.closed:
            return
        name = event.control.id or ""
        if name == "household":
            self.finder.touched()
        elif name in {"visitor", "day"}:
            self.read_round()
        elif name == "ticket":
            self.form.show_parts()
        self.draft.touch()

    @on(VisitorChoice.Chosen)
    def _visitor_chosen(self, event: VisitorChoice.Chosen) -> None:
        event.stop()
        self.form.line("household").focus()

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        """Enter goes on: household, matter, feedback, saved. Keys typed behind it wait."""
        event.stop()
        name = event.input.id or ""
        if name == "feedback":
            await self.save()
        elif name == "household":
            if await self.finder.entered():
                self.form.line("matter").focus()
        else:
            self.form.line("feedback").focus()

    def next_of(self, name: str) -> None:
        """The next value of a choice, from wherever the keys are."""
        self.query_one(f"#{name}", Choice).action_step(1)

    def turn_call(self) -> None:
        """The matter becomes a call, or not after all."""
        self.query_one("#ticket", Tick).action_change()

    def key_down(self, event: events.Key) -> None:
        """Down marks the next candidate."""
        self._step(event, 1)

    def key_up(self, event: events.Key) -> None:
        """Up marks the one before."""
        self._step(event, -1)

    def _step(self, event: events.Key, by: int) -> None:
        if self.focused is not None and self.focused.id == "household":
            event.stop()
            self.finder.step(by)

    @on(OptionList.OptionSelected, "#candidates")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        marked = self.finder.marked
        if marked is not None:
            self.finder.take(marked)
            self.form.line("matter").focus()

    # ── the round's visits ──────────────────────────────────────────────────
    def go_to_entries(self) -> None:
        """To the visits of this round."""
        self.query_one("#entries").focus()

    @on(OptionList.OptionSelected, "#entries")
    def _open_entry(self, event: OptionList.OptionSelected) -> None:
        from screens.visits.visit import VisitOverForm

        event.stop()
        self.app.push_screen(VisitOverForm(self.entries[event.option_index].id))

    # ── saving ──────────────────────────────────────────────────────────────
    async def save(self) -> None:
        """Save the line; what was typed stays when anything is wrong."""
        if self._saves or self.closed:
            return
        if not await self.finder.entered():
            self.form.line("household").focus()
            return
        taken = self.finder.taken
        values = self.form.values()
        self._saves = True
        try:
            form = form_of(values, taken.household_id if taken else None)
            work = partial(self.draft.saving, partial(self._record, form))
            row, error = await in_thread(work)
        finally:
            self._saves = False
        if error is not None:
            self._refused(error)
        elif row is not None:
            self._saved(row, values)

    def _record(self, form: VisitForm, draft_id: int | None) -> VisitRow:
        """In a thread: the draft goes in the same transaction the visit comes in."""
        from gridterm.visits.service import record

        return record(self.store, self.app.actor, form, draft_id=draft_id)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, GridtermError):
            self.app.show_error(error)
            return
        self.form.say_wrong(error.message)
        if isinstance(error, InputError):
            self.form.go_to_wrong(error.fields)

    def _saved(self, row: VisitRow, values: Values) -> None:
        if not self.is_running:
            return
        late = self._typed_meanwhile(values)
        self.entries.append(row)
        self.query_one(Entries).show(self.entries)
        self._next_line()
        if late:
            self.form.fill({"household": late})
        self._remember()
        if row.ticket:
            self.app.say(_("The matter became call {number}.").format(number=row.ticket))
        wanted = self.app.settings.number("visits.each_day")
        if len(holding(self.entries)) == wanted:
            self.app.say(complete_words(wanted))
        self.app.data_changed()

    def _typed_meanwhile(self, values: Values) -> str:
        """What came into a line while it was being saved: it belongs to the next household."""
        now = self.form.values()
        return "".join(
            now[name][len(values[name]) :]
            for name in LINES
            if now[name] != values[name] and now[name].startswith(values[name])
        )

    def _next_line(self) -> None:
        """An empty line with the keys in it; visitor, day and purpose stay."""
        self.draft = self._new_draft()
        with self.prevent(Input.Changed):
            self.form.empty_line()
        self.draft.begin()
        self._news = ""
        self.finder.forget()
        self.show_head()
        self.form.line("household").focus()
        self.refresh_bindings()
