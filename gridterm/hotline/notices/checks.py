"""What verify checks of the notice board: rows against their steps, numbers, sources, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlmodel import Session, col, func, select

from gridterm.errors import RefusedError
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.steps import (
    hidden_among,
    id_of,
    judged,
    read_steps,
    search_words,
)
from gridterm.hotline.notices.terms import NoticeState
from gridterm.hotline.tables import Notice, NoticeEvent, NoticeSource, Ticket
from gridterm.i18n import _
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind


def check_notices(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every notice is what its steps say, nobody approved their own, and its calls are fit."""
    total = session.exec(select(func.count()).select_from(Notice)).one()
    watch.begin(_("Notices"), total)
    for notice in session.exec(select(Notice).order_by(col(Notice.id))):
        watch.step()
        yield from _steps_findings(session, notice)
        yield from _source_findings(session, notice)
    orphans = select(func.count()).where(col(NoticeEvent.notice_id).not_in(select(Notice.id)))
    for _n in range(session.exec(orphans).one()):
        yield Finding("notice.orphan", _("A step belongs to a notice that does not exist."))


def _steps_findings(session: Session, notice: Notice) -> Iterator[Finding]:
    steps = read_steps(session, id_of(notice))
    wrong = Finding(
        "notice.events",
        _("{number}: the steps do not follow the rules.").format(number=notice.number),
    )
    if [one.seq for one in steps] != list(range(1, len(steps) + 1)) or not steps:
        yield wrong
        return
    try:
        columns, facts, states = rules.derive(steps)
    except (RefusedError, KeyError, ValueError, TypeError, AttributeError):
        yield wrong
        return
    noted = session.exec(
        select(NoticeEvent.state)
        .where(NoticeEvent.notice_id == notice.id)
        .order_by(col(NoticeEvent.seq))
    )
    if list(noted) != states:
        yield wrong
    links = session.exec(select(NoticeSource).where(NoticeSource.notice_id == notice.id))
    held = {link.ticket_id: link.round for link in links}
    differing = [name for name, value in columns.items() if getattr(notice, name) != value]
    differing += ["sources"] if held != dict(facts.sources) else []
    for name in differing:
        yield Finding(
            "notice.derived",
            _("{number}: {field} is not what the steps say.").format(
                number=notice.number, field=name
            ),
        )


def _source_findings(session: Session, notice: Notice) -> Iterator[Finding]:
    if notice.state != NoticeState.APPROVED:
        return
    query = (
        select(Ticket, NoticeSource.round)
        .join(NoticeSource, col(NoticeSource.ticket_id) == col(Ticket.id))
        .where(NoticeSource.notice_id == notice.id)
    )
    for ticket, _round in session.execute(query):
        why = rules.unfit(judged(ticket))
        if why:
            yield Finding("notice.source", f"{notice.number}: {why}")


def check_numbers(session: Session, watch: Watch) -> Iterator[Finding]:
    """The numbers of notices have no gap within a year."""
    watch.begin(_("Numbers of notices"))
    years = select(Notice.year, func.count(), func.min(Notice.seq), func.max(Notice.seq))
    for year, count, low, high in session.execute(years.group_by(col(Notice.year))):
        watch.step()
        if (low, high) != (1, count):
            yield Finding(
                "notice.gap",
                _(
                    "The numbers of {year} have a gap: {count} notices, the last number is {last}."
                ).format(year=year, count=count, last=high),
            )


CHECKS = (check_notices, check_numbers)


def _indexed(session: Session) -> Iterable[Indexed]:
    notices = session.exec(select(Notice).order_by(col(Notice.id))).all()
    hidden = hidden_among(session, [id_of(one) for one in notices])
    for one in notices:
        words = search_words(one.model_dump())
        if words is not None and id_of(one) not in hidden:
            yield id_of(one), one.drafted_at, words


TEXTS = TextSource(Kind.NOTICE, _indexed)
