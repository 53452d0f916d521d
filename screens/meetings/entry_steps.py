"""What is done to an entry of the minutes that stands: moved within its item, taken out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gridterm.i18n import _
from gridterm.text import clean_line
from screens.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from gridterm.meetings.terms import EntryView
    from screens.meetings.writing import WritingPage


def move(page: WritingPage, by: int) -> None:
    """The marked entry one place up or down."""
    from gridterm.meetings.minutes import move_entry

    one = page.marked
    if one is not None:
        page.wanted = one.id
        work = partial(move_entry, page.store, page.app.actor, page.ref, one.id, by)
        page.run_once(work, lambda _saved: page.refresh_data())


def ask_remove(page: WritingPage) -> None:
    """Take the marked entry out after a yes."""
    one = page.marked
    if one is not None:
        question = _("Take this entry out of the minutes? {words}").format(
            words=clean_line(one.words)
        )
        page.ask(Confirm(_("Remove"), question, yes=_("Remove")), lambda _yes: _remove(page, one))


def _remove(page: WritingPage, one: EntryView) -> None:
    from gridterm.meetings.minutes import remove_entry

    work = partial(remove_entry, page.store, page.app.actor, page.ref, one.id)
    page.run_once(work, lambda _saved: page.refresh_data())
