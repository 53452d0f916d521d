"""What the hotline prints (RULEBOOK §9): the call form 民情热线登记表."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gridterm.hotline import queries, service
from gridterm.hotline.answers import four_answers, step_lines
from gridterm.hotline.terms import Action, EventView, Revealed, TicketDetail
from gridterm.i18n import _, ngettext
from gridterm.printing.document import (
    Align,
    Block,
    Document,
    Field,
    KeyValueTable,
    Layout,
    Office,
    SignatureBlock,
    Signer,
    Table,
)
from gridterm.printing.export import Printout
from gridterm.settings import load
from gridterm.store.audit import Actor
from gridterm.store.unit import Store

CONTENT_LINES = 3
RESULT_LINES = 2
RESULTS = (Action.ANSWER, Action.GUIDE, Action.RESOLVE, Action.REPLY)


def form_of(
    store: Store, ticket_id: int, *, by: str = "", revealed_to: Actor | None = None
) -> Printout:
    """The form of a ticket as it stands now; a confidential one bears its mark.

    Args:
        store: the office.
        ticket_id: which.
        by: who prints it, for the foot; empty where nobody signed on.
        revealed_to: who wants the caller in full; that they looked goes into the trail.

    Raises:
        NotFoundError: no such ticket.
    """
    revealed = service.reveal(store, revealed_to, ticket_id) if revealed_to else None
    detail = queries.ticket(store, ticket_id)
    with store.read() as session:
        settings = load(session)
    named = (settings.text(f"office.{key}") for key in ("name", "street", "hotline"))
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    printed = foot.format(time=moment_words(store.clock.now()), name=by)
    return Printout(
        call_form(detail, Office(*named), revealed=revealed, printed=printed), detail.number
    )


def call_form(
    detail: TicketDetail, office: Office, *, revealed: Revealed | None = None, printed: str = ""
) -> Document:
    """The form of one call, with every field, its steps and the places to sign.

    Args:
        detail: the ticket as it is read; caller and phone are masked there.
        office: what stands at the head and the foot.
        revealed: the caller in full where the form needs it (``service.reveal`` notes it).
        printed: when and by whom it is printed, for the foot.
    """
    hotline = _("Hotline {number}").format(number=office.hotline) if office.hotline else ""
    return Document(
        title=_("Hotline call form"),
        body=(
            KeyValueTable(_facts(detail, revealed)),
            _steps(detail),
            KeyValueTable(_handling(detail)),
            _signatures(),
        ),
        meta=_meta(detail),
        letterhead=office.full_name,
        footer="  ".join(filter(None, (hotline, printed))),
        confidential=detail.confidential,
        layout=Layout.FORM,
    )


def _meta(detail: TicketDetail) -> tuple[str, ...]:
    number = _("No. {number}").format(number=detail.number)
    return (number, _("State: {state}").format(state=detail.state.label))


def _facts(detail: TicketDetail, revealed: Revealed | None) -> tuple[tuple[Field, ...], ...]:
    caller = revealed.caller if revealed and not detail.anonymous else detail.caller
    phone = revealed.phone if revealed else detail.phone
    rows: list[tuple[Field, ...]] = [
        (Field(_("Received at"), moment_words(detail.received_at)),
         Field(_("First responder"), detail.first_responder)),
        (Field(_("Caller"), caller), Field(_("Phone number"), phone)),
        (Field(_("Address"), detail.address or detail.building), Field(_("Grid"), detail.grid)),
        (Field(_("Channel"), detail.channel.label), Field(_("Kind"), detail.kind.label)),
        (Field(_("Category"), detail.category_name), Field(_("Marks"), _marks(detail))),
    ]  # fmt: skip
    if detail.history or detail.external_id:
        written = moment_words(detail.registered_at)
        source = Field(_("Source number"), detail.external_id)
        rows.append((source, Field(_("Written down"), written)))
    rows += [
        (Field(name, text, span=2),)
        for name, text in ((_("Place"), detail.place), (_("Title"), detail.title))
        if text
    ]
    rows.append((Field(_("Matter"), detail.content, span=2, lines=CONTENT_LINES),))
    return tuple(rows)


def _marks(detail: TicketDetail) -> str:
    marks = (
        (detail.confidential, _("CONFIDENTIAL")),
        (detail.history, _("Imported history")),
        (detail.publishable, _("Publishable")),
        (detail.proactive, _("Found by grid")),
    )
    return _(", ").join(words for on, words in marks if on)


def _steps(detail: TicketDetail) -> Block:
    return Table(
        header=(_("Time"), _("Step"), _("By"), _("What was done")),
        rows=tuple(
            (
                moment_words(event.at),
                event.action.label,
                event.actor,
                _told(event),
            )
            for event in detail.events
        ),
        align=(Align.CENTER, Align.CENTER, Align.CENTER, Align.LEFT),
        caption=_("Steps"),
    )


def _handling(detail: TicketDetail) -> tuple[tuple[Field, ...], ...]:
    """Result and revisit as the steps tell them; what is still to come has lines to write on."""
    done = next((one for one in reversed(detail.events) if one.action in RESULTS), None)
    since = [one for one in detail.events if done is None or one.seq > done.seq]
    visits = [one.payload for one in since if one.action is Action.REVISIT]
    reached, true, solved, satisfied = (
        Field(*one) for one in four_answers(visits[-1] if visits else None)
    )
    result = done.note if done else ""
    note = _("No revisit: anonymous or not wanted") if _waived(visits) else _tries(visits)
    return (
        (Field(_("Result"), result, span=2, lines=1 if result else RESULT_LINES),),
        (reached, true),
        (solved, satisfied),
        *(((Field(_("Revisit"), note, span=2),),) if note else ()),
        (Field(_("Leader's opinion"), span=2, lines=RESULT_LINES),),
    )


def _waived(visits: Sequence[Mapping[str, Any]]) -> bool:
    return bool(visits) and bool(visits[-1].get("waived"))


def _tries(visits: Sequence[Mapping[str, Any]]) -> str:
    missed = sum(not one.get("reached") for one in visits)
    if not missed:
        return ""
    words = ngettext("Not reached {count} time", "Not reached {count} times", missed)
    return words.format(count=missed)


def _signatures() -> SignatureBlock:
    roles = (_("First responder:"), _("Handled by:"), _("Grid lead:"), _("Leader:"))
    return SignatureBlock(tuple(Signer(role) for role in roles))


def _told(event: EventView) -> str:
    """A step's note, what else it says, and when it was written down if later."""
    late = ""
    if event.at != event.recorded_at:
        late = _("(written down {time})").format(time=moment_words(event.recorded_at))
    return "\n".join(filter(None, (event.note, *step_lines(event), late)))


def moment_words(moment: datetime) -> str:
    """A moment as forms show it."""
    return f"{moment:%Y-%m-%d %H:%M}"
