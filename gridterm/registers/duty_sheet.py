"""The duty sheet: one row per day of duty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from gridterm.errors import InputError
from gridterm.i18n import N_, _
from gridterm.registers import roster
from gridterm.registers.sheets import Row, find_person, show_person, spec
from gridterm.registers.tables import DutyDay
from gridterm.spreadsheet.mapping import FieldSpec
from gridterm.spreadsheet.values import Value
from gridterm.store.unit import Tx


class DutySheet:
    """One row per day of duty."""

    purpose = "roster"
    title_id = N_("Duty roster")
    named_by: tuple[str, ...] = ("day", "officer")

    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are written."""
        return (
            spec("day", N_("Day"), "日期", "值班日期", "date", required=True),
            spec(
                "officer", N_("Duty officer"), "值班人员", "值班人", "值班", "姓名", "officer",
                required=True,
            ),
            spec("deputy", N_("Deputy"), "B岗", "AB岗", "替班人员", "代班", "备班"),
            spec("note", N_("Note"), "备注", "说明"),
        )  # fmt: skip

    def order(self, rows: Sequence[Row]) -> list[Row]:
        """As they stand."""
        return list(rows)

    def key(self, row: Row) -> str:
        """The day."""
        return self._day(row).isoformat()

    def find(self, tx: Tx, row: Row) -> int | None:
        """By the day."""
        day = self._day(row)
        return day.toordinal() if tx.session.get(DutyDay, day) else None

    def _day(self, row: Row) -> date:
        day = row.day("day")
        if day is None:
            raise InputError(_("The day is missing."))
        return day

    def apply(self, tx: Tx, row: Row, record_id: int | None) -> int:
        """Put somebody on duty."""
        day = self._day(row)
        old = tx.session.get(DutyDay, day) if record_id else None
        officer_id = self._person(tx, row, "officer")
        if officer_id is None:
            raise InputError(_("The duty officer is missing."))
        deputy_id = self._person(tx, row, "deputy") or (old.deputy_id if old else None)
        note = row.text("note") or (old.note if old else "")
        roster.put_day(tx, day, officer_id, deputy_id, note)
        tx.session.flush()
        return day.toordinal()

    def finish(self, tx: Tx) -> None:
        """Each row was saved whole."""

    def all(self, session: Session, day: date, *, whole: bool) -> dict[int, dict[str, Value]]:
        """The days of duty; to export, those from the first of this month on."""
        first = date.min if whole else day.replace(day=1)
        found = roster.between(session, first, date.max, day)
        return {
            duty.day.toordinal(): {
                "day": duty.day,
                "officer": show_person(duty.officer),
                "deputy": show_person(duty.deputy) if duty.deputy else "",
                "note": duty.note,
            }
            for _day, duty in sorted(found.items())
        }

    def _person(self, tx: Tx, row: Row, key: str) -> int | None:
        typed = row.text(key)
        if not typed:
            return None
        found = find_person(tx.session, typed, tx.now.date())
        if found is None:
            raise InputError(
                _("{name} is not in the staff register. Enter them there first.").format(name=typed)
            )
        return found.id
