"""The agenda on paper 议程 (RULEBOOK §3): a sheet for a normal week, confidential items apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, zip_longest

from gridterm.errors import RefusedError
from gridterm.i18n import _, ngettext
from gridterm.meetings.paper import head_lines, meeting_name, moment_words, short_moment
from gridterm.meetings.terms import Agenda, GridFigures, IssuedAgenda, Item, Section
from gridterm.printing.document import (
    Align,
    Document,
    Note,
    Office,
    Table,
)
from gridterm.printing.sheet import fitted_sheet, over_sheets
from gridterm.registers.rules import grid_number
from gridterm.text import clip, width

ITEM_WIDTHS = (28, 36, 294, 54, 30)
HEAD_WIDTHS, NUMBER_WIDTH = (36, 45, 34), 26
LINE_CELLS = 60
"""What surely fits on a line of an item in the smallest type."""
SIDE_BY_SIDE, SHORT_LABEL, FEW = 4, 4, 5
"""So many figures, under labels of so many cells, stand twice on a line; so few lines need not."""
MIDDLE, LEFT = Align.CENTER, Align.LEFT
GRID_SOURCE = "grid:"


def agenda_sheet(
    agenda: Agenda, office: Office, issued: IssuedAgenda | None = None, *, narrow: bool = False
) -> Document:
    """The agenda as everybody gets it; nothing confidential stands on it.

    Args:
        agenda: as it stands, or as it was issued.
        office: what stands at the head.
        issued: the version it is; None marks it as a draft.
        narrow: for the terminal, where two grids do not fit on a line.
    """
    items = [one for one in agenda.items if not one.confidential and not one.removed]
    slots = _slots(items, agenda.figures)
    figures = [figures_table(list(slots.values()), narrow=narrow)] if slots else []

    def sheet(shown: Sequence[Item], *more: str) -> Document:
        remarks = "\n".join((*_remarks(agenda, spanned=bool(slots)), *more))
        return Document(
            title=_("Agenda of the {meeting}").format(meeting=meeting_name(agenda.meeting.row)),
            body=(_items(shown, slots, narrow=narrow), *figures, Note(remarks)),
            meta=(version_words(agenda, issued), *head_lines(agenda.meeting)),
            letterhead=office.full_name,
        )

    whole = sheet(items)
    if narrow:
        return whole
    short = sheet(
        [_shortened(one) for one in items],
        _("Action items are shortened; the register has them in full."),
    )
    return fitted_sheet(whole) or fitted_sheet(short) or over_sheets(whole)


def _shortened(one: Item) -> Item:
    """An item whose drawn lines each fit on one line of the sheet; only action items have many."""
    if one.section is not Section.ACTIONS:
        return one
    drawn = "\n".join(clip(line, LINE_CELLS) for line in one.drawn.split("\n"))
    return replace(one, drawn=drawn)


def confidential_sheet(
    agenda: Agenda, office: Office, issued: IssuedAgenda | None = None, *, narrow: bool = False
) -> Document:
    """The confidential items alone, on a sheet that bears its mark; as ``agenda_sheet``.

    Raises:
        RefusedError: the agenda has none.
    """
    items = [one for one in agenda.items if one.confidential and not one.removed]
    if not items:
        raise RefusedError(_("This agenda has no confidential items."))
    document = Document(
        title=_("Confidential items of the {meeting}").format(
            meeting=meeting_name(agenda.meeting.row)
        ),
        body=(
            _items(items, {}, narrow=narrow),
            Note(_("For those named only; the chair collects this sheet after the meeting.")),
        ),
        meta=(version_words(agenda, issued), *head_lines(agenda.meeting)),
        letterhead=office.full_name,
        confidential=True,
    )
    return fitted_sheet(document) or over_sheets(document)


def version_words(agenda: Agenda, issued: IssuedAgenda | None) -> str:
    """Which version a sheet is and who issued it when, or that it is a draft."""
    if issued is not None:
        words = _("Version {version}, issued {time} by {name}").format(
            version=issued.version, time=moment_words(issued.issued_at), name=issued.issuer
        )
        if not issued.reason:
            return words
        return _("{version}: {reason}").format(version=words, reason=issued.reason)
    if agenda.version:
        return _("Draft: changed since version {version} was issued").format(version=agenda.version)
    return _("Draft, not issued")


def _slots(
    items: Sequence[Item], figures: Sequence[GridFigures]
) -> dict[str, tuple[Item, GridFigures]]:
    """The grids' items with their figures, by their source."""
    known = {f"{GRID_SOURCE}{one.grid_id}": one for one in figures}
    return {one.source: (one, known[one.source]) for one in items if one.source in known}


