"""What somebody's attendance at a meeting comes to, why, and how many must be there. Pure.

RULEBOOK §3: nobody late, nobody leaves early; absence needs leave asked for AND approved
beforehand. So leave that was not decided before the start is absence until it is decided; a
decision afterwards stands, and the sentence says that it came afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from gridterm.i18n import _
from gridterm.meetings.terms import LeaveState, Presence

WHOLE = 100
HERE = frozenset({Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY, Presence.LATE_AND_LEFT})
SEATED = HERE | {Presence.SUBSTITUTED}
"""Whose seat is taken: by themselves, or by whom they sent."""


class Origin(Enum):
    """Where an excuse comes from."""

    MEETING = "meeting"
    WORK = "work"
    DUTY = "duty"


@dataclass(frozen=True)
class Times:
    """When a meeting begins, until when one is on time, and when it ended.

    ``started`` and ``over`` are as of the moment it is looked at: a meeting whose end nobody
    entered is over the day after.
    """

    starts_at: datetime
    late_after: datetime
    ended_at: datetime | None = None
    started: bool = False
    over: bool = False


@dataclass(frozen=True)
class Excuse:
    """Leave from this meeting, leave from work that covers its start, or official duty then."""

    origin: Origin
    state: LeaveState
    asked_at: datetime
    decided_at: datetime | None = None
    by: str = ""
    decided_late: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of somebody at a meeting; ``substitute`` is who was to come instead."""

    signed_at: datetime | None = None
    left_at: datetime | None = None
    left_reason: str = ""
    excuse: Excuse | None = None
    substitute: str = ""
    substitute_came: bool = False
    guest_of: str | None = None


@dataclass(frozen=True)
class Judged:
    """What it comes to, and the sentence that says why; ``minutes`` are those late."""

    presence: Presence
    why: str
    minutes: int = 0


@dataclass(frozen=True)
class Tally:
    """How many of those expected came, came late, are on leave, are absent.

    ``present`` counts seats taken, by themselves or by a substitute.
    """

    expected: int = 0
    present: int = 0
    late: int = 0
    leave: int = 0
    absent: int = 0


def judge(times: Times, facts: Facts) -> Judged:
    """What somebody's attendance comes to (RULEBOOK §3).

    Precedence: guest > signed in > a substitute who came > leave that counts > absent or
    pending. Whole minutes, limits inclusive: 14:30:59 is on time for 14:30.
    """
    if facts.guest_of is not None:
        return Judged(Presence.GUEST, _guest(facts))
    if facts.signed_at is not None:
        return _came(times, facts, facts.signed_at)
    if facts.substitute and facts.substitute_came:
        return Judged(Presence.SUBSTITUTED, _instead(times, facts))
    if facts.excuse is not None:
        return _excused(times, facts.excuse)
    if times.over:
        return Judged(Presence.ABSENT, _("Did not sign in, and no leave was asked for."))
    return Judged(Presence.PENDING, _("Not signed in yet."))


def counts(excuse: Excuse, times: Times) -> bool:
    """Whether an excuse makes absence leave: approved before the start, or decided afterwards.

    Leave from this meeting that is approved after the start has been decided by that. Leave
    from work approved after the start counts only once attendance decided that it does.
    """
    if excuse.state is not LeaveState.APPROVED:
        return False
    if excuse.origin is not Origin.WORK:
        return True
    return not _afterwards(excuse, times) or excuse.decided_late


