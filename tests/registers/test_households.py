"""The residents' register: entering, ending, members, needs, and what verify says of it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.registers import checks, households, service
from gridterm.registers.household_terms import (
    HouseholdDetail,
    HouseholdFilter,
    HouseholdForm,
    HouseholdStatus,
    MemberForm,
    Relation,
    ServiceForm,
    ServiceKind,
)
from gridterm.registers.tables import Household, HouseholdMember, ServiceNeed
from gridterm.registers.terms import BuildingForm
from gridterm.store import drafts, search
from gridterm.store.search import Kind
from gridterm.store.tables import AuditEntry
from gridterm.store.verify import verify
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)
THREE = "化院小区3号楼"


def enter(
    office: Office, room: str = "2-501", *names: str, building: str = THREE
) -> HouseholdDetail:
    """A household at a room; the first name is its head."""
    members = [
        MemberForm(name, relation=Relation.OTHER if place else Relation.HEAD)
        for place, name in enumerate(names)
    ]
    form = HouseholdForm(office.buildings[building], room)
    return households.save_household(office.store, office.actor, form, members=members)


def found(office: Office, words: str) -> set[int]:
    with office.store.read() as session:
        hits = search.find(session.connection(), words, Kind.HOUSEHOLD, 20)
    return {hit.ref for hit in hits}


def newest(office: Office) -> AuditEntry:
    with office.store.read() as session:
        return session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def whole(office: Office) -> Iterator[None]:
    """What the services leave behind, verify finds whole."""
    yield
    report = verify(office.store, checks.CHECKS, checks.TEXTS)
    assert report.whole, report.findings


def test_a_household_is_entered_with_who_lives_there_in_one_entry(office: Office) -> None:
    form = HouseholdForm(
        office.buildings[THREE],
        " 2单元５０１室 ",
        "0512-6688001",
        HouseholdStatus.RENTED,
        "租至年底",
    )
    members = [
        MemberForm("李晓明", "138 0000 0009", Relation.HEAD),
        MemberForm("刘洋", "", Relation.SPOUSE, lives_here=False),
    ]
    draft = drafts.keep(office.store, "household", "one", {"room": "2"})
    made = households.save_household(
        office.store, office.actor, form, members=members, draft_id=draft
    )
    assert (made.row.title, made.row.head, made.row.members) == (
        f"{THREE} 2单元５０１室",
        "李晓明",
        2,
    )
    assert (made.row.phone, made.row.status) == ("05126688001", HouseholdStatus.RENTED)
    assert (made.row.grid_id, made.row.ended, made.valid_from) == (office.grid8, False, TODAY)
    assert [one.lives_here for one in made.members] == [True, False]
    assert drafts.waiting(office.store) == []
    entry = newest(office)
    assert (entry.action, entry.subject) == ("household.enter", f"household:{made.row.id}")
    assert households.household(office.store, made.row.id) == made


def test_a_room_has_one_household_at_a_time_and_the_old_one_can_be_ended_with_the_save(
    office: Office,
) -> None:
    old = enter(office, "2-501", "李晓明")
    form = HouseholdForm(office.buildings[THREE], "2单元501")
    with pytest.raises(InputError, match="李晓明") as refused:
        households.save_household(office.store, office.actor, form)
    assert list(refused.value.fields) == ["room"]
    at = households.at_room(office.store, office.buildings[THREE], "2-501")
    assert at is not None
    assert at.id == old.row.id
    new = households.save_household(office.store, office.actor, form, in_place_of=at.id)
    assert households.household(office.store, old.row.id).valid_to == TODAY
    assert households.at_room(office.store, office.buildings[THREE], "2-501") == new.row
    early = replace(form, valid_from=TODAY - timedelta(days=1))
    with pytest.raises(InputError, match="2026-11-21"):
        households.save_household(office.store, office.actor, early, new.row.id)
    with pytest.raises(RefusedError, match="化院小区3号楼"):
        households.reopen_household(office.store, office.actor, old.row.id)


def test_ending_is_told_with_its_reason_and_can_be_taken_back(office: Office) -> None:
    made = enter(office, "201", "赵小红")
    first = households.household(office.store, made.row.id).valid_from
    for day in (first - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(InputError):
            households.end_household(office.store, office.actor, made.row.id, day)
    ended = households.end_household(office.store, office.actor, made.row.id, reason="搬往外地")
    assert ended.row.ended
    assert "搬往外地" in newest(office).changes
    with pytest.raises(RefusedError):
        households.end_household(office.store, office.actor, made.row.id)
    assert households.find(office.store, "赵小红") == ()
    back = households.reopen_household(office.store, office.actor, made.row.id)
    assert (back.row.ended, back.valid_to) == (False, None)
    assert back.members == made.members
    with pytest.raises(RefusedError):
        households.reopen_household(office.store, office.actor, made.row.id)


def test_members_come_change_and_go(office: Office) -> None:
    home = enter(office, "301", "李晓明").row.id
    wife = households.add_member(
        office.store, office.actor, home, MemberForm("刘洋", "13900000009", Relation.SPOUSE)
    )
    assert found(office, "刘洋") == found(office, "ly") == found(office, "13900000009") == {home}
    form = MemberForm("刘阳", "13900000010", Relation.SPOUSE)
    changed = households.save_member(office.store, office.actor, wife.id, form)
    assert (changed.name, changed.phone) == ("刘阳", "13900000010")
    assert found(office, "刘洋") == set()
    assert newest(office).subject == f"household:{home}"
    gone = households.end_member(office.store, office.actor, wife.id, reason="迁出")
    assert gone.valid_to == TODAY
    detail = households.household(office.store, home)
    assert [one.name for one in detail.members] == ["李晓明"]
    assert [one.name for one in detail.former] == ["刘阳"]
    assert found(office, "刘阳") == set()
    with pytest.raises(RefusedError):
        households.end_member(office.store, office.actor, wife.id)


def test_a_household_has_one_head_and_nobody_twice(office: Office) -> None:
    home = enter(office, "301", "李晓明", "刘洋")
    with pytest.raises(InputError, match="李晓明") as refused:
        households.add_member(office.store, office.actor, home.row.id, MemberForm("王小"))
    assert list(refused.value.fields) == ["relation"]
    form = MemberForm("刘洋", relation=Relation.CHILD)
    with pytest.raises(InputError) as refused:
        households.add_member(office.store, office.actor, home.row.id, form)
    assert list(refused.value.fields) == ["name"]
    head = home.members[0]
    kept = MemberForm("李晓明", "110", Relation.HEAD)
    assert households.save_member(office.store, office.actor, head.id, kept).phone == "110"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (HouseholdForm(None, "501"), "building_id"),
        (HouseholdForm(999, "501"), "building_id"),
        (HouseholdForm(1, " \u200b"), "room"),
        (HouseholdForm(1, "，。"), "room"),
        (HouseholdForm(1, "5" * 21), "room"),
        (HouseholdForm(1, "501", phone="不知道"), "phone"),
        (HouseholdForm(1, "501", status="sold"), "status"),
        (HouseholdForm(1, "501", note="长" * 501), "note"),
        (HouseholdForm(1, "501", valid_from=TODAY + timedelta(days=1)), "valid_from"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field(
    office: Office, form: HouseholdForm, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        households.save_household(office.store, office.actor, form)
    assert list(refused.value.fields) == [field]
    assert households.count(office.store, HouseholdFilter()) == 0


def test_a_member_that_cannot_be_used_saves_nothing(office: Office) -> None:
    form = HouseholdForm(office.buildings[THREE], "501")
    for member, field in [
        (MemberForm(""), "name"),
        (MemberForm("王", phone="x"), "phone"),
        (MemberForm("王", relation="boss"), "relation"),
    ]:
        with pytest.raises(InputError) as refused:
            households.save_household(office.store, office.actor, form, members=[member])
        assert list(refused.value.fields) == [field]
    assert households.count(office.store, HouseholdFilter(ended=True)) == 0


def test_what_is_not_there_is_told(office: Office) -> None:
    store, actor = office.store, office.actor
    calls: list[Callable[[], object]] = [
        lambda: households.household(store, 99),
        lambda: households.end_household(store, actor, 99),
        lambda: households.add_member(store, actor, 99, MemberForm("王")),
        lambda: households.save_member(store, actor, 99, MemberForm("王")),
        lambda: households.reveal_services(store, actor, 99),
        lambda: households.end_need(store, actor, 99),
    ]
    for call in calls:
        with pytest.raises(NotFoundError):
            call()


def test_services_are_counted_and_shown_only_to_who_is_noted(office: Office) -> None:
    home = enter(office, "301", "李晓明").row.id
    member = households.household(office.store, home).members[0]
    form = ServiceForm(ServiceKind.LIVING_ALONE, "每周电话问候", member.id)
    draft = drafts.keep(office.store, "need", "one", {"purpose": "每周"})
    need = households.add_need(office.store, office.actor, home, form, draft_id=draft)
    assert drafts.waiting(office.store) == []
    row = households.household(office.store, home).row
    assert row.needs == 1
    assert "问候" not in repr(households.household(office.store, home))
    assert found(office, "问候") == set()
    assert households.reveal_services(office.store, office.actor, home) == (need,)
    entry = newest(office)
    assert (entry.action, entry.subject) == ("household.reveal", f"household:{home}")
    assert json.loads(entry.changes) == [{"facts": {"number": 1, "seen": ["services"]}}]
    households.end_need(office.store, office.actor, need.id, reason="已入住养老院")
    assert households.household(office.store, home).row.needs == 0
    assert households.reveal_services(office.store, office.actor, home)[0].valid_to == TODAY
    with pytest.raises(RefusedError):
        households.end_need(office.store, office.actor, need.id)


def test_a_service_says_its_kind_its_purpose_and_somebody_of_the_household(office: Office) -> None:
    home, other = enter(office, "301", "李晓明").row.id, enter(office, "302", "刘洋")
    for form, field in [
        (ServiceForm("belief", "x"), "kind"),
        (ServiceForm(ServiceKind.HEALTH, " "), "purpose"),
        (ServiceForm(ServiceKind.HEALTH, "x", other.members[0].id), "member_id"),
        (ServiceForm(ServiceKind.HEALTH, "x", None, TODAY + timedelta(days=1)), "valid_from"),
    ]:
        with pytest.raises(InputError) as refused:
            households.add_need(office.store, office.actor, home, form)
        assert list(refused.value.fields) == [field]


def test_no_field_holds_what_the_program_must_not_keep() -> None:
    """RULEBOOK §1: no list of persons by belief, petitioning or drug use."""
    allowed = {
        Household: "id building_id room room_key phone status note valid_from valid_to",
        HouseholdMember: "id household_id name initials phone relation lives_here "
        "valid_from valid_to",
        ServiceNeed: "id household_id member_id kind purpose valid_from valid_to",
    }
    for table, names in allowed.items():
        assert set(table.model_fields) == set(names.split())
    assert {one.name for one in fields(MemberForm)} == {
        *("name", "phone", "relation", "lives_here", "valid_from")
    }


def test_a_building_with_another_name_takes_its_households_along(office: Office) -> None:
    home = enter(office, "301", "李晓明").row.id
    form = BuildingForm("化院新村", "3号楼", 60, 0, office.grid8)
    service.save_building(office.store, office.actor, form, office.buildings[THREE])
    assert found(office, "化院新村") == {home}
    assert found(office, "化院小区") == set()


def test_completeness_counts_what_is_entered_grid_by_grid(office: Office) -> None:
    enter(office, "101", "李晓明")
    home = enter(office, "102")
    households.save_household(
        office.store,
        office.actor,
        HouseholdForm(office.buildings[THREE], "102", "0512666"),
        home.row.id,
    )
    gone = enter(office, "103", "刘洋")
    households.end_household(office.store, office.actor, gone.row.id)
    member = households.add_member(office.store, office.actor, home.row.id, MemberForm("王", "110"))
    eight, nine = households.completeness(office.store)
    assert (eight.grid_id, eight.expected, eight.buildings) == (office.grid8, 300, 3)
    assert (eight.entered, eight.with_member, eight.with_phone) == (2, 2, 1)
    assert eight.buildings_empty == 2
    assert (nine.entered, nine.with_member, nine.buildings, nine.buildings_empty) == (0, 0, 2, 2)
    households.end_member(office.store, office.actor, member.id)
    assert households.completeness(office.store)[0].with_member == 1


def test_where_a_grid_says_nothing_its_buildings_say_how_many_to_expect(office: Office) -> None:
    view = service.grid(office.store, office.grid8)
    from gridterm.registers.terms import GridForm

    form = GridForm(view.code, parent_id=view.parent_id, households=0)
    service.save_grid(office.store, office.actor, form, office.grid8)
    assert households.completeness(office.store)[0].expected == 180


def test_hostile_texts_stay_texts(office: Office, hostile: list[str]) -> None:
    for place, words in enumerate(hostile):
        form = HouseholdForm(office.buildings[THREE], f"{place + 1}01", note=words[:500])
        name = words.strip("\x0b\u200b")[:40] or "无名"
        made = households.save_household(
            office.store, office.actor, form, members=[MemberForm(name)]
        )
        assert households.household(office.store, made.row.id).row.head == made.row.head
        households.find(office.store, words)
        households.households(office.store, HouseholdFilter(text=words))


def test_verify_finds_what_does_not_add_up(office: Office) -> None:
    home = enter(office, "2-501", "李晓明")
    with office.store.write("test", office.actor) as tx:
        record = tx.session.get_one(Household, home.row.id)
        was = record.room_key
        record.room_key = "9-999"
        twin = Household(
            building_id=record.building_id,
            room="9-999",
            room_key="9-999",
            valid_from=TODAY - timedelta(days=9),
            valid_to=TODAY + timedelta(days=9),
        )
        second = HouseholdMember(
            household_id=home.row.id, name="王", initials="?", relation="head", valid_from=TODAY
        )
        need = ServiceNeed(household_id=home.row.id, kind="belief", purpose="", valid_from=TODAY)
        tx.add(twin, second, need)
    counts = verify(office.store, checks.CHECKS, checks.TEXTS).counts
    assert counts["household.key"] == 1
    assert counts["household.twice"] == 2
    assert counts["household.heads"] == 1
    assert counts["household.values"] == 2
    assert counts["search.stale"] == 2
    with office.store.write("test", office.actor) as tx:
        tx.session.get_one(Household, home.row.id).room_key = was
        for made in (twin, second, need):
            tx.session.delete(tx.session.merge(made))
