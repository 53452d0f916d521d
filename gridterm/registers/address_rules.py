"""Reading addresses as people write them, and lists of buildings, as pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from gridterm.errors import InputError
from gridterm.i18n import _
from gridterm.registers.rules import GRID_WORD
from gridterm.text import clean_line, fold

T = TypeVar("T")

_NUMERAL = "〇零一二两三四五六七八九十百"
_COUNT = rf"(?:\d{{1,4}}|[{_NUMERAL}]{{1,5}})"
_BLOCK = rf"(?:{_COUNT}[a-z]?|[a-z]\d{{0,3}})"
_STRONG = r"(?:号楼|#楼|栋楼|幢楼|座楼|栋|幢|座|#)"
_UNIT = rf"(?:(?<!\d)(?P<unit>{_COUNT}|[甲乙丙丁a-z])(?:单元|-(?=\d{{3}})))"
_ROOM = rf"(?:(?P<floor>{_COUNT})(?:楼|层))?(?:(?P<room>\d{{1,4}}[a-z]?)(?:室|号|户|房)?)?"
_TAIL = rf"-?{_UNIT}?-?{_ROOM}"
_DASHED_TAIL = r"(?:-(?P<unit>\d{1,2}))?-(?P<room>\d{3,4}[a-z]?)(?:室|号)?(?P<floor>)"

_SHAPES = (
    re.compile(rf"(?P<estate>.*?)(?P<block>{_BLOCK}){_STRONG}{_TAIL}"),
    re.compile(rf"(?P<estate>.*?)(?P<block>{_BLOCK})(?:号|楼)?-?{_UNIT}-?{_ROOM}"),
    re.compile(rf"(?P<estate>.*?)(?P<block>\d{{1,4}}){_DASHED_TAIL}"),
    re.compile(rf"(?P<estate>.+?)(?P<block>{_BLOCK})(?:楼|号){_TAIL}"),
)
_ROOM_LINE = re.compile(_TAIL)
_BLOCK_NAME = re.compile(rf"(?P<block>{_BLOCK})(?:{_STRONG}|号|楼)?")
_PUNCTUATION = re.compile(r"[\s,，.。、;；:：()（）]+")
_DASHES = re.compile(r"[‐‑‒–—―－_/]")
_WIDER = re.compile(r".*(?:社区|街道|镇)$")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
ADDRESS_LONGEST = 60


@dataclass(frozen=True)
class Address:
    """An address taken apart; every part is folded, ``block`` without its measure word.

    ``estate`` may be preceded by streets and districts, as people write them.
    """

    estate: str
    block: str
    unit: str = ""
    floor: str = ""
    room: str = ""

    @property
    def room_key(self) -> str:
        """Unit and room in one: ``2-501``."""
        return "-".join(part for part in (self.unit, self.room) if part)

    @property
    def keys(self) -> tuple[str, ...]:
        """The search keys this address may have, the best first.

        What stands before the estate's own name is not known to be more than a street, so
        every ending of it is tried. An address that names only a building, or a community
        before it, may be that building of any estate: the key then ends after the bar.
        """
        estate = self.estate
        found = [f"{self.block}|{_estate_key(estate[at:])}" for at in range(len(estate))]
        if not estate or _WIDER.match(estate):
            found.append(f"{self.block}|")
        return tuple(dict.fromkeys(found))


def parse_address(typed: str) -> Address | None:
    """The parts of an address as people type it, or None where no building can be read.

    ``化院小区3号楼2单元501``, ``3栋5楼``, ``三号楼``, ``化院小区3-2-501``, ``A座``, full-width
    digits, 幢/栋/号楼/座/#; ``3楼`` is a building only where an estate stands before it.
    """
    line = compact(typed)[:ADDRESS_LONGEST]
    for shape in _SHAPES:
        match = shape.match(line)
        if match:
            return Address(
                match["estate"].strip("-"),
                _number(match["block"]),
                _number(match["unit"] or ""),
                _number(match["floor"] or ""),
                match["room"] or "",
            )
    return None


def compact(typed: str) -> str:
    """The form addresses are compared in: folded, without blanks and punctuation."""
    return _DASHES.sub("-", _PUNCTUATION.sub("", fold(clean_line(typed))))


def search_key(estate: str, name: str) -> str:
    """The key a building is found by: its number, a bar, its estate (``3|化院``)."""
    folded = compact(name).replace("|", "")
    match = _BLOCK_NAME.fullmatch(folded)
    block = _number(match["block"]) if match else folded
    return f"{block}|{_estate_key(compact(estate).replace('|', ''))}"


def room_key(typed: str) -> str:
    """The key a room is known by within its building: ``2-501`` for 2单元501室, ``２—501``.

    What is no unit and room (``底商3``, ``门卫室``) is its own key, folded.
    """
    line = compact(typed)
    match = _ROOM_LINE.fullmatch(line)
    if match is None or not match["room"]:
        return line
    return "-".join(filter(None, (_number(match["unit"] or ""), match["room"])))


def closest(address: Address, buildings: Iterable[tuple[str, T]]) -> list[T]:
    """Of buildings with their search keys, those an address means: more than one is a doubt.

    The longest estate that fits decides. Where the address may mean any estate, a building
    without one goes before all others.
    """
    keys = address.keys
    rank = {key: place for place, key in enumerate(keys)}
    last = len(keys) if keys[-1].endswith("|") else None
    prefix = f"{address.block}|"
    found: dict[int, list[T]] = {}
    for key, building in buildings:
        place = rank.get(key, last if key.startswith(prefix) else None)
        if place is not None:
            found.setdefault(place, []).append(building)
    return found[min(found)] if found else []


def is_named_in(search_key: str, line: str) -> bool:
    """Whether a compact line names a building that has no number (老干部楼), and its estate."""
    block, _bar, estate = search_key.partition("|")
    return len(block) > 1 and not block.isascii() and block in line and estate in line


def grid_form(words: str) -> str:
    """The form a grid is known by, be it named by its number (``8``, ``第008号网格``) or else."""
    line = compact(words)
    digits = line.removesuffix(GRID_WORD).removesuffix("号").removeprefix("第")
    return str(int(digits)) if digits.isdecimal() else line


def _estate_key(estate: str) -> str:
    short = estate.removesuffix("小区")
    return short or estate


def _number(digits: str) -> str:
    """Digits without leading zeros; Chinese numerals become digits; letters stay."""
    if re.fullmatch(r"[0-9]+", digits):
        return str(int(digits))
    match = re.fullmatch(rf"([{_NUMERAL}]+)([a-z]?)", digits)
    if match:
        return f"{_chinese_number(match[1])}{match[2]}"
    return digits.lstrip("0") or digits


def _chinese_number(text: str) -> int:
    """``二十三`` is 23, ``一百零二`` is 102, ``一二`` (read out digit by digit) is 12."""
    if not set(text) & {"十", "百"}:
        return int("".join(str(_VALUES[char]) for char in text))
    total, current = 0, 0
    for char in text:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _VALUES[char]
    return total + current


_RANGE = re.compile(
    r"(?P<head>.*?)(?P<first>\d{1,3})[-~至到](?P<last>\d{1,3})(?P<word>号楼|栋|幢|座|#)"
)
_NAMED = re.compile(rf"(?P<estate>.+?)(?P<name>{_BLOCK}(?:{_STRONG}|号|楼))", re.IGNORECASE)
_ESTATE_ENDS = (
    re.compile(r"(?P<estate>.+?(?:小区|花园|家园|公寓))(?P<name>.+)"),
    re.compile(r"(?P<estate>.+?[苑院里村城])(?P<name>.+)"),
)
RANGE_LONGEST = 99


def split_buildings(listed: str) -> tuple[tuple[str, str], ...]:
    """The buildings of a list as (estate, name): ``化院小区1-3号楼、5号楼；阳光花园A座``.

    An estate is written once and holds for the names behind it; a blank parts estate and
    name where they cannot be told apart.

    Raises:
        InputError: an entry has no estate, or a range counts down or has no end.
    """
    found: list[tuple[str, str]] = []
    estate = ""
    for entry in filter(None, re.split(r"[、,，;；\n]+", listed)):
        line = unicodedata.normalize("NFKC", clean_line(entry))
        for single in _expanded(line):
            here, name = _split(single)
            estate = here or estate
            if not estate or not name:
                raise InputError(
                    _(
                        "{entry}: write the estate before the building, such as 化院小区 3号楼."
                    ).format(entry=clean_line(entry))
                )
            found.append((estate, name))
    return tuple(dict.fromkeys(found))


def _expanded(line: str) -> list[str]:
    match = _RANGE.fullmatch(line.replace(" ", ""))
    if match is None:
        return [line]
    first, last = int(match["first"]), int(match["last"])
    if not first < last <= first + RANGE_LONGEST:
        raise InputError(_("{entry}: this is not a range of buildings.").format(entry=line))
    return [f"{match['head']} {number}{match['word']}" for number in range(first, last + 1)]


def _split(line: str) -> tuple[str, str]:
    """Estate and name of one entry; the estate is empty where only a name stands there."""
    head, _blank, tail = line.strip().rpartition(" ")
    if head:
        return head.strip(), tail
    if _BLOCK_NAME.fullmatch(fold(line.strip())):
        return "", line.strip()
    for shape in (_NAMED, *_ESTATE_ENDS):
        match = shape.fullmatch(line.strip())
        if match:
            return match["estate"], match["name"]
    return "", line.strip()


@dataclass(frozen=True)
class Typing:
    """A half-typed address: text of the estate, and the beginning of a building's number."""

    estate: str
    block: str


def typing(typed: str) -> Typing:
    """What a half-typed address already says (``化院3`` → 化院, 3)."""
    address = parse_address(typed)
    if address is not None:
        return Typing(_estate_key(address.estate), address.block)
    match = re.fullmatch(r"(.*?)([a-z]?\d{0,4})-?", compact(typed)[:ADDRESS_LONGEST])
    estate, block = (match[1], match[2]) if match else (compact(typed), "")
    return Typing(_estate_key(estate), block.lstrip("0"))
