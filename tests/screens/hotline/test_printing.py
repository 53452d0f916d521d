"""A call's form before it is printed: preview, paper, files, who sees the caller."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from sqlmodel import col, select
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from gridterm.hotline import service
from gridterm.hotline.terms import Intake, TicketDetail
from gridterm.i18n import CHINESE, ENGLISH
from gridterm.printing import printer
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from screens import printing
from screens.hotline.desk import HotlineDesk
from screens.hotline.detail import DetailOverForm, DetailPage
from screens.printing import AskFile, PrintOverForm, PrintPage
from screens.widgets.dialogs import Choose, Message
from screens.widgets.forms import LineInput
from screens.widgets.progress import LongWork
from screens.widgets.table import PagedTable
from tests.screens.hotline.conftest import Run
from tests.screens.hotline.piloting import HOSTILE, at_rest, until
from tests.screens.looking import rows, text

pytestmark = pytest.mark.slow

SIZES = pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 36), marks=pytest.mark.slow)])
FULL = {"caller": "欧阳建国", "phone": "13900001234", "address": "化院小区1号楼"}


@pytest.fixture
def call(office: Store, actor: Actor) -> TicketDetail:
    """A complaint that nobody has answered yet."""
    return service.register(office, actor, Intake("路灯坏了", kind="complaint", **FULL))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are proposed to be saved."""
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr(printing, "export_folder", lambda: folder)
    return folder


@pytest.fixture
def queues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Put an ``lp`` and an ``lpstat`` of our own in the way; ``lp`` keeps what it was given."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(PrintPage, "last_printer", "")

    def make(*names: str, default: str = "") -> Path:
        listed = "\n".join([*names, f"system default destination: {default}" if default else ""])
        spool = tmp_path / "spool"
        keep = (
            f'printf "%s\\n" "$@" > "{spool}.args"; for last; do :; done; cp "$last" "{spool}.pdf"'
        )
        for name, script in (
            ("lpstat", f"cat <<'END'\n{listed}\nEND\n"),
            ("lp", f"{keep}\necho 'request id is desk-12 (1 file(s))'\n"),
        ):
            program = programs / name
            program.write_text(f"#!/bin/sh\n{script}")
            program.chmod(0o755)
        return spool

    return make


def looks(office: Store) -> int:
    """How often somebody looked at a caller."""
    with office.read() as session:
        entries = session.exec(select(AuditEntry).where(col(AuditEntry.action) == "ticket.reveal"))
        return len(entries.all())


def paper(page: PrintPage) -> str:
    return str(page.query_one("#paper", Static).render())


async def previewed(pilot: Pilot[int], ticket_id: int) -> PrintPage:
    pilot.app.open_desk("hotline", ticket_id)
    await until(pilot, lambda: isinstance(pilot.app.screen, DetailPage))
    page = pilot.app.screen
    await until(pilot, lambda: page.ticket is not None)
    await pilot.press("ctrl+p")
    return await shown(pilot)


async def shown(pilot: Pilot[int]) -> PrintPage:
    await until(pilot, lambda: isinstance(pilot.app.screen, PrintPage))
    page = pilot.app.screen
    await until(pilot, lambda: paper(page))
    await at_rest(pilot)
    return page


# ── the preview ─────────────────────────────────────────────────────────────
@SIZES
@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
async def test_the_form_is_shown_as_wide_as_the_screen(
    run: Run, call: TicketDetail, size: tuple[int, int], language: str
) -> None:
    async with run(size, language) as pilot:
        page = await previewed(pilot, call.id)
        lines = rows(pilot.app)
        assert call.number in "".join(lines[2:4]), "the head names the document"
        assert any("路灯坏了" in line for line in lines)
        ruled = [line.rstrip() for line in lines if line.strip().startswith("+--")]
        assert size[0] - 6 < max(map(len, ruled)) < size[0]
        assert page.query_one("#sheet").max_scroll_x == 0
        assert "Ctrl+P" in lines[-1]


