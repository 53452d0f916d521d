"""Who has the office file open: the living are seen, the dead are swept up."""

import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from gridterm.errors import RefusedError, StoreBusyError
from gridterm.store import instances
from gridterm.store.instances import alone, enter, running

STAY = """
import sys
from pathlib import Path
from gridterm.store.instances import enter
me = enter(Path(sys.argv[1]))
print(me.id, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "办公[1]?#.db"


def other_program(db: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", STAY, str(db)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_the_first_instance_is_alone(db: Path) -> None:
    me = enter(db)
    assert (me.others, me.notice, me.living()) == ((), "", frozenset())
    assert running(db) == (me.id,)
    with alone(db, me):
        pass
    me.leave()
    me.leave()
    assert running(db) == ()
    assert not list(db.parent.glob(".*.open"))


def test_the_second_instance_learns_of_the_first_and_says_so(db: Path) -> None:
    process, name = other_program(db)
    me = enter(db)
    assert me.others == (name,)
    assert me.notice
    assert me.living() == {name}
    with pytest.raises(RefusedError, match="gridterm"), alone(db, me):
        pytest.fail("it was not alone")
    end(process)
    assert me.living() == frozenset()
    with alone(db, me):
        pass
    me.leave()


def test_a_killed_instance_is_dead_at_once(db: Path) -> None:
    process, name = other_program(db)
    assert running(db) == (name,)
    process.send_signal(signal.SIGKILL)
    end(process)
    assert list(db.parent.glob(".*.open"))
    me = enter(db)
    assert me.others == ()
    assert [path.name.split(".")[-2] for path in db.parent.glob(".*.open")] == [me.id]
    me.leave()


def test_an_instance_may_leave_in_another_thread(db: Path) -> None:
    me = enter(db)
    thread = Thread(target=me.leave)
    thread.start()
    thread.join()
    assert running(db) == ()


def test_who_finds_the_gate_closed_is_told(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "GATE_SECONDS", 0)
    with alone(db), pytest.raises(StoreBusyError):
        enter(db)
