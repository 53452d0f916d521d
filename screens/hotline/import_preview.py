"""What an import would do, before it does it; its columns and choices, and the import itself."""

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

from gridterm.hotline.importing.fields import FIELDS
from gridterm.hotline.importing.terms import ImportOptions, ImportResult, Take
from gridterm.hotline.terms import Kind
from gridterm.i18n import N_, _
from gridterm.text import clip, pad
from screens.commands import Command
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.forms import Choice
from screens.widgets.import_preview import ImportPreview, assigned, tell
from screens.widgets.plain import plain
from screens.widgets.progress import Job, Outcome
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.hotline.importing.terms import ColumnView, Preview

HEADER_CELLS = 16
FIELD_CELLS = 21
EXAMPLE_CELLS = 60
LINE_CELLS = 200
NO_FIELD = "-"


class PreviewPage(ImportPreview["Preview"]):
    """A file before it is taken over: counts, columns, examples, refused rows.

    Args:
        path: the file.
    """

    CSS_PATH = "../styles/hotline.tcss"
    title_id = N_("Import calls")
    help_id = N_(
        "What will happen to this file's rows: new, changed, the same as before, or refused with "
        "the reason. Enter on a column says which field it fills; that is remembered for files "
        "of the same layout. Old rows and rows with a reply become history, closed and outside "
        "every clock, unless you choose otherwise. F9 imports; running it again adds nothing."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "import.run", ("f9", "ctrl+s"), N_("Import"),
            N_("Take the rows over as the preview says."),
            lambda page: page.start(), when=lambda page: page.ready, weight=9,
        ),
        Command(
            "import.back", ("escape",), N_("Back"),
            N_("Leave; nothing is taken over."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.options = ImportOptions()
        self._columns: tuple[ColumnView, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the preview stands and says that something will happen."""
        seen = self.preview
        return seen is not None and not seen.missing and bool(seen.new + seen.changed)

    def compose_body(self) -> ComposeResult:
        """Counts, choices, columns, and what the rows look like."""
        yield from self.heading()
        with Horizontal(id="import-choices"):
            yield Label(plain(_("Rows become")), classes="label")
            takes = [(str(one), one.label) for one in Take]
            yield Choice(takes, Take.AUTO, title=_("Rows become"), id="take")
        with Horizontal(id="import-kind"):
            yield Label(plain(_("Kind where none is given")), classes="label")
            kinds = [(str(one), one.label) for one in Kind]
            asked = _("Kind where none is given")
            yield Choice(kinds, self.options.kind, title=asked, id="kind")
            yield Label(plain(_("Sheet")), classes="label", id="sheet-label")
            yield Choice([], "", title=_("Sheet"), id="sheet")
        yield Static(plain(_("Columns"), "bold"), id="columns-title")
        yield OptionList(id="columns", compact=True)
        with VerticalScroll(id="rows"):
            yield Static(id="samples")

    def on_mount(self) -> None:
        """Where the keys go; the base class looks at the file."""
        self.query_one("#columns").focus()

    # ── looking ─────────────────────────────────────────────────────────────
    def reading(self, job: Job) -> Callable[[], Preview]:
        """Read the file as the choices are now."""
        from gridterm.hotline.importing import preview

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
        self._show_sheets(seen)
        self._show_columns(seen)
        self.query_one("#samples", Static).update(_rows(seen))

    def _show_sheets(self, seen: Preview) -> None:
        sheet = self.query_one("#sheet", Choice)
        sheet.set_options([(name, name) for name in seen.sheets])
        sheet.value = seen.sheet
        several = len(seen.sheets) > 1
        sheet.display = several
        self.query_one("#sheet-label").display = several

    def _show_columns(self, seen: Preview) -> None:
        self._columns = seen.columns
        title = f"{_('Columns')} {len(seen.columns)}"
        self.query_one("#columns-title", Static).update(plain(title, "bold"))
        listed = self.query_one("#columns", OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options(Option(_column(one)) for one in seen.columns)
        if seen.columns:
            listed.highlighted = min(at or 0, len(seen.columns) - 1)

    # ── choices ─────────────────────────────────────────────────────────────
    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        name = event.choice.id
        if name == "take":
            self.options = replace(self.options, take=Take(event.value))
        elif name == "kind":
            self.options = replace(self.options, kind=event.value)
        elif name == "sheet":
            self.options = replace(self.options, sheet=event.value, columns={})
        self.look()

    @on(OptionList.OptionSelected, "#columns")
    def _ask_field(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        column = self._columns[event.option_index]
        taken = {one.field: one for one in self._columns if one.field}
        options = [(NO_FIELD, _("no field: kept with the call as it is"))]
        for spec in FIELDS:
            words = spec.title
            if spec.key in taken and taken[spec.key] is not column:
                header = clip(taken[spec.key].header or taken[spec.key].letter, HEADER_CELLS)
                words = f"{words}  ({header})"
            options.append((spec.key, words))
        title = f"{column.letter} {clip(column.header, FIELD_CELLS)}"
        self.ask(Choose(title, options, column.field or NO_FIELD), partial(self._give, column))

    def _give(self, column: ColumnView, field: str) -> None:
        """Let a column fill a field, or none."""
        keys = (spec.key for spec in FIELDS)
        given = assigned(keys, self._columns, column, "" if field == NO_FIELD else field)
        self.options = replace(self.options, columns=given)
        self.look()

    # ── importing ───────────────────────────────────────────────────────────
    def start(self) -> None:
        """Take the rows over, with progress and a way to cancel."""
        from gridterm.hotline.importing import run

        store, actor, path, options = self.store, self.app.actor, self.path, self.options

        def work(job: Job) -> ImportResult:
            return run(store, actor, path, options, partial(tell, job), job.cancelled)

        self.take_over(_("Import calls"), work, _outcome)


def _counts(seen: Preview) -> list[Hint]:
    pieces = [
        (_("New {number}"), seen.new, "strong", 9),
        (_("Changed {number}"), seen.changed, "", 8),
        (_("Same {number}"), seen.same, "", 7),
        (_("Refused {number}"), seen.refused, "late" if seen.refused else "", 9),
        (_("of the new: history {number}"), seen.history, "quiet", 5),
        (_("open {number}"), seen.open, "quiet", 5),
    ]
    hints = [
        Hint(words.format(number=f"{number:,}"), style=style, weight=weight)
        for words, number, style, weight in pieces
    ]
    if seen.new_categories:
        names = _(", ").join(seen.new_categories)
        hints.append(Hint(_("New categories: {names}").format(names=names), weight=4, tip=names))
    return hints


def _column(one: ColumnView) -> Text:
    """A column's line: letter, header, the field it fills, what stands in it."""
    words = Text(end="", no_wrap=True)
    words.append(pad(one.letter, 3), "dim")
    words.append(pad(one.header, HEADER_CELLS))
    words.append(" -> ", "dim")
    words.append(pad(one.title or _("kept as it is"), FIELD_CELLS), "bold" if one.field else "dim")
    words.append(f"  {clip(one.example, EXAMPLE_CELLS)}", "dim")
    return words


def _rows(seen: Preview) -> Text:
    """The refused rows with their reasons, then some rows as they would be taken."""
    words = Text(end="")
    if seen.refusals:
        words.append(_("Refused rows"), "bold")
        for one in seen.refusals:
            line = _("Row {row}: {reason}").format(row=one.row, reason=one.reason)
            words.append(f"\n  {clip(line, LINE_CELLS)}")
        words.append("\n")
    if seen.samples:
        words.append(_("Rows as they will be taken"), "bold")
    for row in seen.samples:
        state = _("history") if row.history else _("open")
        head = (
            f"{row.row}  {row.received_at:%Y-%m-%d %H:%M}  {row.external_id}  {row.caller} "
            f"{row.phone}  {row.kind.label}  {row.category}  {state}"
        )
        words.append(f"\n  {clip(head, LINE_CELLS)}")
        words.append(f"\n    {clip(row.title or row.content, LINE_CELLS)}", "dim")
    return words


def _outcome(result: ImportResult) -> Outcome:
    sentence = _("New {new}, changed {changed}, the same {same}, refused {refused}.").format(
        new=f"{result.new:,}",
        changed=f"{result.changed:,}",
        same=f"{result.same:,}",
        refused=f"{result.refused:,}",
    )
    if result.refused_file is not None:
        sentence += "\n" + _("The refused rows with their reasons are in the file below.")
    return Outcome(sentence, result.refused_file)
