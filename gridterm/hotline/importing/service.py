"""Preview and import of a file of messages: what screens and commands call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from gridterm import settings
from gridterm.errors import InputError
from gridterm.hotline.importing import categories
from gridterm.hotline.importing.fields import BY_KEY, FIELDS
from gridterm.hotline.importing.known import Register, Standing, Verdict, compare
from gridterm.hotline.importing.rows import RowReader
from gridterm.hotline.importing.saving import Manner, Saver
from gridterm.hotline.importing.survey import Survey, look_through
from gridterm.hotline.importing.terms import (
    PURPOSE,
    ColumnView,
    Facts,
    ImportOptions,
    ImportResult,
    Preview,
    Sample,
)
from gridterm.hotline.steps import shown_caller
from gridterm.hotline.terms import Channel, Kind
from gridterm.i18n import _
from gridterm.spreadsheet import quarantine
from gridterm.spreadsheet.importing import (
    Cancelled,
    Progress,
    Refusal,
    Watch,
    demand,
    enter_batch,
    file_digest,
    find_columns,
)
from gridterm.spreadsheet.mapping import ColumnMap, letter, remember
from gridterm.spreadsheet.reading import Table, open_table
from gridterm.store.audit import Actor
from gridterm.store.unit import Store, Tx
from gridterm.text import mask_name, mask_phone

SHOWN = 20


def preview(
    store: Store,
    path: Path,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Preview:
    """What an import of ``path`` would do; nothing is written.

    Args:
        store: the office.
        path: a workbook or a text file.
        options: how to read it.
        progress: called now and then with (rows done, rows at most, phase).
        cancelled: asked now and then.

    Raises:
        FileProblemError: the file cannot be read.
        InputError: a column or a code that was given does not exist.
        CancelledError: the person cancelled.
    """
    chosen = options or ImportOptions()
    _check(chosen)
    watch = Watch(progress, cancelled)
    with _open(path, chosen) as table:
        with store.read() as session:
            columns = find_columns(session, PURPOSE, table.header, FIELDS, chosen.columns)
        if _missing(columns):
            return _unmapped(table, columns)
        reader = RowReader(columns, store.clock.now())
        survey = look_through(table, reader, watch)
        try:
            with store.read() as session:
                register = Register.of(session)
                standing = compare(session, survey, register, watch)
                manner = _manner(session, path, columns, chosen, store.clock.now())
            return _preview(table, columns, survey, standing, (register, manner))
        finally:
            survey.close()


def run(  # noqa: PLR0913, PLR0917 - store, actor, file, and how
    store: Store,
    actor: Actor,
    path: Path,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportResult:
    """Import ``path``: all its good rows in one transaction with one audit entry, or nothing.

    Running it again adds nothing. Refused rows are written to a workbook with their reasons.

    Args:
        store: the office.
        actor: who imports; imported calls have no first responder.
        path: a workbook or a text file.
        options: how to read it.
        progress: called now and then with (rows done, rows at most, phase).
        cancelled: asked now and then.

    Raises:
        FileProblemError: the file cannot be read, or the refused rows cannot be written.
        InputError: a needed column is missing, or one that was given does not exist.
        CancelledError: the person cancelled; nothing was saved.
        StoreError: it could not be saved; nothing was.
    """
    chosen = options or ImportOptions()
    _check(chosen)
    watch = Watch(progress, cancelled)
    digest = file_digest(path)
    with _open(path, chosen) as table:
        header = table.header
        with store.read() as session:
            columns = find_columns(session, PURPOSE, table.header, FIELDS, chosen.columns)
        demand(columns, _missing(columns))
        survey = look_through(table, RowReader(columns, store.clock.now()), watch)
    try:
        return _save(store, actor, _Job(path, header, columns, survey, chosen, digest), watch)
    finally:
        survey.close()


@dataclass(frozen=True)
class _Job:
    """A file that was read and is to be saved."""

    path: Path
    header: tuple[str, ...]
    columns: ColumnMap
    survey: Survey
    options: ImportOptions
    digest: str


def _save(store: Store, actor: Actor, job: _Job, watch: Watch) -> ImportResult:
    refused: quarantine.Quarantined | None = None
    try:
        with store.write("hotline.import", actor) as tx:
            register = Register.of(tx.session)
            standing = compare(tx.session, job.survey, register, watch)
            new_names = register.categories.unknown(job.survey.categories)
            categories.enter(tx, new_names)
            manner = _manner(tx.session, job.path, job.columns, job.options, tx.now)
            saver = Saver(tx, job.survey, standing, register, manner)
            saver.save(watch)
            refused = _quarantine(job)
            result = ImportResult(
                path=job.path,
                new=standing.count(Verdict.NEW),
                changed=standing.count(Verdict.CHANGED),
                same=standing.count(Verdict.SAME) + job.survey.repeated,
                refused=len(job.survey.refused),
                refused_file=refused.path if refused else None,
                history=saver.history,
                open=saver.open,
                new_categories=new_names,
            )
            _record(tx, job, result)
    except BaseException:
        if refused is not None:
            refused.withdraw()
        raise
    return result


def _record(tx: Tx, job: _Job, result: ImportResult) -> None:
    counts = {
        "new": result.new,
        "changed": result.changed,
        "same": result.same,
        "refused": result.refused,
    }
    enter_batch(tx, PURPOSE, job.path, job.digest, counts)
    if job.options.columns:
        remember(tx.session, PURPOSE, job.columns, tx.now)


def _quarantine(job: _Job) -> quarantine.Quarantined | None:
    refused = job.survey.refused
    if not len(refused):
        return None
    return quarantine.write(job.path, job.header, refused, job.options.refused_folder)


# ── reading ─────────────────────────────────────────────────────────────────


def _open(path: Path, options: ImportOptions) -> Table:
    return open_table(path, options.sheet, FIELDS, options.columns)


def _check(options: ImportOptions) -> None:
    for terms, code in ((Kind, options.kind), (Channel, options.channel)):
        if code and code not in set(terms):
            raise InputError(
                _("{code} is none of: {choices}.").format(code=code, choices=_(", ").join(terms))
            )


def _missing(columns: ColumnMap) -> tuple[str, ...]:
    """The titles of the fields that must have a column; a subject can stand for the content."""
    return tuple(
        spec.title
        for spec in columns.missing
        if not (spec.key == "content" and "title" in columns.columns)
    )


def _manner(
    session: Session, path: Path, columns: ColumnMap, options: ImportOptions, now: datetime
) -> Manner:
    days = settings.load(session).number("hotline.history_days")
    return Manner(
        file=path.name,
        take=options.take,
        kind=options.kind,
        channel=options.channel or _usual_channel(columns),
        history_before=now - timedelta(days=days),
    )


def _usual_channel(columns: ColumnMap) -> str:
    """A list of calls says so in its headers; other files come from a board above the office."""
    spoken = any("来电" in name for name in columns.header)
    return Channel.PHONE if spoken else Channel.SUPERIOR


# ── showing ─────────────────────────────────────────────────────────────────


def _views(columns: ColumnMap, examples: dict[int, str]) -> tuple[ColumnView, ...]:
    fields = {index: key for key, index in columns.columns.items()}
    masks = {"caller": mask_name, "phone": mask_phone}
    return tuple(
        ColumnView(
            letter=letter(index),
            header=header,
            field=fields.get(index, ""),
            title=BY_KEY[fields[index]].title if index in fields else "",
            example=masks.get(fields.get(index, ""), str)(examples.get(index, "")),
        )
        for index, header in enumerate(columns.header)
    )


def _unmapped(table: Table, columns: ColumnMap) -> Preview:
    reader = RowReader(columns, datetime(9000, 1, 1))  # for examples only
    examples: dict[int, str] = {}
    for _number, cells in islice(table.rows(), SHOWN):
        for index in range(len(table.header)):
            examples[index] = examples.get(index) or reader.example(cells, index)
    return Preview(
        path=table.path,
        sheet=table.sheet,
        sheets=table.sheets,
        columns=_views(columns, examples),
        missing=_missing(columns),
        remembered=columns.remembered,
    )


def _preview(
    table: Table,
    columns: ColumnMap,
    survey: Survey,
    standing: Standing,
    meaning: tuple[Register, Manner],
) -> Preview:
    register, manner = meaning
    samples: list[Sample] = []
    history = 0
    for index, facts in enumerate(survey.facts):
        if standing.verdicts[index] == Verdict.NEW:
            history += manner.is_history(facts)
        if index < SHOWN:
            samples.append(_sample(facts, manner))
    refusals = [Refusal(row.number, row.reason) for row in islice(survey.refused, SHOWN)]
    new = standing.count(Verdict.NEW)
    return Preview(
        path=table.path,
        sheet=table.sheet,
        sheets=table.sheets,
        columns=_views(columns, survey.examples),
        missing=(),
        remembered=columns.remembered,
        new=new,
        changed=standing.count(Verdict.CHANGED),
        same=standing.count(Verdict.SAME) + survey.repeated,
        refused=len(survey.refused),
        history=history,
        open=new - history,
        new_categories=register.categories.unknown(survey.categories),
        samples=tuple(samples),
        refusals=tuple(refusals),
    )


def _sample(facts: Facts, manner: Manner) -> Sample:
    return Sample(
        row=facts.row,
        external_id=facts.external_id,
        received_at=facts.received_at,
        caller=shown_caller(facts.caller, anonymous=facts.anonymous),
        phone=mask_phone(facts.phone),
        kind=Kind(facts.kind or manner.kind),
        channel=Channel(facts.channel or manner.channel),
        category=facts.category,
        title=facts.title,
        content=facts.content,
        reply=facts.reply,
        history=manner.is_history(facts),
    )
