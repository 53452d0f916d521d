"""The sign-in of a meeting: by number, or Enter on a name; who is late, on leave, absent."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from gridterm.errors import GridtermError
from gridterm.i18n import N_, _
from gridterm.meetings.terms import (
    AttendeeView,
    LeaveState,
    MeetingRef,
    MeetingState,
    MinutesState,
    Presence,
    SignIn,
)
from gridterm.text import ascii_digits, clean_line
from screens.meetings import people
from screens.meetings.attendees import CLOCK, key_of, line_of, number_and_time, person_words
from screens.meetings.views import Hints, Tab, TabTable
from screens.meetings.words import BAD, presence_text
from screens.widgets.bars import Hint
from screens.widgets.dialogs import Confirm
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.rows import HintRow
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.meetings.people import Signed
    from gridterm.store.unit import Store

BEFOREHAND = timedelta(hours=1)
"""How long before its time a meeting's sign-in is opened without a question."""


class SignInTab(Tab[SignIn]):
    """Everybody expected, the guests, and the field for numbers."""

    title_id = N_("Sign-in")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._queue: deque[tuple[str, datetime | None]] = deque()

    def compose(self) -> ComposeResult:
        """Head, the field for numbers, the people, the marked one in words."""
        yield HintRow(id=f"{self.id}-head")
        with Horizontal(id="number-row"):
            yield Label(plain(_("Staff number")), classes="label")
            yield LineInput(id="number", hint=_("1007, or 1007 14:32"))
            yield Static(id="number-told")
        yield TabTable(self.columns())
        with VerticalScroll(classes="about", can_focus=False):
            yield Static()

    def columns(self) -> Sequence[Column]:
        """Who, whether there, since when."""
        return (
            Column("number", _("Staff no."), 7),
            Column("name", _("Name"), 9),
            Column("role", _("Role"), spare=True),
            Column("presence", _("State"), 14),
            Column("at", _("Time"), 11),
        )

    def read(self, store: Store, ref: MeetingRef) -> SignIn:
        """Those expected and the guests; computed until the sign-in is opened."""
        from gridterm.meetings.people import sign_in_sheet

        return sign_in_sheet(store, ref)

    def lines(self, found: SignIn) -> Sequence[Line]:
        """A line each."""
        return [line_of(one) for one in found.people]

    def head(self, found: SignIn) -> Hints:
        """Who is there of how many, and whether that is enough."""
        counts = (
            (_("expected {number}"), found.expected, ""),
            (_("here {number}"), found.present, "strong"),
            (_("late {number}"), found.late, "late"),
            (_("leave {number}"), found.leave, ""),
            (_("absent {number}"), found.absent, "late"),
        )
        left = [
            Hint(words.format(number=number), style=style, weight=8 - place)
            for place, (words, number, style) in enumerate(counts)
            if number or place < 2  # noqa: PLR2004 - these two always
        ]
        if found.quorate:
            right = Hint(_("quorum {number}: enough").format(number=found.quorum), weight=7)
        else:
            words = _("! quorum {number}: {missing} more").format(
                number=found.quorum, missing=found.quorum - found.present
            )
            right = Hint(words, style="late", weight=9)
        return left, [right]

    def draw(self) -> None:
        """The field for numbers is there while the meeting can be signed in to."""
        super().draw()
        self.query_one("#number-row").display = self.can_number

    def describe(self, line: Line) -> Text:
        """The marked person, and why it comes to what it comes to."""
        return person_words(line.record)

    def nothing(self) -> str:
        """Nobody is expected."""
        return _("Nobody is expected. The roles that are expected are a setting.")

    @property
    def home(self) -> Widget:
        """The field for numbers while people come in, the list otherwise."""
        return self.query_one("#number", LineInput) if self._is_open else self.table

    @property
    def has_keys(self) -> bool:
        """Whether the keys are in the list of people."""
        return self.is_mounted and self.table.has_focus

    # ── what can be done ────────────────────────────────────────────────────
    @property
    def person(self) -> AttendeeView | None:
        """The marked person."""
        marked: AttendeeView | None = self.marked
        return marked

    @property
    def _is_open(self) -> bool:
        detail = self.meeting
        return detail is not None and detail.state is MeetingState.OPEN

    @property
    def can_number(self) -> bool:
        """Whether people can sign in by their numbers now."""
        return self._is_open and self.may_change

    @property
    def can_open(self) -> bool:
        """Whether Enter does anything with the marked person."""
        return self.has_keys and self.person is not None and self.can_more

    @property
    def can_more(self) -> bool:
        """Whether something can be noted of the marked person."""
        detail = self.meeting
        states = (MeetingState.PLANNED, MeetingState.OPEN)
        changeable = detail is not None and (detail.state in states or self._is_over)
        return self.person is not None and self.may_change and changeable

    @property
    def _is_over(self) -> bool:
        """It has ended, and its minutes are not handed in yet."""
        detail = self.meeting
        writing = detail is not None and detail.minutes_state is MinutesState.WRITING
        return writing and detail is not None and detail.state is MeetingState.HELD

    @property
    def can_resume(self) -> bool:
        """Whether a meeting ended by mistake can go on."""
        detail = self.meeting
        return self._is_over and self.may_change and bool(detail and not detail.correcting)

    @property
    def can_guest(self) -> bool:
        """Whether guests can be entered."""
        detail = self.meeting
        return self.may_change and detail is not None and detail.state is not MeetingState.CANCELLED

    @property
    def can_start(self) -> bool:
        """Whether the sign-in is still to be opened."""
        detail = self.meeting
        return self.may_change and detail is not None and detail.state is MeetingState.PLANNED

    @property
    def can_end(self) -> bool:
        """Whether the meeting is in session."""
        return self._is_open and self.may_change

    # ── by number ───────────────────────────────────────────────────────────
    def number(self) -> None:
        """Go to the field for numbers."""
        self.query_one("#number").focus()

    @on(Input.Submitted, "#number")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        typed = clean_line(event.value)
        if typed and self.can_number:
            event.input.value = ""
            self._sign(*number_and_time(typed, self.office.clock.now()))

    def _sign(self, who: str, at: datetime | None = None) -> None:
        """Sign somebody in; whoever comes while that is saved waits in line."""
        self._queue.append((who, at))
        self._sign_next()

    def _sign_next(self) -> None:
        from gridterm.meetings.people import sign

        ref = self.ref
        if ref is None or not self._queue:
            return
        store, actor, (who, at) = self.desk.store, self.office.actor, self._queue[0]
        work = partial(sign, store, actor, ref, who, at)
        if self.save(work, self._signed, self._not_signed, group="signing"):
            self._queue.popleft()

    def _signed(self, one: Signed) -> None:
        style = presence_text(one.presence).style
        self.query_one("#number-told", Static).update(Text(one.sentence, style=style, end=""))
        self.table.mark(key_of(one))
        self._sign_next()

    def _not_signed(self, error: GridtermError) -> None:
        self.query_one("#number-told", Static).update(plain(f"! {error.message}", BAD))
        self._sign_next()

    def on_key(self, event: events.Key) -> None:
        """A digit typed over the list begins a number."""
        digit = ascii_digits(event.character or "")
        if self.table.has_focus and self.can_number and digit.isdecimal():
            event.stop()
            field = self.query_one("#number", LineInput)
            field.value = digit
            field.focus()
            field.cursor_position = len(digit)

    def key_down(self, event: events.Key) -> None:
        """Down goes from the field to the list."""
        if self.query_one("#number").has_focus:
            event.stop()
            self.table.focus()

    def go_back(self) -> bool:
        """From the field to the list."""
        if self.query_one("#number").has_focus:
            self.table.focus()
            return True
        return False

    # ── the marked person ───────────────────────────────────────────────────
    def open(self) -> None:
        """Sign in who is not there yet; else ask what happened."""
        one = self.person
        if one is None or not self.can_more:
            return
        if self._is_open and one.presence is Presence.PENDING and one.leave is LeaveState.NONE:
            self._sign(one.number or str(one.staff_id))
        else:
            self.more()

    def more(self) -> None:
        """Leave, somebody in their place, leaving early."""
        if self.person is not None and self.ref is not None:
            people.ask_what(self, self.person)

    def sign_marked(self) -> None:
        """Sign the marked person in, whatever was noted before."""
        if self.person is not None:
            self._sign(self.person.number or str(self.person.staff_id))

    def guest(self) -> None:
        """Enter a guest."""
        people.ask_guest(self)

    # ── beginning and end ───────────────────────────────────────────────────
    def start(self) -> None:
        """Open the sign-in, after a yes where its day is past or its time is far off.

        It cannot be closed again, and the agenda is drawn for the last time with it.
        """
        detail = self.meeting
        if detail is None:
            return
        begins, now = detail.row.starts_at, self.office.clock.now()
        if begins.date() >= now.date() and begins - now <= BEFOREHAND:
            self._start()
            return
        if begins > now:
            words = _("This meeting begins at {time}. Open its sign-in now?").format(
                time=f"{begins:{CLOCK}}"
            )
        else:
            words = _("This meeting is of {day}. Open its sign-in now?").format(
                day=f"{begins:%Y-%m-%d}"
            )
        title = _("Open the sign-in")
        self.desk.ask(Confirm(title, words, yes=title), lambda _yes: self._start())

    def _start(self) -> None:
        from gridterm.meetings.people import open_sign_in

        if self.ref is not None:
            work = partial(open_sign_in, self.desk.store, self.office.actor, self.ref)
            self.save(work, self._started)

    def _started(self, _result: object) -> None:
        self.office.say(_("The sign-in is open: type staff numbers, each with Enter."))
        self.desk.call_after_refresh(self._take_keys)

    def _take_keys(self) -> None:
        self.query_one("#number-row").display = True
        self.query_one("#number").focus()

    def end(self) -> None:
        """End the meeting after a yes that says who is missing."""
        found = self.found
        missing = found.expected - found.present - found.leave if found is not None else 0
        words = _("End the meeting? {number} who did not come will count as absent.").format(
            number=max(0, missing)
        )
        self.desk.ask(
            Confirm(_("End the meeting"), words, yes=_("End the meeting")), lambda _yes: self._end()
        )

    def _end(self) -> None:
        from gridterm.meetings.people import end

        if self.ref is not None:
            work = partial(end, self.desk.store, self.office.actor, self.ref)
            self.save(work, self._ended)

    def _ended(self, _result: object) -> None:
        self.office.say(_("The meeting is over; the minutes can be written to the end."))
        self.table.focus()

    def resume(self) -> None:
        """A meeting ended by mistake goes on, with the reason."""
        people.ask_resume(self)

    def print_it(self) -> None:
        """The sign-in sheet."""
        from screens.meetings.printing import print_sign_in

        if self.ref is not None:
            print_sign_in(self.desk, self.ref)
