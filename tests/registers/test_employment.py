"""Somebody who had left and is hired again: the time before is kept (for the ladder, §6)."""

from dataclasses import replace
from datetime import date

import pytest

from gridterm.errors import InputError, NotFoundError
from gridterm.registers import checks, service
from gridterm.registers.staff import employments
from gridterm.registers.tables import FormerEmployment
from gridterm.registers.terms import Role, StaffForm
from gridterm.store.verify import verify
from tests.registers.conftest import START, Office

LEFT, AGAIN = date(2025, 12, 31), date(2026, 6, 1)
FORM = StaffForm("1008", "王芳", (Role.GRID_MANAGER,), hired=START)


def hired(office: Office) -> tuple[date, ...]:
    with office.store.read() as session:
        return employments(session, office.wang)


def save(office: Office, form: StaffForm) -> None:
    service.save_staff(office.store, office.actor, form, office.wang)
    report = verify(office.store, checks.CHECKS, checks.TEXTS)
    assert report.whole, report.findings


def test_who_is_hired_again_keeps_the_time_before(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, LEFT)
    save(office, replace(FORM, hired=AGAIN))
    assert hired(office) == (START, AGAIN)
    save(office, replace(FORM, hired=AGAIN, phone="13800000009"))
    assert hired(office) == (START, AGAIN)
    service.end_staff(office.store, office.actor, office.wang, date(2026, 9, 1))
    save(office, replace(FORM, hired=date(2026, 11, 1)))
    assert hired(office) == (START, AGAIN, date(2026, 11, 1))


def test_a_mistaken_end_taken_back_is_one_employment(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, LEFT)
    save(office, FORM)
    assert hired(office) == (START,)


def test_a_first_day_put_right_is_one_employment(office: Office) -> None:
    save(office, replace(FORM, hired=date(2025, 2, 1)))
    assert hired(office) == (date(2025, 2, 1),)


def test_hired_again_by_mistake_is_taken_back(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, LEFT)
    save(office, replace(FORM, hired=AGAIN))
    save(office, replace(FORM, hired=START, left=LEFT))
    assert hired(office) == (START,)


def test_two_times_of_employment_do_not_overlap(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, LEFT)
    save(office, replace(FORM, hired=AGAIN))
    with pytest.raises(InputError, match="2025-12-31") as refused:
        save(office, replace(FORM, hired=LEFT))
    assert list(refused.value.fields) == ["hired"]


def test_nobody_has_no_employments(office: Office) -> None:
    with office.store.read() as session, pytest.raises(NotFoundError):
        employments(session, 999)


def test_verify_finds_times_that_overlap(office: Office) -> None:
    with office.store.write("test", office.actor) as tx:
        tx.add(FormerEmployment(staff_id=office.wang, hired=START, left=START))
    counts = verify(office.store, checks.CHECKS, checks.TEXTS).counts
    assert counts == {"staff.employments": 1}
