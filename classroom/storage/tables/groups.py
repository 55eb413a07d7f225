"""Groups (classes) and the seats of their students."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classroom.domain.codes import new_code
from classroom.storage.database import NEVER_REUSED, Model, UtcTime, new_public_id, now
from classroom.storage.tables.accounts import Instructor


def _new_page_token() -> str:
    return secrets.token_urlsafe(16)


class Group(Model):
    """A class. `join_token` is its lasting link; a one-off group is made for a single session."""

    __tablename__ = "groups"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    join_token: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(120))
    one_off: Mapped[bool] = mapped_column(default=False)
    retention_days: Mapped[int | None] = mapped_column(default=30)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    instructors: Mapped[list[Instructor]] = relationship(secondary="group_instructors")


class GroupInstructor(Model):
    __tablename__ = "group_instructors"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True
    )
    instructor_id: Mapped[int] = mapped_column(
        ForeignKey("instructors.id", ondelete="CASCADE"), primary_key=True
    )


class Student(Model):
    """A seat in a group: an alias, no account. `page_token` is the secret of the own page."""

    __tablename__ = "students"
    __table_args__ = (
        UniqueConstraint("group_id", "alias"),
        UniqueConstraint("group_id", "resume_code"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    alias: Mapped[str] = mapped_column(String(120))
    resume_code: Mapped[str] = mapped_column(String(6), default=new_code)
    page_token: Mapped[str] = mapped_column(String(32), unique=True, default=_new_page_token)
    simulated: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    group: Mapped[Group] = relationship()


class SeatKey(Model):
    """A browser that holds a seat: the hash of the token in its cookie."""

    __tablename__ = "seat_keys"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    student: Mapped[Student] = relationship()
