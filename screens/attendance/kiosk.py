"""The sign-in desk: a clock, a field, the result in words and colour; nothing else is reachable.

Numbers are dealt with one after another in the order they came, so a card reader may be
quicker than the disk. A word of success appears only after the punch is saved.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Label, Static
from textual.widgets.input import Selection

from gridterm.attendance.explaining import words as status_words
from gridterm.attendance.terms import Slot, Status
from gridterm.errors import GridtermError
from gridterm.i18n import N_, _
from screens.acting import Acting
from screens.attendance import marks
from screens.attendance.board import counted
from screens.attendance.clock_face import ClockFace
from screens.attendance.leaving import LeaveKiosk
from screens.commands import Command
from screens.widgets.bars import Bar, Hint
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain
from screens.widgets.room import RoomWarning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridterm.attendance.punching import Punched
    from gridterm.attendance.reading import Board
    from gridterm.store.unit import Store

TICK_SECONDS = 0.5
BOARD_SECONDS = 60
RESULT_SECONDS = 20
QUIET_SECONDS = 2
"""How long nobody has signed in or typed before everybody is read again."""
FOLLOW_SECONDS = 0.1
"""How long after the word who is missing is drawn."""
JUMP_SECONDS = 60
NAMES_SHOWN = 80
LONGEST = 40
GOOD = frozenset({Status.PRESENT, Status.MADE_UP, Status.LEAVE, Status.OUTING, Status.OFF})


@dataclass(frozen=True)
class Waiting:
    """Who has not signed in for the slot of now, and how many have."""

    board: Board
    slot: Slot

    def after(self, punched: Punched) -> Waiting:
        """The same once somebody has signed in; nothing is read for it."""
        if self.board.day != punched.day.day:
            return self
        rows = tuple(
            replace(one, view=punched.day) if one.staff.id == punched.staff.id else one
            for one in self.board.rows
        )
        return replace(self, board=replace(self.board, rows=rows))


class NumberField(LineInput):
    """The field of the desk: what was typed is taken at once, whatever comes behind it.

    It is not painted empty before the word about it: drawing would hold up the saving.
    """

    class Taken(Message):
        """Somebody typed a number, or swiped a card.

        Args:
            typed: what the field held.
        """

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    async def action_submit(self) -> None:
        """Enter: the field is free for the next one before anything else is done."""
        typed = self.value
        self.set_reactive(Input.value, "")
        self.set_reactive(Input.selection, Selection.cursor(0))
        self.post_message(self.Taken(typed))


class KioskKeys(Bar):
    """The one key there is."""

    def left(self) -> Sequence[Hint]:
        """How to sign in."""
        return [Hint(_("Type your number or swipe your card, then Enter"), weight=9)]

    def right(self) -> Sequence[Hint]:
        """How to leave."""
        return [Hint(_("Leave (operator)"), "Esc", weight=8)]


class Kiosk(Acting[None]):
    """Full screen until its operator leaves it."""

    CSS_PATH = "../styles/kiosk.tcss"
    title_id = N_("Sign-in desk")
    help_id = N_("Type your staff number or swipe your card, then press Enter.")
    is_lock: ClassVar[bool] = True
    """The idle lock has nothing to cover here."""
    stands_alone: ClassVar[bool] = True
    """No key of the shell works while it stands."""
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "kiosk.leave", ("escape",), N_("Leave the sign-in desk"),
            N_("Leave the sign-in desk; its operator is asked for."),
            lambda kiosk: kiosk.ask_leave(), menu=False,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[str] = deque()
        self._busy = False
        self._clock: tuple[datetime, float] | None = None
        self._board_at: float | None = None
        self._found: Waiting | None = None
        self._signed_at = 0.0
        self._forgetting: Timer | None = None
        self.jumped = ""
        self._jump = ""

    def compose(self) -> ComposeResult:
        """Office and date, the clock, the field, the result, who is missing."""
        yield Static(id="office")
        yield Static(id="date")
        yield ClockFace(id="face")
        yield Static(id="jumped")
        with Horizontal(id="entry"):
            yield Label(plain(_("Number or card")), id="label")
            yield NumberField(id="number")
        with Vertical(id="result"):
            yield Static(id="word")
            yield Static(id="sentence")
        yield Static(id="counts")
        yield Static(id="missing")
        yield KioskKeys()
        yield RoomWarning()

    def on_mount(self) -> None:
        """Start the clock and read who is missing."""
        field = self.query_one("#number", NumberField)
        field.max_length = LONGEST
        field.focus()
        self.query_one("#office", Static).update(plain(self.app.full_office_name))
        self.set_interval(TICK_SECONDS, self._tick)
        self._tick()

    def on_screen_resume(self) -> None:
        """The field has the keys again."""
        self.query_one("#number", NumberField).focus()

    def on_click(self, event: events.Click) -> None:
        """The field keeps the keys."""
        event.stop()
        self.query_one("#number", NumberField).focus()

    # ── the clock ───────────────────────────────────────────────────────────
    def _tick(self) -> None:
        now, passed = self.app.clock.now(), _passed()
        self.query_one(ClockFace).tell(now)
        day = _("{date} {weekday}").format(
            date=now.date().isoformat(), weekday=_(marks.WEEKDAYS[now.weekday()])
        )
        self.query_one("#date", Static).update(plain(day))
        if self._clock is not None:
            self._watch(self._clock[0], now, passed - self._clock[1])
        self._clock = now, passed
        if self._board_at is None or (passed - self._board_at >= BOARD_SECONDS and self._quiet):
            self._board_at = passed
            self._read_board()

    @property
    def _quiet(self) -> bool:
        """Whether nobody is signing in, so that a long read keeps nobody waiting."""
        passed = asyncio.get_running_loop().time() - self._signed_at
        typing = self.query_one("#number", NumberField).value
        return not (self._busy or typing) and passed >= QUIET_SECONDS

    def _watch(self, before: datetime, now: datetime, passed: float) -> None:
        """Say it when the clock went on by another time than passed."""
        gone = (now - before).total_seconds() - passed
        if abs(gone) < JUMP_SECONDS:
            return
        self._jump = f"{before:%H:%M}>{now:%H:%M}"
        words = _("! The clock was set back from {before} to {now}: check the time.")
        if gone > 0:
            words = _("! The clock jumped from {before} to {now} (or the machine slept): check it.")
        self._warn(words.format(before=f"{before:%H:%M}", now=f"{now:%H:%M}"))

    def _warn(self, sentence: str) -> None:
        self.jumped = sentence
        self.query_one("#jumped", Static).update(plain(sentence))

    # ── signing in ──────────────────────────────────────────────────────────
    @on(NumberField.Taken)
    def _entered(self, event: NumberField.Taken) -> None:
        """Take the number, whatever is still being saved."""
        event.stop()
        if event.typed.strip():
            self._typed.append(event.typed)
            self._next()
        else:
            self.query_one("#number", NumberField).refresh()

    def _next(self) -> None:
        """Sign in who came next."""
        if self._busy or not self._typed:
            return
        self._busy = True
        store, actor, typed = self.store, self.app.actor, self._typed.popleft()
        jump = self._jump

        def work() -> Punched:
            from gridterm.attendance.service import punch

            return punch(store, actor, typed, jump)

        self.run_once(work, self._signed, group="punch", failed=self._refused)

    def _signed(self, punched: Punched) -> None:
        self._busy = False
        self._signed_at = asyncio.get_running_loop().time()
        self._say(*result(punched))
        if punched.clock_back:
            self._warn(_("! The clock stands before the sign-in made last: check the time."))
        if self._found is not None:
            self._found = self._found.after(punched)
            self.soon("missing", self._draw_board, FOLLOW_SECONDS)
        self._next()

    def _refused(self, error: GridtermError) -> None:
        self._busy = False
        self._say(Text(error.title, end=""), error.message, "-bad")
        self._next()

    def _say(self, word: Text, sentence: str, kind: str) -> None:
        self._show_result(word, sentence, kind)
        if self._forgetting is not None:
            self._forgetting.stop()
        self._forgetting = self.set_timer(RESULT_SECONDS, self._forget)

    def _forget(self) -> None:
        """Whoever comes next sees an empty desk."""
        self._show_result(Text(end=""), "", "")

    def _show_result(self, word: Text, sentence: str, kind: str) -> None:
        """Paint the result at once: the sizes are fixed, so nothing is laid out anew."""
        box = self.query_one("#result")
        line, below = self.query_one("#word", Static), self.query_one("#sentence", Static)
        for one in ("-good", "-so", "-bad"):
            box.set_class(one == kind, one, update=False)
        self.app.update_styles(box)
        line.update(word, layout=False)
        below.update(plain(sentence), layout=False)
        field = self.query_one("#number", NumberField)
        field.refresh()
        if self.is_current:
            self._compositor.update_widgets({box, line, below, field})
            self._compositor_refresh()

    # ── who is missing ──────────────────────────────────────────────────────
    def _read_board(self) -> None:
        store = self.store
        self.run_service(lambda: _waiting(store), self._show_board, group="board")

    def _show_board(self, found: Waiting) -> None:
        self._found = found
        self._draw_board()

    def _draw_board(self) -> None:
        """Say how many have signed in, and who has not."""
        if self._found is None:
            return
        board, slot = self._found.board, self._found.slot
        counts, missing = Text(end="", no_wrap=True), plain("")
        counts.append(slot.label, "bold")
        if board.working:
            for hint in counted(board, slot):
                counts.append("  ")
                counts.append(hint.word, "bold yellow" if hint.style else "")
            missing = plain(missing_words([one.name for one in board.missing(slot)]))
        else:
            counts.append("  " + _("The office is closed"))
        self.query_one("#counts", Static).update(counts, layout=False)
        self.query_one("#missing", Static).update(missing, layout=False)

    # ── leaving ─────────────────────────────────────────────────────────────
    def ask_leave(self) -> None:
        """Ask for the operator's PIN, or for their number where they have none."""
        shift = self.app.operator
        if shift is None or shift.actor.staff_id is None:
            self.dismiss(None)
            return
        store, staff_id = self.store, shift.actor.staff_id

        def known() -> bool:
            from gridterm.registers.operators import has_pin

            return has_pin(store, staff_id)

        def ask(protected: bool) -> None:  # noqa: FBT001 - a worker's result
            if self.app.screen is self:
                self.ask(LeaveKiosk(shift, protected=protected), lambda _yes: self.dismiss(None))

        self.run_service(known, ask, group="leave")


