from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.bars import GAP, Hint, arrange

pieces = st.lists(
    st.builds(
        Hint,
        st.text("ab今日 ", min_size=1, max_size=9),
        key=st.sampled_from(["", "F3", "Ctrl+N"]),
        weight=st.integers(1, 9),
    ),
    max_size=8,
)


@given(left=pieces, right=pieces, cells=st.integers(10, 120))
def test_pieces_never_overlap_and_only_a_lone_one_is_too_wide(
    left: list[Hint], right: list[Hint], cells: int
) -> None:
    placed = arrange(left, right, cells)
    column = 0
    for one in placed:
        assert one.at >= column
        column = one.at + one.hint.cells + GAP
    if len(placed) > 1:
        assert column - GAP <= cells


def test_the_lightest_goes_first_and_of_equals_the_last() -> None:
    hints = [Hint("aaaa", weight=5), Hint("bbbb", weight=1), Hint("cccc", weight=5)]
    assert [one.hint.word for one in arrange(hints, [], 10)] == ["aaaa", "cccc"]
    assert [one.hint.word for one in arrange(hints, [], 5)] == ["aaaa"]


@pytest.mark.parametrize("cells", [30, 80])
def test_right_pieces_end_at_the_edge(cells: int) -> None:
    placed = arrange([Hint("a")], [Hint("今日"), Hint("menu", "F10")], cells)
    assert placed[-1].at + placed[-1].hint.cells == cells
