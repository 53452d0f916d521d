"""The staff sheet: one row per member of staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, select

from gridterm.i18n import N_, _
from gridterm.registers import staff
from gridterm.registers.sheets import Row, coded, find_grid, find_person, spec, unknown
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role, StaffForm, StaffView, split_roles
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.spreadsheet.values import Value
from gridterm.store.unit import Tx
from gridterm.text import fold

AT_WORK, AWAY = N_("at work"), N_("away")
_ROLES = {
    Role.CLERK: ("文员", "职员", "工作人员", "办事员", "社工"),
    Role.GRID_LEAD: ("网格负责人", "网格长", "负责人"),
    Role.GRID_MANAGER: ("网格管理员", "网格员", "管理员", "专职网格员"),
    Role.COMMITTEE: ("两委", "两委成员", "社区两委", "委员"),
    Role.PRINCIPAL_LEADER: ("主要负责人", "书记", "主任", "书记主任", "社区书记"),
}


class StaffSheet:
    """One row per member of staff."""

    purpose = "staff"
    title_id = N_("Staff")
    named_by: tuple[str, ...] = ("number", "name")

    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are written."""
        return (
            spec("number", N_("Staff number"), "工号", "编号", "人员编号", "number", required=True),
            spec("name", N_("Name"), "姓名", "名字", required=True),
            spec("roles", N_("Roles"), "角色", "职务", "岗位", "role", "position"),
            spec("grid", N_("Grid"), "网格", "所属网格", "所在网格", "网格编号"),
            spec("phone", N_("Phone"), "电话", "联系电话", "手机", "手机号", "mobile"),
            spec("hired", N_("Hired"), "入职日期", "入职时间", "到岗日期", "参加工作时间"),
            spec("left", N_("Left"), "离职日期", "离职时间", "退出日期"),
            spec("deputy", N_("Deputy"), "AB岗", "B岗", "代理人", "替岗人"),
            spec("away", N_("At work or away"), "在岗状态", "在岗/离岗", "状态", "status"),
        )

    def order(self, rows: Sequence[Row]) -> list[Row]:
        """As they stand."""
        return list(rows)

    def key(self, row: Row) -> str:
        """The staff number."""
        return fold(row.text("number")).replace(" ", "")

    def find(self, tx: Tx, row: Row) -> int | None:
        """By staff number."""
        number = self.key(row)
        found = tx.session.exec(select(Staff).where(func.lower(Staff.number) == number)).first()
        return found.id if found else None

    def apply(self, tx: Tx, row: Row, record_id: int | None) -> int:
        """Save somebody; a grid that is not in the register yet is remarked and left empty."""
        day = tx.now.date()
        old = tx.session.get(Staff, record_id) if record_id else None
        form = _standing(old) if old else StaffForm("", "")
        deputy_id = form.deputy_id
        if typed := row.text("deputy"):
            deputy = find_person(tx.session, typed, day)
            deputy_id = deputy.id if deputy else deputy_id
            if deputy is None:
                row.remarks.append(_("The deputy {name} is not known.").format(name=typed))
        grid_id = form.grid_id
        if typed := row.text("grid"):
            found = find_grid(tx.session, typed, day)
            grid_id = found.id if found else grid_id
            if found is None:
                row.remarks.append(
                    _("The grid {grid} is not known yet; it is left empty.").format(grid=typed)
                )
        hired, left = row.day("hired") or form.hired, row.day("left") or form.left
        if row.day("left") is None and old and old.left and hired and hired > old.left:
            left = None  # hired again: the last day of the time before is over
        form = replace(
            form,
            number=row.text("number"),
            name=row.text("name"),
            roles=coded(row.text("roles"), _ROLES) or form.roles,
            grid_id=grid_id,
            phone=row.text("phone") or form.phone,
            hired=hired,
            left=left,
            deputy_id=deputy_id,
            away=_away(row.text("away"), standing=form.away),
        )
        return staff.put_staff(tx, form, record_id).id or 0

    def finish(self, tx: Tx) -> None:
        """Each row was saved whole."""

    def all(
        self,
        session: Session,
        day: date,
        *,
        whole: bool,  # noqa: ARG002 - as Sheet has it
    ) -> dict[int, dict[str, Value]]:
        """Everybody, those who have left too."""
        found = staff.everybody(session, day)
        people = {view.id: f"{view.number} {view.name}" for view in found}
        return {view.id: self._row(view, people) for view in found}

    def _row(self, view: StaffView, people: Mapping[int, str]) -> dict[str, Value]:
        return {
            "number": view.number,
            "name": view.name,
            "roles": "、".join(role.label for role in view.roles),
            "grid": view.grid,
            "phone": view.phone,
            "hired": view.hired,
            "left": view.left or "",
            "deputy": people.get(view.deputy_id or 0, ""),
            "away": _(AWAY) if view.away else _(AT_WORK),
        }


def _standing(old: Staff) -> StaffForm:
    return StaffForm(
        old.number,
        old.name,
        split_roles(old.roles),
        old.grid_id,
        old.phone,
        old.hired,
        old.left,
        old.deputy_id,
        old.away,
    )


def _away(typed: str, *, standing: bool) -> bool:
    word = fold(typed)
    if word in {fold(name) for name in (AWAY, _(AWAY), "离岗", "不在岗", "外出")}:
        return True
    if word in {fold(name) for name in (AT_WORK, _(AT_WORK), "在岗")}:
        return False
    if word:
        raise unknown(typed, [_(AT_WORK), _(AWAY)])
    return standing
