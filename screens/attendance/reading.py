"""A month that is being read: how far it is, and a way to stop it."""

from __future__ import annotations

from gridterm.i18n import _
from screens.widgets.bars import Hint
from screens.widgets.progress import Job


class Reading:
    """What is read for a view in a thread; the newest counts, and older ones stop.

    Args:
        stops: whether Esc stops it, and the row says so.
    """

    def __init__(self, *, stops: bool = False) -> None:
        self._stops = stops
        self._job = Job()
        self._under_way = False

    def begin(self) -> Job:
        """Another reading begins; the one before stops at its next step."""
        self._job.cancel()
        self._job = Job()
        self._under_way = True
        return self._job

    @property
    def job(self) -> Job:
        """The newest."""
        return self._job

    def end(self) -> None:
        """It is over."""
        self._under_way = False

    def stop(self) -> bool:
        """Stop it, if some of it is read already; whether there was something to stop."""
        if self._under_way and self._job.done:
            self._job.cancel()
            self.end()
            return True
        return False

    def hints(self) -> list[Hint]:
        """How far it is; nothing for what is read at one go."""
        if not self._under_way or not self._job.done:
            return []
        words = _("reading .. {number} people").format(number=f"{self._job.done:,}")
        hints = [Hint(words, style="strong", weight=9)]
        return [*hints, Hint(_("Esc stops"), weight=7)] if self._stops else hints


def step(job: Job, people: int) -> None:
    """So many people are read: say so, or stop.

    Raises:
        CancelledError: nobody waits for it any more.
    """
    job.progress(people)
    job.check()
