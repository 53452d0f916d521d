"""Carrying out a proposed correction: asked once more, then a numbered notice is issued."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from gridterm.discipline.ladder import Correction
from gridterm.discipline.views import CaseDetail
from gridterm.i18n import _
from screens.discipline.eyes import OwnConfirm
from screens.discipline.words import rung_words

if TYPE_CHECKING:
    from gridterm.errors import GridtermError
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store
    from screens.acting import Acting


def ask_correction(
    screen: Acting[Any],
    one: Correction,
    then: Callable[[CaseDetail], object],
    failed: Callable[[GridtermError], object],
) -> None:
    """Ask, then carry a correction out.

    Args:
        screen: over which.
        one: what is proposed.
        then: called with the case after it.
        failed: called where it is refused.
    """
    told = _(
        "Letter {letter} of case {case} says: {before}. By the cases that count now: {now}. A "
        "numbered notice of correction is issued; the old letter is kept as it is."
    ).format(
        letter=one.letter,
        case=one.case.number,
        before=rung_words(one.track, one.letter_level),
        now=rung_words(one.track, one.level),
    )
    work = partial(_correct, screen.store, screen.app.actor, one.case.id)

    def corrected(case: CaseDetail) -> None:
        screen.app.say(_("The notice of correction is issued; print and serve it."))
        screen.app.data_changed()
        then(case)

    def carry_out(_yes: object) -> None:
        screen.run_once(work, corrected, failed=failed)

    title, yes = _("Carry out the correction"), _("Issue the notice")
    screen.ask(OwnConfirm(title, told, yes=yes), carry_out)


def _correct(store: Store, actor: Actor, case_id: int) -> CaseDetail:
    from gridterm.discipline.service import correct

    return correct(store, actor, case_id)
