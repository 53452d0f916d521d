"""Backups are whole, private, not too many; a restore brings one back or changes nothing."""

import shutil
import sqlite3
import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.errors import (
    CancelledError,
    FileProblemError,
    InputError,
    RefusedError,
    StoreBusyError,
    StoreDamagedError,
    StoreNewerError,
)
from gridterm.paths import backup_folder
from gridterm.store import backup
from gridterm.store.audit import Actor
from gridterm.store.backup import Reason, daily_backup, keep, list_backups, make_backup, restore
from gridterm.store.files import connect
from gridterm.store.instances import enter
from gridterm.store.opening import SCHEMA_VERSION, create_store, open_store
from gridterm.store.tables import SettingRow
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.store.office import SOURCES, fill

MOMENTS = st.sets(
    st.datetimes(datetime(2024, 12, 20), datetime(2027, 1, 10)), min_size=1, max_size=60
)
COUNTS = st.integers(0, 15)


@given(MOMENTS, COUNTS, COUNTS, COUNTS)
def test_the_newest_backup_always_stays_and_keeping_twice_is_keeping_once(
    moments: set[datetime], days: int, weeks: int, months: int
) -> None:
    kept = keep(moments, days, weeks, months)
    assert kept <= moments
    assert max(moments) in kept
    assert keep(kept, days, weeks, months) == kept
    assert len(kept) <= max(1, days + weeks + months)


@given(MOMENTS, COUNTS, COUNTS, COUNTS)
def test_of_each_of_the_last_days_weeks_and_months_the_newest_stays(
    moments: set[datetime], days: int, weeks: int, months: int
) -> None:
    kept = keep(moments, days, weeks, months)
    for count, bucket in (
        (days, lambda moment: moment.date()),
        (weeks, lambda moment: tuple(moment.isocalendar())[:2]),
        (months, lambda moment: (moment.year, moment.month)),
    ):
        for wanted in sorted({bucket(moment) for moment in moments}, reverse=True)[:count]:
            assert max(moment for moment in moments if bucket(moment) == wanted) in kept


def test_two_years_of_daily_backups_leave_a_week_a_month_and_a_year() -> None:
    kept: set[datetime] = set()
    day = datetime(2024, 11, 21, 8, 30)
    for _n in range(730):
        kept = keep(kept | {day}, 7, 4, 12)
        day += timedelta(days=1)
    last = max(kept)
    assert {last - timedelta(days=n) for n in range(7)} <= kept
    assert len(kept) <= 7 + 4 + 12
    assert len({(moment.year, moment.month) for moment in kept}) == 12


def test_a_clock_that_jumped_for_a_day_costs_no_backup_of_the_last_week() -> None:
    days = {datetime(2026, 11, n, 8) for n in range(14, 21)}
    kept = keep(days | {datetime(2046, 1, 1)}, 7, 4, 12)
    assert len(days - kept) <= 1


def test_a_backup_is_whole_private_and_in_its_folder(store: Store, actor: Actor) -> None:
    fill(store, actor)
    made = make_backup(store)
    assert made.path == backup_folder(store.path) / "office-manual-20261121-091400.db"
    assert (made.reason, made.made_at, made.version) == (
        Reason.BY_HAND,
        store.clock.now(),
        SCHEMA_VERSION,
    )
    assert made.size == made.path.stat().st_size
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]
    copy = Store(made.path, store.clock)
    assert verify(copy, sources=SOURCES).whole
    copy.close()


def test_backups_are_listed_newest_first_and_nothing_else_is(
    store: Store, clock: FixedClock
) -> None:
    first = make_backup(store)
    second = make_backup(store)
    clock.advance(timedelta(days=1))
    third = daily_backup(store)
    assert third is not None
    folder = backup_folder(store.path)
    for stray in ("office-manual-20261121.db", "other-daily-20261121-091400.db", "x.db"):
        (folder / stray).touch()
    (folder / "office-daily-20261301-000000.db").touch()
    broken = folder / "office-daily-20260101-080000.db"
    broken.write_text("not a database")
    listed = list_backups(store.path)
    assert [view.path for view in listed] == [third.path, second.path, first.path, broken]
    assert [view.version for view in listed] == [1, 1, 1, None]


