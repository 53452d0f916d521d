"""Evidence and steps of a case in words: what a copied record says, line by line (RULEBOOK §6).

Whoever called is masked in every view; whom the case is about does not see the caller at all,
nor anything of a confidential call but that there was one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from gridterm.attendance.terms import Slot, Status
from gridterm.discipline import evidence
from gridterm.discipline.tables import CaseEvent, CaseEvidence
from gridterm.discipline.terms import CaseStep, Evidence, Track, rung_of
from gridterm.discipline.views import EvidenceView
from gridterm.hotline.terms import Action, Channel, Kind, Mechanism, State, Tier
from gridterm.i18n import N_, Term, _
from gridterm.text import mask_name, mask_phone
from gridterm.visits.terms import Finding, Outcome, Purpose, Source, Way

Lines = tuple[tuple[str, str], ...]

NAMES: Mapping[str, str] = {
    "accused": N_("Complained of"),
    "action": N_("Step"),
    "actor": N_("By whom"),
    "address": N_("Address"),
    "as_checked": N_("As it was when checked"),
    "at": N_("When"),
    "by": N_("By whom"),
    "caller": N_("Caller"),
    "category": N_("Category"),
    "channel": N_("Channel"),
    "check": N_("Check"),
    "checked_at": N_("Noted at"),
    "checked_on": N_("Checked on"),
    "checker": N_("Who checked"),
    "confidential": N_("Confidential"),
    "content": N_("Content"),
    "corrects_id": N_("Corrects visit no."),
    "day": N_("Day"),
    "days": N_("Day"),
    "draw": N_("Draw"),
    "draw_id": N_("Draw no."),
    "drawn": N_("Visits drawn"),
    "ended_at": N_("Void or corrected at"),
    "ended_by": N_("Void or corrected by"),
    "ended_reason": N_("Why void or corrected"),
    "feedback": N_("Feedback on the visit"),
    "grid": N_("Grid"),
    "head": N_("Head of the household"),
    "household": N_("Household"),
    "household_id": N_("Household no."),
    "id": N_("Number"),
    "kind": N_("Kind"),
    "locked": N_("Month locked"),
    "mark": N_("Mark"),
    "matter": N_("Matter of the visit"),
    "mechanism": N_("Mechanism"),
    "month": N_("Month"),
    "note": N_("Note"),
    "number": N_("Number"),
    "phone": N_("Phone"),
    "place": N_("Place"),
    "punches": N_("Sign-ins"),
    "purpose": N_("Purpose"),
    "reason": N_("Why"),
    "received_at": N_("Received at"),
    "recorded_at": N_("Recorded at"),
    "recorder": N_("Recorded by"),
    "result": N_("Outcome"),
    "said": N_("The household said"),
    "seed": N_("Seed"),
    "seq": N_("Turn"),
    "slot": N_("Half-day"),
    "slots": N_("Half-day"),
    "source": N_("Source"),
    "staff": N_("Staff"),
    "state": N_("State"),
    "status": N_("Status"),
    "steps": N_("Step"),
    "text": N_("Text"),
    "ticket": N_("Call number"),
    "tier": N_("Tier"),
    "title": N_("Title"),
    "visit": N_("Visit"),
    "visit_id": N_("Visit no."),
    "way": N_("Way of checking"),
    "why": N_("Why"),
}
"""What the parts of a copied record are called."""
HIDDEN = frozenset({"import_key"})
"""What says nothing to a reader: how the program tells an imported row again."""
ID = "_id"

TERMS: Mapping[str, tuple[type[Term], ...]] = {
    "action": (Action,),
    "channel": (Channel,),
    "kind": (Kind,),
    "mechanism": (Mechanism,),
    "purpose": (Purpose,),
    "result": (Finding, Outcome),
    "slot": (Slot,),
    "source": (Source,),
    "state": (State,),
    "status": (Status,),
    "tier": (Tier,),
    "way": (Way,),
}
WITHHELD = frozenset({"caller", "phone", "address", "place", "steps"})
"""Parts of a call that would tell the person who called."""
ALSO_CONFIDENTIAL = frozenset({"title", "content"})
MASKS = {"caller": mask_name, "phone": mask_phone}


# ── evidence ────────────────────────────────────────────────────────────────
def evidence_view(row: CaseEvidence, *, for_person: bool) -> EvidenceView:
    """A piece of evidence to be shown; to the person without who called."""
    taken = Evidence(row.subject, row.taken_at, row.content, row.digest)
    intact = evidence.intact(taken)
    return EvidenceView(
        id=row.id or 0,
        subject=row.subject,
        title=row.title,
        taken_at=row.taken_at,
        lines=_lines(row, for_person=for_person),
        intact=intact,
    )


def _lines(row: CaseEvidence, *, for_person: bool) -> Lines:
    try:
        record = json.loads(row.content)
    except ValueError:  # changed behind the program's back: shown as it stands, not intact
        return ((_("Text"), row.content),)
    if not isinstance(record, dict):
        return ((_("Text"), row.content),)
    if for_person and row.subject.startswith("ticket:"):
        hidden = WITHHELD | (ALSO_CONFIDENTIAL if record.get("confidential") else frozenset())
        record = {name: value for name, value in record.items() if name not in hidden}
    return tuple(_flat(record))


def _flat(record: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """The values of a record one after another, each with the names that lead to it."""
    for name, value in record.items():
        if name in HIDDEN or _named_beside(name, record):
            continue
        called = _called(name)
        path = _("{part}, {name}").format(part=above, name=called) if above else called
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for place, one in enumerate(value, 1):
                yield from _flat(one, f"{path} {place}")
        elif value not in (None, "", []):
            yield path, _value(name, value)


def _named_beside(name: str, record: Mapping[str, Any]) -> bool:
    """Whether a part is the id of what stands beside it with its name."""
    return name.endswith(ID) and bool(record.get(name.removesuffix(ID)))


def _called(name: str) -> str:
    """What a part is called; an id by what it is the id of; what is unknown as plain words."""
    if name in NAMES:
        return _(NAMES[name])
    of = name.removesuffix(ID)
    if of != name and of in NAMES:
        return _("{part} (number)").format(part=_(NAMES[of]))
    return name.replace("_", " ")


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    said = str(value)
    if name in MASKS:
        return MASKS[name](said)
    for terms in TERMS.get(name, ()):
        if said in set(terms):
            return terms(said).label
    return said.replace("T", " ") if _is_moment(said) else said


def _is_moment(said: str) -> bool:
    try:
        return "T" in said and bool(datetime.fromisoformat(said))
    except ValueError:
        return False


# ── steps ───────────────────────────────────────────────────────────────────
def event_words(row: CaseEvent, track: Track) -> str:
    """What a step said, in words; empty where its name says all."""
    payload: dict[str, Any] = json.loads(row.payload)
    step = CaseStep(row.step)
    told = [_fact(step, payload, track), row.note, str(payload.get("words", ""))]
    reason = str(payload.get("reason", ""))
    if reason:
        told.append(_("Reason: {reason}").format(reason=reason))
    return "\n".join(filter(None, told))


def _fact(step: CaseStep, payload: Mapping[str, Any], track: Track) -> str:
    told = {"level": 0, "letter": "", "corrects": "", "investigator": "", **payload}
    rung = rung_of(track, told["level"])
    if step is CaseStep.SERVE:
        return _served(payload)
    if step is CaseStep.STATE:
        return _("The person makes no statement.") if payload.get("declined") else ""
    if step is CaseStep.EVIDENCE:
        return str(payload.get("title", ""))
    sentences = {
        CaseStep.INVESTIGATE: _("Investigated by {investigator}."),
        CaseStep.DECIDE: _("{rung}, letter no. {letter}."),
        CaseStep.CHANGE: _("Now {rung}, notice no. {letter} on letter no. {corrects}."),
        CaseStep.REVOKE: _("Notice no. {letter} on letter no. {corrects}."),
        CaseStep.RESTORE: _("Notice no. {letter} on letter no. {corrects}."),
        CaseStep.APPEAL: _("Appealed on {appealed_on}."),
    }
    return sentences.get(step, "").format(rung=rung.label if rung else "", **told)


def _served(payload: Mapping[str, Any]) -> str:
    told = {"number": payload.get("served", ""), "day": payload["served_on"]}
    if payload.get("receipt"):
        return _("Letter no. {number} received on {day}, the receipt is signed.").format(**told)
    names = _(", ").join(payload.get("witnesses", ()))
    return _("Letter no. {number} handed over on {day} before {names}.").format(**told, names=names)
