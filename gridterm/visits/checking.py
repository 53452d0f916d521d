"""Spot checks (RULEBOOK §6): drawn at random, recorded, done again by anyone, never edited.

What keeps a draw from being bent: its seed begins with the end of the audit trail at that
moment, so nobody chooses it and the trail proves it; a manager's day is drawn once; a redraw has
a reason and a seed that follows from the first; nobody draws or checks their own visits; a
result is corrected by one more row with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.registers.checking import Faults
from gridterm.registers.tables import Staff
from gridterm.store.audit import FIRST, Actor, canonical
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store, Tx, values
from gridterm.visits import draw as drawing_of
from gridterm.visits.amiss import amiss, days_without_checks
from gridterm.visits.checkers import barred, barred_from, check_may
from gridterm.visits.drawing import (
    checks_of,
    draw_by_id,
    draw_of,
    drawn,
    draws_of_day,
    get_draw,
    holding,
    ids,
    turns,
    undrawn,
    undrawn_of,
)
from gridterm.visits.queries import rows_of
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit
from gridterm.visits.terms import CheckForm, CheckView, DrawView, Finding, VisitRow, Way

__all__ = [
    "amiss",
    "barred_from",
    "checks_of",
    "days_without_checks",
    "draw_all",
    "draw_by_id",
    "draw_for",
    "draw_of",
    "drawn",
    "draws_of_day",
    "record_check",
    "redraw",
    "replay",
    "turns",
    "undrawn",
]
SAID_LONGEST, REASON_LONGEST = 500, 200
HEAD = 16
"""Digits of the audit trail's end that a seed begins with."""


# ── draws ───────────────────────────────────────────────────────────────────
def draw_for(store: Store, actor: Actor, staff_id: int, day: date | None = None) -> DrawView:
    """Draw the visits of a manager's day that are checked.

    Args:
        store: the office.
        actor: who draws.
        staff_id: whose visits.
        day: of which day, None for today.

    Raises:
        RefusedError: it was drawn already, there is nothing to draw from, or it is not for this
            actor. NotFoundError: nobody has this id. InputError: a day that has not come.
    """
    with store.write("visits.draw", actor) as tx:
        on = _day(tx, day)
        staff = _staff(tx.session, staff_id)
        check_may(tx, staff_id, on)
        first = _first(tx.session, staff_id, on)
        if first is not None:
            raise RefusedError(
                _(
                    "{name}'s visits of {day} were drawn already, by {actor} at {time}. They are "
                    "drawn again only with a reason."
                ).format(
                    name=staff.name,
                    day=on,
                    actor=first.actor,
                    time=f"{first.drawn_at:%m-%d %H:%M}",
                )
            )
        made = _drawn(tx, staff, on, seed_of(trail_end(tx.session), staff.number, on))
    return draw_by_id(store, made)


def draw_all(store: Store, actor: Actor, day: date | None = None) -> tuple[DrawView, ...]:
    """Draw for every manager who has visits on a day and no draw yet, as far as the actor may.

    Who is left over stands in ``undrawn``: the actor's own visits, or somebody else's to draw.

    Raises:
        RefusedError: there is nothing to draw, or none of it is for this actor; the sentence
            says why. InputError: a day that has not come.
    """
    today = store.clock.today()
    on = day or today
    with store.read() as session:
        waiting = undrawn_of(session, on)
        said = {one.staff.id: barred(session, actor, one.staff.id, on, today) for one in waiting}
    open_to = [one.staff.id for one in waiting if not said[one.staff.id]]
    if not waiting:
        raise RefusedError(_("There are no visits of {day} left to draw from.").format(day=on))
    if not open_to:
        raise RefusedError(said[waiting[0].staff.id])
    return tuple(draw_for(store, actor, one, on) for one in open_to)


