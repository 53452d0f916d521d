"""Calls that may be published, notices of them; sentences are looked at in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gridterm import i18n
from gridterm.hotline import handling, service
from gridterm.hotline.handling import Told
from gridterm.hotline.notices import service as notices
from gridterm.hotline.notices.terms import NoticeDetail, NoticeForm
from gridterm.hotline.stepping import append, get
from gridterm.hotline.terms import Action, Visit
from gridterm.store.audit import SYSTEM
from tests.hotline.conftest import LEAD, LEADER, Desk


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


CALLER = {"caller": "刘建国", "phone": "13800001111", "address": "化院小区3栋2单元501"}


@pytest.fixture
def source(desk: Desk) -> int:
    """A closed call that may be published."""
    return closed(desk)


def closed(desk: Desk, **more: Any) -> int:  # noqa: ANN401 - fields of an intake
    facts = {**CALLER, "publishable": True, "title": "楼顶积水", **more}
    one = desk.call("3栋楼顶积水，刘建国家501渗水", **facts)
    handling.triage(desk.store, desk.clerk, one, "general", "coordination", reason="范围大")
    handling.assign(desk.store, desk.clerk, one, LEAD)
    handling.accept(desk.store, desk.by(LEAD), one)
    handling.progress(desk.store, desk.by(LEAD), one, "已约师傅上楼顶查看", told=True)
    handling.resolve(desk.store, desk.by(LEAD), one, "落水口已疏通", Told(how="phone"))
    service.revisit(
        desk.store, desk.clerk, one, Visit(true=True, solved=True, satisfaction="satisfied")
    )
    return one


def form(*sources: int, **more: Any) -> NoticeForm:  # noqa: ANN401 - fields of a notice
    plain = NoticeForm(
        sources, title="楼顶积水", matter="3栋楼顶积水", handling="已疏通", result="不再积水"
    )
    return replace(plain, **more)


def drafted(desk: Desk, *sources: int, **more: Any) -> NoticeDetail:  # noqa: ANN401 - as form
    return notices.draft(desk.store, desk.clerk, form(*sources, **more))


def hung(desk: Desk, *sources: int, **more: Any) -> NoticeDetail:  # noqa: ANN401 - as form
    one = drafted(desk, *sources, **more)
    notices.submit(desk.store, desk.clerk, one.id)
    return notices.approve(desk.store, desk.by(LEADER), one.id)


def hide(desk: Desk, ticket_id: int) -> None:
    """What an import does when the source says that a message is confidential."""
    with desk.store.write("test.hide", SYSTEM) as tx:
        record = get(tx.session, ticket_id)
        append(tx, record, Action.UPDATE, payload={"changed": {"confidential": True}})
