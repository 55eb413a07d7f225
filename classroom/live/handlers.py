"""Socket events in. Each takes *who* from the connection and *what* from the message.

The client names a screen; this module authorises it from that screen's own cookie and puts the
socket into its rooms.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, join_room
from pydantic import ValidationError

from classroom.actions import admission, announcements, answering, joining
from classroom.domain.errors import (
    AnswerForAnotherRound,
    Busy,
    ClassroomError,
    MalformedAnswer,
    NotFound,
    NotSeated,
    TooFast,
)
from classroom.domain.presence import Connection
from classroom.live import greeting, messages, rooms
from classroom.live.limits import Bucket
from classroom.live.server import hang_up, server_of
from classroom.screens.state import register
from classroom.screens.wording import sentence
from classroom.storage.database import DATABASE_AWAY
from classroom.storage.queries import sessions
from classroom.storage.secrets import hashed
from classroom.storage.tables import LiveSession

log = logging.getLogger(__name__)
Ack = dict[str, Any]

_buckets: dict[str, Bucket] = {}


def init_handlers(server: SocketIO) -> None:
    server.on_event("connect", connect)
    server.on_event("disconnect", leave)
    server.on_event("answer", answer)
    server.on_event("refresh", refresh)
    server.on_event("longer", longer)


def connect(auth: Any = None) -> None:
    """Admit a socket to the screen it asks for, and send it that screen."""
    try:
        wanted = messages.Connect.model_validate(auth)
        session = sessions.with_public_id(wanted.session)
        if session is None:
            raise NotFound
        connection = _admitted(wanted.screen, session)
        _take_in(connection, session)
        greeting.send_screen(connection)
    except ValidationError:
        raise _refused(NotFound()) from None
    except ClassroomError as error:
        leave()
        raise _refused(error) from None
    except DATABASE_AWAY:
        log.warning("A socket was not admitted: the database is away")
        leave()
        raise _refused(Busy()) from None
    announcements.people_changed.send(session_id=connection.session_id)


def leave(*_reason: object) -> None:
    _buckets.pop(request.sid, None)  # type: ignore[attr-defined]
    connection = register().remove(request.sid)  # type: ignore[attr-defined]
    if connection is not None:
        announcements.people_changed.send(session_id=connection.session_id)


def metered(handler: Callable[..., Ack]) -> Callable[..., Ack]:
    """Refuse a socket that sends too much or is not admitted; put refusals into words."""

    @wraps(handler)
    def checked(payload: Any = None, *_more: object) -> Ack:
        connection = register().get(request.sid)  # type: ignore[attr-defined]
        bucket = _buckets.get(request.sid)  # type: ignore[attr-defined]
        try:
            if connection is None or bucket is None:
                raise NotSeated
            if not bucket.take():
                if bucket.is_hopeless:
                    hang_up(server_of(), connection.sid)
                raise TooFast
            return handler(connection, payload)
        except ClassroomError as error:
            return _refusal(error)
        except DATABASE_AWAY:
            log.warning("A message could not be handled: the database is away")
            return _refusal(Busy())

    return checked


@metered
def answer(connection: Connection, payload: Any) -> Ack:
    """Store an answer; acknowledged only after the commit, with what stands."""
    sent = messages.answer_from(payload)
    if connection.screen != "phone" or connection.student_id is None:
        raise NotSeated
    standing = answering.answer(
        connection.session_id,
        connection.student_id,
        sent.vote,
        sent.choice,
        sent.seq,
        certainty=sent.certainty,
        passes=sent.passes,
    )
    greeting.tell_other_tabs(connection, standing)
    return {"saved": True, **greeting.own(standing)}


@metered
def refresh(connection: Connection, payload: Any) -> Ack:
    """Send the screen again to a client that may have slept."""
    greeting.send_screen(connection)
    return {}


@metered
def longer(connection: Connection, payload: Any) -> Ack:
    """A quiet wish for more time, counted on the console."""
    try:
        wish = messages.Longer.model_validate(payload)
    except ValidationError:
        raise MalformedAnswer from None
    if connection.screen != "phone" or connection.student_id is None:
        raise NotSeated
    session = sessions.with_id(connection.session_id)
    vote = sessions.current_vote(session) if session else None
    if vote is None or wish.vote != vote.id:
        raise AnswerForAnotherRound
    if register().wish_longer(wish.vote, connection.student_id):
        announcements.asked_for_longer.send(
            session_id=connection.session_id,
            vote_id=wish.vote,
            student_id=connection.student_id,
        )
    return {"text": _("Your instructor sees that someone would like a little longer.")}


def _admitted(screen: str, session: LiveSession) -> Connection:
    student_id = None
    login = None
    if screen == "phone":
        student = admission.seat(request.cookies, session.group)
        if student is None:
            raise NotSeated
        student_id = student.id
    elif screen == "projector":
        if not admission.may_project(request.cookies, session):
            raise NotFound
    else:
        instructor = current_user.id if current_user.is_authenticated else None
        if not admission.may_host(request.cookies, session, instructor):
            raise NotFound
        if instructor is not None:
            login = hashed(current_user.get_id())
    return Connection(
        sid=request.sid,  # type: ignore[attr-defined]
        screen=screen,
        session_id=session.id,
        student_id=student_id,
        login=login,
        transport=request.args.get("transport", "polling"),
        address=request.remote_addr or "",
    )


def _take_in(connection: Connection, session: LiveSession) -> None:
    """Put a socket into its rooms; Busy when a student's coming could not be written down."""
    # Registered before anything waits, so that a socket that goes meanwhile is taken off again.
    _buckets[connection.sid] = Bucket()
    register().add(connection)
    join_room(rooms.of_screen(connection.screen, session.id))
    if connection.login is not None:
        join_room(rooms.of_login(connection.login))
        join_room(rooms.of_teacher(session.group_id, current_user.id))
    if connection.student_id is not None:
        join_room(rooms.of_student(connection.student_id))
        joining.attend(session.id, connection.student_id)


def _refusal(error: ClassroomError) -> Ack:
    return {
        "saved": False,
        "code": error.code,
        "text": sentence(error),
        "retry": isinstance(error, Busy | TooFast),
    }


def _refused(error: ClassroomError) -> Refused:
    text = sentence(error)
    return Refused(text, {"code": error.code, "text": text})  # a single argument is only printed
