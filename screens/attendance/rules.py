"""The policy by the date it takes effect, each limit with the reason of its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.attendance.terms import Status
from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.text import width
from screens.attendance.views import Month, RowsView, ask_fields
from screens.registers.fields import Typed
from screens.widgets.forms import Choice, Field, LineInput
from screens.widgets.table import Column, Line

if TYPE_CHECKING:
    from gridterm.attendance.limits import Policy, SlotPolicy
    from gridterm.attendance.policy import PolicyVersion
    from gridterm.store.audit import Actor
    from gridterm.store.unit import Store

GAP = 2


class PolicyView(RowsView):
    """Every version of the policy, the newest first."""

    title_id = N_("Policy")

    def columns(self) -> Sequence[Column]:
        """Since when, and the times that matter most."""
        return (
            Column("since", _("In force from"), 12),
            Column("am", _("Morning"), 14),
            Column("pm", _("Afternoon"), 14),
            Column("missing", _("Afternoon not signed"), 20),
            Column("reason", _("Why")),
        )

    def lines(self, store: Store, month: Month) -> Sequence[Line]:
        """The versions."""
        from gridterm.attendance.policy import versions

        del month
        return [_line(one) for one in reversed(versions(store))]

    def describe(self, line: Line) -> Text:
        """Every limit with the reason of its default."""
        from gridterm.attendance.policy import FIELDS, values

        one: PolicyVersion = line.record
        held = values(one.policy)
        told = Text(since_words(one.policy), "bold", end="")
        if one.by:
            words = _("{reason} (entered by {by})").format(reason=one.reason, by=one.by)
            told.append(f"\n{words}", "not bold")
        for field in FIELDS:
            told.append(f"\n{field.title}: {_shown(held[field.key])}", "not bold")
            told.append(f"  {field.reason}", "not bold dim")
        return told

    def new(self) -> None:
        """Another policy from a day on."""
        self._ask(self.office.clock.today())

    def open(self) -> None:
        """Change the marked version, as one from a day on."""
        one: PolicyVersion | None = self.marked
        if one is not None and not self.may_change:
            self.office.say(self.at_desk.nothing_to_do)
        elif one is not None:
            today = self.office.clock.today()
            self._ask(one.policy.since if one.policy.since > date.min else today, one.policy)

    def _ask(self, since: date, start: Policy | None = None) -> None:
        from gridterm.attendance.policy import FIELDS, policies, values

        store = self.desk.store

        def show(found: tuple[Policy, ...]) -> None:
            held = values(start or found[-1])
            cells = max(width(one.title) for one in FIELDS) + GAP

            def fields() -> Sequence[Field]:
                own = [
                    Field(one.key, one.title, _control(one.key, held[one.key]), label_cells=cells)
                    for one in FIELDS
                ]
                first = LineInput(since.isoformat())
                return (
                    Field("since", _("In force from"), first, label_cells=cells),
                    *own,
                    Field("reason", _("Why"), LineInput(), label_cells=cells),
                )

            words = _("Locked months stay; in open ones the days from then on follow at once.")
            ask_fields(self.at_desk, _("Policy"), fields, _save, self.done, words)

        self.desk.run_service(lambda: policies(store), show, group="policies")


def _control(key: str, value: str) -> LineInput | Choice:
    if key != "missing_afternoon":
        return LineInput(value)
    options = [(one.value, one.label) for one in (Status.ABSENT, Status.EARLY)]
    return Choice(options, value)


def _save(store: Store, actor: Actor, values: Mapping[str, str]) -> object:
    from gridterm.attendance.policy import save

    typed = Typed(values, store.clock)
    since = typed.day("since")
    typed.check()
    if since is None:
        sentence = _("Say from which day on.")
        raise InputError(sentence, {"since": sentence})
    told = {key: text for key, text in values.items() if key not in {"since", "reason"}}
    return save(store, actor, since, told, values["reason"])


def since_words(policy: Policy) -> str:
    """From when a version holds."""
    if policy.since == date.min:
        return _("The default, from ever")
    return _("In force from {day}").format(day=policy.since.isoformat())


def _shown(value: str) -> str:
    return Status(value).label if value in {Status.ABSENT.value, Status.EARLY.value} else value


def _slot(limits: SlotPolicy) -> str:
    return f"{limits.target:%H:%M} ({limits.late_until:%H:%M})"


def _line(one: PolicyVersion) -> Line:
    policy = one.policy
    return Line(
        policy.since.isoformat(),
        {
            "since": _("default") if policy.since == date.min else policy.since.isoformat(),
            "am": _slot(policy.morning),
            "pm": _slot(policy.afternoon),
            "missing": policy.missing_afternoon.label,
            "reason": one.reason,
        },
        one,
    )
