"""A notice as it is proposed from calls: their words masked, the result, the usual dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from gridterm import settings
from gridterm.errors import InputError
from gridterm.hotline.events import Step
from gridterm.hotline.notices import rules
from gridterm.hotline.notices.scan import Callers, masked
from gridterm.hotline.notices.steps import judged
from gridterm.hotline.notices.terms import LONGEST, TEXTS, Found, NoticeDetail, NoticeForm
from gridterm.hotline.notices.writing import callers_of, findings, sources_of
from gridterm.hotline.steps import category_name, read_steps
from gridterm.hotline.tables import Category, Ticket
from gridterm.hotline.terms import Action, State
from gridterm.i18n import _
from gridterm.store.unit import Store
from gridterm.text import clean, clean_line

RESULTS = (Action.ANSWER, Action.GUIDE, Action.REPLY, Action.RESOLVE)
DONE = (State.ANSWERED, State.CLOSED)
CUT = ".."


def proposal(store: Store, ticket_ids: Sequence[int]) -> NoticeForm:
    """What a notice of these calls could say; whoever drafts it goes on from there.

    Raises:
        InputError: there is no such call, or one cannot be behind a notice.
    """
    with store.read() as session:
        return propose(session, ticket_ids, store.clock.today())


def propose(session: Session, ticket_ids: Sequence[int], today: date) -> NoticeForm:
    """As ``proposal``, within a session."""
    sources = sources_of(session, ticket_ids)
    whys = [why for one in sources if (why := rules.unfit(judged(one)))]
    if not sources or whys:
        raise InputError((whys or [_("There is no call with this number.")])[0])
    callers = callers_of(session, sources)
    steps = {one.id or 0: read_steps(session, one.id or 0) for one in sources}
    done = all(one.state in DONE for one in sources)
    office = settings.load(session)
    hotline = office.text("office.hotline")
    texts = {
        "title": _title(session, sources),
        "matter": "\n".join(dict.fromkeys(one.content for one in sources)),
        "handling": _handling(sources, steps),
        "result": _result(steps) if done else "",
    }
    grids = {one.grid_id for one in sources}
    return NoticeForm(
        source_ids=tuple(one.id or 0 for one in sources),
        **{name: _fitting(name, text, callers, hotline) for name, text in texts.items()},
        expected_on=None if done else _expected(sources, today),
        grid_id=grids.pop() if len(grids) == 1 else None,
        office_phone=hotline,
        up_on=today,
        down_on=today + timedelta(days=office.number("hotline.notice_days") - 1),
    )


def again(told: NoticeDetail) -> NoticeForm:
    """A notice's own words, to change them or to draft it anew from the same calls."""
    return NoticeForm(
        source_ids=tuple(one.ticket_id for one in told.sources),
        **{name: getattr(told, name) for name in TEXTS},
        expected_on=told.expected_on,
        grid_id=told.grid_id,
        office_phone=told.office_phone,
        up_on=told.up_on,
        down_on=told.down_on,
    )


def scanned(store: Store, form: NoticeForm) -> tuple[Found, ...]:
    """What may not stand in a form's texts, while it is still being typed."""
    words = {name: clean(getattr(form, name)) for name in TEXTS}
    with store.read() as session:
        sources = sources_of(session, form.source_ids)
        return findings(session, words, sources, form.office_phone)


def _title(session: Session, sources: Sequence[Ticket]) -> str:
    first = sources[0]
    if first.title:
        return first.title
    category = session.get(Category, first.category) if first.category else None
    about = category_name(category) if category else _("a matter of residents")
    place = f"{first.place} " if first.place and first.place.isascii() else first.place
    return _("{place}{matter}").format(place=place, matter=about)


def _handling(sources: Sequence[Ticket], steps: Mapping[int, Sequence[Step]]) -> str:
    received = min(one.received_at for one in sources)
    lines = [_("Received on {day}.").format(day=f"{received:%Y-%m-%d}")]
    for some in steps.values():
        lines += [one.note for one in some if one.action is Action.PROGRESS and one.note]
    return "\n".join(dict.fromkeys(lines))


def _result(steps: Mapping[int, Sequence[Step]]) -> str:
    last = (
        next((one.note for one in reversed(some) if one.action in RESULTS), "")
        for some in steps.values()
    )
    return "\n".join(dict.fromkeys(filter(None, last)))


def _expected(sources: Sequence[Ticket], today: date) -> date:
    due = [one.due_at.date() for one in sources if one.due_at is not None]
    return max([today, *due])


def _fitting(name: str, text: str, callers: Callers, hotline: str) -> str:
    """Masked and cut to what the field takes; a cut can make nothing new that is found."""
    tidy = clean_line(text) if name == "title" else clean(text)
    words = masked(tidy, callers, (hotline,))
    if len(words) > LONGEST[name]:
        words = masked(f"{words[: LONGEST[name] - len(CUT) * 2]}{CUT}", callers, (hotline,))
    return words
