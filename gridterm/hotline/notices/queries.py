"""Reading the notice board: lists page by page, one notice, the board as it hangs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, text
from sqlalchemy import table as named_table
from sqlmodel import Session, col, column, or_, select

from gridterm.errors import NotFoundError
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.steps import hidden_among, judged, read_steps
from gridterm.hotline.notices.terms import (
    NoticeCounts,
    NoticeDetail,
    NoticeEventView,
    NoticePage,
    NoticeRow,
    NoticeSourceView,
    NoticeState,
    Standing,
)
from gridterm.hotline.tables import Notice, NoticeSource, Ticket
from gridterm.i18n import _
from gridterm.registers.tables import Grid
from gridterm.store import search
from gridterm.store.unit import Store
from gridterm.text import clean_line, fold

PAGE = 50
MOST_HANGING = 100
SHORT = 8  # digits of a number without its year
NOTHING = '""'
_INDEX = named_table("search", column("rowid"))
_WORDS = ("title", "matter", "handling", "result", "reason", "office_phone")


def list_notices(
    store: Store,
    standing: str = "",
    typed: str = "",
    after: int | None = None,
    limit: int = PAGE,
) -> NoticePage:
    """Some notices, the newest first.

    Args:
        store: the office.
        standing: a code of ``Standing``; empty for all.
        typed: words to look for; empty for all.
        after: the id of the row the page follows.
        limit: how many at most.
    """
    today = store.clock.today()
    query = _wanted(select(Notice), standing, typed, today)
    if after is not None:
        query = query.where(col(Notice.id) < after)
    with store.read() as session:
        found = list(session.scalars(query.order_by(col(Notice.id).desc()).limit(limit + 1)))
        shown = found[:limit]
        grids = _grids(session, shown)
        hidden = hidden_among(session, [one.id or 0 for one in shown])
        rows = tuple(_row(one, grids, hidden, today) for one in shown)
    return NoticePage(rows, len(found) > limit)


def count_notices(store: Store, standing: str = "", typed: str = "") -> int:
    """How many notices a list shows in all."""
    query = _wanted(select(Notice.id), standing, typed, store.clock.today())
    with store.read() as session:
        counted = select(func.count()).select_from(query.subquery())
        return int(session.execute(counted).scalar_one())


def counts(store: Store) -> NoticeCounts:
    """How many notices stand how today."""
    today = store.clock.today()
    query = select(
        Notice.state,
        (col(Notice.up_on) > today).label("coming"),
        (col(Notice.down_on) < today).label("over"),
        func.count(),
    ).group_by(text("1, 2, 3"))
    found: dict[str, int] = {}
    with store.read() as session:
        for state, coming, over, number in session.execute(query):
            name = str(state)
            if name == NoticeState.APPROVED:
                name = str(
                    Standing.COMING if coming else Standing.DOWN if over else Standing.HANGING
                )
            found[name] = found.get(name, 0) + number
    return NoticeCounts(**found)


def notice(store: Store, notice_id: int) -> NoticeDetail:
    """A notice with its sources and steps.

    Raises:
        NotFoundError: there is none.
    """
    with store.read() as session:
        return _detail(session, session.get(Notice, notice_id), store.clock.today())


def notice_by_number(store: Store, typed: str) -> NoticeDetail:
    """The notice of a number, ``GS-2026-0001`` or ``1`` of this year.

    Raises:
        NotFoundError: there is none.
    """
    today = store.clock.today()
    line = fold(clean_line(typed)).upper()
    if line.isdecimal() and len(line) <= SHORT:
        line = rules.number(today.year, int(line))
    with store.read() as session:
        found = session.exec(select(Notice).where(Notice.number == line)).first()
        if found is None:
            raise NotFoundError(
                _("There is no notice {typed}. A number looks like {example}.").format(
                    typed=clean_line(typed), example=rules.number(today.year, 1)
                )
            )
        return _detail(session, found, today)


def of_ticket(store: Store, ticket_id: int) -> tuple[NoticeRow, ...]:
    """The notices that come from a call, the newest first."""
    today = store.clock.today()
    query = (
        select(Notice)
        .join(NoticeSource, col(NoticeSource.notice_id) == col(Notice.id))
        .where(NoticeSource.ticket_id == ticket_id)
        .order_by(col(Notice.id).desc())
    )
    with store.read() as session:
        found = list(session.scalars(query))
        hidden = hidden_among(session, [one.id or 0 for one in found])
        return tuple(_row(one, _grids(session, found), hidden, today) for one in found)


def board(store: Store, on: date | None = None) -> tuple[NoticeDetail, ...]:
    """The notices that hang on a day (default: today), those that went up last first."""
    day = on or store.clock.today()
    query = (
        select(Notice)
        .where(*_standing(Standing.HANGING, day))
        .order_by(col(Notice.up_on).desc(), col(Notice.id).desc())
        .limit(MOST_HANGING)
    )
    with store.read() as session:
        found = list(session.scalars(query))
        hidden = hidden_among(session, [one.id or 0 for one in found])
        grids = _grids(session, found)
        return tuple(_plain(one, grids, day) for one in found if (one.id or 0) not in hidden)


def _wanted(query: Any, standing: str, typed: str, today: date) -> Select[Any]:  # noqa: ANN401
    if standing:
        query = query.where(*_standing(Standing(standing), today))
    if typed.strip():
        low, high = search.bounds(search.Kind.NOTICE)
        query = (
            query.join(_INDEX, col(Notice.id) == _INDEX.c.rowid.op("&")(search.REF_MASK))
            .where(text("search MATCH :words").bindparams(words=search.query(typed) or NOTHING))
            .where(_INDEX.c.rowid.between(low, high))
        )
    return query  # type: ignore[no-any-return]


def _standing(standing: Standing, today: date) -> tuple[Any, ...]:
    """What holds of the rows of a standing."""
    approved = col(Notice.state) == str(NoticeState.APPROVED)
    up, down = col(Notice.up_on), col(Notice.down_on)
    by_date = {
        Standing.COMING: (approved, up > today),
        Standing.HANGING: (approved, up <= today, down >= today),
        Standing.DOWN: (
            or_(col(Notice.state) == str(NoticeState.DOWN), and_(approved, down < today)),
        ),
    }
    return by_date.get(standing, (col(Notice.state) == str(standing),))


def _grids(session: Session, rows: list[Notice]) -> dict[int, str]:
    ids = {one.grid_id for one in rows if one.grid_id}
    found = session.exec(select(Grid).where(col(Grid.id).in_(ids))) if ids else ()
    return {one.id or 0: one.code for one in found}


def _row(one: Notice, grids: dict[int, str], hidden: frozenset[int], today: date) -> NoticeRow:
    is_hidden = (one.id or 0) in hidden
    return NoticeRow(
        id=one.id or 0,
        number=one.number,
        title=_("(confidential)") if is_hidden else one.title,
        grid=grids.get(one.grid_id or 0, ""),
        standing=rules.standing(NoticeState(one.state), one.up_on, one.down_on, today),
        up_on=one.up_on,
        down_on=one.down_on,
        drafter=one.drafter,
        approver=one.approver,
        hidden=is_hidden,
    )


def _plain(one: Notice, grids: dict[int, str], today: date) -> NoticeDetail:
    """A notice without its sources and steps."""
    names = ("number", "expected_on", "grid_id", "up_on", "down_on", "drafted_at", "drafter_id")
    more = ("drafter", "approved_at", "approver", "ended_at")
    return NoticeDetail(
        id=one.id or 0,
        **{name: getattr(one, name) for name in (*names, *more, *_WORDS)},
        grid=grids.get(one.grid_id or 0, ""),
        state=NoticeState(one.state),
        standing=rules.standing(NoticeState(one.state), one.up_on, one.down_on, today),
        hidden=False,
        sources=(),
        events=(),
        actions=(),
    )


def _detail(session: Session, one: Notice | None, today: date) -> NoticeDetail:
    if one is None or one.id is None:
        raise NotFoundError(_("There is no notice with this number."))
    steps = read_steps(session, one.id)
    _columns, facts, states = rules.derive(steps)
    hidden = one.id in hidden_among(session, [one.id])
    events = tuple(
        NoticeEventView(
            step.seq, step.at, step.actor, step.action, NoticeState(state),
            "" if hidden else step.note,
        )
        for step, state in zip(steps, states, strict=True)
    )  # fmt: skip
    told = replace(
        _plain(one, _grids(session, [one]), today),
        hidden=hidden,
        sources=_sources(session, one.id),
        events=events,
        actions=rules.allowed(facts, today),
        writers=facts.writers,
    )
    if hidden:
        told = replace(
            told, title=_("(confidential)"), matter="", handling="", result="", reason=""
        )
    return told


def _sources(session: Session, notice_id: int) -> tuple[NoticeSourceView, ...]:
    query = (
        select(Ticket, NoticeSource.round)
        .join(NoticeSource, col(NoticeSource.ticket_id) == col(Ticket.id))
        .where(NoticeSource.notice_id == notice_id)
        .order_by(col(Ticket.id))
    )
    return tuple(
        NoticeSourceView(ticket.id or 0, ticket.number, number, rules.unfit(judged(ticket), number))
        for ticket, number in session.execute(query)
    )
