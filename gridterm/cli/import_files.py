"""What every import of a file has in common: its options, how it runs, what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from typer import Option

from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.cli.long_work import Meter, meter, stoppable
from gridterm.errors import InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.spreadsheet.importing import Cancelled, ColumnView, Phase, Progress, Refusal
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

Options = TypeVar("Options")
Told = TypeVar("Told")
OnlyPreview = Annotated[bool, Option("--preview", help=N_("Say what would happen; write nothing."))]
Columns = Annotated[
    list[str] | None,
    Option(
        "--map",
        metavar=N_("FIELD=COLUMN"),
        help=N_("A column by its header or letter, - for none; may be repeated."),
    ),
]
Sheet = Annotated[str, Option(metavar=N_("SHEET"), help=N_("The sheet, else the first."))]
Refused = Annotated[
    str, Option(metavar=N_("FOLDER"), help=N_("Where refused rows go, else beside the file."))
]


def mapped(typed: Sequence[str], field: str, header: str) -> dict[str, str]:
    """Columns by field, from ``FIELD=COLUMN``.

    Args:
        typed: as they were given.
        field: a field of this import, for the sentence that says how it is written.
        header: what its column may be called.

    Raises:
        InputError: one has no ``=``.
    """
    columns = {}
    for one in typed:
        name, equals, column = one.partition("=")
        if not (equals and name.strip() and column.strip()):
            raise InputError(
                _("Write a column like {field}={header} or {field}=C, not {typed}.").format(
                    field=field, header=header, typed=one
                )
            )
        columns[name.strip()] = column.strip()
    return columns


def seen(
    call: Call,
    preview: Callable[[Store, Path, Options, Progress, Cancelled], Told],
    path: Path,
    options: Options,
) -> Told:
    """What an import would do, with a meter and Ctrl-C as a wish to stop."""
    with call.office() as store, meter() as told, stoppable() as stopped:
        return preview(store, path, options, _telling(told), stopped)


def taken(
    call: Call,
    run: Callable[[Store, Actor, Path, Options, Progress, Cancelled], Told],
    path: Path,
    options: Options,
) -> Told:
    """What an import did; as ``seen``, by whoever keeps the office."""
    with call.office() as store:
        actor = call.keeper(store)
        with meter() as told, stoppable() as stopped:
            return run(store, actor, path, options, _telling(told), stopped)


def _telling(meter: Meter) -> Progress:
    def tell(done: int, total: int, phase: Phase) -> None:
        meter.tell(phase.label, done, total)

    return tell


def print_columns(columns: tuple[ColumnView, ...]) -> None:
    """The columns of a file, and what becomes of each."""
    output.table(
        columns,
        (
            (_("Column"), lambda one: one.letter),
            (_("Header"), lambda one: one.header),
            (_("Becomes"), lambda one: one.title),
            (_("Field"), lambda one: one.field),
        ),
    )


def print_missing(fields: Sequence[str]) -> bool:
    """Say which fields have no column; whether any has none."""
    if fields:
        output.line(
            _("No column for: {fields}. Name one with --map FIELD=COLUMN.").format(
                fields=_(", ").join(fields)
            )
        )
    return bool(fields)


def print_refusals(refusals: Iterable[Refusal]) -> None:
    """The first refused rows, each with its reason."""
    for one in refusals:
        output.line(_("Row {row}: {reason}").format(row=one.row, reason=one.reason))


def print_refused_file(path: Path | None) -> None:
    """Where the refused rows are, if there are any."""
    if path is not None:
        output.line(_("The refused rows with their reasons are in {path}").format(path=path))
