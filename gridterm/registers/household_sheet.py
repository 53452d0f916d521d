"""The residents' sheet: one row per person, so several rows of one room are its members.

A room where nobody is entered is one row without a name. What services somebody needs is
need-to-know and never in a sheet (RULEBOOK §7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers import address_rules, households
from gridterm.registers.household_index import index_household
from gridterm.registers.household_terms import (
    HouseholdForm,
    HouseholdStatus,
    MemberForm,
    Relation,
)
from gridterm.registers.household_views import BY_PLACE, standing_at
from gridterm.registers.sheets import Row, coded, spec, unknown
from gridterm.registers.tables import Building, Household, HouseholdMember
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.spreadsheet.values import Value
from gridterm.store.unit import Tx
from gridterm.text import fold, normalize_phone

HERE, ELSEWHERE = N_("lives here"), N_("lives elsewhere")
_STATUSES = {
    HouseholdStatus.OCCUPIED: ("自住", "自住户", "自有", "常住", "业主自住", "有人"),
    HouseholdStatus.RENTED: ("出租", "租住", "出租户", "出租房", "租赁", "承租"),
    HouseholdStatus.EMPTY: ("空置", "空户", "空房", "空置房", "无人", "无人居住"),
}
_RELATIONS = {
    Relation.HEAD: ("户主", "本人", "房主", "业主"),
    Relation.SPOUSE: ("配偶", "妻", "妻子", "夫", "丈夫", "爱人", "老伴"),
    Relation.CHILD: ("子女", "子", "女", "儿子", "女儿", "长子", "次子", "长女", "次女", "独生子"),
    Relation.PARENT: ("父母", "父", "母", "父亲", "母亲", "岳父", "岳母", "公公", "婆婆"),
    Relation.GRANDCHILD: ("孙子女", "孙子", "孙女", "外孙", "外孙子", "外孙女", "孙"),
    Relation.TENANT: ("租户", "租客", "承租人", "房客"),
    Relation.OTHER: ("其他", "其他亲属", "亲属", "儿媳", "女婿", "兄弟", "姐妹", "兄", "弟",
                     "姐", "妹", "保姆", "非亲属"),
}  # fmt: skip


class HouseholdSheet:
    """One row per person of a household. A record is a person, or a room without anybody.

    Persons are known by their id, rooms by the negative of the household's.
    """

    purpose = "households"
    title_id = N_("Residents")
    named_by: tuple[str, ...] = ("estate", "building", "unit", "room", "name")

    def __init__(self) -> None:
        self._buildings: dict[str, int] = {}
        self._homes: dict[str, Household] = {}
        self._changed: dict[int, Household] = {}

    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are written."""
        return (
            spec("estate", N_("Estate"), "小区", "小区名称", "院落", "estate"),
            spec("building", N_("Building"), "楼栋", "楼号", "栋号", "楼", "幢", "地址", "住址",
                 "家庭住址", "详细地址", "居住地址", "address", required=True),
            spec("unit", N_("Unit"), "单元", "单元号"),
            spec("room", N_("Room"), "房号", "室", "房间号", "门牌号", "户号", "房间"),
            spec("name", N_("Name"), "姓名", "成员姓名", "户主姓名", "户主", "居民姓名"),
            spec("relation", N_("Relation"), "与户主关系", "关系", "家庭关系", "与户主的关系"),
            spec("phone", N_("Phone"), "电话", "联系电话", "手机", "手机号", "本人电话", "mobile"),
            spec("home_phone", N_("Home phone"), "固定电话", "家庭电话", "座机", "住宅电话"),
            spec("lives_here", N_("Lives here"), "居住情况", "是否在此居住", "是否居住",
                 "人户状态"),
            spec("status", N_("Home is"), "房屋状态", "房屋情况", "房屋性质", "状态", "status"),
            spec("note", N_("Note"), "备注", "说明", "note"),
        )  # fmt: skip

    def order(self, rows: Sequence[Row]) -> list[Row]:
        """Within a room the head first, so that the others are told from them."""
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(_room_of(row), row.number)
        return sorted(rows, key=lambda row: (first[_room_of(row)], not _is_head(row), row.number))

    def key(self, row: Row) -> str:
        """The room, and the person where one is named."""
        place, room = _place(row)
        if not room:
            raise InputError(_("The room is missing."))
        return f"{place} {room} {fold(row.text('name'))}"

    def find(self, tx: Tx, row: Row) -> int | None:
        """The person of that name at that room, or the room itself; None for new ones."""
        home = self._home(tx, row)
        if home is None:
            return None
        name = row.text("name")
        if not name:
            return -(home.id or 0)
        return tx.session.exec(
            select(HouseholdMember.id).where(
                HouseholdMember.household_id == home.id,
                HouseholdMember.name == name,
                col(HouseholdMember.valid_to).is_(None),
            )
        ).first()

    def apply(self, tx: Tx, row: Row, record_id: int | None) -> int:
        """Save the household and the person; an empty cell leaves what is there."""
        home = self._home(tx, row)
        standing = _standing(home) if home is not None else None
        form = self._household(tx, row, standing)
        changed = form != standing
        if home is None or changed:
            home = households.put_household(tx, form, home.id if home else None, index=False)
        saved = -(home.id or 0)
        if row.text("name"):
            member_id = record_id if record_id is not None and record_id > 0 else None
            old = tx.session.get(HouseholdMember, member_id) if member_id else None
            person = _member(tx, row, home, old)
            if old is None or person != _standing_member(old):
                old = households.put_member(tx, home, person, member_id, index=False)
                changed = True
            saved = old.id or 0
        self._homes[self._place_key(tx, row)] = home  # only what is not taken back
        if changed:
            self._changed[home.id or 0] = home
        return saved

    def finish(self, tx: Tx) -> None:
        """Keep the search index true to what was saved, each household once."""
        for home in self._changed.values():
            index_household(tx, home)

    def all(self, session: Session, day: date, *, whole: bool) -> dict[int, dict[str, Value]]:
        """Everybody of the households that stand, by building and room; then rooms with nobody."""
        del day
        query = (
            select(Household, Building, HouseholdMember)
            .join(Building, col(Building.id) == col(Household.building_id))
            .outerjoin(
                HouseholdMember,
                (col(HouseholdMember.household_id) == col(Household.id))
                & col(HouseholdMember.valid_to).is_(None),
            )
            .where(col(Household.valid_to).is_(None))
            .order_by(
                *BY_PLACE,
                col(HouseholdMember.relation) != Relation.HEAD.value,
                col(HouseholdMember.id),
            )
        )
        found: dict[int, dict[str, Value]] = {}
        for home, place, member in session.execute(query):
            if member is None or whole:
                found[-home.id] = _line(home, place, None)
            if member is not None:
                found[member.id] = _line(home, place, member)
        return found

    # ── what a row says ─────────────────────────────────────────────────────
    def _place_key(self, tx: Tx, row: Row) -> str:
        return f"{self._building(tx, row)} {_place(row)[1]}"

    def _building(self, tx: Tx, row: Row) -> int:
        """The building a row names.

        Raises:
            InputError: the register has none, or several fit.
        """
        place = _place(row)[0]
        if place not in self._buildings:
            found = _buildings(tx.session, row.text("estate"), place)
            if len(found) != 1:
                raise _no_building(place, [f"{one.estate}{one.name}" for one in found])
            self._buildings[place] = found[0].id or 0
        return self._buildings[place]

    def _home(self, tx: Tx, row: Row) -> Household | None:
        """The household that is at the row's room now."""
        key = self._place_key(tx, row)
        if key not in self._homes:
            found = standing_at(tx.session, self._building(tx, row), _place(row)[1])
            if found is None:
                return None
            self._homes[key] = found
        return self._homes[key]

    def _household(self, tx: Tx, row: Row, standing: HouseholdForm | None) -> HouseholdForm:
        form = standing or HouseholdForm(
            self._building(tx, row), _room_words(row) or _place(row)[1]
        )
        statuses = coded(row.text("status"), _STATUSES)
        phone = row.text("home_phone") or ("" if row.text("name") else row.text("phone"))
        return replace(
            form,
            phone=normalize_phone(phone) or phone or form.phone,
            status=(statuses[0] if statuses else HouseholdStatus(form.status)).value,
            note=row.text("note") or form.note,
        )


