"""Cases the program proposes: a person opens each, or declines it with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.discipline.terms import Source
from gridterm.discipline.views import Proposal
from gridterm.i18n import N_, _
from gridterm.text import clean_line
from screens.discipline.eyes import OwnFields
from screens.discipline.opening import accept
from screens.discipline.views import DisciplineView
from screens.discipline.words import DAY, person_words, widest
from screens.registers.fields import row
from screens.registers.view import chunk_of
from screens.widgets.bars import Hint
from screens.widgets.forms import Field, LineInput
from screens.widgets.table import Chunk, Column, Line

if TYPE_CHECKING:
    from gridterm.discipline.proposing import Declined
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store


class ProposalsView(DisciplineView):
    """What checks, calls and attendance give reason to look into; nothing opens by itself."""

    title_id = N_("Proposed")

    def columns(self) -> Sequence[Column]:
        """When, who, where from, why."""
        return (
            Column("day", _("Day"), 11),
            Column("person", _("Person"), 10),
            Column("source", _("Source"), widest(Source)),
            Column("words", _("Why")),
        )

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.declined = False

    def wanted(self) -> object:
        """What is proposed, or what was declined."""
        return self.declined

    def read(self, store: Store, reader: Actor, after: int | None) -> Chunk:
        """All of them: there are few at any time."""
        from gridterm.discipline import proposing

        if self.declined:
            return chunk_of([*map(_declined_line, proposing.declined(store, reader))], after)
        return chunk_of([*map(_line, proposing.proposals(store, reader))], after)

    def head(self) -> list[Hint]:
        """What this is."""
        if self.refusal:
            return []
        if self.declined:
            return [Hint(_("Declined; Ctrl+Y shows what is proposed."), weight=8, run=self.narrow)]
        words = _("Proposed only: Enter opens a case, Del declines it with a reason.")
        return [Hint(words, style="quiet", weight=8)]

    def nothing(self) -> str:
        """There is none."""
        if self.declined:
            return _("Nothing was declined.")
        return _("Nothing is proposed now.")

    def describe(self, line: Line) -> Text:
        """The proposal in full, or who declined it and why."""
        one = line.record
        if not isinstance(one, Proposal):  # the rows before stay until the others are read
            return _declined_words(one)
        told = Text(f"{person_words(one.person)}  {one.at:{DAY}}", style="bold", end="")
        told.append(f"\n{one.source.label}  {one.subject}", "not bold dim")
        told.append(f"\n{clean_line(one.words)}", "not bold")
        return told

    # ── what can be done ────────────────────────────────────────────────────
    @property
    def can_open(self) -> bool:
        """Whether something proposed is marked."""
        return not self.declined and self.has_keys and isinstance(self.marked, Proposal)

    def narrow(self) -> None:
        """What was declined, and back to what is proposed."""
        self.declined = not self.declined
        self.reload()

    def go_back(self) -> bool:
        """Back to what is proposed."""
        if self.declined:
            self.narrow()
            return True
        return False

    def open(self) -> None:
        """Open the marked one as a case: the form, filled in."""
        one = self.marked
        if isinstance(one, Proposal):
            accept(self.desk, one)

    @property
    def can_take_back(self) -> bool:
        """Whether one is marked."""
        return self.can_open

    def take_back(self) -> None:
        """Decline the marked one; it asks why."""
        one: Proposal = self.marked
        store, actor = self.desk.store, self.office.actor

        def decline(values: dict[str, str]) -> object:
            from gridterm.discipline.proposing import decline as decline_it

            decline_it(store, actor, one.subject, one.person.id, values["reason"])
            return True

        fields: partial[Sequence[Field]] = partial(_reason)
        title = _("Decline") + "  " + person_words(one.person)
        words = _("It is not proposed again. Who declined it and why stays on record.")
        self.desk.ask(OwnFields(title, fields, decline, words), self.done)


def _reason() -> Sequence[Field]:
    return (row("reason", _("Why"), LineInput()),)


def _line(one: Proposal) -> Line:
    return Line(
        f"{one.subject}/{one.person.id}",
        {
            "day": f"{one.at:{DAY}}",
            "person": clean_line(one.person.name),
            "source": one.source.label,
            "words": clean_line(one.words),
        },
        one,
    )


def _declined_line(one: Declined) -> Line:
    return Line(
        one.subject,
        {
            "day": f"{one.at:{DAY}}",
            "person": clean_line(one.person),
            "source": _("declined"),
            "words": clean_line(one.reason),
        },
        one,
    )


def _declined_words(one: Declined) -> Text:
    told = Text(f"{clean_line(one.person)}  {one.subject}", style="bold", end="")
    words = _("Declined on {day} by {name}").format(day=f"{one.at:{DAY}}", name=one.actor)
    told.append(f"\n{words}", "not bold dim")
    told.append(f"\n{clean_line(one.reason)}", "not bold")
    return told
