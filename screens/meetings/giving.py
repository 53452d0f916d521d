"""Giving somebody a matter: a decision of a meeting, or a superior's task; draft at every pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widgets import TextArea

from gridterm.hotline.answers import WAYS, way_words
from gridterm.i18n import N_, _
from gridterm.meetings.action_terms import ActionDetail, ActionForm, ActionKind
from gridterm.meetings.terms import EntryForm, EntryKind, EntryView, Item, MeetingDetail, MeetingRef
from gridterm.registers.terms import Role
from screens.meetings.words import key_of
from screens.registers.fields import Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, Pick, SomeChoice, staff_picks
from screens.widgets.forms import Choice, Field, LineInput, Tick, WordsArea

if TYPE_CHECKING:
    from gridterm.hotline.handling import Told
    from gridterm.hotline.terms import TicketDetail
    from screens.acting import Acting

ROWS = 4
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Prefilled:
    """What is known before the form is opened.

    ``entry_id`` is the decision it comes from; without one, on a regional matter, the decision
    is written together with it. ``due_on`` None proposes a week from today.
    """

    kind: ActionKind = ActionKind.MEETING
    matter: str = ""
    owner_id: int | None = None
    lead_id: int | None = None
    due_on: date | None = None
    ref: MeetingRef | None = None
    meeting_id: int | None = None
    entry_id: int | None = None
    item_id: int | None = None
    ticket_id: int | None = None
    confidential: bool = False
    heading: str = field(default="")


def from_entry(meeting: MeetingDetail, item: Item | None, entry: EntryView) -> Prefilled:
    """A decision as an action item: its words, the item's speaker, due by the next meeting."""
    owner = item.speaker_id if item is not None else None
    return Prefilled(
        matter=entry.words,
        owner_id=owner or entry.speaker_id,
        lead_id=meeting.chair_id,
        due_on=meeting.row.starts_at.date() + WEEK,
        ref=meeting.ref,
        meeting_id=meeting.row.id,
        entry_id=entry.id,
        ticket_id=entry.ticket_id or (item.ticket_id if item is not None else None),
        confidential=entry.confidential,
    )


def decide_on(screen: Acting[Any], meeting: MeetingDetail, item: Item) -> None:
    """Write the decision on a regional matter, with who does it and until when."""
    prefilled = Prefilled(
        owner_id=item.speaker_id,
        lead_id=meeting.chair_id,
        due_on=meeting.row.starts_at.date() + WEEK,
        ref=meeting.ref,
        meeting_id=meeting.row.id,
        item_id=item.id,
        ticket_id=item.ticket_id,
        confidential=item.confidential,
        heading=item.title,
    )
    screen.app.push_screen(GivePage(prefilled))


@dataclass(frozen=True)
class Known:
    """Who can have it, and the call it is about."""

    staff: list[Pick]
    call: TicketDetail | None = None


