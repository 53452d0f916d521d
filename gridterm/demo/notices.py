"""The demo office's notice board: notices in every state, from its own calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from gridterm.hotline.notices import rules
from gridterm.hotline.notices.proposing import propose
from gridterm.hotline.notices.rules import NoticeStep
from gridterm.hotline.notices.steps import save
from gridterm.hotline.notices.terms import NoticeAction
from gridterm.hotline.notices.writing import checked
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import Action, Kind, State
from gridterm.registers.posts import split_roles
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role
from gridterm.store.unit import Tx

MORNING = time(10, 20)
HANDLED = "社区受理后，由网格负责人到现场核实，协调有关单位办理，并逐一告知了反映人。"
HANGS = timedelta(days=13)
FURTHER = {
    "submit": timedelta(minutes=25), "send_back": timedelta(hours=2),
    "approve": timedelta(hours=4), "take_down": timedelta(days=6, hours=3),
    "withdraw": timedelta(hours=5),
}  # fmt: skip
_S, _A = NoticeAction.SUBMIT, NoticeAction.APPROVE


@dataclass(frozen=True)
class _Plan:
    """A notice of the demo: drafted how many days ago, from how many calls, what followed."""

    days_ago: int
    calls: int = 1
    steps: tuple[NoticeAction, ...] = ()
    ahead: int = 0
    note: str = ""


PLANS = (
    _Plan(60, 1, (_S, _A)),
    _Plan(45, 1, (_S, _A)),
    _Plan(40, 1, (_S, NoticeAction.WITHDRAW), note="与上月告示重复，不再张贴"),
    _Plan(30, 1, (_S, _A, NoticeAction.TAKE_DOWN), note="已全部办结，提前撤下"),
    _Plan(9, 2, (_S, _A)),
    _Plan(6, 1, (_S, _A)),
    _Plan(4, 1, (_S, _A)),
    _Plan(3, 1, (_S, _A), ahead=6),
    _Plan(2, 1, (_S,)),
    _Plan(1),
)


@dataclass
class _Notice:
    """A notice while it is written: its steps so far, its number still missing."""

    at: datetime
    payload: dict[str, Any]
    later: list[tuple[datetime, NoticeAction, Staff | None, str]] = field(default_factory=list)


def enter(tx: Tx, people: Sequence[Staff]) -> None:
    """Write the notices, in the order they were drafted, so that their numbers rise."""
    today = tx.now.date()
    used: set[int] = set()
    made = [*_reopened(tx, people)]
    used |= {int(key) for one in made for key in one.payload["sources"]}
    for plan in PLANS:
        made += _planned(tx, plan, people, today, used)
    for one in sorted(made, key=lambda notice: notice.at):
        year = one.at.year
        payload = {**one.payload, "number": rules.number(year, tx.number(rules.series(year)))}
        drafter = _drafter(people, one.at.date())
        steps = [_step(1, one.at, NoticeAction.DRAFT, drafter, payload=payload)]
        for at, action, who, note in one.later:
            if at <= tx.now:
                steps.append(_step(len(steps) + 1, at, action, who or drafter, note))
        save(tx, None, steps, new=len(steps))


def _planned(
    tx: Tx, plan: _Plan, people: Sequence[Staff], today: date, used: set[int]
) -> Iterator[_Notice]:
    at = datetime.combine(today - timedelta(days=plan.days_ago), MORNING)
    ids = _answered(tx.session, at, plan.calls, used)
    if len(ids) < plan.calls:
        return
    used |= set(ids)
    up_on = at.date() + timedelta(days=plan.ahead)
    one = _Notice(at, _payload(tx.session, ids, up_on))
    leader = _leader(people, at.date())
    for action in plan.steps:
        who = leader if action in {_A, NoticeAction.SEND_BACK} else None
        note = "" if action in {_S, _A} else plan.note
        one.later.append((at + FURTHER[str(action)], action, who, note))
    yield one


def _reopened(tx: Tx, people: Sequence[Staff]) -> Iterator[_Notice]:
    """One that hung on the newest call which came back unsolved: superseded that moment."""
    query = (
        select(Ticket, TicketEvent)
        .join(TicketEvent, col(TicketEvent.ticket_id) == col(Ticket.id))
        .where(col(Ticket.publishable), ~col(Ticket.confidential), Ticket.round > 1)
        .where(TicketEvent.action == str(Action.REVISIT))
        .where(TicketEvent.state == str(State.IN_PROGRESS))
        .order_by(col(TicketEvent.at).desc())
        .limit(1)
    )
    for ticket, revisit in tx.session.exec(query):
        if ticket.id is None or ticket.round != 2:  # noqa: PLR2004 - unsolved once
            return
        at = revisit.at - timedelta(hours=2)
        payload = _payload(tx.session, [ticket.id], at.date())
        payload["sources"] = {str(ticket.id): 1}
        one = _Notice(at, payload)
        leader = _leader(people, at.date())
        why = rules.unfit(
            {"number": ticket.number, "state": ticket.state, "round": 2, "confidential": False,
             "publishable": True}, 1,
        )  # fmt: skip
        one.later = [
            (at + timedelta(minutes=20), _S, None, ""),
            (at + timedelta(minutes=50), _A, leader, ""),
            (revisit.at, NoticeAction.SUPERSEDE, None, why),
        ]
        yield one


def _answered(session: Session, before: datetime, count: int, used: set[int]) -> list[int]:
    """The newest calls about one thing, answered for good by then, that may be published."""
    query = (
        select(Ticket.id, Ticket.category)
        .where(col(Ticket.publishable), ~col(Ticket.confidential), Ticket.round == 1)
        .where(col(Ticket.state).in_([str(State.ANSWERED), str(State.CLOSED)]))
        .where(col(Ticket.answered_at) < before, col(Ticket.id).not_in(used))
        .where(Ticket.kind != str(Kind.PRAISE))
        .order_by(col(Ticket.answered_at).desc())
    )
    alike: dict[str, list[int]] = {}
    for ticket_id, category in session.execute(query):
        alike.setdefault(category, []).append(ticket_id)
        if len(alike[category]) == count:
            return sorted(alike[category])
    return []


def _payload(session: Session, ids: Sequence[int], up_on: date) -> dict[str, Any]:
    """The proposal, put as an office puts it for everybody to read."""
    form = propose(session, ids, up_on)
    told = f"{form.title}，{'居民' if len(ids) == 1 else '多位居民'}希望社区协调解决。"
    dated = replace(form, up_on=up_on, down_on=up_on + HANGS)
    return checked(session, replace(dated, matter=told, handling=HANDLED), up_on)


def _step(  # noqa: PLR0913, PLR0917 - a step has that many parts
    seq: int,
    at: datetime,
    action: NoticeAction,
    who: Staff,
    note: str = "",
    payload: dict[str, Any] | None = None,
) -> NoticeStep:
    return NoticeStep(seq, at, action, who.id, who.name, note, payload or {})


def _drafter(people: Sequence[Staff], day: date) -> Staff:
    leader = _leader(people, day)
    fits = [one for one in _at_work(people, day) if Role.CLERK in split_roles(one.roles)]
    return next((one for one in fits if one is not leader), people[-1])


def _leader(people: Sequence[Staff], day: date) -> Staff:
    return next(
        one for one in _at_work(people, day) if Role.PRINCIPAL_LEADER in split_roles(one.roles)
    )


def _at_work(people: Sequence[Staff], day: date) -> list[Staff]:
    return [one for one in people if one.hired <= day and (one.left is None or day <= one.left)]
