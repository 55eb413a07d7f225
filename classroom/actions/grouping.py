"""Classes: named, shared with colleagues, kept for as long as their instructors say.

Every function takes who asks; to a stranger a group looks as if it did not exist (NotFound).
"""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from classroom.actions import announcements, deleting, joining
from classroom.domain.accounts import normal_username
from classroom.domain.errors import (
    InvalidRetention,
    InvalidUsername,
    LastInstructor,
    NotFound,
    UnknownUser,
)
from classroom.domain.titles import normal_title
from classroom.storage.database import db
from classroom.storage.queries import groups
from classroom.storage.tables import Group, GroupInstructor, Instructor, Student
from classroom.storage.writer import write

RETENTION_DAYS = (7, 30, 90, 365, None)
"""What a group can be set to; None keeps its students until somebody deletes them."""


def taught(instructor_id: int, public_id: str) -> Group:
    """The group, for reading, if the instructor teaches it."""
    group = groups.with_public_id(public_id)
    if group is None or db.session.get(GroupInstructor, (group.id, instructor_id)) is None:
        raise NotFound
    return group


def create(instructor_id: int, name: str, retention_days: int | None) -> str:
    """A new group of this instructor; returns its public id. TitleMissing for a bad name."""
    title = normal_title(name)

    def add(session: Session) -> str:
        group = Group(name=title, retention_days=retention_days)
        session.add(group)
        session.flush()
        session.add(GroupInstructor(group_id=group.id, instructor_id=instructor_id))
        return group.public_id

    return write(add)


def rename(instructor_id: int, public_id: str, name: str) -> None:
    title = normal_title(name)

    def change(session: Session) -> None:
        _taught(session, instructor_id, public_id).name = title

    write(change)


def keep_students_for(instructor_id: int, public_id: str, typed_days: str) -> None:
    """Set the retention: one of RETENTION_DAYS, typed as a number or as nothing for ever."""
    choices = {str(days or ""): days for days in RETENTION_DAYS}
    if typed_days not in choices:
        raise InvalidRetention

    def change(session: Session) -> None:
        _taught(session, instructor_id, public_id).retention_days = choices[typed_days]

    write(change)


def share(instructor_id: int, public_id: str, username: str) -> None:
    """Let a colleague teach the group too; UnknownUser."""
    try:
        colleague = normal_username(username)
    except InvalidUsername:
        raise UnknownUser(username=username.strip()[:40]) from None

    def add(session: Session) -> None:
        group = _taught(session, instructor_id, public_id)
        found = session.scalar(select(Instructor).filter_by(username=colleague))
        if found is None:
            raise UnknownUser(username=colleague)
        session.merge(GroupInstructor(group_id=group.id, instructor_id=found.id))

    write(add)


def unshare(instructor_id: int, public_id: str, username: str) -> None:
    """Let somebody teach the group no more, oneself included; LastInstructor keeps it taught."""

    def remove(session: Session) -> tuple[int, int | None]:
        group = _taught(session, instructor_id, public_id)
        of_group = GroupInstructor.group_id == group.id
        leaving = session.scalar(select(Instructor.id).filter_by(username=username))
        session.execute(
            delete(GroupInstructor).where(of_group, GroupInstructor.instructor_id == leaving)
        )
        if not session.scalar(select(func.count()).select_from(GroupInstructor).where(of_group)):
            raise LastInstructor
        return group.id, leaving

    group_id, left = write(remove)
    if left is not None:
        announcements.teaching_ended.send(group_id=group_id, instructor_id=left)


def rename_student(instructor_id: int, public_id: str, student: str, name: str) -> str:
    """Give a student another alias, told to that student alone; returns it as it is kept.

    NameEmpty, NameTooLong.
    """
    return joining.rename(student_of(instructor_id, public_id, student).id, name)


def remove_student(instructor_id: int, public_id: str, student: str) -> None:
    """Delete a student with every answer."""
    deleting.delete_student(student_of(instructor_id, public_id, student).id)


def delete_group(instructor_id: int, public_id: str) -> None:
    """Delete the group with its students and sessions."""
    deleting.delete_group(taught(instructor_id, public_id).id)


def student_of(instructor_id: int, public_id: str, student: str) -> Student:
    """The student with that public id, if the instructor teaches the group it sits in."""
    group = taught(instructor_id, public_id)
    found = groups.student_with_public_id(student)
    if found is None or found.group_id != group.id:
        raise NotFound
    return found


def _taught(session: Session, instructor_id: int, public_id: str) -> Group:
    group = session.scalar(select(Group).filter_by(public_id=public_id))
    if group is None or session.get(GroupInstructor, (group.id, instructor_id)) is None:
        raise NotFound
    return group
