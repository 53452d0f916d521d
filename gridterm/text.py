"""Text from outside and on its way to the screen: cleaning, width, masks, pinyin, bigrams.

Cleaning removes what nobody can see (control characters, zero-width characters, the
``_x000D_`` that spreadsheets leave) and never what somebody can: ``<…>`` are book-title
marks here, not tags.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache
from itertools import product

from rich.cells import cell_len, set_cell_size

ELLIPSIS = ".."
ADDRESS_SHOWN = 6
PHONE_SHOWN = 11
LANDLINE_MIN = 7
MAX_READINGS = 8

_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE = dict.fromkeys(
    [
        *range(0x09),
        0x0B,
        0x0C,
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x061C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ]
)
# What ``clean`` has work with, and what NFKC leaves as it is but for the punctuation: long
# texts are nearly always without the first and made of the second, and a search for the
# exception takes a tenth of the time of the work.
_UNCLEAN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3000\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_"
)
_BEYOND_PLAIN = re.compile("[^\x00-\x7f\u4e00-\u9fff，。！？、；：（）《》【】“”‘’—…\u3000]")
_SPACES = str.maketrans({"\u3000": " ", "\xa0": " ", "\t": " ", "\u2028": "\n", "\u2029": "\n"})
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９＋－（）　", "0123456789+-() ")
_BLANK_RUN = re.compile(r" {2,}")
_PHONE_NOISE = re.compile(r"[\s\-()./_·—－]+")


def clean(text: str) -> str:
    r"""Clean a text of several lines that came from outside (RULEBOOK §2, CRAFT).

    Control and zero-width characters and spreadsheet escapes go, line ends become ``\n``,
    tabs and wide blanks become a blank, blanks at line ends and empty lines at both ends go.
    Every visible character stays.
    """
    text = text.strip()
    if _UNCLEAN.search(text) is None:
        return text
    text = _EXCEL_ESCAPE.sub(_unescape, text)
    text = text.replace("\x85", "\n").translate(_SPACES).replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_INVISIBLE)
    if "\n" not in text:
        return _join_emoji(text).strip()
    lines = [line.rstrip() for line in text.split("\n")]
    lines[0] = lines[0].lstrip()
    joined = "\n".join(lines).strip("\n")
    return _join_emoji(joined).strip()


def _unescape(match: re.Match[str]) -> str:
    char = chr(int(match.group(1), 16))
    return char if unicodedata.category(char) in {"Cc", "Cf"} else match.group(0)


def _join_emoji(text: str) -> str:
    """Drop joiners (U+200C, U+200D) except between two symbols, where they make one emoji."""
    if "\u200c" not in text and "\u200d" not in text:
        return text
    kept = []
    for index, char in enumerate(text):
        if char in "\u200c\u200d":
            before = text[index - 1] if index else ""
            after = text[index + 1] if index + 1 < len(text) else ""
            symbols = before and after and unicodedata.category(after) == "So"
            if char == "\u200c" or not symbols:
                continue
        kept.append(char)
    return "".join(kept)


def clean_line(text: str) -> str:
    """Clean a text that has one line only.

    As ``clean``, with line breaks and runs of blanks made one blank.
    """
    return _BLANK_RUN.sub(" ", clean(text).replace("\n", " ")).strip()


def fold(text: str) -> str:
    """The form two texts are compared in: compatibility forms joined, case folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def ascii_digits(text: str) -> str:
    """Full-width digits, signs and brackets as their ASCII forms."""
    return text.translate(_ASCII_DIGITS)


def normalize_phone(text: str) -> str:
    """A telephone number as it is stored: digits, with ``+`` before a foreign country code.

    Full-width digits are accepted, blanks, dashes and brackets dropped, ``+86``/``0086``
    removed. What holds no digit comes back empty.
    """
    compact = _PHONE_NOISE.sub("", unicodedata.normalize("NFKC", clean_line(text)))
    compact = re.sub(r"^(\+86|0086)(?=\d{7,})", "", compact)
    digits = re.sub(r"[^\d+*#]", "", compact)
    return digits if any(char.isdigit() for char in digits) else ""


