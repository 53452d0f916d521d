"""The doctor on the command line: one line for each thing looked at."""

from __future__ import annotations

import shutil
import sys

from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.i18n import _
from gridterm.store.doctor import State, Terminal, examine


def report(call: Call) -> int:
    """Print what was found; 1 when there is a problem."""
    found = examine(call.path, call.clock, _terminal())
    well = all(line.state is not State.PROBLEM for line in found)
    if call.json:
        lines = [{**output.plain(line), "well": line.state is not State.PROBLEM} for line in found]
        output.as_json({"well": well, "count": len(found), "findings": lines})
    else:
        output.table(
            found,
            (
                (_("State"), lambda line: _state(line.state)),
                (_("What was found"), lambda line: line.sentence),
            ),
        )
    return 0 if well else 1


def _terminal() -> Terminal:
    size = shutil.get_terminal_size()
    return Terminal(sys.stdout.encoding or "", size.columns, size.lines, sys.stdout.isatty())


def _state(state: State) -> str:
    return {
        State.OK: _("well"),
        State.WARNING: _("to be seen to"),
        State.PROBLEM: _("NOT WELL"),
    }[state]
