"""Who may do what: the table, and an office in which somebody is missing."""

from datetime import datetime, timedelta

import pytest

from gridterm.errors import RefusedError
from gridterm.hotline import posts, powers, queries, service, supervising
from gridterm.hotline.terms import Action, State
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role
from gridterm.store.audit import SYSTEM
from tests.hotline.conftest import CLERK, DEPUTY, LEAD, LEADER, OTHER, Desk

LATE = datetime(2026, 12, 7, 9, 0)


def test_what_is_not_named_is_everybodys() -> None:
    for action in set(Action) - set(powers.WHO):
        assert powers.may(action, ())
    for action, roles in powers.WHO.items():
        assert not powers.may(action, (Role.GRID_MANAGER,))
        assert all(powers.may(action, (role,)) for role in roles)


@pytest.mark.parametrize(
    ("who", "may"), [(CLERK, True), (OTHER, True), (LEADER, True), (LEAD, False), (DEPUTY, False)]
)
def test_a_clerk_or_a_leader_voids(desk: Desk, who: int, may: bool) -> None:
    one = desk.call()
    if may:
        assert service.void(desk.store, desk.by(who), one, "误拨").state is State.VOID
        return
    with pytest.raises(RefusedError, match="李晓明"):
        service.void(desk.store, desk.by(who), one, "误拨")
    assert queries.ticket(desk.store, one).state is State.RECEIVED


def late(desk: Desk) -> int:
    one = desk.working()
    desk.clock.moment = LATE
    supervising.urge(desk.store, desk.clerk, one)
    supervising.supervise(desk.store, desk.clerk, one)
    return one


def test_the_principal_leader_confirms_what_is_made_public(desk: Desk) -> None:
    one = late(desk)
    assert posts.barred_from(desk.store, desk.clerk, Action.CIRCULATE)
    assert not posts.barred_from(desk.store, desk.by(LEADER), Action.CIRCULATE)
    with pytest.raises(RefusedError, match="陈静"):
        supervising.circulate(desk.store, desk.clerk, one)
    told = supervising.circulate(desk.store, desk.by(LEADER), one)
    assert told.events[-1].action is Action.CIRCULATE


def test_an_office_without_a_leader_does_not_stand_still(desk: Desk) -> None:
    one = late(desk)
    with desk.store.write("test.staff", SYSTEM) as tx:
        tx.session.get_one(Staff, LEADER).left = LATE.date() - timedelta(days=1)
    told = supervising.circulate(desk.store, desk.clerk, one)
    assert told.events[-1].actor == "李晓明"


def test_the_program_itself_is_kept_from_nothing(desk: Desk) -> None:
    assert posts.barred_from(desk.store, SYSTEM, Action.CIRCULATE) == ""
