"""Whether the office file is whole and true: pages, references, audit trail, search index.

Desks add what only they know as ``Check`` (a ticket's state follows from its events, numbers
have no gap) and as ``TextSource`` (what the search should hold).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from gridterm.i18n import _
from gridterm.store import indexing, trail
from gridterm.store.failures import sentence
from gridterm.store.findings import Finding, Findings, Progress, Watch
from gridterm.store.indexing import TextSource
from gridterm.store.unit import Store

Check = Callable[[Session, Watch], Iterable[Finding]]
MOST_PAGES = 20


@dataclass(frozen=True)
class VerifyReport:
    """What a verification found.

    ``findings`` holds the first of each kind, ``counts`` all of them by code; ``checked``
    says how much of what was read; ``head`` is the end of the audit trail.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    checked: Mapping[str, int]
    head: trail.Head | None

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.counts


def verify(
    store: Store,
    checks: Sequence[Check] = (),
    sources: Sequence[TextSource] = (),
    progress: Progress | None = None,
) -> VerifyReport:
    """Check the whole office as it is at one moment; others may go on writing.

    Args:
        store: the office.
        checks: what the desks check of their records.
        sources: what the desks have in the search.
        progress: told of the progress; what it raises ends the verification.

    Raises:
        StoreError: the file cannot even be opened.
    """
    watch, findings = Watch(progress), Findings()
    end: trail.Head | None = None
    parts: tuple[Check, ...] = (
        _pages,
        _references,
        trail.check,
        *checks,
        lambda session, at: indexing.check(session, sources, at),
    )
    with store.read() as session:
        for part in parts:
            findings.take(_guarded(part, session, watch, store))
        try:
            end = trail.head(session)
        except DBAPIError as error:
            findings.take([_unreadable(error, store)])
    return VerifyReport(tuple(findings.kept), findings.counts, watch.checked, end)


def _guarded(part: Check, session: Session, watch: Watch, store: Store) -> Iterator[Finding]:
    """A part that meets a page it cannot read is a finding, not the end of the report."""
    try:
        yield from part(session, watch)
    except (DBAPIError, sqlite3.Error, ValueError, TypeError) as error:
        yield _unreadable(error, store)


def _pages(session: Session, watch: Watch) -> Iterator[Finding]:
    watch.begin(_("File"))
    for (said,) in session.execute(text(f"PRAGMA integrity_check({MOST_PAGES})")):
        if said != "ok":
            yield Finding(
                "file.damaged",
                _(
                    "The file is damaged ({detail}). Bring back a backup with: gridterm restore"
                ).format(detail=said),
            )


def _references(session: Session, watch: Watch) -> Iterator[Finding]:
    watch.begin(_("References"))
    for table, row, parent, _constraint in session.execute(text("PRAGMA foreign_key_check")):
        yield Finding(
            "row.reference",
            _("Row {key} of the table {table} names a row of {parent} that does not exist.").format(
                key=row, table=table, parent=parent
            ),
        )


def _unreadable(error: Exception, store: Store) -> Finding:
    cause = getattr(error, "orig", None) or error
    return Finding("file.unreadable", sentence(cause, store.path).message)
