"""One call of the program: language first, then the commands; every failure as one sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from gridterm import i18n
from gridterm.cli.language import language_for, office_file
from gridterm.i18n import _

STOPPED = 130
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PLAIN_OPTIONS = ("--db", "--lang")


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and say how it went as an exit code.

    0: done. 1: a failure. 2: wrong input. 130: stopped with Ctrl-C. Never a traceback.
    """
    try:
        _prepare_streams()
        i18n.use(language_for(arguments))
        code = _carry_out(list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - the last door: nothing leaves as a traceback
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            return unheard()
        from gridterm.cli.errors import report

        return report(error)
    return code


def _carry_out(arguments: list[str]) -> int:
    if plain_start(arguments):
        from gridterm.cli.app_command import start

        return start(office_file(_value(arguments, "--db")))
    from gridterm.cli.frame import build

    command = build(arguments)
    outcome = command.main(arguments, prog_name="gridterm", standalone_mode=False)
    if outcome == STOPPED:
        raise KeyboardInterrupt
    return outcome if isinstance(outcome, int) else 0


def plain_start(arguments: Sequence[str]) -> bool:
    """Whether nothing is asked but to start: at most where the office is, and the language.

    This way the screens appear without the command line's libraries.
    """
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name not in PLAIN_OPTIONS:
            return False
        if name == "--lang" or not (value if equals else next(words, "")):
            return False
    return True


def _value(arguments: Sequence[str], option: str) -> str | None:
    from gridterm.cli.language import spied

    return spied(arguments, option)


def _prepare_streams() -> None:
    """What is piped is UTF-8 everywhere; a terminal keeps its encoding. Neither can fail.

    A stream that was closed beforehand (``>&-``) takes everything and keeps nothing.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
            if not stream.isatty():
                reconfigure(encoding="utf-8")


def _reader_left() -> int:
    """The program that read our output is gone (``| head``): that is no failure to tell."""
    _let_go_of_output()
    return 0


def unheard() -> int:
    """The answer went into a file on a full disk: that is told, and is a failure."""
    from gridterm.cli.errors import FAILURE

    _let_go_of_output()
    sys.stderr.write(_("The disk is full, so the answer could not be written there.") + "\n")
    return FAILURE


def _let_go_of_output() -> None:
    """What Python would still try to write when it ends goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
