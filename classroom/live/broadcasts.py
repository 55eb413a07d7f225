"""Pushes out: after each announcement, every audience's block drawn once and sent to its room.

A worker sends to its own sockets. What is announced in another worker comes through `live.relay`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_socketio import SocketIO

from classroom.actions import announcements, hosting, voting
from classroom.domain.errors import Busy, ClassroomError
from classroom.domain.presence import Register
from classroom.domain.round import GRACE, Move
from classroom.live import greeting, rooms
from classroom.live.farewell import dismiss
from classroom.live.pacing import Pacer
from classroom.screens import drawn
from classroom.screens.state import now_ms, register, state_of
from classroom.storage.database import DATABASE_AWAY, db
from classroom.storage.queries import sessions
from classroom.storage.tables import Student

log = logging.getLogger(__name__)

COUNT_INTERVAL_S = 0.25
"""The console's and the projector's counts, while answers arrive."""
PEOPLE_INTERVAL_S = 0.5
"""The number in the room, at most twice a second."""
REVEAL_AGAIN_S = 1.0
"""How long after a reveal that the database could not take the next try comes."""


class Broadcasts:
    """The subscriptions of one application."""

    def __init__(self, app: Flask, server: SocketIO) -> None:
        self._app = app
        self._server = server
        self._counts = Pacer(server, COUNT_INTERVAL_S, self._show_counts)
        self._people = Pacer(server, PEOPLE_INTERVAL_S, self._show_counts)
        self._register: Register = app.extensions["classroom.register"]
        self._shown: dict[int, int] = {}
        self._missed: set[int] = set()
        self.is_deaf: Callable[[], bool] = lambda: False
        """Whether there are other workers that cannot be heard now."""
        app.extensions["classroom.broadcasts"] = self  # signals hold their receivers weakly
        self._receivers = [
            (announcements.moved, self._here(self.moved)),
            (announcements.answered, self._here(self.answered)),
            (announcements.asked_for_longer, self._here(self.asked_for_longer)),
            (announcements.people_changed, self._here(self.people_changed)),
            (announcements.student_changed, self._here(self.student_changed)),
            (announcements.seat_removed, self._here(self.seat_removed)),
            (announcements.seats_merged, self._here(self.seats_merged)),
            (announcements.session_deleted, self._here(self.session_deleted)),
            (announcements.signed_out, self._here(self.signed_out)),
            (announcements.teaching_ended, self._here(self.teaching_ended)),
            (announcements.reveal_wanted, self._here(self.reveal_wanted)),
            (announcements.seal_wanted, self._here(self.seal_wanted)),
        ]
        for signal, receiver in self._receivers:
            signal.connect(receiver)

    def moved(self, session_id: int) -> None:
        """Show the new state to everybody, phones first, each audience drawn once."""
        drawn.blocks().forget(session_id)
        self._show(session_id, drawn.SCREENS)

    def answered(self, session_id: int) -> None:
        self._counts.ask(session_id)

    def answer_changed(self, session_id: int, student_id: int) -> None:
        """Told by another worker; the one that has the answer tells its own tabs without asking."""
        session = sessions.with_id(session_id)
        if session is not None:
            standing = greeting.own(sessions.standing(session, student_id))
            self._server.emit("mine", standing, to=rooms.of_student(student_id))

    def asked_for_longer(self, session_id: int, vote_id: int, student_id: int) -> None:
        self._counts.ask(session_id)

    def people_changed(self, session_id: int) -> None:
        self._people.ask(session_id)

    def student_changed(self, student_id: int) -> None:
        student = db.session.get(Student, student_id)
        if student is not None:
            self._server.emit("mine", greeting.seat_of(student), to=rooms.of_student(student_id))

    def seat_removed(self, student_id: int) -> None:
        text = _("Your seat was removed. Ask your instructor, or join again.")
        dismiss(self._server, rooms.of_student(student_id), "seat-removed", text)

    def seats_merged(self, student_id: int) -> None:
        text = _("This seat is now one with your other one. Reload the page.")
        dismiss(self._server, rooms.of_student(student_id), "seat-merged", text, href="")

    def session_deleted(self, session_id: int) -> None:
        text = _("This session was deleted.")
        for screen in drawn.SCREENS:
            dismiss(self._server, rooms.of_screen(screen, session_id), "session-deleted", text)
        self._forget(session_id)

    def signed_out(self, token_hash: str) -> None:
        text = _("You are signed out. Sign in again to go on.")
        dismiss(self._server, rooms.of_login(token_hash), "signed-out", text, href="/sign-in")

    def teaching_ended(self, group_id: int, instructor_id: int) -> None:
        text = _("You do not teach this group any more.")
        dismiss(self._server, rooms.of_teacher(group_id, instructor_id), "not-teaching", text)

    def reveal_wanted(self, session_id: int, version: int) -> None:
        """Reveal when answers on their way have had their time, unless the session moved on."""
        self._server.start_background_task(self._reveal_after_grace, session_id, version)

    def seal_wanted(self, session_id: int, vote_id: int) -> None:
        """Seal the ballots when those on their way have had their time."""
        self._server.start_background_task(self._seal_after_grace, session_id, vote_id)

    def show_everything(self) -> None:
        """Show every session again: nobody knows what was told while nothing could be heard."""
        for session_id in self._register.sessions:
            with self._app.app_context():
                self.moved(session_id)

    def show_missed(self) -> None:
        """Show the sessions that the database was away for."""
        missed, self._missed = self._missed, set()
        for session_id in missed:
            self.moved(session_id)

    def shown_version(self, session_id: int) -> int | None:
        """The version that every screen of the session was shown last."""
        return self._shown.get(session_id)

    def _here(self, receiver: Callable[..., None]) -> Callable[..., None]:
        """Signals reach every application of the process; each answers its own."""

        def answer(_sender: object, **facts: Any) -> None:
            if current_app._get_current_object() is self._app:  # type: ignore[attr-defined]
                receiver(**facts)

        return answer

    def _reveal_after_grace(self, session_id: int, version: int) -> None:
        until_s = time.monotonic() + GRACE.total_seconds()
        while time.monotonic() < until_s and not self._all_answered(session_id):
            self._server.sleep(0.1)
        while not self._reveal(session_id, version):
            self._server.sleep(REVEAL_AGAIN_S)

    def _reveal(self, session_id: int, version: int) -> bool:
        """False when the database could not take it, and nobody has pressed anything since."""
        with self._app.app_context():
            try:
                hosting.press(session_id, Move.REVEAL, version)
            except (Busy, *DATABASE_AWAY):
                log.info("Session %d could not be revealed now; soon again", session_id)
                return False
            except ClassroomError:
                log.info("The reveal of session %d was overtaken by another step", session_id)
        return True

    def _seal_after_grace(self, session_id: int, vote_id: int) -> None:
        self._server.sleep(GRACE.total_seconds())
        with self._app.app_context():
            try:
                voting.seal_vote(session_id, vote_id)
            except (ClassroomError, *DATABASE_AWAY):
                log.warning("The ballots of vote %d could not be sealed yet", vote_id)

    def _all_answered(self, session_id: int) -> bool:
        """Whether there is nobody to wait for; a room without anybody may be on its way back.

        Nor is it known while the database is away.
        """
        with self._app.app_context():
            try:
                session = sessions.with_id(session_id)
                vote = sessions.current_vote(session) if session else None
                if vote is None:
                    return True
                if self.is_deaf():
                    return False
                connected = register().students(session_id)
                return bool(connected) and connected <= sessions.answered_by(vote.id)
            except DATABASE_AWAY:
                return False

    def _show_counts(self, session_id: int) -> None:
        self._show(session_id, ("console", "projector"))

    def _show(self, session_id: int, screens: Iterable[str]) -> None:
        """Read the session once and draw a block for each audience that is there."""
        if not self._register.connections(session_id):
            return self._forget(session_id)
        try:
            with self._drawing():
                self._draw(session_id, screens)
        except DATABASE_AWAY:
            log.warning("Session %d could not be read; it is shown as soon as it can", session_id)
            self._missed.add(session_id)

    def _draw(self, session_id: int, screens: Iterable[str]) -> None:
        as_of_ms = now_ms()
        session = sessions.with_id(session_id)
        if session is None:
            return self._forget(session_id)
        version = session.version
        state = state_of(session, as_of_ms)
        for screen in screens:
            if register().shows(session_id, screen):
                block = drawn.block(screen, session, state)
                room = rooms.of_screen(screen, session_id)
                self._server.emit("screen", block.payload(), to=room)
        if screens is drawn.SCREENS:
            self._shown[session_id] = version

    def _forget(self, session_id: int) -> None:
        """Nobody looks at it any more: memory keeps nothing of a session."""
        self._shown.pop(session_id, None)
        self._missed.discard(session_id)
        drawn.blocks(self._app).forget(session_id)
        self._counts.forget(session_id)
        self._people.forget(session_id)

    def _drawing(self) -> Any:
        """A context in which templates can be drawn: a push has no request of its own."""
        return self._app.test_request_context()
