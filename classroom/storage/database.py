"""The connection to the database for reading. All writing goes through `storage.writer`.

Reading connections are opened read-only, so that a write that slips past the writer fails at once
instead of stopping the lesson later with a lock.

On PostgreSQL a reader sees what is committed when it asks (READ COMMITTED). psycopg waits the way
the process does: where gevent is patched in, a slow query holds up the greenlet that asked alone.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, event
from sqlalchemy import exc as sqlalchemy_errors
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base  # what type checkers can read of the class made above
else:
    Model = db.Model


NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose ids are remembered outside the database: SQLite would give the id of a row that
was deleted to the next one, and whoever remembers it would take the one for the other."""


DATABASE_AWAY = (
    sqlalchemy_errors.OperationalError,
    sqlalchemy_errors.InterfaceError,
    sqlalchemy_errors.TimeoutError,
)
"""What reading raises when the database does not answer, or every connection to it is in use."""

SQLITE_SYNCHRONOUS = "FULL"
"""A commit on SQLite is on the disk before it is answered for, and survives a power cut."""
READERS = 15
"""Most reading connections of a process. PostgreSQL takes 100 of all of them as it comes."""
PATIENCE_S = 5
"""How long a process waits for the server, and for its turn, before it says that it is busy."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite, which knows no zones, keeps it without one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def now() -> datetime:
    return datetime.now(UTC)


def new_public_id() -> str:
    """A random name for an address: 60 bits, so that it can be neither listed nor counted."""
    alphabet = "abcdefghjkmnpqrstvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(12))


def engine_options(url: str, *, serves: bool) -> dict[str, Any]:
    """No names and answers in logs, and no endless wait for a database server.

    Commands keep no connection open; a process that serves has a few, and knows a dead one.
    """
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgresql"):
        if serves:
            options |= {"pool_size": READERS, "max_overflow": 0, "pool_timeout": 2 * PATIENCE_S}
            options["pool_pre_ping"] = True
        else:
            options["poolclass"] = NullPool
        options["connect_args"] = {
            "application_name": "classroom",
            "connect_timeout": PATIENCE_S,
            "keepalives_idle": PATIENCE_S,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 2000 * PATIENCE_S,
        }
    return options


def prepare(engine: Engine, *, read_only: bool) -> None:
    """Set up each new connection of the engine."""
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine, read_only=read_only)
    elif engine.dialect.name == "postgresql":
        prepare_postgresql(engine, read_only=read_only)


def prepare_postgresql(engine: Engine, *, read_only: bool) -> None:
    """Nobody waits for a lock for ever, and a process that froze in a transaction loses it."""
    values = {
        "default_transaction_read_only": "on" if read_only else "off",
        "lock_timeout": f"{PATIENCE_S}s",
        "idle_in_transaction_session_timeout": "0" if read_only else f"{3 * PATIENCE_S}s",
    }

    @event.listens_for(engine, "connect")
    def set_values(connection: Any, record: object) -> None:
        connection.autocommit = True
        for name, value in values.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.autocommit = False


def prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    """Set the pragmas on each new SQLite connection: durable (FULL), shared (WAL), forgetful."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: object) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={SQLITE_SYNCHRONOUS}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "busy_timeout=5000",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    if not read_only:

        @event.listens_for(engine, "begin")
        def begin_immediate(connection: Any) -> None:
            # A deferred transaction that turns into a write can fail in the middle; this cannot.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
