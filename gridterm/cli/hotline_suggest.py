"""Categories suggested: for the rows of any file, and for the office's calls without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.hotline import DEFAULT_LIMIT, MOST
from gridterm.cli.hotline_acts import HOTLINE, act_on
from gridterm.cli.hotline_choice import category_of
from gridterm.cli.long_work import meter, stoppable
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext
from gridterm.text import clip

if TYPE_CHECKING:
    from gridterm.hotline.reading import Message
    from gridterm.hotline.suggesting import Suggester
    from gridterm.hotline.terms import CategoryChoice, TicketDetail
    from gridterm.store.audit import Actor
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


@HOTLINE.command(
    "categorise",
    N_("Set a call's category, or look through and set those of calls that have none."),
    changes=True,
)
def categorise(
    call: Call,
    number: Annotated[
        str,
        Argument(metavar=N_("CALL"), help=N_("The call; without one, all that have no category.")),
    ] = "",
    category: Annotated[
        str, Argument(metavar=N_("CODE"), help=N_("Its category, by code or name."))
    ] = "",
    *,
    accept: Annotated[
        str,
        Option(
            metavar=N_("PERCENT"),
            help=N_("Take the first suggestion of every call where it is at least so sure."),
        ),
    ] = "",
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many to list at most."))] = str(
        DEFAULT_LIMIT
    ),
) -> None:
    """Set categories, or list the calls without one."""
    if number and (accept or not category):
        raise InputError(
            _("Name a call and its category, or neither: gridterm hotline categorise CALL CODE")
        )
    if number:
        _set(call, number, category)
    elif accept:
        _accept(call, values.whole(accept.rstrip("%"), "--accept", 1, 100))
    else:
        _list(call, values.whole(limit, "--limit", 1, MOST))


def _set(call: Call, number: str, category: str) -> None:
    from gridterm.hotline import categorising

    def work(store: Store, actor: Actor, ticket_id: int) -> TicketDetail:
        return categorising.set_category(store, actor, ticket_id, category_of(store, category))

    act_on(call, number, work)


def _accept(call: Call, percent: int) -> None:
    from gridterm.hotline import categorising

    with call.office() as store:
        actor = call.keeper(store)
        learnt(store)
        with meter() as told, stoppable() as stopped:
            done = categorising.accept_sure(
                store,
                actor,
                percent / 100,
                lambda count, total: told.tell(_("Suggesting"), count, total),
                stopped,
            )
    if call.json:
        output.as_json(done)
        return
    output.line(
        ngettext(
            "{count} call has its category now.", "{count} calls have their category now.", done.set
        ).format(count=f"{done.set:,}")
    )
    output.line(_still_without(done.left))


def _list(call: Call, limit: int) -> None:
    from gridterm.hotline import categorising

    with call.office() as store:
        learnt(store)
        found, _more = categorising.unsorted(store, None, limit)
        count = categorising.count_unsorted(store)
    if call.json:
        calls = [
            {"number": one.row.number, "subject": one.row.subject, "suggestions": one.choices}
            for one in found
        ]
        output.as_json({"count": count, "shown": len(calls), "calls": calls})
        return
    output.table(
        found,
        (
            (_("Number"), lambda one: one.row.number),
            (_("Suggested"), lambda one: shown(one.choices[:1])),
            (_("Or"), lambda one: shown(one.choices[1:])),
            (_("Because of"), lambda one: " ".join(one.choices[0].words) if one.choices else ""),
            (_("Matter"), lambda one: clip(one.row.subject, SUBJECT)),
        ),
    )
    output.line(_still_without(count))


def _still_without(count: int) -> str:
    return ngettext(
        "{count} call has no category.", "{count} calls have no category.", count
    ).format(count=f"{count:,}")


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