async def test_the_list_prints_the_marked_call(run: Run, call: TicketDetail) -> None:
    async with run() as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
        desk = pilot.app.screen
        await until(pilot, lambda: desk.query_one(PagedTable).marked_line is not None)
        await at_rest(pilot)
        assert "Ctrl+P" in rows(pilot.app)[-1]
        await pilot.press("ctrl+p")
        assert call.number in paper(await shown(pilot))


async def test_an_empty_list_prints_nothing(run: Run) -> None:
    async with run() as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, HotlineDesk))
        desk = pilot.app.screen
        desk.query_one("#find", LineInput).value = "没有这样的事"
        await until(pilot, lambda: desk.text and desk.query_one(PagedTable).marked_line is None)
        await pilot.press("ctrl+p")
        assert pilot.app.screen is desk


async def test_another_width_sets_the_text_anew(run: Run, call: TicketDetail) -> None:
    async with run((80, 24)) as pilot:
        page = await previewed(pilot, call.id)
        narrow = paper(page)
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: paper(page) != narrow)
        assert max(map(len, paper(page).split("\n"))) > 100


@SIZES
async def test_hostile_words_are_shown_as_they_are(
    run: Run, office: Store, actor: Actor, size: tuple[int, int]
) -> None:
    intake = Intake(HOSTILE + "很" * 6900, caller=HOSTILE[:30], title=HOSTILE, place=HOSTILE)
    hostile = service.register(office, actor, intake)
    async with run(size) as pilot:
        page = await previewed(pilot, hostile.id)
        assert "[red]x[/red]" in paper(page)
        assert "[red]x[/red]" in text(pilot.app)
        await pilot.press("pagedown", "end")
        assert page.query_one("#sheet").scroll_y > 0


async def test_what_no_font_has_is_said(run: Run, office: Store, actor: Actor) -> None:
    call = service.register(office, actor, Intake("门上写着\U000f0000"))
    async with run() as pilot:
        await previewed(pilot, call.id)
        await until(pilot, lambda: "U+F0000" in text(pilot.app))


async def test_a_call_that_cannot_be_read_is_said_once(
    run: Run, office: Store, call: TicketDetail
) -> None:
    async with run() as pilot:
        await until(pilot, lambda: pilot.app.is_open)
        printing.open_preview(pilot.app.screen, lambda _full: service.reveal(office, None, 10**6))
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        await pilot.press("escape")
        await at_rest(pilot)
        page = pilot.app.screen
        assert isinstance(page, PrintPage)
        assert not page.is_ready
        await pilot.press("ctrl+p", "ctrl+s")
        assert pilot.app.screen is page


# ── the caller ──────────────────────────────────────────────────────────────
async def test_the_caller_is_masked_until_somebody_asks_which_is_recorded(
    run: Run, office: Store, call: TicketDetail
) -> None:
    async with run() as pilot:
        page = await previewed(pilot, call.id)
        assert "139****1234" in paper(page)
        assert "欧阳建国" not in text(pilot.app)
        assert looks(office) == 0
        await pilot.press("space")
        await until(pilot, lambda: "欧阳建国" in paper(page))
        assert "13900001234" in paper(page)
        assert looks(office) == 1
        await pilot.press("space")
        await until(pilot, lambda: "欧阳建国" not in paper(page))
        assert looks(office) == 1, "masking again is no look"


async def test_a_question_keeps_the_caller_and_leaving_masks_it(
    run: Run, office: Store, call: TicketDetail
) -> None:
    async with run() as pilot:
        page = await previewed(pilot, call.id)
        await pilot.press("space")
        await until(pilot, lambda: "欧阳建国" in paper(page))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskFile))
        await pilot.press("escape")
        await at_rest(pilot)
        assert "欧阳建国" in paper(page)
        await pilot.press("f2")
        await at_rest(pilot)
        assert "欧阳建国" not in paper(page)
        await pilot.press("f3")
        await until(pilot, lambda: "139****1234" in paper(page))
        assert looks(office) == 1


