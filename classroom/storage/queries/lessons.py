"""Lessons and the questions of the banks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from classroom.storage.database import db
from classroom.storage.tables import Bank, Lesson, LessonQuestion, LiveSession, StoredQuestion


def with_public_id(public_id: str) -> Lesson | None:
    return db.session.scalar(select(Lesson).filter_by(public_id=public_id))


def for_instructor(instructor_id: int) -> Sequence[Lesson]:
    """The instructor's own lessons, then the samples."""
    return db.session.scalars(
        select(Lesson)
        .where(or_(Lesson.owner_id == instructor_id, Lesson.owner_id.is_(None)))
        .order_by(Lesson.owner_id.is_(None), Lesson.title)
    ).all()


def samples() -> Sequence[Lesson]:
    """The lessons that come with the program or were loaded from files: nobody's own."""
    return db.session.scalars(select(Lesson).where(Lesson.owner_id.is_(None))).all()


def question_with_slug(slug: str) -> StoredQuestion | None:
    return db.session.scalar(select(StoredQuestion).filter_by(slug=slug))


def all_questions() -> Sequence[StoredQuestion]:
    """The questions of every bank that can still be added to a lesson, bank by bank."""
    return db.session.scalars(
        select(StoredQuestion)
        .join(Bank, Bank.id == StoredQuestion.bank_id)
        .where(StoredQuestion.retired.is_(False))
        .order_by(Bank.title, StoredQuestion.position)
    ).all()


def plan_of(session: LiveSession) -> Sequence[StoredQuestion]:
    """The questions that the session's lesson holds now, in order; their content on demand.

    A plan shows titles, and is drawn four times a second while a room answers.
    """
    if session.lesson_id is None:
        return ()
    return db.session.scalars(
        select(StoredQuestion)
        .join(LessonQuestion, LessonQuestion.question_id == StoredQuestion.id)
        .where(LessonQuestion.lesson_id == session.lesson_id)
        .order_by(LessonQuestion.position)
        .options(defer(StoredQuestion.content))
    ).all()


def is_live(lesson_id: int) -> bool:
    return (
        db.session.scalar(
            select(LiveSession.id)
            .where(LiveSession.lesson_id == lesson_id, LiveSession.phase != "ended")
            .limit(1)
        )
        is not None
    )
