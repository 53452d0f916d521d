"""What only discipline can check: cases folded again, decisions, letters, numbers, evidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select as plain_select
from sqlmodel import Session, col, func, select

from gridterm.discipline import evidence, ladder, rules
from gridterm.discipline.events import Step, derive, id_of, step_of
from gridterm.discipline.ladder import Limits
from gridterm.discipline.tables import CaseEvent, CaseEvidence, DisciplineCase, Letter
from gridterm.discipline.terms import CaseFacts, CaseStep, Evidence
from gridterm.errors import RefusedError
from gridterm.i18n import _
from gridterm.store.audit import canonical
from gridterm.store.findings import Finding, Watch
from gridterm.store.tables import Counter
from gridterm.text import clip

SHOWN = 40
BROKEN = (RefusedError, KeyError, ValueError, TypeError, IndexError)
"""What folding steps that were tampered with can raise."""


# ── cases ───────────────────────────────────────────────────────────────────
def check_cases(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every case is what its steps say, and each step was taken by whom it names (RULEBOOK §6)."""
    cases = session.exec(select(DisciplineCase).order_by(col(DisciplineCase.id))).all()
    watch.begin(_("Cases"), len(cases))
    events = _events(session)
    for case in cases:
        watch.step()
        yield from _case_findings(case, events.pop(id_of(case), []))
    for orphans in events.values():
        for _one in orphans:
            yield Finding("case.orphan", _("A step belongs to a case that does not exist."))


def _case_findings(case: DisciplineCase, rows: Sequence[CaseEvent]) -> Iterator[Finding]:
    if not rows or [one.seq for one in rows] != list(range(1, len(rows) + 1)):
        yield Finding(
            "case.events",
            _("{number}: steps are missing or out of order.").format(number=case.number),
        )
        return
    try:
        steps = [step_of(one) for one in rows]
        columns, states = derive(steps)
    except BROKEN:
        yield Finding(
            "case.events",
            _("{number}: the steps do not follow the rules.").format(number=case.number),
        )
        return
    for name in (name for name, value in columns.items() if getattr(case, name) != value):
        yield Finding(
            "case.derived",
            _("{number}: {field} is {found}, but the steps say {expected}.").format(
                number=case.number,
                field=name,
                found=clip(str(getattr(case, name)), SHOWN),
                expected=clip(str(columns[name]), SHOWN),
            ),
        )
    if states != [one.state for one in rows]:
        yield Finding(
            "case.events",
            _("{number}: the state noted at a step is not the one the rules give.").format(
                number=case.number
            ),
        )
    for one in steps:
        if one.actor_id is None or _doer(one) != one.actor_id:
            yield Finding(
                "case.actor",
                _("{number}: step {seq} does not name who took it.").format(
                    number=case.number, seq=one.seq
                ),
            )


def _doer(one: Step) -> object:
    """Who a step says took it; an appeal is the person's, whoever registers it."""
    if one.step is CaseStep.APPEAL:
        return one.actor_id
    return one.payload.get("reporter_id" if one.step is CaseStep.REPORT else "by_id")


