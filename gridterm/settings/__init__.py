"""The office's settings: which there are, what they take, and how they are kept.

``listed`` names every setting with its default and the reason for it; the other modules know
none of them by name. Outside of this package the settings are used through these names.
"""

from gridterm.settings.listed import BY_KEY, SETTINGS, groups
from gridterm.settings.parsing import parse
from gridterm.settings.saving import change, enter, load, saved
from gridterm.settings.setting import Setting, Shape, Value
from gridterm.settings.values import Settings

__all__ = [
    "BY_KEY",
    "SETTINGS",
    "Setting",
    "Settings",
    "Shape",
    "Value",
    "change",
    "enter",
    "groups",
    "load",
    "parse",
    "saved",
]
