"""A normal week of an office with eight grids, as values: what the papers are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from gridterm.meetings.action_terms import ActionKind, ActionRow, ActionState
from gridterm.meetings.terms import (
    Agenda,
    AttendeeView,
    EntryKind,
    EntryView,
    GridFigures,
    IssuedAgenda,
    IssuedMinutes,
    Item,
    LeaveState,
    MeetingDetail,
    MeetingKind,
    MeetingRow,
    MeetingState,
    Minutes,
    MinutesState,
    Presence,
    Section,
    SignIn,
    Span,
    Standing,
)
from gridterm.printing.document import Office

OFFICE = Office("化院社区居民委员会", "铁东街道", "0419-2345678")
START = datetime(2026, 11, 25, 14, 30)
SECRET = "某住户家庭纠纷调解"
LEADS = ("王建国", "赵丽娟", "孙志强", "周敏", "吴海燕", "郑文博", "冯晓东", "褚玉兰")

ROW = MeetingRow(
    id=47,
    kind=MeetingKind.WEEKLY,
    series_on=START.date(),
    starts_at=START,
    number=47,
    provisional=False,
    year=2026,
    standing=Standing.READY,
    title="2026年第47次周三例会",
)
MEETING = MeetingDetail(
    row=ROW,
    state=MeetingState.PLANNED,
    minutes_state=MinutesState.WRITING,
    place="社区二楼会议室",
    parties="",
    chair_id=1,
    chair="王芳",
    recorder_id=2,
    recorder="李晓明",
    opened_at=None,
    ended_at=None,
    late_after=START,
    agenda_versions=1,
    minutes_versions=0,
)
FIGURES = tuple(
    GridFigures(n, f"00{n}网格", 10 + n, lead, 3 + n, 2 + n, 1 + n % 3, n % 2)
    for n, lead in enumerate(LEADS, 1)
)


def _items() -> tuple[Item, ...]:
    """Six action items, eight grids, three regional matters, a confidential one, the rest."""
    actions = "\n".join(
        f"DB-2026-{n:03d} {matter} {who} {state}"
        for n, (matter, who, state) in enumerate(
            (
                ("3栋楼顶落水口清理并修补防水层", "孙志强", "11-20到期 超期3个工作日"),
                ("电动车充电桩选址意见征集", "赵丽娟", "11-27到期 已征集42户"),
                ("秋冬防火宣传入户", "周敏", "11-26到期 待核验"),
                ("独居老人冬季走访名单核对", "吴海燕", "11-28到期 办理中"),
                ("5栋单元门禁维修", "郑文博", "11-24到期 超期1个工作日"),
                ("社区广场健身器材报修", "冯晓东", "12-02到期 办理中"),
            ),
            31,
        )
    )
    drawn: list[tuple[Section, str, str, str, str, str, int, bool]] = [
        (Section.ACTIONS, "actions", "上次会议督办事项落实情况", actions, "", "李晓明", 10, False)
    ]
    drawn += [
        (Section.GRIDS, f"grid:{n}", f"00{n}网格工作汇报", "", "", lead, 5, False)
        for n, lead in enumerate(LEADS, 1)
    ]
    regional = (
        ("ticket:312", "金河小区南门夜间占道停车", "RX-2026-0312 11-12受理 002网格 反映9次"),
        ("ticket:318", "3栋5栋之间路灯连续故障", "RX-2026-0318 11-16受理 003网格 反映4次"),
        ("ticket:320", "菜市场早间噪声扰民", "RX-2026-0320 11-18受理 007网格 反映6次"),
    )
    drawn += [
        (Section.REGIONAL, source, title, text, "", LEADS[at + 1], 10, False)
        for at, (source, title, text) in enumerate(regional)
    ]
    summary = "上周：受理41件，办结33件，超期4件。\n本周：周四防火检查，周五便民服务日。"
    drawn += [
        (Section.REGIONAL, "ticket:321", SECRET, "RX-2026-0321", "", "周敏", 10, True),
        (Section.SUMMARY, "summary", "上周工作小结和本周工作安排", summary, "", "王芳", 10, False),
        (Section.OTHER, "", "年底材料归档", "", "各网格12月10日前交齐", "李晓明", 5, False),
    ]
    items, at = [], START
    for position, (section, source, title, text, words, speaker, minutes, secret) in enumerate(
        drawn, 1
    ):
        items.append(
            Item(
                id=position,
                position=position,
                section=section,
                source=source,
                title=title,
                drawn=text,
                words=words,
                speaker_id=1,
                speaker=speaker,
                minutes=minutes,
                starts_at=at,
                confidential=secret,
            )
        )
        at += timedelta(minutes=minutes)
    return tuple(items)


ITEMS = _items()
AGENDA = Agenda(
    meeting=MEETING,
    span=Span(datetime(2026, 11, 18, 14, 30), datetime(2026, 11, 24, 16, 20)),
    items=ITEMS,
    figures=FIGURES,
    minutes=sum(one.minutes for one in ITEMS),
    saved=True,
    version=1,
)
ISSUED = IssuedAgenda(47, 1, datetime(2026, 11, 24, 16, 20), "李晓明", "", AGENDA)


def person(n: int, name: str, role: str, **more: object) -> AttendeeView:
    """Somebody expected who has not come yet, or as ``more`` says."""
    facts: dict[str, object] = {"presence": Presence.PENDING, "why": "", "party": ""}
    made = {"id": n, "staff_id": n, "number": f"{1000 + n}", "expected": True, **facts, **more}
    return AttendeeView(name=name, role=role, **made)  # type: ignore[arg-type]


MANAGERS = (
    *("陈伟", "卫娜", "蒋静", "沈磊", "韩洋", "杨艳", "朱勇"),
    *("秦军", "尤杰", "许娟", "何涛", "吕明", "施超", "张霞"),
)
PEOPLE = (
    person(1, "王芳", "主要负责人"),
    person(2, "李晓明", "两委成员"),
    *(person(10 + n, lead, "网格负责人") for n, lead in enumerate(LEADS, 1)),
    *(person(20 + n, name, "网格管理员") for n, name in enumerate(MANAGERS, 1)),
)
SIGN_IN = SignIn(MEETING, PEOPLE, len(PEOPLE), 0, 0, 0, 0, 13)


def held() -> tuple[AttendeeView, ...]:
    """The same people after the meeting: two late, one early away, one on leave, one absent."""
    made = [
        replace(one, presence=Presence.PRESENT, signed_at=START - timedelta(minutes=6))
        for one in PEOPLE
    ]
    late = START + timedelta(minutes=7)
    made[4] = replace(made[4], presence=Presence.LATE, signed_at=late)
    made[9] = replace(made[9], presence=Presence.LEFT_EARLY, left_at=START + timedelta(minutes=60))
    made[12] = replace(
        made[12],
        presence=Presence.LEAVE,
        signed_at=None,
        leave=LeaveState.APPROVED,
        leave_reason="参加街道培训",
    )
    made[15] = replace(made[15], presence=Presence.ABSENT, signed_at=None)
    made[18] = replace(made[18], presence=Presence.SUBSTITUTED, signed_at=None, substitute="张霞")
    guest = person(99, "刘警官", "", party="铁东派出所", presence=Presence.GUEST, expected=False)
    return (*made, guest)


def entry(n: int, item: Item | None, kind: EntryKind, words: str, **more: object) -> EntryView:
    """An entry of the minutes under an item."""
    facts: dict[str, object] = {
        "speaker_id": None, "speaker": "", "confidential": False, "votes_for": None,
        "votes_against": None, "abstained": None, **more,
    }  # fmt: skip
    return EntryView(
        id=n,
        position=n,
        item_id=item.id if item else None,
        item=item.title if item else "",
        kind=kind,
        words=words,
        **facts,  # type: ignore[arg-type]
    )


PARKING, SECRET_ITEM, OTHER = ITEMS[9], ITEMS[12], ITEMS[-1]
SPEECH, DECISION = EntryKind.SPEECH, EntryKind.DECISION
SAID = "上次会议督办事项六项，办结两项，超期两项，物业答复本周内完工。"
DECIDED = "南门东侧划定临时停车位12个，19时至次日7时可停；由002网格逐一告知。"
ENTRIES = (
    entry(1, ITEMS[0], SPEECH, SAID, speaker="李晓明"),
    entry(2, ITEMS[1], SPEECH, "本周受理4件，办结3件，在办2件，超期1件。", speaker="王建国"),
    entry(3, PARKING, SPEECH, "占道停车集中在晚上七点以后，建议划线。", speaker="赵丽娟"),
    entry(4, PARKING, SPEECH, "派出所可以在第一周每晚巡查一次。", speaker="刘警官"),
    entry(5, PARKING, DECISION, DECIDED, actions=("DB-2026-037",)),
    entry(6, PARKING, EntryKind.VOTE, "同意上述方案。", votes_for=19, votes_against=1, abstained=2),
    entry(
        7,
        SECRET_ITEM,
        DECISION,
        f"{SECRET}由周敏负责。",
        confidential=True,
        actions=("DB-2026-038",),
    ),
    entry(8, OTHER, EntryKind.NOTE, "各网格12月10日前交齐归档材料。"),
)


def action(n: int, matter: str, **more: object) -> ActionRow:
    """An open action item from the meeting."""
    facts: dict[str, object] = {
        "kind": ActionKind.MEETING, "source": "第47次周三例会", "lead": "王芳", "owner_id": 3,
        "owner": "赵丽娟", "helpers": ("孙志强", "周敏"), "given_on": date(2026, 11, 25),
        "due_on": date(2026, 12, 4), "state": ActionState.OPEN, "progress": "", "closed_on": None,
        "checker": "", "confidential": False, **more,
    }  # fmt: skip
    return ActionRow(id=n, number=f"DB-2026-{n:03d}", matter=matter, **facts)  # type: ignore[arg-type]


ACTIONS = (
    action(37, "南门东侧临时停车位划线，向反映人逐一告知"),
    action(38, SECRET, confidential=True, owner="周敏", helpers=()),
)
REGISTER = (
    action(
        31,
        "3栋楼顶落水口清理并修补防水层",
        source="第46次周三例会",
        owner="孙志强",
        late=3,
        progress="物业答复本周内完工",
        due_on=date(2026, 11, 20),
        given_on=date(2026, 11, 18),
    ),
    action(33, "秋冬防火宣传入户", owner="周敏", state=ActionState.REPORTED, progress="已入户86户"),
    *ACTIONS,
    action(
        20,
        "广场积水整治",
        state=ActionState.CLOSED,
        closed_on=date(2026, 11, 12),
        checker="王芳",
        helpers=(),
    ),
)
MINUTES = Minutes(MEETING, ENTRIES, ITEMS)
ISSUED_MINUTES = IssuedMinutes(
    meeting_id=47,
    version=1,
    number="〔2026〕47号",
    approved_at=datetime(2026, 11, 26, 10, 0),
    approver="王芳",
    reason="",
    minutes=MINUTES,
    people=held(),
    actions=ACTIONS,
)
