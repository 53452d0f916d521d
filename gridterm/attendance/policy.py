"""The policy by the date it takes effect (RULEBOOK §5): nothing here is a constant of the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from gridterm.attendance.limits import Policy, SlotPolicy, policy_faults, policy_on
from gridterm.attendance.tables import AttendancePolicy
from gridterm.attendance.terms import Status
from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import ascii_digits, clean_line

MORNING, AFTERNOON = "morning", "afternoon"
MOST_GRACE, MOST_REPEAT, MOST_QUOTA = 120, 60, 62
WORDS = (Status.ABSENT, Status.EARLY)


@dataclass(frozen=True)
class PolicyField:
    """One limit of the policy: its key, what it is called, and why its default is what it is.

    ``most`` bounds a number; 0 means the field is a time, or for ``missing_afternoon`` a code.
    """

    key: str
    title_id: str
    reason_id: str
    most: int = 0

    @property
    def title(self) -> str:
        """What it is called, in the user's language."""
        return _(self.title_id)

    @property
    def reason(self) -> str:
        """Why the default is what it is, in the user's language."""
        return _(self.reason_id)


_WINDOW = N_("The rules name one time; the window decides which sign-in is meant.")
_LATE = N_("Half an hour is late; what is later than that is half a day's absence.")
_GRACE = N_("The rules know no grace, so the default is none.")
FIELDS: tuple[PolicyField, ...] = (
    PolicyField("morning_opens", N_("Morning window from"), _WINDOW),
    PolicyField(
        "morning_target",
        N_("Morning sign-in at"),
        N_("The rules say: sign in every day at 8:30."),
    ),
    PolicyField("morning_grace", N_("Minutes of grace in the morning"), _GRACE, MOST_GRACE),
    PolicyField("morning_late_until", N_("In the morning late until"), _LATE),
    PolicyField("morning_closes", N_("Morning window until"), _WINDOW),
    PolicyField("afternoon_opens", N_("Afternoon window from"), _WINDOW),
    PolicyField(
        "afternoon_on_time_from",
        N_("In the afternoon on time from"),
        N_("Half an hour before the time; who signs earlier than that has left early."),
    ),
    PolicyField(
        "afternoon_target",
        N_("Afternoon sign-in at"),
        N_("The rules say: sign in every day at 15:30."),
    ),
    PolicyField("afternoon_grace", N_("Minutes of grace in the afternoon"), _GRACE, MOST_GRACE),
    PolicyField("afternoon_late_until", N_("In the afternoon late until"), _LATE),
    PolicyField("afternoon_closes", N_("Afternoon window until"), _WINDOW),
    PolicyField(
        "missing_afternoon",
        N_("An afternoon not signed is"),
        N_("Who does not sign is absent for the half-day; an office may call it left early."),
    ),
    PolicyField(
        "repeat_minutes",
        N_("Minutes within which a sign-in is a repeat"),
        N_("Cards are swiped twice to be sure; three minutes later somebody means it."),
        MOST_REPEAT,
    ),
    PolicyField(
        "makeup_quota",
        N_("Make-ups a person may have in a month"),
        N_("Two forgotten sign-ins a month are human; more is a habit."),
        MOST_QUOTA,
    ),
)
BY_KEY: Mapping[str, PolicyField] = {one.key: one for one in FIELDS}


def policies(store: Store) -> tuple[Policy, ...]:
    """Every policy by the day it begins, oldest first; the first is the default."""
    with store.read() as session:
        return load(session)


@dataclass(frozen=True)
class PolicyVersion:
    """A policy with why it was entered, when and by whom; the default has none of it."""

    policy: Policy
    reason: str = ""
    at: datetime | None = None
    by: str = ""


def versions(store: Store) -> tuple[PolicyVersion, ...]:
    """Every policy with its reason, oldest first; the first is the default."""
    query = select(AttendancePolicy).order_by(col(AttendancePolicy.since))
    with store.read() as session:
        held = {row.since: row for row in session.exec(query)}
        return tuple(
            PolicyVersion(one, row.reason, row.at, row.by) if row else PolicyVersion(one)
            for one in load(session)
            for row in (held.get(one.since),)
        )


def load(session: Session) -> tuple[Policy, ...]:
    """The policies as they are saved, oldest first, the default before them."""
    rows = session.exec(select(AttendancePolicy).order_by(col(AttendancePolicy.since)))
    return (Policy(), *(_unpacked(row.since, json.loads(row.terms)) for row in rows))


