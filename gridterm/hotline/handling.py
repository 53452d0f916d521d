"""From triage to resolution (RULEBOOK §2): who decides, who has it, how far it is, who was told.

Every function is one use case with one audit entry and returns the ticket after it. All raise
``NotFoundError`` for a ticket that does not exist, ``RefusedError`` with a sentence when the
state or a guard forbids the action, ``InputError`` when something is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import due
from gridterm.hotline.events import facts_of
from gridterm.hotline.queries import ticket
from gridterm.hotline.service import register
from gridterm.hotline.stepping import act, append, children, get, required
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import (
    OPEN_STATES,
    Action,
    Intake,
    Mechanism,
    State,
    TicketDetail,
    Tier,
)
from gridterm.i18n import Term, _
from gridterm.registers.tables import Grid, Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean, clean_line

TAKEN_OVER = (
    *("kind", "channel", "caller", "anonymous", "phone", "address", "building_id", "grid_id"),
    *("category", "title", "place", "confidential", "publishable"),
)
TOLD_BY = ("phone", "in_person", "wechat", "letter")


@dataclass(frozen=True)
class Told:
    """How the resident was told: by whom (staff id), when, by which way."""

    by_id: int | None = None
    at: datetime | None = None
    how: str = "phone"


def triage(  # noqa: PLR0913 - the two answers, their reason and what goes with them
    store: Store,
    actor: Actor,
    ticket_id: int,
    tier: str,
    mechanism: str,
    *,
    reason: str,
    major_due: datetime | None = None,
    accused_id: int | None = None,
) -> TicketDetail:
    """Say who decides (层级) and how it is dealt with (处理机制), and why (分级).

    Args:
        store: the office.
        actor: who triages.
        ticket_id: the ticket.
        tier: a code of ``Tier``.
        mechanism: a code of ``Mechanism``.
        reason: why.
        major_due: the date set by hand for a major matter.
        accused_id: the member of staff the complaint is about, who will not handle it.
    """
    words = required(reason, _("Say why it is of this tier."), "reason")
    payload = {
        "tier": _code(Tier, tier, "tier"),
        "mechanism": _code(Mechanism, mechanism, "mechanism"),
        "major_due": major_due.isoformat() if major_due else None,
        "accused_id": accused_id,
    }

    def checked(tx: Tx, _record: Ticket) -> dict[str, Any]:
        if accused_id is not None and tx.session.get(Staff, accused_id) is None:
            sentence = _("Nobody on the staff has this number.")
            raise InputError(sentence, {"accused": sentence})
        return payload

    act(store, actor, ticket_id, Action.TRIAGE, note=words, payload_of=checked)
    return ticket(store, ticket_id)


def assign(
    store: Store, actor: Actor, ticket_id: int, to_id: int, *, note: str = ""
) -> TicketDetail:
    """Assign a triaged call (交办); the acceptance clock starts."""
    return _hand(store, actor, ticket_id, Action.ASSIGN, to_id=to_id, note=clean(note))


def transfer(store: Store, actor: Actor, ticket_id: int, to_id: int, reason: str) -> TicketDetail:
    """Hand over to somebody else (转办); who accepted first stays first."""
    words = required(reason, _("Say why it is handed over."), "reason")
    return _hand(store, actor, ticket_id, Action.TRANSFER, to_id=to_id, note=words)


def _hand(  # noqa: PLR0913 - one step, said in full
    store: Store, actor: Actor, ticket_id: int, action: Action, *, to_id: int, note: str
) -> TicketDetail:
    def payload(tx: Tx, _record: Ticket) -> dict[str, Any]:
        handler = _employed(tx, to_id)
        return {"to_id": handler.id, "to": handler.name}

    act(store, actor, ticket_id, action, note=note, payload_of=payload)
    return ticket(store, ticket_id)


def accept(store: Store, actor: Actor, ticket_id: int) -> TicketDetail:
    """Accept an assignment (签收); the first to accept is 办理第一责任人 for good.

    A deputy may accept in the handler's place and is shown as such (代).
    """

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        if actor.staff_id is None:
            raise RefusedError(_("Sign on as a member of staff to accept an assignment."))
        handler = tx.session.get(Staff, record.handler_id) if record.handler_id else None
        stands_in = handler is not None and actor.staff_id != handler.id
        if stands_in and handler is not None and actor.staff_id != handler.deputy_id:
            raise RefusedError(
                _("This is assigned to {name}; only they or their deputy can accept it.").format(
                    name=handler.name
                )
            )
        return {"by_id": actor.staff_id, "for_id": handler.id if stands_in and handler else None}

    act(store, actor, ticket_id, Action.ACCEPT, payload_of=payload)
    return ticket(store, ticket_id)


def give_back(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Return an assignment (退回); the third return goes to the principal leader."""
    words = required(reason, _("Say why it is returned."), "reason")

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        leader = principal_leader(tx.session, tx.now.date(), but=record.accused_id)
        return {"leader_id": leader.id if leader else None}

    act(store, actor, ticket_id, Action.RETURN, note=words, payload_of=payload)
    return ticket(store, ticket_id)


