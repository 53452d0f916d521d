"""Importing real messages: nothing lost, nothing mangled, nothing twice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import func, select

from gridterm.errors import CancelledError, FileProblemError, InputError
from gridterm.hotline import importing, queries, service
from gridterm.hotline.importing import ImportOptions, Phase, Take
from gridterm.hotline.tables import Category, TicketEvent
from gridterm.hotline.terms import Action, Channel, Kind, State, TicketFilter
from gridterm.registers import service as registers
from gridterm.registers.terms import BuildingForm, GridForm
from gridterm.spreadsheet.writing import Sheet, write_workbook
from gridterm.store.audit import Actor
from gridterm.store.tables import AuditEntry, ImportBatch
from gridterm.store.unit import Store
from tests.hotline.importing.messages import (
    ANSWERED,
    BOARD,
    LIKED,
    OWN,
    MakeBook,
    assert_whole,
    tickets,
)

Message = Callable[..., list[Any]]


def events(store: Store, ticket_id: int | None) -> list[tuple[str, str, dict[str, Any]]]:
    with store.read() as session:
        rows = session.exec(
            select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.seq)
        )
        return [(row.action, row.note, json.loads(row.payload)) for row in rows]


def count(store: Store, table: type) -> int:
    with store.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def find(store: Store, text: str) -> list[str]:
    page = queries.list_tickets(store, TicketFilter(text=text))
    return [row.external_id for row in page.rows]


# ── what becomes of a message ───────────────────────────────────────────────


def test_a_message_of_a_board(store: Store, actor: Actor, book: MakeBook, message: Message) -> None:
    done = importing.run(store, actor, book(BOARD, message()))
    assert (done.new, done.changed, done.same, done.refused) == (1, 0, 0, 0)
    assert (done.history, done.open, done.refused_file) == (1, 0, None)
    assert done.new_categories == ("商贸旅游",)
    (one,) = tickets(store)
    assert one.number == "RX-2019-0001"
    assert one.external_id == "188006"
    assert one.caller == "A000102948"
    assert one.content == "座落在A市A3区联丰路米兰春天G2栋320，一家婚纱摄影"
    assert one.received_at == datetime(2019, 2, 28, 11, 25, 5)
    assert (one.state, one.history, one.first_responder_id) == (State.CLOSED, True, None)
    assert (one.kind, one.channel) == (Kind.COMPLAINT, Channel.SUPERIOR)
    with store.read() as session:
        assert session.get_one(Category, one.category).name_zh == "商贸旅游"
    assert find(store, "婚纱摄影") == find(store, "188006") == ["188006"]
    assert_whole(store)


def test_what_no_field_takes_is_kept_and_shown(store: Store, actor: Actor, book: MakeBook) -> None:
    row = [360114, "A1", "经济", "2019-12-02", "内容", 12, "0", "beyond"]
    importing.run(store, actor, book(LIKED, row))
    detail = queries.ticket_by_number(store, "360114")
    assert detail.events[0].payload["extra"] == {"点赞数": "12", "反对数": "0", "H": "beyond"}
    assert detail.events[0].payload["source"] == {"file": "留言.xlsx", "row": 2}


def test_a_reply_and_its_time_become_an_event(store: Store, actor: Actor, book: MakeBook) -> None:
    replied = datetime(2019, 5, 10, 14, 56, 53)
    row = [
        2549,
        "A00045581",
        "物业",
        "2019/4/25 9:32:09",
        "内容",
        "\n网友您好！\r\n  现答复如下",
        replied,
    ]
    later = [2550, "A1", "物业", "2026-11-20 9:00", "内容二", "已处理", "2026-11-20"]
    importing.run(store, actor, book(ANSWERED, row, later))
    first, second = (queries.ticket_by_number(store, number) for number in ("2549", "2550"))
    assert [event.action for event in first.events] == [Action.REGISTER, Action.REPLY]
    assert first.events[1].note == "网友您好！\n  现答复如下"
    assert first.events[1].at == replied
    assert second.history, "what has a reply is history, however new it is"
    assert second.events[1].at == second.received_at, "a day alone is not before its morning"
    assert find(store, "现答复如下") == ["2549"]
    assert_whole(store)


DIRTY = (
    "\n\t\t\t\t\t\t　　尊敬的领导：\xa0您好\u200b！_x000D_\n《关于<西湖>的建议》[/] "
    "\ufeff=1+1 &lt;b&gt;\x07\r\n第二行😀１３８\t\n"
)


def test_texts_are_cleaned_of_what_nobody_sees_only(
    store: Store, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'编号,时间,内容\n1,2019-01-01,"{DIRTY}"\n'.encode())
    importing.run(store, actor, path)
    assert tickets(store)[0].content == (
        "尊敬的领导： 您好！\n《关于<西湖>的建议》[/] =1+1 &lt;b&gt;\n第二行😀１３８"
    )


@pytest.mark.parametrize(
    ("days", "take", "history"),
    [
        (29, Take.AUTO, False),
        (31, Take.AUTO, True),
        (400, Take.OPEN, False),
        (1, Take.HISTORY, True),
    ],
)
def test_history_or_open_work(  # noqa: PLR0917
    store: Store,
    actor: Actor,
    book: MakeBook,
    message: Message,
    days: int,
    take: Take,
    history: bool,
) -> None:
    received = store.clock.now() - timedelta(days=days)
    path = book(BOARD, message(留言时间=received))
    seen = importing.preview(store, path, ImportOptions(take=take))
    done = importing.run(store, actor, path, ImportOptions(take=take))
    (one,) = tickets(store)
    assert one.history is history
    assert one.state == (State.CLOSED if history else State.RECEIVED)
    assert (
        (done.history, done.open) == (seen.history, seen.open) == (int(history), int(not history))
    )
    assert one.first_responder_id is None
    if not history:
        service.answer(store, actor, one.id or 0, "已答复")


def test_numbers_follow_the_time_within_each_year(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    times = [
        "2020/1/9 10:34",
        "2019-03-05",
        datetime(2020, 1, 2),
        "2019年2月1日 下午3点",
        "20200102",
    ]
    importing.run(
        store, actor, book(BOARD, *(message(n, 留言时间=at) for n, at in enumerate(times)))
    )
    assert [(one.number, one.external_id) for one in tickets(store)] == [
        ("RX-2019-0001", "3"),
        ("RX-2019-0002", "1"),
        ("RX-2020-0001", "2"),
        ("RX-2020-0002", "4"),
        ("RX-2020-0003", "0"),
    ]
    importing.run(store, actor, book(BOARD, message(9, 留言时间="2019-01-01"), name="b.xlsx"))
    assert tickets(store)[2].number == "RX-2019-0003"
    assert_whole(store)


# ── again ───────────────────────────────────────────────────────────────────


def test_running_it_again_adds_nothing(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    rows = [message(n, 留言详情=f"内容{n}") for n in range(30)]
    path = book(BOARD, *rows, rows[3])
    first = importing.run(store, actor, path)
    assert (first.new, first.same) == (30, 1), "a row that is there twice is the same row"
    before = tickets(store)
    again = importing.run(store, actor, path)
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, 31, 0)
    assert again.new_categories == ()
    assert tickets(store) == before
    assert count(store, TicketEvent) == 30
    assert count(store, ImportBatch) == 2


def test_messages_without_a_number_are_known_by_what_they_say(
    store: Store, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("时间,电话,内容\n2019-01-01 8:00,13800000001,漏水\n2019-01-01 8:00,,漏水\n")
    assert importing.run(store, actor, path).new == 2
    path.write_text("电话;内容;时间\n138 0000 0001;\t漏水 ;2019/1/1 8:00:00\n;停电;2019-01-02\n")
    done = importing.run(store, actor, path)
    assert (done.new, done.same) == (1, 1)


def test_what_the_source_changed_becomes_an_event(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    importing.run(store, actor, book(BOARD, message(1), message(2)))
    changed = [
        1,
        "A000102948",
        "新主题",
        "2019-02-28",
        "改过的内容：停电",
        "已答复如下",
        "2019-03-02",
    ]
    done = importing.run(store, actor, book(ANSWERED, changed, name="b.xlsx"))
    assert (done.new, done.changed, done.same) == (0, 1, 0)
    detail = queries.ticket_by_number(store, "1")
    assert [one.action for one in detail.events] == [Action.REGISTER, Action.UPDATE, Action.REPLY]
    new = {"title": "新主题", "content": "改过的内容：停电"}
    assert detail.events[1].payload["changed"] == new
    assert (detail.title, detail.content) == ("新主题", "改过的内容：停电")
    assert detail.received_at == datetime(2019, 2, 28, 11, 25, 5), "a day alone denies no time"
    assert detail.category_name == "商贸旅游", "a file without the column denies nothing"
    assert find(store, "停电") == ["1"]
    assert find(store, "艺术摄影是否") == ["2"]
    assert importing.run(store, actor, book(ANSWERED, changed, name="b.xlsx")).same == 1
    second_reply = [*changed[:5], "再次答复", "2019-04-01"]
    assert importing.run(store, actor, book(ANSWERED, second_reply)).changed == 1
    assert len(queries.ticket_by_number(store, "1").events) == 4
    assert_whole(store)


def test_a_number_that_starts_again_is_another_matter(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    january = book(BOARD, message(1, 留言时间="2019-01-05", 留言详情="一月的事"))
    february = book(BOARD, message(1, 留言时间="2019-02-05", 留言详情="二月的事"), name="b.xlsx")
    for path in (january, february):
        assert importing.run(store, actor, path).new == 1
        assert importing.run(store, actor, path).same == 1
    assert [one.content for one in tickets(store)] == ["一月的事", "二月的事"]
    assert_whole(store)


def test_the_same_number_twice_in_a_file(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    path = book(BOARD, message(5), message(6), message(5, 留言详情="别的内容"))
    done = importing.run(store, actor, path)
    assert (done.new, done.refused) == (2, 1)
    assert importing.preview(store, path).refusals[0].row == 4
    assert "Row 2 has the same number 5" in importing.preview(store, path).refusals[0].reason


def test_a_voided_call_stays_void(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    options = ImportOptions(take=Take.OPEN)
    importing.run(store, actor, book(BOARD, message(1)), options)
    service.void(store, actor, tickets(store)[0].id or 0, "误报")
    done = importing.run(store, actor, book(BOARD, message(1, 留言详情="改了")), options)
    assert (done.changed, done.same) == (0, 1)
    assert tickets(store)[0].state == State.VOID


# ── an office's own list ────────────────────────────────────────────────────


def own_row(**other: object) -> list[object]:
    row: dict[str, object] = {
        "编号": 1, "来电时间": "2026-11-20 08:10", "来电人": "刘洋",
        "联系电话": "１３８ 0000-0001",
        "地址": "化院小区3号楼2单元501", "网格": "", "诉求类型": "求助", "类别": "房屋漏水与维修",
        "事项": "楼顶漏水", "办理结果": "", "办结时间": "", "渠道": "走访", "备注": "急",
    }  # fmt: skip
    return list((row | other).values())


@pytest.fixture
def places(store: Store, actor: Actor) -> dict[str, int]:
    """Two grids; the building changed hands on 1 November 2026."""
    start = date(2025, 1, 1)
    old = registers.save_grid(store, actor, GridForm("化院社区008网格", valid_from=start)).id
    new = registers.save_grid(store, actor, GridForm("化院社区009网格", valid_from=start)).id
    house = registers.save_building(
        store, actor, BuildingForm("化院小区", "3号楼", 60, 0, old), since=start
    ).id
    registers.assign_building(store, actor, house, new, date(2026, 11, 1))
    return {"008": old, "009": new, "house": house}


def test_an_own_list_in_gbk(
    store: Store, actor: Actor, tmp_path: Path, places: dict[str, int]
) -> None:
    rows = [
        own_row(),
        own_row(编号=2, 来电时间="2026-10-30 9:00"),
        own_row(编号=3, 网格="8", 来电人="匿名", 联系电话=""),
        own_row(编号=4, 地址="3号楼旁边", 网格="不存在的网格", 诉求类型="其他", 渠道="飞鸽"),
        own_row(编号=5, 联系电话="13800000001/13900000002", 地址="别处"),
    ]
    path = tmp_path / "登记.csv"
    lines = [",".join(map(str, row)) for row in (OWN, *rows)]
    path.write_bytes("\n".join(lines).encode("gbk"))
    importing.run(store, actor, path)
    named = {one.external_id: one for one in tickets(store)}
    one, two, three, four, five = (named[key] for key in "12345")
    assert (one.kind, one.channel, one.caller) == (Kind.HELP, Channel.HOUSEHOLD_VISIT, "刘洋")
    assert (one.phone, one.building_id, one.grid_id) == (
        "13800000001",
        places["house"],
        places["009"],
    )
    assert two.grid_id == places["008"], "the grid of its day"
    assert (three.caller, three.anonymous, three.grid_id) == ("", True, places["008"])
    assert (four.kind, four.channel) == (Kind.COMPLAINT, Channel.PHONE)
    assert events(store, four.id)[0][2]["extra"] == {
        "诉求类型": "其他", "渠道": "飞鸽", "grid": "不存在的网格", "备注": "急",
    }  # fmt: skip
    assert five.phone == "13800000001"
    assert events(store, five.id)[0][2]["extra"]["联系电话"] == "13800000001/13900000002"
    assert five.grid_id is None
    assert_whole(store)


def test_a_changed_address_moves_the_call(
    store: Store, actor: Actor, book: MakeBook, places: dict[str, int]
) -> None:
    importing.run(store, actor, book(OWN, own_row(地址="不详")))
    assert importing.run(store, actor, book(OWN, own_row())).changed == 1
    (one,) = tickets(store)
    assert (one.building_id, one.grid_id) == (places["house"], places["009"])
    assert_whole(store)


def test_english_headers_and_kinds_by_option(store: Store, actor: Actor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "ID,Created at,Caller,Phone,Message,Category,Reply\n7,2020-01-01,Li,123,Leak,Roof,ok\n"
    )
    options = ImportOptions(kind="inquiry", channel="wechat")
    importing.run(store, actor, path, options)
    (one,) = tickets(store)
    assert (one.kind, one.channel, one.content) == (Kind.INQUIRY, Channel.WECHAT, "Leak")
    with pytest.raises(InputError, match="none of"):
        importing.run(store, actor, path, ImportOptions(kind="kind"))


def test_confidential_rows_are_in_no_search(store: Store, actor: Actor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,时间,内容,是否保密\n1,2020-01-01,家暴求助,是\n2,2020-01-01,路灯,否\n")
    importing.run(store, actor, path)
    assert [one.confidential for one in tickets(store)] == [True, False]
    assert find(store, "家暴") == []
    path.write_text("编号,时间,内容,是否保密\n3,2020-01-01,家暴求助,是\n")
    assert importing.run(store, actor, path).new == 1
    assert_whole(store)


# ── refused rows ────────────────────────────────────────────────────────────


def test_wrong_rows_go_into_a_workbook_with_number_and_reason(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    path = book(
        BOARD,
        message(1),
        message(2, 留言时间="去年冬天"),
        message(3, 留言时间=None),
        message(4, 留言详情=" \n", 留言主题="\u200b"),
        message(5, 留言时间="2030-01-01"),
        message(6, 留言时间="1899-12-31"),
    )
    done = importing.run(store, actor, path)
    assert (done.new, done.refused) == (1, 5)
    assert done.refused_file is not None
    assert done.refused_file.parent == path.parent
    rows = [[cell.value for cell in row] for row in load_workbook(done.refused_file).active]
    assert rows[0] == ["Row", "Reason", *BOARD]
    assert [row[0] for row in rows[1:]] == [3, 4, 5, 6, 7]
    assert 'cannot be read as a time: "去年冬天"' in rows[1][1]
    assert rows[1][2:4] == [2, "A000102948"], "the cells as they came"
    assert [bool(row[1]) for row in rows[1:]] == [True] * 5
    again = importing.run(store, actor, path)
    assert again.refused_file == done.refused_file, "the same is not written twice"
    assert len(list(path.parent.glob("*refused*"))) == 1


def test_unreadable_bytes_are_refused_not_replaced(
    store: Store, actor: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    good = "".join(f"{n},2020-01-01,楼道灯坏了第{n}次\n" for n in range(2, 40))
    path.write_bytes(f"编号,时间,内容\n{good}".encode() + b"1,2020-01-01,\xe6\xbc\xe6\xb0\xb4\n")
    done = importing.run(store, actor, path)
    assert (done.new, done.refused) == (38, 1)


def test_a_subject_can_stand_for_the_content(store: Store, actor: Actor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编号,时间,主题\n1,2020-01-01,路灯坏了\n")
    importing.run(store, actor, path)
    assert (tickets(store)[0].title, tickets(store)[0].content) == ("路灯坏了", "路灯坏了")


def test_where_refused_rows_cannot_be_written_nothing_is_imported(
    store: Store, actor: Actor, book: MakeBook, message: Message, tmp_path: Path
) -> None:
    path = book(BOARD, message(1), message(2, 留言时间="x"))
    with pytest.raises(FileProblemError):
        importing.run(store, actor, path, ImportOptions(refused_folder=tmp_path / "none"))
    assert tickets(store) == []


# ── columns ─────────────────────────────────────────────────────────────────


def test_columns_by_hand_are_remembered(store: Store, actor: Actor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("序,何时,说了什么\n1,2020-01-01,路灯坏了\n")
    seen = importing.preview(store, path)
    assert seen.missing == ("Received at", "Content")
    assert [one.letter for one in seen.columns] == ["A", "B", "C"]
    assert seen.columns[2].example == "路灯坏了"
    with pytest.raises(InputError, match=r"Received at.*B 何时"):
        importing.run(store, actor, path)
    importing.run(
        store, actor, path, ImportOptions(columns={"received_at": "何时", "content": "c"})
    )
    path.write_text("序,何时,说了什么\n2,2020-01-02,停电\n")
    seen = importing.preview(store, path)
    assert (seen.remembered, seen.new) == (True, 1)
    assert importing.run(store, actor, path).new == 1
    other = ImportOptions(columns={"external_id": "A"})
    assert importing.preview(store, path, other).columns[0].field == "external_id"
    assert importing.preview(store, path, other).new == 1


def test_the_preview_says_what_the_import_does_and_writes_nothing(
    store: Store, actor: Actor, book: MakeBook, message: Message, tmp_path: Path
) -> None:
    importing.run(store, actor, book(BOARD, message(1), message(2)))
    path = book(
        BOARD, message(1), message(2, 留言主题="新"), message(3, 一级标签="新类"),
        message(4, 留言时间="?"),
        message(5, 留言时间=datetime(2026, 11, 20), 留言用户="张三丰"),
    )  # fmt: skip
    before = (tickets(store), sorted(tmp_path.iterdir()), count(store, AuditEntry))
    seen = importing.preview(store, path)
    assert (tickets(store), sorted(tmp_path.iterdir()), count(store, AuditEntry)) == before
    assert (seen.new, seen.changed, seen.same, seen.refused) == (2, 1, 1, 1)
    assert (seen.history, seen.open, seen.new_categories) == (1, 1, ("新类",))
    assert seen.samples[-1].caller == "张**"
    assert seen.columns[1].example == "A**"
    assert seen.refusals[0].row == 5
    done = importing.run(store, actor, path)
    assert (done.new, done.changed, done.same, done.refused) == (2, 1, 1, 1)
    assert (done.history, done.open, done.new_categories) == (1, 1, ("新类",))


def test_categories_are_known_by_any_of_their_names(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    with store.write("test", actor) as tx:
        tx.add(Category(code="trade", name_zh="商贸旅游", name_en="Trade"))
    importing.run(
        store,
        actor,
        book(BOARD, message(1), message(2, 一级标签=" trade "), message(3, 一级标签=None)),
    )
    assert [one.category for one in tickets(store)] == ["trade", "trade", ""]


# ── all or nothing ──────────────────────────────────────────────────────────


def test_one_audit_entry_and_one_batch(
    store: Store, actor: Actor, book: MakeBook, message: Message
) -> None:
    path = book(BOARD, message(1), message(2), message(3, 留言时间="x"))
    importing.run(store, actor, path)
    with store.read() as session:
        (entry,) = session.exec(select(AuditEntry))
        (batch,) = session.exec(select(ImportBatch))
    assert (entry.action, entry.actor, entry.subject) == ("hotline.import", "李晓明", "import:1")
    assert batch.sha256 in entry.changes
    assert (batch.file, batch.new, batch.refused) == ("留言.xlsx", 2, 1)


@pytest.mark.parametrize("phase", list(Phase))
def test_cancelling_leaves_nothing_half_done(  # noqa: PLR0917
    store: Store, actor: Actor, book: MakeBook, message: Message, tmp_path: Path, phase: Phase
) -> None:
    importing.run(store, actor, book(BOARD, message(0)))
    rows = [message(n, 留言详情=f"内容{n}") for n in range(3)]
    path = book(BOARD, *rows, message(9, 留言时间="x"))
    before = (tickets(store), sorted(tmp_path.iterdir()), count(store, AuditEntry))
    now = [Phase.READING]

    def progress(done: int, total: int, at: Phase) -> None:
        assert 0 <= done <= total
        now[0] = at

    with pytest.raises(CancelledError):
        importing.run(store, actor, path, progress=progress, cancelled=lambda: now[0] == phase)
    assert (tickets(store), sorted(tmp_path.iterdir()), count(store, AuditEntry)) == before
    assert importing.run(store, actor, path).new == 2
    assert_whole(store)


def test_a_failure_at_the_end_takes_the_refused_rows_with_it(
    store: Store, actor: Actor, book: MakeBook, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(BOARD, message(1), message(2, 留言时间="x"))

    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(importing.service, "_record", fail)
    with pytest.raises(RuntimeError):
        importing.run(store, actor, path)
    assert tickets(store) == []
    assert list(path.parent.glob("*refused*")) == []


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from gridterm.clock import FixedClock
from gridterm.hotline import importing
from gridterm.store.audit import SYSTEM
from gridterm.store.opening import open_store

at = [0]
def progress(done, total, phase):
    at[0] += 1
    if at[0] == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
store = open_store(Path(sys.argv[1]), FixedClock(datetime(2026, 11, 21, 9)))
importing.run(store, SYSTEM, Path(sys.argv[2]), progress=progress)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", [1, 9, 11, 12])
@pytest.mark.slow
def test_killed_in_the_middle_nothing_is_there(
    store: Store, actor: Actor, tmp_path: Path, step: int
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{n},2020-01-{n % 28 + 1},内容{n}\n" for n in range(4_500))
    path.write_text("编号,时间,内容\n" + rows)
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.path), str(path), str(step)],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert done.returncode == -signal.SIGKILL
    assert tickets(store) == []
    assert count(store, AuditEntry) == 0
    assert importing.run(store, actor, path).new == 4_500
    assert_whole(store)


def test_a_full_temporary_folder_is_said(
    store: Store, actor: Actor, book: MakeBook, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridterm.hotline.importing import spool

    class Full:
        def write(self, _data: bytes) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            """Nothing to close."""

    monkeypatch.setattr(spool.tempfile, "SpooledTemporaryFile", lambda **_kw: Full())
    with pytest.raises(FileProblemError, match="disk is full"):
        importing.run(store, actor, book(BOARD, message(1)))


def test_an_unreadable_file_is_said_before_anything_else(
    store: Store, actor: Actor, tmp_path: Path
) -> None:
    with pytest.raises(FileProblemError):
        importing.run(store, actor, tmp_path / "none.xlsx")
    with pytest.raises(FileProblemError):
        importing.run(store, actor, tmp_path)


HOSTILE = [
    "[/]",
    "[red]x[/red]",
    "=1+1",
    "x" * 6999,
    "a\nb",
    "😀👨‍👩‍👧",
    "１３８００００１２３４",
    "'; DROP TABLE ticket;--",
    "%_\\",
]


def test_hostile_texts_in_every_field(store: Store, actor: Actor, tmp_path: Path) -> None:
    header = [name for name in OWN if name not in {"来电时间", "办结时间"}]
    rows = [["2020-01-01", *([text] * len(header))] for text in HOSTILE if len(text) < 100]
    rows.append(["2020-01-01", "9", *[""] * 6, HOSTILE[3]])
    path = write_workbook(tmp_path / "a.xlsx", [Sheet("x", ["时间", *header], rows)])
    done = importing.run(store, actor, path)
    assert done.new == len(HOSTILE)
    contents = {one.content for one in tickets(store)}
    assert contents >= set(HOSTILE)
    assert_whole(store)
    assert importing.run(store, actor, path).same == len(HOSTILE)