def beside_phone(text: str) -> str:
    """What stands in a phone field and is no part of a number: it would be lost there.

    ``转`` and ``分机`` before an extension belong to a number.
    """
    compact = _PHONE_NOISE.sub("", unicodedata.normalize("NFKC", clean_line(text)))
    return re.sub(r"[\d+*#,;:]|转|分机|ext", "", compact.casefold())


def is_phone(text: str) -> bool:
    """Whether a normalized number can be one: a mobile, a landline, a service number."""
    return bool(re.fullmatch(r"\+?\d{3,15}", text))


def mask_phone(phone: str) -> str:
    """``138****5678``; shorter numbers keep the last two digits (RULEBOOK §2 lists)."""
    if len(phone) >= PHONE_SHOWN:
        return f"{phone[:3]}****{phone[-4:]}"
    if len(phone) >= LANDLINE_MIN:
        return f"{phone[:2]}****{phone[-2:]}"
    return "*" * len(phone)


def mask_name(name: str) -> str:
    """``刘**``: the first character stays, the rest is two stars."""
    return f"{name[0]}**" if name else ""


def width(text: str) -> int:
    """How many terminal cells ``text`` takes."""
    return cell_len(text)


def clip(text: str, cells: int) -> str:
    """``text`` in one line of at most ``cells`` cells, with ``..`` where something was cut."""
    line = text.replace("\n", " ")
    if cell_len(line) <= cells:
        return line
    if cells <= len(ELLIPSIS):
        return set_cell_size(line, cells).rstrip()
    return set_cell_size(line, cells - len(ELLIPSIS)).rstrip() + ELLIPSIS


def pad(text: str, cells: int) -> str:
    """``text`` clipped and filled with blanks to exactly ``cells`` cells."""
    return set_cell_size(clip(text, cells), cells)


def bigrams(text: str) -> str:
    """The index form of ``text``: characters in pairs, a run's last character alone.

    A query of two characters is one token, of one character a prefix, of more a phrase; the
    lone last character keeps phrases from matching across two runs.
    """
    words = runs(text)
    joined = " ".join(words)
    units = array("H", joined.encode("utf-16-le", "surrogatepass"))
    if len(units) != len(joined):
        return _pairs_one_by_one(words)
    # Three places per character: itself, the next one, a blank; copied by the slice, as an
    # import makes these pairs by the million.
    pairs = array("H", _BLANK * (3 * len(units)))
    pairs[0::3] = units
    pairs[1:-3:3] = units[1:]
    end = -1
    for word in words[:-1]:
        end += len(word) + 1
        pairs[3 * end + 1] = _BLANK_UNIT  # a run's pairs end with the run
    return pairs.tobytes().decode("utf-16-le", "surrogatepass").rstrip()


def _pairs_one_by_one(words: list[str]) -> str:
    """The same for texts with characters beyond the first 65,536: emoji, rare names."""
    pairs: list[str] = []
    for run in words:
        pairs.extend(map(str.__add__, run, run[1:]))
        pairs.append(run[-1])
    return " ".join(pairs)


_BLANK = " ".encode("utf-16-le")
_BLANK_UNIT = array("H", _BLANK)[0]
_RUN = re.compile(r"[^\W_]+")


def runs(text: str) -> list[str]:
    """The stretches of letters, digits and Chinese characters in ``text``, folded."""
    if _BEYOND_PLAIN.search(text) is None:
        return _RUN.findall(text.lower())
    return _RUN.findall(fold(text))


_ASCII_RUNS = re.compile(r"([A-Za-z0-9]+)")


@lru_cache(maxsize=4096)
def initials(name: str, *, rare: bool = True) -> str:
    """The pinyin initials of a name, every reading, separated by blanks: ``lxm`` for 李晓明.

    Letters and digits stand for themselves. Used for look-ups only. Names need the ``rare``
    readings too (曾, 单, 仇); words of a menu are read in one way, and only noise comes of more.
    """
    from pypinyin import Style, pinyin

    letters = [
        [part] if part.isascii() else sorted({reading[:1] for reading in readings if reading})
        for part in _ASCII_RUNS.split(clean_line(name))
        if part
        for readings in pinyin(part, style=Style.NORMAL, heteronym=rare)
    ]
    words = (
        "".join(choice) for choice, _n in zip(product(*letters), range(MAX_READINGS), strict=False)
    )
    return " ".join(dict.fromkeys(fold(word) for word in words))
