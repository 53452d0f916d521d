"""Spot checks of visits on the command line: drawn, drawn again, recorded, looked back on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk
from gridterm.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridterm.store.unit import Store
    from gridterm.visits.terms import CheckView, DrawnVisit, DrawView, Fairness, Undrawn

CHECKS = Desk("checks", N_("Spot checks of visits: the day's draw and what was found."))
FAIR_DAYS = 365
LARGEST_ID = 2**53

Who = Annotated[
    str,
    Argument(metavar=N_("[WHO]"), help=N_("Whose visits: a number, a name, pinyin initials.")),
]
Day = Annotated[str, Option(metavar=N_("DAY"), help=N_("The day of the visits; else today."))]
Since = Annotated[str, Option(metavar=N_("DAY"), help=N_("From this day on."))]
Until = Annotated[str, Option(metavar=N_("DAY"), help=N_("Up to this day; else today."))]


@CHECKS.command(
    "draw",
    N_("Draw the visits of a day that are checked: of one manager, or of all not drawn yet."),
    changes=True,
)
def draw(call: Call, who: Who = "", *, date: Day = "") -> None:
    """Draw."""
    from gridterm.visits import checking

    with call.office() as store:
        day = _day(store, date)
        actor = call.actor(store)
        if who:
            person = values.staff_of(store, who, ended=True)
            drawn: Sequence[DrawView] = (checking.draw_for(store, actor, person.id, day),)
            left: Sequence[Undrawn] = ()
        else:
            drawn = checking.draw_all(store, actor, day)
            left = checking.undrawn(store, day)
    if call.json:
        output.as_json({"draws": drawn, "left": left})
        return
    _print_draws(drawn)
    if left:
        names = _(", ").join(one.staff.name for one in left)
        output.line(_("Not yours to draw, so somebody else has to: {names}.").format(names=names))


@CHECKS.command(
    "redraw", N_("Draw a manager's day again; the reason stays beside it."), changes=True
)
def redraw(
    call: Call,
    who: Annotated[
        str,
        Argument(metavar=N_("WHO"), help=N_("Whose visits: a number, a name, pinyin initials.")),
    ],
    *,
    reason: Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))],
    date: Day = "",
) -> None:
    """Draw again."""
    from gridterm.visits import checking

    with call.office() as store:
        person = values.staff_of(store, who, ended=True)
        day, actor = _day(store, date), call.actor(store)
        drawn = checking.redraw(store, actor, person.id, day, values.words(reason))
    if call.json:
        output.as_json(drawn)
    else:
        _print_draws([drawn])


@CHECKS.command(
    "record",
    N_("Record what the check of a drawn visit found; a second result corrects it."),
    changes=True,
)
def record(
    call: Call,
    visit: Annotated[
        str, Argument(metavar=N_("VISIT"), help=N_("The visit's number, as the draw lists it."))
    ],
    result: Annotated[
        str,
        Argument(metavar=N_("RESULT"), help=N_("true, mismatch, falsified or unreached.")),
    ],
    *,
    said: Annotated[
        str,
        Option(metavar=N_("TEXT"), help=N_("What the household said; - reads standard input.")),
    ] = "",
    way: Annotated[str, Option(metavar=N_("WAY"), help=N_("phone or door."))] = "phone",
    date: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The day of the check; else today."))
    ] = "",
    reason: Annotated[
        str, Option(metavar=N_("TEXT"), help=N_("Why an earlier result is corrected."))
    ] = "",
) -> None:
    """Record a check."""
    from gridterm.visits import checking
    from gridterm.visits.terms import CheckForm, Finding, Way

    found = values.code(Finding, result, "RESULT")
    how = values.code(Way, way, "--way")
    number, words = values.whole(visit, "VISIT", 1, LARGEST_ID), values.words(said)
    with call.office() as store:
        day = moments.day(date, store.clock.now())
        form = CheckForm(found, words, how, day, reason)
        drawn = checking.draw_of(store, number)
        told = checking.record_check(store, call.actor(store), drawn.id, number, form)
        after = checking.draw_by_id(store, drawn.id)
    if call.json:
        output.as_json(told)
        return
    _print_check(told)
    output.line(_standing(after))


@CHECKS.command("list", N_("List the draws of a day with what was found; of one, all its draws."))
def list_(call: Call, who: Who = "", *, date: Day = "") -> None:
    """List draws."""
    from gridterm.visits import checking

    with call.office() as store:
        day = _day(store, date)
        if who:
            person = values.staff_of(store, who, ended=True)
            draws = checking.turns(store, person.id, day)
            left: Sequence[Undrawn] = [
                one for one in checking.undrawn(store, day) if one.staff.id == person.id
            ]
        else:
            draws, left = checking.draws_of_day(store, day), checking.undrawn(store, day)
    if call.json:
        output.as_json({"day": day, "draws": draws, "left": left})
        return
    _print_draws(draws)
    for one in left:
        output.line(
            ngettext(
                "{name}: {visits} visit, not drawn yet",
                "{name}: {visits} visits, not drawn yet",
                one.visits,
            ).format(name=one.staff.name, visits=one.visits)
        )
    if not draws and not left:
        output.line(_("There are no visits of {day}.").format(day=day))


@CHECKS.command("without", N_("List the working days with visits and too few checks."))
def without(call: Call, *, since: Since = "", until: Until = "") -> None:
    """List days without checks."""
    from gridterm import settings
    from gridterm.visits import checking

    with call.office() as store:
        with store.read() as session:
            back = settings.load(session).number("visits.amiss_days")
        first, last = _span(store, since, until, back)
        found = checking.days_without_checks(store, first, last)
    if call.json:
        output.as_json({"since": first, "until": last, "count": len(found), "days": found})
        return
    output.table(
        found,
        (
            (_("Day"), lambda one: one.day),
            (_("Manager"), lambda one: one.staff.name),
            (_("Grid"), lambda one: one.grid),
            (_("Grid lead"), lambda one: one.lead),
            (_("Visits"), lambda one: one.visits),
            (_("Checks"), lambda one: f"{one.checked}/{one.wanted}"),
        ),
    )
    output.line(
        ngettext(
            "{count} day of a manager without its checks, {since} to {until}.",
            "{count} days of managers without their checks, {since} to {until}.",
            len(found),
        ).format(count=len(found), since=first, until=last)
    )


@CHECKS.command("fairness", N_("Say whether the draws were fair, in figures and in words."))
def fairness(call: Call, *, since: Since = "", until: Until = "") -> None:
    """Say whether the draws were fair."""
    from gridterm.visits.fairness import fairness as read
    from gridterm.visits.fairness import words

    with call.office() as store:
        first, last = _span(store, since, until, FAIR_DAYS)
        found = read(store, first, last)
    told = words(found)
    if call.json:
        figures = output.plain(found)
        output.as_json(
            {"since": first, "until": last, **figures, "fair": found.fair, "words": told}
        )
        return
    output.line(_("Draws from {since} to {until}").format(since=first, until=last))
    for sentence in told:
        output.line(sentence)
    if found.draws:
        _print_tenths(found)


# ── what is printed ─────────────────────────────────────────────────────────
def _print_draws(draws: Sequence[DrawView]) -> None:
    for at, one in enumerate(draws):
        if at:
            output.line("")
        output.line(_heading(one))
        _print_visits(one.visits)
        output.line(_standing(one))


def _heading(one: DrawView) -> str:
    said = ngettext(
        "{name}, {day}: {drawn} of {among} visit drawn by {actor}, {time}",
        "{name}, {day}: {drawn} of {among} visits drawn by {actor}, {time}",
        one.among,
    ).format(
        name=f"{one.staff.number} {one.staff.name}",
        day=one.day,
        drawn=len(one.visits),
        among=one.among,
        actor=one.actor,
        time=f"{one.drawn_at:%m-%d %H:%M}",
    )
    lines = [said, "  " + _("Seed: {seed}").format(seed=one.seed)]
    if one.turn:
        again = _("Drawn again, number {turn}: {reason}")
        lines.append("  " + again.format(turn=one.turn, reason=one.reason))
    return "\n".join(lines)


def _print_visits(visits: Sequence[DrawnVisit]) -> None:
    output.table(
        visits,
        (
            (_("Visit"), lambda one: one.visit.id),
            (_("Time"), lambda one: one.visit.at),
            (_("Household"), lambda one: one.visit.household),
            (_("Head"), lambda one: one.visit.head),
            (_("Purpose"), lambda one: one.visit.purpose.label),
            (_("Found"), lambda one: one.check.result.label if one.check else _("not checked")),
            (_("Who checked"), lambda one: one.check.checker if one.check else ""),
            (_("The household said"), lambda one: one.check.said if one.check else ""),
        ),
    )


def _standing(one: DrawView) -> str:
    told = [
        ngettext(
            "{checked} of {drawn} visit checked.",
            "{checked} of {drawn} visits checked.",
            len(one.visits),
        ).format(checked=one.checked, drawn=len(one.visits))
    ]
    if one.later:
        told.append(
            ngettext(
                "{count} visit was recorded after the draw.",
                "{count} visits were recorded after the draw.",
                one.later,
            ).format(count=one.later)
        )
    return " ".join(told)


def _print_check(one: CheckView) -> None:
    output.pairs(
        (
            (_("Visit"), one.visit_id),
            (_("Found"), one.result.label),
            (_("The household said"), one.said),
            (_("How"), one.way.label),
            (_("Checked on"), one.checked_on),
            (_("Who checked"), one.checker),
            (_("Corrects the earlier result"), one.reason),
        )
    )


def _print_tenths(found: Fairness) -> None:
    output.table(
        list(enumerate(found.tenths, 1)),
        (
            (_("Tenth of the day"), lambda one: one[0]),
            (_("Drawn"), lambda one: one[1][0]),
            (_("By chance"), lambda one: f"{one[1][1]:.1f}"),
        ),
    )


# ── what is typed ───────────────────────────────────────────────────────────
def _day(store: Store, typed: str) -> date:
    return moments.day(typed, store.clock.now()) or store.clock.today()


def _span(store: Store, since: str, until: str, back: int) -> tuple[date, date]:
    """The days from and to; as many back as said where no first one is given."""
    last = _day(store, until)
    first = moments.day(since, store.clock.now()) or last - timedelta(days=back)
    return first, last
