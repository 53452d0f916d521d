"""Whatever is done in whatever order by whomever: the office stays whole and letters as they were.

And two who write at the same moment: one of them is told that it is done already.
"""

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.discipline import checks, reading, service
from gridterm.discipline.tables import CaseEvent, DisciplineCase
from gridterm.discipline.terms import CaseState, CaseStep
from gridterm.discipline.views import DecisionForm
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.conftest import MadeOnce
from tests.discipline.conftest import make, nothing
from tests.discipline.prepared import (
    CLERK,
    LEAD,
    LEADER,
    MEMBER,
    MONDAY,
    PERSON,
    STAFF,
    Prepared,
    by,
)
from tests.discipline.test_powers import DECIDING

Act = Callable[[Store, Actor, int], object]
ACTS: dict[CaseStep, tuple[int, Act]] = {
    CaseStep.INVESTIGATE: (LEADER, lambda o, who, one: service.investigate(o, who, one, CLERK)),
    CaseStep.EVIDENCE: (LEAD, lambda o, who, one: service.add_evidence(o, who, one, text="证据")),
    CaseStep.WITHDRAW: (LEAD, lambda o, who, one: service.withdraw(o, who, one, "误报")),
    CaseStep.ASK: (CLERK, service.ask),
    CaseStep.STATE: (PERSON, lambda o, who, one: service.record_statement(o, who, one, "陈述")),
    CaseStep.UNFOUNDED: (CLERK, lambda o, who, one: service.find_untrue(o, who, one, "不实")),
    CaseStep.CONFIRM: (CLERK, service.find_true),
    CaseStep.DECIDE: (LEADER, service.decide),
    CaseStep.SERVE: (CLERK, lambda o, who, one: service.serve(o, who, one, receipt=True)),
    CaseStep.APPEAL: (PERSON, lambda o, who, one: service.appeal(o, who, one, "不服")),
    CaseStep.UPHOLD: (MEMBER, lambda o, who, one: service.uphold(o, who, one, "维持")),
    CaseStep.CHANGE: (LEADER, service.correct),
    CaseStep.REVOKE: (LEADER, lambda o, who, one: service.revoke(o, who, one, "撤销")),
    CaseStep.RESTORE: (LEADER, lambda o, who, one: service.restore(o, who, one, "恢复")),
}
TOWARDS = (
    *(CaseStep.INVESTIGATE, CaseStep.EVIDENCE, CaseStep.ASK, CaseStep.STATE, CaseStep.CONFIRM),
    *(CaseStep.DECIDE, CaseStep.SERVE),
)
"""The way to a letter: a walk that takes none of it says little."""
MOVES = st.one_of(
    st.just(("on", 0, 0)),
    st.tuples(st.sampled_from(list(ACTS)), st.integers(0, len(STAFF)), st.integers(0, 4)),
    st.tuples(st.just("report"), st.integers(1, len(STAFF)), st.integers(0, 6)),
)


NOBODY = Actor(None, "gridterm")


class Walk:
    """An office and what was done to it last; ``turn`` is the case that goes on its way."""

    def __init__(self, office: Prepared) -> None:
        self.office = office
        self.cases: list[int] = []
        self.turn = 0

    def take(self, what: str, who: int, more: int) -> None:
        """One move, which may be refused."""
        self.office.clock.advance(timedelta(hours=7))
        try:
            if what == "report":
                self._report(who, more)
            elif what == "on":
                self._on()
            elif self.cases:
                one = self.cases[more % len(self.cases)]
                ACTS[CaseStep(what)][1](self.office.store, by(who) if who else NOBODY, one)
        except InputError:
            return

    def _report(self, who: int, days: int) -> None:
        on = self.office.clock.today() - timedelta(days=days)
        found = service.report(self.office.store, by(who), self.office.form(incident_on=on))
        self.cases.append(found.row.id)

    def _on(self) -> None:
        """The next case goes its whole way to a letter."""
        self._report(LEAD, 0)
        for step in TOWARDS:
            who, act = ACTS[step]
            act(self.office.store, by(who), self.cases[-1])


