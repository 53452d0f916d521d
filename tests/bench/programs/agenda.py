"""The first and the next agendas as PDF and for Word, in a program just started."""

import json
import statistics
import sys
import time
from pathlib import Path

from gridterm.clock import SystemClock
from gridterm.meetings import documents, schedule
from gridterm.store.unit import Store

NEXT = 10


def main() -> None:
    """Make the next meeting's agenda as PDF; print the seconds as JSON."""
    store = Store(Path(sys.argv[1]), SystemClock())
    ref = schedule.ref_of(store)
    taken = []
    for _count in range(NEXT + 1):
        start = time.perf_counter()
        from gridterm.printing import pdf  # the first page pays for its libraries

        pdf.to_pdf(documents.agenda_of(store, ref).document)
        taken.append(time.perf_counter() - start)
    store.close()
    sys.stdout.write(json.dumps({"first": taken[0], "next": statistics.median(taken[1:])}))


main()
