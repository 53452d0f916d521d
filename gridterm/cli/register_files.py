"""Staff, grids, the roster and households as files: import with preview, export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import import_files, output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.households import HOUSEHOLD
from gridterm.cli.registers import GRID, STAFF
from gridterm.cli.roster import ROSTER
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.registers.workbook import Plan

Source = Annotated[
    str, Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv file, in UTF-8 or GBK."))
]
Target = Annotated[str, Argument(metavar=N_("FILE"), help=N_("The .xlsx file to write."))]
LAYOUTS = (
    (
        STAFF,
        "staff",
        N_("Take in staff from a workbook or text file; again changes nothing."),
        N_("Write the staff into a workbook, those who have left too."),
    ),
    (
        GRID,
        "grids",
        N_("Take in grids with their buildings from a workbook or text file."),
        N_("Write the grids with their buildings into a workbook."),
    ),
    (
        ROSTER,
        "roster",
        N_("Take in days of duty from a workbook or text file."),
        N_("Write the roster from this month on into a workbook."),
    ),
)


@dataclass(frozen=True)
class Given:
    """A file to take in, and how it is to be read."""

    path: Path
    columns: dict[str, str] | None
    sheet: str | None
    refused_folder: Path | None


def _offer_import(desk: Desk, layout: str, import_help: str) -> None:
    """Give a desk its import."""

    @desk.command("import", import_help, changes=True)
    def import_(
        call: Call,
        file: Source,
        *,
        preview: import_files.OnlyPreview = False,
        columns: import_files.Columns = None,
        sheet: Annotated[
            str, Option(metavar=N_("SHEET"), help=N_("The sheet, else the one that fits best."))
        ] = "",
        refused: import_files.Refused = "",
    ) -> None:
        """Take in a file."""
        given = Given(
            path=values.file_at(file),
            columns=import_files.mapped(columns or (), "name", "姓名") or None,
            sheet=sheet or None,
            refused_folder=values.file_at(refused) if refused else None,
        )
        if preview:
            _preview(call, layout, given)
        else:
            _run(call, layout, given)


def _offer_export(desk: Desk, layout: str, export_help: str) -> None:
    """Give a desk its export."""

    @desk.command("export", export_help)
    def export(call: Call, file: Target) -> None:
        """Write a file."""
        from gridterm.registers import workbook

        with call.office() as store:
            path = workbook.export(store, values.file_at(file), [workbook.Layout(layout)])
        if call.json:
            output.as_json({"file": path})
        else:
            output.line(_("Written: {path}").format(path=path))


def _preview(call: Call, layout: str, given: Given) -> None:
    from gridterm.registers import workbook

    with call.office() as store:
        plan = workbook.preview(
            store,
            given.path,
            workbook.Layout(layout),
            sheet=given.sheet,
            columns=given.columns,
        )
    if call.json:
        output.as_json({**_counts(plan), "sheet": plan.sheet, "rows": plan.rows})
        return
    _print_plan(plan)
    output.line(
        _("Would be new: {new}, changed: {changed}, the same: {same}, refused: {refused}.").format(
            **_counts(plan)
        )
    )


def _run(call: Call, layout: str, given: Given) -> None:
    from gridterm.registers import workbook

    with call.office() as store:
        done = workbook.run(
            store,
            call.keeper(store),
            given.path,
            workbook.Layout(layout),
            sheet=given.sheet,
            columns=given.columns,
            refused_folder=given.refused_folder,
        )
    if call.json:
        refused = [row for row in done.plan.rows if row.reason]
        output.as_json(
            {**_counts(done.plan), "refused_file": done.refused_file, "refused_rows": refused}
        )
        return
    output.line(
        _("New: {new}, changed: {changed}, the same: {same}, refused: {refused}.").format(
            **_counts(done.plan)
        )
    )
    import_files.print_refused_file(done.refused_file)


def _counts(plan: Plan) -> dict[str, int]:
    from gridterm.registers.workbook import Outcome

    return {outcome.value: plan.count(outcome) for outcome in Outcome}


def _print_plan(plan: Plan) -> None:
    output.table(
        plan.rows,
        (
            (_("Row"), lambda one: one.row),
            (_("Outcome"), lambda one: one.outcome.label),
            (_("Record"), lambda one: one.label),
            (
                _("Why"),
                lambda one: " ".join(
                    filter(
                        None,
                        (
                            one.reason,
                            *one.remarks,
                            *(f"{c.field}: {c.before} > {c.after}" for c in one.changes),
                        ),
                    )
                ),
            ),
        ),
    )


@HOUSEHOLD.command(
    "export",
    N_("Write the residents' register into a workbook; that you did is kept in the audit trail."),
    changes=True,
)
def export_households(call: Call, file: Target) -> None:
    """Write the households."""
    from gridterm.registers import workbook

    with call.office() as store:
        path, rows = workbook.export_households(store, call.actor(store), values.file_at(file))
    if call.json:
        output.as_json({"file": path, "rows": rows})
        return
    output.line(
        ngettext("Written: {path} ({count} row)", "Written: {path} ({count} rows)", rows).format(
            path=path, count=rows
        )
    )


for _desk, _layout, _import_help, _export_help in LAYOUTS:
    _offer_import(_desk, _layout, _import_help)
    _offer_export(_desk, _layout, _export_help)
_offer_import(
    HOUSEHOLD,
    "households",
    N_("Take in households with who lives there; rows of one room are its members."),
)
