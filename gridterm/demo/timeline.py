"""How the demo's calls stood at each meeting: what an agenda of that morning would have counted.

The calls are all written before the meetings. So while they are written, each says when it was
open, answered, waiting for a decision and past its date; every agenda then reads its own morning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gridterm.hotline.due import OPEN, next_due
from gridterm.hotline.events import Step
from gridterm.hotline.notices.scan import Callers, masked
from gridterm.hotline.queries import SUBJECT
from gridterm.hotline.terms import Action, ClockName, State, Tier
from gridterm.hotline.timing import Timing
from gridterm.hotline.weekly import RESOLVED, Matter, Tally
from gridterm.text import clean_line

ANSWERS = (Action.ANSWER, Action.GUIDE, Action.RESOLVE)
ONE_WEEK = timedelta(weeks=1)
EXACT = timedelta(days=430)
USUAL = timedelta(days=16)
"""Farther back than ``EXACT`` a call counts as overdue once it is open for so long."""


@dataclass(frozen=True)
class Decided:
    """A call a meeting decided on: the step, whom it went to, and what came of it."""

    ticket_id: int
    number: str
    title: str
    category: str
    confidential: bool
    at: datetime
    words: str
    facts: Mapping[str, Any]
    owner_id: int
    progress: tuple[datetime, str] | None
    resolved: tuple[datetime, str] | None


@dataclass
class _Sums:
    """Counts of one grid at one meeting."""

    received: int = 0
    resolved: int = 0
    open: int = 0
    overdue: int = 0
    soon: int = 0


@dataclass
class Timeline:
    """The calls at the moments the agendas were issued.

    ``moments`` are these in order, ``starts`` when their meetings began; a span runs from the
    start of the meeting before.
    """

    moments: Sequence[datetime]
    starts: Sequence[datetime]
    times: Timing
    now: datetime
    hotline: str
    grids: Mapping[int, str]
    counts: dict[int, dict[int | None, _Sums]] = field(default_factory=dict)
    waiting: dict[int, list[Matter]] = field(default_factory=dict)
    decisions: dict[date, list[Decided]] = field(default_factory=dict)

    def take(
        self, ticket_id: int, columns: Mapping[str, Any], steps: Sequence[Step], states: list[str]
    ) -> None:
        """Take down a call with all its steps."""
        grid = columns["grid_id"]
        if states[-1] != State.VOID:
            self._received(grid, columns["received_at"])
        begin = 0
        for place in range(1, len(steps) + 1):
            after = states[place] if place < len(steps) else ""
            if after == states[begin] and after in OPEN and not _moves(steps[place]):
                continue
            until = steps[place].at if place < len(steps) else None
            self._stood(ticket_id, columns, (steps, begin, place), states[begin], until)
            begin = place
        for place, one in enumerate(steps):
            if one.action is Action.DECIDE:
                self._decided(ticket_id, columns, steps, place)

    def tallies(self, at: int) -> dict[int | None, Tally]:
        """The counts of every grid at a meeting."""
        return {
            grid: Tally(one.received, one.resolved, one.open, one.overdue, one.soon)
            for grid, one in self.counts.get(at, {}).items()
        }

    def _sums(self, at: int, grid: int | None) -> _Sums:
        return self.counts.setdefault(at, {}).setdefault(grid, _Sums())

    def _received(self, grid: int | None, received_at: datetime) -> None:
        at = self._span(received_at)
        if at is not None:
            self._sums(at, grid).received += 1

    def _span(self, moment: datetime) -> int | None:
        """The meeting in whose span a moment lies; none is in it between issue and start."""
        at = bisect_left(self.moments, moment)
        if at == len(self.moments) or moment <= self._since(at):
            return None
        return at

    def _since(self, at: int) -> datetime:
        return self.starts[at - 1] if at else self.starts[0] - ONE_WEEK

    def _stood(
        self,
        ticket_id: int,
        columns: Mapping[str, Any],
        done: tuple[Sequence[Step], int, int],
        state: str,
        until: datetime | None,
    ) -> None:
        """Take down that a call stood in a state from one step to another."""
        steps, begin, end = done
        first = bisect_left(self.moments, steps[begin].at)
        last = bisect_left(self.moments, until) if until else len(self.moments)
        if first >= last:
            return
        if state in RESOLVED:
            answered = max(one.at for one in steps[: begin + 1] if one.action in ANSWERS)
            at = self._span(answered)
            if at is not None and first <= at < last:
                self._sums(at, columns["grid_id"]).resolved += 1
        if state in OPEN:
            self._open(ticket_id, columns, steps[:end], state, range(first, last))

    def _open(
        self,
        ticket_id: int,
        columns: Mapping[str, Any],
        steps: Sequence[Step],
        state: str,
        places: range,
    ) -> None:
        due, clock = self._due(columns, steps, state, self.moments[places.stop - 1])
        waits = state == State.RECEIVED and _tier(steps) == Tier.REGIONAL
        for at in places:
            sums = self._sums(at, columns["grid_id"])
            sums.open += 1
            moment = self.moments[at]
            if due is not None:
                sums.overdue += due < moment
                sums.soon += moment <= due <= self.starts[at] + ONE_WEEK
            if waits:
                self.waiting.setdefault(at, []).append(
                    self._matter(ticket_id, columns, steps, (due, clock))
                )

    def _due(
        self, columns: Mapping[str, Any], steps: Sequence[Step], state: str, last: datetime
    ) -> tuple[datetime | None, str]:
        """The next date of a call that stood so, and whose it is."""
        if self.now - last > EXACT:
            return steps[0].at + USUAL, ""
        found = next_due({**columns, "state": state}, steps, self.times)
        return found["due_at"], str(found["due_clock"])

    def _matter(
        self,
        ticket_id: int,
        columns: Mapping[str, Any],
        steps: Sequence[Step],
        next_date: tuple[datetime | None, str],
    ) -> Matter:
        due, clock = next_date
        grid = columns["grid_id"]
        return Matter(
            ticket_id=ticket_id,
            number=columns["number"],
            grid_id=grid,
            grid=self.grids.get(grid, ""),
            subject=self._subject(columns),
            confidential=columns["confidential"],
            since=max(one.at for one in steps if one.action is Action.TRIAGE),
            due_at=due if clock == ClockName.RESOLUTION else None,
        )

    def _subject(self, columns: Mapping[str, Any]) -> str:
        if columns["confidential"]:
            return ""
        told = [columns[name] for name in ("caller", "phone", "address")]
        callers = Callers(*((value,) if value else () for value in told))
        line = clean_line(columns["title"] or columns["content"][:SUBJECT])
        return masked(line, callers, (self.hotline,))

    def _decided(
        self, ticket_id: int, columns: Mapping[str, Any], steps: Sequence[Step], place: int
    ) -> None:
        later = steps[place + 1 :]
        told = {action: [one for one in later if one.action is action] for action in Action}
        one, given = steps[place], told[Action.ASSIGN]
        progress, resolved = told[Action.PROGRESS], told[Action.RESOLVE]
        found = Decided(
            ticket_id=ticket_id,
            number=columns["number"],
            title="" if columns["confidential"] else columns["title"],
            category=columns["category"],
            confidential=columns["confidential"],
            at=one.at,
            words=one.note,
            facts=one.payload,
            owner_id=given[0].payload["to_id"] if given else one.payload["teller_id"],
            progress=(progress[0].at, progress[0].note) if progress else None,
            resolved=(resolved[0].at, resolved[0].note) if resolved else None,
        )
        day = date.fromisoformat(one.payload["meeting_on"])
        self.decisions.setdefault(day, []).append(found)


def _moves(one: Step) -> bool:
    """Whether a step within one state moves the call's next date."""
    return one.action in {
        Action.PROGRESS, Action.TRIAGE, Action.DECIDE, Action.EXTEND, Action.TRANSFER
    }  # fmt: skip


def _tier(steps: Sequence[Step]) -> str:
    tiers = [one.payload["tier"] for one in steps if one.action is Action.TRIAGE]
    return str(tiers[-1]) if tiers else ""
