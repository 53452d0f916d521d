"""How a row of an action item becomes a line of the 督办台账, and a step its words.

The words of a confidential matter stand on its own page and on the confidential sheet alone;
everywhere else its line tells that it is there. So it is with a matter whose call was made
confidential after it was given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_rules import Step
from gridterm.meetings.action_terms import (
    ACTIONS_RUNNING,
    ActionKind,
    ActionRow,
    ActionState,
    ActionStep,
)
from gridterm.meetings.tables import ActionItem, Meeting
from gridterm.meetings.terms import MeetingKind
from gridterm.registers.tables import Staff
from gridterm.worktime import WorkTime

Statement = Select[Any]
RUNNING = tuple(map(str, ACTIONS_RUNNING))
_OWNER, _LEAD = aliased(Staff), aliased(Staff)


def hidden() -> Any:  # noqa: ANN401 - an SQL expression
    """Whether an action item is confidential: itself, or the call it comes from by now."""
    return or_(col(ActionItem.confidential), func.coalesce(col(Ticket.confidential), 0))


def rows() -> Statement:
    """The columns of the lines of the 督办台账, for ``told``."""
    item = ActionItem
    return (
        select(
            *(
                col(getattr(item, name))
                for name in (
                    *("id", "number", "kind", "matter", "superior_unit", "document_number"),
                    *("owner_id", "helpers", "given_on", "due_on", "state", "progress"),
                    *("reported_at", "closed_at", "checker", "ticket_id", "last_event_at"),
                )
            ),
            hidden().label("hidden"),
            col(_OWNER.name).label("owner"),
            col(_LEAD.name).label("lead"),
            col(Meeting.kind).label("meeting_kind"),
            col(Meeting.starts_at).label("meeting_at"),
            col(Ticket.number).label("ticket"),
        )
        .select_from(item)
        .join(_OWNER, col(_OWNER.id) == col(item.owner_id))
        .outerjoin(_LEAD, col(_LEAD.id) == col(item.lead_id))
        .outerjoin(Meeting, col(Meeting.id) == col(item.meeting_id))
        .outerjoin(Ticket, col(Ticket.id) == col(item.ticket_id))
    )


def told(
    session: Session,
    found: Sequence[Row[Any]],
    today: date,
    work: WorkTime,
    *,
    whole: bool = False,
) -> tuple[ActionRow, ...]:
    """Lines of the 督办台账 from what ``rows`` found.

    Args:
        session: the office.
        found: the rows.
        today: the day lateness is counted to.
        work: the office's working time.
        whole: with the words of the confidential ones.
    """
    names = names_of(session, {one for row in found for one in ids_of(row.helpers)})
    return tuple(_row(one, names, today, work, whole=whole) for one in found)


def _row(
    found: Row[Any], names: dict[int, str], today: date, work: WorkTime, *, whole: bool
) -> ActionRow:
    state = ActionState(found.state)
    silent = bool(found.hidden) and not whole
    return ActionRow(
        id=found.id,
        number=found.number,
        kind=ActionKind(found.kind),
        matter=_("(confidential)") if silent else found.matter,
        source=_source(found, silent=silent),
        lead=found.lead or "",
        owner_id=found.owner_id,
        owner=found.owner,
        helpers=tuple(names.get(one, "") for one in ids_of(found.helpers)),
        given_on=found.given_on,
        due_on=found.due_on,
        state=state,
        progress="" if silent else found.progress,
        closed_on=found.closed_at.date() if found.closed_at else None,
        checker=found.checker,
        confidential=bool(found.hidden),
        late=rules.late(state, found.due_on, found.reported_at, today, work),
        ticket_id=found.ticket_id,
    )


def _source(found: Row[Any], *, silent: bool) -> str:
    """Where it comes from: the meeting and the call, or the superior unit and its document."""
    parts: list[str] = []
    if found.kind == ActionKind.SUPERIOR and not silent:
        parts += [found.superior_unit, found.document_number]
    elif found.meeting_at is not None:
        parts.append(
            _("{meeting} of {date}").format(
                meeting=MeetingKind(found.meeting_kind).label, date=found.meeting_at.date()
            )
        )
    if found.ticket:
        parts.append(found.ticket)
    return _(", ").join(filter(None, parts))


def said(one: Step) -> str:
    """What a step says beside its note: both dates of a move, from whom to whom it went."""
    facts = one.payload
    if one.step is ActionStep.GIVE:
        return _("To {name}, due {date}").format(name=facts["owner"], date=facts["due_on"])
    if one.step is ActionStep.POSTPONE:
        return _("From {old} to {new}").format(old=facts["old_due"], new=facts["new_due"])
    if one.step is ActionStep.HAND_OVER:
        return _("From {old} to {new}").format(old=facts["from"], new=facts["to"])
    return ""


def ids_of(kept: str) -> tuple[int, ...]:
    """Staff ids as a row keeps them, apart."""
    return tuple(map(int, kept.split()))


def names_of(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of these people by their ids, in one question."""
    if not ids:
        return {}
    found = session.execute(select(col(Staff.id), col(Staff.name)).where(col(Staff.id).in_(ids)))
    return {staff_id: name for staff_id, name in found if staff_id is not None}
