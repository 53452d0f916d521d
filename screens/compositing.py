"""Keeps characters of two cells whole where a notice or a tooltip lies over other widgets.

Textual cuts every line where any widget begins or ends, also under a widget that covers it. A
Chinese character of a notice that lies across such a place is cut in half and painted blank.
"""

from __future__ import annotations

from textual._compositor import Compositor
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets._toast import Toast
from textual.widgets._tooltip import Tooltip


class WholeCells(Compositor):
    """A compositor that cuts no line inside a notice or a tooltip without need."""

    @property
    def cuts(self) -> list[list[int]]:
        """Where each line is cut; under an overlay only where a widget juts out to the right."""
        fresh = self._cuts is None
        cuts = super().cuts
        if fresh:
            shown = [
                (widget, region.intersection(clip))
                for widget, (region, clip) in self.visible_widgets.items()
            ]
            for overlay in (region for widget, region in shown if _lies_over(widget)):
                _mend(cuts, overlay, [region for _widget, region in shown])
        return cuts


def _lies_over(widget: Widget) -> bool:
    return isinstance(widget, Toast | Tooltip)


def _mend(cuts: list[list[int]], overlay: Region, others: list[Region]) -> None:
    """Take the cuts strictly inside an overlay out of its lines.

    The left edge of a widget that goes on beyond the overlay's right edge stays: Textual
    counts that widget's pieces from there.
    """
    for line in range(overlay.y, min(overlay.bottom, len(cuts))):
        needed = {
            one.x for one in others if one.y <= line < one.bottom and one.right > overlay.right
        }
        cuts[line] = [
            cut for cut in cuts[line] if not overlay.x < cut < overlay.right or cut in needed
        ]
