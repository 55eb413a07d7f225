"""Whose turn it is to write, where several processes write to one database.

The works of `actions` were written for one writer: they look, decide, and write. PostgreSQL would
let two processes look at the same time. So each batch begins with a lock that ends with its
transaction: alone, or, when every work in it decides and writes in one statement, shared with
others of that kind. The answers of many workers are then written side by side, while a close waits
for those before it and has the database to itself. Who waits alone is not overtaken: PostgreSQL
gives locks in the order in which they were asked for.

SQLite has one process, and its `BEGIN IMMEDIATE` is the lock.
"""

from __future__ import annotations

from sqlalchemy import Connection

_WRITING = 0x636C6173
"""Which lock, of all that one database may have: any number, as long as it stays the same."""


def take_turn(connection: Connection, *, alone: bool = True) -> None:
    """Wait for the turn; it lasts as long as the transaction. OperationalError when it is late."""
    if connection.dialect.name == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        connection.exec_driver_sql(f"SELECT {lock}({_WRITING})")


def wait_for_turn(connection: Connection) -> None:
    """Take the turn however long it lasts: another worker may be migrating a large database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    take_turn(connection)