def _standing(home: Household) -> HouseholdForm:
    return HouseholdForm(home.building_id, home.room, home.phone, home.status, home.note)


def _standing_member(old: HouseholdMember) -> MemberForm:
    return MemberForm(old.name, old.phone, old.relation, old.lives_here)


def _member(tx: Tx, row: Row, home: Household, old: HouseholdMember | None) -> MemberForm:
    form = _standing_member(old) if old is not None else MemberForm(row.text("name"), relation="")
    if old is None and not row.text("relation"):
        form = replace(form, relation="" if _has_head(tx, home) else Relation.HEAD.value)
    return replace(
        form,
        phone=normalize_phone(row.text("phone")) or row.text("phone") or form.phone,
        relation=_relation(row) or form.relation,
        lives_here=_lives_here(row, standing=form.lives_here),
    )


def _has_head(tx: Tx, record: Household) -> bool:
    query = select(HouseholdMember.id).where(
        HouseholdMember.household_id == record.id,
        HouseholdMember.relation == Relation.HEAD.value,
        col(HouseholdMember.valid_to).is_(None),
    )
    return tx.session.exec(query).first() is not None


def _is_head(row: Row) -> bool:
    word = fold(row.text("relation"))
    return word in {fold(one) for one in (Relation.HEAD.label, *_RELATIONS[Relation.HEAD])}


