"""The clocks' allowances: what each step of a call may take, since when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm.i18n import N_, _
from gridterm.worktime import ONE_DAY
from screens.commands import Command
from screens.desk import Page
from screens.registers.fields import FieldsDialog, Typed, row
from screens.registers.form_page import EDITORS
from screens.widgets.bars import Hint
from screens.widgets.forms import Field, LineInput
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from datetime import date

    from gridterm.hotline.allowances import Allowance, Version
    from gridterm.hotline.clocks import ClockPolicy
    from gridterm.store.unit import Store


class ClocksPage(Page):
    """Every allowance with its value now and its value to come. Enter sets one from a day on."""

    CSS_PATH = "../styles/registers.tcss"
    title_id = N_("Clocks")
    help_id = N_(
        "How long each step of a call may take. A new value holds for calls registered from its "
        "first day on: what counted when a call came in goes on counting for it. Only suspension "
        "pauses a clock. When a date is nearly due and when lateness is supervised stands in the "
        "settings; office hours and the working calendar, too."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "clocks.set", ("enter",), N_("Change"),
            N_("Set the marked allowance for calls registered from a day on."),
            lambda page: page.change(), when=lambda page: page.may_change, weight=8,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.versions: tuple[Version, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Since when they hold, the list, the reason of the marked one."""
        yield HintRow(id="clocks-head")
        yield PagedTable(
            (
                Column("title", _("Allowance")),
                Column("now", _("Now"), 8, right=True),
                Column("coming", _("To come"), 20),
                Column("unit", _("Counted in"), 24),
                Column("default", _("Default"), 8, right=True, wide=True),
            ),
            id="allowances",
        )
        yield Static(id="reason")

    def on_mount(self) -> None:
        """The list has the keys."""
        table = self.query_one(PagedTable)
        table.show(self._page)
        table.focus()

    @property
    def may_change(self) -> bool:
        """Whether the operator may change them: the same who may change the settings."""
        return bool(self.versions) and self.app.has_role(*EDITORS)

    def refresh_data(self) -> None:
        """Read them again."""
        self.run_service(partial(_versions, self.store), self._use, group="clocks")

    def _use(self, versions: tuple[Version, ...]) -> None:
        self.versions = versions
        now = next(one for one in versions if one.current)
        since = _("since {day}").format(day=now.since) if now.since else _("the default")
        left = [Hint(_("Clocks"), style="current", weight=9), Hint(since, style="quiet", weight=6)]
        self.query_one("#clocks-head", HintRow).show(left)
        self.query_one(PagedTable).reload()
        self.refresh_bindings()

    def _page(self, _after: Any) -> Chunk:  # noqa: ANN401 - all of them are one page
        from gridterm.hotline.allowances import ALLOWANCES

        versions = _versions(self.store)
        return Chunk(tuple(_line(one, versions) for one in ALLOWANCES), more=False)

    @on(PagedTable.Marked)
    def explain(self, event: PagedTable.Marked) -> None:
        """Why ours is what it is."""
        if event.line is not None:
            self.query_one("#reason", Static).update(_reason(event.line.record))

    @on(PagedTable.Opened)
    def open_line(self, _event: PagedTable.Opened) -> None:
        """Change it."""
        if self.may_change:
            self.change()

    def change(self) -> None:
        """Ask for the new value, and from which day on."""
        line = self.query_one(PagedTable).marked_line
        if line is None:
            return
        one: Allowance = line.record
        last = self.versions[-1].allowances[one.name]
        tomorrow = self.app.clock.today() + ONE_DAY

        def fields() -> Sequence[Field]:
            return (
                row("value", one.unit.label, LineInput(str(last))),
                row("since", _("From which day"), LineInput(tomorrow.isoformat())),
                row("reason", _("Why it changes"), LineInput(hint=_("for the audit trail"))),
            )

        def save(values: dict[str, str]) -> ClockPolicy:
            typed = Typed(values, self.app.clock)
            number, since = typed.number("value"), typed.day("since") or tomorrow
            typed.check()
            return _save(self, one.name, number, since, values["reason"])

        words = _("Calls registered before that day keep what counted when they came in.")
        self.ask(FieldsDialog(one.title, fields, save, words), self._saved)

    def _saved(self, policy: ClockPolicy) -> None:
        self.app.say(_("It holds for calls registered from {day} on.").format(day=policy.since))
        self.app.data_changed()
        self.refresh_data()


def _save(page: ClocksPage, name: str, number: int, since: date, reason: str) -> ClockPolicy:
    """Save one allowance; what is wrong with its value stands under the value."""
    from gridterm.errors import InputError
    from gridterm.hotline.allowances import save

    try:
        return save(page.store, page.app.actor, since, {name: number}, reason=reason)
    except InputError as error:
        fields = {"value" if key == name else key: told for key, told in error.fields.items()}
        raise InputError(error.message, fields) from error


def _versions(store: Store) -> tuple[Version, ...]:
    from gridterm.hotline.allowances import versions

    return versions(store)


def _line(one: Allowance, versions: Sequence[Version]) -> Line:
    at = next(number for number, version in enumerate(versions) if version.current)
    coming = [
        _("{number} from {day}").format(number=version.allowances[one.name], day=version.since)
        for version in versions[at + 1 :]
        if one.name in version.changed
    ]
    return Line(
        one.name,
        {
            "title": one.title,
            "now": str(versions[at].allowances[one.name]),
            "coming": _(", ").join(coming),
            "unit": one.unit.label,
            "default": str(one.default),
        },
        record=one,
    )


def _reason(one: Allowance) -> Text:
    words = Text(end="")
    words.append(one.title + "\n", "bold")
    words.append(_("Default: {value}. ").format(value=one.default))
    words.append(one.reason)
    return words
