"""The registers' codes with their texts (RULEBOOK §0, §1), and the values that go in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from gridterm.calendar import DayKind
from gridterm.i18n import N_, Term, _
from gridterm.worktime import ONE_DAY


class Role(Term):
    """What somebody is in the office; one person may be several."""

    CLERK = "clerk", N_("Clerk")
    GRID_LEAD = "grid_lead", N_("Grid lead")
    GRID_MANAGER = "grid_manager", N_("Grid manager")
    COMMITTEE = "committee", N_("Committee member")
    PRINCIPAL_LEADER = "principal_leader", N_("Principal leader")


class GridKind(Term):
    """Basic grids hold homes; exclusive ones a market, a school, an enterprise."""

    BASIC = "basic", N_("Basic")
    EXCLUSIVE = "exclusive", N_("Exclusive")


class GridLevel(IntEnum):
    """The five levels of RULEBOOK §1; the number is stored.

    The numbered grid (``008网格``) IS the fourth level: the residents' group with a lead,
    managers and buildings of its own. The household group divides a grid that is too big
    for one pair of feet and carries the grid's number with one of its own (``008-02网格``).
    The three levels above have no number, only a name.
    """

    DISTRICT = 1
    STREET = 2
    COMMUNITY = 3
    GRID = 4
    HOUSEHOLD_GROUP = 5

    @property
    def label(self) -> str:
        """The text in the language in use."""
        return _(_LEVELS[self])

    @property
    def numbered(self) -> bool:
        """Whether an area of this level carries a grid number and may hold buildings."""
        return self >= GridLevel.GRID


_LEVELS: Mapping[GridLevel, str] = {
    GridLevel.DISTRICT: N_("District"),
    GridLevel.STREET: N_("Street or town"),
    GridLevel.COMMUNITY: N_("Community or village"),
    GridLevel.GRID: N_("Grid (residents' group)"),
    GridLevel.HOUSEHOLD_GROUP: N_("Household group"),
}


@dataclass(frozen=True)
class Finding:
    """Something about a record that is not as the rules want it.

    ``error`` is a fault that must be put right; without it, it is a warning.
    """

    code: str
    text: str
    error: bool = False


@dataclass(frozen=True)
class Person:
    """A member of staff as others mention them."""

    id: int
    number: str
    name: str
    phone: str = ""


@dataclass(frozen=True)
class GridForm:
    """A grid as typed. ``code`` may be the bare number; it is completed.

    ``manager_ids`` None leaves the managers as they are. ``valid_from`` None means today for
    a new grid and no change for a saved one.
    """

    code: str
    name: str = ""
    level: GridLevel = GridLevel.GRID
    kind: GridKind = GridKind.BASIC
    parent_id: int | None = None
    households: int = 0
    shops: int = 0
    lead_id: int | None = None
    manager_ids: tuple[int, ...] | None = None
    valid_from: date | None = None


@dataclass(frozen=True)
class GridView:
    """A grid on a day, with its place in the tree and what is wrong with it."""

    id: int
    code: str
    number: str
    name: str
    level: GridLevel
    kind: GridKind
    parent_id: int | None
    depth: int
    households: int
    shops: int
    buildings: int
    lead: Person | None
    managers: tuple[Person, ...]
    valid_from: date
    valid_to: date | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class StaffForm:
    """A member of staff as typed; ``hired`` None means today for a new one, else no change."""

    number: str
    name: str
    roles: tuple[Role, ...] = ()
    grid_id: int | None = None
    phone: str = ""
    hired: date | None = None
    left: date | None = None
    deputy_id: int | None = None
    away: bool = False


@dataclass(frozen=True)
class StaffView:
    """A member of staff. ``present`` says whether they are employed and not away."""

    id: int
    number: str
    name: str
    initials: str
    roles: tuple[Role, ...]
    grid_id: int | None
    grid: str
    phone: str
    hired: date
    left: date | None
    deputy_id: int | None
    deputy: str
    away: bool
    present: bool


@dataclass(frozen=True)
class BuildingForm:
    """A building as typed; ``grid_id`` is its grid from the day of saving on."""

    estate: str
    name: str
    households: int = 0
    shops: int = 0
    grid_id: int | None = None


@dataclass(frozen=True)
class BuildingView:
    """A building on a day; in no grid or in two, ``grid_id`` is None and a finding says so."""

    id: int
    estate: str
    name: str
    households: int
    shops: int
    grid_id: int | None
    grid: str
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """Estate and building in one."""
        return f"{self.estate}{self.name}"


@dataclass(frozen=True)
class AddressMatch:
    """Whose an address is.

    When several buildings fit, ``building_id`` and ``grid_id`` are None and ``candidates``
    names them; a building in two grids has ``grid_id`` None. Both are ``ambiguous``. ``lead``
    and ``manager`` are empty where the grid has none.
    """

    building_id: int | None
    building: str
    grid_id: int | None
    grid: str
    lead: str
    lead_phone: str
    manager: str
    manager_phone: str
    room: str
    ambiguous: bool
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkdayView:
    """A day of the calendar as it is shown: working or not, why, and whether it was entered.

    ``holiday`` names the holiday it is or makes up for; ``note`` is the name the office gave.
    """

    day: date
    working: bool
    kind: DayKind
    holiday: str
    own: bool
    note: str


@dataclass(frozen=True)
class YearView:
    """A year of the calendar: every day, and whether its holidays are known.

    ``said`` is what the office said of it, None where the shipped calendar decides.
    """

    year: int
    published: bool
    said: bool | None
    days: tuple[WorkdayView, ...]

    @property
    def working(self) -> int:
        """How many days the office works."""
        return sum(one.working for one in self.days)

    def stretches(self, *kinds: DayKind) -> tuple[tuple[date, date, str], ...]:
        """Days of these kinds as (first, last, name); neighbours of one name are one stretch."""
        found: list[tuple[date, date, str]] = []
        for one in self.days:
            if one.kind not in kinds:
                continue
            if found and found[-1][1] == one.day - ONE_DAY and found[-1][2] == one.holiday:
                found[-1] = (found[-1][0], one.day, one.holiday)
            else:
                found.append((one.day, one.day, one.holiday))
        return tuple(found)


@dataclass(frozen=True)
class DutyView:
    """Who answers the hotline on a day.

    ``acting`` is who really does: the deputy where the officer is away or has left.
    """

    day: date
    officer: Person
    deputy: Person | None
    acting: Person
    note: str

    @property
    def stands_in(self) -> bool:
        """Whether the deputy acts for the officer (代)."""
        return self.acting != self.officer


@dataclass(frozen=True)
class RosterDay:
    """A day of the month sheet: what the calendar says, and who is on duty."""

    calendar: WorkdayView
    duty: DutyView | None


@dataclass(frozen=True)
class RosterMonth:
    """A month of duty. ``published`` False: the year's holidays are not known yet."""

    year: int
    month: int
    published: bool
    days: tuple[RosterDay, ...]

    @property
    def empty(self) -> tuple[date, ...]:
        """The days nobody is on duty."""
        return tuple(day.calendar.day for day in self.days if day.duty is None)
