"""What is written in a case stands in no other table, search, agenda, notice or export."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gridterm import i18n
from gridterm.cli.desk_checks import texts
from gridterm.discipline import checks, proposing, reading, service
from gridterm.discipline.views import CaseFilter, DecisionForm
from gridterm.errors import InputError
from gridterm.hotline import exporting
from gridterm.hotline import service as hotline
from gridterm.hotline.terms import Intake, TicketFilter
from gridterm.meetings import agenda
from gridterm.meetings.terms import MeetingRef
from gridterm.store.indexing import rebuild
from gridterm.store.search import Kind, find
from gridterm.store.verify import verify
from gridterm.text import clean
from tests.discipline.prepared import CLERK, LEADER, MEMBER, PERSON, Prepared, by


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = i18n.language()
    i18n.use(i18n.ENGLISH)
    yield
    i18n.use(before)


OWN = {"discipline_case", "case_event", "case_evidence", "letter", "declined_proposal"}
MARK = "机密内容"
HOSTILE = (
    "[/]漏水[red]x[/red]", '=HYPERLINK("http://x")', "{words} {0} {", '漏水" OR 1=1; --',
    "a\x0b\u200b\u202eb\ud800", "<b>《通知》</b>", "e\u0301🙂‍👩", "%s %(x)s", "很" * 19_000,
)  # fmt: skip


def fill(office: Prepared) -> int:
    """A case with a text of its own in every field that takes one, to its very end."""
    store = office.store
    (check, other) = office.check("falsified", "falsified")
    one = office.report(subject=f"check:{check}", matter=f"{MARK}事实")
    service.investigate(store, by(LEADER), one, CLERK)
    service.add_evidence(store, by(CLERK), one, text=f"{MARK}证据")
    service.ask(store, by(CLERK), one)
    service.record_statement(store, by(CLERK), one, f"{MARK}陈述")
    service.find_true(store, by(CLERK), one)
    service.decide(store, by(LEADER), one, DecisionForm(2, f"{MARK}理由"))
    office.serve(one)
    service.appeal(store, by(PERSON), one, f"{MARK}申诉")
    service.change(store, by(MEMBER), one, 1, f"{MARK}变更")
    service.revoke(store, by(LEADER), one, f"{MARK}撤销")
    service.restore(store, by(LEADER), one, f"{MARK}恢复")
    proposing.decline(store, by(LEADER), f"check:{other}", PERSON, f"{MARK}不采纳")
    reading.case(store, by(LEADER), one)
    return one


def test_no_other_table_holds_a_word_of_a_case(office: Prepared) -> None:
    fill(office)
    raw = sqlite3.connect(office.store.path)
    raw.text_factory = bytes
    mark, found = MARK.encode(), set()
    tables = [
        name.decode()
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    assert set(tables) > OWN
    for table in tables:
        for row in raw.execute(f'SELECT * FROM "{table}"'):
            if any(isinstance(value, bytes) and mark in value for value in row):
                found.add(table)
    raw.close()
    assert found == OWN


def test_no_search_finds_it_and_no_rebuilt_index(office: Prepared) -> None:
    fill(office)
    sources = texts()
    for _turn in range(2):
        with office.store.read() as session:
            for words in (MARK, f"{MARK}陈述", "JL-2026-001"):
                for kind in Kind:
                    assert find(session.connection(), words, kind, 5) == []
        rebuild(office.store, sources)


def test_agenda_and_export_say_nothing_of_it(office: Prepared, tmp_path: Path) -> None:
    intake = Intake("他从不上门", kind="complaint")
    hotline.register(office.store, by(CLERK), intake)
    fill(office)
    office.on("03-03")
    told = str(agenda.agenda(office.store, MeetingRef(series_on=date(2026, 3, 4))))
    exporting.export(office.store, tmp_path / "calls.csv", TicketFilter())
    for text in (told, (tmp_path / "calls.csv").read_text("utf-8-sig")):
        assert MARK not in text
        assert "JL-2026" not in text


def test_only_discipline_reads_its_tables() -> None:
    """Today asks which matters of the spot checks are settled: their names, no word of a case."""
    root = Path(__file__).parents[2]
    allowed = ("gridterm/discipline/", "gridterm/store/migrations/", "gridterm/today/settled.py")
    named = re.compile(
        r"discipline\.tables|discipline import .*\btables\b|discipline_case|case_event"
    )
    found = [
        name
        for path in [*root.glob("gridterm/**/*.py"), *root.glob("screens/**/*.py")]
        if not (name := path.relative_to(root).as_posix()).startswith(allowed)
        and named.search(path.read_text("utf-8"))
    ]
    assert found == []


# ── hostile texts ───────────────────────────────────────────────────────────
def test_hostile_texts_go_in_and_come_out(office: Prepared) -> None:
    store = office.store
    one = office.report(matter="".join(HOSTILE[:-1]))
    service.investigate(store, by(LEADER), one, CLERK)
    for text in HOSTILE:
        service.add_evidence(store, by(CLERK), one, text=text)
        service.record_statement(store, by(CLERK), one, text)
    service.find_true(store, by(CLERK), one)
    service.decide(store, by(LEADER), one, DecisionForm(2, HOSTILE[2]))
    told = service.revoke(store, by(LEADER), one, HOSTILE[0])
    assert told.statement.split("\n") == [clean(text) for text in HOSTILE]
    assert [dict(piece.lines)["Text"] for piece in told.evidence] == [
        clean(text) for text in HOSTILE
    ]
    assert all(piece.intact for piece in told.evidence)
    assert HOSTILE[0] in told.events[-1].words
    assert HOSTILE[2] in told.events[-2].words
    shown = str(told)
    assert not [char for char in "\x0b\u200b\u202e\ud800" if char in shown]
    assert verify(store, checks.CHECKS).whole


def test_a_text_without_end_is_refused(office: Prepared) -> None:
    with pytest.raises(InputError):
        office.report(matter="很" * 20_001)
    assert reading.cases(office.store, by(LEADER), CaseFilter()).rows == ()
