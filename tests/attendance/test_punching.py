"""Signing in at the desk: on disk first, repeats, unknown numbers, cards, a clock set back."""

import sqlite3
from datetime import date, datetime

import pytest

from gridterm.attendance import codes, punching, reading
from gridterm.attendance.terms import CodeKind, Flag, PunchSource, Slot, Status
from gridterm.errors import InputError, NotFoundError, RefusedError
from tests.attendance.conftest import AM, LI, PM, TUESDAY, WANG, ZHAO, Desk


def kept(desk: Desk) -> int:
    """Punches as another program sees them in the file."""
    with sqlite3.connect(desk.store.path) as connection:
        return int(connection.execute("SELECT count(*) FROM punch").fetchone()[0])


def test_a_punch_is_on_the_disk_when_it_is_answered(desk: Desk) -> None:
    told = desk.sign("03-10 08:25:10")
    assert (told.staff.name, told.slot) == ("李晓明", Slot.MORNING)
    assert told.view is not None
    assert told.view.status is Status.PRESENT
    assert "08:25" in told.sentence
    assert kept(desk) == 1


@pytest.mark.parametrize("typed", ["1001", " １００１ ", "1 0 0 1"])
def test_a_number_is_understood_as_it_is_typed(desk: Desk, typed: str) -> None:
    assert desk.sign("03-10 08:25", typed).staff.id == LI


def test_a_repeat_says_so_and_is_kept_raw(desk: Desk) -> None:
    assert not desk.sign("03-10 08:25:00").repeated
    again = desk.sign("03-10 08:28:00")
    assert again.repeated
    assert not desk.sign("03-10 08:28:01").repeated
    assert kept(desk) == 3
    assert [one.ignored for one in reading.person_day(desk.store, LI, TUESDAY).punches] == [
        *(False, True, False),
    ]


def test_a_repeat_that_is_better_is_none(desk: Desk) -> None:
    desk.sign("03-10 08:25")
    desk.sign("03-10 14:58:00")
    told = desk.sign("03-10 15:00:30")
    assert not told.repeated
    assert told.view is not None
    assert told.view.status is Status.PRESENT


def test_too_late_and_outside_are_said(desk: Desk) -> None:
    late = desk.sign("03-10 09:05")
    assert late.view is not None
    assert late.view.status is Status.MISSING
    assert "09:00" in late.sentence
    outside = desk.sign("03-10 12:30")
    assert outside.slot is None
    assert outside.view is None
    assert "12:30" in outside.sentence


@pytest.mark.parametrize(("typed", "error"), [("9", NotFoundError), (" ", InputError)])
def test_who_is_nobody_signs_nothing(desk: Desk, typed: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        desk.sign("03-10 08:25", typed)
    assert kept(desk) == 0


def test_who_has_left_or_is_not_here_yet_cannot_sign(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="陈静"):
        desk.sign("03-10 08:25", "1004")
    with pytest.raises(RefusedError):
        desk.sign("03-09 08:25", "1003")
    assert kept(desk) == 0


def test_a_clock_set_back_is_said_and_flagged(desk: Desk) -> None:
    assert not desk.sign("03-10 08:40", "1002").clock_back
    told = desk.sign("03-10 08:20")
    assert told.clock_back
    assert desk.slot(AM).status is Status.PRESENT
    assert Flag.CLOCK_BACK in desk.slot(AM).flags


def test_a_card_is_somebodys_between_its_dates(desk: Desk) -> None:
    store, actor = desk.store, desk.actor
    first = codes.map_code(store, actor, CodeKind.CARD, "0012345678", LI, date(2026, 1, 1))
    assert desk.sign("03-10 08:25", "0012345678").staff.id == LI
    with pytest.raises(InputError, match="李晓明"):
        codes.map_code(store, actor, CodeKind.CARD, "0012345678", WANG, date(2026, 3, 1))
    codes.end_code(store, actor, first.id, date(2026, 3, 10))
    codes.map_code(store, actor, CodeKind.CARD, "0012345678", WANG, date(2026, 3, 11))
    assert desk.sign("03-11 08:25", "0012345678").staff.id == WANG
    rows = reading.raw_punches(store, TUESDAY, date(2026, 3, 11)).rows
    assert [one.signed.source for one in rows] == [PunchSource.CARD] * 2


def test_a_pin_given_to_somebody_else_keeps_its_past(desk: Desk) -> None:
    held = codes.map_code(desk.store, desk.actor, CodeKind.PIN, "7", LI, date(2026, 1, 1))
    codes.end_code(desk.store, desk.actor, held.id, date(2026, 3, 10))
    codes.map_code(desk.store, desk.actor, CodeKind.PIN, "007", WANG, date(2026, 3, 11))
    desk.machine("03-10 08:20", "03-11 08:20", pin="7")
    desk.at("03-12 09:00")
    assert desk.words(TUESDAY, LI).split()[0] == "present"
    assert desk.words(TUESDAY, WANG).split()[0] == "absent"
    assert desk.words(date(2026, 3, 11), WANG).split()[0] == "present"
    page = reading.raw_punches(desk.store, TUESDAY, date(2026, 3, 11), staff_id=WANG)
    assert [one.signed.at for one in page.rows] == [datetime(2026, 3, 11, 8, 20)]


def test_a_joining_hour_leaves_the_morning_out(desk: Desk) -> None:
    desk.sign("03-10 15:20", "1003")
    desk.at("03-11 09:00")
    assert desk.words(staff_id=ZHAO) == "absent present"
    codes.set_joining_hour(desk.store, desk.actor, ZHAO, datetime(2026, 3, 10, 14))
    assert desk.words(staff_id=ZHAO) == "not_employed present"
    with pytest.raises(InputError):
        codes.set_joining_hour(desk.store, desk.actor, ZHAO, datetime(2026, 3, 11, 14))
    codes.set_joining_hour(desk.store, desk.actor, ZHAO, None)
    assert desk.words(staff_id=ZHAO) == "absent present"


@pytest.mark.parametrize(("typed", "plain"), [("    9", "9"), ("0009", "9"), ("0", "0"), ("", "")])
def test_a_pin_loses_its_padding(typed: str, plain: str) -> None:
    assert codes.plain_pin(typed) == plain


def test_the_board_says_who_is_missing(desk: Desk) -> None:
    desk.sign("03-10 08:25")
    desk.at("03-10 10:00")
    found = reading.board(desk.store)
    assert [one.staff.number for one in found.rows] == ["1001", "1002", "1003"]
    assert [one.number for one in found.missing(AM)] == ["1002", "1003"]
    assert len(found.missing(PM)) == 3
    assert not reading.board(desk.store, date(2026, 3, 14)).working


def test_what_the_desk_saw_of_its_clock_is_kept_and_shown(desk: Desk) -> None:
    desk.at("03-10 09:27")
    punching.punch(desk.store, desk.actor, "1001", "08:27>09:27")
    found = reading.person_day(desk.store, LI, TUESDAY)
    assert [one.jumped for one in found.punches] == ["08:27>09:27"]
    assert Flag.CLOCK_JUMPED in found.view.flags
    assert not any(Flag.CLOCK_JUMPED in one.flags for one in found.view.slots)


def test_a_clock_set_back_is_shown_also_where_another_sign_in_counts(desk: Desk) -> None:
    desk.sign("03-10 08:20")
    desk.sign("03-10 09:30", "1002")
    desk.sign("03-10 08:50")
    day = desk.day()
    assert Flag.CLOCK_BACK not in day.morning.flags
    assert Flag.CLOCK_BACK in day.flags
