"""What a clerk can do with visits: each call is one transaction with one audit entry.

A visit is never edited: a correction is a new row, and the old one holds no more. The words of
a confidential visit stand in its confidential call alone (``record``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import InputError, RefusedError
from gridterm.hotline.service import registered
from gridterm.hotline.stepping import required
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Channel, Intake
from gridterm.i18n import _
from gridterm.store import drafts, search
from gridterm.store.audit import Actor
from gridterm.store.search import Kind
from gridterm.store.unit import Store, Tx
from gridterm.text import clean, is_phone
from gridterm.visits import last, rules
from gridterm.visits.forms import Checked, check
from gridterm.visits.lines import hidden_words
from gridterm.visits.queries import get, rows_of
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import Finding, Source, VisitForm, VisitRow


def record(store: Store, actor: Actor, form: VisitForm, *, draft_id: int | None = None) -> VisitRow:
    """Record a visit (RULEBOOK §6); its matter becomes a call in the same save where wanted.

    The call's first responder is who went: they were told. A late entry is marked, never
    refused, and so is a second visit to a household on one day (``queries.repeats``).

    A confidential matter goes into a call: the call is confidential and has the matter and the
    feedback, the visit has neither. So no list, search, export or copy of the visit can show it.

    Args:
        store: the office.
        actor: who records it.
        form: what was typed.
        draft_id: the draft this came from; it goes with the save.

    Raises:
        InputError: something typed cannot be used; ``fields`` names it. Nothing was saved.
        StoreError: it could not be saved; the draft is still there.
    """
    with store.write("visits.record", actor) as tx:
        checked = check(tx.session, form, tx.now)
        _needs_a_call(form)
        visit = _save(tx, checked, form, _ticket(tx, checked, form))
        tx.subject = f"visit:{visit.id}"
        drafts.forget(tx.session, draft_id)
        tx.session.flush()
        return rows_of(tx.session, [visit.id or 0])[0]


def correct(store: Store, actor: Actor, visit_id: int, form: VisitForm, reason: str) -> VisitRow:
    """Correct a visit: a new row holds from now on, the old one stays with the reason.

    The call a visit became stays as it is and stays with the visit; where there is none yet,
    ``make_ticket`` makes one. The words of a confidential visit are corrected in its call: they
    are left empty here.

    Args:
        store: the office.
        actor: who corrects it; not who made the visit, while it is drawn and not checked yet.
        visit_id: the visit as it holds now.
        form: all of it as it should be; day and time None leave them as they are.
        reason: why.

    Raises:
        NotFoundError: there is no such visit.
        RefusedError: it holds no more, or waits for its check.
        InputError: no reason, or something typed cannot be used.
    """
    why = required(reason, _("Write why it is corrected."), "reason")
    with store.write("visits.correct", actor) as tx:
        old = _holding(tx, visit_id)
        _not_awaiting_check(tx, old)
        kept = _as_it_was(old, form)
        ticket_id = old.ticket_id
        secret = _is_confidential(tx.session, ticket_id)
        if secret:
            kept = _without_words(tx.session, kept, ticket_id)
        checked = check(tx.session, kept, tx.now)
        if ticket_id is None:
            _needs_a_call(kept)
            ticket_id = _ticket(tx, checked, kept)
        elif kept.confidential and not secret:
            raise _already_told(tx.session, ticket_id)
        visit = _save(tx, checked, kept, ticket_id, corrects=old)
        _end(tx, old, why, visit.id)
        last.renew(tx.session, (old.household_id, visit.household_id))
        tx.subject = f"visit:{visit.id}"
        return rows_of(tx.session, [visit.id or 0])[0]


def void(store: Store, actor: Actor, visit_id: int, reason: str) -> VisitRow:
    """Declare a visit void: it counts no more, and stays to be seen with the reason.

    A call that came of it stays: it is ended at the hotline.

    Raises:
        NotFoundError: there is no such visit.
        RefusedError: it holds no more, or waits for its check.
        InputError: no reason.
    """
    why = required(reason, _("Write why it is void."), "reason")
    with store.write("visits.void", actor) as tx:
        old = _holding(tx, visit_id)
        _not_awaiting_check(tx, old)
        _end(tx, old, why, None)
        last.renew(tx.session, (old.household_id,))
        tx.subject = f"visit:{visit_id}"
        return rows_of(tx.session, [visit_id])[0]


def search_words(matter: str, feedback: str, *, confidential: bool) -> str | None:
    """What the search index holds for a visit that holds: None without words, or confidential."""
    if confidential:
        return None
    return "\n".join(filter(None, (matter, feedback))) or None


def search_entry(row: Mapping[str, Any]) -> search.Entry | None:
    """What the index takes in for the columns of a visit that is no confidential one."""
    words = search_words(row["matter"], row["feedback"], confidential=False)
    if words is None:
        return None
    return search.entry(Kind.VISIT, datetime.combine(row["day"], time()), row["id"], words)


# ── saving ──────────────────────────────────────────────────────────────────
def _save(
    tx: Tx, checked: Checked, form: VisitForm, ticket_id: int | None, corrects: Visit | None = None
) -> Visit:
    secret = form.confidential or _is_confidential(tx.session, ticket_id)
    visit = Visit(
        day=checked.day,
        at=checked.at,
        staff_id=checked.staff_id,
        grid_id=checked.place.grid_id,
        household_id=checked.place.household_id,
        purpose=str(checked.purpose),
        matter="" if secret else checked.matter,
        feedback="" if secret else checked.feedback,
        result=str(checked.result),
        ticket_id=ticket_id,
        source=corrects.source if corrects else Source.TYPED.value,
        recorded_at=tx.now,
        recorder_id=tx.actor.staff_id,
        recorder=tx.actor.name,
        corrects_id=corrects.id if corrects else None,
    )
    tx.add(visit)
    visit_id = visit.id or 0
    words = search_words(visit.matter, visit.feedback, confidential=secret)
    if words is not None:
        tx.index(Kind.VISIT, visit_id, datetime.combine(visit.day, time()), words)
    if corrects is None:
        made = last.Made(visit.household_id, visit.day, visit_id, visit.result)
        last.add(tx.session, (made,))
    return visit


def _end(tx: Tx, old: Visit, reason: str, by_id: int | None) -> None:
    tx.add(
        VisitEnd(
            visit_id=old.id or 0,
            by_id=by_id,
            at=tx.now,
            actor_id=tx.actor.staff_id,
            actor=tx.actor.name,
            reason=reason,
        )
    )
    tx.index(Kind.VISIT, old.id or 0, tx.now, None)


def _ticket(tx: Tx, checked: Checked, form: VisitForm) -> int | None:
    """The call a visit's matter becomes: proactive, told to who went there."""
    if not form.make_ticket:
        return None
    content = checked.matter
    if form.confidential and checked.feedback:
        content += "\n\n" + _("Feedback on the visit: {words}").format(words=checked.feedback)
    place = checked.place
    intake = Intake(
        content,
        kind=form.ticket_kind,
        channel=Channel.HOUSEHOLD_VISIT,
        received_at=None if checked.at.time() == rules.NO_TIME else checked.at,
        caller=place.head,
        phone=place.phone if is_phone(place.phone) else "",
        address=place.address,
        building_id=place.building_id,
        grid_id=place.grid_id,
        confidential=form.confidential,
        proactive=True,
    )
    return registered(tx, intake, checked.staff_id)