def _items(items: Sequence[Item], slots: Mapping[str, object], *, narrow: bool) -> Table:
    """Each item with when, who and how long; grids in a row are one, their table says the rest."""
    rows: list[tuple[str, ...]] = []
    for in_table, group in groupby(items, lambda one: one.source in slots):
        members = list(group)
        cells = [_grids(members)] if in_table else [_item(one) for one in members]
        rows.extend((str(number), *one) for number, one in enumerate(cells, len(rows) + 1))
    return Table(
        (_("Order"), _("Time"), _("Item"), _("Reported by"), _("Minutes")),
        tuple(rows),
        widths=() if narrow else ITEM_WIDTHS,
        align=(MIDDLE, MIDDLE, LEFT, MIDDLE, MIDDLE),
    )


def _item(one: Item) -> tuple[str, ...]:
    """Its title, what was drawn for it and the clerk's words; one line where both are short."""
    first, *rest = [text for text in (one.drawn.strip(), one.words.strip()) if text] or [""]
    head = f"{one.title}\n{first}" if "\n" in first else _joined(one.title, first)
    told = "\n".join((head, *rest))
    return (f"{one.starts_at:%H:%M}", told, one.speaker, str(one.minutes))


def _joined(part: str, words: str) -> str:
    return _("{part}: {words}").format(part=part, words=words) if words else part


def _grids(members: Sequence[Item]) -> tuple[str, ...]:
    """All grids in a row as one item: how many, how long each, and what the clerk wrote."""
    count = ngettext("{count} grid, see below", "{count} grids in turn, see below", len(members))
    told = [_joined(Section.GRIDS.label, count.format(count=len(members)))]
    told += [_joined(one.title, one.words.strip()) for one in members if one.words.strip()]
    minutes = str(sum(one.minutes for one in members))
    return (f"{members[0].starts_at:%H:%M}", "\n".join(told), _("Grid leads"), minutes)


def figures_table(slots: Sequence[tuple[Item, GridFigures]], *, narrow: bool = False) -> Table:
    """What each grid reports, in the order they speak, and the sums.

    Two grids stand side by side, the left half first, where there is room.
    """
    shown = [one for _item, one in slots]
    names = [_("Calls received"), _("Calls resolved"), _("Open now"), _("Overdue now")]
    numbers = [[one.received, one.resolved, one.open, one.overdue] for one in shown]
    for name, more in (
        (_("Visits"), [one.visits for one in shown]),
        (_("Spot checks"), [one.checks for one in shown]),
    ):
        if any(one is not None for one in more):
            names.append(name)
            numbers = [[*row, count or 0] for row, count in zip(numbers, more, strict=True)]
    cells = [
        (f"{item.starts_at:%H:%M}", grid_number(one.grid), item.speaker or one.lead, *map(str, row))
        for (item, one), row in zip(slots, numbers, strict=True)
    ]
    total = ("", _("All grids"), "", *(str(sum(row)) for row in zip(*numbers, strict=True)))
    header = (_("Time"), _("Grid"), _("Reported by"), *names)
    short = len(names) <= SIDE_BY_SIDE and all(width(name) <= SHORT_LABEL for name in names)
    halves = 2 if short and not narrow and len(cells) > FEW else 1
    rows = list(_side_by_side(cells, total)) if halves > 1 else [*cells, total]
    return Table(
        header * halves,
        tuple(rows),
        widths=() if halves == 1 else (*HEAD_WIDTHS, *(NUMBER_WIDTH,) * len(names)) * halves,
        align=(MIDDLE,) * len(header) * halves,
        caption=_("Figures of the grids"),
    )


def _side_by_side(
    cells: Sequence[tuple[str, ...]], total: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Two halves, the left one longer; the sums end the right one."""
    middle = (len(cells) + 1) // 2
    left, right = cells[:middle], [*cells[middle:], total]
    for one, two in zip_longest(left, right, fillvalue=("",) * len(total)):
        yield (*one, *two)


def _remarks(agenda: Agenda, *, spanned: bool) -> Iterator[str]:
    """When it will be over, what the figures cover, and whether something is withheld."""
    end = agenda.meeting.row.starts_at + timedelta(minutes=agenda.minutes)
    yield _("Planned until {time}, {minutes} minutes in all.").format(
        time=f"{end:%H:%M}", minutes=agenda.minutes
    )
    if spanned:
        span = _("Received and resolved from {since} to {until}; open and overdue as of {until}.")
        yield span.format(
            since=short_moment(agenda.span.since), until=short_moment(agenda.span.until)
        )
    if agenda.withheld:
        yield ngettext(
            "{count} matter was made confidential after this version was issued and is withheld.",
            "{count} matters were made confidential after this version was issued and are "
            "withheld.",
            agenda.withheld,
        ).format(count=agenda.withheld)


def confidential_count(agenda: Agenda) -> int:
    """How many items stand on the sheet of their own."""
    return sum(one.confidential and not one.removed for one in agenda.items)
