"""The printer: CUPS through ``lp`` and ``lpstat``, on Windows the verb of the PDF program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from gridterm.printing.document import Document, Paper
from gridterm.printing.export import write

PATIENCE = 30.0  # seconds after which a print service that says nothing counts as dead
MOST_COPIES = 99
FOLDER_PREFIX = "gridterm-print-"
_JOB = re.compile(r"request id is (\S+)")
_DEFAULT = re.compile(r"system default destination: (\S+)")
_UNKNOWN = re.compile(r"does not exist|unknown destination|not found|no such", re.IGNORECASE)
_NO_DEFAULT = re.compile(r"no default destination", re.IGNORECASE)
_NO_SERVICE = re.compile(
    r"scheduler is not running|unable to connect|connection refused|no such file or directory|"
    r"bad file descriptor|transport endpoint",
    re.IGNORECASE,
)


class PrinterError(GridtermError):
    """The printer or the print service refused; the sentence says what to do."""

    title_id = N_("This could not be printed")


@dataclass(frozen=True)
class Printer:
    """A queue one can print to; ``default`` where nothing else is chosen."""

    name: str
    default: bool = False


@dataclass(frozen=True)
class Printed:
    """What came of printing: the job's name, or that the file was opened to be printed there.

    ``warning`` is a sentence on what the paper could not show (empty: nothing).
    """

    job: str = ""
    opened: bool = False
    warning: str = ""

    @property
    def words(self) -> str:
        """It as a sentence."""
        if self.opened:
            return _("The PDF program has opened the document; print it there.")
        if self.job:
            return _("Sent to the printer as job {job}.").format(job=self.job)
        return _("Sent to the printer.")


def printers() -> tuple[Printer, ...]:
    """The queues of this computer, the default one first.

    Empty on Windows, where the system's own choice is used, and where nothing can print: what
    ``lpstat`` writes counts, since its exit code says success while no service runs.
    """
    if sys.platform == "win32":
        return ()
    try:
        listed = _run(["lpstat", "-e"]).stdout
        told = _DEFAULT.search(_run(["lpstat", "-d"]).stdout)
    except PrinterError:
        return ()
    default = told[1] if told else ""
    names = dict.fromkeys(line.strip() for line in listed.splitlines() if line.strip())
    found = [Printer(name, name == default) for name in names if " " not in name]
    return tuple(sorted(found, key=lambda one: not one.default))


def print_document(document: Document, printer: str = "", copies: int = 1) -> Printed:
    """Set a document and print it under its title; arguments and errors as ``print_pdf``.

    Raises:
        FileProblemError: the disk has no room for the pages.
    """
    with _folder() as folder:
        written = write(document, folder / "document.pdf")
        printed = print_pdf(written.path, printer, copies, document.title, document.paper)
        return replace(printed, warning=written.warning)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the pages on their way to the printer, readable by this user alone.

    ``lp`` has copied the file when it ends. On Windows the PDF program reads it some time later,
    so there it stays until something is printed the next time.
    """
    try:
        if sys.platform == "win32":
            for old in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*"):
                shutil.rmtree(old, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    except OSError as error:
        raise _failed(error) from error
    try:
        yield folder
    finally:
        if sys.platform != "win32":
            shutil.rmtree(folder, ignore_errors=True)


def print_pdf(
    path: Path,
    printer: str = "",
    copies: int = 1,
    title: str = "",
    paper: Paper = Paper.A4,
) -> Printed:
    """Print a PDF file.

    Args:
        path: the file.
        printer: the queue's name; empty for the default one.
        copies: 1 to 99. On Windows one copy is printed, its PDF program asks for more.
        title: what the queue shows; the file's name where it is empty.
        paper: the sheets to print on.

    Raises:
        InputError: the number of copies makes no sense, or there is no such printer.
        PrinterError: no printer, no print service, or it refused.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise InputError(_("Print 1 to {most} copies.").format(most=MOST_COPIES))
    if not path.is_file():
        raise PrinterError(_("There is no file to print at {path}.").format(path=path))
    if sys.platform == "win32":
        return _print_on_windows(path)
    command = ["lp", "-n", str(copies), "-o", f"media={paper.name}", "-t", title or path.name]
    if printer:
        command += ["-d", printer]
    done = _run([*command, "--", str(path.absolute())])
    job = _JOB.search(done.stdout)
    if job is None:
        raise _refused(done.stderr or done.stdout, printer)
    return Printed(job[1])


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program of CUPS with English answers.

    Raises:
        PrinterError: it is not installed, or the service does not answer.
    """
    try:
        return subprocess.run(  # noqa: S603 - a fixed program; names are arguments, never a shell
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise PrinterError(
            _(
                "This computer has no printing service (CUPS). Save the document as PDF and print "
                "it from another computer, or have CUPS installed."
            )
        ) from error
    except subprocess.TimeoutExpired as error:
        raise _silent() from error
    except OSError as error:
        raise _failed(error) from error


def _failed(error: OSError) -> PrinterError:
    return PrinterError(
        _("Printing failed: {reason}. Save the document as PDF instead.").format(
            reason=error.strerror or error
        )
    )


def _silent() -> PrinterError:
    return PrinterError(
        _(
            "The printing service does not answer. Switch it on (or restart the computer) and try "
            "again, or save the document as PDF."
        )
    )


def _refused(said: str, printer: str) -> GridtermError:
    """What ``lp`` said, as a sentence that says what to do."""
    if _NO_SERVICE.search(said):
        return _silent()
    if _NO_DEFAULT.search(said) or _UNKNOWN.search(said):
        return _not_chosen(printer, tuple(one.name for one in printers()))
    reason = said.strip().splitlines()[-1].removeprefix("lp: ") if said.strip() else _("no reason")
    return PrinterError(
        _("The printer refused: {reason}. Save the document as PDF instead.").format(reason=reason)
    )


def _not_chosen(printer: str, known: tuple[str, ...]) -> GridtermError:
    """Nothing to print to: lp says the same when there is no printer and when no service runs."""
    if not known:
        return PrinterError(
            _(
                "There is no printer on this computer, or its printing service is off. Set one up, "
                "or save the document as PDF."
            )
        )
    if not printer:
        return InputError(
            _("No printer is chosen. Name one of these: {known}.").format(known=", ".join(known))
        )
    return InputError(
        _("There is no printer {printer}. Printers here: {known}.").format(
            printer=printer, known=", ".join(known)
        )
    )


def _print_on_windows(path: Path) -> Printed:
    """Ask the program that PDF files belong to; where it cannot print, open the file in it."""
    start = getattr(os, "startfile")  # noqa: B009 - exists on Windows only
    try:
        start(str(path.absolute()), "print")
    except OSError:
        try:
            start(str(path.absolute()))
        except OSError as error:
            raise PrinterError(
                _(
                    "No program on this computer opens PDF files. Install one, or save the "
                    "document as Word file and print it there."
                )
            ) from error
        return Printed(opened=True)
    return Printed()