def quorum(expected: int, share: int) -> int:
    """How many must be there: more than ``share`` percent of those expected, at most all.

    A share of 0 asks for nobody, one of 100 for all.
    """
    if share <= 0 or expected <= 0:
        return 0
    return min(expected, expected * share // WHOLE + 1)


def tally(people: Iterable[tuple[bool, Presence]]) -> Tally:
    """Count people, each as (expected, what it comes to); who was not expected is not counted."""
    mine = [presence for expected, presence in people if expected]
    return Tally(
        expected=len(mine),
        present=sum(one in SEATED for one in mine),
        late=sum(one in {Presence.LATE, Presence.LATE_AND_LEFT} for one in mine),
        leave=mine.count(Presence.LEAVE),
        absent=mine.count(Presence.ABSENT),
    )


def whole(moment: datetime) -> datetime:
    """A moment to the whole minute, as the rules count."""
    return moment.replace(second=0, microsecond=0)


def _guest(facts: Facts) -> str:
    if facts.signed_at is None:
        return _("Guest of {party}.").format(party=facts.guest_of)
    return _("Guest of {party}, came at {at}.").format(
        party=facts.guest_of, at=_clock(facts.signed_at)
    )


def _came(times: Times, facts: Facts, signed_at: datetime) -> Judged:
    late = whole(signed_at) > whole(times.late_after)
    minutes = 0
    target = _clock(times.starts_at)
    if late:
        minutes = int((whole(signed_at) - whole(times.starts_at)).total_seconds()) // 60
        said = _("Signed in at {at}, {minutes} min after {target}.").format(
            at=_clock(signed_at), minutes=minutes, target=target
        )
    else:
        said = _("Signed in at {at}; on time for {target}.").format(
            at=_clock(signed_at), target=target
        )
    early = facts.left_at is not None and (
        times.ended_at is None or whole(facts.left_at) < whole(times.ended_at)
    )
    if early and facts.left_at is not None:
        said = _more(
            said,
            _("Left at {at}: {reason}.").format(
                at=_clock(facts.left_at), reason=facts.left_reason.rstrip(".。")
            ),
        )
    if facts.excuse is not None and counts(facts.excuse, times):
        said = _more(said, _("Had leave, and came all the same."))
    presence = {
        (False, False): Presence.PRESENT,
        (True, False): Presence.LATE,
        (False, True): Presence.LEFT_EARLY,
        (True, True): Presence.LATE_AND_LEFT,
    }[late, early]
    return Judged(presence, said, minutes)


def _instead(times: Times, facts: Facts) -> str:
    said = _("{name} came instead.").format(name=facts.substitute)
    if facts.excuse is not None and counts(facts.excuse, times):
        return _more(said, _leave_words(times, facts.excuse))
    return said


def _excused(times: Times, excuse: Excuse) -> Judged:
    if counts(excuse, times):
        return Judged(Presence.LEAVE, _leave_words(times, excuse))
    words = _undecided_words(times, excuse)
    open_still = not times.over and excuse.state is not LeaveState.REFUSED
    late_asked = times.started and excuse.state is not LeaveState.REFUSED
    if (open_still and not late_asked) or (excuse.state is LeaveState.REFUSED and not times.over):
        return Judged(Presence.PENDING, words)
    return Judged(Presence.ABSENT, words)


def _leave_words(times: Times, excuse: Excuse) -> str:
    if excuse.origin is Origin.DUTY:
        return _("On official duty, sent by {by}.").format(by=excuse.by)
    facts = {
        "asked": _moment(excuse.asked_at),
        "decided": _moment(excuse.decided_at or excuse.asked_at),
        "by": excuse.by,
        "target": _clock(times.starts_at),
    }
    if excuse.origin is Origin.WORK:
        if _afterwards(excuse, times):
            return _(
                "Leave from work, approved by {by} on {decided}, after the start; it was decided "
                "that it counts."
            ).format(**facts)
        return _("Leave from work, approved by {by} on {decided}, covers the meeting.").format(
            **facts
        )
    if excuse.asked_at > times.starts_at:
        return _(
            "Asked for leave on {asked}, after the start at {target}; approved afterwards by {by} "
            "on {decided}."
        ).format(**facts)
    if _afterwards(excuse, times):
        return _(
            "Asked for leave on {asked}; approved only after the start at {target}, by {by} on "
            "{decided}."
        ).format(**facts)
    return _("Asked for leave on {asked}, approved by {by} on {decided}.").format(**facts)


def _undecided_words(times: Times, excuse: Excuse) -> str:
    asked = _moment(excuse.asked_at)
    if excuse.state is LeaveState.REFUSED:
        return _("Asked for leave on {asked}; {by} refused it. Did not sign in.").format(
            asked=asked, by=excuse.by
        )
    if excuse.state is LeaveState.APPROVED:
        return _(
            "Leave from work was approved on {decided}, after the start: absent until it is "
            "decided."
        ).format(decided=_moment(excuse.decided_at or excuse.asked_at))
    if excuse.asked_at > times.starts_at:
        return _(
            "Asked for leave on {asked}, after the start at {target}: absent until it is decided."
        ).format(asked=asked, target=_clock(times.starts_at))
    if times.started:
        return _(
            "Asked for leave on {asked}; nobody decided it before the start: absent until it is "
            "decided."
        ).format(asked=asked)
    return _("Asked for leave on {asked}; not decided yet.").format(asked=asked)


def _afterwards(excuse: Excuse, times: Times) -> bool:
    return excuse.decided_at is not None and excuse.decided_at > times.starts_at


def _more(said: str, more: str) -> str:
    return _("{sentence} {more}").format(sentence=said, more=more)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _moment(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M}"
