"""What the doctor finds, as a table or JSON."""

from __future__ import annotations

import shutil
import sys

from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.i18n import _
from gridterm.store.doctor import State, Terminal, examine


def report(call: Call) -> int:
    """Print what was found; 1 when something stops work or puts it at risk."""
    size = shutil.get_terminal_size()
    terminal = Terminal(
        sys.stdout.encoding or "", size.columns, size.lines, shown=sys.stdout.isatty()
    )
    found = examine(call.path, call.clock, terminal)
    well = all(one.state is not State.PROBLEM for one in found)
    if call.json:
        output.as_json({"well": well, "count": len(found), "findings": found})
        return 0 if well else 1
    words = {State.OK: _("well"), State.WARNING: _("warning"), State.PROBLEM: _("PROBLEM")}
    output.table(
        found,
        (
            (_("State"), lambda one: words[one.state]),
            (_("What was found"), lambda one: one.sentence),
        ),
    )
    return 0 if well else 1
