from __future__ import annotations

import pytest

from gridterm.text import initials
from screens.commands import Command, key_label, matches, perform
from screens.desks import PLACES
from screens.shell import SHELL


def command(**facts: object) -> Command:
    given = {"id": "x.y", "keys": ("f4",), "title_id": "Log a call", "help_id": "Help.", **facts}
    return Command(run=lambda screen: screen.append("done"), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "label"),
    [("f12", "F12"), ("ctrl+n", "Ctrl+N"), ("escape", "Esc"), ("delete", "Del"), ("a", "A")],
)
def test_a_key_is_named_as_on_the_keyboard(key: str, label: str) -> None:
    assert key_label(key) == label


@pytest.mark.parametrize(
    ("typed", "found"),
    [("log", True), ("LOG", True), ("a call", True), ("acall", True), ("quit", False), ("", True)],
)
def test_a_command_is_found_by_its_name(typed: str, found: bool) -> None:
    assert bool(matches(command(), typed, lambda _name: "")) is found


def test_a_command_is_found_by_chinese_pinyin_initials_and_english() -> None:
    one = command(title_id="接电话")
    assert matches(one, "电话", initials)
    assert matches(one, "jdh", initials) > matches(one, "help", initials) > 0
    assert not matches(one, "xyz", initials)


def test_function_keys_reach_the_screen_before_a_text_area_and_letters_do_not() -> None:
    assert command(keys=("f6",)).binding().priority
    assert command(keys=("ctrl+s",)).binding().priority
    assert not command(keys=("enter",)).binding().priority
    assert not command(keys=("escape",)).binding().priority


async def test_a_command_that_does_not_work_now_is_not_done() -> None:
    done: list[str] = []
    await perform(command(when=lambda _screen: False), done)
    assert done == []
    await perform(command(), done)
    assert done == ["done"]


def test_every_id_and_every_key_of_the_shell_is_its_own() -> None:
    commands = [*SHELL, *(place.command() for place in PLACES)]
    ids = [one.id for one in commands]
    keys = [key for one in commands for key in one.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
def test_no_desk_takes_a_key_of_the_shell_and_each_explains_itself(place: object) -> None:
    desk = place.load()  # type: ignore[attr-defined]
    shell = {key for one in SHELL for key in one.keys} - {"escape"}
    taken = {key for one in desk.commands for key in one.keys}
    assert not taken & (shell | {other.key for other in PLACES})
    assert desk.desk_id == place.id  # type: ignore[attr-defined]
    assert desk.title_id
    assert desk.help_id
