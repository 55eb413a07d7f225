"""The outbox on real gevent sockets: slow, stalled and vanishing readers, and an encrypted one."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gevent
import pytest
from gevent import socket as gsocket
from gevent.ssl import SSLContext

from classroom.live.outbox import Outbox
from classroom.observing import metrics

PATIENCE_S = 10
BLOCK = 8 * 1024


@pytest.fixture
def pair() -> Iterator[tuple[Any, Any]]:
    """Two ends of a connection that holds little; the second is the reader's."""
    ends = gsocket.socketpair()
    for end in ends:
        end.setsockopt(gsocket.SOL_SOCKET, gsocket.SO_SNDBUF, 4096)
        end.setsockopt(gsocket.SOL_SOCKET, gsocket.SO_RCVBUF, 4096)
    yield ends
    for end in ends:
        end.close()


@pytest.fixture(autouse=True)
def _not_for_ever() -> Iterator[None]:
    with gevent.Timeout(2 * PATIENCE_S):
        yield


def block(number: int) -> bytes:
    return bytes([number]) * BLOCK


def until(condition: Any) -> None:
    with gevent.Timeout(PATIENCE_S):
        while not condition():
            gevent.sleep(0.005)


def read_to_the_end(sock: Any, at_once: int = 1500) -> bytes:
    received = bytearray()
    with suppress(ConnectionResetError):
        while piece := sock.recv(at_once):
            received += piece
    return bytes(received)


def sees_the_end(sock: Any) -> bool:
    """Whether the greenlet that reads our end learns that the connection is over."""
    try:
        return bool(sock.recv(1) == b"")
    except OSError:
        return True


def test_what_fits_is_sent_at_once(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    outbox.send(b"hello")
    assert outbox.is_empty
    assert pair[1].recv(100) == b"hello"


def test_a_slow_reader_gets_every_byte_in_order(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    for number in range(20):
        outbox.send(block(number))
    assert not outbox.is_empty
    outbox.close()
    assert read_to_the_end(pair[1]) == b"".join(map(block, range(20)))


def test_what_other_greenlets_send_never_lands_inside_of_a_frame(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    reading = gevent.spawn(read_to_the_end, pair[1])

    def send(number: int) -> None:
        for _ in range(10):
            outbox.send(block(number))
            gevent.sleep(0)

    gevent.joinall([gevent.spawn(send, number) for number in (1, 2, 3)], raise_error=True)
    outbox.close()
    received = reading.get(timeout=PATIENCE_S)
    blocks = [received[start : start + BLOCK] for start in range(0, len(received), BLOCK)]
    assert len(blocks) == 30
    assert all(found == block(found[0]) for found in blocks)


def test_a_write_to_a_stalled_reader_does_not_wait(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    with gevent.Timeout(0.5):  # would strike at the first wait
        for number in range(20):
            outbox.send(block(number))


def test_a_stalled_reader_is_cut_off_at_the_deadline(pair: tuple[Any, Any]) -> None:
    before = metrics.slow_consumers.value
    outbox = Outbox(pair[0], deadline_s=0.05)
    outbox.send(block(1) * 4)
    assert sees_the_end(pair[0])
    until(lambda: metrics.slow_consumers.value == before + 1)
    assert outbox.is_empty
    assert len(read_to_the_end(pair[1])) < 4 * BLOCK


def test_a_reader_with_too_much_waiting_is_cut_off_at_once(pair: tuple[Any, Any]) -> None:
    before = metrics.slow_consumers.value
    outbox = Outbox(pair[0], most_waiting=5 * BLOCK)
    for number in range(20):
        outbox.send(block(number))
    assert metrics.slow_consumers.value == before + 1
    assert sees_the_end(pair[0])


def test_a_reader_that_catches_up_has_its_whole_room_again(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0], most_waiting=5 * BLOCK)
    reading = gevent.spawn(read_to_the_end, pair[1])
    for number in range(40):
        outbox.send(block(number))
        until(lambda: outbox.is_empty)
    outbox.close()
    assert len(reading.get(timeout=PATIENCE_S)) == 40 * BLOCK


def test_a_reader_that_vanished_is_no_error(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    pair[1].close()
    for number in range(5):
        outbox.send(block(number))
    assert outbox.is_empty


def test_a_reader_that_vanishes_in_the_middle_leaves_nothing_waiting(
    pair: tuple[Any, Any],
) -> None:
    outbox = Outbox(pair[0])
    outbox.send(block(1) * 4)
    pair[1].recv(100)
    pair[1].close()
    until(lambda: outbox.is_empty)
    outbox.send(block(2))
    assert outbox.is_empty


def test_a_close_comes_after_what_is_waiting_and_nothing_after_it(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    outbox.send(block(1) * 4)
    outbox.close()
    outbox.send(b"too late")
    assert read_to_the_end(pair[1]) == block(1) * 4


def test_an_end_comes_after_what_is_waiting_while_the_socket_stays(pair: tuple[Any, Any]) -> None:
    outbox = Outbox(pair[0])
    outbox.send(block(1) * 4)
    outbox.end()
    outbox.send(b"too late")
    assert read_to_the_end(pair[1]) == block(1) * 4
    assert sees_the_end(pair[0])


def test_an_encrypted_reader_gets_every_byte_in_order(
    pair: tuple[Any, Any], tmp_path: Path
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 1 -out {certificate} -keyout {key}"
    subprocess.run(
        ["openssl", *made.split(), "-subj", "/CN=localhost"],
        check=True,
        capture_output=True,
    )
    ours, theirs = SSLContext(ssl.PROTOCOL_TLS_SERVER), SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ours.load_cert_chain(certificate, key)
    theirs.load_verify_locations(certificate)
    shaking = gevent.spawn(theirs.wrap_socket, pair[1], server_hostname="localhost")
    outbox = Outbox(ours.wrap_socket(pair[0], server_side=True))
    reader = shaking.get(timeout=PATIENCE_S)
    for number in range(20):
        outbox.send(block(number))
    outbox.close()
    assert read_to_the_end(reader) == b"".join(map(block, range(20)))
    reader.close()
