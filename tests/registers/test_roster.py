from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from gridterm.calendar import DayKind
from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.registers import roster, service, workdays
from gridterm.registers.terms import Role, RosterMonth, StaffForm
from gridterm.store.tables import AuditEntry
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)


def names(month_sheet: RosterMonth) -> list[str]:
    days = month_sheet.days
    return [day.duty.officer.name if day.duty else "-" for day in days]


def test_somebody_is_put_on_duty_with_their_deputy(office: Office) -> None:
    form = StaffForm("1008", "王芳", (Role.GRID_MANAGER,), deputy_id=office.chen)
    service.save_staff(office.store, office.actor, form, office.wang)
    made = roster.put(office.store, office.actor, TODAY, office.wang, note="顶班")
    assert made == roster.duty_on(office.store)
    assert (made.officer.name, made.note, made.stands_in) == ("王芳", "顶班", False)
    assert made.deputy is not None
    assert made.deputy.name == "陈思雨"
    again = roster.put(office.store, office.actor, TODAY, office.li)
    assert (again.officer.name, again.deputy, again.note) == ("李晓明", None, "")
    assert roster.duty_on(office.store, TOMORROW) is None


def test_the_deputy_acts_while_the_officer_is_away(office: Office, clock: FixedClock) -> None:
    roster.put(office.store, office.actor, TODAY, office.zhao, office.chen)
    away = StaffForm("1010", "赵乐", (Role.CLERK,), away=True)
    service.save_staff(office.store, office.actor, away, office.zhao)
    duty = roster.duty_on(office.store)
    assert duty is not None
    assert (duty.officer.name, duty.acting.name, duty.stands_in) == ("赵乐", "陈思雨", True)
    clock.advance(timedelta(days=1))
    past = roster.duty_on(office.store, TODAY)
    assert past is not None
    assert not past.stands_in


@pytest.mark.parametrize(
    ("officer", "deputy", "field"),
    [(999, None, "officer_id"), ("zhao", "zhao", "deputy_id"), ("zhao", 999, "deputy_id")],
)
def test_a_day_needs_two_different_people_who_exist(
    office: Office, officer: int | str, deputy: int | str | None, field: str
) -> None:
    ids = [getattr(office, one) if isinstance(one, str) else one for one in (officer, deputy)]
    with pytest.raises(InputError) as caught:
        roster.put(office.store, office.actor, TODAY, *ids)
    assert list(caught.value.fields) == [field]


def test_nobody_serves_before_the_first_or_after_the_last_day(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, TODAY)
    roster.put(office.store, office.actor, TODAY, office.wang)
    with pytest.raises(InputError, match="王芳"):
        roster.put(office.store, office.actor, TOMORROW, office.wang)
    with pytest.raises(InputError):
        roster.put(office.store, office.actor, date(2024, 12, 31), office.chen)


def test_a_month_is_filled_in_turn_and_the_next_goes_on(office: Office) -> None:
    officers = [office.wang, office.chen, office.zhao]
    december = roster.fill(office.store, office.actor, 2026, 12, officers)
    assert names(december)[:4] == ["王芳", "陈思雨", "赵乐", "王芳"]
    assert december.empty == ()
    assert december.published
    assert names(december)[-1] == "王芳"
    january = roster.fill(office.store, office.actor, 2027, 1, officers)
    assert names(january)[:2] == ["陈思雨", "赵乐"]
    assert not january.published
    first = january.days[0].duty
    assert first is not None
    assert first.deputy is not None
    assert first.deputy.name == "赵乐"


def test_days_off_are_left_out_when_asked(office: Office) -> None:
    october = roster.fill(
        office.store, office.actor, 2026, 10, [office.wang, office.chen], skip_days_off=True
    )
    assert date(2026, 10, 1) in october.empty
    for day in october.days:
        assert (day.duty is not None) == day.calendar.working
    assert [day.duty.officer.name for day in october.days if day.duty][:3] == [
        "王芳",
        "陈思雨",
        "王芳",
    ]


def test_who_is_away_or_leaves_is_passed_over(office: Office) -> None:
    away = StaffForm("1010", "赵乐", (Role.CLERK,), away=True)
    service.save_staff(office.store, office.actor, away, office.zhao)
    service.end_staff(office.store, office.actor, office.wang, date(2026, 12, 2))
    filled = roster.fill(
        office.store, office.actor, 2026, 12, [office.wang, office.chen, office.zhao]
    )
    assert names(filled)[:5] == ["王芳", "陈思雨", "陈思雨", "陈思雨", "陈思雨"]
    alone = filled.days[10].duty
    assert alone is not None
    assert alone.deputy is None


def test_a_month_nobody_can_take_stays_empty(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, TODAY)
    filled = roster.fill(office.store, office.actor, 2026, 12, [office.wang])
    assert len(filled.empty) == 31


