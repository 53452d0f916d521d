"""Staff and grids on the command line."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call, asked_unseen, can_ask, next_line
from gridterm.cli.frame import Desk
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.i18n import N_, _, ngettext
from gridterm.registers.terms import (
    GridForm,
    GridKind,
    GridLevel,
    GridView,
    Person,
    Role,
    StaffForm,
    StaffView,
)

STAFF = Desk("staff", N_("The staff register: list, enter, leave, import, export."))
GRID = Desk("grid", N_("The grids: list, enter, import, export, and whose an address is."))
MOST_HOUSEHOLDS = 100_000

Ended = Annotated[bool, Option("--ended", help=N_("Also what has ended."))]


@STAFF.command("list", N_("List the staff."))
def staff_list(
    call: Call,
    text: Annotated[
        str, Argument(metavar=N_("WHO"), help=N_("Number, name, phone or pinyin initials."))
    ] = "",
    *,
    ended: Ended = False,
) -> None:
    """List the staff."""
    from gridterm.registers.service import list_staff

    with call.office() as store:
        found = list_staff(store, text, ended=ended)
    if call.json:
        output.as_json({"count": len(found), "staff": found})
        return
    _print_staff(found)
    output.line(ngettext("{count} person.", "{count} people.", len(found)).format(count=len(found)))


def _print_staff(found: tuple[StaffView, ...]) -> None:
    output.table(
        found,
        (
            (_("Staff number"), lambda one: one.number),
            (_("Name"), lambda one: one.name),
            (_("Roles"), lambda one: _(", ").join(role.label for role in one.roles)),
            (_("Grid"), lambda one: one.grid),
            (_("Phone"), lambda one: one.phone),
            (_("Deputy"), lambda one: one.deputy),
            (_("Hired"), lambda one: one.hired),
            (_("Left"), lambda one: one.left),
            (_("Present"), lambda one: _("yes") if one.present else _("no")),
        ),
    )


@STAFF.command("add", N_("Enter somebody who starts here."), changes=True)
def staff_add(
    call: Call,
    number: Annotated[str, Argument(metavar=N_("NUMBER"), help=N_("The staff number."))],
    name: Annotated[str, Argument(metavar=N_("FULL-NAME"), help=N_("The name."))],
    *,
    role: Annotated[
        list[str] | None,
        Option(
            metavar=N_("ROLE"),
            help=N_(
                "clerk, grid_lead, grid_manager, committee, principal_leader; may be repeated."
            ),
        ),
    ] = None,
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("The grid's number."))] = "",
    phone: Annotated[str, Option(metavar=N_("PHONE"), help=N_("The phone."))] = "",
    since: Annotated[str, Option(metavar=N_("DAY"), help=N_("The first day; else today."))] = "",
    deputy: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who stands in."))] = "",
) -> None:
    """Enter somebody."""
    from gridterm.registers.service import save_staff

    roles = tuple(one for typed in role or () for one in values.codes(Role, typed, "--role"))
    with call.office() as store:
        form = StaffForm(
            number=number,
            name=name,
            roles=roles,
            grid_id=values.grid_of(store, grid).id if grid else None,
            phone=phone,
            hired=moments.day(since, store.clock.now()),
            deputy_id=values.staff_of(store, deputy).id if deputy else None,
        )
        saved = save_staff(store, call.keeper(store), form)
    _staff_done(call, saved, _("{number} {name} is entered."))


@STAFF.command("end", N_("Somebody leaves; their last day here."), changes=True)
def staff_end(
    call: Call,
    who: Annotated[str, Argument(metavar=N_("WHO"), help=N_("Who leaves, by number or name."))],
    *,
    last_day: Annotated[str, Option(metavar=N_("DAY"), help=N_("The last day; else today."))] = "",
) -> None:
    """Somebody leaves."""
    from gridterm.registers.service import end_staff

    with call.office() as store:
        one = values.staff_of(store, who)
        day = moments.day(last_day, store.clock.now())
        saved = end_staff(store, call.keeper(store), one.id, day)
    _staff_done(call, saved, _("{number} {name} leaves; the last day is {day}."))


@STAFF.command("pin", N_("Set, change or take away somebody's PIN."), changes=True)
def staff_pin(
    call: Call,
    who: Annotated[str, Argument(metavar=N_("WHO"), help=N_("Whose PIN, by number or name."))],
    *,
    clear: Annotated[
        bool, Option("--clear", help=N_("Take the PIN away; from then on none is asked for."))
    ] = False,
) -> None:
    """Set, change or take away a PIN: typed unseen, or with --pin-stdin a line of its own."""
    from gridterm.registers import operators

    with call.office() as store:
        one = values.staff_of(store, who)
        actor = call.keeper(store)
        own = actor.staff_id is not None and operators.has_pin(store, actor.staff_id)
        new = None if clear else _new_pin(call, after_own=own)
        current = call.own_pin if own and actor.staff_id == one.id else None
        try:
            operators.set_pin(store, actor, one.id, new, current=current)
        except InputError as error:
            if "current" not in error.fields:
                raise
            raise RefusedError(
                _(
                    "{name} has a PIN: only {name} or a principal leader can change it. "
                    "Say who you are with --as NUMBER."
                ).format(name=one.name)
            ) from error
    if call.json:
        output.as_json({"number": one.number, "name": one.name, "has_pin": not clear})
        return
    done = _("{number} {name} has no PIN now.") if clear else _("{number} {name} has a new PIN.")
    output.line(done.format(number=one.number, name=one.name))


def _new_pin(call: Call, *, after_own: bool) -> str:
    """The new PIN: the line of standard input after the operator's own, or typed twice unseen."""
    if call.pin is not None:
        return next_line() if after_own else call.pin
    if not can_ask():
        raise InputError(
            _(
                "Give the new PIN on standard input with --pin-stdin; "
                "where you have a PIN yourself, that is the line before it."
            )
        )
    new = asked_unseen(_("New PIN: "))
    if asked_unseen(_("The new PIN again: ")) != new:
        raise InputError(_("The two are not the same; the PIN is as it was."))
    return new


