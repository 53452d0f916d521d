"""What only the registers can check of themselves: one grid per building, keys, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from sqlmodel import Session, select

from gridterm.i18n import _
from gridterm.registers import address_rules
from gridterm.registers.buildings import in_two_grids
from gridterm.registers.grids import grid_words
from gridterm.registers.staff import staff_words
from gridterm.registers.tables import Building, Grid, Staff
from gridterm.store.findings import Finding, Watch
from gridterm.store.indexing import Indexed, TextSource
from gridterm.store.search import Kind
from gridterm.text import initials


def check_buildings(session: Session, watch: Watch) -> Iterator[Finding]:
    """No building is in two grids on one day, and each is found by its address (RULEBOOK §1)."""
    watch.begin(_("Buildings"))
    twice = in_two_grids(session)
    for building in session.exec(select(Building)):
        watch.step()
        title = f"{building.estate}{building.name}"
        if building.id in twice:
            yield Finding(
                "building.two_grids", _("{building}: in two grids at once.").format(building=title)
            )
        if building.search_key != address_rules.search_key(building.estate, building.name):
            yield Finding(
                "building.key",
                _("{building}: its address does not find it.").format(building=title),
            )


def check_staff(session: Session, watch: Watch) -> Iterator[Finding]:
    """Everybody is found by the pinyin initials of their name."""
    watch.begin(_("Staff"))
    for staff in session.exec(select(Staff)):
        watch.step()
        if staff.initials != initials(staff.name):
            yield Finding(
                "staff.initials",
                _("{name}: the pinyin initials do not fit the name.").format(name=staff.name),
            )


CHECKS = (check_buildings, check_staff)


def _staff(session: Session) -> Iterable[Indexed]:
    for staff in session.exec(select(Staff)):
        yield staff.id or 0, datetime.combine(staff.hired, time()), staff_words(staff)


def _grids(session: Session) -> Iterable[Indexed]:
    for grid in session.exec(select(Grid)):
        yield grid.id or 0, datetime.combine(grid.valid_from, time()), grid_words(grid)


TEXTS = (TextSource(Kind.STAFF, _staff), TextSource(Kind.GRID, _grids))
