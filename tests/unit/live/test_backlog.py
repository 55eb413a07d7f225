"""The queue of a client that polls: what it counts, and what it takes."""

from __future__ import annotations

from engineio.packet import MESSAGE, PING, Packet

from classroom.live.backlog import OVERHEAD, Backlog
from classroom.live.outbox import MOST_WAITING

PUSH = Packet(MESSAGE, "x" * 1000)
ROOM_FOR = MOST_WAITING // (OVERHEAD + 1000) + 1


def backlog() -> tuple[Backlog, list[str]]:
    """A queue, and what became of its client."""
    fate: list[str] = []
    queue = Backlog()
    queue.cut_off = lambda: fate.append("cut off")
    return queue, fate


def test_what_waits_is_bounded_and_its_client_is_cut_off_once() -> None:
    queue, fate = backlog()
    for _ in range(ROOM_FOR):
        queue.put(PUSH)
    assert fate == []
    for _ in range(1000):
        queue.put(PUSH)
    assert fate == ["cut off"]
    assert queue.qsize() == ROOM_FOR


def test_the_sign_that_there_is_no_more_always_fits() -> None:
    queue, _ = backlog()
    for _ in range(ROOM_FOR + 1):
        queue.put(PUSH)
    queue.put(None)
    assert [queue.get(block=False) for _ in range(queue.qsize())][-1] is None


def test_packets_without_a_text_count_as_well() -> None:
    queue, fate = backlog()
    for _ in range(MOST_WAITING // OVERHEAD + 1):
        queue.put(Packet(PING))
    assert fate == ["cut off"]


def test_who_fetches_is_never_cut_off() -> None:
    queue, fate = backlog()
    for _ in range(5 * ROOM_FOR):
        queue.put(PUSH)
        assert queue.get(block=False) is PUSH
    assert fate == []


def test_a_single_packet_may_be_of_any_size() -> None:
    queue, fate = backlog()
    queue.put(Packet(MESSAGE, "x" * 2 * MOST_WAITING))
    assert (queue.qsize(), fate) == (1, [])