def values(policy: Policy) -> dict[str, str]:
    """What a policy says, by key of ``FIELDS``, as it is typed."""
    return {one.key: _value(policy, one.key) for one in FIELDS}


def save(
    store: Store, actor: Actor, since: date, typed: Mapping[str, str], reason: str = ""
) -> Policy:
    """Save the policy from a day on; what is left out stays as it was on that day.

    Locked months keep what they are; in open ones the days from ``since`` follow at once.

    Raises:
        InputError: a value that cannot be used; ``fields`` says which and why.
    """
    with store.write("attendance.policy", actor) as tx:
        tx.subject = f"attendance:policy:{since.isoformat()}"
        before = policy_on(load(tx.session), since)
        policy = changed(replace(before, since=since), typed)
        row = tx.session.get(AttendancePolicy, since)
        if row is None:
            row = AttendancePolicy(since=since, terms="", at=tx.now, by=actor.name)
        row.terms = json.dumps(values(policy), sort_keys=True)
        row.reason, row.at, row.by = clean_line(reason), tx.now, actor.name
        tx.add(row)
    return policy


def changed(policy: Policy, typed: Mapping[str, str]) -> Policy:
    """A policy with some values as typed.

    Raises:
        InputError: as ``save``.
    """
    faults: dict[str, str] = {}
    told: dict[str, Any] = {}
    for key, text in typed.items():
        try:
            told[key] = _read(key, clean_line(ascii_digits(text)).replace("：", ":"))
        except InputError as error:
            faults[key] = error.message
    made = _with(policy, told)
    for key in () if faults else policy_faults(made):
        shown = BY_KEY.get(key, BY_KEY["morning_target"])
        faults[shown.key] = _(
            "{title}: the times of a slot must follow each other: window, on time, late, window."
        ).format(title=shown.title)
    if faults:
        raise InputError(" ".join(dict.fromkeys(faults.values())), faults)
    return made


def _read(key: str, text: str) -> Any:  # noqa: ANN401 - a time, a number or a status
    found = BY_KEY.get(key)
    if found is None:
        raise InputError(
            _("The policy has no {key}; it has: {keys}.").format(key=key, keys=_(", ").join(BY_KEY))
        )
    if key == "missing_afternoon":
        for word in WORDS:
            if text in {word.value, word.label}:
                return word
        raise InputError(
            _("{title}: one of {choices}, please.").format(
                title=found.title,
                choices=_(", ").join(f"{one.value} ({one.label})" for one in WORDS),
            )
        )
    if found.most:
        if not text.isdecimal() or int(text[:6]) > found.most:
            raise InputError(
                _("{title}: a whole number from {low} to {high}, please.").format(
                    title=found.title, low=0, high=found.most
                )
            )
        return int(text)
    try:
        return time.fromisoformat(text.zfill(5)).replace(second=0, microsecond=0)
    except ValueError as error:
        raise InputError(
            _("{title}: a time such as 08:30, please.").format(title=found.title)
        ) from error


def _with(policy: Policy, told: Mapping[str, Any]) -> Policy:
    slots: dict[str, SlotPolicy] = {}
    for name, limits in ((MORNING, policy.morning), (AFTERNOON, policy.afternoon)):
        own = {
            key.removeprefix(f"{name}_"): value
            for key, value in told.items()
            if key.startswith(f"{name}_")
        }
        if name == MORNING and "opens" in own:
            own["on_time_from"] = own["opens"]  # nobody signs in too early in the morning
        slots[name] = replace(limits, **own)
    rest = {
        key: value
        for key, value in told.items()
        if not key.startswith((f"{MORNING}_", f"{AFTERNOON}_"))
    }
    whole: dict[str, Any] = {**slots, **rest}
    return replace(policy, **whole)


def _value(policy: Policy, key: str) -> str:
    slot, _dash, name = key.partition("_")
    limits = {MORNING: policy.morning, AFTERNOON: policy.afternoon}.get(slot)
    value = getattr(limits, name) if limits else getattr(policy, key)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.value if isinstance(value, Status) else str(value)


def _unpacked(since: date, terms: Mapping[str, str]) -> Policy:
    known = {key: _read(key, text) for key, text in terms.items() if key in BY_KEY}
    return _with(Policy(since=since), known)
