"""Letters of discipline on paper (RULEBOOK §6, §9): the letter, its receipt, the register.

A letter's words were frozen when it was issued and are only set here; the receipt and the
register are made when they are printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gridterm.discipline.letter_words import day_words
from gridterm.discipline.letters import FrozenLetter
from gridterm.discipline.terms import LetterKind, Track, rung_of
from gridterm.i18n import _, ngettext
from gridterm.printing.document import (
    Align,
    Block,
    Document,
    Field,
    KeyValueTable,
    Layout,
    Note,
    Office,
    Paragraph,
    SignatureBlock,
    Signer,
    Signoff,
    Table,
)

BY_HAND = "_" * 20
REFUSED_LINES, REMARK_LINES = 2, 2
REGISTER_WIDTHS = (12, 13, 16, 13, 15, 10, 12, 17)


@dataclass(frozen=True)
class Service:
    """How a letter was served: the day, whether its receipt was signed, else who saw it."""

    on: date
    receipt: bool
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisterLine:
    """A letter in the register: ``served`` is None before it was, ``in_force`` while it holds.

    Of a notice ``in_force`` says nothing: it did what it did.
    """

    number: str
    issued_on: date
    kind: LetterKind
    track: Track
    level: int
    name: str
    staff_number: str
    case: str
    refers_to: str
    served: Service | None
    in_force: bool


# ── the letter ──────────────────────────────────────────────────────────────
def letter_sheet(letter: FrozenLetter) -> Document:
    """A letter as it was issued, set as an official document.

    A proposal to dismiss whose unit was not known then has a line to write it on.
    """
    to = letter.addressee or _("{addressee}:").format(addressee=BY_HAND)
    return Document(
        title=letter.title,
        body=(
            Paragraph(to, indent=False),
            *(Paragraph(one) for one in letter.paragraphs),
            Signoff(letter.signoff),
            *((Paragraph(letter.copies, indent=False),) if letter.copies else ()),
            *((Note(letter.note),) if letter.note else ()),
        ),
        meta=(_("No. {number}").format(number=letter.number),),
        letterhead=_head(letter),
        language=letter.spoken,
    )


def _head(letter: FrozenLetter) -> str:
    return Office(letter.office, letter.street).full_name


# ── its receipt ─────────────────────────────────────────────────────────────
def receipt_sheet(
    letter: FrozenLetter, served: Service | None = None, *, printed: str = ""
) -> Document:
    """The receipt that comes back (送达回执): signature, day, or refusal with witnesses.

    Args:
        letter: which letter it is for; it carries its number and has none of its own.
        served: what is recorded of the service; None leaves it all to be written.
        printed: when and by whom it is printed, for the foot.
    """
    return Document(
        title=LetterKind.RECEIPT.label,
        body=(KeyValueTable(tuple(_receipt_rows(letter, served))), *_signers(letter)),
        meta=(
            _("For letter no. {number}").format(number=letter.number),
            _("Case {number}").format(number=letter.case),
        ),
        letterhead=_head(letter),
        footer=printed,
        layout=Layout.FORM,
    )


def _receipt_rows(letter: FrozenLetter, served: Service | None) -> Iterator[tuple[Field, ...]]:
    refused = served is not None and not served.receipt
    yield (Field(_("Document"), letter.title), Field(_("Number"), letter.number))
    yield (
        Field(_("Issued by"), letter.signoff[0] if len(letter.signoff) > 1 else letter.office),
        Field(_("Issued on"), day_words(letter.issued_on)),
    )
    yield (Field(_("Recipient"), letter.name), Field(_("Staff no."), letter.staff_number))
    yield (Field(_("Post"), letter.post), Field(_("Grid"), letter.grid))
    yield (
        Field(_("Served on"), day_words(served.on) if served else ""),
        Field(_("Served at (place)")),
    )
    yield (
        Field(
            _("Signature of the recipient"),
            _("The signed receipt is on file.") if served and served.receipt else "",
            span=2,
            lines=REMARK_LINES,
        ),
    )
    yield (
        Field(
            _("If refused: why"),
            _("The recipient would not sign.") if refused else "",
            span=2,
            lines=REFUSED_LINES,
        ),
    )
    names = _(", ").join(served.witnesses) if served else ""
    yield (Field(_("Witnesses"), names, span=2, lines=REMARK_LINES),)
    yield (Field(_("Remarks"), span=2, lines=REMARK_LINES),)


def _signers(letter: FrozenLetter) -> Iterator[Block]:
    yield SignatureBlock(
        (
            *(Signer(_("Recipient:")), Signer(_("Served by:"))),
            *(Signer(_("Witness 1:")), Signer(_("Witness 2:"))),
        )
    )
    if letter.kind is LetterKind.DISMISSAL:
        yield SignatureBlock((Signer(_("Received for the competent unit:")),), columns=1)
    yield Note(
        _(
            "With the signature the recipient confirms having received the document, not that it "
            "is right. Who will not sign still receives it: a witness signs instead."
        )
    )


# ── the register ────────────────────────────────────────────────────────────
def register_sheet(
    lines: Sequence[RegisterLine], year: int, office: Office, *, printed: str = ""
) -> Document:
    """The register of a year's letters by their numbers, with what became of each.

    Args:
        lines: the letters by their numbers.
        year: whose numbers they are.
        office: what stands at the head.
        printed: when and by whom it is printed, for the foot.
    """
    count = ngettext("{count} letter", "{count} letters", len(lines)).format(count=len(lines))
    return Document(
        title=_("Register of letters of discipline"),
        body=(
            Table(
                header=(
                    *(_("Number"), _("Issued on"), _("Letter"), _("Person"), _("Case")),
                    *(_("Measure"), _("Corrects"), _("Served")),
                ),
                rows=tuple(_register_row(one) for one in lines),
                widths=REGISTER_WIDTHS,
                align=(Align.CENTER,) * 7 + (Align.LEFT,),
            ),
            Note(_("Every number is used once; one that was revoked or corrected stays used.")),
        ),
        meta=(str(year), count),
        letterhead=office.full_name,
        footer=printed,
        confidential=True,
        layout=Layout.FORM,
        landscape=True,
    )


def _register_row(one: RegisterLine) -> tuple[str, ...]:
    rung = rung_of(one.track, one.level)
    name = f"{one.name} {one.staff_number}".rstrip()
    level = rung.label if rung else _("revoked")
    if not one.in_force and one.kind is not LetterKind.CORRECTION:
        level = _("{words}, no longer in force").format(words=level)
    return (
        *(one.number, one.issued_on.isoformat(), one.kind.label, name, one.case),
        *(level, one.refers_to, _served(one)),
    )


def _served(one: RegisterLine) -> str:
    if one.served is None:
        return ""
    day = one.served.on.isoformat()
    if one.served.receipt:
        return _("{day}, receipt signed").format(day=day)
    return _("{day}, refused; seen by {names}").format(
        day=day, names=_(", ").join(one.served.witnesses)
    )
