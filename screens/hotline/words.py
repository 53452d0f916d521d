"""A ticket in words and lines: what lists, previews and the detail have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from rich.text import Text

from gridterm.hotline.answers import step_lines
from gridterm.hotline.terms import (
    LATE_LEVELS,
    OPEN_STATES,
    Action,
    DueView,
    EventView,
    Kind,
    Level,
    State,
    TicketDetail,
    TicketRow,
    Tier,
)
from gridterm.i18n import Term, _
from gridterm.registers.rules import grid_number
from gridterm.text import clean_line, width
from screens.widgets.plain import one_line
from screens.widgets.table import Column, Line

BRIEF_DAYS = 300
KIND_CELLS = 9
STATE_CELLS = 10
LATE_CELLS = 16
TIER_CELLS = 8

OPEN_STYLE = "bold"
LATE_STYLE = "bold red"
LEVEL_STYLES = {
    **dict.fromkeys(LATE_LEVELS, LATE_STYLE),
    Level.NEAR: "bold",
}
LEFT_CELLS = 14
DAY_MINUTES = 24 * 60


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
        Column("tier", _("Tier"), _widest(Tier, TIER_CELLS), wide=True),
        Column("handler", _("Handler"), 8, wide=True),
        Column("due", _("Due"), LEFT_CELLS, wide=True),
        Column("state", _("State"), min(LATE_CELLS, state + 1 + width(Level.OVERDUE.label))),
    )


def line_of(row: TicketRow, now: datetime) -> Line:
    """A ticket as a line of the list."""
    style = LEVEL_STYLES.get(row.level, OPEN_STYLE if row.state is State.RECEIVED else "")
    state = Text(f"{_mark(row.level)} {row.state.label}".strip(), style=style)
    major = row.tier is Tier.MAJOR and row.state in OPEN_STATES
    cells: dict[str, str | Text] = {
        "number": row.number,
        "time": brief_time(row.received_at, now),
        "caller": row.caller,
        "grid": grid_number(row.grid),
        "kind": row.kind.label,
        "subject": _subject(row, major=major),
        "tier": Text(row.tier.label if row.tier else "", style=LATE_STYLE if major else ""),
        "handler": row.handler,
        "due": Text(left_words(row, now), style=LEVEL_STYLES.get(row.level, "")),
        "state": state,
    }
    return Line(str(row.id), cells, row, row.cursor)


def _subject(row: TicketRow, *, major: bool) -> Text:
    """What a line is about; a major matter is red and says so (RULEBOOK §2)."""
    subject = clean_line(row.subject)
    if not major:
        return Text(subject)
    return Text("  ".join((_("MAJOR"), subject)), style=LATE_STYLE)


def _mark(level: Level) -> str:
    """The word before the state of a line that is late or nearly due."""
    if level in LATE_LEVELS:
        return Level.OVERDUE.label
    return level.label if level is Level.NEAR else ""


def brief_time(moment: datetime, now: datetime) -> str:
    """``11-21 09:14``; with the year and without the time when it is long ago."""
    if abs((now - moment).days) > BRIEF_DAYS:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%m-%d %H:%M}"


def stages(ticket: TicketDetail) -> list[tuple[str, str, bool]]:
    """The closed loop as a bar: (stage, when and who, whether it is reached).

    A call answered on the spot has the four stages of that way; any other has all seven, of
    the present round.
    """
    told: dict[Action, EventView] = {}
    for event in ticket.events:
        if event.action is Action.REOPEN or _opens_again(event):
            told = {one: told[one] for one in _KEPT if one in told}
        told[event.action] = event
    first = (State.RECEIVED.label, _stamp(ticket.received_at, ticket.first_responder), True)
    if ticket.state is State.VOID:
        return [first, (State.VOID.label, _event_stamp(told.get(Action.VOID)), True)]
    closed = ticket.closed_at if ticket.state is State.CLOSED else None
    last = (_("Closed"), _stamp(closed, ""), closed is not None)
    if ticket.tier is None:
        answered = told.get(Action.ANSWER) or told.get(Action.GUIDE) or told.get(Action.REPLY)
        return [
            first,
            (_("Answered"), _event_stamp(answered), answered is not None),
            (_("Revisited"), _event_stamp(told.get(Action.REVISIT)), Action.REVISIT in told),
            last,
        ]
    middle: tuple[tuple[str, EventView | None], ...] = (
        (_("Triaged"), told.get(Action.TRIAGE)),
        (_("Assigned"), told.get(Action.TRANSFER) or told.get(Action.ASSIGN)),
        (_("Accepted"), told.get(Action.ACCEPT)),
        (_("Feedback"), told.get(Action.PROGRESS)),
        (_("Resolved"), told.get(Action.RESOLVE) or told.get(Action.ANSWER)),
    )
    revisited = (
        (_("Closed"), _stamp(closed, ""), True)
        if closed
        else (_("Revisited"), _event_stamp(told.get(Action.REVISIT)), Action.REVISIT in told)
    )
    return [first, *((name, _event_stamp(one), one is not None) for name, one in middle), revisited]


_KEPT = (Action.REGISTER, Action.TRIAGE, Action.ASSIGN, Action.TRANSFER, Action.ACCEPT)


def _opens_again(event: EventView) -> bool:
    return event.action is Action.REVISIT and event.state in {State.RECEIVED, State.IN_PROGRESS}


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
        *_handling(ticket),
        *_dates(ticket),
        (_("Round"), str(ticket.round) if ticket.round > 1 else ""),
        (_("Marks"), _(", ").join(marks)),
    ]
    return [(name, value) for name, value in lines if value]


def _handling(ticket: TicketDetail) -> list[tuple[str, str]]:
    handler = ticket.handler
    if ticket.stands_in_for:
        handler = _("{name} for {other}").format(name=handler, other=ticket.stands_in_for)
    waits = f"{ticket.waits_for:%Y-%m-%d}" if ticket.waits_for else ""
    return [
        (_("Tier"), ticket.tier.label if ticket.tier else ""),
        (_("Mechanism"), ticket.mechanism.label if ticket.mechanism else ""),
        (_("Handler"), handler),
        (_("First accepted by"), ticket.first_acceptor),
        (_("Waits for meeting"), waits),
        (_("Merged into"), ticket.master),
        (_("Merged calls"), _(", ").join(ticket.merged)),
        (_("Goes on from"), ticket.follows),
        (_("Split off from"), ticket.split_from),
        (_("Split into"), _(", ").join(ticket.split_into)),
    ]


def _dates(ticket: TicketDetail) -> list[tuple[str, str]]:
    """Every date of the present round, and when it was met; then when the resident was told."""
    lines = [(_("{clock} by").format(clock=one.clock.label), _date(one)) for one in ticket.dates]
    told = f"{ticket.told_at:%Y-%m-%d %H:%M}" if ticket.told_at else ""
    return [*lines, (_("Resident told"), told)]


def _date(one: DueView) -> str:
    """A date: by when, when it was met, that it was not, and while it runs why by then."""
    words = [f"{one.due:%m-%d %H:%M}" if one.due else _("no date set yet")]
    if one.done_at is not None:
        met = _("{due}; done {time}")
        words = [met.format(due=words[0], time=f"{one.done_at:%m-%d %H:%M}")]
    late = one.done_at is not None and one.due is not None and one.done_at > one.due
    if late or one.level in LATE_LEVELS:
        words.append(Level.OVERDUE.label)
    if one.paused:
        words.append(_("paused"))
    if one.done_at is None:
        words.append(one.why)
    return " ".join(words)


def due_words(ticket: TicketDetail) -> Text:
    """The next date in a line: whose it is, by when, how near, why by then; empty without one."""
    words = Text(end="", no_wrap=True)
    if ticket.due_clock is None:
        return words
    when = f"{ticket.due_at:%Y-%m-%d %H:%M}" if ticket.due_at else _("no date set yet")
    words.append(_("{clock} by {when}").format(clock=ticket.due_clock.label, when=when))
    if ticket.level is not Level.DONE:
        words.append("  ")
        words.append(level_words(ticket.level), LEVEL_STYLES.get(ticket.level, ""))
    if ticket.due_unsure:
        words.append("  " + _("(holidays of the year not known)"))
    if ticket.due_why:
        words.append(f"  {ticket.due_why}", "dim")
    return words


def level_words(level: Level) -> str:
    """A level in words; whatever is late says so first."""
    if level in {Level.SUPERVISED, Level.CIRCULATED}:
        return f"{Level.OVERDUE.label} {level.label}"
    return level.label


def left_words(row: TicketRow, now: datetime) -> str:
    """How long until a line's date (``2d 3h``), or that it is overdue; empty without a date."""
    if row.due_at is None or row.level is Level.DONE:
        return ""
    minutes = int(abs((row.due_at - now).total_seconds()) // 60)
    days, hours = minutes // DAY_MINUTES, minutes % DAY_MINUTES // 60
    if days:
        span = _("{days}d {hours}h").format(days=days, hours=hours)
    elif hours:
        span = _("{hours}h {minutes}m").format(hours=hours, minutes=minutes % 60)
    else:
        span = _("{minutes}m").format(minutes=minutes)
    late = row.level in LATE_LEVELS
    words = _("overdue {span}") if late else _("{span} left")
    return words.format(span=span)


def event_lines(event: EventView) -> list[str]:
    """A step in lines: when, what, who, the state after it; then its note and its facts."""
    late = "" if event.at == event.recorded_at else f" ({event.recorded_at:%m-%d %H:%M})"
    head = f"{event.at:%Y-%m-%d %H:%M}{late}  {event.action.label}  {event.actor}"
    lines = [f"{head}  -> {event.state.label}"]
    lines += event.note.split("\n") if event.note else []
    return [*lines, *step_lines(event), *_told(event.payload)]


def _told(payload: Mapping[str, Any]) -> list[str]:
    """What an import or a correction left in a step."""
    lines = []
    extras = payload.get("extra")
    if isinstance(extras, Mapping):
        lines += [f"{name}: {value}" for name, value in extras.items()]
    source = payload.get("source")
    if isinstance(source, Mapping):
        words = _("From the file {file}, row {row}")
        lines.append(words.format(file=source.get("file", ""), row=source.get("row", "")))
    if payload.get("category_name"):
        lines.append(str(payload["category_name"]))
    if payload.get("undated"):
        lines.append(_("The source gives no time for this reply"))
    changed = payload.get("changed")
    if isinstance(changed, Mapping):
        lines += [f"{name} = {value}" for name, value in changed.items()]
    return lines


def subject_of(ticket: TicketDetail) -> Text:
    """The ticket's matter in one line."""
    return one_line(ticket.title or ticket.content)
