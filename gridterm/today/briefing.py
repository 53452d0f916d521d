"""The briefing: what has to be done today, who is on duty, what the registers miss.

One value, read once, for the screen, for ``gridterm`` without a terminal and for JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gridterm.i18n import N_, Term, _, ngettext
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line, clip

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlmodel import Session

    from gridterm.hotline.running import Running
    from gridterm.hotline.timing import Timing
    from gridterm.meetings.action_terms import ActionRow
    from gridterm.registers.calendars import WorkCalendar
    from gridterm.registers.terms import DutyView, Finding
    from gridterm.settings import Settings
    from gridterm.store.unit import Store
    from gridterm.today.board import Known

SHOWN = 12
MISSING_SHOWN = 6
ACTIONS_SHOWN = 6
DAYS_AHEAD = 14
BACKUP_DAYS = 2
TEXT_WIDTH = 100
SECONDS_A_MINUTE = 60
MINUTES_AN_HOUR = 60
HOURS_A_DAY = 24
CALL_FORM = "hotline.intake"
"""The form whose drafts are unfinished calls; other forms keep drafts too."""

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class Topic(Term):
    """The parts of the briefing, and what the records of their lines are."""

    CLOCKS = "clocks", N_("Clocks running out")
    BOARD = "board", N_("Six let-nots")
    ACTIONS = "actions", N_("Action items due")
    DRAFTS = "drafts", N_("Unfinished calls")
    SIGN_IN = "sign_in", N_("Not signed in")
    VISITS = "visits", N_("Visits and checks")
    MEETING = "meeting", N_("Next weekly meeting")
    DUTY = "duty", N_("Hotline duty")
    REGISTERS = "registers", N_("Registers")
    SAFETY = "safety", N_("Backup")


@dataclass(frozen=True)
class Item:
    """A line: what it is about, what is said of it, and the record it opens.

    ``kind`` is ``ticket``, ``action``, ``draft``, ``board``, ``attendance``, ``manager``,
    ``day``, ``meeting``, ``duty``, ``grid``, ``building`` or ``backup``; ``ref`` its id, the
    check's code for the board, the view for attendance, its date for a day of visits, for duty
    and for a meeting of the series, None where there is nothing to open. ``late`` marks what
    should not be so, which the words say too.
    ``reason`` says why, where there is more to say than the line has room for. ``mixed`` is
    of a line of the board behind which other things than calls stand.
    """

    kind: str
    ref: int | str | None
    lead: str
    words: str
    late: bool = False
    reason: str = ""
    mixed: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the briefing: its lines, how many there are in all, what is said of none."""

    topic: Topic
    items: tuple[Item, ...]
    total: int
    none: str

    @property
    def heading(self) -> str:
        """The part's name, with its number where its lines are counted."""
        if self.topic in {Topic.BOARD, Topic.MEETING, Topic.DUTY, Topic.SAFETY}:
            return self.topic.label
        return f"{self.topic.label}  {self.total:,}"


@dataclass(frozen=True)
class Briefing:
    """What an office has to do at a moment."""

    office: str
    now: datetime
    sections: tuple[Section, ...]

    @property
    def heading(self) -> str:
        """The office, the date and the time."""
        day = _("{weekday} {date} {time}").format(
            weekday=_(WEEKDAYS[self.now.weekday()]),
            date=self.now.date().isoformat(),
            time=f"{self.now:%H:%M}",
        )
        return f"{self.office}  {day}".strip()


@dataclass(frozen=True)
class Counts:
    """The numbers of the header, and who answers the hotline today."""

    unanswered: int
    revisits: int
    officer: str = ""
    deputy: str = ""


def counts(store: Store, today: date) -> Counts:
    """The numbers of the header."""
    from gridterm.hotline.queries import month_counts
    from gridterm.registers.roster import duty_on

    found, duty = month_counts(store), duty_on(store, today)
    return Counts(
        found.received,
        found.awaiting,
        duty.officer.name if duty else "",
        duty.deputy.name if duty and duty.deputy else "",
    )


def briefing(store: Store, living: Iterable[str] = ()) -> Briefing:
    """Read the briefing of an office at its clock's moment.

    Args:
        store: the office.
        living: other running programs, whose drafts are theirs (``Instance.living``).
    """
    from gridterm.store.glance import plain
    from gridterm.today.board import known
    from gridterm.today.walking import walking

    now = store.clock.now()
    shared = known(store)
    with store.read() as session:
        clocks = _clocks(plain(session), shared.times, now)
        duty = _duty(session, shared.times.calendar, now.date())
        meeting = _meeting(session, shared, now)
    sections = (
        clocks,
        _board(store, shared),
        _actions(store, shared),
        _drafts(store, tuple(living)),
        _sign_in(store),
        walking(store, shared),
        meeting,
        duty,
        _registers(shared),
        _safety(store, now),
    )
    return Briefing(shared.settings.text("office.name"), now, sections)


