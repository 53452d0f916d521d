"""The items of an agenda on the command line: added, changed, moved, left out, brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.meetings import MEETINGS, On, ref_of
from gridterm.errors import InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridterm.meetings.terms import Agenda, Item, MeetingRef
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

MOST_ITEMS = 999
MOST_MINUTES = 999

Title = Annotated[str, Argument(metavar=N_("TITLE"), help=N_("The item's title."))]
Number = Annotated[
    str, Argument(metavar=N_("ITEM"), help=N_("The item's place on the whole agenda, from 1."))
]
Words = Annotated[str | None, Option(metavar=N_("TEXT"), help=N_("What stands under it."))]
Speaker = Annotated[str, Option(metavar=N_("WHO"), help=N_("Who speaks to it."))]
Minutes = Annotated[str, Option(metavar=N_("NUMBER"), help=N_("How many minutes it takes."))]


@MEETINGS.command("item-add", N_("Put a new item on the agenda."), changes=True)
def item_add(
    call: Call,
    title: Title,
    *,
    day: On = "",
    words: Words = None,
    speaker: Speaker = "",
    minutes: Minutes = "5",
    confidential: Annotated[
        bool, Option("--confidential", help=N_("On the sheet with the confidential items."))
    ] = False,
) -> None:
    """Add an item."""
    from gridterm.meetings import agenda
    from gridterm.meetings.terms import ItemForm

    takes = values.whole(minutes, "--minutes", 1, MOST_MINUTES)
    with call.office() as store:
        who = values.staff_of(store, speaker).id if speaker else None
        form = ItemForm(
            title, words or "", speaker_id=who, minutes=takes, confidential=confidential
        )
        told = agenda.add_item(store, call.actor(store), ref_of(store, day), form)
    _print(call, told)


@MEETINGS.command("item-edit", N_("Change an item of the agenda."), changes=True)
def item_edit(
    call: Call,
    item: Number,
    *,
    day: On = "",
    title: Annotated[str, Option(metavar=N_("TITLE"), help=N_("The item's title."))] = "",
    words: Words = None,
    speaker: Speaker = "",
    minutes: Minutes = "",
) -> None:
    """Change an item; what is not named stays."""
    from gridterm.meetings import agenda
    from gridterm.meetings.terms import ItemForm

    if not (title or speaker or minutes or words is not None):
        raise InputError(_("Say what to change: --title, --words, --speaker or --minutes."))
    takes = values.whole(minutes, "--minutes", 1, MOST_MINUTES) if minutes else None

    def change(store: Store, actor: Actor, ref: MeetingRef, old: Item) -> Agenda:
        form = ItemForm(
            title or old.title,
            old.words if words is None else words,
            old.section,
            values.staff_of(store, speaker).id if speaker else old.speaker_id,
            takes or old.minutes,
            old.confidential,
        )
        return agenda.edit_item(store, actor, ref, old.position, form, source=old.source)

    _act(call, day, item, change)


@MEETINGS.command("item-move", N_("Move an item of the agenda to another place."), changes=True)
def item_move(
    call: Call,
    item: Number,
    to: Annotated[str, Argument(metavar=N_("TO"), help=N_("The place it goes to, from 1."))],
    *,
    day: On = "",
) -> None:
    """Move an item."""
    from gridterm.meetings import agenda

    place = values.whole(to, "TO", 1, MOST_ITEMS)
    _act(
        call,
        day,
        item,
        lambda store, actor, ref, old: agenda.move_item(
            store, actor, ref, old.position, place - old.position, source=old.source
        ),
    )


@MEETINGS.command("item-out", N_("Leave an item of the agenda out."), changes=True)
def item_out(call: Call, item: Number, *, day: On = "") -> None:
    """Leave an item out."""
    from gridterm.meetings import agenda

    _act(
        call,
        day,
        item,
        lambda store, actor, ref, old: agenda.remove_item(
            store, actor, ref, old.position, source=old.source
        ),
    )


@MEETINGS.command("item-back", N_("Bring back an item that was left out."), changes=True)
def item_back(call: Call, item: Number, *, day: On = "") -> None:
    """Bring an item back."""
    from gridterm.meetings import agenda

    _act(
        call,
        day,
        item,
        lambda store, actor, ref, old: agenda.restore_item(
            store, actor, ref, old.position, source=old.source
        ),
    )


def _act(
    call: Call,
    day: str,
    item: str,
    action: Callable[[Store, Actor, MeetingRef, Item], Agenda],
) -> None:
    """Do something to the item at a place, as it stands now."""
    from gridterm.meetings import agenda

    place = values.whole(item, "ITEM", 1, MOST_ITEMS)
    with call.office() as store:
        ref = ref_of(store, day)
        items = {one.position: one for one in agenda.agenda(store, ref).items}
        if place not in items:
            raise InputError(_("There is no item {number} on this agenda.").format(number=place))
        told = action(store, call.actor(store), ref, items[place])
    _print(call, told)


def _print(call: Call, told: Agenda) -> None:
    """The whole agenda with the places its items are named by; confidential ones not as JSON."""
    if call.json:
        shown = tuple(one for one in told.items if not one.confidential)
        output.as_json(replace(told, items=shown))
        return
    output.table(
        told.items,
        (
            (_("No."), lambda one: str(one.position)),
            (_("Title"), _title),
            (_("Speaker"), lambda one: one.speaker),
        ),
    )


def _title(one: Item) -> str:
    """Its title; a confidential one only says that it is there."""
    title = _("[confidential]") if one.confidential else one.title
    return f"{title} {_('(left out)')}" if one.removed else title
