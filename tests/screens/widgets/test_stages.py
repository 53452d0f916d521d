"""The bar of stages: what was reached, in as many columns as there are."""

from __future__ import annotations

import pytest

from gridterm.text import width
from screens.widgets.stages import Stage, stage_bar

STAGES = [
    Stage("线索", "11-02 王芳", reached=True),
    Stage("核查", "11-03 欧阳建国", reached=True),
    Stage("[/]决定", "", reached=False),
]


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_bar_has_two_rows_that_fit(columns: int) -> None:
    above, below = stage_bar(STAGES, columns).plain.split("\n")
    assert max(width(above.rstrip()), width(below.rstrip())) <= columns
    assert above.startswith("[x] 线索")
    assert "[ ] [/]决定" in above, "a name is never markup"
    assert below.startswith("11-02 王芳")


def test_a_stamp_loses_whole_words_first() -> None:
    narrow = stage_bar(STAGES, 38).plain.split("\n")[1]
    assert "11-03" in narrow
    assert "欧阳" not in narrow
