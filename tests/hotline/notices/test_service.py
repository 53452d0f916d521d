"""Notices on a real office: drafted, scanned, approved by another, taken down, superseded."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gridterm.errors import GridtermError, InputError, NotFoundError, RefusedError
from gridterm.hotline import checks as hotline_checks
from gridterm.hotline import handling, importing, service
from gridterm.hotline.notices import checks, proposing, queries
from gridterm.hotline.notices import service as notices
from gridterm.hotline.notices.terms import (
    LONGEST,
    NoticeAction,
    NoticeState,
    Standing,
)
from gridterm.hotline.terms import Visit
from gridterm.store import drafts
from gridterm.store.audit import SYSTEM
from gridterm.store.findings import Watch
from gridterm.store.unit import Store
from gridterm.store.verify import verify
from tests.hotline.conftest import CLERK, LEADER, OTHER, Desk
from tests.hotline.notices.conftest import CALLER, closed, drafted, form, hide, hung
from tests.store.office import behind_its_back


def well(desk: Desk) -> None:
    report = verify(
        desk.store,
        (*hotline_checks.CHECKS, *checks.CHECKS),
        (hotline_checks.TEXTS, checks.TEXTS),
    )
    assert report.findings == ()


def test_from_a_call_to_the_board_and_down(desk: Desk, source: int) -> None:
    told = notices.draft(desk.store, desk.clerk, proposing.proposal(desk.store, [source]))
    assert told.number == "GS-2026-0001"
    assert (told.title, told.result) == ("楼顶积水", "落水口已疏通")
    assert told.matter == "3栋楼顶积水，刘**家**渗水"
    assert "已约师傅" in told.handling
    assert (told.grid, told.drafter) == ("008网格", "李晓明")
    assert (told.up_on, told.down_on) == (date(2026, 11, 23), date(2026, 12, 6))
    assert told.standing is Standing.DRAFT
    assert notices.submit(desk.store, desk.clerk, told.id).standing is Standing.SUBMITTED
    approved = notices.approve(desk.store, desk.by(LEADER), told.id)
    assert (approved.standing, approved.approver) == (Standing.HANGING, "陈静")
    assert [one.id for one in queries.board(desk.store)] == [told.id]
    down = notices.take_down(desk.store, desk.by(LEADER), told.id, "已修好多日")
    assert (down.state, down.reason) == (NoticeState.DOWN, "已修好多日")
    assert queries.board(desk.store) == ()
    assert [one.action for one in down.events] == ["draft", "submit", "approve", "take_down"]
    assert [one[0] for one in desk.trail()[-4:]] == [
        "notice.draft", "notice.submit", "notice.approve", "notice.take_down",
    ]  # fmt: skip
    well(desk)


def test_it_hangs_between_its_dates(desk: Desk, source: int) -> None:
    up = desk.clock.today() + timedelta(days=2)
    one = hung(desk, source, up_on=up, down_on=up + timedelta(days=1))
    seen = []
    for _day in range(5):
        seen.append(queries.notice(desk.store, one.id).standing)
        assert bool(queries.board(desk.store)) == (seen[-1] is Standing.HANGING)
        assert queries.count_notices(desk.store, str(seen[-1])) == 1
        assert getattr(queries.counts(desk.store), str(seen[-1])) == 1
        desk.clock.advance(timedelta(days=1))
    assert seen == [
        Standing.COMING, Standing.COMING, Standing.HANGING, Standing.HANGING, Standing.DOWN,
    ]  # fmt: skip
    with pytest.raises(RefusedError, match="over already"):
        notices.take_down(desk.store, desk.clerk, one.id, "早")
    assert queries.notice(desk.store, one.id).actions == ()


def test_who_wrote_it_does_not_approve_it(desk: Desk, source: int) -> None:
    leader, other = desk.by(LEADER), desk.by(OTHER)
    one = notices.draft(desk.store, leader, form(source))
    notices.edit(desk.store, other, one.id, form(source, title="积水"))
    notices.submit(desk.store, other, one.id)
    for writer in (leader, other):
        with pytest.raises(RefusedError, match="does not approve"):
            notices.approve(desk.store, writer, one.id)
    for actor, words in ((desk.clerk, "leader or a committee"), (SYSTEM, "Sign on")):
        with pytest.raises(RefusedError, match=words):
            notices.approve(desk.store, actor, one.id)
    assert queries.notice(desk.store, one.id).state is NoticeState.SUBMITTED


def test_what_names_anybody_is_refused_at_its_field(desk: Desk, source: int) -> None:
    wrong = {
        "title": "刘建国家漏水",
        "matter": "3栋2单元501渗水",
        "handling": "请打138-0000-1111",
        "result": "身份证11010519491231002X",
    }
    with pytest.raises(InputError) as raised:
        notices.draft(desk.store, desk.clerk, form(source, **wrong))
    assert set(raised.value.fields) == set(wrong)
    assert "刘建国" in raised.value.fields["title"]
    assert "501" in raised.value.fields["matter"]
    assert "138-0000-1111" in raised.value.fields["handling"]
    assert queries.counts(desk.store).total == 0
    assert drafted(desk, source).number == "GS-2026-0001"  # no number was used up


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "title"),
    ({"matter": ""}, "matter"),
    ({"handling": ""}, "handling"),
    ({"result": ""}, "result"),
    ({"title": "长" * (LONGEST["title"] + 1)}, "title"),
    ({"matter": "长" * (LONGEST["matter"] + 1)}, "matter"),
    ({"office_phone": "13800001111"}, "office_phone"),
    ({"office_phone": "12"}, "office_phone"),
    ({"up_on": date(2026, 12, 1), "down_on": date(2026, 11, 30)}, "down_on"),
    ({"up_on": date(2026, 11, 1), "down_on": date(2026, 11, 2)}, "down_on"),
    ({"down_on": date(2028, 11, 1)}, "down_on"),
    ({"result": "", "expected_on": date(2026, 11, 2)}, "expected_on"),
    ({"grid_id": 99}, "grid_id"),
    ({"source_ids": ()}, "sources"),
    ({"source_ids": (99,)}, "sources"),
]


def test_what_is_missing_is_said_at_its_field(desk: Desk, source: int) -> None:
    for wrong, field in WRONG:
        with pytest.raises(InputError) as raised:
            drafted(desk, source, **wrong)
        assert list(raised.value.fields) == [field], wrong
        assert raised.value.fields[field]
    assert queries.counts(desk.store).total == 0


def test_an_expected_day_stands_in_for_the_result(desk: Desk) -> None:
    source = desk.call("3栋楼顶积水", publishable=True)
    told = proposing.proposal(desk.store, [source])
    assert (told.result, told.expected_on is not None) == ("", True)
    one = drafted(desk, source, result="", expected_on=date(2026, 12, 1))
    assert one.expected_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("more", "words"), [({"confidential": True}, "confidential"), ({"publishable": False}, "allow")]
)
def test_some_calls_are_never_behind_a_notice(
    desk: Desk, more: dict[str, bool], words: str
) -> None:
    source = closed(desk, **more)
    with pytest.raises(InputError, match=words):
        proposing.proposal(desk.store, [source])
    with pytest.raises(InputError, match=words):
        drafted(desk, source)
    assert queries.counts(desk.store).total == 0


@pytest.mark.parametrize("stage", ["draft", "submitted", "hanging"])
def test_a_call_opened_again_supersedes_its_notices(desk: Desk, source: int, stage: str) -> None:
    other = closed(desk)
    one = drafted(desk, source, other)
    if stage != "draft":
        notices.submit(desk.store, desk.clerk, one.id)
    if stage == "hanging":
        notices.approve(desk.store, desk.by(LEADER), one.id)
    untouched = drafted(desk, other)
    before = len(desk.trail())
    handling.reopen(desk.store, desk.clerk, source, "又积水了")
    assert [entry[0] for entry in desk.trail()[before:]] == ["ticket.reopen"]
    told = queries.notice(desk.store, one.id)
    assert told.standing is Standing.SUPERSEDED
    assert "RX-2026-0001" in told.reason
    assert told.actions == ()
    assert queries.board(desk.store) == ()
    assert queries.notice(desk.store, untouched.id).standing is Standing.DRAFT
    assert [source.unfit != "" for source in told.sources] == [True, False]
    well(desk)


def test_a_call_that_stays_unsolved_supersedes_too(desk: Desk) -> None:
    one = desk.call("3栋楼顶积水", publishable=True)
    service.answer(desk.store, desk.clerk, one, "已疏通")
    told = hung(desk, one)
    service.revisit(
        desk.store, desk.clerk, one, Visit(true=True, solved=False, satisfaction="fair")
    )
    assert queries.notice(desk.store, told.id).standing is Standing.SUPERSEDED


def test_a_call_made_confidential_is_nowhere_on_the_board(desk: Desk, source: int) -> None:
    hanging, early = hung(desk, source), hung(desk, source)
    notices.take_down(desk.store, desk.clerk, early.id, "重复")
    assert queries.count_notices(desk.store, typed="积水") == 2
    hide(desk, source)
    assert queries.board(desk.store) == ()
    assert queries.count_notices(desk.store, typed="积水") == 0
    told = queries.notice(desk.store, hanging.id)
    assert (told.standing, told.hidden) == (Standing.SUPERSEDED, True)
    for one in (hanging, early):
        shown = queries.notice(desk.store, one.id)
        assert "积水" not in f"{shown.title}{shown.matter}{shown.handling}{shown.result}"
    assert {row.hidden for row in queries.list_notices(desk.store).rows} == {True}
    well(desk)


def test_an_import_that_makes_a_call_confidential_takes_its_notice_down(
    desk: Desk, tmp_path: Path
) -> None:
    head, row = "编号,时间,内容,是否保密,是否公开\n", "77,2026-11-20,楼顶积水"
    path = tmp_path / "messages.csv"
    path.write_text(f"{head}{row},否,是\n")
    importing.run(desk.store, desk.clerk, path)
    one = hung(desk, 1)
    assert len(queries.board(desk.store)) == 1
    path.write_text(f"{head}{row},是,是\n")
    assert importing.run(desk.store, desk.clerk, path).changed == 1
    assert queries.board(desk.store) == ()
    assert queries.notice(desk.store, one.id).standing is Standing.SUPERSEDED
    well(desk)


def test_what_is_down_by_its_date_stays_what_it_was(desk: Desk, source: int) -> None:
    one = hung(desk, source, down_on=desk.clock.today())
    desk.clock.advance(timedelta(days=1))
    handling.reopen(desk.store, desk.clerk, source, "又积水了")
    assert queries.notice(desk.store, one.id).standing is Standing.DOWN
    well(desk)


def test_a_void_call_takes_its_notice_along(desk: Desk) -> None:
    source = desk.call("停车位", publishable=True)
    one = drafted(desk, source, result="", expected_on=date(2026, 12, 1))
    service.void(desk.store, desk.clerk, source, "打错")
    assert queries.notice(desk.store, one.id).state is NoticeState.SUPERSEDED


def test_approval_scans_again(desk: Desk) -> None:
    source = desk.call("3栋楼顶积水", publishable=True)
    one = drafted(
        desk, source, matter="王小二反映3栋楼顶积水", result="", expected_on=date(2027, 1, 5)
    )
    notices.submit(desk.store, desk.clerk, one.id)
    neighbour = desk.call("3栋楼顶积水", caller="王小二", phone="13900002222")
    handling.merge(desk.store, desk.clerk, neighbour, source)
    with pytest.raises(RefusedError, match="王小二"):
        notices.approve(desk.store, desk.by(LEADER), one.id)


def test_a_notice_goes_back_and_comes_again(desk: Desk, source: int) -> None:
    one = drafted(desk, source)
    notices.submit(desk.store, desk.clerk, one.id)
    back = notices.send_back(desk.store, desk.by(LEADER), one.id, "写明日期")
    assert (back.state, back.events[-1].note) == (NoticeState.DRAFT, "写明日期")
    notices.edit(desk.store, desk.clerk, one.id, form(source, result="11月20日起不再积水"))
    notices.submit(desk.store, desk.clerk, one.id)
    edited = notices.edit(desk.store, desk.clerk, one.id, form(source))
    assert edited.state is NoticeState.DRAFT  # what changes is approved anew
    gone = notices.withdraw(desk.store, desk.clerk, one.id, "不再需要")
    assert gone.state is NoticeState.WITHDRAWN
    assert queries.count_notices(desk.store, typed="积水") == 0
    assert drafted(desk, source).number == "GS-2026-0002"
    well(desk)


def test_a_draft_can_do_only_what_a_draft_can(desk: Desk, source: int) -> None:
    one = drafted(desk, source)
    assert one.actions == (NoticeAction.EDIT, NoticeAction.SUBMIT, NoticeAction.WITHDRAW)
    with pytest.raises(RefusedError, match="Possible now"):
        notices.approve(desk.store, desk.by(LEADER), one.id)
    for act in (notices.send_back, notices.take_down):
        with pytest.raises(RefusedError, match="Possible now"):
            act(desk.store, desk.clerk, one.id, "早")
    for act in (notices.send_back, notices.take_down, notices.withdraw):
        with pytest.raises(InputError):
            act(desk.store, desk.clerk, one.id, "  ")
    assert queries.notice(desk.store, one.id).events == one.events


def test_the_draft_of_the_form_goes_with_the_save(desk: Desk, source: int) -> None:
    kept = drafts.keep(desk.store, "hotline.notice", "me", {"title": "楼顶"})
    with pytest.raises(GridtermError):
        notices.draft(desk.store, desk.clerk, form(source, title=""), draft_id=kept)
    assert drafts.waiting(desk.store)
    notices.draft(desk.store, desk.clerk, form(source), draft_id=kept)
    assert drafts.waiting(desk.store) == []


def test_a_list_goes_on_page_by_page(desk: Desk, source: int) -> None:
    made = [drafted(desk, source, title=f"第{n}号").number for n in range(5)]
    seen: list[str] = []
    page = queries.list_notices(desk.store, limit=2)
    while True:
        seen += [row.number for row in page.rows]
        if not page.more:
            break
        page = queries.list_notices(desk.store, after=page.rows[-1].id, limit=2)
    assert seen == made[::-1]
    assert queries.notice_by_number(desk.store, "3").number == made[2]
    assert queries.notice_by_number(desk.store, "gs-2026-0003").id == 3
    assert [row.number for row in queries.of_ticket(desk.store, source)] == made[::-1]
    with pytest.raises(NotFoundError):
        queries.notice_by_number(desk.store, "GS-2026-0099")
    with pytest.raises(NotFoundError):
        notices.submit(desk.store, desk.clerk, 99)


def test_a_proposal_of_several_calls_is_clean_and_fits(desk: Desk) -> None:
    long = "刘建国说13800001111打不通，" * 60
    sources = [closed(desk), desk.call(long, publishable=True, **CALLER)]
    told = proposing.proposal(desk.store, sources)
    assert len(told.matter) <= LONGEST["matter"]
    assert proposing.scanned(desk.store, told) == ()
    assert told.grid_id == 1
    assert proposing.scanned(desk.store, replace(told, result="找刘建国"))[0].text == "刘建国"
    one = notices.draft(desk.store, desk.clerk, told)
    assert [source.ticket_id for source in one.sources] == sources
    assert proposing.again(one) == told
    assert CLERK in one.writers


TAMPERED = (
    ("UPDATE notice SET title = '别的'", "notice.derived"),
    ("UPDATE notice_source SET round = 7", "notice.derived"),
    ("UPDATE notice_event SET actor_id = 4 WHERE action = 'draft'", "notice.events"),
    ("UPDATE notice_event SET state = 'draft' WHERE action = 'approve'", "notice.events"),
    ("UPDATE notice SET seq = 9", "notice.gap"),
    ("UPDATE ticket SET confidential = 1", "notice.source"),
    ("DELETE FROM notice_source", "notice.derived"),
)


def test_a_change_behind_the_programs_back_is_found(desk: Desk, source: int) -> None:
    hung(desk, source)
    well(desk)
    desk.store.close()
    for statement, code in TAMPERED:
        copy = Path(shutil.copyfile(desk.store.path, desk.store.path.with_name("copy.db")))
        behind_its_back(copy, statement)
        other = Store(copy, desk.clock)
        watch = Watch(None)
        with other.read() as session:
            found = {one.code for check in checks.CHECKS for one in check(session, watch)}
        other.close()
        assert code in found, statement
