"""Banks of questions, and lessons made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classroom.domain.question import Question
from classroom.storage.database import Model, UtcTime, new_public_id, now


class Bank(Model):
    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class StoredQuestion(Model):
    """A question in its present version. Rounds keep a copy, so an edit changes no report."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    version: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    retired: Mapped[bool] = mapped_column(default=False)

    bank: Mapped[Bank] = relationship()

    @property
    def question(self) -> Question:
        return Question.from_json(self.content)


class Lesson(Model):
    """An ordered choice of questions. A lesson without an owner is a sample that all can use."""

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_id)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("instructors.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str | None] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]
    is_exam: Mapped[bool] = mapped_column(default=False)
    """Whether nothing is explained before the end."""
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    items: Mapped[list[LessonQuestion]] = relationship(
        order_by="LessonQuestion.position",
        cascade="all, delete-orphan",
        back_populates="lesson",
    )

    @property
    def is_sample(self) -> bool:
        return self.owner_id is None


class LessonQuestion(Model):
    __tablename__ = "lesson_questions"
    __table_args__ = (UniqueConstraint("lesson_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    position: Mapped[int]
    mode: Mapped[str] = mapped_column(String(20), default="quick_check")

    lesson: Mapped[Lesson] = relationship(back_populates="items")
    question: Mapped[StoredQuestion] = relationship()
