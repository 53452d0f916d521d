"""Taking punches over: the file, what would happen, the import itself."""

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

from gridterm.attendance.importing.terms import ImportOptions, ImportResult
from gridterm.i18n import N_, _
from gridterm.text import clip, pad
from screens.commands import Command
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.files import READABLE, FilePage
from screens.widgets.forms import Choice
from screens.widgets.import_preview import ImportPreview, assigned, tell
from screens.widgets.plain import plain
from screens.widgets.progress import Job, Outcome
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.attendance.importing.terms import Counts, Preview
    from gridterm.spreadsheet.importing import ColumnView

HEADER_CELLS, LINE_CELLS = 20, 200
NO_FIELD = "-"


class PunchImportPage(FilePage):
    """Choose the machine's file or the workbook."""

    title_id = N_("Import punches")
    help_id = N_(
        "Choose the file of a fingerprint machine (such as 1_attlog.dat), a workbook or a text "
        "file with punches. Nothing is taken over before you have seen what will happen."
    )
    endings = frozenset({*READABLE, ".dat"})

    def open_file(self, path: Path) -> None:
        """Show what would happen."""
        page = PunchPreview(path)
        self.app.push_screen(page, lambda _nothing: self._came_back(page.imported))

    def _came_back(self, imported: bool) -> None:  # noqa: FBT001 - what the page says
        """After an import the desk is what people want to see."""
        if imported:
            self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


