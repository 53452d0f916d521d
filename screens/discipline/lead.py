"""The form of a lead (线索登记): what somebody is said to have done, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widgets import TextArea

from gridterm.discipline.clauses import clauses
from gridterm.discipline.terms import Clause, Source, Track
from gridterm.discipline.views import CaseForm, Proposal
from gridterm.i18n import N_, _
from gridterm.registers.terms import Role
from screens.discipline.eyes import OwnEyes
from screens.discipline.words import DAY
from screens.registers.fields import Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, Pick, staff_picks
from screens.widgets.forms import Choice, Field, LineInput, WordsArea

if TYPE_CHECKING:
    from gridterm.discipline.views import CaseDetail

ROWS = 6


class LeadPage(OwnEyes, FormPage[list[Pick]]):
    """Register a lead.

    Args:
        begun: what the form begins with.
        origin: what it comes from, in words; empty for another source.
    """

    CSS_PATH = "../styles/discipline.tcss"
    editors: ClassVar[tuple[str, ...]] = tuple(str(role) for role in Role)
    not_editor_id: ClassVar[str] = N_("Members of staff register leads")
    title_id = N_("New case")
    help_id = N_(
        "A lead is registered by whoever noticed it (线索登记). It gets a number by year that is "
        "never used again. Whoever reports never decides on it. A record it comes from is copied "
        "in as the first evidence. Falsified visits and the other must-nots are two ladders of "
        "the same rungs; performance is a third one and is never mixed with them. The draft is "
        "kept for you only."
    )

    def __init__(self, begun: CaseForm | None = None, origin: str = "") -> None:
        super().__init__(None)
        self._begun = begun or CaseForm(person_id=None)
        self._origin = origin
        self._saved_as: int | None = None
        which = self._begun.subject or "new"
        self.draft.form = f"discipline.lead.{self.app.actor.staff_id}.{which}"

    @classmethod
    def about(cls, staff_id: int | None) -> LeadPage:
        """A lead about somebody."""
        return cls(CaseForm(person_id=staff_id))

    @classmethod
    def proposed(cls, proposal: Proposal) -> LeadPage:
        """What the program proposes, to be looked through."""
        form = proposal.form
        if not form.matter.strip():
            form = replace(form, matter=proposal.words)
        words = _("{title}: {value}")
        return cls(form, words.format(title=proposal.source.label, value=proposal.words))

    # ── the form ────────────────────────────────────────────────────────────
    def read(self) -> list[Pick]:
        """Whom it can be about."""
        from gridterm.registers.service import list_staff

        return staff_picks(list_staff(self.store, ended=True))

    def heading(self, found: list[Pick]) -> str:
        """A new one."""
        del found
        return _("New case: the lead")

    def fields(self, found: list[Pick]) -> Sequence[Field]:
        """Who, which ladder, what is broken, when, what happened."""
        form, person, today = self._begun, _("Person"), self.app.clock.today()
        chosen = str(form.person_id) if form.person_id is not None else ""
        tracks = [(str(one), one.label) for one in Track]
        texts = [(str(one.clause), f"{one.place} {one.text}") for one in clauses()]
        happened = f"{form.incident_on:{DAY}}" if form.incident_on else ""
        return (
            row("person_id", person,
                FindChoice(found, chosen, title=person, none=_("choose somebody"))),
            row("track", _("Ladder"), Choice(tracks, form.track, title=_("Ladder"))),
            row("clause", _("Must-not"),
                Choice([("", _("choose one")), *texts], form.clause, title=_("Must-not"))),
            *self._sources(),
            row("incident_on", _("Happened on"), LineInput(happened, hint="2026-11-20")),
            row("discovered_on", _("Found out on"),
                LineInput(f"{form.discovered_on or today:{DAY}}")),
            row("matter", _("What happened"), WordsArea(form.matter, rows=ROWS)),
        )  # fmt: skip

    async def _show(self, found: list[Pick]) -> None:
        await super()._show(found)
        self._follow()

    def _use_draft(self, payload: Mapping[str, Any], when: str) -> None:
        super()._use_draft(payload, when)
        self._follow()

    @on(Choice.Changed)
    def _follow(self) -> None:
        """Ask for the must-not only where the ladder does not say it already."""
        if self.ready:
            track = self.form.field("track").value
            self.form.field("clause").display = track == Track.MUST_NOTS

    def _sources(self) -> tuple[Field, ...]:
        """Where it came from; of a record the program says it itself."""
        if self._begun.subject:
            return ()
        sources = [(str(one), one.label) for one in Source]
        choice = Choice(sources, self._begun.source, title=_("Source"))
        return (row("source", _("Source"), choice),)

    def notes(self, found: list[Pick]) -> str:
        """What is copied in."""
        del found
        if not self._begun.subject:
            return ""
        told = _("Its record is copied in as evidence when it is saved.")
        return f"{self._origin}\n{told}".strip()

    # ── saving ──────────────────────────────────────────────────────────────
    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Register the lead."""
        from gridterm.discipline import service

        typed = Typed(values, self.app.clock)
        form = self._form(typed)
        typed.check()
        case: CaseDetail = service.report(self.store, self.app.actor, form, draft_id=draft_id)
        self._saved_as = case.row.id
        return _("{number} is registered.").format(number=case.row.number)

    def _form(self, typed: Typed) -> CaseForm:
        track = typed.text("track")
        broken = {Track.VISITS: str(Clause.FALSIFY), Track.PERFORMANCE: ""}
        happened: date | None = typed.day("incident_on")
        found_out: date | None = typed.day("discovered_on")
        return CaseForm(
            person_id=typed.choice("person_id"),
            clause=broken.get(Track(track), typed.text("clause")),
            track=track,
            source=typed.text("source") or self._begun.source,
            subject=self._begun.subject,
            incident_on=happened,
            discovered_on=found_out,
            matter=typed.text("matter"),
        )

    def _saved(self, sentence: str) -> None:
        """Go on to the case."""
        from screens.discipline.case import CasePage

        super()._saved(sentence)
        if self._saved_as is not None:
            self.app.push_screen(CasePage(self._saved_as))

    @on(TextArea.Changed)
    def _words_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.ready:
            self.draft.touch()
            self.refresh_bindings()