def redraw(store: Store, actor: Actor, staff_id: int, day: date | None, reason: str) -> DrawView:
    """Draw a manager's day again, from the visits that hold now.

    Args:
        store: the office.
        actor: who draws.
        staff_id: whose visits.
        day: of which day, None for today.
        reason: why; it stands beside the draw for ever.

    Raises:
        RefusedError: it was not drawn yet, there is nothing to draw from, or it is not for this
            actor. InputError: no reason. NotFoundError: nobody has this id.
    """
    with store.write("visits.redraw", actor) as tx:
        on = _day(tx, day)
        faults = Faults()
        why = faults.line("reason", reason, REASON_LONGEST, _("Say why it is drawn again."))
        faults.check()
        staff = _staff(tx.session, staff_id)
        check_may(tx, staff_id, on)
        first = _first(tx.session, staff_id, on)
        if first is None:
            raise RefusedError(
                _("{name}'s visits of {day} were not drawn yet. Draw them first.").format(
                    name=staff.name, day=on
                )
            )
        turn = 1 + _last_turn(tx.session, staff_id, on)
        seed = drawing_of.redraw_seed(first.seed, turn)
        made = _drawn(tx, staff, on, seed, turn=turn, reason=why)
    return draw_by_id(store, made)


def replay(seed: str, visits: Iterable[int], n: int) -> tuple[int, ...]:
    """What a seed draws of visits, in that order: the same for everybody.

    Raises:
        InputError: the seed is empty.
    """
    return drawing_of.draw(visits, seed, n)


def seed_of(end: str, number: str, day: date) -> str:
    """The seed of a first draw: the trail's end, the staff number, the day."""
    return f"{end[:HEAD]}/{number}/{day.isoformat()}"


def trail_end(session: Session) -> str:
    """The digest of the newest audit entry: within a use case, what its own entry follows."""
    newest = select(AuditEntry.digest).order_by(col(AuditEntry.id).desc()).limit(1)
    return session.exec(newest).first() or FIRST


def _drawn(  # noqa: PLR0913 - what a draw is made of
    tx: Tx, staff: Staff, day: date, seed: str, *, turn: int = 0, reason: str = ""
) -> int:
    wanted = settings.load(tx.session).number("visits.checks_each_day")
    among = holding(tx.session, staff.id or 0, day)
    if not among:
        raise RefusedError(
            _("{name} has no visits of {day} to draw from.").format(name=staff.name, day=day)
        )
    row = SpotDraw(
        staff_id=staff.id or 0,
        day=day,
        turn=turn,
        seed=seed,
        reason=reason,
        among=" ".join(map(str, among)),
        drawn=" ".join(map(str, drawing_of.draw(among, seed, wanted))),
        drawn_at=tx.now,
        actor_id=tx.actor.staff_id,
        actor=tx.actor.name,
    )
    tx.add(row)
    tx.subject = f"draw:{row.id}"
    return row.id or 0


def _day(tx: Tx, day: date | None) -> date:
    today = tx.now.date()
    if day is not None and day > today:
        sentence = _("The visits of a day are drawn when it has come.")
        raise InputError(sentence, {"day": sentence})
    return day or today


def _staff(session: Session, staff_id: int) -> Staff:
    found = session.get(Staff, staff_id)
    if found is None:
        raise NotFoundError(_("There is no such member of staff. Look them up by number or name."))
    return found


def _first(session: Session, staff_id: int, day: date) -> SpotDraw | None:
    return session.exec(
        select(SpotDraw).where(
            col(SpotDraw.staff_id) == staff_id, col(SpotDraw.day) == day, col(SpotDraw.turn) == 0
        )
    ).first()


def _last_turn(session: Session, staff_id: int, day: date) -> int:
    last = select(func.max(SpotDraw.turn)).where(
        col(SpotDraw.staff_id) == staff_id, col(SpotDraw.day) == day
    )
    return session.exec(last).one() or 0


