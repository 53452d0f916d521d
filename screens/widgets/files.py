"""Choosing a file: a path that is typed, and the folder it is in as a list."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from gridterm.i18n import N_, _, ngettext
from gridterm.paths import export_folder
from screens.commands import Command
from screens.desk import Page
from screens.widgets.bars import Hint
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow

READABLE = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})
MOST = 500
TYPING_PAUSE = 0.15
ANEW = re.compile(r"""(?<=.[/\\])(?:/|~[/\\]|[A-Za-z]:[/\\]|["'])""")
"""Where a whole path begins behind a folder that stood there before it was pasted."""


@dataclass(frozen=True)
class Entry:
    """A folder or a file of the list; ``up`` marks the way to the folder above."""

    path: Path
    folder: bool
    up: bool = False

    @property
    def words(self) -> str:
        """Its name; a folder's ends with a slash."""
        if self.up:
            return "../"
        return f"{self.path.name}/" if self.folder else self.path.name


def typed_path(typed: str) -> Path:
    """What was typed as a path; ``~`` and the quotes that file managers put are understood.

    A file that is dragged into the terminal is pasted behind the folder that is proposed
    (``/home/li//tmp/x.csv``, ``/home/li/'/tmp/x.csv'``): what begins anew counts.
    """
    line = typed.strip().rstrip("\"'")
    if "file://" in line:
        line = unquote(line)
    begun = [found.start() for found in ANEW.finditer(line)]
    line = line[begun[-1] if begun else 0 :].strip("\"'")
    try:
        return Path(line).expanduser() if line else Path.home()
    except (RuntimeError, ValueError):
        return Path(line.replace("\0", ""))


def entries(typed: str, endings: Collection[str] = READABLE) -> list[Entry]:
    """The folders and readable files that what was typed may become; folders first.

    A text that ends with a slash, or names a folder, lists that folder, after the way up from
    it; else its last part is the beginning of a name. A folder that cannot be read is empty.
    """
    path = typed_path(typed)
    try:
        whole = not typed.strip() or typed.rstrip().endswith(("/", "\\"))
        folder, start = (path, "") if whole or path.is_dir() else (path.parent, path.name)
        found = [
            Entry(one, one.is_dir())
            for one in folder.iterdir()
            if not one.name.startswith(".") and one.name.casefold().startswith(start.casefold())
        ]
    except (OSError, ValueError):
        return []
    kept = [one for one in found if one.folder or one.path.suffix.casefold() in endings]
    kept.sort(key=lambda one: (not one.folder, one.path.name.casefold()))
    above = [] if start or folder.parent == folder else [Entry(folder.parent, folder=True, up=True)]
    return [*above, *kept[:MOST]]


class FilePage(Page):
    """Type or paste a path, or walk through the folders; ``open_file`` gets the file."""

    help_id = N_(
        "Choose a workbook or a text file. Type or paste its path, or go down to the list and "
        "press Enter on folders and files. Nothing is taken over before you have seen what will "
        "happen."
    )
    DEFAULT_CSS = """
    FilePage #file-head { margin: 0 0 1 0; }
    FilePage #path { margin: 0; }
    FilePage #wrong { color: $error; height: auto; }
    FilePage #files { height: 1fr; margin: 1 0 0 0; }
    """
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "file.complete", ("tab",), N_("Complete"),
            N_("Complete the path by what it can only be."),
            lambda page: page.complete(),
            when=lambda page: page.focused is not None and page.focused.id == "path",
        ),
    )  # fmt: skip
    last_folder: ClassVar[Path | None] = None
    endings: ClassVar[Collection[str]] = READABLE
    """Which files the list shows."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._listed = ""

    @property
    def heading(self) -> str:
        """What the file is for, in the first row."""
        return _(self.title_id)

    def open_file(self, path: Path) -> None:
        """A file was chosen. The base class does nothing with it."""

    def compose_body(self) -> ComposeResult:
        """The path above, the folder below."""
        yield HintRow(id="file-head")
        yield LineInput(id="path", hint=_("path of a workbook or a text file"))
        yield Static(id="wrong")
        yield OptionList(id="files", compact=True)

    def on_mount(self) -> None:
        """Start in the folder used last, else the documents."""
        folder = FilePage.last_folder or export_folder()
        path = self.query_one("#path", LineInput)
        path.value = f"{folder}/"
        path.cursor_position = len(path.value)
        path.focus()
        self._list()

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#wrong", Static).update("")
        if event.value != self._listed:
            self.soon("files", self._list, TYPING_PAUSE)

    def _list(self) -> None:
        typed = self._listed = self.query_one("#path", Input).value
        self.run_service(partial(entries, typed, self.endings), self._show, group="files")

    def _show(self, found: list[Entry]) -> None:
        self._entries = found
        listed = self.query_one("#files", OptionList)
        listed.clear_options()
        listed.add_options(Option(plain(one.words)) for one in found)
        if found:
            listed.highlighted = 0
        number = sum(not one.up for one in found)
        words = ngettext("{number} entry", "{number} entries", number)
        self.query_one("#file-head", HintRow).show(
            [Hint(self.heading, style="strong")],
            [Hint(words.format(number=number), style="quiet")],
        )

    def complete(self) -> None:
        """Complete the path as far as all entries agree; without any, go to the list."""
        found = [one for one in self._entries if not one.up]
        path = self.query_one("#path", LineInput)
        if len(found) == 1:
            self._go(found[0], open_file=False)
            return
        common = _common([one.path.name for one in found])
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
            self._list()
        elif open_file:
            FilePage.last_folder = entry.path.parent
            self.open_file(entry.path)

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
