"""A call's form from the command line: PDF, Word, text, paper."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from tests.cli.conftest import CLERK, Answer, program

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]
HOSTILE = "[/关闭][red]x[/red] <通知> =1+1 “引号”\x1b[31m"


@pytest.fixture
def number(gridterm: Gridterm) -> str:
    """A call that is not answered yet."""
    words = ("路灯坏了", "--kind", "help", "--caller", "刘建国", "--phone", "13800135678")
    told = gridterm("hotline", "add", *words, "--title", HOSTILE, "--json")
    assert told.code == 0, told.err
    return str(told.json["number"])


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put programs of our own in the place of lp and lpstat; lp keeps what it was given."""
    programs, spool = tmp_path / "bin", tmp_path / "spool"
    programs.mkdir()
    copy = f'printf "%s\\n" "$@" > "{spool}.args"\nfor last; do :; done\ncp "$last" "{spool}.pdf"'
    for name, script in (
        ("lpstat", "echo desk; echo hall; echo 'system default destination: hall'"),
        ("lp", f"{copy}\necho 'request id is hall-7 (1 file(s))'"),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return spool


def read_back(path: Path) -> str:
    """The text of a PDF or Word file."""
    if path.suffix == ".pdf":
        assert path.read_bytes().startswith(b"%PDF")
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    word = docx.Document(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "".join([*cells, *(one.text for one in word.paragraphs)])


def test_pdf_word_and_text_hold_the_call(gridterm: Gridterm, number: str, tmp_path: Path) -> None:
    pdf, word, text = (tmp_path / f"登记表{ending}" for ending in (".pdf", ".docx", ".txt"))
    told = gridterm(
        "hotline", "show", number, "--pdf", str(pdf), "--docx", str(word), "--text", str(text)
    )
    assert told.code == 0, told.err
    for path, found in ((pdf, read_back(pdf)), (word, read_back(word)), (text, text.read_text())):
        assert str(path) in told.out
        assert number in found
        assert "路灯坏了" in found
        assert "[red]x[/red] <通知> =1+1" in found
        assert "138****5678" in found
        assert "刘建国" not in found


def test_a_file_that_is_there_stays(gridterm: Gridterm, number: str, tmp_path: Path) -> None:
    kept = tmp_path / "登记表.pdf"
    kept.write_text("mine")
    told = gridterm("hotline", "show", number, "--pdf", str(kept), "--json").json
    assert kept.read_text() == "mine"
    (written,) = told["files"]
    assert told["number"] == number
    assert told["printed"] is None
    assert written["warning"] == ""
    assert number in read_back(Path(written["path"]))


@pytest.mark.parametrize("words", [["{number}", "--text"], ["--text", "{number}"]])
def test_text_without_a_file_is_shown_here(
    gridterm: Gridterm, number: str, words: list[str]
) -> None:
    told = gridterm("hotline", "show", *(word.format(number=number) for word in words))
    assert told.code == 0, told.err
    assert number in told.out
    assert "+---" in told.out
    assert "\x1b" not in told.out
    assert number in gridterm("hotline", "show", number, "--text", "--json").json["text"]


def test_the_caller_stands_there_in_full_only_when_asked_for_which_is_kept(
    gridterm: Gridterm, number: str, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = gridterm("hotline", "show", number, "--text", "-", "--reveal")
    assert "刘建国" in told.out
    assert "13800135678" in told.out
    monkeypatch.delenv("GRIDTERM_OPERATOR")
    assert gridterm("hotline", "show", number, "--text").code == 0
    assert "--as" in gridterm("hotline", "show", number, "--text", "--reveal").refused(2)
    with sqlite3.connect(office) as connection:
        looks = connection.execute("SELECT actor FROM audit WHERE action = 'ticket.reveal'")
        assert looks.fetchall() == [("李晓明",)]
    connection.close()


def test_it_is_printed_and_the_job_is_said(gridterm: Gridterm, number: str, spool: Path) -> None:
    assert "hall-7" in gridterm("hotline", "show", number, "--print").out
    assert "-d" not in Path(f"{spool}.args").read_text().splitlines()
    assert number in read_back(Path(f"{spool}.pdf"))
    told = gridterm("hotline", "show", number, "--print", "--printer", "desk", "--json").json
    assert told["printed"] == {"job": "hall-7", "opened": False, "warning": ""}
    handed = Path(f"{spool}.args").read_text().splitlines()
    assert handed[handed.index("-d") + 1] == "desk"
    assert not Path(handed[-1]).exists(), "the pages on their way to the printer are taken away"


def test_what_no_font_has_is_said(gridterm: Gridterm, tmp_path: Path) -> None:
    number = gridterm("hotline", "add", "门上写着\U000f0000", "--json").json["number"]
    path = tmp_path / "a.pdf"
    assert "U+F0000" in gridterm("hotline", "show", number, "--pdf", str(path)).out
    told = gridterm("hotline", "show", number, "--pdf", str(path), "--json").json
    assert "U+F0000" in told["files"][0]["warning"]


@pytest.mark.parametrize(
    "words",
    [
        ["--pdf", "a.docx"],
        ["--docx", "a.doc"],
        ["--text", "a.pdf"],
        ["--pdf"],
        ["--printer", "desk"],
        ["--pdf", "/没有这里/a.pdf"],
        ["--print", "--printer", "nobody"],
    ],
)
def test_what_cannot_be_is_said_and_nobody_looked(
    gridterm: Gridterm, number: str, office: Path, spool: Path, words: list[str]
) -> None:
    lp = spool.parent / "bin" / "lp"
    lp.write_text("#!/bin/sh\necho 'lp: The printer or class does not exist.' >&2\nexit 1\n")
    assert gridterm("hotline", "show", number, *words).refused(2)


def test_wrong_options_are_refused_before_anybody_looked(
    gridterm: Gridterm, number: str, office: Path
) -> None:
    gridterm("hotline", "show", number, "--reveal", "--pdf", "a.txt").refused(2)
    with sqlite3.connect(office) as connection:
        counted = connection.execute("SELECT count(*) FROM audit WHERE action = 'ticket.reveal'")
        assert counted.fetchone() == (0,)
    connection.close()


def test_a_call_that_is_not_there_leaves_no_file(gridterm: Gridterm, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    gridterm("hotline", "show", "RX-1", "--pdf", str(path)).refused()
    assert not path.exists()


def test_as_a_program_it_speaks_chinese(gridterm: Gridterm, number: str, office: Path) -> None:
    home = office.parent
    words = ("hotline", "show", number, "--pdf", "登记表.pdf", "--text", "--lang", "zh")
    told = program(*words, "--as", CLERK, "--db", str(office), home=home)
    assert (told.code, told.err) == (0, "")
    assert "民情热线登记表" in told.out
    assert "民情热线登记表" in read_back(home / "登记表.pdf")


def test_a_month_of_duty_is_a_sheet(gridterm: Gridterm, tmp_path: Path) -> None:
    assert gridterm("roster", "fill", "2027-01", "1001", "2001").code == 0
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    told = gridterm("roster", "show", "2027-01", "--pdf", str(pdf), "--docx", str(word))
    assert told.code == 0, told.err
    for path in (pdf, word):
        assert str(path) in told.out
        assert read_back(path).count("李晓明") >= 15
    assert "李晓明" in gridterm("roster", "show", "2027-01", "--text").out
    assert gridterm("roster", "show", "2027-01", "--json").json["count"] == 31
    gridterm("roster", "show", "2026-13", "--pdf", str(tmp_path / "b.pdf")).refused(2)
