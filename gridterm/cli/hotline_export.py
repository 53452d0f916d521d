"""Writing calls into workbooks and text files."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline_acts import HOTLINE
from gridterm.cli.hotline_choice import Choice
from gridterm.cli.long_work import meter, stoppable
from gridterm.i18n import N_, _, ngettext


@HOTLINE.command(
    "export", N_("Write calls into an .xlsx or .csv file; no confidential ones."), changes=True
)
def export(
    call: Call,
    file: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("The file; one that is there is kept."))
    ],
    choice: Choice,
    *,
    reveal: Annotated[
        bool,
        Option("--reveal", help=N_("Names and phones in full; this is kept in the audit trail.")),
    ] = False,
) -> None:
    """Write calls; only --reveal needs an operator."""
    from gridterm.hotline import exporting

    with call.office() as store:
        wanted = choice.filter(store)
        actor = call.actor(store) if reveal else None
        with meter() as told, stoppable() as stopped:
            done = exporting.export(
                store,
                values.file_at(file),
                wanted,
                revealed_to=actor,
                progress=lambda count: told.tell(_("Writing"), count),
                cancelled=stopped,
            )
    if call.json:
        output.as_json({"file": done.path, "count": done.count, "left_out": done.left_out})
        return
    output.line(
        ngettext(
            "{count} call is written: {path}", "{count} calls are written: {path}", done.count
        ).format(count=f"{done.count:,}", path=done.path)
    )
    if done.left_out:
        output.line(
            ngettext(
                "{count} confidential call is left out.",
                "{count} confidential calls are left out.",
                done.left_out,
            ).format(count=done.left_out)
        )