class GivePage(FormPage[Known]):
    """Who does what until when.

    Args:
        prefilled: what is known already.
    """

    editors: ClassVar[tuple[str, ...]] = tuple(str(role) for role in Role)
    not_editor_id: ClassVar[str] = N_("Members of staff give action items")
    title_id = N_("Action item")
    help_id = N_(
        "What is to be done, who answers for it, who helps, until when (督办台账). It comes back "
        "on every agenda until somebody other than the owner has checked that it is done. A "
        "decision on a regional matter goes back into the call: assigned to the owner, with the "
        "date, and the grid lead tells the resident. A superior's task (上级交办) has its unit "
        "and document."
    )

    def __init__(self, prefilled: Prefilled) -> None:
        super().__init__()
        self.given = prefilled
        where = key_of(prefilled.ref) if prefilled.ref is not None else "superior"
        which = prefilled.entry_id or f"ticket-{prefilled.ticket_id}"
        self.draft.form = f"meetings.action.{where}.{which if prefilled.ref else 'new'}"

    @property
    def from_superior(self) -> bool:
        """Whether it is a superior's task."""
        return self.given.kind is ActionKind.SUPERIOR

    def read(self) -> Known:
        """Who can have it, and the call it is about."""
        from gridterm.hotline.queries import ticket
        from gridterm.registers.service import list_staff

        call = self.given.ticket_id
        staff = staff_picks(list_staff(self.store))
        return Known(staff, ticket(self.store, call) if call is not None else None)

    def heading(self, found: Known) -> str:
        """What kind of matter."""
        del found
        if self.from_superior:
            return _("A superior's task")
        return self.given.heading or _("New action item")

    def notes(self, found: Known) -> str:
        """Until when the call runs, and what a later date asks for."""
        call = found.call
        if call is None or call.due_at is None:
            return ""
        return _(
            "{number} is due {day}. A later date is its one extension: it goes by its rule, and "
            "the resident must have been told."
        ).format(number=call.number, day=f"{call.due_at:%Y-%m-%d %H:%M}")

    def _due(self, call: TicketDetail | None) -> date:
        """The date proposed: a week on, but no later than the call's own where that is ahead."""
        today = self.app.clock.today()
        due = max(self.given.due_on or today + WEEK, today)
        if call is not None and call.due_at is not None and call.due_at.date() >= today:
            return min(due, call.due_at.date())
        return due

    def fields(self, found: Known) -> Sequence[Field]:
        """Matter, people, dates; unit and document of a superior's; how a resident was told."""
        one, staff = self.given, found.staff
        today, due = self.app.clock.today(), self._due(found.call)
        chief = _("Leader in charge")
        label = _("Decision") if self._decides_now else _("Matter")
        people = (
            row("owner_id", _("Owner"),
                FindChoice(staff, str(one.owner_id or ""), title=_("Owner"))),
            row("due_on", _("Due"), LineInput(due.isoformat())),
            row("helper_ids", _("Helpers"),
                SomeChoice(staff, title=_("Helpers"), none=_("nobody"))),
            row("lead_id", chief,
                FindChoice(staff, str(one.lead_id or ""), title=chief, none=_("nobody"))),
            row("confidential", "", Tick(_("Confidential"), on=one.confidential)),
        )  # fmt: skip
        matter = row("matter", label, WordsArea(one.matter, rows=ROWS))
        if not self.from_superior:
            return (matter, *people, *self._telling(found))
        return (
            row("superior_unit", _("Unit"), LineInput()),
            row("document_number", _("Document no."), LineInput()),
            row("given_on", _("Given on"), LineInput(today.isoformat())),
            matter,
            *people,
        )

    @staticmethod
    def _telling(found: Known) -> Sequence[Field]:
        if found.call is None:
            return ()
        ways = [("", _("not told yet")), *((how, way_words(how)) for how in WAYS)]
        return (
            row("told", _("Resident told"), Choice(ways, title=_("Resident told"))),
            row("told_by", _("Told by"),
                FindChoice(found.staff, title=_("Told by"), none=_("nobody yet"))),
        )  # fmt: skip

    def _told(self, values: Mapping[str, str]) -> Told | None:
        from gridterm.hotline.handling import Told

        how, by = values.get("told", ""), values.get("told_by", "")
        return Told(int(by) if by else None, self.app.clock.now(), how) if how else None

    @property
    def _decides_now(self) -> bool:
        return self.given.ticket_id is not None and self.given.entry_id is None

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Give it; a decision on a regional matter goes back into its call."""
        form = self._typed(values)
        saved = self._save(form, self._told(values), draft_id)
        return _("{number}: {owner}, due {day}.").format(
            number=saved.row.number, owner=saved.row.owner, day=f"{saved.row.due_on:%Y-%m-%d}"
        )

    def _save(self, form: ActionForm, told: Told | None, draft_id: int | None) -> ActionDetail:
        from gridterm.meetings.actions import give
        from gridterm.meetings.deciding import decide

        store, actor, one = self.store, self.app.actor, self.given
        if one.ticket_id is None or one.ref is None:
            return give(store, actor, form, draft_id)
        entry: int | EntryForm = one.entry_id or EntryForm(
            kind=str(EntryKind.DECISION),
            words=form.matter,
            item_id=one.item_id,
            speaker_id=one.lead_id,
            confidential=form.confidential,
        )
        return decide(store, actor, one.ref, entry, form, told=told, draft_id=draft_id)

    def _typed(self, values: Mapping[str, str]) -> ActionForm:
        """The form as typed.

        Raises:
            InputError: a day cannot be read, or one is missing.
        """
        typed, one = Typed(values, self.app.clock), self.given
        due_on, given_on = typed.day("due_on"), typed.day("given_on")
        typed.check()
        return ActionForm(
            matter=typed.text("matter"),
            owner_id=typed.choice("owner_id") or 0,
            due_on=due_on or self.app.clock.today() + WEEK,
            helper_ids=typed.several("helper_ids"),
            lead_id=typed.choice("lead_id"),
            kind=str(one.kind),
            meeting_id=one.meeting_id,
            entry_id=one.entry_id,
            ticket_id=one.ticket_id,
            superior_unit=typed.text("superior_unit"),
            document_number=typed.text("document_number"),
            given_on=given_on,
            confidential=bool(typed.text("confidential")),
        )

    @on(TextArea.Changed)
    def _words_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.ready:
            self.draft.touch()
            self.refresh_bindings()
