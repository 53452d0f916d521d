"""Runs every read the screens use on an office and counts what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from gridterm.cli import (
    attendance_check,
    discipline_check,
    households_check,
    meetings_check,
    on_paper,
    output,
    spot_checks_check,
    visits_check,
)
from gridterm.cli.call import Call
from gridterm.cli.desk_checks import checks, texts
from gridterm.cli.errors import explained
from gridterm.hotline import (
    allowances,
    board,
    categorising,
    documents,
    figures,
    lateness,
    queries,
    similar,
    suggesting,
)
from gridterm.hotline import service as hotline
from gridterm.hotline.guards import Rung
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.notices import documents as sheets
from gridterm.hotline.notices import queries as notice_board
from gridterm.hotline.notices.terms import Standing
from gridterm.hotline.terms import Channel, Kind, State, TicketFilter, TicketRow
from gridterm.i18n import _
from gridterm.registers import operators, roster, service, workdays
from gridterm.registers.documents import roster_of
from gridterm.settings import load
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from gridterm.today.board import board as read_board
from gridterm.today.briefing import briefing

PAGES = 5
WORDS = ("漏水", "噪音", "水", "停车 占用", "RX")
Read = tuple[str, Callable[[], int]]


MAY_BE_EMPTY = {
    *(f"tickets.{one}" for one in (*State, *Rung) if one is not State.CLOSED),
    *(f"notices.{standing}" for standing in Standing),
    "attendance.unknown_pins",
    *("discipline.proposals", "discipline.declined"),
}
"""Calls and notices pass through their states: on some days none stands in one of them.

