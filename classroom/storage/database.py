"""The connection to the database for reading. All writing goes through `storage.writer`.

Reading connections are opened read-only, so that a write that slips past the writer fails at once
instead of stopping the lesson later with a lock.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
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


def prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    """Set the pragmas on each new SQLite connection: durable (FULL), shared (WAL), forgetful."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: object) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
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
