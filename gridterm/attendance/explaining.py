"""A slot's status in one sentence: the rule, and the punches behind it (RULEBOOK §5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from gridterm.attendance.summing import in_hours
from gridterm.attendance.terms import Flag, LeaveKind, Slot, SlotView, Status, Why
from gridterm.i18n import N_, _

NOON = time(12)
SENTENCES: Mapping[Why, str] = {
    Why.NOT_YET_EMPLOYED: N_("Not employed yet: works here from {day}."),
    Why.NOT_KEPT_YET: N_("Attendance has been kept here since {day}; days before do not count."),
    Why.LEFT: N_("No longer employed: the last day was {day}."),
    Why.LEAVE: N_("{kind} {span}, approved by {by}, covers the sign-in of {target}."),
    Why.OUTING: N_(
        "Official duty {span} ({reason}), sent by {by}, covers the sign-in of {target}."
    ),
    Why.ON_TIME: N_("Signed in at {at}; on time for {target}."),
    Why.LATE: N_(
        "Signed in at {at}, {minutes} min after {target}; to {until} this is late, not absent."
    ),
    Why.EARLY: N_(
        "Signed in at {at}, {minutes} min before {from}; before that it counts as left early."
    ),
    Why.FUTURE: N_("Still to come."),
}
ABSENT: Mapping[Why, str] = {
    Why.NO_PUNCH: N_("No sign-in from {opens} to {closes}: absent for half a day."),
    Why.UNSIGNED: N_(
        "No sign-in from {opens} to {closes} after a morning at work: "
        "an afternoon not signed counts as absent for half a day."
    ),
    Why.TOO_LATE: N_("Signed in at {at}, after {until}: absent for half a day."),
}
EARLY: Mapping[Why, str] = {
    Why.UNSIGNED: N_(
        "No sign-in from {opens} to {closes} after a morning at work: "
        "an afternoon not signed counts as left early by {minutes} min."
    ),
    Why.TOO_LATE: N_(
        "Signed in at {at}, after {until}: "
        "an afternoon without a sign-in that counts is left early by {minutes} min."
    ),
}
OPEN: Mapping[Why, str] = {
    Why.TODAY: N_("No sign-in that counts yet; {target} is on time to {until} late."),
    Why.TOO_LATE: N_(
        "Signed in at {at}, after {until}: absent for half a day once the day is over."
    ),
    Why.FUTURE: N_("Still to come."),
}


REMARKS: Mapping[Flag, str] = {
    Flag.LATE_APPROVED: N_("Leave for it was approved too late; that is still to be decided."),
    Flag.LEAVE_BEATS_MAKEUP: N_("It was made up for as well; one of the two is too much."),
    Flag.ON_LEAVE_PRESENT: N_("Signed in at {at} all the same: end the leave?"),
    Flag.CLOCK_BACK: N_("The clock of the sign-in desk had been set back before."),
    Flag.DIFFERS: N_("The facts have changed since."),
    Flag.DISMISSED: N_(
        "What came after the lock was dismissed by {dismissed_by}: {dismissed_reason}."
    ),
}
"""What a flag adds to the sentence. A pending adjustment adds nothing: what is locked stays."""


def sentence(view: SlotView) -> str:
    """Why a slot is what it is, in the user's language; whole, with a full stop."""
    told = _plain(view)
    at = " ".join(f"{one:%H:%M}" for one in view.punches)
    known = {**view.facts, "at": at}
    more = [_(text).format(**known) for flag, text in REMARKS.items() if flag in view.flags]
    more += [
        _("{kind} for {hours} h of it covers no sign-in.").format(
            kind=kind.label, hours=f"{in_hours(minutes):g}"
        )
        for kind, minutes in view.hours
    ]
    if view.waived:
        more.append(_("Waived by {waived_by}: {waived_reason}.").format(**view.facts))
    for one in more:
        told = _("{sentence} {more}").format(sentence=told, more=one)
    return told


