"""F12: log a call. One screen, a draft at every pause, one key to save."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from screens.acting import SAVING, Acting
from screens.commands import Command
from screens.drafting import Drafting, throw_away_question
from screens.hotline.helping import Helper
from screens.hotline.intake_form import FLOW, Given, IntakeForm, Values, intake_of, is_blank
from screens.hotline.segments import Segments
from screens.widgets.bars import Footer, Header, Hint
from screens.widgets.dialogs import Choose
from screens.widgets.forms import Choice, Tick
from screens.widgets.room import RoomWarning
from screens.widgets.rows import HintRow

if TYPE_CHECKING:
    from gridterm.hotline.terms import Intake, TicketDetail
    from gridterm.store.audit import Actor

FORM = "hotline.intake"


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
    """Log a call: the form over whatever was open. It ends with a saved call or a kept draft.

    Args:
        draft_id: the draft to go on with; None takes the newest, if there is one.
    """

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

    def __init__(self, draft_id: int | None = None) -> None:
        super().__init__()
        self.wanted_draft = draft_id
        self.helper = Helper(self)
        self.draft = self._new_draft()
        self._left = False

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
        self.draft.look(self._use_draft, self.wanted_draft)

    def _start_anew(self) -> None:
        self.given = Given(self.app.clock.now())
        self.form.fill(self.given.values())
        self.form.show_wrong({})
        self.helper.forget()
        self.draft = self._new_draft()
        self.draft.begin()
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
    def _new_draft(self) -> Drafting[str | bool]:
        return Drafting(self, FORM, values=self._values, blank=is_blank, tell=self._show_head)

    def _values(self) -> Values:
        return self.form.values()

    def _use_draft(self, payload: Mapping[str, object], when: str) -> None:
        self.form.fill({**self.given.values(), **payload})
        self.app.say(
            _(
                "What was typed on {when} and not saved is here again. "
                "{key} puts it aside and starts an empty form."
            ).format(when=when, key="Ctrl+N")
        )
        self.helper.look_up_caller()
        self.helper.look_up_address()
        self.helper.look_up_matter()
        self.form.go_on_writing()

    def put_aside(self) -> None:
        """Keep what is typed and start an empty form."""

        def kept(_has_draft: object) -> None:
            self._start_anew()
            self.app.say(_("Put aside as a draft; F12 brings it back after the next save."))

        self.draft.leave(kept)

    def ask_discard(self) -> None:
        """Throw the draft away after a yes."""
        self.ask(throw_away_question(), self._discard)

    def _discard(self, _yes: object) -> None:
        gone = self.draft
        self._start_anew()
        gone.done = True
        gone.throw_away()

    def leave(self) -> None:
        """Back to what was open. What is typed stays as a draft."""
        if not self._left and SAVING not in self._saving:
            self.draft.leave(self._close)

    def _close(self, kept: bool) -> None:  # noqa: FBT001 - what the draft says
        if self._left:
            return
        self._left = True
        self.dismiss(None)
        if kept:
            self.app.say(_("Kept as a draft; F12 brings it back."))

    # ── saving ──────────────────────────────────────────────────────────────
    def save(self) -> None:
        """Save the call with what finishes it; the form stays when anything is wrong."""
        if self._left or self.draft.done:
            return
        try:
            intake = intake_of(self.form.values(), self.given, self.app.clock.now())
        except InputError as error:
            self._refused(error)
            return
        work = partial(self._register, self.draft, intake, self.app.actor)
        self.run_once(partial(self.draft.saving, work), self._saved, failed=self._refused)

    def _register(
        self,
        draft: Drafting[str | bool],
        intake: Intake,
        actor: Actor,
        draft_id: int | None,
    ) -> TicketDetail:
        """In a thread: the draft goes in the same transaction the call comes in."""
        from gridterm.hotline import service

        saved = service.register(self.store, actor, intake, draft_id=draft_id)
        draft.draft_id = None
        return saved

    def _saved(self, ticket: TicketDetail) -> None:
        self._left = True
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
        if self._left or self.draft.done:
            return
        self.draft.touch()
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
        """Take a suggestion; once there is a matter, go on to the answer."""
        if place >= len(self.helper.choices):
            return
        self.form.query_one("#category", Choice).value = self.helper.choices[place].code
        self.draft.touch()
        at = self.focused.id if self.focused is not None else ""
        if at == "content" or (at in FLOW and str(self.form.values()["content"]).strip()):
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
