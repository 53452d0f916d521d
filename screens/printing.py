"""Print preview: a document as it will stand on paper, from here to paper, PDF and Word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from gridterm.i18n import N_, _
from gridterm.paths import export_folder
from screens.commands import Command
from screens.desk import Page
from screens.start.sign_on import SignOn
from screens.widgets.bars import Hint
from screens.widgets.dialogs import CANCEL, Choose, Dialog
from screens.widgets.files import typed_path
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.progress import Job, LongWork, Outcome
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.printing.document import Document
    from gridterm.printing.export import Printout, Written
    from gridterm.printing.printer import Printed, Printer
    from screens.acting import Acting

PDF, WORD = ".pdf", ".docx"
RESIZE_PAUSE = 0.1
Read = Callable[[bool], "Printout"]
"""Makes the document, in a thread; True wants names in full, which it notes in the trail."""


class AskFile(Dialog[Path]):
    """The file to save a document as, proposed; Enter takes it.

    Args:
        path: the proposal; its suffix stays.
    """

    help_id = N_(
        "Enter saves the document in this file. A file of that name is kept; the new one gets a "
        "number behind its name."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "print.take", ("f9", "ctrl+s"), N_("Save"),
            N_("Save the file."), lambda dialog: dialog.take(), menu=False,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__(_("Save the document"))
        self.add_class("-wide")
        self._path = path

    def compose_dialog(self) -> ComposeResult:
        """The path, and the place of the sentence about it."""
        yield Static(plain(_("File")))
        yield LineInput(str(self._path), id="path")
        yield Static(id="wrong")

    @on(Input.Submitted)
    def take(self) -> None:
        """Answer, or say what cannot be."""
        ending = self._path.suffix
        path = typed_path(self.query_one("#path", LineInput).value)
        if path.is_dir():
            path /= self._path.name
        elif path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)
        if not path.parent.is_dir():
            wrong = _("There is no folder {path}.").format(path=path.parent)
            self.query_one("#wrong", Static).update(plain(wrong))
            return
        self.answer(path)


class PrintPage(Page):
    """A document before it is printed. What is shown is what is printed and saved.

    Args:
        read: makes the document.
        reveals: whether names and phones in it are masked unless asked for.
    """

    DEFAULT_CSS = """
    PrintPage #print-warning { color: $warning; height: auto; }
    PrintPage #sheet { height: 1fr; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    PrintPage #paper { height: auto; width: auto; }
    """
    title_id = N_("Print")
    help_id = N_(
        "The document as it will stand on paper; arrows and page keys move it. Ctrl+P prints it, "
        "and asks for the printer where there are several. It can be saved as PDF or for Word "
        "instead. Names and phones are masked until Space shows them; that somebody asked for "
        "them is recorded."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "print.print", ("ctrl+p",), N_("Print"),
            N_("Print this document on paper."),
            lambda page: page.choose_printer(), when=lambda page: page.is_ready, weight=8,
        ),
        Command(
            "print.pdf", ("ctrl+s",), N_("Save as PDF"),
            N_("Save this document as a PDF file."),
            lambda page: page.ask_file(PDF), when=lambda page: page.is_ready, weight=7,
        ),
        Command(
            "print.word", ("ctrl+w",), N_("Save as Word"),
            N_("Save this document as a Word file, to be changed there."),
            lambda page: page.ask_file(WORD), when=lambda page: page.is_ready, weight=7,
        ),
        Command(
            "print.caller", ("space",), N_("Full name"),
            N_("Put name and phone in full into the document, or mask them; this is recorded."),
            lambda page: page.turn_caller(),
            when=lambda page: page.reveals and page.is_ready, weight=6,
        ),
        Command(
            "print.reload", ("ctrl+r",), N_("Reload"),
            N_("Make the document again from what is recorded now."),
            lambda page: page.read_again(), footer=False,
        ),
    )  # fmt: skip
    last_printer: ClassVar[str] = ""

    def __init__(self, read: Read, *, reveals: bool = False) -> None:
        super().__init__()
        self.reveals = reveals
        self.printout: Printout | None = None
        self.in_full = False
        self._read = read
        self._stale = True
        self._cells = 0

    def compose_body(self) -> ComposeResult:
        """What it is, what is wrong with it, the paper."""
        yield HintRow(id="print-head")
        yield Static(id="print-warning")
        with VerticalScroll(id="sheet"):
            yield Static(id="paper")

    def on_mount(self) -> None:
        """The arrows move the paper."""
        self.query_one("#sheet").focus()
        self.query_one("#print-warning").display = False

    # ── what is shown ───────────────────────────────────────────────────────
    @property
    def is_ready(self) -> bool:
        """Whether there is a document."""
        return self.printout is not None

    def refresh_data(self) -> None:
        """Make the document once; coming back from a question shows the one that was there."""
        if self._stale:
            self._stale = False
            self.read_again()

    def read_again(self) -> None:
        """Make the document from what is recorded now."""
        self._make(in_full=self.in_full)

    def turn_caller(self) -> None:
        """Put name and phone in full into the document, or mask them again."""
        self._make(in_full=not self.in_full)

    def _make(self, *, in_full: bool) -> None:
        self.run_once(partial(self._read, in_full), partial(self._use, in_full), group="document")

    def _use(self, in_full: bool, printout: Printout) -> None:  # noqa: FBT001 - bound by partial
        if in_full and self._is_left:
            self._stale = True
            return
        self.printout, self.in_full = printout, in_full
        words = ""
        if self.reveals:
            words = _("Caller in full (recorded)") if in_full else _("Caller masked")
        self.query_one("#print-head", HintRow).show(
            [Hint(printout.file_name, style="strong", weight=9)],
            [Hint(words, style="late" if in_full else "", weight=7)] if words else [],
        )
        self.refresh_bindings()
        self._lay_out()
        self.run_service(partial(_missing, printout.document), self._warn, group="glyphs")

    def _lay_out(self) -> None:
        """Set the text for the room there is."""
        if self.printout is None:
            return
        self._cells = self.query_one("#sheet").size.width - 1
        self.run_service(
            partial(_text, self.printout.document, self._cells), self._show, group="text"
        )

    def _show(self, text: str) -> None:
        self.query_one("#paper", Static).update(plain(text))

    def _warn(self, sentence: str) -> None:
        warning = self.query_one("#print-warning", Static)
        warning.update(plain(sentence))
        warning.display = bool(sentence)

    def on_resize(self, event: events.Resize) -> None:
        """Set the text anew for another width."""
        super().on_resize(event)
        if self.query_one("#sheet").size.width - 1 != self._cells:
            self.soon("text", self._lay_out, RESIZE_PAUSE)

    def on_screen_suspend(self) -> None:
        """Leaving it, or locking the screen, masks the caller; a question over it does not."""
        super().on_screen_suspend()
        if self.in_full and self._is_left:
            self.printout, self.in_full, self._stale = None, False, True
            self.query_one("#paper", Static).update("")

    @property
    def _is_left(self) -> bool:
        """Whether something else than a question of its own is in front of it."""
        top = self.app.screen
        asked = isinstance(top, Dialog) and not isinstance(top, SignOn)
        return top is not self and not (asked and self in self.app.screen_stack)

    # ── paper ───────────────────────────────────────────────────────────────
    def choose_printer(self) -> None:
        """Print; where there are several printers, ask for one first."""
        self.run_service(_printers, self._chosen_from, group="printers")

    def _chosen_from(self, found: tuple[Printer, ...]) -> None:
        if len(found) < 2:  # noqa: PLR2004 - nothing to choose
            self._print(found[0].name if found else "")
            return
        default = next((one.name for one in found if one.default), "")
        lines = [
            (
                one.name,
                _("{printer} (default)").format(printer=one.name) if one.default else one.name,
            )
            for one in found
        ]
        names = {one.name for one in found}
        chosen = self.last_printer if self.last_printer in names else default
        self.ask(Choose(_("Which printer?"), lines, chosen), self._print)

    def _print(self, printer: str) -> None:
        if self.printout is None:
            return
        PrintPage.last_printer = printer
        if self.run_once(
            partial(_print, self.printout.document, printer), self._printed, group="printing"
        ):
            self.app.say(_("Printing .."))

    def _printed(self, printed: Printed) -> None:
        self.app.say(printed.words)

    # ── files ───────────────────────────────────────────────────────────────
    def ask_file(self, ending: str) -> None:
        """Ask for the name, then save."""
        printout = self.printout
        if printout is not None:
            proposal = export_folder() / f"{printout.file_name}{ending}"
            self.ask(AskFile(proposal), partial(self._save, printout.document))

    def _save(self, document: Document, path: Path) -> None:
        def work(_job: Job) -> Written:
            from gridterm.printing.export import write

            return write(document, path, overwrite=False)

        self.app.push_screen(LongWork(_("Save the document"), work, _outcome))


class PrintOverForm(PrintPage):
    """A preview over a form, which the desk keys must not leave behind."""

    lets_go: ClassVar[bool] = False
    commands: ClassVar[tuple[Command, ...]] = (
        *PrintPage.commands,
        Command(
            "print.back", ("escape",), N_("Back"),
            N_("Back to the form."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip


def open_preview(screen: Acting[None], read: Read, *, reveals: bool = False) -> None:
    """Show a document before it is printed.

    Args:
        screen: over which.
        read: makes the document; called in a thread.
        reveals: see ``PrintPage``.
    """
    page = PrintPage if screen.lets_go else PrintOverForm
    screen.app.push_screen(page(read, reveals=reveals))


def _text(document: Document, cells: int) -> str:
    from gridterm.printing.preview import to_text

    return to_text(document, cells)


def _missing(document: Document) -> str:
    """What the paper cannot show, as a sentence; empty for nothing."""
    from gridterm.printing.fonts import named
    from gridterm.printing.pdf import missing_glyphs

    return named(missing_glyphs(document))


def _printers() -> tuple[Printer, ...]:
    from gridterm.printing.printer import printers

    return printers()


def _print(document: Document, printer: str) -> Printed:
    from gridterm.printing.printer import print_document

    return print_document(document, printer)


def _outcome(written: Written) -> Outcome:
    return Outcome(" ".join(filter(None, (_("Saved."), written.warning))), written.path)
