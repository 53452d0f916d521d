"""The 六不让 board across the desks: six lines with a count each, and the same by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gridterm import settings
from gridterm.hotline import letnots, running
from gridterm.hotline.board import NOBODY, Charge, charges
from gridterm.hotline.letnots import LetNot
from gridterm.i18n import _
from gridterm.store.glance import plain
from gridterm.text import clip, pad, width
from gridterm.today.letnots import Slip, Task, counted, definition, slips, tasks

if TYPE_CHECKING:
    from gridterm.hotline.timing import Timing
    from gridterm.registers.terms import BuildingView, Finding, GridView
    from gridterm.settings import Settings
    from gridterm.store.unit import Store
    from gridterm.visits.terms import DayWithout

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
    """One of the six: the rule's words, what is counted, how many of each kind there are.

    ``checks`` are spot checks that are not settled and days without them.
    """

    check: LetNot
    rule: str
    definition: str
    calls: int
    faults: int = 0
    tasks: int = 0
    checks: int = 0

    @property
    def count(self) -> int:
        """All of them together."""
        return self.calls + self.faults + self.tasks + self.checks

    @property
    def mixed(self) -> bool:
        """Whether other things than calls stand behind it."""
        return bool(self.faults or self.tasks or self.checks)

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
    tasks: tuple[Task, ...] = ()
    slips: tuple[Slip, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether nothing at all stands on it."""
        return not any(line.count for line in self.lines)


@dataclass(frozen=True)
class Known:
    """What the parts of Today share, so that nothing is read twice.

    ``unchecked`` are the days without checks the let-nots look back on.
    """

    settings: Settings
    times: Timing
    grids: tuple[GridView, ...]
    buildings: tuple[BuildingView, ...]
    unchecked: tuple[DayWithout, ...] = ()


def known(store: Store) -> Known:
    """Read what the parts of Today share."""
    from gridterm.registers.service import list_buildings, list_grids
    from gridterm.visits.amiss import without_checks

    now = store.clock.now()
    with store.read() as session:
        current = settings.load(session)
        times = running.times(plain(session), current)
        since = looked_back(store, current)
        unchecked = without_checks(session, since, now.date(), now, current, times.work)
    grids = list_grids(store, current=current)
    return Known(current, times, grids, list_buildings(store), unchecked)


def looked_back(store: Store, current: Settings) -> date:
    """The first day whose visits the let-nots look at (setting ``visits.amiss_days``)."""
    return store.clock.today() - timedelta(days=current.number("visits.amiss_days"))


def board(store: Store, shared: Known | None = None) -> Board:
    """Read the board of an office at its clock's moment.

    Args:
        store: the office.
        shared: what was read of it already.
    """
    shared = shared or known(store)
    current = shared.settings
    found = charges(store, current, shared.times)
    faults = tuple(_faults(shared.grids, shared.buildings, current.codes("board.register_faults")))
    late = tasks(store, shared.times.work)
    number, left = counted(late), slips(store, looked_back(store, current), shared.unchecked)
    calls: defaultdict[LetNot, int] = defaultdict(int)
    for one in found:
        calls[one.check] += one.count
    lines = tuple(
        BoardLine(
            check,
            letnots.rule(check),
            _defined(check, current),
            calls[check],
            len(faults) if check is LetNot.AMISS else 0,
            number[check],
            len(left) if check is LetNot.AMISS else 0,
        )
        for check in LetNot
    )
    people = _by_person(found, (*faults, *left), late, store)
    return Board(store.clock.now(), lines, people, faults, late, left)


def _defined(check: LetNot, current: Settings) -> str:
    """What a check counts: of the calls, and of what else it counts."""
    calls, items = letnots.definition(check, current), definition(check, current)
    return _("{calls} {items}").format(calls=calls, items=items) if items else calls


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
    found: Sequence[Charge], faults: Sequence[Fault | Slip], late: Sequence[Task], store: Store
) -> tuple[PersonLine, ...]:
    from gridterm.registers.service import list_staff

    checks = list(LetNot)
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0] * len(checks))
    names = {one.staff_id or NOBODY: (one.number, one.name) for one in found}
    for one in found:
        counts[one.staff_id or NOBODY][checks.index(one.check)] += one.count
    for fault in faults:
        counts[fault.staff_id or NOBODY][checks.index(LetNot.AMISS)] += 1
    for task in late:
        counts[task.staff_id][checks.index(task.check)] += 1
    if set(counts) - set(names):
        names |= {one.id: (one.number, one.name) for one in list_staff(store)}
    people = [
        PersonLine(staff_id, *names.get(staff_id, ("", "")), tuple(numbers))
        for staff_id, numbers in counts.items()
    ]
    return tuple(sorted(people, key=lambda one: (-one.total, one.number)))


def behind(
    found: Board, check: LetNot, staff_id: int | None = None
) -> tuple[Task | Slip | Fault, ...]:
    """What a check counts beside the calls: action items, spot checks, register errors.

    Args:
        found: the board.
        check: which of the six.
        staff_id: whose; None for everybody's, ``NOBODY`` for what falls to nobody.
    """
    everything: list[Task | Slip | Fault] = [one for one in found.tasks if one.check is check]
    if check is LetNot.AMISS:
        everything += [*found.slips, *found.faults]
    return tuple(
        one for one in everything if staff_id is None or (one.staff_id or NOBODY) == staff_id
    )


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
    if found.slips:
        text += ["", _("Spot checks")]
        text += [clip(f"! {one.title}  {one.words}", cells) for one in found.slips]
    if found.faults:
        text += ["", _("Errors of the registers")]
        text += [clip(f"! {one.title}  {one.words}", cells) for one in found.faults]
    if found.tasks:
        text += ["", _("Action items past their date")]
        text += [clip(f"! {one.title}  {one.words}", cells) for one in found.tasks]
    return "\n".join(text)
