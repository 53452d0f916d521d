"""The first look: how the briefing begins, without the libraries of the store."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from gridterm.clock import FixedClock
from gridterm.errors import StoreMissingError
from gridterm.hotline import service
from gridterm.hotline.terms import Intake
from gridterm.registers import operators
from gridterm.registers.service import save_staff
from gridterm.registers.terms import Role, StaffForm
from gridterm.settings import Settings, change
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.today.briefing import briefing
from gridterm.today.first import FirstLook, look


@pytest.fixture
def clerk(store: Store) -> int:
    form = StaffForm("1003", "陈思雨", (Role.CLERK,), hired=date(2025, 1, 1))
    return save_staff(store, SYSTEM, form).id


def first(store: Store, clock: FixedClock, number: str = "1003") -> FirstLook | None:
    return look(store.path, clock, number, lambda _settings: None)


def test_it_is_how_the_briefing_begins(store: Store, clock: FixedClock, clerk: int) -> None:
    change(store, SYSTEM, {"office.name": "化院社区"})
    for number in range(15):
        service.register(store, SYSTEM, Intake(f"第{number}件", kind="complaint"))
    found = first(store, clock)
    assert found is not None
    whole = briefing(store)
    assert found.briefing.sections == whole.sections[:1]
    assert found.briefing.sections[0].total == 15
    assert found.briefing.heading == whole.heading
    assert found.operator.staff_id == clerk
    assert found.settings.text("office.name") == "化院社区"


def test_the_language_is_known_before_anything_is_said(
    store: Store, clock: FixedClock, clerk: int
) -> None:
    change(store, SYSTEM, {"screen.language": "zh_CN"})
    seen: list[Settings] = []
    look(store.path, clock, "1003", seen.append)
    assert [one.text("screen.language") for one in seen] == ["zh_CN"]


def test_nothing_is_shown_to_whom_is_not_known(store: Store, clock: FixedClock, clerk: int) -> None:
    assert first(store, clock, "9999") is None
    operators.set_pin(store, SYSTEM, clerk, "2468")
    assert first(store, clock) is None


def test_a_file_of_another_version_is_left_to_the_opening(
    store: Store, clock: FixedClock, clerk: int
) -> None:
    connection = sqlite3.connect(store.path)
    connection.execute("PRAGMA user_version=1")
    connection.close()
    assert first(store, clock) is None


def test_a_file_that_is_not_there_is_said(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(StoreMissingError):
        look(tmp_path / "gone.db", clock, "1003", lambda _settings: None)


def test_it_does_without_the_libraries_of_the_store(
    store: Store, clock: FixedClock, clerk: int
) -> None:
    service.register(store, SYSTEM, Intake("灯坏了", kind="complaint"))
    code = (
        "import sys; from pathlib import Path; from gridterm.clock import SystemClock; "
        "from gridterm.today.first import look; "
        "found = look(Path(sys.argv[1]), SystemClock(), '1003', lambda _settings: None); "
        "print(found.briefing.sections[0].total, *{one.split('.')[0] for one in sys.modules})"
    )
    command = [sys.executable, "-c", code, str(store.path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    total, *modules = done.stdout.split()
    assert total == "1"
    assert not {"sqlalchemy", "sqlmodel", "pydantic"} & set(modules)