def _place(row: Row) -> tuple[str, str]:
    """The building a row names, folded, and the key of the room.

    A building's cell may hold the whole address where there is no room beside it.
    """
    estate = row.text("estate")
    building, room = row.text("building").removeprefix(estate).strip(), _room_words(row)
    if not room:
        address = address_rules.parse_address(f"{estate}{building}")
        if address is not None and address.room:
            named = f"{address.estate}{address.block}号楼"
            return address_rules.compact(named), address.room_key
    return address_rules.compact(f"{estate}{building}"), address_rules.room_key(room)


def _buildings(session: Session, estate: str, place: str) -> list[Building]:
    """The buildings a row names: by estate and number, else by the address as people write it."""
    name = place.removeprefix(address_rules.compact(estate))
    if estate:
        key = address_rules.search_key(estate, name)
        named = session.exec(select(Building).where(Building.search_key == key)).all()
        if named:
            return list(named)
    address = address_rules.parse_address(place)
    every = session.exec(select(Building)).all()
    if address is not None:
        return address_rules.closest(address, [(one.search_key, one) for one in every])
    return [one for one in every if address_rules.compact(f"{one.estate}{one.name}") == place]


def _room_of(row: Row) -> str:
    return " ".join(_place(row))


def _room_words(row: Row) -> str:
    """The room as it is kept: the unit's cell and the room's in one."""
    unit, room = row.text("unit").removesuffix("单元"), row.text("room")
    return f"{unit}-{room.removesuffix('室')}" if unit and room else room


def _no_building(place: str, candidates: Sequence[str]) -> InputError:
    if candidates:
        return InputError(
            _("This may be several buildings: {names}. Say the estate too.").format(
                names=_(", ").join(candidates)
            )
        )
    return InputError(
        _(
            "There is no building {building} in the register. Enter it first, or import "
            "the grids with their buildings."
        ).format(building=place)
    )


def _relation(row: Row) -> str:
    """What somebody is to the head; a word that is none of the usual ones is another relative."""
    word = row.text("relation")
    if not word:
        return ""
    try:
        return coded(word, _RELATIONS)[0].value
    except InputError:
        row.remarks.append(
            _("The relation {word} is not known here; entered as: {relation}.").format(
                word=word, relation=Relation.OTHER.label
            )
        )
        return Relation.OTHER.value


def _lives_here(row: Row, *, standing: bool) -> bool:
    word = fold(row.text("lives_here"))
    elsewhere = (ELSEWHERE, _(ELSEWHERE), "否", "不在", "外出", "人户分离", "空挂", "不住", "no")
    here = (HERE, _(HERE), "是", "在", "常住", "在住", "人户一致", "居住", "yes")
    if word in {fold(one) for one in elsewhere}:
        return False
    if word in {fold(one) for one in here}:
        return True
    if word:
        raise unknown(row.text("lives_here"), [_(HERE), _(ELSEWHERE)])
    return standing


def _line(home: Household, place: Building, member: HouseholdMember | None) -> dict[str, Value]:
    unit, room = _parted(home)
    line: Mapping[str, Value] = {
        "estate": place.estate,
        "building": place.name,
        "unit": unit,
        "room": room,
        "home_phone": home.phone,
        "status": HouseholdStatus(home.status).label,
        "note": home.note,
    }
    if member is None:
        return {**line, "name": "", "relation": "", "phone": "", "lives_here": ""}
    return {
        **line,
        "name": member.name,
        "relation": Relation(member.relation).label if member.relation else "",
        "phone": member.phone,
        "lives_here": _(HERE) if member.lives_here else _(ELSEWHERE),
    }


def _parted(home: Household) -> tuple[str, str]:
    """Unit and room apart where the key has both; else the room as it was written."""
    unit, dash, room = home.room_key.partition("-")
    whole = dash and address_rules.room_key(f"{unit}单元{room}") == home.room_key
    return (unit, room) if whole else ("", home.room)
