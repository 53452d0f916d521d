"""An agenda item in a form, its draft kept at every pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.widgets import TextArea

from gridterm.i18n import N_, _
from gridterm.meetings.terms import Item, ItemForm, MeetingRef, Section
from gridterm.registers.terms import Role
from screens.meetings.words import key_of
from screens.registers.fields import Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, Pick, staff_picks
from screens.widgets.forms import Choice, Field, LineInput, Tick, WordsArea

ROWS = 6
MINUTES = 5


class ItemPage(FormPage[list[Pick]]):
    """Put an item on an agenda, or change one.

    Args:
        ref: the meeting.
        item: the item to change; None writes a new one.
    """

    editors: ClassVar[tuple[str, ...]] = tuple(str(role) for role in Role)
    not_editor_id: ClassVar[str] = N_("Members of staff prepare the agenda")
    title_id = N_("Agenda item")
    help_id = N_(
        "An item of the agenda: title, your own words, who speaks, how many minutes. What the "
        "program drew stays as it is and can be drawn anew; your words are shown under it. A "
        "confidential item stands on its own sheet only, never on the agenda or in the summary."
    )

    def __init__(self, ref: MeetingRef, item: Item | None = None) -> None:
        super().__init__(item.id if item is not None else None)
        self._ref = ref
        self._item = item
        which = (item.source or f"#{item.id}") if item is not None else "new"
        self.draft.form = f"meetings.item.{key_of(ref)}.{which}"

    def read(self) -> list[Pick]:
        """Who can speak."""
        from gridterm.registers.service import list_staff

        return staff_picks(list_staff(self.store))

    def heading(self, found: list[Pick]) -> str:
        """Which item."""
        del found
        return self._item.title if self._item is not None else _("New item")

    def fields(self, found: list[Pick]) -> Sequence[Field]:
        """All that can be written."""
        one = self._item
        sections = [(str(section), section.label) for section in Section]
        section = str(one.section if one is not None else Section.OTHER)
        speaker = str(one.speaker_id or "") if one is not None else ""
        return (
            row("title", _("Title"), LineInput(one.title if one else "")),
            row("words", _("Your words"), WordsArea(one.words if one else "", rows=ROWS)),
            row("section", _("Part"), Choice(sections, section, title=_("Part"))),
            row("speaker_id", _("Speaker"),
                FindChoice(found, speaker, title=_("Speaker"), none=_("nobody"))),
            row("minutes", _("Minutes"), LineInput(str(one.minutes if one else MINUTES))),
            row("confidential", "",
                Tick(_("Confidential: on its own sheet only"),
                     on=one is not None and one.confidential)),
        )  # fmt: skip

    def notes(self, found: list[Pick]) -> str:
        """What the program drew for it."""
        del found
        return self._item.drawn if self._item is not None else ""

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the item."""
        from gridterm.meetings import agenda
        from gridterm.store import drafts

        typed = Typed(values, self.app.clock)
        form = ItemForm(
            title=typed.text("title"),
            words=typed.text("words"),
            section=Section(typed.text("section")),
            speaker_id=typed.choice("speaker_id"),
            minutes=typed.number("minutes"),
            confidential=bool(typed.text("confidential")),
        )
        typed.check()
        store, actor = self.store, self.app.actor
        if self._item is not None:
            one = self._item
            agenda.edit_item(store, actor, self._ref, one.position, form, source=one.source)
        else:
            agenda.add_item(store, actor, self._ref, form)
        drafts.forget(store, draft_id)
        return _("The agenda is saved.")

    @on(TextArea.Changed)
    def _words_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.ready:
            self.draft.touch()
            self.refresh_bindings()
