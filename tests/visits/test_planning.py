"""Whom to visit next, how far a grid is covered, and everybody's day."""

from datetime import date, timedelta

import pytest

from gridterm.registers import workdays
from gridterm.registers.tables import BuildingGrid, GridManager, Household, Staff
from gridterm.settings import change
from gridterm.store.audit import SYSTEM
from gridterm.visits import planning, service
from gridterm.visits.tables import SpotCheck, SpotDraw
from gridterm.visits.terms import Coverage, Outcome

from .conftest import CLERK, EIGHT, GONE, LEAD, MONDAY, NINE, OTHER, WALKER, Round

TODAY = MONDAY.date()


def days(back: int) -> date:
    return TODAY - timedelta(days=back)


# ── the plan ────────────────────────────────────────────────────────────────
def planned(office: Round, staff_id: int = WALKER, **more: int) -> list[tuple[int, str]]:
    lines = planning.plan(office.store, staff_id, **more)
    return [(one.household_id, one.reason) for one in lines]


def test_who_was_not_visited_longest_comes_first(office: Round) -> None:
    office.visit(1, day=days(100))
    office.visit(2, day=days(10))
    assert planned(office) == [
        (3, "Never visited"),
        (1, "100 days without a visit; due after 90"),
        (2, "Last visited 10 days ago"),
    ]
    assert planned(office, limit=1) == [(3, "Never visited")]


def test_a_line_of_the_plan_says_who_lives_there(office: Round) -> None:
    line = planning.plan(office.store, WALKER)[0]
    assert (line.household, line.head, line.phone) == (
        *("化院小区3号楼 1-101", "刘大伟", "139****1111"),
    )


def test_who_was_visited_today_is_left_out_and_empty_homes_come_last(office: Round) -> None:
    office.visit(1, staff_id=OTHER)
    office.visit(2, day=days(10), result=Outcome.NOBODY)
    with office.store.write("test.empty", office.by(CLERK)) as tx:
        tx.session.get_one(Household, 3).status = "empty"
    assert planned(office) == [(2, "Nobody met on 1 visit"), (3, "Never visited")]


def test_a_void_visit_and_an_ended_household_leave_the_plan_right(office: Round) -> None:
    row = office.visit(1)
    service.void(office.store, office.by(CLERK), row.id, "没有去过")
    with office.store.write("test.end", office.by(CLERK)) as tx:
        tx.session.get_one(Household, 2).valid_to = days(1)
    assert [one for one, _reason in planned(office)] == [1, 3]


def test_a_plan_is_of_the_managers_grids(office: Round) -> None:
    assert [one for one, _reason in planned(office, OTHER)] == [4, 5]
    assert planned(office, CLERK) == []


def test_those_who_walk_one_grid_share_its_doors_or_buildings(office: Round) -> None:
    office.change(GridManager(grid_id=EIGHT, staff_id=OTHER, valid_from=days(30)))
    mine, others = ({one for one, _why in planned(office, who)} for who in (WALKER, OTHER))
    assert mine | others == {1, 2, 3, 4, 5}
    assert not mine & others
    assert {4, 5} <= others
    office.change(BuildingGrid(building_id=3, grid_id=EIGHT, valid_from=days(30)))
    mine, others = ({one for one, _why in planned(office, who)} for who in (WALKER, OTHER))
    assert sorted((mine, others - {4, 5}), key=len) == [{6}, {1, 2, 3}]
    with office.store.write("test.away", office.by(CLERK)) as tx:
        tx.session.get_one(Staff, OTHER).away = True
    assert {one for one, _why in planned(office)} == {1, 2, 3, 6}


# ── coverage ────────────────────────────────────────────────────────────────
def covered(office: Round, since: date, until: date = TODAY) -> dict[int, Coverage]:
    return {one.grid_id: one for one in planning.coverage(office.store, since, until)}


def test_coverage_counts_households_and_buildings_of_each_grid(office: Round) -> None:
    office.visit(1, day=days(1))
    office.visit(1)
    office.visit(2, result=Outcome.NOBODY)
    office.visit(3, day=days(40))
    found = covered(office, days(30))
    assert list(found) == [EIGHT, NINE, 0]
    eight = found[EIGHT]
    assert (eight.households, eight.visited, eight.met, eight.never) == (3, 2, 1, 0)
    assert (eight.buildings, eight.buildings_visited, eight.visits) == (1, 1, 3)
    assert (eight.managers, eight.share) == (("赵强",), 2 / 3)
    nine = found[NINE]
    assert (nine.visited, nine.never, nine.buildings_visited) == (0, 2, 0)
    nowhere = found[0]
    assert (nowhere.grid, nowhere.households) == ("(in no grid)", 1)


def test_a_span_has_an_end_and_what_is_void_covers_nothing(office: Round) -> None:
    office.visit(1)
    row = office.visit(2, day=days(5))
    assert covered(office, days(9), days(1))[EIGHT].visited == 1
    service.void(office.store, office.by(CLERK), row.id, "没有去过")
    assert covered(office, days(9), days(1))[EIGHT].visited == 0


def test_a_grid_without_households_has_no_share(office: Round) -> None:
    with office.store.write("test.end", office.by(CLERK)) as tx:
        for household in (4, 5):
            tx.session.get_one(Household, household).valid_to = days(1)
    nine = planning.coverage(office.store, days(9), TODAY, NINE)
    assert [(one.households, one.share, one.buildings) for one in nine] == [(0, None, 1)]


