"""What a clerk can do at the hotline: each call is one transaction with one audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from gridterm import settings
from gridterm.errors import InputError, RefusedError
from gridterm.hotline import orders, rules
from gridterm.hotline.acting import done
from gridterm.hotline.events import facts_of, intake_payload
from gridterm.hotline.queries import ticket
from gridterm.hotline.stepping import (
    LONGEST_TEXT,
    Order,
    get,
    id_of,
    make_step,
    required,
    save,
    too_long,
)
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Category, Ticket
from gridterm.hotline.terms import (
    Action,
    Channel,
    Intake,
    Kind,
    Revealed,
    Satisfaction,
    State,
    TicketDetail,
    Truth,
    Visit,
)
from gridterm.i18n import Term, _
from gridterm.registers.service import grid_of_address
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import beside_phone, clean, clean_line, clip, is_phone, normalize_phone

LONGEST_LINE = 500
SHOWN = 30
EARLY = timedelta(minutes=5)
LINES = ("caller", "address", "place", "title", "category")


def register(
    store: Store,
    actor: Actor,
    intake: Intake,
    *,
    draft_id: int | None = None,
    follows_id: int | None = None,
) -> TicketDetail:
    """Log a call (RULEBOOK §2 intake); answered or guided in the same save where that is typed.

    Args:
        store: the office.
        actor: the operator on shift, who becomes the first responder.
        intake: what was typed.
        draft_id: the draft this came from; it goes with the save.
        follows_id: the call it goes on from, closed too long ago to be reopened.

    Raises:
        InputError: something typed cannot be used; ``fields`` names it. Nothing was saved.
        StoreError: it could not be saved; the draft is still there.
    """
    columns = _checked(intake, store.clock.now())
    columns.update(_where(store, intake, columns["address"]))
    columns["first_responder_id"] = actor.staff_id
    finish = _finishing(intake)
    with store.write("ticket.register", actor) as tx:
        ticket_id = _take_in(tx, columns, finish, follows_id)
        tx.subject = f"ticket:{ticket_id}"
        drafts.forget(tx.session, draft_id)
    return ticket(store, ticket_id)


def registered(tx: Tx, intake: Intake, first_responder_id: int | None) -> int:
    """Log a call within a running use case, such as the visit it was told on.

    Args:
        tx: the use case.
        intake: the call, with its building and grid: its address is not looked up.
        first_responder_id: who was told it.

    Returns:
        The ticket's id.

    Raises:
        InputError: as ``register``; the use case must not be committed.
    """
    columns = _checked(intake, tx.now)
    columns |= {"building_id": intake.building_id, "grid_id": intake.grid_id}
    columns["first_responder_id"] = first_responder_id
    return _take_in(tx, columns, _finishing(intake), None)


def _take_in(
    tx: Tx, columns: dict[str, Any], finish: tuple[Action, str] | None, follows_id: int | None
) -> int:
    """Save a call of checked columns with its next number; its id."""
    _check_category(tx.session, columns["category"])
    year = tx.now.year
    columns["number"] = rules.number(year, tx.number(rules.series(year)))
    columns["received_at"] = columns["received_at"] or tx.now
    follows = get(tx.session, follows_id).number if follows_id is not None else ""
    said = intake_payload(columns, follows=follows)
    steps = [make_step(tx, 1, Action.REGISTER, payload=said)]
    if finish is not None:
        action, words = finish
        payload = {"closes": _closes(settings.load(tx.session), columns["kind"])}
        steps.append(make_step(tx, 2, action, note=words, payload=payload))
    return id_of(save(tx, None, steps, new=len(steps)))


def answer(store: Store, actor: Actor, ticket_id: int, text: str) -> TicketDetail:
    """Answer a call on the spot (当场答复); 咨询 and 表扬 close at once by setting.

    Raises:
        InputError: no text. RefusedError: not in this state. NotFoundError: no such ticket.
    """
    return _finish(store, actor, ticket_id, Action.ANSWER, text)


def guide(store: Store, actor: Actor, ticket_id: int, text: str) -> TicketDetail:
    """Guide a caller (引导办理): where to go, with what.

    Raises:
        InputError: no text. RefusedError: not in this state. NotFoundError: no such ticket.
    """
    return _finish(store, actor, ticket_id, Action.GUIDE, text)


def _finish(store: Store, actor: Actor, ticket_id: int, action: Action, text: str) -> TicketDetail:
    words = required(text, _finish_sentence(action), "text")

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        return {"closes": _closes(settings.load(tx.session), record.kind)}

    return done(store, actor, ticket_id, Order(action, words, payload))


def revisit(store: Store, actor: Actor, ticket_id: int, visit: Visit) -> TicketDetail:
    """Note a revisit (办结回访): true, solved and not dissatisfied closes; else a new round.

    A miss leaves the ticket waiting; the last one by setting closes it out of the rates, if
    the tries lie on different days. An anonymous caller, or one who wants no revisit, is
    waived.

    Raises:
        InputError: an answer is missing. RefusedError: not in this state.
    """
    _check_visit(visit)

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        told: dict[str, Any] = {"round": record.round, "waived": visit.waived}
        if record.master_id is not None:
            _master_is_done(get(tx.session, record.master_id))
        if visit.waived:
            return told
        told["reached"] = visit.reached
        if visit.reached:
            truth = Truth.YES if visit.true else Truth.NO
            facts = {"solved": visit.solved, "satisfaction": visit.satisfaction}
            return {**told, **facts, "true": str(truth), "rework": True}
        return {**told, "last_miss": _is_last_miss(tx, ticket_id)}

    return done(store, actor, ticket_id, Order(Action.REVISIT, clean(visit.note), payload))


def _master_is_done(master: Ticket) -> None:
    if State(master.state) not in {State.ANSWERED, State.CLOSED}:
        raise RefusedError(
            _("It is merged into {number}, which is not resolved yet. Revisit after that.").format(
                number=master.number
            )
        )


def _is_last_miss(tx: Tx, ticket_id: int) -> bool:
    current = settings.load(tx.session)
    return rules.last_miss(
        facts_of(read_steps(tx.session, ticket_id)).missed_on,
        tx.now.date(),
        tries=current.number("hotline.revisit_misses"),
        days=current.number("hotline.revisit_days"),
    )


def void(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Void a ticket that is no call (作废); its number stays used.

    Raises:
        InputError: no reason. RefusedError: it is no longer just received, or a clerk or a
            leader has to do it (``powers.WHO``).
    """
    return done(store, actor, ticket_id, orders.void(reason))


