"""A server process of its own on a free port, and what can be seen of it from outside."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import processes
from cores import Cores
from options import Options
from records import Records
from stopped import Stopped

from tests.ports import held_port

HOST = "127.0.0.1"
USERNAME, PASSWORD = "bench", "only for this one lecture"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
PLAIN_SETTINGS = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL")


class Server:
    """Runs `classroom serve` on a fresh instance while it is entered.

    `settings` are added to its environment.
    """

    def __init__(
        self,
        folder: Path,
        room_size: int,
        cores: Cores,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._cores = cores
        self._log = folder / "server.log"
        self._environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("CLASSROOM_") and name not in PLAIN_SETTINGS
            },
            "CLASSROOM_INSTANCE": str(folder / "instance"),
            "CLASSROOM_HOST": HOST,
            "PYTHONPATH": str(ROOT),
            "CLASSROOM_ROOM_SIZE": str(room_size),
            **(settings or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._cpu_s_of_killed = 0.0
        self.port = held_port()
        self.records = Records(self._database, "?")

    def __enter__(self) -> Server:
        self.add_instructor()
        try:
            self.start()
            self.wait_until_it_answers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

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

    def stop(self) -> None:
        """End it as Ctrl+C would, if it runs."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu_s(self) -> float:
        """Processor time of the server so far, with that of one that was killed."""
        return self._cpu_s_of_killed + processes.cpu_s(self.pid)

    def rss_kb(self) -> int:
        """Memory of the server that is in use now."""
        return processes.rss_kb(self.pid)

    def engines_cpu_s(self) -> dict[str, float]:
        """Processor time of other programs that it needs, by their keys: it needs none."""
        return {}

    def placed(self) -> dict[str, list[int]]:
        """How many phones each worker has, where there are workers: nothing here."""
        return {}

    def add_instructor(self) -> None:
        """From the command line, before it runs; Stopped when that fails."""
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

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _database(self) -> sqlite3.Connection:
        file = self._folder / "instance" / "classroom.sqlite3"
        return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


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


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing."
