import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.registers import service
from gridterm.registers.tables import BuildingGrid, GridManager
from gridterm.registers.terms import BuildingForm, GridForm, GridKind, GridLevel, Role, StaffForm
from gridterm.store import search
from gridterm.store.search import Kind
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)


@contextmanager
def counted(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The SELECT statements sent to SQLite meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(
        _c: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        if statement.lstrip().startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def entries(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


# ── staff ───────────────────────────────────────────────────────────────────


def test_a_new_member_of_staff_is_found_by_number_name_initials_and_phone(office: Office) -> None:
    form = StaffForm(
        "２００1", " 刘\u200b洋 ", (Role.CLERK, Role.COMMITTEE), phone="１３９ 0000-0009"
    )
    made = service.save_staff(office.store, office.actor, form)
    assert (made.number, made.name, made.phone) == ("2001", "刘洋", "13900000009")
    assert made.roles == (Role.CLERK, Role.COMMITTEE)
    assert made.hired == TODAY
    assert made.present
    for typed in ("2001", "刘", "刘洋", "ly", "ＬＹ", "139 0000", "200"):
        assert made.id in [found.id for found in service.find_staff(office.store, typed)], typed


def test_words_of_a_menu_are_read_in_one_way() -> None:
    from gridterm.text import initials

    assert "s" in initials("台").split()
    assert initials("台", rare=False) == "t"


def test_initials_take_every_reading_and_the_likeliest_comes_first(office: Office) -> None:
    for typed in ("zl", "zy"):
        assert service.find_staff(office.store, typed)[0].id == office.zhao
    assert service.find_staff(office.store, "lxm")[0].name == "李晓明"
    service.save_staff(office.store, office.actor, StaffForm("3", "李晓"))
    assert [found.name for found in service.find_staff(office.store, "李晓")] == ["李晓", "李晓明"]
    assert service.find_staff(office.store, " ") == ()
    assert service.find_staff(office.store, "没有这人") == ()


def test_who_has_left_is_kept_and_out_of_the_way(office: Office) -> None:
    gone = service.end_staff(office.store, office.actor, office.wang, date(2026, 11, 20))
    assert gone.left == date(2026, 11, 20)
    assert not gone.present
    assert office.wang not in [row.id for row in service.list_staff(office.store)]
    assert office.wang in [row.id for row in service.list_staff(office.store, ended=True)]
    assert office.wang in [
        row.id for row in service.list_staff(office.store, on=date(2026, 11, 20))
    ]
    assert service.find_staff(office.store, "王芳") == ()
    assert service.find_staff(office.store, "王芳", ended=True)[0].id == office.wang
    with pytest.raises(InputError) as caught:
        service.save_staff(office.store, office.actor, StaffForm("1008", "新人"))
    assert set(caught.value.fields) == {"number"}


def test_leaving_ends_the_managers_post_and_the_grid_says_so(office: Office) -> None:
    service.end_staff(office.store, office.actor, office.wang, date(2026, 11, 20))
    after = service.grid(office.store, office.grid8)
    before = service.grid(office.store, office.grid8, date(2026, 11, 20))
    assert [person.name for person in before.managers] == ["王芳"]
    assert after.managers == ()
    assert [finding.code for finding in after.findings] == ["no_manager"]
    service.end_staff(office.store, office.actor, office.li, date(2026, 11, 20))
    codes = [finding.code for finding in service.grid(office.store, office.grid8).findings]
    assert codes == ["no_manager", "lead_left"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "1 0 0 7"}, "number"),
        ({"number": "10/07"}, "number"),
        ({"number": "9" * 21}, "number"),
        ({"name": "\u200b"}, "name"),
        ({"name": "字" * 41}, "name"),
        ({"phone": "没有"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"left": date(2020, 1, 1)}, "left"),
        ({"deputy_id": 999}, "deputy_id"),
        ({"grid_id": 999}, "grid_id"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_nothing_is_saved(
    office: Office, change: dict[str, Any], field: str
) -> None:
    before = service.list_staff(office.store, ended=True)
    with office.store.read() as session:
        trail = len(entries(session))
    form = replace(StaffForm("5001", "新人", hired=date(2026, 1, 1)), **change)
    with pytest.raises(InputError) as caught:
        service.save_staff(office.store, office.actor, form)
    assert list(caught.value.fields) == [field]
    assert caught.value.message == caught.value.fields[field]
    assert service.list_staff(office.store, ended=True) == before
    with office.store.read() as session:
        assert len(entries(session)) == trail


def test_all_faults_of_a_form_are_told_at_once(office: Office) -> None:
    with pytest.raises(InputError) as caught:
        service.save_staff(office.store, office.actor, StaffForm("", "", phone="x"))
    assert set(caught.value.fields) == {"number", "name", "phone"}


def test_a_deputy_is_a_colleague_who_is_still_here(office: Office) -> None:
    form = StaffForm("1008", "王芳", (Role.GRID_MANAGER,), deputy_id=office.wang)
    with pytest.raises(InputError):
        service.save_staff(office.store, office.actor, form, office.wang)
    saved = service.save_staff(
        office.store, office.actor, replace(form, deputy_id=office.chen), office.wang
    )
    assert saved.deputy == "陈思雨"
    assert saved.hired == date(2025, 1, 1)
    service.end_staff(office.store, office.actor, office.zhao, date(2026, 1, 1))
    with pytest.raises(InputError, match="赵乐"):
        service.save_staff(
            office.store, office.actor, replace(form, deputy_id=office.zhao), office.wang
        )


def test_a_managers_grid_makes_the_post_and_moving_moves_it(office: Office) -> None:
    form = StaffForm("1008", "王芳", (Role.GRID_MANAGER,), grid_id=office.grid9)
    service.save_staff(office.store, office.actor, form, office.wang)
    assert [p.name for p in service.grid(office.store, office.grid9).managers] == ["王芳", "陈思雨"]
    assert service.grid(office.store, office.grid8).managers == ()
    yesterday = service.grid(office.store, office.grid8, TODAY - timedelta(days=1))
    assert [p.name for p in yesterday.managers] == ["王芳"]
    service.save_staff(office.store, office.actor, replace(form, roles=(Role.CLERK,)), office.wang)
    assert [p.name for p in service.grid(office.store, office.grid9).managers] == ["陈思雨"]


def test_hostile_texts_are_kept_or_refused_but_never_break_anything(
    office: Office, hostile: list[str]
) -> None:
    for number, text in enumerate(hostile):
        form = StaffForm(f"h{number}", text)
        if len(text) > 40 or not text.strip("\x0b\u200b"):
            with pytest.raises(InputError) as caught:
                service.save_staff(office.store, office.actor, form)
            assert set(caught.value.fields) == {"name"}
        else:
            saved = service.save_staff(office.store, office.actor, form)
            assert saved.name == text.replace("\n", " ")
            assert saved in service.list_staff(office.store, saved.name)
        service.list_staff(office.store, text)
        service.find_staff(office.store, text)
        service.grid_of_address(office.store, text)
        service.suggest_buildings(office.store, text)
        service.list_buildings(office.store, text=text)
        refused = [{"number": text}] if text != "两\n行" else []
        if text != "\x0b\u200b":
            refused.append({"phone": text})
        for field in refused:
            with pytest.raises(InputError):
                service.save_staff(
                    office.store, office.actor, replace(StaffForm("", "甲"), **field)
                )


def test_one_change_is_one_entry_that_says_who_and_what(office: Office) -> None:
    with office.store.read() as session:
        before = len(entries(session))
    service.save_staff(office.store, office.actor, StaffForm("77", "孙"))
    with office.store.read() as session:
        new = entries(session)[before:]
    assert [(entry.action, entry.actor) for entry in new] == [("staff.enter", "李晓明")]
    assert new[0].subject.startswith("staff:")
    assert "孙" in json.dumps(json.loads(new[0].changes), ensure_ascii=False)


def test_staff_and_grids_stand_in_the_search_index(office: Office) -> None:
    with office.store.read() as session:
        connection = session.connection()
        assert [hit.ref for hit in search.find(connection, "晓明", Kind.STAFF, 5)] == [office.li]
        assert [hit.ref for hit in search.find(connection, "lxm", Kind.STAFF, 5)] == [office.li]
        assert [hit.ref for hit in search.find(connection, "008", Kind.GRID, 5)] == [office.grid8]
    form = StaffForm("1007", "李大明", (Role.GRID_LEAD,))
    service.save_staff(office.store, office.actor, form, office.li)
    with office.store.read() as session:
        assert search.find(session.connection(), "晓明", Kind.STAFF, 5) == []


def test_who_does_not_exist_is_a_sentence(office: Office) -> None:
    for call in (
        lambda: service.staff_member(office.store, 999),
        lambda: service.end_staff(office.store, office.actor, 999),
        lambda: service.save_staff(office.store, office.actor, StaffForm("1", "甲"), 999),
        lambda: service.grid(office.store, 999),
        lambda: service.building(office.store, 999),
        lambda: service.assign_building(office.store, office.actor, 999, None),
    ):
        with pytest.raises(NotFoundError):
            call()


# ── grids ───────────────────────────────────────────────────────────────────


def test_grids_come_as_a_tree_with_people_buildings_and_warnings(office: Office) -> None:
    street = service.save_grid(
        office.store, office.actor, GridForm("铁东街道", level=GridLevel.STREET)
    )
    top = GridForm("化院社区", level=GridLevel.COMMUNITY, parent_id=street.id)
    service.save_grid(office.store, office.actor, top, office.community)
    group = GridForm("8-2", level=GridLevel.HOUSEHOLD_GROUP, parent_id=office.grid8, households=20)
    service.save_grid(office.store, office.actor, group)
    found = service.list_grids(office.store)
    assert [(view.number, view.depth) for view in found] == [
        ("铁东街道", 0),
        ("化院社区", 1),
        ("008", 2),
        ("008-02", 3),
        ("009", 2),
    ]
    eight = found[2]
    assert eight.code == "化院社区008网格"
    assert eight.lead is not None
    assert (eight.lead.name, eight.buildings) == ("李晓明", 3)
    assert [person.name for person in eight.managers] == ["王芳"]
    assert eight.findings == ()
    assert [finding.code for finding in found[3].findings] == ["too_few_households"]


def test_naming_people_gives_them_the_role(office: Office) -> None:
    form = GridForm("10", lead_id=office.zhao, manager_ids=(office.zhao,), households=100)
    service.save_grid(office.store, office.actor, form)
    roles = service.staff_member(office.store, office.zhao).roles
    assert roles == (Role.CLERK, Role.GRID_LEAD, Role.GRID_MANAGER)


def test_managers_change_from_today_and_yesterday_keeps_its_own(office: Office) -> None:
    view = service.grid(office.store, office.grid8)
    form = GridForm(
        view.code,
        parent_id=view.parent_id,
        households=300,
        lead_id=office.li,
        manager_ids=(office.chen,),
    )
    service.save_grid(office.store, office.actor, form, office.grid8)
    assert [p.id for p in service.grid(office.store, office.grid8).managers] == [office.chen]
    yesterday = service.grid(office.store, office.grid8, TODAY - timedelta(days=1))
    assert [p.id for p in yesterday.managers] == [office.wang]
    back = replace(form, manager_ids=(office.wang,))
    service.save_grid(office.store, office.actor, back, office.grid8)
    again = service.save_grid(office.store, office.actor, back, office.grid8)
    assert [p.id for p in again.managers] == [office.wang]
    kept = service.save_grid(
        office.store, office.actor, replace(form, manager_ids=None), office.grid8
    )
    assert [p.id for p in kept.managers] == [office.wang]
    with office.store.read() as session:
        rows = session.exec(select(GridManager).where(GridManager.grid_id == office.grid8)).all()
    assert len(rows) <= 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "[/]"}, "code"),
        ({"code": "008"}, "code"),
        ({"name": "字" * 61}, "name"),
        ({"households": -1}, "households"),
        ({"shops": 100_001}, "shops"),
        ({"parent_id": 999}, "parent_id"),
        ({"level": GridLevel.COMMUNITY, "code": "别的"}, "parent_id"),
        ({"lead_id": 999}, "lead_id"),
        ({"manager_ids": (999,)}, "manager_ids"),
    ],
)
def test_a_grid_that_cannot_be_is_refused_by_field(
    office: Office, change: dict[str, Any], field: str
) -> None:
    form = replace(GridForm("011", parent_id=office.community), **change)
    before = service.list_grids(office.store)
    with pytest.raises(InputError) as caught:
        service.save_grid(office.store, office.actor, form)
    assert list(caught.value.fields) == [field]
    assert service.list_grids(office.store) == before


