"""The posters of the six must-nots and the six let-nots (RULEBOOK §6, §9), on A4 or A3."""

from __future__ import annotations

from collections.abc import Sequence

from gridterm.discipline.clauses import clauses_of
from gridterm.errors import RefusedError
from gridterm.hotline.letnots import LetNot, rule
from gridterm.i18n import N_, Term, _, language
from gridterm.printing.document import (
    Block,
    Document,
    Layout,
    Note,
    Office,
    Paper,
    Paragraph,
    Run,
    Spacer,
)
from gridterm.printing.export import Printout
from gridterm.printing.poster import spread
from gridterm.printing.wording import heading_mark
from gridterm.settings import Settings, load
from gridterm.store.unit import Store

SMALLEST = 14.0
"""Points on A4 below which nobody reads it from where people stand."""


class Poster(Term):
    """Which poster."""

    MUST_NOTS = "must-nots", N_("The six must-nots")
    LET_NOTS = "let-nots", N_("The six let-nots")


def poster_of(store: Store, which: Poster, paper: Paper = Paper.A4) -> Printout:
    """A poster in the office's own wording, the text of the rules where it has none.

    Args:
        store: the office.
        which: which poster.
        paper: how large the sheet is.

    Raises:
        RefusedError: the texts do not fit on one sheet.
    """
    with store.read() as session:
        current = load(session)
    office = Office(*(current.text(f"office.{key}") for key in ("name", "street", "hotline")))
    if which is Poster.LET_NOTS:
        return Printout(six_let_nots(current, office, paper), paper.name)
    return Printout(six_must_nots(current, office, paper), paper.name)


def six_must_nots(current: Settings, office: Office, paper: Paper = Paper.A4) -> Document:
    """六不准; where a text is in doubt and the office has not written its own, it says so small.

    Raises:
        RefusedError: the texts do not fit on one sheet.
    """
    texts = clauses_of(current)
    return _sheet(
        Poster.MUST_NOTS.label,
        [one.text for one in texts],
        [_("No. {number}: {words}").format(number=one.place, words=one.note) for one in texts
         if one.note],
        office,
        paper,
    )  # fmt: skip


def six_let_nots(current: Settings, office: Office, paper: Paper = Paper.A4) -> Document:
    """六不让.

    Raises:
        RefusedError: the texts do not fit on one sheet.
    """
    texts = [current.text(f"rules.let_not_{one.place}") or rule(one) for one in LetNot]
    return _sheet(Poster.LET_NOTS.label, texts, [], office, paper)


def _sheet(
    title: str, texts: Sequence[str], notes: Sequence[str], office: Office, paper: Paper
) -> Document:
    under: tuple[Block, ...] = (Spacer(), *(Note(one) for one in notes)) if notes else ()
    hotline = _("Hotline {number}").format(number=office.hotline) if office.hotline else ""
    made = spread(
        Document(
            title=title,
            body=(
                *(
                    Paragraph((Run(_marked(place, one), strong=True),), indent=False)
                    for place, one in enumerate(texts, 1)
                ),
                *under,
            ),
            letterhead=office.full_name,
            footer=hotline,
            layout=Layout.POSTER,
            paper=paper,
        ),
        SMALLEST,
    )
    if made is None:
        raise RefusedError(
            _("“{title}” does not fit on one sheet. Shorten its texts in the settings.").format(
                title=title
            )
        )
    return made


def _marked(place: int, text: str) -> str:
    return heading_mark(1, [place], language()) + text
