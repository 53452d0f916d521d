"""What the READMEs say is so: commands, paths, keys, links."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import screens
from gridterm import i18n, settings
from gridterm.cli.frame import build
from hatch_build import packaged_files
from screens.commands import Command, key_label
from screens.desks import PLACES
from screens.shell import SHELL

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
BOTH = pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh_CN"])
COMMAND_ROW = re.compile(r"^\| `([a-z -]+)` \| `gridterm (.+)` \|$", re.MULTILINE)


def leaves(group: Any, *path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own
    """Every command that does something, by its whole name."""
    if not hasattr(group, "commands"):
        yield " ".join(path), group
        return
    for name, one in group.commands.items():
        yield from leaves(one, *path, name)


def section(text: str, title: str) -> str:
    """What stands below the heading that begins with ``title``."""
    return text.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def bound() -> set[tuple[str, str]]:
    """Every key with the Chinese name of what it does, over all screens."""
    i18n.use(i18n.CHINESE)
    found: set[Command] = {*SHELL, *(place.command() for place in PLACES)}
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for one in vars(importlib.import_module(module.name)).values():
            commands = getattr(one, "commands", None)
            if isinstance(one, type) and isinstance(commands, tuple):
                found.update(commands)
    return {(key_label(key), command.title) for command in found for key in command.keys}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.use(before)


# ── commands ────────────────────────────────────────────────────────────────
def test_the_table_of_commands_is_the_tree() -> None:
    named = [name for name, _example in COMMAND_ROW.findall(ENGLISH)]
    assert sorted(named) == sorted(name for name, _command in leaves(build()))


@pytest.fixture(scope="module")
def commands() -> dict[str, Any]:
    """Every command by its name; each example only asks its own whether it understands."""
    return dict(leaves(build()))


@pytest.mark.parametrize(("name", "example"), COMMAND_ROW.findall(ENGLISH))
def test_an_example_is_understood(commands: dict[str, Any], name: str, example: str) -> None:
    command = commands[name]
    words = shlex.split(example)
    own = len(name.split())
    assert " ".join(words[:own]) == name
    command.make_context(name, words[own:])  # raises for an option or a word too many


@BOTH
def test_every_command_line_begins_with_a_command(text: str) -> None:
    tree = {name for name, _command in leaves(build())}
    tops = {name.split()[0] for name in tree}
    for line in re.findall(r"`gridterm ([^`]+)`", text):
        first, second = (*line.split(), "", "")[:2]
        if first.startswith("-") or first == "COMMAND":
            continue
        assert first in tops, line
        assert first in tree or f"{first} {second}" in tree, line


@BOTH
def test_both_name_the_same_two_commands(text: str) -> None:
    (block,) = [block for block in code_blocks(text) if "make" in block]
    assert re.findall(r"^make (\w+)", block, re.MULTILINE) == ["run", "test"]
    assert any(block == "pipx install .\ngridterm\n" for block in code_blocks(text))


def test_what_make_is_asked_for_can_be_made() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    asked = set(re.findall(r"`?make ([a-z]+)", ENGLISH + CHINESE))
    assert {"run", "test", "check", "bench", "lock"} <= asked <= targets


def test_settings_that_are_named_exist() -> None:
    groups = "|".join({key.partition(".")[0] for key in settings.BY_KEY})
    named = set(re.findall(rf"\b(?:{groups})\.(?!(?:py|db|png)\b)[a-z_]+", ENGLISH))
    assert named
    assert named <= set(settings.BY_KEY)


# ── paths and links ─────────────────────────────────────────────────────────
def mapped() -> Iterator[str]:
    """The paths of the map: what ends with .py or a slash lies in the room it is listed under."""
    (block,) = [block for block in code_blocks(ENGLISH) if block.startswith("gridterm/")]
    room = ""
    for line in block.splitlines():
        names = re.findall(r"[\w/]+(?:\.py\b|/(?=\W|$))", line)
        if not line.startswith(" "):
            room, *names = names
            yield room
        yield from (room + name for name in names)


def test_every_path_of_the_map_exists() -> None:
    named = list(mapped())
    assert len(named) > 25
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_room_is_on_the_map() -> None:
    named = {path.rstrip("/") for path in mapped()}
    for top in ("gridterm", "screens"):
        for room in (ROOT / top).iterdir():
            if room.is_dir() and any(room.glob("*")) and room.name not in {"__pycache__", "_data"}:
                assert f"{top}/{room.name}" in named, room


def test_every_path_that_is_named_exists() -> None:
    tops = "gridterm|screens|data|tests|\\.ci"
    named = set(re.findall(rf"`((?:{tops})/[^`*]+)`", ENGLISH))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


@BOTH
def test_every_link_leads_somewhere(text: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    for target in targets:
        assert not target.startswith("http"), "what needs a network cannot be checked"
        assert (ROOT / target).is_file(), target


@BOTH
def test_the_picture_shows_something_and_stays_out_of_the_wheel(text: str) -> None:
    (picture,) = re.findall(r"^!\[.+\]\((.+)\)$", text, re.MULTILINE)
    assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")
    assert str(ROOT / picture) not in packaged_files(ROOT / "data")


# ── keys ────────────────────────────────────────────────────────────────────
def test_every_key_of_the_table_does_what_it_says() -> None:
    rows = re.findall(r"^\| (\S+) \| (\S+) \| \S+ \|$", section(CHINESE, "快捷键表"), re.MULTILINE)
    rows = [row for row in rows if row[0] not in {"键", "---"}]
    assert len(rows) > 20
    assert [row for row in rows if row not in bound()] == []


def test_every_key_that_is_named_is_bound() -> None:
    keys = {key for key, _title in bound()} | {"Tab"}
    pattern = r"(?<![A-Za-z])(?:F\d{1,2}|Ctrl\+[A-Z]|Esc|Enter|Del|PgUp|PgDn)(?![A-Za-z0-9])"
    for text in (ENGLISH, CHINESE):
        named = set(re.findall(pattern, text))
        assert len(named) > 3
        assert named <= keys


def test_the_desks_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (F\d+) \| ([^|]+) \|", section(ENGLISH, "Desks"), re.MULTILINE)
    i18n.use(i18n.ENGLISH)
    shell = {"shell.log_call", "shell.menu"}
    desks = [*(place.command() for place in PLACES), *(one for one in SHELL if one.id in shell)]
    assert {(key.lower(), title) for key, title in rows} == {
        (desk.keys[0], desk.title) for desk in desks
    }
