"""What the round finds out while somebody types: which household, and when it was seen last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import _
from gridterm.text import clean_line, clip, pad
from screens.acting import in_thread
from screens.visits.finding import MOST, Candidate, Place, candidate, is_sure, ordered, split_room
from screens.visits.words import BAD, QUIET, matter_words, plan_words, short_day
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.registers.household_terms import HouseholdDetail, HouseholdRow
    from gridterm.store.unit import Store
    from gridterm.visits.terms import PlanLine, VisitRow
    from screens.visits.round import RoundPage

PAUSE = 0.08
SEEN_BEFORE = 3
ABOUT_CELLS = 40


@dataclass(frozen=True)
class Scope:
    """Where households are looked for first: the last one's place, then the visitor's grids."""

    last: Place | None = None
    grid_id: int | None = None


@dataclass(frozen=True)
class Known:
    """What is told of the household that was taken: itself, its last visits."""

    detail: HouseholdDetail
    visits: tuple[VisitRow, ...]


class Finder:
    """Finds the household of a round's line and tells what is known of it.

    Args:
        page: the round.
    """

    def __init__(self, page: RoundPage) -> None:
        self.page = page
        self.last: Place | None = None
        self.taken: Candidate | None = None
        self.planned: tuple[PlanLine, ...] = ()
        self._found: tuple[Candidate, ...] = ()
        self._rows: tuple[HouseholdRow, ...] = ()
        self._found_for: str | None = None
        self._seen = False

    @property
    def _list(self) -> OptionList:
        return self.page.query_one("#candidates", OptionList)

    @property
    def typed(self) -> str:
        """What stands in the household's line."""
        return clean_line(self.page.form.line("household").value)

    @property
    def scope(self) -> Scope:
        """Where is looked first."""
        return Scope(self.last, self.page.visitor_grid)

    # ── while it is typed ───────────────────────────────────────────────────
    def touched(self) -> None:
        """The household's line was changed by hand or by us."""
        if self.taken is not None and self.typed != self.taken.title:
            self.taken = None
        if self.taken is None:
            if self.typed and self.typed != self._found_for:
                self.page.form.say_wrong("")  # it was about what stood here before
            self.page.soon("find", self.search, PAUSE)

    def search(self) -> None:
        """Look for what stands there, in a thread."""
        typed = self.typed
        if self.taken is not None or self.page.closed or typed == self._found_for != "":
            return
        if not typed:
            self.offer_plan()
            return
        work = partial(look_for, self.page.store, typed, self.scope)
        self.page.run_service(
            work, partial(self._show, typed), group="find", failed=lambda _error: None
        )

    def _show(self, typed: str, rows: tuple[HouseholdRow, ...], *, seen: bool = True) -> None:
        if typed != self.typed or self.taken is not None:
            return
        self._rows, self._found_for, self._seen = rows, typed, seen
        self._list_them(tuple(candidate(row) for row in rows))
        if not rows:
            self.say(plain(_("No household is known by this."), BAD))

    def offer_plan(self) -> None:
        """Nothing is typed: those of the plan that this round has not seen yet."""
        done = {row.household_id for row in self.page.entries if row.ended is None}
        today = self.page.app.clock.today()
        rest = [one for one in self.planned if one.household_id not in done]
        self._rows, self._found_for, self._seen = (), "", True
        self._list_them(
            tuple(
                Candidate(
                    one.household_id,
                    clean_line(one.household),
                    f"{clean_line(one.head)}  {plan_words(one, today)}",
                )
                for one in rest[:MOST]
            ),
            marked=False,
        )
        if not rest:
            self.say(plain(_("Type a room, a name's pinyin initials or a phone."), QUIET))

    def _list_them(self, found: tuple[Candidate, ...], *, marked: bool = True) -> None:
        self._found = found
        listed = self._list
        listed.clear_options()
        room = max(1, self.page.size.width - 4)
        for one in found:
            line = Text(pad(clip(one.title, ABOUT_CELLS), ABOUT_CELLS), end="", no_wrap=True)
            line.append(clip(one.about, max(0, room - ABOUT_CELLS)), QUIET)
            listed.add_option(Option(line))
        listed.highlighted = 0 if found and marked else None
        listed.display = bool(found)
        self.page.query_one("#round-about").display = not found

    def step(self, by: int) -> None:
        """Mark the next candidate, or the one before."""
        listed = self._list
        if not self._found or not listed.display:
            return
        at = listed.highlighted
        start = -1 if at is None and by > 0 else at or 0
        listed.highlighted = max(0, min(len(self._found) - 1, start + by))

    @property
    def marked(self) -> Candidate | None:
        """The candidate that Enter takes."""
        at = self._list.highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    # ── Enter ───────────────────────────────────────────────────────────────
    async def entered(self) -> bool:
        """Take the marked household; where nobody saw the list yet, only one that is sure.

        Returns:
            Whether one is taken now.
        """
        typed = self.typed
        if self.taken is not None:
            return True
        if typed and self._found_for != typed:
            rows, error = await in_thread(partial(look_for, self.page.store, typed, self.scope))
            if error is not None:
                self.page.app.show_error(error)
                return False
            self._show(typed, rows or (), seen=False)
        marked = self.marked
        if marked is None:
            self._say_none(typed)
            return False
        if not self._seen and not is_sure(self._rows, typed, self.last):
            self._seen = True
            self._list.highlighted = None  # what was typed ahead must not take one unseen
            self.page.form.say_wrong(_("Several households fit: Down marks one, Enter takes it."))
            return False
        self.take(marked)
        return True

    def _say_none(self, typed: str) -> None:
        if self._found:
            self.page.form.say_wrong(_("Several households fit: Down marks one, Enter takes it."))
        elif typed:
            sentence = _("No household is known by {typed}: enter it under F9 first.")
            self.page.form.say_wrong(sentence.format(typed=typed))
        else:
            self.page.form.say_wrong(
                _("Type a room, a name's initials or a phone; Down goes into the plan.")
            )

    def take(self, one: Candidate) -> None:
        """This household is meant."""
        self.taken = one
        if one.place is not None:
            self.last = one.place
        line = self.page.form.line("household")
        line.value = one.title
        line.cursor_position = len(one.title)
        self.page.form.say_wrong("")
        self._list.display = False
        self.say(plain(f"{one.title}  {one.about}", "bold"))
        work = partial(read_known, self.page.store, one.household_id)
        self.page.run_service(
            work, partial(self._tell, one), group="known", failed=lambda _error: None
        )

    def forget(self) -> None:
        """The line was emptied: the next household."""
        self.taken = None
        self.offer_plan()

    # ── what is known of it ─────────────────────────────────────────────────
    def say(self, words: Text) -> None:
        """Words in the place of the list."""
        about = self.page.query_one("#round-about", Static)
        about.update(words)
        about.display = not self._list.display

    def _tell(self, one: Candidate, known: Known) -> None:
        if self.taken is not one:
            return
        row = known.detail.row
        self.last = Place(row.building_id, split_room(row.room)[0])
        self.say(known_words(known, self.page.day, self.page.app.clock.today()))


