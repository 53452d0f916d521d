"""The program as a clerk starts it, at a moment that stands still: the sign-in desk is measured."""

import sys
from datetime import datetime
from pathlib import Path

from gridterm.cli.app_command import open_screens
from gridterm.clock import FixedClock

clock = FixedClock(datetime.fromisoformat(sys.argv[3]))
sys.exit(open_screens(Path(sys.argv[1]), clock, operator=sys.argv[2]))
