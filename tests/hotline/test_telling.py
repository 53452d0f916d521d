"""What a step says beside its note: to whom, by when, who approved, who told the resident."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from gridterm import i18n
from gridterm.hotline import handling, queries, service
from gridterm.hotline.documents import form_of
from gridterm.hotline.handling import Told
from gridterm.hotline.telling import step_words, way_words
from gridterm.hotline.terms import Action, EventView, State, Visit
from gridterm.printing.preview import to_text
from tests.hotline.conftest import DEPUTY, LEAD, MONDAY, OTHER, Desk


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


def told(desk: Desk, one: int) -> dict[Action, tuple[str, ...]]:
    return {event.action: step_words(event) for event in queries.ticket(desk.store, one).events}


def test_every_step_tells_its_facts(desk: Desk) -> None:
    store, lead = desk.store, desk.by(LEAD)
    one = desk.assigned()
    handling.accept(store, desk.by(DEPUTY), one)
    handling.progress(store, lead, one, "约了师傅", told=True)
    review = date(2026, 12, 1)
    handling.suspend(store, lead, one, reason="等材料", review_on=review, approver="陈静")
    handling.resume(store, lead, one)
    handling.transfer(store, lead, one, OTHER, "换人")
    handling.accept(store, desk.by(OTHER), one)
    later = MONDAY + timedelta(days=30)
    phone = Told(how="phone")
    handling.extend(store, lead, one, new_due=later, reason="雨", approver="陈静", told=phone)
    desk.clock.advance(timedelta(hours=2))
    in_person = Told(by_id=LEAD, at=MONDAY + timedelta(hours=1), how="in_person")
    handling.resolve(store, lead, one, "修好了", in_person)
    service.revisit(store, desk.clerk, one, Visit(true=True, solved=True, satisfaction="satisfied"))
    words = told(desk, one)
    assert words[Action.TRIAGE] == ("General, By coordination",)
    assert words[Action.ASSIGN] == ("To 王芳",)
    assert words[Action.PROGRESS] == ("The resident was told",)
    assert words[Action.SUSPEND] == ("Review on 2026-12-01; approved by 陈静.",)
    assert words[Action.RESUME] == words[Action.REGISTER] == ()
    assert words[Action.TRANSFER] == ("To 孙伟",)
    extended, said = words[Action.EXTEND]
    assert extended.endswith(f"to {later:%Y-%m-%d %H:%M}; approved by 陈静.")
    assert said == "The resident was told by phone on 2026-11-23 09:00 by 王芳."
    assert words[Action.RESOLVE] == (
        "The resident was told in person on 2026-11-23 10:00 by 王芳.",
    )
    assert words[Action.REVISIT] == ("Reached, True, solved, Satisfied",)
    accepted = [one for one in queries.ticket(store, one).events if one.action is Action.ACCEPT]
    assert [step_words(one) for one in accepted] == [("赵强 for 王芳",), ()]


def test_the_third_return_names_the_leader(desk: Desk) -> None:
    one = desk.assigned()
    for again in range(3):
        handling.give_back(desk.store, desk.by(LEAD), one, "不归我")
        words = step_words(queries.ticket(desk.store, one).events[-1])
        assert words == (("The third return: it goes to 陈静.",) if again == 2 else ())
        if again < 2:
            handling.assign(desk.store, desk.clerk, one, LEAD)


def test_what_goes_up_what_is_merged_and_what_is_split_off(desk: Desk) -> None:
    store, clerk = desk.store, desk.clerk
    up, master, joined = desk.triaged("overall"), desk.call(), desk.call("渗水\n二楼也是")
    handling.report_up(store, clerk, up, unit="街道办", document="银社〔2026〕3号")
    assert told(desk, up)[Action.REPORT_UP] == ("To 街道办, document 银社〔2026〕3号.",)
    handling.split_off(store, clerk, joined, "二楼也是", "两件事")
    number = queries.ticket(store, joined).split_into[0]
    assert told(desk, joined)[Action.SPLIT] == (f"Into {number}: 二楼也是",)
    handling.merge(store, clerk, joined, master, reason="同一件")
    into = queries.ticket(store, master).number
    assert told(desk, joined)[Action.MERGE] == (f"Into {into}",)


def test_a_clock_that_was_set_back_is_said_and_an_unknown_way_stands() -> None:
    at = datetime(2026, 11, 23, 9, 0)
    payload = {"clock_back": "2026-11-20T08:00:00"}
    event = EventView(2, at, at, "李晓明", Action.ANSWER, State.ANSWERED, "好", payload)
    assert step_words(event) == ("The computer's clock showed 2026-11-20 08:00.",)
    assert (way_words("wechat"), way_words("pigeon")) == ("by WeChat", "pigeon")


def test_the_form_tells_to_whom_it_was_assigned(desk: Desk) -> None:
    assert "To 王芳" in to_text(form_of(desk.store, desk.assigned()).document, 80)


@pytest.mark.parametrize("action", list(Action))
def test_a_step_without_facts_has_words_all_the_same(action: Action) -> None:
    at = datetime(2026, 11, 23, 9, 0)
    event = EventView(1, at, at, "", action, State.RECEIVED, "", {})
    assert all(line for line in step_words(event))
