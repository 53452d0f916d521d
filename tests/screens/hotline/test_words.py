"""A call in words: each date of its round, when it was met, and why it is that date."""

from __future__ import annotations

from datetime import datetime, timedelta

from gridterm.clock import FixedClock
from gridterm.hotline import handling, queries, service
from gridterm.hotline.terms import Intake, TicketDetail
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline.words import facts

MONDAY = datetime(2026, 11, 23, 9, 0)


def dates(ticket: TicketDetail) -> dict[str, str]:
    named = ("Acceptance by", "First feedback by", "Resolution by", "Resident told")
    return {name: value for name, value in facts(ticket, "", "") if name in named}


def test_every_date_stands_with_why_or_with_when_it_was_met(
    office: Store, clock: FixedClock, actor: Actor
) -> None:
    clock.moment = MONDAY
    one = service.register(office, actor, Intake("楼顶漏水", kind="complaint")).id
    handling.triage(office, actor, one, "general", "coordination", reason="单元内")
    handling.assign(office, actor, one, 2)
    clock.advance(timedelta(days=1))
    lead = Actor(2, "王芳")
    handling.accept(office, lead, one)
    handling.progress(office, lead, one, "看过了", told=True)
    told = dates(queries.ticket(office, one))
    assert told["Acceptance by"] == "11-23 14:30; done 11-24 09:00 Overdue"
    assert told["First feedback by"] == "11-24 17:30; done 11-24 09:00"
    assert told["Resolution by"].startswith("11-30 17:30 ")
    assert "5 working days" in told["Resolution by"]
    assert told["Resident told"] == "2026-11-24 09:00"
    handling.suspend(
        office,
        lead,
        one,
        reason="等",
        review_on=(MONDAY + timedelta(days=7)).date(),
        approver="王芳",
    )
    assert " paused " in dates(queries.ticket(office, one))["Resolution by"]
