"""A month of many people says how far its reading is, and can be stopped."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from gridterm.attendance import service
from gridterm.attendance.reading import month as pages
from gridterm.errors import CancelledError
from screens.attendance import exceptions, month
from screens.attendance.reading import Reading, step
from screens.widgets.progress import Job
from tests.screens.attendance.conftest import Office, Run, at_view
from tests.screens.hotline.piloting import until
from tests.screens.looking import text

OCTOBER = (2026, 10)


def test_the_newest_reading_counts() -> None:
    reading = Reading(stops=True)
    first = reading.begin()
    assert reading.hints() == []
    second = reading.begin()
    with pytest.raises(CancelledError):
        step(first, 50)
    step(second, 100)
    assert "100" in reading.hints()[0].word
    assert reading.stop()
    with pytest.raises(CancelledError):
        step(second, 150)
    assert reading.hints() == []
    assert not reading.stop()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Pages of two people; behind each the reading waits for the event."""
    going = Event()
    going.set()
    stepped: Callable[[Job, int], None] = month.step

    def slowly(job: Job, people: int) -> None:
        job.progress(people)
        going.wait(10)
        stepped(job, people)

    monkeypatch.setattr(month, "PAGE", 2)
    monkeypatch.setattr(month, "step", slowly)
    return going


async def test_a_month_says_how_far_it_is_and_stops_at_esc(run: Run, held: Event) -> None:
    async with run() as pilot:
        view: Any = await at_view(pilot, "month", OCTOBER)
        view._more()
        await until(pilot, lambda: len(view.people) == 4)
        held.clear()
        view.reload()
        await until(pilot, lambda: "reading .. 2 people" in text(pilot.app))
        assert "Esc stops" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: "reading" not in text(pilot.app))
        held.set()
        await until(pilot, lambda: not view._loading)
        assert len(view.people) == 4
        view.reload()
        await until(pilot, lambda: not view._loading)
        assert len(view.people) == 4
        assert pilot.app.screen is view.screen


async def test_the_exceptions_stop_at_esc_and_are_not_those_of_another_month(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = Event()
    going.set()
    stepped = exceptions.step

    def slowly(job: Job, people: int) -> None:
        job.progress(people)
        going.wait(10)
        stepped(job, people)

    monkeypatch.setattr(pages, "AT_ONCE", 2)
    monkeypatch.setattr(exceptions, "step", slowly)
    async with run() as pilot:
        view: Any = await at_view(pilot, "exceptions", OCTOBER)
        await until(pilot, lambda: view.rows)
        going.clear()
        await pilot.press("pageup")
        await until(pilot, lambda: "reading .. 2 people" in text(pilot.app))
        assert "Esc stops" in text(pilot.app)
        await pilot.press("escape")
        going.set()
        await until(pilot, lambda: "The reading was stopped" in text(pilot.app))
        assert "reading .." not in text(pilot.app)
        assert not view.rows
        assert pilot.app.screen is view.screen
        await pilot.press("pagedown")
        await until(pilot, lambda: view.rows)


async def test_the_exceptions_are_judged_once_for_all_their_pages(
    run: Run, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[tuple[int, ...]] = []
    read = service.exceptions

    def counted(store: Any, *given: int, **kept: Any) -> Any:  # noqa: ANN401 - as it is called
        judged.append(given)
        return read(store, *given, **kept)

    monkeypatch.setattr(service, "exceptions", counted)
    async with run() as pilot:
        view: Any = await at_view(pilot, "exceptions", OCTOBER)
        await until(pilot, lambda: view.rows)
        before = len(judged)
        assert len(view.page(office.store, OCTOBER, None).lines) > 0
        view.page(office.store, OCTOBER, 50)
        assert len(judged) == before
        view.reload()
        await until(pilot, lambda: len(judged) == before + 1)
