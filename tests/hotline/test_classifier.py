"""Learning categories from labelled messages, on plain values."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.hotline.classifier import WORDS, Example, Model, grams, learn
from gridterm.hotline.suggesting import Known, hints, weigh

NOISE = ("广场舞音响太响", "装修噪音大", "夜里施工吵得睡不着", "音响半夜还在放歌", "噪音扰民")
WATER = ("楼顶漏水渗到屋里", "水管漏水没人修", "屋顶渗水墙皮掉", "漏水三天了", "渗水发霉")
EXAMPLES = [Example("noise", "", one) for one in NOISE] + [
    Example("leaks", "", one) for one in WATER
]
KNOWN = (
    Known("noise", "噪音扰民", ("噪音", "太响")),
    Known("leaks", "房屋漏水", ("漏水", "渗水")),
    Known("other", "其他", ("快递",)),
)
TEXTS = st.text(alphabet="楼顶漏水音响太吵快递ab12 ，。\n", max_size=60)


@pytest.fixture(scope="module")
def model() -> Model:
    learnt = learn(EXAMPLES, hints(KNOWN))
    assert learnt is not None
    return learnt


def _best(model: Model, text: str, title: str = "") -> str:
    shares = model.shares(title, text)
    return model.labels[shares.index(max(shares))]


def test_what_was_learnt_is_recognised_in_other_words(model: Model) -> None:
    assert _best(model, "隔壁放音响，吵得睡不着") == "noise"
    assert _best(model, "五楼屋顶又漏了，水渗下来") == "leaks"


def test_the_subject_counts_more_than_the_text(model: Model) -> None:
    text = "音响漏水"
    before = dict(zip(model.labels, model.shares("", text), strict=True))
    after = dict(zip(model.labels, model.shares("漏水", text), strict=True))
    assert after["leaks"] > before["leaks"]


def test_the_same_examples_give_the_same_model(model: Model) -> None:
    again = learn(EXAMPLES, hints(KNOWN))
    assert again is not None
    assert again.weights == model.weights
    assert again.places == model.places
    assert again.examples == len(EXAMPLES)


def test_one_label_cannot_be_told_from_another() -> None:
    assert learn([]) is None
    assert learn([Example("noise", "", "吵"), Example("noise", "", "太响")]) is None


def test_digits_and_signs_are_no_features() -> None:
    assert grams("电话13812345678，3号楼。KTV wifi") == {
        *"电话号楼",
        "电话",
        "号楼",
        "ktv",
        "wifi",
    }


def test_learning_lets_others_work_now_and_then() -> None:
    pauses: list[None] = []
    learn(EXAMPLES * 20, pause=lambda: pauses.append(None))
    assert len(pauses) > 5


def test_a_rare_label_is_still_found() -> None:
    many = [Example("noise", "", f"{one}{n}") for n in range(40) for one in NOISE]
    few = [Example("leaks", "", one) for one in WATER]
    learnt = learn(many + few)
    assert learnt is not None
    assert _best(learnt, "水管漏水了") == "leaks"


def test_words_stand_in_the_message_and_are_joined(model: Model) -> None:
    assert model.words("leaks", "", "昨天渗水发霉，今天水管也坏了") == ("渗水发霉", "水管")
    assert model.words("leaks", "", "你好") == ()
    assert model.words("unknown", "", "漏水") == ()


@given(title=TEXTS, text=TEXTS)
def test_shares_are_shares_and_words_are_quoted(model: Model, title: str, text: str) -> None:
    shares = model.shares(title, text)
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= one <= 1 for one in shares)
    for label in model.labels:
        words = model.words(label, title, text)
        assert len(words) <= WORDS
        assert all(one in title or one in text for one in words)
        assert not any(one in other or other in one for one, other in pairwise(words))


@given(title=TEXTS, text=TEXTS)
def test_choices_are_three_at_most_best_first(model: Model, title: str, text: str) -> None:
    for learnt in (model, None):
        choices = weigh(KNOWN, learnt, title, text)
        scores = [one.score for one in choices]
        assert len(choices) <= 3
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) <= 1.001
        assert len({one.code for one in choices}) == len(choices)


@given(text=TEXTS, word=st.sampled_from(["漏水", "音响", "楼顶", "ab"]))
def test_a_seed_word_never_makes_its_own_category_less_likely(text: str, word: str) -> None:
    def score(known: tuple[Known, ...], learnt: Model | None) -> float:
        found = {one.code: one.score for one in weigh(known, learnt, "", text + word)}
        return found.get("other", 0.0)

    more = (*KNOWN[:2], Known("other", "其他", ("快递", word)))
    assert score(more, None) >= score(KNOWN, None)
    assert score(more, None) > 0


def test_without_calls_only_seed_words_speak() -> None:
    best, *others = weigh(KNOWN, None, "", "楼顶漏水，渗水，太响")
    assert (best.code, best.words) == ("leaks", ("漏水", "渗水"))
    assert [one.code for one in others] == ["noise"]
    assert weigh(KNOWN, None, "", "你好") == ()


def test_seed_words_of_categories_nobody_uses_give_way() -> None:
    """An office that took over another scheme's history must not fall back to its own."""
    learnt = learn(EXAMPLES * 30, hints(KNOWN))
    assert learnt is not None
    message = "快递太响"
    own = weigh(KNOWN, None, "", message)
    taken_over = weigh(KNOWN, learnt, "", message)
    assert own[0].score == own[1].score
    assert taken_over[0].code == "noise"
    assert taken_over[0].score > 0.8
