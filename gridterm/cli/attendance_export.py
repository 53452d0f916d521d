"""Writing the month sheet, a quarter or a year as workbooks, and a person's own sheet to sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.attendance import ATTENDANCE, Who
from gridterm.cli.call import Call
from gridterm.cli.long_work import meter, stoppable
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.attendance.period import Period
    from gridterm.attendance.workbook import Exported
    from gridterm.store.unit import Store

DOCUMENTS = {".pdf", ".docx", ".txt"}


@ATTENDANCE.command(
    "export", N_("Write the month sheet, or a quarter or a year, as a workbook."), changes=True
)
def export(
    call: Call,
    period: Annotated[
        str,
        Argument(metavar=N_("PERIOD"), help=N_("2026-11, 2026-Q4 or 2026; else this month.")),
    ] = "",
    *,
    file: Annotated[
        str,
        Option(
            "--output",
            "-o",
            metavar=N_("FILE"),
            help=N_("The .xlsx file; one that is there is kept."),
        ),
    ],
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("Only the people of this grid."))] = "",
    per_grid: Annotated[
        bool, Option("--per-grid", help=N_("One workbook per grid, named after it."))
    ] = False,
    person: Who = "",
    pdf: Annotated[
        bool, Option("--pdf", help=N_("One person's own sheet to sign, as PDF; needs --person."))
    ] = False,
) -> None:
    """Write attendance."""
    from gridterm.attendance import period as periods

    path = values.file_at(file)
    with call.office() as store:
        wanted = periods.parse(period, store.clock.now())
        if pdf or path.suffix.lower() in DOCUMENTS:
            _own_sheet(call, store, wanted, path, person)
            return
        if per_grid and (grid or person):
            raise InputError(_("Everybody per grid, one grid or one person: say one of the three."))
        _workbooks(call, store, wanted, path, (grid, per_grid, person))


def _workbooks(
    call: Call, store: Store, wanted: Period, path: Path, whom: tuple[str, bool, str]
) -> None:
    from gridterm.attendance import workbook

    grid, per_grid, person = whom
    with meter() as told, stoppable() as stopped:

        def tell(count: int) -> None:
            told.tell(_("Writing"), count)

        if per_grid:
            done = workbook.export_per_grid(store, wanted, path, progress=tell, cancelled=stopped)
        else:
            one = workbook.export(
                store,
                wanted,
                path,
                grid=values.grid_of(store, grid).code if grid else "",
                staff_id=values.staff_of(store, person, ended=True).id if person else None,
                progress=tell,
                cancelled=stopped,
            )
            done = (one,)
    _answer(call, done)


def _answer(call: Call, done: tuple[Exported, ...]) -> None:
    if call.json:
        files = [{"file": one.path, "people": one.people} for one in done]
        output.as_json({"count": len(files), "files": files})
        return
    for one in done:
        output.line(
            ngettext(
                "{count} person is written: {path}",
                "{count} people are written: {path}",
                one.people,
            ).format(count=one.people, path=one.path)
        )


def _own_sheet(call: Call, store: Store, wanted: Period, path: Path, person: str) -> None:
    from gridterm.attendance import documents
    from gridterm.printing.export import write

    if not person:
        raise InputError(_("Say whose sheet it is with --person."))
    if not wanted.is_month:
        raise InputError(_("A person's own sheet is of one month, like 2026-11."))
    staff = values.staff_of(store, person, ended=True)
    printout = documents.person_sheet(store, staff.id, wanted.year, wanted.first)
    target = path if path.suffix.lower() in DOCUMENTS else path.with_suffix(".pdf")
    written = write(printout.document, target, overwrite=False)
    if call.json:
        output.as_json({"number": printout.number, "files": [written]})
        return
    output.line(_("{number} is written: {path}").format(number=printout.number, path=written.path))
    if written.warning:
        output.line(written.warning)
