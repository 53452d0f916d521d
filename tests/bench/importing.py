"""The import of 100,000 messages from a workbook: time, peak memory, and the second time."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from gridterm.demo.calls import calls
from gridterm.demo.people import make_office
from tests.bench.measure import Figure, program
from tests.bench.offices import Offices

ROWS = 100_000
CLERK = ("--as", "1023")
HEADER = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "一级标签", "答复意见"]


def figures(offices: Offices) -> Iterator[Figure]:
    """Import the same file twice into a new office: first all is new, then all is the same."""
    messages = _messages(offices.folder)
    for kind, path in (("csv", messages), ("xlsx", _workbook(messages))):
        office = offices.copy(offices.month(), f"import-{kind}.db")
        run = (
            "-m",
            "gridterm",
            "--db",
            str(office),
            "--as",
            "1023",
            "hotline",
            "import",
            str(path),
        )
        taken, memory = program(*run)
        yield Figure(f"import {ROWS} rows, {kind}", taken, "s", 1, goal="< 25 s")
        yield Figure(f"import {ROWS} rows, {kind}, peak", memory, "MiB", 1, goal="< 400 MiB")
        again, _memory = program(*run)
        yield Figure(f"the same {ROWS} rows again, {kind}", again, "s", 1)
        _check(office)


def _check(office: Path) -> None:
    command = ["-m", "gridterm", "--db", str(office), "--json", "hotline", "list", "--limit", "1"]
    said = subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    json.loads(said.stdout)


def _messages(folder: Path) -> Path:
    path = folder / "messages.csv"
    if path.exists():
        return path
    office = make_office(anchor=date(2026, 1, 1))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, call in enumerate(calls(office, months=120, total=ROWS), 1):
            reply = next((step.text for step in call.steps if step.text), "")
            when = f"{call.received_at:%Y/%m/%d %H:%M:%S}"
            detail = f"\n\t\t\t\t\t{call.content}\n\t\t\t"
            user = call.caller or f"A{number:08d}"
            writer.writerow([number, user, call.title, when, detail, call.category, reply])
    return path


def _workbook(messages: Path) -> Path:
    from openpyxl import Workbook

    path = messages.with_suffix(".xlsx")
    if path.exists():
        return path
    book = Workbook(write_only=True)
    sheet = book.create_sheet("messages")
    with messages.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    book.save(path)
    return path
