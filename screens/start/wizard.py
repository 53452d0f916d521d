"""First start: five questions make an office; or a look at the demo office first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from gridterm import i18n
from gridterm.errors import GridtermError, InputError
from gridterm.i18n import N_, _
from screens.commands import Command
from screens.desk import Page
from screens.widgets.dialogs import Choose
from screens.widgets.forms import Choice, Field, Form, LineInput
from screens.widgets.plain import plain

if TYPE_CHECKING:
    from gridterm.registers.office import Founding
    from gridterm.settings import Settings
    from gridterm.store.unit import Store
    from screens.app import GridtermApp
    from screens.state import Shift

LANGUAGE_NAMES = ((i18n.CHINESE, "中文"), (i18n.ENGLISH, "English"))


def first_start(app: GridtermApp) -> None:
    """Ask the questions, over the opening page."""
    app.push_screen(FirstStart())


class FirstStart(Page):
    """The five questions on one page, and who sits at the desk."""

    title_id = N_("First start")
    help_id = N_(
        "Answer these questions once; every answer can be changed later in the settings. Only "
        "the community's name is needed. The leaders, and you, become the first staff; other "
        "staff and the grids come from an Excel file or by hand afterwards. The rules ask that "
        "the hotline's number is public, so it stands on what is printed."
    )
    lets_go: ClassVar[bool] = False
    commands = (
        Command(
            "start.create",
            ("ctrl+s",),
            N_("Make the office"),
            N_("Make the office file with these answers."),
            lambda page: page.create(),
            weight=8,
        ),
        Command(
            "start.demo",
            ("f5",),
            N_("Look at the demo office first"),
            N_("Open an invented office in a temporary file; nothing of it is kept."),
            lambda page: page.look_at_demo(),
            weight=7,
        ),
        Command(
            "start.quit",
            ("escape",),
            N_("Quit"),
            N_("Close gridterm; it asks first."),
            lambda page: page.app.ask_quit(),
        ),
    )

    def __init__(self, typed: dict[str, str] | None = None) -> None:
        super().__init__()
        self._typed = typed or {}

    def compose_body(self) -> ComposeResult:
        """The questions."""
        yield Static(
            plain(_("Welcome. There is no office yet; five answers and your name make one.")),
            id="hello",
        )
        with Form(id="answers"):
            for name, label, hint in _questions():
                yield Field(
                    name, label, LineInput(self._typed.get(name, "")), hint=hint, label_cells=18
                )
            yield Field(
                "language",
                _("5 Language"),
                Choice(LANGUAGE_NAMES, i18n.language(), title=_("Language"), enter_lists=False),
                label_cells=18,
            )
            yield Field(
                "clerk",
                _("  Your own name"),
                LineInput(self._typed.get("clerk", "")),
                hint=_("Who sits at this desk; everything you do is recorded under it."),
                label_cells=18,
            )

    @on(Choice.Changed)
    def change_language(self, event: Choice.Changed) -> None:
        """Ask in the language just chosen; what was typed stays."""
        i18n.use(event.value)
        app, typed = self.app, self.query_one(Form).values()
        app.asked_language = event.value
        app.pop_screen()
        app.push_screen(FirstStart(typed))

    def on_form_finished(self, event: Form.Finished) -> None:
        """Enter in the last field makes the office."""
        event.stop()
        self.create()

    def create(self) -> None:
        """Make the office, or say what is missing."""
        from gridterm.registers.office import Founding

        values = self.query_one(Form).values()
        founding = Founding(
            name=values["name"],
            street=values["street"],
            hotline=values["hotline"],
            leaders=values["leaders"],
            language=values["language"],
            clerk=values["clerk"],
        )
        app = self.app
        self.run_once(lambda: _make(app, founding), self._made, failed=self._refused)

    def _made(self, result: tuple[Store, Settings, Shift | None]) -> None:
        self.app.newly_made = True
        self.app.office_opened(*result)

    def _refused(self, error: GridtermError) -> None:
        fields = error.fields if isinstance(error, InputError) else {}
        if not self.query_one(Form).say_wrong(fields):
            self.app.show_error(error)

    def look_at_demo(self) -> None:
        """Build the demo office in a temporary file and open it."""
        from screens.start.demo import open_demo

        open_demo(self)


def offer_registers(app: GridtermApp) -> None:
    """After the first start: staff and grids from Excel, by hand, or later."""
    if not any(place.id == "registers" for place in app.places):
        return
    options = (
        ("import", _("from an Excel file, with a look at what will happen first")),
        ("by hand", _("by hand, one after another")),
        ("later", _("later; the desk of the registers is always there")),
    )

    def chosen(way: str) -> None:
        if way != "later":
            app.open_desk("registers", ("import" if way == "import" else "grid", None))

    app.acting.ask(Choose(_("Staff and grids: how shall they come in?"), options), chosen)


def _questions() -> tuple[tuple[str, str, str], ...]:
    return (
        ("name", _("1 Community"), _("Stands at the top of every screen and every printed page.")),
        ("street", _("2 Street or town"), ""),
        ("hotline", _("3 Hotline number"), _("The number the residents call.")),
        ("leaders", _("4 Leaders"), _("Names with a blank between them.")),
    )


def _make(app: GridtermApp, founding: Founding) -> tuple[Store, Settings, Shift | None]:
    """The new office, its settings, and the shift of who just said they sit at the desk."""
    from gridterm.hotline.categories import seed
    from gridterm.registers.office import create
    from gridterm.registers.operators import candidates
    from gridterm.registers.terms import Role
    from gridterm.settings import load
    from screens.start.shifts import known_shift

    store = create(app.store_path, app.clock, founding, seeds=(seed,))
    clerks = [one.number for one in candidates(store) if Role.CLERK in one.roles]
    with store.read() as session:
        settings = load(session)
    return store, settings, known_shift(store, clerks[-1]) if clerks else None
