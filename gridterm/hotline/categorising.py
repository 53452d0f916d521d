"""Giving a category to calls that have none, most of them imported: one by one or in bulk.

Setting a category is a step of the call like any other: it is appended to its events, and it
moves neither its state nor its clocks. A whole list is one use case with one audit entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, update
from sqlmodel import Session, col, func, select, tuple_

from gridterm.errors import CancelledError, InputError, RefusedError
from gridterm.hotline.classifier import LONGEST
from gridterm.hotline.events import Step, event_row
from gridterm.hotline.queries import PAGE, rows_of
from gridterm.hotline.queries import ticket as read_ticket
from gridterm.hotline.stepping import get
from gridterm.hotline.steps import category_name
from gridterm.hotline.suggesting import suggester
from gridterm.hotline.tables import Category, Ticket, TicketEvent
from gridterm.hotline.terms import Action, CategoryChoice, Cursor, State, TicketDetail, TicketRow
from gridterm.i18n import _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx

AT_ONCE = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Unsorted:
    """A call without a category: its line, its words, and the categories that may fit."""

    row: TicketRow
    title: str
    content: str
    choices: tuple[CategoryChoice, ...]

    @property
    def cursor(self) -> Cursor:
        """The place after it in the list."""
        return Cursor(self.row.received_at, self.row.id)


@dataclass(frozen=True)
class Unsure:
    """What accepting by confidence did: calls that were set, and calls still without."""

    set: int
    left: int


def unsorted(
    store: Store, after: Cursor | None = None, limit: int = PAGE
) -> tuple[tuple[Unsorted, ...], bool]:
    """Calls without a category, newest first, each with its suggestions.

    Confidential calls are left out: a list hides their words, so nobody could judge there.

    Args:
        store: the office.
        after: the cursor of the last one already shown.
        limit: how many at most.

    Returns:
        The calls, and whether more follow.
    """
    with store.read() as session:
        found = session.execute(_waiting(after).limit(limit + 1)).all()
        shown = found[:limit]
        rows = {row.id: row for row in rows_of(session, [one.id for one in shown])}
    choices = suggester(store).suggest_all((one.title, one.content) for one in shown)
    calls = tuple(
        Unsorted(rows[one.id], one.title, one.content, some)
        for one, some in zip(shown, choices, strict=True)
    )
    return calls, len(found) > limit


def count_unsorted(store: Store) -> int:
    """How many calls ``unsorted`` has in all."""
    with store.read() as session:
        return int(
            session.execute(select(func.count()).select_from(Ticket).where(*_WAITS)).scalar_one()
        )


def set_category(store: Store, actor: Actor, ticket_id: int, code: str) -> TicketDetail:
    """Set or correct a call's category.

    Raises:
        InputError: there is no such category in use. NotFoundError: no such call.
        RefusedError: the call is void, or has this category already.
    """
    with store.write("ticket.categorise", actor) as tx:
        tx.subject = f"ticket:{ticket_id}"
        names = _names(tx.session, [code])
        record = get(tx.session, ticket_id)
        if record.state == State.VOID:
            raise RefusedError(_("This call is void; it keeps what it has."))
        if record.category == code:
            raise RefusedError(_("This call has this category already."))
        _append(tx, {ticket_id: code}, names)
    return read_ticket(store, ticket_id)


def set_categories(store: Store, actor: Actor, chosen: Mapping[int, str]) -> int:
    """Set the category of calls that have none, all of them or nothing.

    Args:
        store: the office.
        actor: who decides.
        chosen: category codes by ticket id.

    Returns:
        How many were set; calls that got a category meanwhile keep it.

    Raises:
        InputError: there is no such category in use.
        StoreError: they could not be saved; nothing was.
    """
    with store.write("ticket.categorise", actor) as tx:
        names = _names(tx.session, chosen.values())
        done = 0
        for some in _parts(sorted(chosen)):
            waiting = select(Ticket.id).where(col(Ticket.id).in_(some), *_WAITS)
            open_ones = {one: chosen[one] for one in tx.session.exec(waiting) if one is not None}
            _append(tx, open_ones, names)
            done += len(open_ones)
        tx.note(count=done)
    return done


def accept_sure(
    store: Store,
    actor: Actor,
    least: float,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Unsure:
    """Set the first suggestion of every call without a category that is at least so likely.

    Args:
        store: the office.
        actor: who accepts them.
        least: the least score, between 0 and 1.
        progress: called now and then with (calls looked at, calls in all).
        cancelled: asked now and then.

    Raises:
        InputError: ``least`` is no share.
        CancelledError: the person cancelled; nothing was saved.
    """
    if not 0 < least <= 1:
        raise InputError(_("A confidence lies between 1 and 100 per cent."))
    chosen: dict[int, str] = {}
    seen = 0
    total = count_unsorted(store)
    for some in _pages(store):
        if cancelled is not None and cancelled():
            raise CancelledError(_("Nothing was set."))
        sure = ((one.row.id, one.choices) for one in some)
        chosen |= {one: got[0].code for one, got in sure if got and got[0].score >= least}
        seen += len(some)
        if progress is not None:
            progress(seen, total)
    done = set_categories(store, actor, chosen) if chosen else 0
    return Unsure(done, total - done)


def _pages(store: Store) -> Iterator[tuple[Unsorted, ...]]:
    after: Cursor | None = None
    more = True
    while more:
        some, more = unsorted(store, after, AT_ONCE)
        if some:
            yield some
            after = some[-1].cursor


def _append(tx: Tx, chosen: Mapping[int, str], names: Mapping[str, str]) -> None:
    """One more step of each call, and its category."""
    if not chosen:
        return
    session = tx.session
    past = (
        select(Ticket.id, Ticket.state, func.max(TicketEvent.seq), func.max(TicketEvent.at))
        .join(TicketEvent, col(TicketEvent.ticket_id) == col(Ticket.id))
        .where(col(Ticket.id).in_(chosen))
        .group_by(col(Ticket.id))
        .order_by(col(Ticket.id))
    )
    following = int(session.execute(select(func.max(TicketEvent.id))).scalar_one() or 0) + 1
    events: list[dict[str, Any]] = []
    for ticket_id, state, seq, last in session.execute(past):
        code = chosen[ticket_id]
        payload = {"category": code, "category_name": names[code]}
        one = _step(tx, seq + 1, last, payload)
        events.append({"id": following + len(events), **event_row(ticket_id, one, state)})
    tx.bulk(TicketEvent, events)
    session.execute(
        update(Ticket), [{"id": ticket_id, "category": code} for ticket_id, code in chosen.items()]
    )


def _step(tx: Tx, seq: int, last: datetime, payload: Mapping[str, Any]) -> Step:
    """Never before the step it comes after, also when the PC's clock was set back."""
    actor = tx.actor
    at = max(tx.now, last)
    back = {"clock_back": tx.now.isoformat()} if at != tx.now else {}
    told = {**payload, **back}
    return Step(seq, at, tx.now, Action.CATEGORISE, actor.staff_id, actor.name, "", told)


_WAITS = (
    col(Ticket.category) == "",
    ~col(Ticket.confidential),
    col(Ticket.state) != str(State.VOID),
)


_WORDS: tuple[Any, ...] = (
    Ticket.id,
    Ticket.title,
    func.substr(Ticket.content, 1, LONGEST).label("content"),
)


def _waiting(after: Cursor | None) -> Select[Any]:
    wanted: Select[Any] = select(*_WORDS).where(*_WAITS)
    if after is not None:
        here = tuple_(col(Ticket.received_at), col(Ticket.id))
        wanted = wanted.where(here < tuple_(after.at, after.id))
    return wanted.order_by(col(Ticket.received_at).desc(), col(Ticket.id).desc())


def _names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The names of some categories in use.

    Raises:
        InputError: one is none.
    """
    wanted = set(codes)
    rows = session.exec(select(Category).where(col(Category.active)))
    names = {one.code: category_name(one) for one in rows if one.code in wanted}
    for code in wanted - names.keys():
        sentence = _("There is no category {code}.").format(code=code)
        raise InputError(sentence, {"category": sentence})
    return names


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
