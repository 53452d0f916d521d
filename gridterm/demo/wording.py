"""How a call is put into words: templates filled with the caller's place, time, mood and tongue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from gridterm.demo.content import Bag, Dice, Matter, phrases, read
from gridterm.demo.people import Resident
from gridterm.demo.places import Home, numeral, spoken_building, spoken_home, spoken_where

LONG = 0.07
LINES = 0.09
TYPO = 0.06
WIDE = 0.035
NOTE = 0.07
OWN_PHONE = 0.02
MOODS: Mapping[str, Bag[str]] = {
    "inquiry": Bag((("plain", 7), ("kind", 3))),
    "help": Bag((("plain", 4), ("anxious", 4), ("kind", 2))),
    "complaint": Bag((("plain", 5), ("angry", 5))),
    "report": Bag((("plain", 7), ("angry", 2))),
    "suggestion": Bag((("plain", 5), ("kind", 4))),
    "praise": Bag((("kind", 4), ("plain", 2))),
}
SAY_TRIED = 0.45
SAY_ENDING = 0.8
PUBLIC = frozenset({"building", "estate", "street", "shop"})
TALKED_ABOUT = ("complaint", "help", "report")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "礼拜六", "礼拜天")
SHORTEST_LONG = 400
URGENT = frozenset({"now", "short"})
_SLOT = re.compile(r"\{(\w+)\}")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class Scene:
    """One call being composed: who, where, when, about what.

    ``values`` holds the slots already filled, so that a call says the same thing of one spot
    throughout; ``again`` and ``also`` mark the same matter told again, by the same person or
    by another.
    """

    dice: Dice
    at: datetime
    matter: Matter
    kind: str
    channel: str
    home: Home
    caller: Resident
    manager: str
    anonymous: bool = False
    again: bool = False
    also: bool = False
    values: dict[str, str] = field(default_factory=dict)

    def fill(self, template: str) -> str:
        """The template with each slot filled, slots within slots too."""
        if "{" not in template:
            return template
        return _SLOT.sub(self._slot, template)

    def _slot(self, match: re.Match[str]) -> str:
        name = match[1]
        if name in self.values:
            return self.values[name]
        own = self.matter.slots.get(name)
        value = self.fill(self.dice.pick(own)) if own else COMMON[name](self)
        if name not in FRESH:
            self.values[name] = value
        return value


def _since(scene: Scene) -> str:
    return scene.fill(scene.dice.pick(phrases()["since"][scene.matter.span]))


def _days_ago(low: int, high: int) -> Callable[[Scene], str]:
    def spoken(scene: Scene) -> str:
        day = scene.at - timedelta(days=scene.dice.between(low, high))
        return scene.dice.pick(
            (f"{day.month}月{day.day}号", f"{day.month}月{day.day}日", f"{day.month}.{day.day}")
        )

    return spoken


def _clock(low: int, high: int) -> Callable[[Scene], str]:
    def spoken(scene: Scene) -> str:
        hour = scene.dice.between(low, high)
        tail = scene.dice.pick(("", "多", "半"))
        if scene.dice.chance(0.3):
            return f"{hour}点{tail}"
        return f"{_part_of_day(hour)}{numeral(hour % 12 or 12)}点{tail}"

    return spoken


def _part_of_day(hour: int) -> str:
    limits = ((12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
    return next(name for limit, name in limits if hour < limit)


def _place(name: str) -> Callable[[Scene], str]:
    return lambda scene: scene.dice.pick(_listed(name))


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(read("places")[name])


def _upper(scene: Scene) -> str:
    return f"{scene.home.floor + 1}{scene.home.door:02d}"


# Slots any text may use; a matter's own slots of the same name come first.
COMMON: Mapping[str, Callable[[Scene], str]] = {
    "addr": lambda scene: spoken_home(scene.dice, scene.home),
    "age": lambda scene: scene.dice.pick(("七十三", "78", "八十一", "82", "八十五", "67", "九十")),
    "building": lambda scene: spoken_building(scene.dice, scene.home.building),
    "clock_day": _clock(9, 17),
    "clock_night": _clock(20, 23),
    "date_ago": _days_ago(4, 24),
    "date_far": _days_ago(40, 200),
    "docno": lambda scene: f"{scene.at:%Y%m%d}{scene.dice.between(100, 999)}",
    "due": lambda scene: scene.dice.pick(("三", "五", "3", "5", "７", "七")),
    "estate": lambda scene: scene.dice.pick(
        (scene.home.building.estate, scene.home.building.short)
    ),
    "fest": lambda scene: scene.dice.pick(phrases()["festivals"][scene.at.month - 1]),
    "few": lambda scene: scene.dice.pick(("两三", "三", "四", "好几", "三四", "五", "4", "3")),
    "floor": lambda scene: scene.dice.pick((str(scene.home.floor), numeral(scene.home.floor))),
    "goods": lambda scene: scene.dice.pick(phrases()["goods"]),
    "kid": lambda scene: scene.dice.pick(phrases()["kid"]),
    "kin": lambda scene: scene.dice.pick(phrases()["kin"]),
    "manager": lambda scene: scene.manager,
    "many": lambda scene: scene.dice.pick(("七八", "十来", "十几", "五六", "八九")),
    "myphone": lambda scene: scene.caller.phone,
    "nth": lambda scene: scene.dice.pick(("二", "三", "四", "五", "3", "N")),
    "shop": _place("shops"),
    "since": _since,
    "staff_surname": lambda scene: scene.manager[:1],
    "street": _place("streets"),
    "surname": lambda scene: scene.caller.surname,
    "unit": lambda scene: (
        scene.dice.pick((f"{scene.home.unit}单元", f"{numeral(scene.home.unit)}单元"))
        if scene.home.unit
        else "咱这排"
    ),
    "up": _upper,
    "weekday": lambda scene: scene.dice.pick(WEEKDAYS),
    "where": lambda scene: spoken_where(scene.dice, scene.home.building),
}
# Slots that may differ within one call: a date named twice is two dates.
FRESH = frozenset(
    {"date_ago", "date_far", "few", "many", "nth", "weekday", "clock_day", "building"}
)


def content(scene: Scene) -> str:
    """What is written down of the call."""
    if scene.channel == "self_check":
        return _framed(scene, scene.fill(scene.dice.pick(scene.matter.found)))
    mood = scene.dice.weighted(MOODS[scene.kind])
    grown = scene.kind in TALKED_ABOUT and scene.matter.span not in URGENT
    lengthy = grown and scene.dice.chance(LONG)
    parts = _long(scene, mood) if lengthy else _short(scene, mood)
    spoken = [part for part in map(scene.fill, parts) if part]
    lines = lengthy or scene.dice.chance(LINES)
    text = _human(scene, _joined(spoken, "\n" if lines else ""))
    return _framed(scene, text)


def title(scene: Scene) -> str:
    """A few words on what it is about."""
    return scene.fill(scene.dice.pick(scene.matter.titles))


def place(scene: Scene) -> str:
    """Where the matter is, as far as the call said it; empty for a matter of the home itself."""
    scope, building, values = scene.matter.scope, scene.home.building, scene.values
    if scope in {"street", "shop"}:
        return values.get(scope, "") + (values.get("spot", "") if scope == "street" else "")
    if scope in {"building", "estate"}:
        head = building.estate + (building.building if scope == "building" else "")
        return head + values.get("spot", "")
    return ""


def _opening(scene: Scene, mood: str) -> str:
    kind = "hidden" if scene.anonymous else ("plain" if mood == "anxious" else mood)
    opening: str = scene.dice.pick(phrases()["openings"][kind])
    if scene.channel == "wechat":
        opening = scene.dice.pick(phrases()["wechat_openings"]) if scene.dice.chance(0.7) else ""
    elif scene.channel != "phone":
        opening = ""
    if scene.again or scene.also:
        opening += scene.dice.pick(phrases()["again" if scene.again else "also"])
    return opening


def _core(scene: Scene) -> str:
    wordings = scene.matter.wordings
    return scene.dice.pick(wordings.get(scene.kind) or next(iter(wordings.values())))


def _mood(scene: Scene, mood: str) -> str:
    moods = phrases()["moods"]
    shared = mood == "plain" and scene.matter.scope in PUBLIC and scene.kind in TALKED_ABOUT
    name = f"{mood}_public" if shared else f"{mood}_{scene.kind}"
    said: str = scene.dice.pick(moods.get(name) or moods[mood])
    return said


def _short(scene: Scene, mood: str) -> list[str]:
    said, dice = phrases(), scene.dice
    parts = [_opening(scene, mood) + _core(scene)]
    if scene.matter.targets and scene.kind in TALKED_ABOUT and dice.chance(SAY_TRIED):
        parts.append(dice.pick(said["tried"][dice.pick(scene.matter.targets)]))
    parts.append(_mood(scene, mood))
    if dice.chance(SAY_ENDING):
        parts.append(dice.pick(said["endings"][scene.kind]))
    if scene.channel == "phone" and not scene.anonymous and dice.chance(OWN_PHONE):
        parts.append("我电话{myphone}，打这个。")
    if scene.channel == "wechat" and dice.chance(SAY_ENDING):
        parts.append(dice.pick(said["wechat_tails"]))
    return parts


def _long(scene: Scene, mood: str) -> list[str]:
    """Somebody tells the whole story, until it is long enough to have to be read twice."""
    said, dice = phrases(), scene.dice
    parts = [_opening(scene, mood) + _core(scene)]
    background = [
        dice.pick(said["circumstances"]),
        dice.pick(said["histories_first"]),
        *_drawn(dice, said["histories_more"]),
    ]
    tried = [line for target in scene.matter.targets for line in said["tried"][target]]
    closing = [
        "".join(_drawn(dice, tried)[:3]),
        dice.pick(said["demands"]),
        _mood(scene, mood) + dice.pick(said["endings"][scene.kind]),
    ]
    length = len(parts[0]) + sum(map(len, closing))
    for paragraph in background:
        if length > SHORTEST_LONG:
            break
        parts.append(paragraph)
        length += len(paragraph)
    return parts + closing


def _drawn(dice: Dice, lines: Sequence[str]) -> list[str]:
    """The lines in another order."""
    return [line for _key, line in sorted((dice.random(), line) for line in lines)]


def _joined(parts: Sequence[str], between: str) -> str:
    """The parts as sentences: what ends on a comma runs on, what ends on nothing gets a stop."""
    text = ""
    for part in parts:
        if not text:
            text = part
        elif text.endswith("，"):
            text += part
        else:
            stop = "" if text[-1] in "。？！?!…～”）]：" or not part[0].isalnum() else "。"
            text += stop + between + part
    return text


def _human(scene: Scene, text: str) -> str:
    """The text with the tongue and the slips of whoever said it and whoever wrote it down."""
    dice, said = scene.dice, phrases()
    if scene.caller.dialect:
        for plain, local in said["dialect"]:
            if plain in text and dice.chance(0.6):
                text = text.replace(plain, local)
    if dice.chance(TYPO):
        slips = [(right, wrong) for right, wrong in said["typos"] if right in text]
        if slips:
            text = text.replace(*dice.pick(slips), 1)
    if dice.chance(WIDE):
        text = text.translate(_WIDE_DIGITS)
    return text


def _framed(scene: Scene, text: str) -> str:
    """The words as the channel brings them: quoted, passed on, or with the clerk's remark."""
    frames = phrases()["frames"].get(scene.channel)
    if frames:
        frame: str = scene.dice.pick(frames)
        scene.values["text"] = text.translate(_INNER_QUOTES) if "“{text}" in frame else text
        return scene.fill(frame) if "{text}" in frame else scene.fill(frame) + text
    if scene.channel == "phone" and scene.dice.chance(NOTE):
        return text + str(scene.dice.pick(phrases()["notes"]))
    return text
