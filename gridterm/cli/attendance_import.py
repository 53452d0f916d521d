"""Taking punches in from fingerprint machines' files and from workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.attendance import ATTENDANCE
from gridterm.cli.call import Call
from gridterm.cli.long_work import meter, stoppable
from gridterm.errors import InputError
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
    preview: Annotated[
        bool, Option("--preview", help=N_("Say what would happen; write nothing."))
    ] = False,
    columns: Annotated[
        list[str] | None,
        Option(
            "--map",
            metavar=N_("FIELD=COLUMN"),
            help=N_("A column by its header or letter, - for none; may be repeated."),
        ),
    ] = None,
    sheet: Annotated[str, Option(metavar=N_("SHEET"), help=N_("The sheet, else the first."))] = "",
    refused: Annotated[
        str,
        Option(metavar=N_("FOLDER"), help=N_("Where refused rows go, else beside the file.")),
    ] = "",
) -> None:
    """Take in punches."""
    from gridterm.attendance import importing

    options = importing.ImportOptions(
        columns=_mapped(columns or ()),
        sheet=sheet or None,
        refused_folder=values.file_at(refused) if refused else None,
    )
    path = values.file_at(file)
    if preview:
        _preview(call, path, options)
    else:
        _run(call, path, options)


def _mapped(typed: Sequence[str]) -> dict[str, str]:
    columns = {}
    for one in typed:
        field, equals, column = one.partition("=")
        if not (equals and field.strip() and column.strip()):
            raise InputError(
                _("Write a column like time=打卡时间 or time=C, not {typed}.").format(typed=one)
            )
        columns[field.strip()] = column.strip()
    return columns


def _preview(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.attendance import importing

    with call.office() as store, meter() as told, stoppable() as stopped:
        found = importing.preview(
            store,
            path,
            options,
            lambda done, total, phase: told.tell(phase.label, done, total),
            stopped,
        )
    if call.json:
        output.as_json(found)
        return
    if not found.machine:
        _print_columns(found)
    if found.missing:
        output.line(
            _("No column for: {fields}. Name one with --map FIELD=COLUMN.").format(
                fields=_(", ").join(found.missing)
            )
        )
        return
    output.line(
        _("Would be new: {new}, the same: {same}, refused: {refused}.").format(
            new=found.new, same=found.same, refused=found.refused
        )
    )
    _print_rest(found)
    for one in found.refusals:
        output.line(_("Row {row}: {reason}").format(row=one.row, reason=one.reason))


def _print_columns(found: Preview) -> None:
    output.table(
        found.columns,
        (
            (_("Column"), lambda one: one.letter),
            (_("Header"), lambda one: one.header),
            (_("Becomes"), lambda one: one.title),
            (_("Field"), lambda one: one.field),
        ),
    )


def _run(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.attendance import importing

    with call.office() as store:
        actor = call.keeper(store)
        with meter() as told, stoppable() as stopped:
            done = importing.run(
                store,
                actor,
                path,
                options,
                lambda count, total, phase: told.tell(phase.label, count, total),
                stopped,
            )
    if call.json:
        output.as_json(done)
        return
    output.line(
        _("New: {new}, the same: {same}, refused: {refused}.").format(
            new=done.new, same=done.same, refused=done.refused
        )
    )
    _print_rest(done)
    if done.refused_file is not None:
        output.line(
            _("The refused rows with their reasons are in {path}").format(path=done.refused_file)
        )


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
