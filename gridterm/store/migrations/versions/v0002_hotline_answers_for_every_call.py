"""Tiers, handlers and due times of calls; the office's own calendar."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

LINKS = (
    ("handler_id", "staff.id"),
    ("first_acceptor_id", "staff.id"),
    ("accused_id", "staff.id"),
    ("master_id", "ticket.id"),
)


def upgrade() -> None:
    """Add what the hotline needs to answer for every call."""
    for name in ("tier", "mechanism", "due_clock"):
        op.add_column("ticket", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("told_at", "due_at", "near_at"):
        op.add_column("ticket", sa.Column(name, sa.DateTime(), nullable=True))
    for name, target in LINKS:
        op.execute(f"ALTER TABLE ticket ADD COLUMN {name} INTEGER REFERENCES {_target(target)}")
    op.create_index("ix_ticket_due", "ticket", ["state", "due_at"])
    op.create_index(
        "ix_ticket_master",
        "ticket",
        ["master_id"],
        sqlite_where=sa.text("master_id IS NOT NULL"),
    )
    op.create_index("ix_ticket_handler", "ticket", ["handler_id", "state", "due_at"])
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "clock_policy",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("allowances", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("since"),
    )


def _target(name: str) -> str:
    table, column = name.split(".")
    return f"{table} ({column})"
