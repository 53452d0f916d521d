"""Pages of visits, counting and searching them, one visit, and a household's history."""

from datetime import date, datetime, timedelta

import pytest

from gridterm.errors import NotFoundError
from gridterm.hotline import service as hotline
from gridterm.hotline.terms import Intake
from gridterm.registers.tables import Household
from gridterm.visits import queries, service
from gridterm.visits.lines import rows
from gridterm.visits.tables import Visit
from gridterm.visits.terms import Contact, Outcome, VisitCursor, VisitFilter

from .conftest import CLERK, EIGHT, MONDAY, NINE, OTHER, WALKER, Round

TODAY = MONDAY.date()


def a_week(office: Round) -> None:
    """Three visits a day on five days, of two people in two grids."""
    for back in range(5):
        day = TODAY - timedelta(days=back)
        office.visit(1, day=day, matter=f"路灯第{back}盏")
        office.visit(2, day=day, result=Outcome.NOBODY)
        office.visit(4, day=day, staff_id=OTHER, feedback="宣传政策")


def everything(office: Round, wanted: VisitFilter, limit: int) -> list[int]:
    found: list[int] = []
    after: VisitCursor | None = None
    while True:
        page = queries.visits(office.store, wanted, after, limit)
        assert len(page.rows) <= limit
        found += [one.id for one in page.rows]
        after = page.after
        if after is None:
            return found


FILTERS = [
    (VisitFilter(), 15),
    (VisitFilter(staff_id=WALKER), 10),
    (VisitFilter(grid_id=NINE), 5),
    (VisitFilter(household_id=1), 5),
    (VisitFilter(household_id=1, staff_id=OTHER), 0),
    (VisitFilter(staff_id=WALKER, grid_id=EIGHT, result="nobody"), 5),
    (VisitFilter(since=TODAY - timedelta(days=1), until=TODAY - timedelta(days=1)), 3),
    (VisitFilter(with_matter=True), 5),
    (VisitFilter(text="路灯"), 5),
    (VisitFilter(text="路灯", household_id=2), 0),
    (VisitFilter(text="政策", staff_id=OTHER, since=TODAY), 1),
    (VisitFilter(text="。"), 0),
]


@pytest.mark.parametrize(("wanted", "total"), FILTERS)
@pytest.mark.parametrize("limit", [1, 4, 50])
def test_pages_give_everything_once_the_newest_day_first(
    office: Round, wanted: VisitFilter, total: int, limit: int
) -> None:
    a_week(office)
    found = everything(office, wanted, limit)
    assert len(found) == len(set(found)) == total == queries.count(office.store, wanted)
    order = {one.id: (one.day, one.id) for one in office.rows(Visit)}
    assert [order[one] for one in found] == sorted((order[one] for one in found), reverse=True)


def test_counting_stops_at_a_ceiling(office: Round) -> None:
    a_week(office)
    assert queries.count(office.store, VisitFilter(), 7) == 7


def test_what_holds_no_more_is_shown_when_asked_for(office: Round) -> None:
    row = office.visit()
    service.void(office.store, office.by(CLERK), row.id, "重复")
    assert everything(office, VisitFilter(), 9) == []
    assert everything(office, VisitFilter(ended=True), 9) == [row.id]
    other = office.visit(matter="漏水")
    for wanted, total in ((VisitFilter(), 1), (VisitFilter(ended=True), 2)):
        assert queries.count(office.store, wanted) == total
        assert queries.count(office.store, wanted, 9) == total
    service.void(office.store, office.by(CLERK), other.id, "重复")
    assert queries.count(office.store, VisitFilter(with_matter=True, staff_id=WALKER)) == 0


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (VisitFilter(), "ix_visit_day"),
        (VisitFilter(since=TODAY, until=TODAY), "ix_visit_day"),
        (VisitFilter(result="met", with_matter=True), "ix_visit_day"),
        (VisitFilter(staff_id=WALKER, grid_id=EIGHT), "ix_visit_staff"),
        (VisitFilter(staff_id=WALKER, since=TODAY), "ix_visit_staff"),
        (VisitFilter(grid_id=EIGHT), "ix_visit_grid"),
        (VisitFilter(household_id=1, staff_id=WALKER, grid_id=EIGHT), "ix_visit_household"),
        (VisitFilter(text="路灯", staff_id=WALKER), "VIRTUAL TABLE INDEX"),
    ],
)
@pytest.mark.parametrize("after", [None, (TODAY, 7)])
def test_every_list_is_read_in_the_order_of_an_index(
    office: Round, wanted: VisitFilter, index: str, after: VisitCursor | None
) -> None:
    query = queries.listed(rows(), wanted, after).limit(51)
    plan = explained(office, query)
    main = plan[: next((at for at, one in enumerate(plan) if "SUBQUERY" in one), None)]
    assert index in main[0]
    assert not [one for one in main if "B-TREE" in one]
    assert all("INDEX" in one or "PRIMARY KEY" in one for one in main)


