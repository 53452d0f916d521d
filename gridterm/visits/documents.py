"""What the visits print (RULEBOOK §6): a round to take along, with room to write on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gridterm.i18n import N_, _
from gridterm.printing.document import Align, Document, Layout, Note, Office, Table
from gridterm.printing.export import Printout
from gridterm.registers.service import staff_member
from gridterm.settings import load
from gridterm.store.unit import Store
from gridterm.text import clean_line
from gridterm.visits.planning import plan
from gridterm.visits.rules import short_home
from gridterm.visits.terms import PlanLine

WIDTHS = (10, 51, 19, 19, 14, 24, 22)
ALIGN = (Align.RIGHT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT)
ROOM_TO_WRITE = 6.5
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def plan_sheet(store: Store, staff_id: int, day: date | None = None, *, by: str = "") -> Printout:
    """The plan of a manager's round: as many households as a day has, the longest unseen first.

    Args:
        store: the office.
        staff_id: the manager.
        day: the day of the round, None for today.
        by: who prints it, for the foot; empty where nobody signed on.

    Raises:
        NotFoundError: nobody has this id.
    """
    member = staff_member(store, staff_id)
    on = day or store.clock.today()
    with store.read() as session:
        settings = load(session)
    lines = plan(store, staff_id, on, settings.number("visits.each_day"))
    named = (settings.text(f"office.{key}") for key in ("name", "street", "hotline"))
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    printed = foot.format(time=f"{store.clock.now():%Y-%m-%d %H:%M}", name=by)
    who = f"{member.number} {clean_line(member.name)}"
    return Printout(round_paper(lines, Office(*named), who, on, printed), f"{who} {on}")


def round_paper(
    lines: Sequence[PlanLine], office: Office, who: str, day: date, printed: str = ""
) -> Document:
    """The sheet: household and last visit as they are, outcome, matter and feedback to write in.

    Args:
        lines: the households in the order of the round.
        office: what stands at the head.
        who: number and name of the manager.
        day: the day of the round.
        printed: when and by whom it is printed, for the foot.
    """
    header = (
        _("No."), _("Household"), _("Head"), _("Last"), _("Outcome"), _("Matter"),
        _("Feedback given"),
    )  # fmt: skip
    rows = tuple(
        (str(place), short_home(one.household), clean_line(one.head), _last(one, day), "", "", "")
        for place, one in enumerate(lines, 1)
    )
    when = f"{day.isoformat()} {_(WEEKDAYS[day.weekday()])}"
    rule = _(
        "Go with a purpose, come back with matters, give feedback. Outcome: met, nobody home or "
        "not let in. What is written here is typed in by F8, household after household."
    )
    return Document(
        title=_("Round of visits"),
        body=(Table(header, rows, WIDTHS, ALIGN, padding=ROOM_TO_WRITE), Note(rule)),
        meta=(who, when),
        letterhead=office.full_name,
        footer=printed,
        layout=Layout.FORM,
    )


def _last(one: PlanLine, today: date) -> str:
    if one.last_day is None:
        return _("never")
    this_year = one.last_day.year == today.year
    return f"{one.last_day:%m-%d}" if this_year else f"{one.last_day:%Y-%m}"
