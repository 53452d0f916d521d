"""The three themes a clerk can choose: dark, light, and ascii for consoles without line drawing."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import App
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

DARK = "dark"
LIGHT = "light"
ASCII = "ascii"

_LINES = {"edge": "solid", "edge-strong": "heavy"}
_NO_LINES = {"edge": "ascii", "edge-strong": "ascii"}

THEMES = (
    Theme(
        name=DARK,
        primary="#4aa3df",
        secondary="#7fb685",
        accent="#e0b050",
        foreground="#d8dee4",
        background="#14181c",
        surface="#1c2228",
        panel="#242c34",
        success="#6fbf73",
        warning="#e0b050",
        error="#ef6b6b",
        dark=True,
        variables={**_LINES, "bar": "#1f3a52", "bar-text": "#e8f0f6", "hot-key": "#e0b050"},
    ),
    Theme(
        name=LIGHT,
        primary="#1f6fa8",
        secondary="#2f7d46",
        accent="#8a5a00",
        foreground="#1a1f24",
        background="#fbfbf9",
        surface="#f1f1ec",
        panel="#e4e6e3",
        success="#22703a",
        warning="#8a5a00",
        error="#b3261e",
        dark=False,
        variables={**_LINES, "bar": "#cfe0ee", "bar-text": "#10202c", "hot-key": "#8a3c00"},
    ),
    Theme(
        name=ASCII,
        primary="#00aaff",
        secondary="#55ff55",
        accent="#ffff55",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#222222",
        success="#55ff55",
        warning="#ffff55",
        error="#ff5555",
        dark=True,
        variables={**_NO_LINES, "bar": "#0000aa", "bar-text": "#ffffff", "hot-key": "#ffff55"},
    ),
)


class WholeCellBar(ScrollBarRender):
    """A scroll bar of coloured blanks: part-filled blocks are two cells on wide terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def install(app: App[Any]) -> None:
    """Make the themes known to ``app`` and start with the dark one."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = DARK
    ScrollBar.renderer = WholeCellBar


def upright(app: App[Any]) -> str:
    """The upright stroke between parts of a line, as the theme can draw it."""
    return "|" if app.theme == ASCII else "\u2502"