def test_a_level_cannot_sink_below_what_stands_under_it(office: Office) -> None:
    form = GridForm("12", level=GridLevel.GRID)
    with pytest.raises(InputError) as caught:
        service.save_grid(office.store, office.actor, form, office.community)
    assert "level" in caught.value.fields


def test_a_grid_ends_only_when_nothing_belongs_to_it(office: Office) -> None:
    with pytest.raises(RefusedError, match="3"):
        service.end_grid(office.store, office.actor, office.grid8)
    with pytest.raises(RefusedError, match="008"):
        service.end_grid(office.store, office.actor, office.community)
    for title, building in office.buildings.items():
        if title.startswith("化院"):
            service.assign_building(office.store, office.actor, building, office.grid9)
    yesterday = TODAY - timedelta(days=1)
    ended = service.end_grid(office.store, office.actor, office.grid8, yesterday)
    assert ended.valid_to == yesterday
    assert office.grid8 not in [view.id for view in service.list_grids(office.store)]
    assert office.grid8 in [view.id for view in service.list_grids(office.store, yesterday)]
    assert service.staff_member(office.store, office.wang).grid_id is None
    again = service.save_grid(office.store, office.actor, GridForm("008", valid_from=TODAY))
    assert again.id != office.grid8


def test_a_grid_never_ends_before_it_began(office: Office) -> None:
    made = service.save_grid(office.store, office.actor, GridForm("20"))
    with pytest.raises(InputError) as caught:
        service.end_grid(office.store, office.actor, made.id, date(2020, 1, 1))
    assert "valid_to" in caught.value.fields


