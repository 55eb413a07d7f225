"""Rounds: a question as it was asked, its votes, answers and corrections."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classroom.domain.correction import Correction, CorrectionKind
from classroom.domain.kinds import from_text
from classroom.domain.question import Question
from classroom.domain.round import RoundPhase
from classroom.domain.standing import Standing
from classroom.storage.database import NEVER_REUSED, Model, UtcTime, now
from classroom.storage.tables.groups import Student
from classroom.storage.tables.sessions import LiveSession


class Round(Model):
    """One question asked in a session, kept as it was asked."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("session_id", "position"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    position: Mapped[int]
    question_slug: Mapped[str] = mapped_column(String(80), index=True)
    question_version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    phase: Mapped[str] = mapped_column(String(10), default=RoundPhase.READY.value)
    asked_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revealed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    session: Mapped[LiveSession] = relationship()
    votes: Mapped[list[Vote]] = relationship(order_by="Vote.number", viewonly=True)
    corrections: Mapped[list[CorrectionEvent]] = relationship(
        order_by="CorrectionEvent.id", viewonly=True
    )

    @cached_property
    def question(self) -> Question:
        """Read once: what was asked never changes, and each drawing needs it several times."""
        return Question.from_json(self.content)


class Vote(Model):
    """One collection of answers. `accepts` turns false at the reveal, `accepts_until` at grace."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("round_id", "number"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    accepts: Mapped[bool] = mapped_column(default=True)
    accepts_until: Mapped[datetime | None] = mapped_column(UtcTime)
    kept_choices: Mapped[dict[str, int] | None] = mapped_column(JSON)
    """How often each choice stood (`"A"`, `"A,C"`), kept when its students are forgotten, or when
    its ballots were sealed."""
    secret: Mapped[str | None] = mapped_column(String(64))
    """While ballots can be changed: what leads from a seat to its ballot. Destroyed at the seal."""

    round: Mapped[Round] = relationship()


class Answer(Model):
    """One student's choice in one vote; the highest client sequence number counts."""

    __tablename__ = "answers"

    vote_id: Mapped[int] = mapped_column(
        ForeignKey("votes.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    choice: Mapped[str] = mapped_column(String(200))
    """The marks of the choice, joined by commas in the order of the kind; empty for a pass."""
    certainty: Mapped[int | None]
    seq: Mapped[int] = mapped_column(BigInteger)
    saved_at: Mapped[datetime] = mapped_column(UtcTime)

    student: Mapped[Student] = relationship()

    @property
    def standing(self) -> Standing:
        return Standing(self.vote_id, from_text(self.choice), self.seq, self.certainty)


class Presence(Model):
    """A student was connected while the round was open, answered or not."""

    __tablename__ = "presences"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Hand(Model):
    """Hands raised without a phone, entered by the instructor: a number per option."""

    __tablename__ = "hands"

    vote_id: Mapped[int] = mapped_column(
        ForeignKey("votes.id", ondelete="CASCADE"), primary_key=True
    )
    letter: Mapped[str] = mapped_column(String(1), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class CorrectionEvent(Model):
    """A key found wrong: what was decided, when, by whom. Never changed, only added to."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    letters: Mapped[list[str]] = mapped_column(JSON)
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    @property
    def correction(self) -> Correction:
        return Correction(CorrectionKind(self.kind), frozenset(self.letters))
