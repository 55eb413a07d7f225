"""When full collections happen."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from classroom import garbage


class Cycle:
    def __init__(self) -> None:
        self.myself = self


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


def make_old_garbage() -> weakref.ref[Cycle]:
    """A cycle that only a full collection can free."""
    cycle = Cycle()
    seen = weakref.ref(cycle)
    gc.collect(0)
    gc.collect(1)
    del cycle
    return seen


def test_no_full_collection_comes_by_itself() -> None:
    garbage.hold_back()
    old = make_old_garbage()
    kept = [[] for _ in range(200_000)]  # enough for several, usually
    assert old() is not None
    assert gc.collect() >= 1 and old() is None
    assert kept


def test_what_was_there_at_the_start_is_not_looked_at_again() -> None:
    garbage.hold_back()
    assert gc.get_freeze_count() > 10_000


def test_garbage_is_collected_when_nobody_is_connected() -> None:
    old = make_old_garbage()
    assert garbage.Collector(lambda: True, Clock()).collect_if_due()
    assert old() is None


def test_a_room_is_left_in_peace_but_for_once_an_hour() -> None:
    clock = Clock()
    collector = garbage.Collector(lambda: False, clock)
    old = make_old_garbage()
    clock.now_s = garbage.AT_LEAST_EVERY_S - 1
    assert not collector.collect_if_due()
    assert old() is not None
    clock.now_s += 1
    assert collector.collect_if_due()
    assert old() is None
    assert not collector.collect_if_due()
