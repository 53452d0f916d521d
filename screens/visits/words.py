"""How visits and their checks are written on the screen: colours always with their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from gridterm.i18n import _, ngettext
from gridterm.text import clean_line, clip, pad, width
from gridterm.visits.rules import short_home
from gridterm.visits.terms import (
    CheckView,
    Finding,
    ManagerDay,
    Outcome,
    Purpose,
    VisitDetail,
    VisitRow,
)
from screens.state import WEEKDAYS

if TYPE_CHECKING:
    from gridterm.visits.terms import PlanLine

BAD = "bold red"
GOOD = "green"
WAITS = "bold yellow"
QUIET = "dim"
FULL, EMPTY = "#", "."
TITLE_CELLS = 28
OUTCOME_STYLES: Mapping[Outcome, str] = {Outcome.NOBODY: QUIET, Outcome.REFUSED: WAITS}
FINDING_STYLES: Mapping[Finding, str] = {
    Finding.TRUE: GOOD,
    Finding.MISMATCH: BAD,
    Finding.FALSIFIED: BAD,
    Finding.UNREACHED: WAITS,
}


def day_words(day: date) -> str:
    """``2026-11-20 Fri``."""
    return f"{day.isoformat()} {_(WEEKDAYS[day.weekday()])}"


def short_day(day: date, today: date) -> str:
    """``11-20 Fri``; today and yesterday by their words, another year with its number."""
    if day == today:
        return _("today")
    name = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    return f"{name} {_(WEEKDAYS[day.weekday()])}"


def bar(part: float, cells: int) -> str:
    """A share from 0 to 1 as a row of signs that every terminal has."""
    full = max(0, min(cells, round(part * cells)))
    return FULL * full + EMPTY * (cells - full)


def share_words(part: float | None) -> str:
    """``87 %``; a stroke where there is nothing to take a share of."""
    return "-" if part is None else f"{part * 100:.0f} %"


def of_words(number: int, wanted: int) -> str:
    """``7/20``; only the number where nothing is asked for, a stroke where that is none."""
    return f"{number}/{wanted}" if wanted else str(number or "-")


def outcome_text(one: Outcome) -> Text:
    """What came of a visit."""
    return Text(one.label, style=OUTCOME_STYLES.get(one, ""), end="")


def finding_text(check: CheckView | None) -> Text:
    """What a check found; what is amiss is red and has a mark before its word."""
    if check is None:
        return Text(_("not checked yet"), style=WAITS, end="")
    mark = "! " if check.result.amiss else ""
    return Text(f"{mark}{check.result.label}", style=FINDING_STYLES[check.result], end="")


def standing_text(one: ManagerDay, today: date) -> Text:
    """What a manager's day still needs, the worst first."""
    if one.amiss:
        words = ngettext("! {number} amiss", "! {number} amiss", one.amiss)
        return Text(words.format(number=one.amiss), style=BAD, end="")
    if not one.visits and not one.wanted:
        words = _("no household to visit") if one.working else _("day off")
        return Text(words, style=QUIET, end="")
    return _lacks_text(one, today)


def _lacks_text(one: ManagerDay, today: date) -> Text:
    """What a day with visits, or that asks for some, still needs."""
    short = one.wanted - one.visits
    past = one.day < today
    if past and short > 0:
        return Text(_("! {number} short").format(number=short), style=BAD, end="")
    if one.visits and not one.drawn:
        return Text(_("not drawn yet"), style=BAD if past else WAITS, end="")
    open_checks = min(one.checks_wanted, one.drawn) - one.checked
    if open_checks > 0:
        words = ngettext("{number} to check", "{number} to check", open_checks)
        return Text(words.format(number=open_checks), style=BAD if past else WAITS, end="")
    if short > 0:
        return Text(_("{number} to go").format(number=short), style=QUIET, end="")
    return Text(_("complete"), style=GOOD, end="")


def matter_words(row: VisitRow) -> str:
    """Matter and feedback in one line, with the call the matter became."""
    parts = [row.ticket, clean_line(row.matter)]
    said = clean_line(row.feedback)
    if said:
        parts.append(_("feedback: {words}").format(words=said))
    return "  ".join(one for one in parts if one)


