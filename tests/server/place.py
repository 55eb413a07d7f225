"""A database of a guarded PostgreSQL, the instance of a server on it, and a lesson in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from flask_migrate import upgrade

from classroom.actions import accounts, answering, hosting, joining, planning
from classroom.actions.loading_banks import load
from classroom.app import create_app
from classroom.commands.backup import backup, restore
from classroom.config import Settings
from classroom.storage import migrations
from classroom.storage.database import db
from classroom.storage.queries import accounts as queries
from classroom.storage.queries import lessons, sessions
from tests.conftest import PLAN
from tests.pushes import let_pushes_finish
from tests.server import commands
from tests.server.guarded_postgresql import PASSWORD, GuardedPostgreSQL

_numbers = count(1)
_COMMANDS = {"backup": backup, "restore": restore}
_TABLES = ("students", "answers", "votes", "sessions", "groups", "questions", "deletions")
_UNSETTLED = """
SELECT (SELECT count(*) FROM votes WHERE secret IS NOT NULL),
       (SELECT count(*) FROM ballots), (SELECT count(*) FROM logins)
"""


@dataclass
class Place:
    """A database, and the instance folder of a server that works on it."""

    server: GuardedPostgreSQL
    database: str
    settings: Settings
    path: str

    @classmethod
    def new(cls, server: GuardedPostgreSQL, folder: Path, template: str = "template1") -> Place:
        """A copy of the template, which is empty when none is named."""
        name = f"test_{next(_numbers)}"
        server.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        url = (
            f"postgresql+psycopg://classroom:{quote(PASSWORD, safe='')}@/{name}"
            f"?host={server.folder}"
        )
        settings = Settings(str(folder / "instance"), database_url=url, testing=True)
        return cls(server, name, settings, f"{server.programs}:{os.environ['PATH']}")

    def ask(self, statement: str) -> str:
        return self.server.ask(statement, self.database)

    def stored(self) -> str:
        return "\n".join(self.ask(f"SELECT * FROM {table} ORDER BY 1, 2") for table in _TABLES)

    def unsettled(self) -> str:
        """How much is left of what a restore ends: secrets of votes, ballots apart, sign-ins."""
        return self.ask(_UNSETTLED)

    def done(self, name: str, *arguments: str) -> str:
        """What the command printed when it did what it was told."""
        return commands.done(_COMMANDS[name], *arguments, environment=self._environment(self.path))

    def refused(self, name: str, *arguments: str, path: str = "") -> str:
        """What the command said when it did not do what it was told."""
        environment = self._environment(path or self.path)
        return commands.refused(_COMMANDS[name], *arguments, environment=environment)

    def done_by_a_process(self, *arguments: str) -> str:
        """What it printed as a process of its own, when it did what it was told."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
        """A command in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "classroom.cli", *arguments],
            env={**os.environ, **self._environment(path or self.path)},
            capture_output=True,
            text=True,
            timeout=100,
        )

    def _environment(self, path: str) -> dict[str, str]:
        return {
            "PATH": path,
            "CLASSROOM_INSTANCE": self.settings.instance,
            "CLASSROOM_DATABASE_URL": self.settings.database_url,
        }


def at_work(place: Place, work: Callable[[], None], *, revision: str = "head") -> None:
    """Do something in the application on that database, and leave no connection behind."""
    app: Flask = create_app(place.settings)
    with app.app_context():
        upgrade(directory=str(migrations.FOLDER), revision=revision)
        try:
            work()
        finally:
            let_pushes_finish()
            db.session.remove()
            db.engine.dispose()
    app.extensions["classroom.writer"].close()


def two_students() -> None:
    """Robin and Zebulon have answered the first question of a lesson of Alice's."""
    load()
    accounts.add_account("alice", "Alice", "a long enough password")
    alice = queries.with_username("alice")
    assert alice is not None
    lesson_id = planning.create(alice.id, "Four questions")
    for slug in PLAN:
        planning.add_question(alice.id, lesson_id, slug)
    lesson = lessons.with_public_id(lesson_id)
    assert lesson is not None
    session = sessions.with_public_id(hosting.open_session(alice.id, lesson.id))
    assert session is not None
    session_id, version = session.id, session.version
    for name in ("Robin", "Zebulon"):
        joining.join(session_id, name, room_size=10)
    for move in ("ask", "open"):
        version = hosting.press(session_id, move, version)
    session = sessions.with_id(session_id)
    vote = sessions.current_vote(session) if session else None
    assert vote is not None
    vote_id = vote.id
    for student_id in (1, 2):
        answering.answer(session_id, student_id, vote_id, ["B"], 1)
