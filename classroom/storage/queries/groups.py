"""Groups and seats."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from classroom.storage.database import db
from classroom.storage.tables import Group, GroupInstructor, Instructor, SeatKey, Student


def with_public_id(public_id: str) -> Group | None:
    return db.session.scalar(select(Group).filter_by(public_id=public_id))


def with_join_token(join_token: str) -> Group | None:
    return db.session.scalar(select(Group).filter_by(join_token=join_token))


def of_instructor(instructor_id: int, *, one_off: bool | None = None) -> Sequence[Group]:
    """The groups an instructor teaches, by name; with `one_off`, only those that are (not)."""
    chosen = (
        select(Group)
        .join(GroupInstructor, GroupInstructor.group_id == Group.id)
        .where(GroupInstructor.instructor_id == instructor_id)
        .order_by(Group.name)
    )
    if one_off is not None:
        chosen = chosen.where(Group.one_off.is_(one_off))
    return db.session.scalars(chosen).all()


_WITH_KEY = (
    select(Student)
    .join(SeatKey, SeatKey.student_id == Student.id)
    .where(SeatKey.token_hash == bindparam("token_hash"), Student.group_id == bindparam("group"))
)


def student_with_key(group_id: int, token_hash: str) -> Student | None:
    """The seat that a browser holds, if it is one of this group."""
    return db.session.scalar(_WITH_KEY, {"token_hash": token_hash, "group": group_id})


def student_with_resume_code(group_id: int, code: str) -> Student | None:
    return db.session.scalar(select(Student).filter_by(group_id=group_id, resume_code=code))


def student_with_page_token(page_token: str) -> Student | None:
    return db.session.scalar(select(Student).filter_by(page_token=page_token))


def student_with_public_id(public_id: str) -> Student | None:
    return db.session.scalar(select(Student).filter_by(public_id=public_id))


_WITH_ALIAS = select(Student.id).where(
    Student.group_id == bindparam("group"), Student.alias == bindparam("alias")
)


@dataclass(frozen=True)
class Aliases(Container[str]):
    """The names in a group, looked up one by one: a class must not be read to seat a student.

    `besides` is a student whose own name does not count.
    """

    session: Session | Connection
    group_id: int
    besides: int | None = None

    def __contains__(self, alias: object) -> bool:
        found = self.session.scalar(_WITH_ALIAS, {"group": self.group_id, "alias": alias})
        return found not in (None, self.besides)


def students(group_id: int) -> Sequence[Student]:
    return db.session.scalars(
        select(Student).filter_by(group_id=group_id).order_by(Student.alias)
    ).all()


def student_count(group_id: int) -> int:
    counted = select(func.count()).select_from(Student).filter_by(group_id=group_id)
    return db.session.scalar(counted) or 0


def instructors(group_id: int) -> Sequence[Instructor]:
    """Who teaches the group, by name."""
    return db.session.scalars(
        select(Instructor)
        .join(GroupInstructor, GroupInstructor.instructor_id == Instructor.id)
        .where(GroupInstructor.group_id == group_id)
        .order_by(Instructor.name)
    ).all()
