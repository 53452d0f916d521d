"""Bad days: a full disk, a read-only folder, two programs at once, kill -9, a clock set back."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlmodel import select

from gridterm.clock import FixedClock
from gridterm.errors import StoreBusyError, StoreFullError, StoreReadOnlyError
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.backup import list_backups, make_backup
from gridterm.store.instances import enter
from gridterm.store.opening import create_store, open_store
from gridterm.store.tables import AuditEntry, SettingRow
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.store.office import SOURCES, add_call, fill

NOBODY = 65_534


# ── a folder that cannot be written ────────────────────────────────────────────
@contextmanager
def without_root() -> Iterator[None]:
    """Root may write everywhere, so for a while it is nobody: then permissions count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder nobody can reach, too: pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="gridterm-"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def readable_office(shared_folder: Path, store: Store, actor: Actor) -> Path:
    fill(store, actor)
    store.close()
    path = shared_folder / "office.db"
    shutil.copyfile(store.path, path)
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    return path


def test_a_read_only_office_says_so_and_stays_as_it_is(
    readable_office: Path, clock: FixedClock
) -> None:
    before = readable_office.read_bytes()
    with without_root(), pytest.raises(StoreReadOnlyError) as raised:
        open_store(readable_office, clock)
    assert str(readable_office) in raised.value.message
    with without_root(), pytest.raises(StoreReadOnlyError):
        enter(readable_office)
    assert readable_office.read_bytes() == before
    assert [path.name for path in readable_office.parent.iterdir()] == ["office.db"]


def test_an_office_that_became_read_only_saves_nothing_and_says_so(
    shared_folder: Path, clock: FixedClock, actor: Actor
) -> None:
    path = shared_folder / "office.db"
    create_store(path, clock).close()
    path.chmod(0o444)
    for_all = Store(path, clock)

    def save() -> None:
        with for_all.write("try", actor) as tx:
            tx.add(SettingRow(key="a", value="1"))

    with without_root(), pytest.raises(StoreReadOnlyError):
        save()
    for_all.close()
    assert open_store(path, clock).last_entry_at() is None


def test_a_new_office_in_a_read_only_folder(shared_folder: Path, clock: FixedClock) -> None:
    shared_folder.chmod(0o555)
    for place in (shared_folder / "office.db", shared_folder / "new" / "office.db"):
        with without_root(), pytest.raises(StoreReadOnlyError) as raised:
            create_store(place, clock)
        assert str(place) in raised.value.message
    assert list(shared_folder.iterdir()) == []


def test_a_backup_into_a_read_only_folder(shared_folder: Path, store: Store, actor: Actor) -> None:
    fill(store, actor)
    office = shared_folder / "office.db"
    shutil.copyfile(store.path, office)
    for path in (shared_folder, office):
        path.chmod(0o777)
    closed = shared_folder / "closed"
    closed.mkdir(mode=0o555)
    opened = Store(office, store.clock)
    with without_root(), pytest.raises(StoreReadOnlyError) as raised:
        make_backup(opened, closed / "copy.db")
    opened.close()
    assert "gridterm backup" in raised.value.message
    assert list(closed.iterdir()) == []


# ── a full disk ────────────────────────────────────────────────────────────────
FILL_THE_DISK = """
import sys
from datetime import datetime
from pathlib import Path

from gridterm.clock import FixedClock
from gridterm.errors import StoreFullError
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.backup import list_backups, make_backup
from gridterm.store.opening import create_store, open_store
from gridterm.store.tables import SettingRow
from gridterm.store.verify import verify

path = Path(sys.argv[1]) / "office.db"
limit = int(sys.argv[2])
clock = FixedClock(datetime(2026, 11, 21, 9, 14))
store = create_store(path, clock)
draft = drafts.keep(store, "intake", "me", {"content": "typed before the disk was full"})
if limit:
    import resource
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
saved, refused = 0, 0
while refused < 3:
    try:
        with store.write("setting.change", Actor(None, "x")) as tx:
            tx.add(SettingRow(key=str(saved), value="x" * 20_000))
    except StoreFullError as error:
        assert str(path) in error.message
        refused += 1
    else:
        assert not refused
        saved += 1
try:
    make_backup(store)
except StoreFullError as error:
    assert "gridterm backup" in error.message
else:
    assert limit, "there was room for a backup"
store.close()
assert all(made.version == 1 for made in list_backups(path))
assert not list(path.parent.rglob("*.new*"))
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
store = open_store(path, clock)
report = verify(store)
assert report.whole, report.findings
assert report.head.entries == saved > 5, (report.head, saved)
assert drafts.latest(store, "intake").payload["content"].startswith("typed")
print("saved", saved)
"""
SMALL_DISK = 'mount -t tmpfs -o size=2m,mode=0755 small "$1" && exec "$2" -c "$3" "$1" 0'


