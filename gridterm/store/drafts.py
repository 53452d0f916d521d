"""What somebody typed and has not saved yet; kept at every pause, offered again after a crash.

A draft belongs to the instance that keeps it (see ``store.instances``). The draft of a
program that is still running is not offered to another one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from gridterm.errors import NotFoundError, RefusedError
from gridterm.i18n import _
from gridterm.store.tables import Draft
from gridterm.store.unit import Store


@dataclass(frozen=True)
class DraftView:
    """A draft as it was kept last."""

    id: int
    form: str
    owner: str
    payload: Mapping[str, Any]
    updated_at: datetime


def keep(
    store: Store, form: str, owner: str, payload: Mapping[str, Any], draft_id: int | None = None
) -> int:
    """Keep what stands in a form.

    Args:
        store: the office.
        form: which form, such as ``intake``.
        owner: the instance that types, ``Instance.id``.
        payload: the fields as JSON values.
        draft_id: the draft to replace; one that is gone is made anew.

    Returns:
        The draft's id, for the next ``keep`` and for the save.

    Raises:
        StoreError: the file cannot be written; the draft kept before is still there.
    """
    with store.write_quietly() as session:
        draft = session.get(Draft, draft_id) if draft_id is not None else None
        if draft is None:
            draft = Draft(form=form, owner=owner, payload="", updated_at=store.clock.now())
            session.add(draft)
        draft.owner = owner
        draft.payload = json.dumps(dict(payload))
        draft.updated_at = store.clock.now()
        session.flush()
        return _id(draft)


def waiting(store: Store, form: str | None = None, living: Collection[str] = ()) -> list[DraftView]:
    """The drafts, the newest first.

    Args:
        store: the office.
        form: only those of this form.
        living: owners whose drafts are left out: the other instances that are running
            (``Instance.living``).
    """
    newest = select(Draft).order_by(col(Draft.updated_at).desc(), col(Draft.id).desc())
    if form is not None:
        newest = newest.where(Draft.form == form)
    with store.read() as session:
        return [_view(row) for row in session.exec(newest) if row.owner not in living]


def latest(
    store: Store, form: str, owner: str | None = None, living: Collection[str] = ()
) -> DraftView | None:
    """The newest draft of a form, of ``owner`` alone where one is named, of none in ``living``."""
    found = waiting(store, form, living)
    return next((draft for draft in found if owner in {None, draft.owner}), None)


def take(store: Store, draft_id: int, owner: str, living: Collection[str] = ()) -> DraftView:
    """Make a draft one's own, to go on typing where it stopped.

    Raises:
        NotFoundError: it was saved or thrown away in the meantime.
        RefusedError: somebody is typing it in another window.
    """
    with store.write_quietly() as session:
        draft = session.get(Draft, draft_id)
        if draft is None:
            raise NotFoundError(_("This draft was saved or thrown away in the meantime."))
        if draft.owner != owner and draft.owner in living:
            raise RefusedError(_("This draft is being typed in another window; go on there."))
        draft.owner = owner
        session.flush()
        return _view(draft)


def forget(where: Store | Session, draft_id: int | None) -> None:
    """Throw a draft away; nothing happens when it is gone or None.

    Args:
        where: the office, or a use case's session (``tx.session``): then the draft goes
            exactly when the record it became is saved.
        draft_id: the draft.
    """
    if draft_id is None:
        return
    if isinstance(where, Store):
        with where.write_quietly() as session:
            forget(session, draft_id)
        return
    draft = where.get(Draft, draft_id)
    if draft is not None:
        where.delete(draft)


def _id(draft: Draft) -> int:
    assert draft.id is not None  # noqa: S101 - the row was flushed
    return draft.id


def _view(draft: Draft) -> DraftView:
    return DraftView(
        _id(draft), draft.form, draft.owner, json.loads(draft.payload), draft.updated_at
    )