def _plain(view: SlotView) -> str:
    facts = {**view.facts, "minutes": str(view.minutes)}
    match view.why:
        case Why.CONFIRMED:
            return _confirmed(view)
        case Why.DAY_OFF:
            return _day_off(view)
        case Why.MADE_UP:
            return _made_up(facts)
        case Why.LEAVE | Why.OUTING:
            start, end = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
            facts["kind"] = view.kind.label if view.kind else ""
            facts["span"] = span_words(start, end)
    return _(_table(view)[view.why]).format(**facts)


def template(view: SlotView) -> str:
    """The sentence's template before it is translated and filled; ``""`` where it has several."""
    return _table(view).get(view.why, "")


def _table(view: SlotView) -> Mapping[Why, str]:
    if view.status in {Status.MISSING, Status.PENDING}:
        return OPEN
    if view.status is Status.ABSENT:
        return ABSENT
    return EARLY if view.status is Status.EARLY and view.why in EARLY else SENTENCES


def _day_off(view: SlotView) -> str:
    holiday_id = view.facts.get("holiday", "")
    holiday = _(holiday_id)
    if view.punches:
        at = " ".join(f"{one:%H:%M}" for one in view.punches)
        if holiday:
            return _("The office is closed ({holiday}); signed in at {at}.").format(
                holiday=holiday, at=at
            )
        return _("The office is closed that day; signed in at {at}.").format(at=at)
    if holiday:
        return _("The office is closed ({holiday}).").format(holiday=holiday)
    return _("The office is closed that day.")


def _made_up(facts: Mapping[str, str]) -> str:
    if facts.get("at"):
        return _("Made up with the approval of {by}: {reason}. Signed in at {at}.").format(**facts)
    return _("Made up with the approval of {by}: {reason}. There was no sign-in.").format(**facts)


def _confirmed(view: SlotView) -> str:
    was = computed_words(view.facts["was"])
    at = view.facts.get("at")
    return (
        _("Confirmed by {by} on {on}: {reason}. Computed: {was}; signed in at {at}.").format(
            **{**view.facts, "was": was}
        )
        if at
        else _("Confirmed by {by} on {on}: {reason}. Computed: {was}; no sign-in.").format(
            **{**view.facts, "was": was}
        )
    )


def span_words(start: datetime, end: datetime) -> str:
    """A span ``[start, end)`` as people say it: ``10-27 to 10-30``, ``10-16 morning``."""
    halves = {time(), NOON}
    if start.time() not in halves or end.time() not in halves:
        if start.date() == end.date():
            return _("{day} {start} to {end}").format(
                day=f"{start:%m-%d}", start=f"{start:%H:%M}", end=f"{end:%H:%M}"
            )
        return _("{start} to {end}").format(start=f"{start:%m-%d %H:%M}", end=f"{end:%m-%d %H:%M}")
    last = end - timedelta(minutes=1)
    first_half = Slot.AFTERNOON if start.time() == NOON else None
    last_half = Slot.MORNING if end.time() == NOON else None
    if start.date() == last.date():
        return _half(start, first_half or last_half)
    return _("{start} to {end}").format(start=_half(start, first_half), end=_half(last, last_half))


def _half(day: datetime, slot: Slot | None) -> str:
    if slot is None:
        return f"{day:%m-%d}"
    return _("{day} {slot}").format(day=f"{day:%m-%d}", slot=slot.label)


def computed_words(code: str) -> str:
    """What ``SlotView.code`` says, in words: ``Late, 20 min``."""
    status, minutes, kind = code.split(":")
    return words(Status(status), int(minutes), LeaveKind(kind) if kind else None)


def view_words(view: SlotView) -> str:
    """A slot in a few words, with the leave by the hour within it."""
    told = words(view.status, view.minutes, view.kind)
    hours = (
        _("{kind} {hours} h").format(kind=kind.label, hours=f"{in_hours(minutes):g}")
        for kind, minutes in view.hours
    )
    return _(", ").join((told, *hours))


def words(status: Status, minutes: int = 0, kind: LeaveKind | None = None) -> str:
    """A status in a few words, with its minutes or its kind of leave."""
    if kind is not None:
        return kind.label
    if minutes:
        return _("{status}, {minutes} min").format(status=status.label, minutes=minutes)
    return status.label
