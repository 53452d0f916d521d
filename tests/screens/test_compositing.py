"""A notice over a form full of small widgets shows every character it has."""

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from screens.compositing import WholeCells

WORDS = "填写而未保存的内容已找回按先搁下另开一张空表按时回访每一位居民"


class Crowded(Screen[None]):
    """Twenty lines, each of many widgets that begin at odd and even columns."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = WholeCells()

    def compose(self) -> ComposeResult:
        with Vertical():
            for line in range(23):
                with Horizontal():
                    for n in range(16):
                        small = Static("格")
                        small.styles.width = 3 + (n + line) % 4
                        small.styles.height = 1
                        yield small


class Notices(App[None]):
    """Shows the crowd."""

    CSS = "Horizontal { height: 1; }"

    def get_default_screen(self) -> Screen[None]:
        return Crowded()


async def test_no_character_of_a_notice_is_cut_in_half() -> None:
    app = Notices()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.notify(WORDS, timeout=60, markup=False)
        await pilot.pause()
        await pilot.pause(0.2)
        lines = [
            "".join(one.text for one in strip) for strip in app.screen._compositor.render_strips()
        ]
        shown = [line.split("▌", 1)[1].strip() for line in lines if "▌" in line]
        assert "".join(shown) == WORDS
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
