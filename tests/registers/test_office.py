from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from gridterm.clock import FixedClock
from gridterm.errors import InputError, StoreFullError
from gridterm.hotline import categories
from gridterm.hotline.tables import Category
from gridterm.registers.office import Founding, check, create, names
from gridterm.registers.service import list_staff
from gridterm.registers.terms import Role
from gridterm.settings import load
from gridterm.store.unit import Tx

ANSWERS = Founding(
    "化院社区",
    "铁东街道",
    "0412-12345",
    "王芳、李晓明",
    language="zh_CN",
    clerk="李晓明",
)


def test_an_office_is_made_with_its_answers_people_and_categories(
    tmp_path: Path, clock: FixedClock
) -> None:
    store = create(tmp_path / "new" / "office.db", clock, ANSWERS, (categories.seed,))
    with store.read() as session:
        settings = load(session)
        seeded = len(session.exec(select(Category)).all())
    people = [(one.number, one.name, one.roles) for one in list_staff(store)]
    store.close()
    assert settings.text("office.name") == "化院社区"
    assert settings.text("office.leaders") == "王芳 李晓明"
    assert settings.text("screen.language") == "zh_CN"
    assert seeded > 5
    assert people == [
        ("1001", "王芳", (Role.PRINCIPAL_LEADER,)),
        ("1002", "李晓明", (Role.CLERK, Role.PRINCIPAL_LEADER)),
    ]


def test_every_wrong_answer_is_named_and_nothing_is_made(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "office.db"
    wrong = Founding(" \u200b", "街" * 201, language="fr", zone="Mars/Base")
    with pytest.raises(InputError) as caught:
        create(path, clock, wrong)
    assert set(caught.value.fields) == {"name", "street", "language", "zone"}
    assert not path.exists()


def test_an_office_that_cannot_be_finished_leaves_no_file(
    tmp_path: Path, clock: FixedClock
) -> None:
    def fail(_tx: Tx) -> None:
        raise StoreFullError("full")

    with pytest.raises(StoreFullError):
        create(tmp_path / "office.db", clock, ANSWERS, (fail,))
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".db"] == []


def test_an_office_that_is_there_is_not_touched(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "office.db"
    path.write_text("mine")
    with pytest.raises(InputError):
        create(path, clock, ANSWERS)
    assert path.read_text() == "mine"


def test_names_are_parted_by_blanks_and_commas_of_both_kinds() -> None:
    assert names("王芳、李晓明，张三 王芳,\u3000赵六;") == ("王芳", "李晓明", "张三", "赵六")
    assert names(" ") == ()
    assert check(Founding("x", leaders="甲、乙"))["office.leaders"] == "甲 乙"
