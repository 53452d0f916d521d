"""What attendance prints of a person: their own month, to be signed (RULEBOOK §5, §9)."""

from __future__ import annotations

from collections.abc import Sequence

from gridterm import settings
from gridterm.attendance import reading
from gridterm.attendance.explaining import words
from gridterm.attendance.locks import LockView
from gridterm.attendance.month_sheet import weekday
from gridterm.attendance.period import Period
from gridterm.attendance.reading import PersonMonth
from gridterm.attendance.sheet_lists import state
from gridterm.attendance.summing import Reason, Summary, in_hours, remarkable
from gridterm.attendance.terms import DayView, Status
from gridterm.errors import NotFoundError
from gridterm.i18n import _
from gridterm.printing.document import (
    Align,
    Document,
    Field,
    KeyValueTable,
    Layout,
    Note,
    Office,
    SignatureBlock,
    Signer,
    Table,
)
from gridterm.printing.export import Printout
from gridterm.store.unit import Store

HALVES = 2


def person_sheet(store: Store, staff_id: int, year: int, month: int, *, by: str = "") -> Printout:
    """Somebody's own month with every day, the figures and each reason, to be signed.

    Args:
        store: the office.
        staff_id: whose.
        year: of the month.
        month: 1 to 12.
        by: who prints it, for the foot; empty where nobody signed on.

    Raises:
        NotFoundError: nobody with this id was employed in that month.
        InputError: there is no such month.
    """
    found = reading.matrix(store, year, month, staff_id=staff_id, reasons=True)
    period = Period(year, month, month)
    if not found.rows:
        raise NotFoundError(_("Nobody is to be written for {period}.").format(period=period.title))
    with store.read() as session:
        own = settings.load(session)
    office = Office(own.text("office.name"), own.text("office.street"))
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    printed = foot.format(time=f"{store.clock.now():%Y-%m-%d %H:%M}", name=by)
    document = month_of(found.rows[0], period, office, lock=found.lock, printed=printed)
    return Printout(document, f"{found.rows[0].staff.name} {period.name}")


def month_of(
    person: PersonMonth,
    period: Period,
    office: Office,
    *,
    lock: LockView | None = None,
    printed: str = "",
) -> Document:
    """The sheet of one person's month."""
    standing = _("Locked") if lock else _("Not locked yet")
    return Document(
        title=_("Personal attendance sheet"),
        body=(
            KeyValueTable(_facts(person, period)),
            _days(person.days),
            *_reasons(person),
            Note(_("I have read this sheet; what I object to stands beside my name.")),
            SignatureBlock((Signer(_("Signed by the person")), Signer(_("Checked by")))),
        ),
        meta=(period.title, standing),
        letterhead=office.full_name,
        footer=printed,
        layout=Layout.FORM,
    )


def _facts(person: PersonMonth, period: Period) -> tuple[tuple[Field, ...], ...]:
    staff, one = person.staff, person.summary
    late = _("{count} times, {minutes} minutes")
    return (
        (Field(_("Name"), staff.name), Field(_("Staff number"), staff.number)),
        (Field(_("Grid"), staff.grid), Field(_("Month"), period.title)),
        (
            Field(_("Attended half-days"), f"{one.attended} / {one.owed}"),
            Field(_("Absent days"), f"{one.absent_days:g}"),
        ),
        (
            Field(_("Late"), late.format(count=one.late, minutes=one.late_minutes)),
            Field(_("Left early"), late.format(count=one.early, minutes=one.early_minutes)),
        ),
        (
            Field(_("Afternoons not signed"), str(one.unsigned)),
            Field(_("Official duty, half-days"), str(one.outing)),
        ),
        (Field(_("Leave, days"), _leave(one)), Field(_("Made up, times"), str(one.made_up))),
    )


def _leave(one: Summary) -> str:
    told = (f"{kind.label} {count / HALVES:g}" for kind, count in one.leave.items())
    hours = (
        _("{kind} {hours} h").format(kind=kind.label, hours=f"{in_hours(minutes):g}")
        for kind, minutes in one.leave_minutes.items()
    )
    return _(", ").join((*told, *hours)) or _("None")


def _days(days: Sequence[DayView]) -> Table:
    """Every day that somebody owed or came in on; the others would only fill the page."""
    idle = {Status.OFF, Status.NOT_EMPLOYED}
    rows = tuple(
        (
            f"{day.day:%m-%d}",
            weekday(day.day),
            *(words(view.status, view.minutes, view.kind) for view in day.slots),
            _times(day),
            _(", ").join(dict.fromkeys(state(one) for one in day.slots if remarkable(one))),
        )
        for day in days
        if _times(day) or not {view.status for view in day.slots} <= idle
    )
    return Table(
        (_("Day"), _("Weekday"), _("Morning"), _("Afternoon"), _("Sign-ins"), _("Decided")),
        rows,
        widths=(9, 8, 12, 12, 30, 11),
        align=(Align.CENTER, Align.CENTER, Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT),
    )


def _times(day: DayView) -> str:
    found = sorted({*day.morning.punches, *day.afternoon.punches, *day.outside})
    return " ".join(f"{one:%H:%M}" for one in found)


def _reasons(person: PersonMonth) -> tuple[Table, ...]:
    told = person.summary.reasons
    if not told:
        return ()
    header = (_("Day"), _("Slot"), _("Mark"), _("Why"))
    return (Table(header, tuple(map(_reason, told)), widths=(9, 8, 7, 56)),)


def _reason(one: Reason) -> tuple[str, ...]:
    return f"{one.day:%m-%d}", one.slot.label, one.mark, one.sentence
