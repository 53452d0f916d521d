"""Printing from the meetings' desk: agenda, sign-in sheet, record, summary, register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.printing import open_preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridterm.meetings.action_terms import ActionFilter
    from gridterm.meetings.terms import MeetingRef
    from gridterm.printing.export import Printout
    from screens.acting import Acting


def _show(screen: Acting[Any], make: Callable[[], Printout]) -> None:
    open_preview(screen, lambda _in_full: make())


def print_agenda(screen: Acting[Any], ref: MeetingRef) -> None:
    """Show the agenda before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import agenda_of

        return agenda_of(screen.store, ref)

    _show(screen, make)


def print_confidential(screen: Acting[Any], ref: MeetingRef) -> None:
    """Show the sheet of the confidential items before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import confidential_sheet_of

        return confidential_sheet_of(screen.store, ref)

    _show(screen, make)


def print_sign_in(screen: Acting[Any], ref: MeetingRef) -> None:
    """Show the sign-in sheet before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import sign_in_sheet_of

        return sign_in_sheet_of(screen.store, ref, by=screen.app.actor.name)

    _show(screen, make)


def print_record(screen: Acting[Any], meeting_id: int) -> None:
    """Show the record for the files (会议记录) before it is printed."""

    def make() -> Printout:
        from gridterm.meetings.documents import record_of

        return record_of(screen.store, meeting_id)

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