# ── what stands against it ──────────────────────────────────────────────────
def _needs_a_call(form: VisitForm) -> None:
    if form.confidential and not form.make_ticket:
        sentence = _(
            "A confidential matter goes into a call, and the visit keeps no word of it. "
            "Make it a call, or write a neutral text and take the mark off."
        )
        raise InputError(sentence, {"make_ticket": sentence})


def _holding(tx: Tx, visit_id: int) -> Visit:
    visit = get(tx.session, visit_id)
    end = tx.session.exec(select(VisitEnd).where(VisitEnd.visit_id == visit_id)).first()
    if end is None:
        return visit
    if end.by_id is None:
        raise RefusedError(_("This visit is void: {reason}").format(reason=end.reason))
    raise RefusedError(
        _("This visit was corrected: go on with visit {number}.").format(number=end.by_id)
    )


def _not_awaiting_check(tx: Tx, visit: Visit) -> None:
    """Who made a visit does not change it between its draw and its check."""
    if tx.actor.staff_id is None or tx.actor.staff_id != visit.staff_id:
        return
    newest = (
        select(SpotDraw)
        .where(SpotDraw.staff_id == visit.staff_id, SpotDraw.day == visit.day)
        .order_by(col(SpotDraw.turn).desc())
        .limit(1)
    )
    drawn = tx.session.exec(newest).first()
    if drawn is None or str(visit.id) not in drawn.drawn.split():
        return
    results = select(SpotCheck.id).where(
        SpotCheck.visit_id == visit.id, SpotCheck.result != Finding.UNREACHED.value
    )
    if tx.session.exec(results.limit(1)).first() is None:
        raise RefusedError(
            _(
                "This visit was drawn for a spot check. Until it is checked, somebody else "
                "has to correct it: tell the grid lead what is wrong."
            )
        )


def _is_confidential(session: Session, ticket_id: int | None) -> bool:
    ticket = session.get(Ticket, ticket_id) if ticket_id is not None else None
    return ticket is not None and ticket.confidential


def _as_it_was(old: Visit, form: VisitForm) -> VisitForm:
    """A correction's form with the day and time of the visit where it says none."""
    if form.day is None and form.at is None:
        return replace(form, day=old.day, at=old.at)
    if form.at is None and form.day == old.day:
        return replace(form, at=old.at)
    return form


def _without_words(session: Session, form: VisitForm, ticket_id: int | None) -> VisitForm:
    """A correction of a confidential visit: its words are its call's."""
    if clean(form.matter) not in {"", hidden_words()} or clean(form.feedback):
        number = session.get_one(Ticket, ticket_id).number
        sentence = _(
            "The matter of this visit is confidential and stands in call {number}: "
            "write it there, and leave matter and feedback empty here."
        ).format(number=number)
        raise InputError(sentence, {"matter": sentence})
    return replace(form, matter="", feedback="", make_ticket=False, confidential=False)


def _already_told(session: Session, ticket_id: int) -> InputError:
    number = session.get_one(Ticket, ticket_id).number
    sentence = _(
        "Its matter is call {number} already, which is not confidential. "
        "Void the visit and the call, and record it anew as confidential."
    ).format(number=number)
    return InputError(sentence, {"confidential": sentence})
