from __future__ import annotations

from rich.console import Console

from gridterm.text import width
from screens.widgets.plain import one_line, plain
from tests.screens.hotline.piloting import HOSTILE


def shown(value: object) -> str:
    console = Console(width=400, color_system=None)
    with console.capture() as captured:
        console.print(value, end="")
    return captured.get()


def test_markup_in_data_is_text() -> None:
    assert plain(HOSTILE).plain == HOSTILE
    assert "[red]x[/red]" in shown(plain(HOSTILE))
    assert plain(None).plain == ""
    assert plain(7).plain == "7"


def test_one_line_has_one_line_and_fits() -> None:
    line = one_line("第一行\n第二行[/]" + "长" * 50, 20)
    assert "\n" not in line.plain
    assert width(line.plain) <= 20
    assert line.plain.endswith("..")
