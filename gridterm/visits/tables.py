"""Tables of the visits. A visit, its end, a draw and a check are append-only."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import NaiveDatetime
from sqlalchemy import text
from sqlmodel import Field, Index, UniqueConstraint

from gridterm.store.tables import Audited, Record


class Visit(Record, table=True):
    """A visit to a household as somebody recorded it.

    ``grid_id`` is the household's grid on that day. ``purpose`` is a code of ``Purpose``,
    ``result`` one of ``Outcome``, ``source`` one of ``Source``. A correction is a new row with
    ``corrects_id``; the old row then has its ``VisitEnd``. ``import_key`` tells an imported row
    again.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_day", "day", "id"),
        Index("ix_visit_staff", "staff_id", "day", "id"),
        Index("ix_visit_household", "household_id", "day", "id"),
        Index("ix_visit_grid", "grid_id", "day", "id", "household_id"),
        Index(
            "ux_visit_import",
            "import_key",
            unique=True,
            sqlite_where=text("import_key IS NOT NULL"),
        ),
        Index("ix_visit_ticket", "ticket_id", sqlite_where=text("ticket_id IS NOT NULL")),
    )
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    day: date
    at: NaiveDatetime
    staff_id: int = Field(foreign_key="staff.id")
    grid_id: int | None = Field(default=None, foreign_key="grid.id")
    household_id: int = Field(foreign_key="household.id")
    purpose: str
    matter: str = ""
    feedback: str = ""
    result: str
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    source: str = "typed"
    recorded_at: NaiveDatetime
    recorder_id: int | None = Field(default=None, foreign_key="staff.id")
    recorder: str = ""
    corrects_id: int | None = Field(default=None, foreign_key="visit.id")
    import_key: str | None = None


class VisitEnd(Record, table=True):
    """That a visit's row holds no more: corrected by another (``by_id``), or void."""

    __tablename__ = "visit_end"
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="visit.id", unique=True)
    by_id: int | None = Field(default=None, foreign_key="visit.id")
    at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str
    reason: str


class LastVisit(Record, table=True):
    """The newest visit of a household that holds, and how many there were in all.

    ``met_on`` is the last day somebody was met. It follows from the visits; a household
    nobody visited has no row.
    """

    __tablename__ = "last_visit"
    audited: ClassVar[Audited] = Audited.DERIVED

    household_id: int = Field(primary_key=True, foreign_key="household.id")
    day: date
    visit_id: int = Field(foreign_key="visit.id")
    met_on: date | None = None
    visits: int


class SpotDraw(Record, table=True):
    """A draw of the visits of one manager and day that are checked (RULEBOOK §6).

    ``seed`` gives the same draw to anyone (``visits.draw``); ``turn`` is 0 for the first draw,
    1 and up for redraws, which have a ``reason``. ``among`` are the ids that were drawn from,
    rising, ``drawn`` those drawn, in their order; blanks between.
    """

    __tablename__ = "spot_draw"
    __table_args__ = (
        UniqueConstraint("staff_id", "day", "turn"),
        Index("ix_spot_draw_day", "day", "id"),
    )
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    day: date
    turn: int = 0
    seed: str
    reason: str = ""
    among: str
    drawn: str
    drawn_at: NaiveDatetime
    actor_id: int | None = Field(default=None, foreign_key="staff.id")
    actor: str


class SpotCheck(Record, table=True):
    """What the check of a drawn visit found; a correction is one more row (``seq``).

    ``result`` is a code of ``Finding``, ``way`` one of ``Way``; ``said`` is what the household
    said, ``evidence`` the canonical JSON of the visit as it was when it was checked.
    """

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("draw_id", "visit_id", "seq"),
        Index("ix_spot_check_visit", "visit_id"),
    )
    audited: ClassVar[Audited] = Audited.DIGEST

    id: int | None = Field(default=None, primary_key=True)
    draw_id: int = Field(foreign_key="spot_draw.id")
    visit_id: int = Field(foreign_key="visit.id")
    seq: int = 1
    result: str
    way: str
    said: str
    reason: str = ""
    checked_on: date
    checked_at: NaiveDatetime
    checker_id: int | None = Field(default=None, foreign_key="staff.id")
    checker: str
    evidence: str
