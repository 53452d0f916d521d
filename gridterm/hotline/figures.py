"""The appraisal's figures read for a span of days: by person, with the tickets behind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import InputError
from gridterm.hotline import due
from gridterm.hotline.appraisal import Deed, Figure, PersonFigures, added, deeds
from gridterm.hotline.events import Step
from gridterm.hotline.queries import rows_of
from gridterm.hotline.steps import CHUNK, steps_of
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import State, TicketRow
from gridterm.i18n import _
from gridterm.registers.tables import Staff
from gridterm.store.unit import Store
from gridterm.worktime import ONE_DAY

_COLUMNS = ("id", "registered_at", "kind", "history", "first_responder_id")


@dataclass(frozen=True)
class Figures:
    """The figures of the calls received in a span of days, as they stood at a moment.

    ``people`` are in the order of their numbers, who took or handled nothing is left out.
    """

    since: date
    until: date
    as_of: datetime
    people: tuple[PersonFigures, ...]


@dataclass(frozen=True)
class Behind:
    """A ticket behind a figure, and whether it is in the numerator."""

    row: TicketRow
    good: bool


def figures(store: Store, since: date, until: date) -> Figures:
    """The figures of everybody for the calls received from ``since`` to ``until``.

    Both days belong to the span. Void calls and imported history do not count; confidential
    ones do, since a figure tells nothing of them.

    Raises:
        InputError: the span ends before it begins.
    """
    now = store.clock.now()
    with store.read() as session:
        people = added(deed for _id, deed in _deeds(session, since, until, now))
        staff = session.exec(select(Staff.id, Staff.number, Staff.name).order_by(Staff.number))
        found = [
            _figures_of(staff_id, number, name, people[staff_id])
            for staff_id, number, name in staff
            if staff_id in people
        ]
        if None in people:
            found.append(_figures_of(None, "", "", people[None]))
    return Figures(since, until, now, tuple(found))


def behind(
    store: Store, since: date, until: date, figure: Figure, staff_id: int | None
) -> tuple[Behind, ...]:
    """The tickets behind one figure of one person, the oldest first; one for every record.

    Raises:
        InputError: the span ends before it begins.
    """
    now = store.clock.now()
    with store.read() as session:
        found = [
            (ticket_id, deed.good)
            for ticket_id, deed in _deeds(session, since, until, now)
            if (deed.figure, deed.staff_id) == (figure, staff_id)
        ]
        lines = _lines(session, [ticket_id for ticket_id, _good in found])
    return tuple(Behind(lines[one], good) for one, good in found if one in lines)


def _figures_of(
    staff_id: int | None, number: str, name: str, shares: Mapping[Figure, Any]
) -> PersonFigures:
    return PersonFigures(
        staff_id, number, name, **{str(figure): share for figure, share in shares.items()}
    )


def _lines(session: Session, ids: Sequence[int]) -> dict[int, TicketRow]:
    lines: dict[int, TicketRow] = {}
    for start in range(0, len(ids), CHUNK):
        lines |= {row.id: row for row in rows_of(session, ids[start : start + CHUNK])}
    return lines


def _deeds(session: Session, since: date, until: date, now: datetime) -> Iterator[tuple[int, Deed]]:
    """(ticket, deed) of every call of the span, in the order the calls came."""
    if until < since:
        sentence = _("The span ends before it begins: give the earlier day first.")
        raise InputError(sentence, {"until": sentence})
    times = due.timing(session)
    for records in _chunks(session, since, until):
        steps = steps_of(session, [one["id"] for one in records])
        for one in records:
            for deed in _of_ticket(one, steps[one["id"]], times, now):
                yield one["id"], deed


def _of_ticket(
    columns: Mapping[str, Any], steps: Sequence[Step], times: due.Timing, now: datetime
) -> tuple[Deed, ...]:
    return deeds(
        steps,
        columns["first_responder_id"],
        lambda facts, at: times.clocks(due.matter_of(columns, facts), facts, at),
        now,
    )


def _chunks(session: Session, since: date, until: date) -> Iterator[list[dict[str, Any]]]:
    """The calls of the span, some hundred at a time."""
    first, end = datetime.combine(since, time()), datetime.combine(until + ONE_DAY, time())
    received, last = col(Ticket.received_at), 0
    while True:
        statement = (
            select(*(getattr(Ticket, name) for name in _COLUMNS), Ticket.received_at)  # type: ignore[call-overload]
            .where(received >= first, received < end, col(Ticket.state) != State.VOID)
            .where(~col(Ticket.history))
            .where((received > first) | (col(Ticket.id) > last))
            .order_by(received, col(Ticket.id))
            .limit(CHUNK)
        )
        found = session.execute(statement).all()
        if not found:
            return
        yield [dict(zip(_COLUMNS, row, strict=False)) for row in found]
        first, last = found[-1].received_at, found[-1].id
