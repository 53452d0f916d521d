"""The fields a file of visits may fill, the headers they go by, and the words in their cells."""

from __future__ import annotations

from functools import lru_cache

from gridterm.i18n import N_
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.visits.terms import Outcome, Purpose

TIMES = ("走访时间", "入户时间", "时间", "visit time", "time")
"""Headers of a day with its time, or of the time where another column has the day.

In both fields they stand after what says day or time for sure, in the day's no later than in the
time's: so the day takes the only such column, and leaves it to the time where it has its own.
"""
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "day",
        N_("Day"),
        (
            *("走访日期", "入户日期", "日期", "visited on", "visit date", "date", "day"),
            *TIMES,
        ),
        required=True,
    ),
    FieldSpec(
        "time",
        N_("Time"),
        (
            *("走访时刻", "入户时刻", "时刻", "走访钟点", "钟点", "time of the visit"),
            *("time of day", *TIMES),
        ),
    ),
    FieldSpec(
        "number",
        N_("Staff number"),
        (
            *("工号", "走访人工号", "网格员工号", "员工编号", "人员编号", "staff number"),
            *("employee id", "staff id"),
        ),
    ),
    FieldSpec(
        "name",
        N_("Visited by"),
        (
            *("走访人", "走访人员", "走访人姓名", "网格员", "网格管理员", "网格员姓名", "入户人员"),
            *("入户人", "工作人员", "visited by", "visitor", "staff"),
        ),
    ),
    FieldSpec(
        "address",
        N_("Household"),
        (
            *(
                "住户",
                "住户地址",
                "走访住户",
                "住址",
                "地址",
                "家庭住址",
                "详细地址",
                "走访对象地址",
            ),
            *("household", "address"),
        ),
    ),
    FieldSpec("estate", N_("Estate"), ("小区", "小区名称", "estate")),
    FieldSpec("building", N_("Building"), ("楼栋", "楼栋号", "楼号", "栋", "楼", "building")),
    FieldSpec("unit", N_("Unit in the building"), ("单元", "单元号", "unit")),
    FieldSpec(
        "room", N_("Room"), ("房号", "房间号", "门牌号", "门牌", "室", "户号", "room", "flat")
    ),
    FieldSpec(
        "head",
        N_("Head of the household"),
        (
            *("户主", "户主姓名", "走访对象", "被走访人", "居民姓名", "居民", "姓名"),
            *("head of the household", "head", "resident", "name"),
        ),
    ),
    FieldSpec(
        "purpose",
        N_("Purpose of the visit"),
        ("走访目的", "目的", "走访类型", "走访类别", "purpose", "purpose of the visit"),
    ),
    FieldSpec(
        "matter",
        N_("Matter of the visit"),
        (
            *("反映问题", "走访事项", "问题", "走访内容", "走访情况", "诉求", "事项", "内容"),
            *("情况", "matter", "matter of the visit", "problem", "content"),
        ),
    ),
    FieldSpec(
        "feedback",
        N_("Feedback on the visit"),
        (
            *("反馈", "反馈情况", "处理情况", "办理情况", "处理结果", "反馈意见", "备注"),
            *("feedback", "feedback on the visit", "remarks"),
        ),
    ),
    FieldSpec(
        "result",
        N_("Result of the visit"),
        ("走访结果", "结果", "见面情况", "是否见面", "result", "result of the visit", "outcome"),
    ),
    FieldSpec("confidential", N_("Confidential"), ("保密", "是否保密", "confidential")),
)

# The first word that is found in a cell decides; the surer ones stand first.
PURPOSE_WORDS: tuple[tuple[str, Purpose], ...] = (
    ("回访", Purpose.REVISIT),
    ("回头", Purpose.REVISIT),
    ("调解", Purpose.MEDIATE),
    ("纠纷", Purpose.MEDIATE),
    ("矛盾", Purpose.MEDIATE),
    ("安全", Purpose.SAFETY),
    ("隐患", Purpose.SAFETY),
    ("慰问", Purpose.CARE),
    ("关爱", Purpose.CARE),
    ("帮扶", Purpose.CARE),
    ("宣传", Purpose.INFORM),
    ("政策", Purpose.INFORM),
    ("登记", Purpose.REGISTER),
    ("核对", Purpose.REGISTER),
    ("核查", Purpose.REGISTER),
    ("采集", Purpose.REGISTER),
    ("日常", Purpose.ROUTINE),
    ("例行", Purpose.ROUTINE),
    ("走访", Purpose.ROUTINE),
)
OUTCOME_WORDS: tuple[tuple[str, Outcome], ...] = (
    ("拒", Outcome.REFUSED),
    ("不开门", Outcome.REFUSED),
    ("无人", Outcome.NOBODY),
    ("没人", Outcome.NOBODY),
    ("不在", Outcome.NOBODY),
    ("未见", Outcome.NOBODY),
    ("未遇", Outcome.NOBODY),
    ("未面", Outcome.NOBODY),
    ("见到", Outcome.MET),
    ("已见", Outcome.MET),
    ("见面", Outcome.MET),
    ("在家", Outcome.MET),
)
NO = frozenset({"否", "no", "n", "0", "×", "x"})
YES = frozenset({"是", "yes", "y", "1", "√"})


@lru_cache(maxsize=1024)
def purpose_of(words: str) -> str:
    """The purpose some words mean, as its code; ``""`` for words that mean none."""
    return _code(words, PURPOSE_WORDS, Purpose)


@lru_cache(maxsize=1024)
def outcome_of(words: str) -> str:
    """What came of a visit by some words, as its code; ``""`` for words that mean none."""
    lowered = words.strip().casefold()
    if lowered in YES | NO:  # of a column 是否见面
        return Outcome.MET if lowered in YES else Outcome.NOBODY
    return _code(words, OUTCOME_WORDS, Outcome)


def _code(
    words: str,
    known: tuple[tuple[str, Purpose], ...] | tuple[tuple[str, Outcome], ...],
    terms: type[Purpose | Outcome],
) -> str:
    lowered = words.strip().casefold()
    for term in terms:
        if lowered in {term.value, term.message.casefold(), term.label.casefold()}:
            return term.value
    return next((term.value for word, term in known if word in words), "")
