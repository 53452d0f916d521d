"""Category suggestion: how well, how fast, how much memory; learnt before, asked after a day."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from gridterm.demo.calls import DemoCall, calls
from gridterm.demo.people import make_office
from gridterm.hotline.classifier import Example, Model, learn
from gridterm.hotline.suggesting import Known, hints, weigh
from gridterm.resources import resource as shipped_file
from tests.bench.measure import Figure
from tests.bench.offices import Offices

LEARNT, ASKED = 7_000, 2_000
FEW = 500


def figures(offices: Offices) -> Iterator[Figure]:
    """Macro-F1 and top-3 against the majority guess, learning time, memory, time per question."""
    del offices  # the calls are made here: a file would only slow the reading down
    known, told = _known(), _calls()
    before, after = told[:LEARNT], told[LEARNT:]
    majority = Counter(one.category for one in before).most_common(1)[0][0]
    guess = _macro([(one.category, (majority,)) for one in after])
    for count in (0, FEW, LEARNT):
        began = time.process_time()
        model = learn(_examples(before[-count:] if count else []), hints(known))
        taken = time.process_time() - began
        began = time.process_time()
        answers = [(one.category, _asked(known, model, one)) for one in after]
        each = (time.process_time() - began) / len(after)
        name = f"suggest, {count:,} calls learnt"
        f1 = _macro(answers)
        hit = sum(label in some for label, some in answers) / len(answers)
        yield Figure(f"{name}: macro-F1", 100 * f1, "%", 1, "majority", f1 / guess)
        yield Figure(f"{name}: among three", 100 * hit, "%", 1)
        if count:
            yield Figure(f"{name}: learning", taken, "s", 1)
        yield Figure(f"{name}: one suggestion", each * 1000, "ms", len(after), goal="< 1 ms")
    yield Figure(f"suggest, {LEARNT:,} calls learnt: memory", _memory(), "MiB", 1, goal="< 50 MiB")


def _calls() -> list[DemoCall]:
    """The demo office's calls in time, without confidential ones, which are not learnt from."""
    office = make_office(anchor=date(2026, 1, 1))
    number = LEARNT + ASKED
    told = calls(office, months=48, total=number + number // 10)
    return [one for one in told if not one.confidential][:number]


def _known() -> tuple[Known, ...]:
    shipped = json.loads(shipped_file("rules/categories.json").read_text("utf-8"))["categories"]
    return tuple(Known(one["code"], one["zh"], (*one["words"], one["zh"])) for one in shipped)


def _examples(told: Sequence[DemoCall]) -> list[Example]:
    return [Example(one.category, one.title, one.content) for one in reversed(told)]


def _asked(known: Sequence[Known], model: Model | None, one: DemoCall) -> tuple[str, ...]:
    return tuple(choice.code for choice in weigh(known, model, one.title, one.content))


def _macro(answers: Sequence[tuple[str, tuple[str, ...]]]) -> float:
    """The mean of every category's F1 by the first suggestion."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for label, some in answers:
        first = some[0] if some else ""
        true[label] += 1
        said[first] += 1
        right[label] += first == label
    return sum(2 * right[one] / (true[one] + said[one]) for one in true) / len(true)


def _memory() -> float:
    """How much a process grows by learning, at its highest, in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "examples.json"
        path.write_text(json.dumps(_examples(_calls()[:LEARNT])), "utf-8")
        words = f"from tests.bench.suggesting import probe; probe({str(path)!r})"
        said = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True)
    return float(said.stdout)


def probe(path: str) -> None:
    """Learn from the examples in a file and print by how many MiB the process grew."""
    known = _known()
    examples = [Example(*one) for one in json.loads(Path(path).read_text("utf-8"))]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model = learn(examples, hints(known))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if model is None:
        raise RuntimeError("nothing was learnt")
    sys.stdout.write(str(grown / (1024 if sys.platform != "darwin" else 1024 * 1024)))