def beginning(file: Connection, current: Settings, now: datetime) -> Briefing:
    """What the briefing begins with, read by plain SQL (see ``store.glance``): the calls alone.

    Args:
        file: the office.
        current: its settings.
        now: its time.
    """
    from gridterm.hotline.running import times

    clocks = _clocks(file, times(file, current), now)
    return Briefing(current.text("office.name"), now, (clocks,))


# ── the parts ───────────────────────────────────────────────────────────────
def _clocks(file: Connection, times: Timing, now: datetime) -> Section:
    from gridterm.hotline.running import how_many, running_out

    items = tuple(_call(one, now) for one in running_out(file, times, now, SHOWN))
    total = max(how_many(file), len(items))
    return Section(Topic.CLOCKS, items, total, _("Every call is closed."))


def _call(one: Running, now: datetime) -> Item:
    """A call by what comes next: how much time is left, which clock, who has it, the matter."""
    from gridterm.hotline.terms import LATE_LEVELS, Tier

    late = one.level in LATE_LEVELS
    major = one.tier.label if one.tier is Tier.MAJOR else ""
    clock = one.clock.label if one.clock else one.state.label
    place = grid_number(one.grid) or one.grid
    parts = (time_left(one.due_at, now), major, clock, one.handler, place)
    words = "  ".join(filter(None, (*parts, clip(one.subject, TEXT_WIDTH))))
    return Item("ticket", one.id, one.number, words, late or bool(major), _reason(one, clock))


def _reason(one: Running, clock: str) -> str:
    if one.due_at is None:
        return one.why
    return _("{clock} by {due}: {why}").format(
        clock=clock, due=f"{one.due_at:%m-%d %H:%M}", why=one.why
    )


def time_left(due: datetime | None, now: datetime) -> str:
    """``3 hours left``, ``2 days overdue``; that there is no date yet."""
    if due is None:
        return _("no date yet")
    if due < now:
        return _("{span} overdue").format(span=how_long(now - due))
    return _("{span} left").format(span=how_long(due - now))


def _board(store: Store, shared: Known) -> Section:
    from gridterm.today.board import board

    items = tuple(
        Item(
            "board",
            str(line.check),
            f"{line.check.place}. {line.shown}",
            line.check.label,
            bool(line.count),
            line.definition,
            line.mixed,
        )
        for line in board(store, shared).lines
    )
    return Section(Topic.BOARD, items, len(items), "")


def _actions(store: Store, shared: Known) -> Section:
    """The action items past their date or due within the days of the setting, the first first."""
    from gridterm.meetings.action_queries import due_by
    from gridterm.meetings.action_rules import soon_until

    today = store.clock.today()
    days = shared.settings.number("meetings.action_near_days")
    work = shared.times.work
    found = due_by(store, soon_until(today, days, work), ACTIONS_SHOWN, work)
    items = tuple(_action(one, today) for one in found.rows)
    return Section(Topic.ACTIONS, items, found.total, _("No action item is due soon."))


def _action(one: ActionRow, today: date) -> Item:
    when = f"{one.due_on:%m-%d}"
    if one.late:
        late = ngettext("{days} working day late", "{days} working days late", one.late)
        when = late.format(days=one.late)
    elif one.due_on == today:
        when = _("due today")
    words = "  ".join((when, one.owner, clip(clean_line(one.matter), TEXT_WIDTH)))
    reason = _("{source}: given {given}, due {due}").format(
        source=one.source or one.kind.label, given=one.given_on, due=one.due_on
    )
    return Item("action", one.id, one.number, words, bool(one.late), reason)


def _drafts(store: Store, living: tuple[str, ...]) -> Section:
    from gridterm.store.drafts import waiting

    items = []
    for draft in waiting(store, CALL_FORM, living):
        content = draft.payload.get("content") or draft.payload.get("caller") or ""
        words = clean_line(str(content)) or _("(nothing written yet)")
        items.append(Item("draft", draft.id, f"{draft.updated_at:%m-%d %H:%M}", words[:TEXT_WIDTH]))
    return Section(
        Topic.DRAFTS, tuple(items[:SHOWN]), len(items), _("No call was left unfinished.")
    )


