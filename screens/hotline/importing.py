"""Taking over calls from a file: choose it, see what would happen, then do it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _, ngettext
from gridterm.paths import export_folder
from screens.commands import Command
from screens.desk import Page
from screens.hotline.fields import HintRow, Pause
from screens.hotline.files import Entry, entries, typed_path
from screens.widgets.bars import Hint
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain

TYPING_PAUSE = 0.15


class ImportPage(Page):
    """Choose the file: type or paste its path, or walk through the folders."""

    CSS_PATH = "../styles/hotline.tcss"
    title_id = N_("Import calls")
    help_id = N_(
        "Choose a workbook or a text file of calls. Type or paste its path, or go down to the "
        "list and press Enter on folders and files. Nothing is taken over before you have seen "
        "what will happen."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "import.complete", ("tab",), N_("Complete"),
            N_("Complete the path by what it can only be."),
            lambda page: page.complete(),
            when=lambda page: page.focused is not None and page.focused.id == "path",
        ),
    )  # fmt: skip
    last_folder: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._listed = ""
        self._pause = Pause(self, TYPING_PAUSE, self._list)

    def compose_body(self) -> ComposeResult:
        """The path above, the folder below."""
        yield HintRow(id="import-head")
        yield LineInput(id="path", hint=_("path of a workbook or a text file"))
        yield Static(id="wrong")
        yield OptionList(id="files", compact=True)

    def on_mount(self) -> None:
        """Start in the folder used last, else the documents."""
        folder = type(self).last_folder or export_folder()
        path = self.query_one("#path", LineInput)
        path.value = f"{folder}/"
        path.cursor_position = len(path.value)
        path.focus()
        self._list()

    # ── the list ────────────────────────────────────────────────────────────
    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#wrong", Static).update("")
        if event.value != self._listed:
            self._pause.touch()

    def _list(self) -> None:
        typed = self._listed = self.query_one("#path", Input).value
        self.run_service(partial(entries, typed), self._show, group="files")

    def _show(self, found: list[Entry]) -> None:
        self._entries = found
        listed = self.query_one("#files", OptionList)
        listed.clear_options()
        listed.add_options(Option(plain(one.words)) for one in found)
        if found:
            listed.highlighted = 0
        number = sum(not one.up for one in found)
        words = ngettext("{number} entry", "{number} entries", number)
        self.query_one("#import-head", HintRow).show(
            [Hint(_("Import calls"), style="strong")],
            [Hint(words.format(number=number), style="quiet")],
        )

    def complete(self) -> None:
        """Complete the path as far as all entries agree; without any, go to the list."""
        found = [one for one in self._entries if not one.up]
        names = [one.path.name for one in found]
        path = self.query_one("#path", LineInput)
        if len(found) == 1:
            self._go(found[0], open_file=False)
            return
        common = _common(names)
        folder = typed_path(path.value)
        folder = folder if path.value.endswith("/") or folder.is_dir() else folder.parent
        longer = str(folder / common) if common else path.value
        if len(longer) > len(path.value):
            path.value = longer
            path.cursor_position = len(longer)
        else:
            self.query_one("#files").focus()

    def key_down(self, event: events.Key) -> None:
        """Down goes from the path to the list."""
        if self.focused is not None and self.focused.id == "path" and self._entries:
            event.stop()
            self.query_one("#files").focus()

    @on(Input.Submitted, "#path")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        path = typed_path(event.value)
        if path.is_dir():
            self._go(Entry(path, folder=True))
        elif path.is_file():
            self._go(Entry(path, folder=False))
        else:
            sentence = _("There is no file at {path}. Check the name and the folder.")
            self.query_one("#wrong", Static).update(plain(sentence.format(path=path)))

    @on(OptionList.OptionSelected, "#files")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._go(self._entries[event.option_index])

    def _go(self, entry: Entry, *, open_file: bool = True) -> None:
        path = self.query_one("#path", LineInput)
        path.value = f"{entry.path}/" if entry.folder else str(entry.path)
        path.cursor_position = len(path.value)
        if entry.folder:
            self._pause.stop()
            self._list()
        elif open_file:
            from screens.hotline.import_preview import PreviewPage

            type(self).last_folder = entry.path.parent
            page = PreviewPage(entry.path)
            self.app.push_screen(page, lambda _nothing: self._came_back(page.imported))

    def _came_back(self, imported: bool) -> None:  # noqa: FBT001 - what the page says
        """After an import the list of calls is what people want to see."""
        if imported:
            self.call_later(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)

    def go_back(self) -> bool:
        """Esc goes from the list to the path first."""
        if self.focused is not None and self.focused.id == "files":
            self.query_one("#path").focus()
            return True
        return False


def _common(names: list[str]) -> str:
    """The beginning all names share."""
    if not names:
        return ""
    first, last = min(names), max(names)
    for place, character in enumerate(first):
        if place >= len(last) or last[place] != character:
            return first[:place]
    return first
