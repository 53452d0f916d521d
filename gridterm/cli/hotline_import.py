"""Taking real messages in from workbooks and text files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import import_files, output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE
from gridterm.errors import InputError
from gridterm.hotline.terms import Channel, Kind
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.hotline.importing import ImportOptions, ImportResult, Preview, Take


@HOTLINE.command(
    "import", N_("Take in messages from a workbook or text file; again adds nothing."), changes=True
)
def import_messages(
    call: Call,
    file: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv file, in UTF-8 or GBK."))
    ],
    *,
    preview: import_files.OnlyPreview = False,
    as_history: Annotated[
        bool, Option("--as-history", help=N_("All rows are history: closed, outside every clock."))
    ] = False,
    as_open: Annotated[bool, Option("--as-open", help=N_("All rows are open work."))] = False,
    auto: Annotated[
        bool, Option("--auto", help=N_("Old or replied rows are history, others open (usual)."))
    ] = False,
    columns: import_files.Columns = None,
    sheet: import_files.Sheet = "",
    kind: Annotated[
        str, Option(metavar=N_("KIND"), help=N_("The kind of rows that do not say."))
    ] = "complaint",
    channel: Annotated[
        str, Option(metavar=N_("CHANNEL"), help=N_("The channel of rows that do not say."))
    ] = "",
    refused: import_files.Refused = "",
) -> None:
    """Take in messages."""
    from gridterm.hotline import importing

    if as_history + as_open + auto > 1:
        raise InputError(_("History, open or by itself: say one of the three."))
    options = importing.ImportOptions(
        columns=import_files.mapped(columns or (), "content", "留言详情"),
        sheet=sheet or None,
        take=_take(as_history=as_history, as_open=as_open),
        kind=values.code(Kind, kind, "--kind"),
        channel=values.code(Channel, channel, "--channel") if channel else "",
        refused_folder=values.file_at(refused) if refused else None,
    )
    path = values.file_at(file)
    if preview:
        _preview(call, path, options)
    else:
        _run(call, path, options)


def _take(*, as_history: bool, as_open: bool) -> Take:
    from gridterm.hotline.importing import Take

    if as_history:
        return Take.HISTORY
    return Take.OPEN if as_open else Take.AUTO


def _preview(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.hotline import importing

    found = import_files.seen(call, importing.preview, path, options)
    if call.json:
        output.as_json(found)
        return
    _print_preview(found)


def _print_preview(found: Preview) -> None:
    output.table(
        found.columns,
        (
            (_("Column"), lambda one: one.letter),
            (_("Header"), lambda one: one.header),
            (_("Becomes"), lambda one: one.title or _("(kept as it is)")),
            (_("Field"), lambda one: one.field),
            (_("First value"), lambda one: one.example),
        ),
    )
    if import_files.print_missing(found.missing):
        return
    output.line(
        _("Would be new: {new}, changed: {changed}, the same: {same}, refused: {refused}.").format(
            new=found.new, changed=found.changed, same=found.same, refused=found.refused
        )
    )
    _print_division(found)
    import_files.print_refusals(found.refusals)


def _run(call: Call, path: Path, options: ImportOptions) -> None:
    from gridterm.hotline import importing

    done = import_files.taken(call, importing.run, path, options)
    if call.json:
        output.as_json(done)
        return
    output.line(
        _("New: {new}, changed: {changed}, the same: {same}, refused: {refused}.").format(
            new=done.new, changed=done.changed, same=done.same, refused=done.refused
        )
    )
    _print_division(done)
    import_files.print_refused_file(done.refused_file)


def _print_division(found: Preview | ImportResult) -> None:
    if found.new:
        output.line(
            _("Of the new ones {history} are history and {open} are open.").format(
                history=found.history, open=found.open
            )
        )
    if found.new_categories:
        output.line(_("New categories: {names}").format(names=_(", ").join(found.new_categories)))
