"""The grid sheet: one row per grid, its buildings listed in a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers import address_rules, buildings, grid_views, grids, rules
from gridterm.registers.sheets import (
    Row,
    coded,
    find_grid,
    find_person,
    show_person,
    spec,
    split_list,
    unknown,
)
from gridterm.registers.tables import Building, BuildingGrid, Grid
from gridterm.registers.terms import BuildingForm, GridForm, GridKind, GridLevel, GridView
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.spreadsheet.values import Value, text_of
from gridterm.store.unit import Tx
from gridterm.text import fold

_LEVELS = {
    GridLevel.DISTRICT: ("区", "区县", "县"),
    GridLevel.STREET: ("镇", "街道", "镇(街道)", "乡镇"),
    GridLevel.COMMUNITY: ("社区", "村", "行政村", "行政村(社区)"),
    GridLevel.GRID: ("网格", "居民小组", "村民小组", "村(居)民小组"),
    GridLevel.HOUSEHOLD_GROUP: ("住户小组", "微网格"),
}
_KINDS = {GridKind.BASIC: ("基础", "基础网格"), GridKind.EXCLUSIVE: ("专属", "专属网格")}


class GridSheet:
    """One row per grid, its buildings listed in a cell."""

    purpose = "grids"
    title_id = N_("Grids")
    named_by: tuple[str, ...] = ("code", "name")

    def __init__(self) -> None:
        self._claimed: dict[int, int] = {}

    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are written."""
        return (
            spec(
                "code", N_("Grid code"), "网格编号", "网格编码", "编号", "编码", "网格", "code",
                required=True,
            ),
            spec("name", N_("Grid name"), "网格名称", "名称", "name"),
            spec("level", N_("Level"), "级别", "层级", "等级"),
            spec("kind", N_("Kind"), "类别", "类型", "网格类型", "网格类别"),
            spec("parent", N_("Area above"), "上级", "上级网格", "所属社区", "parent"),
            spec("households", N_("Households"), "户数", "住户数", "居民户数"),
            spec("shops", N_("Shops"), "商铺数", "商户数", "门店数", "商铺"),
            spec("lead", N_("Grid lead"), "网格负责人", "网格长", "负责人", "lead"),
            spec("managers", N_("Grid managers"), "网格管理员", "网格员", "管理员", "managers"),
            spec("buildings", N_("Buildings"), "楼栋", "楼栋范围", "范围", "所辖楼栋"),
            spec("valid_from", N_("Exists from"), "起始日期", "设立日期", "启用日期"),
        )  # fmt: skip

    def order(self, rows: Sequence[Row]) -> list[Row]:
        """From the highest level down, so that an area stands before what is below it."""
        return sorted(rows, key=lambda row: _level(row, GridLevel.GRID, quiet=True))

    def key(self, row: Row) -> str:
        """The code as it would be stored, and what it stands below."""
        level = _level(row, GridLevel.GRID)
        return fold(f"{rules.grid_code(row.text('code'), level, '')} {row.text('parent')}")

    def find(self, tx: Tx, row: Row) -> int | None:
        """By code or bare number, below its parent where one is named."""
        day = tx.now.date()
        parent = self._parent(tx, row)
        level = _level(row, GridLevel.GRID)
        code = rules.grid_code(row.text("code"), level, grids.community(tx.session, parent))
        found = tx.session.exec(
            select(Grid).where(
                Grid.code == code, or_(col(Grid.valid_to).is_(None), col(Grid.valid_to) >= day)
            )
        ).first()
        return found.id if found else None

    def apply(self, tx: Tx, row: Row, record_id: int | None) -> int:
        """Save a grid and its buildings; people not in the register yet are remarked."""
        old = tx.session.get(Grid, record_id) if record_id else None
        parent = self._parent(tx, row)
        level = _level(row, GridLevel(old.level) if old else GridLevel.GRID)
        kinds = coded(row.text("kind"), _KINDS)
        kind = kinds[0] if kinds else GridKind(old.kind) if old else GridKind.BASIC
        leads = self._people(tx, row, "lead")
        managers = self._people(tx, row, "managers")
        form = GridForm(
            code=row.text("code"),
            name=row.text("name") or (old.name if old else ""),
            level=level,
            kind=kind,
            parent_id=parent.id if parent else (old.parent_id if old else None),
            households=row.count("households", old.households if old else 0),
            shops=row.count("shops", old.shops if old else 0),
            lead_id=leads[0] if leads else (old.lead_id if old else None),
            manager_ids=tuple(managers) or None,
            valid_from=row.day("valid_from"),
        )
        saved = grids.put_grid(tx, form, record_id)
        since = tx.now.date() if old else saved.valid_from
        for estate, name in address_rules.split_buildings(text_of(row.cells.get("buildings", ""))):
            self._claim(tx, row, saved, (estate, name), since)
        return saved.id or 0

    def finish(self, tx: Tx) -> None:
        """Each row was saved whole."""

    def all(
        self,
        session: Session,
        day: date,
        *,
        whole: bool,  # noqa: ARG002 - as Sheet has it
    ) -> dict[int, dict[str, Value]]:
        """Every grid that has not ended, in the order of the tree."""
        found = grid_views.views(session, day, ended=True)
        codes = {view.id: view.code for view in found}
        listed: dict[int, list[str]] = {}
        for building in buildings.views(session, day):
            if building.grid_id is not None:
                title = f"{building.estate} {building.name}"
                listed.setdefault(building.grid_id, []).append(title)
        return {
            view.id: self._row(view, codes, listed.get(view.id, []))
            for view in found
            if _lasting(view, day)
        }

    def _row(
        self, view: GridView, codes: Mapping[int, str], titles: Sequence[str]
    ) -> dict[str, Value]:
        return {
            "code": view.code,
            "name": view.name,
            "level": view.level.label,
            "kind": view.kind.label,
            "parent": codes.get(view.parent_id or 0, ""),
            "households": view.households,
            "shops": view.shops,
            "lead": show_person(view.lead) if view.lead else "",
            "managers": "、".join(show_person(person) for person in view.managers),
            "buildings": "、".join(titles),
            "valid_from": view.valid_from,
        }

    def _parent(self, tx: Tx, row: Row) -> Grid | None:
        typed = row.text("parent")
        if not typed:
            return None
        found = find_grid(tx.session, typed, tx.now.date())
        if found is None:
            raise InputError(_("There is no area {name} to stand below.").format(name=typed))
        return found

    def _people(self, tx: Tx, row: Row, key: str) -> list[int]:
        found = []
        for typed in split_list(text_of(row.cells.get(key, ""))):
            person = find_person(tx.session, typed, tx.now.date())
            if person is None:
                row.remarks.append(
                    _("{name} is not in the staff register yet; the post is left open.").format(
                        name=typed
                    )
                )
            else:
                found.append(person.id or 0)
        return found

    def _claim(self, tx: Tx, row: Row, grid: Grid, place: tuple[str, str], since: date) -> None:
        key = address_rules.search_key(*place)
        found = tx.session.exec(select(Building).where(Building.search_key == key)).first()
        if found is None:
            form = BuildingForm(*place, grid_id=grid.id)
            found = buildings.put_building(tx, form, since=since)
        elif self._claimed.get(found.id or 0, row.number) != row.number:
            raise InputError(
                _("{building} stands in row {row} too: a building belongs to one grid.").format(
                    building="".join(place), row=self._claimed[found.id or 0]
                )
            )
        elif not self._belongs(tx, found, grid):
            buildings.assign(tx, found, grid.id, since)
        self._claimed[found.id or 0] = row.number

    def _belongs(self, tx: Tx, building: Building, grid: Grid) -> bool:
        spells = tx.session.exec(
            select(BuildingGrid).where(
                BuildingGrid.building_id == building.id, *buildings.belongs(tx.now.date())
            )
        ).all()
        return [spell.grid_id for spell in spells] == [grid.id]


def _lasting(view: GridView, day: date) -> bool:
    return view.valid_to is None or view.valid_to >= day


def _level(row: Row, standing: GridLevel, *, quiet: bool = False) -> GridLevel:
    typed = fold(row.text("level"))
    if not typed:
        return standing
    for level, words in _LEVELS.items():
        if typed in {fold(word) for word in (str(int(level)), level.label, *words)}:
            return level
    if quiet:
        return standing
    raise unknown(row.text("level"), [level.label for level in GridLevel])