def known_words(known: Known, day: date, today: date) -> Text:
    """A household as its visitor wants to know it: who lives there, what was last."""
    row = known.detail.row
    told = Text(clean_line(row.title), "bold", end="")
    names = [clean_line(one.name) for one in known.detail.members[:6]]
    told.append(f"  {row.status.label}  {' '.join(names)}", "not bold")
    same = [visit for visit in known.visits if visit.day == day and visit.ended is None]
    if same:
        who = clean_line(same[0].staff.name)
        words = _("! Visited on this day already, at {time} by {who}. It can be entered again.")
        told.append("\n" + words.format(time=f"{same[0].at:%H:%M}", who=who), BAD)
    for visit in known.visits:
        line = f"{short_day(visit.day, today)}  {visit.result.label}  {matter_words(visit)}"
        told.append(f"\n{line}", f"not bold {QUIET}")
    if not known.visits:
        told.append("\n" + _("never visited"), QUIET)
    return told


def look_for(store: Store, typed: str, scope: Scope) -> tuple[HouseholdRow, ...]:
    """The households that fit, the likeliest first; called in a thread.

    First in the last one's building, then in the visitor's grid, then everywhere.
    """
    from gridterm.registers.household_views import find

    rows: list[HouseholdRow] = []
    if scope.last is not None:
        rows += find(store, typed, building_id=scope.last.building_id, limit=MOST)
    if len(rows) < MOST and scope.grid_id is not None:
        rows += find(store, typed, grid_id=scope.grid_id, limit=MOST)
    if len(rows) < MOST:
        rows += find(store, typed, limit=MOST)
    return ordered(rows, typed, scope.last)


def read_known(store: Store, household_id: int) -> Known:
    """The household and its last visits; called in a thread."""
    from gridterm.registers.household_views import household
    from gridterm.visits.queries import visits
    from gridterm.visits.terms import VisitFilter

    page = visits(store, VisitFilter(household_id=household_id), limit=SEEN_BEFORE)
    return Known(household(store, household_id), page.rows)
