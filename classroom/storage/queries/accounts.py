"""Instructors and where they are signed in."""

from __future__ import annotations

from sqlalchemy import func, select

from classroom.storage.database import db, now
from classroom.storage.tables import Instructor, Login, OneTimeLink


def with_username(username: str) -> Instructor | None:
    return db.session.scalar(
        select(Instructor).where(func.lower(Instructor.username) == username.lower())
    )


def password_hash(instructor_id: int) -> str | None:
    return db.session.scalar(select(Instructor.password_hash).filter_by(id=instructor_id))


def any_instructor() -> bool:
    return db.session.scalar(select(Instructor.id).limit(1)) is not None


def login_with_hash(token_hash: str) -> Login | None:
    return db.session.get(Login, token_hash)


def usable_link(token_hash: str) -> OneTimeLink | None:
    """The one-time link if it exists and is not out of date."""
    link = db.session.get(OneTimeLink, token_hash)
    if link is None or (link.expires_at is not None and link.expires_at < now()):
        return None
    return link
