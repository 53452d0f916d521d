"""What is wrong with the wording of a Chinese text."""

import re
import unicodedata

from gridterm.attendance.terms import (
    CodeKind,
    CorrectionKind,
    LeaveKind,
    LeaveState,
    Slot,
    Status,
)
from gridterm.discipline.terms import CaseState, Clause, Source, Track
from gridterm.hotline.answers import WAYS
from gridterm.hotline.appraisal import Figure
from gridterm.hotline.letnots import LetNot
from gridterm.hotline.terms import Channel, Kind, Mechanism, Satisfaction, State, Tier
from gridterm.meetings.action_terms import ActionState
from gridterm.meetings.terms import EntryKind, MeetingKind
from gridterm.registers.household_terms import HouseholdStatus
from gridterm.registers.terms import GridKind, Role
from gridterm.visits.terms import Finding, Outcome, Purpose, Way

PLACE_HOLDER = re.compile(r"\{(\w*)[^{}]*\}")
HAN = "\u3400-\u9fff"
# What stays as it is typed or printed on a key, in whatever language.
TYPED = re.compile(
    r"gridterm( [a-z]+(-nots)?)*|--[a-z-]+( [A-Z]+)?|GRIDTERM_\w+|office\.name"
    r"|\.?\b(xlsx|csv|pdf|docx|txt)\b"
    r"|\b(Ctrl|Shift|Alt)([+-][A-Za-z]+)?|\bF\d+|Asia/\w+|FTS5|UTF-8|content="
    r"|\b(must|let)-nots\b|\b(visit|check):\d+|\bJL-\d{4}-\d+|\ba[34]\b|\bn/\d+|\bname="
    r"|time=|\b1_attlog\.dat\b|\b2026-Q4\b"
)
NAMES = {
    *(
        "RX",
        "QJ",
        "DB",
        "SJ",
        "Excel",
        "Word",
        "WPS",
        "CUPS",
        "PIN",
        "PDF",
        "JSON",
        "SQLite",
        "Python",
    ),
    *("GBK", "MiB", "attlog"),
    *("Enter", "Esc", "Del", "Tab", "PgUp", "PgDn", "ascii", "zh", "en", "AB", "B", "C"),
}
CODES = {
    word
    for term in (
        *(Channel, Kind, State, Satisfaction, Tier, Mechanism, Role, GridKind),
        *(CodeKind, CorrectionKind, LeaveKind, LeaveState, Slot, Status),
        *(LetNot, Figure, MeetingKind, EntryKind, ActionState),
        *(Finding, Way, Outcome, Purpose, HouseholdStatus),
        *(CaseState, Clause, Source, Track),
    )
    for word in term
} | {"all", "open", "next", "morning_target", *WAYS}  # fmt: skip


def place_holders(text: str) -> set[str]:
    return set(PLACE_HOLDER.findall(text))


def english_left(own: str, english: str = "") -> set[str]:
    """Words in a Chinese text that are neither names, keys, commands nor codes of the English."""
    bare = TYPED.sub(" ", PLACE_HOLDER.sub(" ", own))
    codes = CODES.intersection(re.findall(r"\w+", english))
    return set(re.findall(r"[A-Za-z]+(?:_[a-z]+)*", bare)) - NAMES - codes


def half_width(text: str) -> list[str]:
    """Western punctuation in Chinese company, a place holder counted as a character."""
    flat = PLACE_HOLDER.sub("字", text)
    found = re.findall(rf"[{HAN}）」][,.;:?!](?=[{HAN}（「]|$|\s)", flat)
    return found + re.findall(rf"(?<=[{HAN}])[,;:?!](?!\])|[“”‘’]", flat)


def ambiguous(text: str) -> set[str]:
    """Characters that are one cell in one terminal and two in another, and emoji."""
    return {
        char
        for char in text
        if unicodedata.east_asian_width(char) == "A" or unicodedata.category(char) == "So"
    }
