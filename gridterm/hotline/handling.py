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

from sqlmodel import Session

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import due, orders, rules
from gridterm.hotline.acting import done
from gridterm.hotline.answers import WAYS
from gridterm.hotline.events import facts_of, intake_payload
from gridterm.hotline.posts import approval, principal_leader
from gridterm.hotline.queries import ticket
from gridterm.hotline.service import register
from gridterm.hotline.stepping import (
    Order,
    append,
    children,
    get,
    id_of,
    make_step,
    required,
    save,
)
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import (
    OPEN_STATES,
    Action,
    Intake,
    State,
    TicketDetail,
    Tier,
)
from gridterm.hotline.timing import matter_of
from gridterm.i18n import _
from gridterm.registers.tables import Grid, Staff
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean, clean_line

TAKEN_OVER = (
    *("kind", "channel", "caller", "anonymous", "phone", "address", "building_id", "grid_id"),
    *("category", "title", "place", "confidential", "publishable"),
)
OF_THE_CALL = ("received_at", "first_responder_id")


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
    order = orders.triage(
        tier, mechanism, reason=reason, major_due=major_due, accused_id=accused_id
    )
    return done(store, actor, ticket_id, order)


def assign(
    store: Store, actor: Actor, ticket_id: int, to_id: int | None, *, note: str = ""
) -> TicketDetail:
    """Assign a triaged call (交办), None to its grid's lead; the acceptance clock starts."""
    return done(store, actor, ticket_id, orders.assign(to_id, note=note))


def transfer(store: Store, actor: Actor, ticket_id: int, to_id: int, reason: str) -> TicketDetail:
    """Hand over to somebody else (转办); who accepted first stays first."""
    return done(store, actor, ticket_id, orders.transfer(to_id, reason))


def accept(store: Store, actor: Actor, ticket_id: int) -> TicketDetail:
    """Accept an assignment (签收); the first to accept is 办理第一责任人 for good.

    A deputy may accept in the handler's place and is shown as such (代).
    """
    return done(store, actor, ticket_id, orders.accept())


