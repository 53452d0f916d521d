"""The texts and hashes of the trail are the same on every machine, for ever."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridterm.hotline.terms import Action
from gridterm.store.audit import FIRST, canonical, entry_digest, rows_digest


def test_the_canonical_text_never_changes() -> None:
    value = {"乙": None, "a": [1, True], "t": datetime(2026, 1, 2, 3, 4), "d": date(2026, 1, 2)}
    text = '{"a":[1,true],"d":"2026-01-02","t":"2026-01-02T03:04:00","乙":null}'
    assert canonical(value) == text


def test_the_hashes_never_change() -> None:
    fields = {"action": "ticket.register", "at": datetime(2026, 11, 21, 9, 14)}
    assert entry_digest(FIRST, fields) == (
        "d62f86e478d7b496e64670192d92dd39e45b584d7aabbbafa439f9849888cd74"
    )
    assert rows_digest([{"id": 1}, {"id": 2}]) == (
        "c63f6dd68b68601e7315ea40d28bc34e55379e4fa65f82b1d32228429aeafcde"
    )


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=5))
def test_the_order_of_fields_does_not_matter_and_any_text_can_be_hashed(
    row: dict[str, object],
) -> None:
    turned = dict(reversed(row.items()))
    assert canonical(row) == canonical(turned)
    assert rows_digest([row]) == rows_digest([turned])
    assert rows_digest([row, row]) != rows_digest([row])


def by_the_standard_library(value: object) -> str:
    return json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=lambda moment: moment.isoformat(),
    )


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters())  # halves of surrogate pairs too
    | st.sampled_from([Action.REGISTER, '\x7f\x00\x1f\u2028\\/"', "\ud800", 2**70, -(2**63)])
    | st.datetimes()
    | st.dates()
)
NESTED = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner)
)


@given(NESTED)
def test_the_canonical_text_is_what_the_standard_library_writes(value: object) -> None:
    assert canonical(value) == by_the_standard_library(value)


def test_what_has_no_text_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})
