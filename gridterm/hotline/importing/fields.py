"""The fields a file of messages may fill, the headers and the words they go by.

The headers are those of public message boards and of the offices' own lists.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridterm.hotline.terms import Channel, Kind
from gridterm.i18n import N_
from gridterm.spreadsheet.mapping import FieldSpec

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "external_id",
        N_("Number at the source"),
        (
            *("留言编号", "工单编号", "诉求编号", "来源编号", "受理编号", "事项编号", "信件编号"),
            *("来信编号", "登记编号", "工单号", "编号", "external id", "message id", "ticket id"),
            *("case number", "id", "number", "no"),
        ),
    ),
    FieldSpec("office_number", N_("Hotline number"), ("热线编号", "hotline number")),
    FieldSpec(
        "received_at",
        N_("Received at"),
        (
            *("反映时间", "受理时间", "来电时间", "留言时间", "诉求时间", "来信时间", "来访时间"),
            *("登记时间", "提交时间", "接收时间", "创建时间", "发布时间", "反映日期", "受理日期"),
            *("来电日期", "留言日期", "登记日期", "时间", "日期", "received at", "received"),
            *("message time", "created at", "created", "time", "date"),
        ),
        required=True,
    ),
    FieldSpec(
        "content",
        N_("Content"),
        (
            *("留言详情", "留言内容", "反映内容", "诉求内容", "事项内容", "来电内容", "来信内容"),
            *(
                "问题描述",
                "详细内容",
                "具体内容",
                "反映事项",
                "诉求事项",
                "反映问题",
                "内容",
                "详情",
            ),
            *("正文", "事项", "诉求", "问题", "content", "details", "detail", "message"),
            *("description", "body", "text"),
        ),
        required=True,
    ),
    FieldSpec(
        "title",
        N_("Subject"),
        (
            *("留言主题", "留言标题", "来信标题", "诉求标题", "主题", "标题", "事由"),
            *("subject", "title", "topic"),
        ),
    ),
    FieldSpec(
        "caller",
        N_("Caller"),
        (
            *("反映人", "来电人", "留言用户", "留言人", "诉求人", "来访人", "来信人", "投诉人"),
            *("反映人姓名", "来电人姓名", "联系人", "姓名", "用户", "caller", "user", "name"),
        ),
    ),
    FieldSpec(
        "phone",
        N_("Phone number"),
        (
            *("联系电话", "来电号码", "电话", "手机号码", "手机号", "手机", "电话号码", "联系方式"),
            *("反映人电话", "来电电话", "主叫号码", "phone number", "phone", "telephone", "mobile"),
            "tel",
        ),
    ),
    FieldSpec(
        "address",
        N_("Address"),
        ("地址", "住址", "反映地址", "诉求地址", "家庭住址", "联系地址", "详细地址", "address"),
    ),
    FieldSpec(
        "place",
        N_("Place"),
        ("事发地点", "发生地点", "问题地点", "地点", "所在位置", "位置", "place", "location"),
    ),
    FieldSpec("grid", N_("Grid"), ("网格", "所属网格", "责任网格", "网格编号", "网格号", "grid")),
    FieldSpec(
        "kind",
        N_("Kind"),
        (
            *("诉求类型", "留言类型", "事项类型", "来电类型", "受理类型", "诉求性质", "类型"),
            *("性质", "kind", "type"),
        ),
    ),
    FieldSpec(
        "category",
        N_("Category"),
        (
            *("一级标签", "一级分类", "分类", "类别", "诉求类别", "问题类别", "事项分类"),
            *("诉求分类", "问题分类", "标签", "category", "label", "class"),
        ),
    ),
    FieldSpec(
        "channel",
        N_("Channel"),
        (
            *("渠道", "来源", "诉求来源", "来源渠道", "受理渠道", "反映渠道", "受理方式"),
            *("反映方式", "channel", "source"),
        ),
    ),
    FieldSpec(
        "reply",
        N_("Reply"),
        (
            *("答复意见", "答复内容", "办理结果", "处理结果", "处理情况", "办理情况", "回复意见"),
            *("回复内容", "办结意见", "答复", "回复", "reply", "answer", "response", "result"),
        ),
    ),
    FieldSpec(
        "replied_at",
        N_("Replied at"),
        (
            *("答复时间", "办结时间", "回复时间", "处理时间", "办理时间", "答复日期", "办结日期"),
            *("回复日期", "replied at", "reply time", "answered at", "resolved at", "closed at"),
        ),
    ),
    FieldSpec("confidential", N_("Confidential"), ("是否保密", "保密", "confidential")),
    FieldSpec(
        "publishable", N_("May be published"), ("是否公开", "公开", "may be published", "public")
    ),
)
BY_KEY: Mapping[str, FieldSpec] = {spec.key: spec for spec in FIELDS}

# The first word that is found in a cell decides; the longer and surer ones stand first.
KIND_WORDS: tuple[tuple[str, Kind], ...] = (
    ("举报", Kind.REPORT),
    ("检举", Kind.REPORT),
    ("投诉", Kind.COMPLAINT),
    ("表扬", Kind.PRAISE),
    ("感谢", Kind.PRAISE),
    ("点赞", Kind.PRAISE),
    ("咨询", Kind.INQUIRY),
    ("询问", Kind.INQUIRY),
    ("求助", Kind.HELP),
    ("求决", Kind.HELP),
    ("建议", Kind.SUGGESTION),
    ("意见", Kind.SUGGESTION),
)
CHANNEL_WORDS: tuple[tuple[str, Channel], ...] = (
    ("网格自查", Channel.SELF_CHECK),
    ("自查", Channel.SELF_CHECK),
    ("巡查", Channel.SELF_CHECK),
    ("转办", Channel.SUPERIOR),
    ("交办", Channel.SUPERIOR),
    ("上级", Channel.SUPERIOR),
    ("12345", Channel.SUPERIOR),
    ("信箱", Channel.SUPERIOR),
    ("留言", Channel.SUPERIOR),
    ("网络", Channel.SUPERIOR),
    ("网站", Channel.SUPERIOR),
    ("平台", Channel.SUPERIOR),
    ("微信", Channel.WECHAT),
    ("走访", Channel.HOUSEHOLD_VISIT),
    ("入户", Channel.HOUSEHOLD_VISIT),
    ("来访", Channel.VISIT_IN),
    ("窗口", Channel.VISIT_IN),
    ("现场", Channel.VISIT_IN),
    ("电话", Channel.PHONE),
    ("来电", Channel.PHONE),
    ("热线", Channel.PHONE),
)
YES = frozenset({"是", "true", "yes", "y", "1", "√", "保密", "公开", "对"})
NO = frozenset({"否", "false", "no", "n", "0", "×", "不", "不保密", "不公开", "x"})
NOBODY = frozenset({"匿名", "匿名用户", "匿名网友", "匿名者", "anonymous"})


def kind_of(words: str) -> str:
    """The kind some words mean, as its code; ``""`` for words that mean none."""
    return _code(words, KIND_WORDS, Kind)


def channel_of(words: str) -> str:
    """The channel some words mean, as its code; ``""`` for words that mean none."""
    return _code(words, CHANNEL_WORDS, Channel)


def _code(
    words: str,
    known: tuple[tuple[str, Kind], ...] | tuple[tuple[str, Channel], ...],
    terms: type[Kind | Channel],
) -> str:
    lowered = words.strip().casefold()
    for term in terms:
        if lowered in {term.value, term.message.casefold(), term.label.casefold()}:
            return term.value
    return next((term.value for word, term in known if word in words), "")
