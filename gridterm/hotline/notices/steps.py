"""One more step of a notice within one use case, and what a call's step does to its notices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError
from gridterm.hotline.events import packed
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.rules import NoticeStep
from gridterm.hotline.notices.terms import RUNNING, TEXTS, NoticeAction, NoticeState
from gridterm.hotline.tables import Notice, NoticeEvent, NoticeSource, Ticket
from gridterm.i18n import _
from gridterm.store.search import Kind
from gridterm.store.unit import Tx

SILENT = (NoticeState.SUPERSEDED, NoticeState.WITHDRAWN)
JUDGED = ("number", "state", "round", "confidential", "publishable")


def append(
    tx: Tx,
    notice: Notice | None,
    action: NoticeAction,
    *,
    note: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Notice:
    """Append a step, derive the row, its sources and its search text.

    Raises:
        RefusedError: not possible now.
    """
    steps = read_steps(tx.session, notice.id) if notice is not None and notice.id else []
    at = max([tx.now, *(one.at for one in steps[-1:])])
    actor = tx.actor
    one = NoticeStep(
        len(steps) + 1, at, action, actor.staff_id, actor.name, note, dict(payload or {})
    )
    return save(tx, notice, [*steps, one], new=1)


def save(tx: Tx, notice: Notice | None, steps: Sequence[NoticeStep], *, new: int) -> Notice:
    """Write a notice's row, its last ``new`` events, its sources and its search text."""
    columns, facts, states = rules.derive(steps)
    if notice is None:
        notice = Notice(**columns)
    for name, value in columns.items():
        setattr(notice, name, value)
    tx.add(notice)
    notice_id = id_of(notice)
    for one, state in list(zip(steps, states, strict=True))[-new:]:
        tx.add(NoticeEvent(**event_row(notice_id, one, state)))
    _keep_sources(tx.session, notice_id, facts.sources)
    _index(tx, notice)
    return notice


def _keep_sources(session: Session, notice_id: int, sources: Mapping[int, int]) -> None:
    held = {
        row.ticket_id: row
        for row in session.exec(select(NoticeSource).where(NoticeSource.notice_id == notice_id))
    }
    for ticket_id, row in held.items():
        if ticket_id not in sources:
            session.delete(row)
    for ticket_id, number in sources.items():
        row = held.get(ticket_id) or NoticeSource(
            notice_id=notice_id, ticket_id=ticket_id, round=number
        )
        row.round = number
        session.add(row)
    session.flush()


def event_row(notice_id: int, one: NoticeStep, state: str) -> dict[str, Any]:
    """The columns of ``NoticeEvent`` without ``id``."""
    return {
        "notice_id": notice_id,
        "seq": one.seq,
        "at": one.at,
        "actor_id": one.actor_id,
        "actor": one.actor,
        "action": str(one.action),
        "state": state,
        "note": one.note,
        "payload": packed(one.payload),
    }


def read_steps(session: Session, notice_id: int) -> list[NoticeStep]:
    """The steps of a notice as the rules take them."""
    rows = session.exec(
        select(NoticeEvent)
        .where(col(NoticeEvent.notice_id) == notice_id)
        .order_by(col(NoticeEvent.seq))
    )
    return [step_of(row) for row in rows]


def step_of(row: NoticeEvent) -> NoticeStep:
    """An event's row as the rules take it."""
    payload = json.loads(row.payload)
    return NoticeStep(
        row.seq, row.at, NoticeAction(row.action), row.actor_id, row.actor, row.note, payload
    )


def search_words(columns: Mapping[str, Any]) -> str | None:
    """What the search index holds for a notice: None for one that was superseded or withdrawn."""
    if columns["state"] in SILENT:
        return None
    return "\n".join(filter(None, (columns[name] for name in ("number", *TEXTS))))


def get(session: Session, notice_id: int) -> Notice:
    """The row of a notice.

    Raises:
        NotFoundError: there is none.
    """
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NotFoundError(_("There is no notice with this number."))
    return notice


def id_of(notice: Notice) -> int:
    """The id of a saved notice."""
    if notice.id is None:
        raise AssertionError("a saved notice has an id")
    return notice.id


def follow(tx: Tx, tickets: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Supersede the notices of calls that cannot be behind one any more (RULEBOOK §2).

    Called in the use case that opens a call again, voids it or makes it confidential. A notice
    that has come down by its date stays what it was; of a confidential call nothing is found.

    Args:
        tx: the running use case.
        tickets: (id, columns as they are now) of the calls that changed.
    """
    changed = dict(tickets)
    query = (
        select(Notice, NoticeSource)
        .join(NoticeSource, col(NoticeSource.notice_id) == col(Notice.id))
        .where(col(NoticeSource.ticket_id).in_(list(changed)))
        .order_by(col(Notice.id))
    )
    for notice, source in tx.session.exec(query).all():
        ticket = changed[source.ticket_id]
        why = rules.unfit(ticket, source.round)
        over = notice.state == NoticeState.APPROVED and notice.down_on < tx.now.date()
        if notice.state in RUNNING and (rules.unfit(ticket) if over else why):
            append(tx, notice, NoticeAction.SUPERSEDE, note=why)
        else:
            _index(tx, notice)


def _index(tx: Tx, notice: Notice) -> None:
    notice_id = id_of(notice)
    hidden = notice_id in hidden_among(tx.session, [notice_id])
    words = None if hidden else search_words(notice.model_dump())
    tx.index(Kind.NOTICE, notice_id, notice.drafted_at, words)


def hidden_among(session: Session, notice_ids: Iterable[int]) -> frozenset[int]:
    """Which of some notices have a source that is confidential now: their words are not shown."""
    query = (
        select(NoticeSource.notice_id)
        .join(Ticket, col(Ticket.id) == col(NoticeSource.ticket_id))
        .where(col(NoticeSource.notice_id).in_(list(notice_ids)), col(Ticket.confidential))
    )
    return frozenset(session.exec(query))


def judged(ticket: Ticket) -> dict[str, Any]:
    """What ``rules.unfit`` looks at."""
    return {name: getattr(ticket, name) for name in JUDGED}