def _staff_done(call: Call, saved: StaffView, sentence: str) -> None:
    if call.json:
        output.as_json(saved)
        return
    output.line(
        sentence.format(
            number=saved.number, name=saved.name, day=saved.left.isoformat() if saved.left else ""
        )
    )


@GRID.command("list", N_("List the grids with what is amiss about them."))
def grid_list(call: Call, *, ended: Ended = False) -> None:
    """List the grids."""
    from gridterm.registers.service import list_grids

    with call.office() as store:
        found = list_grids(store, ended=ended)
    if call.json:
        output.as_json({"count": len(found), "grids": found})
        return
    output.table(
        found,
        (
            (_("Grid"), lambda one: "  " * one.depth + (one.code or one.name)),
            (_("Grid name"), lambda one: one.name),
            (_("Level"), lambda one: one.level.label),
            (_("Kind"), lambda one: one.kind.label),
            (_("Households"), lambda one: one.households),
            (_("Shops"), lambda one: one.shops),
            (_("Buildings"), lambda one: one.buildings),
            (_("Grid lead"), lambda one: one.lead.name if one.lead else ""),
            (_("Grid managers"), lambda one: _names(one.managers)),
            (_("Findings"), lambda one: " ".join(found.text for found in one.findings)),
        ),
    )
    output.line(ngettext("{count} grid.", "{count} grids.", len(found)).format(count=len(found)))


def _names(people: tuple[Person, ...]) -> str:
    return _(", ").join(one.name for one in people)


@GRID.command("add", N_("Enter a grid."), changes=True)
def grid_add(
    call: Call,
    code: Annotated[str, Argument(metavar=N_("GRID-CODE"), help=N_("Its number, such as 008."))],
    name: Annotated[str, Argument(metavar=N_("NAME"), help=N_("Its name."))] = "",
    *,
    level: Annotated[
        str,
        Option(
            metavar="1-5", help=N_("1 district, 2 street, 3 community, 4 grid, 5 household group.")
        ),
    ] = "4",
    kind: Annotated[str, Option(metavar=N_("KIND"), help=N_("basic or exclusive."))] = "basic",
    parent: Annotated[str, Option(metavar=N_("GRID"), help=N_("The area above it."))] = "",
    households: Annotated[str, Option(metavar=N_("COUNT"), help=N_("Its households."))] = "0",
    shops: Annotated[str, Option(metavar=N_("COUNT"), help=N_("Its shops."))] = "0",
    lead: Annotated[str, Option(metavar=N_("WHO"), help=N_("Its grid lead."))] = "",
    manager: Annotated[
        list[str] | None,
        Option(metavar=N_("WHO"), help=N_("A grid manager of it; may be repeated.")),
    ] = None,
    since: Annotated[str, Option(metavar=N_("DAY"), help=N_("From when; else today."))] = "",
) -> None:
    """Enter a grid."""
    from gridterm.registers.service import save_grid

    with call.office() as store:
        form = GridForm(
            code=code,
            name=name,
            level=GridLevel(values.whole(level, "--level", 1, 5)),
            kind=values.code(GridKind, kind, "--kind"),
            parent_id=values.grid_of(store, parent).id if parent else None,
            households=values.whole(households, "--households", 0, MOST_HOUSEHOLDS),
            shops=values.whole(shops, "--shops", 0, MOST_HOUSEHOLDS),
            lead_id=values.staff_of(store, lead).id if lead else None,
            manager_ids=tuple(values.staff_of(store, one).id for one in manager or ()),
            valid_from=moments.day(since, store.clock.now()),
        )
        saved = save_grid(store, call.keeper(store), form)
    if call.json:
        output.as_json(saved)
        return
    output.line(_("{grid} is entered.").format(grid=_grid_name(saved)))
    for finding in saved.findings:
        output.line(finding.text)


def _grid_name(one: GridView) -> str:
    return " ".join(dict.fromkeys(filter(None, (one.code, one.name))))


@GRID.command("whose", N_("Whose is an address: its grid, lead and manager with their phones."))
def whose(
    call: Call,
    address: Annotated[
        list[str],
        Argument(metavar=N_("ADDRESS"), help=N_("Estate and building, as people say it.")),
    ],
) -> None:
    """Whose is an address."""
    from gridterm.registers.service import grid_of_address

    typed = " ".join(address)
    with call.office() as store:
        match = grid_of_address(store, typed)
    if match is None:
        raise NotFoundError(
            _("No building of the register is meant by {address}.").format(address=typed)
        )
    if call.json:
        output.as_json(match)
        return
    if match.candidates:
        raise InputError(
            _("This may be several buildings: {names}. Say the estate too.").format(
                names=_(", ").join(match.candidates)
            )
        )
    output.pairs(
        (
            (_("Building"), match.building),
            (_("Room"), match.room),
            (_("Grid"), match.grid or _("in no grid, or in two")),
            (_("Grid lead"), f"{match.lead} {match.lead_phone}".strip()),
            (_("Grid managers"), f"{match.manager} {match.manager_phone}".strip()),
        )
    )
