"""The calls without a category, each with what fits: taken by one key, changed, or all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from gridterm.hotline.terms import Cursor
from gridterm.i18n import N_, _, ngettext
from screens.commands import Command
from screens.desk import Page
from screens.widgets.bars import Hint
from screens.widgets.dialogs import AskText, Choose, Confirm
from screens.widgets.plain import one_line, plain
from screens.widgets.progress import Job, LongWork, Outcome
from screens.widgets.rows import HintRow
from screens.widgets.table import Chunk, Column, Line, PagedTable

if TYPE_CHECKING:
    from gridterm.hotline.categorising import Unsorted, Unsure
    from gridterm.hotline.terms import CategoryChoice, TicketDetail
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

PAGE = 50
USUAL = 80
SHARE_CELLS = 5
CATEGORY_CELLS = 16
KEYS = ("f5", "f6", "f7")


def _take(place: int, key: str) -> Command:
    keys = (key, "enter") if place == 0 else (key,)
    titles = (N_("Take it"), N_("Take the second"), N_("Take the third"))
    return Command(
        f"categories.take{place + 1}",
        keys,
        titles[place],
        N_("Give the marked call this category, and go on to the next."),
        lambda page: page.take(place),
        when=lambda page: len(page.choices) > place,
        weight=(9, 6, 5)[place],
    )


class CategoriesPage(Page):
    """Walk through the calls without a category."""

    CSS_PATH = "../styles/hotline.tcss"
    lets_go: ClassVar[bool] = False  # its function keys take categories
    title_id = N_("Categories to set")
    help_id = N_(
        "Calls without a category, most of them imported, the newest first. What is suggested "
        "was learnt from the office's own calls and the words of its categories; the words of "
        "this call that speak for it stand beside. Enter takes the first suggestion, F6 and F7 "
        "the others, F8 picks any category, F9 takes all first suggestions that are sure "
        "enough. Each is a step of the call that can be seen in its course. Confidential calls "
        "are not here: open them one by one."
    )
    commands: ClassVar[tuple[Command, ...]] = (
        *(_take(place, key) for place, key in enumerate(KEYS)),
        Command(
            "categories.pick", ("f8",), N_("Another"),
            N_("Pick any category for the marked call."),
            lambda page: page.pick(), when=lambda page: page.marked is not None, weight=8,
        ),
        Command(
            "categories.sure", ("f9",), N_("All that are sure"),
            N_("Take the first suggestion of every call where it is at least so sure."),
            lambda page: page.ask_sure(), when=lambda page: page.marked is not None, weight=8,
        ),
        Command(
            "categories.open", ("ctrl+t",), N_("Open"),
            N_("Open the marked call."),
            lambda page: page.open_marked(), when=lambda page: page.marked is not None, weight=4,
        ),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._begun = False
        self._names: tuple[tuple[str, str], ...] = ()

    def compose_body(self) -> ComposeResult:
        """Head line, list, the marked call."""
        yield HintRow(id="unsorted-head")
        with Vertical(id="unsorted-list"):
            yield PagedTable(_columns(), id="unsorted")
            with VerticalScroll(id="unsorted-call", can_focus=False):
                yield Static(id="unsorted-words")

    def on_mount(self) -> None:
        """The list has the keys; learning begins where it is due."""
        self.query_one("#unsorted").focus()
        self.run_service(partial(_names_of, self.store), self._use_names, group="names")

    def _use_names(self, found: tuple[tuple[str, str], ...]) -> None:
        self._names = found

    def refresh_data(self) -> None:
        """Read the list again."""
        if self._begun:
            self.query_one(PagedTable).reload()
            return
        self._begun = True
        self._say(_("Learning from the office's calls .."))
        self.run_service(partial(_learn, self.store), self._show, group="learning")

    def _show(self, _nothing: object) -> None:
        table = self.query_one(PagedTable)
        table.nothing = _("Every call has a category.")
        store = self.store

        def load(after: Cursor | None) -> Chunk:
            from gridterm.hotline.categorising import unsorted

            calls, more = unsorted(store, after, PAGE)
            return Chunk(tuple(_line(one) for one in calls), more)

        table.show(load, partial(_count, store))

    def _say(self, words: str) -> None:
        title = Hint(_("Categories to set"), style="strong", weight=9)
        self.query_one("#unsorted-head", HintRow).show([title], [Hint(words, weight=8)])

    # ── the marked call ─────────────────────────────────────────────────────
    @property
    def marked(self) -> Unsorted | None:
        """The call under the cursor."""
        for table in self.query("#unsorted").results(PagedTable):
            if table.marked_line is not None:
                one: Unsorted = table.marked_line.record
                return one
        return None

    @property
    def choices(self) -> tuple[CategoryChoice, ...]:
        """What is suggested for it."""
        return self.marked.choices if self.marked is not None else ()

    @on(PagedTable.Counted)
    def _counted(self, event: PagedTable.Counted) -> None:
        event.stop()
        self._say(event.words)

    @on(PagedTable.Marked)
    def _marked(self, event: PagedTable.Marked) -> None:
        event.stop()
        one = self.marked
        self.query_one("#unsorted-words", Static).update(plain("") if one is None else _words(one))
        self.query_one("#unsorted-call").scroll_home(animate=False)
        self.refresh_bindings()

    @on(PagedTable.Opened)
    def _entered(self, event: PagedTable.Opened) -> None:
        event.stop()
        self.take(0)

    def open_marked(self) -> None:
        """Open the call under the cursor."""
        from screens.hotline.detail import DetailPage

        if self.marked is not None:
            self.app.push_screen(DetailPage(self.marked.row.id))

    # ── setting ─────────────────────────────────────────────────────────────
    def take(self, place: int) -> None:
        """Take a suggestion for the marked call."""
        if len(self.choices) > place:
            self._set(self.choices[place].code)

    def pick(self) -> None:
        """Pick any category."""
        self.ask(Choose(_("Category"), list(self._names)), self._set)

    def _set(self, code: str) -> None:
        one = self.marked
        if one is not None:
            work = partial(_set_one, self.store, self.app.actor, one.row.id, code)
            self.run_once(work, self._done)

    def _done(self, _count: object) -> None:
        self.query_one(PagedTable).reload()

    def ask_sure(self) -> None:
        """Ask how sure is sure enough."""
        asked = AskText(
            _("All that are sure"),
            _("At least so sure, in per cent"),
            str(USUAL),
            empty=_("Write a number from 1 to 100."),
        )
        self.ask(asked, self._count_sure)

    def _count_sure(self, typed: str) -> None:
        digits = typed.strip().rstrip("%％")
        percent = int(digits) if digits.isdecimal() else 0
        if not 1 <= percent <= 100:  # noqa: PLR2004 - per cent
            self.app.say(_("Write a number from 1 to 100."), bad=True)
            return
        question = Confirm(
            _("All that are sure"),
            _(
                "Give every call its first suggestion where that is at least {percent} per cent "
                "sure? It is one entry in the audit trail, and each can be changed later."
            ).format(percent=percent),
            yes=_("Take them"),
        )
        self.ask(question, lambda _yes: self._accept(percent))

    def _accept(self, percent: int) -> None:
        work = partial(_accept_sure, self.store, self.app.actor, percent / 100)
        self.app.push_screen(LongWork(_("Categories to set"), work, _outcome))


def ask_category(page: Page, ticket_id: int) -> None:
    """Ask for any call's category and set it; the page is read again."""

    def chosen(code: str) -> None:
        work = partial(_correct, page.store, page.app.actor, ticket_id, code)
        page.run_once(work, lambda _told: page.refresh_data())

    def use(names: tuple[tuple[str, str], ...]) -> None:
        page.ask(Choose(_("Category"), list(names)), chosen)

    page.run_service(partial(_names_of, page.store), use, group="names")


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), 12),
        Column("subject", _("Matter")),
        Column("category", _("Suggested"), CATEGORY_CELLS),
        Column("share", _("Sure"), SHARE_CELLS, right=True),
        Column("words", _("Because of"), 24, wide=True),
    )


