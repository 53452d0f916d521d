from __future__ import annotations

import threading
from pathlib import Path

import pytest

from gridterm.errors import FileProblemError
from screens.widgets.dialogs import Message
from screens.widgets.progress import Job, LongWork, Outcome
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import until
from tests.screens.looking import text


def outcome(number: int) -> Outcome:
    return Outcome(f"{number} rows [/]", Path("/somewhere/[x]/list.xlsx"))


async def test_long_work_says_what_it_did_and_where_the_file_is(opened: Opened) -> None:
    answers: list[int | None] = []
    gate = threading.Event()

    def work(job: Job) -> int:
        job.progress(25, 100, "Reading [/]")
        gate.wait(10)
        return 100

    async with opened() as pilot:
        dialog = LongWork("Import", work, outcome)
        pilot.app.push_screen(dialog, answers.append)
        await until(pilot, lambda: "25%" in text(pilot.app) and "Reading [/]" in text(pilot.app))
        await pilot.press("enter")
        assert answers == []
        gate.set()
        await until(pilot, lambda: not dialog.is_working)
        await until(pilot, lambda: "100 rows [/]" in text(pilot.app))
        assert "/somewhere/[x]/list.xlsx" in text(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: answers == [100])


@pytest.mark.slow
async def test_escape_cancels_and_the_dialog_stays_until_the_work_has_stopped(
    opened: Opened,
) -> None:
    answers: list[int | None] = []
    seen = threading.Event()

    def work(job: Job) -> int:
        while True:
            seen.wait(0.01)
            job.check()

    async with opened() as pilot:
        dialog = LongWork("Import", work, outcome)
        pilot.app.push_screen(dialog, answers.append)
        await until(pilot, lambda: dialog.is_running)
        await pilot.press("escape")
        await until(pilot, lambda: not dialog.is_working)
        await until(pilot, lambda: "nothing of it was kept" in text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: answers == [None])


async def test_an_error_of_long_work_is_its_sentence(opened: Opened) -> None:
    def work(_job: Job) -> int:
        raise FileProblemError("The workbook [/] has a password.")

    async with opened() as pilot:
        pilot.app.push_screen(LongWork("Import", work, outcome))
        await until(pilot, lambda: "The workbook [/] has a password." in text(pilot.app))


async def test_a_fault_in_long_work_ends_it_with_a_sentence(opened: Opened) -> None:
    def work(_job: Job) -> int:
        raise KeyError("inner")

    async with opened() as pilot:
        pilot.app.push_screen(LongWork("Import", work, outcome))
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        assert len(pilot.app.screen_stack) == 2
