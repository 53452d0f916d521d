"""What became confidential after it was frozen: withheld wherever the frozen paper is read."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import select

from gridterm.clock import FixedClock
from gridterm.hotline import handling, service
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import Intake
from gridterm.i18n import CHINESE, language, use
from gridterm.meetings import agenda, documents, issuing, minutes, people, schedule
from gridterm.meetings.action_terms import ActionForm
from gridterm.meetings.deciding import decide
from gridterm.meetings.entries import add_entry
from gridterm.meetings.searching import search
from gridterm.meetings.tables import AgendaVersion, MinutesVersion
from gridterm.meetings.terms import EntryForm, EntryKind
from gridterm.printing.document import Document
from gridterm.printing.preview import to_text
from gridterm.registers.service import save_grid
from gridterm.registers.terms import GridForm
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from tests.meetings.seated import CHEN, LIU, REF, SUN, WANG, Seated, seated

SUBJECT, GIVEN, SAID = "三单元常年聚众赌博", "联合民警上门核查线索", "住户反映夜间人员进出"
DECIDED, HARMLESS = "由网格负责人牵头核查", "各网格十二月十日前交齐材料"
WORDS = (SUBJECT, GIVEN, SAID, DECIDED)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The papers in Chinese, as offices print them."""
    before = language()
    use(CHINESE)
    yield
    use(before)


@pytest.fixture
def office(store: Store, clock: FixedClock, actor: Actor) -> Seated:
    """A Wednesday with a regional matter, its decision and action item, not confidential yet."""
    found = seated(store, clock, actor)
    save_grid(store, actor, GridForm("008网格", lead_id=WANG, valid_from=date(2020, 1, 1)))
    schedule.appoint(store, actor, REF, chair_id=CHEN, recorder_id=SUN)
    call = service.register(store, found.who(LIU), Intake(SUBJECT, kind="report", grid_id=1)).id
    handling.triage(store, found.who(LIU), call, "regional", "coordination", reason="几户都说")
    return found


def hide(office: Seated) -> None:
    """The call becomes confidential."""
    with office.store.write("test.hide", office.clerk) as tx:
        tx.session.exec(select(Ticket)).one().confidential = True


def shown(document: Document) -> str:
    return "".join(to_text(document, 100).split())


def sheet(office: Seated, version: int | None = None) -> str:
    return shown(documents.agenda_of(office.store, REF, version).document)


def held(office: Seated) -> int:
    """Issued, held, decided on, approved; the id of the meeting."""
    store = office.store
    issuing.issue(store, office.who(SUN), REF)
    office.open()
    office.sign("14:25", "1004")
    item = next(one for one in minutes.minutes(store, REF).items if one.ticket_id)
    add_entry(store, office.who(SUN), REF, EntryForm("speech", SAID, item.id, WANG))
    add_entry(store, office.who(SUN), REF, EntryForm("note", HARMLESS))
    given = ActionForm(GIVEN, LIU, date(2026, 12, 1), ticket_id=item.ticket_id)
    decide(store, office.who(SUN), REF, EntryForm("decision", DECIDED, item.id), given)
    people.end(store, office.clerk, REF)
    minutes.submit(store, office.who(SUN), REF)
    return minutes.approve(store, office.who(CHEN), REF).meeting_id


def test_the_issued_agenda_does_not_show_what_became_confidential(office: Seated) -> None:
    issuing.issue(office.store, office.who(SUN), REF)
    assert SUBJECT in sheet(office, 1)
    hide(office)
    assert SUBJECT not in sheet(office, 1)
    assert "1项事项在印发后转为保密" in sheet(office, 1)
    one = issuing.issued(office.store, 1, 1).agenda
    assert [SUBJECT in f"{item.title}{item.drawn}{item.words}" for item in one.items] == (
        [False] * len(one.items)
    )
    (all_versions,) = issuing.versions(office.store, 1)
    assert all_versions.agenda == one
    apart = shown(documents.confidential_sheet_of(office.store, REF, 1).document)
    assert "RX-2026-0001（保密）" in apart
    assert SUBJECT not in apart


