"""Keeping a draft: none is written after its record was saved, and a full disk is said."""

from __future__ import annotations

from typing import Any

import pytest

from gridterm.errors import StoreFullError
from gridterm.store import drafts
from screens.acting import Acting
from screens.drafting import Drafting
from tests.screens.conftest import Opened
from tests.screens.hotline.piloting import until


class Fields:
    """What stands in a form, and what it was told."""

    def __init__(self, screen: Acting[Any]) -> None:
        self.values = {"name": ""}
        self.told: list[str] = []
        self.draft = Drafting(
            screen,
            "test",
            values=lambda: dict(self.values),
            blank=lambda values: not values["name"],
            tell=self.told.append,
        )
        self.draft.begin()


async def test_what_is_typed_is_kept_once_there_is_a_pause(opened: Opened) -> None:
    async with opened() as pilot:
        fields = Fields(pilot.app.screen)
        store = pilot.app.store
        fields.draft.touch()
        fields.values["name"] = "李"
        fields.draft.touch()
        await until(pilot, lambda: fields.draft.draft_id is not None)
        assert drafts.waiting(store)[0].payload == {"name": "李"}
        await until(pilot, lambda: "kept" in fields.told[-1])
        fields.values["name"] = ""
        fields.draft.keep()
        await until(pilot, lambda: not drafts.waiting(store))


async def test_no_draft_is_written_after_the_save(opened: Opened) -> None:
    async with opened() as pilot:
        fields = Fields(pilot.app.screen)
        fields.values["name"] = "李"
        fields.draft.keep()
        await until(pilot, lambda: fields.draft.draft_id is not None)
        store = pilot.app.store
        assert fields.draft.saving(lambda draft: drafts.forget(store, draft) or 7) == 7
        fields.values["name"] = "李晓明"
        fields.draft.keep()
        assert fields.draft._write({"name": "李晓明"}) is False
        assert drafts.waiting(pilot.app.store) == []


async def test_a_save_that_fails_leaves_the_draft(opened: Opened) -> None:
    def fail(_draft: int | None) -> None:
        raise StoreFullError("full")

    async with opened() as pilot:
        fields = Fields(pilot.app.screen)
        fields.values["name"] = "李"
        fields.draft.keep()
        await until(pilot, lambda: fields.draft.draft_id is not None)
        with pytest.raises(StoreFullError):
            fields.draft.saving(fail)
        assert not fields.draft.done
        assert len(drafts.waiting(pilot.app.store)) == 1


async def test_a_draft_that_cannot_be_written_is_said_and_tried_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> int:
        raise StoreFullError("full")

    async with opened() as pilot:
        fields = Fields(pilot.app.screen)
        real = drafts.keep
        monkeypatch.setattr(drafts, "keep", full)
        fields.values["name"] = "李"
        fields.draft.keep()
        await until(pilot, lambda: fields.told and "NOT kept" in fields.told[-1])
        monkeypatch.setattr(drafts, "keep", real)
        fields.draft.keep()
        await until(pilot, lambda: fields.draft.draft_id is not None)


async def test_leaving_says_whether_there_is_a_draft(opened: Opened) -> None:
    async with opened() as pilot:
        fields = Fields(pilot.app.screen)
        said: list[bool] = []
        fields.draft.leave(said.append)
        assert said == [False]
        other = Fields(pilot.app.screen)
        other.values["name"] = "李"
        other.draft.leave(said.append)
        await until(pilot, lambda: len(said) == 2)
        assert said[1] is True
