"""A command: one thing a clerk can do, from which keys, footer, menu and help are all made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.binding import Binding

from gridterm.i18n import N_, _
from gridterm.text import fold

ACTION = "command"
_LETTERS = ("ctrl+", "shift+", "alt+")
_KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": N_("Space"),
    "delete": "Del",
    "insert": "Ins",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "plus": "+",
    "minus": "-",
    "slash": "/",
}


def always(_screen: object) -> bool:
    """For commands that work whenever their screen is open."""
    return True


@dataclass(frozen=True)
class Command:
    """One thing a clerk can do on a screen.

    ``run`` and ``when`` are called with the screen the command belongs to; ``run`` may be a
    coroutine function. ``id`` never changes: keys are remapped by it. ``keys`` are Textual
    key names; a single letter may stand among them only behind a function key, Enter or a
    Ctrl key, since letters go to the input method. The first key is the one shown.

    ``footer`` False keeps it out of the footer (it stays in menu and help); ``menu`` False
    keeps it out of the menu (moving about); ``weight`` says which stay when the footer is
    too narrow.
    """

    id: str
    keys: tuple[str, ...]
    title_id: str
    help_id: str
    run: Callable[[Any], object]
    when: Callable[[Any], bool] = always
    footer: bool = True
    menu: bool = True
    weight: int = 5

    @property
    def title(self) -> str:
        """A word or two, in the user's language."""
        return _(self.title_id)

    @property
    def help(self) -> str:
        """What it does, in a sentence, in the user's language."""
        return _(self.help_id)

    @property
    def key_label(self) -> str:
        """The first key as it stands on a keyboard, empty where it has none."""
        return key_label(self.keys[0]) if self.keys else ""

    def binding(self) -> Binding:
        """What Textual needs to call it by its keys; the binding's id is the command's."""
        return Binding(
            ",".join(self.keys),
            f"{ACTION}({self.id!r})",
            self.title_id,
            show=False,
            id=self.id,
            priority=any(_goes_first(key) for key in self.keys),
        )


def _goes_first(key: str) -> bool:
    """Whether a key must reach the screen before a text field takes it (F6 in a text area)."""
    return key.startswith("ctrl+") or (key[:1] == "f" and key[1:].isdigit())


def key_label(key: str) -> str:
    """A Textual key name as it stands on a keyboard: ``F12``, ``Ctrl+N``, ``Esc``."""
    for prefix in _LETTERS:
        if key.startswith(prefix):
            return prefix.capitalize() + key_label(key.removeprefix(prefix))
    named = _KEY_NAMES.get(key)
    if named is not None:
        return _(named)
    return key.upper() if len(key) == 1 or key[:1] == "f" else key.capitalize()


def working(commands: Iterable[Command], screen: object) -> list[Command]:
    """Those of ``commands`` that can be done on ``screen`` now, in their order."""
    return [command for command in commands if command.when(screen)]


def matches(command: Command, typed: str, initials: Callable[[str], str], title: str = "") -> int:
    """How well a command answers to what was typed, 0 for not at all.

    It is found by its title in the user's language, by the English one, by its help and by
    the pinyin initials of the title.

    Args:
        command: the command.
        typed: what stands in the menu's field.
        initials: ``gridterm.text.initials`` or a stand-in while it is not loaded.
        title: the name it goes by in the menu, where that is more than its own title.
    """
    wanted = "".join(fold(typed).split())
    if not wanted:
        return 1
    titles = [command.title, *([title] if title and title != command.title else [])]
    names = [fold(command.title_id)]
    for one in titles:
        names += [fold(one), *initials(one).split()]
    names = ["".join(name.split()) for name in names]
    if any(name.startswith(wanted) for name in names):
        return 3
    if any(wanted in name for name in names):
        return 2
    return 1 if wanted in "".join(fold(command.help).split()) else 0


async def perform(command: Command, screen: object) -> None:
    """Do the command on its screen, if it works now."""
    if not command.when(screen):
        return
    result = command.run(screen)
    if inspect.isawaitable(result):
        await result
