"""The office file on the command line: backup, restore, verify, doctor."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.long_work import meter
from gridterm.errors import InputError
from gridterm.i18n import N_, _, ngettext

STORE = Desk("", "")
KIB = 1024


@STORE.command("backup", N_("Make a backup of the office, also while it is in use."))
def backup(
    call: Call,
    target: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("Where to; else the backup folder."))
    ] = "",
    *,
    listing: Annotated[
        bool, Option("--list", help=N_("List the backups there are, make none."))
    ] = False,
) -> None:
    """Make a backup."""
    from gridterm.store.backup import make_backup

    if listing:
        _list_backups(call)
        return
    with call.office() as store:
        made = make_backup(store, values.file_at(target) if target else None)
    if call.json:
        output.as_json(made)
    else:
        output.line(_("The backup is {path}").format(path=made.path))


def _list_backups(call: Call) -> None:
    from gridterm.store.backup import list_backups

    found = list_backups(call.path)
    if call.json:
        output.as_json({"count": len(found), "backups": found})
        return
    output.table(
        found,
        (
            (_("Made"), lambda one: one.made_at),
            (_("Why"), lambda one: _reason(one.reason)),
            ("KiB", lambda one: one.size // KIB),
            (_("File"), lambda one: one.path),
        ),
    )
    output.line(
        ngettext("{count} backup.", "{count} backups.", len(found)).format(count=len(found))
    )


def _reason(code: str) -> str:
    return {
        "daily": _("of the day"),
        "manual": _("by hand"),
        "before-upgrade": _("before an upgrade"),
        "before-restore": _("before a restore"),
    }.get(code, code)


@STORE.command("restore", N_("Put a backup in the place of the office; the present one is kept."))
def restore(
    call: Call,
    source: Annotated[
        str, Argument(metavar=N_("FILE"), help=N_("The backup; else the newest is named."))
    ] = "",
    *,
    newest: Annotated[bool, Option("--newest", help=N_("Take the newest backup."))] = False,
) -> None:
    """Put a backup in the place of the office."""
    from gridterm.store.backup import list_backups
    from gridterm.store.backup import restore as put_back

    if not source:
        usable = [one for one in list_backups(call.path) if one.version is not None]
        if not usable:
            raise InputError(
                _("There is no backup beside {path}; name the file to restore.").format(
                    path=call.path
                )
            )
        if not newest:
            raise InputError(
                _("Say which backup; the newest is {path} (or give --newest).").format(
                    path=usable[0].path
                )
            )
        source = str(usable[0].path)
    path = values.file_at(source)
    kept = put_back(call.path, path, call.clock)
    if call.json:
        output.as_json({"restored": path, "office": call.path, "kept": kept})
        return
    output.line(_("The office is again as in {path}").format(path=path))
    if kept is not None:
        output.line(_("What was there before is kept in {path}").format(path=kept))


@STORE.command("verify", N_("Check the whole office: file, references, audit trail, search."))
def verify(
    call: Call,
    *,
    repair_index: Annotated[
        bool, Option("--repair-index", help=N_("Build the search anew from the records first."))
    ] = False,
) -> int:
    """Check the whole office; 1 when something was found."""
    from gridterm.cli.desk_checks import checks, texts
    from gridterm.store.indexing import rebuild
    from gridterm.store.verify import verify as check

    sources = texts()
    with call.office() as store, meter() as told:
        if repair_index:
            rebuild(store, sources, told.tell)
        report = check(store, checks(), sources, told.tell)
    if call.json:
        output.as_json({"whole": report.whole, **output.plain(report)})
        return 0 if report.whole else 1
    output.pairs((part, count) for part, count in report.checked.items())
    for finding in report.findings:
        output.line(finding.sentence)
    total = sum(report.counts.values())
    output.line(
        _("The office is whole.")
        if report.whole
        else ngettext("{count} thing is amiss.", "{count} things are amiss.", total).format(
            count=total
        )
    )
    return 0 if report.whole else 1


@STORE.command("doctor", N_("See whether this machine and the office file are fit for work."))
def doctor(call: Call) -> int:
    """Look at the machine and the office file."""
    from gridterm.cli.doctor import report

    return report(call)
