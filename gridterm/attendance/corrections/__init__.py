"""What a clerk puts over a slot (RULEBOOK §5): make-up, waiver, confirmation; each undoable."""

from gridterm.attendance.corrections.confirming import MOST_MINUTES, confirm, confirm_suggested
from gridterm.attendance.corrections.making import make_up, undo, waive
from gridterm.attendance.corrections.reading import (
    CorrectionView,
    Quota,
    corrections,
    of_day,
    quota,
)
from gridterm.attendance.corrections.rows import put_dismissal

__all__ = [
    "MOST_MINUTES",
    "CorrectionView",
    "Quota",
    "confirm",
    "confirm_suggested",
    "corrections",
    "make_up",
    "of_day",
    "put_dismissal",
    "quota",
    "undo",
    "waive",
]
