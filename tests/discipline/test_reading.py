"""Who reads which case and how much of it; lists, people, and the counts for the appraisal."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from gridterm import i18n, settings
from gridterm.discipline import reading, service
from gridterm.discipline.terms import CaseState, CaseStep, Track
from gridterm.discipline.views import CaseFilter, CaseForm
from gridterm.errors import NotFoundError
from gridterm.hotline import service as hotline
from gridterm.hotline.terms import Intake
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM
from tests.discipline.prepared import CLERK, LEAD, LEADER, MEMBER, OTHER, PERSON, Prepared, by

CALLER = {"caller": "刘大妈", "phone": "13812345678", "address": "幸福小区3栋2-501"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def numbers(office: Prepared, who: int, **wanted: object) -> list[str]:
    page = reading.cases(office.store, by(who), CaseFilter(**wanted))  # type: ignore[arg-type]
    assert reading.count(office.store, by(who), CaseFilter(**wanted)) == len(page.rows)  # type: ignore[arg-type]
    return [one.number for one in page.rows]


def complained(office: Prepared, *, confidential: bool = False) -> int:
    """A call that complains of the grid manager, and the case of it."""
    intake = Intake("他说走访过，其实没来", kind="complaint", confidential=confidential, **CALLER)  # type: ignore[arg-type]
    ticket = hotline.register(office.store, by(CLERK), intake).id
    form = CaseForm(
        PERSON, "shirk", "must_nots", subject=f"ticket:{ticket}", matter="群众反映未走访"
    )
    one = service.report(office.store, by(LEAD), form).row.id
    service.investigate(office.store, by(LEADER), one, CLERK)
    return one


# ── who sees what ───────────────────────────────────────────────────────────
def test_a_case_is_seen_by_leaders_and_whoever_has_a_part_in_it(office: Prepared) -> None:
    one = office.report()
    for who in (LEAD, LEADER, MEMBER):
        assert reading.case(office.store, by(who), one).row.id == one
        assert numbers(office, who) == ["JL-2026-001"]
        assert reading.case_id_of(office.store, by(who), "jl-2026-1") == one
    for who in (CLERK, PERSON, OTHER):
        assert numbers(office, who) == []
        for look in (
            lambda who=who: reading.case(office.store, by(who), one),
            lambda who=who: reading.case_id_of(office.store, by(who), "JL-2026-001"),
        ):
            with pytest.raises(NotFoundError):
                look()
    service.investigate(office.store, by(LEADER), one, CLERK)
    assert numbers(office, CLERK) == ["JL-2026-001"]


def test_a_case_that_is_not_there_sounds_like_one_that_is_not_yours(office: Prepared) -> None:
    office.report()
    told = []
    for case_id in (1, 99):
        with pytest.raises(NotFoundError) as caught:
            reading.case(office.store, by(OTHER), case_id)
        told.append(caught.value.message)
    assert told[0] == told[1]


def test_who_may_see_all_is_a_setting(office: Prepared) -> None:
    one = office.report()
    settings.change(office.store, SYSTEM, {"discipline.readers": "principal_leader,clerk"})
    assert reading.case(office.store, by(CLERK), one)
    with pytest.raises(NotFoundError):
        reading.case(office.store, by(MEMBER), one)
    settings.change(office.store, SYSTEM, {"discipline.readers": ""})
    assert reading.case(office.store, by(LEADER), one), "who decides sees what is decided"


def test_the_person_sees_the_case_once_asked_and_never_who_reported_it(office: Prepared) -> None:
    one = complained(office)
    with pytest.raises(NotFoundError):
        reading.case(office.store, by(PERSON), one)
    assert reading.person(office.store, by(PERSON), PERSON).cases == ()
    service.ask(office.store, by(CLERK), one)
    told = reading.case(office.store, by(PERSON), one)
    assert (told.reporter, told.facts.reporter_id) == ("", None)
    assert [event.actor for event in told.events] == ["", "", "陈静", "李晓明"]
    shown = str(told)
    page = reading.person(office.store, by(PERSON), PERSON)
    facts = [one.case for one in (*page.standings, told.standing) if one is not None]
    assert [one.reporter_id for one in facts] == [None, None]
    for hidden in ("王芳", *CALLER.values(), "刘", "138"):
        assert hidden not in shown
    assert "他说走访过，其实没来" in shown
    assert numbers(office, PERSON) == ["JL-2026-001"]
    assert set(told.steps) - set(told.refusals) == {CaseStep.STATE}


def test_no_number_of_who_reported_or_found_it_reaches_the_person(office: Prepared) -> None:
    (check,) = office.check("falsified")
    one = office.served(subject=f"check:{check}")
    office.on("04-10")
    office.served()
    whole = reading.case(office.store, by(LEADER), one)
    assert whole.facts.reporter_id == LEAD
    told = reading.case(office.store, by(PERSON), one)
    page = reading.person(office.store, by(PERSON), PERSON)
    assert told.standing is not None
    assert len(page.standings) == 2
    assert page.standings[1].rests_on is not None
    for shown in (told, page):
        assert set(re.findall(r"(?:reporter|finder)_id=(\w+)", repr(shown))) == {"None"}
    seen = reading.person(office.store, by(LEADER), PERSON)
    assert f"reporter_id={LEAD}" in repr(seen)


def test_who_has_a_part_in_one_case_learns_of_no_other(office: Prepared) -> None:
    office.served()
    office.on("04-10")
    one = office.confirmed()
    for who in (LEAD, CLERK):
        told = reading.case(office.store, by(who), one)
        assert (told.standing, told.due, told.corrections) == (None, 0, ())
        assert "JL-2026-001" not in str(told)
    assert reading.case(office.store, by(LEADER), one).due == 2


def test_of_a_confidential_call_the_person_sees_that_there_was_one(office: Prepared) -> None:
    one = complained(office, confidential=True)
    service.ask(office.store, by(CLERK), one)
    assert "他说走访过" not in str(reading.case(office.store, by(PERSON), one))
    assert "他说走访过" in str(reading.case(office.store, by(LEADER), one))


def test_nobody_sees_the_caller_unmasked(office: Prepared) -> None:
    one = complained(office)
    told = str(reading.case(office.store, by(LEADER), one))
    assert "刘**" in told
    assert "138****5678" in told
    for hidden in ("刘大妈", "13812345678"):
        assert hidden not in told


def test_a_leader_sees_their_own_case_like_anybody_else(office: Prepared) -> None:
    one = office.report(person_id=LEADER)
    assert numbers(office, LEADER) == []
    service.investigate(office.store, by(MEMBER), one, CLERK)
    service.ask(office.store, by(CLERK), one)
    told = reading.case(office.store, by(LEADER), one)
    assert told.reporter == ""
    assert set(told.steps) - set(told.refusals) == {CaseStep.STATE}


def test_each_look_is_an_entry_of_the_trail(office: Prepared) -> None:
    one = office.report()
    before = office.trail()
    reading.case(office.store, by(LEADER), one)
    reading.person(office.store, by(LEADER), PERSON)
    reading.cases(office.store, by(LEADER))
    reading.people(office.store, by(LEADER))
    looked = [("discipline.look", f"case:{one}"), ("discipline.look", f"staff:{PERSON}")]
    assert office.trail() == [*before, *looked]
    with pytest.raises(NotFoundError):
        reading.case(office.store, by(OTHER), one)
    assert office.trail() == [*before, *looked]


# ── lists ───────────────────────────────────────────────────────────────────
def test_lists_come_in_pages_the_latest_event_first(office: Prepared) -> None:
    for _n in range(5):
        office.report()
        office.clock.moment = office.clock.moment.replace(minute=office.clock.moment.minute + 1)
    service.withdraw(office.store, by(LEAD), 2, "误报")
    seen, after = [], None
    while True:
        page = reading.cases(office.store, by(LEADER), after=after, limit=2)
        seen += [one.id for one in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == [2, 5, 4, 3, 1]


def test_lists_are_filtered(office: Prepared) -> None:
    office.report()
    office.report(person_id=OTHER, track="must_nots", clause="gifts")
    service.withdraw(office.store, by(LEAD), 1, "误报")
    assert numbers(office, LEADER, open_only=True) == ["JL-2026-002"]
    assert numbers(office, LEADER, state=CaseState.WITHDRAWN) == ["JL-2026-001"]
    assert numbers(office, LEADER, person_id=OTHER) == ["JL-2026-002"]
    assert numbers(office, LEADER, track="must_nots") == ["JL-2026-002"]
    assert numbers(office, LEADER, clause="gifts") == ["JL-2026-002"]
    assert numbers(office, LEADER, clause="nothing") == []


# ── people ──────────────────────────────────────────────────────────────────
def test_a_persons_page_says_the_rung_why_and_what_comes_next(office: Prepared) -> None:
    office.served()
    page = reading.person(office.store, by(PERSON), PERSON)
    place = next(one for one in page.places if one.track is Track.VISITS)
    assert (place.level, place.coming) == (1, 2)
    assert "JL-2026-001" in place.why
    assert "Severe warning" in place.next
    for who in (OTHER, CLERK, LEAD):
        with pytest.raises(NotFoundError):
            reading.person(office.store, by(who), PERSON)
    with pytest.raises(NotFoundError):
        reading.person(office.store, by(LEADER), 99)


def test_people_are_listed_by_rung_with_what_is_open(office: Prepared) -> None:
    first = office.served()
    office.on("04-10")
    office.served()
    office.report(person_id=OTHER)
    service.revoke(office.store, by(LEADER), first, "查无此事")
    rows = reading.people(office.store, by(LEADER))
    told = [(one.person.name, one.visits, one.open_cases, one.corrections) for one in rows]
    assert told == [("赵强", 1, 0, 1), ("周敏", 0, 1, 0)]
    own = reading.people(office.store, by(PERSON))
    assert [one.person.name for one in own] == ["赵强"]
    assert reading.people(office.store, by(OTHER)) == ()
    assert reading.people(office.store, by(LEAD)) == ()


def test_who_left_stays_with_their_rung(office: Prepared) -> None:
    office.served()
    with office.store.write("test.left", SYSTEM) as tx:
        tx.session.get_one(Staff, PERSON).left = date(2026, 3, 1)
    (row,) = reading.people(office.store, by(LEADER))
    assert (row.left, row.visits) == (True, 1)


def test_the_appraisal_counts_what_was_decided_and_holds(office: Prepared) -> None:
    first = office.served()
    office.on("04-10")
    office.served()
    office.confirmed(person_id=OTHER)
    whole = (date(2026, 1, 1), date(2026, 12, 31))
    (count,) = reading.by_person(office.store, *whole)
    assert (count.person.id, count.steps, count.level) == (
        PERSON, {Track.VISITS: 2}, {Track.VISITS: 2}
    )  # fmt: skip
    assert count.cases == ("JL-2026-001", "JL-2026-002")
    (march,) = reading.by_person(office.store, date(2026, 3, 1), date(2026, 3, 31))
    assert march.cases == ("JL-2026-001",)
    service.revoke(office.store, by(LEADER), first, "查无此事")
    assert reading.by_person(office.store, date(2026, 3, 1), date(2026, 3, 31)) == ()