def _sign_in(store: Store) -> Section:
    """Who should have signed in for the slot of now and has not."""
    from gridterm.attendance.service import due_now

    due = due_now(store)
    words = _("{slot}, on time to {until}").format(
        slot=due.slot.label, until=f"{due.on_time_until:%H:%M}"
    )
    items = tuple(Item("attendance", "board", one.name, words, due.late) for one in due.missing)
    none = _("Everybody has signed in.") if due.working else _("The office is closed")
    return Section(Topic.SIGN_IN, items[:MISSING_SHOWN], len(items), none)


def _meeting(session: Session, shared: Known, now: datetime) -> Section:
    """The next weekly meeting, then what is missing for it, a line each."""
    from gridterm.today.wednesday import key_of, next_wednesday, when_words

    one, missing = next_wednesday(session, now, shared.settings, shared.times.calendar)
    if one is None:
        return Section(Topic.MEETING, (), 0, _("There is no weekly meeting ahead."))
    lead = when_words(one.row.starts_at)
    words = "  ".join(filter(None, (one.row.standing.label, clean_line(one.place))))
    first = Item("meeting", key_of(one.row), lead, words, reason=clean_line(one.row.title))
    items = [Item("meeting", ref, _("To do"), said, late, said) for ref, said, late in missing]
    return Section(Topic.MEETING, (first, *items), 1 + len(items), "")


def _duty(session: Session, calendar: WorkCalendar, today: date) -> Section:
    from gridterm.registers.roster import between

    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    duties = between(session, days[0], days[-1], today)
    items = []
    for day, lead in zip(days, (_("Today"), _("Tomorrow")), strict=False):
        needed = day not in duties and (day == today or calendar.is_workday(day))
        items.append(Item("duty", day.isoformat(), lead, _duty_words(duties.get(day)), needed))
    missing = [day for day in days if day not in duties and calendar.is_workday(day)]
    if missing:
        words = ngettext(
            "{number} working day of the next {ahead} has nobody: {days}",
            "{number} working days of the next {ahead} have nobody: {days}",
            len(missing),
        ).format(
            number=len(missing),
            ahead=DAYS_AHEAD,
            days=_(", ").join(f"{day:%m-%d}" for day in missing),
        )
        items.append(Item("duty", missing[0].isoformat(), _("Missing"), words, late=True))
    return Section(Topic.DUTY, tuple(items), len(items), "")


def _duty_words(duty: DutyView | None) -> str:
    if duty is None:
        return _("nobody")
    words = duty.officer.name
    if duty.deputy is not None:
        words += f" (B {duty.deputy.name})"
    if duty.stands_in:
        words += "  " + _("{name} stands in").format(name=duty.acting.name)
    return words


def _registers(shared: Known) -> Section:
    items: list[Item] = []
    for grid in shared.grids:
        items += _findings("grid", grid.id, grid.name or grid.code, grid.findings)
    for building in shared.buildings:
        items += _findings("building", building.id, building.title, building.findings)
    if not shared.grids:
        items.append(Item("grid", None, _("Grids"), _("There is no grid yet."), late=True))
    items.sort(key=lambda item: not item.late)
    return Section(
        Topic.REGISTERS, tuple(items[:SHOWN]), len(items), _("Nothing is missing in the registers.")
    )


def _findings(kind: str, ref: int, lead: str, findings: Sequence[Finding]) -> list[Item]:
    return [Item(kind, ref, lead, one.text, one.error) for one in findings]


def _safety(store: Store, now: datetime) -> Section:
    from gridterm.store.backup import list_backups

    backups = list_backups(store.path)
    if not backups:
        item = Item("backup", None, _("Backup"), _("There is no backup yet."), late=True)
    else:
        age = now - backups[0].made_at
        words = _("the newest is {age} old, of {moment}").format(
            age=how_long(age), moment=f"{backups[0].made_at:%Y-%m-%d %H:%M}"
        )
        item = Item("backup", None, _("Backup"), words, age >= timedelta(days=BACKUP_DAYS))
    return Section(Topic.SAFETY, (item,), 1, "")


# ── in words ────────────────────────────────────────────────────────────────
def how_long(span: timedelta) -> str:
    """A span in its largest unit, rounded down: ``3 days``; a negative one is no time at all."""
    minutes = max(0, int(span.total_seconds() // SECONDS_A_MINUTE))
    hours = minutes // MINUTES_AN_HOUR
    days = hours // HOURS_A_DAY
    if days:
        return ngettext("{number} day", "{number} days", days).format(number=days)
    if hours:
        return ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    return ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
