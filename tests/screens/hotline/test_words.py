"""A call in words: each date of its round, when it was met, and why it is that date."""

from __future__ import annotations

from datetime import datetime, timedelta

from rich.text import Text

from gridterm.clock import FixedClock
from gridterm.hotline import handling, queries, service
from gridterm.hotline.terms import Intake, TicketDetail, TicketFilter, TicketRow
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from screens.hotline.words import LATE_STYLE, facts, line_of

MONDAY = datetime(2026, 11, 23, 9, 0)


def test_an_open_major_matter_is_red_in_the_list_and_says_so(
    office: Store, clock: FixedClock, actor: Actor
) -> None:
    one = service.register(office, actor, Intake("3栋有人被困电梯[/]", kind="help")).id
    calm = service.register(office, actor, Intake("路灯不亮", kind="help")).id
    handling.triage(office, actor, one, "major", "coordination", reason="有人被困")
    listed = {row.id: line_of(row, clock.now()) for row in rows_of(office)}
    subject = listed[one].cells["subject"]
    assert isinstance(subject, Text)
    assert subject.plain == "MAJOR  3栋有人被困电梯[/]"
    assert subject.style == LATE_STYLE
    assert getattr(listed[one].cells["tier"], "style", "") == LATE_STYLE
    assert str(listed[calm].cells["subject"]) == "路灯不亮"
    service.void(office, actor, one, "重复")
    gone = next(row for row in rows_of(office) if row.id == one)
    assert str(line_of(gone, clock.now()).cells["subject"]) == "3栋有人被困电梯[/]"


def rows_of(office: Store) -> tuple[TicketRow, ...]:
    return queries.list_tickets(office, TicketFilter()).rows


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
