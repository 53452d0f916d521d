"""The agenda: drawn from the office's data, edited, drawn again, issued in frozen versions."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from gridterm import settings
from gridterm.clock import FixedClock
from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline import handling, queries
from gridterm.hotline.tables import Ticket
from gridterm.hotline.terms import TicketFilter
from gridterm.hotline.weekly import Matter, Tally, awaiting_decision, tallies
from gridterm.meetings import agenda, agenda_facts, schedule
from gridterm.meetings.present import kept
from gridterm.meetings.tables import AgendaVersion, Meeting, MinuteEntry
from gridterm.meetings.terms import ItemForm, MeetingRef, MeetingState, Section
from gridterm.registers.tables import CalendarDay, Grid
from gridterm.store.unit import Store
from tests.meetings.prepared import (
    COMMITTEE,
    LEAD_1,
    LEAD_2,
    LEADER,
    MONDAY,
    REF,
    WEDNESDAY,
    Prepared,
    prepared,
)

AT = datetime(2026, 11, 25, 14, 30)
LAST = datetime(2026, 11, 18, 14, 30)
SECOND = timedelta(seconds=1)
EMPTY = ["actions", "grid:1", "grid:2", "grid:3", "summary", "other"]
Edit = Callable[[Prepared], object]


@pytest.fixture
def office(store: Store, clock: FixedClock) -> Prepared:
    return prepared(store, clock)


def figures(office: Prepared, ref: MeetingRef = REF) -> list[tuple[int, int, int, int]]:
    return [
        (one.received, one.resolved, one.open, one.overdue) for one in office.agenda(ref).figures
    ]


# ── drawn from the data ─────────────────────────────────────────────────────
def test_the_agenda_is_there_before_anybody_touches_it(office: Prepared) -> None:
    before = office.trail()
    drawn = office.agenda()
    assert office.sources() == EMPTY
    assert [one.section for one in drawn.items[::5]] == [Section.ACTIONS, Section.OTHER]
    assert (drawn.saved, drawn.version, drawn.changed_since_issue) == (False, 0, False)
    assert {one.id for one in drawn.items} == {None}
    assert office.trail() == before


def test_it_runs_from_the_beginning_of_the_meeting(office: Prepared) -> None:
    settings.change(
        office.store, office.clerk, {"meetings.minutes_grids": "7", "meetings.minutes_actions": "3"}
    )
    drawn = office.agenda()
    minutes = [one.minutes for one in drawn.items]
    assert minutes == [3, 7, 7, 7, 10, 5]
    assert [one.starts_at - AT for one in drawn.items] == [
        timedelta(minutes=sum(minutes[:place])) for place in range(6)
    ]
    assert drawn.minutes == 39


def test_grid_leads_report_and_the_chair_sums_up(office: Prepared) -> None:
    assert [(one.speaker_id, one.speaker) for one in office.agenda().items] == [
        *((LEADER, "陈静"), (LEAD_1, "王芳"), (LEAD_2, "赵强")),
        *((None, ""), (LEADER, "陈静"), (None, "")),
    ]


def test_figures_cover_the_span_since_the_last_meeting_held(office: Prepared) -> None:
    office.held(LAST)
    for moment in (LAST, LAST + SECOND, MONDAY):
        office.clock.moment = moment
        office.call()
    office.call(grid=2)
    office.resolve(office.call(grid=2))
    office.call(grid=None)
    drawn = office.agenda()
    assert (drawn.span.since, drawn.span.until) == (LAST, MONDAY)
    assert figures(office) == [(2, 0, 3, 2), (2, 1, 2, 0), (0, 0, 0, 0)]
    assert [(one.visits, one.checks) for one in drawn.figures] == [(None, None)] * 3
    summary = office.item("summary").drawn
    assert re.findall(r"\d+", summary.split("\n")[0])[-4:] == ["5", "1", "6", "2"]


def test_grids_report_their_visits_and_spot_checks_of_the_span(office: Prepared) -> None:
    """Of visits and checks the moment counts; corrections and those not reached do not."""
    office.held(LAST)
    manager, home, group = office.walked_grid()
    day = MONDAY.date()
    ids = [
        office.visit(moment, home, grid=grid)
        for moment, grid in (
            (LAST, 1), (LAST + SECOND, 1), (MONDAY, 1), (MONDAY, group), (MONDAY, None),
        )
    ]  # fmt: skip
    office.void_visit(office.visit(MONDAY, home, grid=1))
    office.visit(MONDAY + SECOND, home, grid=1)
    for moment, results in (
        (LAST, {ids[0]: ("true",)}),
        (MONDAY, {ids[2]: ("unreached", "true", "mismatch"), ids[3]: ("unreached",)}),
        (MONDAY, {ids[1]: ("falsified",)}),
    ):
        office.checked(manager, day, moment, results)
    assert [(one.visits, one.checks) for one in office.agenda().figures] == [
        (3, 2),
        (0, 0),
        (0, 0),
    ]
    assert "走访 3 户，抽查 2 户。" in office.item("grid:1").drawn


def test_a_meeting_that_was_not_held_ends_no_span(office: Prepared) -> None:
    office.held(LAST - timedelta(weeks=1))
    office.set_state(office.held(LAST), MeetingState.CANCELLED)
    assert office.agenda().span.since == LAST - timedelta(weeks=1)


def test_without_a_meeting_before_the_span_begins_when_it_would_have_been(
    office: Prepared,
) -> None:
    assert office.agenda().span.since == LAST
    ahead = MeetingRef(series_on=WEDNESDAY + timedelta(weeks=3))
    assert office.agenda(ahead).span.since == LAST


def test_what_is_overdue_void_or_history_is_counted_as_the_hotline_does(office: Prepared) -> None:
    office.call()
    two = office.call()
    with office.store.write("test.history", office.clerk) as tx:
        tx.session.get_one(Ticket, two).history = True
    office.clock.moment = MONDAY + timedelta(days=8)
    ref = MeetingRef(series_on=WEDNESDAY + timedelta(weeks=1))
    late = queries.count_tickets(office.store, TicketFilter(level="overdue", grid_id=1))
    assert late == 1
    assert figures(office, ref)[0] == (0, 0, 1, 1)


def test_only_the_grids_of_the_day_report_and_parts_of_one_with_it(office: Prepared) -> None:
    with office.store.write("test.grids", office.clerk) as tx:
        tx.session.get_one(Grid, 3).valid_to = WEDNESDAY - timedelta(days=1)
        tx.add(
            Grid(
                code="001-02网格", name="一", level=5, kind="basic",
                parent_id=1, valid_from=MONDAY.date(),
            ),
            Grid(
                code="004网格", name="四", level=4, kind="basic",
                valid_from=WEDNESDAY + timedelta(days=1),
            ),
            Grid(code="社区", name="社区", level=3, kind="basic", valid_from=MONDAY.date()),
        )  # fmt: skip
    office.call(grid=4)
    office.call(grid=1)
    assert [one for one in office.sources() if one.startswith("grid:")] == ["grid:1", "grid:2"]
    assert figures(office)[0] == (2, 0, 2, 0)


def test_regional_matters_come_by_themselves_until_they_have_an_owner(office: Prepared) -> None:
    one, two = office.regional("小广场漏水"), office.regional("停车位", grid=2)
    office.call("一户漏水")
    assert office.sources()[4:6] == [f"ticket:{one}", f"ticket:{two}"]
    item = office.item(f"ticket:{two}")
    assert item.ticket_id == two
    assert (item.section, item.speaker_id) == (Section.REGIONAL, LEAD_2)
    assert "002网格" in item.title
    assert "停车位" in item.title
    handling.assign(office.store, office.clerk, one, LEAD_1)
    assert f"ticket:{one}" not in office.sources()


def test_a_matter_on_the_agenda_is_one_whose_call_waits_for_a_wednesday(office: Prepared) -> None:
    made = [office.regional(), office.call(), office.regional(grid=2)]
    handling.assign(office.store, office.clerk, made[2], LEAD_2)
    made.append(office.regional())
    with office.store.read() as session:
        waiting = {one.ticket_id for one in awaiting_decision(session)}
    told = {one for one in made if queries.ticket(office.store, one).waits_for is not None}
    assert waiting == told == {made[0], made[3]}
    due = queries.ticket(office.store, made[0]).waits_for
    assert due == schedule.meeting(office.store, REF).row.starts_at.date()


def test_the_date_a_matter_is_to_be_resolved_by_is_told_once_it_is_the_next(
    office: Prepared,
) -> None:
    one = office.regional()
    assert re.findall(r"[\d-]{10}", office.item(f"ticket:{one}").drawn) == ["2026-11-23"]
    with office.store.write("test.told", office.clerk) as tx:
        row = tx.session.get_one(Ticket, one)
        row.due_clock, row.due_at = "resolution", datetime(2026, 12, 7, 17, 30)
    assert re.findall(r"[\d-]{10}", office.item(f"ticket:{one}").drawn) == [
        *("2026-11-23", "2026-12-07"),
    ]


def test_callers_phones_and_doors_are_masked(office: Prepared) -> None:
    one = office.regional("刘桂兰13812345678说3号楼502室漏水", caller="刘桂兰", phone="13812345678")
    title = office.item(f"ticket:{one}").title
    assert "漏水" in title
    for secret in ("刘桂兰", "13812345678", "502"):
        assert secret not in title


def test_a_long_matter_is_cut_after_its_numbers_are_masked(office: Prepared) -> None:
    one = office.regional(f"{'楼' * 59}13812345678再来")
    title = office.item(f"ticket:{one}").title
    assert title.endswith("..")
    assert "楼1" not in title
    edit(office, f"ticket:{one}", words="先听街道意见")


def test_a_confidential_matter_is_on_the_confidential_sheet_without_its_words(
    office: Prepared,
) -> None:
    one = office.regional("有人赌博", confidential=True)
    item = office.item(f"ticket:{one}")
    assert item.confidential
    assert "赌博" not in f"{item.title}{item.drawn}{item.words}"


def test_action_items_are_told_with_their_state(office: Prepared) -> None:
    office.held(LAST)
    office.action("DB-2026-001", date(2026, 11, 30), progress="已约物业")
    office.action("DB-2026-002", date(2026, 11, 20))
    office.action("DB-2026-003", date(2026, 11, 20), "reported")
    office.action("DB-2026-004", date(2026, 11, 20), "closed", closed_at=LAST + SECOND)
    office.action("DB-2026-005", date(2026, 11, 20), "closed", closed_at=LAST)
    office.action("DB-2026-006", date(2026, 11, 20), "cancelled")
    lines = office.item("actions").drawn.split("\n")
    assert [re.findall(r"DB-2026-(\d+)", line)[0] for line in lines] == ["002", "003", "001", "004"]
    assert "王芳" in lines[0]
    assert lines[2].endswith("已约物业")
    assert "actions:confidential" not in office.sources()


def test_more_action_items_than_an_item_lists_are_counted_and_said(
    office: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda_facts, "MOST_ACTIONS", 3)
    office.held(LAST)
    for number in range(1, 4):
        office.action(f"DB-2026-00{number}", date(2026, 11, 19 + number))
    whole = office.item("actions").drawn.split("\n")
    assert [line[:11] for line in whole] == ["DB-2026-001", "DB-2026-002", "DB-2026-003"]
    office.action("DB-2026-004", date(2026, 11, 23), "closed", closed_at=LAST + SECOND)
    office.action("DB-2026-005", date(2026, 11, 18))
    office.action("DB-2026-006", date(2026, 11, 18), confidential=True)
    head, *lines = office.item("actions").drawn.split("\n")
    assert sorted(re.findall(r"\d+", head)) == ["2", "3", "5"], "more, shown, of all"
    assert [line[:11] for line in lines] == ["DB-2026-005", "DB-2026-001", "DB-2026-002"]
    counted = office.item("summary").drawn.split("\n")[1]
    assert re.findall(r"\d+", counted) == ["1", "5", "5"], "closed, running, overdue: all of them"
    assert len(office.item("actions:confidential").drawn.split("\n")) == 1


def test_confidential_action_items_have_a_sheet_of_their_own(office: Prepared) -> None:
    office.action("DB-2026-001", date(2026, 11, 30))
    office.action("DB-2026-002", date(2026, 11, 30), matter="核查赌博线索", confidential=True)
    hidden = [one for one in office.agenda().items if "赌博" in f"{one.title}{one.drawn}"]
    assert [(one.source, one.confidential) for one in hidden] == [("actions:confidential", True)]
    public = office.item("actions")
    assert "DB-2026-002" not in public.drawn
    assert not public.confidential


def test_an_action_item_of_a_call_made_confidential_later_is_hidden_too(office: Prepared) -> None:
    one = office.regional("楼道堆物")
    office.action("DB-2026-001", date(2026, 11, 30), matter="清楼道", ticket_id=one)
    assert "清楼道" in office.item("actions").drawn
    with office.store.write("test.confidential", office.clerk) as tx:
        tx.session.get_one(Ticket, one).confidential = True
    assert "清楼道" not in "".join(
        f"{item.title}{item.drawn}" for item in office.agenda().items if not item.confidential
    )
    assert office.item("actions:confidential").confidential


def test_a_meeting_outside_the_series_has_its_own_subject(office: Prepared) -> None:
    office.regional()
    detail = schedule.plan(
        office.store, office.clerk, "consultation", MONDAY, "停车位", parties="物业、业委会"
    )
    drawn = office.agenda(detail.ref)
    assert [one.title for one in drawn.items] == ["停车位"]
    assert "物业、业委会" in drawn.items[0].drawn


def test_what_was_missed_or_cancelled_draws_nothing(office: Prepared) -> None:
    assert office.agenda(MeetingRef(series_on=LAST.date())).items == ()
    detail = schedule.cancel(office.store, office.clerk, REF, "防汛")
    assert office.agenda(detail.ref).items == ()


# ── edited ──────────────────────────────────────────────────────────────────
def form(office: Prepared, source: str, **more: object) -> ItemForm:
    one = office.item(source)
    given = {
        "title": one.title,
        "words": one.words,
        "section": one.section,
        "speaker_id": one.speaker_id,
        "minutes": one.minutes,
        "confidential": one.confidential,
        **more,
    }
    return ItemForm(**given)  # type: ignore[arg-type]


def edit(office: Prepared, source: str, **more: object) -> None:
    wanted = form(office, source, **more)
    agenda.edit_item(office.store, office.clerk, REF, 0, wanted, source=source)


@pytest.mark.parametrize(
    ("action", "use_case"),
    [
        (
            "meetings.agenda.edit",
            lambda office: edit(office, "grid:1", words="讲停水"),
        ),
        (
            "meetings.agenda.add",
            lambda office: agenda.add_item(office.store, office.clerk, REF, ItemForm("物业费")),
        ),
        (
            "meetings.agenda.move",
            lambda office: agenda.move_item(office.store, office.clerk, REF, 1, 1),
        ),
        (
            "meetings.agenda.remove",
            lambda office: agenda.remove_item(office.store, office.clerk, REF, 1),
        ),
        (
            "meetings.agenda.restore",
            lambda office: agenda.restore_item(office.store, office.clerk, REF, 1),
        ),
        (
            "meetings.agenda.redraw",
            lambda office: agenda.redraw(office.store, office.clerk, REF),
        ),
        (
            "meetings.agenda.issue",
            lambda office: agenda.issue(office.store, office.clerk, REF),
        ),
    ],
)
def test_one_edit_is_one_entry_and_saves_the_whole_agenda(
    office: Prepared, action: str, use_case: Edit
) -> None:
    assert office.entries_of(lambda: use_case(office)) == [(action, "meeting:1")]
    saved = office.agenda()
    assert saved.saved
    assert None not in {one.id for one in saved.items}
    assert [one.position for one in saved.items] == list(range(1, len(saved.items) + 1))
    assert schedule.meeting(office.store, REF).row.items == sum(
        not one.removed for one in saved.items
    )


def test_the_clerks_work_outlives_a_new_drawing(office: Prepared) -> None:
    gone, stays = office.regional("小广场"), office.regional("停车位")
    edit(office, "grid:2", words="讲停水", minutes=9, speaker_id=COMMITTEE, title="二网格")
    edit(office, f"ticket:{gone}", words="先听街道意见")
    agenda.remove_item(office.store, office.clerk, REF, 0, source="other")
    agenda.move_item(office.store, office.clerk, REF, 0, 9, source="actions")
    agenda.add_item(office.store, office.clerk, REF, ItemForm("物业费", section="grids"))
    handling.assign(office.store, office.clerk, gone, LEAD_1)
    new = office.regional("路灯")
    office.call(grid=2)
    now = agenda.redraw(office.store, office.clerk, REF)
    assert [one.source or one.title for one in now.items] == [
        *("grid:1", "grid:2", "grid:3", "物业费", f"ticket:{gone}", f"ticket:{stays}"),
        *(f"ticket:{new}", "summary", "actions", "other"),
    ]
    two = office.item("grid:2")
    assert (two.words, two.minutes, two.speaker, two.title) == ("讲停水", 9, "孙伟", "二网格")
    assert now.figures[1].received == 1
    assert (office.item("other").removed, office.item(f"ticket:{gone}").stale) == (True, True)


def test_an_item_nobody_worked_on_goes_with_its_matter(office: Prepared) -> None:
    one = office.regional()
    edit(office, "grid:1", words="讲停水")
    handling.assign(office.store, office.clerk, one, LEAD_1)
    assert office.item(f"ticket:{one}").stale
    agenda.redraw(office.store, office.clerk, REF)
    assert f"ticket:{one}" not in office.sources()


def test_a_saved_agenda_stands_until_it_is_drawn_again(office: Prepared) -> None:
    edit(office, "grid:1", words="讲停水")
    office.clock.advance(timedelta(hours=1))
    assert not any(one.stale for one in office.agenda().items), "time alone makes nothing stale"
    office.call(grid=1)
    now = office.agenda()
    assert now.figures[0].received == 0
    assert now.span.until == MONDAY
    assert {one.source for one in now.items if one.stale} == {"grid:1", "summary"}
    new = office.regional()
    item = office.item(f"ticket:{new}")
    assert (item.id, item.stale) == (None, False), "a matter to decide comes by itself"
    again = agenda.redraw(office.store, office.clerk, REF)
    assert again.figures[0].received == 2
    assert again.span.until == office.clock.moment


def test_an_item_is_found_by_what_it_was_seen_as(office: Prepared) -> None:
    place = office.item("summary").position
    office.regional()
    agenda.remove_item(office.store, office.clerk, REF, place, source="summary")
    assert office.item("summary").removed
    with pytest.raises(InputError):
        agenda.remove_item(office.store, office.clerk, REF, 1, source="ticket:99")
    with pytest.raises(InputError):
        agenda.remove_item(office.store, office.clerk, REF, 40)


def test_what_is_taken_out_takes_no_time_and_comes_back(office: Prepared) -> None:
    whole = office.agenda().minutes
    agenda.remove_item(office.store, office.clerk, REF, 0, source="grid:1")
    assert office.agenda().minutes == whole - 5
    assert len(office.agenda().figures) == 2
    agenda.restore_item(office.store, office.clerk, REF, 0, source="grid:1")
    assert office.agenda().minutes == whole


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"words": "长" * 4001}, "words"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"speaker_id": 99}, "speaker_id"),
        ({"section": "party"}, "section"),
    ],
)
def test_what_an_item_lacks_is_said_and_nothing_is_saved(
    office: Prepared, more: dict[str, object], field: str
) -> None:
    wanted = form(office, "grid:1", **more)
    with pytest.raises(InputError) as told:
        agenda.edit_item(office.store, office.clerk, REF, 2, wanted)
    assert field in told.value.fields
    assert not office.agenda().saved


def test_a_confidential_matter_cannot_be_made_public(office: Prepared) -> None:
    one = office.regional("有人赌博", confidential=True)
    edit(office, f"ticket:{one}", confidential=False)
    assert office.item(f"ticket:{one}").confidential


def test_a_call_made_confidential_leaves_a_saved_agenda_at_once(office: Prepared) -> None:
    one = office.regional("有人赌博")
    edit(office, "grid:1", words="讲停水")
    with office.store.write("test.confidential", office.clerk) as tx:
        tx.session.get_one(Ticket, one).confidential = True
    item = office.item(f"ticket:{one}")
    assert item.confidential
    assert "赌博" not in item.title


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_what_is_over_is_not_edited(office: Prepared, state: MeetingState) -> None:
    one = MeetingRef(office.held(AT))
    office.set_state(one.id or 0, state)
    for use_case in (
        lambda: agenda.redraw(office.store, office.clerk, one),
        lambda: agenda.add_item(office.store, office.clerk, one, ItemForm("物业费")),
        lambda: agenda.issue(office.store, office.clerk, one),
    ):
        with pytest.raises(RefusedError):
            use_case()


def test_a_meeting_in_session_takes_items_but_is_not_drawn_anew(office: Prepared) -> None:
    edit(office, "grid:1", words="讲停水")
    office.clock.moment = AT
    office.set_state(office.ref().id or 0, MeetingState.OPEN)
    new = office.regional()
    assert f"ticket:{new}" not in office.sources()
    agenda.add_item(office.store, office.clerk, REF, ItemForm("物业费"))
    assert office.sources()[-1] == "物业费"
    with pytest.raises(RefusedError):
        agenda.redraw(office.store, office.clerk, REF)


def test_a_missed_meeting_is_not_edited(office: Prepared) -> None:
    ref = MeetingRef(series_on=LAST.date())
    with pytest.raises(RefusedError):
        agenda.add_item(office.store, office.clerk, ref, ItemForm("物业费"))


def test_the_agenda_is_kept_when_the_sign_in_opens(office: Prepared) -> None:
    with office.store.write("test.open", office.clerk) as tx:
        agenda.keep(tx, schedule.touched(tx, REF))
    with office.store.read() as session:
        row = session.exec(select(Meeting)).one()
        shown = kept(session, row)
    assert [one.source for one in shown] == EMPTY
    assert [one.drawn for one in shown] == [one.drawn for one in office.agenda().items]


def test_what_the_minutes_refer_to_does_not_go(office: Prepared) -> None:
    one = office.regional()
    edit(office, "grid:1", words="讲停水")
    item = office.item(f"ticket:{one}")
    with office.store.write("test.minutes", office.clerk) as tx:
        tx.add(
            MinuteEntry(
                meeting_id=1, position=1, item_id=item.id, kind="note", words="同意",
                written_at=tx.now,
            )
        )  # fmt: skip
    handling.assign(office.store, office.clerk, one, LEAD_1)
    agenda.redraw(office.store, office.clerk, REF)
    assert office.item(f"ticket:{one}").removed


# ── issued ──────────────────────────────────────────────────────────────────
def test_an_issued_agenda_is_frozen_whatever_comes_after(office: Prepared) -> None:
    office.held(LAST)
    one = office.regional("停车位")
    edit(office, "grid:1", words="讲停水")
    agenda.remove_item(office.store, office.clerk, REF, 0, source="grid:3")
    first = agenda.issue(office.store, office.clerk, REF)
    assert (first.version, first.reason, first.issuer) == (1, "", "李晓明")
    assert "grid:3" not in {item.source for item in first.agenda.items}
    assert first.agenda.meeting.row.number == 1
    assert not first.agenda.meeting.row.provisional
    handling.assign(office.store, office.clerk, one, LEAD_1)
    office.call(grid=1)
    agenda.redraw(office.store, office.clerk, REF)
    again = agenda.issued(office.store, first.meeting_id)
    assert again == first
    assert again.agenda.figures[0].received == 1
    assert office.agenda().figures[0].received == 2


def test_issuing_again_needs_a_change_and_a_reason(office: Prepared) -> None:
    first = agenda.issue(office.store, office.clerk, REF)
    assert not office.agenda().changed_since_issue
    with pytest.raises(RefusedError):
        agenda.issue(office.store, office.clerk, REF, "没有变化")
    agenda.add_item(office.store, office.clerk, REF, ItemForm("物业费"))
    assert office.agenda().changed_since_issue
    with pytest.raises(InputError) as told:
        agenda.issue(office.store, office.clerk, REF)
    assert "reason" in told.value.fields
    second = agenda.issue(office.store, office.clerk, REF, "加一项")
    assert (second.version, second.reason) == (2, "加一项")
    assert not office.agenda().changed_since_issue
    found = agenda.versions(office.store, first.meeting_id)
    assert [one.version for one in found] == [2, 1]
    assert agenda.issued(office.store, first.meeting_id, 1) == first
    assert second.agenda.meeting.row.number == first.agenda.meeting.row.number


@pytest.mark.parametrize(
    "change",
    [
        lambda office: office.regional("路灯"),
        lambda office: edit(office, "grid:1", minutes=6),
        lambda office: edit(office, "grid:1", confidential=True),
        lambda office: agenda.move_item(office.store, office.clerk, REF, 2, 1),
        lambda office: agenda.remove_item(office.store, office.clerk, REF, 2),
        lambda office: schedule.appoint(office.store, office.clerk, REF, place="一楼"),
        lambda office: schedule.move(
            office.store, office.clerk, REF, AT + timedelta(days=1), "区里开会"
        ),
    ],
)
def test_an_agenda_that_differs_from_the_issued_one_says_so(office: Prepared, change: Edit) -> None:
    agenda.issue(office.store, office.clerk, REF)
    change(office)
    assert office.agenda().changed_since_issue


def test_figures_that_move_on_are_no_change_until_they_are_drawn(office: Prepared) -> None:
    agenda.issue(office.store, office.clerk, REF)
    office.call()
    assert not office.agenda().changed_since_issue
    agenda.redraw(office.store, office.clerk, REF)
    assert office.agenda().changed_since_issue


def test_a_proposed_day_is_confirmed_before_the_agenda_goes_out(office: Prepared) -> None:
    with office.store.write("test.calendar", office.clerk) as tx:
        tx.add(CalendarDay(day=WEDNESDAY, working=False))
    with pytest.raises(RefusedError, match="2026-11-26"):
        agenda.issue(office.store, office.clerk, REF)
    assert schedule.meeting(office.store, REF).row.id is None
    schedule.move(office.store, office.clerk, REF, AT + timedelta(days=1), "周三放假")
    assert agenda.issue(office.store, office.clerk, REF).version == 1


def test_what_was_not_issued_is_not_found(office: Prepared) -> None:
    with pytest.raises(NotFoundError):
        agenda.issued(office.store, 1)
    first = agenda.issue(office.store, office.clerk, REF)
    with pytest.raises(NotFoundError):
        agenda.issued(office.store, first.meeting_id, 2)


def test_an_issued_version_of_an_older_program_is_still_read(office: Prepared) -> None:
    first = agenda.issue(office.store, office.clerk, REF)
    with office.store.read() as session:
        content = session.exec(select(AgendaVersion.content)).one()
    assert '"visits":null' in content
    older = content.replace('"visits":null', '"walks":3').replace('"stale":false,', "")
    from gridterm.meetings.issuing import _issued

    record = AgendaVersion(
        meeting_id=first.meeting_id, version=1, issued_at=first.issued_at,
        issuer=first.issuer, content=older,
    )  # fmt: skip
    assert _issued(record) == first


# ── what it costs ───────────────────────────────────────────────────────────
def test_the_number_of_queries_does_not_grow_with_grids_or_matters(office: Prepared) -> None:
    with office.statements() as few:
        office.agenda()
    with office.store.write("test.grids", office.clerk) as tx:
        tx.add(
            *(
                Grid(
                    code=f"{number:03}网格", name="-", level=4, kind="basic",
                    valid_from=date(2026, 1, 1), lead_id=LEAD_1,
                )
                for number in range(10, 30)
            )
        )  # fmt: skip
    for number in range(1, 6):
        office.regional(f"路灯{number}")
        office.action(f"DB-2026-00{number}", date(2026, 11, 30))
    with office.statements() as many:
        assert len(office.agenda().items) > 30
    assert len(many) == len(few) <= 30


def test_nothing_an_agenda_reads_walks_through_all_calls(office: Prepared) -> None:
    office.regional()
    with office.statements() as sent:
        office.agenda()
    asked = [(sql, given) for sql, given in sent if " ticket" in sql]
    assert len(asked) == 6
    connection = office.store.engine.raw_connection()
    try:
        for sql, given in asked:
            plan = connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()
            steps = [step[-1] for step in plan if re.search(r"\bticket\b", step[-1])]
            assert steps
            assert all("USING IN" in step for step in steps), (sql, steps)
            assert all(step.startswith("SEARCH") for step in steps), (sql, steps)
    finally:
        connection.close()


def test_counts_of_grids_add_up() -> None:
    assert Tally(1, 2, 3, 4, 5) + Tally(5, 4, 3, 2, 1) == Tally(6, 6, 6, 6, 6)


def test_what_falls_due_is_counted_up_to_the_next_meeting(office: Prepared) -> None:
    one = office.call()
    due = queries.ticket(office.store, one).due_at
    assert due is not None
    with office.store.read() as session:
        now = office.clock.moment
        for until, expected in ((due - SECOND, 0), (due, 1)):
            assert tallies(session, LAST, now, until)[1].falling_due == expected


def test_matters_wait_in_the_order_they_came(office: Prepared) -> None:
    first = office.regional("小广场")
    office.clock.advance(timedelta(hours=1))
    second = office.regional("停车位", grid=None)
    with office.store.read() as session:
        found = awaiting_decision(session)
        assert [one.ticket_id for one in found] == [first, second]
        assert found[0].since == MONDAY
        assert isinstance(found[1], Matter)
        assert (found[1].grid, found[1].grid_id) == ("", None)
        assert len(awaiting_decision(session, limit=1)) == 1
