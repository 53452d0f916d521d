"""Calls as a workbook or a text file for people outside the program.

Names and phones are masked as in every list, unless somebody asks for them in full, which
goes into the audit trail. Confidential calls are never written. Imported again, such a file
changes nothing: the office knows its own numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from gridterm.errors import CancelledError, FileProblemError
from gridterm.hotline.queries import category_name, page, shown_caller
from gridterm.hotline.tables import Category, Ticket, TicketEvent
from gridterm.hotline.terms import Action, Channel, Cursor, Kind, State, TicketFilter
from gridterm.i18n import _
from gridterm.registers.tables import Grid, Staff
from gridterm.spreadsheet.values import Value
from gridterm.spreadsheet.writing import Sheet, write_csv, write_workbook
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import mask_phone

PAGE = 500
STEP = 100
_TOLD = (str(Action.ANSWER), str(Action.GUIDE), str(Action.REPLY))


@dataclass(frozen=True)
class Exported:
    """What was written: the file, how many calls, and how many confidential ones were left out."""

    path: Path
    count: int
    left_out: int


def export(  # noqa: PLR0913 - what, where, for whom, and how far
    store: Store,
    path: Path,
    wanted: TicketFilter,
    *,
    revealed_to: Actor | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the calls a filter finds, newest first, to an .xlsx or .csv file.

    Args:
        store: the office.
        path: where to write; a file that is there is kept, and the next free name used.
        wanted: which calls.
        revealed_to: who asked for names and phones in full; None masks them.
        progress: called now and then with how many calls are written.
        cancelled: asked now and then.

    Raises:
        FileProblemError: another kind of file, or the place cannot be written.
        CancelledError: the person cancelled; no file was written.
        StoreError: the office file could not be read.
    """
    kind = path.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise FileProblemError(
            _("Calls are written as .xlsx or .csv; give the file such a name: {path}").format(
                path=path
            )
        )
    if revealed_to is not None:
        _leave_a_trace(store, revealed_to, path, wanted)

    def each(done: int) -> None:
        if done % STEP:
            return
        if cancelled is not None and cancelled():
            raise CancelledError(_("The export was cancelled. No file was written."))
        if progress is not None:
            progress(done)

    with store.read() as session:
        source = _Source(session, wanted, revealed=revealed_to is not None)
        if kind == ".csv":
            written = write_csv(path, _header(), source.rows(), overwrite=False, each=each)
        else:
            sheet = Sheet(_("Calls"), _header(), source.rows())
            written = write_workbook(path, [sheet], overwrite=False, each=each)
    return Exported(written, source.count, source.left_out)


def _leave_a_trace(store: Store, actor: Actor, path: Path, wanted: TicketFilter) -> None:
    chosen = {name: value for name, value in asdict(wanted).items() if value}
    with store.write("hotline.export", actor) as tx:
        tx.subject = "hotline"
        tx.note(seen=["caller", "phone"], file=path.name, filter=chosen)


def _header() -> tuple[str, ...]:
    return (
        _("Hotline number"),
        _("Number at the source"),
        _("Received at"),
        _("Channel"),
        _("Caller"),
        _("Phone number"),
        _("Address"),
        _("Place"),
        _("Grid"),
        _("Kind"),
        _("Category"),
        _("Subject"),
        _("Content"),
        _("State"),
        _("First responder"),
        _("Reply"),
        _("Replied at"),
        _("Closed at"),
    )


class _Source:
    """The calls as rows, read page by page from one consistent state."""

    def __init__(self, session: Session, wanted: TicketFilter, *, revealed: bool) -> None:
        self._session = session
        self._wanted = wanted
        self._revealed = revealed
        self.count = 0
        self.left_out = 0
        self._grids = _names(session, Grid.id, Grid.code)
        self._staff = _names(session, Staff.id, Staff.name)
        self._categories = {one.code: category_name(one) for one in session.exec(select(Category))}

    def rows(self) -> Iterator[Sequence[Value | None]]:
        """Every call that may be written."""
        after: Cursor | None = None
        more = True
        while more:
            found = page(self._session, self._wanted, after, PAGE)
            more = found.more
            open_rows = [row.id for row in found.rows if not row.confidential]
            self.left_out += len(found.rows) - len(open_rows)
            yield from self._written(open_rows)
            if found.rows:
                after = found.rows[-1].cursor

    def _written(self, ids: Sequence[int]) -> Iterator[Sequence[Value | None]]:
        statement = select(Ticket).where(col(Ticket.id).in_(ids))
        tickets = {one.id: one for one in self._session.exec(statement)}
        told = self._told(ids)
        for one in ids:
            self.count += 1
            yield self._row(tickets[one], told.get(one))
        self._session.expunge_all()

    def _told(self, ids: Sequence[int]) -> Mapping[int, TicketEvent]:
        """The last answer or reply of each call."""
        statement = (
            select(TicketEvent)
            .where(col(TicketEvent.ticket_id).in_(ids), col(TicketEvent.action).in_(_TOLD))
            .order_by(col(TicketEvent.ticket_id), col(TicketEvent.seq))
        )
        return {event.ticket_id: event for event in self._session.exec(statement)}

    def _row(self, one: Ticket, told: TicketEvent | None) -> Sequence[Value | None]:
        if self._revealed:
            caller, phone = one.caller, one.phone
        else:
            caller = shown_caller(one.caller, anonymous=one.anonymous)
            phone = mask_phone(one.phone)
        return (
            one.number,
            one.external_id,
            one.received_at,
            Channel(one.channel).label,
            caller,
            phone,
            one.address,
            one.place,
            self._grids.get(one.grid_id, ""),
            Kind(one.kind).label,
            self._categories.get(one.category, one.category),
            one.title,
            one.content,
            State(one.state).label,
            self._staff.get(one.first_responder_id, ""),
            told.note if told else "",
            told.at if told else None,
            one.closed_at,
        )


def _names(session: Session, key: object, name: object) -> dict[int | None, str]:
    rows = session.execute(select(key, name))  # type: ignore[call-overload]
    return {int(one): str(text) for one, text in rows}
