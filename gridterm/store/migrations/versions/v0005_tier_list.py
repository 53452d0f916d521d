"""The list of calls by tier has an index of its own."""

from alembic import op

revision = "5"
down_revision = "4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_ticket_tier", "ticket", ["tier", "received_at", "id"])
