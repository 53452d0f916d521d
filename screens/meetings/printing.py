"""Printing from the meetings' desk: agenda, sign-in sheet, record, summary, register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridterm.i18n import _
from screens.printing import open_preview
from screens.widgets.dialogs import Choose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gridterm.meetings.action_terms import ActionFilter
    from gridterm.meetings.terms import Agenda, IssuedAgenda, MeetingRef
    from gridterm.printing.export import Printout
    from screens.acting import Acting


def _show(screen: Acting[Any], make: Callable[[], Printout]) -> None:
    open_preview(screen, lambda _in_full: make())


def print_agenda(screen: Acting[Any], found: Agenda) -> None:
    """Show the agenda before it is printed; where there are several papers, ask which.

    Beside the agenda as it stands these are the sheet of what is confidential and the versions
    that were issued before.
    """
    from gridterm.meetings.agenda_paper import confidential_count, version_words

    options = [("all", _("The agenda"))]
    if confidential_count(found):
        options.append(("secret", _("The sheet of confidential items")))
    ref, before = found.meeting.ref, found.version - (not found.changed_since_issue)

    def choose(earlier: Sequence[IssuedAgenda]) -> None:
        older = {str(one.version): one for one in earlier if one.version <= before}
        lines = [*options, *((key, version_words(one.agenda, one)) for key, one in older.items())]

        def take(key: str) -> None:
            if key in older:
                _print_version(screen, ref, older[key])
            else:
                _agenda(screen, ref, secret=key == "secret")

        screen.ask(Choose(_("Print"), lines), take)

    def earlier() -> Sequence[IssuedAgenda]:
        from gridterm.meetings.issuing import versions

        return versions(screen.store, found.meeting.row.id or 0)

    if before > 0:
        screen.run_service(earlier, choose, group="agenda-versions")
    elif len(options) > 1:
        choose(())
    else:
        _agenda(screen, ref)


def _print_version(screen: Acting[Any], ref: MeetingRef, issued: IssuedAgenda) -> None:
    """Show a version that was issued before, or the sheet of what was confidential in it."""
    from gridterm.meetings.agenda_paper import confidential_count

    if not confidential_count(issued.agenda):
        _agenda(screen, ref, issued.version)
        return
    options = [("all", _("The agenda")), ("secret", _("The sheet of confidential items"))]
    title = _("Version {number}").format(number=issued.version)
    screen.ask(
        Choose(title, options),
        lambda key: _agenda(screen, ref, issued.version, secret=key == "secret"),
    )


def _agenda(
    screen: Acting[Any], ref: MeetingRef, version: int | None = None, *, secret: bool = False
) -> None:
    def make() -> Printout:
        from gridterm.meetings.documents import agenda_of, confidential_sheet_of

        return (confidential_sheet_of if secret else agenda_of)(screen.store, ref, version)

    _show(screen, make)


def print_sign_in(screen: Acting[Any], ref: MeetingRef) -> None:
    """Show the sign-in sheet before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import sign_in_sheet_of

        return sign_in_sheet_of(screen.store, ref, by=screen.app.actor.name)

    _show(screen, make)


def print_record(screen: Acting[Any], meeting_id: int, version: int | None = None) -> None:
    """Show the record for the files (会议记录), of a version or the newest, before printing."""

    def make() -> Printout:
        from gridterm.meetings.documents import record_of

        return record_of(screen.store, meeting_id, version)

    _show(screen, make)


def print_summary(screen: Acting[Any], meeting_id: int) -> None:
    """Show the summary that is issued (会议纪要) before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import summary_of

        return summary_of(screen.store, meeting_id)

    _show(screen, make)


def print_register(screen: Acting[Any], wanted: ActionFilter) -> None:
    """Show the register of action items (督办台账) before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import register_of

        return register_of(screen.store, wanted, by=screen.app.actor.name)

    _show(screen, make)
