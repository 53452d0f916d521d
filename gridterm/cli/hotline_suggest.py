"""Categories suggested: for the rows of any file, and for the office's calls without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline import HOTLINE
from gridterm.cli.long_work import meter
from gridterm.i18n import N_, _, ngettext
from gridterm.text import clip

if TYPE_CHECKING:
    from gridterm.hotline.reading import Message
    from gridterm.hotline.suggesting import Suggester
    from gridterm.hotline.terms import CategoryChoice
    from gridterm.store.unit import Store

SUBJECT = 40


@HOTLINE.command("suggest", N_("Suggest three categories for each row of a file; saves nothing."))
def suggest(
    call: Call,
    file: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("An .xlsx or .csv file, in UTF-8 or GBK."))
    ],
    *,
    text: Annotated[
        str,
        Option(
            metavar=N_("COLUMN"),
            help=N_("The message's column by header or letter; else as an import finds it."),
        ),
    ] = "",
    title: Annotated[
        str,
        Option(
            metavar=N_("COLUMN"),
            help=N_("The subject's column, - for none; else as an import finds it."),
        ),
    ] = "",
    sheet: Annotated[str, Option(metavar=N_("SHEET"), help=N_("The sheet, else the first."))] = "",
) -> None:
    """Suggest categories for the rows of a file."""
    from gridterm.hotline.reading import read_messages

    messages = read_messages(values.file_at(file), text=text, title=title, sheet=sheet or None)
    with call.office() as store:
        suggesting = learnt(store)
        choices = suggesting.suggest_all((one.title, one.text) for one in messages)
    if call.json:
        rows = [
            {"row": one.row, "number": one.number, "suggestions": some}
            for one, some in zip(messages, choices, strict=True)
        ]
        output.as_json({"count": len(rows), "learnt_from": suggesting.examples, "rows": rows})
        return
    _print(messages, choices, suggesting.examples)


def learnt(store: Store) -> Suggester:
    """The office's suggester, after it learnt; that takes seconds where there are many calls."""
    from gridterm.hotline.suggesting import suggester

    suggesting = suggester(store)
    with meter() as told:
        told.tell(_("Learning from the office's calls"), 0)
        suggesting.learn()
    return suggesting


def _print(
    messages: tuple[Message, ...], choices: list[tuple[CategoryChoice, ...]], examples: int
) -> None:
    output.table(
        list(zip(messages, choices, strict=True)),
        (
            (_("Row"), lambda one: one[0].row),
            (_("Suggested"), lambda one: shown(one[1][:1])),
            (_("Or"), lambda one: shown(one[1][1:])),
            (_("Because of"), lambda one: " ".join(one[1][0].words) if one[1] else ""),
            (_("Matter"), lambda one: clip(one[0].title or one[0].text, SUBJECT)),
        ),
    )
    output.line(
        ngettext(
            "Learnt from {count} call of the office and the seed words of its categories.",
            "Learnt from {count} calls of the office and the seed words of its categories.",
            examples,
        ).format(count=f"{examples:,}")
    )


def shown(choices: tuple[CategoryChoice, ...]) -> str:
    """Categories with how likely each is, like ``Noise 87 %``."""
    return _(", ").join(f"{one.name} {one.score:.0%}" for one in choices)
