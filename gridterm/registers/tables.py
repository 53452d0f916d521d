"""Tables of the registers. Nothing here is deleted; it ends on a date."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlmodel import Field, Index, UniqueConstraint

from gridterm.store.tables import Audited, Record


class Grid(Record, table=True):
    """A grid or an area above or below it, with the dates between which it exists."""

    __tablename__ = "grid"
    __table_args__ = (Index("ix_grid_code_from", "code", "valid_from", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    code: str
    name: str
    level: int
    kind: str
    parent_id: int | None = Field(default=None, foreign_key="grid.id", index=True)
    households: int = 0
    shops: int = 0
    lead_id: int | None = Field(default=None, foreign_key="staff.id")
    valid_from: date
    valid_to: date | None = None


class GridManager(Record, table=True):
    """Who walks a grid, from when to when (the last day included)."""

    __tablename__ = "grid_manager"
    __table_args__ = (UniqueConstraint("grid_id", "staff_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    grid_id: int = Field(foreign_key="grid.id")
    staff_id: int = Field(foreign_key="staff.id", index=True)
    valid_from: date
    valid_to: date | None = None


class Building(Record, table=True):
    """A building of an estate; ``search_key`` is the folded form addresses are matched by."""

    __tablename__ = "building"
    __table_args__ = (UniqueConstraint("estate", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    estate: str
    name: str
    households: int = 0
    shops: int = 0
    search_key: str = Field(index=True)


class BuildingGrid(Record, table=True):
    """To which grid a building belongs, from when to when (the last day included)."""

    __tablename__ = "building_grid"
    __table_args__ = (UniqueConstraint("building_id", "grid_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    building_id: int = Field(foreign_key="building.id")
    grid_id: int = Field(foreign_key="grid.id", index=True)
    valid_from: date
    valid_to: date | None = None


class Staff(Record, table=True):
    """A member of staff. ``roles`` holds role codes with a comma between them."""

    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    name: str
    initials: str = ""
    roles: str = ""
    grid_id: int | None = Field(default=None, foreign_key="grid.id", index=True)
    phone: str = ""
    hired: date
    left: date | None = None
    deputy_id: int | None = Field(default=None, foreign_key="staff.id")
    away: bool = False


class Credential(Record, table=True):
    """The optional PIN of an operator, as a salted scrypt hash; never the PIN itself."""

    __tablename__ = "credential"
    audited: ClassVar[Audited] = Audited.DERIVED

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    pin_hash: str


class CalendarDay(Record, table=True):
    """A day the office entered itself, in place of what the shipped calendar says."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    working: bool
    note: str = ""


class CalendarYear(Record, table=True):
    """A year whose holidays the office has entered or taken back as not yet known."""

    __tablename__ = "calendar_year"

    year: int = Field(primary_key=True)
    published: bool


class DutyDay(Record, table=True):
    """Who answers the hotline on a day, and who stands in (AB岗)."""

    __tablename__ = "duty_day"

    day: date = Field(primary_key=True)
    officer_id: int = Field(foreign_key="staff.id", index=True)
    deputy_id: int | None = Field(default=None, foreign_key="staff.id")
    note: str = ""
