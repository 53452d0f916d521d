"""What was said, decided and noted at a meeting of the demo office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridterm.demo.content import Dice
from gridterm.demo.timeline import Decided
from gridterm.demo.wednesdays import DemoMeeting, texts
from gridterm.meetings import wording
from gridterm.meetings.merging import Entry
from gridterm.meetings.terms import EntryKind
from gridterm.registers.tables import Staff

VOTE_EVERY, VOTE_AT = 13, 5


@dataclass(frozen=True)
class Said:
    """An entry before it is a row; ``decided`` and ``task`` are what an action item comes of."""

    kind: EntryKind
    words: str
    speaker: Staff | str | None = None
    confidential: bool = False
    votes: tuple[int, int, int] | None = None
    decided: Decided | None = None
    task: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Floor:
    """Who is there to speak: the chair, the leads of the grids by id, and who came at all."""

    chair: Staff
    clerk: Staff
    staff: Mapping[int, Staff]
    here: frozenset[int]
    estates: Mapping[int, Sequence[str]]
    decks: Mapping[str, list[str]]

    def speaker(self, staff_id: int | None) -> Staff | None:
        """Somebody who speaks, None where they did not come."""
        return self.staff.get(staff_id or 0) if staff_id in self.here else None


def on_item(
    dice: Dice,
    meeting: DemoMeeting,
    one: Entry,
    floor: Floor,
    decisions: Mapping[int, Decided],
) -> Iterator[Said]:
    """What was said on an item of the agenda."""
    if one.source.startswith(wording.GRID):
        yield from _report(dice, one, floor)
    elif one.source.startswith(wording.TICKET):
        found = decisions.get(int(one.source.removeprefix(wording.TICKET)))
        yield from _matter(dice, one, floor, found)
    elif one.source == wording.ACTIONS:
        yield from _followed_up(dice, one, floor)
    elif one.source == wording.SUMMARY:
        arrange = texts()["arrange"][str(meeting.starts_at.month)]
        yield Said(EntryKind.SPEECH, dice.pick(texts()["summaries"]), floor.chair)
        yield Said(EntryKind.SPEECH, arrange, floor.chair)
    elif one.source == wording.OTHER:
        yield from _other(dice, meeting, floor)


def decks(dice: Dice, month: int) -> dict[str, list[str]]:
    """What there is to say this time, shuffled: nobody repeats who spoke before."""
    told = texts()
    return {
        "work": _shuffled(dice, [*told["work"][str(month)], *told["usual"]]),
        "problems": _shuffled(dice, told["problems"]),
        "suggestions": _shuffled(dice, told["suggestions"]),
    }


def _shuffled(dice: Dice, said: Sequence[str]) -> list[str]:
    return [words for _luck, words in sorted((dice.random(), words) for words in said)]


def _report(dice: Dice, one: Entry, floor: Floor) -> Iterator[Said]:
    told, facts = texts(), one.facts
    speaker = floor.speaker(one.speaker_id)
    if speaker is None:
        yield Said(EntryKind.NOTE, f"{facts['lead']}未到会，{facts['grid']}书面报告。")
        return
    moved = facts["received"] or facts["resolved"]
    if facts["open"]:
        figures = told["figures"] if moved else told["quiet"]
    else:
        figures = told["done_all"] if moved else told["nothing"]
    said = [dice.pick(figures).format(**facts)]
    if facts["overdue"]:
        said.append(told["overdue"].format(**facts))
    estate = dice.pick(floor.estates[facts["grid_id"]])
    said += [
        floor.decks["work"].pop(),
        floor.decks["problems"].pop().format(estate=estate),
        floor.decks["suggestions"].pop(),
    ]
    yield Said(EntryKind.SPEECH, "".join(said), speaker)


def _matter(dice: Dice, one: Entry, floor: Floor, found: Decided | None) -> Iterator[Said]:
    told, number = texts()["regional"], one.facts["number"]
    hidden = one.confidential
    if found is None:
        yield Said(EntryKind.NOTE, told["waits"].format(number=number), None, hidden)
        return
    says = dice.pick(told["says"]).format(number=number)
    yield Said(EntryKind.SPEECH, says, floor.speaker(one.speaker_id) or floor.chair, hidden)
    yield Said(EntryKind.DECISION, found.words, floor.chair, hidden, decided=found)


def _followed_up(dice: Dice, one: Entry, floor: Floor) -> Iterator[Said]:
    running = [each for each in one.facts["actions"] if each["state"] in {"open", "reported"}]
    if not running:
        return
    words = dice.pick(texts()["track"]).format(count=len(running))
    yield Said(EntryKind.SPEECH, words, floor.chair)
    for each in running:
        if each["late"]:
            late = f"{each['number']}已过期限，{each['owner']}说明了原因，限本周办结。"
            yield Said(EntryKind.NOTE, late)


def _other(dice: Dice, meeting: DemoMeeting, floor: Floor) -> Iterator[Said]:
    if meeting.weeks % VOTE_EVERY == VOTE_AT:
        vote = texts()["votes"][meeting.weeks // VOTE_EVERY % len(texts()["votes"])]
        there = len(floor.here)
        against, abstained = dice.between(0, 2), dice.between(0, 2)
        cast = (there - against - abstained, against, abstained)
        yield Said(EntryKind.SPEECH, vote["says"], floor.chair)
        yield Said(EntryKind.VOTE, vote["words"], floor.chair, votes=cast)
    if meeting.weeks % 3 == 1:
        other = dice.pick(texts()["others"])
        yield Said(EntryKind.SPEECH, other["says"], floor.clerk)
        yield Said(EntryKind.NOTE, other["notes"])


def on_secret(one: Mapping[str, Any], floor: Floor) -> Iterator[Said]:
    """What was said on a confidential item of the clerk's own."""
    yield Said(EntryKind.SPEECH, one["says"], floor.chair, confidential=True)
    yield Said(EntryKind.DECISION, one["decides"], floor.chair, confidential=True)


def at_other(told: Mapping[str, Any], staff: Mapping[str, Staff], chair: Staff) -> Iterator[Said]:
    """What was said at a meeting outside the series, by staff and guests."""
    for name, words in told["says"]:
        yield Said(EntryKind.SPEECH, words, staff.get(name, name))
    if told.get("vote"):
        votes, against, abstained = told["vote"]
        cast = (votes, against, abstained)
        yield Said(EntryKind.VOTE, told["decides"], chair, votes=cast)
    else:
        yield Said(EntryKind.DECISION, told["decides"], chair)
