from __future__ import annotations

import pytest

from screens.widgets.dialogs import Confirm
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import until


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], None),
        (["right", "enter"], True),
        (["right", "right", "enter"], True),
        (["right", "left", "enter"], None),
        (["tab", "enter"], True),
        (["down", "enter"], True),
    ],
)
async def test_the_arrows_go_to_the_button_they_point_at(
    opened: Opened, keys: list[str], answer: object
) -> None:
    answers: list[object] = []
    async with opened() as pilot:
        pilot.app.push_screen(Confirm("Issue", "Issue it?"), answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await until(pilot, lambda: answers == [answer])
