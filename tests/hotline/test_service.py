"""The hotline's use cases on a real office file."""

import sqlite3
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import handling, queries, service
from gridterm.hotline.guards import Facts
from gridterm.hotline.handling import Told
from gridterm.hotline.rules import step
from gridterm.hotline.steps import read_steps
from gridterm.hotline.tables import Category, Ticket, TicketEvent
from gridterm.hotline.terms import Action, Intake, State, TicketDetail, TicketFilter, Visit
from gridterm.registers.service import save_building
from gridterm.registers.tables import Grid, Staff
from gridterm.registers.terms import BuildingForm
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM, Actor
from gridterm.store.tables import AuditEntry
from gridterm.store.unit import Store

HOSTILE = [
    "[/]",
    "[red]x[/red]",
    "[/关闭]",
    "<关于物业的规定>",
    "=1+1",
    "'; DROP TABLE ticket;--",
    "😀👨‍👩‍👧",
]


@pytest.fixture
def office(store: Store) -> Store:
    """One grid, one building, one operator, one category."""
    with store.write("test.office", SYSTEM) as tx:
        grid = Grid(
            code="008网格", name="八网格", level=4, kind="basic", valid_from=date(2025, 1, 1)
        )
        officer = Staff(number="1007", name="李晓明", hired=date(2020, 1, 1), phone="12012345678")
        tx.add(grid, officer)
        tx.add(Category(code="leak", name_zh="房屋漏水", name_en="Leaks", words="漏水 渗水"))
    save_building(store, SYSTEM, BuildingForm(estate="化院小区", name="3号楼", grid_id=1))
    return store


@pytest.fixture
def officer() -> Actor:
    return Actor(1, "李晓明")


def entries(store: Store) -> list[str]:
    with store.read() as session:
        return [row.action for row in session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]


def test_a_call_gets_the_next_number_its_responder_and_its_grid(
    office: Store, officer: Actor
) -> None:
    first = service.register(
        office,
        officer,
        Intake(
            "楼顶漏水",
            kind="complaint",
            caller="刘淑芬",
            phone="１３８-0000 1234",
            address="化院小区3号楼2单元501",
        ),
    )
    second = service.register(office, officer, Intake("谢谢", kind="praise"))
    assert (first.number, second.number) == ("RX-2026-0001", "RX-2026-0002")
    assert first.first_responder == "李晓明"
    assert (first.grid, first.building) == ("008网格", "化院小区3号楼")
    assert (first.caller, first.phone) == ("刘**", "138****1234")
    assert first.received_at == office.clock.now()
    assert first.state is State.RECEIVED
    assert second.anonymous


def test_one_call_is_one_audit_entry(office: Store, officer: Actor) -> None:
    before = len(entries(office))
    service.register(office, officer, Intake("问低保", answer="带身份证到窗口"))
    assert entries(office)[before:] == ["ticket.register"]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("inquiry", State.CLOSED),
        ("praise", State.CLOSED),
        ("complaint", State.ANSWERED),
        ("help", State.ANSWERED),
    ],
)
def test_answered_on_the_spot_closes_by_kind(
    office: Store, officer: Actor, kind: str, state: State
) -> None:
    ticket = service.register(office, officer, Intake("内容", kind=kind, answer="已答复"))
    assert ticket.state is state
    assert [event.action for event in ticket.events] == [Action.REGISTER, Action.ANSWER]
    assert ticket.answered_at == office.clock.now()


def test_which_kinds_close_at_once_is_a_setting_and_the_past_keeps_its_own(
    office: Store, officer: Actor
) -> None:
    old = service.register(office, officer, Intake("内容", kind="inquiry", answer="好"))
    settings.change(office, officer, {"hotline.close_at_once": "praise"})
    new = service.register(office, officer, Intake("内容", kind="inquiry", answer="好"))
    assert new.state is State.ANSWERED
    assert queries.ticket(office, old.id).state is State.CLOSED