def explained(office: Round, query: object) -> list[str]:
    """How SQLite would carry a query out, a line per step."""
    with office.store.read() as session:
        compiled = query.compile(session.connection())  # type: ignore[attr-defined]
        found = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}",
            tuple(compiled.params[name] for name in compiled.positiontup),
        )
        return [one[3] for one in found]


# ── one visit ───────────────────────────────────────────────────────────────
def test_a_visit_says_who_recorded_it(office: Round) -> None:
    row = office.visit(actor=CLERK)
    told = queries.visit(office.store, row.id)
    assert (told.row, told.recorder, told.recorded_at, told.source, told.checks) == (
        *(row, "李晓明", MONDAY, "typed", ()),
    )
    with pytest.raises(NotFoundError):
        queries.visit(office.store, 99)


def test_rows_come_in_the_order_they_are_asked_for(office: Round) -> None:
    for household in (1, 2, 4):
        office.visit(household)
    with office.store.read() as session:
        found = queries.rows_of(session, [3, 99, 1, 3])
    assert [one.id for one in found] == [3, 1, 3]


# ── the history of a household ──────────────────────────────────────────────
def call(office: Round, content: str, **more: object) -> None:
    hotline.register(office.store, office.by(CLERK), Intake(content, **more))  # type: ignore[arg-type]


def test_a_history_holds_visits_and_calls_newest_first(office: Round) -> None:
    call(office, "问社保", phone="13900001111", received_at=datetime(2026, 11, 1, 9))
    call(office, "别人的电话", phone="13700002222")
    call(office, "举报", phone="13900001111", confidential=True)
    office.visit(1, day=date(2026, 11, 10), result=Outcome.NOBODY)
    office.visit(1, matter="漏水", make_ticket=True)
    office.visit(2, matter="别家的事")
    lines = queries.history(office.store, 1)
    assert [(one.kind, one.words, one.who) for one in lines] == [
        (Contact.VISIT, "漏水", "赵强"),
        (Contact.CALL, "漏水", "赵强"),
        (Contact.VISIT, "Routine visit", "赵强"),
        (Contact.CALL, "问社保", "李晓明"),
    ]
    assert [one.ticket for one in lines] == ["RX-2026-0004", "RX-2026-0004", "", "RX-2026-0001"]
    assert queries.history(office.store, 1, limit=1) == lines[:1]


def test_the_households_own_phone_tells_its_calls(office: Round) -> None:
    with office.store.write("test.phone", office.by(CLERK)) as tx:
        tx.session.get_one(Household, 2).phone = "83230000"
    call(office, "停水", phone="8323-0000")
    assert [one.words for one in queries.history(office.store, 2)] == ["停水"]
    assert queries.history(office.store, 3) == ()


def test_a_long_list_is_read_without_a_query_per_row(office: Round) -> None:
    a_week(office)
    with office.store.read() as session:
        statements: list[str] = []
        connection = session.connection()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(statements.append)
        queries.page(session, VisitFilter())
        driver.set_trace_callback(None)
    assert len(statements) == 1
