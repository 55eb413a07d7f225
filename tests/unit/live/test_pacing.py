"""Many requests for one thing become few runs, and the last request is never lost."""

from collections.abc import Callable
from typing import Any

import pytest

from classroom.live import pacing
from classroom.live.pacing import Pacer

INTERVAL_S = 0.25


class Server:
    """A Socket.IO server's background tasks on a clock of its own: they run when time passes."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.tasks: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def monotonic(self) -> float:
        return self.now_s

    def start_background_task(self, work: Callable[..., None], *given: Any) -> None:
        self.tasks.append((work, given))

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds

    def run(self) -> None:
        while self.tasks:
            work, given = self.tasks.pop(0)
            work(*given)


class Work:
    """What was run, and when."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.runs: list[tuple[int, float]] = []

    def __call__(self, session_id: int) -> None:
        self.runs.append((session_id, self.server.now_s - 100))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(pacing, "time", server)
    return server


@pytest.fixture
def work(server: Server) -> Work:
    return Work(server)


@pytest.fixture
def pacer(server: Server, work: Work) -> Pacer:
    return Pacer(server, INTERVAL_S, work)  # type: ignore[arg-type]


def test_the_first_request_runs_at_once(pacer: Pacer, server: Server, work: Work) -> None:
    pacer.ask(1)
    server.run()
    assert work.runs == [(1, 0)]


def test_a_hundred_requests_together_are_one_run(pacer: Pacer, server: Server, work: Work) -> None:
    for _ in range(100):
        pacer.ask(1)
    server.run()
    assert work.runs == [(1, 0)]


def test_the_next_run_waits_for_the_interval(pacer: Pacer, server: Server, work: Work) -> None:
    pacer.ask(1)
    server.run()
    server.now_s += 0.05
    for _ in range(9):
        pacer.ask(1)
    server.run()
    assert work.runs == [(1, 0), (1, INTERVAL_S)]


def test_after_a_pause_a_request_runs_at_once_again(
    pacer: Pacer, server: Server, work: Work
) -> None:
    pacer.ask(1)
    server.run()
    server.now_s += 60
    pacer.ask(1)
    server.run()
    assert work.runs == [(1, 0), (1, 60)]


def test_one_session_does_not_hold_up_another(pacer: Pacer, server: Server, work: Work) -> None:
    for session_id in (1, 2, 1, 3):
        pacer.ask(session_id)
    server.run()
    assert work.runs == [(1, 0), (2, 0), (3, 0)]


def test_a_change_during_the_work_gets_a_run_of_its_own(server: Server, work: Work) -> None:
    def change_once(session_id: int) -> None:
        work(session_id)
        if len(work.runs) == 1:
            pacer.ask(session_id)

    pacer = Pacer(server, INTERVAL_S, change_once)  # type: ignore[arg-type]
    pacer.ask(1)
    server.run()
    assert work.runs == [(1, 0), (1, INTERVAL_S)]


def test_work_that_fails_does_not_stop_the_next(server: Server, work: Work) -> None:
    def fail_once(session_id: int) -> None:
        work(session_id)
        if len(work.runs) == 1:
            raise RuntimeError("the first run fails")

    pacer = Pacer(server, INTERVAL_S, fail_once)  # type: ignore[arg-type]
    pacer.ask(1)
    with pytest.raises(RuntimeError):
        server.run()
    pacer.ask(1)
    server.run()
    assert len(work.runs) == 2


def test_a_session_that_is_over_leaves_nothing_behind(
    pacer: Pacer, server: Server, work: Work
) -> None:
    pacer.ask(1)
    server.run()
    pacer.forget(1)
    pacer.forget(2)
    assert not pacer._last and not pacer._waiting
