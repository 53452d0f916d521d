"""A path of stages as a bar: which were reached, and under each when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from gridterm.text import clip, pad, width

STAGE_CELLS = 19
SIDES = 2


@dataclass(frozen=True)
class Stage:
    """A stage by its name, the words under it, and whether it was reached."""

    name: str
    stamp: str
    reached: bool


def stage_bar(stages: Sequence[Stage], columns: int) -> Text:
    """Two rows of at most ``columns`` cells: the stages, and under each its stamp.

    The last one has all the room that is left.
    """
    above, below = Text(end="", no_wrap=True), Text(end="", no_wrap=True)
    cells = min(STAGE_CELLS, (columns - SIDES) // len(stages))
    left = columns - SIDES
    for place, one in enumerate(stages, 1):
        room = left if place == len(stages) else cells - 1
        left -= cells
        mark = f"[{'x' if one.reached else ' '}] {one.name}"
        above.append(pad(clip(mark, room), cells), "bold" if one.reached else "dim")
        below.append(pad(_fitting(one.stamp, room), cells), "" if one.reached else "dim")
    return Text("\n", end="").join([above, below])


def _fitting(stamp: str, cells: int) -> str:
    """As many words of a stamp as fit: day, time, who."""
    words = stamp.split(" ")
    while len(words) > 1 and width(" ".join(words)) > cells:
        words.pop()
    return clip(" ".join(words), cells)
