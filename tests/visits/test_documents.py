"""The round on paper."""

from gridterm.printing.export import text_cells
from gridterm.printing.preview import to_text
from gridterm.settings import change
from gridterm.store.audit import SYSTEM
from gridterm.visits.documents import plan_sheet
from tests.visits.conftest import MONDAY, WALKER, Round


def test_the_round_has_a_line_per_household_and_room_to_write(office: Round) -> None:
    change(office.store, SYSTEM, {"office.name": "[/]化院社区"})
    office.visit(2)
    office.visit(3, day=MONDAY.date().replace(day=19))
    sheet = plan_sheet(office.store, WALKER, by="李晓明")
    paper = to_text(sheet.document, text_cells(sheet.document))
    assert "[/]化院社区" in paper
    assert "1003 赵强" in paper
    assert "2026-11-23 Mon" in paper
    assert "11-19" in paper
    assert "never" in paper
    assert "刘大伟" in paper
    assert "13900001111" not in paper
    table = sheet.document.body[0]
    rows = getattr(table, "rows", ())
    assert [row[0] for row in rows] == ["1", "2"], "who was visited today is not in it"
    assert {cell for row in rows for cell in row[4:]} == {""}
    assert sheet.number == "1003 赵强 2026-11-23"


def test_no_more_households_than_a_day_has(office: Round) -> None:
    change(office.store, SYSTEM, {"visits.each_day": "1"})
    sheet = plan_sheet(office.store, WALKER)
    assert len(getattr(sheet.document.body[0], "rows", ())) == 1
