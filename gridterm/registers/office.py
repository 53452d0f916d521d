"""Founding an office: its file, the answers to the first-start questions, its first people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from gridterm import settings
from gridterm.clock import Clock
from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.registers.terms import Role, StaffForm
from gridterm.store.audit import SYSTEM
from gridterm.store.opening import create_store
from gridterm.store.unit import Store, Tx
from gridterm.text import clean_line

FIRST_NUMBER = 1001
_BETWEEN_NAMES = re.compile(r"[\s,，、;；/]+")

Seed = Callable[[Tx], None]
"""Puts into a new office what a desk above the registers starts with."""


@dataclass(frozen=True)
class Founding:
    """The answers of the first start, as typed.

    ``leaders`` are names with blanks or commas between them, who become the first staff;
    ``clerk`` is one more, who works at the desk. ``numbers`` holds staff numbers by name; who
    has none there gets the next free one from 1001 on.
    """

    name: str
    street: str = ""
    hotline: str = ""
    leaders: str = ""
    language: str = ""
    clerk: str = ""
    zone: str = ""
    numbers: Mapping[str, str] | None = None


def create(path: Path, clock: Clock, founding: Founding, seeds: Iterable[Seed] = ()) -> Store:
    """Make a new office: the file appears with everything in it, or not at all.

    Args:
        path: where there is no file yet.
        clock: the office's clock.
        founding: the answers.
        seeds: what the desks start with, such as ``hotline.categories.seed``.

    Returns:
        The opened office.

    Raises:
        InputError: an answer cannot be used (``fields`` says which), or there is a file already.
        StoreError: the place cannot be written.
    """
    answers = check(founding)
    store = create_store(path, clock)
    try:
        settings.change(store, SYSTEM, {**answers, "attendance.since": clock.today().isoformat()})
        with store.write("office.create", SYSTEM) as tx:
            tx.subject = "office"
            for seed in seeds:
                seed(tx)
            _enter_first_people(tx, founding)
    except BaseException:
        store.close()
        for leftover in (path, *path.parent.glob(f"{path.name}-*")):
            if leftover.name in {path.name, f"{path.name}-wal", f"{path.name}-shm"}:
                leftover.unlink(missing_ok=True)
        raise
    return store


def check(founding: Founding) -> dict[str, str]:
    """The settings the answers make, after looking at each.

    Raises:
        InputError: with a sentence per field that cannot be used.
    """
    answers = {
        "name": ("office.name", founding.name),
        "street": ("office.street", founding.street),
        "hotline": ("office.hotline", founding.hotline),
        "leaders": ("office.leaders", " ".join(names(founding.leaders))),
        "language": ("screen.language", founding.language),
    }
    if founding.zone:
        answers["zone"] = ("office.zone", founding.zone)
    wrong = {}
    if not clean_line(founding.name):
        wrong["name"] = _("Please give the community's name.")
    for field, (key, typed) in answers.items():
        try:
            settings.parse(key, typed)
        except InputError as error:
            wrong.setdefault(field, error.message)
    if wrong:
        raise InputError(next(iter(wrong.values())), wrong)
    return {key: typed for key, typed in answers.values() if clean_line(typed)}


def names(typed: str) -> tuple[str, ...]:
    """The names in a line, each once: ``王芳、李晓明`` or with blanks between."""
    return tuple(dict.fromkeys(filter(None, _BETWEEN_NAMES.split(clean_line(typed)))))


def _enter_first_people(tx: Tx, founding: Founding) -> None:
    from gridterm.registers.staff import put_staff

    people: dict[str, tuple[Role, ...]] = dict.fromkeys(
        names(founding.leaders), (Role.PRINCIPAL_LEADER,)
    )
    clerk = clean_line(founding.clerk)
    if clerk:
        people[clerk] = (*people.get(clerk, ()), Role.CLERK)
    numbers = founding.numbers or {}
    taken = set(numbers.values())
    free = (str(number) for number in count(FIRST_NUMBER) if str(number) not in taken)
    for name, roles in people.items():
        put_staff(tx, StaffForm(numbers.get(name) or next(free), name, roles))
