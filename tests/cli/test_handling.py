"""Every action of a call from the command line, and the list of what is late."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import CLERK, LEADER, Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]
BY_PHONE = ("--how", "phone")


def add(gridterm: Gridterm, *words: str) -> str:
    told = gridterm("hotline", "add", *(words or ("楼顶漏水",)), "--kind", "complaint", "--json")
    assert told.code == 0, told.err
    return str(told.json["number"])


def triaged(gridterm: Gridterm, tier: str = "general") -> str:
    number = add(gridterm)
    told = gridterm(
        "hotline", "triage", number, "--tier", tier, "--mechanism", "coordination",
        "--reason", "涉及三户", "--json",
    )  # fmt: skip
    assert (told.code, told.json["tier"]) == (0, tier), told.err
    return number


def working(gridterm: Gridterm, tier: str = "general") -> str:
    number = triaged(gridterm, tier)
    assert gridterm("hotline", "assign", number, "--to", CLERK).code == 0
    assert gridterm("hotline", "accept", number).code == 0
    return number


def test_the_whole_way_of_a_call(gridterm: Gridterm) -> None:
    number = triaged(gridterm)
    told = gridterm("hotline", "assign", number, "--to", CLERK, "--note", "今天去", "--json")
    assert (told.json["state"], told.json["handler"]) == ("assigned", "李晓明")
    assert told.json["due_clock"] == "acceptance"
    steps = (
        (("accept",), "in_progress"),
        (("progress", number, "约了师傅", "--told"), "in_progress"),
        (("suspend", number, "--reason", "等材料", "--review", "明天", "--approver", "王芳"),
         "suspended"),
        (("resume", number, "--note", "到货"), "in_progress"),
        (("extend", number, "--to", "2099-12-31", "--reason", "雨天", "--approver", "王芳",
          *BY_PHONE), "in_progress"),
        (("transfer", number, "--to", LEADER, "--reason", "换人"), "assigned"),
        (("return", number, "--reason", "退回"), "received"),
        (("assign", number, "--to", CLERK), "assigned"),
        (("accept",), "in_progress"),
        (("resolve", number, "修好了", *BY_PHONE, "--told-by", LEADER), "answered"),
        (("revisit", number, "--true", "--solved", "--satisfaction", "fair"), "closed"),
        (("log-again", number, "又漏了"), "received"),
        (("reopen", number, "--reason", "又漏了"), "in_progress"),
    )  # fmt: skip
    for (action, *words), state in steps:
        done = gridterm("hotline", action, *(words or (number,)), "--json")
        assert done.code == 0, done.err
        assert done.json["state"] == state, action
        if action == "extend":
            assert done.json["due_at"] == "2099-12-31T17:30:00"
            assert done.json["due_unsure"]
    last = gridterm("hotline", "show", number, "--json").json
    assert (last["round"], last["first_acceptor"]) == (2, "李晓明")
    shown = gridterm("hotline", "show", number).out
    assert "Resolution" in shown
    assert "First to accept" in shown


def test_a_matter_goes_up_and_comes_back(gridterm: Gridterm) -> None:
    number = triaged(gridterm, "overall")
    up = gridterm("hotline", "report-up", number, "--unit", "街道办", "--document", "3号", "--json")
    assert up.json["state"] == "reported_up"
    back = gridterm("hotline", "superior-reply", number, "-", "--json", typed="同意维修")
    assert (back.json["state"], back.json["events"][-1]["note"]) == ("in_progress", "同意维修")


def test_calls_are_merged_and_split(gridterm: Gridterm) -> None:
    first, second = add(gridterm), add(gridterm, "楼顶又漏水")
    told = gridterm("hotline", "merge", first, "--into", second, "--json")
    assert (told.json["state"], told.json["master"]) == ("merged", second)
    assert gridterm("hotline", "show", second, "--json").json["merged"] == [first]
    told = gridterm("hotline", "split", first, "--reason", "另一户", "--json")
    assert told.json["state"] == "received"


def test_a_second_matter_becomes_a_call(gridterm: Gridterm) -> None:
    number = add(gridterm, "楼顶漏水，路灯不亮")
    told = gridterm(
        "hotline", "split", number, "--words", "-", "--reason", "两件事", "--json", typed="路灯不亮"
    )
    assert (told.json["split_from"], told.json["content"]) == (number, "路灯不亮")
    assert gridterm("hotline", "show", number, "--json").json["split_into"] == [told.json["number"]]
    assert number in gridterm("hotline", "show", told.json["number"]).out


def test_several_numbers_are_one_use_case(gridterm: Gridterm) -> None:
    first, second, fresh = triaged(gridterm), triaged(gridterm), add(gridterm, "路灯")
    told = gridterm("hotline", "assign", first, second, fresh, first, "--to", CLERK, "--json")
    assert told.code == 1
    assert (told.json["count"], told.json["done"]) == (2, [first, second])
    assert [one["number"] for one in told.json["refused"]] == [fresh]
    assert told.refused(1).startswith(fresh)
    noted = gridterm("hotline", "accept", first, second)
    assert noted.code == 0
    assert f"{first}, {second}" in noted.out
    assert gridterm("hotline", "progress", first, second, "约了师傅").code == 0
    shown = gridterm("hotline", "show", second, "--json").json
    assert shown["events"][-1]["note"] == "约了师傅"
    gridterm("hotline", "assign", fresh, "RX-2026-9999", "--to", CLERK).refused(2)


def test_an_answer_says_by_when_and_why(gridterm: Gridterm) -> None:
    said = gridterm("hotline", "assign", triaged(gridterm), "--to", CLERK).out
    assert "Awaiting acceptance" in said
    assert "240 minutes of office hours" in said


@pytest.mark.parametrize(
    "words",
    [
        ("triage", "N", "--tier", "big", "--mechanism", "approval", "--reason", "x"),
        ("triage", "N", "--tier", "major", "--mechanism", "approval", "--reason", ""),
        ("assign", "N"),
        ("assign", "N", "--to", "9999"),
        ("assign", "RX-2026-9999", "--to", CLERK),
        ("accept", "N"),
        ("return", "N", "--reason", "退"),
        ("suspend", "N", "--reason", "等", "--review", "someday", "--approver", "王芳"),
        ("extend", "N", "--to", "never", "--reason", "等", "--approver", "王芳", *BY_PHONE),
        ("resolve", "N", "好了", "--how", "pigeon"),
        ("resolve", "N", "好了"),
        ("reopen", "N", "--reason", "再办"),
        ("merge", "N", "--into", "N"),
        ("split", "N", "--reason", "分"),
        ("urge", "N"),
        ("supervise", "N"),
        ("circulate", "N"),
        ("overdue", "--near", "--of", CLERK),
        ("overdue", "--near", "--waits", "to_urge"),
        ("overdue", "--waits", "soon"),
        ("split", "N", "--reason", "分", "--words", "楼顶漏水"),
        ("assign", "N", "N", "--to", CLERK),
    ],
)
def test_what_is_wrong_is_one_sentence(gridterm: Gridterm, words: tuple[str, ...]) -> None:
    number = add(gridterm)
    told = gridterm("hotline", *(number if word == "N" else word for word in words))
    assert told.code in {1, 2}
    assert told.refused(told.code)
    assert gridterm("hotline", "show", number, "--json").json["state"] == "received"


def test_the_list_of_what_is_late(gridterm: Gridterm) -> None:
    number = working(gridterm)
    told = gridterm("hotline", "overdue", "--json").json
    assert (told["count"], told["counts"]["overdue"]) == (0, 0)
    mine = gridterm("hotline", "overdue", "--of", CLERK, "--json").json
    assert [one["number"] for one in mine["tickets"]] == [number]
    assert mine["tickets"][0]["due_clock"] == "feedback"
    assert gridterm("hotline", "overdue", "--near").code == 0
    for step in ("to_urge", "to_supervise", "to_circulate"):
        assert gridterm("hotline", "overdue", "--waits", step, "--json").json["count"] == 0
    listed = gridterm("hotline", "list", "--state", "in_progress", "--json").json["tickets"]
    assert (listed[0]["handler"], listed[0]["tier"]) == ("李晓明", "general")


def test_a_manager_does_not_void(gridterm: Gridterm) -> None:
    number = add(gridterm)
    done = gridterm("staff", "add", "3001", "赵强", "--role", "grid_manager")
    assert done.code == 0, done.err
    said = gridterm("hotline", "void", number, "--reason", "误拨", "--as", "3001").refused(2)
    assert "李晓明" in said
    assert gridterm("hotline", "void", number, "--reason", "误拨").code == 0


def test_a_deputy_is_checked_on_the_command_line_too(gridterm: Gridterm) -> None:
    number = triaged(gridterm)
    assert gridterm("hotline", "assign", number, "--to", LEADER).code == 0
    assert "王芳" in gridterm("hotline", "accept", number).refused(2)
    assert gridterm("hotline", "accept", number, "--as", LEADER).code == 0