def test_what_was_issued_stays_in_the_file_as_it_was(office: Seated) -> None:
    meeting_id = held(office)
    with office.store.read() as session:
        before = [
            session.exec(select(AgendaVersion.content)).one(),
            session.exec(select(MinutesVersion.content)).one(),
        ]
    hide(office)
    issuing.issued(office.store, meeting_id)
    minutes.issued_minutes(office.store, meeting_id)
    with office.store.read() as session:
        after = [
            session.exec(select(AgendaVersion.content)).one(),
            session.exec(select(MinutesVersion.content)).one(),
        ]
    assert before == after
    assert all(SUBJECT in one for one in after)


def test_after_the_meeting_its_agenda_is_the_issued_one_without_the_matter(office: Seated) -> None:
    held(office)
    assert SUBJECT in sheet(office)
    hide(office)
    assert SUBJECT not in sheet(office)
    assert "第1版" in sheet(office)
    told = agenda.agenda(office.store, REF)
    assert not any(SUBJECT in one.title for one in told.items)
    assert sum(one.confidential for one in told.items) == 1


def test_the_summary_leaves_out_what_became_confidential_and_says_so(office: Seated) -> None:
    meeting_id = held(office)

    def paper() -> str:
        return shown(documents.summary_of(office.store, meeting_id).document)

    assert all(words in paper() for words in (SUBJECT, GIVEN, DECIDED, HARMLESS))
    hide(office)
    assert not any(words in paper() for words in WORDS)
    assert HARMLESS in paper()
    assert "1项事项在审定后转为保密" in paper()
    told = minutes.summary_of(minutes.issued_minutes(office.store, meeting_id))
    assert not any(words in repr(told) for words in WORDS)


def test_the_record_keeps_every_word_marked_on_a_confidential_paper(office: Seated) -> None:
    meeting_id = held(office)
    assert not documents.record_of(office.store, meeting_id).document.confidential
    hide(office)
    document = documents.record_of(office.store, meeting_id).document
    assert document.confidential
    assert all(words in shown(document) for words in (SAID, DECIDED, HARMLESS))


def test_search_does_not_find_what_was_said_to_it(office: Seated) -> None:
    held(office)
    assert len(search(office.store, "夜间人员")) == 1
    hide(office)
    assert [search(office.store, words) for words in (*WORDS, "夜间人员")] == [()] * 5
    assert len(search(office.store, HARMLESS)) == 1
    said = [one for one in minutes.minutes(office.store, REF).entries if one.confidential]
    assert [one.kind for one in said] == [EntryKind.SPEECH, EntryKind.DECISION]


def test_a_correction_in_which_nothing_changed_can_still_be_given_up(office: Seated) -> None:
    held(office)
    minutes.correct(office.store, office.who(SUN), REF, "核对")
    hide(office)
    assert minutes.drop_correction(office.store, office.who(SUN), REF).correcting == ""


def test_the_action_item_of_the_call_leaves_the_next_agenda_too(office: Seated) -> None:
    held(office)
    following = schedule.ref_of(office.store, date(2026, 12, 2))
    issuing.issue(office.store, office.who(SUN), following)
    kept = schedule.ref_of(office.store, date(2026, 12, 2))
    assert GIVEN in shown(documents.agenda_of(office.store, kept, 1).document)
    hide(office)
    for version in (1, None):
        paper = shown(documents.agenda_of(office.store, kept, version).document)
        assert GIVEN not in paper
        assert DECIDED not in paper
    now = agenda.agenda(office.store, kept)
    assert not any(GIVEN in one.drawn for one in now.items if not one.confidential)


def test_what_is_frozen_without_the_count_is_read_with_none(office: Seated) -> None:
    issuing.issue(office.store, office.who(SUN), REF)
    with office.store.read() as session:
        told = json.loads(session.exec(select(AgendaVersion.content)).one())["agenda"]
    assert told["withheld"] == 0
    assert issuing.issued(office.store, 1).agenda.withheld == 0
