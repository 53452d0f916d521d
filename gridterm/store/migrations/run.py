"""Applies the migrations to an office file, all of them or none."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from gridterm.store.files import APPLICATION_ID, connect
from gridterm.store.opening import SCHEMA_VERSION


def upgrade(path: Path, revision: str = "head") -> None:
    """Bring the file at ``path`` to ``revision`` in one transaction.

    Raises:
        sqlalchemy.exc.DBAPIError: SQLite refused; the file is as it was.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            version = SCHEMA_VERSION if revision == "head" else int(revision)
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    finally:
        engine.dispose()