def test_an_exclusive_grid_has_no_least_size(office: Office) -> None:
    form = GridForm("21", kind=GridKind.EXCLUSIVE, shops=40, lead_id=office.li)
    view = service.save_grid(office.store, office.actor, form)
    assert [finding.code for finding in view.findings] == ["no_manager"]


# ── buildings and addresses ─────────────────────────────────────────────────


def test_buildings_come_by_estate_and_number(office: Office) -> None:
    titles = [view.title for view in service.list_buildings(office.store)]
    assert titles == [
        "化院小区3号楼",
        "化院小区10号楼",
        "化院小区老干部楼",
        "阳光花园3栋",
        "阳光花园A座",
    ]
    mine = service.list_buildings(office.store, grid_id=office.grid9)
    assert [view.title for view in mine] == ["阳光花园3栋", "阳光花园A座"]
    assert [view.title for view in service.list_buildings(office.store, text="化院小区3号楼")] == [
        "化院小区3号楼"
    ]
    assert all(view.findings == () for view in mine)


@pytest.mark.parametrize(
    "form",
    [BuildingForm("化院", "三幢"), BuildingForm("化院小区", "03号楼"), BuildingForm("", "1号楼")],
)
def test_the_same_building_is_not_entered_twice(office: Office, form: BuildingForm) -> None:
    with pytest.raises(InputError):
        service.save_building(office.store, office.actor, form)


