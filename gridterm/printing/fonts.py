"""Which typefaces this machine prints with, and which characters none of them has.

The official ones (RULEBOOK §9) come first where they are installed; behind them stand two that
come with the program, so that a page looks right on a machine without any Chinese font.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gridterm.i18n import _

if TYPE_CHECKING:
    from typst import FontInfo, Fonts

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
GETA = "〓"  # stands for a character no font has, as printers have always done
LISTED = 12
FULL_RANGE = 12  # the number of the OpenType subtable that holds every code point

# The names each typeface goes by, the best first.
OFFICIAL: dict[str, tuple[str, ...]] = {
    "title": (
        *(
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05S",
            "FZXiaoBiaoSong-B05",
            "小标宋",
            "方正小标宋_GBK",
        ),
        SERIF,
    ),
    "body": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", SERIF),
    "hei": ("黑体", "SimHei", "STHeiti", SANS),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", SERIF),
    "song": ("宋体", "SimSun", "STSong", SERIF),
}

_INVISIBLE = frozenset(
    map(chr, (*range(0x20), 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x3000, 0xFEFF,
              *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)  # fmt: skip
_TRUETYPE, _COLLECTION = (b"\x00\x01\x00\x00", b"OTTO", b"true"), b"ttcf"


@dataclass(frozen=True)
class Typefaces:
    """The fonts of a machine: what typst loads, and the names to ask for by role."""

    fonts: Fonts
    roles: dict[str, list[str]]

    def missing(self, text: Iterable[str]) -> tuple[str, ...]:
        """The characters that no font has, each once, in their order of first use."""
        wanted = [char for char in dict.fromkeys("".join(text)) if char not in _INVISIBLE]
        packaged = [one for one in self.fonts.fonts() if one.family in {SERIF, SANS}]
        others = [one for one in self.fonts.fonts() if one.family not in {SERIF, SANS}]
        for one in (*packaged, *others):
            if not wanted:
                break
            wanted = [char for char in wanted if not _has(one, char)]
        return tuple(wanted)


@lru_cache(maxsize=2)
def typefaces(*, system: bool = True) -> Typefaces:
    """The fonts of this machine, looked for once.

    Args:
        system: whether those installed on the machine are used, or only the packaged ones.
    """
    import pylopdf_fonts_zh_cn
    from typst import Fonts

    packaged = pylopdf_fonts_zh_cn.serif_path().parent
    fonts = Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(packaged)]
    )
    families = set(fonts.families())
    roles = {
        role: [*(name for name in names if name in families), SERIF, SANS]
        for role, names in OFFICIAL.items()
    }
    return Typefaces(fonts, {role: list(dict.fromkeys(names)) for role, names in roles.items()})


def named(missing: tuple[str, ...]) -> str:
    """A sentence that names the characters no font has; empty where there are none.

    Each is shown with its code, since a terminal may not have it either.
    """
    if not missing:
        return ""
    shown = " ".join(f"{char} (U+{ord(char):04X})" for char in missing[:LISTED])
    return _(
        "No font on this computer has these characters, so {mark} is printed in their place: "
        "{characters}"
    ).format(mark=GETA, characters=shown + (" .." if len(missing) > LISTED else ""))


def _has(font: FontInfo, char: str) -> bool:
    if font.path is None:
        return False
    starts, ends = _coverage(font.path, font.index)
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


@lru_cache(maxsize=256)
def _coverage(path: str, index: int) -> tuple[list[int], list[int]]:
    """The code points a font has, as sorted ranges: (firsts, lasts). Unreadable: none.

    Read from the font's cmap table here, since a font library would cost more at the first page
    than the page itself (fontTools: 0.2 s; this: 5 ms).
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(12)
            at = 0
            if data[:4] == _COLLECTION:
                file.seek(12 + 4 * index)
                (at,) = struct.unpack(">I", file.read(4))
                file.seek(at)
                data = file.read(12)
            if data[:4] not in _TRUETYPE:
                return [], []
            (tables,) = struct.unpack(">H", data[4:6])
            directory = file.read(16 * tables)
            for place in range(0, len(directory), 16):
                tag, _sum, offset, length = struct.unpack_from(">4sIII", directory, place)
                if tag == b"cmap":
                    file.seek(offset)
                    return _ranges(file.read(length))
    except (OSError, struct.error):
        return [], []
    return [], []


def _ranges(cmap: bytes) -> tuple[list[int], list[int]]:
    """The ranges of a cmap table's full-range subtable (format 12).

    Every font with Chinese beyond GB 2312, or with emoji, has one; fonts without it add nothing
    to what the packaged ones have.
    """
    (count,) = struct.unpack_from(">H", cmap, 2)
    for place in range(count):
        _platform, _encoding, at = struct.unpack_from(">HHI", cmap, 4 + 8 * place)
        if struct.unpack_from(">H", cmap, at)[0] == FULL_RANGE:
            (groups,) = struct.unpack_from(">I", cmap, at + 12)
            values = struct.unpack_from(f">{groups * 3}I", cmap, at + 16)
            return list(values[::3]), list(values[1::3])
    return [], []
