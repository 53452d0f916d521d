from __future__ import annotations

from screens.widgets.dialogs import Confirm
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import until

ANSWERS = {
    ("enter",): None,
    ("right", "enter"): True,
    ("right", "right", "enter"): True,
    ("right", "left", "enter"): None,
    ("tab", "enter"): True,
    ("down", "enter"): True,
}


async def test_the_arrows_go_to_the_button_they_point_at(opened: Opened) -> None:
    async with opened() as pilot:
        for keys, answer in ANSWERS.items():
            answers: list[object] = []
            pilot.app.push_screen(Confirm("Issue", "Issue it?"), answers.append)
            await pilot.pause()
            await pilot.press(*keys)
            await until(pilot, lambda answers=answers: answers)
            assert answers == [answer], keys
