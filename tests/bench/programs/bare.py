"""The least Textual can do: paint one line."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line on the screen."""

    def compose(self) -> ComposeResult:
        """The line the bench waits for."""
        yield Static("PAINTED")


Bare().run()
