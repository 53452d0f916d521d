"""Writing the calls of a list into a workbook: Ctrl+E and Enter."""

from __future__ import annotations

from dataclasses import dataclass
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
from screens.widgets.forms import LineInput, Tick
from screens.widgets.plain import plain
from screens.widgets.progress import Job, LongWork, Outcome

if TYPE_CHECKING:
    from gridterm.hotline.exporting import Exported
    from gridterm.hotline.terms import TicketFilter
    from screens.acting import Acting

ENDINGS = frozenset({".xlsx", ".csv"})


@dataclass(frozen=True)
class Where:
    """Where a list is written to, and whether with names and phones in full."""

    path: Path
    full: bool


class AskWhere(Dialog[Where]):
    """The file to write, proposed; Enter takes it.

    Args:
        path: the proposal.
    """

    help_id = N_(
        "Enter writes the calls of the list into this file: .xlsx for a workbook, .csv for a text "
        "file. A file that is there is kept. Names and phones are masked unless you ask for them "
        "in full; that is recorded. Confidential calls are in no export."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "export.write", ("f9", "ctrl+s"), N_("Write"),
            N_("Write the file."), lambda dialog: dialog.take(), menu=False,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__(_("Export"))
        self.add_class("-wide")
        self._path = path

    def compose_dialog(self) -> ComposeResult:
        """The path, the mark, the place of the sentence about them."""
        yield Label(plain(_("File")))
        yield LineInput(str(self._path), id="path")
        yield Tick(_("Names and phones in full (this is recorded)"), id="full")
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
        self.answer(Where(path, full=self.query_one("#full", Tick).on))


def ask_export(screen: Acting[None], wanted: TicketFilter) -> None:
    """Ask where to, then write what the filter finds, with progress and a way to cancel."""
    day = screen.app.clock.today()
    name = _("Hotline calls {day}").format(day=day.isoformat())
    proposal = export_folder() / f"{name}.xlsx"
    screen.ask(AskWhere(proposal), lambda where: _write(screen, wanted, where))


def _write(screen: Acting[None], wanted: TicketFilter, where: Where) -> None:
    store, actor = screen.store, screen.app.actor

    def work(job: Job) -> Exported:
        from gridterm.hotline.exporting import export

        return export(
            store,
            where.path,
            wanted,
            revealed_to=actor if where.full else None,
            progress=job.progress,
            cancelled=job.cancelled,
        )

    screen.app.push_screen(LongWork(_("Export"), work, _outcome))


def _outcome(result: Exported) -> Outcome:
    words = ngettext("{number} call written.", "{number} calls written.", result.count)
    sentence = words.format(number=f"{result.count:,}")
    if result.left_out:
        left = ngettext(
            "{number} confidential call was left out.",
            "{number} confidential calls were left out.",
            result.left_out,
        )
        sentence += " " + left.format(number=result.left_out)
    return Outcome(sentence, result.path)
