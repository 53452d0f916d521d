"""The texts a person sees: gettext with English message ids and a complete zh_CN catalogue.

The language is one per process. ``N_`` marks a text for the catalogue where it is written
and leaves its translation to the moment it is shown.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Self

from gridterm.resources import resource

DOMAIN = "gridterm"
CHINESE = "zh_CN"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)

_language = CHINESE


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue and return it unchanged."""
    return message


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == ENGLISH:
        return _gettext.NullTranslations()
    folder = resource("locale")
    return _gettext.translation(DOMAIN, folder, [language], fallback=True)


def use(language: str) -> None:
    """Show every text from now on in ``language`` (one of ``LANGUAGES``).

    Raises:
        ValueError: for a language that is not shipped.
    """
    global _language  # noqa: PLW0603 - one language per process, by design
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """The language in use, one of ``LANGUAGES``."""
    return _language


def _(message: str) -> str:
    """``message`` in the language in use; the message itself where it has no translation."""
    return _catalogue(_language).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form for ``number`` in the language in use."""
    return _catalogue(_language).ngettext(singular, plural, number)


def choose(setting: str | None = None, environment: Mapping[str, str] | None = None) -> str:
    """The language to start with: setting > GRIDTERM_LANG > the system's zh or en > zh_CN.

    Args:
        setting: the office's own choice, ``""`` or None when it has none.
        environment: the process environment (default: ``os.environ``).

    Returns:
        One of ``LANGUAGES``; a value that is not a language we ship is passed over.
    """
    env = os.environ if environment is None else environment
    system = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or _system_locale()
    for candidate in (setting, env.get("GRIDTERM_LANG"), system):
        found = _known(candidate)
        if found:
            return found
    return CHINESE


def _system_locale() -> str:
    return locale.getlocale()[0] or ""


def _known(name: str | None) -> str | None:
    lowered = (name or "").lower()
    if lowered.startswith(("zh", "chinese")):
        return CHINESE
    if lowered.startswith(("en_", "en-", "english")) or lowered == "en":
        return ENGLISH
    return None


class Term(StrEnum):
    """A code that is stored, with the text a person sees for it.

    Members are written ``NAME = "code", N_("Text")``; the code is what the database, JSON
    and the command line carry.
    """

    message: str

    def __new__(cls, code: str, message: str = "") -> Self:
        """Make the member from its code and its text."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.message = message
        return member

    @property
    def label(self) -> str:
        """The text in the language in use."""
        return _(self.message)
