"""Machines' own files with all that befalls them: no good line lost, no bad one taken."""

import itertools
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import func, select

from gridterm.attendance import codes, months, reading
from gridterm.attendance.importing import Phase, preview, run
from gridterm.attendance.tables import Punch
from gridterm.attendance.terms import Flag, Status
from gridterm.errors import CancelledError, FileProblemError
from gridterm.store.tables import AuditEntry, ImportBatch
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.attendance.conftest import TUESDAY, WANG, Desk


def line(pin: str, at: str, rest: str = "1\t0\t1\t0", width: int = 9) -> str:
    return f"{pin:>{width}}\t{at}\t{rest}\r\n"


def attlog(folder: Path, *lines: str, name: str = "1_attlog.dat") -> Path:
    path = folder / name
    path.write_bytes("".join(lines).encode())
    return path


GOOD = (line("1", "2026-03-10 08:20:00"), line("1", "2026-03-10 15:20:00"))


def punches(store: Store) -> list[tuple[str, datetime]]:
    with store.read() as session:
        return [
            tuple(row) for row in session.execute(select(Punch.pin, Punch.at).order_by(Punch.id))
        ]


def count(store: Store, table: type) -> int:
    with store.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def reasons(path: Path) -> dict[int, str]:
    rows = load_workbook(path).active.iter_rows(min_row=2, values_only=True)
    return {row[0]: row[1] for row in rows}


def test_a_file_brings_the_days_and_again_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    path = attlog(tmp_path, *GOOD)
    entries = count(desk.store, AuditEntry)
    told = run(desk.store, desk.actor, path)
    assert (told.new, told.same, told.refused, told.refused_file) == (2, 0, 0, None)
    assert desk.words() == "present present"
    assert count(desk.store, AuditEntry) == entries + 1
    with desk.store.read() as session:
        one = session.exec(select(Punch)).first()
        assert (one.device, one.raw, one.source, one.line) == ("1", "0 1 0", "machine", 1)
    again = run(desk.store, desk.actor, path)
    assert (again.new, again.same) == (0, 2)
    assert count(desk.store, Punch) == 2
    assert verify(desk.store).whole


def test_the_state_column_decides_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    out_then_in = (
        line("1", "2026-03-10 08:20:00", "1\t1\t1\t0"),
        line("1", "2026-03-10 15:20:00", "1\t0\t15\t0"),
    )
    run(desk.store, desk.actor, attlog(tmp_path, *out_then_in))
    assert desk.words() == "present present"


@pytest.mark.parametrize(
    "bad",
    [
        line("1", "1971--10--29 -23:-27:-54"),
        line("1", "2000-01-01 00:00:07"),
        line("1", "2026-02-30 08:00:00"),
        line("1", "2026-03-10 25:61:00"),
        line("1", "2063-03-10 08:00:00"),
        line("", "2026-03-10 08:00:00"),
        line("1#2", "2026-03-10 08:00:00"),
        "        1\t2026-03-10 08:0\r\n",
        "\x00" * 512 + "\r\n",
        "        1\t2026-03-\x00\x00\x00\x00\r\n",
        "\x00\x00\x001\t2026-03-10 08:00:00\t1\t0\t1\t0\r\n",
    ],
)
def test_a_bad_line_is_handed_back_with_its_number(desk: Desk, tmp_path: Path, bad: str) -> None:
    told = run(desk.store, desk.actor, attlog(tmp_path, GOOD[0], bad, GOOD[1]))
    assert (told.new, told.refused) == (2, 1)
    assert told.refused_file is not None
    assert list(reasons(told.refused_file)) == [2]


@pytest.mark.parametrize(
    ("first", "taken"),
    [
        ("0:00\t1\t0\t1\t0\r\n", False),
        ("3\t2026-03-09 08:20:00\t1\t0\t1\t0\r\n", False),
        ("    583\t2026-03-09 08:20:00\t1\t0\t1\t0\r\n", True),
    ],
)
def test_a_first_line_that_was_cut_off(desk: Desk, tmp_path: Path, first: str, taken: bool) -> None:
    """A PIN is whole while a blank of its padding still stands before it."""
    told = run(desk.store, desk.actor, attlog(tmp_path, first, *GOOD))
    assert (told.new, told.refused) == ((3, 0) if taken else (2, 1))
    assert {pin for pin, _at in punches(desk.store)} == ({"583", "1"} if taken else {"1"})


def test_zero_bytes_before_a_whole_line_do_not_cost_it(desk: Desk, tmp_path: Path) -> None:
    told = run(desk.store, desk.actor, attlog(tmp_path, GOOD[0], "\x00" * 700 + GOOD[1]))
    assert (told.new, told.refused) == (2, 0)


def test_a_file_that_begins_with_zero_bytes_is_still_a_machines(desk: Desk, tmp_path: Path) -> None:
    path = attlog(tmp_path, "\x00" * 4096 + "\r\n", *GOOD, name="导出.txt")
    assert preview(desk.store, path).machine
    assert run(desk.store, desk.actor, path).new == 2


