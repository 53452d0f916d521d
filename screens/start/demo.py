"""A look at the demo office, in a temporary file that goes when the program ends."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridterm.i18n import _
from screens.widgets.progress import Job, LongWork, Outcome

if TYPE_CHECKING:
    from screens.acting import Acting

FOLDER = "gridterm-demo-"
NAME = "demo.db"


def open_demo(screen: Acting[Any]) -> None:
    """Build the demo office, then open it in place of the office that is missing."""
    app = screen.app
    clock = app.clock

    def work(job: Job) -> Path:
        from gridterm.demo.build import build

        def progress(done: int, total: int) -> None:
            job.progress(done, total, _("Writing the calls of a year"))
            job.check()

        folder = tempfile.TemporaryDirectory(prefix=FOLDER)
        try:
            build(Path(folder.name) / NAME, clock, progress=progress).close()
        except BaseException:
            folder.cleanup()
            raise
        app.keep_until_end(folder)
        return Path(folder.name) / NAME

    def outcome(_path: Path) -> Outcome:
        return Outcome(
            _(
                "The demo office is ready. Nothing done in it is kept when gridterm closes; "
                "start gridterm again to make your own."
            )
        )

    screen.ask(LongWork(_("The demo office"), work, outcome), app.open_office)
