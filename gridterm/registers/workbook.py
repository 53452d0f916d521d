"""Excel in and out of the registers: staff, grids with their buildings, the duty roster.

A preview is the import itself, taken back at the end: what it promises is what will happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NoReturn

from sqlmodel import Session

from gridterm.errors import InputError
from gridterm.i18n import N_, Term, _
from gridterm.registers.duty_sheet import DutySheet
from gridterm.registers.grid_sheet import GridSheet
from gridterm.registers.household_sheet import HouseholdSheet
from gridterm.registers.sheets import Row, Sheet
from gridterm.registers.staff_sheet import StaffSheet
from gridterm.spreadsheet import quarantine, writing
from gridterm.spreadsheet.importing import file_digest
from gridterm.spreadsheet.mapping import ColumnMap, FieldSpec, match_columns, recall, remember
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.spreadsheet.reading import Table, open_table
from gridterm.spreadsheet.values import Value, text_of
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import ImportBatch
from gridterm.store.unit import Store, Tx
from gridterm.text import clean_line

Each = Callable[[int, int], object]


class Layout(Term):
    """The kinds of sheets."""

    STAFF = "staff", N_("Staff")
    GRIDS = "grids", N_("Grids")
    ROSTER = "roster", N_("Duty roster")
    HOUSEHOLDS = "households", N_("Residents")


_SHEETS: Mapping[Layout, Callable[[], Sheet]] = {
    Layout.STAFF: StaffSheet,
    Layout.GRIDS: GridSheet,
    Layout.ROSTER: DutySheet,
    Layout.HOUSEHOLDS: HouseholdSheet,
}


class Outcome(Term):
    """What becomes of a row."""

    NEW = "new", N_("New")
    CHANGED = "changed", N_("Changed")
    SAME = "same", N_("Same")
    REFUSED = "refused", N_("Refused")


@dataclass(frozen=True)
class FieldChange:
    """A field of a record, as it was and as it becomes."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RowPlan:
    """What becomes of one row: its number, what it is about, and why or what."""

    row: int
    outcome: Outcome
    label: str
    changes: tuple[FieldChange, ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What an import does, row by row, and how the columns were read."""

    layout: Layout
    path: Path
    sheet: str
    sheets: tuple[str, ...]
    columns: ColumnMap
    rows: tuple[RowPlan, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome is outcome for row in self.rows)


@dataclass(frozen=True)
class ImportResult:
    """What an import did; ``refused_file`` holds the refused rows, None where there are none."""

    new: int
    changed: int
    same: int
    refused: int
    refused_file: Path | None
    plan: Plan


@dataclass(frozen=True)
class Look:
    """How a file's columns are read: the sheet, all sheets, and the map, complete or not."""

    sheet: str
    sheets: tuple[str, ...]
    columns: ColumnMap


def fields(layout: Layout) -> tuple[FieldSpec, ...]:
    """The fields that the columns of a layout may fill."""
    return tuple(_SHEETS[layout]().fields())


def look(
    store: Store,
    path: Path,
    layout: Layout,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Look:
    """How ``preview`` would read a file's columns, also where one that is needed is missing.

    Raises:
        FileProblemError: the file cannot be read.
    """
    kind = _SHEETS[layout]()
    with open_table(path, sheet, kind.fields(), columns) as table, store.read() as session:
        found = _match(session, table, layout, kind, columns)
        return Look(table.sheet, table.sheets, found)


def preview(
    store: Store,
    path: Path,
    layout: Layout,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Plan:
    """What ``run`` would do with a file; nothing is kept.

    Args:
        store: the office.
        path: the workbook or .csv file.
        layout: what its rows are.
        sheet: the sheet to read; by default the one that fits best.
        columns: columns by hand, field key → header or letter; by default by the headers, or
            as the last time.

    Raises:
        FileProblemError: the file cannot be read.
        InputError: a column that is needed was not found.
    """
    try:
        with store.write("registers.preview", SYSTEM) as tx:
            _take_back(_carry_out(tx, path, layout, sheet, columns).plan)
    except _TakenBackError as taken_back:
        return taken_back.plan


def _take_back(plan: Plan) -> NoReturn:
    raise _TakenBackError(plan)


def run(  # noqa: PLR0913 - the file, its layout, and three choices by keyword
    store: Store,
    actor: Actor,
    path: Path,
    layout: Layout,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    refused_folder: Path | None = None,
    each: Each | None = None,
) -> ImportResult:
    """Import a file in one transaction; refused rows go into a workbook with their reasons.

    Args:
        store: the office.
        actor: who imports.
        path: the workbook or .csv file.
        layout: what its rows are.
        sheet: as in ``preview``.
        columns: as in ``preview``; remembered for the next file of the same headers.
        refused_folder: where the refused rows go; by default beside the file.
        each: called with how many rows are done, and of how many; what it raises ends the
            import, and nothing of it is kept.

    Raises:
        FileProblemError: the file cannot be read, or the refused rows nowhere be written;
            nothing was saved.
        InputError: a column that is needed was not found.
    """
    refused: quarantine.Quarantined | None = None
    try:
        with store.write("registers.import", actor) as tx:
            work = _carry_out(tx, path, layout, sheet, columns, each=each)
            plan = work.plan
            counts = {outcome.value: plan.count(outcome) for outcome in Outcome}
            tx.subject = f"import:{layout.value}"
            batch = ImportBatch(
                purpose=layout.value, at=tx.now, file=path.name, sha256=file_digest(path), **counts
            )
            tx.add(batch)
            remember(tx.session, layout.value, plan.columns, tx.now)
            if work.refused:
                header = plan.columns.header
                refused = quarantine.write(path, header, work.refused, refused_folder)
    except BaseException:
        if refused is not None:
            refused.withdraw()
        raise
    return ImportResult(**counts, refused_file=refused.path if refused else None, plan=plan)


OF_THE_OFFICE = (Layout.STAFF, Layout.GRIDS, Layout.ROSTER)
"""What the office writes about itself; the residents are exported by somebody, by name."""


def export_households(store: Store, actor: Actor, path: Path) -> tuple[Path, int]:
    """Write the residents' register into a workbook; that they did stands in the audit trail.

    Returns:
        The file, and how many rows it has.

    Raises:
        FileProblemError: the file cannot be written.
    """
    with store.write("household.export", actor) as tx:
        tx.subject = "households"
        tx.note(seen=["names", "phones"], file=path.name)
    kind = HouseholdSheet()
    with store.read() as session:
        sheet = _written(session, kind, store.clock.today())
    return writing.write_workbook(path, [sheet]), len(tuple(sheet.rows))


def export(store: Store, path: Path, layouts: Sequence[Layout] = OF_THE_OFFICE) -> Path:
    """Write registers into a workbook, a sheet each, in the columns an import reads.

    The staff with those who have left, the grids of today, the roster from this month on.

    Raises:
        FileProblemError: the file cannot be written.
    """
    day = store.clock.today()
    with store.read() as session:
        sheets = [_written(session, _SHEETS[layout](), day) for layout in layouts]
    return writing.write_workbook(path, sheets)


def _written(session: Session, kind: Sheet, day: date) -> writing.Sheet:
    fields = kind.fields()
    lines = kind.all(session, day, whole=False)
    rows = [[line[spec.key] for spec in fields] for line in lines.values()]
    return writing.Sheet(_(kind.title_id), [spec.title for spec in fields], rows)


class _TakenBackError(Exception):
    """Ends the transaction of a preview without keeping anything."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


Lines = dict[int, dict[str, Value]]


@dataclass
class _Work:
    """An import on its way: the record of each row saved so far, and the rows refused."""

    tx: Tx
    sheet: Sheet
    saved: dict[int, int] = field(default_factory=dict)
    refused: dict[int, RefusedRow] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Lines:
        """Every record as it stands now."""
        self.tx.session.flush()
        return self.sheet.all(self.tx.session, self.tx.now.date(), whole=True)


@dataclass(frozen=True)
class _Done:
    plan: Plan
    refused: tuple[RefusedRow, ...]


def _carry_out(  # noqa: PLR0913 - as ``run``
    tx: Tx,
    path: Path,
    layout: Layout,
    sheet: str | None,
    given: Mapping[str, str] | None,
    *,
    each: Each | None = None,
) -> _Done:
    kind = _SHEETS[layout]()
    with open_table(path, sheet, kind.fields(), given) as table:
        columns = _columns(tx, table, layout, kind, given)
        work = _Work(tx, kind)
        cells = {number: list(row) for number, row in table.rows()}
        rows = [Row(number, _by_field(columns, line)) for number, line in cells.items()]
        before = work.lines()
        ordered = kind.order(rows)
        for done, row in enumerate(ordered):
            if each is not None:
                each(done, len(ordered))
            _save(work, row, cells[row.number])
        for row in ordered:
            if row.remarks:  # it may name somebody of a later row, who is there now
                _save(work, row, cells[row.number])
        kind.finish(tx)
        after = work.lines()
        plans = tuple(_plan(work, row, before, after) for row in rows)
        plan = Plan(layout, path, table.sheet, table.sheets, columns, plans)
    return _Done(plan, tuple(work.refused[number] for number in sorted(work.refused)))


def _columns(
    tx: Tx, table: Table, layout: Layout, kind: Sheet, given: Mapping[str, str] | None
) -> ColumnMap:
    columns = _match(tx.session, table, layout, kind, given)
    if columns.missing:
        missing = _(", ").join(spec.title for spec in columns.missing)
        raise InputError(
            _(
                "No column was found for: {fields}. The file has: {columns}. "
                "Rename the header, or name the column."
            ).format(fields=missing, columns=_(", ").join(filter(None, table.header)))
        )
    return columns


def _match(
    session: Session, table: Table, layout: Layout, kind: Sheet, given: Mapping[str, str] | None
) -> ColumnMap:
    last_time = recall(session, layout.value, table.header) if given is None else None
    chosen = given if last_time is None else last_time
    return match_columns(table.header, kind.fields(), chosen, remembered=last_time is not None)


def _by_field(columns: ColumnMap, line: Sequence[Value]) -> dict[str, Value]:
    return {key: line[index] for key, index in columns.columns.items() if index < len(line)}


def _save(work: _Work, row: Row, cells: Sequence[Value]) -> None:
    row.remarks.clear()
    try:
        with _all_or_nothing(work.tx):
            _refuse_second(work, row)
            known = work.saved.get(row.number) or work.sheet.find(work.tx, row)
            work.saved[row.number] = work.sheet.apply(work.tx, row, known)
    except InputError as error:
        row.remarks.clear()
        reason = " ".join(dict.fromkeys(error.fields.values())) or error.message
        work.refused[row.number] = RefusedRow(row.number, reason, cells)


def _refuse_second(work: _Work, row: Row) -> None:
    """Of two rows about one record only the first is taken: which is right, nobody can tell."""
    first = work.seen.setdefault(work.sheet.key(row), row.number)
    if first != row.number:
        raise InputError(_("Row {row} is about the same record.").format(row=first))


def _plan(work: _Work, row: Row, before: Lines, after: Lines) -> RowPlan:
    if row.number in work.refused:
        reason = work.refused[row.number].reason
        return RowPlan(row.number, Outcome.REFUSED, _label(work.sheet, row), reason=reason)
    record_id = work.saved[row.number]
    remarks = tuple(row.remarks)
    if record_id not in before:
        return RowPlan(row.number, Outcome.NEW, _label(work.sheet, row), remarks=remarks)
    old, new = before[record_id], after[record_id]
    changes = tuple(
        FieldChange(spec.title, text_of(old[spec.key]), text_of(new[spec.key]))
        for spec in work.sheet.fields()
        if old[spec.key] != new[spec.key]
    )
    outcome = Outcome.CHANGED if changes else Outcome.SAME
    return RowPlan(row.number, outcome, _label(work.sheet, row), changes, remarks=remarks)


def _label(sheet: Sheet, row: Row) -> str:
    return clean_line(" ".join(row.text(key) for key in sheet.named_by))


@contextmanager
def _all_or_nothing(tx: Tx) -> Iterator[None]:
    """A row that is refused half-way leaves nothing, in the registers and in the audit entry."""
    mark = len(tx.changes)
    try:
        with tx.session.begin_nested():
            yield
    except InputError:
        del tx.changes[mark:]
        raise
