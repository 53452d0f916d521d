"""F12: log a call. One screen, a draft at every pause, one key to save."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from screens.acting import Acting
from screens.commands import Command
from screens.hotline.fields import HintRow, Pause
from screens.hotline.helping import Helper
from screens.hotline.intake_form import Given, IntakeForm, Values, intake_of, is_blank
from screens.hotline.segments import Segments
from screens.widgets.bars import Footer, Header, Hint
from screens.widgets.dialogs import Choose, Confirm
from screens.widgets.forms import Choice, Tick
from screens.widgets.room import RoomWarning

if TYPE_CHECKING:
    from gridterm.hotline.terms import Intake, TicketDetail
    from gridterm.store.audit import Actor
    from gridterm.store.drafts import DraftView

FORM = "hotline.intake"
KEEP_PAUSE = 0.6


def _take_category(place: int, key: str) -> Command:
    return Command(
        f"intake.category{place + 1}",
        (key,),
        N_("Take the suggested category"),
        N_("Take this category, and go on to the answer."),
        lambda page: page.accept_category(place),
        when=lambda page: len(page.helper.choices) > place,
        footer=False,
        menu=False,
    )


class IntakePage(Acting[None]):
    """Log a call: the form over whatever was open. It ends with a saved call or a kept draft."""

    CSS_PATH = "../styles/hotline.tcss"
    is_intake: ClassVar[bool] = True
    title_id = N_("Log a call")
    help_id = N_(
        "Write down who calls and what about. The phone comes first: a known number fills name, "
        "address and grid. Who takes the call is the first responder and stays so (首问责任人): "
        "answer at once, or guide to the right place, or only record it in full. An answer or a "
        "place written here finishes the call in the same save. What you type is kept as a draft "
        "at every pause; Esc leaves it there and F12 brings it back."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "intake.save", ("f9", "ctrl+s"), N_("Save"),
            N_("Save the call; with an answer or a place to go, it is finished too."),
            lambda page: page.save(), weight=9,
        ),
        Command(
            "intake.kind", ("f4",), N_("Next kind"),
            N_("Change what the caller wants: inquiry, help, complaint and so on."),
            lambda page: page.form.query_one("#kind", Segments).action_move(1), menu=False,
        ),
        *(_take_category(place, key) for place, key in enumerate(("f5", "f6", "f7"))),
        Command(
            "intake.earlier", ("f8",), N_("Earlier calls"),
            N_("Like calls, and earlier calls from this phone."),
            lambda page: page.show_earlier(), when=lambda page: page.helper.earlier_options(),
        ),
        Command(
            "intake.aside", ("ctrl+n",), N_("Put aside"),
            N_("Keep what is typed as a draft and start an empty form; F12 brings it back later."),
            lambda page: page.put_aside(), when=lambda page: page.typed, footer=False,
        ),
        Command(
            "intake.discard", ("ctrl+delete",), N_("Throw away"),
            N_("Empty the form and throw its draft away; it asks first."),
            lambda page: page.ask_discard(), when=lambda page: page.typed, footer=False,
        ),
        Command(
            "intake.leave", ("escape",), N_("Back"),
            N_("Leave the form; what is typed stays as a draft."),
            lambda page: page.leave(), menu=False, weight=8,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.helper = Helper(self)
        self.draft_id: int | None = None
        self._kept: Values = {}
        self._done = False
        self._lock = threading.Lock()
        self._pause = Pause(self, KEEP_PAUSE, self.keep_soon)

    def compose(self) -> ComposeResult:
        """Header, head line, form, footer."""
        yield Header()
        yield HintRow(id="intake-head")
        yield IntakeForm(id="intake")
        yield Footer()
        yield RoomWarning()

    @property
    def form(self) -> IntakeForm:
        """The fields."""
        return self.query_one(IntakeForm)

    @property
    def typed(self) -> bool:
        """Whether anything stands in the form that would be missed."""
        return self.is_mounted and not is_blank(self.form.values())

    def on_mount(self) -> None:
        """An empty form; a kept draft and the office's lists come from a thread."""
        self._start_anew()
        self.run_service(self._read_lists, self._use_lists, group="lists")
        self.run_service(self._read_draft, self._use_draft, group="draft")

    def _start_anew(self) -> None:
        self.given = Given(self.app.clock.now())
        self.draft_id = None
        self._kept = self.given.values()
        self.form.fill(self._kept)
        self.form.show_wrong({})
        self.helper.forget()
        self._pause.stop()
        self._show_head("")
        self.form.line("phone").focus()

    def _show_head(self, news: str) -> None:
        operator = self.app.actor.name
        self.query_one("#intake-head", HintRow).show(
            [
                Hint(_("Log a call"), style="strong", weight=9),
                Hint(_("First responder {name}").format(name=operator), weight=8),
            ],
            [Hint(news, style="quiet", weight=3)] if news else [],
        )

    # ── the office's lists ──────────────────────────────────────────────────
    def _read_lists(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        from gridterm.hotline.queries import categories
        from gridterm.registers.service import list_grids

        grids = [(str(one.id), one.code) for one in list_grids(self.store) if one.level.numbered]
        return list(categories(self.store)), grids

    def _use_lists(self, found: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
        for name, options in zip(("category", "grid"), found, strict=True):
            none = _("none") if name == "category" else _("by the address")
            self.form.query_one(f"#{name}", Choice).set_options([("", none), *options])

    # ── drafts ──────────────────────────────────────────────────────────────
    @property
    def _owner(self) -> str:
        mine = self.app.instance
        return mine.id if mine is not None else FORM

    def _read_draft(self) -> DraftView | None:
        from gridterm.store import drafts

        mine = self.app.instance
        living = mine.living() if mine is not None else frozenset[str]()
        found = drafts.latest(self.store, FORM, living=living)
        return drafts.take(self.store, found.id, self._owner, living) if found else None

    def _use_draft(self, draft: DraftView | None) -> None:
        if draft is None or self._done or self.typed or self.draft_id is not None:
            return
        self.draft_id = draft.id
        self.form.fill({**self.given.values(), **_texts(draft.payload)})
        self._kept = self.form.values()
        when = f"{draft.updated_at:%m-%d %H:%M}"
        self._show_head(_("Draft of {when}").format(when=when))
        self.app.say(
            _(
                "What was typed on {when} and not saved is here again. "
                "{key} puts it aside and starts an empty form."
            ).format(when=when, key="Ctrl+N")
        )
        self.helper.look_up_caller()
        self.helper.look_up_address()
        self.helper.look_up_matter()

    def keep_soon(self) -> None:
        """Keep the draft in a thread; nothing happens where nothing was changed."""
        values = self.form.values()
        if self._done or values == self._kept or (is_blank(values) and self.draft_id is None):
            return
        self._kept = values
        self.run_service(
            partial(self._keep, values), self._kept_well, group="keep", failed=self._kept_not
        )

    def _keep(self, values: Values) -> bool:
        """In a thread; the lock lets no draft be written after its call was saved."""
        from gridterm.store import drafts

        with self._lock:
            if self._done:
                return False
            if is_blank(values):
                drafts.forget(self.store, self.draft_id)
                self.draft_id = None
            else:
                self.draft_id = drafts.keep(self.store, FORM, self._owner, values, self.draft_id)
            return True

    def _kept_well(self, kept: bool) -> None:  # noqa: FBT001 - a worker's result
        if kept:
            when = f"{self.app.clock.now():%H:%M:%S}"
            self._show_head(_("Draft kept {when}").format(when=when))

    def _kept_not(self, error: GridtermError) -> None:
        self._kept = {}
        self._show_head(_("Draft NOT kept: {title}").format(title=error.title))

    def put_aside(self) -> None:
        """Keep what is typed and start an empty form."""

        def kept(_result: object) -> None:
            self._start_anew()
            self.app.say(_("Put aside as a draft; F12 brings it back after the next save."))

        self._pause.stop()
        self.run_once(partial(self._keep, self.form.values()), kept, group="keep-now")

    def ask_discard(self) -> None:
        """Throw the draft away after a yes."""
        question = Confirm(
            _("Throw away"),
            _("Throw away what is typed in this form? It cannot be brought back."),
            yes=_("Throw away"),
            no=_("Go on typing"),
        )
        self.ask(question, self._discard)

    def _discard(self, _yes: object) -> None:
        from gridterm.store import drafts

        gone = self.draft_id
        self._start_anew()
        self.run_once(partial(drafts.forget, self.store, gone), group="keep-now")

    def leave(self) -> None:
        """Back to what was open. What is typed stays as a draft."""
        if self._done or "saving" in self._saving:
            return
        values = self.form.values()
        if is_blank(values) and self.draft_id is None:
            self._close("")
            return
        self._pause.stop()
        blank = is_blank(values)
        said = "" if blank else _("Kept as a draft; F12 brings it back.")
        self.run_once(
            partial(self._keep, values), lambda _kept: self._close(said), group="keep-now"
        )

    def _close(self, sentence: str) -> None:
        if self._done:
            return
        self._done = True
        self._pause.stop()
        self.helper.stop()
        self.dismiss(None)
        if sentence:
            self.app.say(sentence)

    # ── saving ──────────────────────────────────────────────────────────────
    def save(self) -> None:
        """Save the call with what finishes it; the form stays when anything is wrong."""
        if self._done:
            return
        self._pause.stop()
        try:
            intake = intake_of(self.form.values(), self.given, self.app.clock.now())
        except InputError as error:
            self._refused(error)
            return
        actor = self.app.actor
        self.run_once(partial(self._register, intake, actor), self._saved, failed=self._refused)

    def _register(self, intake: Intake, actor: Actor) -> TicketDetail:
        from gridterm.hotline import service

        with self._lock:
            saved = service.register(self.store, actor, intake, draft_id=self.draft_id)
            self._done = True
            return saved

    def _saved(self, ticket: TicketDetail) -> None:
        self._pause.stop()
        self.helper.stop()
        self.dismiss(None)
        self.app.say(
            _("{number} is saved: {state}.").format(number=ticket.number, state=ticket.state.label)
        )
        self.app.data_changed()

    def _refused(self, error: GridtermError) -> None:
        fields = error.fields if isinstance(error, InputError) else {}
        if not (fields and self.form.show_wrong(fields)):
            self.app.show_error(error)

    # ── what is typed ───────────────────────────────────────────────────────
    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Segments.Changed)
    @on(Choice.Changed)
    @on(Tick.Changed)
    def changed(self, event: Input.Changed | TextArea.Changed | Segments.Changed) -> None:
        """Keep the draft after a pause, and look up what the field says."""
        event.stop()
        if self._done:
            return
        self._pause.touch()
        self.helper.touched(event.control.id or "")

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field that is empty."""
        event.stop()
        name = event.input.id or ""
        if name == "phone":
            self.helper.look_up_caller(go_on=True)
        else:
            self.form.go_on(name)

    def accept_category(self, place: int) -> None:
        """Take a suggestion; from the matter go on to the answer."""
        if place >= len(self.helper.choices):
            return
        self.form.query_one("#category", Choice).value = self.helper.choices[place].code
        self._pause.touch()
        if self.focused is not None and self.focused.id == "content":
            self.form.query_one("#answer").focus()

    def choose_building(self) -> None:
        """Choose one of the buildings the address may mean."""
        names = self.helper.buildings()
        if names:
            options = [(name, name) for name in names]
            self.ask(Choose(_("Which building?"), options), self._use_building)

    def _use_building(self, name: str) -> None:
        line = self.form.line("address")
        room = self.helper.whose.match.room if self.helper.whose.match else ""
        line.value = f"{name}{room}"
        line.cursor_position = len(line.value)
        line.focus()
        self.helper.look_up_address()

    def key_down(self, event: events.Key) -> None:
        """Down in the address opens the buildings it may mean."""
        if self.focused is not None and self.focused.id == "address":
            event.stop()  # or the list that opens would take it too
            self.choose_building()

    def show_earlier(self) -> None:
        """The like calls and those from this phone."""
        options = self.helper.earlier_options()
        if options:
            dialog = Choose(_("Earlier calls"), options)
            dialog.add_class("-wide")
            self.ask(dialog, lambda key: self.show_ticket(int(key)))

    def show_ticket(self, ticket_id: int) -> None:
        """An earlier call, over the form."""
        from screens.hotline.detail import DetailOverForm

        self.app.push_screen(DetailOverForm(ticket_id))


def _texts(payload: Mapping[str, object]) -> Values:
    """What a draft holds, as far as a form can show it."""
    return {name: value for name, value in payload.items() if isinstance(value, str | bool)}
