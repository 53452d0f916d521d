"""The supervision slip 督办单 (RULEBOOK §2): what is late, since when, why, answer by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gridterm.errors import RefusedError
from gridterm.hotline import due, queries
from gridterm.hotline.documents import moment_words
from gridterm.hotline.terms import Action, ClockName, EventView, TicketDetail
from gridterm.i18n import _, ngettext
from gridterm.printing.document import (
    Align,
    Block,
    Document,
    Field,
    Heading,
    KeyValueTable,
    Layout,
    Note,
    Office,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Signer,
    Table,
)
from gridterm.printing.export import Printout
from gridterm.settings import load
from gridterm.store.unit import Store
from gridterm.text import clip
from gridterm.worktime import WorkTime, close_after, workdays_between

LADDER = (Action.URGE, Action.SUPERVISE, Action.CIRCULATE)
MATTER_CELLS = 400
LINES = 6


@dataclass(frozen=True)
class Slip:
    """What a slip says.

    ``issued`` is the newest supervision, ``answer_by`` when its answer is due, ``steps`` the
    rungs confirmed so far; ``late_days`` are working days from ``due_at`` to the issue.
    """

    number: str
    ticket: TicketDetail
    issued: EventView
    answer_by: datetime
    clock: ClockName | None
    due_at: datetime | None
    late_days: int
    why: str
    to: str
    steps: tuple[EventView, ...]


def slip(store: Store, ticket_id: int) -> Slip:
    """The slip of a call's newest supervision.

    Raises:
        NotFoundError: no such call.
        RefusedError: it was never put under supervision.
    """
    ticket = queries.ticket(store, ticket_id)
    issues = [one for one in ticket.events if one.action is Action.SUPERVISE]
    if not issues:
        raise RefusedError(
            _(
                "{number} is not under supervision, so there is no slip. Urge it first, and "
                "supervise it from the first working day after its date on."
            ).format(number=ticket.number)
        )
    issued = issues[-1]
    with store.read() as session:
        work = due.timing(session).work
        days = load(session).number("hotline.slip_days")
    due_at = _moment_of(issued, "due_at")
    clock = issued.payload.get("clock")
    return Slip(
        number=f"{ticket.number}-{len(issues)}",
        ticket=ticket,
        issued=issued,
        answer_by=close_after(issued.at, days, work),
        clock=ClockName(clock) if clock in set(ClockName) else None,
        due_at=due_at,
        late_days=_late_days(due_at, issued.at, work),
        why=next((one.why for one in ticket.dates if one.clock == clock), ""),
        to=_handler_at(ticket.events, issued) or ticket.handler,
        steps=tuple(one for one in ticket.events if one.action in LADDER),
    )


def slip_of(store: Store, ticket_id: int, *, by: str = "") -> Printout:
    """The slip on paper; a confidential call's bears the mark. Errors as ``slip``.

    Args:
        store: the office.
        ticket_id: which call.
        by: who prints it, for the foot.
    """
    told = slip(store, ticket_id)
    with store.read() as session:
        settings = load(session)
    office = Office(*(settings.text(f"office.{key}") for key in ("name", "street", "hotline")))
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    printed = foot.format(time=moment_words(store.clock.now()), name=by)
    return Printout(slip_sheet(told, office, printed=printed), told.number)


def slip_sheet(told: Slip, office: Office, *, printed: str = "") -> Document:
    """The slip with its steps, the places to sign, and the receipt that comes back."""
    return Document(
        title=_("Supervision slip"),
        body=(
            KeyValueTable(_facts(told)),
            _steps(told.steps),
            _request(told),
            SignatureBlock((Signer(_("Issued by:")), Signer(_("Leader:")))),
            PageBreak(),
            *_receipt(told),
        ),
        meta=(
            _("No. {number}").format(number=told.number),
            _("Issued {time}").format(time=moment_words(told.issued.at)),
        ),
        letterhead=office.full_name,
        footer=printed,
        confidential=told.ticket.confidential,
        layout=Layout.FORM,
    )


def _facts(told: Slip) -> tuple[tuple[Field, ...], ...]:
    ticket = told.ticket
    tier = ticket.tier.label if ticket.tier else ""
    received = moment_words(ticket.received_at)
    due_at = moment_words(told.due_at) if told.due_at else _("no date yet")
    late = ngettext("{count} working day", "{count} working days", told.late_days)
    clock = told.clock.label if told.clock else ""
    return (
        (Field(_("Supervised"), told.to), Field(_("Grid"), ticket.grid)),
        (Field(_("Number"), ticket.number), Field(_("Received at"), received)),
        (Field(_("Kind"), ticket.kind.label), Field(_("Tier"), tier)),
        (Field(_("Matter"), clip(_matter(ticket), MATTER_CELLS), span=2, lines=2),),
        (Field(_("What is late"), clock), Field(_("State"), ticket.state.label)),
        (Field(_("Was due"), due_at), Field(_("Late by"), late.format(count=told.late_days))),
        (Field(_("Why this date"), told.why, span=2),),
        (Field(_("Opinion"), told.issued.note, span=2, lines=2),),
    )  # fmt: skip


def _matter(ticket: TicketDetail) -> str:
    return f"{ticket.title}: {ticket.content}" if ticket.title else ticket.content


def _steps(steps: Sequence[EventView]) -> Block:
    return Table(
        header=(_("Time"), _("Step"), _("By"), _("What was done")),
        rows=tuple(
            (moment_words(one.at), one.action.label, one.actor, one.note or "-") for one in steps
        ),
        align=(Align.CENTER, Align.CENTER, Align.CENTER, Align.LEFT),
        caption=_("Steps of the supervision"),
    )


def _request(told: Slip) -> Block:
    return Paragraph(
        _(
            "Please say in writing by {time} why it is late, how far it is, and by when it will "
            "be done, and send the enclosed receipt back to the hotline desk. What is late on the "
            "fifth working day after its date is made public."
        ).format(time=moment_words(told.answer_by))
    )


def _receipt(told: Slip) -> tuple[Block, ...]:
    back = _("No. {number}, back by {time}").format(
        number=told.number, time=moment_words(told.answer_by)
    )
    return (
        Heading(_("Receipt"), numbered=False),
        Note(back),
        KeyValueTable(
            (
                (Field(_("Supervised"), told.to), Field(_("Number"), told.ticket.number)),
                (Field(_("Received by"), ""), Field(_("Time"), "")),
                (Field(_("Why late"), "", span=2, lines=LINES),),
                (Field(_("How far it is"), "", span=2, lines=LINES),),
                (Field(_("Done by"), ""), Field(_("Told resident"), "")),
            )
        ),
        SignatureBlock((Signer(_("Handled by:")), Signer(_("Grid lead:")))),
    )


def _handler_at(events: Sequence[EventView], until: EventView) -> str:
    """Who had it when it was supervised."""
    handed = [one for one in events if one.seq < until.seq and one.payload.get("to")]
    return str(handed[-1].payload["to"]) if handed else ""


def _moment_of(event: EventView, name: str) -> datetime | None:
    said = event.payload.get(name)
    return datetime.fromisoformat(said) if isinstance(said, str) else None


def _late_days(due_at: datetime | None, at: datetime, work: WorkTime) -> int:
    if due_at is None or at <= due_at:
        return 0
    return workdays_between(due_at.date(), at.date(), work)
