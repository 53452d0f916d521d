"""Visits and spot checks on Today and on the fifth of the six let-nots."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest

from gridterm import i18n
from gridterm.clock import FixedClock
from gridterm.discipline.tables import DeclinedProposal, DisciplineCase
from gridterm.hotline.letnots import LetNot
from gridterm.registers.tables import Building, BuildingGrid, Grid, Household, Staff
from gridterm.settings import change
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from gridterm.today.board import BoardLine, as_text, behind, board
from gridterm.today.briefing import Section, Topic, briefing
from gridterm.visits import checking
from gridterm.visits.terms import CheckForm, DrawView
from tests.visits.walked import CHEN, LEAD, LEAD_9, MONDAY, WANG, Walked, walk

HOSTILE = "[/关闭][red]x[/red] =1+1\n第二行"
FRIDAY = MONDAY - timedelta(days=3)


@pytest.fixture
def walked(store: Store, clock: FixedClock) -> Walked:
    i18n.use(i18n.ENGLISH)
    return walk(store, clock)


def fifth(walked: Walked) -> BoardLine:
    return next(one for one in board(walked.store).lines if one.check is LetNot.AMISS)


def shown(walked: Walked) -> Section:
    return next(one for one in briefing(walked.store).sections if one.topic is Topic.VISITS)


def words(walked: Walked) -> list[tuple[str, str, bool]]:
    return [(one.lead, one.words, one.late) for one in shown(walked).items]


def found(walked: Walked, *results: str, day: date = MONDAY) -> DrawView:
    """A day's visits, drawn and checked with these results."""
    walked.visits(20, day=day)
    draw = checking.draw_for(walked.store, walked.lead, WANG, day)
    for one, result in zip(draw.visits, results, strict=False):
        form = CheckForm(result, HOSTILE)
        checking.record_check(walked.store, walked.lead, draw.id, one.visit.id, form)
    return draw


def home(walked: Walked) -> None:
    """A household in the grid that has none."""
    with walked.store.write("test.home", SYSTEM) as tx:
        tx.add(Building(estate="化院小区", name="5号楼", search_key="5|化院"))
        tx.add(BuildingGrid(building_id=2, grid_id=2, valid_from=FRIDAY))
        tx.add(Household(building_id=2, room="101", room_key="101", valid_from=FRIDAY))


def case(walked: Walked, subject: str, check_ref: str = "") -> None:
    with walked.store.write("test.case", SYSTEM) as tx:
        tx.add(
            DisciplineCase(
                number="JL-2026-001",
                year=2026,
                seq=1,
                state="reported",
                track="visits",
                source="spot_check",
                subject=subject,
                check_ref=check_ref,
                person_id=WANG,
                incident_on=MONDAY,
                discovered_on=MONDAY,
                matter="未入户",
                registered_at=tx.now,
                last_event_at=tx.now,
            )
        )


# ── the fifth let-not ───────────────────────────────────────────────────────
def test_what_a_check_found_stands_on_the_board_and_falls_to_the_lead(walked: Walked) -> None:
    walked.change(Staff, WANG, name=HOSTILE)
    draw = found(walked, "mismatch", "falsified")
    line, told = fifth(walked), board(walked.store)
    assert (line.checks, line.count, line.mixed) == (2, 2, True)
    slips = behind(told, LetNot.AMISS)
    assert [(one.kind, one.ref) for one in slips] == [("check", draw.id)] * 2
    assert {one.words.split("  ")[0] for one in slips} == {"Does not agree", "Falsified"}
    assert all("\n" not in one.words and "3号楼" in one.words for one in slips)
    assert behind(told, LetNot.AMISS, LEAD) == slips
    assert behind(told, LetNot.AMISS, LEAD_9) == ()
    assert [(one.name, one.counts) for one in told.people] == [("李晓明", (0, 0, 0, 0, 2, 0))]
    assert "Of the last 30 days: visits whose spot check" in line.definition
    text = as_text(told, 400)
    assert "Spot checks" in text
    assert "! Check of 11-23  " in text
    assert json.loads(json.dumps(asdict(told), default=str))["slips"][0]["ref"] == draw.id


def test_a_correction_a_case_or_a_refusal_settles_it(walked: Walked) -> None:
    draw = found(walked, "mismatch", "falsified")
    mismatch, falsified = (one.visit.id for one in draw.visits)
    walked.end(mismatch)
    walked.end(falsified)
    assert fifth(walked).checks == 1, "a made-up visit is not voided away"
    case(walked, "check:99", f"draw:{draw.id}")
    assert fifth(walked).checks == 0


@pytest.mark.parametrize("subject", ["check:1", "visit:{visit}"])
def test_a_case_is_known_by_the_check_or_the_visit(walked: Walked, subject: str) -> None:
    draw = found(walked, "falsified", "true")
    assert fifth(walked).checks == 1
    case(walked, subject.format(visit=draw.visits[0].visit.id))
    assert fifth(walked).checks == 0


