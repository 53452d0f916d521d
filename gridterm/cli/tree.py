"""The commands as they are listed: those that stand alone, then the desks with theirs."""

from gridterm.cli import (
    attendance_export,
    attendance_import,
    attendance_leave,
    attendance_slots,
    handling,
    hotline_export,
    hotline_import,
    register_files,
)
from gridterm.cli.attendance import ATTENDANCE
from gridterm.cli.calendar import CALENDAR
from gridterm.cli.demo import DEMO
from gridterm.cli.frame import Desk
from gridterm.cli.hotline import HOTLINE
from gridterm.cli.office import OFFICE
from gridterm.cli.registers import GRID, STAFF
from gridterm.cli.roster import ROSTER
from gridterm.cli.settings import SETTINGS
from gridterm.cli.store import STORE
from gridterm.cli.today import TODAY

# Imported for the commands they add to the desks.
FILES = (
    attendance_export,
    attendance_import,
    attendance_leave,
    attendance_slots,
    handling,
    hotline_export,
    hotline_import,
    register_files,
)

ALONE = Desk("", "", [*TODAY.commands, *OFFICE.commands, *DEMO.commands, *STORE.commands])
DESKS = (HOTLINE, ATTENDANCE, STAFF, GRID, ROSTER, CALENDAR, SETTINGS)
