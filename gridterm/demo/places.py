"""Where the demo office is: estates, buildings, grids, homes, and how people say an address."""

from __future__ import annotations

from dataclasses import dataclass

from gridterm.demo.content import Dice, read

GRID_CODE = "{community}{number:03d}网格"
BUILDING = "{number}号楼"
SPOKEN_BUILDINGS = ("{n}号楼", "{n}号楼", "{n}栋", "{n}号", "{wide}号楼", "{chinese}号楼", "{n}#楼")
SPOKEN_HOMES = (
    "{estate}{building}{unit}单元{room}",
    "{estate}{building}{unit}单元{room}室",
    "{estate}{n}-{unit}-{room}",
    "{short}{building}{unit}单元{floor}楼",
    "{short}{building}{unit}门{room}",
    "{short}{building}",
    "{building}{unit}单元",
)
_NUMERALS = "〇一二三四五六七八九"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
TEN = 10


@dataclass(frozen=True, slots=True)
class DemoEstate:
    """A housing estate (小区): ``short`` is what people call it."""

    name: str
    short: str
    buildings: int


@dataclass(frozen=True, slots=True)
class DemoBuilding:
    """A building with its one grid.

    ``units``, ``floors`` and ``doors`` (per floor) make its homes; a commercial building has
    shops and no homes. ``first_home`` counts the homes of the buildings before it.
    """

    estate: str
    building: str
    grid_code: str
    households: int
    shops: int
    units: int
    floors: int
    doors: int
    number: int
    first_home: int
    short: str


@dataclass(frozen=True, slots=True)
class GridPlace:
    """A grid as the map draws it, before anybody works in it."""

    number: int
    code: str
    name: str
    kind: str
    parent: str
    households: int
    shops: int
    buildings: tuple[DemoBuilding, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A household's door; ``index`` numbers all the homes of the community."""

    building: DemoBuilding
    unit: int
    floor: int
    door: int
    index: int

    @property
    def room(self) -> str:
        """``502``: the floor and the door."""
        return f"{self.floor}{self.door:02d}"

    @property
    def text(self) -> str:
        """``3单元502``, or the shop's number in a commercial street."""
        return f"{self.unit}单元{self.room}" if self.unit else f"{self.door}号门市"


def estates() -> tuple[DemoEstate, ...]:
    """The estates of the community."""
    return tuple(
        DemoEstate(one["name"], one["short"], one["buildings"]) for one in read("places")["estates"]
    )


def grids() -> tuple[GridPlace, ...]:
    """The grids with their buildings; each building is in exactly one."""
    places = read("places")
    shapes = {one["name"]: one for one in places["estates"]}
    made: list[GridPlace] = []
    first = 0
    for grid in places["grids"]:
        code = GRID_CODE.format(community=places["name"], number=grid["number"])
        doors = [
            (shapes[estate], number)
            for estate, low, high in grid["parts"]
            for number in range(low, high + 1)
        ]
        shops = grid.get("shops") or places["shops_per_basic_grid"][grid["number"] - 1]
        buildings = []
        for position, (shape, number) in enumerate(doors):
            own = shops // len(doors) + (position < shops % len(doors))
            homes = shape["units"] * shape["floors"] * shape["doors"]
            buildings.append(
                DemoBuilding(
                    shape["name"], BUILDING.format(number=number), code, homes, own,
                    shape["units"], shape["floors"], shape["doors"], number, first, shape["short"],
                )
            )  # fmt: skip
            first += homes
        made.append(
            GridPlace(
                grid["number"], code, f"{grid['number']:03d}网格", grid.get("kind", "basic"),
                places["name"], sum(one.households for one in buildings), shops, tuple(buildings),
            )
        )  # fmt: skip
    return tuple(made)


def home_in(dice: Dice, building: DemoBuilding, floor: str = "", unit: int = 0) -> Home:
    """A home of the building. ``floor`` may ask for the top, the first, or any below the top."""
    if not building.units:
        door = dice.between(1, building.shops)
        return Home(building, 0, 1, door, building.first_home)
    low = building.floors if floor == "top" else 1
    high = {"first": 1, "below_top": building.floors - 1}.get(floor, building.floors)
    return home_at(
        building,
        unit or dice.between(1, building.units),
        dice.between(low, high),
        dice.between(1, building.doors),
    )


def home_at(building: DemoBuilding, unit: int, floor: int, door: int) -> Home:
    """The home behind a door that is known."""
    index = ((unit - 1) * building.floors + floor - 1) * building.doors + door - 1
    return Home(building, unit, floor, door, building.first_home + index)


def spoken_building(dice: Dice, building: DemoBuilding) -> str:
    """The building's number as somebody says or types it: ``7栋``, ``七号楼``, ``７号楼``."""
    number = building.number
    return dice.pick(SPOKEN_BUILDINGS).format(
        n=number, wide=str(number).translate(_WIDE), chinese=numeral(number)
    )


def spoken_where(dice: Dice, building: DemoBuilding) -> str:
    """The building as it is mentioned within a sentence."""
    head = dice.pick((building.estate, building.short, building.short, "我们", "", "咱"))
    return head + spoken_building(dice, building)


def spoken_home(dice: Dice, home: Home) -> str:
    """The address as the caller gives it."""
    building = home.building
    if not home.unit:
        return f"{building.short}{home.text}"
    return dice.pick(SPOKEN_HOMES).format(
        estate=building.estate,
        short=building.short,
        building=spoken_building(dice, building),
        n=building.number,
        unit=home.unit,
        floor=home.floor,
        room=home.room,
    )


def numeral(number: int) -> str:
    """A number below one hundred in Chinese: ``十七``."""
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else _NUMERALS[tens] + "十")
    return head + (_NUMERALS[ones] if ones or not tens else "")
