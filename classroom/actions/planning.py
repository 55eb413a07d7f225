"""Lessons: an ordered choice of questions, prepared before class.

Every function takes who asks; to a stranger a lesson looks as if it did not exist (NotFound).
Samples can be read and copied by all and changed by nobody (SampleIsFixed).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classroom.actions import announcements
from classroom.domain.errors import (
    InvalidMinutes,
    NotFound,
    QuestionRetired,
    SampleIsFixed,
    SessionIsLive,
)
from classroom.domain.round import SessionPhase
from classroom.domain.titles import MOST_IN_TITLE, normal_title
from classroom.storage.queries import lessons
from classroom.storage.tables import Lesson, LessonQuestion, LiveSession, StoredQuestion
from classroom.storage.writer import write

LONGEST_MINUTES = 600


def readable(instructor_id: int, public_id: str) -> Lesson:
    """The lesson, for reading, if it is the instructor's own or a sample."""
    lesson = lessons.with_public_id(public_id)
    if lesson is None or lesson.owner_id not in (None, instructor_id):
        raise NotFound
    return lesson


def create(
    instructor_id: int, title: str, typed_minutes: str = "", *, is_exam: bool = False
) -> str:
    """A new lesson without questions; returns its public id. TitleMissing, InvalidMinutes."""
    title, minutes = normal_title(title), _minutes(typed_minutes)

    def add(session: Session) -> str:
        lesson = Lesson(owner_id=instructor_id, title=title, minutes=minutes, is_exam=is_exam)
        session.add(lesson)
        session.flush()
        return lesson.public_id

    return write(add)


def describe(
    instructor_id: int, public_id: str, title: str, typed_minutes: str, *, is_exam: bool = False
) -> None:
    """Change the title, the length and whether it is an exam; TitleMissing, InvalidMinutes.

    A session that is running stays what it was opened as.
    """
    title, minutes = normal_title(title), _minutes(typed_minutes)

    def change(session: Session) -> None:
        lesson = _own(session, instructor_id, public_id)
        lesson.title, lesson.minutes, lesson.is_exam = title, minutes, is_exam

    write(change)


def copy(instructor_id: int, public_id: str, title: str) -> str:
    """The instructor's own copy under that title; returns its public id."""
    title = normal_title(title[:MOST_IN_TITLE])

    def duplicate(session: Session) -> str:
        original = _readable(session, instructor_id, public_id)
        lesson = Lesson(
            owner_id=instructor_id,
            title=title,
            description=original.description,
            minutes=original.minutes,
            is_exam=original.is_exam,
            items=[
                LessonQuestion(question_id=item.question_id, position=item.position, mode=item.mode)
                for item in original.items
            ],
        )
        session.add(lesson)
        session.flush()
        return lesson.public_id

    return write(duplicate)


def add_question(instructor_id: int, public_id: str, slug: str) -> None:
    """Put the question at the end, unless the lesson holds it already."""

    def add(session: Session, lesson: Lesson) -> None:
        question = session.scalar(select(StoredQuestion).filter_by(slug=slug))
        if question is None:
            raise NotFound
        if question.retired:
            raise QuestionRetired
        if all(item.question_id != question.id for item in lesson.items):
            last = max((item.position for item in lesson.items), default=0)
            lesson.items.append(LessonQuestion(question_id=question.id, position=last + 1))

    _edit(instructor_id, public_id, add)


def remove_question(instructor_id: int, public_id: str, slug: str) -> None:

    def remove(session: Session, lesson: Lesson) -> None:
        lesson.items.remove(_item(lesson, slug))

    _edit(instructor_id, public_id, remove)


def move_question(instructor_id: int, public_id: str, slug: str, by: int) -> None:
    """Move a question up (by -1) or down (by 1); at the end of the list it stays."""

    def move(session: Session, lesson: Lesson) -> None:
        items = list(lesson.items)
        old = items.index(_item(lesson, slug))
        new = min(max(old + by, 0), len(items) - 1)
        items.insert(new, items.pop(old))
        for position, item in enumerate(items, start=1):
            item.position = position

    _edit(instructor_id, public_id, move)


def delete_lesson(instructor_id: int, public_id: str) -> None:
    """Delete the lesson; reports of its sessions stay. SessionIsLive while one is running."""

    def remove(session: Session) -> None:
        lesson = _own(session, instructor_id, public_id)
        if _live_sessions(session, lesson.id):
            raise SessionIsLive
        session.execute(delete(Lesson).where(Lesson.id == lesson.id))

    write(remove)


def _edit(instructor_id: int, public_id: str, change: Callable[[Session, Lesson], None]) -> None:
    """Change the list of questions and tell the sessions that are running on it."""

    def work(session: Session) -> list[int]:
        lesson = _own(session, instructor_id, public_id)
        change(session, lesson)
        return _live_sessions(session, lesson.id)

    for session_id in write(work):
        announcements.moved.send(session_id=session_id)


def _own(session: Session, instructor_id: int, public_id: str) -> Lesson:
    lesson = _readable(session, instructor_id, public_id)
    if lesson.is_sample:
        raise SampleIsFixed
    return lesson


def _readable(session: Session, instructor_id: int, public_id: str) -> Lesson:
    lesson = session.scalar(select(Lesson).filter_by(public_id=public_id))
    if lesson is None or lesson.owner_id not in (None, instructor_id):
        raise NotFound
    return lesson


def _item(lesson: Lesson, slug: str) -> LessonQuestion:
    for item in lesson.items:
        if item.question.slug == slug:
            return item
    raise NotFound


def _live_sessions(session: Session, lesson_id: int) -> list[int]:
    live = select(LiveSession.id).where(
        LiveSession.lesson_id == lesson_id, LiveSession.phase != SessionPhase.ENDED.value
    )
    return list(session.scalars(live))


def _minutes(typed: str) -> int | None:
    typed = typed.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
        raise InvalidMinutes
    minutes = int(typed)
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise InvalidMinutes
    return minutes
