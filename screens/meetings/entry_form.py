"""The fields of an entry of the minutes: speaker, kind, words, votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import _
from gridterm.meetings.terms import AttendeeView, EntryForm, EntryKind, EntryView, Item
from gridterm.registers.checking import Faults
from gridterm.text import ascii_digits, clean_line, initials
from screens.acting import Acting
from screens.registers.picking import FindChoice, FindOne, Pick
from screens.widgets.forms import Choice, LineInput, Tick, WordsArea
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from screens.widgets.forms import Control

Values = dict[str, str]
GUEST, WORDS = "@", "="
ROWS = 4
VOTES = ("votes_for", "votes_against", "abstained")
NAMES = ("speaker", "kind", "confidential", "words", *VOTES)
ROWS_OF = {
    "speaker": "who", "speaker_id": "who", "kind": "who", "confidential": "who",
    **dict.fromkeys(VOTES, "votes"), "words": "words",
}  # fmt: skip
"""Under which row stands what is wrong with a field."""
LAST_ROW = "words"


class FindSpeaker(FindOne):
    """Who speaks, by what was typed; words that are nobody's name are answered as they are.

    Args:
        title: heads the list.
        picks: who can speak.
        typed: what was typed already.
    """

    def __init__(self, title: str, picks: Sequence[Pick], typed: str = "") -> None:
        super().__init__(title, picks)
        self._begun = typed

    def on_mount(self) -> None:
        """Go on behind what was typed."""
        self._put("")
        super().on_mount()

    def on_key(self, event: events.Key) -> None:
        """What comes before the field has the keys belongs into it."""
        if event.is_printable and event.character and self.focused is None:
            event.stop()
            self._put(event.character)

    def type(self, typed: str) -> None:
        """More was typed before this was open."""
        self._begun += typed
        if self.is_mounted:
            self._put("")

    def _put(self, typed: str) -> None:
        self._begun += typed
        for field in self.query("#typed").results(LineInput):
            field.value += self._begun
            field.cursor_position = len(field.value)
            self._begun = ""

    @on(Input.Submitted, "#typed")
    def _nobody(self, event: Input.Submitted) -> None:
        if event.value.strip() and not self._shown:
            self.answer(f"{WORDS}{event.value}")


class SpeakerChoice(FindChoice):
    """Who speaks: arrows step, Enter lists, and what is typed finds by number, name, initials."""

    class Words(Message):
        """What was typed is nobody's name: it is what was said."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Chosen(Message):
        """Somebody was chosen from the list."""

    def __init__(self, picks: Sequence[Pick] = ()) -> None:
        super().__init__(picks, title=_("Speaker"), none=_("choose or type"))
        self.id = "entry-speaker"
        self._finder: FindSpeaker | None = None

    def action_choose(self) -> None:
        """The list."""
        self._find("")

    def on_key(self, event: events.Key) -> None:
        """What is typed finds somebody."""
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            self._find(event.character)

    def _find(self, typed: str) -> None:
        if self._finder is not None and self._finder in self.app.screen_stack:
            self._finder.type(typed)
        elif isinstance(self.screen, Acting):
            self._finder = FindSpeaker(_("Speaker"), self._picks, typed)
            self.screen.ask(self._finder, self._take)

    def _take(self, value: str) -> None:
        if value.startswith(WORDS):
            self.post_message(self.Words(value.removeprefix(WORDS)))
            return
        self._choose(value)
        self.post_message(self.Chosen())

    def offer(self, picks: Sequence[Pick]) -> None:
        """Offer these; who is chosen stays."""
        self._picks = [Pick("", _("choose or type")), *picks]
        self.set_options([(one.value, one.words) for one in self._picks])


