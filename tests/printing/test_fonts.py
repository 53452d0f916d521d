import struct
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

from gridterm.printing import fonts
from gridterm.printing.fonts import GETA, OFFICIAL, SANS, SERIF, named, typefaces


def test_the_packaged_fonts_are_always_there() -> None:
    faces = typefaces(system=False)
    assert set(faces.fonts.families()) == {SERIF, SANS}
    assert set(faces.roles) == set(OFFICIAL)
    assert faces.roles["body"][0] == SERIF
    assert faces.roles["hei"][0] == SANS


def test_common_characters_are_not_missing() -> None:
    assert typefaces(system=False).missing(["民情热线登记表①—“”…·×√□〇㎡℃ 　AZaz09\n"]) == ()


def test_rare_name_characters_of_the_national_list_are_not_missing() -> None:
    assert typefaces(system=False).missing("㛃䶮𬭎𬱟") == ()


def test_what_no_font_has_is_missing_once_and_in_order() -> None:
    assert typefaces(system=False).missing(["好😀a🎉", "😀"]) == ("😀", "🎉")


def test_joiners_and_variation_marks_are_never_missing() -> None:
    assert typefaces(system=False).missing("❤\ufe0f"[1:] + "\u200b\u200d\ufeff") == ()


def test_the_geta_itself_can_be_printed() -> None:
    assert typefaces(system=False).missing(GETA) == ()


def test_the_sentence_names_each_character_with_its_code() -> None:
    assert named(()) == ""
    assert "😀 (U+1F600)" in named(("😀",))
    many = named(tuple(chr(0x1F600 + n) for n in range(20)))
    assert "U+1F60B" in many
    assert "U+1F60C" not in many


def test_ranges_read_from_the_font_are_sorted_and_whole() -> None:
    starts, ends = fonts._coverage(str(pylopdf_fonts_zh_cn.serif_path()), 0)
    assert len(starts) == len(ends)
    assert starts == sorted(starts)
    assert sum(end - start + 1 for start, end in zip(starts, ends, strict=True)) > 30_000


@pytest.mark.parametrize(
    "data", [b"", b"OTTO", b"ttcf\0\0", b"OTTO" + struct.pack(">H", 3) + b"\0" * 6, b"<html>" * 9]
)
def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.otf"
    path.write_bytes(data)
    assert fonts._coverage(str(path), 0) == ([], [])
