"""Drafts: kept, offered again, gone exactly when the record is saved."""

import pytest

from gridterm.clock import FixedClock
from gridterm.errors import NotFoundError, RefusedError
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.tables import SettingRow
from gridterm.store.unit import Store


def test_a_draft_comes_back_as_it_was_typed(store: Store) -> None:
    typed = {"content": "[/]漏水\n\ud83d 三楼", "answered": True, "grid": None, "phones": ["1"]}
    draft_id = drafts.keep(store, "intake", "a", typed)
    again = drafts.keep(store, "intake", "a", typed | {"grid": 8}, draft_id)
    assert again == draft_id
    found = drafts.latest(store, "intake")
    assert found is not None
    assert found.payload == typed | {"grid": 8}
    assert found.updated_at == store.clock.now()


def test_the_newest_draft_of_the_form_and_owner_asked_for(store: Store, clock: FixedClock) -> None:
    first = drafts.keep(store, "intake", "a", {"n": 1})
    second = drafts.keep(store, "intake", "b", {"n": 2})
    other = drafts.keep(store, "staff", "a", {"n": 3})
    assert [draft.id for draft in drafts.waiting(store)] == [other, second, first]
    newest = drafts.latest(store, "intake")
    mine = drafts.latest(store, "intake", "a")
    assert newest is not None
    assert mine is not None
    assert (newest.id, mine.id) == (second, first)
    assert drafts.latest(store, "intake", "c") is None


def test_a_draft_somebody_is_typing_is_not_offered_to_others(store: Store) -> None:
    draft_id = drafts.keep(store, "intake", "alive", {})
    assert drafts.latest(store, "intake", living={"alive"}) is None
    with pytest.raises(RefusedError):
        drafts.take(store, draft_id, "me", living={"alive"})
    assert drafts.take(store, draft_id, "me").owner == "me"
    assert drafts.take(store, draft_id, "me", living={"me"}).id == draft_id


def test_a_draft_goes_exactly_when_its_record_is_saved(store: Store, actor: Actor) -> None:
    draft_id = drafts.keep(store, "intake", "a", {})

    def save(value: int) -> None:
        with store.write("try", actor) as tx:
            drafts.forget(tx.session, draft_id)
            tx.add(SettingRow(key="a", value=str(1 // value)))

    with pytest.raises(ZeroDivisionError):
        save(0)
    assert drafts.latest(store, "intake") is not None
    save(1)
    assert drafts.latest(store, "intake") is None


def test_a_draft_that_is_gone_is_forgotten_again_and_kept_anew(store: Store) -> None:
    draft_id = drafts.keep(store, "intake", "a", {})
    drafts.forget(store, draft_id)
    drafts.forget(store, draft_id)
    drafts.forget(store, None)
    with pytest.raises(NotFoundError):
        drafts.take(store, draft_id, "a")
    drafts.keep(store, "intake", "a", {"n": 1}, draft_id)
    found = drafts.latest(store, "intake")
    assert found is not None
    assert found.payload == {"n": 1}
