"""Who is at the desk where no question has to be asked."""

from datetime import date

from gridterm.registers import known, operators, service
from gridterm.store.glance import glance
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)


def found(office: Office, number: str) -> known.Operator | None:
    with glance(office.store.path) as file:
        return known.operator(file, number, TODAY)


def test_it_is_who_would_sign_on(office: Office) -> None:
    assert found(office, "1007") == operators.sign_on(office.store, office.li)


def test_a_pin_is_to_be_asked_for_and_nobody_is_nobody(office: Office) -> None:
    operators.set_pin(office.store, office.actor, office.li, "2468")
    assert found(office, "1007") is None
    assert found(office, "no such number") is None


def test_who_has_left_is_not_at_the_desk(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.li, date(2026, 11, 20))
    assert found(office, "1007") is None
