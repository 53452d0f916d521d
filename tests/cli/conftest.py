"""Commands run in this process where only their answer counts, and as programs where it matters."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gridterm import i18n
from gridterm.cli.run import run
from tests.conftest import MadeOnce

ROOT = Path(__file__).parent.parent.parent
LEADER, CLERK = "1001", "2001"


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is any
        """Its answer as JSON."""
        return json.loads(self.out)

    def refused(self, code: int = 2) -> str:
        """The one sentence of a refusal."""
        assert self.code == code, (self.code, self.out, self.err)
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.strip()


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment of its own: nothing of whoever runs the tests reaches the commands."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GRIDTERM_")}
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        kept.pop(name, None)
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "LANG": "en_US.UTF-8"}
    return {**kept, **own, "PYTHONPATH": str(ROOT), **more}


def program(*words: str, home: Path, typed: bytes = b"", **more: str) -> Answer:
    """``gridterm`` as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "gridterm", *words],
        input=typed,
        capture_output=True,
        env=environment(home, **more),
        cwd=home,
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture(scope="session")
def made_office(made_once: MadeOnce) -> Path:
    """An office made by ``gridterm init``; tests copy it."""

    def make(path: Path) -> None:
        told = program(
            "init", "--db", str(path), "--name", "银杏社区", "--street", "某街道",
            "--hotline", "073155500001", "--leader", f"{LEADER}:王芳", "--clerk", f"{CLERK}:李晓明",
            home=path.parent,
        )  # fmt: skip
        assert told.code == 0, told.err

    return made_once("made", make)


@pytest.fixture
def office(made_office: Path, tmp_path: Path) -> Path:
    """An office file of this test's own."""
    path = tmp_path / "office.db"
    shutil.copyfile(made_office, path)
    return path


@pytest.fixture
def no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process with an environment of its own, in which there is no office."""
    for name in list(os.environ):
        if name.startswith("GRIDTERM_") or name in {"LC_ALL", "LC_MESSAGES", "LANGUAGE"}:
            monkeypatch.delenv(name)
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    before = i18n.language()
    yield
    i18n.use(before)


@pytest.fixture
def gridterm(
    no_office: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    office: Path,
) -> Callable[..., Answer]:
    """Run a command in this process on ``office``, with the clerk as the operator."""
    monkeypatch.setenv("GRIDTERM_DB", str(office))
    monkeypatch.setenv("GRIDTERM_OPERATOR", CLERK)

    def call(*words: str, typed: str | bytes = "") -> Answer:
        data = typed.encode() if isinstance(typed, str) else typed
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
        capsys.readouterr()
        code = run(words)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call
