"""Writing the visits of a list into a workbook: Ctrl+E and Enter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from gridterm.i18n import N_, _, ngettext
from gridterm.paths import export_folder
from screens.commands import Command
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.files import typed_path
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.progress import Job, LongWork, Outcome

if TYPE_CHECKING:
    from gridterm.visits.exporting import Exported
    from gridterm.visits.terms import VisitFilter
    from screens.acting import Acting

ENDINGS = frozenset({".xlsx", ".csv"})


class AskWhere(Dialog[Path]):
    """The file to write, proposed; Enter takes it.

    Args:
        path: the proposal.
    """

    help_id = N_(
        "Enter writes the visits of the list into this file: .xlsx for a workbook, .csv for a "
        "text file. A file that is there is kept. The words of confidential visits are not "
        "written, only that there was one."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "visits.write", ("f9", "ctrl+s"), N_("Write"),
            N_("Write the file."), lambda dialog: dialog.take(), menu=False,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__(_("Export"))
        self.add_class("-wide")
        self._path = path

    def compose_dialog(self) -> ComposeResult:
        """The path, and the place of the sentence about it."""
        yield Label(plain(_("File")))
        yield LineInput(str(self._path), id="path")
        yield Static(id="wrong")

    @on(Input.Submitted)
    def take(self) -> None:
        """Answer, or say what cannot be."""
        path = typed_path(self.query_one("#path", LineInput).value)
        wrong = ""
        if path.suffix.lower() not in ENDINGS:
            wrong = _("Name a file that ends with .xlsx or .csv.")
        elif not path.parent.is_dir():
            wrong = _("There is no folder {path}.").format(path=path.parent)
        if wrong:
            self.query_one("#wrong", Static).update(plain(wrong))
            return
        self.answer(path)


def ask_export(screen: Acting[None], wanted: VisitFilter) -> None:
    """Ask where to, then write what the filter finds, with progress and a way to cancel."""
    name = _("Visits {day}").format(day=screen.app.clock.today().isoformat())
    proposal = export_folder() / f"{name}.xlsx"
    screen.ask(AskWhere(proposal), lambda path: _write(screen, wanted, path))


def _write(screen: Acting[None], wanted: VisitFilter, path: Path) -> None:
    store = screen.store

    def work(job: Job) -> Exported:
        from gridterm.visits.exporting import export

        return export(
            store, path, wanted, progress=job.progress,
            cancelled=job.cancelled,
        )  # fmt: skip

    screen.app.push_screen(LongWork(_("Export"), work, _outcome))


def _outcome(result: Exported) -> Outcome:
    words = ngettext("{number} visit written.", "{number} visits written.", result.count)
    sentence = words.format(number=f"{result.count:,}")
    if result.hidden:
        left = ngettext(
            "The words of {number} confidential visit are left out.",
            "The words of {number} confidential visits are left out.",
            result.hidden,
        )
        sentence += " " + left.format(number=result.hidden)
    return Outcome(sentence, result.path)
