"""Messages taken in from files and calls written into files."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from gridterm.cli.long_work import CLEAR, stoppable
from gridterm.clock import SystemClock
from gridterm.hotline import importing
from gridterm.registers.operators import set_pin
from gridterm.registers.service import find_staff
from gridterm.store.audit import SYSTEM
from gridterm.store.opening import open_store
from tests.cli.conftest import LEADER, Answer, environment, program

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]
MESSAGES = """留言编号,留言用户,留言主题,留言时间,留言详情,一级标签,答复意见,答复时间
188006,A00077171,[/]小区,2026/11/20 10:34:24,"\t
\t小区漏水<通知>",城乡建设,,
188007,A00077172,旧事,2019/1/2 10:34:24,很久以前,交通运输,已答复,2019/1/5
188008,A1,没有时间,,x,交通运输,,
"""


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    path = tmp_path / "留言.csv"
    path.write_text(MESSAGES, "gb18030")
    return path


def test_a_preview_writes_nothing(gridterm: Gridterm, messages: Path, office: Path) -> None:
    told = gridterm("hotline", "import", str(messages), "--preview", "--json").json
    assert (told["new"], told["same"], told["refused"]) == (2, 0, 1)
    assert told["refusals"][0]["row"] == 4
    said = gridterm("hotline", "import", str(messages), "--preview").out
    assert "留言详情" in said
    assert gridterm("hotline", "list", "--json").json["count"] == 0
    assert [one.name for one in messages.parent.glob("*refused*")] == []


def test_messages_are_taken_in_once(gridterm: Gridterm, messages: Path) -> None:
    told = gridterm("hotline", "import", str(messages), "--json").json
    keys = ("new", "changed", "same", "refused")
    assert [told[key] for key in keys] == [2, 0, 0, 1]
    assert Path(told["refused_file"]).is_file()
    again = gridterm("hotline", "import", str(messages), "--refused", str(messages.parent)).out
    assert again.splitlines()[0].startswith("New: 0, changed: 0, the same: 2, refused: 1")
    one = gridterm("hotline", "show", "188006", "--json").json
    assert (one["content"], one["title"]) == ("小区漏水<通知>", "[/]小区")
    history = gridterm("hotline", "list", "--history", "--json").json["tickets"]
    assert [row["external_id"] for row in history] == ["188007"]


@pytest.mark.parametrize(("choice", "count"), [("--as-history", 2), ("--as-open", 0)])
def test_history_or_open_work_by_choice(
    gridterm: Gridterm, messages: Path, choice: str, count: int
) -> None:
    told = gridterm("hotline", "import", str(messages), choice, "--json").json
    assert told["history"] == count
    gridterm("hotline", "import", str(messages), "--as-history", "--as-open").refused(2)


def test_columns_by_hand(gridterm: Gridterm, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("a,b\n2026-11-20 10:00,漏水\n", "utf-8")
    gridterm("hotline", "import", str(path)).refused(2)
    by_hand = ["--map", "received_at=a", "--map", "content=B", "--kind", "help"]
    assert gridterm("hotline", "import", str(path), *by_hand, "--json").json["new"] == 1
    assert gridterm("hotline", "list", "--kind", "help", "--json").json["count"] == 1
    gridterm("hotline", "import", str(path), "--map", "nonsense=a").refused(2)


def test_ctrl_c_keeps_nothing(
    gridterm: Gridterm, messages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importing.run

    def interrupted(*words: Any) -> object:  # noqa: ANN401 - whatever the command gives
        os.kill(os.getpid(), signal.SIGINT)
        return real(*words)

    monkeypatch.setattr(importing, "run", interrupted)
    gridterm("hotline", "import", str(messages)).refused(130)
    assert gridterm("hotline", "list", "--json").json["count"] == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no terminals of this kind")
@pytest.mark.slow
def test_a_long_import_says_how_far_it_is_and_stops_at_ctrl_c(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"2026-11-20 10:00,漏水第{n}次\n" for n in range(30_000))
    path.write_text("受理时间,反映内容\n" + rows, "utf-8")
    before = office.read_bytes()
    main, terminal = os.openpty()
    words = ("hotline", "import", str(path), "--db", str(office), "--as", "2001")
    with subprocess.Popen(
        [sys.executable, "-m", "gridterm", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=environment(tmp_path),
        cwd=tmp_path,
    ) as running:
        os.close(terminal)
        said = told(main, until="/ 30,000")
        running.send_signal(signal.SIGINT)
        said += told(main)
        assert running.wait(60) == 130, said
        assert running.stdout is not None
        assert running.stdout.read() == b""
    os.close(main)
    assert CLEAR in said
    assert "Nothing" in said.rpartition(CLEAR)[2], "a sentence stands where the line was"
    assert "Traceback" not in said
    assert office.read_bytes() == before
    assert list(tmp_path.glob("*refused*")) == []


def told(terminal: int, until: str = "") -> str:
    """What a program writes on a terminal, to its end or until it said something."""
    said = b""
    with suppress(OSError):  # Linux says so when the other end is closed
        while piece := os.read(terminal, 4096):
            said += piece
            if until and until.encode() in said:
                break
    return said.decode("utf-8", "replace")


def pressed_twice() -> None:
    with stoppable() as stopped:
        assert not stopped()
        signal.raise_signal(signal.SIGINT)
        assert stopped()
        signal.raise_signal(signal.SIGINT)


def test_a_second_ctrl_c_does_not_wait() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        pressed_twice()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_written_can_be_taken_in_again(
    gridterm: Gridterm, messages: Path, tmp_path: Path, ending: str
) -> None:
    gridterm("hotline", "import", str(messages))
    gridterm("hotline", "add", "=1+1", "--caller", "=cmd", "--answer", "好\n的")
    target = tmp_path / f"out.{ending}"
    told = gridterm("hotline", "export", str(target), "--reveal", "--json").json
    assert (told["file"], told["count"], told["left_out"]) == (str(target), 3, 0)
    again = gridterm("hotline", "import", str(target), "--json").json
    assert (again["new"], again["same"], again["refused"]) == (0, 3, 0)


def test_a_file_that_is_there_is_kept(gridterm: Gridterm, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine")
    told = gridterm("hotline", "export", str(target), "--json").json
    assert told["file"] != str(target)
    assert target.read_text() == "mine"


def test_names_leave_only_when_asked_for_and_secrets_never(
    gridterm: Gridterm, office: Path, tmp_path: Path
) -> None:
    gridterm("hotline", "add", "漏水", "--caller", "刘建国", "--phone", "13800135678")
    gridterm("hotline", "add", "内情", "--confidential")
    masked, full = tmp_path / "masked.csv", tmp_path / "full.csv"
    assert gridterm("hotline", "export", str(masked), "--json").json["left_out"] == 1
    assert gridterm("hotline", "export", str(full), "--reveal").code == 0
    assert "刘建国" not in masked.read_text("utf-8-sig")
    assert "138****5678" in masked.read_text("utf-8-sig")
    assert "刘建国" in full.read_text("utf-8-sig")
    assert "内情" not in masked.read_text("utf-8-sig") + full.read_text("utf-8-sig")
    with closing(sqlite3.connect(office)) as connection:
        kept = connection.execute("SELECT actor FROM audit WHERE action LIKE '%.export'").fetchall()
    assert kept == [("李晓明",)]


def test_files_that_cannot_be_written(gridterm: Gridterm, tmp_path: Path) -> None:
    gridterm("hotline", "export", str(tmp_path / "out.pdf")).refused(2)
    gridterm("hotline", "export", str(tmp_path / "no folder" / "out.csv")).refused(2)


@pytest.mark.slow
def test_a_script_fills_a_new_office_without_saying_who_it_is(
    tmp_path: Path, messages: Path
) -> None:
    db = ("--db", str(tmp_path / "new.db"))
    assert program("init", "--name", "银杏社区", *db, home=tmp_path).code == 0
    told = program("hotline", "import", str(messages), "--json", *db, home=tmp_path)
    assert (told.code, told.json["new"], told.err) == (0, 2, "")
    assert program("verify", *db, home=tmp_path).code == 0
    refused = program("hotline", "add", "--kind", "inquiry", "问路", *db, home=tmp_path)
    assert "--as" in refused.refused()


def test_where_somebody_has_a_pin_an_import_wants_a_name(
    gridterm: Gridterm, office: Path, messages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GRIDTERM_OPERATOR")
    store = open_store(office, SystemClock())
    set_pin(store, SYSTEM, find_staff(store, LEADER)[0].id, "246810")
    store.close()
    assert "--as" in gridterm("hotline", "import", str(messages)).refused()