def walk(made_once: MadeOnce, tmp_path: Path, moves: list[tuple[str, int, int]]) -> None:
    made = made_once("discipline-empty", lambda path: make(path, nothing))
    path = Path(shutil.copyfile(made, tmp_path / "walk.db"))
    clock = FixedClock(MONDAY)
    store = Store(path, clock)
    office = Prepared(store, clock)
    try:
        going, letters = Walk(office), office.letters()
        for what, who, more in moves:
            going.take(what, who, more)
            now = office.letters()
            assert now[: len(letters)] == letters
            letters = now
        report = verify(store, checks.CHECKS)
        assert report.whole, report.findings
        _hands(store)
    finally:
        store.close()
        path.unlink()


def _hands(store: Store) -> None:
    """No decision by whom it is about or who reported it, no appeal by who decided first."""
    with store.read() as session:
        cases = {one.id: one for one in session.exec(select(DisciplineCase))}
        states: dict[int, str] = {}
        for event in session.exec(select(CaseEvent).order_by(col(CaseEvent.id))):
            case = cases[event.case_id]
            assert event.actor_id is not None
            if event.step in DECIDING:
                assert event.actor_id not in {case.person_id, case.reporter_id}
                if states[event.case_id] == CaseState.APPEALED:
                    assert event.actor_id != case.decider_id
            states[event.case_id] = event.state


@settings(max_examples=3)
@given(moves=st.lists(MOVES, min_size=3, max_size=14))
def test_no_walk_bends_an_office(
    made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int]]
) -> None:
    walk(made_once, tmp_path_factory.mktemp("walk"), moves)


@pytest.mark.slow
@settings(max_examples=50)
@given(moves=st.lists(MOVES, min_size=10, max_size=40))
def test_nor_does_a_long_one(
    made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int]]
) -> None:
    walk(made_once, tmp_path_factory.mktemp("walk"), moves)


# ── two at the same moment ──────────────────────────────────────────────────
def together(office: Prepared, *acts: Callable[[Store], object]) -> list[str]:
    """Do some things at one moment, each on a connection of its own; what came of each."""
    start, told = threading.Barrier(len(acts)), [""] * len(acts)

    def one(place: int, act: Callable[[Store], object]) -> None:
        store = Store(office.store.path, office.clock)
        start.wait()
        try:
            act(store)
            told[place] = "done"
        except RefusedError:
            told[place] = "refused"
        except NotFoundError:
            told[place] = "gone"
        finally:
            store.close()

    threads = [threading.Thread(target=one, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify(office.store, checks.CHECKS).whole
    return sorted(told)


def test_a_case_is_decided_once(office: Prepared) -> None:
    one = office.confirmed()
    told = together(office, *[lambda o: service.decide(o, by(LEADER), one)] * 2)
    assert told == ["done", "refused"]
    assert [number for number, _text in office.letters()] == ["2026-001"]


def test_two_cases_get_two_letters_and_the_ladder_sees_the_first(office: Prepared) -> None:
    office.served()
    office.on("04-10")
    second, third = office.confirmed(), office.confirmed()
    told = together(
        office,
        lambda o: service.decide(o, by(LEADER), second),
        lambda o: service.decide(o, by(LEADER), third, DecisionForm()),
    )
    assert told == ["done", "done"]
    assert [number for number, _text in office.letters()] == ["2026-001", "2026-002", "2026-003"]


def test_four_leads_get_four_numbers_and_one_record_one_case(office: Prepared) -> None:
    (check,) = office.check("falsified")
    of_check = office.form(subject=f"check:{check}")
    told = together(
        office,
        lambda o: service.report(o, by(LEAD), office.form()),
        lambda o: service.report(o, by(CLERK), office.form()),
        lambda o: service.report(o, by(LEAD), of_check),
        lambda o: service.report(o, by(CLERK), of_check),
    )
    assert told == ["done", "done", "done", "refused"]
    rows = reading.cases(office.store, by(LEADER)).rows
    assert sorted(row.number for row in rows) == ["JL-2026-001", "JL-2026-002", "JL-2026-003"]
