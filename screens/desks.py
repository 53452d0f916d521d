"""Which desks there are, on which keys; a desk that is not built has no line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from textual.screen import Screen

from gridterm.i18n import N_, _
from screens.acting import Acting
from screens.commands import Command


@dataclass(frozen=True)
class Place:
    """A desk's place: its id, its key, its name, and where its class is (``module:Class``).

    The class is loaded when the desk is first opened: start-up pays for one desk only.
    """

    id: str
    key: str
    title_id: str
    where: str

    @property
    def title(self) -> str:
        """The desk's name in the user's language."""
        return _(self.title_id)

    def load(self) -> type[Acting[Any]]:
        """The desk's class.

        Raises:
            ImportError, AttributeError: the line names what does not exist.
        """
        return cast("type[Acting[Any]]", load(self.where))

    def load_screen(self) -> Screen[Any]:
        """A new screen of the desk.

        Raises:
            ImportError, AttributeError: the line names what does not exist.
        """
        return self.load()()

    def command(self) -> Command:
        """The shell's command that opens the desk."""
        return Command(
            f"desk.{self.id}",
            (self.key,),
            self.title_id,
            N_("Change to this desk; every desk keeps where you were."),
            lambda app: app.open_desk(self.id),
            when=lambda app: app.is_open and app.acting.lets_go,
            footer=False,
        )


def load(where: str) -> Callable[[], Any]:
    """The class that ``module:Class`` names."""
    module, _colon, name = where.partition(":")
    return cast("Callable[[], Any]", getattr(import_module(module), name))


PLACES: tuple[Place, ...] = (
    Place("today", "f2", N_("Today"), "screens.today.desk:TodayDesk"),
    Place("hotline", "f3", N_("Hotline"), "screens.hotline.desk:HotlineDesk"),
    Place("meetings", "f4", N_("Meetings"), "screens.meetings.desk:MeetingsDesk"),
    Place("attendance", "f6", N_("Attendance"), "screens.attendance.desk:AttendanceDesk"),
    Place("discipline", "f7", N_("Discipline"), "screens.discipline.desk:DisciplineDesk"),
    Place("visits", "f8", N_("Visits"), "screens.visits.desk:VisitsDesk"),
    Place("registers", "f9", N_("Registers"), "screens.registers.desk:RegistersDesk"),
)

INTAKE = "screens.hotline.intake:IntakePage"
"""``module:Class`` of the screen that logs a call (F12)."""
