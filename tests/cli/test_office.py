"""Making an office, its settings, its file: init, settings, backup, restore, verify, doctor."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gridterm import i18n, settings
from tests.cli.conftest import CLERK, LEADER, Answer

pytestmark = pytest.mark.slow

Gridterm = Callable[..., Answer]


def test_init_answers_every_question(gridterm: Gridterm, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "new.db"
    told = gridterm(
        "init", "--db", str(path), "--name", "[red]银杏[/red]社区", "--street", "某街道",
        "--lang", "en",
        "--hotline", "０７３１ ５５５０００１", "--leader", "王芳", "--leader", "７００１：李晓明",
        "--clerk", "赵敏", "--zone", "Asia/Urumqi", "--json",
    )  # fmt: skip
    assert told.code == 0, told.err
    staff = {one["name"]: (one["number"], one["roles"]) for one in told.json["staff"]}
    assert staff["赵敏"][1] == ["clerk"]
    assert staff["王芳"][1] == ["principal_leader"]
    assert staff["李晓明"][0] in {"7001", "７００１"}
    listed = gridterm("settings", "list", "--db", str(path), "--json").json
    found = {one["key"]: one["value"] for one in listed["settings"]}
    assert found["office.name"] == "[red]银杏[/red]社区"
    assert found["office.zone"] == "Asia/Urumqi"
    assert found["screen.language"] == "en"
    assert found["office.leaders"] == "王芳 李晓明"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--name", ""],
        ["--name", "x" * 500],
        ["--name", "x", "--zone", "Mars/Base"],
        ["--name", "x", "--leader", "1001:"],
        ["--name", "x", "--leader", "two words"],
    ],
)
def test_what_makes_no_office_leaves_nothing(
    gridterm: Gridterm, tmp_path: Path, words: list[str]
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    gridterm("init", "--db", str(folder / "new.db"), *words).refused(2)
    assert list(folder.iterdir()) == []


def test_an_office_is_never_made_over_another(gridterm: Gridterm, office: Path) -> None:
    before = office.read_bytes()
    assert "office.db" in gridterm("init", "--name", "other").refused(2)
    assert office.read_bytes() == before


def test_settings(gridterm: Gridterm) -> None:
    assert gridterm("settings", "set", "hotline.similar_days", "４５", "--json").json["value"] == 45
    told = gridterm("settings", "get", "hotline.similar_days", "--json").json
    assert (told["value"], told["default"], told["changed"]) == (45, 30, True)
    assert "45" in gridterm("settings", "get", "hotline.similar_days").out
    assert "hotline.similar_days" in gridterm("settings", "list").out
    one = settings.BY_KEY["hotline.similar_days"]
    (listed,) = (
        row for row in gridterm("settings", "list").out.splitlines() if row.startswith(one.key)
    )
    assert "45" in listed
    assert str(one.default) in listed
    assert one.reason in listed
    said = gridterm("settings", "set", "hotline.similar_days", "many").refused(2)
    assert one.title in said
    assert str(one.high) in said
    assert "light" in gridterm("settings", "set", "screen.theme", "green").refused(2)
    gridterm("settings", "set", "no.such", "1").refused(2)


def test_the_offices_language_is_used_and_can_be_overruled(gridterm: Gridterm) -> None:
    assert gridterm("settings", "set", "screen.language", "zh_CN").code == 0
    gridterm("hotline", "nothing").refused(2)
    assert i18n.language() == i18n.CHINESE
    gridterm("hotline", "nothing", "--lang", "en").refused(2)
    assert i18n.language() == i18n.ENGLISH


def test_backup_and_restore(gridterm: Gridterm, tmp_path: Path) -> None:
    made = gridterm("backup", "--json").json
    assert Path(made["path"]).is_file()
    assert gridterm("backup", "--list", "--json").json["count"] == 1
    assert made["path"] in gridterm("backup", "--list").out
    gridterm("hotline", "add", "after the backup")
    assert made["path"] in gridterm("restore").refused(2)
    told = gridterm("restore", made["path"], "--json").json
    assert Path(told["kept"]).is_file()
    assert gridterm("hotline", "list", "--json").json["count"] == 0
    assert gridterm("restore", told["kept"]).code == 0
    assert gridterm("hotline", "list", "--json").json["count"] == 1
    copy = tmp_path / "copy.db"
    assert gridterm("backup", str(copy)).code == 0
    assert "copy.db" in gridterm("backup", str(copy)).refused(2)
    assert gridterm("restore", str(tmp_path / "none.db")).refused(2)
    assert gridterm("restore", "--newest").code == 0


def test_restore_without_any_backup(gridterm: Gridterm) -> None:
    gridterm("restore").refused(2)


def test_verify_finds_what_was_changed_behind_its_back(gridterm: Gridterm, office: Path) -> None:
    gridterm("hotline", "add", "漏水")
    told = gridterm("verify", "--json")
    assert told.code == 0, told.out
    assert told.json["whole"] is True
    assert gridterm("verify").code == 0
    with closing(sqlite3.connect(office)) as connection:
        connection.execute("UPDATE ticket SET state = 'closed'")
        connection.commit()
    told = gridterm("verify", "--json")
    assert told.code == 1
    assert told.json["whole"] is False
    assert told.json["findings"]
    assert gridterm("verify").code == 1


def test_a_broken_search_is_built_anew_when_asked(gridterm: Gridterm, office: Path) -> None:
    gridterm("hotline", "add", "漏水")
    with closing(sqlite3.connect(office)) as connection:
        connection.execute("INSERT INTO search(search) VALUES ('delete-all')")
        connection.execute("DELETE FROM search_text")
        connection.commit()
    told = gridterm("verify")
    assert told.code == 1
    assert "--repair-index" in told.out
    assert gridterm("verify", "--repair-index").code == 0
    assert gridterm("verify").code == 0


def test_doctor(gridterm: Gridterm, office: Path, tmp_path: Path) -> None:
    def states(*words: str) -> dict[str, str]:
        told = gridterm("doctor", "--json", *words).json
        assert told["count"] == len(told["findings"])
        return {one["code"]: one["state"] for one in told["findings"]}

    office.chmod(0o600)
    found = states()
    assert {"program", "search", "disk", "office", "clock", "backup"} <= set(found)
    assert found["office"] == found["clock"] == "ok"
    office.chmod(0o644)
    assert states()["private"] == "problem"
    assert gridterm("doctor").code == 1
    office.write_text("no database")
    assert states()["office"] == "problem"
    assert "office.db" in gridterm("doctor").out
    assert states("--db", str(tmp_path / "none.db"))["office"] == "ok"


def test_operators_are_named_by_number_or_name(gridterm: Gridterm) -> None:
    for who in (LEADER, "王芳", "wf"):
        told = gridterm("hotline", "add", "x", "--as", who, "--json").json
        assert told["first_responder"] == "王芳"
    for who in (CLERK, "lxm"):
        told = gridterm("hotline", "add", "x", "--as", who, "--json").json
        assert told["first_responder"] == "李晓明"


def test_paths_are_said_in_full(
    gridterm: Gridterm, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.parent)
    monkeypatch.delenv("GRIDTERM_DB")
    assert str(office.parent / "b.db") in gridterm("backup", "b.db", "--db", office.name).out
    assert str(office) in gridterm("doctor", "--db", office.name).out
    assert str(office.parent / "~nobody-here" / "b.db") in gridterm(
        "restore", "~nobody-here/b.db", "--db", office.name
    ).refused(2)