def give_back(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Return an assignment (退回); the third return goes to the principal leader."""
    words = required(reason, _("Say why it is returned."), "reason")

    def payload(tx: Tx, record: Ticket) -> dict[str, Any]:
        leader = principal_leader(tx.session, tx.now.date(), but=record.accused_id)
        return {"leader_id": leader.id if leader else None}

    return done(store, actor, ticket_id, Order(Action.RETURN, words, payload))


def progress(
    store: Store, actor: Actor, ticket_id: int, note: str, *, told: bool = False
) -> TicketDetail:
    """Note how far it is (反馈过程); ``told`` says that the resident was told of it."""
    return done(store, actor, ticket_id, orders.progress(note, told=told))


def suspend(  # noqa: PLR0913 - a reason, its approval and its end
    store: Store, actor: Actor, ticket_id: int, *, reason: str, review_on: date, approver: str
) -> TicketDetail:
    """Suspend the clocks (挂起) until a review date at most 30 days away, with an approver.

    Args:
        store: the office.
        actor: who suspends it.
        ticket_id: the ticket.
        reason: why it waits, and for what.
        review_on: when it is looked at again.
        approver: who approved it, by staff number or name (``powers.APPROVERS``).
    """
    words = required(reason, _("Say why it waits, and for what."), "reason")
    name = required(approver, _("Say who approved the suspension."), "approver")

    def payload(tx: Tx, _record: Ticket) -> dict[str, Any]:
        return {"review_on": review_on.isoformat(), **approval(tx, name)}

    return done(store, actor, ticket_id, Order(Action.SUSPEND, words, payload))


def resume(store: Store, actor: Actor, ticket_id: int, *, note: str = "") -> TicketDetail:
    """Let the clocks go on (恢复)."""
    return done(store, actor, ticket_id, Order(Action.RESUME, clean(note)))


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
    return done(store, actor, ticket_id, Order(Action.REPORT_UP, clean(note), lambda *_: payload))


def superior_reply(store: Store, actor: Actor, ticket_id: int, reply: str) -> TicketDetail:
    """Note what the superior unit answered (上级答复)."""
    words = required(reply, _("Write what the superior unit answered."), "reply")
    return done(store, actor, ticket_id, Order(Action.SUPERIOR_REPLY, words))


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
        matter = matter_of(record.model_dump(), facts)
        running = due.timing(tx.session).clocks(matter, facts, tx.now).resolution
        if running is None or running.due is None:
            raise RefusedError(
                _("This major matter has no date yet. Set it first: triage it with its date.")
            )
        return {
            "old_due": running.due.isoformat(),
            "new_due": new_due.isoformat(),
            **approval(tx, name),
            **telling(told, tx, record),
        }

    return done(store, actor, ticket_id, Order(Action.EXTEND, words, payload))


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
        facts = telling(told, tx, record)
        if record.tier == Tier.REGIONAL:
            _told_by_lead(tx.session, record, facts["told_by"])
        return facts

    return done(store, actor, ticket_id, Order(Action.RESOLVE, words, payload))


def reopen(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Open a closed call again within 30 days (重新打开): a new round with its own clock."""
    words = required(reason, _("Say why it is opened again."), "reason")
    return done(store, actor, ticket_id, Order(Action.REOPEN, words))


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

    return done(store, actor, ticket_id, Order(Action.MERGE, clean(reason), payload))


def split(store: Store, actor: Actor, ticket_id: int, reason: str) -> TicketDetail:
    """Take a merged call out again (拆分): it is received, with its own number as before."""
    words = required(reason, _("Say why it is a matter of its own."), "reason")
    return done(store, actor, ticket_id, Order(Action.SPLIT, words))


def split_off(store: Store, actor: Actor, ticket_id: int, words: str, reason: str) -> TicketDetail:
    """Take a second matter out of a call that is being worked on (拆分), as a call of its own.

    The new call keeps who called, when, and who took it (首问责任人); it is received, with
    its own number and clocks. The old one keeps its words, and a step names both.

    Args:
        store: the office.
        actor: who splits it.
        ticket_id: the call that holds two matters.
        words: what the new call is about.
        reason: why it is a matter of its own.

    Returns:
        The new call.
    """
    part = required(words, _("Write what the new call is about."), "words")
    why = required(reason, _("Say why it is a matter of its own."), "reason")
    with store.write("ticket.split", actor) as tx:
        tx.subject = f"ticket:{ticket_id}"
        record = get(tx.session, ticket_id)
        if part == record.content:
            sentence = _("Leave only the words that go to the new call.")
            raise InputError(sentence, {"words": sentence})
        year = tx.now.year
        columns = {name: getattr(record, name) for name in (*TAKEN_OVER, *OF_THE_CALL)}
        columns |= {"content": part, "title": ""}
        columns["number"] = rules.number(year, tx.number(rules.series(year)))
        said = intake_payload(columns, split_from=record.number)
        made = save(tx, None, [make_step(tx, 1, Action.REGISTER, payload=said)], new=1)
        append(tx, record, Action.SPLIT, note=why, payload={"into": made.number, "part": part})
        made_id = id_of(made)
    return ticket(store, made_id)


def _told_by_lead(session: Session, record: Ticket, told_by: int | None) -> None:
    grid = session.get(Grid, record.grid_id) if record.grid_id else None
    lead = session.get(Staff, grid.lead_id) if grid and grid.lead_id else None
    if lead is not None and told_by not in {lead.id, lead.deputy_id}:
        sentence = _(
            "In a regional matter the grid's lead tells the resident: {name} or their deputy."
        ).format(name=lead.name)
        raise InputError(sentence, {"told_by": sentence})


def telling(told: Told, tx: Tx, record: Ticket) -> Mapping[str, Any]:
    """How the resident was told, for the facts of a step.

    Raises:
        InputError: an unknown way, or a time that cannot be.
    """
    if told.how not in WAYS:
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
