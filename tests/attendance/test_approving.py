"""Who may stand on the record as having approved something."""

from datetime import date, datetime

import pytest

from gridterm.attendance import corrections, leave, outing
from gridterm.attendance.terms import LeaveForm, LeaveKind, OutingForm
from gridterm.errors import InputError, RefusedError
from gridterm.registers.service import find_staff, save_staff
from gridterm.registers.terms import StaffForm
from gridterm.store.audit import Actor
from tests.attendance.conftest import AM, LI, PM, TUESDAY, WANG, Desk

HIRED = date(2020, 1, 1)


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    """Two of one name, one whose name begins like another's, and somebody who has left."""
    for number, name in (
        ("1011", "佟大为"),
        ("1012", "佟丽娅"),
        ("1013", "孙洁"),
        ("1014", "孙洁"),
    ):
        save_staff(desk.store, desk.actor, StaffForm(number, name, (), hired=HIRED))
    for staff_id, number, name in ((LI, "1001", "李晓明"), (WANG, "1002", "王芳")):
        save_staff(desk.store, desk.actor, StaffForm(number, name, (), hired=HIRED), staff_id)
    return desk


def approved(desk: Desk, typed: str, staff_id: int = LI) -> str:
    key = desk.key(AM, staff_id=staff_id)
    return corrections.make_up(desk.store, desk.actor, key, "停电", typed).approver


def refused(desk: Desk, typed: str, staff_id: int = LI) -> str:
    with pytest.raises(InputError) as caught:
        approved(desk, typed, staff_id)
    assert set(caught.value.fields) == {"approver"}
    return caught.value.message


@pytest.mark.parametrize(
    "typed",
    ["1002", "１００２", " 王芳 ", "王 芳", "王", "wf", "WF", "1002 王芳", "王芳 1002"],
)
def test_what_is_typed_becomes_the_name_of_one_who_is_employed(crowd: Desk, typed: str) -> None:
    assert approved(crowd, typed) == "王芳"


def test_two_of_one_name_are_told_apart_by_their_numbers(crowd: Desk) -> None:
    told = refused(crowd, "孙洁")
    assert "1013" in told
    assert "1014" in told
    assert approved(crowd, "1014") == "孙洁 1014"


def test_a_beginning_that_is_not_unique_names_the_candidates(crowd: Desk) -> None:
    told = refused(crowd, "佟")
    assert "1011 佟大为" in told
    assert "1012 佟丽娅" in told
    assert approved(crowd, "佟大") == "佟大为"


@pytest.mark.parametrize(
    "typed",
    [
        "诸葛亮",
        "10",
        "9999",
        "芳",
        "陈静",
        "1004",
        "%",
        "_",
        "'",
        "[/]",
        "街道办",
        "街道 佟",
        "甲 乙",
        "12 34",
    ],
)
def test_nobody_is_meant(crowd: Desk, typed: str) -> None:
    told = refused(crowd, typed)
    assert typed in told


def test_who_is_concerned_never_approves(crowd: Desk) -> None:
    for typed in ("李晓明", "1001", "lxm", "本社区 李晓明"):
        assert "李晓明" in refused(crowd, typed)
    homonyms = refused(crowd, "孙洁", staff_id=crowd_id(crowd, "1013"))
    assert "1014" in homonyms
    assert "1013" not in homonyms


def crowd_id(desk: Desk, number: str) -> int:
    return find_staff(desk.store, number)[0].id


def test_somebody_outside_is_kept_with_the_unit(crowd: Desk) -> None:
    assert approved(crowd, "街道办　王主任") == "街道办 王主任"


def test_every_decision_with_an_approver_asks_the_same(crowd: Desk) -> None:
    store, actor = crowd.store, crowd.actor
    start, end = datetime(2026, 3, 20), datetime(2026, 3, 21)
    form = LeaveForm(LI, LeaveKind.SICK, start, end, "感冒")
    asked = leave.ask(store, actor, form)
    later = LeaveForm(LI, LeaveKind.SICK, datetime(2026, 4, 1), datetime(2026, 4, 2), "复诊")
    steps = (
        lambda who: corrections.waive(store, actor, crowd.key(PM), "大雪", who),
        lambda who: leave.approve(store, actor, asked.id, who),
        lambda who: leave.reject(store, actor, asked.id, who, "缺人"),
        lambda who: leave.file_approved(store, actor, later, who),
        lambda who: outing.enter_outing(store, actor, OutingForm(LI, start, end, "开会", who)),
    )
    for step in steps:
        for typed in ("佟", "李晓明", "谁", ""):
            with pytest.raises(InputError) as caught:
                step(typed)
            assert set(caught.value.fields) == {"approver"}
    assert leave.approve(store, actor, asked.id, "wf").approver == "王芳"
    assert [one.staff.id for one in leave.leaves(store).rows] == [LI]


def test_nobody_decides_about_their_own_late_leave(crowd: Desk) -> None:
    start, end = datetime.combine(TUESDAY, datetime.min.time()), datetime(2026, 3, 11)
    told = leave.file_approved(
        crowd.store, crowd.actor, LeaveForm(LI, LeaveKind.SICK, start, end, "感冒"), "王芳"
    )
    own = Actor(LI, "李晓明")
    with pytest.raises(RefusedError, match="李晓明"):
        leave.decide_late(crowd.store, own, told.id, "有证明", excused=True)
    decided = leave.decide_late(crowd.store, Actor(WANG, "王芳"), told.id, "有证明", excused=True)
    assert decided.late_by == "王芳"