def progress(
    store: Store, actor: Actor, ticket_id: int, note: str, *, told: bool = False
) -> TicketDetail:
    """Note how far it is (反馈过程); ``told`` says that the resident was told of it."""
    words = required(note, _("Write what was done."), "note")
    facts = {"told": told}
    act(store, actor, ticket_id, Action.PROGRESS, note=words, payload_of=lambda *_: facts)
    return ticket(store, ticket_id)


def suspend(  # noqa: PLR0913 - a reason, its approval and its end
    store: Store, actor: Actor, ticket_id: int, *, reason: str, review_on: date, approver: str
) -> TicketDetail:
    """Suspend the clocks (挂起) until a review date at most 30 days away, with an approver."""
    words = required(reason, _("Say why it waits, and for what."), "reason")
    name = required(approver, _("Say who approved the suspension."), "approver")
    payload = {"review_on": review_on.isoformat(), "approver": clean_line(name)}
    act(store, actor, ticket_id, Action.SUSPEND, note=words, payload_of=lambda *_: payload)
    return ticket(store, ticket_id)


def resume(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Let the clocks go on (恢复)."""
    act(store, actor, ticket_id, Action.RESUME, note=clean(note))
    return ticket(store, ticket_id)


def report_up(  # noqa: PLR0913 - to whom, by which paper
    store: Store, actor: Actor, ticket_id: int, *, unit: str, document: str, note: str = ""
) -> TicketDetail:
    """Report an overall or major matter to a superior unit (上报), with its document number."""
    payload = {
        "unit": clean_line(required(unit, _("Say to which unit it goes."), "unit")),
        "document": clean_line(
            required(document, _("Give the number of the document that goes up."), "document")
        ),
    }
    act(store, actor, ticket_id, Action.REPORT_UP, note=clean(note), payload_of=lambda *_: payload)
    return ticket(store, ticket_id)


def superior_reply(store: Store, actor: Actor, ticket_id: int, reply: str) -> TicketDetail:
    """Note what the superior unit answered (上级答复)."""
    words = required(reply, _("Write what the superior unit answered."), "reply")
    act(store, actor, ticket_id, Action.SUPERIOR_REPLY, note=words)
    return ticket(store, ticket_id)


def extend(  # noqa: PLR0913 - a date, its reason and its approval
    store: Store,
    actor: Actor,
    ticket_id: int,
    *,
    new_due: datetime,
    reason: str,
    approver: str,
    told: Told | None,
) -> TicketDetail:
    """Extend the resolution once, before it is due (延期): approved, and the resident told."""
    words = required(reason, _("Say why it takes longer."), "reason")
    name = required(approver, _("Say who approved the extension."), "approver")
    if told is None:
        sentence = _("Tell the resident of the later date first, and say how.")
        raise InputError(sentence, {"told": sentence})

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        facts = facts_of(read_steps(tx.session, ticket_id))
        matter = due.matter_of(record.model_dump(), facts)
        running = due.timing(tx.session).clocks(matter, facts, tx.now).resolution
        old = running.due if running and running.due else tx.now
        return {
            "old_due": old.isoformat(),
            "new_due": new_due.isoformat(),
            "approver": clean_line(name),
            **_telling(told, tx, record),
        }

    act(store, actor, ticket_id, Action.EXTEND, note=words, payload_of=payload)
    return ticket(store, ticket_id)


def resolve(
    store: Store, actor: Actor, ticket_id: int, result: str, told: Told | None
) -> TicketDetail:
    """Resolve (办结): the result, and who told the resident, when and how.

    In a regional matter the grid's lead, or the lead's deputy, tells the resident.
    """
    words = required(result, _("Write what was achieved."), "result")
    if told is None:
        sentence = _("Say who told the resident, when and how.")
        raise InputError(sentence, {"told": sentence})

    def payload(tx: Tx, record: Ticket) -> Mapping[str, Any]:
        facts = _telling(told, tx, record)
        if record.tier == Tier.REGIONAL:
            _told_by_lead(tx.session, record, facts["told_by"])
        return facts

    act(store, actor, ticket_id, Action.RESOLVE, note=words, payload_of=payload)
    return ticket(store, ticket_id)


def reopen(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Open a closed call again within 30 days (重新打开): a new round with its own clock."""
    words = required(reason, _("Say why it is opened again."), "reason")
    act(store, actor, ticket_id, Action.REOPEN, note=words)
    return ticket(store, ticket_id)


def log_again(store: Store, actor: Actor, ticket_id: int, content: str) -> TicketDetail:
    """Log a new call that goes on from one closed too long ago to be reopened.

    Caller, place and category are taken over; it has its own number, clocks and responder.
    """
    with store.read() as session:
        record = get(session, ticket_id)
        if record.state != State.CLOSED:
            raise RefusedError(_("This call is still open; go on with it."))
        intake = Intake(**{name: getattr(record, name) for name in TAKEN_OVER}, content=content)
    return register(store, actor, intake, follows_id=ticket_id)


def merge(
    store: Store, actor: Actor, ticket_id: int, master_id: int, *, reason: str = ""
) -> TicketDetail:
    """Put a call to another about the same matter (并案); its caller is still told and revisited.

    The master must be open; merging into a merged call goes to its master, and a call is
    never merged into itself, in however many steps.
    """

    def payload(tx: Tx, _record: Ticket) -> dict[str, Any]:
        master = get(tx.session, master_id)
        while master.master_id is not None:
            master = get(tx.session, master.master_id)
        if master.id == ticket_id:
            raise RefusedError(_("A call cannot be merged into itself."))
        if State(master.state) not in OPEN_STATES:
            raise RefusedError(
                _("{number} is no longer open; choose an open call to merge into.").format(
                    number=master.number
                )
            )
        for child in children(tx.session, ticket_id):
            facts = {"master_id": master.id, "master": master.number}
            append(tx, child, Action.SPLIT, payload={})
            append(tx, child, Action.MERGE, note=clean(reason), payload=facts)
        return {"master_id": master.id, "master": master.number}

    act(store, actor, ticket_id, Action.MERGE, note=clean(reason), payload_of=payload)
    return ticket(store, ticket_id)


def split(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Take a merged call out again (拆分): it is received, with its own number as before."""
    words = required(reason, _("Say why it is a matter of its own."), "reason")
    act(store, actor, ticket_id, Action.SPLIT, note=words)
    return ticket(store, ticket_id)


def suggest_handler(store: Store, ticket_id: int) -> tuple[int, str, str] | None:
    """Whom to assign to: the grid's lead, or the deputy when away; never the person accused.

    Returns:
        (staff id, name, why), or None where the grid has no lead who can.
    """
    with store.read() as session:
        record = get(session, ticket_id)
        grid = session.get(Grid, record.grid_id) if record.grid_id else None
        lead = session.get(Staff, grid.lead_id) if grid and grid.lead_id else None
        if lead is None or grid is None or lead.id is None:
            return None
        today = store.clock.today()
        if _works(lead, today) and lead.id != record.accused_id:
            return lead.id, lead.name, _("lead of {grid}").format(grid=grid.code)
        deputy = session.get(Staff, lead.deputy_id) if lead.deputy_id else None
        if deputy is None or not _works(deputy, today) or deputy.id == record.accused_id:
            return None
        return deputy.id or 0, deputy.name, _("deputy of {name}").format(name=lead.name)


def _works(staff: Staff, day: date) -> bool:
    return not staff.away and staff.hired <= day and (staff.left is None or day <= staff.left)


def principal_leader(session: Session, day: date, but: int | None = None) -> Staff | None:
    """Who leads the community on a day: the first on the staff with that role, but not ``but``."""
    leaders = session.exec(
        select(Staff).where(col(Staff.roles).contains("principal_leader")).order_by(col(Staff.id))
    )
    return next((one for one in leaders if _works(one, day) and one.id != but), None)


def _employed(tx: Tx, staff_id: int) -> Staff:
    staff = tx.session.get(Staff, staff_id)
    if staff is None or not _works(staff, tx.now.date()):
        sentence = _("Choose a member of staff who is at work.")
        raise InputError(sentence, {"to": sentence})
    return staff


def _told_by_lead(session: Session, record: Ticket, told_by: int | None) -> None:
    grid = session.get(Grid, record.grid_id) if record.grid_id else None
    lead = session.get(Staff, grid.lead_id) if grid and grid.lead_id else None
    if lead is not None and told_by not in {lead.id, lead.deputy_id}:
        sentence = _(
            "In a regional matter the grid's lead tells the resident: {name} or their deputy."
        ).format(name=lead.name)
        raise InputError(sentence, {"told_by": sentence})


def _telling(told: Told, tx: Tx, record: Ticket) -> Mapping[str, Any]:
    if told.how not in TOLD_BY:
        sentence = _("Choose how the resident was told: phone, in person, WeChat or letter.")
        raise InputError(sentence, {"how": sentence})
    at = told.at or tx.now
    if at > tx.now:
        sentence = _("The resident cannot have been told in the future; check the time.")
        raise InputError(sentence, {"at": sentence})
    if at < record.received_at:
        sentence = _("The resident cannot have been told before the call; check the time.")
        raise InputError(sentence, {"at": sentence})
    by = told.by_id if told.by_id is not None else tx.actor.staff_id
    return {"told": True, "told_by": by, "told_at": at.isoformat(), "how": told.how}


def _code(terms: type[Term], value: str, field: str) -> str:
    if value in set(terms):
        return str(value)
    sentence = _("Choose one of: {choices}.").format(
        choices=_(", ").join(term.label for term in terms)
    )
    raise InputError(sentence, {field: sentence})
