"""The 18 cases that define the ladder, gone through step by step on a real office file.

``test_ladder_cases`` asks the pure ladder; here leads are registered, found true, decided, served,
appealed and revoked by the services, and what stands in the file is read back.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from gridterm import i18n, settings
from gridterm.discipline import checks, reading, service
from gridterm.discipline.terms import Flag, Standing
from gridterm.discipline.views import CaseForm, DecisionForm
from gridterm.errors import RefusedError
from gridterm.registers import staff as register
from gridterm.registers.terms import Role, StaffForm
from gridterm.store.audit import SYSTEM
from gridterm.store.verify import verify
from gridterm.visits.tables import VisitEnd
from tests.discipline.prepared import CLERK, LEAD, LEADER, OTHER, PERSON, Prepared, by
from tests.discipline.test_ladder_cases import CASES, day

LINE = re.compile(
    r"(?:incident )?(?P<on>[\d-]+)(?: household \w)?"
    r"(?:,? \(?served (?P<served>[\d-]+)\)?)?(?:,? (?:found|confirmed) (?P<found>[\d-]+))?"
)
Told = Callable[[Prepared, dict[str, Any], dict[str, Any]], None]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def go(office: Prepared, *lines: str, **more: object) -> list[int]:
    """The cases of some lines, each step on its day; what cannot be decided yet is not."""
    steps: list[tuple[datetime, int, str]] = []
    dates = {}
    for place, line in enumerate(lines):
        found = LINE.fullmatch(line)
        assert found is not None, line
        on = day(found["on"])
        dates[place] = on
        confirmed = day(found["found"]) if found["found"] else on
        steps.append((at(confirmed, 9), place, "find"))
        if found["served"]:
            steps.append((at(day(found["served"]), 10), place, "serve"))
    ids: dict[int, int] = {}
    for moment, place, step in sorted(steps):
        office.clock.moment = moment
        if step == "serve":
            office.serve(ids[place])
            continue
        ids[place] = office.confirmed(incident_on=dates[place], **more)
        try:
            service.decide(office.store, by(LEADER), ids[place])
        except RefusedError as refused:
            assert "not served yet" in refused.message  # noqa: PT017 - of some of them only
    return [ids[place] for place in range(len(lines))]


def at(one: date, hour: int) -> datetime:
    return datetime(one.year, one.month, one.day, hour)


def standings(office: Prepared, person: int = PERSON) -> dict[int, Standing]:
    page = reading.person(office.store, by(LEADER), person)
    return {one.case.id: one for one in page.standings}


def levels(office: Prepared, ids: list[int]) -> list[int | str]:
    found = standings(office)
    return [level(found[one]) for one in ids]


def level(one: Standing) -> int | str:
    if not one.counts:
        return "-"
    return f"{one.level} 合并" if Flag.BEFORE_SERVICE in one.flags else one.level


def window(office: Prepared, given: dict[str, Any]) -> None:
    months = "12" if "window 12" in given["ladder"] else "0"
    settings.change(office.store, SYSTEM, {"discipline.window_months": months})


# ── the cases ───────────────────────────────────────────────────────────────
def climbing(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    ids = go(office, *given["confirmed"])
    assert levels(office, ids) == expect["levels"]
    for one, expected in zip(ids, expect["levels"], strict=True):
        told = reading.case(office.store, by(LEADER), one)
        assert told.due == expected
        assert told.row.level in {expected, 0}


def one_check(office: Prepared, _given: dict[str, Any], expect: dict[str, Any]) -> None:
    first, second = office.check("falsified", "falsified")
    form = CaseForm(None, track="visits", subject=f"check:{first}", matter="两户均未入户")
    case_id = service.report(office.store, by(LEAD), form).row.id
    service.add_evidence(office.store, by(LEAD), case_id, subject=f"check:{second}")
    service.investigate(office.store, by(LEADER), case_id, CLERK)
    service.ask(office.store, by(CLERK), case_id)
    service.record_statement(office.store, by(CLERK), case_id, declined=True)
    service.find_true(office.store, by(CLERK), case_id)
    told = service.decide(office.store, by(LEADER), case_id)
    found = standings(office)
    assert sum(one.is_step for one in found.values()) == expect["steps"]
    assert ([told.row.level], told.facts.findings) == (expect["levels"], expect["facts"])
    assert Flag.AGGRAVATED in found[case_id].flags
    assert json.loads(office.letters()[0][1])["findings"] == expect["facts"]


def before_service(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    ids = go(office, *given["incidents"])
    assert levels(office, ids) == expect["levels"]
    assert reading.case(office.store, by(LEADER), ids[1]).row.level == 1


def served_on_the_day(given: dict[str, Any]) -> list[str]:
    dates = [text.split()[1] for text in given["confirmed"]]
    return [f"{one} served {one}" for one in dates]


def revoked(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    ids = go(office, *served_on_the_day(given))
    assert levels(office, ids) == [1, 2, 3]
    frozen = office.letters()
    told = service.revoke(office.store, by(LEADER), ids[0], "复查不属实")
    assert levels(office, ids) == expect["recomputed"]
    proposed = [(one.letter, one.letter_level, one.level) for one in told.corrections]
    assert proposed == [("2026-002", 2, 1), ("2026-003", 3, 2)]
    assert office.letters()[:3] == frozen
    for one, changed in zip(ids[1:], expect["recomputed"][1:], strict=True):
        assert reading.case(office.store, by(LEADER), one).row.level == changed + 1
        corrected = service.correct(office.store, by(LEADER), one)
        assert corrected.row.level == changed
    assert office.letters()[:3] == frozen
    assert levels(office, ids) == expect["recomputed"]


def restored(office: Prepared, _given: dict[str, Any], expect: dict[str, Any]) -> None:
    ids = go(office, "03-02 served 03-02", "04-10 served 04-10")
    service.revoke(office.store, by(LEADER), ids[0], "复查不属实")
    assert levels(office, ids) == ["-", 1]
    service.restore(office.store, by(LEADER), ids[0], "撤销有误")
    assert levels(office, ids) == expect["recomputed"]
    assert reading.person(office.store, by(LEADER), PERSON).corrections == ()


def unfounded(office: Prepared, person: int) -> int:
    one = office.investigated(person_id=person)
    service.find_untrue(office.store, by(CLERK), one, "查无此事")
    return one


def withdrawn(office: Prepared, person: int) -> int:
    one = office.report(person_id=person)
    service.withdraw(office.store, by(LEAD), one, "误报")
    return one


def appealed(office: Prepared, person: int) -> int:
    (one,) = go(office, "03-02 served 03-05", person_id=person)
    service.appeal(office.store, by(person), one, "不服")
    return one


STATUS: dict[str, Callable[[Prepared, int], int]] = {
    "draft": lambda office, person: office.report(person_id=person),
    "under check": lambda office, person: office.investigated(person_id=person),
    "unfounded": unfounded,
    "withdrawn": withdrawn,
    "appealed with suspension": appealed,
    "appealed without suspension": appealed,
}


def by_status(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    """Each status is somebody else's: the cases of one person do not bear on another's."""
    people = (PERSON, OTHER, *(office.hire(f"200{n}") for n in range(3)))
    for status, person in zip(given["status"].split(" / "), people, strict=False):
        suspends = "yes" if status == "appealed with suspension" else "no"
        settings.change(office.store, SYSTEM, {"discipline.appeal_suspends": suspends})
        office.on("03-02")
        first = STATUS[status](office, person)
        office.on("04-10")
        second = office.confirmed(person_id=person)
        found = standings(office, person)
        assert found[first].counts is expect["counts"], status
        assert found[second].level == 1 + expect["counts"], status
        assert service.decide(office.store, by(LEADER), second).row.level == 1 + expect["counts"]
        if "flag" in expect:
            assert Flag.UNDER_APPEAL in found[first].flags


def within_window(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    window(office, given)
    ids = go(office, f"2026-01-20 {given['first']}", given["second"])
    assert levels(office, ids) == expect["levels"]
    told = [reading.case(office.store, by(LEADER), one).row.level for one in ids]
    assert told == expect["levels"]


def two_ladders(office: Prepared, _given: dict[str, Any], expect: dict[str, Any]) -> None:
    go(office, "03-02 served 03-05")
    (other,) = go(office, "04-10", track="must_nots", clause="gifts")
    found = standings(office)
    assert {"F": found[1].level, "G": found[other].level} == expect["levels"]
    settings.change(office.store, SYSTEM, {"discipline.joined": "yes"})
    (third,) = go(office, "05-10", track="must_nots", clause="gifts")
    told = reading.case(office.store, by(LEADER), third)
    assert (told.due, told.row.level) == (2, 2), "joined: it rests on the falsified visit"


def severe(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    one = office.confirmed()
    lowest = given["category_min_level"]
    with pytest.raises(RefusedError, match="why the matter is serious"):
        service.decide(office.store, by(LEADER), one, DecisionForm(lowest))
    told = service.decide(office.store, by(LEADER), one, DecisionForm(lowest, "造成严重后果"))
    assert [told.row.level] == expect["levels"]
    assert Flag.STARTS_HIGHER in standings(office)[one].flags


def backdated(office: Prepared, _given: dict[str, Any], expect: dict[str, Any]) -> None:
    (first,) = go(office, "04-01 served 04-01")
    frozen = office.letters()
    (second,) = go(office, "02-15 served 04-20 found 04-15")
    found = standings(office)
    assert {"A": level(found[first]), "B": level(found[second])} == expect["levels"]
    assert Flag.EARLIER_FOUND in found[first].flags
    assert office.letters()[:1] == frozen


def same_person(office: Prepared, _given: dict[str, Any], _expect: dict[str, Any]) -> None:
    (first,) = go(office, "03-02 served 03-05")
    form = StaffForm("1003", "赵强", (Role.GRID_MANAGER,), grid_id=1)
    register.save_staff(office.store, SYSTEM, form, PERSON)
    (second,) = go(office, "04-10")
    assert levels(office, [first, second]) == [1, 2]
    office.serve(second)
    office.on("04-30")
    register.end_staff(office.store, SYSTEM, PERSON)
    office.on("06-01")
    again = StaffForm("1003", "赵强", (Role.GRID_MANAGER,), hired=date(2026, 6, 1))
    register.save_staff(office.store, SYSTEM, again, PERSON)
    (third,) = go(office, "06-10")
    assert levels(office, [first, second, third]) == [1, 2, 1]
    settings.change(office.store, SYSTEM, {"discipline.after_rehire": "yes"})
    (fourth,) = go(office, "06-11")
    assert levels(office, [first, second, fourth]) == [1, 2, 3]


def numbered(office: Prepared, given: dict[str, Any], expect: dict[str, Any]) -> None:
    (first,) = go(office, "03-02 served 03-05")
    store = office.store
    for _n in range(2):
        service.revoke(store, by(LEADER), first, "撤销")
        service.restore(store, by(LEADER), first, "恢复")
    service.revoke(store, by(LEADER), first, "撤销")
    (other,) = go(office, "03-10", person_id=OTHER)
    assert reading.case(store, by(LEADER), other).row.letter == "2026-007"
    assert given["letter"] == "2026-007 revoked"
    for _n in range(2):
        service.restore(store, by(LEADER), first, "恢复")
        service.revoke(store, by(LEADER), first, "撤销")
    told = service.revoke(store, by(LEADER), other, "申诉成立")
    assert expect["number"].startswith("never reused; 2026-012 is the correction notice")
    assert [(one.number, one.refers_to) for one in told.letters] == [
        ("2026-007", ""), ("2026-012", "2026-007")
    ]  # fmt: skip
    assert json.loads(office.letters()[-1][1])["refers_to"] == "2026-007"


def snapshot(office: Prepared, _given: dict[str, Any], _expect: dict[str, Any]) -> None:
    (check,) = office.check("falsified")
    form = CaseForm(None, track="visits", subject=f"check:{check}", matter="未入户")
    case_id = service.report(office.store, by(LEAD), form).row.id
    before = reading.case(office.store, by(LEADER), case_id).evidence
    new = office.visit(matter="更正后的记录")
    with office.store.write("test.void", SYSTEM) as tx:
        tx.add(VisitEnd(visit_id=1, by_id=new, at=tx.now, actor="赵强", reason="更正"))
    kept = reading.case(office.store, by(LEADER), case_id).evidence
    assert kept == before
    assert kept[0].intact


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


QUICK = {"D02", "D06", "D18"}
"""The ladder itself is tested with all of them; through the services the others take longer."""


@pytest.mark.parametrize(
    "case_id",
    [one if one in QUICK else pytest.param(one, marks=pytest.mark.slow) for one in CASES],
)
def test_case(office: Prepared, case_id: str) -> None:
    case = CASES[case_id]
    TOLD[case_id](office, case["given"], case["expect"])
    report = verify(office.store, checks.CHECKS)
    assert report.whole, report.findings
