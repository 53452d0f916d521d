"""Under which lock a month stands (月结)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from gridterm.attendance.tables import MonthLock
from gridterm.errors import RefusedError
from gridterm.i18n import _


@dataclass(frozen=True)
class LockView:
    """The lock a month stands under."""

    id: int
    at: datetime
    by: str
    note: str


def lock_of(session: Session, year: int, month: int) -> LockView | None:
    """The lock a month stands under, None for an open month."""
    query = select(MonthLock).where(
        MonthLock.year == year, MonthLock.month == month, col(MonthLock.reopened_at).is_(None)
    )
    row = session.exec(query).first()
    return _view(row) if row else None


def locked_months(session: Session, year: int) -> Iterator[tuple[int, LockView]]:
    """(month, lock) of the locked months of a year."""
    query = select(MonthLock).where(MonthLock.year == year, col(MonthLock.reopened_at).is_(None))
    for row in session.exec(query):
        yield row.month, _view(row)


def refuse_locked(session: Session, day: date) -> None:
    """Nobody decides anything in a locked month.

    Raises:
        RefusedError: the month of ``day`` is locked.
    """
    if lock_of(session, day.year, day.month) is not None:
        raise RefusedError(
            _("{month} is locked. Reopen it with a reason first.").format(month=f"{day:%Y-%m}")
        )


def _view(row: MonthLock) -> LockView:
    return LockView(row.id or 0, row.at, row.by, row.note)
