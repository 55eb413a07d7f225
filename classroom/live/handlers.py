"""Socket events in. Each takes *who* from the connection and *what* from the message.

The client names a screen; this module authorises it from that screen's own cookie and puts the
socket into its rooms.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, current_app, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO
from pydantic import ValidationError
from werkzeug.http import parse_cookie

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
from classroom.live.farewell import dismiss
from classroom.live.limits import MOST_SOCKETS, Allowances, Bucket
from classroom.live.server import hang_up, server_of
from classroom.observing import metrics
from classroom.screens.state import register
from classroom.screens.wording import sentence
from classroom.storage.database import DATABASE_AWAY
from classroom.storage.queries import sessions
from classroom.storage.secrets import hashed
from classroom.storage.tables import LiveSession, Student

log = logging.getLogger(__name__)
Ack = dict[str, Any]


def init_handlers(app: Flask, server: SocketIO) -> None:
    """Register the handlers with Socket.IO itself.

    Flask-SocketIO would put a request of Flask's around each message. For a room of a thousand that
    costs more than the message, and who is asking is settled when the socket comes.
    """
    app.extensions["classroom.allowances"] = Allowances()
    for name, handler in (
        ("connect", connect),
        ("disconnect", leave),
        ("answer", answer),
        ("refresh", refresh),
        ("longer", longer),
    ):
        server.server.on(name, _in_application(app, handler))


def _in_application(app: Flask, handler: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(handler)
    def handle(sid: str, *message: Any) -> Any:
        with app.app_context():
            return handler(sid, *message)

    return handle


def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
    """Admit a socket to the screen it asks for, and send it that screen."""
    try:
        wanted = messages.Connect.model_validate(auth)
        session = sessions.with_public_id(wanted.session)
        if session is None:
            raise NotFound
        admit = _admitted_phone if wanted.screen == "phone" else _admitted_screen
        admitted = admit(environ, wanted.screen, session)
        connection = Connection(
            sid=sid,
            screen=wanted.screen,
            session_id=session.id,
            student_id=admitted.student.id if admitted.student else None,
            login=admitted.login,
            transport=_asked_transport(environ),
            address=environ.get("REMOTE_ADDR", ""),
        )
        _take_in(connection, session, admitted.instructor_id)
        greeting.send_screen(connection, admitted.student)
    except ValidationError:
        raise _refused(NotFound()) from None
    except ClassroomError as error:
        leave(sid)
        raise _refused(error) from None
    except DATABASE_AWAY:
        log.warning("A socket was not admitted: the database is away")
        leave(sid)
        raise _refused(Busy()) from None
    announcements.people_changed.send(session_id=connection.session_id)


def leave(sid: str, *_reason: object) -> None:
    connection = register().remove(sid)
    if connection is not None:
        announcements.people_changed.send(session_id=connection.session_id)


def metered(handler: Callable[[Connection, Any], Ack]) -> Callable[..., Ack]:
    """Refuse a socket that sends too much or is not admitted; put refusals into words."""

    @wraps(handler)
    def checked(sid: str, payload: Any = None, *_more: object) -> Ack:
        connection = register().get(sid)
        try:
            if connection is None:
                raise NotSeated
            bucket = _allowance(connection)
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


@metrics.answers_counted
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


@dataclass(frozen=True)
class _Admitted:
    """Who is behind a socket: a student, or an instructor if one is signed in there."""

    student: Student | None = None
    instructor_id: int | None = None
    login: str | None = None


def _admitted_phone(environ: dict[str, Any], screen: str, session: LiveSession) -> _Admitted:
    student = admission.seat(parse_cookie(environ), session.group)
    if student is None:
        raise NotSeated
    return _Admitted(student)


def _admitted_screen(environ: dict[str, Any], screen: str, session: LiveSession) -> _Admitted:
    """Within a request, which is what knows the instructor who is signed in."""
    with current_app.request_context(environ):
        if screen == "projector":
            if not admission.may_project(request.cookies, session):
                raise NotFound
            return _Admitted()
        instructor_id = current_user.id if current_user.is_authenticated else None
        if not admission.may_host(request.cookies, session, instructor_id):
            raise NotFound
        login = hashed(current_user.get_id()) if instructor_id is not None else None
        return _Admitted(instructor_id=instructor_id, login=login)


def _asked_transport(environ: dict[str, Any]) -> str:
    asked = parse_qs(environ.get("QUERY_STRING", "")).get("transport", ["polling"])
    return asked[0]


def _take_in(connection: Connection, session: LiveSession, instructor_id: int | None) -> None:
    """Put a socket into its rooms.

    TooFast when the seat sends too much already; Busy when a student's coming could not be written
    down.
    """
    if not _allowance(connection).take():
        raise TooFast
    # Registered before anything waits, so that a socket that goes meanwhile is taken off again.
    register().add(connection)
    for surplus in register().of_seat(connection)[:-MOST_SOCKETS]:
        text = _("Your seat is open in too many places. Reload the page to go on here.")
        dismiss(server_of(), surplus.sid, "too-many-tabs", text, href="")
    enter = partial(server_of().server.enter_room, connection.sid)
    enter(rooms.of_screen(connection.screen, session.id))
    if connection.login is not None and instructor_id is not None:
        enter(rooms.of_login(connection.login))
        enter(rooms.of_teacher(session.group_id, instructor_id))
    if connection.student_id is not None:
        enter(rooms.of_student(connection.student_id))
        joining.attend(session.id, connection.student_id)


def _allowance(connection: Connection) -> Bucket:
    """What may still come from that seat, or from a socket that has none."""
    allowances: Allowances = current_app.extensions["classroom.allowances"]
    return allowances.of(connection.student_id or connection.sid)


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
