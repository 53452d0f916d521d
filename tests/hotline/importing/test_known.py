"""Messages of several boards that share a number do not take each other's place."""

from datetime import datetime

import pytest

from gridterm.hotline import importing, queries
from gridterm.hotline.terms import TicketFilter
from gridterm.store.audit import Actor
from gridterm.store.unit import Store
from tests.hotline.importing.messages import BOARD, MakeBook

DAY = datetime(2019, 2, 8)


def contents(store: Store) -> list[str]:
    rows = queries.list_tickets(store, TicketFilter()).rows
    return sorted(queries.ticket(store, row.id).content for row in rows)


@pytest.mark.parametrize("moment", [DAY, datetime(2019, 3, 9, 8, 1, 2)])
def test_another_matter_with_a_number_in_use_is_kept_beside_it(
    store: Store, actor: Actor, book: MakeBook, moment: datetime
) -> None:
    one = book(BOARD, [7, "甲", "漏水", DAY, "楼上漏水", "城乡建设"], name="1.xlsx")
    other = book(BOARD, [7, "乙", "停车", moment, "停车难", "交通运输"], name="2.xlsx")
    for _round in range(2):
        for path in (one, other):
            importing.run(store, actor, path)
        assert contents(store) == ["停车难", "楼上漏水"]
    assert importing.run(store, actor, one).same == 1
    assert importing.run(store, actor, other).same == 1


def test_a_corrected_text_of_the_same_message_is_a_change(
    store: Store, actor: Actor, book: MakeBook
) -> None:
    importing.run(store, actor, book(BOARD, [7, "甲", "漏水", DAY, "楼上漏", "城乡建设"]))
    told = importing.run(store, actor, book(BOARD, [7, "甲", "漏水", DAY, "楼上漏水", "城乡建设"]))
    assert (told.new, told.changed) == (0, 1)
    assert contents(store) == ["楼上漏水"]
