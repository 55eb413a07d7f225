"""`classroom demo` in a process of its own, and the console that its printed link opens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import socketio

from tests.ports import held_port
from tests.pupils import until
from tests.server_process import Visitor

STARTS_WITHIN_S = 60


@dataclass
class Demo:
    """`classroom demo` in a process of its own; what it prints is `output`."""

    folder: Path
    port: int = field(default_factory=held_port)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        given = ("--port", str(self.port), "--host", "127.0.0.1", *arguments)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CLASSROOM_")}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "classroom.cli", "demo", *given],
                env={**kept, "TMPDIR": str(self.folder), "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self.process

    def end(self) -> None:
        if "console" in vars(self):
            self.console.close()
        self.process.kill()
        self.process.wait()

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    @cached_property
    def console(self) -> Console:
        """Of the browser that uses the printed link, which works once."""
        browser = Visitor(f"http://127.0.0.1:{self.port}")
        done = browser.post(self.link)
        assert done.status_code == 302, done.text
        assert browser.get(done.headers["Location"]).status_code == 200
        return Console(browser, done.headers["Location"].split("/")[-2])

    @property
    def _log(self) -> Path:
        return self.folder / "demo.log"

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace")

    @property
    def link(self) -> str:
        return re.findall(r"/take-over/\S+", self.output)[0]

    @property
    def code(self) -> str:
        return re.findall(r"or room (\S{3} \S{3})", self.output)[0].replace(" ", "")

    @property
    def folders(self) -> list[Path]:
        """What is there of the demo's own instance."""
        return list(self.folder.glob("classroom-demo-*"))


class Console:
    """The console's socket: keeps the screen that was pushed last."""

    def __init__(self, browser: Visitor, session: str) -> None:
        self.browser = browser
        self.session = session
        self.screen: dict[str, Any] = {}
        self.counts: list[tuple[int, int]] = []
        """How many had answered, of how many, push by push since the last press."""
        self._client = socketio.Client(reconnection=False)
        self._client.on("screen", self._see)
        self._client.connect(
            browser.address,
            auth={"screen": "console", "session": session},
            headers={"Cookie": browser.cookie_header},
            transports=["websocket"],
        )

    def _see(self, screen: dict[str, Any]) -> None:
        self.screen = screen
        text = re.sub(r"<[^>]+>", "", screen["html"])
        for answered, present in re.findall(r"(\d+) of (\d+) answered", text)[:1]:
            self.counts.append((int(answered), int(present)))

    @property
    def phase(self) -> str:
        return str(self.screen.get("phase", ""))

    @property
    def has_seen_answers(self) -> bool:
        return bool(self.counts) and self.counts[-1][0] > 0

    def press(self, move: str, question: str = "") -> None:
        fields = {"move": move, "version": self.screen["version"][0], "question": question}
        address = f"/sessions/{self.session}/moves"
        self.counts.clear()
        done = self.browser.post(address, fields, headers={"HX-Request": "true"})
        assert done.status_code == 204, done.text

    def goes(self, move: str, phase: str, question: str = "") -> None:
        """Press, and wait until the screen has followed."""
        self.press(move, question)
        until(lambda: self.phase == phase, 10)

    def close(self) -> None:
        self._client.disconnect()
