"""What stands in a form, kept on disk at every pause until it is saved (``store.drafts``)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gridterm.errors import GridtermError
from gridterm.i18n import _
from screens.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from gridterm.store.drafts import DraftView
    from screens.acting import Acting

T = TypeVar("T")
V = TypeVar("V")
KEEP_PAUSE = 0.6


def throw_away_question() -> Confirm:
    """Asks whether what stands in a form may go."""
    return Confirm(
        _("Throw away"),
        _("Throw away what is typed in this form? It cannot be brought back."),
        yes=_("Throw away"),
        no=_("Go on typing"),
    )


def say_kept(screen: Acting[Any], kept: bool) -> None:  # noqa: FBT001 - a worker's result
    """Tell on leaving a form that its draft waits, where there is one."""
    if kept:
        screen.app.say(_("Kept as a draft; it is here again when you open this form."))


def say_again(screen: Acting[Any], when: str) -> None:
    """Tell that a draft stands in the form again."""
    screen.app.say(_("What was typed on {when} and not saved is here again.").format(when=when))


class Drafting(Generic[V]):
    """The draft of one form on one screen.

    Args:
        screen: the form's screen.
        form: names the form, such as ``registers.staff.7``; drafts are found again by it.
        values: what stands in the fields now.
        blank: whether such values are worth nothing, so that their draft is thrown away.
        tell: shows a few words about the draft on the screen.
    """

    def __init__(
        self,
        screen: Acting[Any],
        form: str,
        *,
        values: Callable[[], Mapping[str, V]],
        blank: Callable[[Mapping[str, V]], bool],
        tell: Callable[[str], object],
    ) -> None:
        self.form = form
        self.draft_id: int | None = None
        self.done = False
        self._screen = screen
        self._values = values
        self._blank = blank
        self._tell = tell
        self._kept: Mapping[str, V] = {}
        self._lock = threading.Lock()

    @property
    def _owner(self) -> str:
        mine = self._screen.app.instance
        return mine.id if mine is not None else self.form

    @property
    def _living(self) -> frozenset[str]:
        mine = self._screen.app.instance
        return frozenset(mine.living()) if mine is not None else frozenset()

    def begin(self) -> None:
        """What stands in the fields now needs no keeping."""
        self._kept = self._values()

    def look(
        self, then: Callable[[Mapping[str, Any], str], object], wanted: int | None = None
    ) -> None:
        """Look for a draft of this form that nobody is typing.

        Args:
            then: called with what was typed and when, if there is one.
            wanted: the draft to take; None takes the newest.
        """

        def read() -> DraftView | None:
            from gridterm.store import drafts

            store, living = self._screen.store, self._living
            if wanted is not None:
                return drafts.take(store, wanted, self._owner, living)
            found = drafts.latest(store, self.form, living=living)
            return drafts.take(store, found.id, self._owner, living) if found else None

        def use(draft: DraftView | None) -> None:
            typed = not self._blank(self._values())
            if draft is None or self.done or self.draft_id is not None or typed:
                return
            self.draft_id = draft.id
            when = f"{draft.updated_at:%m-%d %H:%M}"
            then(draft.payload, when)
            self._kept = self._values()
            self._tell(_("Draft of {when}").format(when=when))

        self._screen.run_service(read, use, group="draft")

    def touch(self) -> None:
        """Something was typed: keep it once there is a pause."""
        self._screen.soon("draft", self.keep, KEEP_PAUSE)

    def keep(self) -> None:
        """Keep it now, in a thread; nothing happens where nothing was changed."""
        values = self._values()
        if self.done or values == self._kept or (self._blank(values) and self.draft_id is None):
            return
        self._kept = values
        self._screen.run_service(
            lambda: self._write(values), self._kept_well, group="keep", failed=self._kept_not
        )

    def leave(self, then: Callable[[bool], object]) -> None:
        """Keep what stands there, then end; ``then`` is told whether there is a draft."""
        values = self._values()

        def written(_result: object) -> None:
            self.done = True
            then(self.draft_id is not None)

        if self._blank(values) and self.draft_id is None:
            written(None)
        else:
            self._screen.run_once(lambda: self._write(values), written, group="keep-now")

    def throw_away(self) -> None:
        """The draft is not wanted any more."""
        from gridterm.store import drafts

        gone, self.draft_id = self.draft_id, None
        self.begin()
        self._tell("")
        self._screen.run_once(lambda: drafts.forget(self._screen.store, gone), group="keep-now")

    def saving(self, work: Callable[[int | None], T]) -> T:
        """In a thread: save the record and, with it, drop its draft; none is written after it.

        Args:
            work: saves, and drops the draft it is given in the same transaction: a power cut
                leaves either the draft or the record, never both.
        """
        with self._lock:
            saved = work(self.draft_id)
            self.done = True
            return saved

    def _write(self, values: Mapping[str, V]) -> bool:
        from gridterm.store import drafts

        with self._lock:
            if self.done:
                return False
            store = self._screen.store
            if self._blank(values):
                drafts.forget(store, self.draft_id)
                self.draft_id = None
            else:
                self.draft_id = drafts.keep(store, self.form, self._owner, values, self.draft_id)
            return True

    def _kept_well(self, kept: bool) -> None:  # noqa: FBT001 - a worker's result
        if kept and self.draft_id is not None:
            when = f"{self._screen.app.clock.now():%H:%M:%S}"
            self._tell(_("Draft kept {when}").format(when=when))
        elif kept:
            self._tell("")

    def _kept_not(self, error: GridtermError) -> None:
        self._kept = {}
        self._tell(_("Draft NOT kept: {title}").format(title=error.title))
