"""A draft goes in the very transaction that saves its record: there is no moment between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from gridterm.errors import StoreFullError
from gridterm.registers.service import save_building, save_grid, save_staff
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store, Tx

SINCE = date(2025, 1, 1)
SAVES: dict[str, Callable[[Store, int], object]] = {
    "staff": lambda store, draft: save_staff(
        store, SYSTEM, StaffForm("1001", "李晓明", (Role.CLERK,), hired=SINCE), draft_id=draft
    ),
    "grid": lambda store, draft: save_grid(
        store, SYSTEM, GridForm("008", households=300, valid_from=SINCE), draft_id=draft
    ),
    "building": lambda store, draft: save_building(
        store, SYSTEM, BuildingForm("化院小区", "1号楼", 48), draft_id=draft
    ),
}


@pytest.mark.parametrize("name", SAVES)
def test_the_draft_goes_with_the_save_and_needs_no_second_write(
    store: Store, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafts.keep(store, name, "one", {"name": "半句"})

    def never(_store: Store) -> None:
        raise AssertionError("a second transaction")

    monkeypatch.setattr(Store, "write_quietly", never)
    SAVES[name](store, draft)
    assert drafts.waiting(store) == []


@pytest.mark.parametrize("name", SAVES)
def test_a_save_that_ends_at_the_last_moment_leaves_the_draft_alone(
    store: Store, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafts.keep(store, name, "one", {"name": "半句"})

    def full(_tx: Tx) -> None:
        raise StoreFullError("full")

    with monkeypatch.context() as patched:
        patched.setattr(Tx, "seal", full)
        with pytest.raises(StoreFullError):
            SAVES[name](store, draft)
    assert [one.id for one in drafts.waiting(store)] == [draft]
    SAVES[name](store, draft)
    assert drafts.waiting(store) == []
