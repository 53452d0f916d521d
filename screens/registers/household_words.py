"""What the page of a household says: its people, its services, its contacts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from gridterm.i18n import _
from gridterm.registers.household_terms import HouseholdDetail, MemberView, ServiceView
from gridterm.visits.terms import HistoryLine
from screens.widgets.plain import plain
from screens.widgets.table import Column, Line


def columns() -> tuple[Column, ...]:
    """The columns of who lives there."""
    return (
        Column("name", _("Name"), 14),
        Column("relation", _("Relation"), 16),
        Column("phone", _("Phone"), 14),
        Column("lives", _("Lives here")),
        Column("since", _("Belongs here since"), 18, wide=True),
    )


def people_lines(home: HouseholdDetail) -> tuple[Line, ...]:
    """A line for everybody of a household, who has gone too."""
    return tuple(_person(one) for one in (*home.members, *home.former))


def _person(one: MemberView) -> Line:
    gone = one.valid_to is not None
    style = "dim" if gone else ""
    lives = _("yes") if one.lives_here else _("only registered here")
    if one.valid_to is not None:
        lives = _("until {day}").format(day=one.valid_to.isoformat())
    cells: dict[str, str | Text] = {
        "name": plain(one.name, style),
        "relation": plain(one.relation.label if one.relation else "", style),
        "phone": plain(one.phone, style),
        "lives": plain(lives, style),
        "since": plain(one.valid_from.isoformat(), style),
    }
    return Line(str(one.id), cells, one)


def facts_words(home: HouseholdDetail) -> Text:
    """Since when it is here, its phone, its note."""
    words = Text(end="")
    words.append(_("since {day}").format(day=home.valid_from.isoformat()), "dim")
    if home.phone:
        words.append(f"  {_('Home phone')} {home.phone}")
    if home.note:
        words.append(f"\n{home.note}")
    return words


def services_words(found: Sequence[ServiceView] | None, needs: int) -> Text:
    """How many services are needed; which ones where somebody has looked (``found``)."""
    words = Text(end="")
    words.append(_("Services needed: {number}").format(number=needs), "bold")
    if found is None:
        if needs:
            words.append("  " + _("Space shows them; that you looked is recorded."), "dim")
        return words
    for one in found:
        whom = f"  {one.member}" if one.member else ""
        until = ""
        if one.valid_to is not None:
            until = "  " + _("until {day}").format(day=one.valid_to.isoformat())
        line = f"\n{one.kind.label}{whom}  {one.purpose}{until}"
        words.append(line, "dim" if until else "")
    return words


def contact_words(one: HistoryLine) -> Text:
    """A contact with the household in one line."""
    state = one.state or (one.outcome.label if one.outcome is not None else "")
    line = f"{one.at:%Y-%m-%d %H:%M}  {one.kind.label}  {one.who}  {one.words}"
    words = plain(line.replace("\n", " "))
    words.append(f"  {one.ticket} {state}".rstrip(), "dim")
    words.no_wrap, words.overflow = True, "ellipsis"
    return words
