"""Who may do what to a case, and that no service goes around it (RULEBOOK §6)."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from gridterm import i18n
from gridterm.discipline import reading, service
from gridterm.discipline.terms import CaseStep
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.unit import Store
from tests.discipline.conftest import Opened
from tests.discipline.prepared import (
    CLERK,
    LEAD,
    LEADER,
    MEMBER,
    OTHER,
    PERSON,
    READY,
    Prepared,
    by,
    person_of,
    ready,
)  # fmt: skip

NAMELESS = Actor(None, "gridterm")
Act = Callable[[Store, Actor, int], object]
ACTS: dict[CaseStep, tuple[str, int, Act]] = {
    CaseStep.INVESTIGATE: (
        "reported", LEADER, lambda o, who, one: service.investigate(o, who, one, CLERK)
    ),
    CaseStep.EVIDENCE: (
        "reported", LEAD, lambda o, who, one: service.add_evidence(o, who, one, text="看到的")
    ),
    CaseStep.WITHDRAW: (
        "reported", LEAD, lambda o, who, one: service.withdraw(o, who, one, "误报")
    ),
    CaseStep.ASK: ("investigated", CLERK, service.ask),
    CaseStep.STATE: (
        "investigated", CLERK, lambda o, who, one: service.record_statement(o, who, one, "有话")
    ),
    CaseStep.UNFOUNDED: (
        "investigated", CLERK, lambda o, who, one: service.find_untrue(o, who, one, "不属实")
    ),
    CaseStep.CONFIRM: ("investigated", CLERK, service.find_true),
    CaseStep.DECIDE: ("confirmed", LEADER, service.decide),
    CaseStep.SERVE: (
        "decided", CLERK, lambda o, who, one: service.serve(o, who, one, receipt=True)
    ),
    CaseStep.APPEAL: ("served", CLERK, lambda o, who, one: service.appeal(o, who, one, "不服")),
    CaseStep.CHANGE: ("served", LEADER, lambda o, who, one: service.change(o, who, one, 1, "轻")),
    CaseStep.REVOKE: ("served", LEADER, lambda o, who, one: service.revoke(o, who, one, "无")),
    CaseStep.UPHOLD: ("appealed", MEMBER, lambda o, who, one: service.uphold(o, who, one, "维")),
    CaseStep.RESTORE: ("revoked", LEADER, lambda o, who, one: service.restore(o, who, one, "复")),
}  # fmt: skip
DECIDING = (CaseStep.DECIDE, CaseStep.UPHOLD, CaseStep.CHANGE, CaseStep.REVOKE, CaseStep.RESTORE)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture
def waiting(opened: Opened) -> Prepared:
    """A case at each point from which steps are taken."""
    return opened("ready", ready)


def role(office: Prepared, staff_id: int, roles: str) -> None:
    with office.store.write("test.role", SYSTEM) as tx:
        tx.session.get_one(Staff, staff_id).roles = roles


def taken(office: Prepared, step: CaseStep, who: Actor) -> None:
    state, _by, act = ACTS[step]
    act(office.store, who, READY.index(state) + 1)


def test_every_step_of_a_case_is_among_these() -> None:
    assert set(ACTS) == set(CaseStep) - {CaseStep.REPORT}


@pytest.mark.parametrize("step", list(ACTS))
def test_who_may_take_a_step_takes_it(waiting: Prepared, step: CaseStep) -> None:
    taken(waiting, step, by(ACTS[step][1]))
    case_id = READY.index(ACTS[step][0]) + 1
    assert waiting.trail()[-1] == (f"discipline.{step}", f"case:{case_id}")


@pytest.mark.parametrize("step", list(ACTS))
def test_nobody_else_does(waiting: Prepared, step: CaseStep) -> None:
    """The program itself, whom it is about, who has no part in it, a reporter who leads."""
    before = (waiting.trail(), waiting.letters())
    person = person_of(READY.index(ACTS[step][0]) + 1)
    with pytest.raises(RefusedError, match="Sign on"):
        taken(waiting, step, NAMELESS)
    with pytest.raises(NotFoundError):
        taken(waiting, step, by(OTHER))
    if step not in {CaseStep.STATE, CaseStep.APPEAL}:
        with pytest.raises((RefusedError, NotFoundError)):
            taken(waiting, step, by(person))
    assert (waiting.trail(), waiting.letters()) == before
    if step in DECIDING:
        role(waiting, person, "principal_leader")
        with pytest.raises(RefusedError, match="Somebody else must"):
            taken(waiting, step, by(person))
        role(waiting, LEAD, "principal_leader")
        with pytest.raises(RefusedError, match="reported it"):
            taken(waiting, step, by(LEAD))
        role(waiting, CLERK, "clerk,grid_lead")
        with pytest.raises(RefusedError, match=r"Ask one of them|Somebody else must"):
            taken(waiting, step, by(CLERK))
        assert waiting.letters() == before[1]


def test_the_program_itself_neither_reports_nor_looks(office: Prepared) -> None:
    one = office.report()
    for refused in (
        lambda: service.report(office.store, NAMELESS, office.form()),
        lambda: reading.case(office.store, NAMELESS, one),
        lambda: reading.cases(office.store, NAMELESS),
        lambda: reading.person(office.store, NAMELESS, PERSON),
    ):
        with pytest.raises(RefusedError, match="Sign on"):
            refused()


def test_a_case_of_the_only_leader_is_decided_by_the_committee(office: Prepared) -> None:
    store = office.store
    one = service.report(store, by(LEAD), office.form(person_id=LEADER)).row.id
    with pytest.raises(NotFoundError):
        reading.case(store, by(LEADER), one)
    assert reading.count(store, by(LEADER)) == 0
    service.investigate(store, by(MEMBER), one, CLERK)
    service.add_evidence(store, by(CLERK), one, text="看到的")
    service.ask(store, by(CLERK), one)
    service.record_statement(store, by(LEADER), one, "没有")
    service.find_true(store, by(CLERK), one)
    assert service.decide(store, by(MEMBER), one).row.level == 1


def test_where_no_leader_is_free_nobody_decides(office: Prepared) -> None:
    one = office.confirmed(actor=MEMBER)
    with office.store.write("test.away", SYSTEM) as tx:
        tx.session.get_one(Staff, LEADER).away = True
    told = reading.case(office.store, by(LEADER), one)
    assert "Nobody at work may decide" in told.refusals[CaseStep.DECIDE]
    with pytest.raises(RefusedError, match="reported it"):
        service.decide(office.store, by(MEMBER), one)


def test_nobody_investigates_themselves(office: Prepared) -> None:
    one = office.report()
    with pytest.raises(RefusedError, match="cannot investigate"):
        service.investigate(office.store, by(LEADER), one, PERSON)
    for nobody in (99, 0):
        with pytest.raises(InputError) as caught:
            service.investigate(office.store, by(LEADER), one, nobody)
        assert set(caught.value.fields) == {"investigator_id"}


def test_who_left_neither_looks_nor_acts(office: Prepared) -> None:
    one = office.report()
    with office.store.write("test.left", SYSTEM) as tx:
        tx.session.get_one(Staff, LEAD).left = date(2026, 3, 1)
    with pytest.raises(RefusedError, match="Sign on"):
        service.withdraw(office.store, by(LEAD), one, "误报")
    with pytest.raises(RefusedError, match="Sign on"):
        reading.case(office.store, by(LEAD), one)


def test_the_investigation_is_set_up_by_a_leader(office: Prepared) -> None:
    one = office.report()
    with pytest.raises(RefusedError, match="陈静"):
        service.investigate(office.store, by(LEAD), one, CLERK)
    told = reading.case(office.store, by(LEAD), one)
    assert set(told.refusals) == {CaseStep.INVESTIGATE}
