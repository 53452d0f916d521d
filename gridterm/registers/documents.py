"""What the registers print (RULEBOOK §9): the month of duty 值班表."""

from __future__ import annotations

from gridterm.calendar import DayKind
from gridterm.i18n import N_, _
from gridterm.printing.document import (
    Align,
    Block,
    Document,
    Layout,
    Note,
    Office,
    Table,
)
from gridterm.printing.export import Printout
from gridterm.registers import roster
from gridterm.registers.terms import DutyView, RosterDay, RosterMonth
from gridterm.settings import load
from gridterm.store.unit import Store

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
WIDTHS = (11.5, 8, 11.5, 8, 11.5)
HALF = 16


def roster_of(store: Store, year: int, month: int, *, by: str = "") -> Printout:
    """The roster of a month as it stands now, with the phones to reach everybody by.

    Args:
        store: the office.
        year: the year.
        month: the month, 1 to 12.
        by: who prints it, for the foot; empty where nobody signed on.

    Raises:
        InputError: there is no such month.
    """
    found = roster.month(store, year, month)
    with store.read() as session:
        settings = load(session)
    named = (settings.text(f"office.{key}") for key in ("name", "street", "hotline"))
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    printed = foot.format(time=f"{store.clock.now():%Y-%m-%d %H:%M}", name=by)
    return Printout(roster_sheet(found, Office(*named), printed=printed), _month_words(found))


def roster_sheet(found: RosterMonth, office: Office, *, printed: str = "") -> Document:
    """The sheet of a month: who answers on each day, who stands in, their phones.

    Args:
        found: the month.
        office: what stands at the head and the foot.
        printed: when and by whom it is printed, for the foot.
    """
    hotline = _("Hotline {number}").format(number=office.hotline) if office.hotline else ""
    half = (_("Day"), _("On duty"), _("Phone"), _("Deputy"), _("Phone"))
    body: list[Block] = [
        Table(
            header=half * 2,
            rows=_rows(found),
            widths=WIDTHS * 2,
            align=(Align.CENTER,) * len(half) * 2,
        )
    ]
    notes = [
        _("{day}: {words}").format(day=_day_words(one), words=_note(one.duty))
        for one in found.days
        if one.duty and _note(one.duty)
    ]
    if notes:
        body.append(Note(_("; ").join(notes)))
    if not found.published:
        words = _("The holidays of {year} are not published yet; weekends are only guessed.")
        body.append(Note(words.format(year=found.year)))
    return Document(
        title=_("Hotline duty roster"),
        body=tuple(body),
        meta=tuple(filter(None, (_month_words(found), hotline))),
        letterhead=office.full_name,
        footer=printed,
        layout=Layout.FORM,
        landscape=True,
    )


def _month_words(found: RosterMonth) -> str:
    return _("{year}-{month:02d}").format(year=found.year, month=found.month)


def _rows(found: RosterMonth) -> tuple[tuple[str, ...], ...]:
    """The two halves of the month side by side, so that it is one sheet on its side."""
    cells = [_cells(one) for one in found.days]
    right = [*cells[HALF:], *[("",) * len(WIDTHS)] * (2 * HALF - len(cells))]
    return tuple((*one, *two) for one, two in zip(cells[:HALF], right, strict=True))


def _cells(one: RosterDay) -> tuple[str, ...]:
    duty = one.duty
    if duty is None:
        return (_day_words(one), "", "", "", "")
    deputy = duty.deputy
    return (
        _day_words(one),
        duty.officer.name,
        duty.officer.phone,
        deputy.name if deputy else "",
        deputy.phone if deputy else "",
    )


def _day_words(one: RosterDay) -> str:
    day = one.calendar.day
    return f"{day.day} {_(WEEKDAYS[day.weekday()])} {_mark(one)}".rstrip()


def _mark(one: RosterDay) -> str:
    """A rest day, a holiday or a make-up working day in a word."""
    kind = one.calendar.kind
    if kind is DayKind.HOLIDAY:
        return _("holiday")
    if kind is DayKind.MAKEUP_WORKDAY:
        return _("work")
    return _("rest") if kind is DayKind.DAY_OFF else ""


def _note(duty: DutyView) -> str:
    stands_in = _("the deputy stands in") if duty.stands_in else ""
    return _(", ").join(filter(None, (stands_in, duty.note)))