@pytest.mark.parametrize(
    ("intake", "field"),
    [
        (Intake(" \n\t\u200b"), "content"),
        (Intake("字" * 20_001), "content"),
        (Intake("内容", phone="电话"), "phone"),
        (Intake("内容", phone="12"), "phone"),
        (Intake("内容", phone="13912345670已联系物业"), "phone"),
        (Intake("内容", kind="nonsense"), "kind"),
        (Intake("内容", channel=""), "channel"),
        (Intake("内容", category="none"), "category"),
        (Intake("内容", caller="刘", anonymous=True), "caller"),
        (Intake("内容", address="长" * 501), "address"),
        (Intake("内容", received_at=datetime(2026, 11, 22)), "received_at"),
        (Intake("内容", answer="好", guide="去街道"), "guide"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_saved(
    office: Store, officer: Actor, intake: Intake, field: str
) -> None:
    before = entries(office)
    with pytest.raises(InputError) as refused:
        service.register(office, officer, intake)
    assert list(refused.value.fields) == [field]
    assert entries(office) == before
    assert service.register(office, officer, Intake("内容")).number == "RX-2026-0001"


@pytest.mark.parametrize(
    "words", [*HOSTILE, "长" * 6_999, "一行\n二行\r\n三行\t尾", "a\x00b\x1bc\u202ed"]
)
def test_hostile_texts_come_back_as_they_can_be_seen(
    office: Store, officer: Actor, words: str
) -> None:
    seen = words.replace("\r\n", "\n").replace("\t", " ")
    seen = "".join(char for char in seen if char == "\n" or char.isprintable() or char == "\u200d")
    made = service.register(
        office,
        officer,
        Intake(words, caller="刘", address=words[:400], place=words[:400], title=words[:400]),
    )
    assert made.content == seen
    assert queries.list_tickets(office, TicketFilter()).rows[0].number == made.number
    assert service.answer(office, officer, made.id, words).events[-1].note == seen


def test_a_revisit_closes_reopens_or_counts_a_miss(office: Store, officer: Actor) -> None:
    def answered() -> TicketDetail:
        return service.register(office, officer, Intake("漏水", kind="complaint", answer="已派人"))

    done = service.revisit(
        office, officer, answered().id, Visit(true=True, solved=True, satisfaction="satisfied")
    )
    again = service.revisit(
        office, officer, answered().id, Visit(true=True, solved=False, satisfaction="fair")
    )
    waived = service.revisit(office, officer, answered().id, Visit(waived=True))
    assert (done.state, again.state, again.round, waived.state) == (
        State.CLOSED,
        State.IN_PROGRESS,
        2,
        State.CLOSED,
    )


def test_the_third_miss_closes_only_when_the_tries_lie_on_two_days(
    office: Store, officer: Actor, clock: FixedClock
) -> None:
    intake = Intake("漏水", kind="complaint", answer="已派人")
    one = service.register(office, officer, intake).id
    for _n in range(4):  # four times on one day are still one try
        clock.advance(timedelta(minutes=1))
        missed = service.revisit(office, officer, one, Visit(reached=False))
        assert (missed.state, len(set(missed.missed_on))) == (State.ANSWERED, 1)
    clock.advance(timedelta(days=1))
    missed = service.revisit(office, officer, one, Visit(reached=False))
    assert (missed.state, missed.events[-1].payload["last_miss"]) == (State.CLOSED, True)
    with pytest.raises(RefusedError):
        service.revisit(office, officer, one, Visit(reached=False))


def test_what_is_not_true_is_handled_again_though_it_is_called_solved(
    office: Store, officer: Actor
) -> None:
    intake = Intake("漏水", kind="complaint", answer="已派人")
    one = service.register(office, officer, intake).id
    visit = Visit(true=False, solved=True, satisfaction="satisfied")
    told = service.revisit(office, officer, one, visit)
    assert (told.state, told.round) == (State.IN_PROGRESS, 2)
    assert told.events[-1].payload["true"] == "no"


def test_a_revisit_of_an_earlier_version_keeps_its_meaning() -> None:
    from gridterm.hotline.answers import revisit_words

    facts = Facts(state=State.ANSWERED, rounds=(datetime(2026, 1, 5),))
    old = {"round": 1, "reached": True, "solved": True, "satisfaction": "fair"}
    assert step(facts, Action.REVISIT, datetime(2026, 1, 6), old).state is State.CLOSED
    assert revisit_words(old) == "已联系上、已解决、基本满意"


def test_misses_count_within_their_round(office: Store, officer: Actor) -> None:
    one = service.register(office, officer, Intake("漏水", kind="complaint", answer="已派人"))
    for _n in range(2):
        service.revisit(office, officer, one.id, Visit(reached=False))
    service.revisit(
        office, officer, one.id, Visit(true=True, solved=False, satisfaction="dissatisfied")
    )
    handling.resolve(office, officer, one.id, "又派人", Told())
    assert service.revisit(office, officer, one.id, Visit(reached=False)).state is State.ANSWERED


@pytest.mark.parametrize(
    "visit",
    [
        Visit(),
        Visit(solved=True, satisfaction="fair"),
        Visit(true=True, solved=True),
        Visit(satisfaction="fair"),
        Visit(true=True, solved=True, satisfaction="great"),
    ],
)
def test_a_revisit_needs_its_answers(office: Store, officer: Actor, visit: Visit) -> None:
    one = service.register(office, officer, Intake("漏水", kind="complaint", answer="已派人"))
    with pytest.raises(InputError):
        service.revisit(office, officer, one.id, visit)
    assert len(queries.ticket(office, one.id).events) == 2


def test_a_void_number_stays_used(office: Store, officer: Actor) -> None:
    one = service.register(office, officer, Intake("打错了"))
    with pytest.raises(InputError):
        service.void(office, officer, one.id, "  ")
    assert service.void(office, officer, one.id, "拨错号码").state is State.VOID
    assert service.register(office, officer, Intake("内容")).number == "RX-2026-0002"
    with pytest.raises(RefusedError):
        service.answer(office, officer, one.id, "好")


def test_the_first_responder_never_changes(office: Store, officer: Actor) -> None:
    with office.write("test.staff", SYSTEM) as tx:
        tx.add(Staff(number="1008", name="王芳", hired=date(2020, 1, 1)))
    one = service.register(office, officer, Intake("漏水", kind="complaint"))
    other = Actor(2, "王芳")
    service.answer(office, other, one.id, "已派人")
    done = service.revisit(
        office, other, one.id, Visit(true=True, solved=True, satisfaction="fair")
    )
    assert done.first_responder == "李晓明"
    assert [event.actor for event in done.events] == ["李晓明", "王芳", "王芳"]


def test_seeing_a_caller_in_full_leaves_its_trace(office: Store, officer: Actor) -> None:
    one = service.register(office, officer, Intake("漏水", caller="刘淑芬", phone="13800001234"))
    assert service.reveal(office, officer, one.id) == service.Revealed("刘淑芬", "13800001234")
    assert entries(office)[-1] == "ticket.reveal"
    with pytest.raises(NotFoundError):
        service.reveal(office, officer, 999)


def test_the_draft_goes_with_the_save_and_only_with_it(office: Store, officer: Actor) -> None:
    draft = drafts.keep(office, "hotline.intake", "one", {"content": "半句"})
    with pytest.raises(InputError):
        service.register(office, officer, Intake(""), draft_id=draft)
    assert drafts.latest(office, "hotline.intake").id == draft
    service.register(office, officer, Intake("整句"), draft_id=draft)
    assert drafts.latest(office, "hotline.intake") is None


def test_events_cannot_be_rewritten_behind_the_program(office: Store, officer: Actor) -> None:
    service.register(office, officer, Intake("漏水"))
    raw = sqlite3.connect(office.path)
    for statement in (
        "UPDATE ticket_event SET note='x'",
        "DELETE FROM ticket_event",
        "DELETE FROM audit",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()


def test_numbers_start_again_with_the_year(
    office: Store, officer: Actor, clock: FixedClock
) -> None:
    service.register(office, officer, Intake("漏水"))
    clock.moment = datetime(2027, 1, 1, 8, 0)
    late = service.register(
        office, officer, Intake("昨天的电话", received_at=datetime(2026, 12, 31, 20))
    )
    assert late.number == "RX-2027-0001"
    clock.advance(timedelta(days=-10))
    assert service.register(office, officer, Intake("钟拨回去了")).number == "RX-2026-0002"


def test_the_row_is_what_its_events_say(office: Store, officer: Actor) -> None:
    from gridterm.hotline.events import NO_DUE, derive

    one = service.register(
        office,
        officer,
        Intake(
            "漏水",
            kind="complaint",
            caller="刘",
            confidential=True,
            address="化院小区3号楼",
            category="leak",
        ),
    )
    service.answer(office, officer, one.id, "已派人")
    service.revisit(office, officer, one.id, Visit(true=True, solved=False, satisfaction="fair"))
    with office.read() as session:
        row = session.get(Ticket, one.id).model_dump(exclude={"id", *NO_DUE})
        columns, states = derive(read_steps(session, one.id))
        saved = session.exec(select(TicketEvent.state).order_by(col(TicketEvent.seq))).all()
    assert columns == row
    assert states == list(saved)
