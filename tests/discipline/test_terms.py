"""The words of discipline are those of the rule book, and differ within a list."""

from collections.abc import Iterator

import pytest

from gridterm import i18n
from gridterm.discipline.terms import (
    CaseState,
    CaseStep,
    Clause,
    Flag,
    LetterKind,
    PerformanceRung,
    Rung,
    Source,
    Track,
    rung_of,
    rungs,
)
from gridterm.i18n import Term


@pytest.fixture(params=i18n.LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.mark.parametrize(
    "terms",
    [CaseState, CaseStep, Clause, Flag, LetterKind, PerformanceRung, Rung, Source, Track],
)
def test_labels_of_one_list_differ(spoken: str, terms: type[Term]) -> None:
    labels = [one.label for one in terms]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("spoken", [i18n.CHINESE], indirect=True)
def test_the_words_of_the_rule_book(spoken: str) -> None:
    assert [one.label for one in Rung] == ["警告", "严重警告", "建议辞退"]
    assert [one.label for one in PerformanceRung] == [
        "约谈提醒",
        "通报批评",
        "扣发绩效",
        "开除辞退",
    ]
    assert [one.label for one in LetterKind if one is not LetterKind.MEASURE] == [
        *("警告通知书", "严重警告通知书", "建议辞退函", "更正通知", "送达回执")
    ]
    assert [one.label for one in CaseState][:2] == ["线索登记", "核查中"]
    assert Flag.NEEDS_CHANGE.label == "需变更"


def test_each_ladder_has_its_own_rungs() -> None:
    assert rungs(Track.VISITS) == rungs(Track.MUST_NOTS) == tuple(Rung)
    assert not set(rungs(Track.PERFORMANCE)) & set(rungs(Track.VISITS))
    assert rung_of(Track.VISITS, 0) is None
    assert rung_of(Track.PERFORMANCE, 4) is PerformanceRung.REMOVAL
