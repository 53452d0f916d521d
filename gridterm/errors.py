"""The error tree: every failure a person can cause or meet has a class and a sentence.

A message is already in the user's language when the error is raised. It says what is
wrong and what to do. Screens show ``title`` and the message; the command line prints the
message on stderr and leaves with ``exit_code``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from gridterm.i18n import N_, _


class GridtermError(Exception):
    """Base of every error that is shown to a person.

    Args:
        message: a whole sentence in the user's language.
    """

    title_id: ClassVar[str] = N_("Something went wrong")
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def title(self) -> str:
        """A few words that head the sentence, in the user's language."""
        return _(self.title_id)


class InputError(GridtermError):
    """What was typed or given cannot be used.

    Args:
        message: a whole sentence in the user's language.
        fields: for forms, the sentence per field name.
    """

    title_id = N_("Please check what was entered")
    exit_code = 2

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})


class NotFoundError(InputError):
    """The record that was named does not exist."""

    title_id = N_("Not found")


class RefusedError(InputError):
    """The action is not allowed now; the sentence says what can be done instead."""

    title_id = N_("Not possible now")


class FileProblemError(InputError):
    """A file that was given cannot be read, or the place to write to is not usable."""

    title_id = N_("This file cannot be used")


class CancelledError(GridtermError):
    """The person cancelled long work; nothing of it was kept."""

    title_id = N_("Cancelled")
    exit_code = 130


class StoreError(GridtermError):
    """The office file could not be read or written."""

    title_id = N_("The office file has a problem")


class StoreMissingError(StoreError):
    """There is no office file at the place that was named."""

    exit_code = 2


class StoreBusyError(StoreError):
    """Another program holds the office file."""


class StoreFullError(StoreError):
    """The disk is full."""


class StoreReadOnlyError(StoreError):
    """The office file or its folder cannot be written."""


class StoreDamagedError(StoreError):
    """The file is not an office file, or it is damaged."""


class StoreNewerError(StoreError):
    """The office file was written by a newer version of the program."""