# ── decisions ───────────────────────────────────────────────────────────────
def check_decisions(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every decision had the rung the ladder gave at that moment, by all cases of the person."""
    watch.begin(_("Decisions on cases"))
    facts: dict[int, CaseFacts] = {}
    for row in session.exec(select(CaseEvent).order_by(col(CaseEvent.id))):
        before = facts.get(row.case_id, CaseFacts(id=row.case_id))
        try:
            one = step_of(row)
            if one.step is CaseStep.DECIDE:
                watch.step()
                yield from _decision(before, one, facts.values())
            facts[row.case_id] = rules.step(before, one.step, one.at, one.payload)
        except BROKEN:  # told of by ``check_cases``; what follows is judged by what stands
            continue


def _decision(before: CaseFacts, one: Step, known: Iterable[CaseFacts]) -> Iterator[Finding]:
    payload = one.payload
    decided = replace(before, lowest=payload.get("lowest", 1))
    others = (
        other for other in known if other.person_id == before.person_id and other.id != before.id
    )
    hired = [date.fromisoformat(day) for day in payload["hired"]]
    found = ladder.standings([*others, decided], Limits(**payload["limits"]), hired)
    level = next(standing.level for standing in found if standing.case.id == before.id)
    if level != payload["level"]:
        yield Finding(
            "case.rung",
            _("{number}: the decision says rung {found}, the ladder gave {expected}.").format(
                number=before.number, found=payload["level"], expected=level
            ),
        )


# ── letters ─────────────────────────────────────────────────────────────────
def check_letters(session: Session, watch: Watch) -> Iterator[Finding]:
    """Each letter is one its case has, frozen under its number, and none is missing."""
    cases = {id_of(one): one for one in session.exec(select(DisciplineCase))}
    letters = session.exec(select(Letter).order_by(col(Letter.id))).all()
    watch.begin(_("Letters"), len(letters))
    said = _said(session)
    found: dict[int, list[str]] = defaultdict(list)
    for row in letters:
        watch.step()
        found[row.case_id].append(row.number)
        if not _fits(row, cases.get(row.case_id), said.get(row.number)):
            yield Finding(
                "letter.content",
                _("Letter no. {number} is not the one its case was decided with.").format(
                    number=row.number
                ),
            )
    for case_id, case in cases.items():
        if case.letters.split() != found[case_id]:
            yield Finding(
                "letter.missing",
                _("{number}: its letters are {found}, but the case says {expected}.").format(
                    number=case.number,
                    found=_(", ").join(found[case_id]) or "-",
                    expected=_(", ").join(case.letters.split()) or "-",
                ),
            )


def _said(session: Session) -> dict[str, Mapping[str, Any]]:
    """What the steps say of each letter, by its number."""
    found: dict[str, Mapping[str, Any]] = {}
    decisions = (CaseStep.DECIDE, CaseStep.CHANGE, CaseStep.REVOKE, CaseStep.RESTORE)
    query = select(CaseEvent).where(col(CaseEvent.step).in_(decisions))
    for row in session.exec(query):
        try:
            payload = dict(json.loads(row.payload))
        except ValueError:
            continue
        facts = {"case_id": row.case_id, "actor_id": row.actor_id, "at": row.at}
        found[str(payload.get("letter", ""))] = payload | facts
    return found


def _fits(row: Letter, case: DisciplineCase | None, said: Mapping[str, Any] | None) -> bool:
    try:
        content = json.loads(row.content)
        frozen = {name: content[name] for name in ("number", "case", "level", "kind", "refers_to")}
    except (ValueError, KeyError, TypeError):
        return False
    return (
        case is not None
        and said is not None
        and canonical(content) == row.content
        and (said["case_id"], said["actor_id"], said["at"])
        == (row.case_id, row.issuer_id, row.issued_at)
        and said.get("corrects", "") == row.refers_to
        and said.get("level", row.level) == row.level
        and frozen
        == {
            "number": row.number,
            "case": case.number,
            "level": row.level,
            "kind": row.kind,
            "refers_to": row.refers_to,
        }
    )


# ── numbers ─────────────────────────────────────────────────────────────────
_SERIES = (
    (DisciplineCase, "case.gap", rules.case_number, rules.case_series),
    (Letter, "letter.gap", rules.letter_number, rules.letter_series),
)


def check_numbers(session: Session, watch: Watch) -> Iterator[Finding]:
    """The numbers of cases and of letters have no gap within a year, and none is missing after.

    The last number that was given is kept apart from them, so the newest cannot go unnoticed.
    """
    watch.begin(_("Numbers of cases and letters"))
    given = {row.series: row.last for row in session.exec(select(Counter))}
    for table, code, numbered, series in _SERIES:
        year_of, seq = col(table.year), col(table.seq)
        figures = (func.count(), func.min(seq), func.max(seq))
        query = plain_select(year_of, *figures).group_by(year_of)
        for year, count, low, high in session.execute(query):
            watch.step()
            last = given.pop(series(year), 0)
            if (low, high) != (1, count):
                yield _gap(code, numbered(year, high), count)
            elif last != high:
                yield _miscounted(code, numbered(year, high), numbered(year, last))
        yield from _gone(code, given, series)


def _gone(code: str, given: Mapping[str, int], series: Callable[[int], str]) -> Iterator[Finding]:
    """Years in which numbers were given, and of which nothing is left."""
    for name, last in given.items():
        year = name[-4:]
        if last and year.isdecimal() and name == series(int(year)):
            yield _gap(code, f"{name}: {last}", 0)


def _gap(code: str, last: str, count: int) -> Finding:
    sentence = _("The numbers up to {last} have a gap: there are only {count}.")
    return Finding(code, sentence.format(last=last, count=count))


def _miscounted(code: str, highest: str, given: str) -> Finding:
    sentence = _("The last number is {highest}, but {given} was the last one given.")
    return Finding(code, sentence.format(highest=highest, given=given))


# ── evidence ────────────────────────────────────────────────────────────────
def check_evidence(session: Session, watch: Watch) -> Iterator[Finding]:
    """Every copy is the one that was taken, and each case has as many as its steps say."""
    watch.begin(_("Evidence"), session.exec(select(func.count()).select_from(CaseEvidence)).one())
    found: dict[int, list[str]] = defaultdict(list)
    for row in session.exec(select(CaseEvidence).order_by(col(CaseEvidence.id))):
        watch.step()
        found[row.case_id].append(row.subject)
        if not evidence.intact(Evidence(row.subject, row.taken_at, row.content, row.digest)):
            yield Finding(
                "evidence.changed",
                _("Evidence {number} ({title}) is not the copy that was taken.").format(
                    number=row.id, title=clip(row.title, SHOWN)
                ),
            )
    said = _evidenced(session)
    for case in session.exec(select(DisciplineCase)):
        if found[id_of(case)] != said[id_of(case)]:
            yield Finding(
                "evidence.missing",
                _("{number}: its evidence is {found}, but the steps say {expected}.").format(
                    number=case.number,
                    found=_(", ").join(found[id_of(case)]) or "-",
                    expected=_(", ").join(said[id_of(case)]) or "-",
                ),
            )


def _evidenced(session: Session) -> dict[int, list[str]]:
    """The subjects of the evidence the steps of each case added, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    query = select(CaseEvent).where(col(CaseEvent.step) == CaseStep.EVIDENCE)
    for row in session.exec(query.order_by(col(CaseEvent.id))):
        try:
            found[row.case_id].append(str(json.loads(row.payload)["subject"]))
        except BROKEN:  # told of by ``check_cases``
            continue
    return found


def _events(session: Session) -> dict[int, list[CaseEvent]]:
    found: dict[int, list[CaseEvent]] = defaultdict(list)
    query = select(CaseEvent).order_by(col(CaseEvent.case_id), col(CaseEvent.seq))
    for row in session.exec(query):
        found[row.case_id].append(row)
    return found


CHECKS = (check_cases, check_decisions, check_letters, check_numbers, check_evidence)