def test_padded_pins_and_repeated_lines_are_one(desk: Desk, tmp_path: Path) -> None:
    at = "2026-03-10 08:20:00"
    path = attlog(tmp_path, line("1", at), line("1", at), line("000000001", at), line("01", at))
    told = run(desk.store, desk.actor, path)
    assert (told.new, told.same) == (1, 3)
    assert punches(desk.store) == [("1", datetime.fromisoformat(at))]


def test_pins_without_padding_have_no_width_to_be_cut_from(desk: Desk, tmp_path: Path) -> None:
    path = attlog(tmp_path, *(line(str(n), "2026-03-10 08:20:00", width=0) for n in (7, 12, 345)))
    assert run(desk.store, desk.actor, path).new == 3


def test_years_mixed_and_out_of_order_go_to_their_own_days(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    late = line("1", "2026-03-10 08:40:00")
    path = attlog(
        tmp_path, late, line("1", "2024-05-06 08:20:00"), line("1", "2025-07-01 15:20:00")
    )
    told = preview(desk.store, path)
    assert told.years == {2024: 1, 2025: 1, 2026: 1}
    assert (told.first, told.last) == (datetime(2024, 5, 6, 8, 20), datetime(2026, 3, 10, 8, 40))
    run(desk.store, desk.actor, path)
    assert desk.day(date(2024, 5, 6)).morning.status is Status.PRESENT
    assert desk.day().morning.status is Status.LATE


def test_a_pin_with_two_people_goes_by_the_date(desk: Desk, tmp_path: Path) -> None:
    run(
        desk.store,
        desk.actor,
        attlog(tmp_path, line("5", "2026-03-09 08:20:00"), line("5", "2026-03-10 08:20:00")),
    )
    (waiting,) = codes.unknown_pins(desk.store)
    assert (waiting.pin, waiting.count) == ("5", 2)
    kind = codes.CodeKind.PIN
    codes.map_code(desk.store, desk.actor, kind, "5", WANG, date(2026, 1, 1), date(2026, 3, 9))
    desk.pin("5", since=TUESDAY)
    assert desk.words() == "present absent"
    assert desk.words(staff_id=WANG) == "absent absent"
    assert desk.words(date(2026, 3, 9), WANG) == "present absent"
    assert codes.unknown_pins(desk.store) == ()


def test_a_preview_writes_nothing_and_promises_what_happens(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    path = attlog(tmp_path, *GOOD, line("99", "2026-03-10 08:00:00"), line("1", "1971--10--29 0"))
    told = preview(desk.store, path)
    assert (count(desk.store, Punch), count(desk.store, ImportBatch)) == (0, 0)
    assert [one.pin for one in told.unknown] == ["99"]
    assert [one.name for one in told.samples] == ["李晓明", "李晓明", ""]
    assert [one.row for one in told.refusals] == [4]
    assert "1971--10--29" in told.refusals[0].reason
    done = run(desk.store, desk.actor, path)
    assert (done.new, done.same, done.refused) == (told.new, told.same, told.refused) == (3, 0, 1)
    assert done.unknown == told.unknown


def test_a_cancelled_import_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    lines = [
        line(str(n % 40 + 1), f"2026-03-{n // 1440 + 1:02} {n // 60 % 24:02}:{n % 60:02}:00")
        for n in range(5000)
    ]
    path = attlog(tmp_path, *lines, "torn\r\n")
    seen: list[Phase] = []
    asked = itertools.count()
    with pytest.raises(CancelledError):
        run(
            desk.store,
            desk.actor,
            path,
            progress=lambda _done, _all, phase: seen.append(phase),
            cancelled=lambda: next(asked) > 9,
        )
    assert seen[-1] is Phase.SAVING
    assert (count(desk.store, Punch), count(desk.store, ImportBatch)) == (0, 0)
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".xlsx"] == []


def test_what_comes_after_a_month_was_locked_waits(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    desk.at("04-01 09:00")
    months.lock(desk.store, desk.actor, 2026, 3)
    path = attlog(tmp_path, *GOOD)
    assert preview(desk.store, path).locked == run(desk.store, desk.actor, path).locked == 2
    view = desk.day().morning
    assert view.status is Status.ABSENT
    assert Flag.PENDING_ADJUSTMENT in view.flags


def test_what_is_no_such_file_says_so(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileProblemError):
        preview(desk.store, tmp_path / "missing.dat")
    (tmp_path / "empty.dat").touch()
    with pytest.raises(FileProblemError):
        preview(desk.store, tmp_path / "empty.dat")
    (tmp_path / "face.dat").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(FileProblemError, match="another program"):
        preview(desk.store, tmp_path / "face.dat")


def test_raw_punches_show_whose_they_are(desk: Desk, tmp_path: Path) -> None:
    desk.pin()
    run(desk.store, desk.actor, attlog(tmp_path, *GOOD, line("99", "2026-03-10 08:00:00")))
    page = reading.raw_punches(desk.store, TUESDAY, TUESDAY)
    assert [(one.pin, one.staff and one.staff.name) for one in page.rows] == [
        ("99", None),
        ("1", "李晓明"),
        ("1", "李晓明"),
    ]
