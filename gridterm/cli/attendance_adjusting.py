"""What came after a month was locked, on the command line: listed, and dismissed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridterm import moments
from gridterm.attendance.terms import CorrectionKind
from gridterm.cli import output
from gridterm.cli.attendance import ATTENDANCE, Why, slot_told, slot_words
from gridterm.cli.attendance_leave import Person
from gridterm.cli.attendance_slots import TheSlot, key_of, print_corrections
from gridterm.cli.call import Call
from gridterm.cli.roster import Day, Month
from gridterm.i18n import N_, _

if TYPE_CHECKING:
    from gridterm.attendance.adjusting import Adjustment
    from gridterm.attendance.corrections import CorrectionView
    from gridterm.store.unit import Store


@ATTENDANCE.command("adjustments", N_("List what came after a month was locked."))
def adjustments(call: Call, month: Month = "") -> None:
    """List what waits as an adjustment, and what was dismissed."""
    from gridterm.attendance import adjusting

    with call.office() as store:
        year, number = moments.month(month, store.clock.now())
        found = adjusting.adjustments(store, year, number)
        decided = _dismissals(store, year, number)
    if call.json:
        rows = [_told(one, decided) for one in found]
        pending = sum(not one.dismissed for one in found)
        output.as_json({"count": len(rows), "pending": pending, "adjustments": rows})
        return
    output.table(
        found,
        (
            (_("Day"), lambda one: one.day),
            (_("Slot"), lambda one: one.locked.slot.label),
            (_("Name"), lambda one: one.staff.name),
            (_("As locked"), lambda one: slot_words(one.locked)),
            (_("As it would be now"), lambda one: slot_words(one.now)),
            (_("Why"), lambda one: one.now.sentence),
            (_("Decided"), lambda one: _decided(one, decided)),
        ),
    )


@ATTENDANCE.command(
    "dismiss", N_("Dismiss what came for a slot after its month was locked."), changes=True
)
def dismiss(call: Call, who: Person, day: Day, slot: TheSlot, *, reason: Why) -> None:
    """Dismiss an adjustment."""
    from gridterm.attendance import adjusting

    with call.office() as store:
        told = adjusting.dismiss(store, call.actor(store), key_of(store, who, day, slot), reason)
    print_corrections(call, [told])


Decided = dict[tuple[int, object, str], "CorrectionView"]


def _dismissals(store: Store, year: int, month: int) -> Decided:
    from gridterm.attendance import corrections

    found = corrections.corrections(store, year, month, CorrectionKind.DISMISSED)
    return {(one.staff.id, one.day, one.slot.value): one for one in found if one.undone_at is None}


def _of(one: Adjustment, decided: Decided) -> CorrectionView | None:
    found = decided.get((one.staff.id, one.day, one.locked.slot.value))
    return found if one.dismissed else None


def _told(one: Adjustment, decided: Decided) -> dict[str, object]:
    answer = _of(one, decided)
    return {
        "number": one.staff.number,
        "name": one.staff.name,
        "day": one.day,
        "slot": one.locked.slot,
        "locked": slot_told(one.locked),
        "now": slot_told(one.now),
        "dismissed": {"id": answer.id, "by": answer.by, "at": answer.at, "reason": answer.reason}
        if answer
        else None,
    }


def _decided(one: Adjustment, decided: Decided) -> str:
    answer = _of(one, decided)
    if answer is None:
        return ""
    return _("Dismissed by {by}, {at}: {reason}").format(
        by=answer.by, at=f"{answer.at:%Y-%m-%d %H:%M}", reason=answer.reason
    )
