"""The leave slip on paper (RULEBOOK §5, §9): asked for, approved, signed; printed beforehand."""

from __future__ import annotations

from datetime import datetime

from gridterm import settings
from gridterm.attendance import facts, leave
from gridterm.attendance.leave import LeaveView
from gridterm.attendance.terms import LateDecision, LeaveState
from gridterm.i18n import _, ngettext
from gridterm.printing.document import (
    Document,
    Field,
    KeyValueTable,
    Layout,
    Note,
    Office,
    SignatureBlock,
    Signer,
)
from gridterm.printing.export import Printout
from gridterm.store.unit import Store

REASON_LINES = 3
OPINION_LINES = 2


def slip_of(store: Store, leave_id: int, *, by: str = "") -> Printout:
    """The slip of a request for leave as it stands now.

    Args:
        store: the office.
        leave_id: which.
        by: who prints it, for the foot.

    Raises:
        NotFoundError: there is no such leave.
    """
    found = leave.leave(store, leave_id)
    with store.read() as session:
        current = settings.load(session)
        halves = facts.owed_halves(session, found.start, found.end)
    office = Office(*(current.text(f"office.{key}") for key in ("name", "street", "hotline")))
    foot = _("Printed {time} by {name}") if by else _("Printed {time}")
    printed = foot.format(time=_moment(store.clock.now()), name=by)
    return Printout(slip(found, office, halves=halves, printed=printed), found.number)


def slip(found: LeaveView, office: Office, *, halves: int, printed: str = "") -> Document:
    """The slip of one leave.

    Args:
        found: the leave.
        office: what stands at the head.
        halves: how many sign-ins it covers.
        printed: when and by whom it is printed, for the foot.
    """
    body = (
        KeyValueTable(_asked(found, halves)),
        KeyValueTable(_decided(found)),
        *((Note(_late_words(found)),) if found.late is not None else ()),
        SignatureBlock((Signer(_("Applicant:")), Signer(_("Approved by:")))),
    )
    return Document(
        title=_("Leave slip"),
        body=body,
        meta=(
            _("No. {number}").format(number=found.number),
            _("State: {state}").format(state=found.state.label),
        ),
        letterhead=office.full_name,
        footer=printed,
        layout=Layout.FORM,
    )


def _asked(found: LeaveView, halves: int) -> tuple[tuple[Field, ...], ...]:
    covers = ngettext("{count} half-day", "{count} half-days", halves).format(count=halves)
    return (
        (Field(_("Name"), found.staff.name), Field(_("Staff number"), found.staff.number)),
        (Field(_("Kind"), found.kind.label), Field(_("Covers"), covers)),
        (Field(_("When"), _when(found), span=2),),
        (
            Field(_("Asked for at"), _moment(found.asked_at)),
            Field(_("Entered by"), found.entered_by),
        ),
        (Field(_("Reason for leave"), found.reason, span=2, lines=REASON_LINES),),
    )


def _when(found: LeaveView) -> str:
    return _("{year}: {span}").format(year=found.start.year, span=found.span)


def _decided(found: LeaveView) -> tuple[tuple[Field, ...], ...]:
    decided = found.state in {LeaveState.APPROVED, LeaveState.REJECTED}
    words = _(", ").join(filter(None, (found.state.label if decided else "", found.note)))
    at = _moment(found.decided_at) if found.decided_at else ""
    return (
        (Field(_("Opinion on the leave"), words, span=2, lines=OPINION_LINES),),
        (Field(_("Approved by"), found.approver), Field(_("Decided at"), at)),
    )


def _late_words(found: LeaveView) -> str:
    if found.late is LateDecision.OPEN:
        return _("Approved after it began: what it covers by then is still to be decided.")
    return _("Approved after it began: {decision}, decided by {name}: {reason}.").format(
        decision=found.late.label if found.late else "",
        name=found.late_by,
        reason=found.late_reason,
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
