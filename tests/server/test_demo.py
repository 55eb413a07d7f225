"""The demo as a newcomer meets it: one command, one link, a room that answers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import socketio

from classroom.domain.kinds import kind_names
from tests.server_process import Visitor, free_port

STUDENTS = 5
STARTS_WITHIN_S = 60
ANSWERS_WITHIN_S = 60


@dataclass
class Demo:
    """`classroom demo` in a process of its own; what it prints is `output`."""

    folder: Path
    port: int = field(default_factory=free_port)

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


@pytest.fixture
def demo(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Demo]:
    """The demo is running; a test may name its further arguments."""
    demo = Demo(tmp_path)
    demo.start("--students", str(STUDENTS), *getattr(request, "param", ()))
    until(lambda: "Press Ctrl+C" in demo.output, STARTS_WITHIN_S)
    yield demo
    demo.process.kill()
    demo.process.wait()


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


@pytest.fixture
def console(demo: Demo) -> Iterator[Console]:
    """The console of the browser that used the printed link."""
    browser = Visitor(f"http://127.0.0.1:{demo.port}")
    done = browser.post(demo.link)
    assert done.status_code == 302, done.text
    assert browser.get(done.headers["Location"]).status_code == 200
    console = Console(browser, done.headers["Location"].split("/")[-2])
    yield console
    console.close()


def until(is_true: Callable[[], object], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.05)


def test_a_newcomer_sees_the_room_answer(demo: Demo, console: Console) -> None:
    until(lambda: console.phase == "open", 10)
    assert len(demo.folders) == 1
    until(lambda: console.has_seen_answers, ANSWERS_WITHIN_S)
    assert console.counts[-1][1] == STUDENTS

    newcomer = Visitor(f"http://127.0.0.1:{demo.port}")
    newcomer.join(demo.code, "Newcomer")
    assert "Newcomer" in console.browser.get(f"/sessions/{console.session}/people").text

    for move, phase in (
        ("close", "closed"),
        ("reveal", "revealed"),
        ("ask", "ready"),
        ("open", "open"),
    ):
        console.press(move)
        until(lambda phase=phase: console.phase == phase, 10)  # type: ignore[misc]
    until(lambda: console.has_seen_answers, ANSWERS_WITHIN_S)
    assert console.counts[0] == (0, STUDENTS)

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(20) == 0
    assert "Traceback" not in demo.output
    assert demo.folders == []


LESSONS = {
    "first-lesson-three-parts": {
        "bordin-claim": "single_best",
        "parts-of-the-alliance": "select_all",
        "remarks-of-a-week": "classify",
        "four-neighbors": "matching",
        "hardly-know-me": "poll",
    },
    "rupture-and-repair": {
        "hyun-woo-saturdays": "ordering",
        "like-a-pamphlet": "short_text",
    },
}
"""For each lesson questions of kinds that the other has not."""


def test_these_lessons_have_every_kind() -> None:
    kinds = [kind for questions in LESSONS.values() for kind in questions.values()]
    assert sorted(kinds) == list(kind_names())


@pytest.mark.parametrize(
    ("demo", "questions"),
    [(("--lesson", lesson), questions) for lesson, questions in LESSONS.items()],
    indirect=["demo"],
)
def test_the_room_answers_every_kind_of_question(
    demo: Demo, console: Console, questions: dict[str, str]
) -> None:
    until(lambda: console.phase == "open", 10)
    console.goes("close", "closed")
    console.goes("reveal", "revealed")
    for slug, kind in questions.items():
        console.goes("ask", "ready", question=slug)
        console.goes("open", "open")
        until(lambda: console.has_seen_answers, ANSWERS_WITHIN_S)
        assert console.counts[-1][1] == STUDENTS, kind
        console.goes("close", "closed")
        console.goes("reveal", "revealed")
        assert "Traceback" not in demo.output


def test_a_lesson_that_is_not_there_is_refused_with_the_names_of_those_that_are(
    tmp_path: Path,
) -> None:
    demo = Demo(tmp_path)
    assert demo.start("--lesson", "no-such-lesson").wait(STARTS_WITHIN_S) == 2
    assert "no sample lesson “no-such-lesson”; choose one of" in demo.output
    assert "first-lesson-three-parts, limits-and-ethics" in demo.output
    assert "Traceback" not in demo.output
    assert demo.folders == []


def test_a_port_in_use_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        demo = Demo(tmp_path, port=taken.getsockname()[1])
        assert demo.start().wait(STARTS_WITHIN_S) == 1
    assert demo.output.strip() == (
        f"Port {demo.port} is in use. Stop the other program, or choose another port with --port."
    )
    assert demo.folders == []


@pytest.mark.parametrize("number", ["0", "301", "many"])
def test_a_crowd_that_cannot_be_is_refused(tmp_path: Path, number: str) -> None:
    demo = Demo(tmp_path)
    assert demo.start("--students", number).wait(STARTS_WITHIN_S) == 2
    assert "--students" in demo.output
    assert "Traceback" not in demo.output
