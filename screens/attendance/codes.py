"""Cards and PINs with whose they are, and the PINs nobody is known by yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.attendance.terms import CodeKind
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext
from screens.attendance.views import Month, RowsView, ask_fields, people
from screens.registers.fields import Typed, row
from screens.registers.picking import FindChoice, Pick
from screens.widgets.bars import Hint
from screens.widgets.forms import Choice, Field, LineInput
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from datetime import date

    from gridterm.attendance.codes import CodeView, UnknownPin
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

UNKNOWN = "unknown"


class CodesView(RowsView):
    """The queue of unknown PINs, then every card and PIN."""

    title_id = N_("Codes")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.waiting = 0

    def columns(self) -> Sequence[Column]:
        """What, whose, from when to when."""
        return (
            Column("code", _("Code"), 12),
            Column("kind", _("Kind"), 12),
            Column("who", _("Whose")),
            Column("from", _("From"), 11),
            Column("to", _("To"), 11),
        )

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """Those that wait first."""
        from gridterm.attendance.service import codes, unknown_pins

        del month
        unknown = unknown_pins(store)
        self.waiting = len(unknown)
        return [*map(_unknown_line, unknown), *map(_code_line, codes(store))]

    def head(self) -> tuple[list[Hint], list[Hint]]:
        """What to do with those that wait."""
        if not self.waiting:
            return [Hint(_("Every PIN of the machines has its person."), weight=8)], []
        words = ngettext(
            "! {number} PIN waits: Enter says whose it is.",
            "! {number} PINs wait: Enter says whose each is.",
            self.waiting,
        )
        return [Hint(words.format(number=self.waiting), style="late", weight=8)], []

    def nothing(self) -> str:
        """There is none."""
        return _("No card and no PIN yet. Ctrl+N enters one.")

    def describe(self, line: Line) -> Text:
        """The code in full."""
        if line.key.startswith(UNKNOWN):
            pin: UnknownPin = line.record
            words = _(
                "PIN {pin} of device {device} was used {count} times from {first} to {last}; "
                "nobody is known by it on these days. Once it is somebody's, the days follow."
            ).format(
                pin=pin.pin, device=pin.device or "-", count=pin.count,
                first=f"{pin.first:%Y-%m-%d %H:%M}", last=f"{pin.last:%Y-%m-%d %H:%M}",
            )  # fmt: skip
            return Text(words, end="")
        one: CodeView = line.record
        told = Text(f"{one.kind.label}  {one.code}", "bold", end="")
        told.append(f"\n{one.staff.number} {one.staff.name}", "not bold")
        return told

    def new(self) -> None:
        """Enter a card or PIN."""
        self._map(CodeKind.CARD, "", self.office.clock.today())

    def open(self) -> None:
        """Say whose an unknown PIN is; end a known one."""
        line = self.table.marked_line
        if line is None:
            return
        if not self.may_change:
            self.office.say(self.at_desk.nothing_to_do)
            return
        if line.key.startswith(UNKNOWN):
            self._map(CodeKind.PIN, line.record.pin, line.record.first.date())
        else:
            self._end(line.record)

    def _map(self, kind: CodeKind, code: str, since: date) -> None:
        store, today = self.desk.store, self.office.clock.today()

        def show(found: list[Pick]) -> None:
            def fields() -> Sequence[Field]:
                kinds = [(one.value, one.label) for one in CodeKind]
                return (
                    row("kind", _("Kind"), Choice(kinds, kind.value)),
                    row("code", _("Code"), LineInput(code)),
                    row("staff_id", _("Whose"), FindChoice(found, title=_("Whose"))),
                    row("from", _("From"), LineInput(since.isoformat())),
                    row("to", _("To"), LineInput(hint=_("empty: until further notice"))),
                )

            ask_fields(self.at_desk, _("Card or PIN"), fields, _save, self.done)

        self.desk.run_service(lambda: people(store, min(since, today)), show, group="people")

    def _end(self, one: CodeView) -> None:
        today = self.office.clock.today().isoformat()

        def save(store: Store, actor: Actor, values: Mapping[str, str]) -> object:
            from gridterm.attendance.service import end_code

            typed = Typed(values, store.clock)
            day = typed.day("to") or store.clock.today()
            typed.check()
            return end_code(store, actor, one.id, day)

        fields = lambda: (row("to", _("Last day"), LineInput(today)),)  # noqa: E731 - fields
        words = _("From the day after it can be somebody else's.")
        title = f"{one.kind.label} {one.code}  {one.staff.name}"
        ask_fields(self.at_desk, title, fields, save, self.done, words)


def _save(store: Store, actor: Actor, values: Mapping[str, str]) -> object:
    from gridterm.attendance.service import map_code

    typed = Typed(values, store.clock)
    first, last = typed.day("from") or store.clock.today(), typed.day("to")
    typed.check()
    staff_id = typed.choice("staff_id")
    if staff_id is None:
        sentence = _("Say whose it is.")
        raise InputError(sentence, {"staff_id": sentence})
    return map_code(store, actor, CodeKind(values["kind"]), values["code"], staff_id, first, last)


def _unknown_line(one: UnknownPin) -> Line:
    words = _("! nobody yet, {count} sign-ins").format(count=one.count)
    return Line(
        f"{UNKNOWN}:{one.pin}",
        {
            "code": one.pin,
            "kind": _("Machine"),
            "who": Text(words, style="bold red", end=""),
            "from": f"{one.first:%Y-%m-%d}",
            "to": f"{one.last:%Y-%m-%d}",
        },
        one,
    )


def _code_line(one: CodeView) -> Line:
    return Line(
        str(one.id),
        {
            "code": one.code,
            "kind": _("Card") if one.kind is CodeKind.CARD else _("Machine"),
            "who": f"{one.staff.number} {one.staff.name}",
            "from": one.valid_from.isoformat(),
            "to": one.valid_to.isoformat() if one.valid_to else "",
        },
        one,
    )