def small_disks_can_be_mounted(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "--mount", "--user", "--map-root-user", "sh", "-c"]
    command += ['mount -t tmpfs x "$0"', str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0


def test_a_full_disk_saves_nothing_half_and_loses_nothing(tmp_path: Path) -> None:
    """On a tmpfs of 2 MB where the system lets us mount one, else with a limit on file sizes."""
    if small_disks_can_be_mounted(tmp_path):
        command = ["unshare", "--mount", "--user", "--map-root-user", "sh", "-c", SMALL_DISK, "sh"]
        command += [str(tmp_path), sys.executable, FILL_THE_DISK]
    else:
        command = [sys.executable, "-c", FILL_THE_DISK, str(tmp_path), "1500000"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("saved ")


def test_a_disk_that_takes_no_longer_files_saves_nothing_half(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(tmp_path), "1500000"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_full_disk_in_this_program(store: Store, actor: Actor) -> None:
    fill(store, actor)
    with store.read() as session:
        (pages,) = session.connection().exec_driver_sql("PRAGMA page_count").one()

    def save() -> None:
        with store.write("setting.change", actor) as tx:
            tx.session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
            tx.add(SettingRow(key="long", value="x" * 50_000))

    with pytest.raises(StoreFullError):
        save()
    assert verify(store, sources=SOURCES).whole


# ── several programs at once ───────────────────────────────────────────────────
EACH = 350


def write_numbers(path: str, name: str) -> None:
    store = Store(Path(path), FixedClock(datetime(2026, 11, 21, 9, 14)))
    for _n in range(EACH):
        with store.write("ticket.register", Actor(None, name)) as tx:
            add_call(tx, f"{name}来电")
    store.close()


@pytest.mark.slow
def test_two_programs_at_once_share_the_numbers_without_a_gap(store: Store) -> None:
    names = ["甲", "乙", "丙"]
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=write_numbers, args=(str(store.path), name)) for name in names
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    report = verify(store, sources=SOURCES)
    assert report.findings == ()
    with store.read() as session:
        numbers = [row[0] for row in session.connection().exec_driver_sql("SELECT seq FROM ticket")]
        entries = session.exec(select(AuditEntry.actor)).all()
    assert sorted(numbers) == list(range(1, len(names) * EACH + 1))
    assert {name: entries.count(name) for name in names} == dict.fromkeys(names, EACH)


def test_who_waits_too_long_for_another_program_is_told(
    store: Store, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridterm.store.files.BUSY_SECONDS", 0)
    other = Store(store.path, store.clock)

    def save() -> None:
        with other.write("try", actor) as tx:
            tx.add(SettingRow(key="a", value="2"))

    with store.write("try", actor) as tx:
        tx.add(SettingRow(key="a", value="1"))
        with pytest.raises(StoreBusyError) as raised:
            save()
    assert str(store.path) in raised.value.message
    other.close()
    assert verify(store).whole


def test_reading_goes_on_while_another_program_writes(store: Store, actor: Actor) -> None:
    other = Store(store.path, store.clock)
    with store.write("try", actor) as tx:
        tx.add(SettingRow(key="a", value="1"))
        assert other.last_entry_at() is None
    assert other.last_entry_at() is not None
    other.close()


# ── kill -9 ────────────────────────────────────────────────────────────────────
def save_for_ever(path: str, acknowledge: Connection) -> None:
    store = open_store(Path(path), FixedClock(datetime(2026, 11, 21, 9, 14)))
    for n in count():
        draft = drafts.keep(store, "intake", "me", {"n": n})
        with store.write("ticket.register", Actor(None, "x")) as tx:
            saved = add_call(tx, f"来电{n}")
            drafts.forget(tx.session, draft)
        acknowledge.send(saved)


def killed_while_saving(path: Path, after: int) -> int:
    """Start a program that saves for ever, kill it after some saves; the last it acknowledged."""
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    context.set_forkserver_preload(["gridterm.store.opening", "tests.store.office"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=save_for_ever, args=(str(path), theirs))
    process.start()
    theirs.close()
    last = max(ours.recv() for _n in range(after))
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with ours:
        try:
            while True:
                last = ours.recv()
        except EOFError:
            return int(last)


KILLS = 40


@pytest.mark.slow
def test_killed_at_any_moment_everything_acknowledged_is_there_and_nothing_is_half(
    store: Store,
) -> None:
    for kill in range(KILLS):
        acknowledged = killed_while_saving(store.path, after=1 + kill * 7 % 11)
        with store.read() as session:
            (last,) = session.connection().exec_driver_sql("SELECT max(id) FROM ticket").one()
        assert acknowledged <= last <= acknowledged + 1
        assert len(drafts.waiting(store)) <= kill + 1
    assert last > KILLS
    report = verify(store, sources=SOURCES)
    assert report.findings == ()


# ── the clock ──────────────────────────────────────────────────────────────────
def test_a_clock_set_back_keeps_the_chain_and_the_order(
    store: Store, actor: Actor, clock: FixedClock
) -> None:
    fill(store, actor)
    clock.advance(timedelta(days=-400))
    fill_again = Actor(None, "王芳")
    with store.write("setting.change", fill_again) as tx:
        tx.add(SettingRow(key="a", value="1"))
    assert verify(store, sources=SOURCES).whole
    assert store.last_entry_at() == clock.now()
    with store.read() as session:
        newest = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[union-attr]
    assert newest is not None
    assert newest.actor == "王芳"


def test_backups_made_after_the_clock_was_set_back_do_not_replace_others(
    store: Store, clock: FixedClock
) -> None:
    first = make_backup(store)
    clock.advance(timedelta(days=-400))
    second = make_backup(store)
    assert {made.path for made in list_backups(store.path)} == {first.path, second.path}
