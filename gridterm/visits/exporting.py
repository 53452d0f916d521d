"""Visits as a workbook or a text file for people outside the program.

The words of a confidential visit are not written: only that there was one. Imported again, such
a file adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from gridterm.errors import CancelledError, FileProblemError
from gridterm.i18n import _
from gridterm.spreadsheet.values import Value
from gridterm.spreadsheet.writing import Sheet, write_csv, write_workbook
from gridterm.store.unit import Store
from gridterm.visits.queries import page
from gridterm.visits.terms import VisitCursor, VisitFilter, VisitRow

PAGE = 500
STEP = 100


@dataclass(frozen=True)
class Exported:
    """What was written: the file, how many visits, and of how many the words were left out."""

    path: Path
    count: int
    hidden: int


def export(
    store: Store,
    path: Path,
    wanted: VisitFilter,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the visits a filter finds, newest first, to an .xlsx or .csv file.

    Args:
        store: the office.
        path: where to write; a file that is there is kept, and the next free name used.
        wanted: which visits.
        progress: called now and then with how many visits are written.
        cancelled: asked now and then.

    Raises:
        FileProblemError: another kind of file, or the place cannot be written.
        CancelledError: the person cancelled; no file was written.
        StoreError: the office file could not be read.
    """
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise FileProblemError(
            _("Visits are written as .xlsx or .csv; give the file such a name: {path}").format(
                path=path
            )
        )

    def each(done: int) -> None:
        if done % STEP:
            return
        if cancelled is not None and cancelled():
            raise CancelledError(_("The export was cancelled. No file was written."))
        if progress is not None:
            progress(done)

    with store.read() as session:
        source = _Source(session, wanted)
        if kind == ".csv":
            written = write_csv(path, header(), source.rows(), overwrite=False, each=each)
        else:
            sheet = Sheet(_("Visits"), header(), source.rows())
            written = write_workbook(path, [sheet], overwrite=False, each=each)
    return Exported(written, source.count, source.hidden)


def header() -> tuple[str, ...]:
    """The columns; those an import asks for have the names it knows."""
    return (
        _("Day"),
        _("Time"),
        _("Staff number"),
        _("Visited by"),
        _("Grid"),
        _("Household"),
        _("Head of the household"),
        _("Purpose of the visit"),
        _("Result of the visit"),
        _("Matter of the visit"),
        _("Feedback on the visit"),
        _("Call number"),
        _("Late entry"),
    )


class _Source:
    """The visits as rows, read page by page from one consistent state."""

    def __init__(self, session: Session, wanted: VisitFilter) -> None:
        self._session = session
        self._wanted = wanted
        self.count = 0
        self.hidden = 0

    def rows(self) -> Iterator[Sequence[Value | None]]:
        """Every visit, without what is confidential."""
        after: VisitCursor | None = None
        while True:
            found = page(self._session, self._wanted, after, PAGE)
            for one in found.rows:
                self.count += 1
                self.hidden += one.confidential
                yield _row(one)
            after = found.after
            if after is None:
                return


def _row(one: VisitRow) -> Sequence[Value | None]:
    return (
        one.day,
        f"{one.at:%H:%M}" if one.timed else "",
        one.staff.number,
        one.staff.name,
        one.grid,
        one.household,
        one.head,
        one.purpose.label,
        one.result.label,
        "" if one.confidential else one.matter,
        one.feedback,
        one.ticket,
        _("yes") if one.late else "",
    )
