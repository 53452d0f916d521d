"""Attendance: punches, policies, leave, corrections, locked months."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "3"
branch_labels = None
depends_on = None

APPEND_ONLY = ("punch", "attendance_locked")


def upgrade() -> None:
    """Make the tables of attendance and the guards of what is append-only."""
    _policy()
    _punches()
    _leave()
    _corrections()
    _locks()
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _policy() -> None:
    op.create_table(
        "attendance_policy",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("since"),
    )
    op.create_table(
        "attendance_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "code", "valid_from"),
    )
    op.create_index("ix_attendance_code_staff", "attendance_code", ["staff_id"], unique=False)
    op.create_table(
        "joining_hour",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("staff_id"),
    )


def _punches() -> None:
    op.create_table(
        "punch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("pin", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("clock_back", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_punch_at", "punch", ["at"], unique=False)
    op.create_index("ix_punch_staff", "punch", ["staff_id", "at"], unique=False)
    op.create_index(
        "ux_punch_pin", "punch", ["pin", "at"], unique=True, sqlite_where=sa.text("pin <> ''")
    )
    # ### end Alembic commands ###


def _leave() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("late", sa.String(), nullable=False),
        sa.Column("late_at", sa.DateTime(), nullable=True),
        sa.Column("late_by", sa.String(), nullable=False),
        sa.Column("late_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_leave_end", "leave", ["end"], unique=False)
    op.create_index("ix_leave_staff", "leave", ["staff_id", "end"], unique=False)
    op.create_index("ix_leave_state", "leave", ["state", "start"], unique=False)
    op.create_table(
        "outing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.Column("undone_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outing_staff", "outing", ["staff_id", "end"], unique=False)


def _corrections() -> None:
    op.create_table(
        "attendance_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("leave_kind", sa.String(), nullable=False),
        sa.Column("computed", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=False),
        sa.Column("undone_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_correction_day", "attendance_correction", ["day"], unique=False)
    op.create_index(
        "ux_correction_slot",
        "attendance_correction",
        ["staff_id", "day", "slot", "kind"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
    )


def _locks() -> None:
    op.create_table(
        "attendance_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_by", sa.String(), nullable=False),
        sa.Column("reopened_reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ux_attendance_lock_month",
        "attendance_lock",
        ["year", "month"],
        unique=True,
        sqlite_where=sa.text("reopened_at IS NULL"),
    )
    op.create_table(
        "attendance_locked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lock_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lock_id"],
            ["attendance_lock.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lock_id", "staff_id"),
    )
