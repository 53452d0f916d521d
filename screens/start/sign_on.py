"""Who is at the desk: sign-on, hand-over in one key, and the lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from gridterm.errors import GridtermError
from gridterm.i18n import N_, _
from gridterm.text import fold, pad
from screens.commands import Command
from screens.start.shifts import shift_of
from screens.state import Shift
from screens.widgets.dialogs import Dialog
from screens.widgets.forms import LineInput
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from screens.app import GridtermApp

NUMBER_CELLS = 8
NAME_CELLS = 12
FIRST_NUMBER = "1001"


@dataclass(frozen=True)
class Candidate:
    """Somebody who may sit at the desk."""

    staff_id: int
    number: str
    name: str
    initials: str
    role_words: str
    has_pin: bool
    post: str


def sign_on(app: GridtermApp, *, first: bool) -> None:
    """Ask who is at the desk.

    Args:
        app: the program, with an open office.
        first: nobody is yet, so Esc does not leave the question without an answer.
    """
    store = app.store

    def ask(found: Sequence[Candidate]) -> None:
        app.push_screen(SignOn(found, must=first), partial(_signed_on, app))

    app.acting.run_service(lambda: _candidates(store), ask, group="sign-on")


def lock(app: GridtermApp) -> None:
    """Cover the screen until somebody signs on."""
    if app.is_locked:
        return
    shift = app.operator
    dialog = SignOn((), must=True, locked=True, mine=shift.number if shift else "")
    app.push_screen(dialog, partial(_signed_on, app))


def _signed_on(app: GridtermApp, shift: Shift | None) -> None:
    if shift is not None:
        app.signed_on(shift)


class SignOn(Dialog[Shift]):
    """The staff who may sit here; type a number, a name or pinyin initials, then Enter.

    Args:
        found: who may sit here.
        must: Esc does not leave it.
        locked: it covers the screen.
        mine: the number to start with.
    """

    help_id = N_(
        "What is done from now on is recorded under the person who signs on here. Type the "
        "staff number, part of the name or its pinyin initials, then press Enter; whoever has "
        "set a PIN is asked for it. The person on hotline duty today stands first."
    )
    commands = (
        Command(
            "sign_on.up",
            ("up",),
            N_("Up"),
            N_("Mark the line above."),
            lambda dialog: dialog.move(-1),
            when=lambda dialog: not dialog.asks_pin,
            menu=False,
            footer=False,
        ),
        Command(
            "sign_on.down",
            ("down",),
            N_("Down"),
            N_("Mark the line below."),
            lambda dialog: dialog.move(1),
            when=lambda dialog: not dialog.asks_pin,
            menu=False,
            footer=False,
        ),
        Command(
            "sign_on.back",
            ("escape",),
            N_("Another person"),
            N_("Choose another person."),
            lambda dialog: dialog.ask_person(),
            when=lambda dialog: dialog.asks_pin,
            menu=False,
        ),
        Command(
            "sign_on.cancel",
            ("escape",),
            N_("Cancel"),
            N_("Leave this question; nothing changes."),
            lambda dialog: dialog.cancel(),
            when=lambda dialog: not dialog.asks_pin and not dialog.must,
            menu=False,
        ),
        Command(
            "sign_on.quit",
            ("escape", "ctrl+q"),
            N_("Quit"),
            N_("Close gridterm; it asks first."),
            lambda dialog: dialog.app.ask_quit(),
            when=lambda dialog: not dialog.asks_pin and dialog.must,
            menu=False,
        ),
    )

    def __init__(
        self,
        found: Sequence[Candidate],
        *,
        must: bool,
        locked: bool = False,
        mine: str = "",
    ) -> None:
        super().__init__(_("The screen is locked") if locked else _("Who is at the desk?"))
        self.is_lock = locked
        self.must = must
        self.chosen: Candidate | None = None
        self._found = tuple(found)
        self._shown: list[Candidate] = []
        self._mine = mine
        self._loaded = not locked
        self.set_class(must, "-locked")

    @property
    def asks_pin(self) -> bool:
        """Whether a person is chosen and the PIN is asked."""
        return self.chosen is not None

    def compose_dialog(self) -> ComposeResult:
        """The field, the list, the place of the sentence about what is wrong."""
        yield Static(id="question")
        yield LineInput(id="person")
        yield LineInput(secret=True, id="pin")
        yield OptionList(id="choices", compact=True)
        yield Static(id="wrong")

    def on_mount(self) -> None:
        """Ask for the person."""
        self.query_one("#choices").can_focus = False
        self.ask_person()
        if not self._loaded:
            store = self.store
            self.run_service(lambda: _candidates(store), self.offer, group="sign-on")

    def offer(self, found: Sequence[Candidate]) -> None:
        """Take the people that were read."""
        self._found, self._loaded = tuple(found), True
        self.ask_person()

    # ── who ─────────────────────────────────────────────────────────────────
    def ask_person(self) -> None:
        """Ask who it is."""
        self.chosen = None
        self._say("")
        if self._loaded and not self._found:
            question = _("There is no staff yet. Your name, to be the first clerk:")
        else:
            question = _("Staff number, name or initials:")
        self.query_one("#question", Static).update(plain(question))
        self.query_one("#pin").display = False
        self.query_one("#choices").display = bool(self._found)
        field = self.query_one("#person", LineInput)
        field.display = True
        field.focus()
        self._show(field.value)
        self.refresh_bindings()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        if event.input.id == "person" and not self.asks_pin:
            self._say("")
            self._show(event.value)

    def _show(self, typed: str) -> None:
        self._shown = [one for one in self._found if _answers(one, typed)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_line(one)) for one in self._shown)
        if self._shown:
            numbers = [one.number for one in self._shown]
            options.highlighted = numbers.index(self._mine) if self._mine in numbers else 0

    def move(self, step: int) -> None:
        """Mark another line while the field keeps the focus."""
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = ((options.highlighted or 0) + step) % len(self._shown)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a person."""
        event.stop()
        if event.option_index < len(self._shown):
            self._choose(self._shown[event.option_index])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: the marked person, the PIN, or the first clerk's name."""
        event.stop()
        if self.chosen is not None:
            self._enter(self.chosen, event.value)
        elif self._shown:
            self._choose(self._shown[self.query_one(OptionList).highlighted or 0])
        elif self._loaded and not self._found and event.value.strip():
            self._enter_first(event.value)
        elif self._found:
            self._say(_("Nobody answers to that. Type a number, a name or initials."))

    def _choose(self, candidate: Candidate) -> None:
        if not candidate.has_pin:
            self._enter(candidate, "")
            return
        self.chosen = candidate
        self.query_one("#question", Static).update(
            plain(_("The PIN of {name}:").format(name=candidate.name))
        )
        self.query_one("#person").display = False
        self.query_one("#choices").display = False
        pin = self.query_one("#pin", LineInput)
        pin.value = ""
        pin.display = True
        pin.focus()
        self.refresh_bindings()

    # ── in ──────────────────────────────────────────────────────────────────
    def _enter(self, candidate: Candidate, pin: str) -> None:
        store = self.store
        self.run_once(
            lambda: shift_of(store, candidate.staff_id, pin), self.answer, failed=self._refused
        )

    def _enter_first(self, name: str) -> None:
        store = self.store
        self.run_once(lambda: _first_clerk(store, name), self.answer, failed=self._refused)

    def _refused(self, error: GridtermError) -> None:
        self.query_one("#pin", LineInput).value = ""
        self._say(error.message)

    def _say(self, sentence: str) -> None:
        self.query_one("#wrong", Static).update(plain(sentence))


