"""Guessing gets slower, and nobody is shut out for good."""

from __future__ import annotations

import pytest

from classroom.domain.patience import Patience


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(free=3, longest_s=8, forgotten_after_s=100, most_keys=2, clock=clock)


def test_the_first_tries_are_free(patience: Patience) -> None:
    assert [patience.begin("alice") for _ in range(3)] == [0, 0, 0]


def test_then_each_try_doubles_the_wait_up_to_the_longest(patience: Patience, clock: Clock) -> None:
    waits = []
    for _ in range(3):
        patience.begin("alice")
    for _ in range(5):
        waits.append(patience.begin("alice"))
        clock.now_s += waits[-1]
        patience.begin("alice")
    assert waits == [1, 2, 4, 8, 8]


def test_trying_while_waiting_does_not_lengthen_the_wait(patience: Patience, clock: Clock) -> None:
    for _ in range(3):
        patience.begin("alice")
    assert {patience.begin("alice") for _ in range(50)} == {1}
    clock.now_s += 1
    assert patience.begin("alice") == 0


def test_a_right_try_forgets_the_wrong_ones(patience: Patience) -> None:
    for _ in range(3):
        patience.begin("alice")
    patience.forget("alice")
    assert patience.begin("alice") == 0


def test_wrong_tries_are_forgotten_in_time(patience: Patience, clock: Clock) -> None:
    for _ in range(3):
        patience.begin("alice")
    clock.now_s += 101
    assert [patience.begin("alice") for _ in range(3)] == [0, 0, 0]


def test_keys_do_not_slow_each_other_down(patience: Patience) -> None:
    for _ in range(4):
        patience.begin("alice")
    assert patience.begin("bob") == 0


def test_it_remembers_a_bounded_number_of_keys(patience: Patience) -> None:
    for _ in range(4):
        patience.begin("alice")
    patience.begin("bob")
    patience.begin("charlie")
    assert patience.begin("alice") == 0