# ── checks ──────────────────────────────────────────────────────────────────
def record_check(
    store: Store, actor: Actor, draw_id: int, visit_id: int, form: CheckForm
) -> CheckView:
    """Record what the check of a drawn visit found.

    A visit that was not reached can be tried again; any other result is corrected by one more
    row with a reason, the earlier one stays. The visit is copied as it is now.

    Args:
        store: the office.
        actor: who checked.
        draw_id: the draw.
        visit_id: one of its drawn visits.
        form: the result, what the household said.

    Raises:
        NotFoundError: no such draw, or the visit was not drawn in it.
        RefusedError: not for this actor. InputError: a field cannot be used.
    """
    with store.write("visits.check", actor) as tx:
        draw = get_draw(tx.session, draw_id)
        if visit_id not in ids(draw.drawn):
            raise NotFoundError(_("This visit was not drawn: only drawn visits are checked."))
        if actor.staff_id is None:
            raise RefusedError(_("A check is made by somebody of the staff: say who it was."))
        check_may(tx, draw.staff_id, draw.day)
        earlier = checks_of(tx.session, [visit_id]).get(visit_id, ())
        fields = _checked(tx, draw, form, correcting=bool(earlier) and earlier[-1].result.counts)
        row = SpotCheck(
            draw_id=draw_id,
            visit_id=visit_id,
            seq=1 + max((one.seq for one in earlier), default=0),
            checked_at=tx.now,
            checker_id=actor.staff_id,
            checker=actor.name,
            evidence=canonical(copied(tx.session, visit_id)),
            **fields,
        )
        tx.add(row)
        tx.subject = f"check:{row.id}"
        found = row.id
    with store.read() as session:
        return next(one for one in checks_of(session, [visit_id])[visit_id] if one.id == found)


def copied(session: Session, visit_id: int) -> dict[str, Any]:
    """A visit as it is now, in plain values, with the names of whom and where."""
    return copies(session, [visit_id])[visit_id]


def copies(session: Session, visit_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Visits as they are now, by id; of a confidential one without its words, as lists have it."""
    rows = {row.id: row for row in rows_of(session, visit_ids)}
    found = session.exec(select(Visit).where(col(Visit.id).in_(visit_ids)))
    return {one.id or 0: _copy(one, rows[one.id or 0]) for one in found}


def _copy(visit: Visit, row: VisitRow) -> dict[str, Any]:
    return {
        **values(visit),
        "matter": row.matter,
        "feedback": row.feedback,
        "staff": f"{row.staff.number} {row.staff.name}",
        "grid": row.grid,
        "household": row.household,
        "head": row.head,
        "ticket": row.ticket,
        "ended_at": row.ended.at if row.ended else None,
        "ended_by": row.ended.actor if row.ended else "",
        "ended_reason": row.ended.reason if row.ended else "",
    }


def _checked(tx: Tx, draw: SpotDraw, form: CheckForm, *, correcting: bool) -> dict[str, Any]:
    """The columns of a check as typed, cleaned."""
    faults = Faults()
    result = form.result if form.result in set(Finding) else ""
    if not result:
        faults.add("result", _("Choose what the check found."))
    if form.way not in set(Way):
        faults.add("way", _("Choose how the visit was checked."))
    silent = "" if result == Finding.UNREACHED else _("Write what the household said.")
    said = faults.line("said", form.said, SAID_LONGEST, silent)
    unsaid = _("Say why the result is corrected; the earlier one stays.") if correcting else ""
    reason = faults.line("reason", form.reason, REASON_LONGEST, unsaid)
    on = form.checked_on or tx.now.date()
    if not draw.drawn_at.date() <= on <= tx.now.date():
        faults.add(
            "checked_on",
            _("A check is made after the draw ({day}) and not in the future.").format(
                day=draw.drawn_at.date()
            ),
        )
    faults.check()
    return {
        "result": str(result),
        "way": str(form.way),
        "said": said,
        "reason": reason,
        "checked_on": on,
    }
