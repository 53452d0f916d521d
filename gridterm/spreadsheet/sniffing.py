"""What a file really is, whatever its name says: by its first bytes and its parts."""

from __future__ import annotations

import mmap
import zipfile
from enum import Enum, auto
from pathlib import Path

from gridterm.i18n import N_, _
from gridterm.spreadsheet import problems

HEAD = 8_192
BINARY_SHARE = 0.1


class Form(Enum):
    """The forms a table can be read from."""

    XLSX = auto()
    OTHER_WORKBOOK = auto()
    TEXT = auto()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_OTHER = (
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"%PDF", N_("a PDF document")),
    (b"{\\rtf", N_("a text document")),
    (b"Rar!", N_("an archive")),
    (b"7z\xbc\xaf", N_("an archive")),
    (b"\x1f\x8b", N_("an archive")),
    (b"SQLite format 3", N_("a database")),
)
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head")
_PARTS = (("word/", N_("a text document")), ("ppt/", N_("a presentation")))
_OLE_STREAMS = (
    ("WordDocument", N_("a text document")),
    ("PowerPoint Document", N_("a presentation")),
)


def form_of(path: Path) -> Form:
    """What the file can be read as.

    Raises:
        FileProblemError: missing, a folder, empty, not to be opened, protected, damaged, or
            no table at all.
    """
    with problems.reading(path), path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise problems.empty(path)
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_OLE):
        return _compound(path)
    for signature, what in _OTHER:
        if head.startswith(signature) and (len(signature) > 2 or b"\x00" in head):  # noqa: PLR2004
            raise problems.not_a_table(path, _(what))
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(_MARKUP):
        raise problems.not_a_table(path, _("a web page"))
    if _binary(head):
        raise problems.not_a_table(path, _("a file of another program"))
    return Form.TEXT


def _zipped(path: Path) -> Form:
    try:
        with problems.reading(path), zipfile.ZipFile(path) as parts:
            names = parts.namelist()
            mime = parts.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        raise problems.damaged(path) from error
    if "xl/workbook.xml" in names:
        return Form.XLSX
    if "xl/workbook.bin" in names or mime.startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        return Form.OTHER_WORKBOOK
    for folder, what in _PARTS:
        if any(name.startswith(folder) for name in names):
            raise problems.not_a_table(path, _(what))
    raise problems.not_a_table(path, _("an archive"))


def _compound(path: Path) -> Form:
    """An old workbook, an encrypted new one, or another old Office document."""
    with (
        problems.reading(path),
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise problems.protected(path)
        for stream, what in _OLE_STREAMS:
            if data.find(stream.encode("utf-16-le")) >= 0:
                raise problems.not_a_table(path, _(what))
    return Form.OTHER_WORKBOOK


def _binary(head: bytes) -> bool:
    """Whether these bytes are no text, as many of them are control characters.

    UTF-16 has its zeros at every other place only; ``delimited`` reads it.
    """
    if head.startswith(_BOMS):
        return False
    odd, even = head[1::2].count(0), head[::2].count(0)
    zeros = min(odd, even) if max(odd, even) > len(head) // 8 else odd + even
    controls = sum(head.count(code) for code in range(1, 9)) + sum(
        head.count(code) for code in range(14, 32)
    )
    return (controls + zeros) > len(head) * BINARY_SHARE