def test_filling_keeps_what_stands_unless_told_and_never_rewrites_the_past(office: Office) -> None:
    roster.put(office.store, office.actor, date(2026, 11, 2), office.zhao, note="过去")
    roster.put(office.store, office.actor, date(2026, 11, 25), office.zhao, note="换班")
    kept = roster.fill(office.store, office.actor, 2026, 11, [office.wang, office.chen])
    assert names(kept)[1] == "赵乐"
    assert names(kept)[24] == "赵乐"
    assert kept.empty == ()
    over = roster.fill(office.store, office.actor, 2026, 11, [office.wang], overwrite=True)
    assert names(over)[:20] == names(kept)[:20]
    assert set(names(over)[20:]) == {"王芳"}


@pytest.mark.parametrize("officers", [[], [1, 1], [999]])
def test_filling_needs_officers_who_exist(office: Office, officers: list[int]) -> None:
    with pytest.raises(InputError) as caught:
        roster.fill(office.store, office.actor, 2026, 12, officers)
    assert list(caught.value.fields) == ["officers"]
    with pytest.raises(InputError):
        roster.fill(office.store, office.actor, 2026, 13, [office.wang])


def test_two_days_are_swapped_whole(office: Office) -> None:
    roster.put(office.store, office.actor, TODAY, office.wang, office.li, note="留下")
    roster.put(office.store, office.actor, TOMORROW, office.chen)
    one, two = roster.swap(office.store, office.actor, TODAY, TOMORROW)
    assert (one.officer.name, one.deputy, one.note) == ("陈思雨", None, "留下")
    assert two.officer.name == "王芳"
    assert two.deputy is not None
    assert two.deputy.name == "李晓明"


def test_a_swap_that_cannot_be_is_refused(office: Office) -> None:
    roster.put(office.store, office.actor, TODAY, office.wang)
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(NotFoundError):
        roster.swap(office.store, office.actor, TODAY, TOMORROW)
    roster.put(office.store, office.actor, yesterday, office.chen)
    with pytest.raises(RefusedError):
        roster.swap(office.store, office.actor, yesterday, TODAY)
    roster.put(office.store, office.actor, TOMORROW, office.chen)
    service.end_staff(office.store, office.actor, office.wang, TODAY)
    with pytest.raises(RefusedError, match="王芳"):
        roster.swap(office.store, office.actor, TODAY, TOMORROW)
    duty = roster.duty_on(office.store)
    assert duty is not None
    assert duty.officer.name == "王芳"


def test_a_day_to_come_is_cleared_a_day_that_is_over_is_not(office: Office) -> None:
    roster.put(office.store, office.actor, TODAY, office.wang)
    roster.clear(office.store, office.actor, TODAY)
    assert roster.duty_on(office.store) is None
    with pytest.raises(NotFoundError):
        roster.clear(office.store, office.actor, TODAY)
    yesterday = TODAY - timedelta(days=1)
    roster.put(office.store, office.actor, yesterday, office.wang)
    with pytest.raises(RefusedError):
        roster.clear(office.store, office.actor, yesterday)


def test_each_change_of_the_roster_is_one_entry(office: Office) -> None:
    with office.store.read() as session:
        before = len(session.exec(select(AuditEntry)).all())
    roster.fill(office.store, office.actor, 2026, 12, [office.wang, office.chen])
    roster.swap(office.store, office.actor, date(2026, 12, 1), date(2026, 12, 2))
    roster.clear(office.store, office.actor, date(2026, 12, 3))
    with office.store.read() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()[before:]
    assert [entry.action for entry in entries] == ["duty.fill", "duty.swap", "duty.clear"]
    assert entries[2].changes.count('"after":null') == 1


def test_a_note_is_plain_text_of_one_line(office: Office, hostile: list[str]) -> None:
    for text in hostile:
        if len(text) > 100:
            with pytest.raises(InputError):
                roster.put(office.store, office.actor, TODAY, office.wang, note=text)
            continue
        duty = roster.put(office.store, office.actor, TODAY, office.wang, note=text)
        assert duty.note == text.replace("\n", " ").strip("\x0b\u200b")


def test_the_offices_own_days_are_those_of_the_roster(office: Office) -> None:
    with office.store.write("test", office.actor) as tx:
        workdays.enter_day(tx, date(2026, 12, 1), working=False, note="社区日")
        workdays.enter_day(tx, date(2026, 12, 5), working=True)
        workdays.enter_year(tx, 2026, published=False)
    filled = roster.fill(office.store, office.actor, 2026, 12, [office.li], skip_days_off=True)
    assert not filled.published
    first, saturday = filled.days[0], filled.days[4]
    assert (first.duty, first.calendar.kind, first.calendar.holiday) == (
        None, DayKind.HOLIDAY, "社区日")  # fmt: skip
    assert saturday.duty is not None
    assert saturday.calendar.kind is DayKind.MAKEUP_WORKDAY
