"""Making an office from the answers of the first start, so that a script can do it."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from gridterm.cli import output
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.clock import DEFAULT_ZONE, SystemClock
from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.text import clean_line

OFFICE = Desk("", "")


@OFFICE.command("init", N_("Make a new office file; every first-start answer is an option."))
def init(
    call: Call,
    *,
    name: Annotated[str, Option(metavar=N_("NAME"), help=N_("The community's name."))],
    street: Annotated[
        str, Option(metavar=N_("NAME"), help=N_("The street or town above it."))
    ] = "",
    hotline: Annotated[
        str, Option(metavar=N_("PHONE"), help=N_("The public hotline number."))
    ] = "",
    leader: Annotated[
        list[str] | None,
        Option(
            metavar=N_("[NUMBER:]NAME"),
            help=N_("A principal leader, with the staff number; may be repeated."),
        ),
    ] = None,
    clerk: Annotated[
        str,
        Option(metavar=N_("[NUMBER:]NAME"), help=N_("Who works at the desk, beside the leaders.")),
    ] = "",
    zone: Annotated[
        str, Option(metavar=N_("ZONE"), help=N_("The time zone, else Asia/Shanghai."))
    ] = "",
) -> None:
    """Make a new office; --lang becomes its language."""
    from gridterm.hotline.categories import seed
    from gridterm.registers.office import Founding, create
    from gridterm.registers.service import list_staff

    numbers: dict[str, str] = {}
    leaders = [_named(one, numbers) for one in leader or ()]
    founding = Founding(
        name=name,
        street=street,
        hotline=hotline,
        leaders=" ".join(leaders),
        language=call.language or "",
        clerk=_named(clerk, numbers) if clerk else "",
        zone=zone,
        numbers=numbers,
    )
    store = create(call.path, SystemClock(zone or DEFAULT_ZONE), founding, [seed])
    try:
        staff = list_staff(store)
    finally:
        store.close()
    if call.json:
        output.as_json({"office": call.path, "name": clean_line(name), "staff": staff})
        return
    output.line(_("The office is ready: {path}").format(path=call.path))
    for one in staff:
        output.line(
            _("{number} {name}: {roles}").format(
                number=one.number,
                name=one.name,
                roles=_(", ").join(role.label for role in one.roles),
            )
        )


def _named(typed: str, numbers: dict[str, str]) -> str:
    """The name in ``NUMBER:NAME``; the number is noted under it.

    Raises:
        InputError: the name is missing, or has a blank in it.
    """
    number, colon, name = clean_line(typed).replace("：", ":").rpartition(":")
    name = name.strip()
    if not name or " " in name:
        raise InputError(
            _("Write a person like 1001:{example}, the name without blanks.").format(example="王芳")
        )
    if colon and number.strip():
        numbers[name] = number.strip()
    return name
