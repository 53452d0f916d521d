"""Visits on the command line: record, find, show, correct, void."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from gridterm import moments
from gridterm.cli import output, values
from gridterm.cli.call import Call
from gridterm.cli.frame import Desk, Options
from gridterm.errors import InputError, NotFoundError
from gridterm.hotline.terms import Kind
from gridterm.i18n import N_, _, ngettext
from gridterm.text import clean_line
from gridterm.visits.terms import Outcome, Purpose, VisitDetail, VisitFilter, VisitForm, VisitRow

if TYPE_CHECKING:
    from datetime import date

    from gridterm.registers.household_terms import HouseholdRow
    from gridterm.store.unit import Store

VISITS = Desk("visits", N_("Visits to households: record, plan, coverage, import, export."))
DEFAULT_LIMIT = 50
MOST = 1_000_000
NAMED = 5

Number = Annotated[str, Argument(metavar=N_("NUMBER"), help=N_("The visit's number."))]
Reason = Annotated[str, Option(metavar=N_("TEXT"), help=N_("Why."))]
WhichHousehold = Annotated[
    str,
    Argument(
        metavar=N_("HOUSEHOLD"), help=N_("The household: address, room, name, initials or phone.")
    ),
]
Walker = Annotated[
    str, Option(metavar=N_("WHO"), help=N_("Who went: a number, a name, pinyin initials."))
]
Matter = Annotated[
    str, Option(metavar=N_("TEXT"), help=N_("What the household told; - reads standard input."))
]
Feedback = Annotated[str, Option(metavar=N_("TEXT"), help=N_("What the household was told."))]
Aim = Annotated[
    str,
    Option(
        metavar=N_("PURPOSE"),
        help=N_("routine, inform, safety, care, mediate, revisit, register."),
    ),
]
Result = Annotated[str, Option(metavar=N_("RESULT"), help=N_("met, nobody, refused."))]
ToCall = Annotated[bool, Option("--call", help=N_("Make the matter a call of the hotline."))]
CallKind = Annotated[str, Option(metavar=N_("KIND"), help=N_("The call's kind."))]
Secret = Annotated[
    bool,
    Option("--confidential", help=N_("Keep the words in a confidential call, none in the visit.")),
]


@dataclass(frozen=True)
class Choice(Options):
    """The options that choose visits, the same for every command that lists some."""

    text: Annotated[
        str, Argument(metavar=N_("WORDS"), help=N_("Words to look for in matter and feedback."))
    ] = ""
    household: Annotated[str, Option(metavar=N_("HOUSEHOLD"), help=N_("Only this household."))] = ""
    who: Annotated[str, Option(metavar=N_("WHO"), help=N_("Only visits of this person."))] = ""
    grid: Annotated[str, Option(metavar=N_("GRID"), help=N_("Only this grid."))] = ""
    result: Annotated[str, Option(metavar=N_("RESULT"), help=N_("met, nobody, refused."))] = ""
    matters: Annotated[bool, Option("--matters", help=N_("Only those with a matter."))] = False
    since: Annotated[str, Option(metavar=N_("DAY"), help=N_("From this day on."))] = ""
    until: Annotated[str, Option(metavar=N_("DAY"), help=N_("To this day, included."))] = ""
    ended: Annotated[
        bool, Option("--ended", help=N_("Also what was corrected or declared void."))
    ] = False

    def filter(self, store: Store) -> VisitFilter:
        """The filter that the options mean.

        Raises:
            InputError: one of them means nothing.
        """
        since, until = span(store, self.since, self.until)
        return VisitFilter(
            since=since,
            until=until,
            staff_id=values.staff_of(store, self.who, ended=True).id if self.who else None,
            grid_id=values.grid_of(store, self.grid).id if self.grid else None,
            household_id=household_of(store, self.household).id if self.household else None,
            result=values.code(Outcome, self.result, "--result") if self.result else "",
            with_matter=self.matters,
            text=self.text,
            ended=self.ended,
        )


def span(store: Store, since: str, until: str) -> tuple[date | None, date | None]:
    """First and last day as typed.

    Raises:
        InputError: one is no day, or the span ends before it begins.
    """
    now = store.clock.now()
    first, last = moments.day(since, now), moments.day(until, now)
    if first is not None and last is not None and last < first:
        raise InputError(_("The span ends before it begins: give the earlier day first."))
    return first, last


def household_of(store: Store, typed: str) -> HouseholdRow:
    """The household meant by an address, a room, a name, initials or a phone.

    Raises:
        NotFoundError: none fits. InputError: several do; the sentence names some.
    """
    from gridterm.registers.household_views import find

    found = find(store, typed, limit=NAMED)
    line = values.folded(typed).replace(" ", "")
    exact = [one for one in found if values.folded(one.title).replace(" ", "") == line]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise NotFoundError(
            _("There is no household {typed} in the register.").format(typed=clean_line(typed))
        )
    raise InputError(
        _("{typed} may be several households: {names}. Write the whole address.").format(
            typed=clean_line(typed),
            names=_(", ").join(f"{one.title} {one.head}".strip() for one in found),
        )
    )


def number_of(typed: str) -> int:
    """The number of a visit as typed.

    Raises:
        InputError: it is no number.
    """
    return values.whole(typed.removeprefix("#"), _("The visit's number"), 1, 2**53)


@VISITS.command("list", N_("List visits, the newest first; --ended shows what was corrected."))
def list_(
    call: Call,
    choice: Choice,
    *,
    limit: Annotated[str, Option(metavar=N_("COUNT"), help=N_("How many at most."))] = str(
        DEFAULT_LIMIT
    ),
) -> None:
    """List visits."""
    from gridterm.visits import queries

    with call.office() as store:
        wanted = choice.filter(store)
        most = values.whole(limit, "--limit", 1, MOST)
        found = queries.visits(store, wanted, limit=most)
        more = found.after is not None
        count = queries.count(store, wanted) if more else len(found.rows)
    if call.json:
        output.as_json({"count": count, "shown": len(found.rows), "visits": found.rows})
        return
    print_rows(found.rows)
    output.line(
        _("{shown} of {count} visits.").format(shown=len(found.rows), count=f"{count:,}")
        if more
        else ngettext("{count} visit.", "{count} visits.", count).format(count=count)
    )


def print_rows(rows: tuple[VisitRow, ...]) -> None:
    """Print visits as a table."""
    output.table(
        rows,
        (
            (_("Number"), lambda one: one.id),
            (_("Day"), lambda one: f"{one.at:%Y-%m-%d %H:%M}" if one.timed else one.day),
            (_("Visited by"), lambda one: one.staff.name),
            (_("Household"), lambda one: one.household),
            (_("Result of the visit"), lambda one: one.result.label),
            (_("Marks"), marks),
            (_("Call number"), lambda one: one.ticket),
            (_("Purpose, matter, feedback"), _words),
        ),
    )


def _words(one: VisitRow) -> str:
    return " / ".join(filter(None, (one.purpose.label, one.matter, one.feedback)))


def marks(one: VisitRow) -> str:
    """What is particular about a visit, in words."""
    ended = one.ended
    void = ended is not None and ended.by_id is None
    known = (
        (one.late, _("late entry")),
        (one.corrects_id is not None, _("corrected")),
        (void, _("void")),
        (ended is not None and not void, _("replaced")),
    )
    return _(", ").join(words for given, words in known if given)


@VISITS.command("show", N_("Show a visit: who recorded it, what corrected it, its checks."))
def show(call: Call, number: Number) -> None:
    """Show a visit."""
    from gridterm.visits import queries

    with call.office() as store:
        told = queries.visit(store, number_of(number))
    if call.json:
        output.as_json(told)
        return
    _print_detail(told)


def _print_detail(told: VisitDetail) -> None:
    row, ended = told.row, told.row.ended
    output.pairs(
        (
            (_("Number"), row.id),
            (_("Day"), row.day),
            (_("Time"), f"{row.at:%H:%M}" if row.timed else ""),
            (_("Visited by"), f"{row.staff.name} {row.staff.number}"),
            (_("Grid"), row.grid),
            (_("Household"), f"{row.household} {row.head}".strip()),
            (_("Purpose of the visit"), row.purpose.label),
            (_("Result of the visit"), row.result.label),
            (_("Matter of the visit"), row.matter),
            (_("Feedback on the visit"), row.feedback),
            (_("Call number"), row.ticket),
            (_("Marks"), marks(row)),
            (_("Recorded"), f"{output.shown(told.recorded_at)} {told.recorder}".strip()),
            (_("How it came in"), told.source.label),
            (_("Corrects visit"), told.corrects_id),
            (_("Corrected by visit"), ended.by_id if ended else None),
            (_("Ended"), f"{output.shown(ended.at)} {ended.actor}" if ended else ""),
            (_("Reason"), ended.reason if ended else ""),
        )
    )
    for one in told.checks:
        words = (one.result.label, one.way.label, one.said, one.reason)
        when = f"{_('Spot check')} {one.checked_on} {one.checker}"
        output.pairs(((when, _(", ").join(filter(None, words))),))


@VISITS.command(
    "record", N_("Record a visit; with --call its matter becomes a call."), changes=True
)
def record(
    call: Call,
    household: WhichHousehold,
    *,
    who: Walker = "",
    purpose: Aim = "routine",
    matter: Matter = "",
    feedback: Feedback = "",
    result: Result = "met",
    day: Annotated[
        str, Option(metavar=N_("DAY"), help=N_("The day, like 11-20; else today."))
    ] = "",
    at: Annotated[
        str, Option(metavar=N_("TIME"), help=N_("When, like 9:14 or 11-20 15:20; else now."))
    ] = "",
    to_call: ToCall = False,
    kind: CallKind = "help",
    confidential: Secret = False,
) -> None:
    """Record a visit; who went is the operator where nobody is named."""
    from gridterm.visits import queries, service

    with call.office() as store:
        now = store.clock.now()
        actor = call.actor(store)
        staff_id = values.staff_of(store, who, ended=True).id if who else actor.staff_id
        home = household_of(store, household)
        form = VisitForm(
            home.id,
            staff_id,
            purpose=values.code(Purpose, purpose, "--purpose"),
            matter=values.words(matter),
            feedback=feedback,
            result=values.code(Outcome, result, "--result"),
            day=moments.day(day, now),
            at=moments.moment(at or None, now),
            make_ticket=to_call,
            ticket_kind=values.code(Kind, kind, "--kind"),
            confidential=confidential,
        )
        told = service.record(store, actor, form)
        again = queries.repeats(store, home.id, told.staff.id, told.day, but=told.id)
    _done(call, told, len(again))


@VISITS.command(
    "correct", N_("Correct a visit: what is not given stays; the old one is kept."), changes=True
)
def correct(
    call: Call,
    number: Number,
    *,
    reason: Reason,
    household: Annotated[str, Option(metavar=N_("HOUSEHOLD"), help=N_("Another household."))] = "",
    who: Walker = "",
    purpose: Aim = "",
    matter: Annotated[
        str | None,
        Option(metavar=N_("TEXT"), help=N_("Another matter; an empty one takes it out.")),
    ] = None,
    feedback: Annotated[
        str | None,
        Option(metavar=N_("TEXT"), help=N_("Other feedback; an empty one takes it out.")),
    ] = None,
    result: Result = "",
    day: Annotated[str, Option(metavar=N_("DAY"), help=N_("Another day, like 11-20."))] = "",
    at: Annotated[
        str, Option(metavar=N_("TIME"), help=N_("Another time, like 9:14 or 11-20 15:20."))
    ] = "",
    to_call: ToCall = False,
    kind: CallKind = "help",
    confidential: Secret = False,
) -> None:
    """Correct a visit."""
    from gridterm.visits import queries, service

    with call.office() as store:
        now = store.clock.now()
        row = queries.visit(store, number_of(number)).row
        form = replace(
            _as_it_is(row),
            day=moments.day(day, now),
            at=moments.moment(at or None, now),
            make_ticket=to_call,
            ticket_kind=values.code(Kind, kind, "--kind"),
            confidential=confidential,
        )
        if household:
            form = replace(form, household_id=household_of(store, household).id)
        if who:
            form = replace(form, staff_id=values.staff_of(store, who, ended=True).id)
        if purpose:
            form = replace(form, purpose=values.code(Purpose, purpose, "--purpose"))
        if result:
            form = replace(form, result=values.code(Outcome, result, "--result"))
        if matter is not None:
            form = replace(form, matter=values.words(matter))
        if feedback is not None:
            form = replace(form, feedback=feedback)
        told = service.correct(store, call.actor(store), row.id, form, reason)
    _done(call, told)


def _as_it_is(row: VisitRow) -> VisitForm:
    return VisitForm(
        row.household_id,
        row.staff.id,
        purpose=row.purpose,
        matter="" if row.confidential else row.matter,
        feedback=row.feedback,
        result=row.result,
    )


@VISITS.command(
    "void", N_("Declare a visit void, with the reason; it stays to be seen."), changes=True
)
def void(call: Call, number: Number, *, reason: Reason) -> None:
    """Declare a visit void."""
    from gridterm.visits import service

    with call.office() as store:
        told = service.void(store, call.actor(store), number_of(number), reason)
    _done(call, told)


def _done(call: Call, told: VisitRow, again: int = 0) -> None:
    if call.json:
        output.as_json({**output.plain(told), "repeats": again})
        return
    words = filter(None, (told.household, told.result.label, told.ticket, marks(told)))
    output.line(
        _("Visit {number}, {day}: {words}.").format(
            number=told.id, day=told.day.isoformat(), words=_(", ").join(words)
        )
    )
    if again:
        output.line(
            ngettext(
                "{name} has {count} more visit to this household on that day.",
                "{name} has {count} more visits to this household on that day.",
                again,
            ).format(name=told.staff.name, count=again)
        )
