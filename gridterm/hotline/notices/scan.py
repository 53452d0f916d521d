"""What may not stand on a notice: phone, ID and house numbers, and who called (RULEBOOK §2).

Pure functions on texts. Full-width digits, digits written in Chinese and separators between the
digits are seen through; places are those of the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gridterm.hotline.notices.terms import LABELS, Found, Secret
from gridterm.i18n import _
from gridterm.text import mask_name, normalize_phone

HIDDEN = "**"
SHORTEST_NAME = 2
SHORTEST_PHONE = 5
MASKINGS = 5
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
ID_NEW, ID_OLD = 18, 15
EVERYBODY = frozenset(
    ("居民", "业主", "住户", "群众", "市民", "网友", "商户", "物业", "匿名", "来电人", "家长")
)
"""What is written for a caller without a name: words any notice may use."""

_CHINESE = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_SPOKEN = re.compile("[0-9零〇一二三四五六七八九幺]{7,}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣~〜～", "-"))

_S = r"[\s\-.·_/()]{0,2}"
_UNITS = "[元万亿米吨度人户次个名家平㎡天年月]"
_ID = re.compile(rf"(?<!\d)[1-9](?:{_S}\d){{13,16}}{_S}[\dXx](?!\d)")
_PHONES = (
    re.compile(rf"(?<!\d)(?:\+?(?:00)?86{_S})?1{_S}[3-9](?:{_S}\d){{9}}(?!\d{{3}})"),
    re.compile(rf"(?<!\d)(?:\+?(?:00)?86{_S})?0\d{{2,3}}{_S}[2-9](?:{_S}\d){{6,7}}(?!\d)"),
    re.compile(rf"(?<![\dA-Za-z\-.〔])[2-9]\d{{2,3}}[\s\-]?\d{{4}}(?![\d\-.]|\s?{_UNITS})"),
)
_YEAR = re.compile(r"(?:19|20)\d\d")

_N = "[0-9零〇一二三四五六七八九十百两]"
_BUILDING = rf"(?P<keep>{_N}{{1,4}}\s?(?:栋|幢|座|号楼|#楼|号院|#))"
_UNIT = rf"{_N}{{1,3}}\s?(?:单元|门洞|#?门(?![口前卫外诊])|梯)"
_FLOOR = rf"(?:\s?{_N}{{1,3}}\s?(?:层|楼))"
_SIDE = r"(?:\s?[东西南北中左右对](?:边|侧|面|手)?户)"
_ROOM = rf"(?:\s?{_N}{{1,4}}\s?(?:号?室|号?房(?!屋)|号(?!楼|院|线)))"
_BARE = rf"(?:\s?-?{_N}{{3,4}}(?!{_N}|\s?{_UNITS}|余|多|号楼|栋))"
_DOOR = f"(?:{_FLOOR}?(?:{_ROOM}|{_BARE}|{_SIDE})|{_FLOOR})"
_OFFICE = "(?:服务中心|服务站|服务大厅|居委会|办事处|办公楼|办公室)"
_HOUSES = (
    re.compile(rf"{_BUILDING}\s?-?{_UNIT}{_DOOR}?"),
    re.compile(rf"{_BUILDING}\s?-?(?:{_FLOOR}?(?:{_ROOM}|{_SIDE})|{_BARE})"),
    re.compile(rf"{_UNIT}(?:{_FLOOR}?(?:{_ROOM}|{_BARE}|{_SIDE}))"),
    re.compile(r"(?<![A-Za-z\d\-.])\d{1,3}(?:\s?[-/]\s?\d{1,2}){1,2}\s?[-/]\s?\d{3,4}(?!-?\d)"),
    re.compile(rf"(?<![A-Za-z\d\-.])\d{{1,2}}\s?-\s?\d{{3,4}}(?![\d\-.]|\s?{_UNITS}|%)"),
    re.compile(rf"(?<!{_N})(?<![A-Za-z\d]-){_N}{{3,4}}\s?(?:号?室|号房(?!屋))"),
    re.compile(rf"门牌号?\s?[::]?\s?{_N}+"),
)
_BY_OFFICE = re.compile(rf"{_OFFICE}(?:\s?{_N}{{1,2}}\s?[楼层])?\s?$")
_DOOR_OF = re.compile(r"(?<!\d)(\d{3,4})(?:号?[室房]|户)?$")


@dataclass(frozen=True)
class Callers:
    """Who called about the matter: names, phones, addresses as the calls hold them."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


NOBODY = Callers()


def scan(
    texts: Mapping[str, str], callers: Callers = NOBODY, allowed: Iterable[str] = ()
) -> tuple[Found, ...]:
    """Everything in the texts that may not stand on a notice, in the order it stands there.

    Args:
        texts: what is written, by field.
        callers: who called; their names, phones and homes are found however they are written.
        allowed: the office's own phone numbers.
    """
    own = frozenset(filter(None, map(normalize_phone, allowed)))
    return tuple(
        Found(name, secret, start, end, text[start:end])
        for name, text in texts.items()
        for secret, start, end, _keep in _spans(text, callers, own)
    )


