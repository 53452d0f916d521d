"""Every command explains itself in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gridterm import i18n
from gridterm.cli.frame import build
from gridterm.text import width
from tests.cli.conftest import Answer

Gridterm = Callable[..., Answer]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What is typed as it stands, in either language: options, codes, names of files and variables.
TYPED = re.compile(
    r"--?[a-z][a-z-]*|\b[a-z]+(?:[._][a-z_]+)+\b|\bgridterm\b[a-z -]*|GRIDTERM_[A-Z]+"
    r"|\.xlsx|\.csv|\bUTF-8\b|\bGBK\b|\bJSON\b|\bPIN\b|\b1001\b|zh\|en|Asia/Shanghai|FIELD=COLUMN"
)
ENGLISH = re.compile(r"\b(?:the|of|and|is|a|to|see|with|this|for|it|or|not|who)\b", re.IGNORECASE)


def commands(  # typer's command classes are private
    group: Any,  # noqa: ANN401
    *path: str,
) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, group
    for name, one in getattr(group, "commands", {}).items():
        yield from commands(one, *path, name)


@pytest.fixture(params=i18n.LANGUAGES)
def tree(request: pytest.FixtureRequest) -> Iterator[list[tuple[tuple[str, ...], Any]]]:
    before = i18n.language()
    i18n.use(request.param)
    yield list(commands(build()))
    i18n.use(before)


def test_every_command_and_every_parameter_has_help(
    tree: list[tuple[tuple[str, ...], Any]],
) -> None:
    assert len(tree) > 40
    for path, command in tree:
        assert command.help, path
        for param in command.params:
            assert param.help, (path, param.name)
            if i18n.language() == i18n.CHINESE:
                assert CHINESE.search(param.help), (path, param.name, param.help)
        if i18n.language() == i18n.CHINESE:
            assert CHINESE.search(command.help), path


def test_chinese_help_has_no_english_sentence(gridterm: Gridterm) -> None:
    for path, _command in commands(build()):
        said = gridterm(*path, "--help", "--lang", "zh").out
        left = ENGLISH.search(TYPED.sub(" ", said))
        assert left is None, (path, left, said)


def test_help_names_what_can_be_typed(gridterm: Gridterm) -> None:
    said = gridterm("hotline", "add", "--help").out
    assert said.startswith("Usage: gridterm hotline add [options] TEXT\n")
    for word in ("--kind", "(otherwise inquiry)", "(required)", "--db", "--as", "-h, --help"):
        assert word in said
    root = gridterm("--help")
    assert (root.code, root.err) == (0, "")
    for path, _command in commands(build()):
        if len(path) == 1:
            assert f"  {path[0]} " in root.out
    assert "--install-completion" not in root.out


def test_a_command_that_was_not_named_is_listed_as_it_is_when_all_are_built(
    gridterm: Gridterm,
) -> None:
    whole = dict(commands(build()))
    for words in ((), ("hotline",), ("hotline", "list"), ("list",)):
        some = dict(commands(build(words)))
        assert {path[:1] for path in some} == {path[:1] for path in whole}
        assert all(whole[path].help == one.help for path, one in some.items())
        named = [path for path in some if len(path) == 2 and set(path) <= {*words}]
        assert named == ([("hotline", "list")] if len(words) == 2 else [])
        for path in named:
            assert [one.name for one in some[path].params] == [
                one.name for one in whole[path].params
            ]


def test_help_is_aligned_by_terminal_cells(gridterm: Gridterm) -> None:
    said = gridterm("hotline", "add", "--help", "--lang", "zh").out
    starts = set()
    for line in said.splitlines():
        found = re.match(r"(  -[^ ]+(?: [^ ]+)?) {2,}", line)
        if found:
            starts.add(width(found.group()))
    assert len(starts) == 1, said


def test_help_fits_a_narrow_terminal(gridterm: Gridterm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridterm.cli.help.cells", lambda: 60)
    said = gridterm("hotline", "add", "--help").out.split("\n\n", 2)[2]
    assert max(map(width, said.splitlines())) <= 60
