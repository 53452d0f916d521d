"""The commands as they are listed: those that stand alone, then the desks with theirs."""

from gridterm.cli import (
    answering,
    attendance_adjusting,
    attendance_export,
    attendance_import,
    attendance_joining,
    attendance_leave,
    attendance_slots,
    discipline_acts,
    figures,
    handling,
    hotline,
    hotline_export,
    hotline_import,
    hotline_slip,
    hotline_suggest,
    joining,
    ladder,
    meeting_items,
    meeting_people,
    register_files,
    visits_files,
    visits_plan,
)
from gridterm.cli.actions import ACTIONS
from gridterm.cli.agenda import AGENDA
from gridterm.cli.attendance import ATTENDANCE
from gridterm.cli.calendar import CALENDAR
from gridterm.cli.checks import CHECKS
from gridterm.cli.clocks import CLOCKS
from gridterm.cli.demo import DEMO
from gridterm.cli.discipline import DISCIPLINE
from gridterm.cli.frame import Desk
from gridterm.cli.hotline_acts import HOTLINE
from gridterm.cli.households import HOUSEHOLD
from gridterm.cli.meetings import MEETINGS
from gridterm.cli.minutes import MINUTES
from gridterm.cli.notices import NOTICES
from gridterm.cli.office import OFFICE
from gridterm.cli.posters import POSTERS
from gridterm.cli.registers import GRID, STAFF
from gridterm.cli.roster import ROSTER
from gridterm.cli.settings import SETTINGS
from gridterm.cli.store import STORE
from gridterm.cli.today import TODAY
from gridterm.cli.visits import VISITS

# Imported for the commands they add to the desks.
MORE = (
    hotline,
    handling,
    joining,
    ladder,
    answering,
    figures,
    hotline_slip,
    hotline_suggest,
    hotline_import,
    hotline_export,
    attendance_adjusting,
    attendance_joining,
    attendance_leave,
    attendance_slots,
    attendance_import,
    attendance_export,
    discipline_acts,
    meeting_items,
    meeting_people,
    register_files,
    visits_plan,
    visits_files,
)

ALONE = Desk(
    "",
    "",
    [
        *(*TODAY.commands, *AGENDA.commands, *POSTERS.commands),
        *(*OFFICE.commands, *DEMO.commands, *STORE.commands),
    ],
)
DESKS = (
    HOTLINE,
    NOTICES,
    MEETINGS,
    MINUTES,
    ACTIONS,
    ATTENDANCE,
    VISITS,
    CHECKS,
    DISCIPLINE,
    STAFF,
    GRID,
    HOUSEHOLD,
    ROSTER,
    CALENDAR,
    CLOCKS,
    SETTINGS,
)
