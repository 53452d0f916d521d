"""The agenda of a meeting on the command line: looked at, issued, printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from typer import Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.meetings import On, ref_of
from gridterm.cli.printing import HERE, Wanted, produce
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.meetings.terms import Agenda, IssuedAgenda

AGENDA = Desk("", "")
MOST_VERSIONS = 999


@AGENDA.command("agenda", N_("Show the next meeting's agenda, issue or print it."), changes=True)
def agenda_(
    call: Call,
    *,
    day: On = "",
    issue: Annotated[
        bool, Option("--issue", help=N_("Issue it as it stands: the next version, frozen."))
    ] = False,
    reason: Annotated[
        str, Option(metavar=N_("TEXT"), help=N_("Why another version is issued."))
    ] = "",
    version: Annotated[
        str, Option(metavar=N_("NUMBER"), help=N_("A version that was issued, like 1."))
    ] = "",
    confidential: Annotated[
        bool, Option("--confidential", help=N_("The sheet with the confidential items instead."))
    ] = False,
    wanted: Wanted,
) -> None:
    """Show, issue or print an agenda."""
    from gridterm.meetings import documents, issuing

    if issue and version:
        raise InputError(_("A version that was issued is not issued again: leave out --version."))
    if reason and not issue:
        raise InputError(_("--reason says why a version is issued: add --issue."))
    number = values.whole(version, "--version", 1, MOST_VERSIONS) if version else None
    with call.office() as store:
        ref = ref_of(store, day)
        if issue:
            told = issuing.issue(store, call.actor(store), ref, reason)
            ref = replace(ref, id=told.meeting_id)
        now, issued = documents.standing(store, ref, number)
        make = documents.confidential_sheet_of if confidential else documents.agenda_of
        on_paper = bool(wanted.pdf or wanted.docx or wanted.paper)
        as_data = call.json and not wanted
        printout = None if as_data else make(store, ref, number, narrow=not on_paper)
    if printout is None:
        output.as_json(_plain(now, issued, confidential=confidential))
        return
    produce(call, printout, wanted or replace(wanted, text=HERE))
    if not call.json and not confidential:
        _say_hidden(now)


def _plain(now: Agenda, issued: IssuedAgenda | None, *, confidential: bool) -> dict[str, object]:
    """The agenda as JSON: the items of the sheet that is asked for."""
    items = [one for one in now.items if one.confidential is confidential and not one.removed]
    return {
        **output.plain(replace(now, items=tuple(items))),
        "issued_at": None if issued is None else issued.issued_at.isoformat(),
        "issuer": "" if issued is None else issued.issuer,
        "draft": issued is None,
    }


def _say_hidden(now: Agenda) -> None:
    """That there is a second sheet, so that nobody forgets it."""
    from gridterm.meetings.agenda_paper import confidential_count

    hidden = confidential_count(now)
    if hidden:
        words = ngettext(
            "{count} confidential item stands on its own sheet: gridterm agenda --confidential",
            "{count} confidential items stand on their own sheet: gridterm agenda --confidential",
            hidden,
        )
        output.line(words.format(count=hidden))
