"""Everybody who may knock at a door of the server, in one world that is put back after each try.

Alice owns the group, Bob teaches it too, Charlie is a stranger with a group of his own. A student
has a seat in the room; an outsider has one in Charlie's. Two browsers were lent a console and a
projector; another one still holds the console of a session that has ended.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from classroom.actions import accounts, admission, grouping, hosting, pairing, planning
from classroom.config import Settings
from classroom.domain.presence import Register
from classroom.live.server import server_of
from classroom.storage.database import db
from classroom.storage.queries import groups, lessons, sessions
from classroom.storage.tables import Sentence
from classroom.storage.writer import write, writer_of
from classroom.web.codes import WrongCodes
from tests.conftest import PLAN, Browser, Room, Teacher
from tests.pushes import let_pushes_finish

PEOPLE = (
    "visitor",
    "student",
    "outsider",
    "console",
    "projector",
    "alice",
    "bob",
    "charlie",
    "ended",
)


def hurry(app: Flask) -> None:
    """Let nothing wait for the disk, nor pushes for each other: neither is what is tried here."""
    server_of(app).sleep = lambda seconds: time.sleep(min(seconds, 0.01))
    with closing(writer_of(app)._engine.raw_connection()) as connection:  # type: ignore[attr-defined]
        connection.driver_connection.execute("PRAGMA synchronous = OFF")


@dataclass
class World:
    """The application, its people, and the names of things in addresses. No context is pushed."""

    app: Flask
    people: dict[str, Browser] = field(default_factory=dict)
    room: Room = field(init=False)
    ended: Room = field(init=False)
    elsewhere: Room = field(init=False)
    """Charlie's room."""
    names: dict[str, str] = field(default_factory=dict)
    """Public ids, tokens and codes by what they belong to, such as `group` or `student`."""
    vote_id: int = 0
    _database: sqlite3.Connection = field(init=False)
    _watch: sqlite3.Connection = field(init=False)
    """Open all the time: it alone can tell that somebody else has committed."""
    _untouched: str = field(init=False)
    _digest: tuple[int, str] = (0, "")
    """The last fingerprint, and the state of the database that it was taken of."""
    _cookies: dict[str, dict[Any, Any]] = field(init=False)

    def __post_init__(self) -> None:
        with self.app.app_context():
            self._fill()
        self._database = sqlite3.connect(":memory:")
        self._watch = sqlite3.connect(self._path)
        self._watch.backup(self._database)
        self._untouched = self.digest()
        self._cookies = {name: dict(one.client._cookies) for name, one in self.people.items()}

    def close(self) -> None:
        self._watch.close()
        self._database.close()

    def put_back(self) -> None:
        """Database, cookies and patience as they were in the beginning."""
        let_pushes_finish()
        self.app.extensions["classroom.wrong_codes"] = WrongCodes()
        self.app.extensions.pop("classroom.sign_in_patience", None)
        if self.digest() != self._untouched:
            with closing(sqlite3.connect(self._path)) as changed:
                changed.execute("PRAGMA synchronous = OFF")
                self._database.backup(changed)
            self._digest = (self._state(), self._untouched)
        for name, cookies in self._cookies.items():
            self.people[name].client._cookies.clear()
            self.people[name].client._cookies.update(cookies)

    def stored(self) -> str:
        """All that is stored, row by row."""
        tables = self._watch.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        rows = [self._watch.execute(f"SELECT * FROM {table}").fetchall() for (table,) in tables]
        return repr(rows)

    def digest(self) -> str:
        """A fingerprint of all that is stored, taken again only after somebody has written."""
        state = self._state()
        if state != self._digest[0]:
            self._digest = (state, hashlib.sha256(self.stored().encode()).hexdigest())
        return self._digest[1]

    def _state(self) -> int:
        """A number that is another one whenever somebody else has committed."""
        state: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
        return state

    def wishes(self) -> int:
        """How many would like a little longer."""
        register: Register = self.app.extensions["classroom.register"]
        return register.longer(self.vote_id)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """What happens in here stores nothing."""
        before = self.digest()
        yield
        assert self.digest() == before, "the database changed"

    @property
    def _path(self) -> Path:
        settings: Settings = self.app.extensions["classroom.settings"]
        return settings.instance_path / "classroom.sqlite3"

    def _fill(self) -> None:
        alice, bob, charlie = (Teacher(self.app, name) for name in ("alice", "bob", "charlie"))
        group = grouping.create(alice.id, "Tuesday", 30)
        grouping.share(alice.id, group, "bob")
        self.names |= {
            "group": group,
            "lesson": _lesson(alice.id),
            "spare_lesson": _lesson(alice.id),
        }
        self.ended = self._room(alice, group)
        ended_console = self._holder(admission.CONSOLE, self.ended)
        late = self.ended.seat("Left Early")
        self.ended.press("end")
        self.room = self._room(alice, group)
        student, friend = self.room.seat("Robin"), self.room.seat("Wren")
        friday = grouping.create(charlie.id, "Friday", 30)
        self.elsewhere = self._room(charlie, friday)
        outsider = self.elsewhere.seat("Magpie")
        self.room.press("ask", "open")
        self.vote_id = self.room.vote_id
        sentence = Sentence(id="a-sentence", vote_id=self.vote_id, text="A sentence.")
        write(lambda session: session.add(sentence))
        self.people = {
            "visitor": Browser(self.app),
            "student": student,
            "outsider": outsider,
            "console": self._holder(admission.CONSOLE, self.room),
            "projector": self._holder(admission.PROJECTOR, self.room),
            "alice": alice,
            "bob": bob,
            "charlie": charlie,
            "ended": ended_console,
        }
        self.names |= {
            "friday": friday,
            "sentence": "a-sentence",
            "join_token": self.room.session.group.join_token,
            "student": student.student.public_id,
            "page_token": student.student.page_token,
            "friend": friend.student.public_id,
            "friend_code": friend.student.resume_code,
            "late_code": late.student.resume_code,
            "outsider": outsider.student.public_id,
            "outsider_page": outsider.student.page_token,
            "welcome": accounts.colleague_link(),
            "take_over": pairing.new_console_link(self.room.id),
            "number": pairing.new_number(self.room.id),
        }
        db.session.remove()

    def _room(self, teacher: Teacher, group: str) -> Room:
        found = groups.with_public_id(group)
        lesson = lessons.with_public_id(
            self.names["lesson"] if teacher.username == "alice" else _lesson(teacher.id)
        )
        assert found is not None and lesson is not None
        public_id = hosting.open_session(teacher.id, lesson.id, found.id)
        session = sessions.with_public_id(public_id)
        assert session is not None
        return Room(self.app, session.id, public_id, session.code)

    def _holder(self, screen: str, room: Room) -> Browser:
        """A browser to which a screen was lent, and that was never signed in."""
        if screen == admission.CONSOLE:
            token = pairing.take_over(pairing.new_console_link(room.id))[1]
        else:
            token = pairing.open_projector(room.id)
        browser = Browser(self.app)
        browser.client.set_cookie(admission.screen_cookie(screen, room.session), token)
        return browser


def _lesson(instructor_id: int) -> str:
    public_id = planning.create(instructor_id, "Four questions")
    for slug in PLAN:
        planning.add_question(instructor_id, public_id, slug)
    return public_id
