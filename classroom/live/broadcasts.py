"""Pushes out: after each announcement, every audience's block drawn once and sent to its room."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_socketio import SocketIO

from classroom.actions import announcements, hosting
from classroom.domain.errors import ClassroomError
from classroom.domain.round import GRACE, Move
from classroom.live import drawn, greeting, rooms
from classroom.live.pacing import Pacer
from classroom.live.server import hang_up
from classroom.screens.blocks import Block
from classroom.screens.state import register, state_of
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.storage.tables import Student

log = logging.getLogger(__name__)

COUNT_INTERVAL_S = 0.25
"""The console's and the projector's counts, while answers arrive."""
PEOPLE_INTERVAL_S = 0.5
"""The number in the room, at most twice a second."""


def init_broadcasts(app: Flask, server: SocketIO) -> None:
    Broadcasts(app, server)


class Broadcasts:
    """The subscriptions of one application. A signal of another application is not answered."""

    def __init__(self, app: Flask, server: SocketIO) -> None:
        self._app = app
        self._server = server
        self._counts = Pacer(server, COUNT_INTERVAL_S, self._show_counts)
        self._people = Pacer(server, PEOPLE_INTERVAL_S, self._show_counts)
        app.extensions["classroom.broadcasts"] = self  # signals hold their receivers weakly
        for signal, receiver in (
            (announcements.moved, self.moved),
            (announcements.answered, self.answered),
            (announcements.asked_for_longer, self.answered),
            (announcements.people_changed, self.people_changed),
            (announcements.student_changed, self.student_changed),
            (announcements.seat_removed, self.seat_removed),
            (announcements.seats_merged, self.seats_merged),
            (announcements.session_deleted, self.session_deleted),
            (announcements.signed_out, self.signed_out),
            (announcements.teaching_ended, self.teaching_ended),
            (announcements.reveal_wanted, self.reveal_wanted),
        ):
            signal.connect(receiver)

    def moved(self, _sender: object, session_id: int) -> None:
        """Show the new state to everybody, phones first, each audience drawn once."""
        if self._is_elsewhere():
            return
        with self._drawing():
            session = sessions.with_id(session_id)
            if session is None:
                return
            state = state_of(session)
            blocks = drawn.blocks()
            blocks.forget(session_id)
            self._send(blocks.phone(session, state), rooms.of_screen("phone", session_id))
            for screen in ("projector", "console"):
                if register().screens(session_id, screen):
                    block = drawn.DRAW[screen](state)
                    self._send(block, rooms.of_screen(screen, session_id))

    def answered(self, _sender: object, session_id: int) -> None:
        if not self._is_elsewhere():
            self._counts.ask(session_id)

    def people_changed(self, _sender: object, session_id: int) -> None:
        if not self._is_elsewhere():
            self._people.ask(session_id)

    def student_changed(self, _sender: object, student_id: int) -> None:
        if self._is_elsewhere():
            return
        student = db.session.get(Student, student_id)
        if student is not None:
            self._server.emit("mine", greeting.seat_of(student), to=rooms.of_student(student_id))

    def seat_removed(self, _sender: object, student_id: int) -> None:
        if not self._is_elsewhere():
            text = _("Your seat was removed. Ask your instructor, or join again.")
            self._dismiss(rooms.of_student(student_id), "seat-removed", text)

    def seats_merged(self, _sender: object, kept_id: int, other_id: int) -> None:
        if not self._is_elsewhere():
            text = _("This seat is now one with your other one. Reload the page.")
            self._dismiss(rooms.of_student(other_id), "seat-merged", text)

    def session_deleted(self, _sender: object, session_id: int, public_id: str) -> None:
        if self._is_elsewhere():
            return
        for screen in drawn.DRAW:
            text = _("This session was deleted.")
            self._dismiss(rooms.of_screen(screen, session_id), "session-deleted", text)
        drawn.blocks().forget(session_id)
        self._counts.forget(session_id)
        self._people.forget(session_id)

    def signed_out(self, _sender: object, token_hash: str) -> None:
        if not self._is_elsewhere():
            text = _("You are signed out. Sign in again to go on.")
            self._dismiss(rooms.of_login(token_hash), "signed-out", text, href="/sign-in")

    def teaching_ended(self, _sender: object, group_id: int, instructor_id: int) -> None:
        if not self._is_elsewhere():
            text = _("You do not teach this group any more.")
            self._dismiss(rooms.of_teacher(group_id, instructor_id), "not-teaching", text)

    def reveal_wanted(self, _sender: object, session_id: int, version: int) -> None:
        """Reveal when answers on their way have had their time, unless the session moved on."""
        if not self._is_elsewhere():
            self._server.start_background_task(self._reveal_after_grace, session_id, version)

    def _reveal_after_grace(self, session_id: int, version: int) -> None:
        waited_s, step_s = 0.0, 0.1
        while waited_s < GRACE.total_seconds() and not self._all_answered(session_id):
            self._server.sleep(step_s)
            waited_s += step_s
        with self._app.app_context():
            try:
                hosting.press(session_id, Move.REVEAL, version)
            except ClassroomError:
                log.info("The reveal of session %d was overtaken by another step", session_id)

    def _all_answered(self, session_id: int) -> bool:
        with self._app.app_context():
            session = sessions.with_id(session_id)
            if session is None:
                return True
            state = state_of(session)
            return state.connected <= state.answered

    def _show_counts(self, session_id: int) -> None:
        """Count once, draw the console's and the projector's block once each."""
        with self._drawing():
            session = sessions.with_id(session_id)
            if session is None:
                return
            state = state_of(session)
            for screen in ("console", "projector"):
                if register().screens(session_id, screen):
                    block = drawn.DRAW[screen](state)
                    self._send(block, rooms.of_screen(screen, session_id))

    def _send(self, block: Block, room: str) -> None:
        self._server.emit("screen", block.payload(), to=room)

    def _dismiss(self, room: str, code: str, text: str, href: str = "/") -> None:
        self._server.emit("gone", {"code": code, "text": text, "href": href}, to=room)
        self._server.start_background_task(self._close_room, room)

    def _close_room(self, room: str) -> None:
        self._server.sleep(1)  # the message goes first
        for sid, _eio in list(self._server.server.manager.get_participants("/", room)):
            hang_up(self._server, sid)

    def _drawing(self) -> Any:
        """A context in which templates can be drawn: a push has no request of its own."""
        return self._app.test_request_context()

    def _is_elsewhere(self) -> bool:
        """Signals reach every application of the process; each answers its own."""
        return current_app._get_current_object() is not self._app  # type: ignore[attr-defined]
