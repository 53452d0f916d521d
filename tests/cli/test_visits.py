"""Visits on the command line: recorded, found, corrected, planned, taken in and written."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gridterm.clock import SystemClock
from gridterm.registers import households, service
from gridterm.registers.household_terms import HouseholdForm, MemberForm
from gridterm.registers.terms import BuildingForm, GridForm, Role, StaffForm
from gridterm.store.audit import SYSTEM
from gridterm.store.unit import Store
from tests.cli.conftest import Answer

Gridterm = Callable[..., Answer]
SINCE = date(2020, 1, 1)
HOME = "银杏苑3号楼2-501"


@pytest.fixture(autouse=True)
def walked(gridterm: Gridterm, office: Path) -> None:
    """A grid with two households and a manager, in an office of 2020."""
    store = Store(office, SystemClock())
    form = StaffForm("3001", "赵强", (Role.GRID_MANAGER,), hired=SINCE)
    walker = service.save_staff(store, SYSTEM, form)
    grid = GridForm("008", manager_ids=(walker.id,), valid_from=SINCE)
    grid_id = service.save_grid(store, SYSTEM, grid).id
    place = service.save_building(store, SYSTEM, BuildingForm("银杏苑", "3号楼", grid_id=grid_id))
    for room in ("2-501", "2-502"):
        home = HouseholdForm(place.id, room, valid_from=SINCE)
        households.save_household(store, SYSTEM, home)
    households.add_member(store, SYSTEM, 1, MemberForm("刘大伟"))
    store.close()


def recorded(gridterm: Gridterm, *words: str) -> dict[str, object]:
    answer = gridterm("--json", "visits", "record", *words, "--who", "3001")
    assert answer.code == 0, answer.err
    return dict(answer.json)


def test_a_visit_becomes_a_call_and_is_shown(gridterm: Gridterm) -> None:
    told = recorded(gridterm, HOME, "--matter", "楼道灯不亮", "--call", "--kind", "complaint")
    year = SystemClock().today().year
    assert (told["ticket"], told["repeats"], told["head"]) == (f"RX-{year}-0001", 0, "刘大伟")
    call = gridterm("--json", "hotline", "show", str(told["ticket"])).json
    assert (call["channel"], call["proactive"], call["kind"]) == (
        *("household_visit", True, "complaint"),
    )
    shown = gridterm("--lang", "en", "visits", "show", "1")
    assert "银杏苑3号楼 2-501 刘大伟" in shown.out
    assert "Typed in" in shown.out
    found = gridterm("--json", "visits", "list", "路灯不", "--who", "3001").json
    assert found["count"] == 0
    found = gridterm("--json", "visits", "list", "灯不亮", "--household", "ldw", "--matters").json
    assert [one["id"] for one in found["visits"]] == [1]
    again = gridterm("--lang", "en", "visits", "record", HOME, "--who", "赵强")
    assert "赵强 has 1 more visit to this household on that day." in again.out


def test_the_operator_went_where_nobody_is_named(gridterm: Gridterm) -> None:
    told = gridterm("--json", "visits", "record", HOME, "--result", "nobody").json
    assert (told["staff"]["name"], told["result"]) == ("李晓明", "nobody")


def test_correct_and_void_keep_what_was(gridterm: Gridterm) -> None:
    recorded(gridterm, HOME, "--matter", "灯不亮", "--feedback", "已报")
    told = gridterm(
        "--json", "visits", "correct", "1", "--reason", "户号", "--matter", "-", typed="水\n管"
    )
    assert (told.json["matter"], told.json["feedback"]) == ("水\n管", "已报")
    moved = gridterm(
        "--json", "visits", "correct", "2", "--reason", "户号", "--household", "2-502",
        "--purpose", "care", "--result", "refused", "--feedback", "",
    ).json  # fmt: skip
    assert (moved["household_id"], moved["purpose"], moved["result"], moved["feedback"]) == (
        *(2, "care", "refused", ""),
    )
    said = gridterm("--lang", "en", "visits", "void", "3", "--reason", "没有去过")
    assert "void" in said.out
    assert gridterm("--json", "visits", "list").json["count"] == 0
    ended = gridterm("--lang", "en", "visits", "list", "--ended").out
    assert "replaced" in ended
    assert "没有去过" in gridterm("visits", "show", "3").out
    assert gridterm("--lang", "en", "visits", "void", "3", "--reason", "x").refused()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("record", "9号楼"), "no household"),
        (("record", "银杏苑3号楼"), "may be several households"),
        (("record", HOME, "--day", "2090-01-01"), "future"),
        (("record", HOME, "--purpose", "spy"), "--purpose"),
        (("record", HOME, "--matter", "家暴", "--confidential"), "goes into a call"),
        (("show", "99"), "no visit"),
        (("show", "x"), "whole number"),
        (("list", "--since", "2026-02-02", "--until", "2026-02-01"), "ends before"),
        (("coverage", "--missing"), "--grid"),
        (("import", "nothing.xlsx"), "nothing.xlsx"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    gridterm: Gridterm, words: tuple[str, ...], said: str
) -> None:
    assert said in gridterm("--lang", "en", "visits", *words).refused()


def test_a_confidential_visit_shows_no_word(gridterm: Gridterm, tmp_path: Path) -> None:
    told = recorded(gridterm, HOME, "--matter", "家暴", "--call", "--confidential")
    assert told["confidential"] is True
    for words in (("list",), ("show", "1"), ("list", "家暴")):
        assert "家暴" not in gridterm("visits", *words).out.replace("list", "")
    made = gridterm("--lang", "en", "visits", "export", str(tmp_path / "a.csv"))
    assert "1 is confidential" in made.out
    assert "家暴" not in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_plan_coverage_and_the_day(gridterm: Gridterm) -> None:
    recorded(gridterm, HOME)
    plan = gridterm("--json", "visits", "plan", "3001").json
    assert [one["household_id"] for one in plan["households"]] == [2]
    assert "Never visited" in gridterm("--lang", "en", "visits", "plan", "3001").out
    assert "walks no grid" in gridterm("--lang", "en", "visits", "plan", "2001").out
    covered = gridterm("--json", "visits", "coverage", "--grid", "008").json["grids"]
    assert [(one["households"], one["visited"], one["share"]) for one in covered] == [(2, 1, 0.5)]
    assert "50%" in gridterm("visits", "coverage").out
    left = gridterm("--json", "visits", "coverage", "--grid", "008", "--missing").json
    assert [one["household_id"] for one in left["households"]] == [2]
    gridterm("calendar", "set", SystemClock().today().isoformat(), "--working")
    day = gridterm("--json", "visits", "today").json["people"]
    assert [(one["staff"]["number"], one["visits"], one["wanted"]) for one in day] == [
        ("3001", 1, 2)
    ]
    assert "1/2" in gridterm("visits", "today").out
    before = SystemClock().today() - timedelta(days=1)
    line = gridterm("visits", "today", before.isoformat()).out.splitlines()[-1]
    assert line.split().count("—") == 2, "the building was in no grid yet: nothing was wanted"


def test_import_and_export_and_again(gridterm: Gridterm, tmp_path: Path) -> None:
    path = tmp_path / "走访.csv"
    lines = ["何时,走访人,住址,问题", f"2026-03-02,赵强,{HOME},漏水", "2026-03-02,赵强,别处,停水"]
    path.write_text("\n".join(lines), "utf-8")
    assert "Day" in gridterm("--lang", "en", "visits", "import", str(path)).refused()
    seen = gridterm("--lang", "en", "visits", "import", str(path), "--preview")
    assert "No column for: Day" in seen.out
    given = ("--map", "day=何时")
    seen = gridterm("--lang", "en", "visits", "import", str(path), "--preview", *given)
    assert "Would be new: 1, the same: 0, refused: 1." in seen.out
    assert "Row 3: " in seen.out
    done = gridterm("--json", "visits", "import", str(path), *given).json
    assert (done["new"], done["refused"]) == (1, 1)
    assert load_workbook(done["refused_file"]).active.cell(2, 1).value == 3
    again = gridterm("--lang", "en", "visits", "import", str(path))
    assert "New: 0, the same: 1, refused: 1." in again.out
    made = gridterm("--json", "visits", "export", str(tmp_path / "b.xlsx"), "漏水").json
    assert made["count"] == 1
    told = gridterm("--json", "visits", "import", made["file"]).json
    assert (told["new"], told["same"], told["refused"]) == (0, 1, 0)
    assert "day=" not in gridterm("visits", "import", str(path), "--map", "day").refused()
    assert gridterm("verify").code == 0
