"""The header counts as unanswered only what waits for a first answer."""

from datetime import datetime

from gridterm.demo.build import Size
from gridterm.hotline import queries
from gridterm.hotline.terms import State, TicketFilter
from gridterm.today.briefing import counts
from tests.conftest import DemoOf

NOW = datetime(2026, 11, 21, 9, 14)


def test_calls_in_other_hands_are_not_called_unanswered(demo_of: DemoOf) -> None:
    store = demo_of(NOW, Size(months=3, total=120))
    waiting = queries.count_tickets(store, TicketFilter(states=(State.RECEIVED,)))
    found = queries.month_counts(store)
    assert found.open > found.received + found.awaiting
    assert counts(store, NOW.date()).unanswered == waiting