def masked(text: str, callers: Callers = NOBODY, allowed: Sequence[str] = ()) -> str:
    """``text`` with all that ``scan`` finds in it masked; a building's number stays."""
    own = frozenset(filter(None, map(normalize_phone, allowed)))
    for _time in range(MASKINGS):
        spans = _spans(text, callers, own)
        if not spans:
            break
        for _secret, start, end, keep in reversed(spans):
            text = f"{text[:start]}{keep}{HIDDEN}{text[end:]}"
    return text


def sentence(found: Found) -> str:
    """What was found and where, and what to do."""
    return _("{field} has {what}: {text}. Take it out.").format(
        field=_(LABELS[found.field]), what=found.secret.label, text=found.text
    )


def is_id_number(digits: str) -> bool:
    """Whether digits are an ID number: 18 with a date or the right check, 15 with a date."""
    if len(digits) == ID_OLD:
        return digits.isdigit() and _is_day(f"19{digits[6:12]}")
    if len(digits) != ID_NEW:
        return False
    total = sum(int(one) * weight for one, weight in zip(digits[:17], ID_WEIGHTS, strict=True))
    checked = ID_CHECKS[total % 11] == digits[17].upper()
    return checked or (_is_day(digits[6:14]) and digits[6:8] in {"18", "19", "20"})


Span = tuple[Secret, int, int, str]


def _spans(text: str, callers: Callers, own: frozenset[str]) -> list[Span]:
    """What is found, in its order and without overlaps; the widest of what overlaps stays."""
    folded = _folded(text)
    found = [
        *_numbers(folded, own),
        *_houses(folded),
        *_called(folded, callers),
    ]
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one[1], -one[2])):
        if not kept or span[1] >= kept[-1][2]:
            kept.append(span)
        elif span[2] > kept[-1][2]:
            secret, start, _end, keep = kept[-1]
            kept[-1] = (secret, start, span[2], keep)
    return kept


def _folded(text: str) -> str:
    """``text`` with plain digits, letters and dashes, every character at its place."""
    plain = "".join(
        short if len(short := unicodedata.normalize("NFKC", char)) == 1 else char for char in text
    ).translate(_DASHES)
    return _SPOKEN.sub(lambda run: run[0].translate(_CHINESE), plain)


def _numbers(text: str, own: frozenset[str]) -> Iterator[Span]:
    for match in _ID.finditer(text):
        if is_id_number(re.sub(r"[^\dXx]", "", match[0])):
            yield Secret.ID_NUMBER, match.start(), match.end(), ""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            number = normalize_phone(match[0])
            if number not in own and not _is_dates(match[0]):
                yield Secret.PHONE, match.start(), match.end(), ""


def _houses(text: str) -> Iterator[Span]:
    for pattern in _HOUSES:
        for match in pattern.finditer(text):
            if _is_dates(match[0]) or _BY_OFFICE.search(text[: match.start()]):
                continue
            yield Secret.HOUSE, match.start(), match.end(), match.groupdict().get("keep") or ""


def _called(text: str, callers: Callers) -> Iterator[Span]:
    for name in callers.names:
        if len(name) >= SHORTEST_NAME and "*" not in name and name not in EVERYBODY:
            for match in _spread(_folded(name)).finditer(text):
                yield Secret.NAME, match.start(), match.end(), mask_name(name)[:1]
    for phone in callers.phones:
        digits = re.sub(r"\D", "", phone)
        if len(digits) >= SHORTEST_PHONE:
            pattern = rf"(?<!\d){_S.join(digits)}(?!\d)"
            for match in re.finditer(pattern, text):
                yield Secret.PHONE, match.start(), match.end(), ""
    for address in callers.addresses:
        yield from _home(text, _folded(address))


def _home(text: str, address: str) -> Iterator[Span]:
    """A caller's home: the address where it has a door, and the door's number alone."""
    door = _DOOR_OF.search(address)
    patterns = [re.compile(rf"(?<![\d-]){door[1]}(?!\d|\s?{_UNITS})")] if door else []
    if door or any(True for _span in _houses(address)):
        patterns.append(_spread(address))
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Secret.HOUSE, match.start(), match.end(), ""


def _spread(words: str) -> re.Pattern[str]:
    """``words`` as they are found with blanks between their characters too."""
    return re.compile(r"\s*".join(re.escape(char) for char in words if not char.isspace()))


def _is_dates(words: str) -> bool:
    """A date written in digits, or a stretch of years, is no number of anybody."""
    digits = re.sub(r"\D", "", words)
    if _YEAR.fullmatch(digits[:4]) and _YEAR.fullmatch(digits[4:]):
        return True
    parts = re.findall(r"\d+", words)
    return _is_day(digits) or (len(parts) == 2 and _is_month(parts[1], parts[0]))  # noqa: PLR2004


def _is_month(year: str, month: str) -> bool:
    return bool(_YEAR.fullmatch(year)) and 1 <= int(month) <= 12  # noqa: PLR2004 - months


def _is_day(digits: str) -> bool:
    if not re.fullmatch(r"(?:1[89]|20)\d{6}", digits):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
