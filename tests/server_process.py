"""A real server process, started as an instructor starts it: for what only a process can show."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import requests
from itsdangerous import URLSafeTimedSerializer

from classroom.limits import Limits
from tests.ports import held_port

ROOT = Path(__file__).parents[1]
PASSWORD = "a long enough password"
SESSION_COOKIE = "classroom"
STARTS_WITHIN_S = 30
STOPS_WITHIN_S = 10


@dataclass
class ServerProcess:
    """`classroom serve` on a port of its own, with its database in `folder`.

    What it prints, over all its starts, is `output`. `environment` adds settings to it. With
    `limits` it waits so long, and otherwise as it is shipped.
    """

    folder: Path
    port: int = field(default_factory=held_port)
    environment: Mapping[str, str] = field(default_factory=dict)
    limits: Limits | None = None
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def welcome_path(self) -> str:
        """The path of the first-run link that was printed last."""
        return re.findall(r"/welcome/\S+", self.output)[-1]

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> ServerProcess:
        """Start it and wait until it answers; AssertionError with its output if it does not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command("serve", "--port", str(self.port), "--host", "127.0.0.1"),
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_it_answers()
        return self

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, nothing is closed or flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl+C would."""
        self._end(signal.SIGINT)

    def restart(self) -> None:
        """Kill it and start it again on the same port and database."""
        self.kill()
        self.start()

    def run(self, *arguments: str, typed: str = "") -> str:
        """Run another `classroom` command on the same instance; returns what it printed."""
        done = subprocess.run(
            self._command(*arguments),
            env=self._environment(),
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fails_to_start(self) -> str:
        """Start it where it cannot run; returns what it printed."""
        done = subprocess.run(
            self._command("serve", "--port", str(self.port), "--host", "127.0.0.1"),
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=STARTS_WITHIN_S,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        return (done.stdout + done.stderr).strip()

    def add_instructor(self, username: str, password: str = PASSWORD) -> None:
        """Make an account from the command line, beside the running server."""
        self.run("user", "add", username, "--password-stdin", typed=password + "\n")

    def visitor(self) -> Visitor:
        """A browser without JavaScript that has been nowhere yet."""
        return Visitor(self.address)

    def signed_in(self, username: str, password: str = PASSWORD) -> Visitor:
        """A browser in which that instructor is signed in."""
        browser = self.visitor()
        done = browser.post("/sign-in", {"username": username, "password": password})
        assert done.status_code == 303, done.text
        return browser

    def first_instructor(self, username: str = "alice") -> Visitor:
        """A browser that used the first-run link: the fastest way to an account."""
        browser = self.visitor()
        done = browser.post(self.welcome_path, {"username": username, "new_password": PASSWORD})
        assert done.status_code == 303, done.text
        return browser

    def memory_kb(self) -> int:
        """Resident memory of the process now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0])

    def __enter__(self) -> ServerProcess:
        return self if self.is_running else self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def _log(self) -> Path:
        return self.folder / "output.log"

    def _command(self, *arguments: str) -> list[str]:
        if self.limits is None:
            return [sys.executable, "-m", "classroom.cli", *arguments]
        limits = json.dumps(asdict(self.limits))
        return [sys.executable, "-m", "tests.hurried_server", limits, *arguments]

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("CLASSROOM_")
        }
        own = {"CLASSROOM_INSTANCE": str(self.folder), "PYTHONUNBUFFERED": "1"}
        if self.limits is not None:
            own["PYTHONPATH"] = str(ROOT)  # of tests.hurried_server
        return {**kept, **own, **self.environment}

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            assert self._process.poll() is None, self.output
            try:
                # The port is open before there is anything behind it, and may close again.
                self.visitor().get("/sign-in")
            except requests.ConnectionError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"no answer within {STARTS_WITHIN_S} s:\n{self.output}")

    def _end(self, with_signal: signal.Signals) -> None:
        if self._process is None:
            return
        if self.is_running:
            self._process.send_signal(with_signal)
        self._process.wait(STOPS_WITHIN_S)
        self._process = None


class Visitor:
    """A browser without JavaScript: keeps its cookies, follows no redirect by itself."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = requests.cookies.RequestsCookieJar()
        self._tokens: dict[str, str] = {}
        """The tokens that pages carried, by what the session keeps of them."""

    def get(self, path: str, **given: Any) -> requests.Response:
        return self._send("GET", path, **given)

    def post(
        self, path: str, fields: Mapping[str, Any] | None = None, **given: Any
    ) -> requests.Response:
        """Send a form with the forgery token that a page of this browser would carry."""
        return self._send(
            "POST", path, data={**(fields or {}), "csrf_token": self.token()}, **given
        )

    def token(self) -> str:
        """The forgery token of a page; the same one for as long as the session keeps it."""
        token = self._tokens.get(self._kept_token)
        if token is None:
            page = self.get("/sign-in", allow_redirects=True).text  # signed in: the home page
            token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
            self._tokens = {self._kept_token: token}
        return token

    def join(self, code: str, name: str = "") -> str:
        """Take a seat in the room with that code; returns the phone's page."""
        self.take_seat(code, name)
        return self.get(f"/{code}").text

    def take_seat(self, code: str, name: str = "") -> None:
        done = self.post(f"/{code}/seat", {"name": name})
        assert done.status_code == 302, done.text

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._jar}

    @property
    def cookie_header(self) -> str:
        """The cookies as a WebSocket's handshake sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def _kept_token(self) -> str:
        """The session's half of the token, read out of the cookie without checking it."""
        cookie = self.cookies.get(SESSION_COOKIE, "")
        _is_signed, session = URLSafeTimedSerializer("").loads_unsafe(cookie)
        return (session or {}).get("csrf_token", "")

    def _send(self, method: str, path: str, **given: Any) -> requests.Response:
        options = {"allow_redirects": False, "timeout": 30, **given}
        # A session of its own for each request: no connection is left to a server that is killed.
        with requests.Session() as session:
            session.trust_env = False  # no proxy stands before this machine
            session.cookies = self._jar
            return session.request(method, self.address + path, **options)


def wait_for_port(port: int) -> None:
    """Wait until something listens there; AssertionError when nothing does in time."""
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens on port {port} after {STARTS_WITHIN_S} s")
