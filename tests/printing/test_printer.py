import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from gridterm.errors import InputError
from gridterm.printing import printer
from gridterm.printing.document import Document, Layout, Note, Paper, Paragraph
from gridterm.printing.export import write
from gridterm.printing.printer import (
    Printed,
    Printer,
    PrinterError,
    print_document,
    print_pdf,
    printers,
)
from tests.print_service import needs_cups, wait

Fake = Callable[..., Path]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is for Unix")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return write(Document("告示", (Paragraph("积水已排除。"),)), tmp_path / "-告示 1.pdf").path


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put programs of our own in the place of lp and lpstat; they note how they were called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def make(name: str, answer: str = "", error: str = "", code: int = 0) -> Path:
        called = tmp_path / f"{name}.called"
        program = folder / name
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "LC_ALL=$LC_ALL" "$@" >> "{called}"\n'
            f"cat <<'END'\n{answer}\nEND\ncat >&2 <<'END'\n{error}\nEND\nexit {code}\n"
        )
        program.chmod(0o755)
        return called

    return make


def lpstat(fake: Fake, names: str = "desk\nhall", default: str = "hall") -> None:
    said = f"{names}\nsystem default destination: {default}" if default else names
    fake("lpstat", said)


def test_printers_are_listed_with_the_default_first(fake: Fake) -> None:
    lpstat(fake)
    assert printers() == (Printer("hall", default=True), Printer("desk"))


def test_no_printers(fake: Fake) -> None:
    fake("lpstat", "", "lpstat: Bad file descriptor")
    assert printers() == ()


def test_a_file_is_handed_to_lp(fake: Fake, pdf: Path) -> None:
    called = fake("lp", "request id is desk-12 (1 file(s))")
    assert print_pdf(pdf, "desk", copies=3, title="告示") == Printed("desk-12")
    assert called.read_text().splitlines() == [
        *("LC_ALL=C", "-n", "3", "-o", "media=A4", "-t", "告示", "-d", "desk", "--", str(pdf)),
    ]


def test_a_poster_asks_for_its_own_sheet(fake: Fake) -> None:
    called = fake("lp", "request id is hall-1 (1 file(s))")
    poster = Document("六不准", (Note("一"),), layout=Layout.POSTER, paper=Paper.A3)
    assert print_document(poster).job == "hall-1"
    assert "media=A3" in called.read_text().splitlines()


def test_the_default_printer_needs_no_name(fake: Fake, pdf: Path) -> None:
    called = fake("lp", "request id is hall-1 (1 file(s))")
    assert print_pdf(pdf).job == "hall-1"
    assert "-d" not in called.read_text().splitlines()


def test_an_unknown_printer_is_said_with_those_there_are(fake: Fake, pdf: Path) -> None:
    lpstat(fake)
    fake("lp", error="lp: The printer or class does not exist.", code=1)
    with pytest.raises(InputError, match="hall, desk"):
        print_pdf(pdf, "cellar")


def test_success_without_a_job_is_a_failure(fake: Fake, pdf: Path) -> None:
    fake("lp", code=0)
    with pytest.raises(PrinterError):
        print_pdf(pdf, "desk")


@pytest.mark.parametrize(
    "said",
    ["lp: Error - no default destination available.", "lp: Error - scheduler not responding!"],
)
def test_without_a_printer_the_sentence_says_what_to_do(fake: Fake, pdf: Path, said: str) -> None:
    fake("lpstat", "")
    fake("lp", error=said, code=1)
    with pytest.raises(PrinterError) as caught:
        print_pdf(pdf)
    assert caught.value.exit_code == 1
    assert "PDF" in caught.value.message


def test_no_default_among_several(fake: Fake, pdf: Path) -> None:
    lpstat(fake, default="")
    fake("lp", error="lp: Error - no default destination available.", code=1)
    with pytest.raises(InputError, match="desk, hall"):
        print_pdf(pdf)


def test_without_cups(
    fake: Fake, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert printers() == ()
    with pytest.raises(PrinterError, match="CUPS"):
        print_pdf(pdf)


def test_a_service_that_says_nothing(
    fake: Fake, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asleep(*_args: object, **_more: object) -> None:
        raise subprocess.TimeoutExpired("lp", printer.PATIENCE)

    monkeypatch.setattr(subprocess, "run", asleep)
    assert printers() == ()
    with pytest.raises(PrinterError):
        print_pdf(pdf)


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_copies_make_sense(pdf: Path, copies: int) -> None:
    with pytest.raises(InputError, match="99"):
        print_pdf(pdf, copies=copies)


def test_there_must_be_a_file(tmp_path: Path) -> None:
    with pytest.raises(PrinterError, match=r"none\.pdf"):
        print_pdf(tmp_path / "none.pdf")


class Windows:
    """A Windows whose PDF program refuses the first few things it is asked."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.asked: list[tuple[str, ...]] = []

    def start(self, *call: str) -> None:
        self.asked.append(call)
        if len(self.asked) <= self.refusals:
            raise OSError


@pytest.mark.parametrize(
    ("refusals", "result", "asked"), [(0, Printed(), 1), (1, Printed(opened=True), 2)]
)
def test_windows_prints_or_opens(
    pdf: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, result: Printed, asked: int
) -> None:
    windows = Windows(refusals)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", windows.start, raising=False)
    assert printers() == ()
    assert print_pdf(pdf) == result
    assert windows.asked[0] == (str(pdf), "print")
    assert len(windows.asked) == asked


def test_windows_without_a_pdf_program(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", Windows(2).start, raising=False)
    with pytest.raises(PrinterError):
        print_pdf(pdf)


@pytest.mark.slow
@needs_cups
def test_a_real_queue_receives_the_pages(cups: Path, pdf: Path) -> None:
    assert printers() == (Printer("desk", default=True),)
    assert print_pdf(pdf, "desk", title="告示") == Printed("desk-1")
    spooled = cups / "spool" / "d00001-001"
    wait(lambda: spooled.exists() and spooled.stat().st_size == pdf.stat().st_size)
    assert "积水已排除。" in PdfReader(spooled).pages[0].extract_text()
    with pytest.raises(InputError, match="desk"):
        print_pdf(pdf, "cellar")
