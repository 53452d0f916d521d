"""Taking visits in from workbooks and text files, and writing them into some."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.long_work import meter, stoppable
from gridterm.cli.visits import VISITS, Choice
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.visits.importing import ImportOptions, Preview


@VISITS.command(
    "import", N_("Take visits in from .xlsx or .csv; again adds nothing."), changes=True
)
def import_visits(
    call: Call,
    file: Annotated[str, Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv file."))],
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
    """Take visits in."""
    from gridterm.visits import importing

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


def _mapped(typed: list[str] | tuple[()]) -> dict[str, str]:
    columns = {}
    for one in typed:
        field, equals, column = one.partition("=")
        if not (equals and field.strip() and column.strip()):
            raise InputError(
                _("Write a column like name=走访人 or name=C, not {typed}.").format(typed=one)
            )
        columns[field.strip()] = column.strip()
    return columns


def _preview(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.visits import importing

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
    from gridterm.visits import importing

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
    if done.refused_file is not None:
        output.line(
            _("The refused rows with their reasons are in {path}").format(path=done.refused_file)
        )


@VISITS.command("export", N_("Write visits into an .xlsx or .csv file; no confidential words."))
def export(
    call: Call,
    file: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("The file; one that is there is kept."))
    ],
    choice: Choice,
) -> None:
    """Write visits."""
    from gridterm.visits import exporting

    with call.office() as store, meter() as told, stoppable() as stopped:
        done = exporting.export(
            store,
            values.file_at(file),
            choice.filter(store),
            progress=lambda count: told.tell(_("Writing"), count),
            cancelled=stopped,
        )
    if call.json:
        output.as_json({"file": done.path, "count": done.count, "hidden": done.hidden})
        return
    output.line(
        ngettext(
            "{count} visit is written: {path}", "{count} visits are written: {path}", done.count
        ).format(count=f"{done.count:,}", path=done.path)
    )
    if done.hidden:
        output.line(
            ngettext(
                "{count} is confidential: without its words.",
                "{count} are confidential: without their words.",
                done.hidden,
            ).format(count=done.hidden)
        )