def _line(one: Unsorted) -> Line:
    first = one.choices[0] if one.choices else None
    cells = {
        "number": plain(one.row.number),
        "subject": one_line(one.row.subject),
        "category": plain(first.name if first else _("none")),
        "share": plain(f"{first.score:.0%}" if first else ""),
        "words": plain(" ".join(first.words) if first else ""),
    }
    return Line(str(one.row.id), cells, one, one.cursor)


def _words(one: Unsorted) -> Text:
    """The suggestions with their keys and words, then the call."""
    words = Text(end="")
    for choice, key in zip(one.choices, KEYS, strict=False):
        words.append(f"{key.upper()} {choice.name} {choice.score:.0%}", "bold")
        words.append(f"  {' '.join(choice.words)}\n")
    if not one.choices:
        words.append(_("Nothing fits by its words; F8 picks a category.") + "\n")
    if one.title:
        words.append(f"{one.title}\n", "bold")
    words.append(one.content)
    return words


def _outcome(done: Unsure) -> Outcome:
    told = ngettext(
        "{count} call has its category now.", "{count} calls have their category now.", done.set
    ).format(count=f"{done.set:,}")
    left = ngettext(
        "{count} call has no category.", "{count} calls have no category.", done.left
    ).format(count=f"{done.left:,}")
    return Outcome(f"{told} {left}")


def _learn(store: Store) -> None:
    """Learn where that is due, beside whatever else the program does."""
    from gridterm.hotline.suggesting import suggester

    one = suggester(store)
    one.learn_aside()
    one.wait()


def _count(store: Store) -> int:
    from gridterm.hotline.categorising import count_unsorted

    return count_unsorted(store)


def _names_of(store: Store) -> tuple[tuple[str, str], ...]:
    from gridterm.hotline.queries import categories

    return categories(store)


def _set_one(store: Store, actor: Actor, ticket_id: int, code: str) -> int:
    from gridterm.hotline.categorising import set_categories

    return set_categories(store, actor, {ticket_id: code})


def _correct(store: Store, actor: Actor, ticket_id: int, code: str) -> TicketDetail:
    from gridterm.hotline.categorising import set_category

    return set_category(store, actor, ticket_id, code)


def _accept_sure(store: Store, actor: Actor, least: float, job: Job) -> Unsure:
    from gridterm.hotline.categorising import accept_sure

    def told(done: int, total: int) -> None:
        job.progress(done, total, _("Suggesting"))

    return accept_sure(store, actor, least, told, job.cancelled)