def reveal(store: Store, actor: Actor, ticket_id: int) -> Revealed:
    """The caller's name and phone in full; that they were looked at goes into the trail.

    Raises:
        NotFoundError: no such ticket.
    """
    with store.write("ticket.reveal", actor) as tx:
        record = get(tx.session, ticket_id)
        tx.subject = f"ticket:{ticket_id}"
        tx.note(seen=["caller", "phone"], number=record.number)
        return Revealed(record.caller, record.phone)


def _closes(current: settings.Settings, kind: str) -> bool:
    return kind in current.codes("hotline.close_at_once")


def _finishing(intake: Intake) -> tuple[Action, str] | None:
    answered, guided = clean(intake.answer), clean(intake.guide)
    if answered and guided:
        sentence = _("A call is either answered or guided: empty one of the two.")
        raise InputError(sentence, {"guide": sentence})
    if answered:
        return Action.ANSWER, answered
    return (Action.GUIDE, guided) if guided else None


def _finish_sentence(action: Action) -> str:
    if action is Action.GUIDE:
        return _("Write where the caller was sent, and with which papers.")
    return _("Write what the caller was told.")


def _check_visit(visit: Visit) -> None:
    if visit.waived or not visit.reached:
        return
    fields = {}
    if visit.true is None:
        fields["true"] = _("Is what was recorded as done true? Choose yes or no.")
    if visit.solved is None:
        fields["solved"] = _("Was the matter solved? Choose yes or no.")
    if visit.satisfaction not in set(Satisfaction):
        fields["satisfaction"] = _("How satisfied is the resident? Choose one of the three.")
    if fields:
        raise InputError(" ".join(fields.values()), fields)


def _checked(intake: Intake, now: datetime) -> dict[str, Any]:
    """The intake's columns but for building and grid, cleaned and checked."""
    columns: dict[str, Any] = {name: clean_line(getattr(intake, name)) for name in LINES}
    columns["content"] = clean(intake.content)
    columns["phone"] = normalize_phone(intake.phone)
    columns["received_at"] = intake.received_at
    fields = _wrong_texts(intake, columns)
    for name, terms in (("kind", Kind), ("channel", Channel)):
        columns[name] = _code(terms, getattr(intake, name), name, fields)
    if intake.received_at is not None and intake.received_at > now + EARLY:
        fields["received_at"] = _("The call cannot have come in the future; check the time.")
    if fields:
        raise InputError(" ".join(dict.fromkeys(fields.values())), fields)
    columns["anonymous"] = intake.anonymous or not (columns["caller"] or columns["phone"])
    for name in ("confidential", "publishable", "proactive"):
        columns[name] = getattr(intake, name)
    return columns


def _wrong_texts(intake: Intake, columns: Mapping[str, Any]) -> dict[str, str]:
    """Per field that was typed in and cannot be used: what is wrong with it."""
    fields = {name: too_long(LONGEST_LINE) for name in LINES if len(columns[name]) > LONGEST_LINE}
    if not columns["content"]:
        fields["content"] = _("Write what the caller says.")
    elif len(columns["content"]) > LONGEST_TEXT:
        fields["content"] = too_long(LONGEST_TEXT)
    beside = beside_phone(intake.phone)
    if beside:
        fields["phone"] = _(
            "A phone number has digits only; this does not belong here: {text}"
        ).format(text=clip(beside, SHOWN))
    elif clean_line(intake.phone) and not is_phone(columns["phone"]):
        fields["phone"] = _("A phone number has 3 to 15 digits.")
    if intake.anonymous and columns["caller"]:
        fields["caller"] = _(
            "An anonymous call keeps no name: clear the name, or take the mark off."
        )
    return fields


def _code(terms: type[Term], value: str, field: str, fields: dict[str, str]) -> str:
    if value in set(terms):
        return str(value)
    fields[field] = _("Choose one of: {choices}.").format(
        choices=_(", ").join(term.label for term in terms)
    )
    return ""


def _where(store: Store, intake: Intake, address: str) -> dict[str, int | None]:
    building, grid = intake.building_id, intake.grid_id
    if address and (building is None or grid is None):
        match = grid_of_address(store, address, store.clock.today())
        if match is not None and not match.ambiguous:
            building = building if building is not None else match.building_id
            grid = grid if grid is not None else match.grid_id
    return {"building_id": building, "grid_id": grid}


def _check_category(session: Session, code: str) -> None:
    known = select(Category.code).where(col(Category.code) == code)
    if code and session.exec(known).first() is None:
        sentence = _("There is no category {code}.").format(code=code)
        raise InputError(sentence, {"category": sentence})
