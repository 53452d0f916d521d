"""What the shell knows of the open office: who is here, who is on duty, what waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from gridterm.clock import Clock
from gridterm.i18n import N_, _, ngettext
from gridterm.settings import Settings
from gridterm.text import clip

if TYPE_CHECKING:
    from gridterm.hotline.lateness import DueCounts
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

PERSON_CELLS = 14
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True)
class Shift:
    """Who is at the desk: the actor of what is saved, the name, the role codes."""

    actor: Actor
    name: str
    number: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Counter:
    """A number in the header and the list behind it."""

    words: str
    desk: str
    target: object
    tip: str = ""
    late: bool = False


@dataclass(frozen=True)
class Warned:
    """What stands on every page until it is no longer so."""

    words: str
    tip: str
    late: bool = False


@dataclass
class Office:
    """The open office as the shell shows it. ``read`` is called in a thread."""

    store: Store | None = None
    settings: Settings = field(default_factory=Settings)
    shift: Shift | None = None
    duty: str = ""
    deputy: str = ""
    counters: tuple[Counter, ...] = ()
    warnings: tuple[Warned, ...] = ()

    def time_line(self, now: datetime) -> str:
        """``11/21 Sat 19:32``, in the user's language."""
        return _("{weekday} {month}/{day} {time}").format(
            weekday=_(WEEKDAYS[now.weekday()]),
            month=now.month,
            day=now.day,
            time=f"{now:%H:%M}",
        )

    def duty_line(self) -> str:
        """``On duty 李晓明 (B 陈思雨)``; a day without anybody says so."""
        if self.store is None:
            return ""
        if not self.duty:
            return _("Nobody on duty")
        if not self.deputy:
            return _("On duty {officer}").format(officer=self.duty)
        return _("On duty {officer} (B {deputy})").format(officer=self.duty, deputy=self.deputy)

    def operator_line(self) -> str:
        """Who is at the desk."""
        if self.shift is None:
            return ""
        return _("At the desk {name}").format(name=clip(self.shift.name, PERSON_CELLS))

    def read(self, store: Store, clock: Clock) -> None:
        """Read duty and counters from the office."""
        from gridterm.attendance.unsigned import unsigned_now
        from gridterm.hotline.lateness import due_counts
        from gridterm.meetings.action_queries import action_counts
        from gridterm.today.briefing import counts

        found = counts(store, clock.today())
        self.duty, self.deputy = clip(found.officer, PERSON_CELLS), clip(found.deputy, PERSON_CELLS)
        self.counters = (
            *_late_counters(due_counts(store)),
            *_action_counters(action_counts(store).overdue),
            *_counters(found.unanswered, found.revisits),
            *_unsigned(unsigned_now(store)),
        )

    def look_around(self, store: Store, others: Collection[str]) -> None:
        """See whether the clock was set back and whether another window has the office open."""
        from gridterm.store.doctor import clock_behind

        found = []
        last = clock_behind(store)
        if last is not None:
            when = f"{last:%Y-%m-%d %H:%M}"
            found.append(
                Warned(
                    _("! Set the clock: the last entry was made at {when}").format(when=when),
                    _(
                        "This machine's clock is behind the newest entry. What is saved now "
                        "would bear a time that is not true."
                    ),
                    late=True,
                )
            )
        if others:
            found.append(
                Warned(
                    _("This office file is open in another window too"),
                    _("Both can be used; a list shows what the other saved when it is reloaded."),
                )
            )
        self.warnings = tuple(found)


def _late_counters(due: DueCounts) -> list[Counter]:
    """Major matters, and what is past its date, near it, or not accepted yet."""
    from gridterm.hotline.terms import OPEN_STATES, TicketFilter

    major = TicketFilter(states=OPEN_STATES, tier="major")
    found: tuple[tuple[int, str, object, str], ...] = (
        (due.major, _("Major {number}"), major, _("Major and sudden matters that are open")),
        (due.overdue, _("Overdue {number}"), "overdue", _("Calls past their date")),
        (due.near, _("Nearly due {number}"), "near", _("Calls in the last part of their time")),
        (due.unaccepted, _("Not accepted {number}"), "assigned", _("Assigned, not accepted yet")),
    )
    return [
        Counter(
            words.format(number=number), "hotline", target, tip, late=target in {"overdue", major}
        )
        for number, words, target, tip in found
        if number
    ]


def _action_counters(overdue: int) -> list[Counter]:
    """What somebody was given and has not done by its date."""
    if not overdue:
        return []
    words = ngettext("{number} action item late", "{number} action items late", overdue)
    tip = _("Action items past their date")
    target = ("actions", "overdue")
    return [Counter(words.format(number=overdue), "meetings", target, tip, late=True)]


def _unsigned(number: int) -> list[Counter]:
    """Who has not signed in though the time for it is past."""
    if not number:
        return []
    words = ngettext("{number} not signed in", "{number} not signed in", number)
    tip = _("People who have not signed in though the time for it is past")
    return [Counter(words.format(number=number), "attendance", "board", tip, late=True)]


def _counters(unanswered: int, revisits: int) -> list[Counter]:
    counters = []
    if unanswered:
        words = ngettext("{number} to answer", "{number} to answer", unanswered)
        counters.append(
            Counter(
                words.format(number=unanswered),
                "hotline",
                "received",
                _("Calls that nobody has answered yet"),
                late=True,
            )
        )
    if revisits:
        words = ngettext("{number} to revisit", "{number} to revisit", revisits)
        counters.append(
            Counter(
                words.format(number=revisits),
                "hotline",
                "answered",
                _("Answered calls whose callers wait for a revisit"),
            )
        )
    return counters
