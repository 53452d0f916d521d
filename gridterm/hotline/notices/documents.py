"""The notice board on paper (RULEBOOK §9): a notice on one sheet, the whole board on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gridterm.errors import RefusedError
from gridterm.hotline.notices import queries
from gridterm.hotline.notices.terms import NoticeDetail, NoticeState
from gridterm.i18n import _, ngettext
from gridterm.printing.document import (
    Align,
    Block,
    Document,
    Heading,
    Layout,
    Note,
    Office,
    Paragraph,
    Run,
    Signoff,
    Spacer,
)
from gridterm.printing.export import Printout
from gridterm.printing.poster import fitted
from gridterm.registers.rules import grid_number
from gridterm.settings import load
from gridterm.store.unit import Store
from gridterm.text import clip

SMALLEST_NOTICE, SMALLEST_BOARD, SMALLEST_TITLES = 10.5, 10.5, 9.0
FULL = 12.0  # points under which the board is rather shortened
BRIEF_CELLS = 70


def notice_of(store: Store, notice_id: int) -> Printout:
    """The sheet of one notice; one that is not approved says so.

    Raises:
        NotFoundError: no such notice.
        RefusedError: it was superseded or withdrawn, a call behind it is confidential now, or
            it does not fit on one sheet.
    """
    told = queries.notice(store, notice_id)
    if told.hidden:
        raise RefusedError(_("A call behind this notice is confidential; it is not printed."))
    if told.state in {NoticeState.SUPERSEDED, NoticeState.WITHDRAWN}:
        raise RefusedError(
            _("{number} is {state}; it is not printed.").format(
                number=told.number, state=told.standing.label
            )
        )
    return Printout(poster(told, _office(store)), told.number)


def board_of(store: Store) -> Printout:
    """The whole board as it hangs today, on one sheet; with many notices it is shortened.

    Raises:
        RefusedError: so many hang that not even their titles fit on one sheet.
    """
    today = store.clock.today()
    return Printout(board_sheet(queries.board(store), _office(store), today), f"{today:%Y-%m-%d}")


def poster(told: NoticeDetail, office: Office) -> Document:
    """One notice in type as large as it takes.

    Raises:
        RefusedError: it does not fit on one sheet.
    """
    grid = _("Grid {grid}").format(grid=grid_number(told.grid)) if told.grid else ""
    number = _("No. {number}").format(number=told.number)
    if told.state is not NoticeState.APPROVED:
        number = _("{number} (not approved)").format(number=number)
    document = Document(
        title=_("Public notice"),
        body=(
            Paragraph((Run(told.title, strong=True),), indent=False, align=Align.CENTER),
            Spacer(),
            *_words(told),
            Signoff((office.name or office.full_name, _date(told.up_on))),
            Note(_until(told)),
        ),
        meta=tuple(filter(None, (number, grid))),
        letterhead=office.full_name,
        footer=_hotline(told.office_phone or office.hotline),
        layout=Layout.POSTER,
    )
    made = fitted(document, SMALLEST_NOTICE)
    if made is None:
        raise RefusedError(
            _("{number} does not fit on one sheet. Shorten its texts.").format(number=told.number)
        )
    return made


def board_sheet(notices: Sequence[NoticeDetail], office: Office, today: date) -> Document:
    """What hangs, in full where it fits, else shortened, else by title.

    Raises:
        RefusedError: not even the titles fit on one sheet.
    """
    count = ngettext("{count} notice", "{count} notices", len(notices))
    document = Document(
        title=_("Notice board"),
        body=(Paragraph(_("Nothing hangs on the board today."), align=Align.CENTER),),
        meta=(_date(today), count.format(count=len(notices))),
        letterhead=office.full_name,
        footer=_hotline(office.hotline),
        layout=Layout.POSTER,
    )
    short = Note(_("Shortened: each notice hangs in full beside this sheet."))
    ways: tuple[tuple[tuple[Block, ...], float], ...] = (
        (_all(notices, BRIEF_CELLS * 100), FULL),
        ((*_all(notices, BRIEF_CELLS), short), SMALLEST_BOARD),
        ((*(Paragraph(_line(one), indent=False) for one in notices), short), SMALLEST_TITLES),
    )
    for body, smallest in ways:
        made = fitted(replace(document, body=body if notices else document.body), smallest)
        if made is not None:
            return made
    raise RefusedError(
        _("{count} notices do not fit on one sheet. Take some down, or print them singly.").format(
            count=len(notices)
        )
    )


def _all(notices: Sequence[NoticeDetail], cells: int) -> tuple[Block, ...]:
    return tuple(block for one in notices for block in _on_board(one, cells))


def _on_board(told: NoticeDetail, cells: int) -> tuple[Block, ...]:
    """A notice among others: a heading, its words of at most ``cells`` cells each, its dates."""
    full = cells > BRIEF_CELLS
    number = _("No. {number}").format(number=told.number)
    short = replace(
        told,
        matter=told.matter if full else clip(told.matter, cells),
        handling=told.handling if full else "",
        result=told.result if full else clip(told.result, cells),
    )
    return (
        Heading(told.title),
        *_words(short),
        Note(f"{number}  {_until(told)}"),
    )


def _words(told: NoticeDetail) -> tuple[Paragraph, ...]:
    parts = [(_("Matter: "), told.matter), (_("Handling: "), told.handling)]
    if told.result:
        parts.append((_("Result: "), told.result))
    if told.expected_on is not None and not told.result:
        parts.append((_("Expected by: "), _date(told.expected_on)))
    return tuple(Paragraph((Run(label, strong=True), Run(text))) for label, text in parts if text)


def _line(told: NoticeDetail) -> str:
    return f"{told.number}  {told.title}"


def _until(told: NoticeDetail) -> str:
    return _("Hangs from {first} to {last}.").format(
        first=_date(told.up_on), last=_date(told.down_on)
    )


def _hotline(number: str) -> str:
    return _("Hotline {number}").format(number=number) if number else ""


def _date(day: date) -> str:
    # Translators: a day on paper; Chinese: {year}年{month}月{day}日
    return _("{year}-{month:02d}-{day:02d}").format(year=day.year, month=day.month, day=day.day)


def _office(store: Store) -> Office:
    with store.read() as session:
        settings = load(session)
    return Office(*(settings.text(f"office.{key}") for key in ("name", "street", "hotline")))
