"""What became confidential after it was frozen: not printed, shown or found any more.

What was issued or approved stays in the file as it was. Whoever reads it gets it without the
words of a call that was made confidential since, and is told that something is withheld
(RULEBOOK §2: a confidential ticket appears in no agenda, export, search preview or report).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Integer, and_, cast, exists, func, select
from sqlmodel import Session, col

from gridterm.hotline.tables import Ticket
from gridterm.i18n import _
from gridterm.meetings import wording
from gridterm.meetings.action_lines import hidden
from gridterm.meetings.merging import Entry
from gridterm.meetings.tables import ActionItem, AgendaItem
from gridterm.meetings.terms import Agenda, IssuedMinutes, Item, Minutes

NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d+\b")
"""What the line of an action item on an agenda begins with."""


@dataclass(frozen=True)
class Secrets:
    """What is confidential by now, of what was asked for.

    ``calls`` are the numbers of calls by their id; ``actions`` the calls (0 for none) of action
    items by their number.
    """

    calls: Mapping[int, str] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)


def secrets(session: Session, calls: Iterable[int], actions: Iterable[str]) -> Secrets:
    """Which of these calls and action items are confidential by now.

    Args:
        session: the office.
        calls: ids of calls.
        actions: numbers of action items.
    """
    asked, numbers = sorted(set(calls)), sorted(set(actions))
    found: Secrets = Secrets()
    if asked:
        query = select(col(Ticket.id), col(Ticket.number)).where(
            col(Ticket.id).in_(asked), col(Ticket.confidential)
        )
        found = replace(found, calls={key: str(number) for key, number in session.execute(query)})
    if numbers:
        given = (
            select(col(ActionItem.number), func.coalesce(col(ActionItem.ticket_id), 0))
            .outerjoin(Ticket, col(Ticket.id) == col(ActionItem.ticket_id))
            .where(col(ActionItem.number).in_(numbers), hidden())
        )
        found = replace(found, actions={str(one[0]): int(one[1]) for one in session.execute(given)})
    return found


def item_of_secret_call() -> Any:  # noqa: ANN401 - an SQL condition
    """Whether an agenda item was drawn from a call that is confidential by now."""
    start = len(wording.TICKET) + 1
    return (
        exists()
        .where(
            and_(
                col(AgendaItem.source).startswith(wording.TICKET),
                col(Ticket.id) == cast(func.substr(col(AgendaItem.source), start), Integer),
                col(Ticket.confidential),
            )
        )
        .correlate(AgendaItem)
    )


# ── the agenda ──────────────────────────────────────────────────────────────
def entries_without(session: Session, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Agenda items as they may be shown now; of what is not saved nothing can have changed."""
    if not any(one.id for one in entries):
        return tuple(entries)
    found = secrets(
        session,
        (int(one.source.removeprefix(wording.TICKET)) for one in entries if _of_call(one)),
        (str(told["number"]) for one in entries for told in _open_actions(one)),
    )
    if not (found.calls or found.actions):
        return tuple(entries)
    return tuple(_entry_without(one, found) for one in entries)


def _of_call(one: Entry) -> bool:
    return one.source.startswith(wording.TICKET) and not one.confidential


def _open_actions(one: Entry) -> Sequence[Mapping[str, Any]]:
    return one.facts["actions"] if one.source == wording.ACTIONS else ()


def _entry_without(one: Entry, found: Secrets) -> Entry:
    if _of_call(one) and int(one.source.removeprefix(wording.TICKET)) in found.calls:
        facts = {**one.facts, "subject": "", wording.CONFIDENTIAL: True}
        named = wording.title(one.section, one.source, facts)
        return replace(one, confidential=True, title=named, facts=facts)
    told = _open_actions(one)
    kept = [each for each in told if each["number"] not in found.actions]
    return one if len(kept) == len(told) else replace(one, facts={**one.facts, "actions": kept})


def agenda_without(session: Session, agenda: Agenda) -> Agenda:
    """An issued agenda as it may be read now; ``withheld`` counts the matters left out."""
    found = secrets(
        session,
        (one.ticket_id for one in agenda.items if one.ticket_id and not one.confidential),
        (number for one in agenda.items for number, _lines in _action_lines(one)),
    )
    if not (found.calls or found.actions):
        return agenda
    told = (_action_words(one, found.actions) for one in agenda.items)
    return replace(
        agenda,
        items=tuple(_item_without(one, found.calls) for one in told),
        withheld=_matters(found.calls, found.actions),
    )


def _action_lines(one: Item) -> Iterator[tuple[str, list[str]]]:
    """The lines of each action item that is told openly, with its number; ``""`` for others."""
    if one.source != wording.ACTIONS:
        return
    number = ""

    def whose(line: str) -> str:
        nonlocal number
        begin = NUMBER.match(line)
        number = begin[0] if begin else number
        return number

    for each, told in groupby(one.drawn.split("\n"), whose):
        yield each, list(told)


def _action_words(one: Item, secret: Mapping[str, int]) -> Item:
    told = list(_action_lines(one))
    if all(number not in secret for number, _lines in told):
        return one
    kept = [line for number, lines in told if number not in secret for line in lines]
    return replace(one, drawn="\n".join(kept) or _("No action item is open."))


def _item_without(one: Item, calls: Mapping[int, str]) -> Item:
    if one.ticket_id not in calls or one.confidential:
        return one
    return replace(
        one,
        title=_nameless(calls[one.ticket_id or 0]),
        words="",
        confidential=True,
    )


def _nameless(number: str) -> str:
    return f"{number} {_('(confidential)')}"


def _matters(calls: Collection[int], actions: Mapping[str, int]) -> int:
    """How many matters: a call with its action items is one."""
    alone = sum(not call for call in actions.values())
    return len(set(calls) | {call for call in actions.values() if call}) + alone


# ── the minutes ─────────────────────────────────────────────────────────────
def minutes_without(session: Session, issued: IssuedMinutes) -> IssuedMinutes:
    """Approved minutes as they may be read now: what is confidential by now is marked so.

    The 会议记录 keeps every word for the files, marked; the 会议纪要 leaves out what is marked.
    ``withheld`` counts the matters that were not confidential when the chair approved.
    """
    minutes = issued.minutes
    called = {one.ticket_id for one in minutes.items if one.ticket_id and not one.confidential}
    called |= {one.ticket_id for one in minutes.entries if one.ticket_id and not one.confidential}
    found = secrets(session, called, (one.number for one in issued.actions if not one.confidential))
    if not (found.calls or found.actions):
        return issued
    return replace(
        issued,
        minutes=_marked(minutes, found.calls),
        actions=tuple(
            replace(one, confidential=True) if one.number in found.actions else one
            for one in issued.actions
        ),
        withheld=_matters(found.calls, found.actions),
    )


def _marked(minutes: Minutes, calls: Mapping[int, str]) -> Minutes:
    items = tuple(
        replace(one, confidential=True) if one.ticket_id in calls else one for one in minutes.items
    )
    hidden_items = {one.id for one in items if one.ticket_id in calls}
    entries = tuple(
        replace(one, confidential=True)
        if one.ticket_id in calls or (one.item_id in hidden_items and one.item_id is not None)
        else one
        for one in minutes.entries
    )
    return replace(minutes, items=items, entries=entries)
