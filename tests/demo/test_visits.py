"""The demo office's households, visits, checks and cases: believable, and true to the rules."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, func, select

from gridterm.cli.desk_checks import checks, texts
from gridterm.demo import mended
from gridterm.demo.build import Size
from gridterm.demo.cases import LIAR, lies
from gridterm.demo.people import make_office
from gridterm.demo.rounds import entered, homes_of, rounds
from gridterm.discipline import proposing, reading
from gridterm.discipline.tables import DisciplineCase
from gridterm.discipline.terms import CaseState, Source, Track
from gridterm.discipline.views import PersonRow
from gridterm.registers import households
from gridterm.registers.household_terms import HouseholdFilter
from gridterm.registers.tables import Household
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from gridterm.visits import checking, draw_checks, fairness, planning, queries
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from gridterm.visits.terms import Finding, Outcome, VisitFilter
from tests.conftest import DemoOf

NOW = datetime(2026, 11, 20, 16)
LEADER = Actor(1, "林素芹")


@pytest.fixture
def office(demo_of: DemoOf) -> Store:
    return demo_of(NOW, Size(months=2, total=150))


def test_rounds_are_walked_on_working_days_by_who_is_at_work() -> None:
    told = make_office(anchor=NOW.date())
    made = list(rounds(told, 1, NOW))
    assert all(one.at <= NOW and one.at.weekday() < 6 for one in made)
    a_day = Counter((one.staff_no, one.at.date()) for one in made)
    assert max(a_day.values()) <= 21
    share = sum(one.result is Outcome.MET for one in made) / len(made)
    assert 0.8 < share < 0.95
    assert made == list(rounds(told, 1, NOW))
    homes = [home for place in told.buildings for home in homes_of(place)]
    known = sum(entered(told.seed, one) for one in homes)
    assert 0.9 < known / len(homes) < 1


def test_every_household_is_found_and_a_few_are_missing(office: Store) -> None:
    with office.read() as session:
        total = session.exec(select(func.count()).select_from(Household)).one()
        first = session.exec(select(Household).limit(1)).one()
        visited = session.exec(select(func.count(func.distinct(Visit.household_id)))).one()
    assert 0.8 < visited / total < 1
    some = households.find(office, first.room, building_id=first.building_id)
    assert first.id in {one.id for one in some}
    for one in households.completeness(office):
        assert one.entered <= one.expected


def test_plans_coverage_and_fairness_come_of_the_visits(office: Store) -> None:
    day = NOW.date()
    board = planning.day_board(office, day)
    assert board
    walker = next(one for one in board if one.visits)
    assert planning.plan(office, walker.staff.id, day + timedelta(days=3))
    covered = planning.coverage(office, date(2026, 10, 1), day)
    assert any(one.share and one.share > 0.8 for one in covered)
    found = fairness.fairness(office, date(2026, 9, 1), day)
    assert found.draws > 200
    assert not found.differing
    assert found.redraws == 1
    assert found.fair


def test_what_the_checks_found_is_settled_but_for_a_few(office: Store) -> None:
    since, day = date(2026, 10, 20), NOW.date()
    open_ones = checking.amiss(office, since)
    assert 1 <= len(open_ones) <= 5
    left = {one.staff.id for one in checking.days_without_checks(office, since, day)}
    assert len(left) < 5
    with office.read() as session:
        tried_again = session.exec(select(SpotCheck.result).where(SpotCheck.seq == 2)).all()
        first = session.exec(
            select(Visit).join(VisitEnd, col(VisitEnd.visit_id) == col(Visit.id)).limit(1)
        ).one()
    assert set(tried_again) == {Finding.TRUE}
    assert first.day < day
    report = verify(office, draw_checks.CHECKS)
    assert report.whole, report.findings


def test_slips_are_corrected_and_one_visit_is_void(office: Store) -> None:
    with office.read() as session:
        ends = session.exec(select(VisitEnd).order_by(col(VisitEnd.id))).all()
        rows = {one.id: one for one in session.exec(select(Visit))}
        drawn = {int(one) for draw in session.exec(select(SpotDraw)) for one in draw.drawn.split()}
    void = [one for one in ends if one.by_id is None]
    own = [one for one in ends if one.by_id and one.visit_id not in drawn]
    assert (len(void), len(own)) == (1, 2)
    again = rows[void[0].visit_id]
    twins = [
        one for one in rows.values() if (one.at, one.household_id) == (again.at, again.household_id)
    ]
    assert len(twins) == 2, "it was typed in twice"
    door, words = ((rows[one.visit_id], rows[one.by_id or 0]) for one in own)
    assert door[0].household_id != door[1].household_id
    assert words[0].feedback != words[1].feedback
    assert len(queries.visits(office, VisitFilter(text=mended.ADDED)).rows) == 1


def test_one_household_moved_away_and_another_is_at_its_room(office: Store) -> None:
    rows, _after = households.households(office, HouseholdFilter(ended=True), limit=5_000)
    gone = [one for one in rows if one.ended]
    assert len(gone) == 1
    there = [one for one in rows if one.title == gone[0].title]
    assert sorted(one.ended for one in there) == [False, True]
    former, present = (
        households.household(office, one.id) for one in sorted(there, key=lambda one: not one.ended)
    )
    assert {one.name for one in former.members}.isdisjoint(one.name for one in present.members)
    report = verify(office, checks(), texts())
    assert report.whole, report.findings


def test_one_liar_is_found_out_every_month(office: Store) -> None:
    with office.read() as session:
        found = Counter(session.exec(select(SpotCheck.result)))
    assert set(found) == {one.value for one in Finding}
    assert found[Finding.FALSIFIED] == len(lies(NOW.date()))
    proposed = [
        one for one in proposing.proposals(office, LEADER) if one.source is Source.SPOT_CHECK
    ]
    assert [one.person.number for one in proposed] == [LIAR]


def test_cases_stand_on_every_rung_and_in_every_state_but_few(office: Store) -> None:
    with office.read() as session:
        states = set(session.exec(select(DisciplineCase.state)))
        tracks = set(session.exec(select(DisciplineCase.track)))
        revoked = _revoked(session)
    assert tracks == {str(one) for one in Track}
    assert set(CaseState) - {CaseState(one) for one in states} <= {
        *(CaseState.UPHELD, CaseState.CHANGED, CaseState.REPORTED),
    }
    people = reading.people(office, LEADER)
    assert {1, 2, 3} <= {max(one.visits, one.must_nots) for one in people}
    assert any(one.performance for one in people)
    assert revoked == 2
    assert [one for one in people if one.corrections] == [_with_correction(people)]


def _revoked(session: Session) -> int:
    state = col(DisciplineCase.state) == CaseState.REVOKED.value
    return session.exec(select(func.count()).select_from(DisciplineCase).where(state)).one()


def _with_correction(people: tuple[PersonRow, ...]) -> PersonRow:
    return next(one for one in people if one.person.name == "慕玲玲")
