"""What an import would do, before it does it: the part that every desk's preview shares.

The file is read in a thread as the choices say; how far that is, what is wrong, and the import
itself with progress and a way to cancel look the same everywhere.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from textual.widgets import Static

from gridterm.errors import GridtermError
from gridterm.i18n import Term, _
from gridterm.spreadsheet.mapping import NO_COLUMN
from screens.desk import Page
from screens.widgets.bars import Hint
from screens.widgets.plain import plain
from screens.widgets.progress import REPAINT_SECONDS, Job, LongWork, Outcome
from screens.widgets.rows import HintRow

HEAD, COUNTS, WRONG = "#import-head", "#import-counts", "#wrong"


class Assigned(Protocol):
    """A column of the file and the field it fills (``""``: none)."""

    @property
    def letter(self) -> str:
        """Its letter."""

    @property
    def field(self) -> str:
        """The field's key."""


class Previewed(Protocol):
    """What every preview says."""

    @property
    def missing(self) -> Sequence[str]:
        """Fields that must be filled and that no column fills, by title."""


P = TypeVar("P", bound=Previewed)


class ImportPreview(Page, Generic[P]):
    """A file before it is taken over.

    A subclass composes ``heading()`` first; it reads, shows and runs.

    Args:
        path: the file.
    """

    lets_go: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.preview: P | None = None
        self.imported = False
        self._job = Job()
        self._failure = ""

    # ── what a subclass says ────────────────────────────────────────────────
    @abstractmethod
    def reading(self, job: Job) -> Callable[[], P]:
        """The work, called in a thread, that reads the file as the choices are now."""

    @abstractmethod
    def show(self, seen: P) -> None:
        """Show what was read."""

    @abstractmethod
    def start(self) -> None:
        """Take the file over: ``take_over`` with the desk's own words."""

    # ── looking ─────────────────────────────────────────────────────────────
    def heading(self) -> Iterable[HintRow | Static]:
        """The file with how far its reading is, the counts, what is wrong."""
        yield HintRow(id=HEAD[1:])
        yield HintRow(id=COUNTS[1:])
        yield Static(id=WRONG[1:])

    def on_mount(self) -> None:
        """Look at the file."""
        self.set_interval(REPAINT_SECONDS, self._paint)
        self.look()

    def on_unmount(self) -> None:
        """Nobody waits for the file any more."""
        self._job.cancel()

    def look(self) -> None:
        """Read the file as the choices say, in a thread."""
        self.preview, self._failure = None, ""
        self._job.cancel()
        job = self._job = Job()
        self._paint()
        self.refresh_bindings()
        self.run_service(self.reading(job), self._show, group="preview", failed=self._failed)

    def _paint(self) -> None:
        """Say how far the reading is."""
        if self.preview is not None or self._failure:
            return
        done, total = self._job.done, self._job.total
        far = f"{done:,} / {total:,}" if total else ""
        hints = [Hint(_("Reading the file .."), weight=8)]
        self.show_head(*hints, *([Hint(far, weight=7)] if far else []))

    def show_head(self, *hints: Hint) -> None:
        """The file's name, and something about it."""
        name = Hint(self.path.name, style="strong", weight=9)
        self.query_one(HEAD, HintRow).show([name, *hints])

    def _show(self, seen: P) -> None:
        self.preview = seen
        self.query_one(WRONG, Static).update(plain(_missing(seen.missing)))
        self.show(seen)
        self.refresh_bindings()

    def _failed(self, error: GridtermError) -> None:
        self._failure = error.message
        self.show_head()
        self.query_one(COUNTS, HintRow).show([])
        self.query_one(WRONG, Static).update(plain(error.message))

    # ── importing ───────────────────────────────────────────────────────────
    def take_over(
        self, title: str, work: Callable[[Job], Any], outcome: Callable[[Any], Outcome]
    ) -> None:
        """Import with progress and a way to cancel; once it is done the page is left."""
        self.ask(LongWork(title, work, outcome), self._imported)

    def _imported(self, _result: object) -> None:
        self.imported = True
        self.app.data_changed()
        self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


def tell(job: Job, done: int, total: int, phase: Term) -> None:
    """How far the reading or the import is, for the job's bar."""
    job.progress(done, total, phase.label)


def assigned(
    fields: Iterable[str], columns: Iterable[Assigned], column: Assigned, field: str
) -> dict[str, str]:
    """The column of each field once ``column`` fills ``field``, or none where that is empty.

    What filled it before fills none.
    """
    given = dict.fromkeys(fields, NO_COLUMN)
    given |= {one.field: one.letter for one in columns if one.field}
    if column.field:
        given[column.field] = NO_COLUMN
    if field:
        given[field] = column.letter
    return given


def _missing(fields: Sequence[str]) -> str:
    if not fields:
        return ""
    return _("No column was found for: {fields}. Press Enter on the column that holds it.").format(
        fields=_(", ").join(fields)
    )
