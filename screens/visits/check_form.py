"""What the check of a drawn visit found, in a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gridterm.i18n import N_, _
from gridterm.text import clean_line
from gridterm.visits.terms import CheckForm, DrawnVisit, Finding, Way
from screens.registers.fields import Typed, row
from screens.visits.forms import StaffForm
from screens.visits.words import check_words, visit_words
from screens.widgets.forms import Choice, Field, LineInput, WordsArea

SAID_ROWS = 3


class CheckPage(StaffForm[DrawnVisit]):
    """The result of a spot check, what the household said, how and when it was asked.

    Args:
        draw_id: the draw.
        one: the drawn visit.
    """

    form_name = "check"
    title_id = N_("Result of a spot check")
    help_id = N_(
        "Ask the household whether the visit was made and what came of it, at the door or by "
        "phone, and write down what it said. True: it agrees with the record. Does not agree: "
        "it was visited, but the record is not right. Falsified: nobody came. Not reached: it "
        "still has to be checked. The visit is copied as it is now. A result that stands is "
        "corrected with a reason, and both stay."
    )

    def __init__(self, draw_id: int, one: DrawnVisit) -> None:
        super().__init__(one.visit.id, f"visits.check.{draw_id}.{one.visit.id}")
        self._draw_id = draw_id
        self._one = one

    @property
    def _corrects(self) -> bool:
        return self._one.check is not None and self._one.check.result is not Finding.UNREACHED

    def read(self) -> DrawnVisit:
        """What was drawn."""
        return self._one

    def heading(self, found: DrawnVisit) -> str:
        """The household."""
        return f"{clean_line(found.visit.household)} {clean_line(found.visit.head)}"

    def fields(self, found: DrawnVisit) -> Sequence[Field]:
        """Result, what was said, how, when, and why it is corrected."""
        results = [(str(one), one.label) for one in Finding]
        ways = [(str(one), one.label) for one in Way]
        was = found.check
        today = f"{self.app.clock.today():%Y-%m-%d}"
        fields = [
            row("result", _("Check result"),
                Choice(results, was.result if was else None, title=_("Check result"),
                       enter_lists=False)),
            row("way", _("How asked"),
                Choice(ways, Way.PHONE, title=_("How asked"), enter_lists=False)),
            row("said", _("It said"), WordsArea(was.said if was else "", rows=SAID_ROWS)),
            row("checked_on", _("Checked on"), LineInput(today)),
        ]  # fmt: skip
        if self._corrects:
            fields.append(row("reason", _("Why corrected"), LineInput()))
        return fields

    def notes(self, found: DrawnVisit) -> str:
        """What was recorded, and the result that stands."""
        told = [_("Recorded:"), visit_words(found.visit).plain]
        if found.check is not None:
            told.append(check_words(found.check).plain)
        return "\n".join(told)

    def save_values(self, values: Mapping[str, str], draft_id: int | None) -> str:
        """Save the result and drop the draft."""
        from gridterm.store import drafts
        from gridterm.visits.checking import record_check

        typed = Typed(values, self.app.clock)
        form = CheckForm(
            result=values["result"],
            said=values["said"],
            way=values["way"],
            checked_on=typed.day("checked_on"),
            reason=values.get("reason", ""),
        )
        typed.check()
        visit_id = self._one.visit.id
        saved = record_check(self.store, self.app.actor, self._draw_id, visit_id, form)
        drafts.forget(self.store, draft_id)
        if saved.result is Finding.FALSIFIED:
            return _(
                "Recorded: falsified. A case is proposed under F7; a person decides whether it "
                "is opened."
            )
        return _("Recorded: {result}.").format(result=saved.result.label)
