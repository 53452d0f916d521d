"""The steps of a call as forms: which are offered, and what each asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gridterm.hotline import powers
from gridterm.hotline.answers import WAYS, way_words
from gridterm.hotline.terms import (
    OPEN_STATES,
    Action,
    Mechanism,
    SimilarTicket,
    State,
    TicketDetail,
    Tier,
)
from gridterm.i18n import Term, _
from gridterm.text import clip
from screens.hotline.words import brief_time
from screens.widgets.forms import Choice, Field, LineInput, Tick, WordsArea

if TYPE_CHECKING:
    from gridterm.registers.terms import StaffView
    from gridterm.store.unit import Store

ROWS = 3
PART_ROWS = 6
LABEL = 14
LIKE_CELLS = 40
REVIEW_DAYS = 7
BY_WORDS = (Action.ANSWER, Action.GUIDE, Action.VOID)
UP = (Tier.OVERALL, Tier.MAJOR)
FIRST = (
    *(Action.ACCEPT, Action.SUPERIOR_REPLY, Action.RESUME, Action.ASSIGN, Action.TRIAGE),
    *(Action.RESOLVE, Action.PROGRESS, Action.REOPEN, Action.SPLIT),
)


@dataclass(frozen=True)
class Known:
    """What a form offers: the call, who is at work, whom to assign to, calls like it.

    ``ticket`` is None for a form over several calls.
    """

    ticket: TicketDetail | None
    now: datetime
    staff: tuple[StaffView, ...] = ()
    me: int | None = None
    suggested: tuple[int, str, str] | None = None
    like: tuple[SimilarTicket, ...] = ()


def read_known(store: Store, ticket_id: int, action: Action, me: int | None) -> Known:
    """Read what the form of a step offers. For a thread."""
    from gridterm.hotline.posts import suggest_handler
    from gridterm.hotline.queries import ticket
    from gridterm.hotline.similar import similar_to
    from gridterm.registers.service import list_staff

    staff = tuple(one for one in list_staff(store) if one.present)
    like = similar_to(store, ticket_id) if action is Action.MERGE else ()
    return Known(
        ticket(store, ticket_id),
        store.clock.now(),
        staff,
        me,
        suggest_handler(store, ticket_id),
        tuple(one for one in like if one.row.state in OPEN_STATES),
    )


def read_for_many(store: Store, me: int | None) -> Known:
    """Read what the form of a step over several calls offers. For a thread."""
    from gridterm.registers.service import list_staff

    staff = tuple(one for one in list_staff(store) if one.present)
    return Known(None, store.clock.now(), staff, me)


def offered(ticket: TicketDetail) -> tuple[Action, ...]:
    """What can be done now: the state's actions without those the tier or a date forbids."""
    forbidden: set[Action] = set()
    if ticket.tier not in {None, Tier.GENERAL}:
        forbidden |= {Action.ANSWER, Action.GUIDE}
    if ticket.tier is None:
        forbidden.add(Action.ASSIGN)
    if ticket.tier not in UP:
        forbidden.add(Action.REPORT_UP)
    if _extended(ticket):
        forbidden.add(Action.EXTEND)
    if not ticket.reopens:
        forbidden.add(Action.REOPEN)
    return tuple(one for one in ticket.actions if one not in forbidden)


def _extended(ticket: TicketDetail) -> bool:
    """Whether the present round was extended already."""
    extended = False
    for event in ticket.events:
        if event.action is Action.EXTEND:
            extended = True
        elif event.action is Action.REOPEN or (
            event.action is Action.REVISIT and event.state is State.IN_PROGRESS
        ):
            extended = False
    return extended


def next_steps(ticket: TicketDetail, most: int) -> tuple[Action, ...]:
    """The steps that usually come next, for buttons of their own."""
    now = offered(ticket)
    again = {Action.TRIAGE} if ticket.tier is not None else set()
    again |= {Action.SPLIT} if ticket.state is not State.MERGED else set()
    return tuple(one for one in FIRST if one in now and one not in again)[:most]


# ── what is asked ───────────────────────────────────────────────────────────
def fields(action: Action, known: Known) -> list[Field]:
    """The fields of a step's form; their names are those of the service's errors."""
    return _ASKED[action](known)


def _line(name: str, label: str, value: str = "", hint: str = "") -> Field:
    return Field(name, label, LineInput(value), hint=hint, label_cells=LABEL)


def _words(name: str, label: str) -> Field:
    return Field(name, label, WordsArea(rows=ROWS), label_cells=LABEL)


def _terms(name: str, label: str, terms: type[Term], value: Term | None) -> Field:
    options = [(str(one), one.label) for one in terms]
    return Field(name, label, Choice(options, value, title=label), label_cells=LABEL)


def _staff(name: str, label: str, known: Known, chosen: int | None, nobody: str = "") -> Field:
    options = [("", nobody)] if nobody else []
    options += [(str(one.id), _member(one)) for one in known.staff]
    here = {key for key, _words in options}
    value = str(chosen) if str(chosen) in here else None
    return Field(name, label, Choice(options, value, title=label), label_cells=LABEL)


def _member(one: StaffView) -> str:
    roles = _(", ").join(role.label for role in one.roles)
    return f"{one.number} {one.name} {roles}".strip()


