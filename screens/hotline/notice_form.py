"""A notice in a form: proposed from its calls, scanned while it is typed, kept as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.widgets import Input, TextArea

from gridterm.errors import InputError
from gridterm.hotline.notices.terms import TEXTS, Found, NoticeForm
from gridterm.i18n import N_, _
from gridterm.registers.terms import GridView, Role
from gridterm.text import clean_line
from screens.registers.fields import Typed, row
from screens.registers.form_page import FormPage
from screens.registers.picking import FindChoice, grid_picks
from screens.widgets.forms import Field, LineInput, WordsArea

SCAN_PAUSE = 0.4
ROWS = {"matter": 4, "handling": 3, "result": 2}


@dataclass(frozen=True)
class _Found:
    heading: str
    form: NoticeForm
    numbers: tuple[str, ...]
    grids: tuple[GridView, ...]


class NoticeFormPage(FormPage[_Found]):
    """Draft a notice from calls, or change one.

    Args:
        ticket_ids: the calls it comes from, where it is new.
        notice_id: the notice to change; None drafts a new one.
        again: a notice whose words are taken over into the new one.
    """

    editors: ClassVar[tuple[str, ...]] = tuple(str(role) for role in Role)
    not_editor_id: ClassVar[str] = N_("Members of staff write notices")
    title_id = N_("Write a notice")
    help_id = N_(
        "A notice tells everybody of a matter of general concern: what it was, what was done, the "
        "result or when it is expected. It names nobody: phone numbers, ID numbers, house numbers "
        "and the callers' names are found while you type and must go before it is saved. Somebody "
        "else approves it. Each caller is also told individually; that stays on the call. "
        "民情告示: what is typed and not saved stays as a draft."
    )

    def __init__(
        self,
        ticket_ids: Sequence[int] = (),
        *,
        notice_id: int | None = None,
        again: int | None = None,
    ) -> None:
        super().__init__(notice_id)
        self._ticket_ids = tuple(ticket_ids)
        self._again = again
        which = f"edit.{notice_id}" if notice_id else "-".join(map(str, self._ticket_ids))
        self.draft.form = f"hotline.notice.{which or f'again.{again}'}"

    def read(self) -> _Found:
        """The proposal or the notice, the grids."""
        from gridterm.hotline.notices import proposing, queries
        from gridterm.hotline.queries import ticket
        from gridterm.registers.service import list_grids

        grids = list_grids(self.store)
        if self.record_id or self._again:
            told = queries.notice(self.store, self.record_id or self._again or 0)
            numbers = tuple(one.number for one in told.sources)
            heading = told.number if self.record_id else _("New notice")
            return _Found(heading, proposing.again(told), numbers, grids)
        form = proposing.proposal(self.store, self._ticket_ids)
        numbers = tuple(ticket(self.store, one).number for one in form.source_ids)
        return _Found(_("New notice"), form, numbers, grids)

    def heading(self, found: _Found) -> str:
        """Its number, or that it is new."""
        return found.heading

    def fields(self, found: _Found) -> Sequence[Field]:
        """All that stands on a notice."""
        form = found.form
        expected = f"{form.expected_on:%Y-%m-%d}" if form.expected_on else ""
        up_on = f"{form.up_on:%Y-%m-%d}" if form.up_on else ""
        down_on = f"{form.down_on:%Y-%m-%d}" if form.down_on else ""
        return (
            row("title", _("Title"), LineInput(form.title)),
            row("matter", _("Matter"), WordsArea(form.matter, rows=ROWS["matter"])),
            row("handling", _("Handling"), WordsArea(form.handling, rows=ROWS["handling"])),
            row("result", _("Result"), WordsArea(form.result, rows=ROWS["result"])),
            row("expected_on", _("Expected by"), LineInput(expected, hint=_("if no result yet"))),
            row("sources", _("Calls"), LineInput(" ".join(found.numbers))),
            row("grid_id", _("Grid"),
                FindChoice(grid_picks(found.grids), str(form.grid_id or ""),
                           title=_("Grid"), none=_("none"))),
            row("office_phone", _("Office phone"), LineInput(form.office_phone)),
            row("up_on", _("Goes up"), LineInput(up_on, hint=_("today"))),
            row("down_on", _("Comes down"), LineInput(down_on)),
        )  # fmt: skip

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the notice as a draft."""
        from gridterm.hotline.notices import service

        form = self._typed(values)
        actor = self.app.actor
        if self.record_id:
            saved = service.edit(self.store, actor, self.record_id, form, draft_id=draft_id)
        else:
            saved = service.draft(self.store, actor, form, draft_id=draft_id)
        return _("{number} is saved: {state}.").format(
            number=saved.number, state=saved.standing.label
        )

    def _typed(self, values: Mapping[str, str]) -> NoticeForm:
        """The form as typed.

        Raises:
            InputError: a day or a call's number cannot be read.
        """
        typed = Typed(values, self.app.clock)
        form = NoticeForm(
            source_ids=self._sources(typed.text("sources")),
            title=typed.text("title"),
            matter=typed.text("matter"),
            handling=typed.text("handling"),
            result=typed.text("result"),
            expected_on=typed.day("expected_on"),
            grid_id=typed.choice("grid_id"),
            office_phone=typed.text("office_phone"),
            up_on=typed.day("up_on"),
            down_on=typed.day("down_on"),
        )
        typed.check()
        return form

    def _sources(self, typed: str) -> tuple[int, ...]:
        from gridterm.hotline.queries import ticket_by_number

        line = clean_line(typed)
        for sign in ",，、;；":
            line = line.replace(sign, " ")
        try:
            found = [ticket_by_number(self.store, one).id for one in line.split()]
        except InputError as error:
            raise InputError(error.message, {"sources": error.message}) from error
        return tuple(dict.fromkeys(found))

    # ── the scan ────────────────────────────────────────────────────────────
    @on(TextArea.Changed)
    def _words_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.ready:
            self.draft.touch()
            self.refresh_bindings()
            self.soon("scan", self._scan, SCAN_PAUSE)

    @on(Input.Changed)
    def _line_changed(self, event: Input.Changed) -> None:
        if self.ready and event.input.parent is not None:
            self.soon("scan", self._scan, SCAN_PAUSE)

    def _scan(self) -> None:
        """Say under each text what may not stand there."""
        if not self.draft.done:
            work = partial(self._scanned, self.form.values())
            self.run_service(work, self._say_found, group="scan", failed=lambda _error: None)

    def _scanned(self, values: Mapping[str, str]) -> tuple[Found, ...]:
        from gridterm.hotline.notices.proposing import scanned

        return scanned(self.store, self._typed(values))

    def _say_found(self, found: tuple[Found, ...]) -> None:
        from gridterm.hotline.notices.scan import sentence

        for name in TEXTS:
            first = next((one for one in found if one.field == name), None)
            self.form.field(name).say(sentence(first) if first else "")
