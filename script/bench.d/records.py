"""What the server has written, read in its database past the server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from rounds import Acknowledged
from stopped import Stopped


class Records:
    """Reads through a connection of its own each time: SQLite's, or PostgreSQL's by psycopg.

    `placeholder` is how that driver marks a value in a statement.
    """

    def __init__(self, connect: Callable[[], Any], placeholder: str) -> None:
        self._connect = connect
        self._placeholder = placeholder

    def sample(self, kind: str) -> tuple[str, str]:
        """A sample lesson, by its public id, and the question of that kind to ask in it."""
        lesson, question = self._one(
            """
            SELECT lessons.public_id, questions.slug FROM lesson_questions
            JOIN lessons ON lessons.id = lesson_id JOIN questions ON questions.id = question_id
            WHERE lessons.slug IS NOT NULL AND NOT lessons.is_exam AND questions.kind = ?
            ORDER BY lessons.slug, lesson_questions.position
            """,
            kind,
        )
        return str(lesson), str(question)

    def last_vote(self) -> int:
        (vote,) = self._one("SELECT max(id) FROM votes")
        return int(vote)

    def room_code(self, session: str) -> str:
        (code,) = self._one("SELECT code FROM sessions WHERE public_id = ?", session)
        return str(code)

    def count_stored(self, acknowledged: Sequence[Acknowledged]) -> int:
        """How many of these answers are in the database exactly as they were acknowledged.

        Those that belong to nobody after the close are looked for by what they say, and how often.
        """
        with closing(self._connect()) as database:
            rows = database.execute(
                "SELECT alias, vote_id, choice FROM answers JOIN students ON id = student_id"
            )
            stored = set(rows)
            nobodys = Counter(database.execute("SELECT vote_id, text FROM sentences"))
            kept = database.execute("SELECT id, CAST(kept_choices AS TEXT) FROM votes")
            for vote, choices in kept:
                for choice, number in (json.loads(choices or "null") or {}).items():
                    nobodys[vote, choice] += number
        found = sum(answer in stored for answer in acknowledged)
        said = Counter((vote, choice) for _alias, vote, choice in acknowledged)
        return found + (said & nobodys).total()

    def _one(self, question: str, *values: str) -> tuple[Any, ...]:
        with closing(self._connect()) as database:
            row: tuple[Any, ...] | None = database.execute(
                question.replace("?", self._placeholder), values
            ).fetchone()
        if row is None:
            raise Stopped("The server's database lacks the sample question or the session.")
        return row
