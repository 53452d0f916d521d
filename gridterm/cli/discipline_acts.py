"""What is done to a case of discipline on the command line, from the lead to the appeal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.discipline import DISCIPLINE, Number, case_plain, rung_words
from gridterm.cli.frame import Options
from gridterm.discipline.terms import Clause, PerformanceRung, Rung, Source, Track, rungs
from gridterm.discipline.views import CaseForm, DecisionForm
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from gridterm.discipline.views import CaseDetail, Proposal
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

Words = Annotated[str, Argument(metavar=N_("TEXT"), help=N_("The text; - reads standard input."))]
Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why; - reads standard input."))]
Level = Annotated[
    str, Option(metavar=N_("LEVEL"), help=N_("A rung by its name or number, the lowest is 1."))
]
Subject = Annotated[
    str, Argument(metavar=N_("PROPOSAL"), help=N_("What the proposal is about, like check:12."))
]


@dataclass(frozen=True)
class Lead(Options):
    """A lead as typed."""

    matter: Annotated[
        str, Argument(metavar=N_("MATTER"), help=N_("What happened; - reads standard input."))
    ] = ""
    about: Annotated[str, Option(metavar=N_("WHO"), help=N_("Whom the case is about."))] = ""
    clause: Annotated[
        str, Option(metavar=N_("CLAUSE"), help=N_("falsify, gifts, shirk, disclose and so on."))
    ] = ""
    track: Annotated[
        str, Option(metavar=N_("LADDER"), help=N_("visits, must_nots or performance."))
    ] = ""
    source: Annotated[
        str, Option(metavar=N_("SOURCE"), help=N_("spot_check, ticket, attendance or other."))
    ] = ""
    record: Annotated[
        str,
        Option(metavar=N_("RECORD"), help=N_("The record it comes from, like check:12.")),
    ] = ""
    on: Annotated[str, Option("--on", metavar=N_("DAY"), help=N_("The day it happened."))] = ""
    discovered: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The day it came to light; else today."))
    ] = ""


# ── proposals and leads ─────────────────────────────────────────────────────
@DISCIPLINE.command("proposals", N_("List the cases the program proposes."), changes=True)
def proposals_(call: Call) -> None:
    """List proposals."""
    from gridterm.discipline import proposing

    with call.office() as store:
        found = proposing.proposals(store, call.actor(store))
    if call.json:
        output.as_json({"count": len(found), "proposals": found})
        return
    _print_proposals(found)
    output.line(
        ngettext("{count} proposal.", "{count} proposals.", len(found)).format(count=len(found))
    )


def _print_proposals(found: tuple[Proposal, ...]) -> None:
    output.table(
        found,
        (
            (_("Proposal"), lambda one: one.subject),
            (_("Source"), lambda one: one.source.label),
            (_("Person"), lambda one: f"{one.person.number} {one.person.name}"),
            (_("Day"), lambda one: one.at),
            (_("Why"), lambda one: one.words),
        ),
    )


@DISCIPLINE.command("open", N_("Register a lead; a proposal by its record alone."), changes=True)
def open_(call: Call, *, lead: Lead) -> None:
    """Register a lead."""
    proposed = bool(lead.record) and lead == Lead(record=lead.record)
    with call.office() as store:
        told = (_accepted if proposed else _reported)(store, call.actor(store), lead)
    _done(call, told)


def _accepted(store: Store, actor: Actor, lead: Lead) -> CaseDetail:
    from gridterm.discipline import proposing

    return proposing.accept(store, actor, lead.record)


def _reported(store: Store, actor: Actor, lead: Lead) -> CaseDetail:
    from gridterm.discipline import service

    return service.report(store, actor, _form(store, lead))


def _form(store: Store, lead: Lead) -> CaseForm:
    now = store.clock.now()
    return CaseForm(
        person_id=values.staff_of(store, lead.about, ended=True).id if lead.about else None,
        clause=str(values.code(Clause, lead.clause, "--clause")) if lead.clause else "",
        track=str(values.code(Track, lead.track, "--track") if lead.track else Track.MUST_NOTS),
        source=str(values.code(Source, lead.source, "--source") if lead.source else Source.OTHER),
        subject=lead.record,
        incident_on=moments.day(lead.on, now),
        discovered_on=moments.day(lead.discovered, now),
        matter=values.words(lead.matter),
    )


@DISCIPLINE.command("decline", N_("Decline a proposal; it does not come back."), changes=True)
def decline(call: Call, subject: Subject, *, reason: Reason) -> None:
    """Decline a proposal."""
    from gridterm.discipline import proposing

    with call.office() as store:
        actor = call.actor(store)
        about = {one.subject: one.person.id for one in proposing.proposals(store, actor)}
        person_id = about.get(subject, 0)
        told = proposing.decline(store, actor, subject, person_id, values.words(reason))
    if call.json:
        output.as_json(told)
    else:
        output.line(_("{subject} is declined.").format(subject=told.subject))


# ── the investigation ───────────────────────────────────────────────────────
@DISCIPLINE.command("investigate", N_("Start the investigation; say who looks."), changes=True)
def investigate(
    call: Call,
    number: Number,
    *,
    by: Annotated[str, Option(metavar=N_("WHO"), help=N_("Who investigates; else you."))] = "",
) -> None:
    """Start the investigation."""
    from gridterm.discipline import service

    def act(store: Store, actor: Actor, one: int) -> CaseDetail:
        who = values.staff_of(store, by).id if by else actor.staff_id
        return service.investigate(store, actor, one, who or 0)

    _act(call, number, act)


@DISCIPLINE.command("evidence", N_("Add evidence: a copy of a record, or words."), changes=True)
def evidence(
    call: Call,
    number: Number,
    text: Words = "",
    *,
    record: Annotated[
        str, Option(metavar=N_("RECORD"), help=N_("A record to copy, like visit:312."))
    ] = "",
) -> None:
    """Add evidence."""
    from gridterm.discipline import service

    words = values.words(text)
    _act(
        call,
        number,
        lambda store, actor, one: service.add_evidence(
            store, actor, one, subject=record, text=words
        ),
    )


@DISCIPLINE.command("ask", N_("Note that the person was asked for a statement."), changes=True)
def ask(call: Call, number: Number) -> None:
    """Ask for the statement."""
    from gridterm.discipline import service

    _act(call, number, service.ask)


@DISCIPLINE.command("statement", N_("Write down what the person says."), changes=True)
def statement(
    call: Call,
    number: Number,
    text: Words = "",
    *,
    declined: Annotated[
        bool, Option("--declined", help=N_("The person makes no statement."))
    ] = False,
) -> None:
    """Record the statement."""
    from gridterm.discipline import service

    words = values.words(text)
    _act(
        call,
        number,
        lambda store, actor, one: service.record_statement(
            store, actor, one, words, declined=declined
        ),
    )


@DISCIPLINE.command("confirm", N_("Find it true; the decision comes after that."), changes=True)
def confirm(call: Call, number: Number) -> None:
    """Find it true."""
    from gridterm.discipline import service

    _act(call, number, service.find_true)


@DISCIPLINE.command("unfounded", N_("Find it untrue; the case ends."), changes=True)
def unfounded(call: Call, number: Number, *, reason: Reason) -> None:
    """Find it untrue."""
    from gridterm.discipline import service

    _reasoned(call, number, reason, service.find_untrue)


@DISCIPLINE.command("withdraw", N_("Take the report back; its number stays used."), changes=True)
def withdraw(call: Call, number: Number, *, reason: Reason) -> None:
    """Take the report back."""
    from gridterm.discipline import service

    _reasoned(call, number, reason, service.withdraw)


# ── the decision and its letter ─────────────────────────────────────────────
@DISCIPLINE.command(
    "decide", N_("Decide; the rung is the ladder's, a letter follows."), changes=True
)
def decide(
    call: Call,
    number: Number,
    *,
    lowest: Annotated[
        str, Option(metavar=N_("LEVEL"), help=N_("The rung a serious matter starts at."))
    ] = "",
    reason: Reason = "",
) -> None:
    """Decide."""
    from gridterm.discipline import reading, service

    words = values.words(reason)
    with call.office() as store:
        actor = call.actor(store)
        one = reading.case_id_of(store, actor, number)
        level = _level(reading.case(store, actor, one).row.track, lowest, "--lowest")
        told = service.decide(store, actor, one, DecisionForm(level, words))
    _done(call, told)


@DISCIPLINE.command("serve", N_("Note that the letter was served."), changes=True)
def serve(
    call: Call,
    number: Number,
    *,
    on: Annotated[
        str, Option("--on", metavar=N_("DAY"), help=N_("The day it was received; else today."))
    ] = "",
    receipt: Annotated[bool, Option("--receipt", help=N_("The receipt is signed."))] = False,
    witness: Annotated[
        list[str] | None,
        Option(metavar=N_("WHO"), help=N_("Who saw that it was refused; may be repeated.")),
    ] = None,
) -> None:
    """Note the service."""
    from gridterm.discipline import service

    _act(
        call,
        number,
        lambda store, actor, one: service.serve(
            store,
            actor,
            one,
            moments.day(on, store.clock.now()),
            receipt=receipt,
            witness_ids=[values.staff_of(store, who).id for who in witness or ()],
        ),
    )


# ── appeal and review ───────────────────────────────────────────────────────
@DISCIPLINE.command("appeal", N_("Register the appeal of whom the case is about."), changes=True)
def appeal(
    call: Call,
    number: Number,
    *,
    reason: Reason,
    on: Annotated[
        str, Option("--on", metavar=N_("DAY"), help=N_("The day of the appeal; else today."))
    ] = "",
) -> None:
    """Register the appeal."""
    from gridterm.discipline import service

    words = values.words(reason)
    _act(
        call,
        number,
        lambda store, actor, one: service.appeal(
            store, actor, one, words, moments.day(on, store.clock.now())
        ),
    )


@DISCIPLINE.command("uphold", N_("Uphold what was appealed."), changes=True)
def uphold(call: Call, number: Number, *, reason: Reason) -> None:
    """Uphold the decision."""
    from gridterm.discipline import service

    _reasoned(call, number, reason, service.uphold)


@DISCIPLINE.command("change", N_("Lower the level, with a notice of correction."), changes=True)
def change(call: Call, number: Number, *, to: Level, reason: Reason) -> None:
    """Lower the level."""
    from gridterm.discipline import reading, service

    words = values.words(reason)
    with call.office() as store:
        actor = call.actor(store)
        one = reading.case_id_of(store, actor, number)
        level = _level(reading.case(store, actor, one).row.track, to, "--to")
        told = service.change(store, actor, one, level, words)
    _done(call, told)


@DISCIPLINE.command("correct", N_("Carry out the correction that is proposed."), changes=True)
def correct(call: Call, number: Number, *, reason: Reason = "") -> None:
    """Carry out a proposed correction."""
    from gridterm.discipline import service

    _reasoned(call, number, reason, service.correct)


@DISCIPLINE.command("revoke", N_("Revoke a decision, with a notice of correction."), changes=True)
def revoke(call: Call, number: Number, *, reason: Reason) -> None:
    """Revoke the decision."""
    from gridterm.discipline import service

    _reasoned(call, number, reason, service.revoke)


@DISCIPLINE.command("restore", N_("Take a revocation back, with a notice."), changes=True)
def restore(call: Call, number: Number, *, reason: Reason) -> None:
    """Take the revocation back."""
    from gridterm.discipline import service

    _reasoned(call, number, reason, service.restore)


# ── what they share ─────────────────────────────────────────────────────────
def _level(track: Track, typed: str, option: str) -> int:
    """A rung of a ladder by its number or its name; nothing typed is the lowest."""
    if not typed:
        return 1
    ladder = rungs(track)
    if values.folded(typed).isdecimal():
        return values.whole(typed, option, 1, len(ladder))
    kind = PerformanceRung if track is Track.PERFORMANCE else Rung
    return list(kind).index(values.code(kind, typed, option)) + 1


def _act(call: Call, number: str, action: Callable[[Store, Actor, int], CaseDetail]) -> None:
    from gridterm.discipline import reading

    with call.office() as store:
        actor = call.actor(store)
        told = action(store, actor, reading.case_id_of(store, actor, number))
    _done(call, told)


def _reasoned(
    call: Call, number: str, reason: str, action: Callable[[Store, Actor, int, str], CaseDetail]
) -> None:
    words = values.words(reason)
    _act(call, number, lambda store, actor, one: action(store, actor, one, words))


def _done(call: Call, told: CaseDetail) -> None:
    """Say how a case stands after a step, and which letter came of it."""
    if call.json:
        output.as_json(case_plain(told))
        return
    row = told.row
    output.line(_("{number}: {state}.").format(number=row.number, state=row.state.label))
    if told.letters and told.letters[-1].issued_at == row.last_event_at:
        latest = told.letters[-1]
        output.line(
            _("{kind} no. {number}: {rung}.").format(
                kind=latest.kind.label,
                number=latest.number,
                rung=rung_words(row.track, latest.level) or _("revoked"),
            )
        )
