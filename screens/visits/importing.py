"""Taking visits over from a file: which file, what would happen, the import itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _
from gridterm.text import clip, pad
from gridterm.visits.importing.fields import FIELDS
from gridterm.visits.importing.terms import ImportOptions, ImportResult
from screens.commands import Command
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.files import FilePage
from screens.widgets.forms import Choice
from screens.widgets.import_preview import ImportPreview, assigned, tell
from screens.widgets.plain import plain
from screens.widgets.progress import Job, Outcome
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.visits.importing import ColumnView, Preview

HEADER_CELLS, LINE_CELLS = 20, 200
NO_FIELD = "-"


class ImportPage(FilePage):
    """Choose the workbook or the text file."""

    title_id = N_("Import visits")
    help_id = N_(
        "Choose a workbook or a text file with visits: day, who went, household, purpose, "
        "outcome, matter, feedback. Nothing is taken over before you have seen what will happen."
    )

    def open_file(self, path: Path) -> None:
        """Show what would happen."""
        page = VisitsPreview(path)
        self.app.push_screen(page, lambda _nothing: self._came_back(page.imported))

    def _came_back(self, imported: bool) -> None:  # noqa: FBT001 - what the page says
        """After an import the desk is what people want to see."""
        if imported:
            self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


class VisitsPreview(ImportPreview["Preview"]):
    """A file of visits before it is taken over.

    Args:
        path: the file.
    """

    CSS_PATH = "../styles/visits.tcss"
    title_id = N_("Import visits")
    help_id = N_(
        "What will happen to this file's rows: new, there already, or refused with the reason. "
        "A row whose household or visitor is not in the registers is refused: enter them first, "
        "or import households under F9. Enter on a column says which field it fills. F9 imports; "
        "refused rows go into a file of their own, and running it again adds nothing."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "visits.run", ("f9", "ctrl+s"), N_("Import"),
            N_("Take the rows over as the preview says."),
            lambda page: page.start(), when=lambda page: page.ready, weight=9,
        ),
        Command(
            "visits.back", ("escape",), N_("Back"),
            N_("Leave; nothing is taken over."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.options = ImportOptions()

    @property
    def ready(self) -> bool:
        """Whether the preview stands and says that something will happen."""
        seen = self.preview
        return seen is not None and not seen.missing and bool(seen.new)

    def compose_body(self) -> ComposeResult:
        """Counts, columns, what the rows look like."""
        yield from self.heading()
        with Horizontal(id="import-sheet"):
            yield Label(plain(_("Sheet")))
            yield Choice([], "", title=_("Sheet"), id="sheet")
        yield OptionList(id="import-columns", compact=True)
        with VerticalScroll(id="import-rows"):
            yield Static(id="samples")

    def on_mount(self) -> None:
        """Where the keys go; the base class looks at the file."""
        self.query_one("#import-sheet").display = False
        self.query_one("#import-columns").focus()

    # ── looking ─────────────────────────────────────────────────────────────
    def reading(self, job: Job) -> Callable[[], Preview]:
        """Read the file as the choices are now."""
        from gridterm.visits.importing import preview

        return partial(
            preview, self.store, self.path, self.options, partial(tell, job), job.cancelled
        )

    def show(self, seen: Preview) -> None:
        """Counts, columns, some rows."""
        self.show_head(
            *([Hint(seen.sheet, weight=5)] if seen.sheet else []),
            *([Hint(_("columns as the last time"), weight=4)] if seen.remembered else []),
        )
        self.query_one("#import-counts", HintRow).show(_counts(seen))
        sheet = self.query_one("#sheet", Choice)
        sheet.set_options([(name, name) for name in seen.sheets])
        sheet.value = seen.sheet
        self.query_one("#import-sheet").display = len(seen.sheets) > 1
        listed = self.query_one("#import-columns", OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options(Option(_column(one)) for one in seen.columns)
        if seen.columns:
            listed.highlighted = min(at or 0, len(seen.columns) - 1)
        self.query_one("#samples", Static).update(_rows(seen))

    # ── choices ─────────────────────────────────────────────────────────────
    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self.options = replace(self.options, sheet=event.value, columns={})
        self.look()

    @on(OptionList.OptionSelected, "#import-columns")
    def _ask_field(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.preview is None:
            return
        column = self.preview.columns[event.option_index]
        options = [(NO_FIELD, _("no field")), *((one.key, one.title) for one in FIELDS)]
        title = f"{column.letter} {clip(column.header, HEADER_CELLS)}"
        self.ask(Choose(title, options, column.field or NO_FIELD), partial(self._give, column))

    def _give(self, column: ColumnView, field: str) -> None:
        """Let a column fill a field, or none."""
        held = self.preview.columns if self.preview else ()
        keys = (spec.key for spec in FIELDS)
        given = assigned(keys, held, column, "" if field == NO_FIELD else field)
        self.options = replace(self.options, columns=given)
        self.look()

    # ── importing ───────────────────────────────────────────────────────────
    def start(self) -> None:
        """Take the visits over, with progress and a way to cancel."""
        from gridterm.visits.importing import run

        store, actor, path, options = self.store, self.app.actor, self.path, self.options

        def work(job: Job) -> ImportResult:
            return run(store, actor, path, options, partial(tell, job), job.cancelled)

        self.take_over(_("Import visits"), work, _outcome)


def _counts(seen: Preview) -> list[Hint]:
    hints = [
        Hint(_("New {number}").format(number=f"{seen.new:,}"), style="strong", weight=9),
        Hint(_("Same {number}").format(number=f"{seen.same:,}"), weight=7),
        Hint(
            _("Refused {number}").format(number=f"{seen.refused:,}"),
            style="late" if seen.refused else "",
            weight=9,
        ),
    ]
    if seen.first and seen.last:
        hints.append(Hint(f"{seen.first.isoformat()} - {seen.last.isoformat()}", weight=5))
    return hints


def _column(one: ColumnView) -> Text:
    words = Text(end="", no_wrap=True)
    words.append(pad(one.letter, 3), "dim")
    words.append(pad(clip(one.header, HEADER_CELLS), HEADER_CELLS + 1))
    words.append("-> ", "dim")
    words.append(one.title or _("no field"), "bold" if one.field else "dim")
    return words


def _rows(seen: Preview) -> Text:
    """The refused rows with their reasons, then some rows as they will be taken."""
    words = Text(end="")
    if seen.refusals:
        words.append(_("Refused rows") + "\n", "bold")
    for one in seen.refusals:
        line = _("Row {row}: {reason}").format(row=one.row, reason=one.reason)
        words.append(f"  {clip(line, LINE_CELLS)}\n")
    if seen.samples:
        words.append(_("Rows as they will be taken") + "\n", "bold")
    for row in seen.samples:
        line = (
            f"{row.row}  {row.day.isoformat()}  {row.staff}  {row.household}  "
            f"{row.purpose.label}  {row.result.label}  {row.matter}  {row.feedback}"
        )
        words.append(f"  {clip(line, LINE_CELLS)}\n")
    return words


def _outcome(result: ImportResult) -> Outcome:
    sentence = _("New {new}, the same {same}, refused {refused}.").format(
        new=f"{result.new:,}", same=f"{result.same:,}", refused=f"{result.refused:,}"
    )
    if result.refused_file is not None:
        sentence += "\n" + _("The refused rows with their reasons are in the file below.")
    return Outcome(sentence, result.refused_file)
