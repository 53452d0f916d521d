"""The first look at a file: every row read, cleaned and checked; nothing saved yet."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from gridterm.hotline.importing.rows import RefusedRowError, RowReader
from gridterm.hotline.importing.spool import Spool
from gridterm.hotline.importing.terms import Facts
from gridterm.i18n import _
from gridterm.spreadsheet.importing import Phase, Watch
from gridterm.spreadsheet.quarantine import RefusedRow
from gridterm.spreadsheet.reading import Table
from gridterm.spreadsheet.values import Value

STEP = 500
EPOCH = datetime(1970, 1, 1)


@dataclass
class Survey:
    """What a file holds. Rows that can be taken are numbered from 0 in the file's order.

    Attributes:
        facts: those rows.
        keys: per row what it is known by: the source's number, else a fingerprint.
        times: per row when it was received, in seconds.
        refused: the rows that cannot be taken.
        repeated: how many rows were there twice, word for word.
        categories: the category names that occur.
        examples: per column the first value found in it.
    """

    facts: Spool[Facts] = field(default_factory=lambda: Spool(Facts._make))
    keys: list[str] = field(default_factory=list)
    times: array[int] = field(default_factory=lambda: array("q"))
    office_numbers: dict[int, str] = field(default_factory=dict)
    refused: Spool[RefusedRow] = field(default_factory=lambda: Spool(RefusedRow._make))
    repeated: int = 0
    categories: dict[str, None] = field(default_factory=dict)
    examples: dict[int, str] = field(default_factory=dict)

    def close(self) -> None:
        """Give back the temporary files."""
        self.facts.close()
        self.refused.close()


def look_through(table: Table, reader: RowReader, watch: Watch) -> Survey:
    """Read a whole table.

    Raises:
        FileProblemError: the file cannot be read to its end.
        CancelledError: the person cancelled.
    """
    survey = Survey()
    seen: dict[str, tuple[int, int]] = {}
    try:
        for done, (number, cells) in enumerate(table.rows()):
            if done % STEP == 0:
                watch.tell(done, table.total or 0, Phase.READING)
            if done < STEP:
                _take_examples(survey.examples, reader, cells, len(table.header))
            try:
                _take(survey, seen, reader.read(number, cells))
            except RefusedRowError as error:
                survey.refused.add(RefusedRow(number, str(error), list(cells)))
    except BaseException:
        survey.close()
        raise
    return survey


def _take(survey: Survey, seen: dict[str, tuple[int, int]], facts: Facts) -> None:
    key = key_of(facts)
    said = hash((facts[1:-1], tuple(facts.extra.items())))
    earlier = seen.get(key)
    if earlier is None:
        seen[key] = (facts.row, said)
    elif earlier[1] == said:
        survey.repeated += 1
        return
    else:
        raise RefusedRowError(_twice(facts, earlier[0]))
    if facts.office_number:
        survey.office_numbers[len(survey.keys)] = facts.office_number
    if facts.category:
        survey.categories.setdefault(facts.category)
    survey.keys.append(key)
    survey.times.append(int((facts.received_at - EPOCH).total_seconds()))
    survey.facts.add(facts)


def _twice(facts: Facts, row: int) -> str:
    if facts.external_id:
        return _("Row {row} has the same number {number} but says something else.").format(
            row=row, number=facts.external_id
        )
    return _("Row {row} is the same message with other details.").format(row=row)


def key_of(facts: Facts) -> str:
    """What a message is known by when it comes again."""
    return f"id:{facts.external_id}" if facts.external_id else f"fp:{fingerprint(facts)}"


def second_key_of(facts: Facts) -> str:
    """The key of another matter that bears a number some message has already."""
    return f"id:{facts.external_id}#{fingerprint(facts)}"


def fingerprint(facts: Facts) -> str:
    """Time, caller, phone and content, in 32 hexadecimal digits."""
    said = f"{facts.received_at.isoformat()}\x1f{facts.caller}\x1f{facts.phone}\x1f{facts.content}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _take_examples(
    examples: dict[int, str], reader: RowReader, cells: Sequence[Value], columns: int
) -> None:
    for index in range(min(columns, len(cells))):
        if index not in examples:
            text = reader.example(cells, index)
            if text:
                examples[index] = text
