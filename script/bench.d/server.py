"""A server process of its own on a free port, and what can be seen of it from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
USERNAME, PASSWORD = "bench", "only for this one lecture"
PATIENCE_S = 60
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class ServerFailed(Exception):
    """The server did not start or went away; the text says what it said."""


class Server:
    """Runs `classroom serve` on a fresh instance while it is entered."""

    def __init__(self, folder: Path, room_size: int) -> None:
        self._folder = folder
        self._log = folder / "server.log"
        self._environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("CLASSROOM_") and name not in ("DATABASE_URL", "PUBLIC_URL")
            },
            "CLASSROOM_INSTANCE": str(folder / "instance"),
            "CLASSROOM_HOST": HOST,
            "CLASSROOM_ROOM_SIZE": str(room_size),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Server:
        self._add_instructor()
        self.port = _free_port()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                _command("serve", "--port", str(self.port)),
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_it_listens()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop()

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

    def room_code(self, session: str) -> str:
        (code,) = self._one("SELECT code FROM sessions WHERE public_id = ?", session)
        return str(code)

    def count_stored(self, acknowledged: Mapping[str, tuple[int, str]]) -> int:
        """How many of these answers, by alias as (vote, choice), are in the database.

        Those that belong to nobody after the close are looked for by what they say, and how often.
        """
        with closing(self._database()) as database:
            rows = database.execute(
                "SELECT alias, vote_id, choice FROM answers JOIN students ON id = student_id"
            )
            stored = {alias: (vote, choice) for alias, vote, choice in rows}
            nobodys = Counter(database.execute("SELECT vote_id, text FROM sentences"))
            kept = database.execute("SELECT id, kept_choices FROM votes")
            for vote, choices in kept:
                for choice, number in (json.loads(choices or "null") or {}).items():
                    nobodys[vote, choice] += number
        found = sum(1 for alias, answer in acknowledged.items() if stored.get(alias) == answer)
        return found + (Counter(acknowledged.values()) & nobodys).total()

    def cpu_s(self) -> float:
        """Processor time of the server so far."""
        if Path("/proc/self/stat").exists():
            fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
        parts = self._ps("time").split(":")
        return sum(float(part) * 60**place for place, part in enumerate(reversed(parts)))

    def rss_kb(self) -> int:
        """Memory of the server that is in use now."""
        return int(self._ps("rss"))

    def _add_instructor(self) -> None:
        done = subprocess.run(
            _command("user", "add", USERNAME, "--password-stdin"),
            input=PASSWORD,
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ServerFailed(f"No instructor could be added: {_last(done.stderr)}")

    def _wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise ServerFailed(f"The server stopped at once: {_last(self._log.read_text())}")
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise ServerFailed(f"The server did not listen within {PATIENCE_S} seconds.")

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _database(self) -> sqlite3.Connection:
        file = self._folder / "instance" / "classroom.sqlite3"
        return sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def _one(self, question: str, *values: str) -> tuple[Any, ...]:
        with closing(self._database()) as database:
            row: tuple[Any, ...] | None = database.execute(question, values).fetchone()
        if row is None:
            raise ServerFailed("The server's database lacks the sample question or the session.")
        return row

    @property
    def _pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _ps(self, column: str) -> str:
        asked = ["ps", "-o", f"{column}=", "-p", str(self._pid)]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "classroom.cli", *words]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing."
