"""A room at its worst, on a real server: nothing acknowledged is lost, nothing counts twice."""

from __future__ import annotations

import random
import re
import time
from typing import Any

import pytest
import requests
import socketio

from classroom.limits import Limits
from tests.live_room import PLAN, LiveRoom
from tests.metrics import CUT_OFF, metrics
from tests.pupils import (
    Tab,
    all_see,
    answers_of_a_second,
    at_once,
    connected,
    in_class,
    phone_of,
    seat,
    until,
)
from tests.server.stalling import Staller
from tests.weather.lesson import Console

LIMITS = Limits(emptied_within_s=6)
ROOM = 30


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


# The WebSocket client forgets to close a socket whose connection was refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_three_kills_in_mid_vote_lose_no_acknowledged_answer(room: LiveRoom) -> None:
    server = room.school.server
    with in_class(room, ROOM) as pupils:
        for slug in PLAN[:3]:
            room.press("ask", question=slug)
            room.press("open")
            all_see(pupils, "open")
            for pupil in pupils:
                pupil.phone.standing = ()
            answers_of_a_second(pupils, room.vote)
            until(lambda: sum(1 for pupil in pupils if pupil.acknowledged) >= ROOM // 3, 20)
            server.kill()
            acknowledged = {pupil.name: pupil.acknowledged for pupil in pupils}
            on_disk = room.answers
            for name, choice in acknowledged.items():
                assert not choice or on_disk.get(name) == choice

            server.start()
            until(lambda: all(pupil.acknowledged for pupil in pupils), 30)
            assert room.answers == {pupil.name: pupil.acknowledged for pupil in pupils}
            all_see(pupils, "open")
            room.press("close", "reveal")
            all_see(pupils, "revealed")


def test_thirty_sends_of_one_student_at_once_are_one_answer(room: LiveRoom) -> None:
    room.press("ask", "open")
    visitor = seat(room, "Ada")
    cookie = visitor.cookie_header
    tabs = [Tab(room, cookie) for _ in range(10)]
    first = int(time.time() * 1000)
    sends = [
        lambda tab=tab, seq=first + 10 * place + number: tab.insist(room.vote, "ABCD"[seq % 4], seq)
        for place, tab in enumerate(tabs)
        for number in range(3)
    ]
    replies = at_once(sends)
    for tab in tabs:
        tab.close()
    assert all(reply["saved"] for reply in replies)
    last = max(reply["seq"] for reply in replies)
    assert last == first + 92
    assert room.answers == {"Ada": "ABCD"[last % 4]}
    found = room.school.rows("SELECT count(*), max(seq) FROM answers WHERE vote_id = ?", room.vote)
    assert found == [(1, last)]


def test_two_tabs_of_one_student_agree_in_the_end(room: LiveRoom) -> None:
    room.press("ask", "open")
    visitor = seat(room, "Ada")
    first, second = phone_of(room, visitor), phone_of(room, visitor)
    with connected(first, second):
        for letter in "ABCDAB":
            tab = random.choice((first, second))
            tab.answer(room.vote, (letter,))
            until(lambda letter=letter: first.standing == second.standing == (letter,), 10)
        assert room.answers == {"Ada": "B"}
        form = {"vote": room.vote, "choice": "C"}
        assert visitor.post(f"/{room.code}/answers", form).status_code == 302
    assert room.answers == {"Ada": "C"}


@pytest.mark.parametrize("steps", [("close",), ("close", "reveal")], ids=["close", "reveal"])
def test_an_answer_that_races_the_close_counts_exactly_if_it_is_acknowledged(
    room: LiveRoom, steps: tuple[str, ...]
) -> None:
    room.press("ask", "open")
    vote = room.vote
    tabs = [Tab(room, seat(room, f"Pupil {place}").cookie_header) for place in range(ROOM)]

    def answer_soon(tab: Tab) -> dict[str, Any]:
        time.sleep(random.uniform(0, 0.25))
        return tab.answer(vote, random.choice("ABCD"), int(time.time() * 1000))

    def press() -> None:
        time.sleep(0.1)
        room.press(*steps)

    *replies, _ = at_once([*(lambda tab=tab: answer_soon(tab) for tab in tabs), press])
    for tab in tabs:
        tab.close()
    saved = [reply for reply in replies if reply["saved"]]
    if steps == ("close",):
        assert len(saved) == ROOM  # the two seconds of grace
        room.press("reveal")
    for reply in replies:
        assert reply["saved"] or reply["code"] == "too-late"
    assert sorted(room.answers.values()) == sorted(reply["choice"][0] for reply in saved)
    console = room.school.alice.get(f"/sessions/{room.public_id}/console").text
    counted = re.findall(r"<b>(\d+)</b> of \d+ answered", console)
    assert counted == [str(len(saved))]


def test_a_reader_that_stalls_in_the_middle_of_a_push_delays_nobody(room: LiveRoom) -> None:
    server = room.school.server
    cut_before = metrics(server)[CUT_OFF]
    stalled = [
        Staller(room, seat(room, f"Stalled {place}").cookie_header, "phone") for place in range(3)
    ]
    stalled.append(Staller(room, room.school.alice.cookie_header, "console"))
    with in_class(room, 5) as pupils:
        slowest_s = 0.0
        room.press("ask", "open")
        console, version = Console(room), room.version
        for turn in range(60):
            all_see(pupils, "open" if turn % 2 == 0 else "closed")
            started = time.monotonic()
            console.press("close" if turn % 2 == 0 else "reopen", version + turn)
            all_see(pupils, "closed" if turn % 2 == 0 else "open")
            slowest_s = max(slowest_s, time.monotonic() - started)
        assert slowest_s < 2
        for pupil in pupils:
            pupil.phone.answer(room.vote, ("B",))
        until(lambda: all(pupil.acknowledged == "B" for pupil in pupils), 5)
        # Only an outbox counts this: all four had something waiting there.
        until(lambda: all(staller.is_cut_off for staller in stalled), LIMITS.emptied_within_s + 10)
        assert metrics(server)[CUT_OFF] == cut_before + len(stalled)
    for staller in stalled:
        staller.close()


def test_two_consoles_that_press_at_once_make_one_move(room: LiveRoom) -> None:
    alice = room.school.alice
    fields = {"csrf_token": alice.token()}

    def press(move: str, version: int) -> int:
        return requests.post(
            f"{room.address}/sessions/{room.public_id}/moves",
            data={**fields, "move": move, "version": version},
            headers={"Cookie": alice.cookie_header, "HX-Request": "true"},
            timeout=30,
        ).status_code

    for move in ("ask", "open", "close", "reopen", "close", "reveal", "lobby"):
        version = room.version
        codes = at_once([lambda move=move, version=version: press(move, version)] * 4)
        assert sorted(codes) == [204, 409, 409, 409]
        assert room.version == version + 1


def test_a_client_that_only_polls_takes_part(room: LiveRoom) -> None:
    visitor = seat(room, "Ada")
    client = socketio.Client(reconnection=False)
    screens: list[dict[str, Any]] = []
    client.on("screen", screens.append)
    client.connect(
        room.address,
        auth={"screen": "phone", "session": room.public_id},
        headers={"Cookie": visitor.cookie_header},
        transports=["polling"],
    )
    try:
        room.press("ask", "open")
        until(lambda: screens and screens[-1]["phase"] == "open", 10)
        message = {"vote": screens[-1]["vote"], "choice": ["B"], "seq": 1}
        reply = client.call("answer", message, timeout=10)
        assert reply == {"saved": True, "certainty": None, **message}
        room.press("close", "reveal")
        until(lambda: screens[-1]["phase"] == "revealed", 10)
        assert client.transport() == "polling"
    finally:
        client.disconnect()
    assert room.answers == {"Ada": "B"}