class EntryFields(Vertical):
    """An entry being written."""

    def compose(self) -> ComposeResult:
        """Speaker, kind and confidential in a row, votes where there are any, the words."""
        kinds = [(str(one), one.label) for one in EntryKind]
        with Horizontal(classes="entry-row"):
            yield self._label("speaker")
            yield SpeakerChoice()
            yield self._label("kind")
            yield Choice(kinds, title=_("Kind"), id="entry-kind")
            yield Tick(_("confidential"), id="entry-confidential")
        yield self._wrong("who")
        with Horizontal(classes="entry-row", id="entry-votes"):
            for name in VOTES:
                yield self._label(name)
                yield LineInput(id=f"entry-{name}")
        yield self._wrong("votes")
        yield WordsArea(rows=ROWS, id="entry-words")
        yield self._wrong("words")

    @staticmethod
    def _label(name: str) -> Label:
        return Label(plain(_labels()[name]), classes="label", id=f"label-{name}")

    @staticmethod
    def _wrong(row: str) -> Static:
        """Where what is wrong in a row stands: all but the last only while something is."""
        found = Static(id=f"wrong-{row}", classes="wrong")
        found.display = row == LAST_ROW
        return found

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

    @on(SpeakerChoice.Chosen)
    def _chosen(self, event: SpeakerChoice.Chosen) -> None:
        event.stop()
        self.words.focus()

    @on(SpeakerChoice.Words)
    def _said(self, event: SpeakerChoice.Words) -> None:
        event.stop()
        self.words.insert(event.words)
        self.words.focus()

    def values(self) -> Values:
        """What every field holds, as typed."""
        return {name: self._control(name).value for name in NAMES}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields that have one there."""
        for name in NAMES:
            if name in values:
                self._control(name).value = values[name]
        self.show_parts()

    def begin(self, entry: EntryView | None, item: Item | None, *, again: bool) -> None:
        """The fields of an entry, or empty ones for the item: its own speaker begins.

        Args:
            entry: the entry to change; None for a new one.
            item: the item at hand.
            again: somebody has spoken to it already, so the next one is chosen.
        """
        self._say({})
        if entry is not None:
            self.fill(_values_of(entry))
            return
        speaker = "" if item is None or again else str(item.speaker_id or "")
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
        """The words have the keys where the speaker is known, else the speaker."""
        speaker = self.query_one(SpeakerChoice)
        (self.words if speaker.value else speaker).focus()

    def at_top(self, focused: Widget | None) -> bool:
        """Whether the keys are in the row of the speaker."""
        return focused is not None and focused in [*self.query(Choice), *self.query(Tick)]

    def say_wrong(self, error: GridtermError) -> None:
        """Each field's sentence under its row, the keys in the first one; what was typed stays.

        What is no field's fault stands under the words.
        """
        fields = error.fields if isinstance(error, InputError) else {}
        known = {name: fields[name] for name in ROWS_OF if name in fields}
        self._say(known or {LAST_ROW: error.message})
        if known:
            first = next(iter(known)).removesuffix("_id")
            self.query_one(f"#entry-{first}").focus()

    def _say(self, sentences: Mapping[str, str]) -> None:
        labels = _labels()
        said: dict[str, list[str]] = {row: [] for row in ROWS_OF.values()}
        for name, sentence in sentences.items():
            row, label = ROWS_OF[name], labels.get(name.removesuffix("_id"))
            words = _("{name}: {sentence}").format(name=label, sentence=sentence)
            said[row].append(f"! {words if label else sentence}")
        for row, lines in said.items():
            wrong = self.query_one(f"#wrong-{row}", Static)
            wrong.update(plain("\n".join(lines)))
            wrong.display = bool(lines) or row == LAST_ROW
        for name in labels:
            self.query_one(f"#label-{name}").set_class(
                name in sentences or f"{name}_id" in sentences, "-wrong"
            )

    def form(self, item: Item | None) -> EntryForm:
        """What the use case takes.

        Raises:
            InputError: a count of votes is not a number; ``fields`` says which.
        """
        values = self.values()
        speaker = values["speaker"]
        guest = speaker.startswith(GUEST)
        vote = values["kind"] == EntryKind.VOTE
        counts = _counts(values) if vote else [None, None, None]
        return EntryForm(
            kind=values["kind"],
            words=values["words"],
            item_id=item.id if item is not None else None,
            speaker_id=int(speaker) if speaker and not guest else None,
            speaker=speaker.removeprefix(GUEST) if guest else "",
            confidential=bool(values["confidential"]),
            votes_for=counts[0],
            votes_against=counts[1],
            abstained=counts[2],
        )


def _labels() -> dict[str, str]:
    """What stands before the fields that have a label."""
    votes = (_("For"), _("Against"), _("Abstained"))
    return {
        "speaker": _("Speaker"),
        "kind": _("Kind"),
        **dict(zip(VOTES, votes, strict=True)),
    }


def _counts(values: Mapping[str, str]) -> list[int | None]:
    """The votes as typed; None where nothing was.

    Raises:
        InputError: one is not a number; ``fields`` says which.
    """
    faults = Faults()
    lines = {name: ascii_digits(clean_line(values[name])) for name in VOTES}
    for name, line in lines.items():
        if line and not line.isdecimal():
            faults.add(name, _("Write the votes as numbers."))
    faults.check()
    return [int(line) if line else None for line in lines.values()]


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
