"""Opening a case from where the clerk is: a proposal, a check, a call, a person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from gridterm.discipline.terms import Clause, Source, Track
from gridterm.discipline.views import CaseForm, Proposal
from gridterm.i18n import _
from screens.discipline.case import CasePage
from screens.discipline.eyes import OwnConfirm
from screens.discipline.lead import LeadPage
from screens.discipline.words import person_words

if TYPE_CHECKING:
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from screens.acting import Acting

SOURCES = {
    "check": Source.SPOT_CHECK,
    "visit": Source.SPOT_CHECK,
    "ticket": Source.TICKET,
    "attendance": Source.ATTENDANCE,
}
"""What a record is a source of, by the word its subject begins with."""


def open_about(screen: Acting[Any], staff_id: int | None) -> None:
    """Register a lead about somebody."""
    screen.app.push_screen(LeadPage.about(staff_id))


def open_standing(screen: Acting[Any], staff_id: int) -> None:
    """Show where somebody stands, to whom it is for."""
    from screens.discipline.person import PersonStandingPage

    screen.app.push_screen(PersonStandingPage(staff_id))


def open_from(screen: Acting[Any], subject: str, title: str = "") -> None:
    """Register a lead from a record; where the program proposes it, with all it knows.

    Args:
        screen: over which.
        subject: the record: ``check:12``, ``ticket:312``, ``attendance:1005:2026-11``.
        title: the record in words.
    """
    work = partial(find, screen.store, screen.app.actor, subject)

    def begin(found: Proposal | None) -> None:
        if found is not None:
            accept(screen, found)
        else:
            screen.app.push_screen(LeadPage(_form_of(subject), title))

    screen.run_service(work, begin, group="proposal")


def accept(screen: Acting[Any], proposal: Proposal) -> None:
    """Open what is proposed: the form filled in, or the open case it belongs into."""
    case_id = proposal.case_id
    if case_id is None:
        screen.app.push_screen(LeadPage.proposed(proposal))
        return
    told = _(
        "A case about the same check is open, and the findings of one check are one step. Add "
        "this record there as evidence?"
    )
    work = partial(_add_into, screen.store, screen.app.actor, case_id, proposal.subject)

    def add(_yes: object) -> None:
        screen.run_once(work, lambda _case: screen.app.push_screen(CasePage(case_id)))

    screen.ask(OwnConfirm(person_words(proposal.person), told, yes=_("Add evidence")), add)


def find(store: Store, reader: Actor, subject: str) -> Proposal | None:
    """What is proposed of a record, in a thread; None where nothing is, or not to this reader."""
    from gridterm.discipline.proposing import proposals
    from gridterm.errors import RefusedError

    try:
        found = proposals(store, reader)
    except RefusedError:
        return None
    return next((one for one in found if one.subject == subject), None)


def _form_of(subject: str) -> CaseForm:
    source = SOURCES.get(subject.partition(":")[0], Source.OTHER)
    if source is Source.SPOT_CHECK:
        return CaseForm(None, Clause.FALSIFY, Track.VISITS, source, subject)
    return CaseForm(None, source=source, subject=subject)


def _add_into(store: Store, actor: Actor, case_id: int, subject: str) -> object:
    from gridterm.discipline.service import add_evidence

    return add_evidence(store, actor, case_id, subject=subject)
