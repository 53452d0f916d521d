"""The sign-in desk: quick, plain, and without a way past its operator."""

from datetime import datetime, timedelta

import pytest
from textual.pilot import Pilot

from gridterm.attendance import punching, service
from gridterm.attendance.terms import CodeKind
from gridterm.clock import FixedClock
from gridterm.registers.operators import set_pin
from gridterm.store.audit import SYSTEM
from screens.attendance.clock_face import ClockFace, figures
from screens.attendance.kiosk import NAMES_SHOWN, Kiosk, NumberField, missing_words
from screens.attendance.leaving import LeaveKiosk
from screens.widgets.dialogs import Choose
from tests.screens.attendance.conftest import HOSTILE_NAME, Office, Run, at_view, on_dialog
from tests.screens.hotline.piloting import type_text, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow  # many keys on many screens


async def at_kiosk(pilot: Pilot[int]) -> Kiosk:
    """The sign-in desk of an operator who has a PIN."""
    await at_view(pilot, "board")
    app = pilot.app
    set_pin(app.store, SYSTEM, app.actor.staff_id, "2468")  # type: ignore[attr-defined]
    await pilot.press("ctrl+g")
    await until(pilot, lambda: isinstance(pilot.app.screen, Kiosk))
    kiosk = pilot.app.screen
    assert isinstance(kiosk, Kiosk)
    await until(pilot, lambda: "Not signed in" in text(pilot.app))
    return kiosk


async def sign(pilot: Pilot[int], typed: str, shown: str) -> str:
    """Type a number and Enter; what stands there once ``shown`` does."""
    await type_text(pilot, typed)
    await pilot.press("enter")
    await until(pilot, lambda: shown in text(pilot.app))
    return text(pilot.app)


async def test_a_number_signs_in_and_is_on_the_disk(run: Run, office: Office) -> None:
    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        shown = await sign(pilot, "1003", "陈思雨  08:27")
        assert "On time" in shown
        assert kiosk.query_one("#result").has_class("-good")
        page = service.raw_punches(
            office.store, office.store.clock.today(), office.store.clock.today()
        )
        assert [one.staff.number for one in page.rows if one.staff] == ["1003"]
        await until(pilot, lambda: "signed 1" in text(pilot.app))
        missing = text(pilot.app).partition("Not signed in")[2]
        assert HOSTILE_NAME in missing
        assert "陈思雨" not in missing


async def test_a_repeat_an_unknown_number_and_a_late_one_say_so(
    run: Run, office: Office, clock: FixedClock
) -> None:
    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        await sign(pilot, "1003", "On time")
        clock.advance(timedelta(minutes=1))
        await sign(pilot, "1003", "Already signed in")
        assert kiosk.query_one("#result").has_class("-so")
        await sign(pilot, "4711", "Nobody here has the number or card 4711")
        assert kiosk.query_one("#result").has_class("-bad")
        clock.advance(timedelta(minutes=12))
        await sign(pilot, "1004", "Late, 10 min")
        assert kiosk.query_one("#result").has_class("-so")


async def test_a_card_reader_is_quicker_than_the_disk(run: Run, office: Office) -> None:
    day = office.store.clock.today()
    service.map_code(office.store, SYSTEM, CodeKind.CARD, "0007", office.staff["1004"], day)
    async with run() as pilot:
        await at_kiosk(pilot)
        for typed in ("1003", "0007", "1005", "1002"):
            await type_text(pilot, typed)
            await pilot.press("enter")

        def numbers() -> list[str]:
            rows = service.raw_punches(office.store, day, day).rows
            return [one.staff.number for one in rows if one.staff]

        await until(pilot, lambda: len(numbers()) == 4)
        assert numbers() == ["1003", "1004", "1005", "1002"]


async def test_nothing_else_can_be_reached(run: Run, office: Office) -> None:
    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        keys = (*(f"f{n}" for n in range(1, 13)), "ctrl+q", "ctrl+c", "ctrl+l", "ctrl+o")
        for key in (*keys, "ctrl+p", "ctrl+t", "ctrl+n", "tab"):
            await pilot.press(key)
            assert pilot.app.screen is kiosk
        pilot.app.open_desk("hotline")  # type: ignore[attr-defined]
        await pilot.pause()
        assert pilot.app.screen is kiosk
        assert kiosk.focused is not None
        assert kiosk.focused.id == "number"
        await sign(pilot, "1003", "On time")


