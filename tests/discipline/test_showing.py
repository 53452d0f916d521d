"""What a piece of evidence shows: words for every part, in both languages."""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlmodel import Session

from gridterm import i18n, settings
from gridterm.attendance.tables import Punch
from gridterm.discipline import showing, sources
from gridterm.discipline.evidence import copied
from gridterm.discipline.tables import CaseEvidence
from gridterm.discipline.views import EvidenceView
from gridterm.hotline.tables import Ticket, TicketEvent
from gridterm.registers.tables import HouseholdMember
from gridterm.store.audit import SYSTEM, canonical
from gridterm.visits import checking
from gridterm.visits.tables import SpotCheck, SpotDraw, Visit, VisitEnd
from tests.discipline.prepared import CLERK, LEAD, LEADER, PERSON, Prepared

SUBJECTS = ("check:1", "visit:2", "ticket:1", "attendance:1003:2026-03")
MOST_HEADS = 5
"""More lines than a record without its parts (the days of a month, the steps of a call) has."""
LANGUAGES = (i18n.ENGLISH, i18n.CHINESE)


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.use(before)


def shown(session: Session, office: Prepared, subject: str) -> EvidenceView:
    """A record as evidence shows it."""
    record = sources.copy_of(session, subject, office.clock.now()).record
    return view(subject, dict(record), office.clock.now())


def view(subject: str, record: dict[str, object], at: datetime) -> EvidenceView:
    taken = copied(subject, record, at)
    row = CaseEvidence(
        id=1, case_id=1, subject=subject, title="", taken_at=at, content=taken.content,
        digest=taken.digest,
    )  # fmt: skip
    return showing.evidence_view(row, for_person=False)


def full(office: Prepared) -> None:
    """A checked visit, a call and a month with nothing left out that a record can say."""
    settings.change(office.store, SYSTEM, {"attendance.since": "2026-03-02"})
    first = office.visit()
    with office.store.write("test.full", SYSTEM) as tx:
        day = tx.now.date()
        tx.add(HouseholdMember(household_id=1, name="刘小红", valid_from=date(2020, 1, 1)))
        call = Ticket(
            number="RX-2026-0001", year=2026, seq=1, registered_at=tx.now, received_at=tx.now,
            kind="complaint", channel="phone", title="从不上门", content="从不上门",
            caller="刘小红", phone="13800000000", address="幸福小区3栋", place="幸福小区3栋",
            state="handling", accused_id=PERSON, last_event_at=tx.now,
        )  # fmt: skip
        tx.add(call)
        tx.add(TicketEvent(
            ticket_id=call.id or 0, seq=1, at=tx.now, recorded_at=tx.now, actor="王芳",
            action="register", state="handling", note="已登记",
        ))  # fmt: skip
        tx.add(Punch(staff_id=LEADER, at=tx.now, source="desk", recorded_at=tx.now))
        visit = Visit(
            day=day, at=tx.now, staff_id=PERSON, grid_id=1, household_id=1, purpose="routine",
            matter="漏水", feedback="已告知", result="met", ticket_id=call.id, recorded_at=tx.now,
            recorder_id=CLERK, recorder="李晓明", corrects_id=first, import_key="4f7ac0",
        )  # fmt: skip
        tx.add(visit)
        seen = visit.id or 0
        tx.add(VisitEnd(visit_id=seen, at=tx.now, actor_id=LEAD, actor="王芳", reason="没有去过"))
        draw = SpotDraw(
            staff_id=PERSON, day=day, seed="seed", among="1 2", drawn="2", drawn_at=tx.now,
            actor="王芳",
        )  # fmt: skip
        tx.add(draw)
        tx.add(SpotCheck(
            draw_id=draw.id or 0, visit_id=seen, result="falsified", way="phone", said="没有人来过",
            reason="住户来电更正", checked_on=day, checked_at=tx.now, checker_id=LEAD,
            checker="王芳", evidence=canonical(checking.copied(tx.session, seen)),
        ))  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_column_is_shown_by_its_name(office: Prepared, language: str) -> None:
    full(office)
    office.on("03-05", 18)
    i18n.use(language)
    with office.store.read() as session:
        for subject in SUBJECTS:
            lines = shown(session, office, subject).lines
            assert len(lines) > MOST_HEADS, subject
            for label, _value in lines:
                raw = r"[a-z]" if language == i18n.CHINESE else r"_|(^|, )[a-z]"
                assert not re.search(raw, label), (subject, label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_a_record_can_have_has_a_word(language: str) -> None:
    i18n.use(language)
    kept = {*sources.TICKET_KEPT, *sources.VISIT_KEPT, *sources.CHECK_KEPT, *Visit.model_fields}
    for name in kept - showing.HIDDEN:
        assert showing._called(name) != name.replace("_", " "), name


def test_a_checks_copy_is_in_words_and_without_ids_that_have_a_name(office: Prepared) -> None:
    full(office)
    i18n.use(i18n.ENGLISH)
    with office.store.read() as session:
        found = shown(session, office, "check:1")
    above = "As it was when checked, "
    lines = {name.removeprefix(above): said for name, said in found.lines if above in name}
    assert lines == {
        "Number": "2",
        "Corrects visit no.": "1",
        "Day": "2026-03-02",
        "When": "2026-03-02 09:00:00",
        "Staff": "1003 赵强",
        "Grid": "001网格",
        "Household": "幸福小区3栋 2-501",
        "Head of the household": "刘小红",
        "Purpose": "Routine visit",
        "Matter of the visit": "漏水",
        "Feedback on the visit": "已告知",
        "Outcome": "Met",
        "Source": "Typed in",
        "Call number": "RX-2026-0001",
        "Recorded at": "2026-03-02 09:00:00",
        "Recorded by": "李晓明",
        "Void or corrected at": "2026-03-02 09:00:00",
        "Void or corrected by": "王芳",
        "Why void or corrected": "没有去过",
    }
