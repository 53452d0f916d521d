from datetime import date, timedelta

from gridterm.registers import checks, service
from gridterm.registers.tables import Building, BuildingGrid, Staff
from gridterm.registers.terms import GridForm, StaffForm
from gridterm.store.verify import VerifyReport, verify
from tests.registers.conftest import Office

TODAY = date(2026, 11, 21)


def report(office: Office) -> VerifyReport:
    return verify(office.store, checks.CHECKS, checks.TEXTS)


def test_a_kept_office_is_whole(office: Office) -> None:
    building = office.buildings["化院小区3号楼"]
    for grid_id, days in [(office.grid9, 0), (office.grid8, -30), (office.grid9, 60)]:
        day = TODAY + timedelta(days=days)
        service.assign_building(office.store, office.actor, building, grid_id, day)
    service.end_staff(office.store, office.actor, office.wang)
    service.save_staff(office.store, office.actor, StaffForm("1009", "陈思宇"), office.chen)
    service.save_grid(office.store, office.actor, GridForm("077", "新网格"))
    found = report(office)
    assert found.whole, found.findings
    assert found.checked


def test_what_does_not_add_up_is_found(office: Office) -> None:
    building = office.buildings["化院小区3号楼"]
    with office.store.write("test", office.actor) as tx:
        tx.add(BuildingGrid(building_id=building, grid_id=office.grid9, valid_from=TODAY))
        tx.session.get_one(Building, office.buildings["阳光花园A座"]).search_key = "b|阳光"
        tx.session.get_one(Staff, office.li).initials = "zzz"
    counts = report(office).counts
    assert counts["building.two_grids"] == 1
    assert counts["building.key"] == 1
    assert counts["staff.initials"] == 1
    assert any(code.startswith("search") for code in counts), counts