def test_a_building_that_moved_counts_where_it_is_its_visits_where_they_were(office: Round) -> None:
    office.visit(4, day=days(5))
    with office.store.write("test.move", office.by(CLERK)) as tx:
        tx.session.get_one(BuildingGrid, 2).valid_to = days(2)
        tx.add(BuildingGrid(building_id=2, grid_id=EIGHT, valid_from=days(1)))
    found = covered(office, days(9))
    assert (found[EIGHT].households, found[EIGHT].visited, found[EIGHT].visits) == (5, 1, 0)
    assert (found[NINE].households, found[NINE].visits) == (0, 1)


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_the_households_behind_the_number(office: Round, limit: int) -> None:
    office.visit(2)
    office.visit(1, day=days(40))
    seen: list[int] = []
    after = None
    while True:
        lines, after = planning.not_visited(office.store, EIGHT, days(9), TODAY, after, limit)
        seen += [one.household_id for one in lines]
        if after is None:
            break
    assert seen == [1, 3]
    lines, _after = planning.not_visited(office.store, 0, days(9), TODAY)
    assert [one.household_id for one in lines] == [6]


# ── the board of a day ──────────────────────────────────────────────────────
def test_everybodys_day(office: Round) -> None:
    office.visit(1, matter="漏水")
    office.visit(2, result=Outcome.REFUSED)
    row = office.visit(3)
    service.void(office.store, office.by(CLERK), row.id, "没有去过")
    office.visit(4, staff_id=LEAD, day=days(1))
    found = planning.day_board(office.store)
    assert [(one.staff.name, one.visits, one.met, one.matters) for one in found] == [
        ("赵强", 2, 1, 1),
        ("孙丽", 0, 0, 0),
    ]
    assert (found[0].grid, found[0].wanted, found[0].checks_wanted) == ("化院社区008网格", 3, 2)
    before = planning.day_board(office.store, days(1))
    assert [(one.staff.name, one.visits) for one in before] == [
        ("王芳", 1),
        ("赵强", 0),
        ("孙丽", 0),
    ]
    then = planning.day_board(office.store, date(2026, 3, 31))
    assert [one.staff.id for one in then] == [WALKER, GONE]


def test_on_a_day_off_nobody_is_asked_for_visits(office: Round) -> None:
    sunday = days(1)
    office.visit(1, day=sunday)
    found = planning.day_board(office.store, sunday)
    assert [(one.visits, one.wanted, one.checks_wanted, one.working) for one in found] == [
        (1, 0, 1, False),
        (0, 0, 0, False),
    ]
    with office.store.write("test.makeup", SYSTEM) as tx:
        workdays.enter_day(tx, sunday, working=True)
    found = planning.day_board(office.store, sunday)
    assert [(one.wanted, one.working) for one in found] == [(3, True), (2, True)]


def test_nobody_is_asked_for_more_visits_than_households(office: Round) -> None:
    newcomer = Staff(number="1006", name="新来", roles="grid_manager", hired=TODAY)
    office.change(newcomer)
    newcomer_id, visitor = 6, {"staff_id": LEAD}
    office.visit(1, **visitor)

    def wanted() -> dict[int, tuple[int, int]]:
        board = planning.day_board(office.store)
        return {one.staff.id: (one.wanted, one.checks_wanted) for one in board}

    assert wanted() == {WALKER: (3, 2), OTHER: (2, 2), LEAD: (0, 1), newcomer_id: (0, 0)}
    with office.store.write("test.more", SYSTEM) as tx:
        tx.session.get_one(Staff, newcomer_id).grid_id = EIGHT
        tx.session.get_one(Household, 4).valid_to = TODAY
    assert wanted()[newcomer_id] == (3, 2), "who walks no grid walks the one they belong to"
    assert wanted()[OTHER] == (1, 1), "a household that moved away is nobody's to visit"
    change(office.store, SYSTEM, {"visits.each_day": "2"})
    assert wanted()[WALKER] == (2, 2)


def test_the_day_counts_draws_and_the_latest_result_of_each_check(office: Round) -> None:
    for household in (1, 2, 3):
        office.visit(household)
    common = {"staff_id": WALKER, "day": TODAY, "drawn_at": MONDAY, "actor": "王芳"}
    office.change(SpotDraw(seed="a", among="1 2 3", drawn="1 2", **common))
    office.change(SpotDraw(seed="b", among="1 2 3", drawn="3", turn=1, reason="x", **common))
    check = {"way": "phone", "said": "", "checked_on": TODAY, "checked_at": MONDAY}
    check |= {"checker": "王芳", "evidence": "{}"}
    office.change(SpotCheck(draw_id=1, visit_id=1, result="falsified", **check))
    office.change(SpotCheck(draw_id=1, visit_id=1, seq=2, result="true", **check))
    office.change(SpotCheck(draw_id=1, visit_id=2, result="unreached", **check))
    office.change(SpotCheck(draw_id=2, visit_id=3, result="mismatch", **check))
    day = planning.day_board(office.store)[0]
    assert (day.drawn, day.checked, day.amiss) == (1, 2, 1)


# ── how SQLite reads it ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (planning._PLAN, {"ix_household", "last_visit"}),
        (planning._BOARD, {"ix_visit_day"}),
        (planning._COVERAGE, {"ix_visit_day"}),
        (planning._NOT_VISITED, {"ix_visit_household"}),
    ],
)
def test_visits_are_never_read_through(office: Round, query: object, wanted: set[str]) -> None:
    with office.store.read() as session:
        plan = [
            one[3]
            for one in session.execute(
                planning.text(f"EXPLAIN QUERY PLAN {query}"),
                dict.fromkeys(query.compile().params),  # type: ignore[attr-defined]
            )
        ]
    assert all(any(name in line for line in plan) for name in wanted)
    assert not [
        line
        for line in plan
        if line.startswith(("SCAN visit", "SCAN last_visit", "SCAN household"))
    ]