In the first days of a month the machine has met no unknown PIN yet. What is proposed is opened
or declined sooner or later.
"""


@dataclass(frozen=True)
class Result:
    """A read: its code, how much came back, and what went wrong (empty: nothing)."""

    code: str
    count: int
    problem: str


def report(call: Call, store: Store) -> int:
    """Run the reads and print them; 1 when one failed or came back with nothing."""
    results = tuple(examined(code, read) for code, read in reads(store))
    well = not any(one.problem for one in results)
    if call.json:
        output.as_json({"well": well, "count": len(results), "reads": results})
        return 0 if well else 1
    output.table(
        results,
        (
            (_("Read"), lambda one: one.code),
            (_("Count"), lambda one: f"{one.count:,}"),
            (_("What is amiss"), lambda one: one.problem),
        ),
    )
    output.line(_("The demo office is well.") if well else _("The demo office is not well."))
    return 0 if well else 1


def examined(code: str, read: Callable[[], int]) -> Result:
    """The result of one read, also where it fails."""
    try:
        count = read()
    except Exception as error:  # noqa: BLE001 - a check goes on and tells all that is amiss
        return Result(code, 0, explained(error)[0])
    missed = not count and code not in MAY_BE_EMPTY
    return Result(code, count, _("nothing came back") if missed else "")


def reads(store: Store) -> Iterator[Read]:
    """Every read the screens use, each with how much it brings."""
    yield from _registers(store)
    yield from households_check.reads(store)
    yield from _lists(store)
    yield from _one_call(store)
    yield from _board(store)
    yield from _notices(store)
    yield from attendance_check.reads(store)
    yield from meetings_check.reads(store)
    yield from spot_checks_check.reads(store)
    yield from visits_check.reads(store)
    yield from discipline_check.reads(store)
    yield "today.briefing", lambda: sum(part.total for part in briefing(store).sections)
    yield "verify", lambda: _verified(store)


def _registers(store: Store) -> Iterator[Read]:
    today = store.clock.today()
    yield "settings", lambda: _settings(store)
    yield "grids", lambda: len(service.list_grids(store))
    buildings = cache(lambda: service.list_buildings(store))
    yield "buildings", lambda: len(buildings())
    yield "households", lambda: sum(one.households for one in buildings())
    yield "staff", lambda: len(service.list_staff(store))
    yield "operators", lambda: len(operators.candidates(store))
    yield "duty", lambda: int(roster.duty_on(store, today) is not None)
    yield "roster", lambda: _days_on_duty(store, today)
    yield "address", lambda: sum(_placed(store, one.title) for one in buildings())
    yield "calendar", lambda: workdays.year(store, today.year).working
    yield "clocks", lambda: len(allowances.versions(store))
    yield "roster.sheet", lambda: on_paper.size(roster_of(store, today.year, today.month).document)


def _settings(store: Store) -> int:
    with store.read() as session:
        return len(load(session).text("office.name"))


def _days_on_duty(store: Store, today: date) -> int:
    found = roster.month(store, today.year, today.month)
    return len(found.days) - len(found.empty)


def _placed(store: Store, address: str) -> bool:
    """Whether an address finds its grid."""
    match = service.grid_of_address(store, address)
    return match is not None and match.grid_id is not None


def _lists(store: Store) -> Iterator[Read]:
    yield "categories", lambda: len(queries.categories(store))
    yield "tickets", lambda: queries.count_tickets(store, TicketFilter())
    yield "tickets.pages", lambda: len(_pages(store, TicketFilter()))
    yield "tickets.month", lambda: queries.month_counts(store).total
    for state in State:
        yield f"tickets.{state}", lambda state=state: _counted(store, TicketFilter(states=(state,)))  # type: ignore[misc]
    for kind in Kind:
        yield f"tickets.{kind}", lambda kind=kind: _counted(store, TicketFilter(kind=kind))  # type: ignore[misc]
    for channel in Channel:
        yield (
            f"tickets.{channel}",
            lambda channel=channel: _counted(store, TicketFilter(channel=channel)),  # type: ignore[misc]
        )
    for rung in Rung:
        yield f"tickets.{rung}", lambda rung=rung: _counted(store, TicketFilter(level=rung))  # type: ignore[misc]
    yield "search", lambda: sum(_counted(store, TicketFilter(text=words)) for words in WORDS)
    yield "waiting", lambda: len(queries.waiting(store, State.ANSWERED, PAGES))


def _board(store: Store) -> Iterator[Read]:
    """Each let-not with the calls behind it; the figures of the last month."""
    today = store.clock.today()
    for check in LetNot:
        yield f"board.{check}", lambda check=check: len(board.listed(store, check).rows)  # type: ignore[misc]
    yield "board.people", lambda: len(read_board(store).people)
    yield "board.clocks", lambda: len(lateness.running_out(store, PAGES))
    month = (today - timedelta(days=30), today)
    yield "figures", lambda: len(figures.figures(store, *month).people)


def _notices(store: Store) -> Iterator[Read]:
    rows = notice_board.list_notices(store).rows
    yield "notices", lambda: notice_board.count_notices(store)
    for standing in Standing:
        yield (
            f"notices.{standing}",
            lambda standing=standing: notice_board.count_notices(store, str(standing)),  # type: ignore[misc]
        )
    yield (
        "notices.steps",
        lambda: sum(len(notice_board.notice(store, one.id).events) for one in rows),
    )
    yield "notices.board", lambda: on_paper.size(sheets.board_of(store).document)


def _counted(store: Store, wanted: TicketFilter) -> int:
    """The count of a filter, after its first page was read."""
    queries.list_tickets(store, wanted)
    return queries.count_tickets(store, wanted)


def _pages(store: Store, wanted: TicketFilter) -> list[TicketRow]:
    rows: list[TicketRow] = []
    cursor = None
    for _page in range(PAGES):
        page = queries.list_tickets(store, wanted, cursor)
        rows += page.rows
        if not page.more:
            break
        cursor = page.rows[-1].cursor
    return rows


def _one_call(store: Store) -> Iterator[Read]:
    newest = queries.list_tickets(store, TicketFilter()).rows
    yield "ticket.events", lambda: sum(len(queries.ticket(store, one.id).events) for one in newest)
    yield "ticket.number", lambda: queries.ticket_by_number(store, newest[0].number).id
    phones = [hotline.reveal(store, SYSTEM, one.id).phone for one in newest]
    yield "ticket.reveal", lambda: sum(map(bool, phones))
    yield "ticket.form", lambda: _form(store, newest[0].id)
    yield (
        "known_caller",
        lambda: sum(queries.known_caller(store, one) is not None for one in phones),
    )
    yield "similar", lambda: _similar(store, newest, phones)
    yield (
        "suggest",
        lambda: sum(len(suggesting.suggest_categories(store, one.subject)) for one in newest),
    )
    yield "suggest.learnt", lambda: _learnt(store)
    yield "suggest.list", lambda: len(categorising.unsorted(store)[0])


def _learnt(store: Store) -> int:
    """How many calls teach what a call is about."""
    one = suggesting.suggester(store)
    one.learn()
    return one.examples


def _form(store: Store, ticket_id: int) -> int:
    """The bytes of a call's form as PDF or for Word: templates, fonts and libraries are there."""
    return on_paper.size(documents.form_of(store, ticket_id).document)


def _similar(store: Store, rows: tuple[TicketRow, ...], phones: list[str]) -> int:
    return sum(
        len(similar.similar(store, phone=phone, text=row.subject))
        for row, phone in zip(rows, phones, strict=True)
    )


def _verified(store: Store) -> int:
    """How much a verification read; it must find nothing amiss.

    Raises:
        AssertionError: it found something.
    """
    found = verify(store, checks(), texts())
    if not found.whole:
        raise AssertionError([finding.sentence for finding in found.findings])
    return sum(found.checked.values())