def _answers(candidate: Candidate, typed: str) -> bool:
    wanted = "".join(fold(typed).split())
    if not wanted:
        return True
    return (
        wanted in fold(candidate.number)
        or wanted in "".join(fold(candidate.name).split())
        or any(one.startswith(wanted) for one in candidate.initials.split())
    )


def _line(candidate: Candidate) -> Text:
    line = Text(end="", no_wrap=True)
    line.append(pad(candidate.number, NUMBER_CELLS))
    line.append(pad(candidate.name, NAME_CELLS), "bold")
    line.append(candidate.role_words)
    if candidate.post:
        line.append("  " + candidate.post)
    return line


# ── services; called in a thread ────────────────────────────────────────────
def _candidates(store: Store) -> tuple[Candidate, ...]:
    """Who may sit at the desk, today's duty officer first."""
    from gridterm.registers import operators, service

    initials = {one.id: one.initials for one in service.list_staff(store)}
    return tuple(
        Candidate(
            staff_id=one.staff_id,
            number=one.number,
            name=one.name,
            initials=initials.get(one.staff_id, ""),
            role_words=" ".join(role.label for role in one.roles),
            has_pin=one.has_pin,
            post=_post(one.on_duty, one.stands_in),
        )
        for one in operators.candidates(store)
    )


def _post(on_duty: bool, stands_in: bool) -> str:  # noqa: FBT001 - two marks of a person
    if stands_in:
        return _("deputy today")
    return _("on duty today") if on_duty else ""


def _first_clerk(store: Store, name: str) -> Shift:
    from gridterm.registers.service import save_staff
    from gridterm.registers.terms import Role, StaffForm
    from gridterm.store.audit import SYSTEM

    staff = save_staff(store, SYSTEM, StaffForm(FIRST_NUMBER, name, (Role.CLERK,)))
    return shift_of(store, staff.id, "")
