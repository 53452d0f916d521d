"""A decision of the meeting: minutes, action item and call in one entry of the trail, or none."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import checks as calls
from gridterm.hotline import handling, queries, service
from gridterm.hotline.handling import Told
from gridterm.hotline.terms import Action, Intake, State
from gridterm.meetings import action_checks, actions, checks, people, schedule
from gridterm.meetings.action_terms import ActionForm, ActionState
from gridterm.meetings.deciding import decide
from gridterm.meetings.entries import add_entry
from gridterm.meetings.minutes import minutes, submit
from gridterm.meetings.terms import EntryForm
from gridterm.registers.service import save_grid
from gridterm.registers.terms import GridForm
from gridterm.store import search
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.meetings.seated import CHEN, LIU, REF, WANG, WEDNESDAY, Seated, seated

DUE = date(2026, 12, 1)
WORDS = EntryForm("decision", "下周内更换3号楼全部路灯")


@pytest.fixture
def meeting(store: Store, clock: FixedClock, actor: Actor) -> Seated:
    found = seated(store, clock, actor)
    save_grid(store, actor, GridForm("008网格", lead_id=WANG, valid_from=date(2020, 1, 1)))
    return found


def regional(meeting: Seated, *, confidential: bool = False) -> int:
    store, by = meeting.store, meeting.who(LIU)
    intake = Intake("整栋楼路灯不亮", kind="complaint", grid_id=1, confidential=confidential)
    one = service.register(store, by, intake).id
    handling.triage(store, by, one, "regional", "coordination", reason="几栋楼都有")
    return one


def opened(meeting: Seated) -> None:
    meeting.open()
    meeting.at("11-25 15:00")


def form(ticket_id: int | None = None, **more: object) -> ActionForm:
    given = {"matter": "更换3号楼路灯", "owner_id": LIU, "due_on": DUE, **more}
    return ActionForm(ticket_id=ticket_id, **given)  # type: ignore[arg-type]


def trail(store: Store) -> list[tuple[str, str]]:
    with store.read() as session:
        rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [(row.action, row.subject) for row in rows]


def whole(store: Store) -> bool:
    texts = [calls.TEXTS, action_checks.TEXTS, checks.TEXTS]
    report = verify(store, [*calls.CHECKS, *action_checks.CHECKS, *checks.CHECKS], texts)
    assert report.whole, report.findings
    return True


def test_a_decision_flows_into_minutes_action_item_and_call_at_once(meeting: Seated) -> None:
    one = regional(meeting)
    opened(meeting)
    before = len(trail(meeting.store))
    made = decide(meeting.store, meeting.who(CHEN), REF, WORDS, form(one))
    assert trail(meeting.store)[before:] == [("meetings.decide", f"meeting:{made.meeting_id}")]
    row = made.row
    assert (row.number, row.owner, row.given_on) == ("DB-2026-001", "刘洋", WEDNESDAY)
    (entry,) = minutes(meeting.store, REF).entries
    assert (entry.words, entry.ticket_id, entry.actions) == (WORDS.words, one, ("DB-2026-001",))
    call = queries.ticket(meeting.store, one)
    assert (call.state, call.handler) == (State.ASSIGNED, "刘洋")
    step = next(event for event in call.events if event.action is Action.DECIDE)
    assert (step.note, step.payload["item"]) == (WORDS.words, "DB-2026-001")
    assert step.payload["teller"] == "王芳"
    resolution = next(date_.due for date_ in call.dates if date_.clock == "resolution")
    assert resolution == datetime(2026, 12, 1, 17, 30)
    assert actions.actions_of_ticket(meeting.store, one)[0].id == made.row.id
    assert whole(meeting.store)


def test_what_the_call_does_not_allow_saves_nothing(meeting: Seated) -> None:
    store, clerk = meeting.store, meeting.who(LIU)
    one = regional(meeting)
    handling.assign(store, clerk, one, WANG)
    opened(meeting)
    before = trail(store)
    with pytest.raises(RefusedError, match="王芳"):
        decide(store, clerk, REF, WORDS, form(one))
    with pytest.raises(InputError):
        decide(store, clerk, REF, WORDS, form(one, owner_id=WANG, due_on=date(2027, 3, 1)))
    assert trail(store) == before
    assert minutes(store, REF).entries == ()
    assert actions.count(store) == 0
    assert decide(store, clerk, REF, WORDS, form(one, owner_id=WANG)).row.number == "DB-2026-001"


def test_an_entry_that_stands_already_can_be_given_to_several(meeting: Seated) -> None:
    store, clerk = meeting.store, meeting.who(LIU)
    opened(meeting)
    said = add_entry(store, clerk, REF, EntryForm("speech", "我来说两句", speaker_id=LIU))
    entry = add_entry(store, clerk, REF, WORDS)
    with pytest.raises(InputError) as caught:
        decide(store, clerk, REF, said.id, form())
    assert "entry" in caught.value.fields
    with pytest.raises(NotFoundError):
        decide(store, clerk, REF, 99, form())
    for owner in (LIU, CHEN):
        decide(store, clerk, REF, entry.id, form(owner_id=owner))
    shown = next(one for one in minutes(store, REF).entries if one.id == entry.id)
    assert shown.actions == ("DB-2026-001", "DB-2026-002")
    meeting.end()
    submit(store, clerk, REF)
    one = regional(meeting)
    with pytest.raises(RefusedError):
        decide(store, clerk, REF, entry.id, form(one))
    with pytest.raises(RefusedError):
        decide(store, clerk, REF, WORDS, form())
    assert decide(store, clerk, REF, entry.id, form(owner_id=WANG)).row.state is ActionState.OPEN
    assert whole(store)


def test_of_a_confidential_call_everything_is_confidential(meeting: Seated) -> None:
    store = meeting.store
    one = regional(meeting, confidential=True)
    opened(meeting)
    secret = EntryForm("decision", "由专人上门密谈")
    made = decide(store, meeting.who(CHEN), REF, secret, form(one, matter="上门密谈"))
    assert made.row.confidential
    assert minutes(store, REF).entries[0].confidential
    assert "密谈" not in repr(actions.actions(store).rows)
    with store.read() as session:
        for kind in search.Kind:
            assert search.find(session.connection(), "密谈", kind, 9) == []
    assert whole(store)


def test_the_chair_approves_a_later_date_that_was_told(meeting: Seated) -> None:
    store, clerk = meeting.store, meeting.who(LIU)
    one = regional(meeting)
    schedule.appoint(store, clerk, REF, CHEN, LIU, "会议室")
    opened(meeting)
    later = form(one, due_on=date(2026, 12, 31))
    with pytest.raises(InputError) as caught:
        decide(store, clerk, REF, WORDS, later)
    assert "due_on" in caught.value.fields
    decide(store, clerk, REF, WORDS, later, told=Told(WANG, store.clock.now(), "phone"))
    step = next(e for e in queries.ticket(store, one).events if e.action is Action.DECIDE)
    assert step.payload["approver_id"] == CHEN
    assert step.told_by == "王芳"
    assert whole(store)


def test_a_meeting_that_was_cancelled_decides_nothing(meeting: Seated) -> None:
    store, clerk = meeting.store, meeting.who(LIU)
    opened(meeting)
    entry = add_entry(store, clerk, REF, WORDS)
    meeting.end()
    made = decide(store, clerk, REF, entry.id, form(due_on=DUE + timedelta(days=7)))
    assert made.row.due_on == date(2026, 12, 8)
    assert people.sign_in_sheet(store, REF).meeting.ended_at is not None
    later = schedule.ref_of(store, date(2026, 12, 2))
    schedule.cancel(store, clerk, later, "停电")
    with pytest.raises((RefusedError, NotFoundError)):
        decide(store, clerk, later, WORDS, form())
    with pytest.raises(NotFoundError):
        decide(store, clerk, later, entry.id, form())
