"""A case from the lead to the appeal on a real office: who may do what, and what follows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gridterm import i18n, settings
from gridterm.discipline import checks, reading, service
from gridterm.discipline.terms import CaseState, CaseStep, Flag, LetterKind, Track
from gridterm.discipline.views import CaseDetail, CaseForm, DecisionForm
from gridterm.errors import InputError, RefusedError
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.verify import verify
from gridterm.visits import checking
from gridterm.visits.terms import CheckForm
from tests.discipline.prepared import CLERK, LEAD, LEADER, MEMBER, OTHER, PERSON, Prepared, by

NAMELESS = Actor(None, "gridterm")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def states(detail: CaseDetail) -> list[str]:
    return [str(one.state) for one in detail.events]


# ── the whole way ───────────────────────────────────────────────────────────
def test_a_lead_becomes_a_warning_is_appealed_and_upheld(office: Prepared) -> None:
    store = office.store
    told = service.report(store, by(LEAD), office.form())
    case_id = told.row.id
    assert (told.row.number, told.row.state) == ("JL-2026-001", CaseState.REPORTED)
    assert (told.row.person.name, told.reporter) == ("赵强", "王芳")
    service.investigate(store, by(LEADER), case_id, CLERK)
    service.add_evidence(store, by(CLERK), case_id, text="门口监控里没有人")
    service.ask(store, by(CLERK), case_id)
    service.record_statement(store, by(PERSON), case_id, "我去过\n没人应门")
    service.find_true(store, by(CLERK), case_id)
    decided = service.decide(store, by(LEADER), case_id)
    assert (decided.row.level, decided.row.letter) == (1, "2026-001")
    office.later()
    served = service.serve(store, by(CLERK), case_id, receipt=True)
    assert served.facts.served_on == date(2026, 3, 3)
    office.later(5)
    appealed = service.appeal(store, by(PERSON), case_id, "门牌记错，并非造假")
    assert appealed.row.state is CaseState.APPEALED
    with pytest.raises(RefusedError, match="孙伟"):
        service.uphold(store, by(LEADER), case_id, "事实清楚")
    upheld = service.uphold(store, by(MEMBER), case_id, "事实清楚")
    assert states(upheld) == [
        *("reported", "investigating", "investigating", "investigating", "investigating"),
        *("confirmed", "decided", "served", "appealed", "upheld"),
    ]
    assert upheld.statement == "我去过\n没人应门"
    assert (upheld.investigator, upheld.decider) == ("李晓明", "陈静")
    (letter,) = upheld.letters
    assert (letter.kind, letter.in_force, letter.issuer) == (LetterKind.WARNING, True, "陈静")


def test_each_step_is_one_entry_of_the_trail(office: Prepared) -> None:
    before = len(office.trail())
    one = office.served()
    steps = [f"discipline.{step}" for step in (
        *("report", "investigate", "evidence", "ask", "state", "confirm", "decide", "serve"),
    )]  # fmt: skip
    assert office.trail()[before:] == [(step, f"case:{one}") for step in steps]


def test_a_letter_says_what_was_decided_and_stays(office: Prepared) -> None:
    one = office.served()
    ((number, frozen),) = office.letters()
    said = json.loads(frozen)
    assert (number, said["office"], said["name"]) == ("2026-001", "幸福社区", "赵强")
    assert (said["matter"], said["statement"]) == ("走访记录与住户所说不符", "当天下雨，记错了门牌")
    settings.change(office.store, SYSTEM, {"office.name": "别的社区"})
    office.later()
    service.revoke(office.store, by(LEADER), one, "查无此事")
    assert office.letters()[0] == (number, frozen)
    notice = json.loads(office.letters()[1][1])
    assert (notice["kind"], notice["refers_to"]) == ("correction", "2026-001")


def test_a_draft_goes_with_the_report(office: Prepared) -> None:
    kept = drafts.keep(office.store, "case", "me", {"matter": "x"})
    service.report(office.store, by(LEAD), office.form(), draft_id=kept)
    assert drafts.waiting(office.store) == []


# ── the ladder decides the level ────────────────────────────────────────────
def test_three_cases_climb_and_each_level_says_why(office: Prepared) -> None:
    for day, level, kind in (
        ("03-02", 1, LetterKind.WARNING),
        ("04-10", 2, LetterKind.SEVERE),
        ("05-11", 3, LetterKind.DISMISSAL),
        ("06-11", 3, LetterKind.DISMISSAL),
    ):
        office.on(day)
        told = reading.case(office.store, by(LEADER), office.served())
        assert (told.row.level, told.letters[0].kind) == (level, kind)
        assert told.standing is not None
        assert told.due_why == told.standing.why


def test_what_rests_on_an_unserved_letter_waits_for_it(office: Prepared) -> None:
    first = office.decided()
    office.on("04-10")
    second = office.confirmed()
    told = reading.case(office.store, by(LEADER), second)
    assert (told.due, "not served yet" in told.refusals[CaseStep.DECIDE]) == (2, True)
    with pytest.raises(RefusedError, match="JL-2026-001, whose letter is not served yet"):
        service.decide(office.store, by(LEADER), second)
    assert len(office.letters()) == 1
    office.serve(first)
    with_first = service.decide(office.store, by(LEADER), second)
    assert (with_first.row.level, with_first.row.letter) == (1, "2026-002")


def test_a_serious_matter_starts_higher_with_a_reason(office: Prepared) -> None:
    one = office.confirmed()
    with pytest.raises(RefusedError, match="why the matter is serious"):
        service.decide(office.store, by(LEADER), one, DecisionForm(2))
    for wrong in (0, 4):
        with pytest.raises(InputError) as caught:
            service.decide(office.store, by(LEADER), one, DecisionForm(wrong, "严重"))
        assert set(caught.value.fields) == {"lowest"}
    told = service.decide(office.store, by(LEADER), one, DecisionForm(2, "影响恶劣"))
    assert (told.row.level, told.letters[0].number) == (2, "2026-001")


def test_a_revocation_flags_what_rests_on_it_and_changes_nothing_itself(office: Prepared) -> None:
    store = office.store
    first = office.served()
    office.on("04-10")
    second = office.served()
    frozen = office.letters()
    office.on("05-11")
    told = service.revoke(store, by(LEADER), first, "复查不属实")
    (correction,) = told.corrections
    assert (correction.letter, correction.letter_level, correction.level) == ("2026-002", 2, 1)
    kept = reading.case(store, by(LEADER), second)
    assert (kept.row.level, kept.row.letter) == (2, "2026-002")
    assert kept.standing is not None
    assert Flag.NEEDS_CHANGE in kept.standing.flags
    corrected = service.correct(store, by(LEADER), second)
    assert (corrected.row.level, corrected.row.letter) == (1, "2026-004")
    assert corrected.corrections == ()
    assert [(one.number, one.refers_to, one.in_force) for one in corrected.letters] == [
        ("2026-002", "", False),
        ("2026-004", "2026-002", True),
    ]
    assert office.letters()[:2] == frozen
    with pytest.raises(RefusedError, match="No correction is proposed"):
        service.correct(store, by(LEADER), second)


def test_a_revocation_taken_back_leads_where_it_was(office: Prepared) -> None:
    one = office.served()
    gone = service.revoke(office.store, by(LEADER), one, "复查不属实")
    assert (gone.row.state, gone.due) == (CaseState.REVOKED, 0)
    back = service.restore(office.store, by(LEADER), one, "撤销有误")
    assert (back.row.state, back.row.level, back.row.letter) == (CaseState.SERVED, 1, "2026-001")
    told = [(one.number, one.refers_to, one.in_force) for one in back.letters]
    assert told == [
        ("2026-001", "", True), ("2026-002", "2026-001", False), ("2026-003", "2026-002", False)
    ]  # fmt: skip


def test_a_decision_nobody_received_is_lowered_and_then_served(office: Prepared) -> None:
    one = office.decided(lowest=3)
    told = service.change(office.store, by(LEADER), one, 1, "情节轻微")
    assert (told.row.state, told.row.level) == (CaseState.DECIDED, 1)
    assert office.serve(one).row.state is CaseState.SERVED
    with pytest.raises(RefusedError, match="lowest rung"):
        service.change(office.store, by(LEADER), one, 1, "再降")


def test_two_tracks_never_mix(office: Prepared) -> None:
    office.served()
    office.on("04-10")
    absent = office.served(track="performance", clause="")
    gift = office.served(track="must_nots", clause="gifts")
    for one in (absent, gift):
        assert reading.case(office.store, by(LEADER), one).row.level == 1
    settings.change(office.store, SYSTEM, {"discipline.joined": "yes"})
    page = reading.person(office.store, by(LEADER), PERSON)
    levels = {one.track: one.level for one in page.places}
    assert levels[Track.PERFORMANCE] == 1
    assert set(levels) == {Track.MUST_NOTS, Track.PERFORMANCE}


# ── the statement, service and the appeal ───────────────────────────────────
def test_nothing_is_decided_before_the_person_was_asked_and_had_time(office: Prepared) -> None:
    one = office.investigated()
    service.find_true(office.store, by(CLERK), one)
    told = reading.case(office.store, by(LEADER), one)
    assert told.answer_until == date(2026, 3, 5)
    assert "2026-03-05" in told.refusals[CaseStep.DECIDE]
    office.on("03-05", 23)
    with pytest.raises(RefusedError, match="2026-03-05"):
        service.decide(office.store, by(LEADER), one)
    office.on("03-06", 0)
    assert service.decide(office.store, by(LEADER), one).row.level == 1


def test_a_statement_has_words_or_there_is_none(office: Prepared) -> None:
    one = office.investigated()
    for words, declined in (("", False), (" \n", False), ("有话", True)):
        with pytest.raises(InputError):
            service.record_statement(office.store, by(CLERK), one, words, declined=declined)
    assert not reading.case(office.store, by(LEADER), one).facts.stated
    service.record_statement(office.store, by(CLERK), one, declined=True)
    told = service.record_statement(office.store, by(PERSON), one, "想起来了")
    assert told.statement == "想起来了"


def test_service_needs_a_receipt_or_a_witness(office: Prepared) -> None:
    one = office.decided()
    with pytest.raises(RefusedError, match="signed receipt"):
        service.serve(office.store, by(CLERK), one)
    with pytest.raises(RefusedError, match="cannot be its witness"):
        service.serve(office.store, by(CLERK), one, witness_ids=[PERSON])
    told = service.serve(office.store, by(CLERK), one, witness_ids=[OTHER, OTHER])
    assert "周敏" in told.events[-1].words


def test_an_appeal_is_in_time_and_registered_for_the_person(office: Prepared) -> None:
    one = office.served()
    with pytest.raises(InputError, match="lies ahead"):
        service.appeal(office.store, by(CLERK), one, "不服", date(2026, 3, 3))
    office.later(16)
    with pytest.raises(RefusedError, match="2026-03-17"):
        service.appeal(office.store, by(PERSON), one, "不服")
    told = service.appeal(office.store, by(CLERK), one, "不服", date(2026, 3, 17))
    assert told.events[-1].actor == "李晓明"
    assert told.facts.effective


def test_an_appeal_suspends_only_where_the_office_says_so(office: Prepared) -> None:
    settings.change(office.store, SYSTEM, {"discipline.appeal_suspends": "yes"})
    one = office.served()
    service.appeal(office.store, by(PERSON), one, "不服")
    told = reading.case(office.store, by(LEADER), one)
    assert told.standing is not None
    assert not told.standing.counts


def test_the_clock_set_back_makes_no_step_earlier(office: Prepared) -> None:
    one = office.report()
    office.clock.advance(timedelta(hours=-5))
    told = service.add_evidence(office.store, by(LEAD), one, text="看到的")
    first, second = told.events
    assert (first.at, second.at) == (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9))
    assert second.recorded_at == datetime(2026, 3, 2, 4)


# ── the lead ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"person_id": None}, "person_id"),
        ({"person_id": 99}, "person_id"),
        ({"matter": " \u200b"}, "matter"),
        ({"clause": "gifts"}, "clause"),
        ({"track": "must_nots", "clause": ""}, "clause"),
        ({"track": "must_nots", "clause": "nothing"}, "clause"),
        ({"track": "nothing"}, "track"),
        ({"source": "nothing"}, "source"),
        ({"incident_on": None}, "incident_on"),
        ({"incident_on": date(2026, 3, 3)}, "incident_on"),
        ({"discovered_on": date(2026, 3, 1)}, "discovered_on"),
        ({"discovered_on": date(2026, 3, 3)}, "discovered_on"),
        ({"subject": "check:99"}, ""),
        ({"subject": "check:x"}, "subject"),
        ({"subject": "nothing"}, "subject"),
    ],
)
def test_a_lead_that_cannot_be_used_is_refused(
    office: Prepared, more: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        service.report(office.store, by(LEAD), office.form(**more))
    assert set(caught.value.fields) == ({field} if field else set())
    assert reading.count(office.store, by(LEADER)) == 0


def test_a_number_is_not_lost_by_a_lead_that_was_refused(office: Prepared) -> None:
    with pytest.raises(InputError):
        service.report(office.store, by(LEAD), office.form(matter=""))
    assert office.report() == 1
    assert reading.case(office.store, by(LEADER), 1).row.number == "JL-2026-001"


def test_a_case_of_a_check_keeps_a_copy_of_the_visit(office: Prepared) -> None:
    (check,) = office.check("falsified")
    form = CaseForm(None, track="visits", subject=f"check:{check}", matter="未入户")
    told = service.report(office.store, by(LEAD), form)
    assert (told.row.person.id, told.row.source) == (PERSON, "spot_check")
    assert (told.facts.incident_on, told.facts.check) == (date(2026, 3, 2), "draw:1")
    (piece,) = told.evidence
    assert piece.intact
    lines = dict(piece.lines)
    assert lines["Check, Outcome"] == "Falsified"
    assert lines["Check, The household said"] == "没有人来过"
    assert lines["Visit, Household"] == "幸福小区3栋 2-501"


def test_a_finding_is_not_moved_to_another_day_to_become_a_step(office: Prepared) -> None:
    first, second = office.check("falsified", "falsified")
    lead = CaseForm(None, clause="falsify", subject=f"check:{first}", matter="未入户")
    service.report(office.store, by(LEAD), lead)
    office.later(20)
    moved = replace(lead, subject=f"check:{second}", incident_on=date(2026, 3, 20))
    with pytest.raises(InputError, match="on 2026-03-02, and so was"):
        service.report(office.store, by(LEAD), moved)


@pytest.mark.parametrize("subject", ["check:99999999999999999999", "visit:" + "9" * 6_999, "[/]\n"])
def test_a_subject_that_names_nothing_is_told_in_one_short_line(
    office: Prepared, subject: str
) -> None:
    one = office.investigated()
    with pytest.raises(InputError, match="names no record") as told:
        service.add_evidence(office.store, by(CLERK), one, subject=subject)
    assert len(str(told.value)) < 100
    assert "\n" not in str(told.value)


def test_words_that_may_be_left_out_are_not_without_end_either(office: Prepared) -> None:
    one, long = office.confirmed(), "长" * 20_001
    with pytest.raises(InputError, match="too long"):
        service.decide(office.store, by(LEADER), one, DecisionForm(1, long))
    other, visit = office.investigated(), office.visit()
    with pytest.raises(InputError, match="too long"):
        service.add_evidence(office.store, by(CLERK), other, subject=f"visit:{visit}", text=long)


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(1, 1, 1)])
def test_nobody_has_a_case_of_a_day_they_did_not_work_here(office: Prepared, day: date) -> None:
    with pytest.raises(InputError, match=f"赵强 was not employed on {day}"):
        service.report(office.store, by(LEAD), office.form(incident_on=day))


def test_a_letter_has_the_number_of_the_year_it_bears_when_the_clock_goes_back(
    office: Prepared,
) -> None:
    office.on(date(2027, 1, 1))
    one = office.confirmed()
    office.on(date(2026, 12, 31))
    told = service.decide(office.store, by(LEADER), one)
    assert (told.row.letter, told.letters[0].issued_at.year) == ("2027-001", 2027)


def test_a_case_is_not_judged_by_a_check_that_was_corrected_since(office: Prepared) -> None:
    (check,) = office.check("falsified")
    lead = CaseForm(None, track="visits", subject=f"check:{check}", matter="未入户")
    one = service.report(office.store, by(MEMBER), lead).row.id
    service.investigate(office.store, by(LEADER), one, CLERK)
    service.ask(office.store, by(CLERK), one)
    form = CheckForm("true", "来过，是我记错了", reason="住户来电更正")
    corrected = checking.record_check(office.store, by(LEADER), 1, 1, form)
    with pytest.raises(RefusedError, match=f"to True. Add check:{corrected.id} as evidence"):
        service.find_true(office.store, by(CLERK), one)
    service.add_evidence(office.store, by(CLERK), one, subject=f"check:{corrected.id}")
    service.record_statement(office.store, by(CLERK), one, "我去过")
    service.find_true(office.store, by(CLERK), one)
    form = CheckForm("falsified", "又说没有", reason="再次核实")
    again = checking.record_check(office.store, by(LEADER), 1, 1, form)
    with pytest.raises(RefusedError, match=f"to Falsified. Add check:{again.id} as evidence"):
        service.decide(office.store, by(LEADER), one)
    service.add_evidence(office.store, by(CLERK), one, subject=f"check:{again.id}")
    assert service.decide(office.store, by(LEADER), one).row.level == 1


def test_what_was_found_true_by_wrong_evidence_ends_untrue_before_it_is_decided(
    office: Prepared,
) -> None:
    store, one = office.store, office.confirmed()
    other = office.confirmed()
    with pytest.raises(InputError, match="Say why"):
        service.find_untrue(store, by(CLERK), one, " ")
    with pytest.raises(RefusedError, match="Somebody else"):
        service.find_untrue(store, by(PERSON), one, "没有的事")
    told = service.find_untrue(store, by(CLERK), one, "监控是另一栋楼的")
    assert (told.row.state, told.steps) == (CaseState.UNFOUNDED, ())
    assert "监控是另一栋楼的" in told.events[-1].words
    assert told.standing is None or not told.standing.level
    with pytest.raises(RefusedError, match="has ended"):
        service.decide(store, by(LEADER), one)
    assert service.decide(store, by(LEADER), other).row.level == 1
    with pytest.raises(RefusedError, match="not possible"):
        service.find_untrue(store, by(CLERK), other, "来不及了")
    report = verify(store, checks.CHECKS)
    assert report.whole, report.findings


def test_two_findings_of_one_check_are_one_case_and_one_letter(office: Prepared) -> None:
    first, second, fine = office.check("falsified", "falsified", "true")
    form = CaseForm(None, track="visits", subject=f"check:{first}", matter="未入户")
    case_id = service.report(office.store, by(LEAD), form).row.id
    again = CaseForm(None, track="visits", subject=f"check:{second}", matter="未入户")
    with pytest.raises(RefusedError, match="Add this one there"):
        service.report(office.store, by(LEAD), again)
    with pytest.raises(RefusedError, match="about this record already"):
        service.report(office.store, by(LEAD), form)
    for subject, findings in ((second, 2), (second, 2), (fine, 2), (first, 2)):
        told = service.add_evidence(office.store, by(LEAD), case_id, subject=f"check:{subject}")
        assert told.facts.findings == findings
    assert reading.case(office.store, by(LEADER), case_id).due == 1


def test_a_record_about_somebody_else_is_no_lead_about_me(office: Prepared) -> None:
    (check,) = office.check("falsified", staff_id=OTHER)
    with pytest.raises(InputError) as caught:
        service.report(office.store, by(LEAD), office.form(subject=f"check:{check}"))
    assert set(caught.value.fields) == {"person_id"}
    assert "周敏" in caught.value.message
