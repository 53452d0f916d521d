"""When a step of a case is not allowed although its state lets it (RULEBOOK §6).

Each guard takes the facts, the moment and the step's own facts, and gives a sentence that says
what can be done instead, or ``""``. ``by_id`` in the step's facts is who does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from gridterm.discipline.terms import CaseFacts, CaseState, Track, rung_of
from gridterm.i18n import _

Payload = Mapping[str, Any]
Guard = Callable[[CaseFacts, datetime, Payload], str]


def all_of(*guards: Guard) -> Guard:
    """All of them; the first that forbids says so."""

    def guard(facts: CaseFacts, at: datetime, payload: Payload) -> str:
        return next((told for one in guards if (told := one(facts, at, payload))), "")

    return guard


def free(_facts: CaseFacts, _at: datetime, _payload: Payload) -> str:
    """Nothing is in the way."""
    return ""


def whole(_facts: CaseFacts, at: datetime, payload: Payload) -> str:
    """A lead names the person, who reports, what is broken, and a day that has been."""
    if not payload.get("person_id"):
        return _("Say whom the case is about.")
    if not payload.get("reporter_id"):
        return _("Say who reports it.")
    if not payload.get("clause") and payload.get("track") != Track.PERFORMANCE:
        return _("Say which of the six must-nots it is about.")
    if date.fromisoformat(payload["incident_on"]) > at.date():
        return _("The day of the incident lies ahead. Correct it.")
    return ""


def reasoned(_facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """It says why."""
    return "" if str(payload.get("reason", "")).strip() else _("Say why.")


def not_by_the_person(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """Whom the case is about has no hand in it."""
    if payload.get("by_id") is None:
        return _("Say who does it.")
    if payload["by_id"] == facts.person_id:
        return _("Whoever the case is about cannot do this. Somebody else must.")
    return ""


def not_investigated_by_the_person(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """Whom the case is about does not investigate it."""
    if not payload.get("investigator_id"):
        return _("Say who investigates.")
    if payload["investigator_id"] == facts.person_id:
        return _("Whoever the case is about cannot investigate it. Choose somebody else.")
    return ""


def independent(facts: CaseFacts, at: datetime, payload: Payload) -> str:
    """Decided by another than who reported or found it, and than the person."""
    by_id = payload.get("by_id")
    if by_id is not None and by_id in {facts.reporter_id, facts.finder_id}:
        return _("Whoever reported it cannot decide on it. Somebody else must.")
    return not_by_the_person(facts, at, payload)


def reviewed(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """An appeal is decided by another than who decided first, who does not undo that either."""
    if under_review(facts) and payload.get("by_id") == facts.decider_id:
        return _("Whoever decided first cannot decide on the appeal. Somebody else must.")
    return ""


def under_review(facts: CaseFacts) -> bool:
    """Whether an appeal is pending, or led to the revocation."""
    return CaseState.APPEALED in {facts.state, facts.before_revocation}


def answered_or_declined(_facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """A statement has words, or it says that the person makes none."""
    if payload.get("declined") or str(payload.get("words", "")).strip():
        return ""
    return _("Write the statement down, or note that the person makes none.")


def evidenced(facts: CaseFacts, _at: datetime, _payload: Payload) -> str:
    """There is evidence."""
    return "" if facts.evidence else _("There is no evidence yet. Add it first.")


def heard(facts: CaseFacts, at: datetime, payload: Payload) -> str:
    """The person was asked for a statement, and made it or had ``answer_days`` days to."""
    if facts.asked_at is None:
        return _("The person was not asked for a statement yet. Ask for it first.")
    until = facts.asked_at.date() + timedelta(days=payload.get("answer_days", 0))
    if facts.stated or at.date() > until:
        return ""
    return _(
        "The person may make a statement to {day}. Record it, or decide after that day."
    ).format(day=until.isoformat())


def on_its_rung(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """The level is that of the ladder (``due``), and rests on letters that were served.

    ``unserved`` is the number of a case below it that was not; a serious category that starts
    on a higher rung (``lowest``) needs a reason.
    """
    if payload.get("unserved"):
        return _("It rests on {case}, whose letter is not served yet. Serve that first.").format(
            case=payload["unserved"]
        )
    rung = rung_of(facts.track, payload["due"])
    if payload["level"] != payload["due"]:
        return _("By the ladder this is: {rung}. Decide on that level.").format(
            rung=rung.label if rung else ""
        )
    if payload.get("lowest", 1) > 1 and not str(payload.get("reason", "")).strip():
        return _("It starts on a higher rung. Say why the matter is serious.")
    return ""


def lower(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """A change only lowers the level; what would be nothing is a revocation."""
    if 1 <= payload["level"] < facts.level:
        return ""
    if facts.level == 1:
        return _("It stands on the lowest rung already. Uphold or revoke it.")
    return _("A decision is only ever lowered: choose a level below {rung}.").format(
        rung=_named(facts)
    )


def _named(facts: CaseFacts) -> str:
    rung: object = rung_of(facts.track, facts.level)
    return getattr(rung, "label", "")


def newly_numbered(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """The letter has a number, and none that was given before."""
    number = str(payload.get("letter", "")).strip()
    if not number:
        return _("The letter needs a number.")
    if number in facts.letters:
        return _("The number {number} was given already; numbers are never used again.").format(
            number=number
        )
    return ""


def received(facts: CaseFacts, at: datetime, payload: Payload) -> str:
    """Service is proved by the person's receipt, or by a witness where it was refused."""
    on = date.fromisoformat(payload["served_on"])
    if on > at.date():
        return _("The day of service lies ahead. Correct it.")
    if facts.decided_on is not None and on < facts.decided_on:
        return _("It was decided on {day}; it cannot be served before.").format(
            day=facts.decided_on.isoformat()
        )
    witnesses = payload.get("witness_ids", ())
    if not payload.get("receipt") and not witnesses:
        return _("Note the signed receipt, or a witness where the person would not sign.")
    if not payload.get("receipt") and set(witnesses) <= {payload.get("by_id")}:
        return _("Whoever notes the service is no witness of it alone. Name somebody else.")
    if facts.person_id in witnesses:
        return _("Whoever the letter is for cannot be its witness. Name somebody else.")
    return ""


def in_time(facts: CaseFacts, _at: datetime, payload: Payload) -> str:
    """The appeal is the person's own, and made within ``days`` of the service."""
    if payload.get("by_id") != facts.person_id:
        return _("Only the person the letter is for can appeal.")
    made = date.fromisoformat(payload["appealed_on"])
    served = facts.served_on or made
    until = served + timedelta(days=payload["days"])
    if made < served:
        return _("The letter was served on {day}; an appeal comes after that.").format(
            day=served.isoformat()
        )
    if made > until:
        return _("An appeal was possible to {day}. The decision can still be reviewed.").format(
            day=until.isoformat()
        )
    return ""
