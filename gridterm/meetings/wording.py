"""Agenda items in words: what was drawn is kept as facts and said in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from gridterm.i18n import _, ngettext
from gridterm.meetings.action_terms import ActionState
from gridterm.meetings.terms import GridFigures, Section

ACTIONS, SUMMARY, OTHER, TITLE = "actions", "summary", "other", "title"
CONFIDENTIAL_ACTIONS = "actions:confidential"
GRID, TICKET = "grid:", "ticket:"
DRAWN_AT, CONFIDENTIAL, MORE = "until", "confidential", "more"

Facts = Mapping[str, Any]


def title(section: Section, source: str, facts: Facts) -> str:
    """The title of a drawn item."""
    if source.startswith(GRID):
        return _("Report of {grid}").format(grid=facts["grid"])
    if source.startswith(TICKET):
        subject = facts["subject"] or _("(confidential)")
        return " ".join(filter(None, (facts["number"], facts["grid"], subject)))
    if source == TITLE:
        return str(facts["title"])
    return section.label


def words(source: str, facts: Facts) -> str:
    """What was drawn for an item, in sentences; lines for several action items."""
    if source.startswith(GRID):
        return _grid(figures(facts))
    if source.startswith(TICKET):
        return _matter(facts)
    if source in {ACTIONS, CONFIDENTIAL_ACTIONS}:
        return _actions(facts)
    if source == SUMMARY:
        return _summary(facts)
    if source == TITLE and facts["parties"]:
        return _("Parties: {parties}").format(parties=facts["parties"])
    return ""


def figures(facts: Facts) -> GridFigures:
    """The figures of a grid from the facts its item was drawn from."""
    return GridFigures(**facts)


def _grid(one: GridFigures) -> str:
    told = [
        _("Received {received}, resolved {resolved}; {open} open, {overdue} of them overdue.")
        .format(received=one.received, resolved=one.resolved, open=one.open, overdue=one.overdue)
    ]  # fmt: skip
    if one.visits is not None and one.checks is not None:
        told.append(
            _("Visits {visits}, spot checks {checks}.").format(visits=one.visits, checks=one.checks)
        )
    return " ".join(told)


def _matter(facts: Facts) -> str:
    told = []
    if facts["since"]:
        told.append(_("Waiting for a decision since {day}.").format(day=facts["since"]))
    if facts["due"]:
        told.append(_("To be resolved by {day}.").format(day=facts["due"]))
    return " ".join(told)


def _actions(facts: Facts) -> str:
    if not facts["actions"]:
        return _("No action item is open.")
    return "\n".join((*_cut(facts), *map(_action, facts["actions"])))


def _cut(facts: Facts) -> Iterator[str]:
    """Says, before the first of them, that more action items were drawn than are listed."""
    shown, more = len(facts["actions"]), facts.get(MORE, 0)
    if more:
        yield ngettext(
            "These are the first {shown} of {total}; {number} more is in the register.",
            "These are the first {shown} of {total}; {number} more are in the register.",
            more,
        ).format(shown=shown, total=shown + more, number=more)


def _action(one: Facts) -> str:
    state = ActionState(one["state"])
    how = _("Overdue") if one["late"] else state.label
    line = _("{number} {matter} ({owner}, due {due}): {state}").format(
        number=one["number"], matter=one["matter"], owner=one["owner"], due=one["due"], state=how
    )
    return _("; ").join((line, one["progress"])) if one["progress"] else line


def _summary(facts: Facts) -> str:
    since = datetime.fromisoformat(facts["since"])
    told = [
        _(
            "Since {since}: {received} received, {resolved} resolved; {open} open, "
            "{overdue} of them overdue."
        ).format(
            since=f"{since:%m-%d %H:%M}",
            received=facts["received"],
            resolved=facts["resolved"],
            open=facts["open"],
            overdue=facts["overdue"],
        )
    ]
    if facts["closed"] or facts["running"]:
        told.append(
            _("Action items: {closed} closed, {running} running, {late} of them overdue.").format(
                closed=facts["closed"], running=facts["running"], late=facts["late"]
            )
        )
    if facts["awaiting"]:
        told.append(
            ngettext(
                "{number} regional matter is to be decided.",
                "{number} regional matters are to be decided.",
                facts["awaiting"],
            ).format(number=facts["awaiting"])
        )
    told.append(
        _("Until {day}: {calls} calls and {actions} action items fall due.").format(
            day=facts["due_by"], calls=facts["calls_due"], actions=facts["actions_due"]
        )
    )
    return "\n".join(told)
