"""The demo office from the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from gridterm.cli import demo_check
from gridterm.demo import build
from gridterm.hotline import queries
from gridterm.store.unit import Store
from tests.cli.conftest import Answer, environment, program

Gridterm = Callable[..., Answer]


@pytest.mark.slow
def test_the_check_reads_what_the_screens_read(tmp_path: Path) -> None:
    told = program("demo", "--check", "--json", home=tmp_path)
    assert told.code == 0, (told.out, told.err)
    counts = {one["code"]: one["count"] for one in told.json["reads"]}
    assert counts["tickets"] > 300
    assert counts["grids"] >= 8
    assert 2200 < counts["households"] < 2600
    assert all(count for code, count in counts.items() if code not in demo_check.MAY_BE_EMPTY)
    assert counts["tickets.closed"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_without_a_terminal_it_is_a_briefing(
    gridterm: Gridterm, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "Size", partial(build.Size, months=1, total=12))
    before = office.read_bytes()
    told = gridterm("demo", "--json")
    assert told.code == 0, told.err
    assert told.json["sections"]
    assert office.read_bytes() == before


@pytest.mark.slow
def test_it_is_written_to_a_file_that_is_named(gridterm: Gridterm, tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    told = gridterm("demo", "--db", str(path), "--json").json
    assert told["tickets"] == gridterm("hotline", "list", "--db", str(path), "--json").json["count"]
    assert "made.db" in gridterm("demo", "--db", str(path)).refused(2)
    gridterm("demo", "--years", "0").refused(2)
    gridterm("demo", "--check", "--db", str(path)).refused(2)


def test_a_read_that_fails_or_brings_nothing_fails_the_check(
    no_office: None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_store: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(queries, "categories", broken)
    results = {
        one.code: one
        for one in (
            demo_check.examined(code, read)
            for code, read in demo_check.reads(store)
            if not code.startswith("ticket.")
        )
    }
    assert results["categories"].problem
    assert results["tickets"].problem


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(getattr(signal, "SIGHUP", signal.SIGTERM), marks=pytest.mark.slow),
    ],
)
def test_nothing_is_left_when_it_is_ended_from_outside(tmp_path: Path, number: int) -> None:
    home, passing = tmp_path / "home", tmp_path / "passing"
    home.mkdir()
    passing.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "gridterm", "demo", "--check"],
        env=environment(home, TMPDIR=str(passing)),
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as running:
        while not list(passing.glob("gridterm-demo-*/*")):
            assert running.poll() is None
            time.sleep(0.01)
        running.send_signal(number)
        _out, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (128 + number, b"")
    assert list(passing.iterdir()) == []
