"""Phones on bad networks through a lesson: no older screen after a newer one, no wrong *Saved*.

`WEATHER_SEED=17` plays another weather; what failed names the seed to play it again.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from classroom.limits import Limits
from tests.live_room import PLAN, LiveRoom
from tests.pupils import seat
from tests.weather.network import BROKEN, SLOW, BadNetwork, Climate
from tests.weather.shipped_phone import Saved, ShippedPhone, Shown

FIRST_SEED = int(os.environ.get("WEATHER_SEED", "1"))
STATE_S = 1.3
"""How long each state of the lesson lasts."""
LIMITS = Limits(ping_timeout_s=5)
BACK_WITHIN_S = 30.0
"""After the weather has cleared: a connection that hears nothing is given up after 15 s, and then
comes the next, on a machine that may be busy."""


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


class Trial:
    """A phone on a network of its own, and what is found to be wrong with what it shows."""

    def __init__(self, room: LiveRoom, climate: Climate, seed: int) -> None:
        self.seed = seed
        self.network = BadNetwork(room.school.server.port, climate, seed)
        self.wrong: list[str] = []
        self._room, self._name = room, f"Seed {seed}"
        cookie = seat(room, self._name).cookie_header
        self.phone = ShippedPhone(self.network.port, room.public_id, cookie, self._check)
        self._chance = random.Random(seed)

    def on_disk(self, vote: int) -> Saved | None:
        rows = self._room.school.rows(
            """
            SELECT choice, seq FROM answers JOIN students ON students.id = student_id
            WHERE vote_id = ? AND alias = ?
            """,
            vote,
            self._name,
        )
        return Saved(vote, *rows[0]) if rows else None

    async def tap_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0.2, 2))
            if self.phone.shown and self.phone.shown[-1].phase == "open":
                self.phone.tap(self._chance.choice("ABCD"))

    def _check(self, said: Saved) -> None:
        """That, or what the student said after it, is on the disk at this moment."""
        found = self.on_disk(said.vote)
        if found is None or (found.seq <= said.seq and found != said):
            self.wrong.append(f"said {said}, on the disk is {found}")

    def judge(self, history: dict[int, Shown]) -> list[str]:
        moves = [screen.moves for screen in self.phone.shown]
        if moves != sorted(moves):
            self.wrong.append(f"older after newer: {moves}")
        for screen in self.phone.shown:
            if history.get(screen.moves) != screen:
                self.wrong.append(f"showed {screen}, it was {history.get(screen.moves)}")
        if moves[-1:] != [max(history)]:
            self.wrong.append(f"ended on {self.phone.shown[-1:]}")
        if self.network.climate is SLOW and set(history) - set(moves) - {min(history)}:
            self.wrong.append(f"never saw {set(history) - set(moves)}")
        if self.phone.is_waiting:
            self.wrong.append("still sending")
        for said in self.phone.said:
            self._check(said)
        return [f"seed {self.seed}: {wrong}" for wrong in self.wrong]


@pytest.fixture
def trials(room: LiveRoom) -> Iterator[list[Trial]]:
    trials = [
        Trial(room, climate, seed)
        for seed, climate in enumerate([SLOW] * 3 + [BROKEN] * 7, start=FIRST_SEED)
    ]
    yield trials
    for trial in trials:
        trial.network.close()


def test_phones_on_bad_networks_show_what_is_true(room: LiveRoom, trials: list[Trial]) -> None:
    # On a thread: where a browser was driven before, this one has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        history = thread.submit(asyncio.run, lesson(room, trials)).result()
    assert [wrong for trial in trials for wrong in trial.judge(history)] == []
    befallen = {event for trial in trials for event in trial.network.events}
    assert befallen >= {"stall up", "stall down", "cut"} and befallen & {"deaf up", "deaf down"}
    assert all(trial.phone.said for trial in trials if trial.network.climate is SLOW)


async def lesson(room: LiveRoom, trials: list[Trial]) -> dict[int, Shown]:
    """Two questions from asking to the reveal; returns what was to be seen, by version."""
    work = [asyncio.ensure_future(trial.phone.run()) for trial in trials]
    work += [asyncio.ensure_future(trial.tap_now_and_then()) for trial in trials]
    history = {room.version: Shown(room.version, "lobby", None)}
    await asyncio.sleep(STATE_S)
    for slug in PLAN[0], PLAN[2]:
        for move in ("ask", "open", "close", "reveal"):
            await asyncio.to_thread(room.press, move, question=slug if move == "ask" else "")
            history[room.version] = await asyncio.to_thread(state_of, room)
            await asyncio.sleep(STATE_S)
    for trial in trials:
        trial.network.clear()
    until_s = time.monotonic() + BACK_WITHIN_S
    while time.monotonic() < until_s and not all(is_back(trial, history) for trial in trials):
        await asyncio.sleep(0.1)
    for task in work:
        assert not task.done(), task.result()  # raises what ended it
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    for trial in trials:
        await trial.phone.leave()
    return history


def state_of(room: LiveRoom) -> Shown:
    """What stands on the disk: the version, the phase and the vote that it is about."""
    ((phase, vote),) = room.school.rows(
        """
        SELECT rounds.phase, max(votes.id) FROM sessions
        JOIN rounds ON rounds.session_id = sessions.id LEFT JOIN votes ON votes.round_id = rounds.id
        WHERE public_id = ? GROUP BY rounds.id ORDER BY rounds.id DESC LIMIT 1
        """,
        room.public_id,
    )
    return Shown(room.version, phase, vote)


def is_back(trial: Trial, history: dict[int, Shown]) -> bool:
    last = trial.phone.shown[-1:]
    return bool(last) and last[0].moves == max(history) and not trial.phone.is_waiting
