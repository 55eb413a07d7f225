"""A lesson while somebody does their worst in the next room of the same server.

Calm and stormy rounds alternate, and the best of each are compared: a busy machine slows some
rounds of either sort, a server that the storm reaches slows all the stormy ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from classroom.limits import Limits
from classroom.live.limits import MOST_SOCKETS
from tests.live_room import LiveRoom, School
from tests.metrics import CUT_OFF, metrics
from tests.pupils import seat, until
from tests.server_process import ServerProcess
from tests.weather.attacks import ATTACKS, Attacker, attacker
from tests.weather.files import room_for_files
from tests.weather.lesson import Console, Lesson, Times, high, median

pytestmark = pytest.mark.serial

LIMITS = Limits(emptied_within_s=8)
"""As long as it takes to push PUSHES times and to play a round besides."""
PHONES = 50
FEWEST, MOST = 3, 12
"""Pairs of rounds; more are played only while the storm seems to be felt."""
FACTOR = 2.0
GRAIN_MS = 10.0
"""Below this a difference is that of the machine's own clockwork."""
SEATS = 12
"""Of the attacker, each with as many sockets as a seat may have."""
MOST_KB = 40 * 1024
PUSHES = 60
"""To each socket of the attacker: more than the kernel keeps for it, and less than its outbox does
besides, so that something is waiting while the lesson is measured."""
MEASURES: dict[str, Callable[[Times], float]] = {
    "acknowledged, median": lambda times: median(times.acknowledged_ms),
    "acknowledged, p95": lambda times: high(times.acknowledged_ms),
    "press to phone, median": lambda times: median(times.pushed_ms),
    "press to phone, p95": lambda times: high(times.pushed_ms),
}


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


@pytest.fixture(scope="module")
def mallory(school: School) -> Iterator[Attacker]:
    """Somebody who does their worst, one thing after the other."""
    with attacker(school.server.port) as mallory:
        yield mallory


@pytest.fixture(scope="module")
def lesson_room(school: School) -> LiveRoom:
    return school.open_session()


@pytest.fixture(scope="module")
def lesson(lesson_room: LiveRoom) -> Iterator[Lesson]:
    """Fifty students who stay for all the storms of this module."""
    with room_for_files(1024), Lesson(lesson_room, PHONES) as lesson:
        lesson.round()
        yield lesson


@dataclass
class Comparison:
    calm: list[Times] = field(default_factory=list)
    storm: list[Times] = field(default_factory=list)

    @property
    def felt(self) -> dict[str, tuple[float, float]]:
        """What the storm made worse than it may, as (calm, storm) in milliseconds."""
        best = {
            name: (min(map(measure, self.calm)), min(map(measure, self.storm)))
            for name, measure in MEASURES.items()
        }
        return {
            name: (calm, storm)
            for name, (calm, storm) in best.items()
            if storm > FACTOR * calm + GRAIN_MS
        }


def push_to(room: LiveRoom) -> None:
    """From an open vote to an open vote."""
    console, version = Console(room), room.version
    for turn in range(PUSHES):
        console.press("reopen" if turn % 2 else "close", version + turn)


def cut_off(server: ServerProcess) -> int:
    """Only an outbox counts this: each had something waiting there."""
    return int(metrics(server)[CUT_OFF])


def wait_until_cut_off(server: ServerProcess, number: int) -> None:
    until(lambda: cut_off(server) >= number, LIMITS.emptied_within_s + 10)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("attack", ATTACKS)
def test_the_lesson_in_the_next_room_goes_on(
    attack: str, school: School, lesson: Lesson, lesson_room: LiveRoom, mallory: Attacker
) -> None:
    server, next_room = school.server, school.open_session()
    seats = [seat(next_room, f"Mallory {place}").cookie_header for place in range(SEATS)]
    if attack == "never-reads":
        next_room.press("ask", "open")
    mallory.aim(attack, next_room.public_id, seats)
    before_kb = server.memory_kb()
    found = Comparison()
    highest_kb = 0
    for pair in range(MOST):
        found.calm.append(lesson.round())
        with mallory.storm():
            if attack == "never-reads":
                cut_before = cut_off(server)
                push_to(next_room)
            found.storm.append(lesson.round())
            highest_kb = max(highest_kb, server.memory_kb())
            is_enough = pair + 1 >= FEWEST and not found.felt
            if attack == "never-reads":
                assert cut_off(server) == cut_before, "too early: the test shows nothing"
                if is_enough:
                    wait_until_cut_off(server, cut_before + SEATS * MOST_SOCKETS)
        if is_enough:
            break
    assert mallory.times > pair, "nobody attacked: the test shows nothing"
    assert found.felt == {}
    assert highest_kb - before_kb < MOST_KB
    assert lesson_room.answers == lesson.acknowledged
    assert "Traceback" not in server.output
