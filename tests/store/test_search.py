"""The search index finds what a text holds, wherever it stands, and takes any typing."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from gridterm.store.audit import Actor
from gridterm.store.search import REF_MASK, Hit, Kind, bounds, find, place, query
from gridterm.store.tables import SearchText
from gridterm.store.unit import Store
from gridterm.text import runs

DAY = datetime(2026, 11, 21, 9, 14)
TEXTS = [
    "3栋楼顶漏水,5楼三户渗水",
    "水漏了一地",
    "电梯E2坏了 phone 13800000001",
    "楼道里有电动车充电",
    'RX-2026-0001 <通知>[/]漏水"的',
    "ＡＢＣ路灯",
]


@pytest.fixture
def texts(store: Store, actor: Actor) -> Store:
    with store.write("index", actor) as tx:
        for ref, words in enumerate(TEXTS):
            tx.index(Kind.TICKET, ref, DAY + timedelta(minutes=ref), words)
    return store


def hits(store: Store, typed: str, kind: Kind = Kind.TICKET, limit: int = 50) -> list[int]:
    with store.read() as session:
        return [hit.ref for hit in find(session.connection(), typed, kind, limit)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("漏水", [4, 0]),
        ("漏", [4, 1, 0]),
        ("渗水 漏水", [0]),
        ("三户渗水", [0]),
        ("水渗", []),
        ("电梯e2", [2]),
        ("Ｅ２", [2]),
        ("0000", [2]),
        ("13800000001", [2]),
        ("abc", [5]),
        ("车充", [3]),
        ("RX-2026-0001", [4]),
        ('漏水"', [4, 0]),
        ("-漏水", [4, 0]),
        ("漏水*", [4, 0]),
        ("NEAR(漏水", []),
        ("", []),
        ("[/]", []),
        ("%_", []),
    ],
)
def test_words_are_found_anywhere_the_newest_first(
    texts: Store, typed: str, found: list[int]
) -> None:
    assert hits(texts, typed) == found


def test_kinds_are_kept_apart_and_the_limit_is_kept(texts: Store, actor: Actor) -> None:
    with texts.write("index", actor) as tx:
        tx.index(Kind.STAFF, 1, DAY, "漏水")
    assert hits(texts, "漏水", Kind.STAFF) == [1]
    assert hits(texts, "漏水", limit=1) == [4]


def test_a_changed_text_is_found_by_its_new_words_only(texts: Store, actor: Actor) -> None:
    with texts.write("index", actor) as tx:
        tx.index(Kind.TICKET, 0, DAY + timedelta(days=1), "噪音扰民")
        tx.index(Kind.TICKET, 1, DAY, None)
        tx.index(Kind.TICKET, 99, DAY, None)
    assert hits(texts, "漏水") == [4]
    assert hits(texts, "噪音") == [0]
    assert hits(texts, "水漏") == []
    with texts.read() as session:
        assert len(session.exec(select(SearchText)).all()) == len(TEXTS) - 1


@given(st.text(), st.text(min_size=1, max_size=4))
def test_anything_typed_is_a_query_sqlite_takes(text: str, typed: str) -> None:
    expression = query(text + typed)
    assert bool(expression) == bool(runs(text + typed))
    assert expression.count('"') % 2 == 0


@given(st.integers(0, REF_MASK), st.sampled_from(Kind), st.datetimes())
def test_a_place_says_kind_and_record(ref: int, kind: Kind, when: datetime) -> None:
    position = place(kind, when, ref)
    low, high = bounds(kind)
    assert low <= position <= high < 2**63
    assert Hit(kind, position & REF_MASK) == Hit(kind, ref)
    assert place(kind, when, ref) <= place(kind, when + timedelta(0), ref)
