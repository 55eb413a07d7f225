"""A school on a real server: its instructor, her lesson, a live session and what is on the disk."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from classroom.limits import Limits
from tests.metrics import TOKEN
from tests.server_process import ServerProcess, Visitor

PLAN = ("polite-withdrawal", "away-or-against", "forty-seconds", "eyes-closed")
"""A case with a single best answer, a select-all, and two more cases."""


@dataclass
class School:
    """A server, its instructor Alice, and a lesson of hers with the questions of PLAN."""

    server: ServerProcess
    alice: Visitor
    lesson: str

    @classmethod
    def of(cls, server: ServerProcess) -> School:
        school = cls(server, server.first_instructor("alice"), lesson="")
        school.lesson = school.new_lesson("Four questions", PLAN)
        return school

    def new_lesson(self, title: str, slugs: Iterable[str]) -> str:
        done = self.alice.post("/lessons", {"title": title})
        assert done.status_code == 303, done.text
        public_id = done.headers["Location"].split("/")[-2]
        for slug in slugs:
            self.alice.post(f"/lessons/{public_id}/questions", {"question": slug})
        return public_id

    def open_session(self, group: str = "", lesson: str = "") -> LiveRoom:
        fields = {"lesson": lesson or self.lesson, "group": group}
        done = self.alice.post("/sessions", fields)
        assert done.status_code == 302, done.text
        return self.live_room(done.headers["Location"].split("/")[-2])

    def live_room(self, public_id: str) -> LiveRoom:
        found = self.rows("SELECT code FROM sessions WHERE public_id = ?", public_id)
        return LiveRoom(self, public_id, code=found[0][0])

    def new_group(self, name: str) -> str:
        done = self.alice.post("/groups", {"title": name})
        return done.headers["Location"].split("/")[-1]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the database now; a place for a value is marked `?`."""
        if url := self.server.environment.get("DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return connection.execute(query.replace("?", "%s"), values).fetchall()
        path = f"file:{self.server.folder}/classroom.sqlite3?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as database:
            return database.execute(query, values).fetchall()


@contextmanager
def shared_server(
    prepared: Path, folder: Path, limits: Limits | None = None
) -> Iterator[ServerProcess]:
    """A server on a copy of the prepared instance for all the tests of a module; it outlives them.

    With `limits` it waits so long, and otherwise as it is shipped.
    """
    shutil.copytree(prepared, folder / "instance")
    environment = {"CLASSROOM_METRICS_TOKEN": TOKEN}
    with ServerProcess(folder / "instance", environment=environment, limits=limits) as server:
        yield server
        assert server.is_running, server.output


@dataclass
class LiveRoom:
    """A live session, steered without looking at the console's page."""

    school: School
    public_id: str
    code: str

    @property
    def address(self) -> str:
        return self.school.server.address

    @property
    def version(self) -> int:
        found = self.school.rows("SELECT version FROM sessions WHERE public_id=?", self.public_id)
        return int(found[0][0])

    @property
    def vote(self) -> int:
        """The id of the vote that was opened last."""
        found = self.school.rows(
            """
            SELECT max(votes.id) FROM votes JOIN rounds ON rounds.id = votes.round_id
            JOIN sessions ON sessions.id = rounds.session_id WHERE sessions.public_id = ?
            """,
            self.public_id,
        )
        return int(found[0][0])

    @property
    def answers(self) -> dict[str, str]:
        """The answers on the disk to the present vote: the choice by alias."""
        rows = self.school.rows(
            """
            SELECT students.alias, answers.choice FROM answers
            JOIN students ON students.id = answers.student_id WHERE vote_id = ?
            """,
            self.vote,
        )
        assert len(rows) == len(dict(rows)), "two rows for one student"
        return dict(rows)

    def press(self, *moves: str, question: str = "") -> None:
        for move in moves:
            fields = {"move": move, "version": self.version, "question": question}
            done = self.school.alice.post(f"/sessions/{self.public_id}/moves", fields)
            assert done.status_code == 302, done.text
