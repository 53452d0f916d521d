"""Headers of real files, and ways to look at the office after an import."""

from collections.abc import Callable
from pathlib import Path

from sqlmodel import select

from gridterm.hotline import checks
from gridterm.hotline.tables import Ticket
from gridterm.store.unit import Store
from gridterm.store.verify import verify

BOARD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "一级标签")
LIKED = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "点赞数", "反对数")
ANSWERED = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
OWN = (
    *("编号", "来电时间", "来电人", "联系电话", "地址", "网格", "诉求类型", "类别", "事项"),
    *("办理结果", "办结时间", "渠道", "备注"),
)
MakeBook = Callable[..., Path]


def tickets(store: Store) -> list[Ticket]:
    """Every ticket, by number."""
    with store.read() as session:
        found = list(session.exec(select(Ticket).order_by(Ticket.number)))
        session.expunge_all()
    return found


def assert_whole(store: Store) -> None:
    """Tickets equal their events, numbers have no gap, the search and the trail are true."""
    report = verify(store, checks.CHECKS, [checks.TEXTS])
    assert report.whole, report.findings
