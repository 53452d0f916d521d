"""The clocks' allowances on the command line: each version with the reasons, and a new one."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.errors import InputError
from gridterm.i18n import N_, _

CLOCKS = Desk("clocks", N_("How long each step of a call may take: show, and set from a day on."))


@CLOCKS.command("show", N_("Show the allowances, since when they hold, and why."))
def show(call: Call) -> None:
    """Show the allowances and their versions."""
    from gridterm.hotline import allowances

    with call.office() as store:
        found = allowances.versions(store)
    if call.json:
        listed = [
            {
                "name": one.name,
                "title": one.title,
                "unit": one.unit,
                "default": one.default,
                "reason": one.reason,
            }
            for one in allowances.ALLOWANCES
        ]
        output.as_json({"count": len(found), "versions": found, "allowances": listed})
        return
    now = next(one for one in found if one.current)
    output.table(
        allowances.ALLOWANCES,
        (
            (_("Allowance"), lambda one: one.name),
            (_("What it is"), lambda one: one.title),
            (_("Now"), lambda one: now.allowances[one.name]),
            (_("Counted in"), lambda one: one.unit.label),
            (_("Default"), lambda one: one.default),
            (_("Why"), lambda one: one.reason),
        ),
    )
    for version in found[1:]:
        changes = _(", ").join(f"{name}={version.allowances[name]}" for name in version.changed)
        words = _("From {day} on: {changes}").format(
            day=version.since, changes=changes or _("no change")
        )
        output.line(words)


@CLOCKS.command(
    "set", N_("Set allowances for calls registered from a day on; others keep theirs."),
    changes=True,
)  # fmt: skip
def set_(
    call: Call,
    day: Annotated[str, Argument(metavar=N_("DAY"), help=N_("The first day they hold for."))],
    changes: Annotated[
        list[str],
        Argument(
            metavar=N_("NAME=NUMBER"),
            help=N_("The allowances with their numbers, named as in gridterm clocks show."),
        ),
    ],
    *,
    reason: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why, for the audit trail."))] = "",
) -> None:
    """Set allowances."""
    from gridterm.hotline import allowances

    pairs = [_pair(one) for one in changes]
    given = dict(pairs)
    if len(given) < len(pairs):
        raise InputError(_("Give each allowance once."))
    with call.office() as store:
        since = moments.needed_day(day, store.clock.now())
        policy = allowances.save(store, call.keeper(store), since, given, reason=reason)
    whole = allowances.flat(policy)
    if call.json:
        output.as_json({"since": since, "allowances": whole})
        return
    for name in given:
        one = allowances.BY_NAME[name]
        output.line(
            _("{title}: {number} {unit} for calls registered from {day} on.").format(
                title=one.title, number=whole[name], unit=one.unit.label, day=since.isoformat()
            )
        )


def _pair(typed: str) -> tuple[str, int]:
    name, equals, number = typed.partition("=")
    if not equals:
        raise InputError(
            _("{typed}: write the allowance like {example}.").format(
                typed=typed, example="feedback_days=2"
            )
        )
    line = values.folded(name).replace("-", "_")
    return line, values.whole(number, line, 0, 100_000)
