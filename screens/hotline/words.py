"""A ticket in words and lines: what lists, previews and the detail have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from rich.text import Text

from gridterm.hotline.terms import (
    Action,
    EventView,
    Kind,
    Satisfaction,
    State,
    TicketDetail,
    TicketRow,
)
from gridterm.i18n import Term, _
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line, width
from screens.widgets.plain import one_line
from screens.widgets.table import Column, Line

BRIEF_DAYS = 300
KIND_CELLS = 9
STATE_CELLS = 10

OPEN_STYLE = "bold"


def _widest(terms: Iterable[Term], most: int) -> int:
    return min(most, max(width(one.label) for one in terms))


def columns() -> tuple[Column, ...]:
    """The columns of the list, as wide as their words in the language in use."""
    kind, state = _widest(Kind, KIND_CELLS), _widest(State, STATE_CELLS)
    return (
        Column("number", _("Number"), 12),
        Column("time", _("Time"), 11),
        Column("caller", _("Caller"), 6),
        Column("grid", _("Grid"), 5),
        Column("kind", _("Kind"), kind),
        Column("subject", _("Matter")),
        Column("channel", _("Channel"), 8, wide=True),
        Column("category", _("Category"), 12, wide=True),
        Column("state", _("State"), state),
    )


def line_of(row: TicketRow, now: datetime, categories: Mapping[str, str]) -> Line:
    """A ticket as a line of the list."""
    state = Text(row.state.label, style=OPEN_STYLE if row.state is State.RECEIVED else "")
    cells: dict[str, str | Text] = {
        "number": row.number,
        "time": brief_time(row.received_at, now),
        "caller": row.caller,
        "grid": grid_number(row.grid),
        "kind": row.kind.label,
        "subject": clean_line(row.subject),
        "channel": row.channel.label,
        "category": categories.get(row.category, row.category),
        "state": state,
    }
    return Line(str(row.id), cells, row, row.cursor)


def brief_time(moment: datetime, now: datetime) -> str:
    """``11-21 09:14``; with the year and without the time when it is long ago."""
    if abs((now - moment).days) > BRIEF_DAYS:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%m-%d %H:%M}"


def stages(ticket: TicketDetail) -> list[tuple[str, str, bool]]:
    """The closed loop as a bar: (stage, when and who, whether it is reached)."""
    told: dict[Action, EventView] = {}
    for event in ticket.events:
        told[event.action] = event
    answered = told.get(Action.ANSWER) or told.get(Action.GUIDE) or told.get(Action.REPLY)
    revisited = told.get(Action.REVISIT)
    if ticket.state is State.RECEIVED and ticket.round > 1:
        answered = revisited = None
    closed = ticket.closed_at if ticket.state is State.CLOSED else None
    bar = [
        (State.RECEIVED.label, _stamp(ticket.received_at, ticket.first_responder), True),
        (_("Answered"), _event_stamp(answered), answered is not None),
        (_("Revisited"), _event_stamp(revisited), revisited is not None),
        (State.CLOSED.label, _stamp(closed, ""), closed is not None),
    ]
    if ticket.state is State.VOID:
        bar = [bar[0], (State.VOID.label, _event_stamp(told.get(Action.VOID)), True)]
    return bar


def _stamp(moment: datetime | None, who: str) -> str:
    return f"{moment:%m-%d %H:%M} {who}".strip() if moment is not None else ""


def _event_stamp(event: EventView | None) -> str:
    return _stamp(event.at, event.actor) if event is not None else ""


def facts(ticket: TicketDetail, caller: str, phone: str) -> list[tuple[str, str]]:
    """The fields of a ticket that hold something: (name, value)."""
    marks = [
        words
        for on, words in (
            (ticket.confidential, _("CONFIDENTIAL")),
            (ticket.history, _("Imported history")),
            (ticket.publishable, _("Publishable")),
            (ticket.proactive, _("Found by grid")),
        )
        if on
    ]
    lines = [
        (_("Caller"), f"{caller} {phone}".strip()),
        (_("Address"), ticket.address),
        (_("Building"), ticket.building),
        (_("Grid"), ticket.grid),
        (_("Place"), ticket.place),
        (_("Kind"), ticket.kind.label),
        (_("Channel"), ticket.channel.label),
        (_("Category"), ticket.category_name),
        (_("Source number"), ticket.external_id),
        (_("Received at"), f"{ticket.received_at:%Y-%m-%d %H:%M}"),
        (_("Written down"), f"{ticket.registered_at:%Y-%m-%d %H:%M}"),
        (_("First responder"), ticket.first_responder),
        (_("Round"), str(ticket.round) if ticket.round > 1 else ""),
        (_("Marks"), _(", ").join(marks)),
    ]
    return [(name, value) for name, value in lines if value]


def event_lines(event: EventView) -> list[str]:
    """A step in lines: when, what, who, the state after it; then its note and its facts."""
    late = "" if event.at == event.recorded_at else f" ({event.recorded_at:%m-%d %H:%M})"
    head = f"{event.at:%Y-%m-%d %H:%M}{late}  {event.action.label}  {event.actor}"
    lines = [f"{head}  -> {event.state.label}"]
    lines += event.note.split("\n") if event.note else []
    return lines + _told(event.payload)


def _told(payload: Mapping[str, Any]) -> list[str]:
    """The facts of a step that are not in the ticket's own fields."""
    lines = []
    if payload.get("waived"):
        lines.append(_("No revisit: anonymous or not wanted"))
    elif "reached" in payload or "last_miss" in payload or "round" in payload:
        lines.append(_revisit_words(payload))
    extras = payload.get("extra")
    if isinstance(extras, Mapping):
        lines += [f"{name}: {value}" for name, value in extras.items()]
    source = payload.get("source")
    if isinstance(source, Mapping):
        words = _("From the file {file}, row {row}")
        lines.append(words.format(file=source.get("file", ""), row=source.get("row", "")))
    if payload.get("undated"):
        lines.append(_("The source gives no time for this reply"))
    changed = payload.get("changed")
    if isinstance(changed, Mapping):
        lines += [f"{name} = {value}" for name, value in changed.items()]
    return lines


def _revisit_words(payload: Mapping[str, Any]) -> str:
    if not payload.get("reached"):
        return _("Not reached")
    words = [_("Reached"), _("solved") if payload.get("solved") else _("not solved")]
    satisfaction = payload.get("satisfaction")
    if satisfaction in set(Satisfaction):
        words.append(Satisfaction(satisfaction).label)
    return _(", ").join(words)


def subject_of(ticket: TicketDetail) -> Text:
    """The ticket's matter in one line."""
    return one_line(ticket.title or ticket.content)
