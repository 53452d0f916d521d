"""What only the meetings can check of the action items: rows against events, numbers, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select as plain_select
from sqlmodel import Session, col, func, select

from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.meetings import action_rules as rules
from gridterm.meetings.action_events import id_of, search_words, step_of
from gridterm.meetings.tables import ActionEvent, ActionItem
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.text import clip

CHUNK = 500
SHOWN = 40
Found = tuple[ActionItem, list[ActionEvent]]


def check_actions(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every action item is what its events say (RULEBOOK §3)."""
    total = session.exec(select(func.count()).select_from(ActionItem)).one()
    watch.begin(_("Action items"), total)
    for item, events in _items(session):
        watch.step()
        yield from _findings(item, events)
    orphan = (
        select(func.count())
        .select_from(ActionEvent)
        .where(col(ActionEvent.action_id).not_in(select(ActionItem.id)))
    )
    for _n in range(session.exec(orphan).one()):
        yield Finding("action.orphan", _("A step belongs to an action item that does not exist."))


def _findings(item: ActionItem, events: list[ActionEvent]) -> Iterator[Finding]:
    in_order = [one.seq for one in events] == list(range(1, len(events) + 1))
    if not events or not in_order:
        yield Finding(
            "action.events",
            _("{number}: steps are missing or out of order.").format(number=item.number),
        )
        return
    try:
        columns, states = rules.derive([step_of(one) for one in events])
    except (RefusedError, KeyError, ValueError, TypeError):
        yield Finding(
            "action.events",
            _("{number}: the steps do not follow the rules.").format(number=item.number),
        )
        return
    for name in (name for name, value in columns.items() if getattr(item, name) != value):
        yield Finding(
            "action.derived",
            _("{number}: {field} is {found}, but the steps say {expected}.").format(
                number=item.number,
                field=name,
                found=clip(str(getattr(item, name)), SHOWN),
                expected=clip(str(columns[name]), SHOWN),
            ),
        )
    if states != [one.state for one in events]:
        yield Finding(
            "action.events",
            _("{number}: the state noted at a step is not the one the rules give.").format(
                number=item.number
            ),
        )


def check_numbers(session: Session, watch: Watch) -> Iterator[Finding]:
    """The numbers of each kind have no gap within a year."""
    watch.begin(_("Numbers of the action items"))
    kind_of, year_of, seq = col(ActionItem.kind), col(ActionItem.year), col(ActionItem.seq)
    figures = (func.count(), func.min(seq), func.max(seq))
    years = plain_select(kind_of, year_of, *figures).group_by(kind_of, year_of)
    for kind, year, count, low, high in session.execute(years):
        watch.step()
        if (low, high) != (1, count):
            yield Finding(
                "action.gap",
                _(
                    "The numbers {series} have a gap: {count} action items, "
                    "the last number is {last}."
                ).format(series=f"{rules.PREFIX[kind]}-{year}", count=count, last=high),
            )


def _items(session: Session) -> Iterator[Found]:
    """Every action item with its events, some hundred at a time."""
    last = 0
    while True:
        query = (
            select(ActionItem)
            .where(col(ActionItem.id) > last)
            .order_by(col(ActionItem.id))
            .limit(CHUNK)
        )
        items = session.exec(query).all()
        if not items:
            return
        first, last = id_of(items[0]), id_of(items[-1])
        events: dict[int, list[ActionEvent]] = {id_of(one): [] for one in items}
        rows = session.exec(
            select(ActionEvent)
            .where(col(ActionEvent.action_id).between(first, last))
            .order_by(col(ActionEvent.action_id), col(ActionEvent.seq))
        )
        for row in rows:
            if row.action_id in events:
                events[row.action_id].append(row)
        for item in items:
            yield item, events[id_of(item)]


def _indexed(session: Session) -> Iterable[Indexed]:
    for item, events in _items(session):
        words = search_words(item.model_dump(), [one.note for one in events])
        if words is not None and events:
            yield id_of(item), events[0].at, words


CHECKS = (check_actions, check_numbers)
TEXTS = TextSource(Kind.ACTION, _indexed)
