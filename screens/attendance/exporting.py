"""The month sheet as a workbook: Ctrl+E and Enter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label, Static

from gridterm.attendance.period import MONTHS, QUARTER, Period
from gridterm.i18n import N_, _, ngettext
from gridterm.paths import export_folder
from screens.attendance.views import Month
from screens.commands import Command
from screens.widgets.dialogs import CANCEL, Dialog
from screens.widgets.files import typed_path
from screens.widgets.forms import Choice, LineInput
from screens.widgets.plain import plain
from screens.widgets.progress import Job, LongWork, Outcome

if TYPE_CHECKING:
    from gridterm.attendance.workbook import Exported
    from screens.acting import Acting
    from screens.attendance.desk import AttendanceDesk

SUFFIX = ".xlsx"
PER_GRID = "grids"


@dataclass(frozen=True)
class Wanted:
    """What is written, and where: a period, everybody in one file or one file per grid."""

    period: Period
    path: Path
    per_grid: bool


def periods(month: Month) -> dict[str, Period]:
    """What can be written of a month's neighbourhood, by code."""
    year, number = month
    first = (number - 1) // QUARTER * QUARTER + 1
    return {
        "month": Period(year, number, number),
        PER_GRID: Period(year, number, number),
        "quarter": Period(year, first, first + QUARTER - 1),
        "year": Period(year, 1, MONTHS),
    }


class AskSheet(Dialog[Wanted]):
    """What to write and the file, both proposed; Enter takes them.

    Args:
        month: the month that is shown.
    """

    help_id = N_(
        "Enter writes the attendance sheet into this workbook: names by days with the marks, "
        "totals as formulas, the exceptions with their reasons, and the raw punches. A quarter "
        "and a year are sums per person. A file that is there is kept."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "sheet.write", ("f9", "ctrl+s"), N_("Write"),
            N_("Write the file."), lambda dialog: dialog.take(), menu=False,
        ),
        CANCEL,
    )  # fmt: skip

    def __init__(self, month: Month) -> None:
        super().__init__(_("Export"))
        self.add_class("-wide")
        self._periods = periods(month)

    def compose_dialog(self) -> ComposeResult:
        """The file first, so that Enter takes it; what is written; what is wrong."""
        yield Label(plain(_("File")))
        yield LineInput(self._proposal("month"), id="path")
        options = [
            (
                code,
                f"{period.title}  {_('one file per grid')}" if code == PER_GRID else period.title,
            )
            for code, period in self._periods.items()
        ]
        yield Choice(options, "month", title=_("Export"), id="what")
        yield Static(id="wrong")

    def _proposal(self, code: str) -> str:
        name = _("Attendance sheet")
        return str(export_folder() / f"{name} {self._periods[code].name}{SUFFIX}")

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        """Another period has another name."""
        event.stop()
        self.query_one("#path", LineInput).value = self._proposal(event.value)

    @on(Input.Submitted)
    def take(self) -> None:
        """Answer, or say what cannot be."""
        path = typed_path(self.query_one("#path", LineInput).value)
        code = self.query_one("#what", Choice).value
        wrong = ""
        if path.suffix.lower() != SUFFIX:
            wrong = _("Name a file that ends with .xlsx.")
        elif not path.parent.is_dir():
            wrong = _("There is no folder {path}.").format(path=path.parent)
        if wrong:
            self.query_one("#wrong", Static).update(plain(wrong))
            return
        self.answer(Wanted(self._periods[code], path, per_grid=code == PER_GRID))


def ask_export(desk: AttendanceDesk) -> None:
    """Ask what and where to, then write it with progress and a way to cancel."""
    desk.ask(AskSheet(desk.month), lambda wanted: _write(desk, wanted))


def _write(screen: Acting[None], wanted: Wanted) -> None:
    store = screen.store

    def work(job: Job) -> tuple[Exported, ...]:
        from gridterm.attendance.workbook import export, export_per_grid

        if wanted.per_grid:
            return export_per_grid(
                store, wanted.period, wanted.path,
                progress=job.progress, cancelled=job.cancelled,
            )  # fmt: skip
        made = export(
            store, wanted.period, wanted.path, progress=job.progress, cancelled=job.cancelled
        )
        return (made,)

    screen.app.push_screen(LongWork(_("Export"), work, _outcome))


def _outcome(made: tuple[Exported, ...]) -> Outcome:
    people = sum(one.people for one in made)
    words = ngettext("{number} person written.", "{number} people written.", people)
    sentence = words.format(number=f"{people:,}")
    if len(made) > 1:
        files = ngettext("{number} file.", "{number} files.", len(made))
        sentence += " " + files.format(number=len(made))
    return Outcome(sentence, made[0].path if made else None)
