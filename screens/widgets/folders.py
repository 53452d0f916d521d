"""Showing a file's folder with whatever the system has for that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def open_folder(path: Path) -> bool:
    """Open the folder that holds ``path`` in the system's file manager.

    Returns:
        False where the system has none to offer (a console without a desktop).
    """
    folder = path if path.is_dir() else path.parent
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606 - a folder of the user's own
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_desktop = (
        sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if opener is None or not has_desktop:
        return False
    subprocess.Popen(  # noqa: S603 - a fixed program with a path of ours
        [opener, str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True
