"""The sentences for files that cannot be read or written, one place for all of them."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridterm.errors import FileProblemError
from gridterm.i18n import _

_FULL = {errno.ENOSPC, errno.EDQUOT}


def missing(path: Path) -> FileProblemError:
    """There is no such file."""
    return FileProblemError(
        _("There is no file at {path}. Check the name and the folder.").format(path=path)
    )


def folder(path: Path) -> FileProblemError:
    """A folder was named where a file is wanted."""
    return FileProblemError(_("{path} is a folder. Name a file in it.").format(path=path))


def empty(path: Path) -> FileProblemError:
    """The file has no rows at all."""
    return FileProblemError(
        _("There is nothing in this file: {path}. Check that it was saved.").format(path=path)
    )


def unreadable(path: Path) -> FileProblemError:
    """The system refuses to open the file."""
    return FileProblemError(
        _(
            "This file cannot be opened: {path}. Another program may be using it, or you are not "
            "allowed to read it. Close it there and try again."
        ).format(path=path)
    )


def damaged(path: Path) -> FileProblemError:
    """It was a workbook once."""
    return FileProblemError(
        _(
            "This workbook is damaged and cannot be read: {path}. Open it in the program that made "
            "it, save it again, or ask for a new copy."
        ).format(path=path)
    )


def protected(path: Path) -> FileProblemError:
    """The workbook is encrypted."""
    return FileProblemError(
        _(
            "This workbook is protected with a password: {path}. Open it in Excel or WPS, save it "
            "without a password, and try again."
        ).format(path=path)
    )


def not_a_table(path: Path, what: str) -> FileProblemError:
    """The file holds something else, whatever its name says; ``what`` is already translated."""
    return FileProblemError(
        _(
            "This is not a workbook but {what}: {path}. Save the table as .xlsx or .csv and use "
            "that file."
        ).format(path=path, what=what)
    )


def too_large(path: Path) -> FileProblemError:
    """The workbook would unfold to more than can be meant."""
    return FileProblemError(
        _(
            "This workbook is too large to read: {path}. Divide it into several files and use them "
            "one after the other."
        ).format(path=path)
    )


def no_sheet(path: Path, sheet: str, sheets: tuple[str, ...]) -> FileProblemError:
    """The sheet that was named is not in the workbook."""
    return FileProblemError(
        _("There is no sheet {sheet} in {path}. It has: {sheets}.").format(
            sheet=sheet, path=path, sheets=_(", ").join(sheets)
        )
    )


def open_quote(path: Path, row: int) -> FileProblemError:
    """A quoted text of a csv file does not end, or does not end before a separator."""
    return FileProblemError(
        _(
            'In row {row} a quotation mark (") opens a text that never ends: {path}. '
            "Correct it there, or save the table as .xlsx."
        ).format(path=path, row=row)
    )


def not_writable(path: Path) -> FileProblemError:
    """The place to write to is not usable."""
    return FileProblemError(
        _(
            "This file cannot be written: {path}. The folder may be read-only, or the file is open "
            "in another program. Close it there or choose another place."
        ).format(path=path)
    )


def no_folder(path: Path) -> FileProblemError:
    """The folder to write into does not exist."""
    return FileProblemError(
        _("There is no folder {folder}. Make it first or choose another place.").format(
            folder=path.parent
        )
    )


def disk_full(path: Path) -> FileProblemError:
    """There is no room for the file."""
    return FileProblemError(
        _(
            "The disk is full, so nothing was written: {path}. Free some space or choose another "
            "place."
        ).format(path=path)
    )


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say what the system raises while ``path`` is read.

    Raises:
        FileProblemError: missing, a folder, or not to be opened.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise missing(path) from error
    except IsADirectoryError as error:
        raise folder(path) from error
    except OSError as error:
        raise unreadable(path) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say what the system raises while ``path`` is written.

    Raises:
        FileProblemError: no folder, no room, or not to be written.
    """
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise no_folder(path) from error
    except OSError as error:
        raise (disk_full if error.errno in _FULL else not_writable)(path) from error
