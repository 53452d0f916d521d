"""The notice board and the supervision slip from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import CLERK, LEADER, Answer

Gridterm = Callable[..., Answer]


def source(gridterm: Gridterm, *more: str) -> str:
    told = gridterm(
        "hotline", "add", "3栋楼顶积水，家住2单元501", "--kind", "inquiry", "--caller", "刘建国",
        "--phone", "13800001111", "--title", "楼顶积水", "--publishable", "--answer", "已疏通",
        "--json", *more,
    )  # fmt: skip
    assert told.code == 0, told.err
    return str(told.json["number"])


def test_from_a_call_to_the_board(gridterm: Gridterm, tmp_path: Path) -> None:
    number = source(gridterm)
    drafted = gridterm("notices", "draft", number, "--submit", "--json", "--as", CLERK)
    assert drafted.code == 0, drafted.err
    assert drafted.json["number"].startswith("GS-")
    assert drafted.json["standing"] == "submitted"
    assert (drafted.json["title"], drafted.json["result"]) == ("楼顶积水", "已疏通")
    assert "501" not in drafted.json["matter"]
    notice = str(drafted.json["number"])
    assert "committee" in gridterm("notices", "approve", notice, "--as", CLERK).refused()
    assert gridterm("notices", "approve", notice, "--as", LEADER).out.endswith("Hanging.\n")
    board = gridterm("notices", "board").out
    assert "楼顶积水" in board
    assert gridterm("notices", "board", "--json").json["count"] == 1
    sheet, whole = tmp_path / "one.pdf", tmp_path / "board.docx"
    assert gridterm("notices", "show", notice, "--pdf", str(sheet)).code == 0
    assert gridterm("notices", "board", "--docx", str(whole)).code == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert whole.stat().st_size > 0
    listed = gridterm("notices", "list", "积水", "--state", "hanging", "--json").json
    assert [one["number"] for one in listed["notices"]] == [notice]
    assert gridterm("notices", "list", "--state", "draft").out.startswith("Number")
    shown = gridterm("notices", "show", notice).out
    assert number in shown
    assert "Approve" in shown
    done = gridterm("notices", "down", notice, "--reason", "重复", "--json")
    assert (done.json["state"], done.json["reason"]) == ("down", "重复")


def test_a_draft_is_changed_sent_back_and_given_up(gridterm: Gridterm) -> None:
    number = source(gridterm)
    notice = gridterm("notices", "draft", number, "--up", "2099-01-05", "--json").json["number"]
    changed = gridterm(
        "notices", "edit", notice, "--title", "排水口", "--down", "2099-01-09", "--json"
    ).json
    assert (changed["title"], changed["up_on"]) == ("排水口", "2099-01-05")
    assert gridterm("notices", "submit", notice).code == 0
    assert gridterm("notices", "send-back", notice, "--reason", "写清楚").code == 0
    assert gridterm("notices", "show", notice, "--json").json["state"] == "draft"
    assert gridterm("notices", "withdraw", notice, "--reason", "不用了").code == 0
    assert "not printed" in gridterm("notices", "show", notice, "--text", "-").refused()


def test_wrong_input_is_one_sentence(gridterm: Gridterm) -> None:
    number = source(gridterm)
    for words, said in (
        (("draft", number, "--matter", "刘建国家漏水"), "刘建国"),
        (("draft", number, "--result", "请打13800001111"), "13800001111"),
        (("draft", "RX-1999-0001"), "no call"),
        (("draft", source(gridterm, "--confidential")), "confidential"),
        (("show", "GS-1999-0001"), "no notice"),
        (("list", "--state", "gone"), "--state"),
        (("edit", "GS-1999-0001"), "--title"),
        (("edit", "GS-1999-0001", "--title", "x"), "no notice"),
    ):
        assert said in gridterm("notices", *words).refused(), words
    assert gridterm("notices", "list", "--json").json["count"] == 0


def test_a_call_without_supervision_has_no_slip(gridterm: Gridterm) -> None:
    assert "supervise" in gridterm("hotline", "slip", source(gridterm)).refused()
