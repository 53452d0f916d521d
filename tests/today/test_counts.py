"""The header counts as unanswered only what waits for a first answer."""

from pathlib import Path

from gridterm.clock import FixedClock
from gridterm.demo.build import Size, build
from gridterm.hotline import queries
from gridterm.hotline.terms import State, TicketFilter
from gridterm.today.briefing import counts


def test_calls_in_other_hands_are_not_called_unanswered(tmp_path: Path, clock: FixedClock) -> None:
    store = build(tmp_path / "demo.db", clock, Size(months=3, total=120))
    waiting = queries.count_tickets(store, TicketFilter(states=(State.RECEIVED,)))
    found = queries.month_counts(store)
    assert found.open > found.received + found.awaiting
    assert counts(store, clock.today()).unanswered == waiting
    store.close()
