"""The attendance sheet out and punches in, from the desk."""

from pathlib import Path

import openpyxl
import pytest

from gridterm.attendance import service
from gridterm.attendance.terms import CodeKind
from gridterm.store.audit import SYSTEM
from screens.attendance.exporting import AskSheet, periods
from screens.attendance.importing import PunchPreview
from screens.widgets.forms import LineInput
from screens.widgets.progress import Job, LongWork
from tests.screens.attendance.conftest import HIRED, Office, Run, at_view, on_dialog
from tests.screens.hotline.piloting import at_rest, until
from tests.screens.looking import text

pytestmark = pytest.mark.slow

LINES = (
    b"        7\t2026-11-20 08:05:00\t1\t0\t1\t0\r\n"
    b"        7\t1971--10--29 08:05:00\t1\t0\t1\t0\r\n"
    b"       99\t2026-11-19 15:10:00\t1\t0\t1\t0\r\n"
)


def names_in(folder: Path) -> list[object]:
    """Every value of the first sheet of the one workbook there."""
    (made,) = folder.glob("*2026-10.xlsx")
    sheet = openpyxl.load_workbook(made).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row]


async def test_the_month_is_written_in_two_keys(
    run: Run, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.attendance.exporting.export_folder", lambda: tmp_path)
    async with run() as pilot:
        await at_view(pilot, "month", (2026, 10))
        await pilot.press("ctrl+e")
        await on_dialog(pilot, AskSheet)
        await pilot.press("enter")
        await on_dialog(pilot, LongWork)
        await until(pilot, lambda: not pilot.app.screen.is_working)  # type: ignore[attr-defined]
        assert "5 people written" in text(pilot.app)
        assert "陈思雨" in names_in(tmp_path)


async def test_another_kind_of_file_is_refused_in_place(run: Run, office: Office) -> None:
    async with run() as pilot:
        await at_view(pilot, "board")
        await pilot.press("ctrl+e")
        dialog = await on_dialog(pilot, AskSheet)
        dialog.query_one("#path", LineInput).value = "/nowhere/sheet.pdf"
        await pilot.press("f9")
        await until(pilot, lambda: ".xlsx" in text(pilot.app))
        assert pilot.app.screen is dialog


def test_a_quarter_holds_its_month() -> None:
    found = periods((2026, 11))
    assert (found["quarter"].first, found["quarter"].last) == (10, 12)
    assert (found["year"].first, found["year"].last) == (1, 12)
    assert (periods((2026, 3))["quarter"].first, periods((2026, 4))["quarter"].first) == (1, 4)


async def test_punches_of_a_machine_come_in_after_a_look(
    run: Run, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "1_attlog.dat"
    path.write_bytes(LINES)
    staff_id = office.staff["1004"]
    service.map_code(office.store, SYSTEM, CodeKind.PIN, "7", staff_id, HIRED)
    async with run() as pilot:
        await at_view(pilot, "codes")
        await pilot.press("ctrl+u")
        await until(pilot, lambda: pilot.app.screen.query("#path"))
        pilot.app.screen.query_one("#path", LineInput).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PunchPreview))
        page = pilot.app.screen
        await until(pilot, lambda: page.ready)  # type: ignore[attr-defined]
        shown = text(pilot.app)
        assert "New 2" in shown
        assert "Refused 1" in shown
        assert "PIN 99" in shown
        assert service.unknown_pins(office.store) == ()
        await pilot.press("f9")
        await on_dialog(pilot, LongWork)
        await until(pilot, lambda: not pilot.app.screen.is_working)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "1 PIN waits" in text(pilot.app))
        await at_rest(pilot)
        (pin,) = service.unknown_pins(office.store)
        assert pin.pin == "99"


async def test_a_file_of_punches_is_read_once_when_the_page_opens(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "1_attlog.dat"
    path.write_bytes(LINES)
    read: list[Path] = []
    reading = PunchPreview.reading

    def counted(page: PunchPreview, job: Job) -> object:
        read.append(page.path)
        return reading(page, job)

    monkeypatch.setattr(PunchPreview, "reading", counted)
    async with run() as pilot:
        pilot.app.push_screen(PunchPreview(path))
        await until(pilot, lambda: isinstance(pilot.app.screen, PunchPreview))
        page = pilot.app.screen
        await until(pilot, lambda: page.preview is not None)  # type: ignore[attr-defined]
        assert "Reading" not in text(pilot.app)
        assert read == [path]
