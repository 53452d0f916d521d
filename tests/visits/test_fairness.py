"""The statistics of the draws: fair ones pass, bent and rigged ones are found and said."""

from datetime import date, timedelta

import pytest

from gridterm.store.audit import SYSTEM
from gridterm.visits import checking
from gridterm.visits.draw import draw
from gridterm.visits.fairness import Kept, differs, fairness, places, words
from gridterm.visits.tables import SpotDraw
from gridterm.visits.terms import Fairness
from tests.visits.walked import MONDAY, WANG, Walked

LAST = MONDAY + timedelta(days=400)


def put(walked: Walked, number: int, choose: object, size: int = 20) -> None:
    """So many draws in the tables, each chosen by a function of ids and seed."""
    with walked.store.write("visits.draw", SYSTEM) as tx:
        for n in range(number):
            ids = range(1 + n * size, 1 + (n + 1) * size)
            day, seed = MONDAY + timedelta(days=n), f"{n:016x}/1008/{n}"
            chosen = choose(ids, seed)  # type: ignore[operator]
            tx.add(
                SpotDraw(
                    staff_id=WANG,
                    day=day,
                    seed=seed,
                    among=" ".join(map(str, ids)),
                    drawn=" ".join(map(str, chosen)),
                    drawn_at=tx.now,
                    actor="李晓明",
                )
            )


def of_all(walked: Walked) -> Fairness:
    return fairness(walked.store, date(2026, 1, 1), LAST)


def test_fair_draws_pass(walked: Walked) -> None:
    put(walked, 60, draw)
    found = of_all(walked)
    assert (found.draws, found.drawn, found.redraws, found.differing) == (60, 120, 0, 0)
    assert sum(hits for hits, _chance in found.tenths) == 120
    assert all(chance == pytest.approx(12) for _hits, chance in found.tenths)
    assert found.enough
    assert found.fair
    told = words(found)
    assert told[0] == "60 days of managers were drawn: 120 visits in all."
    assert told[1:3] == (
        "Nothing was drawn again.",
        "Every draw comes out again from its recorded seed.",
    )
    assert "about as often as by chance" in told[3]


def test_a_draw_that_was_bent_is_found(walked: Walked) -> None:
    put(walked, 60, lambda ids, _seed: ids[:2])
    found = of_all(walked)
    assert not found.fair
    assert found.differing == 60
    assert found.chi_square > found.limit
    assert "do NOT come out again" in words(found)[2]
    assert "NOT drawn equally often" in words(found)[3]


@pytest.mark.slow
def test_redrawing_until_it_suits_is_found_though_every_seed_is_right(walked: Walked) -> None:
    for n in range(40):
        day = MONDAY - timedelta(days=n)
        first = walked.visits(20, day=day)[0]
        found = checking.draw_for(walked.store, walked.lead, WANG, day)
        for _turn in range(3):
            if all(one.visit.id < first + 10 for one in found.visits):
                break
            found = checking.redraw(walked.store, walked.lead, WANG, day, "没人在家")
    told = of_all(walked)
    assert told.differing == 0
    assert told.redraws > 40
    assert told.draws == 40
    assert told.enough
    assert not told.fair
    assert "Look at the redraws and their reasons." in words(told)[3]


def test_too_few_say_nothing_and_accuse_nobody(walked: Walked) -> None:
    put(walked, 10, draw)
    found = of_all(walked)
    assert not found.enough
    assert found.fair
    assert "too few draws yet" in words(found)[3]
    nothing = fairness(walked.store, LAST, LAST)
    assert (nothing.draws, nothing.limit, nothing.fair) == (0, 0.0, True)
    assert words(nothing)[0].startswith("0 days")


def test_a_redraw_comes_out_again_from_the_first_seed(walked: Walked) -> None:
    walked.visits(20)
    checking.draw_for(walked.store, walked.lead, WANG)
    checking.redraw(walked.store, walked.lead, WANG, MONDAY, "没人")
    found = of_all(walked)
    assert (found.draws, found.drawn, found.redraws, found.differing) == (1, 2, 1, 0)
    assert words(found)[1] == "1 redraw, with its reason beside it."


def test_what_differs() -> None:
    ids = tuple(range(1, 21))
    fair = Kept(0, "abc", ids, draw(ids, "abc"))
    assert not differs(fair, "abc")
    assert differs(fair._replace(drawn=fair.drawn[::-1]), "abc")
    assert differs(fair._replace(seed=" "), " ")
    assert differs(fair._replace(turn=1), "abc"), "a redraw's seed follows from the first"
    assert places(fair._replace(drawn=(99, 3))) == (20, [2])
