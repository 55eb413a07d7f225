"""A server process of its own on a free port, and what can be seen of it from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from cores import Cores
from options import Options
from rounds import Acknowledged
from stopped import Stopped

HOST = "127.0.0.1"
USERNAME, PASSWORD = "bench", "only for this one lecture"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """Runs `classroom serve` on a fresh instance while it is entered."""

    def __init__(self, folder: Path, room_size: int, cores: Cores) -> None:
        self._folder = folder
        self._cores = cores
        self._log = folder / "server.log"
        self._environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("CLASSROOM_") and name not in ("DATABASE_URL", "PUBLIC_URL")
            },
            "CLASSROOM_INSTANCE": str(folder / "instance"),
            "CLASSROOM_HOST": HOST,
            "PYTHONPATH": str(ROOT),
            "CLASSROOM_ROOM_SIZE": str(room_size),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._cpu_s_of_killed = 0.0
        self.port = 0

    def __enter__(self) -> Server:
        self._add_instructor()
        self.port = free_port()
        try:
            self.start()
            self.wait_until_it_answers()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop()

    def start(self) -> None:
        """Start it on its port and its instance, whether or not it ran there before."""
        with self._log.open("ab") as log, self._cores.for_server():
            self._process = subprocess.Popen(
                _command("serve", "--port", str(self.port)),
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """End it as a power cut would end the process: nothing is finished, nothing is said."""
        assert self._process is not None
        self._cpu_s_of_killed = self.cpu_s()
        self._process.kill()
        self._process.wait()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise Stopped(f"The server stopped at once: {_last(self._log.read_text())}")
            try:
                # Connecting is not enough: the port is open before there is anything behind it.
                urlopen(f"http://{HOST}:{self.port}/healthz", timeout=PATIENCE_S).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise Stopped(f"The server did not answer within {PATIENCE_S} seconds.")

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
        with closing(self._database()) as database:
            rows = database.execute(
                "SELECT alias, vote_id, choice FROM answers JOIN students ON id = student_id"
            )
            stored = set(rows)
            nobodys = Counter(database.execute("SELECT vote_id, text FROM sentences"))
            kept = database.execute("SELECT id, kept_choices FROM votes")
            for vote, choices in kept:
                for choice, number in (json.loads(choices or "null") or {}).items():
                    nobodys[vote, choice] += number
        found = sum(answer in stored for answer in acknowledged)
        said = Counter((vote, choice) for _alias, vote, choice in acknowledged)
        return found + (said & nobodys).total()

    def cpu_s(self) -> float:
        """Processor time of the server so far, with that of one that was killed."""
        return self._cpu_s_of_killed + self._cpu_s_of_this_one()

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
            raise Stopped(f"No instructor could be added: {_last(done.stderr)}")

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _cpu_s_of_this_one(self) -> float:
        if Path("/proc/self/stat").exists():
            fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
        parts = self._ps("time").split(":")
        return sum(float(part) * 60**place for place, part in enumerate(reversed(parts)))

    def _database(self) -> sqlite3.Connection:
        file = self._folder / "instance" / "classroom.sqlite3"
        return sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def _one(self, question: str, *values: str) -> tuple[Any, ...]:
        with closing(self._database()) as database:
            row: tuple[Any, ...] | None = database.execute(question, values).fetchone()
        if row is None:
            raise Stopped("The server's database lacks the sample question or the session.")
        return row

    @property
    def _pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _ps(self, column: str) -> str:
        asked = ["ps", "-o", f"{column}=", "-p", str(self._pid)]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


@contextmanager
def fresh_server(options: Options) -> Iterator[Server]:
    """A server with an instance of its own, which is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="classroom-bench-") as folder,
        Server(Path(folder), options.students, options.cores) as server,
    ):
        yield server


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "classroom.cli", *words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing."
