"""The staff: found by number, name, phone or pinyin initials while typing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import N_, _
from gridterm.registers.rules import grid_number
from gridterm.registers.terms import StaffView
from screens.registers.staff_page import StaffPage, pin_dialog
from screens.registers.view import ListView, last_day_dialog
from screens.widgets.plain import plain
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from datetime import date


class PeopleView(ListView):
    """Everybody who works here, and on request those who have left."""

    title_id = N_("Staff")

    def columns(self) -> Sequence[Column]:
        """Who, what, where, how to reach them, whether they are here."""
        return (
            Column("number", _("Number"), 7),
            Column("name", _("Name"), 10),
            Column("roles", _("Roles")),
            Column("grid", _("Grid"), 7),
            Column("phone", _("Phone"), 13),
            Column("deputy", _("Deputy (B)"), 10, wide=True),
            Column("since", _("Since"), 10, wide=True),
            Column("state", _("State"), 8),
        )

    def lines(self, text: str, *, whole: bool) -> tuple[Line, ...]:
        """The people that fit; what is likeliest meant comes first."""
        from gridterm.registers.service import find_staff, list_staff

        store, today = self.desk.store, self.office.clock.today()
        if text:
            found = find_staff(store, text, ended=whole, limit=500)
        else:
            found = list_staff(store, ended=whole)
        return tuple(_line(one, today) for one in found)

    def describe(self, line: Line) -> Text:
        """The person with roles and dates."""
        return _about(line.record, self.office.clock.today())

    def open(self, record_id: int | None = None) -> None:
        """Their form."""
        self.app.push_screen(StaffPage(record_id))

    @property
    def can_end(self) -> bool:
        """Whether the marked person still works here."""
        return self.has_keys and self.marked is not None and self.marked.left is None

    def end(self) -> None:
        """Ask for the last day."""
        from gridterm.registers.service import end_staff

        one: StaffView = self.marked
        dialog = last_day_dialog(
            f"{one.number} {one.name}",
            _(
                "The last day they work here. Nobody is deleted: the register keeps them, and "
                "their number is never given again."
            ),
            "left",
            self.office.clock,
            partial(end_staff, self.desk.store, self.office.actor, one.id),
        )
        self.desk.ask(dialog, self.done)

    def open_standing(self) -> None:
        """The marked person's page of discipline, to whom it is for."""
        from screens.discipline.opening import open_standing

        open_standing(self.desk, self.marked.id)

    def open_case(self) -> None:
        """Register a lead about the marked person."""
        from screens.discipline.opening import open_about

        open_about(self.desk, self.marked.id)

    def set_pin(self) -> None:
        """Set, change or clear the marked person's PIN."""
        store, one = self.desk.store, self.marked

        def known() -> bool:
            from gridterm.registers.operators import has_pin

            return has_pin(store, one.id)

        def asked(found: bool) -> None:  # noqa: FBT001 - a worker's result
            dialog = pin_dialog(store, self.office.actor, one, has_pin=found)
            self.desk.ask(dialog, self.office.say)

        self.desk.run_service(known, asked, group="pin")


def state_words(one: StaffView, today: date) -> str:
    """At work, away, left, or not begun yet."""
    if one.left is not None and one.left < today:
        return _("left")
    if one.hired > today:
        return _("to come")
    return _("at work") if one.present else _("away")


def _line(one: StaffView, today: date) -> Line:
    gone = one.left is not None and one.left < today
    style = "dim" if gone else ""
    state = state_words(one, today)
    cells: dict[str, str | Text] = {
        "number": plain(one.number, style),
        "name": plain(one.name, style),
        "roles": plain(_roles(one), style),
        "grid": plain(grid_number(one.grid), style),
        "phone": plain(one.phone, style),
        "deputy": plain(one.deputy, style),
        "since": plain(one.hired.isoformat(), style),
        "state": plain(state, style if one.present or gone else "bold yellow"),
    }
    return Line(str(one.id), cells, one)


def _roles(one: StaffView) -> str:
    return " ".join(role.label for role in one.roles)


def _about(one: StaffView, today: date) -> Text:
    words = Text(end="")
    words.append(f"{one.number} {one.name}", "bold")
    words.append(f"  {state_words(one, today)}  {_roles(one)}  {one.grid}")
    words.append(f"\n{_('Phone')} {one.phone or '-'}  {_('Deputy (B)')} {one.deputy or '-'}")
    days = _("since {day}").format(day=one.hired.isoformat())
    if one.left is not None:
        days += "  " + _("until {day}").format(day=one.left.isoformat())
    words.append(f"\n{days}", "dim")
    return words