def missing_words(names: Sequence[str]) -> str:
    """Who has not signed in, as many as there is room for."""
    if not names:
        return _("Everybody has signed in.")
    told = _("Not signed in: {names}").format(names="  ".join(names[:NAMES_SHOWN]))
    if len(names) > NAMES_SHOWN:
        told += "  " + _("and {number} more").format(number=len(names) - NAMES_SHOWN)
    return told


def result(punched: Punched) -> tuple[Text, str, str]:
    """The big word, the sentence under it and the colour of a sign-in."""
    staff, view = punched.staff, punched.view
    head = f"{staff.name}  {punched.at:%H:%M}  "
    if punched.repeated:
        return Text(head + _("Already signed in"), end=""), punched.sentence, "-so"
    if view is None:
        return Text(head + _("Outside the windows"), end=""), punched.sentence, "-so"
    word = status_words(view.status, view.minutes, view.kind)
    kind = "-good" if view.status in GOOD else "-bad" if view.status is Status.ABSENT else "-so"
    return Text(f"{head}{view.slot.label} {word}", end=""), punched.sentence, kind


def _passed() -> float:
    """Seconds that pass whatever the clock says, sleep included where the machine can tell."""
    awake_or_not = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if awake_or_not is None else time.clock_gettime(awake_or_not)


def _waiting(store: Store) -> Waiting:
    from gridterm.attendance.service import board, slot_of_now

    return Waiting(board(store), slot_of_now(store))


def open_kiosk(screen: Acting[None]) -> None:
    """Open the sign-in desk; an operator without a PIN chooses first how it is left."""
    from screens.start.pin import change_pin
    from screens.widgets.dialogs import Choose

    app, store = screen.app, screen.store
    staff_id = app.actor.staff_id

    def known() -> bool:
        from gridterm.registers.operators import has_pin

        return staff_id is None or has_pin(store, staff_id)

    def chosen(key: str) -> None:
        if key == "pin":
            change_pin(app)
        else:
            app.push_screen(Kiosk())

    def go_on(protected: bool) -> None:  # noqa: FBT001 - a worker's result
        if protected:
            app.push_screen(Kiosk())
            return
        options = [
            ("pin", _("Set your PIN first: then only you can leave the sign-in desk")),
            ("number", _("Go on without: who knows your staff number can leave it")),
        ]
        screen.ask(Choose(_("You have no PIN"), options), chosen)

    screen.run_service(known, go_on, group="kiosk")
