"""The minutes from the first word to a second version."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from gridterm.errors import InputError, NotFoundError, RefusedError
from gridterm.hotline.tables import Ticket
from gridterm.meetings import actions, checks, minutes, people, powers, schedule
from gridterm.meetings.action_terms import ActionForm
from gridterm.meetings.searching import search
from gridterm.meetings.tables import AgendaItem, Meeting, MinuteEntry, MinutesVersion
from gridterm.meetings.terms import (
    EntryForm,
    EntryKind,
    EntryView,
    IssuedMinutes,
    MinutesState,
    Presence,
    Standing,
)
from gridterm.registers.tables import Staff
from gridterm.store import drafts
from gridterm.store.verify import verify
from tests.conftest import MadeOnce
from tests.meetings.seated import (
    CHEN,
    LI,
    LIU,
    REF,
    SUN,
    WANG,
    ZHAO,
    Seated,
    in_session,
    opened,
    staffed,
)
from tests.store.office import add_call, behind_its_back

AT = datetime(2026, 11, 25, 14, 35)
SPEECH, DECISION, VOTE, NOTE = EntryKind
HOSTILE = ["[red]漏水[/red]", "=1+1 漏水", "漏水\x00\x1b[2J", "漏水😀👨‍👩‍👧", "漏" * 6999]


@pytest.fixture
def desk(made_once: MadeOnce, tmp_path: Path) -> Iterator[Seated]:
    """In session since 14:20 with three there, the agenda of two items, one confidential."""
    with opened(made_once("in-session", in_session), tmp_path, AT) as found:
        yield found


def items(desk: Seated) -> tuple[int, int]:
    first, second = minutes.minutes(desk.store, REF).items
    return first.id or 0, second.id or 0


def write(desk: Seated, words: str = "3栋楼顶漏水已修好", **more: object) -> EntryView:
    form = replace(EntryForm(NOTE.value, words), **more)  # type: ignore[arg-type]
    return minutes.add_entry(desk.store, desk.clerk, REF, form)


def speech(desk: Seated, words: str, speaker_id: int = WANG, **more: object) -> EntryView:
    return write(desk, words, kind=SPEECH.value, speaker_id=speaker_id, **more)


def approved(desk: Seated) -> IssuedMinutes:
    desk.end()
    desk.at("11-26 09:00")
    minutes.submit(desk.store, desk.who(SUN), REF)
    return minutes.approve(desk.store, desk.who(CHEN), REF)


def whole(desk: Seated) -> None:
    report = verify(desk.store, checks.CHECKS, [checks.TEXTS])
    assert report.whole, report.findings


# ── entries ─────────────────────────────────────────────────────────────────
def test_entries_stand_by_agenda_item_in_the_order_they_were_written(desk: Seated) -> None:
    first, _second = items(desk)
    write(desk, "散会")
    speech(desk, "上周受理三件", item_id=first)
    speech(desk, "已办结两件", LI, item_id=first)
    told = minutes.minutes(desk.store, REF).entries
    assert [(one.item, one.speaker, one.words) for one in told] == [
        ("008网格汇报", "王芳", "上周受理三件"),
        ("008网格汇报", "李晓明", "已办结两件"),
        ("", "", "散会"),
    ]
    last = told[1]
    moved = minutes.move_entry(desk.store, desk.clerk, REF, last.id, -1)
    assert [one.words for one in moved] == ["已办结两件", "上周受理三件", "散会"]
    moved = minutes.move_entry(desk.store, desk.clerk, REF, last.id, 99)
    assert [one.words for one in moved] == ["上周受理三件", "已办结两件", "散会"]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (EntryForm(NOTE.value, " \u200b\n"), "words"),
        (EntryForm(NOTE.value, "长" * 20_001), "words"),
        (EntryForm("shouted", "话"), "kind"),
        (EntryForm(SPEECH.value, "话"), "speaker"),
        (EntryForm(SPEECH.value, "话", speaker_id=99), "speaker_id"),
        (EntryForm(SPEECH.value, "话", speaker="王芳", votes_for=1), "votes_for"),
        (EntryForm(VOTE.value, "改造方案"), "votes_for"),
        (EntryForm(VOTE.value, "改造方案", votes_for=-1), "votes_for"),
        (EntryForm(VOTE.value, "改造方案", votes_for=2, votes_against=1, abstained=1), "votes_for"),
    ],
)
def test_what_cannot_be_an_entry_is_said_by_field(
    desk: Seated, form: EntryForm, field: str
) -> None:
    with pytest.raises(InputError) as told:
        minutes.add_entry(desk.store, desk.clerk, REF, form)
    assert field in told.value.fields
    assert minutes.minutes(desk.store, REF).entries == ()


def test_votes_are_at_most_those_who_signed_in(desk: Seated) -> None:
    told = write(desk, "改造方案", kind=VOTE.value, votes_for=2, votes_against=1)
    assert (told.votes_for, told.votes_against, told.abstained) == (2, 1, 0)
    people.undo_sign(desk.store, desk.clerk, REF, LI, "输错工号")
    with pytest.raises(InputError):
        write(desk, "改造方案", kind=VOTE.value, votes_for=3)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_they_are_seen_and_found(desk: Seated, words: str) -> None:
    told = write(desk, words)
    assert told.words == words.replace("\x00", "").replace("\x1b", "")
    assert [one.words for one in search(desk.store, "漏水" if "水" in words else "漏漏")] == [
        told.words
    ]
    assert approved(desk).minutes.entries[0].words == told.words
    whole(desk)


def test_a_draft_goes_exactly_when_its_entry_is_saved(desk: Seated) -> None:
    kept = drafts.keep(desk.store, "minutes", "me", {"words": "上周"})
    with pytest.raises(InputError):
        minutes.add_entry(desk.store, desk.clerk, REF, EntryForm(NOTE.value, ""), kept)
    assert drafts.latest(desk.store, "minutes") is not None
    minutes.add_entry(desk.store, desk.clerk, REF, EntryForm(NOTE.value, "上周"), kept)
    assert drafts.latest(desk.store, "minutes") is None


def test_nothing_is_written_before_the_meeting_begins(made_once: MadeOnce, tmp_path: Path) -> None:
    with opened(made_once("staffed", staffed), tmp_path, AT) as early:
        with pytest.raises(RefusedError):
            write(early)
        with early.store.read() as session:
            assert session.exec(select(Meeting)).all() == []


def test_an_entry_is_changed_and_taken_out_unless_an_action_item_came_from_it(
    desk: Seated,
) -> None:
    one = write(desk, "漏水未修")
    changed = minutes.edit_entry(
        desk.store, desk.clerk, REF, one.id, EntryForm(DECISION.value, "本周修好")
    )
    assert (changed.kind, changed.words) == (DECISION, "本周修好")
    assert search(desk.store, "未修") == ()
    actions.give(
        desk.store,
        desk.clerk,
        ActionForm("修楼顶", LI, date(2026, 12, 2), meeting_id=1, entry_id=one.id),
    )
    assert minutes.minutes(desk.store, REF).entries[0].actions == ("DB-2026-001",)
    with pytest.raises(RefusedError, match="DB-2026-001"):
        minutes.remove_entry(desk.store, desk.clerk, REF, one.id)
    other = write(desk, "写错了")
    minutes.remove_entry(desk.store, desk.clerk, REF, other.id)
    assert search(desk.store, "写错") == ()
    with pytest.raises(NotFoundError):
        minutes.remove_entry(desk.store, desk.clerk, REF, other.id)
    whole(desk)


# ── handing in and approval ─────────────────────────────────────────────────
def test_minutes_are_handed_in_after_the_end_and_not_empty(desk: Seated) -> None:
    with pytest.raises(RefusedError):
        minutes.submit(desk.store, desk.clerk, REF)
    desk.end()
    with pytest.raises(RefusedError):
        minutes.submit(desk.store, desk.clerk, REF)
    write(desk)
    told = minutes.submit(desk.store, desk.clerk, REF)
    assert (told.minutes_state, told.row.standing) == (MinutesState.SUBMITTED, Standing.SUBMITTED)
    for change in (
        lambda: write(desk),
        lambda: minutes.submit(desk.store, desk.clerk, REF),
        lambda: people.undo_sign(desk.store, desk.clerk, REF, LI, "输错"),
        lambda: people.resume(desk.store, desk.clerk, REF, "没完"),
    ):
        with pytest.raises(RefusedError):
            change()


def test_sent_back_minutes_say_why_until_they_are_handed_in_again(desk: Seated) -> None:
    write(desk)
    desk.end()
    minutes.submit(desk.store, desk.who(SUN), REF)
    with pytest.raises(InputError):
        minutes.send_back(desk.store, desk.who(CHEN), REF, "")
    minutes.send_back(desk.store, desk.who(CHEN), REF, "少写了表决")
    assert minutes.sent_back(desk.store, 1) == "少写了表决"
    write(desk, "补充")
    minutes.submit(desk.store, desk.who(SUN), REF)
    assert minutes.sent_back(desk.store, 1) == ""


@pytest.mark.parametrize(("staff_id", "said"), [(SUN, "陈静"), (LIU, "陈静"), (LI, "陈静")])
def test_only_the_chair_approves(desk: Seated, staff_id: int, said: str) -> None:
    write(desk)
    desk.end()
    minutes.submit(desk.store, desk.who(SUN), REF)
    assert said in powers.barred_from(desk.store, desk.who(staff_id), 1)
    with pytest.raises(RefusedError, match=said):
        minutes.approve(desk.store, desk.who(staff_id), REF)
    assert minutes.approve(desk.store, desk.who(CHEN), REF).approver == "陈静"


def test_where_the_chair_is_away_a_leader_who_did_not_write_approves(desk: Seated) -> None:
    write(desk)
    desk.end()
    minutes.submit(desk.store, desk.who(SUN), REF)
    with desk.store.write("test.away", desk.clerk) as tx:
        tx.session.get_one(Staff, CHEN).away = True
    with pytest.raises(RefusedError, match="刘洋"):
        minutes.approve(desk.store, desk.who(ZHAO), REF)
    assert minutes.approve(desk.store, desk.who(LIU), REF).approver == "刘洋"


def test_where_nobody_leads_anybody_approves(desk: Seated) -> None:
    write(desk)
    desk.end()
    minutes.submit(desk.store, desk.who(SUN), REF)
    with desk.store.write("test.away", desk.clerk) as tx:
        for staff_id in (CHEN, LIU):
            tx.session.get_one(Staff, staff_id).away = True
    assert minutes.approve(desk.store, desk.who(ZHAO), REF).approver == "赵强"


# ── the two documents ───────────────────────────────────────────────────────
def test_the_record_holds_everything_the_summary_nothing_confidential(desk: Seated) -> None:
    first, second = items(desk)
    speech(desk, "上周受理三件", item_id=first)
    write(desk, "三天内修好", kind=DECISION.value, item_id=first)
    write(desk, "改造方案", kind=VOTE.value, votes_for=3, item_id=first)
    hidden = write(desk, "调整两人", kind=DECISION.value, item_id=second)
    assert hidden.confidential
    alone = write(desk, "内部情况", confidential=True)
    actions.give(
        desk.store,
        desk.clerk,
        ActionForm("谈话提醒", LI, date(2026, 12, 2), meeting_id=1, confidential=True),
    )
    actions.give(desk.store, desk.clerk, ActionForm("修楼顶", LI, date(2026, 12, 2), meeting_id=1))
    issued = approved(desk)
    assert (issued.number, issued.version, issued.reason) == ("〔2026〕1号", 1, "")
    assert {one.id for one in issued.minutes.entries} >= {hidden.id, alone.id}
    assert len(issued.minutes.entries) == 5
    assert len(issued.actions) == 2
    assert [one.presence for one in issued.people if one.staff_id == LIU] == [Presence.ABSENT]
    summary = minutes.summary_of(issued)
    told = repr(replace(summary, left_out=()))
    for secret in ("调整两人", "内部情况", "谈话提醒", "人员调整"):
        assert secret not in told
        assert secret not in " ".join(summary.left_out)
    (item,) = summary.items
    assert (item.title, item.speakers) == ("008网格汇报", ("王芳",))
    assert [one.words for one in (*item.decisions, *item.votes)] == ["三天内修好", "改造方案"]
    assert len(summary.left_out) == 4  # item 2, one entry, one action item, one speech
    assert summary.left_out == issued.left_out
    assert {one.why for one in summary.people} == {""}
    whole(desk)


def test_numbers_have_no_gap_and_a_refused_approval_takes_none(desk: Seated) -> None:
    write(desk)
    desk.end()
    minutes.submit(desk.store, desk.who(SUN), REF)
    with pytest.raises(RefusedError):
        minutes.approve(desk.store, desk.who(SUN), REF)
    assert minutes.approve(desk.store, desk.who(CHEN), REF).number == "〔2026〕1号"
    desk.at("11-27 09:00")
    extra = schedule.plan(
        desk.store, desk.clerk, "extra", desk.clock.moment.replace(hour=10), "防汛部署"
    )
    people.open_sign_in(desk.store, desk.clerk, extra.ref)
    minutes.add_entry(desk.store, desk.clerk, extra.ref, EntryForm(NOTE.value, "值班表"))
    desk.at("11-27 11:00")
    people.end(desk.store, desk.clerk, extra.ref)
    minutes.submit(desk.store, desk.who(SUN), extra.ref)
    assert minutes.approve(desk.store, desk.who(CHEN), extra.ref).number == "〔2026〕2号"
    whole(desk)


def test_an_approved_version_never_changes_and_a_correction_is_a_new_one(desk: Seated) -> None:
    one = write(desk, "三天内修好", kind=DECISION.value)
    first = approved(desk)
    with pytest.raises(RefusedError):
        minutes.edit_entry(desk.store, desk.clerk, REF, one.id, EntryForm(NOTE.value, "改"))
    with pytest.raises(RefusedError):
        people.undo_sign(desk.store, desk.clerk, REF, LI, "改")
    with pytest.raises(InputError):
        minutes.correct(desk.store, desk.clerk, REF, " ")
    told = minutes.correct(desk.store, desk.clerk, REF, "日期写错")
    assert told.correcting == "日期写错"
    minutes.edit_entry(desk.store, desk.clerk, REF, one.id, EntryForm(DECISION.value, "五天内修好"))
    with desk.store.write("test.renamed", desk.clerk) as tx:
        tx.session.get_one(Staff, WANG).name = "王芳芳"
    minutes.submit(desk.store, desk.who(SUN), REF)
    second = minutes.approve(desk.store, desk.who(CHEN), REF)
    assert (second.version, second.number, second.reason) == (2, first.number, "日期写错")
    assert minutes.issued_minutes(desk.store, 1, 1) == first
    assert minutes.issued_minutes(desk.store, 1) == second
    assert [one.version for one in minutes.versions(desk.store, 1)] == [2, 1]
    changed = minutes.difference(desk.store, 1, 1, 2)
    assert any(line.startswith("-") and "三天内修好" in line for line in changed)
    assert any(line.startswith("+") and "五天内修好" in line for line in changed)
    assert minutes.difference(desk.store, 1, 2, 2) == ()
    with pytest.raises(NotFoundError):
        minutes.issued_minutes(desk.store, 1, 3)
    whole(desk)


def test_a_correction_with_nothing_changed_is_given_up(desk: Seated) -> None:
    one = write(desk, "三天内修好")
    approved(desk)
    minutes.correct(desk.store, desk.clerk, REF, "日期写错")
    told = minutes.drop_correction(desk.store, desk.clerk, REF)
    assert (told.minutes_state, told.correcting) == (MinutesState.APPROVED, "")
    minutes.correct(desk.store, desk.clerk, REF, "日期写错")
    minutes.edit_entry(desk.store, desk.clerk, REF, one.id, EntryForm(NOTE.value, "五天"))
    with pytest.raises(RefusedError):
        minutes.drop_correction(desk.store, desk.clerk, REF)
    assert len(minutes.versions(desk.store, 1)) == 1


# ── search ──────────────────────────────────────────────────────────────────
def test_search_finds_what_was_said_by_words_speaker_and_item(desk: Seated) -> None:
    first, _second = items(desk)
    speech(desk, "3栋楼顶漏水，维修基金已批", item_id=first)
    for typed in ("漏水", "王芳", "008网格", "楼顶漏水 维修"):
        (found,) = search(desk.store, typed)
        assert (found.speaker, found.item) == ("王芳", "008网格汇报")
        assert found.ref.id == 1
        assert found.title
    assert search(desk.store, "") == ()
    assert search(desk.store, "电梯") == ()


def test_search_never_finds_the_confidential(desk: Seated) -> None:
    first, second = items(desk)
    write(desk, "保密甲", confidential=True)
    write(desk, "保密乙", item_id=second)
    later = write(desk, "保密丙")
    assert [one.entry_id for one in search(desk.store, "保密")] == [later.id]
    minutes.edit_entry(
        desk.store, desk.clerk, REF, later.id, EntryForm(NOTE.value, "保密丙", confidential=True)
    )
    open_still = write(desk, "保密丁", item_id=first)
    assert [one.entry_id for one in search(desk.store, "保密")] == [open_still.id]
    with desk.store.write("test.hide", desk.clerk) as tx:
        tx.session.get_one(AgendaItem, first).confidential = True
    assert search(desk.store, "保密") == ()
    whole(desk)


def test_what_came_of_a_call_is_hidden_once_the_call_is_confidential(desk: Seated) -> None:
    entry = write(desk, "楼顶改造")
    with desk.store.write("test.call", desk.clerk) as tx:
        ticket_id = add_call(tx, "楼顶漏水")
        tx.session.get_one(MinuteEntry, entry.id).ticket_id = ticket_id
    assert len(search(desk.store, "楼顶改造")) == 1
    with desk.store.write("test.hide", desk.clerk) as tx:
        tx.session.get_one(Ticket, ticket_id).confidential = True
    assert search(desk.store, "楼顶改造") == ()
    assert minutes.minutes(desk.store, REF).entries[0].confidential


# ── verify ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE meeting SET state = 'planned'", "meeting.state"),
        ("UPDATE meeting SET ended_at = NULL", "meeting.state"),
        ("UPDATE meeting SET number = NULL", "meeting.state"),
        ("UPDATE meeting SET minutes_state = 'writing'", "minutes.state"),
        ("UPDATE meeting SET correcting = 'x'", "minutes.state"),
        (
            "UPDATE attendee SET left_at = '2026-11-25 13:00:00' WHERE staff_id = 1",
            "meeting.presence",
        ),
        (
            "UPDATE attendee SET signed_at = '2026-11-24 14:00:00' WHERE staff_id = 1",
            "meeting.presence",
        ),
        ("UPDATE attendee SET leave_state = 'approved' WHERE staff_id = 1", "meeting.presence"),
        ("UPDATE attendee SET substitute_id = staff_id WHERE staff_id = 1", "meeting.presence"),
        ("UPDATE minute_entry SET votes_for = 4", "minutes.entry"),
        ("UPDATE minute_entry SET words = '改了'", "minutes.version"),
        ("UPDATE minutes_version SET content = '{}'", "minutes.version"),
        ("UPDATE minutes_version SET version = 2", "minutes.version"),
        ("UPDATE minutes_version SET number = '〔2026〕7号'", "minutes.gap"),
    ],
)
def test_a_change_behind_its_back_is_found(desk: Seated, statement: str, code: str) -> None:
    write(desk, "三天内修好", kind=DECISION.value, votes_for=3)
    approved(desk)
    whole(desk)
    behind_its_back(desk.store.path, statement)
    assert code in verify(desk.store, checks.CHECKS, [checks.TEXTS]).counts


def test_versions_refuse_to_be_changed(desk: Seated) -> None:
    write(desk)
    approved(desk)
    with desk.store.read() as session:
        assert len(session.exec(select(MinutesVersion)).all()) == 1
    with desk.store.engine.connect() as connection, pytest.raises(Exception, match="append"):
        connection.exec_driver_sql("UPDATE minutes_version SET reason = 'x'")
