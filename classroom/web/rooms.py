"""Finding what an address names, for somebody who may see it; else it does not exist."""

from __future__ import annotations

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from classroom.actions import admission
from classroom.domain.errors import NotFound, UnknownRoom
from classroom.storage.queries import sessions
from classroom.storage.tables import LiveSession
from classroom.web.guard import set_private_cookie

GRANT_DAYS = 2


def instructor_id() -> int | None:
    """The id of the instructor who is signed in here, if any."""
    return current_user.id if current_user.is_authenticated else None


def room(code: str) -> LiveSession:
    """The session with that code, live or ended; UnknownRoom."""
    session = sessions.with_code(code)
    if session is None:
        raise UnknownRoom(code=code)
    return session


def hosted(public_id: str) -> LiveSession:
    """The session if this browser may be its console; NotFound, whatever the reason."""
    session = sessions.with_public_id(public_id)
    if session is None or not admission.may_host(request.cookies, session, instructor_id()):
        raise NotFound
    return session


def projected(public_id: str) -> LiveSession:
    """The session if this browser may be its projector; NotFound, whatever the reason."""
    session = sessions.with_public_id(public_id)
    if session is None or not admission.may_project(request.cookies, session):
        raise NotFound
    return session


def grant(response: Response, screen: str, session: LiveSession, token: str) -> Response:
    """The response, with which the browser may show that screen of the session from now on."""
    name = admission.screen_cookie(screen, session)
    set_private_cookie(response, name, token, days=GRANT_DAYS)
    return response
