"""Taking staff, grids or the roster over from a file: which, from where, and what would happen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from gridterm.errors import GridtermError
from gridterm.i18n import N_, _
from gridterm.registers.workbook import ImportResult, Layout, Look, Plan, RowPlan, fields
from gridterm.registers.workbook import Outcome as Fate
from gridterm.spreadsheet.mapping import NO_COLUMN, letter
from gridterm.text import clip, pad
from screens.commands import Command
from screens.desk import Page
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Choose
from screens.widgets.files import FilePage
from screens.widgets.plain import plain
from screens.widgets.progress import Job, LongWork, Outcome
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from screens.acting import Acting

PAGE = 50
FIELD_CELLS = 16
HEADER_CELLS = 30
ORDER = (Fate.REFUSED, Fate.CHANGED, Fate.NEW, Fate.SAME)
"""What needs a look comes first."""


def ask_import(screen: Acting[Any], likely: str) -> None:
    """Ask what the file holds, then for the file.

    Args:
        screen: the desk.
        likely: the code of the layout that is marked at first.
    """
    options = (
        (str(Layout.STAFF), _("Staff: number, name, roles, grid, phone, days, deputy")),
        (str(Layout.GRIDS), _("Grids with their buildings, leads and managers")),
        (str(Layout.ROSTER), _("Duty roster: day, officer, deputy")),
        (str(Layout.HOUSEHOLDS), _("Households: building, room, a row per person")),
    )
    dialog = Choose(_("Import: what is in the file?"), options, likely)
    screen.ask(dialog, lambda key: screen.app.push_screen(ImportFilePage(Layout(key))))


class ImportFilePage(FilePage):
    """Choose the file of staff, grids or duties.

    Args:
        layout: what its rows are.
    """

    title_id = N_("Import registers")

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._layout = layout

    @property
    def heading(self) -> str:
        """What the file holds."""
        return _("Import: {what}").format(what=self._layout.label)

    def open_file(self, path: Path) -> None:
        """Show what would happen."""
        page = PlanPage(path, self._layout)
        self.app.push_screen(page, lambda _nothing: self._came_back(page.imported))

    def _came_back(self, imported: bool) -> None:  # noqa: FBT001 - what the page says
        """After an import the register is what people want to see."""
        if imported:
            self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


class PlanPage(Page):
    """A file before it is taken over: every row with what will become of it.

    Args:
        path: the file.
        layout: what its rows are.
    """

    CSS_PATH = "../styles/registers.tcss"
    lets_go: ClassVar[bool] = False
    title_id = N_("Import registers")
    help_id = N_(
        "What will happen to each row: new, changed and how, the same as before, or refused with "
        "the reason. Enter on a field says which column fills it; that is remembered for files "
        "of the same layout. Nobody is deleted by an import. F9 imports; refused rows go into a "
        "workbook of their own with the reasons, and running it again adds nothing."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "plan.run", ("f9", "ctrl+s"), N_("Import"),
            N_("Take the rows over as the preview says."),
            lambda page: page.start(), when=lambda page: page.ready, weight=9,
        ),
        Command(
            "plan.column", ("enter",), N_("Choose the column"),
            N_("Say which column fills the marked field."),
            lambda page: page.ask_column(),
            when=lambda page: page.focused is not None and page.focused.id == "fields",
        ),
        Command(
            "plan.sheet", ("f4",), N_("Other sheet"),
            N_("Read another sheet of the workbook."),
            lambda page: page.ask_sheet(), when=lambda page: page.many_sheets,
        ),
        Command(
            "plan.leave", ("escape",), N_("Back"),
            N_("Leave; nothing is taken over."),
            lambda page: page.dismiss(None), menu=False, weight=8,
        ),
    )  # fmt: skip

    def __init__(self, path: Path, layout: Layout) -> None:
        super().__init__()
        self.path = path
        self.kind = layout
        self.imported = False
        self.plan: Plan | None = None
        self._look: Look | None = None
        self._sheet: str | None = None
        self._given: dict[str, str] | None = None
        self._fields = fields(layout)

    @property
    def ready(self) -> bool:
        """Whether the preview stands and says that something will happen."""
        return self.plan is not None and bool(
            self.plan.count(Fate.NEW) + self.plan.count(Fate.CHANGED)
        )

    @property
    def many_sheets(self) -> bool:
        """Whether the workbook has other sheets."""
        return self._look is not None and len(self._look.sheets) > 1

    def compose_body(self) -> ComposeResult:
        """Counts, the columns, the rows, the marked row in full."""
        yield HintRow(id="plan-head")
        yield HintRow(id="plan-counts")
        yield Static(id="wrong")
        yield OptionList(id="fields", compact=True)
        yield PagedTable(
            (
                Column("row", _("Row"), 6, right=True),
                Column("fate", _("What happens"), 12),
                Column("label", _("Who or what"), 22),
                Column("what", _("Changes or reason")),
            ),
            id="plan-rows",
        )
        with VerticalScroll(id="plan-about", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """Look at the file."""
        self.query_one("#fields").focus()
        self._read()

    # ── looking ─────────────────────────────────────────────────────────────
    def _read(self) -> None:
        self.plan = None
        self.query_one("#plan-head", HintRow).show(
            [Hint(self.path.name, style="current", weight=9), Hint(_("Reading the file .."))]
        )
        self.refresh_bindings()
        work = partial(_examine, self.store, self.path, self.kind, self._sheet, self._given)
        self.run_service(work, self._show, group="plan", failed=self._failed)

    def _failed(self, error: GridtermError) -> None:
        self.query_one("#plan-head", HintRow).show([Hint(self.path.name, style="current")])
        self.query_one("#wrong", Static).update(plain(f"! {error.message}"))

    def _show(self, found: tuple[Look, Plan | None]) -> None:
        self._look, self.plan = found
        columns = self._look.columns
        missing = _(", ").join(spec.title for spec in columns.missing)
        sentence = _("No column was found for: {fields}. Press Enter on the field and choose it.")
        self.query_one("#wrong", Static).update(
            plain(f"! {sentence.format(fields=missing)}" if missing else "")
        )
        remembered = [Hint(_("columns as the last time"), style="quiet", weight=3)]
        self.query_one("#plan-head", HintRow).show(
            [
                Hint(self.path.name, style="current", weight=9),
                Hint(self.kind.label, weight=7),
                *([Hint(self._look.sheet, weight=5)] if self._look.sheet else []),
                *(remembered if columns.remembered else []),
            ]
        )
        self.query_one("#plan-counts", HintRow).show(_counts(self.plan) if self.plan else [])
        self._show_fields()
        rows = _ordered(self.plan) if self.plan else []
        self.query_one(PagedTable).show(partial(_page, rows))
        self.refresh_bindings()

    def _show_fields(self) -> None:
        if self._look is None:
            return
        columns = self._look.columns
        listed = self.query_one("#fields", OptionList)
        at = listed.highlighted
        listed.clear_options()
        for spec in self._fields:
            index = columns.columns.get(spec.key)
            words = plain(pad(spec.title, FIELD_CELLS))
            words.append(" <- ", "dim")
            named = f"{letter(index)} {columns.name(index)}" if index is not None else _("none")
            lacks = spec in columns.missing
            words.append(clip(named, HEADER_CELLS), "bold red" if lacks else "")
            listed.add_option(Option(words))
        listed.highlighted = at or 0

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        words = _about(event.line.record) if event.line is not None else plain("")
        self.query_one("#plan-about Static", Static).update(words)

    # ── choices ─────────────────────────────────────────────────────────────
    @on(OptionList.OptionSelected, "#fields")
    def _field_opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.ask_column()

    def ask_column(self) -> None:
        """Ask which column fills the marked field."""
        row = self.query_one("#fields", OptionList).highlighted
        if row is None or self._look is None:
            return
        spec, columns = self._fields[row], self._look.columns
        places = range(len(columns.header))
        named = ((letter(at), f"{letter(at)} {columns.name(at)}") for at in places)
        options = [(NO_COLUMN, _("none")), *named]
        chosen = columns.columns.get(spec.key)
        now = letter(chosen) if chosen is not None else NO_COLUMN
        self.ask(Choose(spec.title, options, now), partial(self._give, spec.key))

    def _give(self, key: str, column: str) -> None:
        if self._look is None:
            return
        given = {
            one: place
            for one, place in self._look.columns.chosen().items()
            if place != column or column == NO_COLUMN
        }
        self._given = {**{spec.key: NO_COLUMN for spec in self._fields}, **given, key: column}
        self._read()

    def ask_sheet(self) -> None:
        """Ask which sheet to read."""
        if self._look is not None:
            options = [(name, name) for name in self._look.sheets]
            self.ask(Choose(_("Sheet"), options, self._look.sheet), self._use_sheet)

    def _use_sheet(self, sheet: str) -> None:
        self._sheet, self._given = sheet, None
        self._read()

    # ── importing ───────────────────────────────────────────────────────────
    def start(self) -> None:
        """Take the rows over, with progress and a way to cancel."""
        from gridterm.registers.workbook import run

        store, actor, path, layout = self.store, self.app.actor, self.path, self.kind
        sheet, given = self._sheet, self._given

        def work(job: Job) -> ImportResult:
            def each(done: int, total: int) -> None:
                job.progress(done, total)
                job.check()

            return run(store, actor, path, layout, sheet=sheet, columns=given, each=each)

        title = _("Import: {what}").format(what=layout.label)
        self.ask(LongWork(title, work, _outcome), self._imported)

    def _imported(self, _result: ImportResult) -> None:
        self.imported = True
        self.app.data_changed()
        self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


def _examine(
    store: Store, path: Path, layout: Layout, sheet: str | None, given: dict[str, str] | None
) -> tuple[Look, Plan | None]:
    """How the columns are read, and what the import would do where none is missing."""
    from gridterm.registers.workbook import look, preview

    found = look(store, path, layout, sheet=sheet, columns=given)
    if found.columns.missing:
        return found, None
    return found, preview(store, path, layout, sheet=sheet, columns=given)


def _ordered(plan: Plan) -> list[RowPlan]:
    return sorted(plan.rows, key=lambda row: (ORDER.index(row.outcome), row.row))


def _page(rows: list[RowPlan], after: int | None) -> Chunk:
    start = after or 0
    lines = tuple(
        _line(row, start + place) for place, row in enumerate(rows[start : start + PAGE], 1)
    )
    return Chunk(lines, start + PAGE < len(rows))


def _line(row: RowPlan, cursor: int) -> Line:
    style = {Fate.REFUSED: "bold red", Fate.SAME: "dim"}.get(row.outcome, "")
    mark = "! " if row.outcome is Fate.REFUSED else ""
    cells: dict[str, str | Text] = {
        "row": str(row.row),
        "fate": plain(f"{mark}{row.outcome.label}", style),
        "label": plain(row.label, style),
        "what": plain(_what(row), style),
    }
    return Line(str(row.row), cells, row, cursor)


def _what(row: RowPlan) -> str:
    changes = [f"{one.field}: {one.before or '-'} > {one.after or '-'}" for one in row.changes]
    return _("; ").join(filter(None, (row.reason, *changes, *row.remarks)))


def _about(row: RowPlan) -> Text:
    words = plain(_("Row {row}: {what}").format(row=row.row, what=row.outcome.label), "bold")
    words.append(f"  {row.label}")
    for line in filter(None, (row.reason, *row.remarks)):
        words.append(f"\n! {line}")
    for one in row.changes:
        words.append(f"\n{one.field}: {one.before or '-'} > {one.after or '-'}")
    return words


def _counts(plan: Plan) -> list[Hint]:
    refused = plan.count(Fate.REFUSED)
    return [
        Hint(_("New {number}").format(number=f"{plan.count(Fate.NEW):,}"), weight=9),
        Hint(_("Changed {number}").format(number=f"{plan.count(Fate.CHANGED):,}"), weight=8),
        Hint(_("Same {number}").format(number=f"{plan.count(Fate.SAME):,}"), weight=7),
        Hint(
            _("Refused {number}").format(number=f"{refused:,}"),
            style="late" if refused else "",
            weight=9,
        ),
    ]


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
