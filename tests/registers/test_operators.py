from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import select

from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.registers import operators, pins, roster, service
from gridterm.registers.tables import Credential
from gridterm.registers.terms import Role, StaffForm
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)


def test_who_is_on_duty_stands_first(office: Office) -> None:
    plain = [one.name for one in operators.candidates(office.store)]
    assert plain == ["李晓明", "王芳", "陈思雨", "赵乐"]
    roster.put(office.store, office.actor, TODAY, office.zhao, office.chen)
    operators.set_pin(office.store, office.actor, office.zhao, "2468")
    first, second, *_rest = operators.candidates(office.store)
    assert (first.name, first.on_duty, first.has_pin) == ("赵乐", True, True)
    assert (second.name, second.on_duty, second.has_pin) == ("陈思雨", True, False)


def test_who_has_left_cannot_sign_on(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, date(2026, 11, 20))
    assert "王芳" not in [one.name for one in operators.candidates(office.store)]
    with pytest.raises(RefusedError, match="王芳"):
        operators.sign_on(office.store, office.wang)
    with pytest.raises(NotFoundError):
        operators.sign_on(office.store, 999)


def test_signing_on_without_a_pin_names_the_operator(office: Office) -> None:
    operator = operators.sign_on(office.store, office.li)
    assert operator.actor == Actor(office.li, "李晓明")
    assert (operator.number, operator.roles) == ("1007", (Role.GRID_LEAD,))


def test_a_pin_is_asked_for_and_full_width_digits_are_digits(office: Office) -> None:
    operators.set_pin(office.store, office.actor, office.li, "13５7")
    assert operators.has_pin(office.store, office.li)
    for wrong in (None, "", "1358"):
        with pytest.raises(InputError) as caught:
            operators.sign_on(office.store, office.li, wrong)
        assert list(caught.value.fields) == ["pin"]
    assert operators.sign_on(office.store, office.li, " １３５７").name == "李晓明"
    operators.set_pin(office.store, office.actor, office.li, None)
    assert operators.sign_on(office.store, office.li).name == "李晓明"


@pytest.mark.parametrize("pin", ["", "123", "1" * 33, " 12 ", "\u200b\u200b\u200b\u200b"])
def test_a_pin_has_a_length(office: Office, pin: str) -> None:
    with pytest.raises(InputError):
        operators.set_pin(office.store, office.actor, office.li, pin)
    assert not operators.has_pin(office.store, office.li)


def test_the_pin_is_nowhere_in_the_file_or_the_trail(office: Office) -> None:
    operators.set_pin(office.store, office.actor, office.li, "[/]97531")
    operators.set_pin(office.store, office.actor, office.li, "pin-86420")
    operators.set_pin(office.store, office.actor, office.li, None)
    operators.set_pin(office.store, office.actor, office.li, "pin-86420")
    with office.store.read() as session:
        kept = session.exec(select(Credential.pin_hash)).one()
        trail = session.exec(select(AuditEntry)).all()
    changes = [entry.changes for entry in trail if entry.action == "operator.pin"]
    assert [next(w for w in ("set", "changed", "removed") if f'"{w}"' in c) for c in changes] == [
        "set",
        "changed",
        "removed",
        "set",
    ]
    assert all(kept not in entry.changes and "scrypt" not in entry.changes for entry in trail)
    office.store.close()
    folder: Path = office.store.path.parent
    for file in folder.glob(office.store.path.name + "*"):
        assert b"86420" not in file.read_bytes()
        assert b"97531" not in file.read_bytes()


def test_a_set_pin_is_changed_by_who_knows_it_or_leads(office: Office) -> None:
    wang = Actor(office.wang, "王芳")
    operators.set_pin(office.store, wang, office.wang, "1111")
    with pytest.raises(InputError) as caught:
        operators.set_pin(office.store, Actor(office.zhao, "赵乐"), office.wang, "2222")
    assert list(caught.value.fields) == ["current"]
    with pytest.raises(InputError):
        operators.set_pin(office.store, wang, office.wang, None, current="9999")
    operators.set_pin(office.store, wang, office.wang, "2222", current="1111")
    lead = StaffForm("1007", "李晓明", (Role.GRID_LEAD, Role.PRINCIPAL_LEADER))
    service.save_staff(office.store, office.actor, lead, office.li)
    operators.set_pin(office.store, Actor(office.li, "李晓明"), office.wang, "3333")
    assert operators.check_pin(office.store, office.wang, "3333")


def test_five_wrong_pins_close_the_door_for_thirty_seconds(
    office: Office, clock: FixedClock
) -> None:
    operators.set_pin(office.store, office.actor, office.li, "1357")
    operators.set_pin(office.store, office.actor, office.wang, "2468")
    for _try in range(4):
        assert not operators.check_pin(office.store, office.li, "0000")
    assert operators.check_pin(office.store, office.li, "1357")
    for _try in range(5):
        assert not operators.check_pin(office.store, office.li, "0000")
    with pytest.raises(RefusedError, match="30"):
        operators.sign_on(office.store, office.li, "1357")
    assert operators.check_pin(office.store, office.wang, "2468")
    clock.advance(timedelta(seconds=29))
    with pytest.raises(RefusedError):
        operators.check_pin(office.store, office.li, "1357")
    clock.advance(timedelta(seconds=1))
    assert operators.check_pin(office.store, office.li, "1357")


def test_a_clock_set_back_does_not_lock_anybody_out(office: Office, clock: FixedClock) -> None:
    operators.set_pin(office.store, office.actor, office.li, "1357")
    for _try in range(5):
        operators.check_pin(office.store, office.li, "0000")
    clock.advance(timedelta(days=-3))
    with pytest.raises(RefusedError, match="30"):
        operators.check_pin(office.store, office.li, "1357")
    clock.advance(timedelta(seconds=30))
    assert operators.check_pin(office.store, office.li, "1357")


def test_an_empty_pin_is_no_try(office: Office) -> None:
    operators.set_pin(office.store, office.actor, office.li, "1357")
    for _try in range(6):
        assert not operators.check_pin(office.store, office.li, "")
    assert operators.check_pin(office.store, office.li, "1357")


@hypothesis_settings(max_examples=8)
@given(st.text(min_size=4, max_size=32))
def test_a_hash_fits_its_own_pin_only_and_never_twice_the_same(pin: str) -> None:
    first, second = pins.hashed(pin), pins.hashed(pin)
    assert first != second
    assert pins.fits(pin, first)
    assert pins.fits(pin, second)
    assert not pins.fits(pin + "x", first)


@pytest.mark.parametrize(
    "kept", ["", "scrypt", "a$b$c$d$e$f", "scrypt$3$8$1$AA==$AA==", "scrypt$16384$8$1$*$*"]
)
def test_a_broken_hash_fits_nothing(kept: str) -> None:
    assert not pins.fits("1234", kept)


def test_a_hash_carries_its_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    old = pins.hashed("1234")
    monkeypatch.setattr(pins, "COST", 2**12)
    assert pins.fits("1234", old)
    assert pins.hashed("1234").startswith("scrypt$4096$8$1$")
