"""The hotline from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import CLERK, Answer

Gridterm = Callable[..., Answer]
HOSTILE = ["[/]", "[red]x[/red]", "漏" * 6999, "👩‍👧 hello", "=1+1", "a\nb\tc", "<通知>"]


def add(gridterm: Gridterm, *words: str, typed: str = "") -> str:
    told = gridterm("hotline", "add", *words, "--json", typed=typed)
    assert told.code == 0, told.err
    return str(told.json["number"])


def test_a_call_is_logged_found_answered_revisited(gridterm: Gridterm) -> None:
    number = add(
        gridterm, "3号楼二楼漏水", "--kind", "complaint", "--channel", "wechat",
        "--caller", "刘建国", "--phone", "１３８ ００１３ ５６７８", "--place", "3号楼",
        "--at", "昨天 15:20",
    )  # fmt: skip
    listed = gridterm("hotline", "list", "漏水", "--json").json
    assert listed["count"] == listed["shown"] == 1
    row = listed["tickets"][0]
    assert (row["number"], row["kind"], row["channel"]) == (number, "complaint", "wechat")
    assert (row["caller"], row["phone"], row["state"]) == ("刘**", "138****5678", "received")
    assert row["received_at"].endswith("T15:20:00")
    assert gridterm("hotline", "answer", number, "已派人查看").code == 0
    assert gridterm("hotline", "list", "--state", "open", "--json").json["count"] == 1
    told = gridterm(
        "hotline", "revisit", number, "--true", "--solved", "--satisfaction", "satisfied", "--json"
    )
    assert told.json["state"] == "closed"
    assert gridterm("hotline", "list", "--state", "open", "--json").json["count"] == 0
    assert gridterm("hotline", "list", "--state", "closed,void", "--json").json["count"] == 1


def test_who_calls_is_shown_in_full_only_when_asked_for(gridterm: Gridterm) -> None:
    number = add(gridterm, "问医保", "--caller", "刘建国", "--phone", "13800135678")
    masked = gridterm("hotline", "show", number)
    assert "刘建国" not in masked.out + gridterm("hotline", "list").out
    assert "138****5678" in masked.out
    full = gridterm("hotline", "show", number, "--reveal", "--json").json
    assert (full["caller"], full["phone"]) == ("刘建国", "13800135678")


def test_revealing_needs_an_operator_and_is_kept(
    gridterm: Gridterm, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = add(gridterm, "问医保", "--caller", "刘建国")
    monkeypatch.delenv("GRIDTERM_OPERATOR")
    assert gridterm("hotline", "show", number).code == 0
    assert "--as" in gridterm("hotline", "show", number, "--reveal").refused(2)
    assert gridterm("hotline", "show", number, "--reveal", "--as", CLERK).code == 0
    import sqlite3

    with sqlite3.connect(office) as connection:
        (who,) = connection.execute(
            "SELECT actor FROM audit WHERE action = 'ticket.reveal'"
        ).fetchone()
    connection.close()
    assert who == "李晓明"


def test_a_call_is_finished_in_the_same_step(gridterm: Gridterm) -> None:
    told = gridterm("hotline", "add", "问医保", "--answer", "带身份证", "--json").json
    assert told["state"] == "closed"
    assert [event["action"] for event in told["events"]] == ["register", "answer"]
    told = gridterm(
        "hotline", "add", "低保", "--kind", "help", "--guide", "三楼民政", "--json"
    ).json
    assert told["state"] == "answered"


def test_guide_and_void(gridterm: Gridterm) -> None:
    number = add(gridterm, "办证", "--kind", "help")
    assert gridterm("hotline", "guide", number, "-", typed="带户口本\n到三楼").code == 0
    assert "到三楼" in gridterm("hotline", "show", number).out
    assert gridterm("hotline", "void", number, "--reason", "打错").refused(2)
    wrong = add(gridterm, "喂？")
    assert gridterm("hotline", "void", wrong, "--reason", "打错", "--json").json["state"] == "void"
    assert gridterm("hotline", "void", wrong).refused(2)


def test_a_missed_and_a_waived_revisit(gridterm: Gridterm) -> None:
    number = add(gridterm, "路灯坏了", "--kind", "help", "--answer", "已报修")
    told = gridterm("hotline", "revisit", number, "--missed", "--json").json
    assert told["state"] == "answered"
    assert gridterm("hotline", "revisit", number, "--waived", "--json").json["state"] == "closed"


@pytest.mark.parametrize(
    "words",
    [
        ["--missed", "--solved"],
        ["--solved", "--unsolved"],
        ["--true", "--untrue"],
        ["--missed", "--true"],
        ["--solved"],
        ["--solved", "--satisfaction", "fair"],
        ["--true", "--solved", "--satisfaction", "great"],
    ],
)
def test_revisits_that_make_no_sense(gridterm: Gridterm, words: list[str]) -> None:
    number = add(gridterm, "路灯坏了", "--kind", "help", "--answer", "已报修")
    gridterm("hotline", "revisit", number, *words).refused(2)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_go_in_and_come_out(gridterm: Gridterm, text: str) -> None:
    number = add(gridterm, "-", "--title", "[bold]", typed=text)
    told = gridterm("hotline", "show", number, "--json").json
    assert told["content"] == text.replace("\t", " ")
    assert told["title"] == "[bold]"
    shown = gridterm("hotline", "show", number).out
    for line in text.replace("\t", " ").split("\n"):
        assert line in shown
    assert "[bold]" in gridterm("hotline", "list").out


def test_control_characters_do_not_reach_the_terminal(gridterm: Gridterm) -> None:
    number = add(gridterm, "-", typed="a\x1b[31mb\x07c\u202ed")
    shown = gridterm("hotline", "show", number).out
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}
    assert "a[31mbcd" in shown


def test_standard_input_that_is_no_text(gridterm: Gridterm) -> None:
    assert "UTF-8" in gridterm("hotline", "add", "-", typed=b"\xff\xfe\x00").refused(2)
    gridterm("hotline", "add", "-", typed="").refused(2)


@pytest.mark.parametrize(
    "words",
    [
        ["--phone", "no digits"],
        ["--at", "some day"],
        ["--at", "2099-01-01 10:00"],
        ["--grid", "999"],
        ["--category", "no_such"],
        ["--caller", "刘", "--anonymous"],
        ["--answer", "a", "--guide", "b"],
        ["--as", "9999"],
    ],
)
def test_what_cannot_be_logged_is_not(gridterm: Gridterm, words: list[str]) -> None:
    gridterm("hotline", "add", "text", *words).refused(2)
    assert gridterm("hotline", "list", "--json").json["count"] == 0


def test_the_list_counts_what_it_does_not_show(gridterm: Gridterm) -> None:
    for number in range(3):
        add(gridterm, f"第{number}件")
    told = gridterm("hotline", "list", "--limit", "2", "--json").json
    assert (told["count"], told["shown"], len(told["tickets"])) == (3, 2, 2)
    assert gridterm("hotline", "list", "--limit", "2").out.splitlines()[-1].startswith("2 of 3")
    assert gridterm("hotline", "list", "--until", "2020-01-01", "--json").json["count"] == 0
    assert gridterm("hotline", "list", "--since", "today", "--json").json["count"] == 3


def test_categories_by_code_or_name(gridterm: Gridterm) -> None:
    listed = gridterm("hotline", "categories", "--json").json
    first = listed["categories"][0]
    assert listed["count"] == len(listed["categories"]) > 5
    told = gridterm("hotline", "add", "x", "--category", first["name"], "--json").json
    assert told["category"] == first["code"]
    near = first["code"][:-1]
    assert first["code"] in gridterm("hotline", "add", "x", "--category", near).refused(2)
    assert first["code"] in gridterm("hotline", "categories").out


def test_the_duty_officer_is_the_operator_where_none_is_named(
    gridterm: Gridterm, monkeypatch: pytest.MonkeyPatch
) -> None:
    gridterm("roster", "put", "today", "王芳")
    monkeypatch.delenv("GRIDTERM_OPERATOR")
    assert gridterm("hotline", "add", "x", "--json").json["first_responder"] == "王芳"


def test_an_operator_with_a_pin(
    gridterm: Gridterm, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridterm.clock import SystemClock
    from gridterm.registers import operators
    from gridterm.registers.service import find_staff
    from gridterm.store.audit import SYSTEM
    from gridterm.store.opening import open_store

    store = open_store(office, SystemClock())
    operators.set_pin(store, SYSTEM, find_staff(store, CLERK)[0].id, "4711")
    store.close()
    assert "--pin-stdin" in gridterm("hotline", "add", "x").refused(2)
    gridterm("hotline", "add", "x", "--pin-stdin", typed="0000\n").refused(2)
    gridterm("hotline", "add", "x", "--pin-stdin", typed="").refused(2)
    assert gridterm("hotline", "add", "-", "--pin-stdin", typed="4711\n漏水\n").code == 0
    monkeypatch.setenv("GRIDTERM_PIN", "4711")
    assert gridterm("hotline", "add", "y").code == 0
    contents = {one["subject"] for one in gridterm("hotline", "list", "--json").json["tickets"]}
    assert contents == {"漏水", "y"}


def test_a_number_is_found_as_it_is_typed_and_a_wrong_one_is_named(gridterm: Gridterm) -> None:
    number = gridterm("hotline", "add", "漏水", "--json").json["number"]
    wide = number.translate({ord(sign): ord(sign) + 0xFEE0 for sign in number})
    for typed in (number.lower(), wide, f" {number} "):
        assert gridterm("hotline", "show", typed, "--json").json["number"] == number
    assert "RX-2020-0009" in gridterm("hotline", "accept", number, "RX-2020-0009").refused()
    assert "GS-2020-0009" in gridterm("notices", "show", "GS-2020-0009").refused()


def test_a_list_of_days_that_end_before_they_begin_is_refused(gridterm: Gridterm) -> None:
    days = ("--since", "2026-03-12", "--until", "2026-03-11")
    gridterm("hotline", "list", *days).refused()
    assert gridterm("hotline", "list", "--since", "2026-03-11", "--until", "2026-03-11").code == 0
