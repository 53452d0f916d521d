"""The first look at an office: what a program just started shows before it can do anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gridterm.clock import Clock
from gridterm.registers.known import Operator, operator
from gridterm.settings import Settings, saved
from gridterm.store.glance import glance
from gridterm.store.opening import SCHEMA_VERSION, inspect_file
from gridterm.today.briefing import Briefing, beginning


@dataclass(frozen=True)
class FirstLook:
    """The settings, who is at the desk, and the beginning of the briefing."""

    settings: Settings
    operator: Operator
    briefing: Briefing


def look(
    path: Path, clock: Clock, number: str, speak: Callable[[Settings], object]
) -> FirstLook | None:
    """Look at an office without loading what it takes to work in it (see ``store.glance``).

    Args:
        path: the office file.
        clock: its clock.
        number: the staff number of who is at the desk.
        speak: called with the settings before anything is put into words.

    Returns:
        None where the file is of another version, or it has to be asked who is at the desk:
        nothing is shown to whom is not known.

    Raises:
        StoreError: it cannot be read, or is no office file.
    """
    if inspect_file(path) != SCHEMA_VERSION:
        return None
    with glance(path) as file:
        found = operator(file, number, clock.today())
        if found is None:
            return None
        current = saved(file.execute("SELECT key, value FROM setting"))
        speak(current)
        return FirstLook(current, found, beginning(file, current, clock.now()))
