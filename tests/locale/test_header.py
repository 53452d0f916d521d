"""The header's counters in Chinese: words, a blank, the number, every one the same way."""

import re
from collections.abc import Iterator

import pytest

from gridterm.hotline.lateness import DueCounts
from gridterm.i18n import CHINESE, language, use
from screens import state

EACH = re.compile(r"[^\d ]+ \d+")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    before = language()
    use(CHINESE)
    yield
    use(before)


def test_every_number_in_the_header_has_a_blank_before_it() -> None:
    shown = [
        *state._late_counters(DueCounts(3, 1, 2, 1)),
        *state._action_counters(3),
        *state._counters(2, 5),
        *state._unsigned(1),
    ]
    words = [one.words for one in shown]
    assert len(words) == 8
    assert [one for one in words if not EACH.fullmatch(one)] == []
    assert "督办超期 3" in words
