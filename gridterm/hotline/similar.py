"""Help while the clerk types: the same matter called before."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.hotline import rules
from gridterm.hotline.queries import rows_of
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import SimilarTicket, State
from gridterm.i18n import _, ngettext
from gridterm.store.unit import Store
from gridterm.text import normalize_phone

CANDIDATES = 60
SHOWN = 5


def similar(
    store: Store,
    *,
    phone: str = "",
    building_id: int | None = None,
    text: str = "",
    exclude_id: int | None = None,
) -> tuple[SimilarTicket, ...]:
    """Earlier calls that may be the same matter (RULEBOOK §2).

    From the same phone, or about the same building in like words, within the days of
    ``hotline.similar_days``.

    Args:
        store: the office.
        phone: as typed so far.
        building_id: the building the address means, where it means one.
        text: what was typed of the matter so far.
        exclude_id: a ticket that is not compared with itself.

    Returns:
        At most five, the likeliest first, each with its reason in words. Confidential and
        void tickets are never among them.
    """
    number = normalize_phone(phone)
    mine = rules.pairs(text)
    with store.read() as session:
        now = store.clock.now()
        since = now - timedelta(days=settings.load(session).number("hotline.similar_days"))
        found: dict[int, tuple[float, bool]] = {}
        for record_id, other, same_phone in _candidates(session, number, building_id, since):
            likeness = rules.shared(mine, rules.pairs(other))
            if record_id != exclude_id and (same_phone or likeness >= rules.SHARED_PART):
                found[record_id] = (likeness, same_phone)
        best = sorted(found, key=lambda one: (found[one][0] + found[one][1], one), reverse=True)
        rows = {row.id: row for row in rows_of(session, best[:SHOWN])}
    return tuple(
        SimilarTicket(
            row=rows[one],
            reason=_reason(*found[one], days_ago=(now - rows[one].received_at).days),
            days_ago=(now - rows[one].received_at).days,
            exact=found[one][0] >= rules.SHARED_PART,
        )
        for one in best[:SHOWN]
        if one in rows
    )


def similar_to(store: Store, ticket_id: int) -> tuple[SimilarTicket, ...]:
    """Calls that may be the same matter as a ticket, as ``similar``; none for an unknown one."""
    with store.read() as session:
        record = session.get(Ticket, ticket_id)
        if record is None or record.confidential:
            return ()
        phone, building, text = record.phone, record.building_id, record.content
    return similar(store, phone=phone, building_id=building, text=text, exclude_id=ticket_id)


def _candidates(
    session: Session, phone: str, building_id: int | None, since: datetime
) -> list[tuple[int, str, bool]]:
    """(ticket id, its words, whether the phone is the same), each ticket once."""
    candidates: dict[int, tuple[int, str, bool]] = {}
    for column, value, same_phone in (
        (Ticket.building_id, building_id, False),
        (Ticket.phone, phone or None, True),
    ):
        if value is None:
            continue
        statement = (
            select(Ticket.id, Ticket.title, Ticket.content)
            .where(
                col(column) == value,
                col(Ticket.received_at) >= since,
                ~col(Ticket.confidential),
                col(Ticket.state) != str(State.VOID),
            )
            .order_by(col(Ticket.received_at).desc())
            .limit(CANDIDATES)
        )
        for record_id, title, content in session.exec(statement):
            if record_id is not None:
                candidates[record_id] = (record_id, f"{title}\n{content}", same_phone)
    return list(candidates.values())


def _reason(likeness: float, same_phone: bool, *, days_ago: int) -> str:  # noqa: FBT001 - a pair
    when = (
        ngettext("{days} day ago", "{days} days ago", days_ago).format(days=days_ago)
        if days_ago
        else _("today")
    )
    if same_phone and likeness >= rules.SHARED_PART:
        return _("same phone and like words, {when}").format(when=when)
    if same_phone:
        return _("same phone, {when}").format(when=when)
    return _("same building and like words, {when}").format(when=when)
