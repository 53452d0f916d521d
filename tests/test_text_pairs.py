"""The quick ways through long texts give what the plain ones give."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gridterm.text import bigrams, clean, fold, runs

PIECES = st.sampled_from(
    [
        *"小区漏水ab1 ，。！“”—…\n\t\u3000\xa0\u200bＡⅣ①ßİ👨𠀀",
        "_x000D_",
        "_x0041_",
        "\u200d",
        "\r\n",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@given(TEXTS)
def test_runs_are_the_letters_and_digits_of_the_folded_text(text: str) -> None:
    assert runs(text) == re.findall(r"[^\W_]+", fold(text))


@given(TEXTS)
def test_pairs_are_two_by_two_and_end_with_the_run(text: str) -> None:
    wanted = [pair for run in runs(text) for pair in (*(a + b for a, b in pairwise(run)), run[-1])]
    assert bigrams(text).split() == wanted


@given(TEXTS)
def test_cleaning_twice_changes_nothing_and_wraps_do_not_matter(text: str) -> None:
    once = clean(text)
    assert clean(f"\n\t\u3000{once}\u3000\n ") == once
