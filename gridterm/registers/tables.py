"""Tables of the registers. Nothing here is deleted; it ends on a date."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import text
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


class FormerEmployment(Record, table=True):
    """A time somebody worked here before they left and were hired again."""

    __tablename__ = "former_employment"

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    hired: date
    left: date


class Household(Record, table=True):
    """A household of the residents' register (一户一档), at a building and a room.

    ``room`` is as it was written, ``room_key`` the folded form it is found by (``2-501``);
    ``status`` a code of ``HouseholdStatus``. A room has one household at a time.
    """

    __tablename__ = "household"
    __table_args__ = (
        Index(
            "ux_household_room",
            "building_id",
            "room_key",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    building_id: int = Field(foreign_key="building.id")
    room: str
    room_key: str
    phone: str = ""
    status: str = "occupied"
    note: str = ""
    valid_from: date
    valid_to: date | None = None


class HouseholdMember(Record, table=True):
    """Somebody of a household. Nothing of belief, petitioning or drug use is kept, ever.

    ``relation`` is a code of ``Relation``; the head of the household is one of them.
    ``lives_here`` is False for who is registered here and lives elsewhere.
    """

    __tablename__ = "household_member"
    __table_args__ = (Index("ix_household_member_household", "household_id", "valid_to"),)

    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="household.id")
    name: str
    initials: str = ""
    phone: str = Field(default="", index=True)
    relation: str = ""
    lives_here: bool = True
    valid_from: date
    valid_to: date | None = None


class ServiceNeed(Record, table=True):
    """What service a household needs, and what it is kept for: need-to-know, masked in lists."""

    __tablename__ = "service_need"

    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="household.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="household_member.id")
    kind: str
    purpose: str
    valid_from: date
    valid_to: date | None = None
