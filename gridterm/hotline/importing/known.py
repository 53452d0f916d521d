"""Which messages of a file the office has already, and what the source changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import IntEnum
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from gridterm.hotline.importing.categories import Categories
from gridterm.hotline.importing.places import Places
from gridterm.hotline.importing.survey import Survey, second_key_of
from gridterm.hotline.importing.terms import Facts
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action, State
from gridterm.spreadsheet.importing import Phase, Watch

AT_ONCE = 900
COMPARED = ("content", "title", "caller", "phone", "address", "place", "kind", "channel")
_FROM_THE_SOURCE = (str(Action.REGISTER), str(Action.UPDATE), str(Action.REPLY))
T = TypeVar("T")


class Verdict(IntEnum):
    """What becomes of a row."""

    NEW = 0
    SAME = 1
    CHANGED = 2


@dataclass
class Standing:
    """Per row of a survey what becomes of it.

    ``tickets`` names the ticket of each changed row; ``second_keys`` the key of new rows
    whose number belongs to another matter.
    """

    verdicts: bytearray
    tickets: dict[int, int] = field(default_factory=dict)
    second_keys: dict[int, str] = field(default_factory=dict)

    def count(self, verdict: Verdict) -> int:
        """How many rows have a verdict."""
        return self.verdicts.count(verdict)


@dataclass
class Said:
    """What the source said of a ticket so far: the facts taken in, and its replies."""

    facts: dict[str, Any] = field(default_factory=dict)
    replies: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Register:
    """The office's categories and places, which give a row's words their meaning."""

    categories: Categories
    places: Places

    @classmethod
    def of(cls, session: Session) -> Register:
        """Read them."""
        return cls(Categories(session), Places(session))


def compare(session: Session, survey: Survey, register: Register, watch: Watch) -> Standing:
    """Hold every row of a survey against the office.

    Raises:
        CancelledError: the person cancelled.
    """
    standing = Standing(bytearray(len(survey.keys)))
    known = _by_keys(session, survey.keys)
    _own_numbers(session, survey, standing)
    if not known:
        return standing
    open_rows = [
        index
        for index, key in enumerate(survey.keys)
        if key in known and standing.verdicts[index] == Verdict.NEW
    ]
    for start in range(0, len(open_rows), AT_ONCE):
        watch.tell(start, len(open_rows), Phase.COMPARING)
        some = open_rows[start : start + AT_ONCE]
        tickets = [known[survey.keys[index]] for index in some]
        said = said_of(session, tickets)
        for index, ticket, facts in zip(some, tickets, survey.facts.read(some), strict=True):
            _judge(session, standing, index, (facts, ticket, said[ticket]), register)
    _leave_void_alone(session, standing)
    return standing


def changes(facts: Facts, said: Said, register: Register) -> dict[str, Any]:
    """What the row says otherwise than the source did before, as columns of the ticket.

    What a file leaves empty, or has no column for, it does not deny.
    """
    old = said.facts
    found: dict[str, Any] = {
        name: new
        for name in COMPARED
        if (new := getattr(facts, name)) and new != (old.get(name) or "")
    }
    if _moved(facts.received_at, old["received_at"]):
        found["received_at"] = facts.received_at.isoformat()
    category = register.categories.code(facts.category)
    if category and category != (old.get("category") or ""):
        found["category"] = category
    for name in ("confidential", "publishable"):
        if getattr(facts, name) and not old.get(name):
            found[name] = True
    if old.get("anonymous") and (facts.caller or facts.phone):
        found["anonymous"] = False
    found.update(_whereabouts(facts, old, register.places, moved="address" in found))
    return found


def said_of(session: Session, tickets: Sequence[int]) -> dict[int, Said]:
    """What the source said of some tickets so far."""
    said = {ticket: Said() for ticket in tickets}
    for some in _parts(tickets):
        rows = session.execute(
            select(TicketEvent.ticket_id, TicketEvent.action, TicketEvent.note, TicketEvent.payload)
            .where(col(TicketEvent.ticket_id).in_(some))
            .where(col(TicketEvent.action).in_(_FROM_THE_SOURCE))
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        )
        for ticket, action, note, payload in rows:
            if action == Action.REPLY:
                said[ticket].replies.add(note)
            elif action == Action.REGISTER:
                said[ticket].facts.update(json.loads(payload))
            else:
                said[ticket].facts.update(json.loads(payload).get("changed", {}))
    return said


def _judge(
    session: Session,
    standing: Standing,
    index: int,
    held: tuple[Facts, int, Said],
    register: Register,
) -> None:
    facts, ticket, said = held
    if _other_matter(facts, said):
        key = second_key_of(facts)
        second = _by_keys(session, [key]).get(key)
        if second is None:
            standing.second_keys[index] = key
            return
        ticket, said = second, said_of(session, [second])[second]
    new_reply = bool(facts.reply) and facts.reply not in said.replies
    if new_reply or changes(facts, said, register):
        standing.verdicts[index] = Verdict.CHANGED
        standing.tickets[index] = ticket
    else:
        standing.verdicts[index] = Verdict.SAME


def _other_matter(facts: Facts, said: Said) -> bool:
    """Whether the row is another message that bears a number some message has already.

    Lists that start again from 1 each month do so: the content is another, and so is the
    time, or who wrote it about what. A message must never take another one's place.
    """
    old = said.facts
    if facts.content == old.get("content"):
        return False
    return _moved(facts.received_at, old["received_at"]) or all(
        new and before and new != before
        for new, before in (
            (facts.title, old.get("title")),
            (facts.caller or facts.phone, old.get("caller") or old.get("phone")),
        )
    )


def _moved(new: datetime, old: str) -> bool:
    """Whether the time is another one; a day without a time of it is not."""
    before = datetime.fromisoformat(old)
    return new != before and not (new.time() == time() and new.date() == before.date())


def _whereabouts(
    facts: Facts, old: dict[str, Any], places: Places, *, moved: bool
) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    if moved:
        building, grid = places.of_address(facts.address, facts.received_at)
        if building != old.get("building_id"):
            found["building_id"] = building
        if grid is not None and grid != old.get("grid_id"):
            found["grid_id"] = grid
    named = places.grid(facts.grid, facts.received_at)
    if named is not None and old.get("grid_id") not in {None, named}:
        found["grid_id"] = named
    return found


def _own_numbers(session: Session, survey: Survey, standing: Standing) -> None:
    """A row with one of our own numbers comes from our own export: the office knows better."""
    numbers = sorted(set(survey.office_numbers.values()))
    ours: set[str] = set()
    for some in _parts(numbers):
        ours.update(session.exec(select(Ticket.number).where(col(Ticket.number).in_(some))))
    for index, number in survey.office_numbers.items():
        if number in ours:
            standing.verdicts[index] = Verdict.SAME


def _leave_void_alone(session: Session, standing: Standing) -> None:
    """A call that was voided here stays void, whatever the source still says."""
    void: set[int] = set()
    for some in _parts(list(standing.tickets.values())):
        rows = session.execute(
            select(Ticket.id).where(col(Ticket.id).in_(some), col(Ticket.state) == str(State.VOID))
        )
        void.update(int(ticket) for (ticket,) in rows)
    for index, ticket in list(standing.tickets.items()):
        if ticket in void:
            standing.verdicts[index] = Verdict.SAME
            del standing.tickets[index]


def _by_keys(session: Session, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _parts(keys):
        rows = session.execute(
            select(Ticket.import_key, Ticket.id).where(col(Ticket.import_key).in_(some))
        )
        found.update((str(key), int(ticket)) for key, ticket in rows if ticket is not None)
    return found


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
