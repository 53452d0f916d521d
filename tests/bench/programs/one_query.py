"""Textual, SQLModel and one query: the newest fifty calls of an office file in a table."""

import sys

from sqlmodel import Session, col, create_engine, select
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

from gridterm.hotline.tables import Ticket


class OneQuery(App[None]):
    """A line, then a table filled by a query."""

    def compose(self) -> ComposeResult:
        """The line and the table."""
        yield Static("PAINTED")
        yield DataTable[str]()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("number", "received", "state")
        engine = create_engine(f"sqlite:///{sys.argv[1]}")
        with Session(engine) as session:
            newest = select(Ticket).order_by(col(Ticket.received_at).desc()).limit(50)
            for row in session.exec(newest):
                table.add_row(row.number, str(row.received_at), row.state)


OneQuery().run()
