"""The residents' register: its codes with their texts, and the values in and out (RULEBOOK §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridterm.i18n import N_, Term


class HouseholdStatus(Term):
    """How a home is lived in."""

    OCCUPIED = "occupied", N_("Lived in by its owner")
    RENTED = "rented", N_("Rented out")
    EMPTY = "empty", N_("Empty home")


class Relation(Term):
    """What somebody is to the head of the household."""

    HEAD = "head", N_("Head of the household")
    SPOUSE = "spouse", N_("Spouse")
    CHILD = "child", N_("Child")
    PARENT = "parent", N_("Parent")
    GRANDCHILD = "grandchild", N_("Grandchild")
    OTHER = "other", N_("Other relative")
    TENANT = "tenant", N_("Tenant")


class ServiceKind(Term):
    """What service is needed; only the service, never a judgement on a person (RULEBOOK §1)."""

    LIVING_ALONE = "living_alone", N_("Elderly living alone")
    DISABLED = "disabled", N_("Help for the disabled")
    LOW_INCOME = "low_income", N_("Minimum living allowance")
    CHILDCARE = "childcare", N_("Care for children")
    HEALTH = "health", N_("Health care at home")
    JOBS = "jobs", N_("Help to find work")
    OTHER = "other", N_("Another service")


@dataclass(frozen=True)
class HouseholdForm:
    """A household as typed. ``valid_from`` None means today for a new one, else no change."""

    building_id: int | None
    room: str
    phone: str = ""
    status: str = HouseholdStatus.OCCUPIED
    note: str = ""
    valid_from: date | None = None


@dataclass(frozen=True)
class MemberForm:
    """A member of a household as typed."""

    name: str
    phone: str = ""
    relation: str = Relation.HEAD
    lives_here: bool = True
    valid_from: date | None = None


@dataclass(frozen=True)
class ServiceForm:
    """A service a household needs, and what the entry is kept for."""

    kind: str
    purpose: str
    member_id: int | None = None
    valid_from: date | None = None


@dataclass(frozen=True)
class HouseholdFilter:
    """Which households: of a grid or a building, by a text, and whether ended ones too.

    ``text`` is part of a room, a name, a phone, or pinyin initials.
    """

    grid_id: int | None = None
    building_id: int | None = None
    text: str = ""
    status: str = ""
    ended: bool = False


@dataclass(frozen=True)
class HouseholdRow:
    """A household in a list. ``title`` is building and room in one (化院小区3号楼 2-501).

    ``head`` is the head's name (or the first member's), ``phone`` the first number there is,
    ``needs`` how many services it needs: which ones is need-to-know.
    """

    id: int
    building_id: int
    building: str
    room: str
    title: str
    grid_id: int | None
    grid: str
    head: str
    members: int
    phone: str
    status: HouseholdStatus
    needs: int
    ended: bool


@dataclass(frozen=True)
class MemberView:
    """A member of a household."""

    id: int
    name: str
    phone: str
    relation: Relation | None
    lives_here: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class ServiceView:
    """A service need as it is revealed; that it was looked at stands in the trail."""

    id: int
    kind: ServiceKind
    purpose: str
    member: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class HouseholdDetail:
    """A household with its members; its services are asked for apart (``reveal_services``).

    ``phone`` is the home's own number; ``row.phone`` the first there is.
    """

    row: HouseholdRow
    note: str
    valid_from: date
    valid_to: date | None
    members: tuple[MemberView, ...]
    former: tuple[MemberView, ...] = ()
    phone: str = ""


@dataclass(frozen=True)
class Completeness:
    """How complete the register of a grid is (六清, RULEBOOK §7).

    ``expected`` is how many households the grid or its buildings say; the others are counts of
    households entered, with a member, with a phone, and buildings without any household.
    """

    grid_id: int
    grid: str
    expected: int
    entered: int
    with_member: int
    with_phone: int
    buildings: int
    buildings_empty: int
