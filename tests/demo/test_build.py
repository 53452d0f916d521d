"""The demo office on a real file: whole, the same every time, and never from the future."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.demo.build import Size, build
from gridterm.errors import CancelledError, InputError
from gridterm.hotline import checks, queries
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.hotline.terms import State, TicketFilter
from gridterm.registers.service import grid_of_address, list_grids
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.conftest import DemoOf

NOW = datetime(2026, 11, 21, 9, 14)
SMALL = Size(months=3, total=120)


@pytest.fixture(scope="module")
def demo(demo_of: DemoOf) -> Store:
    return demo_of(NOW, SMALL)


def test_it_is_whole(demo: Store) -> None:
    report = verify(demo, checks.CHECKS, [checks.TEXTS])
    assert report.whole, report.findings


def test_nothing_is_from_the_future_and_some_calls_wait(demo: Store) -> None:
    with demo.read() as session:
        newest = session.exec(select(func.max(col(TicketEvent.at)))).one()
        states = set(session.exec(select(Ticket.state)))
    assert newest <= NOW
    assert {State.CLOSED, State.ANSWERED, State.RECEIVED} <= states


def test_its_registers_answer(demo: Store) -> None:
    with demo.read() as session:
        assert settings.load(session).text("office.leaders") == "林素芹"
    grids = [grid for grid in list_grids(demo) if grid.level.numbered]
    assert len(grids) == 8
    assert sum(grid.households for grid in grids) == 2400
    row = queries.list_tickets(demo, TicketFilter(), limit=1).rows[0]
    address = queries.ticket(demo, row.id).address
    if address:
        match = grid_of_address(demo, address, NOW.date())
        assert match is not None
        assert match.grid == row.grid


@pytest.mark.slow
def test_it_is_the_same_every_time(demo: Store, demo_of: DemoOf) -> None:
    again = demo_of(NOW, SMALL, again=True)
    for table in (Ticket, TicketEvent):
        with demo.read() as one, again.read() as other:
            first = [row.model_dump() for row in one.exec(select(table))]
            second = [row.model_dump() for row in other.exec(select(table))]
        assert first == second


def test_it_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    taken = tmp_path / "office.db"
    taken.write_text("mine")
    with pytest.raises(InputError):
        build(taken, FixedClock(NOW), SMALL)
    assert taken.read_text() == "mine"


def test_sizes_follow_the_years() -> None:
    assert Size.years(1).months == 12
    assert Size.years(10).total == 100_000
    assert timedelta(days=30) * Size.years(10).months > timedelta(days=3599)


def test_cancelled_it_leaves_no_half_office(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        build(tmp_path / "demo.db", FixedClock(NOW), SMALL, stop)
    assert not list(tmp_path.glob("demo.db*"))
