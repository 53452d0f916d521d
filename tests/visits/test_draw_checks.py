"""What ``gridterm verify`` finds in the spot checks: each way a draw could be bent."""

import sqlite3
from datetime import timedelta

import pytest

from gridterm.store.verify import VerifyReport, verify
from gridterm.visits import checking, draw_checks
from gridterm.visits.draw import draw
from gridterm.visits.tables import SpotDraw
from gridterm.visits.terms import CheckForm
from tests.visits.walked import CHEN, LEADER, MONDAY, WANG, Staff, Walked

TABLES = ("spot_draw", "spot_check", "visit", "visit_end", "audit")


def found(walked: Walked) -> VerifyReport:
    return verify(walked.store, draw_checks.CHECKS)


def tamper(walked: Walked, *statements: str) -> None:
    raw = sqlite3.connect(walked.store.path)
    for table in TABLES:
        for change in ("update", "delete"):
            raw.execute(f"DROP TRIGGER IF EXISTS {table}_no_{change}")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


@pytest.fixture
def drawn(walked: Walked) -> Walked:
    """Two managers' days drawn, one again after more visits and an end; two checks, one mended."""
    ids = walked.visits(20)
    walked.visits(1, CHEN)
    first = checking.draw_for(walked.store, walked.lead, WANG)
    checking.draw_for(walked.store, walked.by(LEADER), CHEN)
    walked.end(ids[3])
    walked.visits(2)
    walked.clock.advance(timedelta(minutes=-30))
    again = checking.redraw(walked.store, walked.lead, WANG, MONDAY, "没人在家")
    walked.visits(1)
    visit = first.visits[0].visit.id
    for form in (CheckForm("true", "来过"), CheckForm("mismatch", "没谈", reason="听错")):
        checking.record_check(
            walked.store,
            walked.lead,
            first.id,
            visit,
            CheckForm(form.result, form.said, reason=form.reason, checked_on=MONDAY),
        )
    assert again.turn == 1
    return walked


def test_draws_made_by_the_program_are_whole_though_a_clock_was_set_back(drawn: Walked) -> None:
    report = found(drawn)
    assert report.whole, report.findings
    assert report.checked["Draws"] == 3
    assert report.checked["Checks of visits"] == 2


def test_a_new_staff_number_bends_no_draw(drawn: Walked) -> None:
    drawn.change(Staff, WANG, number="2008")
    assert found(drawn).whole


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE spot_draw SET drawn='1 2' WHERE id=1", "draw.drawn"),
        ("UPDATE spot_draw SET seed=seed||'x' WHERE id=3", "draw.drawn"),
        ("UPDATE spot_draw SET seed='0123456789abcdef/1008/2026-11-23' WHERE id=1", "draw.seed"),
        ("UPDATE spot_draw SET seed=replace(seed,'1009','1008') WHERE id=2", "draw.seed"),
        ("UPDATE spot_draw SET among=substr(among,3) WHERE id=1", "draw.among"),
        ("UPDATE spot_draw SET among=among||' 21' WHERE id=1", "draw.among"),
        ("UPDATE spot_draw SET among=among||' 24' WHERE id=3", "draw.among"),
        ("UPDATE spot_draw SET turn=2 WHERE id=3", "draw.turns"),
        ("UPDATE spot_draw SET reason='' WHERE id=3", "draw.turns"),
        ("DELETE FROM spot_draw WHERE id=1", "draw.turns"),
        ("UPDATE spot_check SET draw_id=2 WHERE id=1", "check.drawn"),
        ("UPDATE spot_check SET checker_id=1 WHERE id=1", "check.own"),
        ("UPDATE spot_check SET reason='' WHERE id=2", "check.seq"),
        ("DELETE FROM spot_check WHERE id=1", "check.seq"),
    ],
)
def test_what_is_bent_in_the_file_is_found(drawn: Walked, statement: str, code: str) -> None:
    tamper(drawn, "PRAGMA foreign_keys=OFF", statement)
    assert code in found(drawn).counts


def test_a_seed_that_somebody_chose_is_found_though_the_trail_is_whole(walked: Walked) -> None:
    """A program changed to try seeds until one suits writes a whole trail, and is found."""
    ids = walked.visits(20)
    seed = next(one for one in map(str, range(10_000)) if draw(ids, one) == tuple(ids[:2]))
    with walked.store.write("visits.draw", walked.lead) as tx:
        tx.add(
            SpotDraw(
                staff_id=WANG,
                day=MONDAY,
                seed=f"{seed}",
                among=" ".join(map(str, ids)),
                drawn=" ".join(map(str, ids[:2])),
                drawn_at=tx.now,
                actor="李晓明",
            )
        )
    assert found(walked).counts == {"draw.seed": 1}


def test_an_entry_that_cannot_be_read_ends_no_verification(drawn: Walked) -> None:
    tamper(drawn, "UPDATE audit SET changes='[{\"table\":\"spot_draw\"' WHERE action='visits.draw'")
    counts = found(drawn).counts
    assert counts["draw.seed"] == 2
    assert counts["audit.edited"] >= 2
