"""The 六不让 board across the desks: six lines with a count each, and the same by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gridterm import settings
from gridterm.hotline import letnots
from gridterm.hotline.board import NOBODY, Charge, charges
from gridterm.hotline.letnots import LetNot
from gridterm.i18n import _
from gridterm.text import clip, pad, width

if TYPE_CHECKING:
    from gridterm.registers.terms import BuildingView, Finding, GridView
    from gridterm.store.unit import Store

TEXT_WIDTH = 100
COUNT_CELLS = 5


@dataclass(frozen=True)
class Fault:
    """An error of the registers: the ``grid`` or ``building`` it is about, and who leads there."""

    kind: str
    ref: int
    title: str
    words: str
    staff_id: int | None = None


@dataclass(frozen=True)
class BoardLine:
    """One of the six: the rule's words, what is counted, how many calls and register errors."""

    check: LetNot
    rule: str
    definition: str
    calls: int
    faults: int = 0

    @property
    def count(self) -> int:
        """Both together."""
        return self.calls + self.faults

    @property
    def shown(self) -> str:
        """The number, or that there is none."""
        return f"{self.count:,}" if self.count else _("none")


@dataclass(frozen=True)
class PersonLine:
    """What falls to somebody, by check in the order of the six; ``staff_id`` 0 is nobody."""

    staff_id: int
    number: str
    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All six together; a call may stand in several."""
        return sum(self.counts)


@dataclass(frozen=True)
class Board:
    """The board at a moment."""

    now: datetime
    lines: tuple[BoardLine, ...]
    people: tuple[PersonLine, ...]
    faults: tuple[Fault, ...]

    @property
    def clear(self) -> bool:
        """Whether nothing at all stands on it."""
        return not any(line.count for line in self.lines)


def board(store: Store) -> Board:
    """Read the board of an office at its clock's moment."""
    found = charges(store)
    with store.read() as session:
        current = settings.load(session)
    faults = register_faults(store, current.codes("board.register_faults"))
    calls: defaultdict[LetNot, int] = defaultdict(int)
    for one in found:
        calls[one.check] += one.count
    lines = tuple(
        BoardLine(
            check,
            letnots.rule(check),
            letnots.definition(check, current),
            calls[check],
            len(faults) if check is LetNot.AMISS else 0,
        )
        for check in LetNot
    )
    return Board(store.clock.now(), lines, _by_person(found, faults, store), faults)


def register_faults(store: Store, counted: Sequence[str]) -> tuple[Fault, ...]:
    """The findings of the registers that the office counts as errors, today."""
    from gridterm.registers.service import list_buildings, list_grids

    return tuple(_faults(list_grids(store), list_buildings(store), counted))


def _faults(
    grids: Iterable[GridView], buildings: Iterable[BuildingView], counted: Sequence[str]
) -> Iterator[Fault]:
    def wanted(findings: Iterable[Finding]) -> list[Finding]:
        return [one for one in findings if one.code in counted]

    for grid in grids:
        lead = grid.lead.id if grid.lead else None
        for one in wanted(grid.findings):
            yield Fault("grid", grid.id, grid.name or grid.code, one.text, lead)
    for building in buildings:
        for one in wanted(building.findings):
            yield Fault("building", building.id, building.title, one.text)


def _by_person(
    found: Sequence[Charge], faults: Sequence[Fault], store: Store
) -> tuple[PersonLine, ...]:
    from gridterm.registers.service import list_staff

    checks = list(LetNot)
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0] * len(checks))
    names = {one.staff_id or NOBODY: (one.number, one.name) for one in found}
    for one in found:
        counts[one.staff_id or NOBODY][checks.index(one.check)] += one.count
    for fault in faults:
        counts[fault.staff_id or NOBODY][checks.index(LetNot.AMISS)] += 1
    if set(counts) - set(names):
        names |= {one.id: (one.number, one.name) for one in list_staff(store)}
    people = [
        PersonLine(staff_id, *names.get(staff_id, ("", "")), tuple(numbers))
        for staff_id, numbers in counts.items()
    ]
    return tuple(sorted(people, key=lambda one: (-one.total, one.number)))


def person_name(one: PersonLine) -> str:
    """A person's name, or that it falls to nobody."""
    return one.name or _("nobody")


def lines_of(found: Board, cells: int = TEXT_WIDTH) -> list[str]:
    """The six lines as text of at most ``cells`` terminal cells; ``!`` marks what should not be."""
    return [
        clip(
            f"{'! ' if line.count else '  '}{line.check.place} "
            f"{pad(line.shown, COUNT_CELLS)} {line.rule}",
            cells,
        )
        for line in found.lines
    ]


def as_text(found: Board, cells: int = TEXT_WIDTH) -> str:
    """The whole board as text: the six with their definitions, then who has how many of each."""
    text = [_("Six let-nots, as of {moment}").format(moment=f"{found.now:%Y-%m-%d %H:%M}"), ""]
    for line, shown in zip(found.lines, lines_of(found, cells), strict=True):
        text += [shown, clip(f"          {line.definition}", cells)]
    if found.people:
        text += ["", _("By person, 1 to 6")]
        most = max(width(person_name(one)) for one in found.people)
        for one in found.people:
            numbers = "".join(f"{number or '.':>5}" for number in one.counts)
            text.append(clip(f"  {pad(person_name(one), most)}{numbers}", cells))
    if found.faults:
        text += ["", _("Errors of the registers")]
        text += [clip(f"! {one.title}  {one.words}", cells) for one in found.faults]
    return "\n".join(text)
