"""Live sessions, who was there, and which browsers may show their private screens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classroom.domain.codes import new_code
from classroom.domain.round import SessionPhase
from classroom.storage.database import NEVER_REUSED, Model, UtcTime, new_public_id, now
from classroom.storage.tables.content import Lesson
from classroom.storage.tables.groups import Group


class LiveSession(Model):
    """One live run of a lesson for a group. `version` grows by one with every move."""

    __tablename__ = "sessions"
    __table_args__ = NEVER_REUSED

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(6), unique=True, default=new_code)
    phase: Mapped[str] = mapped_column(String(10), default=SessionPhase.LOBBY.value)
    version: Mapped[int] = mapped_column(default=1)
    locked: Mapped[bool] = mapped_column(default=False)
    shows_counts: Mapped[bool] = mapped_column(default=False)
    simulated: Mapped[bool] = mapped_column(default=False)
    is_exam: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)

    group: Mapped[Group] = relationship()
    lesson: Mapped[Lesson | None] = relationship()

    @property
    def is_live(self) -> bool:
        return self.phase != SessionPhase.ENDED.value


class Attendance(Model):
    """A student came to a session; the seat itself belongs to the group."""

    __tablename__ = "attendances"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class ScreenGrant(Model):
    """A browser that may show one session's projector or console: the hash of its token."""

    __tablename__ = "screen_grants"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    screen: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class PairingNumber(Model):
    """Six digits that open a session's projector once, for ten minutes and few wrong tries."""

    __tablename__ = "pairing_numbers"

    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    tries_left: Mapped[int]
