"""The posters of the rules on the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.printing import HERE, Wanted, produce
from gridterm.errors import InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.printing.document import Paper
    from gridterm.printing.export import Printout

POSTERS = Desk("", "")


@POSTERS.command("posters", N_("Show or print the posters of the six must-nots and let-nots."))
def posters(
    call: Call,
    which: Annotated[
        str, Argument(metavar=N_("POSTER"), help=N_("must-nots or let-nots; without it both."))
    ] = "",
    *,
    size: Annotated[str, Option(metavar=N_("SIZE"), help=N_("The sheet: a4 or a3."))] = "a4",
    wanted: Wanted,
) -> None:
    """Show the posters, or make one."""
    from gridterm.discipline.posters import Poster, poster_of

    chosen = [values.code(Poster, which, _("POSTER"))] if which else list(Poster)
    if len(chosen) > 1 and wanted:
        raise InputError(
            _("Say which poster: gridterm posters must-nots, or gridterm posters let-nots.")
        )
    paper = _paper(size)
    with call.office() as store:
        made = {one: poster_of(store, one, paper) for one in chosen}
    if call.json and not wanted:
        told = [{"poster": one, **_plain(printout)} for one, printout in made.items()]
        output.as_json({"size": paper, "posters": told})
        return
    for printout in made.values():
        produce(call, printout, wanted or replace(wanted, text=HERE))


def _paper(typed: str) -> Paper:
    from gridterm.printing.document import Paper

    line = values.folded(typed)
    if line not in set(Paper):
        raise InputError(_("--size takes a4 or a3."))
    return Paper(line)


def _plain(printout: Printout) -> dict[str, object]:
    from gridterm.printing.document import Note, Paragraph

    body = printout.document.body
    return {
        "title": printout.document.title,
        "lines": [one.runs[0].text for one in body if isinstance(one, Paragraph)],
        "notes": [one.text for one in body if isinstance(one, Note)],
    }
