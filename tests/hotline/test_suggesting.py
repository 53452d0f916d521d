"""What an office's suggester learns, and when it learns again."""

import pytest
from sqlmodel import col, select

from gridterm.clock import FixedClock
from gridterm.hotline import categories, service
from gridterm.hotline.classifier import Example
from gridterm.hotline.suggesting import NEWS, Suggester, suggest_categories, suggester
from gridterm.hotline.tables import Category
from gridterm.hotline.terms import Intake
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from tests.hotline.conftest import Desk

QUEER = ("门口石狮子被涂鸦了", "石狮子又被人画花", "石狮子掉了一只耳朵")


@pytest.fixture
def taught(desk: Desk) -> Store:
    """The shipped categories, and calls whose words are no seed words of theirs."""
    with desk.store.write("test", SYSTEM) as tx:
        if tx.session.get(Category, "noise") is None:
            categories.seed(tx)
    for n in range(4):
        for words in QUEER:
            desk.call(f"{words}{n}", category="culture_sports")
        desk.call(f"三楼装修噪音{n}", category="noise")
        desk.call(f"暖气不热{n}", category="utilities")
    return desk.store


def test_it_learns_from_the_offices_own_calls(taught: Store) -> None:
    one = Suggester(taught)
    assert one.suggest("石狮子的尾巴断了") == ()
    one.learn()
    best = one.suggest("石狮子的尾巴断了")[0]
    assert (best.code, one.examples) == ("culture_sports", 20)
    assert best.words == ("石狮子",)


def test_confidential_and_void_calls_teach_nothing(desk: Desk, taught: Store) -> None:
    desk.call("孔雀开屏孔雀开屏", category="noise", confidential=True)
    void = desk.call("鹦鹉学舌鹦鹉学舌", category="noise")
    service.void(taught, desk.clerk, void, "误登")
    one = Suggester(taught)
    one.learn()
    assert one.examples == 20
    assert one._model is not None
    assert not {"孔雀", "鹦鹉"} & one._model.places.keys()


def test_a_category_that_was_switched_off_is_never_suggested(taught: Store) -> None:
    one = Suggester(taught)
    one.learn()
    with taught.write("test", SYSTEM) as tx:
        off = tx.session.exec(select(Category).where(col(Category.code) == "culture_sports")).one()
        off.active = False
        tx.add(off)
    assert "culture_sports" not in {some.code for some in one.suggest("石狮子断了")}


def test_it_learns_again_when_enough_has_happened(desk: Desk, taught: Store) -> None:
    one = Suggester(taught)
    assert one.stale
    one.learn()
    desk.call("再来一件")
    assert not one.stale
    for n in range(NEWS):
        desk.call(f"第{n}件")
    assert one.stale


def test_learning_aside_serves_what_was_known_meanwhile(taught: Store) -> None:
    one = suggester(taught)
    assert one is suggester(taught)
    assert suggest_categories(taught, "噪音太大")[0].code == "noise"
    one.learn_aside()
    one.wait()
    assert suggest_categories(taught, "石狮子又断了")[0].code == "culture_sports"
    thread = one._thread
    one.learn_aside()
    assert one._thread is thread


def test_an_office_gone_away_leaves_what_was_learnt(taught: Store) -> None:
    one = Suggester(taught)
    one.learn()
    taught.close()
    taught.path.write_bytes(b"no database any more")
    one._learn_quietly()
    assert one.examples == 20


def test_the_clock_is_not_asked(taught: Store, clock: FixedClock) -> None:
    """The same calls teach the same, whenever that is."""
    first, second = Suggester(taught), Suggester(taught)
    first.learn()
    second.learn()
    assert first.suggest("石狮子") == second.suggest("石狮子")


def test_examples_are_the_newest(taught: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Example] = []

    def spy(examples: list[Example], *_rest: object) -> None:
        seen.extend(examples)

    monkeypatch.setattr("gridterm.hotline.suggesting.learn", spy)
    monkeypatch.setattr("gridterm.hotline.suggesting.MOST_CALLS", 3)
    Suggester(taught).learn()
    assert [one.text for one in seen] == ["暖气不热3", "三楼装修噪音3", "石狮子掉了一只耳朵3"]
    assert Intake("x").category == ""
