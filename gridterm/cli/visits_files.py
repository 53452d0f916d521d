"""Taking visits in from workbooks and text files, and writing them into some."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from gridterm.cli import import_files, output, values
from gridterm.cli.call import Call
from gridterm.cli.long_work import meter, stoppable
from gridterm.cli.visits import VISITS, Choice
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.visits.importing import ImportOptions


@VISITS.command(
    "import", N_("Take visits in from .xlsx or .csv; again adds nothing."), changes=True
)
def import_visits(
    call: Call,
    file: Annotated[str, Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv file."))],
    *,
    preview: import_files.OnlyPreview = False,
    columns: import_files.Columns = None,
    sheet: import_files.Sheet = "",
    refused: import_files.Refused = "",
) -> None:
    """Take visits in."""
    from gridterm.visits import importing

    options = importing.ImportOptions(
        columns=import_files.mapped(columns or (), "name", "走访人"),
        sheet=sheet or None,
        refused_folder=values.file_at(refused) if refused else None,
    )
    path = values.file_at(file)
    if preview:
        _preview(call, path, options)
    else:
        _run(call, path, options)


def _preview(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.visits import importing

    found = import_files.seen(call, importing.preview, path, options)
    if call.json:
        output.as_json(found)
        return
    import_files.print_columns(found.columns)
    if import_files.print_missing(found.missing):
        return
    output.line(
        _("Would be new: {new}, the same: {same}, refused: {refused}.").format(
            new=found.new, same=found.same, refused=found.refused
        )
    )
    import_files.print_refusals(found.refusals)


def _run(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.visits import importing

    done = import_files.taken(call, importing.run, path, options)
    if call.json:
        output.as_json(done)
        return
    output.line(
        _("New: {new}, the same: {same}, refused: {refused}.").format(
            new=done.new, same=done.same, refused=done.refused
        )
    )
    import_files.print_refused_file(done.refused_file)


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
