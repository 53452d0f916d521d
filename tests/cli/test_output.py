"""Answers: plain when piped, a table on a terminal, data never as markup."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from gridterm.cli import output
from gridterm.hotline.terms import Kind
from gridterm.registers.terms import GridLevel


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It says so."""
        return True


@dataclass(frozen=True)
class Thing:
    """What JSON is made of."""

    kind: Kind
    when: datetime
    day: date
    parts: tuple[Path, ...]
    level: GridLevel


COLUMNS = (
    ("名称", lambda row: row[0]),
    ("空", lambda row: row[1]),
    ("说明", lambda row: row[2]),
)
ROWS = [
    ("甲", "", "[/]"),
    ("[red]乙[/red]", "", "line one\nline two\x1b[31m"),
    ("丙", None, "字" * 200),
]


def test_json_has_codes_and_iso_times(capsys: pytest.CaptureFixture[str]) -> None:
    moment = datetime(2026, 11, 21, 9, 14)
    output.as_json(Thing(Kind.HELP, moment, moment.date(), (Path("a/b"),), GridLevel.GRID))
    assert capsys.readouterr().out == (
        '{\n  "kind": "help",\n  "when": "2026-11-21T09:14:00",\n  "day": "2026-11-21",\n'
        '  "parts": [\n    "a/b"\n  ],\n  "level": 4\n}\n'
    )


def test_piped_rows_are_aligned_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(ROWS, COLUMNS)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "名称           空  说明"
    assert lines[1] == "甲                 [/]"
    assert lines[2] == "[red]乙[/red]      line one line two[31m"
    assert lines[3].endswith("字" * 200)


def test_a_terminal_gets_a_table_without_empty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")
    output.table(ROWS, COLUMNS)
    said = screen.getvalue()
    assert "[red]乙[/red]" in said
    assert "[/]" in said
    assert "空" not in said
    assert said.count("字") == 200
    output.table([], COLUMNS)
    assert "空" in screen.getvalue()


def test_pairs_leave_out_what_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    output.pairs([("编号", "RX-1"), ("a", ""), ("b", None), ("内容", "one\n two\n[/]"), ("c", 0)])
    assert capsys.readouterr().out == "编号  RX-1\n内容  one\n       two\n      [/]\nc     0\n"
