"""Writing the registers into a workbook: Ctrl+E, Enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridterm.i18n import _
from gridterm.paths import export_folder
from screens.widgets.dialogs import AskText, Confirm
from screens.widgets.files import typed_path
from screens.widgets.progress import Job, LongWork, Outcome

if TYPE_CHECKING:
    from screens.acting import Acting

ENDING = ".xlsx"


def ask_export(screen: Acting[Any]) -> None:
    """Ask for the file, with a name that is free, and write staff, grids and roster into it."""

    def write(path: Path) -> Path:
        from gridterm.registers.workbook import export

        return export(screen.store, path)

    _ask(
        screen,
        _Export(
            _("Export the registers"),
            _("Staff, grids with buildings, and the duty roster, a sheet each. The file:"),
            _("Registers"),
            _("Staff, grids and duty roster are written."),
            write,
        ),
    )


def ask_household_export(screen: Acting[Any]) -> None:
    """Ask for the file and write the households into it; that somebody did is recorded."""
    actor = screen.app.actor

    def write(path: Path) -> Path:
        from gridterm.registers.workbook import export_households

        return export_households(screen.store, actor, path)[0]

    _ask(
        screen,
        _Export(
            _("Export the households"),
            _(
                "Names and phones of residents, without their services. That you export them "
                "is recorded. The file:"
            ),
            _("Residents"),
            _("The households are written."),
            write,
        ),
    )


@dataclass(frozen=True)
class _Export:
    """What is exported, in words, and what writes it."""

    title: str
    question: str
    name: str
    done: str
    write: Callable[[Path], Path]


def _ask(screen: Acting[Any], export: _Export) -> None:
    day = screen.app.clock.today().isoformat()
    dialog = AskText(
        export.title,
        export.question,
        str(free(export_folder() / f"{export.name} {day}{ENDING}")),
        empty=_("Please give a name for the file."),
    )
    dialog.add_class("-wide")
    screen.ask(dialog, lambda typed: _checked(screen, export, typed))


def free(path: Path) -> Path:
    """``path``, with a number behind its name where there is such a file already."""
    number, chosen = 1, path
    while chosen.exists():
        number += 1
        chosen = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return chosen


def _checked(screen: Acting[Any], export: _Export, typed: str) -> None:
    path = typed_path(typed)
    if path.is_dir():
        path = path / f"{export.name}{ENDING}"
    if path.suffix.casefold() != ENDING:
        path = path.with_name(path.name + ENDING)
    if not path.exists():
        _write(screen, export, path)
        return
    question = Confirm(
        export.title,
        _("There is a file {path} already. Replace it?").format(path=path),
        yes=_("Replace"),
        no=_("Keep it"),
    )
    screen.ask(question, lambda _yes: _write(screen, export, path))


def _write(screen: Acting[Any], export: _Export, path: Path) -> None:
    def work(_job: Job) -> Path:
        return export.write(path)

    def outcome(written: Path) -> Outcome:
        return Outcome(export.done, written)

    screen.ask(LongWork(export.title, work, outcome), lambda _path: None)
