"""What the program proposes as a case, to whom, and that a person opens or declines it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from gridterm import i18n, settings
from gridterm.attendance.corrections import waive
from gridterm.attendance.tables import Correction, Punch
from gridterm.attendance.terms import CorrectionKind, Slot, SlotKey
from gridterm.discipline import proposing, reading, service
from gridterm.discipline.terms import Source, Track
from gridterm.discipline.views import CaseForm, Proposal
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import service as hotline
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Intake
from gridterm.registers.tables import Staff
from gridterm.store.audit import SYSTEM, Actor
from gridterm.visits.tables import SpotCheck
from tests.discipline.prepared import CLERK, LEAD, LEADER, MEMBER, OTHER, PERSON, Prepared, by


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


@pytest.fixture(autouse=True)
def _no_attendance(office: Prepared) -> None:
    """Attendance is kept from tomorrow on, so nobody was absent."""
    kept(office, "2027-01-01")


def kept(office: Prepared, since: str) -> None:
    settings.change(office.store, SYSTEM, {"attendance.since": since})


def signed_in(office: Prepared, day: str) -> None:
    """The office keeps attendance that month: the leader signed in."""
    at = datetime.fromisoformat(f"{day} 08:20")
    with office.store.write("test.punch", SYSTEM) as tx:
        tx.add(Punch(staff_id=LEADER, at=at, source="desk", recorded_at=at))


def proposed(office: Prepared, who: int = LEADER) -> list[str]:
    return [one.subject for one in proposing.proposals(office.store, by(who))]


def only(office: Prepared, who: int = LEADER) -> Proposal:
    (one,) = proposing.proposals(office.store, by(who))
    return one


def complain(office: Prepared, accused: int = PERSON, **more: object) -> int:
    given = {"content": "他从不上门", "kind": "complaint", **more}
    ticket = hotline.register(office.store, by(CLERK), Intake(**given)).id  # type: ignore[arg-type]
    with office.store.write("test.accused", SYSTEM) as tx:
        tx.session.get_one(Ticket, ticket).accused_id = accused
    return ticket


def corrected(office: Prepared, check_id: int, result: str) -> int:
    """The check with another result, as a correction of it."""
    with office.store.write("test.correct", SYSTEM) as tx:
        old = tx.session.get_one(SpotCheck, check_id)
        more = {"seq": old.seq + 1, "result": result, "reason": "问错了人"}
        row = SpotCheck(**{**old.model_dump(exclude={"id"}), **more})
        tx.add(row)
        return row.id or 0


# ── falsified checks ────────────────────────────────────────────────────────
def test_a_falsified_check_is_proposed_until_it_has_a_case(office: Prepared) -> None:
    false, _mismatch, _true = office.check("falsified", "mismatch", "true")
    one = only(office)
    assert (one.subject, one.source, one.person.name) == (
        f"check:{false}", Source.SPOT_CHECK, "赵强"
    )  # fmt: skip
    told = proposing.accept(office.store, by(LEADER), one.subject)
    assert (told.row.track, told.row.clause, told.facts.check) == ("visits", "falsify", "draw:1")
    assert proposed(office) == []


def test_a_correction_of_the_check_is_what_counts(office: Prepared) -> None:
    (check,) = office.check("falsified")
    corrected(office, check, "true")
    assert proposed(office) == []
    again = corrected(office, check + 1, "falsified")
    assert proposed(office) == [f"check:{again}"]


def test_another_finding_of_the_check_belongs_into_the_open_case(office: Prepared) -> None:
    first, second = office.check("falsified", "falsified")
    case_id = proposing.accept(office.store, by(LEAD), f"check:{first}").row.id
    one = only(office)
    assert (one.subject, one.case_id) == (f"check:{second}", case_id)
    assert "JL-2026-001" in one.words
    told = proposing.accept(office.store, by(LEAD), one.subject)
    assert (told.row.id, told.facts.findings) == (case_id, 2)
    assert proposed(office) == []
    assert reading.count(office.store, by(LEADER)) == 1


def test_who_made_the_check_sees_it_and_nobody_sees_their_own(office: Prepared) -> None:
    (check,) = office.check("falsified")
    (own,) = office.check("falsified", staff_id=LEADER)
    assert proposed(office, LEAD) == [f"check:{own}", f"check:{check}"]
    assert proposed(office, LEADER) == [f"check:{check}"]
    assert proposed(office, MEMBER) == [f"check:{own}", f"check:{check}"]
    for who in (PERSON, OTHER, CLERK):
        assert proposed(office, who) == []
    with pytest.raises(RefusedError, match="Sign on"):
        proposing.proposals(office.store, Actor(None, "gridterm"))


def test_who_made_the_check_does_not_decide_on_it(office: Prepared) -> None:
    (check,) = office.check("falsified")
    with office.store.write("test.role", SYSTEM) as tx:
        tx.session.get_one(Staff, LEAD).roles = "principal_leader"
        tx.session.get_one(Staff, LEADER).roles = ""
    case_id = proposing.accept(office.store, by(MEMBER), f"check:{check}").row.id
    service.investigate(office.store, by(MEMBER), case_id, CLERK)
    service.ask(office.store, by(CLERK), case_id)
    service.record_statement(office.store, by(CLERK), case_id, declined=True)
    service.find_true(office.store, by(CLERK), case_id)
    with pytest.raises(RefusedError):
        service.decide(office.store, by(LEAD), case_id)
    assert office.letters() == []


# ── complaints ──────────────────────────────────────────────────────────────
def test_a_complaint_that_names_somebody_is_proposed_to_leaders(office: Prepared) -> None:
    ticket = complain(office)
    one = only(office)
    assert (one.subject, one.form.clause, one.form.track) == (
        f"ticket:{ticket}", "", Track.MUST_NOTS
    )  # fmt: skip
    assert "他从不上门" in one.words
    assert proposed(office, LEAD) == []
    with pytest.raises(InputError) as caught:
        proposing.accept(office.store, by(LEADER), one.subject)
    assert set(caught.value.fields) == {"clause"}
    form = CaseForm(PERSON, "shirk", subject=one.subject, matter="群众反映未走访")
    assert proposing.accept(office.store, by(LEADER), one.subject, form).row.clause == "shirk"
    assert proposed(office) == []


@pytest.mark.parametrize("more", [{"kind": "praise"}, {"kind": "help"}])
def test_a_call_that_is_no_complaint_is_not(office: Prepared, more: dict[str, object]) -> None:
    complain(office, **more)
    assert proposed(office) == []


def test_nor_is_a_void_one_or_an_old_one(office: Prepared) -> None:
    hotline.void(office.store, by(CLERK), complain(office), "误拨")
    assert proposed(office) == []
    complain(office)
    kept(office, "2028-01-01")
    office.clock.advance(timedelta(days=366))
    assert proposed(office) == []


def test_of_a_confidential_call_nothing_but_its_number_is_said(office: Prepared) -> None:
    complain(office, confidential=True)
    one = only(office)
    assert "从不上门" not in str(one)
    assert "RX-2026-0001" in one.words


# ── attendance ──────────────────────────────────────────────────────────────
def test_a_month_with_three_unexplained_absences_is_proposed(office: Prepared) -> None:
    kept(office, "2026-03-02")
    signed_in(office, "2026-03-02")
    office.on("03-04", 18)
    assert proposed(office) == []
    office.on("03-05", 18)
    found = {one.person.id: one for one in proposing.proposals(office.store, by(LEADER))}
    assert set(found) == {CLERK, LEAD, PERSON, MEMBER, OTHER}, "nobody sees their own"
    one = found[PERSON]
    assert (one.subject, one.form.track, one.at) == (
        "attendance:1003:2026-03", Track.PERFORMANCE, date(2026, 3, 4)
    )  # fmt: skip
    assert "3 days" in one.words
    assert "confirmed or locked: 0" in one.words
    told = proposing.accept(office.store, by(LEADER), one.subject)
    assert (told.row.source, told.row.track, told.row.clause) == (
        Source.ATTENDANCE, Track.PERFORMANCE, None
    )  # fmt: skip
    days = [value for name, value in told.evidence[0].lines if name.endswith("Day")]
    assert days == ["2026-03-02", "2026-03-03", "2026-03-04"]


def test_a_waived_absence_is_explained(office: Prepared) -> None:
    kept(office, "2026-03-02")
    signed_in(office, "2026-03-02")
    office.on("03-05", 18)
    for slot in Slot:
        key = SlotKey(PERSON, date(2026, 3, 3), slot)
        waive(office.store, by(LEADER), key, "抢险", "1005")
    assert "attendance:1003:2026-03" not in proposed(office)
    settings.change(office.store, SYSTEM, {"discipline.propose_absences": "2"})
    assert "attendance:1003:2026-03" in proposed(office)


def test_the_month_before_is_looked_at_too(office: Prepared) -> None:
    kept(office, "2026-03-02")
    signed_in(office, "2026-03-02")
    office.on("04-01", 8)
    assert "attendance:1003:2026-03" in proposed(office)
    office.on("05-04", 8)
    assert "attendance:1003:2026-03" not in proposed(office)


@pytest.mark.parametrize("elsewhere", ["2026-02-27", "2026-04-01"])
def test_a_month_in_which_nobody_signed_in_says_nothing_about_anybody(
    office: Prepared, elsewhere: str
) -> None:
    kept(office, "2026-03-02")
    signed_in(office, elsewhere)
    office.on("04-01", 8)
    assert proposed(office) == [], "the office kept no attendance in March"
    with office.store.write("test.noted", SYSTEM) as tx:
        tx.add(
            Correction(
                staff_id=LEAD, day=date(2026, 3, 31), slot=Slot.MORNING, kind=CorrectionKind.MAKEUP,
                reason="停电", approver="陈静", at=tx.now, by="陈静",
            )
        )  # fmt: skip
    assert "attendance:1003:2026-03" in proposed(office), "a register on paper is one too"


# ── declining ───────────────────────────────────────────────────────────────
def test_a_declined_proposal_does_not_come_back(office: Prepared) -> None:
    (check,) = office.check("falsified")
    subject = f"check:{check}"
    with pytest.raises(InputError):
        proposing.decline(office.store, by(LEADER), subject, PERSON, " ")
    with pytest.raises(RefusedError):
        proposing.decline(office.store, by(LEAD), subject, PERSON, "人情")
    with pytest.raises(NotFoundError):
        proposing.decline(office.store, by(LEADER), subject, OTHER, "不是他")
    told = proposing.decline(office.store, by(LEADER), subject, PERSON, "住户记错了日期")
    assert (told.actor, told.at) == ("陈静", datetime(2026, 3, 2, 9))
    assert proposed(office) == []
    assert office.trail()[-1] == ("discipline.decline", f"staff:{PERSON}")
    for again in (
        lambda: proposing.decline(office.store, by(LEADER), subject, PERSON, "再次"),
        lambda: proposing.accept(office.store, by(LEADER), subject),
    ):
        with pytest.raises(NotFoundError):
            again()
    assert [one.reason for one in proposing.declined(office.store, by(LEADER))] == [
        "住户记错了日期"
    ]
    assert proposing.declined(office.store, by(LEAD)) == ()


def test_nobody_declines_what_is_about_themselves(office: Prepared) -> None:
    (check,) = office.check("falsified", staff_id=LEADER)
    with pytest.raises(NotFoundError):
        proposing.decline(office.store, by(LEADER), f"check:{check}", LEADER, "没有的事")
    proposing.decline(office.store, by(MEMBER), f"check:{check}", LEADER, "系统错误")
    assert proposing.declined(office.store, by(LEADER)) == ()
