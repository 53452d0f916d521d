"""A saved agenda and a new drawing of it brought together: pure.

What the clerk wrote, ordered, timed or took out stays; what was only drawn follows the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gridterm.meetings import wording
from gridterm.meetings.rules import section_order
from gridterm.meetings.terms import Section


@dataclass(frozen=True)
class Entry:
    """An agenda item between the data and the page.

    ``facts`` is what it was drawn from, ``proposed`` the speaker and minutes it was drawn with;
    None for an item of the clerk's own.
    """

    section: Section
    source: str
    title: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    speaker_id: int | None = None
    minutes: int = 5
    confidential: bool = False
    removed: bool = False
    id: int | None = None
    proposed: tuple[int | None, int] | None = None
    stale: bool = False

    @property
    def own(self) -> bool:
        """Whether the clerk wrote it; nothing is drawn for it."""
        return not self.source

    @property
    def secret(self) -> bool:
        """Whether what it was drawn from is confidential, so that nobody can make it public."""
        hidden = bool(self.facts.get(wording.CONFIDENTIAL))
        return hidden or self.source == wording.CONFIDENTIAL_ACTIONS

    @property
    def figures(self) -> dict[str, Any]:
        """The facts without the moment they were drawn at, which alone makes nothing stale."""
        return {name: value for name, value in self.facts.items() if name != wording.DRAWN_AT}

    @property
    def renamed(self) -> bool:
        """Whether the clerk gave it another title."""
        return self.title != wording.title(self.section, self.source, self.facts)

    @property
    def edited(self) -> bool:
        """Whether the clerk put work into it that a new drawing must not lose."""
        if self.own or self.words or self.renamed:
            return True
        return self.proposed is not None and self.proposed != (self.speaker_id, self.minutes)


def merged(saved: Sequence[Entry], drawn: Sequence[Entry]) -> tuple[Entry, ...]:
    """A saved agenda beside a new drawing: what would change is stale, what is new is there.

    Nothing saved changes, but for what became confidential since: it is so at once.
    """
    fresh = {one.source: one for one in drawn}
    kept = [_beside(one, fresh.get(one.source)) for one in saved]
    return _with_new(kept, drawn)


def _beside(one: Entry, new: Entry | None) -> Entry:
    if one.own:
        return one
    if new is None:
        return replace(one, stale=True)
    if new.confidential and not one.confidential:
        return replace(one, confidential=True, title=new.title, facts=new.facts)
    return replace(one, stale=one.figures != new.figures)


def redrawn(saved: Sequence[Entry], drawn: Sequence[Entry]) -> tuple[Entry, ...]:
    """A saved agenda drawn anew.

    Words, order, and the titles, speakers and minutes the clerk changed stay, and what was
    taken out stays out. What is not there any more goes, unless the clerk worked on it: then
    it stays and is stale.
    """
    fresh = {one.source: one for one in drawn}
    kept = []
    for one in saved:
        new = fresh.get(one.source)
        if one.own:
            kept.append(one)
        elif new is not None:
            kept.append(_renewed(one, new))
        elif one.edited and not one.removed:
            kept.append(replace(one, stale=True))
    return _with_new(kept, drawn)


def _renewed(one: Entry, new: Entry) -> Entry:
    """A drawn item with its new facts under what the clerk made of it."""
    speaker_id, minutes = one.proposed or (one.speaker_id, one.minutes)
    hidden = new.confidential and not one.confidential
    return replace(
        one,
        facts=new.facts,
        title=one.title if one.renamed and not hidden else new.title,
        speaker_id=new.speaker_id if one.speaker_id == speaker_id else one.speaker_id,
        minutes=new.minutes if one.minutes == minutes else one.minutes,
        confidential=one.confidential or new.confidential,
        proposed=(new.speaker_id, new.minutes),
        stale=False,
    )


def _with_new(kept: Sequence[Entry], drawn: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put what is newly drawn at the end of its part, in the order it was drawn."""
    entries, known = tuple(kept), {one.source for one in kept}
    for one in drawn:
        if one.source not in known:
            entries = placed(entries, one)
    return entries


def placed(entries: Sequence[Entry], new: Entry) -> tuple[Entry, ...]:
    """The entries with a new one at the end of its part, wherever the clerk moved that."""
    mine = section_order(new.section)
    same = [at for at, one in enumerate(entries) if one.section is new.section]
    later = [at for at, one in enumerate(entries) if section_order(one.section) > mine]
    at = same[-1] + 1 if same else later[0] if later else len(entries)
    return (*entries[:at], new, *entries[at:])


def moved(entries: Sequence[Entry], at: int, by: int) -> tuple[Entry, ...]:
    """The entries with the one at ``at`` moved by so many shown places, as far as they go."""
    shown = [place for place, one in enumerate(entries) if not one.removed or place == at]
    mine = shown.index(at)
    goal = shown[max(0, min(len(shown) - 1, mine + by))]
    rest = [one for place, one in enumerate(entries) if place != at]
    return (*rest[:goal], entries[at], *rest[goal:])
