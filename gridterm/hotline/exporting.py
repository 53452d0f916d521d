"""Calls written into a workbook or text file, in the columns an import reads.

Confidential calls are in no export (RULEBOOK §2). Names and phones are masked as in every
list; a file with them in full is kept in the audit trail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from gridterm.errors import CancelledError, InputError
from gridterm.hotline.importing.fields import BY_KEY
from gridterm.hotline.queries import category_name, page, shown_caller
from gridterm.hotline.tables import Category, Ticket, TicketEvent
from gridterm.hotline.terms import Action, Channel, Kind, State, TicketFilter
from gridterm.i18n import N_, _
from gridterm.registers.tables import Grid
from gridterm.spreadsheet.writing import Sheet, write_csv, write_workbook
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import mask_phone

CHUNK = 500
FIRST = ("office_number", "external_id", "received_at", "kind", "channel", "category")
THEN = ("title", "content", "caller", "phone", "address", "place", "grid", "reply", "replied_at")
STATE = N_("State")
TOLD = (Action.ANSWER, Action.GUIDE, Action.REPLY)
Cell = str | datetime | None


@dataclass(frozen=True)
class ExportResult:
    """What was written: the file, how many calls, how many confidential ones were left out."""

    path: Path
    count: int
    left_out: int


def export(  # noqa: PLR0913 - the file and what goes into it, by keyword
    store: Store,
    path: Path,
    wanted: TicketFilter,
    *,
    revealed_to: Actor | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportResult:
    """Write the calls a filter finds, newest first, into an .xlsx or .csv file.

    A file that is there is kept; the next free name is taken.

    Args:
        store: the office.
        path: where to; its ending says which kind of file.
        wanted: which calls.
        revealed_to: who sees names and phones in full; that goes into the audit trail.
            None masks them.
        progress: told how many calls are written.
        cancelled: asked now and then.

    Raises:
        InputError: the ending is neither .xlsx nor .csv.
        FileProblemError: the file cannot be written.
        CancelledError: the person cancelled; no file is left.
    """
    ending = path.suffix.lower()
    if ending not in {".xlsx", ".csv"}:
        raise InputError(
            _("Name a file that ends with .xlsx or .csv, not {name}.").format(name=path.name)
        )
    work = _Export(wanted, masked=revealed_to is None, cancelled=cancelled)
    header = [*(BY_KEY[key].title for key in (*FIRST, *THEN)), _(STATE)]

    def each(count: int) -> None:
        if progress is not None and count % CHUNK == 0:
            progress(count)

    with _session(store, revealed_to, work) as session:
        rows = work.rows(session)
        if ending == ".csv":
            written = write_csv(path, header, rows, overwrite=False, each=each)
        else:
            sheet = Sheet(_("Calls"), header, rows)
            written = write_workbook(path, [sheet], overwrite=False, each=each)
    return ExportResult(written, work.count, work.left_out)


def _session(
    store: Store, revealed_to: Actor | None, work: _Export
) -> AbstractContextManager[Session]:
    return store.read() if revealed_to is None else _noted(store, revealed_to, work)


@contextmanager
def _noted(store: Store, actor: Actor, work: _Export) -> Iterator[Session]:
    """A session whose end notes who took how many names and phones out of the office."""
    with store.read() as session:
        yield session
    with store.write("ticket.export", actor) as tx:
        tx.subject = "export"
        tx.note(seen=["caller", "phone"], count=work.count)


@dataclass
class _Export:
    """The rows on their way, and what was counted."""

    wanted: TicketFilter
    masked: bool
    cancelled: Callable[[], bool] | None
    count: int = 0
    left_out: int = 0

    def rows(self, session: Session) -> Iterator[Sequence[Cell]]:
        """Every call as a row, some hundred read at a time."""
        names = {one.code: category_name(one) for one in session.exec(select(Category))}
        grids = {one.id: one.code for one in session.exec(select(Grid))}
        after = None
        while True:
            if self.cancelled is not None and self.cancelled():
                raise CancelledError(_("The export was cancelled. No file was written."))
            found = page(session, self.wanted, after, CHUNK)
            ids = [row.id for row in found.rows if not row.confidential]
            self.left_out += len(found.rows) - len(ids)
            told = _told(session, ids)
            tickets = session.exec(select(Ticket).where(col(Ticket.id).in_(ids))).all()
            by_id = {one.id: one for one in tickets}
            for one_id in ids:
                self.count += 1
                yield self._row(by_id[one_id], names, grids, told.get(one_id, []))
            session.expunge_all()
            if not found.more:
                return
            after = found.rows[-1].cursor

    def _row(
        self,
        one: Ticket,
        names: dict[str, str],
        grids: dict[int | None, str],
        told: list[TicketEvent],
    ) -> Sequence[Cell]:
        caller = shown_caller(one.caller, anonymous=one.anonymous) if self.masked else one.caller
        return (
            one.number,
            one.external_id,
            one.received_at,
            Kind(one.kind).label,
            Channel(one.channel).label,
            names.get(one.category, one.category),
            one.title,
            one.content,
            caller,
            mask_phone(one.phone) if self.masked else one.phone,
            one.address,
            one.place,
            grids.get(one.grid_id, ""),
            "\n".join(event.note for event in told),
            told[-1].at if told else None,
            State(one.state).label,
        )


def _told(session: Session, ids: Sequence[int]) -> dict[int, list[TicketEvent]]:
    """What callers were told, by ticket, in the order it was."""
    statement = (
        select(TicketEvent)
        .where(col(TicketEvent.ticket_id).in_(ids), col(TicketEvent.action).in_(TOLD))
        .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
    )
    found: dict[int, list[TicketEvent]] = {}
    for event in session.exec(statement):
        found.setdefault(event.ticket_id, []).append(event)
    return found
