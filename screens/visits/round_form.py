"""The fields of a round of visits: who went and when, and the household at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label, Static

from gridterm.hotline.terms import Kind
from gridterm.i18n import _
from gridterm.visits.terms import Outcome, Purpose, VisitForm
from screens.acting import Acting
from screens.meetings.entry_form import WORDS, FindSpeaker
from screens.registers.picking import FindChoice, Pick
from screens.visits.words import short_day
from screens.widgets.forms import Choice, LineInput, Tick
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from screens.widgets.forms import Control

DAYS_BACK = 31
LINES = ("household", "matter", "feedback")
NAMES = (*LINES, "visitor", "day", "purpose", "outcome", "ticket", "kind", "confidential")
KEPT = ("visitor", "day", "purpose")
"""What stays for the next household of the round."""

Values = dict[str, str]


class VisitorChoice(FindChoice):
    """Who went: the arrows step; Enter, or typing, finds by number, name or pinyin initials."""

    class Chosen(Message):
        """Somebody was chosen from the list."""

    def __init__(self) -> None:
        super().__init__((), title=_("Visitor"), none=_("choose who went"))
        self.id = "visitor"
        self._finder: FindSpeaker | None = None

    def offer(self, picks: Sequence[Pick]) -> None:
        """Offer these people; who is chosen stays."""
        self._picks = [*picks]
        self.set_options([("", _("choose who went")), *((one.value, one.words) for one in picks)])

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
            self._finder = FindSpeaker(_("Visitor"), self._picks, typed)
            self.screen.ask(self._finder, self._take)

    def _take(self, value: str) -> None:
        if value.startswith(WORDS):
            known_by = value.removeprefix(WORDS)
            words = _("Nobody is known by {typed}.").format(typed=known_by)
            cast("Acting[Any]", self.screen).app.say(words, bad=True)
            return
        self._choose(value)
        self.post_message(self.Chosen())


class RoundFields(Vertical):
    """All fields of a round; Enter goes from the household over the matter to the feedback."""

    def compose(self) -> ComposeResult:
        """Who and when in a row; household, purpose and outcome; matter; feedback; the call."""
        with Horizontal(classes="round-row", id="round-who"):
            yield Label(plain(_("Visitor")), classes="label")
            yield VisitorChoice()
            yield Label(plain(_("Day")), classes="label")
            yield Choice([], "", title=_("Day of the visits"), enter_lists=False, id="day")
        with Horizontal(classes="round-row"):
            yield Label(plain(_("Household")), classes="label")
            yield LineInput(id="household", hint=_("room, initials, phone"))
            purposes = [(str(one), one.label) for one in Purpose]
            yield Choice(purposes, title=_("Purpose"), enter_lists=False, id="purpose")
            outcomes = [(str(one), one.label) for one in Outcome]
            yield Choice(outcomes, title=_("Outcome"), enter_lists=False, id="outcome")
        with Horizontal(classes="round-row"):
            yield Label(plain(_("Matter")), classes="label")
            yield LineInput(id="matter")
        with Horizontal(classes="round-row"):
            yield Label(plain(_("Feedback given")), classes="label")
            yield LineInput(id="feedback")
            yield Tick(_("Make it a call"), id="ticket")
        with Horizontal(classes="round-row", id="round-call"):
            yield Label(plain(_("The call is")), classes="label")
            kinds = [(str(one), one.label) for one in Kind]
            yield Choice(kinds, Kind.HELP, title=_("Kind"), enter_lists=False, id="kind")
            yield Tick(_("Confidential"), id="confidential")
        yield Static(id="round-wrong")

    def on_mount(self) -> None:
        """What belongs to a call is asked for where there will be one."""
        self.show_parts()

    # ── values ──────────────────────────────────────────────────────────────
    def _control(self, name: str) -> Control:
        return cast("Control", self.query_one(f"#{name}"))

    def line(self, name: str) -> Input:
        """The line of that name."""
        return self.query_one(f"#{name}", Input)

    def values(self) -> Values:
        """What every field holds, as typed."""
        return {name: self._control(name).value for name in NAMES}

    def fill(self, values: Mapping[str, object]) -> None:
        """Put values into their fields; names that are no field are left out."""
        for name in NAMES:
            if name in values:
                self._control(name).value = str(values[name])
        for name in LINES:
            self.line(name).cursor_position = len(self.line(name).value)
        self.show_parts()

    def offer_days(self, today: date) -> None:
        """Today and the days before it."""
        names = [(one.isoformat(), short_day(one, today)) for one in days_back(today)]
        self.query_one("#day", Choice).set_options(names)

    def empty_line(self) -> None:
        """Ready for the next household."""
        self.fill(
            {**dict.fromkeys(LINES, ""), "outcome": str(Outcome.MET), "ticket": "",
             "kind": str(Kind.HELP), "confidential": ""}
        )  # fmt: skip
        self.say_wrong("")

    def show_parts(self) -> None:
        """The row of the call is there where the matter becomes one."""
        self.query_one("#round-call").display = bool(self._control("ticket").value)

    # ── what is wrong ───────────────────────────────────────────────────────
    def say_wrong(self, sentence: str) -> None:
        """A sentence under the fields; what was typed stays."""
        place = self.query_one("#round-wrong", Static)
        place.update(plain(f"! {sentence}" if sentence else ""))
        place.display = bool(sentence)

    def go_to_wrong(self, names: Mapping[str, str]) -> None:
        """To the first field that is named."""
        places = {"household_id": "household", "staff_id": "visitor", "result": "outcome"}
        for name in names:
            field = places.get(name, name)
            if field in NAMES:
                self.query_one(f"#{field}").focus()
                return


def days_back(today: date) -> list[date]:
    """The days a round can be of: papers that are older come in by a file."""
    return [today - timedelta(days=back) for back in range(DAYS_BACK + 1)]


def is_blank(values: Mapping[str, object]) -> bool:
    """Whether nothing was typed that anybody would miss."""
    return not any(str(values.get(name, "")).strip() for name in LINES)


def form_of(values: Mapping[str, str], household_id: int | None) -> VisitForm:
    """The visit that stands in the fields."""
    return VisitForm(
        household_id=household_id,
        staff_id=int(values["visitor"]) if values["visitor"] else None,
        purpose=values["purpose"],
        matter=values["matter"],
        feedback=values["feedback"],
        result=values["outcome"],
        day=date.fromisoformat(values["day"]),
        make_ticket=bool(values["ticket"]),
        ticket_kind=values["kind"],
        confidential=bool(values["confidential"]) and bool(values["ticket"]),
    )
