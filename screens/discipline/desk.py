"""The discipline desk: its views on one screen, each a key, an arrow or a click away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from gridterm.i18n import N_, _
from screens.commands import Command
from screens.discipline.case import CasePage
from screens.discipline.cases import CasesView
from screens.discipline.letters import LettersView
from screens.discipline.opening import accept, find, open_about, open_standing
from screens.discipline.people import PeopleView
from screens.discipline.proposals import ProposalsView
from screens.discipline.rules import RulesView
from screens.registers.views_desk import ViewKind, ViewsDesk

if TYPE_CHECKING:
    from gridterm.discipline.views import Proposal

TALL = 30
VIEWS: dict[str, ViewKind] = {
    "people": PeopleView,
    "cases": CasesView,
    "proposals": ProposalsView,
    "letters": LettersView,
    "rules": RulesView,
}


def _can(name: str) -> Callable[[Any], bool]:
    """The condition that the view that is shown knows this step, and may take it now."""

    def when(desk: DisciplineDesk) -> bool:
        if not desk.is_mounted or not hasattr(desk.view, name):
            return False
        return bool(getattr(desk.view, f"can_{name}", True))

    return when


def _show(name: str, title_id: str, help_id: str) -> Command:
    """The menu's way to a view."""
    return Command(
        f"discipline.{name}", (), title_id, help_id,
        lambda desk: desk.show(name), footer=False,
    )  # fmt: skip


class DisciplineDesk(ViewsDesk):
    """People with their rung, cases, what is proposed, letters, rules."""

    CSS_PATH = "../styles/discipline.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - Textual's form
    desk_id = "discipline"
    views = VIEWS
    title_id = N_("Discipline")
    help_id = N_(
        "The six must-nots (六不准): found true once a warning, twice a severe warning, three "
        "times dismissal is proposed. Performance of duty has a ladder of its own, beside it and "
        "never mixed. Cases are seen by those the settings name, and by whoever reported, "
        "investigates or decides one; everybody sees their own page. Each look is recorded. "
        "Nothing opens by itself: the program proposes, a person decides. Ctrl+T goes to the "
        "views, the arrows change them."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        Command(
            "discipline.views", ("ctrl+t",), N_("Views"),
            N_("Go to the views: the arrows change them, Enter goes into one."),
            lambda desk: desk.line.focus(), weight=8,
        ),
        Command(
            "discipline.open", ("enter",), N_("Open"),
            N_("Open the marked person, case, proposal or letter."),
            lambda desk: desk.view.open(), when=lambda desk: _can("open")(desk) and desk.marks,
            weight=7,
        ),
        Command(
            "discipline.new", ("ctrl+n",), N_("New case"),
            N_("Register a lead; about the marked person where one is marked."),
            lambda desk: desk.new(), weight=7,
        ),
        Command(
            "discipline.take_back", ("delete",), N_("Decline"),
            N_("Decline what is proposed, with a reason; it is not proposed again."),
            lambda desk: desk.view.take_back(), when=_can("take_back"), weight=7,
        ),
        Command(
            "discipline.narrow", ("ctrl+y",), N_("Filter"),
            N_("The filters of the cases, what was declined, or another year of letters."),
            lambda desk: desk.view.narrow(), when=_can("narrow"), weight=6,
        ),
        Command(
            "discipline.find", ("ctrl+f",), N_("Find"),
            N_("Go to somebody by number or name."),
            lambda desk: desk.view.find(), when=_can("find"), weight=6,
        ),
        Command(
            "discipline.print", ("ctrl+p",), N_("Print"),
            N_("Look at the marked letter, or at the posters, then print or save it."),
            lambda desk: desk.view.print_it(), when=_can("print_it"), weight=6,
        ),
        Command(
            "discipline.register", ("ctrl+e",), N_("Register of letters"),
            N_("Look at the register of the year's letters, then print or save it."),
            lambda desk: desk.view.print_register(), when=_can("print_register"), weight=5,
        ),
        Command(
            "discipline.mine", ("ctrl+g",), N_("My own page"),
            N_("Your own rung on each ladder, why, and what would come next."),
            lambda desk: desk.open_mine(),
            when=lambda desk: desk.app.actor.staff_id is not None, weight=4,
        ),
        Command(
            "discipline.reload", ("ctrl+r",), N_("Reload"),
            N_("Read everything again; the cursor stays."),
            lambda desk: desk.refresh_data(), footer=False,
        ),
        _show("people", N_("People and rungs"), N_("Everybody with the rung on each ladder.")),
        _show("cases", N_("Cases"), N_("Every case, by where it stands.")),
        _show("proposals", N_("Proposed cases"), N_("What the program proposes to look into.")),
        _show("letters", N_("Letters issued"), N_("Every numbered letter and notice.")),
        _show("rules", N_("Six must-nots and posters"), N_("The texts on the wall.")),
    )  # fmt: skip

    @property
    def marks(self) -> bool:
        """Whether a row of the view is marked."""
        return self.is_mounted and bool(self.view.can_open)

    # ── pages ───────────────────────────────────────────────────────────────
    def open_mine(self) -> None:
        """The page of who is at the desk."""
        me = self.app.actor.staff_id
        if me is not None:
            open_standing(self, me)

    def new(self) -> None:
        """Register a lead, about the marked person in the view that has people."""
        if hasattr(self.view, "new"):
            self.view.new()
        else:
            open_about(self, None)

    # ── from elsewhere ──────────────────────────────────────────────────────
    def jump(self, target: object) -> None:
        """A view by name, or ``("case", id)``, ``("person", staff_id)``, ``("proposal", subject)``.

        A proposal's form opens where it is proposed; else the proposals are shown.
        """
        name, ref = target if isinstance(target, tuple) else (target, None)
        if name == self.desk_id:  # a line of Today names the desk, then the view
            name, ref = ref, None
        if name == "case" and isinstance(ref, int):
            self.app.push_screen(CasePage(ref))
        elif name == "person" and isinstance(ref, int):
            open_standing(self, ref)
        elif name == "proposal":
            self.show("proposals")
            work = partial(find, self.store, self.app.actor, str(ref))
            self.run_service(work, self._propose, group="proposal")
        elif str(name) in VIEWS:
            self.show(str(name))

    def _propose(self, found: Proposal | None) -> None:
        if found is None:
            self.app.say(_("It is not proposed any more: it was opened or declined."))
        else:
            accept(self, found)