async def test_only_the_pin_of_its_operator_leaves_it(run: Run, office: Office) -> None:
    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        await pilot.press("escape")
        await on_dialog(pilot, LeaveKiosk)
        await sign(pilot, "1001", "That is not right")
        await pilot.press("f3", "ctrl+q", "f10")
        assert isinstance(pilot.app.screen, LeaveKiosk)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is kiosk)
        await pilot.press("escape")
        await on_dialog(pilot, LeaveKiosk)
        await type_text(pilot, "2468")
        await pilot.press("enter")
        await until(pilot, lambda: not any(isinstance(s, Kiosk) for s in pilot.app.screen_stack))
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.current_mode == "today")


async def test_without_a_pin_the_operator_chooses_and_their_number_leaves_it(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        await at_view(pilot, "board")
        await pilot.press("ctrl+g")
        await on_dialog(pilot, Choose)
        assert "You have no PIN" in text(pilot.app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Kiosk))
        await pilot.press("escape")
        await on_dialog(pilot, LeaveKiosk)
        assert "staff number" in text(pilot.app)
        await type_text(pilot, "1002")
        await pilot.press("enter")
        await until(pilot, lambda: "That is not right" in text(pilot.app))
        await type_text(pilot, "１００１")
        await pilot.press("enter")
        await until(pilot, lambda: not any(isinstance(s, Kiosk) for s in pilot.app.screen_stack))


async def test_a_clock_that_jumped_or_went_back_is_shown(
    run: Run, office: Office, clock: FixedClock
) -> None:
    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        await sign(pilot, "1003", "On time")
        assert not kiosk.jumped
        clock.advance(timedelta(hours=1))
        await until(pilot, lambda: "jumped from 08:27 to 09:27" in text(pilot.app))
        clock.moment -= timedelta(hours=2)
        await until(pilot, lambda: "set back from 09:27 to 07:27" in text(pilot.app))
        await sign(pilot, "1004", "before the sign-in made last")


async def test_it_stays_usable_when_the_disk_refuses(
    run: Run, office: Office, monkeypatch: object
) -> None:
    from gridterm.errors import StoreError

    def refuse(*_args: object) -> punching.Punched:
        raise StoreError("The disk is full [/].")

    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        monkeypatch.setattr(service, "punch", refuse)  # type: ignore[attr-defined]
        shown = await sign(pilot, "1003", "The disk is full [/].")
        assert "On time" not in shown
        monkeypatch.undo()  # type: ignore[attr-defined]
        await sign(pilot, "1003", "On time")
        assert pilot.app.screen is kiosk


def test_the_figures_are_plain_and_alike_in_size() -> None:
    for moment in ("08:27", "15:30", "19:46"):
        drawn = figures(moment)
        assert len(drawn) == 5
        assert {len(row) for row in drawn} == {38}
        assert set("".join(drawn)) == {"#", " "}


async def test_the_face_follows_the_clock(run: Run, office: Office, clock: FixedClock) -> None:
    async with run((120, 36)) as pilot:
        kiosk = await at_kiosk(pilot)
        assert kiosk.query_one(ClockFace).shown == "08:27"
        clock.moment = datetime(2026, 11, 20, 8, 28)
        await until(pilot, lambda: kiosk.query_one(ClockFace).shown == "08:28")


def test_only_as_many_names_stand_there_as_there_is_room_for() -> None:
    assert missing_words([]) == "Everybody has signed in."
    few = missing_words(["陈思雨", "孙浩"])
    assert few.endswith("陈思雨  孙浩")
    many = missing_words([f"员工{n}" for n in range(500)])
    assert many.endswith(f"员工{NAMES_SHOWN - 1}  and {500 - NAMES_SHOWN} more")


async def test_the_list_follows_a_sign_in_without_reading_everybody_again(
    run: Run, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run() as pilot:
        await at_kiosk(pilot)
        read = []
        monkeypatch.setattr(service, "board", read.append)
        await sign(pilot, "1003", "On time")
        await until(pilot, lambda: "signed 1" in text(pilot.app))
        assert "陈思雨" not in text(pilot.app).partition("Not signed in")[2]
        assert not read


async def test_what_is_typed_right_behind_enter_is_the_next_number(
    run: Run, office: Office
) -> None:
    async with run() as pilot:
        kiosk = await at_kiosk(pilot)
        field = kiosk.query_one("#number", NumberField)
        field.value = "1003"
        await field.action_submit()
        field.insert("10", 0)
        await until(pilot, lambda: "陈思雨  08:27" in text(pilot.app))
        assert field.value == "10"
