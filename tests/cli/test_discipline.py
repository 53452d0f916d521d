"""Cases, letters and posters from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import CLERK, LEADER, Answer

Gridterm = Callable[..., Answer]
PERSON, OTHER = "3001", "3002"
MATTER = "走访记录与住户所说不符"


@pytest.fixture
def people(gridterm: Gridterm) -> Gridterm:
    """The office with a grid manager who will have a case, and another."""
    for number, name in ((PERSON, "赵强"), (OTHER, "周敏")):
        told = gridterm(
            "staff", "add", number, name, "--role", "grid_manager", "--since", "2020-1-1"
        )
        assert told.code == 0, told.err
    return gridterm


def act(gridterm: Gridterm, *words: str, by: str = CLERK, typed: str = "") -> Answer:
    """A step of a case that is allowed."""
    told = gridterm("discipline", *words, "--as", by, typed=typed)
    assert told.code == 0, told.err
    return told


def decided(gridterm: Gridterm, *lowest: str) -> str:
    """A case with its letter, not served yet."""
    opened = act(
        gridterm, "open", MATTER, "--about", PERSON, "--clause", "falsify", "--track", "visits",
        "--on", "昨天", "--json",
    ).json  # fmt: skip
    number = str(opened["row"]["number"])
    act(gridterm, "investigate", number, by=LEADER)
    act(gridterm, "evidence", number, "-", typed="监控里没有人\n单元门口")
    act(gridterm, "ask", number, by=LEADER)
    act(gridterm, "statement", number, "记错了门牌", by=LEADER)
    act(gridterm, "confirm", number, by=LEADER)
    act(gridterm, "decide", number, *lowest, by=LEADER)
    return number


def test_from_the_lead_to_the_letter_and_back(people: Gridterm) -> None:
    number = decided(people)
    shown = people("discipline", "show", number, "--as", LEADER, "--json").json
    assert people("discipline", "show", number, "--json").json["standing"] is None
    year = number.split("-")[1]
    letter = f"{year}-001"
    assert number == f"JL-{year}-001"
    assert (shown["row"]["state"], shown["row"]["letter"]) == ("decided", letter)
    assert shown["letter_in_force"] == letter
    assert shown["standing"]["level"] == 1
    assert "facts" not in shown
    served = act(people, "serve", number, "--receipt", by=LEADER).out
    assert served.startswith(f"{number}: Letter served.")
    act(people, "appeal", number, "--reason", "没有造假")
    people("discipline", "uphold", number, "--reason", "维持", "--as", LEADER).refused()


def test_a_step_says_what_became_of_the_case(people: Gridterm) -> None:
    number = decided(people)
    year = number.split("-")[1]
    told = act(people, "show", number, by=LEADER).out
    for part in (MATTER, "记错了门牌", "监控里没有人", "Written warning", f"{year}-001",
                 "Possible now", "Serve the letter"):  # fmt: skip
        assert part in told
    lowered = people(
        "discipline", "change", number, "--to", "warning", "--reason", "x", "--as", LEADER
    )
    assert "lowest rung" in lowered.refused()
    revoked = act(people, "revoke", number, "--reason", "监控时间有误", by=LEADER).out
    assert revoked.splitlines() == [
        f"{number}: Decision revoked.", f"Notice of correction no. {year}-002: revoked.",
    ]  # fmt: skip
    restored = act(people, "restore", number, "--reason", "复核无误", by=LEADER).out
    assert restored.splitlines()[-1] == f"Notice of correction no. {year}-003: Written warning."


def test_a_serious_matter_starts_higher_and_is_lowered_by_name_or_number(people: Gridterm) -> None:
    number = decided(people, "--lowest", "dismissal", "--reason", "情节严重")
    act(people, "change", number, "--to", "severe", "--reason", "情节较轻", by=LEADER)
    told = act(people, "change", number, "--to", "1", "--reason", "再轻", "--json", by=LEADER).json
    assert [one["level"] for one in told["letters"]] == [3, 2, 1]
    bad = people("discipline", "change", number, "--to", "removal", "--reason", "x", "--as", LEADER)
    assert "warning" in bad.refused()
    assert (
        "1 to 3"
        in people("discipline", "decide", number, "--lowest", "9", "--as", LEADER).refused()
    )


def test_a_letter_its_receipt_and_the_register_as_files(people: Gridterm, tmp_path: Path) -> None:
    number = decided(people)
    letter = f"{number.split('-')[1]}-001"
    pdf, word = tmp_path / "letter.pdf", tmp_path / "letter.docx"
    done = act(people, "letter", letter, "--pdf", str(pdf), "--docx", str(word), "--json").json
    assert (done["number"], len(done["files"])) == (letter, 2)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert any(MATTER in one.text for one in docx.Document(str(word)).paragraphs)
    assert MATTER in act(people, "letter", letter, by=PERSON).out
    assert "Receipt of service" in act(people, "letter", letter, "--receipt").out
    assert people("discipline", "letter", letter, "--as", OTHER).code == 2
    assert act(people, "register", "--json", by=LEADER).json["count"] == 1
    assert letter in act(people, "register", by=LEADER).out
    assert "all cases" in people("discipline", "register").err
    assert people("discipline", "letter", "nothing").code == 2


def test_lists_show_only_what_is_for_the_reader(people: Gridterm) -> None:
    number = decided(people)
    mine = people("discipline", "list", "--json").json
    assert (mine["count"], mine["cases"][0]["number"]) == (1, number)
    assert people("discipline", "list", "--state", "served", "--json").json["count"] == 0
    listed = people("discipline", "list", "--open", "--about", "赵强", "--track", "visits").out
    assert number in listed
    assert act(people, "list", "--json", by=OTHER).json["count"] == 0
    assert people("discipline", "show", number, "--as", OTHER).code == 2
    assert people("discipline", "list", "--state", "nothing").code == 2


def test_the_persons_page_says_the_rung_why_and_what_comes_next(people: Gridterm) -> None:
    number = decided(people)
    act(people, "serve", number, "--receipt", by=LEADER)
    found = act(people, "people", "--json", by=LEADER).json["people"]
    assert [(one["person"]["name"], one["visits"]) for one in found] == [("赵强", 1)]
    page = act(people, "person", "赵强", by=LEADER).out
    for part in ("Written warning", "Severe warning", number):
        assert part in page
    told = act(people, "person", PERSON, "--json", by=PERSON).json
    assert told["places"][0]["level"] == 1
    assert "reporter_id" not in str(told)
    assert people("discipline", "person", PERSON, "--as", OTHER).code == 2


def test_a_case_that_comes_to_nothing(people: Gridterm) -> None:
    words = ("open", MATTER, "--about", PERSON, "--track", "performance", "--on", "2026-01-05")
    first, second = (str(act(people, *words, "--json").json["row"]["number"]) for _n in range(2))
    assert act(people, "withdraw", first, "--reason", "看错了").out.endswith("taken back.\n")
    act(people, "investigate", second, "--by", CLERK, by=LEADER)
    act(people, "statement", second, "--declined")
    assert "untrue" in act(people, "unfounded", second, "--reason", "有请假条").out
    assert people("discipline", "unfounded", second, "--reason", "x").code == 2
    third = str(act(people, *words, "--json").json["row"]["number"])
    act(people, "investigate", third, "--by", CLERK, by=LEADER)
    act(people, "evidence", third, "看到的")
    act(people, "confirm", third)
    assert "untrue" in act(people, "unfounded", third, "--reason", "看的是另一天").out


def test_what_is_missing_is_said_in_one_sentence(people: Gridterm) -> None:
    assert "about" in people("discipline", "open", MATTER, "--clause", "gifts").refused()
    assert people("discipline", "open", MATTER, "--about", PERSON, "--clause", "x").refused()
    assert people("discipline", "investigate", "JL-2026-009").refused()
    number = decided(people)
    assert "receipt" in people("discipline", "serve", number, "--as", LEADER).refused()


def test_proposals_are_listed_and_what_is_not_proposed_is_not_declined(people: Gridterm) -> None:
    assert people("discipline", "proposals", "--json").json == {"count": 0, "proposals": []}
    assert people("discipline", "decline", "check:1", "--reason", "x").refused()
    assert people("discipline", "open", "--record", "check:1").refused()


# ── posters ─────────────────────────────────────────────────────────────────
def test_posters_in_the_offices_own_words(gridterm: Gridterm, tmp_path: Path) -> None:
    both = gridterm("posters", "--json").json
    assert [one["poster"] for one in both["posters"]] == ["must-nots", "let-nots"]
    assert [len(one["lines"]) for one in both["posters"]] == [6, 6]
    assert len(both["posters"][0]["notes"]) == 1
    assert gridterm("settings", "set", "rules.must_not_5", "不准谋取私利").code == 0
    shown = gridterm("posters", "must-nots").out
    assert "不准谋取私利" in shown
    assert "corrupt" not in shown
    sheet = tmp_path / "wall.docx"
    told = gridterm("posters", "let-nots", "--size", "A3", "--docx", str(sheet))
    assert told.code == 0, told.err
    assert round(docx.Document(str(sheet)).sections[0].page_width.mm) == 297


def test_a_poster_on_paper_is_one_of_them(gridterm: Gridterm, tmp_path: Path) -> None:
    assert "must-nots" in gridterm("posters", "--pdf", str(tmp_path / "x.pdf")).refused()
    assert "a4" in gridterm("posters", "must-nots", "--size", "a5").refused()
    assert "let-nots" in gridterm("posters", "rules").refused()