def test_an_office_without_backups_has_an_empty_list(tmp_path: Path) -> None:
    assert list_backups(tmp_path / "office.db") == ()


def test_a_backup_is_made_while_others_write(store: Store, actor: Actor) -> None:
    fill(store, actor)

    def write_meanwhile(_done: int, _total: int) -> None:
        with store.write("setting.change", actor) as tx:
            tx.add(SettingRow(key=f"x{tx.number('x')}", value="1"))

    made = make_backup(store, progress=write_meanwhile)
    copy = Store(made.path, store.clock)
    with copy.read() as session:
        assert session.exec(select(SettingRow)).all() == []
    assert verify(copy, sources=SOURCES).whole
    copy.close()


def test_a_cancelled_backup_leaves_nothing(store: Store) -> None:
    def stop(_done: int, _total: int) -> None:
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        make_backup(store, progress=stop)
    assert list(backup_folder(store.path).iterdir()) == []


def test_a_backup_by_hand_replaces_no_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "u盘" / "备份.db"
    assert make_backup(store, target).path == target
    with pytest.raises(FileProblemError):
        make_backup(store, target)


def test_the_daily_backup_is_made_once_a_day_and_thinned_out(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    settings.change(store, actor, {"backup.days": "2", "backup.weeks": "0", "backup.months": "1"})
    by_hand = make_backup(store)
    for _day in range(5):
        assert daily_backup(store) is not None
        clock.advance(timedelta(hours=3))
        assert daily_backup(store) is None
        clock.advance(timedelta(hours=21))
    listed = list_backups(store.path)
    assert [view.made_at.date() for view in listed if view.reason is Reason.DAILY] == [
        date(2026, 11, 25),
        date(2026, 11, 24),
    ]
    assert by_hand.path.exists()


def test_a_damaged_office_costs_no_backup(store: Store, clock: FixedClock, actor: Actor) -> None:
    settings.change(store, actor, {"backup.days": "1", "backup.weeks": "0", "backup.months": "0"})
    good = daily_backup(store)
    assert good is not None
    store.close()
    damage(store.path)
    clock.advance(timedelta(days=1))
    with pytest.raises(StoreDamagedError):
        daily_backup(store)
    assert [view.path for view in list_backups(store.path)] == [good.path]


def damage(path: Path) -> None:
    """Overwrite the pages after the first few, as a dying disk does."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    size = path.stat().st_size
    with path.open("rb+") as file:
        file.seek(5 * 4096)
        file.write(b"\xa5" * (size - 5 * 4096))


def settle(store: Store, actor: Actor, value: str) -> None:
    settings.change(store, actor, {"office.name": value})


def name_of(path: Path, clock: FixedClock) -> str:
    opened = open_store(path, clock)
    with opened.read() as session:
        name = settings.load(session).text("office.name")
    opened.close()
    return name


def test_a_restore_brings_back_and_keeps_what_was_there(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    settle(store, actor, "化院社区")
    made = make_backup(store)
    settle(store, actor, "别的社区")
    store.close()
    kept = restore(store.path, made.path, clock)
    assert name_of(store.path, clock) == "化院社区"
    assert kept is not None
    assert name_of(kept, clock) == "别的社区"
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert kept in [view.path for view in list_backups(store.path)]
    again = restore(store.path, kept, clock)
    assert name_of(store.path, clock) == "别的社区"
    assert again != kept


def test_what_only_the_log_of_a_crashed_program_holds_is_kept_and_not_replayed(
    store: Store, clock: FixedClock, actor: Actor, tmp_path: Path
) -> None:
    settle(store, actor, "化院社区")
    made = make_backup(store)
    settle(store, actor, "只在日志里")
    crashed = tmp_path / "crashed" / "office.db"
    crashed.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{store.path}{suffix}", f"{crashed}{suffix}")
    assert Path(f"{crashed}-wal").stat().st_size > 0
    kept = restore(crashed, made.path, clock)
    assert name_of(crashed, clock) == "化院社区"
    assert kept is not None
    assert name_of(kept, clock) == "只在日志里"


def test_a_missing_office_and_a_damaged_one_are_restored_too(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    settle(store, actor, "化院社区")
    made = make_backup(store)
    store.close()
    damage(store.path)
    before = store.path.read_bytes()
    kept = restore(store.path, made.path, clock)
    assert kept is not None
    assert kept.read_bytes() == before
    assert name_of(store.path, clock) == "化院社区"
    store.path.write_text("not a database at all")
    kept = restore(store.path, made.path, clock)
    assert kept is not None
    assert kept.read_text() == "not a database at all"
    store.path.unlink()
    assert restore(store.path, made.path, clock) is None
    assert name_of(store.path, clock) == "化院社区"


def test_an_older_backup_is_brought_up_to_date_when_the_office_is_opened(
    store: Store, clock: FixedClock
) -> None:
    made = make_backup(store)
    store.close()
    connection = connect(made.path)
    connection.execute("PRAGMA user_version=1")
    connection.close()
    restore(store.path, made.path, clock)
    open_store(store.path, clock).close()


def test_what_is_no_backup_is_not_restored(
    store: Store, clock: FixedClock, actor: Actor, tmp_path: Path
) -> None:
    settle(store, actor, "化院社区")
    made = make_backup(store)
    store.close()
    before = store.path.read_bytes()
    text = tmp_path / "text.db"
    text.write_text("hello")
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t(a)").connection.close()
    damaged = tmp_path / "damaged.db"
    shutil.copyfile(made.path, damaged)
    damage(damaged)
    newer = tmp_path / "newer.db"
    shutil.copyfile(made.path, newer)
    connection = connect(newer)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    cases = (
        (tmp_path / "none.db", FileProblemError),
        (tmp_path, FileProblemError),
        (text, FileProblemError),
        (other, FileProblemError),
        (damaged, FileProblemError),
        (newer, StoreNewerError),
        (store.path, InputError),
    )
    for path, error in cases:
        with pytest.raises(error):
            restore(store.path, path, clock)
    assert store.path.read_bytes() == before
    assert [view.path for view in list_backups(store.path)] == [made.path]


def test_an_office_that_is_open_elsewhere_is_not_replaced(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    settle(store, actor, "化院社区")
    made = make_backup(store)
    other = enter(store.path)
    with pytest.raises(RefusedError):
        restore(store.path, made.path, clock)
    other.leave()
    with store.read() as session:
        settings.load(session)
        with pytest.raises(StoreBusyError):
            restore(store.path, made.path, clock)
    settle(store, actor, "还在用")
    store.close()
    assert name_of(store.path, clock) == "还在用"
    mine = enter(store.path)
    restore(store.path, made.path, clock, mine)
    mine.leave()
    assert name_of(store.path, clock) == "化院社区"


def test_a_restore_that_fails_at_any_step_leaves_the_office(
    store: Store, clock: FixedClock, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(store, actor, "化院社区")
    made = make_backup(store)
    settle(store, actor, "现在")
    store.close()
    real = backup.put_in_place
    for failing in range(3):
        calls = 0

        def fail(finished: Path, target: Path, at: int = failing) -> None:
            nonlocal calls
            calls += 1
            if calls == at + 1:
                raise sqlite3.OperationalError("stop")
            real(finished, target)

        monkeypatch.setattr(backup, "put_in_place", fail)
        with pytest.raises(Exception, match="stop"):
            restore(store.path, made.path, clock)
        assert calls == failing + 1
        assert name_of(store.path, clock) == "现在"
        assert not list(store.path.parent.glob(".office.db.restored*"))


def test_a_new_office_does_not_inherit_the_log_of_one_that_was_deleted(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    settle(store, actor, "旧社区")
    log = Path(f"{store.path}-wal").read_bytes()
    assert log
    store.close()
    store.path.unlink()
    Path(f"{store.path}-wal").write_bytes(log)
    create_store(store.path, clock).close()
    assert name_of(store.path, clock) == ""
