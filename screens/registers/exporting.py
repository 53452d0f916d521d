"""Writing the registers into a workbook: Ctrl+E, Enter."""

from __future__ import annotations

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
    name = _("Registers {day}").format(day=screen.app.clock.today().isoformat())
    dialog = AskText(
        _("Export the registers"),
        _("Staff, grids with buildings, and the duty roster, a sheet each. The file:"),
        str(free(export_folder() / f"{name}{ENDING}")),
        empty=_("Please give a name for the file."),
    )
    dialog.add_class("-wide")
    screen.ask(dialog, lambda typed: _checked(screen, typed))


def free(path: Path) -> Path:
    """``path``, with a number behind its name where there is such a file already."""
    number, chosen = 1, path
    while chosen.exists():
        number += 1
        chosen = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return chosen


def _checked(screen: Acting[Any], typed: str) -> None:
    path = typed_path(typed)
    if path.is_dir():
        path = path / f"{_('Registers')}{ENDING}"
    if path.suffix.casefold() != ENDING:
        path = path.with_name(path.name + ENDING)
    if not path.exists():
        _write(screen, path)
        return
    question = Confirm(
        _("Export the registers"),
        _("There is a file {path} already. Replace it?").format(path=path),
        yes=_("Replace"),
        no=_("Keep it"),
    )
    screen.ask(question, lambda _yes: _write(screen, path))


def _write(screen: Acting[Any], path: Path) -> None:
    store = screen.store

    def work(_job: Job) -> Path:
        from gridterm.registers.workbook import export

        return export(store, path)

    def outcome(written: Path) -> Outcome:
        return Outcome(_("Staff, grids and duty roster are written."), written)

    screen.ask(LongWork(_("Export the registers"), work, outcome), lambda _path: None)
