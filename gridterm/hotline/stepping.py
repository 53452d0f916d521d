"""One more step of a ticket, within one use case: the shared way of all hotline actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import InputError, NotFoundError
from gridterm.hotline import due
from gridterm.hotline.events import Step, derive, event_row, search_words
from gridterm.hotline.notices.steps import follow
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action
from gridterm.i18n import _
from gridterm.store.search import Kind as SearchKind
from gridterm.store.unit import Tx
from gridterm.text import clean

LONGEST_TEXT = 20_000
PayloadOf = Callable[[Tx, Ticket], Mapping[str, Any]]


@dataclass(frozen=True)
class Order:
    """What is done, to a call that is named later.

    ``note`` is the text that goes with it, cleaned; ``payload_of`` makes the step's own facts
    within the use case, None for none.
    """

    action: Action
    note: str = ""
    payload_of: PayloadOf | None = None

    def facts(self, tx: Tx, record: Ticket) -> Mapping[str, Any]:
        """The step's own facts for one call.

        Raises:
            InputError, RefusedError: as the action says.
        """
        return self.payload_of(tx, record) if self.payload_of else {}


def append(
    tx: Tx, record: Ticket, action: Action, *, note: str = "", payload: Mapping[str, Any]
) -> None:
    """One more step of a ticket, within a running use case.

    Raises:
        RefusedError: not possible now; the row and its events are as before.
    """
    steps = read_steps(tx.session, id_of(record))
    one = make_step(tx, len(steps) + 1, action, note=note, payload=payload, after=steps[-1].at)
    save(tx, record, [*steps, one], new=1)


def try_out(tx: Tx, record: Ticket, order: Order) -> Mapping[str, Any]:
    """The facts of a step that could be made now; nothing is written.

    Raises:
        InputError: it cannot be made; the sentence says why.
    """
    facts = order.facts(tx, record)
    steps = read_steps(tx.session, id_of(record))
    one = make_step(
        tx, len(steps) + 1, order.action, note=order.note, payload=facts, after=steps[-1].at
    )
    derive([*steps, one])
    return facts


def save(tx: Tx, record: Ticket | None, steps: list[Step], *, new: int) -> Ticket:
    """Write a ticket's row, its last ``new`` events, its search text and its due time."""
    columns, states = derive(steps)
    columns |= due.next_due(columns, steps, due.timing(tx.session))
    if record is None:
        record = Ticket(**columns)
    for name, value in columns.items():
        setattr(record, name, value)
    tx.add(record)
    ticket_id = id_of(record)
    for one, state in list(zip(steps, states, strict=True))[-new:]:
        tx.add(TicketEvent(**event_row(ticket_id, one, state)))
    words = search_words(record.model_dump(), [one.note for one in steps])
    tx.index(SearchKind.TICKET, ticket_id, record.received_at, words)
    follow(tx, [(ticket_id, columns)])
    return record


def make_step(  # noqa: PLR0913 - a step has that many parts
    tx: Tx,
    seq: int,
    action: Action,
    *,
    note: str = "",
    payload: Mapping[str, Any],
    after: datetime | None = None,
) -> Step:
    """A step made now by the use case's actor; what is empty is left out of its facts.

    A step never lies before the one ``after`` which it comes, also when the PC's clock was
    set back: then it is taken at that moment, and ``clock_back`` says what the clock showed.
    """
    kept = {key: value for key, value in payload.items() if value not in ("", None, False)}
    at = tx.now
    if after is not None and after > at:
        kept["clock_back"] = at.isoformat()
        at = after
    return Step(seq, at, tx.now, action, tx.actor.staff_id, tx.actor.name, note, kept)


def get(session: Session, ticket_id: int) -> Ticket:
    """The row of a ticket.

    Raises:
        NotFoundError: no such ticket.
    """
    record = session.get(Ticket, ticket_id)
    if record is None:
        raise NotFoundError(_("There is no call with this number."))
    return record


def id_of(record: Ticket) -> int:
    """The id of a saved ticket."""
    if record.id is None:
        raise AssertionError("a saved ticket has an id")
    return record.id


def children(session: Session, master_id: int) -> list[Ticket]:
    """The calls merged into another."""
    return list(session.exec(select(Ticket).where(col(Ticket.master_id) == master_id)))


def required(text: str, sentence: str, field: str) -> str:
    """A text that must be there, cleaned.

    Raises:
        InputError: it is empty (``sentence`` says what is wanted) or too long.
    """
    words = optional(text, field)
    if not words:
        raise InputError(sentence, {field: sentence})
    return words


def optional(text: str, field: str) -> str:
    """A text that may be empty, cleaned.

    Raises:
        InputError: it is too long.
    """
    words = clean(text)
    if len(words) > LONGEST_TEXT:
        sentence = too_long(LONGEST_TEXT)
        raise InputError(sentence, {field: sentence})
    return words


def too_long(most: int) -> str:
    """The sentence for a text that is too long."""
    return _("This text is too long: at most {number} characters, please.").format(number=most)
