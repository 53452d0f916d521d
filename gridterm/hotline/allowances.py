"""The clocks' allowances: what each is, why ours is what it is, and versions by date (§2).

A version holds for calls registered from its first day on. It is never begun on a day from which
calls are here already: what counted when a call came in goes on counting for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from gridterm.errors import InputError, RefusedError
from gridterm.hotline import due
from gridterm.hotline.clocks import ClockPolicy, policy_on
from gridterm.hotline.tables import ClockPolicyRow, Ticket
from gridterm.hotline.terms import Tier
from gridterm.i18n import N_, Term, _
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from gridterm.text import clean_line
from gridterm.worktime import ONE_DAY

TIERS = {
    "general_days": Tier.GENERAL,
    "regional_days": Tier.REGIONAL,
    "overall_days": Tier.OVERALL,
}
REASON_LONGEST = 200


class Unit(Term):
    """What an allowance is counted in."""

    WORK_MINUTES = "work_minutes", N_("minutes of office hours")
    WALL_MINUTES = "wall_minutes", N_("minutes by the wall clock")
    WORK_DAYS = "work_days", N_("working days")


@dataclass(frozen=True)
class Allowance:
    """One allowance: its name, what it is counted in, and why ours is what it is."""

    name: str
    title_id: str
    unit: Unit
    reason_id: str

    @property
    def title(self) -> str:
        """What it is called."""
        return _(self.title_id)

    @property
    def reason(self) -> str:
        """Why the default is what it is."""
        return _(self.reason_id)

    @property
    def default(self) -> int:
        """Ours."""
        return flat(ClockPolicy())[self.name]

    @property
    def most(self) -> int:
        """The greatest value it takes: a year."""
        return 366 if self.unit is Unit.WORK_DAYS else 100_000


ALLOWANCES: tuple[Allowance, ...] = (
    Allowance(
        "acceptance_minutes", N_("Acceptance"), Unit.WORK_MINUTES,
        N_("Half a working day: whoever is given a call has seen it by then."),
    ),
    Allowance(
        "major_acceptance_minutes", N_("Acceptance of a major matter"), Unit.WALL_MINUTES,
        N_("A major matter is taken over at once, at night and on holidays too."),
    ),
    Allowance(
        "feedback_days", N_("First feedback"), Unit.WORK_DAYS,
        N_("The resident hears from the office by the end of the next working day."),
    ),
    Allowance(
        "feedback_minutes", N_("First feedback in minutes (0: by days)"), Unit.WORK_MINUTES,
        N_("0 counts by days; some superiors ask for minutes."),
    ),
    Allowance(
        "major_feedback_minutes", N_("First feedback on a major matter"), Unit.WALL_MINUTES,
        N_("Two hours are enough to be there and to call back."),
    ),
    Allowance(
        "inquiry_days", N_("Resolution of an inquiry"), Unit.WORK_DAYS,
        N_("A question needs no work outside: it is answered by the next working day."),
    ),
    Allowance(
        "general_days", N_("Resolution of a general matter"), Unit.WORK_DAYS,
        N_("The grid deals with it alone; a week of work is enough."),
    ),
    Allowance(
        "regional_days", N_("Resolution of a regional matter"), Unit.WORK_DAYS,
        N_("The committees decide on a Wednesday; that leaves a week to act on it."),
    ),
    Allowance(
        "overall_days", N_("Resolution of an overall matter"), Unit.WORK_DAYS,
        N_("It is reported up, and the superior unit's answer takes its time."),
    ),
    Allowance(
        "revisit_days", N_("Revisit"), Unit.WORK_DAYS,
        N_("Soon enough to remember, late enough to see whether it lasts."),
    ),
)  # fmt: skip

BY_NAME: Mapping[str, Allowance] = {one.name: one for one in ALLOWANCES}


def flat(policy: ClockPolicy) -> dict[str, int]:
    """A policy's allowances by name, the tiers' days each under its own."""
    found = asdict(policy)
    tiers: Mapping[str, int] = found["tier_days"]
    return {
        one.name: int(tiers[TIERS[one.name]] if one.name in TIERS else found[one.name])
        for one in ALLOWANCES
    }


def policy_of(since: date, allowances: Mapping[str, int]) -> ClockPolicy:
    """The policy of a day made of allowances by name; all of them are given."""
    tiers = {str(tier): allowances[name] for name, tier in TIERS.items()}
    rest = {name: value for name, value in allowances.items() if name not in TIERS}
    return ClockPolicy(since=since, tier_days=tiers, **rest)


@dataclass(frozen=True)
class Version:
    """Allowances from a day on.

    ``since`` is None for ours, which hold before any other; ``current`` says that calls of
    today go by it; ``changed`` names what differs from the version before.
    """

    since: date | None
    allowances: dict[str, int]
    current: bool
    changed: tuple[str, ...]


def versions(store: Store) -> tuple[Version, ...]:
    """The versions by the day they begin, oldest first; the first is ours."""
    with store.read() as session:
        policies = due.policies(session)
    now = policy_on(policies, store.clock.today())
    found = []
    before = flat(policies[0])
    for one in policies:
        kept = flat(one)
        changed = tuple(name for name in kept if kept[name] != before[name])
        since = None if one.since == date.min else one.since
        found.append(Version(since, kept, one is now, changed))
        before = kept
    return tuple(found)


def save(
    store: Store, actor: Actor, since: date, given: Mapping[str, int], *, reason: str = ""
) -> ClockPolicy:
    """Save the allowances of calls registered from a day on (RULEBOOK §2: versioned).

    No call that is here gets another date: a version begins after the last of them.

    Args:
        store: the office.
        actor: who changes them.
        since: the first day they hold for.
        given: by name of ``ALLOWANCES``; what is left out stays as it was on that day.
        reason: why, for the audit trail.

    Raises:
        InputError: an allowance that there is not, or a value it does not take; ``fields``
            names it.
        RefusedError: calls were registered on that day or later.
    """
    if not given:
        raise InputError(_("Say which allowance changes."))
    wrong = {name: sentence for name, value in given.items() if (sentence := _wrong(name, value))}
    if wrong:
        raise InputError(" ".join(dict.fromkeys(wrong.values())), wrong)
    why = clean_line(reason)
    if len(why) > REASON_LONGEST:
        sentence = _("Too long: at most {number} characters, please.").format(number=REASON_LONGEST)
        raise InputError(sentence, {"reason": sentence})
    with store.write("clocks.policy", actor) as tx:
        tx.subject = f"clocks:{since.isoformat()}"
        _check_ahead(tx.session, since, tx.now.date())
        whole = {**flat(policy_on(due.policies(tx.session), since)), **given}
        policy = policy_of(since, whole)
        packed = {name: value for name, value in asdict(policy).items() if name != "since"}
        row = tx.session.get(ClockPolicyRow, since)
        text = json.dumps(packed, ensure_ascii=False, sort_keys=True)
        if row is None:
            tx.session.add(ClockPolicyRow(since=since, allowances=text))
        else:
            row.allowances = text
        if why:
            tx.note(reason=why)
    return policy


def _check_ahead(session: Session, since: date, today: date) -> None:
    """Calls that are here keep what counted when they came in."""
    if since > today:
        return
    begins = datetime.combine(since, time())
    here = select(Ticket.id).where(col(Ticket.registered_at) >= begins, ~col(Ticket.history))
    if session.exec(here.limit(1)).first() is not None:
        raise RefusedError(
            _(
                "Calls were registered since {day}, and they keep what counted when they came "
                "in. Choose a day from {tomorrow} on."
            ).format(day=since.isoformat(), tomorrow=(today + ONE_DAY).isoformat())
        )


def _wrong(name: str, value: object) -> str:
    one = BY_NAME.get(name)
    if one is None:
        return _("There is no allowance {name}; there are: {names}.").format(
            name=name, names=_(", ").join(BY_NAME)
        )
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= one.most:
        return ""
    return _("{title}: a whole number from {low} to {high}, please.").format(
        title=one.title, low=0, high=one.most
    )
