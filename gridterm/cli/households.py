"""The residents' register on the command line: list, show, enter, end, how complete it is."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.i18n import N_, _, ngettext
from gridterm.registers.household_terms import (
    HouseholdDetail,
    HouseholdFilter,
    HouseholdForm,
    HouseholdRow,
    HouseholdStatus,
    MemberForm,
    Relation,
    ServiceView,
)
from gridterm.text import mask_phone

HOUSEHOLD = Desk(
    "household",
    N_("The residents' register: list, show, enter, end, import, export, how complete it is."),
)
MOST = 100_000

Which = Annotated[
    list[str],
    Argument(
        metavar=N_("HOUSEHOLD"),
        help=N_("An address with its room, a name, pinyin initials or a phone."),
    ),
]


@HOUSEHOLD.command("list", N_("List the households by building and room; phones are masked."))
def household_list(
    call: Call,
    text: Annotated[
        str,
        Argument(metavar=N_("TEXT"), help=N_("Part of a room, a name, a phone, pinyin initials.")),
    ] = "",
    *,
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("Only those of this grid."))] = "",
    building: Annotated[
        str, Option(metavar=N_("BUILDING"), help=N_("Only those of this building."))
    ] = "",
    status: Annotated[
        str, Option(metavar=N_("STATUS"), help=N_("occupied, rented or empty."))
    ] = "",
    ended: Annotated[bool, Option("--ended", help=N_("Also what has ended."))] = False,
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("At most so many."))] = "50",
) -> None:
    """List the households."""
    from gridterm.registers import households

    with call.office() as store:
        wanted = HouseholdFilter(
            grid_id=values.grid_of(store, grid).id if grid else None,
            building_id=values.building_of(store, building).id if building else None,
            text=text,
            status=values.code(HouseholdStatus, status, "--status").value if status else "",
            ended=ended,
        )
        most = values.whole(limit, "--limit", 1, MOST)
        found, _after = households.households(store, wanted, limit=most)
        total = households.count(store, wanted)
    if call.json:
        shown = [{**output.plain(one), "phone": mask_phone(one.phone)} for one in found]
        output.as_json({"count": total, "households": shown})
        return
    _print_rows(found)
    output.line(
        ngettext("{shown} of {count} household.", "{shown} of {count} households.", total).format(
            shown=len(found), count=total
        )
    )


def _print_rows(found: tuple[HouseholdRow, ...]) -> None:
    output.table(
        found,
        (
            (_("Building"), lambda one: one.building),
            (_("Room"), lambda one: one.room),
            (_("Head"), lambda one: one.head),
            (_("Members"), lambda one: one.members),
            (_("Phone"), lambda one: mask_phone(one.phone)),
            (_("Home is"), lambda one: _("ended") if one.ended else one.status.label),
            (_("Grid"), lambda one: one.grid),
            (_("Services"), lambda one: one.needs or ""),
        ),
    )


@HOUSEHOLD.command("show", N_("Show a household with who lives there."), changes=True)
def household_show(
    call: Call,
    which: Which,
    *,
    reveal: Annotated[
        bool,
        Option("--reveal", help=N_("Show its services too; this is kept in the audit trail.")),
    ] = False,
) -> None:
    """Show a household; only --reveal needs an operator."""
    from gridterm.registers import households

    with call.office() as store:
        row = values.household_of(store, " ".join(which))
        told = households.household(store, row.id)
        services = households.reveal_services(store, call.actor(store), row.id) if reveal else None
    if call.json:
        output.as_json({**output.plain(told), "services": services})
        return
    _print_detail(told, services)


def _print_detail(told: HouseholdDetail, services: tuple[ServiceView, ...] | None) -> None:
    row = told.row
    until = told.valid_to.isoformat() if told.valid_to else ""
    output.pairs(
        (
            (_("Household"), row.title),
            (_("Grid"), row.grid),
            (_("Home is"), row.status.label),
            (_("Phone"), row.phone),
            (_("Lives here since"), told.valid_from),
            (_("Until"), until),
            (_("Note"), told.note),
            (_("Services"), row.needs or "" if services is None else ""),
        )
    )
    output.table(
        told.members,
        (
            (_("Name"), lambda one: one.name),
            (_("Relation"), lambda one: one.relation.label if one.relation else ""),
            (_("Phone"), lambda one: one.phone),
            (_("Lives here"), lambda one: _("yes") if one.lives_here else _("no")),
        ),
    )
    if services is not None:
        output.table(
            services,
            (
                (_("Service"), lambda one: one.kind.label),
                (_("Kept for"), lambda one: one.purpose),
                (_("For whom"), lambda one: one.member),
                (_("Needed since"), lambda one: one.valid_from),
                (_("Until"), lambda one: one.valid_to or ""),
            ),
        )


@HOUSEHOLD.command("add", N_("Enter a household at a building and a room."), changes=True)
def household_add(
    call: Call,
    building: Annotated[
        str, Argument(metavar=N_("BUILDING"), help=N_("Estate and building, as people say it."))
    ],
    room: Annotated[str, Argument(metavar=N_("ROOM"), help=N_("Unit and room, such as 2-501."))],
    head: Annotated[
        str, Argument(metavar=N_("NAME"), help=N_("The head of the household, where known."))
    ] = "",
    *,
    phone: Annotated[str, Option(metavar=N_("PHONE"), help=N_("The phone."))] = "",
    status: Annotated[
        str, Option(metavar=N_("STATUS"), help=N_("occupied, rented or empty."))
    ] = "occupied",
    note: Annotated[str, Option(metavar=N_("TEXT"), help=N_("A note."))] = "",
    since: Annotated[str, Option(metavar=N_("DAY"), help=N_("The first day; else today."))] = "",
) -> None:
    """Enter a household."""
    from gridterm.registers.households import save_household

    with call.office() as store:
        day = moments.day(since, store.clock.now())
        form = HouseholdForm(
            building_id=values.building_of(store, building).id,
            room=room,
            phone="" if head else phone,
            status=values.code(HouseholdStatus, status, "--status"),
            note=note,
            valid_from=day,
        )
        people = [MemberForm(head, phone, Relation.HEAD, valid_from=day)] if head else []
        saved = save_household(store, call.keeper(store), form, members=people)
    _done(call, saved, _("{household} is entered."))


@HOUSEHOLD.command("end", N_("A household moves away; its last day here."), changes=True)
def household_end(
    call: Call,
    which: Which,
    *,
    last_day: Annotated[str, Option(metavar=N_("DAY"), help=N_("The last day; else today."))] = "",
    reason: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))] = "",
) -> None:
    """A household moves away."""
    from gridterm.registers.households import end_household

    with call.office() as store:
        one = values.household_of(store, " ".join(which))
        day = moments.day(last_day, store.clock.now())
        saved = end_household(store, call.keeper(store), one.id, day, reason)
    _done(call, saved, _("{household} has moved away; the last day is {day}."))


def _done(call: Call, saved: HouseholdDetail, sentence: str) -> None:
    if call.json:
        output.as_json(saved)
        return
    day = saved.valid_to.isoformat() if saved.valid_to else ""
    output.line(sentence.format(household=saved.row.title, day=day))


@HOUSEHOLD.command("completeness", N_("How complete the register is, grid by grid (六清)."))
def household_completeness(call: Call) -> None:
    """How complete the register is."""
    from gridterm.registers.households import completeness

    with call.office() as store:
        found = completeness(store)
    if call.json:
        output.as_json({"count": len(found), "grids": found})
        return
    output.table(
        found,
        (
            (_("Grid"), lambda one: one.grid),
            (_("Expected"), lambda one: one.expected),
            (_("Entered"), lambda one: one.entered),
            (_("With a name"), lambda one: one.with_member),
            (_("With a phone"), lambda one: one.with_phone),
            (_("Buildings"), lambda one: one.buildings),
            (_("Empty buildings"), lambda one: one.buildings_empty),
        ),
    )
    output.line(ngettext("{count} grid.", "{count} grids.", len(found)).format(count=len(found)))
