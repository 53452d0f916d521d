"""Starting without a command: the screens on a terminal, today's briefing as text elsewhere.

The one place of the office that imports the screens.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from gridterm import i18n
from gridterm.cli.language import asked_language, zone_of
from gridterm.clock import Clock, SystemClock
from gridterm.i18n import _


def start(db: Path) -> int:
    """Open the office on the terminal; without one print today's briefing.

    Without a terminal and without an office this says how to begin, and is no failure.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        return open_screens(db, SystemClock(zone_of(db)))
    from gridterm.cli import output

    if not db.exists():
        output.line(
            _("There is no office yet at {path}. Start gridterm in a terminal, or see: {command}")
            .format(path=db, command="gridterm init --help")
        )  # fmt: skip
        return 0
    from gridterm.cli.call import Call
    from gridterm.cli.today import print_today

    call = Call(db=str(db))
    with call.office() as store:
        print_today(store)
    return 0


def open_screens(db: Path, clock: Clock, *, operator: str | None = None) -> int:
    """Run the screens on an office file until the person leaves.

    Args:
        db: the office file; where there is none, the first-start questions come.
        clock: the office's clock.
        operator: the staff number of who is at the desk; None asks.

    Returns:
        The exit code.
    """
    gc.disable()  # nothing made while starting is garbage; the screens turn it on again
    from screens.app import GridtermApp

    app = GridtermApp(
        db,
        clock,
        i18n.language(),
        asked_language=asked_language(sys.argv[1:]),
        operator=operator,
    )
    return app.run() or app.return_code or 0
