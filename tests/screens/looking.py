"""What stands on the screen, as text."""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen


def rows(app: App[int], screen: Screen[object] | None = None) -> list[str]:
    """The rows of the screen as a person sees them."""
    shown = screen or app.screen
    return [
        "".join(segment.text for segment in strip) for strip in shown._compositor.render_strips()
    ]


def text(app: App[int]) -> str:
    """The whole screen."""
    return "\n".join(rows(app))
