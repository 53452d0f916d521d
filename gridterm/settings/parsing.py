"""What a clerk types for a setting, read as the value it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time

from gridterm.clock import SystemClock
from gridterm.errors import InputError, NotFoundError
from gridterm.i18n import _
from gridterm.settings.listed import BY_KEY
from gridterm.settings.setting import Setting, Shape, Value
from gridterm.text import ascii_digits, clean_line

LONGEST = 200


def parse(key: str, typed: str) -> Value:
    """The value that ``typed`` means for the setting ``key``.

    Raises:
        NotFoundError: there is no such setting.
        InputError: the setting does not take that value; the sentence says what it takes.
    """
    setting = BY_KEY.get(key)
    if setting is None:
        raise NotFoundError(_("There is no setting {key}.").format(key=key))
    line = clean_line(typed)
    match setting.shape:
        case Shape.NUMBER:
            return _number(setting, line)
        case Shape.SWITCH:
            return _switch(setting, line)
        case Shape.CODES:
            return tuple(_choice(setting, code) for code in line.replace(",", " ").split())
        case _:
            return _TEXT_SHAPES[setting.shape](setting, line)


def _short(setting: Setting, line: str) -> str:
    if len(line) > LONGEST:
        raise InputError(
            _("{title}: at most {number} characters, please.").format(
                title=setting.title, number=LONGEST
            )
        )
    return line


def _number(setting: Setting, line: str) -> int:
    digits = ascii_digits(line)
    if not digits.isdecimal() or not setting.low <= int(digits) <= setting.high:
        raise InputError(
            _("{title}: a whole number from {low} to {high}, please.").format(
                title=setting.title, low=setting.low, high=setting.high
            )
        )
    return int(digits)


def _switch(setting: Setting, line: str) -> bool:
    lowered = line.casefold()
    if lowered in {"1", "yes", "true", "on", "是", "开"}:
        return True
    if lowered in {"0", "no", "false", "off", "否", "关"}:
        return False
    raise InputError(_("{title}: yes or no, please.").format(title=setting.title))


def _choice(setting: Setting, line: str) -> str:
    if line in setting.choices:
        return line
    raise InputError(
        _("{title}: one of {choices}, please.").format(
            title=setting.title, choices=_(", ").join(choice or '""' for choice in setting.choices)
        )
    )


def _time(setting: Setting, line: str) -> str:
    try:
        return time.fromisoformat(ascii_digits(line).replace("：", ":")).strftime("%H:%M")
    except ValueError as error:
        raise InputError(
            _("{title}: a time such as 08:30, please.").format(title=setting.title)
        ) from error


def _date(setting: Setting, line: str) -> str:
    try:
        return date.fromisoformat(ascii_digits(line)).isoformat() if line else ""
    except ValueError as error:
        raise InputError(
            _("{title}: a date such as 2026-01-05, please.").format(title=setting.title)
        ) from error


def _zone(_setting: Setting, line: str) -> str:
    SystemClock(line)
    return line


_TEXT_SHAPES: Mapping[Shape, Callable[[Setting, str], str]] = {
    Shape.CHOICE: _choice,
    Shape.TIME: _time,
    Shape.DATE: _date,
    Shape.ZONE: _zone,
    Shape.TEXT: _short,
}
