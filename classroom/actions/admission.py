"""Who may see what: each screen by its own cookie, so that one browser can be all three."""

from __future__ import annotations

from collections.abc import Mapping

from classroom.storage.queries import groups, sessions
from classroom.storage.secrets import hashed
from classroom.storage.tables import Group, LiveSession, Student

PROJECTOR = "projector"
CONSOLE = "console"


def seat_cookie(group: Group) -> str:
    return f"seat-{group.public_id}"


def screen_cookie(screen: str, session: LiveSession) -> str:
    return f"{screen}-{session.public_id}"


def seat(cookies: Mapping[str, str], group: Group) -> Student | None:
    """The student whose seat in this group the browser holds."""
    token = cookies.get(seat_cookie(group))
    return groups.student_with_key(group.id, hashed(token)) if token else None


def may_project(cookies: Mapping[str, str], session: LiveSession) -> bool:
    """Whether the browser was allowed to show this session's projector."""
    return _holds(cookies, session, PROJECTOR)


def may_host(cookies: Mapping[str, str], session: LiveSession, instructor_id: int | None) -> bool:
    """Whether this is an instructor of the group, or a console lent while the session is live."""
    if instructor_id is not None and sessions.is_instructor_of(instructor_id, session):
        return True
    return session.is_live and _holds(cookies, session, CONSOLE)


def _holds(cookies: Mapping[str, str], session: LiveSession, screen: str) -> bool:
    token = cookies.get(screen_cookie(screen, session))
    return bool(token) and sessions.has_grant(session.id, screen, hashed(token or ""))