def test_a_building_belongs_to_a_grid_not_to_an_area_or_an_ended_grid(office: Office) -> None:
    form = BuildingForm("北苑", "1号楼", grid_id=office.community)
    with pytest.raises(InputError) as caught:
        service.save_building(office.store, office.actor, form)
    assert list(caught.value.fields) == ["grid_id"]


def test_a_building_moves_on_a_day_and_an_old_address_keeps_its_grid(office: Office) -> None:
    building = office.buildings["化院小区3号楼"]
    service.assign_building(office.store, office.actor, building, office.grid9, date(2026, 12, 1))
    for day, grid_id in [(date(2026, 11, 30), office.grid8), (date(2026, 12, 1), office.grid9)]:
        match = service.grid_of_address(office.store, "化院小区3号楼", day)
        assert match is not None
        assert match.grid_id == grid_id
    back = service.assign_building(office.store, office.actor, building, office.grid8)
    assert back.grid_id == office.grid8
    later = service.building(office.store, building, date(2027, 1, 1))
    assert (later.grid_id, later.findings) == (office.grid8, ())


def test_a_building_in_none_or_two_grids_is_shown_as_an_error(office: Office) -> None:
    building = office.buildings["化院小区3号楼"]
    view = service.assign_building(office.store, office.actor, building, None)
    assert [(finding.code, finding.error) for finding in view.findings] == [("no_grid", True)]
    match = service.grid_of_address(office.store, "化院小区3号楼")
    assert match is not None
    assert (match.building_id, match.grid_id, match.ambiguous) == (building, None, False)
    with office.store.write("test", office.actor) as tx:
        for grid_id in (office.grid8, office.grid9):
            tx.add(BuildingGrid(building_id=building, grid_id=grid_id, valid_from=TODAY))
    twice = service.building(office.store, building)
    assert [finding.code for finding in twice.findings] == ["two_grids"]
    unsure = service.grid_of_address(office.store, "化院小区3号楼")
    assert unsure is not None
    assert (unsure.building_id, unsure.grid_id, unsure.ambiguous) == (building, None, True)


