from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.hotline import calendar_change, handling, service
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.terms import Intake
from gridterm.registers import roster
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.settings import change
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.backup import make_backup
from gridterm.store.glance import plain
from gridterm.store.unit import Store
from gridterm.text import width
from gridterm.today.briefing import (
    SHOWN,
    Briefing,
    Section,
    Topic,
    briefing,
    counts,
    how_long,
)
from gridterm.today.plain import as_text, lines

HOSTILE = "[/关闭][red]x[/red] =1+1\n第二行" + "长" * 300


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def part(found: Briefing, topic: Topic) -> Section:
    return next(one for one in found.sections if one.topic is topic)


def test_an_empty_office_says_so_in_every_part(store: Store) -> None:
    found = briefing(store)
    shown = as_text(found)
    assert "Every call is closed." in shown
    assert "  6. none" in shown
    assert "! Today         nobody" in shown
    assert "! Grids         There is no grid yet." in shown
    assert "! Backup        There is no backup yet." in shown
    assert found.heading == "Sat 2026-11-21 09:14"


def test_calls_stand_in_order_of_the_time_they_have_left_with_the_reason(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    clock.moment = datetime(2026, 11, 23, 9, 0)
    old = service.register(store, actor, Intake(HOSTILE, kind="complaint"))
    clock.advance(timedelta(hours=1))
    answered = service.register(store, actor, Intake("灯坏了", kind="complaint", answer="已报修"))
    clock.advance(timedelta(days=1))
    new = service.register(store, actor, Intake("问一下", kind="complaint"))
    clock.moment = datetime(2026, 11, 24, 19, 30)
    found = briefing(store)
    clocks = part(found, Topic.CLOCKS)
    assert [item.ref for item in clocks.items] == [old.id, answered.id, new.id]
    assert [item.late for item in clocks.items] == [True, False, False]
    assert clocks.items[0].words.startswith("2 hours overdue  First feedback")
    assert clocks.items[1].words.startswith("22 hours left  Revisit")
    reason = "First feedback by 11-24 17:30: 1 working day after 11-23 09:00, to close of business"
    assert clocks.items[0].reason == reason
    assert f"({reason})" in as_text(found, 1000)
    assert clocks.heading == "Clocks running out  3"
    assert counts(store, clock.today()).unanswered == 2
    assert counts(store, clock.today()).revisits == 1


def test_a_major_matter_is_marked_before_it_is_late(
    store: Store, clock: FixedClock, actor: Actor
) -> None:
    one = service.register(store, actor, Intake("燃气泄漏", kind="report")).id
    handling.triage(store, actor, one, "major", "emergency", reason="有危险")
    item = part(briefing(store), Topic.CLOCKS).items[0]
    assert item.late
    assert "Major and sudden" in item.words


def test_the_board_has_its_six_lines(store: Store, clock: FixedClock, actor: Actor) -> None:
    service.register(store, actor, Intake("灯坏了", kind="complaint"))
    clock.advance(timedelta(days=10))
    section = part(briefing(store), Topic.BOARD)
    assert [item.ref for item in section.items] == [str(check) for check in LetNot]
    assert [item.late for item in section.items] == [False, True, True, False, True, True]
    assert (section.items[5].lead, section.items[5].words) == ("6. 1", "Run aground, no entry")
    assert "3 working days" in section.items[5].reason
    assert section.heading == "Six let-nots"


def test_more_than_are_shown_are_counted(store: Store, actor: Actor) -> None:
    for number in range(SHOWN + 3):
        service.register(store, actor, Intake(f"第{number}件", kind="complaint"))
    found = briefing(store)
    section = part(found, Topic.CLOCKS)
    assert len(section.items) == SHOWN
    assert section.total == SHOWN + 3
    assert "  and 3 more" in lines(found)


def test_every_line_fits_and_has_no_line_break(store: Store, actor: Actor) -> None:
    change(store, SYSTEM, {"office.name": "铁东街道化院社区" * 12})
    service.register(store, actor, Intake(HOSTILE, kind="complaint"))
    drafts.keep(store, "hotline.intake", "gone", {"content": HOSTILE})
    shown = lines(briefing(store), 80)
    assert all(width(line) <= 80 and "\n" not in line for line in shown)
    assert any("[/关闭][red]x[/red]" in line for line in shown)


def test_drafts_of_a_program_that_runs_are_its_own(store: Store) -> None:
    drafts.keep(store, "hotline.intake", "gone", {"content": "水管"})
    drafts.keep(store, "hotline.intake", "alive", {"content": "电梯"})
    section = part(briefing(store, living=["alive"]), Topic.DRAFTS)
    assert [item.words for item in section.items] == ["水管"]


def test_duty_names_who_serves_and_the_working_days_that_miss_somebody(
    store: Store, clock: FixedClock
) -> None:
    since = date(2025, 1, 1)
    one = save_staff(store, SYSTEM, StaffForm("1", "李晓明", (Role.CLERK,), hired=since))
    two = save_staff(store, SYSTEM, StaffForm("2", "陈思雨", (Role.CLERK,), hired=since))
    today = clock.today()
    for ahead in range(14):
        if ahead not in {2, 7}:
            roster.put(store, SYSTEM, today + timedelta(days=ahead), one.id, two.id)
    section = part(briefing(store), Topic.DUTY)
    assert section.items[0].words == "李晓明 (B 陈思雨)"
    assert not section.items[0].late
    missing = section.items[-1]
    assert "1 working day of the next 14 has nobody: 11-23" in missing.words
    assert missing.ref == "2026-11-23"
    assert counts(store, today).officer == "李晓明"
    assert counts(store, today).deputy == "陈思雨"


def test_a_day_the_office_entered_itself_counts(store: Store, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 20, 9, 0)  # a Friday; tomorrow nobody works
    assert not part(briefing(store), Topic.DUTY).items[1].late
    calendar_change.set_day(store, SYSTEM, date(2026, 11, 21), working=True)
    calendar_change.set_day(store, SYSTEM, date(2026, 11, 23), working=False)
    _today, tomorrow, missing = part(briefing(store), Topic.DUTY).items
    assert tomorrow.late
    assert "11-20, 11-21, 11-24" in missing.words


def test_nothing_is_read_twice(store: Store, actor: Actor) -> None:
    service.register(store, actor, Intake("灯坏了", kind="complaint"))
    seen: list[str] = []
    with store.read() as session:
        plain(session).set_trace_callback(seen.append)
    briefing(store)
    selects = [one for one in seen if one.lstrip().startswith("SELECT")]
    assert len(selects) > 10
    assert len(selects) == len(set(selects))


def test_grids_and_buildings_that_are_not_right_are_named(store: Store) -> None:
    grid = save_grid(store, SYSTEM, GridForm("008网格", households=300))
    lost = save_building(store, SYSTEM, BuildingForm("化院小区", "3号楼", 48))
    section = part(briefing(store), Topic.REGISTERS)
    assert {(item.kind, item.ref) for item in section.items} == {
        ("grid", grid.id),
        ("building", lost.id),
    }
    assert section.items[0].late
    assert section.items[0].ref == lost.id


def test_an_old_backup_is_late(store: Store, clock: FixedClock) -> None:
    make_backup(store)
    assert not part(briefing(store), Topic.SAFETY).items[0].late
    clock.advance(timedelta(days=2))
    item = part(briefing(store), Topic.SAFETY).items[0]
    assert item.late
    assert "2 days" in item.words


def test_the_briefing_is_json(store: Store) -> None:
    found = asdict(briefing(store))
    again = json.loads(json.dumps(found, default=str))
    assert [one["topic"] for one in again["sections"]] == [topic.value for topic in Topic]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "0 minutes"),
        (timedelta(seconds=59), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(hours=47, minutes=59), "1 day"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert how_long(span) == words


def test_the_briefing_reads_a_file_of_its_own_moment(empty_office: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(empty_office, tmp_path / "copy.db"))
    store = Store(path, FixedClock(datetime(2026, 2, 17, 23, 59)))
    assert "Tue 2026-02-17 23:59" in lines(briefing(store))[0]
    store.close()
