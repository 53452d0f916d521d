"""The register of action items 督办台账 on paper (RULEBOOK §3, §9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gridterm.i18n import _, ngettext
from gridterm.meetings.action_terms import ACTIONS_RUNNING, ActionRow
from gridterm.meetings.paper import day_words, names, printed_foot
from gridterm.printing.document import (
    Align,
    Document,
    Layout,
    Note,
    Office,
    Paragraph,
    Table,
)

WIDTHS = (17, 26, 15, 10, 10, 14, 10, 10, 22, 13, 10)
MIDDLE, LEFT = Align.CENTER, Align.LEFT


def register(
    rows: Sequence[ActionRow],
    office: Office,
    today: date,
    *,
    printed: str = "",
) -> Document:
    """The register as it stands today, on its side; confidential items are not on it.

    Args:
        rows: the items in the order they are to stand.
        office: what stands at the head.
        today: the day it is printed.
        printed: when and by whom it is printed, for the foot.
    """
    shown = [one for one in rows if not one.confidential]
    header = (
        _("Number"),
        _("Matter"),
        _("Source"),
        _("Leader in charge"),
        _("Owner"),
        _("Helpers"),
        _("Given"),
        _("Due"),
        _("Progress so far"),
        _("State"),
        _("Checker"),
    )
    table = Table(header, tuple(map(_cells, shown)), WIDTHS, _ALIGN)
    return Document(
        title=_("Register of action items"),
        body=(
            table if shown else Paragraph(_("No action items."), align=MIDDLE),
            Note(_counted(shown)),
        ),
        meta=(_("As of {day}").format(day=day_words(today)),),
        letterhead=office.full_name,
        footer=printed_foot(office, printed),
        layout=Layout.FORM,
        landscape=True,
    )


_ALIGN = (MIDDLE, LEFT, LEFT, *(MIDDLE,) * 5, LEFT, MIDDLE, MIDDLE)


def _cells(one: ActionRow) -> tuple[str, ...]:
    return (
        one.number,
        one.matter,
        one.source,
        one.lead,
        one.owner,
        names(one.helpers),
        f"{one.given_on:%m-%d}",
        f"{one.due_on:%m-%d}",
        one.progress,
        _state(one),
        one.checker,
    )


def _state(one: ActionRow) -> str:
    """Where it stands: closed with its day, late with its days, else its state."""
    if one.state in ACTIONS_RUNNING and one.late:
        late = ngettext("{days} working day late", "{days} working days late", one.late)
        return f"{one.state.label}\n{late.format(days=one.late)}"
    if one.closed_on is not None:
        return f"{one.state.label}\n{one.closed_on:%m-%d}"
    return one.state.label


def _counted(rows: Sequence[ActionRow]) -> str:
    running = [one for one in rows if one.state in ACTIONS_RUNNING]
    return _("{count} items, {running} of them running, {late} of these late.").format(
        count=len(rows), running=len(running), late=sum(one.late > 0 for one in running)
    )