@pytest.mark.parametrize(
    ("typed", "building", "room"),
    [
        ("化院小区3号楼2单元501", "化院小区3号楼", "2-501"),
        ("铁东街道化院小区三栋", "化院小区3号楼", ""),
        ("中山路18号化院小区10#楼", "化院小区10号楼", ""),
        ("阳光花园3-501", "阳光花园3栋", "501"),
        ("阳光花园ａ座1203", "阳光花园A座", "1203"),
        ("化院小区老干部楼二楼", "化院小区老干部楼", ""),
        ("10号楼", "化院小区10号楼", ""),
        ("化院社区10号楼", "化院小区10号楼", ""),
    ],
)
def test_from_an_address_to_a_name_and_a_phone(
    office: Office, typed: str, building: str, room: str
) -> None:
    match = service.grid_of_address(office.store, typed)
    assert match is not None
    assert (match.building, match.room, match.ambiguous) == (building, room, False)
    assert match.building_id == office.buildings[building]
    manager = ("王芳", "13800000002") if "化院" in building else ("陈思雨", "13800000003")
    assert (match.lead, match.lead_phone) == ("李晓明", "13800000001")
    assert (match.manager, match.manager_phone) == manager


@pytest.mark.parametrize("typed", ["", "幸福小区3号楼", "化院小区99号楼", "你好", "化院小区"])
def test_an_address_outside_the_register_has_no_match(office: Office, typed: str) -> None:
    assert service.grid_of_address(office.store, typed) is None


def test_a_building_number_of_two_estates_is_not_guessed(office: Office) -> None:
    match = service.grid_of_address(office.store, "3栋5楼")
    assert match is not None
    assert match.ambiguous
    assert match.building_id is None
    assert set(match.candidates) == {"化院小区3号楼", "阳光花园3栋"}


def test_an_away_manager_stands_behind_one_who_is_there(office: Office) -> None:
    view = service.grid(office.store, office.grid8)
    both = GridForm(
        view.code,
        parent_id=view.parent_id,
        lead_id=office.li,
        manager_ids=(office.wang, office.chen),
    )
    service.save_grid(office.store, office.actor, both, office.grid8)
    away = StaffForm("1008", "王芳", (Role.GRID_MANAGER,), grid_id=office.grid8, away=True)
    service.save_staff(office.store, office.actor, away, office.wang)
    match = service.grid_of_address(office.store, "化院小区3号楼")
    assert match is not None
    assert match.manager == "陈思雨"


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("化", ["化院小区3号楼", "化院小区10号楼", "化院小区老干部楼"]),
        ("化院1", ["化院小区10号楼"]),
        ("化院小区3", ["化院小区3号楼"]),
        ("３", ["化院小区3号楼", "阳光花园3栋"]),
        ("阳光花园A", ["阳光花园A座"]),
        ("老干", ["化院小区老干部楼"]),
        ("", []),
    ],
)
def test_suggestions_while_typing(office: Office, typed: str, titles: list[str]) -> None:
    found = service.suggest_buildings(office.store, typed)
    assert [view.title for view in found] == titles
    assert service.suggest_buildings(office.store, typed, limit=1) == found[:1]


def test_an_address_is_looked_up_through_the_index(office: Office) -> None:
    with counted(office.store) as seen:
        service.grid_of_address(office.store, "化院小区3号楼2单元501")
    (statement, parameters) = next(pair for pair in seen if "FROM building" in pair[0])
    with office.store.read() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
    assert any("ix_building_search_key" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps), steps


@pytest.mark.parametrize("call", ["list_grids", "list_staff", "list_buildings"])
def test_a_list_costs_the_same_number_of_queries_however_long(office: Office, call: str) -> None:
    with counted(office.store) as few:
        getattr(service, call)(office.store)
    for number in range(12):
        made = service.save_grid(
            office.store,
            office.actor,
            GridForm(f"{number + 100}", parent_id=office.community, lead_id=office.li),
        )
        service.save_staff(
            office.store, office.actor, StaffForm(f"n{number}", "甲", grid_id=made.id)
        )
        form = BuildingForm("北苑", f"{number + 1}号楼", grid_id=made.id)
        service.save_building(office.store, office.actor, form)
    with counted(office.store) as many:
        shown = getattr(service, call)(office.store)
    assert len(shown) >= 12
    assert len(many) == len(few)


def test_the_clock_set_back_does_not_make_a_spell_that_ends_before_it_begins(
    office: Office, clock: FixedClock
) -> None:
    building = office.buildings["化院小区3号楼"]
    service.assign_building(office.store, office.actor, building, office.grid9)
    clock.advance(timedelta(days=-30))
    back = service.assign_building(office.store, office.actor, building, office.grid8)
    assert (back.grid_id, back.findings) == (office.grid8, ())
    clock.advance(timedelta(days=60))
    assert service.building(office.store, building).grid_id == office.grid8
