"""The statistics of the draws: whether anything speaks against chance, in figures and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import select as columns
from sqlmodel import Session, col

from gridterm.i18n import _, ngettext
from gridterm.store.unit import Store
from gridterm.visits import evenness
from gridterm.visits.draw import draw, redraw_seed
from gridterm.visits.drawing import ids
from gridterm.visits.tables import SpotDraw
from gridterm.visits.terms import Fairness

_COLUMNS = (*("staff_id", "day", "turn", "seed", "among", "drawn"),)


class Kept(NamedTuple):
    """What fairness asks of a draw."""

    turn: int
    seed: str
    among: tuple[int, ...]
    drawn: tuple[int, ...]


def fairness(store: Store, since: date, until: date) -> Fairness:
    """The statistics of the draws of a span of days, both included."""
    with store.read() as session:
        days = _by_day(session, since, until)
    counted: Counter[str] = Counter()
    in_force: list[Kept] = []
    for turns in days:
        counted["redraws"] += sum(one.turn > 0 for one in turns)
        counted["differing"] += sum(differs(one, turns[0].seed) for one in turns)
        in_force.append(turns[-1])
    tenths = evenness.tenths_of(map(places, in_force))
    return Fairness(
        draws=len(in_force),
        drawn=sum(len(one.drawn) for one in in_force),
        redraws=counted["redraws"],
        tenths=tenths,
        chi_square=evenness.chi_square(tenths),
        limit=evenness.limit_of(tenths),
        enough=evenness.enough(tenths),
        differing=counted["differing"],
    )


def places(one: Kept) -> tuple[int, list[int]]:
    """A draw as ``evenness`` takes it; an id it could not have drawn has no place."""
    order = {visit: place for place, visit in enumerate(sorted(set(one.among)))}
    return len(order), [order[visit] for visit in one.drawn if visit in order]


def differs(one: Kept, first_seed: str) -> bool:
    """Whether a draw does not come out again: from its seed, a redraw's from the first seed."""
    if not one.seed.strip() or (one.turn and one.seed != redraw_seed(first_seed, one.turn)):
        return True
    return draw(one.among, one.seed, len(one.drawn)) != one.drawn


def words(found: Fairness) -> tuple[str, ...]:
    """What the figures say, in sentences."""
    told = [
        ngettext(
            "{draws} day of a manager was drawn: {drawn} visits in all.",
            "{draws} days of managers were drawn: {drawn} visits in all.",
            found.draws,
        ).format(draws=found.draws, drawn=found.drawn),
        ngettext(
            "{redraws} redraw, with its reason beside it.",
            "{redraws} redraws, each with its reason beside it.",
            found.redraws,
        ).format(redraws=found.redraws)
        if found.redraws
        else _("Nothing was drawn again."),
        ngettext(
            "{number} draw does NOT come out again from its seed: it was bent. See: "
            "gridterm verify",
            "{number} draws do NOT come out again from their seeds: they were bent. See: "
            "gridterm verify",
            found.differing,
        ).format(number=found.differing)
        if found.differing
        else _("Every draw comes out again from its recorded seed."),
        _evenness(found),
    ]
    return tuple(told)


def _evenness(found: Fairness) -> str:
    figures = {"chi": f"{found.chi_square:.1f}", "limit": f"{found.limit:.1f}"}
    if not found.enough:
        return _(
            "There are too few draws yet to say whether every place of the day is drawn as often: "
            "each tenth of the day should be expected at least five times."
        )
    if found.chi_square <= found.limit:
        return _(
            "Every tenth of the day was drawn about as often as by chance: the unevenness "
            "(chi-square) is {chi}, and chance alone stays below {limit} 19 times of 20."
        ).format(**figures)
    return _(
        "The tenths of the day were NOT drawn equally often: the unevenness (chi-square) is "
        "{chi}, and chance alone goes above {limit} once in 20 times. Look at the redraws and "
        "their reasons."
    ).format(**figures)


def _by_day(session: Session, since: date, until: date) -> list[list[Kept]]:
    """The draws of each manager's day in the order of their turns."""
    statement = (
        columns(*(getattr(SpotDraw, name) for name in _COLUMNS))
        .where(col(SpotDraw.day).between(since, until))
        .order_by(col(SpotDraw.day), col(SpotDraw.staff_id), col(SpotDraw.turn))
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return [
        [Kept(row.turn, row.seed, ids(row.among), ids(row.drawn)) for row in group]
        for _key, group in groupby(rows, key=lambda row: (row.day, row.staff_id))
    ]
