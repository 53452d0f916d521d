"""The first and the next pages of a call's form as PDF, in a program just started."""

import json
import statistics
import sys
import time
from pathlib import Path

from gridterm.clock import SystemClock
from gridterm.hotline import documents, queries
from gridterm.hotline.terms import TicketFilter
from gridterm.store.unit import Store

NEXT = 10


def main() -> None:
    """Write the form of the newest calls; print the seconds as JSON."""
    store = Store(Path(sys.argv[1]), SystemClock())
    calls = queries.list_tickets(store, TicketFilter(), limit=NEXT + 1).rows
    taken = []
    for one in calls:
        start = time.perf_counter()
        from gridterm.printing import pdf  # the first page pays for its libraries

        pdf.to_pdf(documents.form_of(store, one.id).document)
        taken.append(time.perf_counter() - start)
    store.close()
    sys.stdout.write(json.dumps({"first": taken[0], "next": statistics.median(taken[1:])}))


main()
