"""Faults of the program itself: written to a file beside the office, never to the screen."""

from __future__ import annotations

import traceback
from pathlib import Path

from gridterm import __version__
from gridterm.clock import Clock

LOG_NAME = "gridterm-faults.log"


def record_failure(error: BaseException, store_path: Path, clock: Clock) -> Path:
    """Append a fault with its traceback to the log beside the office file.

    Where that folder cannot be written the log goes to the temporary folder.

    Returns:
        The file it was written to.
    """
    import tempfile

    lines = "".join(traceback.format_exception(error))
    entry = f"\n=== {clock.now().isoformat(' ')} gridterm {__version__}\n{lines}"
    folders = (store_path.parent, Path(tempfile.gettempdir()))
    for folder in folders:
        path = folder / LOG_NAME
        try:
            with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(entry)
        except OSError:
            continue
        return path
    return folders[-1] / LOG_NAME
