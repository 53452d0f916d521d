"""The settings: value, default and the reason for it side by side, changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.errors import GridtermError
from gridterm.hotline.calendar_change import change_settings, moves_words, preview_settings
from gridterm.i18n import CHINESE, ENGLISH, N_, _
from gridterm.settings import BY_KEY, Setting, Settings, Shape, Value, groups
from screens.commands import Command
from screens.desk import Page
from screens.widgets.dialogs import AskText, Choose, Confirm
from screens.widgets.plain import plain
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.hotline.due import Renewal

WORDS = {
    "": N_("As the system says"),
    CHINESE: "中文",
    ENGLISH: "English",
    "dark": N_("Dark"),
    "light": N_("Light"),
    "ascii": N_("Ascii (no lines)"),
    "inquiry": N_("Inquiry"),
    "help": N_("Request for help"),
    "complaint": N_("Complaint"),
    "report": N_("Report of wrongdoing"),
    "suggestion": N_("Suggestion"),
    "praise": N_("Praise"),
    "grid": N_("no grid"),
    "category": N_("no category"),
    "contact": N_("no way to reach the caller"),
    "handler_left": N_("a handler who has left"),
    "responder": N_("no first responder"),
    "no_grid": N_("building in no grid"),
    "two_grids": N_("building in two grids"),
    "no_manager": N_("grid without a manager"),
    "no_lead": N_("grid without a lead"),
    "too_many_households": N_("too many households"),
    "too_few_households": N_("too few households"),
    "too_many_shops": N_("too many shops"),
    "clerk": N_("Clerk"),
    "grid_lead": N_("Grid lead"),
    "grid_manager": N_("Grid manager"),
    "committee": N_("Committee member"),
    "principal_leader": N_("Principal leader"),
}


class SettingsPage(Page):
    """Every setting in its group. Enter changes the marked one."""

    title_id = N_("Settings")
    help_id = N_(
        "What the rules leave open is a setting here, with the default and the reason for it. "
        "Enter changes the marked one; a value that equals the default is the default again. "
        "Every change stands in the audit trail."
    )
    commands = (
        Command(
            "settings.change",
            ("enter",),
            N_("Change"),
            N_("Change the marked setting."),
            lambda page: page.change_marked(),
            when=lambda page: page.may_change,
            weight=8,
        ),
        Command(
            "settings.default",
            ("delete",),
            N_("Back to the default"),
            N_("Give the marked setting its default again."),
            lambda page: page.use_default(),
            when=lambda page: page.may_change,
        ),
        Command(
            "settings.clocks",
            ("ctrl+t",),
            N_("Clocks"),
            N_("How long each step of a call may take, since when, and why."),
            lambda page: page.open_clocks(),
        ),
        Command(
            "settings.calendar",
            ("ctrl+d",),
            N_("Working calendar"),
            N_("Rest days, holidays and make-up working days of a year."),
            lambda page: page.open_calendar(),
        ),
    )

    def compose_body(self) -> ComposeResult:
        """The list, and the reason of the marked one under it."""
        yield PagedTable(
            (
                Column("group", _("Group"), 10),
                Column("title", _("Setting")),
                Column("value", _("Value"), 24),
                Column("default", _("Default"), 14, wide=True),
            ),
            id="settings",
        )
        yield Static(id="reason")

    @property
    def may_change(self) -> bool:
        """The office's settings are the leaders' and the clerks' to change."""
        return self.app.has_role("clerk", "principal_leader", "committee")

    def on_mount(self) -> None:
        """Show them."""
        table = self.query_one(PagedTable)
        table.show(lambda _after: Chunk(tuple(_line(one, self.app.settings) for one in _all())))
        table.focus()

    def refresh_data(self) -> None:
        """Show them as they are now."""
        self.query_one(PagedTable).reload()

    @on(PagedTable.Marked)
    def explain(self, event: PagedTable.Marked) -> None:
        """The reason beside the default."""
        if event.line is not None:
            self.query_one("#reason", Static).update(_reason(event.line.record))

    @on(PagedTable.Opened)
    def open_line(self, _event: PagedTable.Opened) -> None:
        """Change it."""
        if self.may_change:
            self.change_marked()

    def _marked(self) -> Setting | None:
        line = self.query_one(PagedTable).marked_line
        return line.record if line else None

    def change_marked(self) -> None:
        """Ask for the new value."""
        setting = self._marked()
        if setting is None:
            return
        now = _typed(self.app.settings[setting.key])
        if setting.shape is Shape.CHOICE:
            options = [(choice, _words(choice)) for choice in setting.choices]
            self.ask(Choose(setting.title, options, now), lambda typed: self._save(setting, typed))
            return
        self._ask(setting, now, setting.reason)

    def _ask(self, setting: Setting, value: str, words: str) -> None:
        label = words
        if setting.shape is Shape.CODES:
            label += "\n" + _(", ").join(f"{code} {_words(code)}" for code in setting.choices)
        self.ask(AskText(setting.title, label, value), lambda typed: self._save(setting, typed))

    def open_clocks(self) -> None:
        """The clocks' allowances."""
        from screens.hotline.clocks_page import ClocksPage

        self.app.push_screen(ClocksPage())

    def open_calendar(self) -> None:
        """The working calendar."""
        from screens.registers.year_page import YearPage

        self.app.push_screen(YearPage())

    def use_default(self) -> None:
        """Save the default."""
        setting = self._marked()
        if setting is not None:
            self._save(setting, _typed(setting.default))

    def _save(self, setting: Setting, typed: str) -> None:
        store, actor, key = self.store, self.app.actor, setting.key

        def refused(error: GridtermError) -> None:
            self._ask(setting, typed, f"{setting.reason}\n! {error.message}")

        def change(_yes: object = None) -> None:
            self.run_once(
                lambda: change_settings(store, actor, {key: typed}), self._saved, failed=refused
            )

        def planned(renewal: Renewal) -> None:
            if not renewal.moved:
                change()
                return
            question = Confirm(
                setting.title,
                moves_words(renewal),
                yes=_("Save"),
                no=_("Leave it as it was"),
            )
            self.ask(question, change)

        self.run_service(
            lambda: preview_settings(store, {key: typed}), planned, group="plan", failed=refused
        )

    def _saved(self, settings: Settings) -> None:
        language = self.app.settings.text("screen.language")
        self.app.use_settings(settings)
        if settings.text("screen.language") != language:
            self.app.say(_("Screens opened from now on use the new language."))
        self.refresh_data()


def _all() -> list[Setting]:
    return [setting for _group, settings in groups() for setting in settings]


def _line(setting: Setting, settings: Settings) -> Line:
    value = _shown(settings[setting.key])
    return Line(
        setting.key,
        {
            "group": _(setting.group),
            "title": setting.title,
            "value": plain(value, "bold") if settings.is_changed(setting.key) else value,
            "default": _shown(setting.default),
        },
        record=BY_KEY[setting.key],
    )


def _reason(setting: Setting) -> Text:
    words = Text(end="")
    words.append(setting.title + "\n", "bold")
    words.append(_("Default: {value}. ").format(value=_shown(setting.default)))
    words.append(setting.reason)
    return words


def _words(code: str) -> str:
    return _(WORDS[code]) if code in WORDS else code


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return _(", ").join(_words(code) for code in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str) and value in WORDS and value:
        return _words(value)
    return str(value) if value != "" else "-"


def _typed(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
