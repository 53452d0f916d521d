"""The six must-nots as they are printed."""

from collections.abc import Iterator

import pytest

from gridterm import i18n
from gridterm.discipline.clauses import clauses
from gridterm.discipline.terms import Clause


@pytest.fixture(params=i18n.LANGUAGES, autouse=True)
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    before = i18n.language()
    i18n.use(request.param)
    yield
    i18n.use(before)


def test_there_are_six_in_their_order() -> None:
    found = clauses()
    assert [one.place for one in found] == [1, 2, 3, 4, 5, 6]
    assert len({one.text for one in found}) == 6
    opening = "不准" if i18n.language() == i18n.CHINESE else "Do not"
    assert all(one.text.startswith(opening) for one in found)


def test_the_fifth_says_that_its_text_is_in_doubt() -> None:
    assert [one.place for one in clauses() if one.note] == [5]


def test_a_text_of_the_office_stands_without_the_note() -> None:
    own = {Clause.ABUSE_AREA: " 不准以责任区为由参与任何违法违纪活动 ", Clause.GIFTS: "  "}
    fifth = clauses(own)[4]
    assert (fifth.text, fifth.note) == ("不准以责任区为由参与任何违法违纪活动", "")
    assert clauses(own)[1] == clauses()[1]
