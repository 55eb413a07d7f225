"""Between workers: what actions announce in one of them reaches the sockets of all.

Announcements travel, not drawn screens. A screen is a function of state, so every worker that has
sockets of a session draws its own from the database; most rooms live in one worker, and then a move
costs one message of 200 bytes that nobody has to act on. No word that a student wrote passes Redis.

Redis may go and come back, and keeps nothing for a worker that was not listening. While it is away,
`live.watch` looks into the database for what moved. When it is back, every worker shows its
sessions again, and all repeat whom they dismissed lately, which no screen would show.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import gevent
from flask import Flask, current_app
from flask_socketio import SocketIO

from classroom.actions import announcements
from classroom.config import Settings
from classroom.domain.presence import Register
from classroom.live.broadcasts import Broadcasts
from classroom.live.pacing import Pacer
from classroom.live.relay import messages
from classroom.live.relay.messages import Alive, Bye, Here, Longer, Message, Told
from classroom.live.relay.wire import Wire

log = logging.getLogger(__name__)

REPEATS_FOR_S = 600.0
MOST_REPEATED = 1_000
PACE_S = 0.25
"""Counts and people of one session, to the other workers: at most four times a second."""


class Relay:
    """One worker's end: tells the others what is announced here, and does here what they tell."""

    def __init__(self, app: Flask, server: SocketIO, broadcasts: Broadcasts, url: str) -> None:
        settings: Settings = app.extensions["classroom.settings"]
        self._limits = settings.limits
        self._app = app
        self._broadcasts = broadcasts
        self._register: Register = app.extensions["classroom.register"]
        self._worker = secrets.token_hex(8)
        self._key = hashlib.sha256(f"relay {app.config['SECRET_KEY']}".encode()).hexdigest()[:16]
        self._warned = False
        self._dismissals: deque[tuple[float, Told]] = deque(maxlen=MOST_REPEATED)
        """What is told once more to a worker that was away, and when it was told first."""
        self._answers = Pacer(server, PACE_S, self._tell_answered)
        self._people = Pacer(server, PACE_S, self._tell_people)
        self._wire = Wire(url, self._limits, heard=self._hear, up=self._come_up, down=self._go_down)
        self._beat: Any = None
        self._receivers = self._subscriptions()
        for signal, receiver in self._receivers:
            signal.connect(receiver)

    @property
    def is_up(self) -> bool:
        """Whether the other workers can be heard."""
        return self._wire.is_up

    def start(self) -> None:
        self._wire.start()
        self._beat = gevent.spawn(self._live_on)

    def close(self) -> None:
        if self._beat is not None:
            self._beat.kill()
        self._say(Bye())
        self._wire.close()

    # What happens here -----------------------------------------------------------------------

    def _subscriptions(self) -> list[tuple[Any, Callable[..., None]]]:
        at_once = [name for name in messages.FACTS if name not in messages.PASSED_ON_AT_NEED]
        return [
            *((getattr(announcements, name), self._passing_on(name)) for name in at_once),
            (announcements.answered, self._here(self._answers.ask)),
            (announcements.answer_changed, self._here(self._tell_answer_changed)),
            (announcements.people_changed, self._here(self._people.ask)),
            (announcements.asked_for_longer, self._here(self._tell_wish)),
        ]

    def _passing_on(self, name: str) -> Callable[..., None]:
        def pass_on(**facts: Any) -> None:
            told = Told(name=name, facts=facts)
            self._say(told)
            if name not in messages.SHOWN_ANYWAY:
                self._dismissals.append((time.monotonic(), told))

        return self._here(pass_on)

    def _here(self, tell: Callable[..., None]) -> Callable[..., None]:
        """Signals reach every application of the process; each tells of its own."""

        def receive(_sender: object, **facts: Any) -> None:
            if current_app._get_current_object() is self._app:  # type: ignore[attr-defined]
                tell(**facts)

        return receive

    def _tell_answered(self, session_id: int) -> None:
        if self._register.elsewhere.crowds(session_id):
            self._say(Told(name="answered", facts={"session_id": session_id}))
        if not self._register.connections(session_id):
            self._answers.forget(session_id)

    def _tell_answer_changed(self, session_id: int, student_id: int) -> None:
        """Few students have a phone at one worker and a laptop at another."""
        if self._register.elsewhere.has(student_id, session_id):
            facts: dict[str, int | str] = {"session_id": session_id, "student_id": student_id}
            self._say(Told(name="answer_changed", facts=facts))

    def _tell_people(self, session_id: int) -> None:
        crowd = self._register.crowd(session_id)
        self._say(Here.of(session_id, crowd, is_news=True))
        if not crowd.sockets:
            self._people.forget(session_id)

    def _tell_wish(self, session_id: int, vote_id: int, student_id: int) -> None:
        self._say(Longer(session=session_id, vote=vote_id, student=student_id))

    def _say(self, message: Message) -> None:
        signed = message.model_copy(update={"worker": self._worker, "key": self._key})
        text = signed.model_dump_json()
        # Where people are is a state: an older one that still waits is not worth sending.
        topic = ("here", message.session) if isinstance(message, Here) else text
        self._wire.send(topic, text)

    def _live_on(self) -> None:
        while True:
            gevent.sleep(self._limits.alive_every_s)
            self._say(Alive())
            if self.is_up:
                self._show_people(self._register.elsewhere.drop_silent())

    # What happens elsewhere ------------------------------------------------------------------

    def _hear(self, data: bytes) -> None:
        message = messages.read(data)
        if message is None or message.key != self._key:
            return self._wonder()
        if message.worker == self._worker:
            return
        elsewhere = self._register.elsewhere
        tells_by_itself = isinstance(message, Bye) or (isinstance(message, Alive) and message.asks)
        if not elsewhere.hear(message.worker) and not tells_by_itself:
            self._say(Alive(asks=True))
        match message:
            case Told():
                self._do(message)
            case Here():
                before = elsewhere.crowds(message.session)
                elsewhere.tell(message.worker, message.session, message.crowd)
                if message.is_news or elsewhere.crowds(message.session) != before:
                    self._show_people({message.session})
            case Longer():
                self._register.wish_longer(message.vote, message.student)
                self._broadcasts.answered(message.session)
            case Alive():
                if message.asks:
                    self._tell_where_people_are()
                    self._repeat()
            case Bye():
                self._show_people(elsewhere.leave(message.worker))

    def _do(self, message: Told) -> None:
        with self._app.app_context():
            getattr(self._broadcasts, message.name)(**message.facts)

    def _wonder(self) -> None:
        if not self._warned:
            self._warned = True
            log.warning(
                "Somebody else speaks on this Redis. Workers of one installation need the same "
                "CLASSROOM_SECRET_KEY; two installations need a database number each in REDIS_URL."
            )

    def _show_people(self, session_ids: Any) -> None:
        for session_id in session_ids:
            self._broadcasts.people_changed(session_id)

    def _tell_where_people_are(self) -> None:
        for session_id in self._register.sessions:
            self._say(Here.of(session_id, self._register.crowd(session_id), is_news=False))

    def _repeat(self) -> None:
        for told_s, told in self._dismissals:
            if told_s > time.monotonic() - REPEATS_FOR_S:
                self._say(told)

    # The wire ----------------------------------------------------------------------------------

    def _come_up(self) -> None:
        self._register.elsewhere.grant_time()
        self._say(Alive(asks=True))
        self._tell_where_people_are()
        # Unasked: a worker that was back before this one asked when nobody here could hear it.
        self._repeat()
        self._broadcasts.show_everything()

    def _go_down(self) -> None:
        self._register.elsewhere.grant_time()
