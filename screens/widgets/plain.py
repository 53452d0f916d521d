"""Texts from the data on their way to a widget: never markup, never a surprise in width."""

from __future__ import annotations

from rich.text import Text

from gridterm.text import clean, clip

_LINE_END = " / "


def plain(value: object, style: str = "") -> Text:
    """``value`` as a text that no widget reads as markup; None is empty.

    Safe in everything but ``notify`` and tooltips: those take ``app.say`` and
    ``plain_tooltip``.
    """
    return Text("" if value is None else str(value), style=style, end="")


def one_line(value: object, cells: int | None = None, style: str = "") -> Text:
    """``value`` in one line, clipped to ``cells`` terminal cells where that is given."""
    line = "" if value is None else clean(str(value)).replace("\n", _LINE_END)
    if cells is not None:
        line = clip(line, cells)
    return Text(line, style=style, end="", no_wrap=True)


def plain_tooltip(value: object) -> Text:
    """``value`` as a tooltip, which reads a bare string as markup."""
    return plain(value)
