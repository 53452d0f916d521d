"""The whole program as a clerk starts it, with the operator known."""

import sys
from pathlib import Path

from gridterm.cli.app_command import open_screens
from gridterm.clock import SystemClock

sys.exit(open_screens(Path(sys.argv[1]), SystemClock(), operator=sys.argv[2]))