def entry_line(number: int, row: VisitRow, cells: int) -> Text:
    """A visit of a round in one row of ``cells`` cells: number, household, outcome, matter."""
    who = f"{short_home(row.household)} {clean_line(row.head)}"
    words = Text(f"{number:>3} ", style=QUIET, end="", no_wrap=True)
    words.append(pad(clip(who, TITLE_CELLS), TITLE_CELLS + 1), "not dim")
    if row.ended is not None:
        words.append(_("void or corrected"), "not dim strike")
        return words
    words.append(pad(clip(row.result.label, 8), 9), OUTCOME_STYLES.get(row.result, "not dim"))
    purpose = "" if row.purpose is Purpose.ROUTINE else row.purpose.label
    rest = "  ".join(one for one in (purpose, matter_words(row)) if one)
    words.append(clip(rest, max(0, cells - width(words.plain))), "not dim")
    return words


def visit_title(row: VisitRow) -> str:
    """A visit in one line: the day and the household."""
    return f"{row.day.isoformat()} {short_home(row.household)} {clean_line(row.head)}"


def visit_words(row: VisitRow) -> Text:
    """A visit in full: who, when, where, what, and the call it became."""
    told = Text(f"{clean_line(row.household)}  {clean_line(row.head)}", "bold", end="")
    when = f"{row.at:%Y-%m-%d %H:%M}" if row.timed else row.day.isoformat()
    if row.late:
        when = " ".join((when, _("(entered later)")))
    who = f"{row.staff.number} {clean_line(row.staff.name)}"
    told.append(f"\n{when}  {who}  {clean_line(row.grid)}", "not bold")
    told.append(f"\n{row.purpose.label}  ", "not bold")
    told.append_text(outcome_text(row.result))
    if row.matter:
        told.append("\n" + _("Matter: {words}").format(words=row.matter), "not bold")
    if row.feedback:
        told.append("\n" + _("Feedback: {words}").format(words=row.feedback), "not bold")
    if row.ticket:
        told.append("\n" + _("Became call {number}").format(number=row.ticket), "not bold")
    if row.ended is not None:
        gone = row.ended
        told.append(
            "\n" + (_("! Void") if gone.by_id is None else _("! Corrected by a later entry")), BAD
        )
        told.append(f"  {gone.actor} {gone.at:%m-%d %H:%M}: {gone.reason}", f"not bold {QUIET}")
    return told


def detail_words(detail: VisitDetail) -> Text:
    """A visit with who recorded it and what its checks found."""
    told = visit_words(detail.row)
    words = _("Recorded {at} by {recorder} ({source})").format(
        at=f"{detail.recorded_at:%Y-%m-%d %H:%M}",
        recorder=clean_line(detail.recorder),
        source=detail.source.label,
    )
    told.append(f"\n{words}", QUIET)
    if detail.corrects_id is not None:
        told.append("\n" + _("Corrects an earlier entry"), QUIET)
    for check in detail.checks:
        told.append("\n")
        told.append_text(check_words(check))
    return told


def check_words(check: CheckView) -> Text:
    """A check in full: what it found, how, when, by whom, what the household said."""
    told = finding_text(check)
    told.append(
        f"  {check.way.label}  {check.checked_on.isoformat()}  {clean_line(check.checker)}",
        "not bold default",
    )
    if check.said:
        told.append("\n" + _("The household said: {words}").format(words=check.said), "default")
    if check.reason:
        words = _("Corrected, because: {words}").format(words=check.reason)
        told.append(f"\n{words}", "default")
    return told


def plan_words(line: PlanLine, today: date) -> str:
    """When a household of the plan was last visited, and how long ago that is."""
    if line.last_day is None:
        return _("never visited")
    return f"{short_day(line.last_day, today)}, {ago_words(line)}"


def ago_words(line: PlanLine) -> str:
    """How long ago a household of the plan was visited."""
    if line.days is None:
        return _("never")
    return ngettext("{number} day ago", "{number} days ago", line.days).format(number=line.days)
