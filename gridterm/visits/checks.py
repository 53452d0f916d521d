"""What only the visits can check of themselves: newest visits, corrections, words, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from sqlalchemy import Select, func, text
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.visits.planning import NOT_ENDED
from gridterm.visits.service import search_words
from gridterm.visits.tables import Visit, VisitEnd
from gridterm.visits.terms import Outcome, Purpose, Source

CHUNK = 1_000

_HELD = f"""
    SELECT household_id, max(day) AS day,
           CAST(substr(max(day || printf('%012d', id)), 11) AS INTEGER) AS visit_id,
           max(CASE WHEN result = 'met' THEN day END) AS met_on, count(*) AS visits
    FROM visit WHERE {NOT_ENDED} GROUP BY household_id
"""  # noqa: S608 - fragments of our own
_KEPT = "SELECT household_id, day, visit_id, met_on, visits FROM last_visit"
_DIFFERING = text(f"""
    SELECT DISTINCT household_id FROM (
        SELECT * FROM ({_HELD} EXCEPT {_KEPT}) UNION ALL SELECT * FROM ({_KEPT} EXCEPT {_HELD})
    ) ORDER BY household_id
""")  # noqa: S608 - fragments of our own


def check_last(session: Session, watch: Watch) -> Iterator[Finding]:
    """What is known of a household's visits is what the visits say."""
    total = session.execute(text("SELECT count(*) FROM last_visit")).scalar_one()
    watch.begin(_("Households visited"), int(total))
    for household_id in session.execute(_DIFFERING).scalars():
        yield Finding(
            "visit.last",
            _("Household {number}: its last visit is not the one the visits say.").format(
                number=household_id
            ),
        )
    watch.checked[_("Households visited")] = int(total)


def check_visits(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every visit has codes that mean something, and a moment on its day."""
    total = int(session.execute(columns(func.count()).select_from(Visit)).scalar_one())
    watch.begin(_("Visits"), total)
    wrong = columns(col(Visit.id)).where(
        or_(
            col(Visit.purpose).not_in([one.value for one in Purpose]),
            col(Visit.result).not_in([one.value for one in Outcome]),
            col(Visit.source).not_in([one.value for one in Source]),
            func.substr(Visit.at, 1, 10) != Visit.day,
            func.substr(Visit.recorded_at, 1, 10) < Visit.day,
        )
    )
    for visit_id in session.execute(wrong).scalars():
        yield Finding(
            "visit.row", _("Visit {number} is not one the program wrote.").format(number=visit_id)
        )
    for visit_id in session.execute(_telling()).scalars():
        yield Finding(
            "visit.confidential",
            _("Visit {number} is confidential and still has its words.").format(number=visit_id),
        )
    watch.checked[_("Visits")] = total


def _telling() -> Select[Any]:
    """The visits whose call is confidential and which have words all the same."""
    return (
        columns(col(Visit.id))
        .join(Ticket, col(Ticket.id) == col(Visit.ticket_id))
        .where(
            col(Ticket.confidential),
            or_(col(Visit.matter) != "", col(Visit.feedback) != ""),
        )
    )


def check_ends(session: Session, watch: Watch) -> Iterator[Finding]:
    """A visit that was corrected and the one that corrects it name each other, with a reason."""
    ends = {one.visit_id: one for one in session.exec(select(VisitEnd))}
    watch.begin(_("Corrected visits"), len(ends))
    corrections = dict(
        session.execute(
            columns(col(Visit.id), col(Visit.corrects_id)).where(
                col(Visit.corrects_id).is_not(None)
            )
        ).all()
    )
    for visit_id, end in ends.items():
        watch.step()
        followed = end.by_id is None or corrections.get(end.by_id) == visit_id
        if not followed or not end.reason:
            yield _unfit(visit_id)
    for later, earlier in corrections.items():
        if earlier not in ends or ends[earlier].by_id != later:
            yield _unfit(later)


def _unfit(visit_id: int) -> Finding:
    return Finding(
        "visit.end",
        _("Visit {number}: the correction and what it corrects do not fit.").format(
            number=visit_id
        ),
    )


CHECKS = (check_visits, check_last, check_ends)


def _indexed(session: Session) -> Iterable[Indexed]:
    """Visits that hold and have words, some thousand at a time; no confidential ones."""
    shown = (
        columns(*map(col, (Visit.id, Visit.day, Visit.matter, Visit.feedback)))
        .add_columns(func.coalesce(Ticket.confidential, 0))
        .outerjoin(Ticket, col(Ticket.id) == col(Visit.ticket_id))
        .outerjoin(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id))
        .where(col(VisitEnd.id).is_(None), or_(Visit.matter != "", Visit.feedback != ""))
        .order_by(col(Visit.id))
        .limit(CHUNK)
    )
    after = 0
    while found := session.execute(shown.where(col(Visit.id) > after)).all():
        for visit_id, day, matter, feedback, secret in found:
            words = search_words(matter, feedback, confidential=bool(secret))
            if words is not None:
                yield visit_id, datetime.combine(day, time()), words
        after = found[-1][0]


TEXTS = TextSource(Kind.VISIT, _indexed)
