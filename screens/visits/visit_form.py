"""The correction of a visit in a form, with its reason and a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers.terms import StaffView
from gridterm.text import clean_line
from gridterm.visits.terms import Outcome, Purpose, VisitDetail, VisitForm
from screens.registers.fields import Typed, row
from screens.registers.picking import FindChoice, staff_picks
from screens.visits.finding import MOST
from screens.visits.forms import StaffForm, moment_of
from screens.widgets.forms import Choice, Field, LineInput, Tick, WordsArea

if TYPE_CHECKING:
    from gridterm.store.unit import Store
    from gridterm.visits.terms import VisitRow

WORDS_ROWS = 2


@dataclass(frozen=True)
class _Found:
    detail: VisitDetail
    people: tuple[StaffView, ...]


class CorrectPage(StaffForm[_Found]):
    """What should have been recorded.

    Args:
        visit_id: the visit to correct.
        then: called with the entry that stands from now on.
    """

    form_name = "visit"
    title_id = N_("Correct a visit")
    help_id = N_(
        "Write what should have been recorded, and why it is corrected. The earlier entry stays "
        "with the reason; lists and counts take the new one. The household is found as in a "
        "round: building and room, pinyin initials, a phone."
    )

    def __init__(self, visit_id: int, then: Callable[[VisitRow], object]) -> None:
        super().__init__(visit_id, f"visits.correct.{visit_id}")
        self._then = then
        self._was: VisitRow | None = None

    def read(self) -> _Found:
        """The visit, and who may have gone."""
        return _read(self.store, self.record_id or 0)

    def heading(self, found: _Found) -> str:
        """The household and the day."""
        one = found.detail.row
        return _("Correct: {household}, {day}").format(
            household=clean_line(one.household), day=one.day.isoformat()
        )

    def fields(self, found: _Found) -> Sequence[Field]:
        """All that was recorded, and why it is corrected."""
        one = self._was = found.detail.row
        purposes = [(str(each), each.label) for each in Purpose]
        outcomes = [(str(each), each.label) for each in Outcome]
        time = f"{one.at:%H:%M}" if one.timed else ""
        matter = "" if one.confidential else one.matter
        return (
            row("household_id", _("Household"), LineInput(clean_line(one.household))),
            row("staff_id", _("Visitor"),
                FindChoice(staff_picks(found.people), str(one.staff.id), title=_("Visitor"))),
            row("day", _("Day"), LineInput(one.day.isoformat())),
            row("time", _("Time"), LineInput(time, hint=_("empty where it is not known"))),
            row("purpose", _("Purpose"),
                Choice(purposes, one.purpose, title=_("Purpose"), enter_lists=False)),
            row("result", _("Outcome"),
                Choice(outcomes, one.result, title=_("Outcome"), enter_lists=False)),
            row("matter", _("Matter"), WordsArea(matter, rows=WORDS_ROWS)),
            row("feedback", _("Feedback given"), WordsArea(one.feedback, rows=WORDS_ROWS)),
            *([] if one.ticket_id else [
                row("make_ticket", _("As a call"), Tick(_("the matter becomes a call")))]),
            row("reason", _("Why corrected"), LineInput()),
        )  # fmt: skip

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the correction and drop the draft."""
        from gridterm.store import drafts
        from gridterm.visits.service import correct

        typed = Typed(values, self.app.clock)
        day = typed.day("day")
        typed.check()
        form = VisitForm(
            household_id=self._household(values["household_id"]),
            staff_id=typed.choice("staff_id"),
            purpose=values["purpose"],
            matter=values["matter"],
            feedback=values["feedback"],
            result=values["result"],
            day=day,
            at=self._moment(day, values["time"]),
            make_ticket=bool(values.get("make_ticket")),
        )
        actor, visit_id = self.app.actor, self.record_id or 0
        saved = correct(self.store, actor, visit_id, form, values["reason"])
        drafts.forget(self.store, draft_id)
        self._then(saved)
        return _("The visit is corrected; the earlier entry stays on record.")

    def _moment(self, day: date | None, typed: str) -> Any:  # noqa: ANN401 - a moment or none
        was = self._was
        if was is not None and was.day == day and typed == f"{was.at:%H:%M}":
            return was.at
        return moment_of(day, typed)

    def _household(self, typed: str) -> int:
        """The household that is meant.

        Raises:
            InputError: none or several fit.
        """
        from gridterm.registers.household_views import find

        was = self._was
        line = clean_line(typed)
        if was is not None and line == clean_line(was.household):
            return was.household_id
        rows = find(self.store, line, limit=MOST)
        if len(rows) == 1:
            return rows[0].id
        if rows:
            names = _(", ").join(clean_line(one.title) for one in rows[:3])
            sentence = _("Several households fit: {names}. Write the building too.")
            sentence = sentence.format(names=names)
        else:
            sentence = _("No household is known by {typed}: enter it under F9 first.")
            sentence = sentence.format(typed=line)
        raise InputError(sentence, {"household_id": sentence})


def _read(store: Store, visit_id: int) -> _Found:
    from gridterm.registers.service import list_staff
    from gridterm.visits.queries import visit

    return _Found(visit(store, visit_id), tuple(list_staff(store, ended=True)))
