"""The approved versions of minutes, and what a correction changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from gridterm.i18n import N_, _
from gridterm.text import clean_line
from screens.commands import Command
from screens.desk import Page
from screens.meetings.minutes import left_out_words
from screens.meetings.words import BAD, GOOD, QUIET
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store

PLUS, MINUS, QUESTION = "+", "-", "?"


@dataclass(frozen=True)
class _Told:
    """A version in words."""

    head: str
    left_out: str
    changes: tuple[str, ...]


class VersionsPage(Page):
    """Every approved version; under the list what the marked one changed.

    Args:
        meeting_id: the meeting.
    """

    CSS_PATH = "../styles/meetings.tcss"
    title_id = N_("Versions of the minutes")
    help_id = N_(
        "Approved minutes are never edited: a correction is a new version with its reason. Under "
        "the list stands what the marked version changed: + came, - went; then what its issued "
        "summary (会议纪要) leaves out as confidential."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "versions.print", ("ctrl+p",), N_("Print"),
            N_("Look at the record of the marked version, then print it or save it."),
            lambda page: page.print_it(), weight=6,
        ),
        Command(
            "versions.reload", ("ctrl+r",), N_("Reload"),
            N_("Read the versions again."),
            lambda page: page.refresh_data(), footer=False,
        ),
    )  # fmt: skip

    def __init__(self, meeting_id: int) -> None:
        super().__init__()
        self.meeting_id = meeting_id

    def compose_body(self) -> ComposeResult:
        """The versions, and the marked one in words."""
        yield HintRow(id="versions-head")
        yield PagedTable(
            (
                Column("version", _("Version"), 8),
                Column("number", _("Number"), 16),
                Column("at", _("Approved at"), 16),
                Column("approver", _("Approver"), 9),
                Column("reason", _("Why corrected")),
            ),
            id="versions",
        )
        with VerticalScroll(id="difference"):
            yield Static()

    def on_mount(self) -> None:
        """The list has the keys."""
        self.query_one("#versions").focus()

    def refresh_data(self) -> None:
        """Read the versions."""
        self.query_one(PagedTable).show(partial(_load, self.store, self.meeting_id))

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        if event.line is not None:
            work = partial(_told, self.store, self.meeting_id, event.line.record.version)
            self.run_service(work, self._show, group="difference")

    def _show(self, told: _Told) -> None:
        words = Text(told.head, style="bold", end="")
        for line in told.changes:
            style = {PLUS: GOOD, MINUS: BAD}.get(line[:1], QUIET)
            if not line.startswith(QUESTION):
                words.append(f"\n{line}", f"not bold {style}")
        words.append(f"\n{told.left_out}", "not bold")
        self.query_one("#difference Static", Static).update(words)

    def print_it(self) -> None:
        """The record of the marked version."""
        from screens.meetings.printing import print_record

        line = self.query_one(PagedTable).marked_line
        if line is not None:
            print_record(self, self.meeting_id, line.record.version)


def _load(store: Store, meeting_id: int, after: Any) -> Chunk:  # noqa: ANN401 - there is one page
    from gridterm.meetings.minutes import versions

    del after
    found = sorted(versions(store, meeting_id), key=lambda one: -one.version)
    lines = [
        Line(
            str(one.version),
            {
                "version": str(one.version),
                "number": one.number,
                "at": f"{one.approved_at:%Y-%m-%d %H:%M}",
                "approver": clean_line(one.approver),
                "reason": clean_line(one.reason),
            },
            one,
        )
        for one in found
    ]
    return Chunk(tuple(lines))


def _told(store: Store, meeting_id: int, version: int) -> _Told:
    """What a version changed against the one before, in a thread."""
    from gridterm.meetings.minutes import difference, issued_minutes

    one = issued_minutes(store, meeting_id, version)
    left_out = left_out_words(one)
    if version <= 1:
        return _Told(_("The first version"), left_out, ())
    head = _("Changed against version {number}").format(number=version - 1)
    return _Told(head, left_out, tuple(difference(store, meeting_id, version - 1, version)))
