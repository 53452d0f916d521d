"""The office's settings, each with its default and the reason for the default beside it.

What the rule book leaves open stands here and never as a constant in the code. A new setting
is one more entry; loading, reading and saving need nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gridterm.clock import DEFAULT_ZONE
from gridterm.i18n import LANGUAGES, N_, _
from gridterm.settings.rule_texts import RULE_TEXTS
from gridterm.settings.setting import Setting, Shape

OFFICE = N_("Office")
HOTLINE = N_("Hotline")
REGISTERS = N_("Registers")
SCREEN = N_("Screen")
SAFETY = N_("Safety")
BOARD = N_("Six let-nots")
MEETINGS = N_("Meetings")
ATTENDANCE = N_("Attendance")
VISITS = N_("Visits")
DISCIPLINE = N_("Discipline")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "office.name", OFFICE, Shape.TEXT, "",
        N_("Name of the community"),
        N_("Stands at the top of every screen and every printed page."),
    ),
    Setting(
        "office.street", OFFICE, Shape.TEXT, "",
        N_("Street or town above it"),
        N_("Stands before the community's name on what goes out."),
    ),
    Setting(
        "office.hotline", OFFICE, Shape.TEXT, "",
        N_("Public hotline number"),
        N_("The rules ask that the number is public; notices and forms print it."),
    ),
    Setting(
        "office.leaders", OFFICE, Shape.TEXT, "",
        N_("Principal leaders"),
        N_("Named on what goes up to the street; a blank between names."),
    ),
    Setting(
        "office.zone", OFFICE, Shape.ZONE, DEFAULT_ZONE,
        N_("Time zone"),
        N_("All of China keeps Beijing time; every stored time is this zone's wall clock."),
    ),
    Setting(
        "screen.language", SCREEN, Shape.CHOICE, "",
        N_("Language"),
        N_("Empty follows GRIDTERM_LANG, then the system, then Chinese."),
        choices=("", *LANGUAGES),
    ),
    Setting(
        "screen.theme", SCREEN, Shape.CHOICE, "dark",
        N_("Colours"),
        N_("Dark is easiest on the eyes all day; ascii draws no lines an old console lacks."),
        choices=("dark", "light", "ascii"),
    ),
    Setting(
        "hotline.close_at_once", HOTLINE, Shape.CODES, ("inquiry", "praise"),
        N_("Kinds closed at once when answered on the spot"),
        N_("A question answered, or a thank-you, leaves nothing to check; the rest is revisited."),
        choices=("inquiry", "help", "complaint", "report", "suggestion", "praise"),
    ),
    Setting(
        "hotline.similar_days", HOTLINE, Shape.NUMBER, 30,
        N_("Days back to look for the same matter"),
        N_("Within a month a second call about a place is nearly always the same matter."),
        low=1, high=365,
    ),
    Setting(
        "hotline.history_days", HOTLINE, Shape.NUMBER, 30,
        N_("Imported messages older than this many days are history"),
        N_("A message a month old was handled elsewhere; as open work it would only be late."),
        low=0, high=3650,
    ),
    Setting(
        "hotline.near_percent", HOTLINE, Shape.NUMBER, 20,
        N_("Last part of a clock, in percent, that counts as nearly due"),
        N_("A fifth of the time is still enough to act; the last working day counts as well."),
        low=0, high=90,
    ),
    Setting(
        "hotline.supervise_days", HOTLINE, Shape.NUMBER, 1,
        N_("Working days late after which a call is supervised"),
        N_("The working day after the date: whoever forgot has had the evening."),
        low=1, high=30,
    ),
    Setting(
        "hotline.circulate_days", HOTLINE, Shape.NUMBER, 5,
        N_("Working days late after which it is made public"),
        N_("A week after the date nobody can say it was overlooked."),
        low=1, high=30,
    ),
    Setting(
        "hotline.revisit_misses", HOTLINE, Shape.NUMBER, 3,
        N_("Missed revisits after which a call is closed"),
        N_("Three tries on different days are fair; then it leaves the rates."),
        low=1, high=10,
    ),
    Setting(
        "hotline.revisit_days", HOTLINE, Shape.NUMBER, 2,
        N_("Different days the missed revisits must lie on"),
        N_("Who is out all day today may answer tomorrow; calls within an hour are one try."),
        low=1, high=10,
    ),
    Setting(
        "hotline.notice_days", HOTLINE, Shape.NUMBER, 14,
        N_("Days a notice hangs on the board"),
        N_("Within two weeks nearly everybody passes the board; older news hides the new."),
        low=1, high=366,
    ),
    Setting(
        "hotline.slip_days", HOTLINE, Shape.NUMBER, 2,
        N_("Working days to answer a supervision slip"),
        N_("Time to look into it, and still before lateness is made public on the fifth day."),
        low=1, high=30,
    ),
    Setting(
        "grid.households_low", REGISTERS, Shape.NUMBER, 30,
        N_("Fewest households of a grid before a warning"),
        N_("The smallest grids seen have 30 to 50 households."),
    ),
    Setting(
        "grid.households_high", REGISTERS, Shape.NUMBER, 350,
        N_("Most households of a grid before a warning"),
        N_("The rules speak of 300 households; a tenth more is still walked by one manager."),
    ),
    Setting(
        "grid.shops_high", REGISTERS, Shape.NUMBER, 150,
        N_("Most shops of a grid before a warning"),
        N_("The rules speak of 100 to 150 shops."),
    ),
    Setting(
        "meetings.action_near_days", MEETINGS, Shape.NUMBER, 3,
        N_("Working days before its date an action item is shown on Today"),
        N_("Time enough to finish it or to ask for another date."),
        low=0, high=30,
    ),
    Setting(
        "board.idle_days", BOARD, Shape.NUMBER, 3,
        N_("Working days without an entry before an open call has run aground"),
        N_("Three days without a word is when residents call again."),
        low=1, high=60,
    ),
    Setting(
        "board.told_days", BOARD, Shape.NUMBER, 1,
        N_("Working days to tell the caller of a merged call that the matter is resolved"),
        N_("As long as the first feedback of a call of its own."),
        high=60,
    ),
    Setting(
        "board.decision_days", BOARD, Shape.NUMBER, 3,
        N_("Working days for an overall matter to find its owner and go up"),
        N_("Time for the leader to read it and for the letter; regional ones wait for Wednesday."),
        high=60,
    ),
    Setting(
        "board.missing", BOARD, Shape.CODES, ("grid", "category", "contact", "handler_left"),
        N_("What an open call must not lack"),
        N_("Without these it finds no grid lead, no count and no caller; a responder is set once."),
        choices=("grid", "category", "contact", "handler_left", "responder"),
    ),
    Setting(
        "board.register_faults", BOARD, Shape.CODES,
        ("no_grid", "two_grids", "no_manager", "no_lead"),
        N_("What counts as a register error"),
        N_("These leave an address without its person; a grid's size is a matter of opinion."),
        choices=(
            "no_grid", "two_grids", "no_manager", "no_lead",
            "too_many_households", "too_few_households", "too_many_shops",
        ),
    ),
    Setting(
        "safety.lock_minutes", SAFETY, Shape.NUMBER, 15,
        N_("Minutes without a key before the screen locks (0: never)"),
        N_("Long enough for a phone call, short enough for a trip down the corridor."),
        high=480,
    ),
    Setting(
        "backup.days", SAFETY, Shape.NUMBER, 7,
        N_("Daily backups kept"),
        N_("A week to notice a mistake."),
        low=1, high=366,
    ),
    Setting(
        "backup.weeks", SAFETY, Shape.NUMBER, 4,
        N_("Weekly backups kept"),
        N_("A month to notice a mistake nobody looked for."),
        high=520,
    ),
    Setting(
        "backup.months", SAFETY, Shape.NUMBER, 12,
        N_("Monthly backups kept"),
        N_("A year, as long as the yearly figures are asked about."),
        high=240,
    ),
    Setting(
        "office.opens", OFFICE, Shape.TIME, "08:30",
        N_("The office opens at"),
        N_("The morning sign-in of the rules."),
    ),
    Setting(
        "office.lunch_from", OFFICE, Shape.TIME, "12:00",
        N_("The lunch break begins at"),
        N_("Nobody accepts an assignment over lunch, so the clocks stand still."),
    ),
    Setting(
        "office.lunch_to", OFFICE, Shape.TIME, "13:30",
        N_("The lunch break ends at"),
        N_("An hour and a half, as most offices of the street keep it."),
    ),
    Setting(
        "office.closes", OFFICE, Shape.TIME, "17:30",
        N_("The office closes at"),
        N_("An eight-hour day with the lunch break, from 08:30."),
    ),
    Setting(
        "attendance.since", ATTENDANCE, Shape.DATE, "",
        N_("First day attendance is kept"),
        N_("A new office sets the day it was founded: what nobody recorded is no absence. "
           "Earlier punches that are imported move it back; empty counts from each first day."),
    ),
    Setting(
        "meetings.since", MEETINGS, Shape.DATE, "",
        N_("First day of the weekly meetings"),
        N_("Empty is the day the office was founded here; earlier weeks would only be missed."),
    ),
    Setting(
        "meetings.at", MEETINGS, Shape.TIME, "14:30",
        N_("The weekly meeting begins at"),
        N_("After the lunch break, when the morning's sign-in and visits are done."),
    ),
    Setting(
        "meetings.place", MEETINGS, Shape.TEXT, "",
        N_("Place of the meetings"),
        N_("Stands on agenda and sign-in sheet; a single meeting may have another."),
    ),
    Setting(
        "meetings.days_ahead", MEETINGS, Shape.NUMBER, 14,
        N_("Days ahead for which meetings are listed"),
        N_("This week's meeting and the next one: what can be prepared now."),
        low=7, high=92,
    ),
    Setting(
        "meetings.late_after_minutes", MEETINGS, Shape.NUMBER, 0,
        N_("Minutes after the beginning from which somebody is late"),
        N_("The rules say that nobody is late, so there is no grace."),
        high=60,
    ),
    Setting(
        "meetings.quorum_share", MEETINGS, Shape.NUMBER, 50,
        N_("More than this percentage of those expected must be there"),
        N_("A majority, as for decisions of the committees."),
        high=99,
    ),
    Setting(
        "meetings.roles", MEETINGS, Shape.CODES,
        ("committee", "principal_leader", "grid_lead", "grid_manager"),
        N_("Who is expected at the weekly meeting"),
        N_("The rules name the committees, the grid leads and the grid managers."),
        choices=("committee", "principal_leader", "grid_lead", "grid_manager", "clerk"),
    ),
    Setting(
        "meetings.minutes_actions", MEETINGS, Shape.NUMBER, 10,
        N_("Minutes for the action items of past meetings"),
        N_("A sentence for each: done, or by when."),
        low=1, high=120,
    ),
    Setting(
        "meetings.minutes_grids", MEETINGS, Shape.NUMBER, 5,
        N_("Minutes for the report of a grid"),
        N_("With a dozen grids the reports take an hour."),
        low=1, high=60,
    ),
    Setting(
        "meetings.minutes_regional", MEETINGS, Shape.NUMBER, 8,
        N_("Minutes for a regional matter to decide"),
        N_("Time to hear the grid lead and to name an owner."),
        low=1, high=120,
    ),
    Setting(
        "meetings.minutes_summary", MEETINGS, Shape.NUMBER, 10,
        N_("Minutes for the summary and the arrangements"),
        N_("Last week in figures, and who does what this week."),
        low=1, high=120,
    ),
    Setting(
        "meetings.minutes_other", MEETINGS, Shape.NUMBER, 5,
        N_("Minutes for other matters"),
        N_("Something always comes up; what takes longer gets an item of its own."),
        low=1, high=120,
    ),
    Setting(
        "visits.each_day", VISITS, Shape.NUMBER, 20,
        N_("Households a grid manager visits a day"),
        N_("The rules name 20 in principle."),
        low=1, high=200,
    ),
    Setting(
        "visits.checks_each_day", VISITS, Shape.NUMBER, 2,
        N_("Visits of each manager that are checked a day"),
        N_("The rules name 2."),
        low=1, high=20,
    ),
    Setting(
        "visits.amiss_days", VISITS, Shape.NUMBER, 30,
        N_("Days back the let-nots look at spot checks"),
        N_("A month: what nobody settled in it is told at the meeting and in the analysis."),
        low=1, high=366,
    ),
    Setting(
        "visits.plan_days", VISITS, Shape.NUMBER, 90,
        N_("Days without a visit after which a household is due"),
        N_("With 20 a day a grid of 300 households is round in a month; a quarter misses nobody."),
        low=7, high=730,
    ),
    Setting(
        "discipline.window_months", DISCIPLINE, Shape.NUMBER, 0,
        N_("Months a warning stays in force (0: for ever)"),
        N_("The rules name no expiry. It counts from the day of service, that day included."),
        high=120,
    ),
    Setting(
        "discipline.joined", DISCIPLINE, Shape.SWITCH, default=False,
        title_id=N_("Falsified visits climb the ladder of the six must-nots"),
        reason_id=N_("The rules name both apart; an office may count them together."),
    ),
    Setting(
        "discipline.after_rehire", DISCIPLINE, Shape.SWITCH, default=False,
        title_id=N_("Warnings of an earlier employment count after a rehire"),
        reason_id=N_("Who is hired again begins anew; the cases are kept in any case."),
    ),
    Setting(
        "discipline.answer_days", DISCIPLINE, Shape.NUMBER, 3,
        N_("Days somebody has for a statement before it is decided"),
        N_("Time to think and to ask somebody; the statement itself ends the wait."),
        low=0, high=60,
    ),
    Setting(
        "discipline.appeal_days", DISCIPLINE, Shape.NUMBER, 15,
        N_("Days after service in which an appeal is possible"),
        N_("Half a month; a wrong decision can be reviewed at any time."),
        low=1, high=180,
    ),
    Setting(
        "discipline.appeal_suspends", DISCIPLINE, Shape.SWITCH, default=False,
        title_id=N_("An appeal suspends the effect of the decision"),
        reason_id=N_("A warning stands until somebody else has found it wrong."),
    ),
    Setting(
        "discipline.propose_absences", DISCIPLINE, Shape.NUMBER, 3,
        N_("Unexplained absences in a month after which a case is proposed"),
        N_("Once is an accident, three times is a habit; a person decides."),
        low=1, high=60,
    ),
    Setting(
        "discipline.readers", DISCIPLINE, Shape.CODES, ("principal_leader", "committee"),
        N_("Who may see all cases"),
        N_("Those who decide. Whoever reported, investigates or is the person sees that case."),
        choices=("principal_leader", "committee", "grid_lead", "clerk"),
    ),
    Setting(
        "discipline.deciders", DISCIPLINE, Shape.CODES, ("principal_leader",),
        N_("Who may decide on a case"),
        N_("The head of the office answers for a warning; never who reported it."),
        choices=("principal_leader", "committee"),
    ),
    Setting(
        "discipline.unit", DISCIPLINE, Shape.TEXT, "",
        N_("Whom a proposal to dismiss goes to"),
        N_("The competent unit of the rules; empty leaves a line to write it on by hand."),
    ),
    *RULE_TEXTS,
)  # fmt: skip

BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}


def groups() -> Iterable[tuple[str, tuple[Setting, ...]]]:
    """The settings by group, in the order they are shown; the group's title is translated."""
    for group in dict.fromkeys(setting.group for setting in SETTINGS):
        yield _(group), tuple(setting for setting in SETTINGS if setting.group == group)
