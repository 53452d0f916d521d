"""What a step says beside its note: to whom, until when, by whose leave, who told."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from gridterm import i18n
from gridterm.hotline import documents, handling, queries
from gridterm.hotline.answers import WAYS, step_lines, way_words
from gridterm.hotline.handling import Told
from gridterm.hotline.terms import Action, EventView, State
from gridterm.printing.document import Table
from tests.hotline.conftest import DEPUTY, LEAD, MONDAY, OTHER, Desk


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


NEXT_WEEK = MONDAY + timedelta(days=8)
Step = Callable[[Desk, int], object]


def said(desk: Desk, one: int) -> tuple[str, ...]:
    return step_lines(queries.ticket(desk.store, one).events[-1])


@pytest.mark.parametrize(
    ("tier", "do", "words"),
    [
        ("regional", None, ("To 王芳",)),
        ("general", lambda d, one: handling.transfer(d.store, d.clerk, one, OTHER, "换人"),
         ("To 孙伟",)),
        ("general", lambda d, one: handling.suspend(
            d.store, d.clerk, one, reason="等", review_on=NEXT_WEEK.date(), approver="1004"),
         ("Until 2026-12-01, approved by 陈静",)),
        ("overall", lambda d, one: handling.report_up(
            d.store, d.clerk, one, unit="街道办", document="3号"), ("To 街道办, document 3号",)),
        ("general", lambda d, one: handling.extend(
            d.store, d.clerk, one, new_due=NEXT_WEEK, reason="雨", approver="陈静",
            told=Told(by_id=DEPUTY, how="wechat")),
         ("From 2026-11-30 17:30 to 2026-12-01 09:00, approved by 陈静",
          "The resident was told: 赵强, by WeChat, 2026-11-23 09:00")),
        ("general", lambda d, one: handling.progress(d.store, d.clerk, one, "x", told=True),
         ("Resident told",)),
        ("general", lambda d, one: handling.merge(d.store, d.clerk, one, d.call()),
         ("Into RX-2026-0002",)),
        ("general", lambda d, one: handling.triage(
            d.store, d.clerk, one, "major", "emergency", reason="x", major_due=NEXT_WEEK),
         ("Major and sudden, As an emergency, by 2026-12-01 09:00",)),
    ],
)  # fmt: skip
def test_a_step_says_to_whom_until_when_and_by_whose_leave(
    desk: Desk, tier: str, do: Step | None, words: tuple[str, ...]
) -> None:
    one = desk.working(tier) if do else desk.assigned(tier)
    if do:
        do(desk, one)
    assert said(desk, one) == words


def test_who_accepts_as_a_deputy_is_said(desk: Desk) -> None:
    one = desk.assigned()
    handling.accept(desk.store, desk.by(DEPUTY), one)
    assert said(desk, one) == ("As deputy, in the handler's place",)


def test_the_form_shows_what_the_steps_say(desk: Desk) -> None:
    one = desk.working()
    handling.resolve(desk.store, desk.by(LEAD), one, "修好了", Told(how="phone"))
    form = documents.form_of(desk.store, one).document
    table = next(block for block in form.body if isinstance(block, Table))
    told = [row[-1] for row in table.rows]
    assert any("To 王芳" in words for words in told)
    assert told[-1] == "修好了\nThe resident was told: 王芳, by phone, 2026-11-23 09:00"


@pytest.mark.parametrize("action", list(Action))
def test_a_step_that_says_nothing_more_has_words_all_the_same(action: Action) -> None:
    moment = datetime(2026, 11, 23, 9)
    event = EventView(1, moment, moment, "", action, State.RECEIVED, "", {})
    assert all(isinstance(line, str) for line in step_lines(event))


def test_every_way_has_words() -> None:
    assert all(way_words(how) != how for how in WAYS)
    assert way_words("pigeon") == "pigeon"
