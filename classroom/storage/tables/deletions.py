"""What was deleted, so that a restored backup does not bring it back.

Random public ids alone: a row tells of nobody once what it names is gone. It is written in the
transaction of the deletion itself.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from classroom.storage.database import Model, new_public_id
from classroom.storage.tables.ballots import IN_NO_ORDER


class DeletionKind(StrEnum):
    SESSION = "session"
    GROUP = "group"
    STUDENT = "student"
    FORGOTTEN = "forgotten"
    """A student whose time was over; what was counted is kept."""
    SENTENCE = "sentence"
    MERGED = "merged"
    """A seat that became part of another, and is deleted with that one."""


class Deletion(Model):
    __tablename__ = "deletions"
    __table_args__ = IN_NO_ORDER

    public_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    merged_into: Mapped[str | None] = mapped_column(String(16), index=True)


class Installation(Model):
    """One row, made with the table and carried along by backups: whose deletions these are."""

    __tablename__ = "installations"

    public_id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_public_id)
