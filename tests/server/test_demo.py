"""The demo as a newcomer meets it: one command, one link, a room that answers."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from classroom.commands.demo import FIRST_LESSON
from classroom.commands.demo import demo as demo_command
from classroom.domain.kinds import kind_names
from tests.pupils import until
from tests.server.demo import STARTS_WITHIN_S, Console, Demo
from tests.server_process import Visitor

STUDENTS = 20
"""Enough that the first of them answers soon: each takes up to 20 seconds."""
ANSWERS_WITHIN_S = 60
ANOTHER = "first-lesson-three-parts"


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, ...], Demo]]:
    """Those that were started, by their further arguments; tests go on where the last one was."""
    started: dict[tuple[str, ...], Demo] = {}
    yield started
    for demo in started.values():
        demo.end()


@pytest.fixture
def demo(
    demos: dict[tuple[str, ...], Demo], tmp_path: Path, request: pytest.FixtureRequest
) -> Demo:
    """The demo is running; a test may name its further arguments."""
    arguments: tuple[str, ...] = getattr(request, "param", ())
    if arguments not in demos or not demos[arguments].is_running:
        demos[arguments] = demo = Demo(tmp_path)
        demo.start("--students", str(STUDENTS), *arguments)
        until(lambda: "Press Ctrl+C" in demo.output, STARTS_WITHIN_S)
    return demos[arguments]


@pytest.fixture
def console(demo: Demo) -> Console:
    """The console of the browser that used the printed link."""
    return demo.console


def test_a_newcomer_sees_the_room_answer(demo: Demo, console: Console) -> None:
    until(lambda: console.phase == "open", 10)
    assert len(demo.folders) == 1
    until(lambda: console.has_seen_answers, ANSWERS_WITHIN_S)
    until(lambda: console.counts[-1][1] == STUDENTS, 10)  # the last may be coming in still

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


LESSONS = {
    ANOTHER: {
        "bordin-claim": "single_best",
        "parts-of-the-alliance": "select_all",
        "remarks-of-a-week": "classify",
        "four-neighbors": "matching",
        "hardly-know-me": "poll",
    },
    FIRST_LESSON: {
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
    [((), LESSONS[FIRST_LESSON]), (("--lesson", ANOTHER), LESSONS[ANOTHER])],
    ids=[FIRST_LESSON, ANOTHER],
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


def test_ctrl_c_leaves_nothing_behind(demo: Demo, console: Console) -> None:
    until(lambda: console.phase, 10)
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(20) == 0
    assert "Traceback" not in demo.output
    assert demo.folders == []


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
def test_a_crowd_that_cannot_be_is_refused(number: str) -> None:
    done = CliRunner().invoke(demo_command, ["--students", number])
    assert done.exit_code == 2
    assert "--students" in done.output
    assert "Traceback" not in done.output
