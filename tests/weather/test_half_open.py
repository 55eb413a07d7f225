"""Connections that somebody opens and does not use: for how long, and how many the server keeps."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import websocket

from classroom.http_server import MOST_WAITING
from classroom.limits import Limits
from tests.live_room import LiveRoom
from tests.pupils import until
from tests.security.wire import open_wire
from tests.server_process import ServerProcess
from tests.weather.files import room_for_files

LIMITS = Limits(head_within_s=4, asked_within_s=1, idle_s=1)
MANY = 2000
EARLY_S, LATE_S = 0.1, 5.0
"""How much earlier than promised the server may be, and how much later on a busy machine."""
MOST_KB = 40 * 1024
HALF = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le"


@pytest.fixture(scope="module")
def limits() -> Limits:
    return LIMITS


@pytest.fixture(autouse=True)
def _files() -> Iterator[None]:
    with room_for_files(2 * MANY):
        yield


def open_files(server: ServerProcess) -> int:
    folder = Path(f"/proc/{server.pid}/fd")
    if not folder.exists():
        pytest.skip("open files are counted through /proc")
    return len(os.listdir(folder))


@contextmanager
def connections(server: ServerProcess, number: int, sent: bytes) -> Iterator[list[socket.socket]]:
    wires = []
    try:
        for _ in range(number):
            wire = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            wire.sendall(sent)
            wires.append(wire)
        yield wires
    finally:
        for wire in wires:
            wire.close()


def test_half_open_connections_are_bounded_in_number_and_in_time(room: LiveRoom) -> None:
    server = room.school.server
    files, memory_kb = open_files(server), server.memory_kb()
    started_s = time.monotonic()
    with connections(server, MANY // 2, b""), connections(server, MANY // 2, HALF):
        newcomer = server.visitor()
        # Answered, so all who came before were taken in: first come, first served.
        assert "Ada" in newcomer.join(room.code, "Ada")
        until(lambda: open_files(server) - files <= MOST_WAITING + 10, 2)
        took_s = time.monotonic() - started_s
        assert took_s < LIMITS.head_within_s, "too late: time alone bounds them"
        assert server.memory_kb() - memory_kb < MOST_KB
        until(lambda: open_files(server) - files <= 10, LIMITS.head_within_s + LATE_S)
    assert "Traceback" not in server.output


def test_half_a_request_is_not_carried_out(room: LiveRoom) -> None:
    """A connection that ends within the head, after what would have been enough to act on."""
    half = f"GET /{room.code} HTTP/1.1\r\nHost: 127.0.0.1:{room.school.server.port}\r\nAccept: */*"
    with connections(room.school.server, 1, half.encode()) as (wire,):
        wire.shutdown(socket.SHUT_WR)
        wire.settimeout(5)
        assert not wire.recv(1024).startswith(b"HTTP/1.1 200")


def test_a_connection_is_used_again(room: LiveRoom) -> None:
    request = f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{room.school.server.port}\r\n\r\n".encode()
    with connections(room.school.server, 1, b"") as (wire,):
        for _ in range(3):
            wire.sendall(request)
            assert whole_answer(wire).startswith(b"HTTP/1.1 200")


def test_a_connection_that_is_not_used_again_ends(room: LiveRoom) -> None:
    request = f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{room.school.server.port}\r\n\r\n".encode()
    with connections(room.school.server, 1, request) as (wire,):
        whole_answer(wire)
        started_s = time.monotonic()
        assert wire.recv(1024) == b""
        assert LIMITS.idle_s - EARLY_S < time.monotonic() - started_s < LIMITS.idle_s + LATE_S


def whole_answer(wire: socket.socket) -> bytes:
    answer = b""
    while b"</html>" not in answer:
        more = wire.recv(65_536)
        assert more, answer
        answer += more
    return answer


def test_sockets_that_want_no_screen_are_hung_up_on(room: LiveRoom) -> None:
    """Ten, since each that stayed behind would hold two files, as many as others come and go."""
    server = room.school.server
    files, started_s = open_files(server), time.monotonic()
    wires = [open_wire(server, "") for _ in range(10)]
    for wire in wires:
        wire.settimeout(LIMITS.asked_within_s + LATE_S)
        with suppress(websocket.WebSocketConnectionClosedException):
            while message := wire.recv():
                assert time.monotonic() - started_s < LIMITS.asked_within_s + LATE_S, "it may stay"
                if message == "2":
                    wire.send("3")
        assert time.monotonic() - started_s > LIMITS.asked_within_s - EARLY_S
    # Not closed from here yet: the server itself lets go.
    until(lambda: open_files(server) - files <= 4, LATE_S)
    for wire in wires:
        wire.shutdown()


def test_requests_that_do_not_wait_for_their_answers_keep_nobody_waiting(room: LiveRoom) -> None:
    """The next one has always arrived already: the server must look up from it by itself."""
    server = room.school.server
    request = f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    with connections(server, 1, request * 20) as (wire,):
        is_over = threading.Event()
        greedy = threading.Thread(target=ask_on, args=(wire, request, is_over))
        greedy.start()
        try:
            for _ in range(5):
                assert server.visitor().get(f"/{room.code}", timeout=LATE_S).status_code == 200
            assert greedy.is_alive(), "the server hung up: the test shows nothing"
        finally:
            is_over.set()
            greedy.join()


def ask_on(wire: socket.socket, request: bytes, is_over: threading.Event) -> None:
    while not is_over.is_set() and wire.recv(65_536):
        wire.sendall(request)
