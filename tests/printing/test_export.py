import errno
import os
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from gridterm.errors import FileProblemError
from gridterm.printing.document import Document, Paragraph
from gridterm.printing.export import write

DOCUMENT = Document("民情告示", (Paragraph("积水已排除。"),))


def test_the_suffix_chooses_the_writer(tmp_path: Path) -> None:
    for suffix in (".pdf", ".DOCX", ".txt"):
        path = tmp_path / f"告示{suffix}"
        assert write(DOCUMENT, path).path == path
    assert "积水已排除。" in PdfReader(tmp_path / "告示.pdf").pages[0].extract_text()
    assert docx.Document(str(tmp_path / "告示.DOCX")).paragraphs[0].text == "民情告示"
    assert "积水已排除。" in (tmp_path / "告示.txt").read_text("utf-8")


def test_what_cannot_be_printed_is_said(tmp_path: Path) -> None:
    private = Document("谢谢", (Paragraph("\U000f1234"),))
    assert "U+F1234" in write(private, tmp_path / "a.pdf").warning
    assert write(DOCUMENT, tmp_path / "b.pdf").warning == ""


@pytest.mark.parametrize("name", ["a.odt", "a", "a.pdf.exe"])
def test_another_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileProblemError, match=name):
        write(DOCUMENT, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="none"):
        write(DOCUMENT, tmp_path / "none" / "a.pdf")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full(_self: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileProblemError, match=r"a\.txt"):
        write(DOCUMENT, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(FileProblemError):
        write(DOCUMENT, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_taken_name_can_be_kept(tmp_path: Path) -> None:
    write(DOCUMENT, tmp_path / "a.txt")
    assert write(DOCUMENT, tmp_path / "a.txt", overwrite=False).path == tmp_path / "a (2).txt"
