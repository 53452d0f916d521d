"""The fields of an entry of the minutes: speaker, kind, words, votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Label, Static

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import _
from gridterm.meetings.terms import AttendeeView, EntryForm, EntryKind, EntryView, Item
from gridterm.text import ascii_digits, clean_line, initials
from screens.registers.picking import FindChoice, Pick
from screens.widgets.forms import Choice, LineInput, Tick, WordsArea
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from screens.widgets.forms import Control

Values = dict[str, str]
GUEST = "@"
ROWS = 4
VOTES = ("votes_for", "votes_against", "abstained")
NAMES = ("speaker", "kind", "confidential", "words", *VOTES)


class SpeakerChoice(FindChoice):
    """Who speaks; Enter goes on to the next field, Space or a click opens the list."""

    def __init__(self, picks: Sequence[Pick] = ()) -> None:
        super().__init__(picks, title=_("Speaker"), none=_("nobody"))
        self.id = "entry-speaker"

    def offer(self, picks: Sequence[Pick]) -> None:
        """Offer these; who is chosen stays."""
        self._picks = [Pick("", _("nobody")), *picks]
        self.set_options([(one.value, one.words) for one in self._picks])


class EntryFields(Vertical):
    """An entry being written."""

    def compose(self) -> ComposeResult:
        """Speaker, kind and confidential in a row, votes where there are any, the words."""
        kinds = [(str(one), one.label) for one in EntryKind]
        with Horizontal(classes="entry-row"):
            yield Label(plain(_("Speaker")), classes="label")
            yield SpeakerChoice()
            yield Label(plain(_("Kind")), classes="label")
            yield Choice(kinds, title=_("Kind"), id="entry-kind")
            yield Tick(_("confidential"), id="entry-confidential")
        with Horizontal(classes="entry-row", id="entry-votes"):
            labels = (_("For"), _("Against"), _("Abstained"))
            for name, label in zip(VOTES, labels, strict=True):
                yield Label(plain(label), classes="label")
                yield LineInput(id=f"entry-{name}")
        yield WordsArea(rows=ROWS, id="entry-words")
        yield Static(id="entry-wrong", classes="wrong")

    def on_mount(self) -> None:
        """Votes only for a vote."""
        self.show_parts()

    def _control(self, name: str) -> Control:
        return self.query_one(f"#entry-{name}")  # type: ignore[return-value]

    @property
    def words(self) -> WordsArea:
        """Where the words are written."""
        return self.query_one(WordsArea)

    def offer(self, people: Sequence[AttendeeView]) -> None:
        """Those who can have spoken, in this order."""
        picks = [
            Pick(
                str(one.staff_id) if one.staff_id is not None else f"{GUEST}{one.name}",
                " ".join(filter(None, (one.number, clean_line(one.name), clean_line(one.party)))),
                (one.number, one.name, *initials(one.name).split()),
            )
            for one in people
        ]
        self.query_one(SpeakerChoice).offer(picks)

    def values(self) -> Values:
        """What every field holds, as typed."""
        return {name: self._control(name).value for name in NAMES}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields that have one there."""
        for name in NAMES:
            if name in values:
                self._control(name).value = values[name]
        self.show_parts()

    def begin(self, entry: EntryView | None, item: Item | None, last: int | None) -> None:
        """The fields of an entry, or empty ones for the item: its own speaker begins.

        Args:
            entry: the entry to change; None for a new one.
            item: the item at hand.
            last: who spoke last to it; then the speaker is chosen anew.
        """
        self.query_one("#entry-wrong", Static).update("")
        if entry is not None:
            self.fill(_values_of(entry))
            return
        speaker = "" if item is None or last is not None else str(item.speaker_id or "")
        secret = "1" if item is not None and item.confidential else ""
        empty = dict.fromkeys(NAMES, "")
        self.fill(
            {**empty, "kind": str(EntryKind.SPEECH), "speaker": speaker, "confidential": secret}
        )

    def show_parts(self) -> None:
        """Votes are asked for where there was a vote."""
        self.query_one("#entry-votes").display = self._control("kind").value == EntryKind.VOTE

    def make_decision(self) -> None:
        """What stands there was decided."""
        if self._control("kind").value != EntryKind.VOTE:
            self._control("kind").value = str(EntryKind.DECISION)

    def focus_first(self) -> None:
        """The speaker has the keys; the words, where the speaker is known."""
        speaker = self.query_one(SpeakerChoice)
        (self.words if speaker.value else speaker).focus()

    def at_top(self, focused: Widget | None) -> bool:
        """Whether the keys are in the row of the speaker."""
        return focused is not None and focused in [*self.query(Choice), *self.query(Tick)]

    def say_wrong(self, error: GridtermError) -> None:
        """A sentence under the words; what was typed stays."""
        self.query_one("#entry-wrong", Static).update(plain(f"! {error.message}"))

    def form(self, item: Item | None) -> EntryForm:
        """What the use case takes.

        Raises:
            InputError: a count of votes is not a number.
        """
        values = self.values()
        speaker = values["speaker"]
        guest = speaker.startswith(GUEST)
        counts = [_count(values[name]) for name in VOTES]
        vote = values["kind"] == EntryKind.VOTE
        return EntryForm(
            kind=values["kind"],
            words=values["words"],
            item_id=item.id if item is not None else None,
            speaker_id=int(speaker) if speaker and not guest else None,
            speaker=speaker.removeprefix(GUEST) if guest else "",
            confidential=bool(values["confidential"]),
            votes_for=counts[0] if vote else None,
            votes_against=counts[1] if vote else None,
            abstained=counts[2] if vote else None,
        )


def _count(typed: str) -> int | None:
    line = ascii_digits(clean_line(typed))
    if not line:
        return None
    if not line.isdigit():
        raise InputError(_("Write the votes as numbers."))
    return int(line)


def _values_of(entry: EntryView) -> Values:
    guest = f"{GUEST}{entry.speaker}" if entry.speaker else ""
    votes = (entry.votes_for, entry.votes_against, entry.abstained)
    counts = ["" if one is None else str(one) for one in votes]
    return {
        "speaker": str(entry.speaker_id) if entry.speaker_id is not None else guest,
        "kind": str(entry.kind),
        "confidential": "1" if entry.confidential else "",
        "words": entry.words,
        **dict(zip(VOTES, counts, strict=True)),
    }