# ── files ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("key", "ending"), [("ctrl+s", ".pdf"), ("ctrl+w", ".docx")])
async def test_a_file_is_saved_under_a_good_name_beside_what_was_there(
    run: Run, call: TicketDetail, folder: Path, key: str, ending: str
) -> None:
    async with run() as pilot:
        page = await previewed(pilot, call.id)
        for number in range(2):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, AskFile))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, LongWork))
            work = pilot.app.screen
            await until(pilot, lambda: not work.is_working)  # noqa: B023 - waited for at once
            assert work.path.suffix == ending
            assert work.path.parent == folder
            assert len(saved(folder)) == number + 1
            await pilot.press("enter")
            await until(pilot, lambda: pilot.app.screen is page)
    for path in saved(folder):
        assert call.number in path.name
        assert "路灯坏了" in read_back(path)


def handed(spool: Path) -> list[str]:
    """The words ``lp`` was called with."""
    return Path(f"{spool}.args").read_text().splitlines()


def saved(folder: Path) -> list[Path]:
    """The files in a folder."""
    return sorted(folder.iterdir())


def read_back(path: Path) -> str:
    if path.suffix == ".pdf":
        assert path.read_bytes().startswith(b"%PDF")
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    tables = docx.Document(str(path)).tables
    return "".join(cell.text for table in tables for row in table.rows for cell in row.cells)


async def test_a_folder_that_is_not_there_is_said(run: Run, call: TicketDetail) -> None:
    async with run() as pilot:
        await previewed(pilot, call.id)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskFile))
        ask = pilot.app.screen
        ask.query_one("#path", LineInput).value = "/没有/这里.pdf"
        await pilot.press("enter")
        await at_rest(pilot)
        assert pilot.app.screen is ask
        assert "/没有" in str(ask.query_one("#wrong", Static).render())


# ── paper ───────────────────────────────────────────────────────────────────
async def test_the_only_printer_is_taken_and_the_job_is_said(
    run: Run, call: TicketDetail, queues: Callable[..., Path]
) -> None:
    spool = queues("desk")
    async with run() as pilot:
        await previewed(pilot, call.id)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "desk-12" in text(pilot.app))
    assert "desk" in handed(spool)
    assert call.number in read_back(Path(f"{spool}.pdf"))


@pytest.mark.slow
async def test_several_printers_are_offered_and_the_choice_is_remembered(
    run: Run, call: TicketDetail, queues: Callable[..., Path]
) -> None:
    spool = queues("desk", "hall", default="hall")
    async with run() as pilot:
        page = await previewed(pilot, call.id)
        for key in ("down", ""):
            await pilot.press("ctrl+p")
            await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
            listed = pilot.app.screen.query_one(OptionList)
            assert listed.option_count == 2
            assert listed.highlighted == (0 if key else 1), "the default first, then the last one"
            await pilot.press(*filter(None, [key]), "enter")
            await until(pilot, lambda: pilot.app.screen is page)
            await at_rest(pilot)
            assert "desk" in handed(spool)


@pytest.mark.slow
async def test_a_printer_that_refuses_is_said(
    run: Run, call: TicketDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object) -> None:
        raise printer.PrinterError("打印机没有纸了[/]。")

    monkeypatch.setattr(printer, "printers", lambda: ())
    monkeypatch.setattr(printer, "print_document", refuse)
    async with run() as pilot:
        page = await previewed(pilot, call.id)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, Message))
        assert "没有纸了[/]" in text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert page.is_ready


async def test_over_a_form_the_desk_keys_stay_and_esc_goes_back(
    run: Run, call: TicketDetail
) -> None:
    async with run() as pilot:
        pilot.app.push_screen(DetailOverForm(call.id))
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailOverForm))
        detail = pilot.app.screen
        await until(pilot, lambda: detail.ticket is not None)
        await pilot.press("ctrl+p")
        page = await shown(pilot)
        assert isinstance(page, PrintOverForm)
        await pilot.press("f9")
        await at_rest(pilot)
        assert pilot.app.screen is page
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is detail)
