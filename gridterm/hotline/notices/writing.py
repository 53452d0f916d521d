"""What is written on a notice, checked before it is kept: complete, short enough, nobody named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from gridterm import settings
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.scan import Callers, scan, sentence
from gridterm.hotline.notices.steps import judged
from gridterm.hotline.notices.terms import LONGEST, TEXTS, Found, NoticeForm
from gridterm.hotline.tables import Ticket
from gridterm.i18n import _, ngettext
from gridterm.registers.checking import Faults
from gridterm.registers.tables import Grid
from gridterm.text import clean, clean_line, is_phone, normalize_phone

MOST_SOURCES = 50
LONGEST_HANGING = timedelta(days=366)


def checked(session: Session, form: NoticeForm, today: date) -> dict[str, Any]:
    """What a step that writes a notice keeps: texts, dates, phone, grid, sources with rounds.

    Raises:
        InputError: something is missing, too long, or may not stand on a notice; ``fields``
            says what under each field.
    """
    faults = Faults()
    sources = sources_of(session, form.source_ids)
    _check_sources(faults, form, sources)
    words = _texts(faults, form)
    phone = _phone(session, faults, form, sources)
    for found in findings(session, words, sources, phone):
        faults.add(found.field, sentence(found))
    up_on, down_on = _dates(session, faults, form, today)
    grid_id = form.grid_id
    if grid_id is not None and session.get(Grid, grid_id) is None:
        faults.add("grid_id", _("There is no such grid."))
    faults.check()
    return {
        **words,
        "expected_on": form.expected_on.isoformat() if form.expected_on else None,
        "grid_id": grid_id,
        "office_phone": phone,
        "up_on": up_on.isoformat(),
        "down_on": down_on.isoformat(),
        "sources": {str(one.id): one.round for one in sources},
    }


def sources_of(session: Session, ticket_ids: Sequence[int]) -> list[Ticket]:
    """The calls a notice comes from, in the order of their ids."""
    query = select(Ticket).where(col(Ticket.id).in_(list(ticket_ids))).order_by(col(Ticket.id))
    return list(session.exec(query))


def callers_of(session: Session, sources: Sequence[Ticket]) -> Callers:
    """Who called about the matter, in the calls themselves and in those merged into them."""
    ids = [one.id for one in sources]
    query = select(Ticket.caller, Ticket.phone, Ticket.address).where(
        or_(col(Ticket.id).in_(ids), col(Ticket.master_id).in_(ids))
    )
    rows = session.execute(query).all()
    names, phones, addresses = (
        tuple(dict.fromkeys(filter(None, (row[place] for row in rows)))) for place in range(3)
    )
    return Callers(names, phones, addresses)


def findings(
    session: Session, words: Mapping[str, str], sources: Sequence[Ticket], phone: str
) -> tuple[Found, ...]:
    """What the scan finds in the texts of a notice from these calls."""
    office = settings.load(session).text("office.hotline")
    return scan(words, callers_of(session, sources), (office, phone))


def _check_sources(faults: Faults, form: NoticeForm, sources: Sequence[Ticket]) -> None:
    if not form.source_ids or len(sources) < len(set(form.source_ids)):
        faults.add("sources", _("Name the calls this notice comes from, by their numbers."))
    if len(sources) > MOST_SOURCES:
        faults.add(
            "sources",
            _("A notice comes from at most {number} calls.").format(number=MOST_SOURCES),
        )
    for one in sources:
        why = rules.unfit(judged(one))
        if why:
            faults.add("sources", why)


def _texts(faults: Faults, form: NoticeForm) -> dict[str, str]:
    missing = {
        "title": _("Give the notice a title."),
        "matter": _("Write what the matter was."),
        "handling": _("Write what the office did about it."),
    }
    words = {name: clean(getattr(form, name)) for name in TEXTS}
    words["title"] = clean_line(words["title"])
    for name, text in words.items():
        if not text and name in missing:
            faults.add(name, missing[name])
        if len(text) > LONGEST[name]:
            faults.add(
                name,
                ngettext(
                    "At most {number} character here, so that it fits on the board: "
                    "now it has {count}.",
                    "At most {number} characters here, so that it fits on the board: "
                    "now it has {count}.",
                    LONGEST[name],
                ).format(number=LONGEST[name], count=len(text)),
            )
    if not words["result"] and form.expected_on is None:
        faults.add("result", _("Write the result, or the day it is expected."))
    return words


def _phone(session: Session, faults: Faults, form: NoticeForm, sources: Sequence[Ticket]) -> str:
    line = clean_line(form.office_phone) or settings.load(session).text("office.hotline")
    number = normalize_phone(line)
    if number and not is_phone(number):
        faults.add("office_phone", _("A phone number has 3 to 15 digits."))
    if number in {normalize_phone(one) for one in callers_of(session, sources).phones}:
        faults.add("office_phone", _("This is a caller's number; give the office's."))
    return line


def _dates(session: Session, faults: Faults, form: NoticeForm, today: date) -> tuple[date, date]:
    days = settings.load(session).number("hotline.notice_days")
    up_on = form.up_on or today
    down_on = form.down_on or up_on + timedelta(days=days - 1)
    if down_on < up_on:
        faults.add("down_on", _("It cannot come down before it goes up."))
    elif down_on < today:
        faults.add("down_on", _("This day has passed; give a later one."))
    elif down_on - up_on > LONGEST_HANGING:
        faults.add("down_on", _("A notice hangs for a year at most."))
    if form.expected_on is not None and form.expected_on < today and not clean(form.result):
        faults.add("expected_on", _("This day has passed; give a later one."))
    return up_on, down_on
