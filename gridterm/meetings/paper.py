"""What every paper of the meetings says the same: its name, its dates, who issued it when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from gridterm.i18n import N_, _
from gridterm.meetings import rules
from gridterm.meetings.terms import MeetingDetail, MeetingRow
from gridterm.printing.document import Field, Office

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)

ABREAST = 2


def meeting_name(row: MeetingRow) -> str:
    """The meeting as papers call it: 2026年第47次周三例会, or the title it was given."""
    return row.title or rules.title(row.kind, row.year, row.number)


def day_words(day: date) -> str:
    """A day on paper."""
    # Translators: a day on paper; Chinese: {year}年{month}月{day}日
    return _("{year}-{month:02d}-{day:02d}").format(year=day.year, month=day.month, day=day.day)


def moment_words(moment: datetime) -> str:
    """A moment on paper."""
    return f"{day_words(moment.date())} {moment:%H:%M}"


def short_moment(moment: datetime) -> str:
    """A moment of these days, without its year."""
    return f"{moment:%m-%d %H:%M}"


def when_words(row: MeetingRow) -> str:
    """When a meeting begins, with its weekday."""
    # Translators: when a meeting is; Chinese: {day}（{weekday}）{time}
    return _("{day} ({weekday}) {time}").format(
        day=day_words(row.starts_at.date()),
        weekday=_(WEEKDAYS[row.starts_at.weekday()]),
        time=f"{row.starts_at:%H:%M}",
    )


def names(people: Iterable[str]) -> str:
    """Names in a row."""
    return _(", ").join(one for one in people if one)


def head_fields(meeting: MeetingDetail) -> tuple[tuple[Field, ...], ...]:
    """The form at the head of a paper: when and where, who chairs, who writes, with whom."""
    rows: list[tuple[Field, ...]] = [
        (Field(_("Held at"), when_words(meeting.row), span=2),),
        (Field(_("Venue"), meeting.place, span=2),),
        (Field(_("Chair"), meeting.chair), Field(_("Recorder"), meeting.recorder)),
    ]
    if meeting.parties:
        rows.append((Field(_("Parties"), meeting.parties, span=2),))
    return tuple(rows)


def head_lines(meeting: MeetingDetail) -> tuple[str, ...]:
    """The same in lines under a title, where there is no room for a form."""
    fields = [one for row in head_fields(meeting) for one in row if one.value]
    told = [_("{part}: {words}").format(part=one.label, words=one.value) for one in fields]
    return tuple("   ".join(told[at : at + ABREAST]) for at in range(0, len(told), ABREAST))


def printed_foot(office: Office, printed: str) -> str:
    """The foot of a form: the hotline and who printed it when."""
    hotline = _("Hotline {number}").format(number=office.hotline) if office.hotline else ""
    return "  ".join(filter(None, (hotline, printed)))