def test_a_case_that_somebody_declined_is_settled_too(walked: Walked) -> None:
    found(walked, "falsified", "true")
    with walked.store.write("test.decline", SYSTEM) as tx:
        tx.add(
            DeclinedProposal(
                subject="check:1", person_id=WANG, at=tx.now, actor="陈静", reason="认错了门"
            )
        )
    assert fifth(walked).checks == 0


def test_days_without_checks_stand_on_the_board_until_they_are_checked(walked: Walked) -> None:
    draw = found(walked, "true")
    walked.change(Grid, 2, lead_id=None)
    walked.visits(1, CHEN, FRIDAY)
    told = board(walked.store)
    slips = told.slips
    assert [(one.kind, one.ref, one.title) for one in slips] == [
        ("day", "2026-11-23", "Day without checks 11-23"),
        ("day", "2026-11-20", "Day without checks 11-20"),
    ]
    assert slips[0].words == "王芳: checks 1/2 of 20 visits"
    assert slips[1].words == "陈思雨: checks 0/1 of 1 visit"
    assert {one.staff_id: one.counts[4] for one in told.people} == {
        0: 1 + len(told.faults),
        LEAD: 1,
    }
    form = CheckForm("true", "来过")
    checking.record_check(walked.store, walked.lead, draw.id, draw.visits[1].visit.id, form)
    assert fifth(walked).checks == 1


def test_how_far_back_is_looked_is_a_setting(walked: Walked) -> None:
    found(walked, "falsified")
    walked.visits(2, CHEN, MONDAY - timedelta(days=10))
    assert fifth(walked).checks == 3
    change(walked.store, SYSTEM, {"visits.amiss_days": "9"})
    assert fifth(walked).checks == 2
    change(walked.store, SYSTEM, {"visits.amiss_days": "1"})
    assert "Of the last day:" in fifth(walked).definition
    walked.clock.advance(timedelta(days=2))
    assert fifth(walked).checks == 0


# ── Today ───────────────────────────────────────────────────────────────────
def test_today_says_by_person_how_many_visits_and_checks_there_are(walked: Walked) -> None:
    walked.clock.moment = walked.clock.moment.replace(hour=15)
    found(walked, "true", "unreached")
    assert words(walked) == [("王芳", "visits 20/20, checks 1/2", False)]
    home(walked)
    section = shown(walked)
    assert section.heading == "Visits and checks  2"
    assert words(walked)[1] == ("陈思雨", "visits 0/1, checks 0/1", False)
    item = section.items[0]
    assert (item.kind, item.ref) == ("manager", WANG)
    assert item.reason == "visits 20/20: 20 met, 2 drawn, 1 checked"


def test_days_without_checks_come_first_with_who_leads(walked: Walked) -> None:
    walked.visits(5, CHEN, FRIDAY)
    walked.visits(1, CHEN, FRIDAY - timedelta(days=1))
    walked.visits(3, LEAD, FRIDAY)
    walked.change(Staff, CHEN, left=FRIDAY)
    section = shown(walked)
    assert words(walked)[:2] == [
        ("李晓明", "1 day unchecked: 11-20", True),
        ("陈思雨", "2 days unchecked: 11-20, 11-19", True),
    ]
    lead, gone = section.items[:2]
    assert (gone.kind, gone.ref) == ("day", "2026-11-20")
    assert gone.reason == "2026-11-20: 5 visits, 0 of 2 checks. Lead of the grid: 周强"
    assert lead.reason.endswith("Lead of the grid: nobody"), "nobody checks their own visits"
    walked.clock.moment = walked.clock.moment.replace(hour=18)
    walked.visits(4)
    assert words(walked)[0] == ("王芳", "visits 4/20, checks 0/2; 1 day unchecked: 11-23", True)


def test_on_a_day_off_only_who_walks_all_the_same(walked: Walked) -> None:
    walked.clock.moment -= timedelta(days=1)
    assert shown(walked).items == ()
    assert shown(walked).none == "Nobody makes visits today."
    walked.visits(2, day=MONDAY - timedelta(days=1))
    walked.visits(1, CHEN, FRIDAY)
    assert words(walked) == [
        ("陈思雨", "1 day unchecked: 11-20", True),
        ("王芳", "visits 2, checks 0/2", False),
    ]


def test_who_walks_no_household_is_left_out(walked: Walked) -> None:
    walked.change(Staff, WANG, left=FRIDAY)
    section = shown(walked)
    assert (section.items, section.none) == ((), "No grid manager has a household to visit yet.")
    walked.visits(1, CHEN)
    assert words(walked)[0][1].startswith("visits 1, checks 0/1")


def test_an_office_without_managers_says_so(store: Store) -> None:
    i18n.use(i18n.ENGLISH)
    one = next(one for one in briefing(store).sections if one.topic is Topic.VISITS)
    assert (one.items, one.none) in {
        ((), "There is no grid manager yet."),
        ((), "Nobody makes visits today."),
    }
