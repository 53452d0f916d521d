"""A document with every kind of block, and PDF pages read back."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from gridterm.i18n import CHINESE
from gridterm.printing.document import (
    Align,
    Bar,
    BarChart,
    Document,
    Field,
    Heading,
    KeyValueTable,
    Note,
    PageBreak,
    Paragraph,
    Run,
    SignatureBlock,
    Signer,
    Signoff,
    Spacer,
    Table,
)
from gridterm.printing.pdf import to_pdf


@pytest.fixture
def whole() -> Document:
    """Every block there is, as a meeting's minutes would use them."""
    return Document(
        title="第47次周三例会会议纪要",
        meta=("（2026年11月18日）",),
        language=CHINESE,
        body=(
            Paragraph("会议由王芳主持，社区“两委”成员参加。\n现纪要如下："),
            Heading("上周工作"),
            Paragraph((Run("责任人：", strong=True), Run("李晓明。"))),
            Heading("积水", level=2),
            Heading("三号楼", level=3),
            Heading("五楼", level=4),
            Heading("下周工作"),
            Table(
                header=("序号", "事项"),
                rows=(("1", "清理楼道"), ("2", "增设车位")),
                align=(Align.CENTER, Align.LEFT),
                caption="表1",
            ),
            BarChart((Bar("卫生", 46), Bar("停车", 23), Bar("其他", 0)), unit="件", caption="图1"),
            KeyValueTable(((Field("反映人", "刘**"), Field("电话", "138****5678")),)),
            Spacer(),
            SignatureBlock((Signer("主持人："), Signer("记录人：", "李晓明", "2026年11月18日"))),
            Signoff(("化院社区居民委员会", "2026年11月18日")),
            PageBreak(),
            Note("注：印发各网格。"),
        ),
    )


@pytest.fixture
def pages() -> Callable[[Document], list[str]]:
    """Set a document with the packaged fonts and read each page's text back."""

    def read(document: Document) -> list[str]:
        made = PdfReader(io.BytesIO(to_pdf(document, system_fonts=False)))
        return [page.extract_text() for page in made.pages]

    return read
