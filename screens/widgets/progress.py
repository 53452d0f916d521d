"""Long work: how far it is, a way to cancel it, what it did and where the file is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.errors import CancelledError, GridtermError
from gridterm.i18n import N_, _
from screens.commands import Command
from screens.widgets.dialogs import Dialog
from screens.widgets.folders import open_folder
from screens.widgets.plain import plain

T = TypeVar("T")
REPAINT_SECONDS = 0.1
BAR_CELLS = 40


class Job:
    """What long work is given: it says how far it is, and asks whether to go on.

    Called from the working thread; the dialog looks at it from time to time.
    """

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None
        self.words = ""
        self._cancelled = False

    def progress(self, done: int, total: int | None = None, words: str = "") -> None:
        """Say how far it is: ``done`` of ``total`` (None where nobody knows), and with what."""
        self.done, self.total = done, total
        self.words = words or self.words

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancelled = True

    def cancelled(self) -> bool:
        """Whether it should stop."""
        return self._cancelled

    def check(self) -> None:
        """Stop here if it should.

        Raises:
            CancelledError: somebody asked for it.
        """
        if self._cancelled:
            raise CancelledError(_("Cancelled; nothing of it was kept."))


@dataclass(frozen=True)
class Outcome:
    """What long work did, in a sentence, and the file it made."""

    sentence: str
    path: Path | None = None


class LongWork(Dialog[T], Generic[T]):
    """Runs work in a thread and shows it; answers its result when the clerk closes it.

    Args:
        title: what is being done.
        work: called in a thread with the ``Job``.
        outcome: the result in words.
    """

    help_id = N_("Esc cancels; what was begun is taken back, nothing is left half done.")
    commands = (
        Command(
            "work.cancel",
            ("escape",),
            N_("Cancel"),
            N_("Stop the work; nothing of it is kept."),
            lambda dialog: dialog.stop(),
            when=lambda dialog: dialog.is_working,
            menu=False,
        ),
        Command(
            "work.folder",
            ("f4",),
            N_("Open the folder"),
            N_("Show the file in its folder."),
            lambda dialog: dialog.show_folder(),
            when=lambda dialog: dialog.path is not None,
            menu=False,
        ),
        Command(
            "work.close",
            ("enter", "escape"),
            N_("Close"),
            N_("Go back."),
            lambda dialog: dialog.close_it(),
            when=lambda dialog: not dialog.is_working,
            menu=False,
        ),
    )

    def __init__(
        self, title: str, work: Callable[[Job], T], outcome: Callable[[T], Outcome]
    ) -> None:
        super().__init__(title)
        self.job = Job()
        self.is_working = True
        self.path: Path | None = None
        self._work = work
        self._outcome = outcome
        self._result: T | None = None

    def compose_dialog(self) -> ComposeResult:
        """The bar and the sentence."""
        yield Static(id="bar")
        yield Static(id="words")

    def on_mount(self) -> None:
        """Start."""
        self._timer = self.set_interval(REPAINT_SECONDS, self._paint)
        self._paint()
        self.run_worker(self._run(), group="long-work", exit_on_error=False)

    async def _run(self) -> None:
        try:
            result = await asyncio.to_thread(self._work, self.job)
        except GridtermError as error:
            self._end(error.message)
        except Exception as error:  # noqa: BLE001 - routed to the one handler
            self._end("")
            self.answer(None)
            self.app.show_error(error)
        else:
            self._result = result
            outcome = self._outcome(result)
            self.path = outcome.path
            self._end(outcome.sentence)

    def _end(self, sentence: str) -> None:
        self.is_working = False
        self._timer.stop()
        words = sentence
        if self.path is not None:
            words += "\n\n" + _("The file: {path}").format(path=self.path)
        self.query_one("#bar", Static).display = False
        self.query_one("#words", Static).update(plain(words))
        self.refresh_bindings()

    def _paint(self) -> None:
        self.query_one("#bar", Static).update(self._bar())
        words = _("Stopping ..") if self.job.cancelled() else self.job.words
        self.query_one("#words", Static).update(plain(words))

    def _bar(self) -> Text:
        done, total = self.job.done, self.job.total
        if not total:
            return plain(f"{done:,}" if done else _("Working .."))
        part = min(1.0, done / total)
        full = int(part * BAR_CELLS)
        bar = Text(end="", no_wrap=True)
        bar.append("[")
        bar.append("#" * full, "bold")
        bar.append("." * (BAR_CELLS - full), "dim")
        bar.append(f"] {part:4.0%}  {done:,} / {total:,}")
        return bar

    def stop(self) -> None:
        """Ask the work to stop; the dialog stays until it has."""
        self.job.cancel()
        self._paint()

    def show_folder(self) -> None:
        """Open the folder of the file, or say where it is."""
        if self.path is not None and not open_folder(self.path):
            self.app.say(_("The folder could not be opened: {path}").format(path=self.path.parent))

    def close_it(self) -> None:
        """Answer the result; None where there is none."""
        self.answer(self._result)
