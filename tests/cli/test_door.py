"""How the program starts, refuses and fails: exit codes, one sentence, no traceback."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gridterm.cli import errors
from gridterm.cli.run import plain_start
from tests.cli.conftest import ROOT, Answer, environment, program

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]


def loaded_after(code: str, home: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        env=environment(home),
        cwd=ROOT,
        check=True,
    )
    return set(done.stderr.split())


def test_the_version_imports_next_to_nothing(tmp_path: Path) -> None:
    code = "import sys; sys.argv = ['gridterm', '--version']; from gridterm.cli import main; main()"
    loaded = loaded_after(code, tmp_path)
    assert "gridterm.cli" in loaded
    assert not loaded & {
        "textual",
        "sqlmodel",
        "sqlalchemy",
        "typer",
        "rich",
        "pydantic",
        "gettext",
    }


def test_declaring_the_commands_imports_no_database_and_no_screen(tmp_path: Path) -> None:
    loaded = loaded_after("from gridterm.cli.frame import build; build()", tmp_path)
    assert "typer" in loaded
    assert not loaded & {"textual", "sqlmodel", "sqlalchemy", "openpyxl", "pypinyin", "alembic"}


def test_the_version_as_a_program(tmp_path: Path) -> None:
    told = program("--version", home=tmp_path)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("gridterm ")


def test_without_a_terminal_and_an_office_it_says_how_to_begin(tmp_path: Path) -> None:
    told = program(home=tmp_path)
    assert told.code == 0
    assert "gridterm init" in told.out
    assert told.out.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hotlin"], "hotline"),
        (["hotline"], "categories"),
        (["hotline", "ad"], "add"),
        (["hotline", "add"], "--help"),
        (["hotline", "add", "x", "--knd", "help"], "--kind"),
        (["hotline", "add", "x", "-z"], "-z"),
        (["hotline", "add", "x", "--kind"], "--kind"),
        (["hotline", "add", "x", "--kind", "moan"], "complaint"),
        (["hotline", "add", "two", "words"], "words"),
        (["hotline", "list", "--limit", "many"], "--limit"),
        (["hotline", "list", "--live=yes"], "--live"),
        (["hotline", "list", "--lang", "fr"], "fr"),
        (["--nonsense"], "--nonsense"),
        (["settings", "get", "office.nam"], "office.name"),
        (["hotline", "show", "RX-2026-9999"], "."),
    ],
)
def test_wrong_input_is_one_sentence_that_helps(
    gridterm: Gridterm, words: list[str], said: str
) -> None:
    assert said in gridterm(*words).refused(2)


@pytest.mark.parametrize(
    "hostile", ["[/]", "[red]x[/red]", "a\nb\x1b[31mc\x07", "\u202eabc", "字" * 6999]
)
def test_hostile_words_are_refused_on_one_harmless_line(gridterm: Gridterm, hostile: str) -> None:
    for words in ([hostile], ["hotline", "show", hostile], ["settings", "get", hostile]):
        said = gridterm(*words).refused(2)
        assert not set(said) & {"\x1b", "\x07", "\u202e"}
        assert len(said) < 1000


def test_an_office_that_is_not_there(gridterm: Gridterm, tmp_path: Path) -> None:
    said = gridterm("hotline", "list", "--db", str(tmp_path / "none.db")).refused(2)
    assert "none.db" in said


@pytest.mark.parametrize(
    "words", [("--db", "", "hotline", "list"), ("init", "--name", "x", "--db=")]
)
def test_an_empty_name_is_not_the_office_of_whoever_runs_it(
    gridterm: Gridterm, words: tuple[str, ...]
) -> None:
    assert "--db" in gridterm(*words).refused(2)


def test_a_file_that_is_no_office(gridterm: Gridterm, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.db"
    wrong.write_text("Dear office")
    assert "letter.db" in gridterm("hotline", "list", "--db", str(wrong)).refused(1)


def test_the_office_is_named_before_or_after_the_command(
    gridterm: Gridterm, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GRIDTERM_DB")
    assert gridterm("--db", str(office), "staff", "list").code == 0
    assert gridterm("staff", "list", "--db", str(office)).code == 0
    assert gridterm("staff", "list", f"--db={office}").code == 0
    assert gridterm("--json", "staff", "list", "--db", str(office)).json["count"] == 2
    monkeypatch.setenv("GRIDTERM_DB", "/nowhere/at/all.db")
    assert gridterm("--db", str(office), "staff", "list").code == 0


def test_an_unexpected_error_is_a_sentence_and_a_private_log(
    gridterm: Gridterm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("gridterm.registers.service.list_staff", broken)
    said = gridterm("staff", "list").refused(1)
    log = tmp_path / "data" / "gridterm" / errors.LOG_NAME
    assert str(log) in said
    assert "ZeroDivisionError: inside" in log.read_text("utf-8")
    assert os.name != "posix" or log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_goes_to_the_temporary_folder(
    no_office: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(spare))
    assert errors.log(ValueError("x")) == spare / errors.LOG_NAME


def test_a_reader_that_leaves_is_no_failure(office: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "gridterm", "settings", "list", "--db", str(office)],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C reaches another program this way on POSIX")
def test_ctrl_c_is_a_sentence(office: Path, tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "gridterm", "hotline", "add", "-", "--db", str(office)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path, GRIDTERM_OPERATOR="1001"),
    )
    while not (office.parent / "office.db-wal").exists() and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert out == b""
    assert err.count(b"\n") == 1
    assert b"Traceback" not in err


def test_only_an_office_and_a_language_start_the_screens() -> None:
    assert plain_start([])
    assert plain_start(["--db", "a.db"])
    assert plain_start(["--db=a.db"])
    assert not plain_start(["--db"])
    assert not plain_start(["--help"])
    assert not plain_start(["hotline", "--db", "a.db"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
@pytest.mark.parametrize("words", [("--version",), ("--help",), ("hotline", "list")])
def test_an_answer_into_a_full_disk_is_one_sentence(
    office: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    command = shlex.join([sys.executable, "-m", "gridterm", *words])
    own = environment(tmp_path, GRIDTERM_DB=str(office))
    done = subprocess.run(
        f"{command} >/dev/full", shell=True, env=own, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        1,
        "The disk is full, so the answer could not be written there.\n",
    )


@pytest.mark.skipif(os.name != "posix", reason="a shell closes streams like this")
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-"])
def test_a_stream_closed_beforehand_is_no_failure(
    office: Path, tmp_path: Path, closed: str
) -> None:
    command = shlex.join([sys.executable, "-m", "gridterm", "hotline", "list"])
    own = environment(tmp_path, GRIDTERM_DB=str(office))
    done = subprocess.run(
        f"{command} {closed}", shell=True, env=own, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
