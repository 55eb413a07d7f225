"""A write that changes nothing and yet must reach the disk: whether there is room, and how soon."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.orm import Session


def reach_disk(session: Session) -> Literal[True]:
    """A work for the writer. One that writes no page would be committed on a full disk too.

    Neither way touches a row: an update to the same value is none for SQLite, and in PostgreSQL it
    would leave a dead row each time and lock the live one.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_logical_emit_message(true, 'classroom', '')")
    else:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    return True
