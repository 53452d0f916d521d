"""The demo office: opened on the screen from a temporary file, written to a file, or checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

from typer import Option

from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.cli.long_work import meter, stoppable, tidy_when_ended
from gridterm.clock import SystemClock
from gridterm.errors import CancelledError, InputError
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.store.unit import Store

DEMO = Desk("", "")
MOST_YEARS = 20


@DEMO.command("demo", N_("Open an invented office to try things out; nothing of it is kept."))
def demo(
    call: Call,
    *,
    years: Annotated[
        str, Option(metavar=N_("YEARS"), help=N_("Whole years of calls, else 13 months."))
    ] = "",
    check: Annotated[
        bool, Option("--check", help=N_("Make it, read all that the screens read, print counts."))
    ] = False,
) -> int:
    """Open, write (with --db) or check the demo office."""
    number = values.whole(years, "--years", 1, MOST_YEARS) if years else 0
    if check:
        if call.db:
            raise InputError(_("A check makes a temporary office: leave --db out."))
        return _check(call, number)
    if call.db:
        return _write(call, number)
    with _passing_folder() as folder:
        path = folder / "demo.db"
        with _made(path, number) as store:
            officer = _officer(store)
            if not (sys.stdin.isatty() and sys.stdout.isatty()):
                from gridterm.cli.today import print_today

                print_today(store, as_json=call.json)
                return 0
        from gridterm.cli.app_command import open_screens

        return open_screens(path, SystemClock(), operator=officer)


@contextmanager
def _passing_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, also when the terminal is closed meanwhile."""
    with (
        TemporaryDirectory(prefix="gridterm-demo-", ignore_cleanup_errors=True) as folder,
        tidy_when_ended(Path(folder)),
    ):
        yield Path(folder)


def _write(call: Call, years: int) -> int:
    from gridterm.hotline.queries import count_tickets
    from gridterm.hotline.terms import TicketFilter

    with _made(call.path, years) as store:
        count = count_tickets(store, TicketFilter())
    if call.json:
        output.as_json({"office": call.path, "tickets": count})
    else:
        output.line(
            _("The demo office with {count} calls is written: {path}").format(
                count=f"{count:,}", path=call.path
            )
        )
    return 0


def _check(call: Call, years: int) -> int:
    from gridterm.cli.demo_check import report

    with (
        _passing_folder() as folder,
        _made(folder / "demo.db", years) as store,
    ):
        return report(call, store)


@contextmanager
def _made(path: Path, years: int) -> Iterator[Store]:
    """A new demo office; what is unfinished when somebody stops it is taken away."""
    from gridterm.demo.build import Size, build

    existed = path.exists()
    try:
        with meter() as told, stoppable() as stopped:

            def progress(done: int, total: int) -> None:
                _go_on(stopped=stopped())
                told.tell(_("Making the demo office"), done, total)

            store = build(path, SystemClock(), Size.years(years) if years else None, progress)
    except BaseException:
        if not existed:
            for left in (path, *path.parent.glob(f"{path.name}-*")):
                left.unlink(missing_ok=True)
        raise
    try:
        yield store
    finally:
        store.close()


def _go_on(*, stopped: bool) -> None:
    if stopped:
        raise CancelledError(_("The demo office was not made."))


def _officer(store: Store) -> str | None:
    """The staff number of who is on duty in the demo office."""
    from gridterm.registers.roster import duty_on

    duty = duty_on(store)
    return duty.acting.number if duty else None
