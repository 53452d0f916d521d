"""What is done to a notice (RULEBOOK §2): drafted from calls, approved by another, taken down.

Every function is one use case with one audit entry and returns the notice after it. All raise
``NotFoundError`` for a notice that does not exist, ``RefusedError`` with a sentence when its
state or a guard forbids the action, ``InputError`` with ``fields`` when something is missing or
may not stand on a notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from gridterm.errors import RefusedError
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.queries import notice
from gridterm.hotline.notices.scan import sentence
from gridterm.hotline.notices.steps import append, get, id_of, judged
from gridterm.hotline.notices.terms import TEXTS, NoticeAction, NoticeDetail, NoticeForm
from gridterm.hotline.notices.writing import checked, findings, sources_of
from gridterm.hotline.stepping import required
from gridterm.hotline.tables import Notice, NoticeSource
from gridterm.i18n import _
from gridterm.registers.posts import split_roles
from gridterm.registers.tables import Staff
from gridterm.registers.terms import Role
from gridterm.store import drafts
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import clean

APPROVERS = (Role.PRINCIPAL_LEADER, Role.COMMITTEE)
"""Who approves what the community tells everybody: the two committees (社区两委)."""


def draft(
    store: Store, actor: Actor, form: NoticeForm, *, draft_id: int | None = None
) -> NoticeDetail:
    """Draft a notice from calls; it gets its number.

    Args:
        store: the office.
        actor: who drafts it, and so will not approve it.
        form: what is written.
        draft_id: the draft this came from; it goes with the save.
    """
    with store.write("notice.draft", actor) as tx:
        payload = checked(tx.session, form, tx.now.date())
        year = tx.now.year
        payload["number"] = rules.number(year, tx.number(rules.series(year)))
        made = append(tx, None, NoticeAction.DRAFT, payload=payload)
        tx.subject = f"notice:{made.id}"
        drafts.forget(tx.session, draft_id)
    return notice(store, id_of(made))


def edit(
    store: Store, actor: Actor, notice_id: int, form: NoticeForm, *, draft_id: int | None = None
) -> NoticeDetail:
    """Change what is written; one that waits for approval is a draft again."""

    def payload(tx: Tx, _one: Notice) -> Mapping[str, Any]:
        drafts.forget(tx.session, draft_id)
        return checked(tx.session, form, tx.now.date())

    return _act(store, actor, notice_id, NoticeAction.EDIT, payload_of=payload)


def submit(store: Store, actor: Actor, notice_id: int) -> NoticeDetail:
    """Hand a draft in for approval."""
    return _act(store, actor, notice_id, NoticeAction.SUBMIT, payload_of=_still_fit)


def send_back(store: Store, actor: Actor, notice_id: int, reason: str) -> NoticeDetail:
    """Send one that waits for approval back to whoever drafted it."""
    words = required(reason, _("Say what has to be changed."), "reason")
    return _act(store, actor, notice_id, NoticeAction.SEND_BACK, note=words)


def approve(store: Store, actor: Actor, notice_id: int, *, note: str = "") -> NoticeDetail:
    """Approve a notice: by a leader who did not write it, after another scan; it goes up."""

    def payload(tx: Tx, one: Notice) -> Mapping[str, Any]:
        staff = tx.session.get(Staff, actor.staff_id) if actor.staff_id is not None else None
        if staff is not None and not set(APPROVERS) & set(split_roles(staff.roles)):
            raise RefusedError(
                _("Only a principal leader or a committee member approves a notice.")
            )
        return _still_fit(tx, one)

    return _act(store, actor, notice_id, NoticeAction.APPROVE, note=clean(note), payload_of=payload)


def take_down(store: Store, actor: Actor, notice_id: int, reason: str) -> NoticeDetail:
    """Take a notice down before its date, with the reason."""
    words = required(reason, _("Say why it comes down early."), "reason")
    return _act(store, actor, notice_id, NoticeAction.TAKE_DOWN, note=words)


def withdraw(store: Store, actor: Actor, notice_id: int, reason: str) -> NoticeDetail:
    """Give up a notice that does not hang yet; its number stays used."""
    words = required(reason, _("Say why it is given up; its number stays used."), "reason")
    return _act(store, actor, notice_id, NoticeAction.WITHDRAW, note=words)


def _act(  # noqa: PLR0913 - one step, said in full
    store: Store,
    actor: Actor,
    notice_id: int,
    action: NoticeAction,
    *,
    note: str = "",
    payload_of: Any = None,  # noqa: ANN401 - (Tx, Notice) -> its own facts
) -> NoticeDetail:
    with store.write(f"notice.{action}", actor) as tx:
        tx.subject = f"notice:{notice_id}"
        one = get(tx.session, notice_id)
        payload = payload_of(tx, one) if payload_of else {}
        append(tx, one, action, note=note, payload=payload)
    return notice(store, notice_id)


def _still_fit(tx: Tx, one: Notice) -> Mapping[str, Any]:
    """Nothing has come up since it was written: the calls are fit, and nobody is named.

    Raises:
        RefusedError: something has; the sentence says what.
    """
    found = tx.session.exec(select(NoticeSource).where(NoticeSource.notice_id == one.id))
    links = {link.ticket_id: link.round for link in found}
    sources = sources_of(tx.session, list(links))
    whys = (rules.unfit(judged(source), links[source.id or 0]) for source in sources)
    words = {name: getattr(one, name) for name in TEXTS}
    named = findings(tx.session, words, sources, one.office_phone)
    faults = [*filter(None, whys), *map(sentence, named)]
    if faults:
        raise RefusedError(faults[0])
    return {}
