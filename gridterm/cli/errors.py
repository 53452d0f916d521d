"""Every failure as one sentence on stderr with its exit code; never a traceback."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

from gridterm.clock import SystemClock
from gridterm.errors import GridtermError
from gridterm.i18n import _
from gridterm.paths import PRIVATE_FILE, make_private_folder
from gridterm.text import clean_line

LONGEST = 600
LOG_NAME = "errors.log"
FAILURE, WRONG_INPUT, STOPPED = 1, 2, 130


def report(error: BaseException) -> int:
    """Say on stderr what went wrong, in one line, and return the exit code for it."""
    sentence, code = explained(error)
    line = clean_line(sentence)
    if len(line) > LONGEST:
        line = line[:LONGEST] + ".."
    sys.stderr.write(line + "\n")
    return code


def explained(error: BaseException) -> tuple[str, int]:
    """The sentence for an error in the user's language, and its exit code."""
    if isinstance(error, GridtermError):
        return error.message, error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return _("Stopped by Ctrl-C; what was not finished was not kept."), STOPPED
    if "typer" in sys.modules:
        from gridterm.cli.usage import usage_sentence

        usage = usage_sentence(error)
        if usage:
            return usage, WRONG_INPUT
    return (
        _(
            "Something went wrong that should not have. What happened is written in {path}; "
            "please pass that file on."
        ).format(path=log(error)),
        FAILURE,
    )


def log(error: BaseException) -> Path | str:
    """Write an unexpected error with its traceback to a file for whoever will mend it.

    Returns:
        The file: in the user's data folder, else in the folder for temporary files.
    """
    from platformdirs import user_data_path

    text = "".join(traceback.format_exception(error))
    stamp = SystemClock().now().isoformat(sep=" ")
    folders = (user_data_path("gridterm", appauthor=False), Path(tempfile.gettempdir()))
    for folder in folders:
        try:
            make_private_folder(folder)
            path = folder / LOG_NAME
            descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, PRIVATE_FILE)
            with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{stamp}\n{text}\n")
        except OSError:
            continue
        return path
    return _("(no file could be written)")
