"""Taking punches in from fingerprint machines' files and from workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from gridterm.cli import import_files, output, values
from gridterm.cli.attendance import ATTENDANCE
from gridterm.cli.call import Call
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.attendance.importing import ImportOptions, ImportResult, Preview


@ATTENDANCE.command(
    "import", N_("Take in a machine's attlog file or a workbook; again adds nothing."), changes=True
)
def import_punches(
    call: Call,
    file: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("1_attlog.dat, or an .xlsx or .csv file."))
    ],
    *,
    preview: import_files.OnlyPreview = False,
    columns: import_files.Columns = None,
    sheet: import_files.Sheet = "",
    refused: import_files.Refused = "",
) -> None:
    """Take in punches."""
    from gridterm.attendance import importing

    options = importing.ImportOptions(
        columns=import_files.mapped(columns or (), "time", "打卡时间"),
        sheet=sheet or None,
        refused_folder=values.file_at(refused) if refused else None,
    )
    path = values.file_at(file)
    if preview:
        _preview(call, path, options)
    else:
        _run(call, path, options)


def _preview(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.attendance import importing

    found = import_files.seen(call, importing.preview, path, options)
    if call.json:
        output.as_json(found)
        return
    if not found.machine:
        import_files.print_columns(found.columns)
    if import_files.print_missing(found.missing):
        return
    output.line(
        _("Would be new: {new}, the same: {same}, refused: {refused}.").format(
            new=found.new, same=found.same, refused=found.refused
        )
    )
    _print_rest(found)
    import_files.print_refusals(found.refusals)


def _run(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.attendance import importing

    done = import_files.taken(call, importing.run, path, options)
    if call.json:
        output.as_json(done)
        return
    output.line(
        _("New: {new}, the same: {same}, refused: {refused}.").format(
            new=done.new, same=done.same, refused=done.refused
        )
    )
    _print_rest(done)
    import_files.print_refused_file(done.refused_file)


def _print_rest(found: Preview | ImportResult) -> None:
    if found.first and found.last:
        output.line(
            _("From {first} to {last}.").format(
                first=f"{found.first:%Y-%m-%d}", last=f"{found.last:%Y-%m-%d}"
            )
        )
    if found.blank:
        output.line(
            ngettext(
                "{count} row has a day and no time.",
                "{count} rows have a day and no time.",
                found.blank,
            ).format(count=found.blank)
        )
    if found.locked:
        output.line(
            ngettext(
                "{count} is in a locked month: see gridterm attendance adjustments.",
                "{count} are in locked months: see gridterm attendance adjustments.",
                found.locked,
            ).format(count=found.locked)
        )
    for one in found.unknown:
        output.line(
            _("PIN {pin} is nobody's: {count} punches from {first} to {last}.").format(
                pin=one.pin,
                count=one.count,
                first=f"{one.first:%Y-%m-%d}",
                last=f"{one.last:%Y-%m-%d}",
            )
        )
    if found.unknown:
        output.line(_("Say whose a PIN is with: gridterm attendance code pin PIN WHO --from DAY"))