def _triage(known: Known) -> list[Field]:
    ticket = known.ticket
    return [
        _terms("tier", _("Tier"), Tier, ticket.tier if ticket else None),
        _terms("mechanism", _("Mechanism"), Mechanism, ticket.mechanism if ticket else None),
        _words("reason", _("The reason")),
        _line("major_due", _("Date if major"), hint=_("Only for a major matter; like 11-27.")),
        _staff("accused", _("Complained of"), known, None, _("nobody on the staff")),
    ]


def _assign(known: Known) -> list[Field]:
    one = known.suggested
    each = "" if known.ticket else _("the lead of each call's grid")
    field = _staff("to", _("Handler"), known, one[0] if one else None, each)
    why = _("Suggested: {name}, {why}.").format(name=one[1], why=one[2]) if one else ""
    return [field, _line("note", _("Note"), hint=why)]


def _transfer(known: Known) -> list[Field]:
    one = known.suggested
    return [
        _staff("to", _("Handler"), known, one[0] if one else None),
        _words("reason", _("The reason")),
    ]


def _reason(_known: Known) -> list[Field]:
    return [_words("reason", _("The reason"))]


def _note(_known: Known) -> list[Field]:
    return [_line("note", _("Note"))]


def _progress(_known: Known) -> list[Field]:
    told = Tick(_("The resident was told"))
    return [_words("note", _("What was done")), Field("told", "", told, label_cells=LABEL)]


def _suspend(known: Known) -> list[Field]:
    review = f"{known.now + timedelta(days=REVIEW_DAYS):%Y-%m-%d}"
    return [
        _words("reason", _("The reason")),
        _line("review_on", _("Review on"), review, _("Within 30 days from today.")),
        _approver(known),
    ]


def _approver(known: Known) -> Field:
    """Who approved it, of those who may; a line where the office has nobody who may."""
    able = [one for one in known.staff if any(role in powers.APPROVERS for role in one.roles)]
    if not able:
        return _line("approver", _("Approved by"))
    options = [("", _("not approved yet")), *((one.number, _member(one)) for one in able)]
    choice = Choice(options, title=_("Approved by"))
    return Field("approver", _("Approved by"), choice, label_cells=LABEL)


def _report_up(_known: Known) -> list[Field]:
    return [
        _line("unit", _("To which unit")),
        _line("document", _("Document no.")),
        _line("note", _("Note")),
    ]


def _superior_reply(_known: Known) -> list[Field]:
    return [_words("reply", _("Answer"))]


def _telling(known: Known) -> list[Field]:
    ways = [
        ("", _("not told yet")),
        *((how, way_words(how)) for how in WAYS),
    ]
    regional = known.ticket is not None and known.ticket.tier is Tier.REGIONAL
    lead = known.suggested if regional else None
    return [
        Field(
            "told", _("Resident told"), Choice(ways, title=_("Resident told")), label_cells=LABEL
        ),
        _staff("told_by", _("Told by"), known, lead[0] if lead else known.me),
        _line("at", _("Told at"), hint=_("Empty means now; like 9:14 or 11-20 15:20.")),
    ]


def _extend(known: Known) -> list[Field]:
    return [
        _line("new_due", _("New date"), hint=_("Like 11-27, or 2026-11-27 15:00.")),
        _words("reason", _("The reason")),
        _approver(known),
        *_telling(known),
    ]


def _resolve(known: Known) -> list[Field]:
    return [_words("result", _("Result")), *_telling(known)]


def _merge(known: Known) -> list[Field]:
    options = []
    for one in known.like:
        head = f"{one.row.number} {brief_time(one.row.received_at, known.now)}"
        options.append((one.row.number, f"{head} {clip(one.row.subject, LIKE_CELLS)}"))
    options.append(("", _("none of those found")))
    like = Choice(options, title=_("Similar calls"))
    return [
        Field("like", _("Similar calls"), like, label_cells=LABEL),
        _line("master", _("Or its number"), hint=_("The call that goes on, like RX-2026-12.")),
        _line("reason", _("The reason")),
    ]


def _split(known: Known) -> list[Field]:
    """A merged call says why it comes out; any other, which words become a new call."""
    ticket = known.ticket
    reason = _words("reason", _("The reason"))
    if ticket is None or ticket.state is State.MERGED:
        return [reason]
    words = WordsArea(ticket.content, rows=PART_ROWS)
    hint = _("Leave only what the new call is about; this call keeps its words.")
    return [Field("words", _("New call"), words, hint=hint, label_cells=LABEL), reason]


_ASKED: Mapping[Action, Callable[[Known], list[Field]]] = {
    Action.TRIAGE: _triage,
    Action.ASSIGN: _assign,
    Action.TRANSFER: _transfer,
    Action.RETURN: _reason,
    Action.PROGRESS: _progress,
    Action.SUSPEND: _suspend,
    Action.RESUME: _note,
    Action.REPORT_UP: _report_up,
    Action.SUPERIOR_REPLY: _superior_reply,
    Action.EXTEND: _extend,
    Action.RESOLVE: _resolve,
    Action.REOPEN: _reason,
    Action.MERGE: _merge,
    Action.SPLIT: _split,
    Action.VOID: _reason,
    Action.URGE: _note,
    Action.SUPERVISE: _note,
    Action.CIRCULATE: _note,
}
