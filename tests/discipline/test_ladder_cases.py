"""The 18 cases that define the ladder (D01 to D18), read as they are written.

What a case says in words is turned into facts here; a word that is not understood fails the
case.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from gridterm.discipline import rules
from gridterm.discipline.evidence import copied, intact, told
from gridterm.discipline.ladder import Limits, corrections, place, standings
from gridterm.discipline.terms import CaseFacts, CaseState, CaseStep, Flag, Standing, Track

CASES = {
    one["id"]: one
    for one in json.loads(
        Path(__file__).with_name("discipline_cases.json").read_text(encoding="utf-8")
    )["discipline"]
}
YEAR = 2026
LADDER_F = "ladder F (走访造假): 1 警告, 2 严重警告, 3 建议辞退; window none"
WINDOW = re.compile(r"window 12 months(, counted from the day of service incl\.)?")
TRACKS = {"F": Track.VISITS, "G": Track.MUST_NOTS}


def limits_of(given: dict[str, Any]) -> Limits:
    if WINDOW.fullmatch(given["ladder"]):
        return Limits(window_months=12)
    assert given["ladder"] == LADDER_F
    return Limits()


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"{YEAR}-{text}")


def case_of(number: int, text: str) -> CaseFacts:
    """``04-10``, ``03-02 served 03-05``, ``03-08 found 03-12``; served ones have a letter."""
    found = re.fullmatch(
        r"(?:incident )?(?P<on>[\d-]+)(?: household \w)?"
        r"(?:,? \(?served (?P<served>[\d-]+)\)?)?(?:,? (?:found|confirmed) (?P<found>[\d-]+))?",
        text,
    )
    assert found is not None, text
    on = day(found["on"])
    served = day(found["served"]) if found["served"] else None
    return CaseFacts(
        id=number,
        number=f"JL-2026-{number:03d}",
        track=Track.VISITS,
        state=CaseState.SERVED if served else CaseState.CONFIRMED,
        incident_on=on,
        confirmed_on=day(found["found"]) if found["found"] else on,
        served_on=served,
    )


def listed(*texts: str) -> list[CaseFacts]:
    return [case_of(number, text) for number, text in enumerate(texts, 1)]


def levels(found: tuple[Standing, ...]) -> list[int | str]:
    by_id = sorted(found, key=lambda one: one.case.id)
    return [level(one) for one in by_id]


def level(one: Standing) -> int | str:
    """In the words of the cases: ``1 合并`` counts with another case, ``-`` not at all."""
    if not one.counts:
        return "-"
    before = Flag.BEFORE_SERVICE in one.flags
    return f"{one.level} 合并" if before else one.level


def test_the_cases_are_those_of_the_rule_book() -> None:
    assert list(CASES) == [f"D{n:02}" for n in range(1, 19)]
    assert set(CASES) == set(TOLD)


# ── the cases ───────────────────────────────────────────────────────────────
Told = Callable[[dict[str, Any], dict[str, Any]], None]


def climbing(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert levels(standings(listed(*given["confirmed"]), limits_of(given))) == expect["levels"]


def one_check(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["one_check"] is True
    cases = [replace(one, check="check:7") for one in listed(*given["incidents"])]
    for several in (cases, [replace(cases[0], findings=len(cases))]):
        first, *others = standings(several, limits_of(given))
        assert sum(one.is_step for one in (first, *others)) == expect["steps"]
        assert [first.level] == expect["levels"]
        assert {one.level for one in others} <= {1}
        assert sum(one.case.findings for one in (first, *others)) == expect["facts"]
        assert expect["flag"] == "从重情节"
        assert Flag.AGGRAVATED in first.flags


def before_service(given: dict[str, Any], expect: dict[str, Any]) -> None:
    found = standings(listed(*given["incidents"]), limits_of(given))
    assert levels(found) == expect["levels"]
    assert expect["flag"] == "behaviour before the first warning was served"
    assert Flag.BEFORE_SERVICE in found[1].flags
    assert found[1].with_case == found[0].case


def three_letters(given: dict[str, Any]) -> list[CaseFacts]:
    """``A 03-02`` and so on, each decided and served on its rung on the day."""
    dates = [text.split()[1] for text in given["confirmed"]]
    return [
        replace(
            one, state=CaseState.SERVED, served_on=one.incident_on, level=one.id,
            letter=f"2026-00{one.id}", letters=(f"2026-00{one.id}",), lowest=1,
        )
        for one in listed(*dates)
    ]  # fmt: skip


def revoked(given: dict[str, Any], expect: dict[str, Any]) -> None:
    cases = three_letters(given)
    assert levels(standings(cases, limits_of(given))) == [1, 2, 3]
    assert given["revoke"] == "A"
    cases[0] = replace(cases[0], state=CaseState.REVOKED)
    found = standings(cases, limits_of(given))
    assert levels(found) == expect["recomputed"]
    assert expect["documents"].startswith("B, C flagged 需变更; correction notices proposed")
    assert [Flag.NEEDS_CHANGE in one.flags for one in found] == [False, True, True]
    proposed = [(one.letter, one.letter_level, one.level) for one in corrections(found)]
    assert proposed == [("2026-002", 2, 1), ("2026-003", 3, 2)]
    assert [one.letter_level for one in found[1:]] == [2, 3]
    assert [one.case.letter for one in found] == ["2026-001", "2026-002", "2026-003"]


def restored(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["confirmed"] == ["A", "B"]
    assert given["revoke"] == "A then revocation withdrawn"
    first, second = three_letters({"confirmed": ["A 03-02", "B 04-10"]})
    at = datetime(2026, 9, 1, 9)
    payload = {"by_id": 9, "reason": "复核", "letter": "2026-012"}
    gone = rules.step(first, CaseStep.REVOKE, at, payload)
    assert levels(standings([gone, second], limits_of(given))) == ["-", 1]
    back = rules.step(gone, CaseStep.RESTORE, at, payload | {"letter": "2026-013"})
    assert levels(standings([back, second], limits_of(given))) == expect["recomputed"]


NOT_COUNTING = {
    "draft": {"state": CaseState.REPORTED},
    "under check": {"state": CaseState.INVESTIGATING},
    "unfounded": {"state": CaseState.UNFOUNDED},
    "withdrawn": {"state": CaseState.WITHDRAWN},
    "appealed with suspension": {"state": CaseState.APPEALED, "suspended": True},
    "appealed without suspension": {"state": CaseState.APPEALED, "suspended": False},
}


def by_status(given: dict[str, Any], expect: dict[str, Any]) -> None:
    for status in given["status"].split(" / "):
        first = replace(case_of(1, "03-02 served 03-05"), **NOT_COUNTING[status])
        found = standings([first, case_of(2, "04-10")], limits_of(given))
        assert found[0].counts is expect["counts"], status
        assert found[1].level == 1 + expect["counts"], status
        if "flag" in expect:
            assert expect["flag"] == "申诉中"
            assert Flag.UNDER_APPEAL in found[0].flags


def within_window(given: dict[str, Any], expect: dict[str, Any]) -> None:
    first = case_of(1, f"2026-01-20 {given['first']}")
    found = standings([first, case_of(2, given["second"])], limits_of(given))
    assert levels(found) == expect["levels"]
    assert all(one.is_step for one in found)


def two_ladders(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["ladders"] == ["F", "six-no G"]
    tracks = [TRACKS[name] for name in given["confirmed"]]
    dated = zip(listed("03-02 served 03-05", "04-10"), tracks, strict=True)
    cases = [replace(case, track=track) for case, track in dated]
    found = standings(cases)
    assert {name: one.level for name, one in zip("FG", found, strict=True)} == expect["levels"]
    assert levels(standings(cases, Limits(joined=True))) == [1, 2]


def severe(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["confirmed"] == ["severe first"]
    only = replace(case_of(1, "03-02"), lowest=given["category_min_level"])
    (found,) = standings([only], limits_of(given))
    assert [found.level] == expect["levels"]
    assert Flag.STARTS_HIGHER in found.flags


def backdated(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["confirmed"] == ["A served 04-01 for 04-01 incident"]
    assert given["backdated"] == "B incident 02-15 served 04-20"
    first = replace(case_of(1, "04-01 served 04-01"), level=1, letter="2026-001")
    (alone,) = standings([first], limits_of(given))
    second, after = standings([first, case_of(2, "02-15 served 04-20")], limits_of(given))
    assert {"A": level(after), "B": level(second)} == expect["levels"]
    assert expect["flag"] == "later case unchanged, shown"
    assert Flag.EARLIER_FOUND in after.flags
    assert (after.level, after.letter_level) == (alone.level, alone.letter_level)


def same_person(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["person"] == "transferred to another grid; left and rehired"
    assert expect["transfer"] == "history follows the person"
    assert not [name for name in CaseFacts.__dataclass_fields__ if "grid" in name]
    cases = listed("03-02 served 03-05", "06-01 served 06-03")
    assert levels(standings(cases, hired=[date(2020, 1, 1)])) == [1, 2]
    assert expect["rehire"] == "kept, counted per setting (default: not counted)"
    rehired = [date(2020, 1, 1), date(2026, 5, 1)]
    assert levels(standings(cases, hired=rehired)) == [1, 1]
    assert levels(standings(cases, Limits(after_rehire=True), rehired)) == [1, 2]
    left_over = place(cases[:1], Track.VISITS, date(2026, 5, 2), hired=rehired)
    assert (left_over.level, len(left_over.standings)) == (0, 1)


def numbered(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["letter"] == "2026-007 revoked"
    assert expect["number"].startswith("never reused; 2026-012 is the correction notice")
    assert [rules.letter_number(YEAR, seq) for seq in (7, 12)] == ["2026-007", "2026-012"]
    letter = replace(case_of(1, "03-02 served 03-05"), level=1, letter="2026-007")
    letter = replace(letter, letters=("2026-007",))
    payload = {"by_id": 9, "reason": "申诉成立"}
    at = datetime(2026, 4, 1, 9)
    with pytest.raises(rules.RefusedError):
        rules.step(letter, CaseStep.REVOKE, at, payload | {"letter": "2026-007"})
    after = rules.step(letter, CaseStep.REVOKE, at, payload | {"letter": "2026-012"})
    assert after.letter == "2026-007"
    assert after.letters == ("2026-007", "2026-012")


def snapshot(given: dict[str, Any], expect: dict[str, Any]) -> None:
    assert given["visit_record"] == "falsified visit corrected or deleted later"
    assert expect["case"] == "keeps its own snapshot of the record"
    record: dict[str, Any] = {"household": "3-201", "on": date(2026, 3, 2), "people": ["刘某"]}
    kept = copied("visit:312", record, datetime(2026, 3, 3, 9))
    record["people"].append("王某")
    record["household"] = "3-202"
    shown = told(kept)
    record.clear()
    assert shown == {"household": "3-201", "on": "2026-03-02", "people": ["刘某"]}
    assert intact(kept)
    assert not intact(replace(kept, content=kept.content.replace("3-201", "3-202")))


TOLD: dict[str, Told] = {
    **dict.fromkeys(("D01", "D02", "D03"), climbing),
    "D04": one_check,
    "D05": before_service,
    "D06": revoked,
    "D07": restored,
    **dict.fromkeys(("D08", "D09"), by_status),
    **dict.fromkeys(("D10", "D11", "D12"), within_window),
    "D13": two_ladders,
    "D14": severe,
    "D15": backdated,
    "D16": same_person,
    "D17": numbered,
    "D18": snapshot,
}


@pytest.mark.parametrize("case_id", list(CASES))
def test_case(case_id: str) -> None:
    case = CASES[case_id]
    TOLD[case_id](case["given"], case["expect"])