class PunchPreview(ImportPreview["Preview"]):
    """A file of punches before it is taken over.

    Args:
        path: the file.
    """

    DEFAULT_CSS = """
    PunchPreview #import-columns { height: auto; max-height: 9; }
    PunchPreview #import-rows { height: 1fr; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    PunchPreview #import-sheet { height: 1; }
    PunchPreview #import-sheet Label { width: auto; margin: 0 1 0 0; color: $text-muted; }
    """
    title_id = N_("Import punches")
    help_id = N_(
        "What will happen to this file's punches: new, there already, or refused with the reason "
        "and the line. PINs that nobody is known by wait in a queue; their days follow once they "
        "are somebody's. A locked month does not change: what would change waits as pending "
        "adjustments. F9 imports; running it again adds nothing."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "punches.run", ("f9", "ctrl+s"), N_("Import"),
            N_("Take the punches over as the preview says."),
            lambda page: page.start(), when=lambda page: page.ready, weight=9,
        ),
        Command(
            "punches.back", ("escape",), N_("Back"),
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
        """Counts, columns where the file has them, what the lines look like."""
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
        self.query_one("#import-columns").display = False
        self.query_one("#import-rows").focus()

    # ── looking ─────────────────────────────────────────────────────────────
    def reading(self, job: Job) -> Callable[[], Preview]:
        """Read the file as the choices are now."""
        from gridterm.attendance.importing import preview

        return partial(
            preview, self.store, self.path, self.options, partial(tell, job), job.cancelled
        )

    def show(self, seen: Preview) -> None:
        """Counts, columns where the file has them, some punches."""
        kind = _("file of a machine") if seen.machine else _("table")
        self.show_head(Hint(kind, weight=6))
        self.query_one("#import-counts", HintRow).show(_counts(seen))
        sheet = self.query_one("#sheet", Choice)
        sheet.set_options([(name, name) for name in seen.sheets])
        sheet.value = seen.sheet
        self.query_one("#import-sheet").display = len(seen.sheets) > 1
        listed = self.query_one("#import-columns", OptionList)
        listed.display = bool(seen.columns)
        listed.clear_options()
        listed.add_options(Option(_column(one)) for one in seen.columns)
        if seen.columns:
            listed.highlighted = 0
        if seen.missing:
            listed.focus()
        self.query_one("#samples", Static).update(_rows(seen))

    # ── choices ─────────────────────────────────────────────────────────────
    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self.options = replace(self.options, sheet=event.value, columns={})
        self.look()

    @on(OptionList.OptionSelected, "#import-columns")
    def _ask_field(self, event: OptionList.OptionSelected) -> None:
        from gridterm.attendance.importing.table import FIELDS

        event.stop()
        if self.preview is None:
            return
        column = self.preview.columns[event.option_index]
        options = [(NO_FIELD, _("no field")), *((one.key, one.title) for one in FIELDS)]
        title = f"{column.letter} {clip(column.header, HEADER_CELLS)}"
        self.ask(Choose(title, options, column.field or NO_FIELD), partial(self._give, column))

    def _give(self, column: ColumnView, field: str) -> None:
        """Let a column fill a field, or none."""
        from gridterm.attendance.importing.table import FIELDS

        held = self.preview.columns if self.preview else ()
        keys = (spec.key for spec in FIELDS)
        given = assigned(keys, held, column, "" if field == NO_FIELD else field)
        self.options = replace(self.options, columns=given)
        self.look()

    # ── importing ───────────────────────────────────────────────────────────
    def start(self) -> None:
        """Take the punches over, with progress and a way to cancel."""
        from gridterm.attendance.importing import run

        store, actor, path, options = self.store, self.app.actor, self.path, self.options

        def work(job: Job) -> ImportResult:
            return run(store, actor, path, options, partial(tell, job), job.cancelled)

        self.take_over(_("Import punches"), work, _outcome)


def _counts(seen: Counts) -> list[Hint]:
    pieces = [
        (_("New {number}"), seen.new, "strong", 9),
        (_("Same {number}"), seen.same, "", 7),
        (_("Refused {number}"), seen.refused, "late" if seen.refused else "", 9),
        (_("unknown PINs {number}"), len(seen.unknown), "late" if seen.unknown else "", 8),
        (_("in locked months {number}"), seen.locked, "late" if seen.locked else "", 6),
        (_("without a time {number}"), seen.blank, "", 4),
    ]
    return [
        Hint(words.format(number=f"{number:,}"), style=style, weight=weight)
        for words, number, style, weight in pieces
        if number or weight == 9  # noqa: PLR2004 - the two that always stand there
    ]


def _column(one: ColumnView) -> Text:
    words = Text(end="", no_wrap=True)
    words.append(pad(one.letter, 3), "dim")
    words.append(pad(clip(one.header, HEADER_CELLS), HEADER_CELLS + 1))
    words.append("-> ", "dim")
    words.append(one.title or _("no field"), "bold" if one.field else "dim")
    return words


def _rows(seen: Preview) -> Text:
    """Years, unknown PINs, refused lines with their reasons, some punches as they are taken."""
    words = Text(end="")
    if seen.years:
        years = _(", ").join(f"{year}: {number:,}" for year, number in sorted(seen.years.items()))
        words.append(_("Punches by year: {years}").format(years=years) + "\n", "bold")
    for pin in seen.unknown:
        line = _("! PIN {pin}: {count} punches, nobody is known by it").format(
            pin=pin.pin, count=pin.count
        )
        words.append(line + "\n", "bold yellow")
    if seen.refusals:
        words.append(_("Refused rows") + "\n", "bold")
    for one in seen.refusals:
        line = _("Row {row}: {reason}").format(row=one.row, reason=one.reason)
        words.append(f"  {clip(line, LINE_CELLS)}\n")
    if seen.samples:
        words.append(_("Rows as they will be taken") + "\n", "bold")
    for row in seen.samples:
        who = f"{row.number} {row.name}".strip() or _("nobody yet")
        words.append(f"  {row.row}  {row.at:%Y-%m-%d %H:%M:%S}  {row.pin}  {who}\n")
    return words


def _outcome(result: ImportResult) -> Outcome:
    sentence = _("New {new}, the same {same}, refused {refused}.").format(
        new=f"{result.new:,}", same=f"{result.same:,}", refused=f"{result.refused:,}"
    )
    if result.unknown:
        sentence += "\n" + _("Some PINs are nobody's yet: say whose they are under Codes.")
    if result.locked:
        sentence += "\n" + _("Locked months do not change; see their pending adjustments.")
    if result.refused_file is not None:
        sentence += "\n" + _("The refused rows with their reasons are in the file below.")
    return Outcome(sentence, result.refused_file)
