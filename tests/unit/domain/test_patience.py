"""Slowing down somebody who guesses."""

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
    return Patience(free=3, longest_s=30, forgotten_after_s=900, most_keys=4, clock=clock)


def test_the_first_tries_are_free(patience: Patience) -> None:
    assert [patience.begin("a") for _ in range(3)] == [0, 0, 0]
    assert patience.begin("a") > 0


def test_each_try_doubles_the_wait_up_to_the_longest(patience: Patience, clock: Clock) -> None:
    waits = []
    for _ in range(3):
        patience.begin("a")
    for _ in range(8):
        waits.append(patience.begin("a"))
        clock.now_s += waits[-1]
        assert patience.begin("a") == 0
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_try_made_too_early_makes_the_wait_no_longer(patience: Patience, clock: Clock) -> None:
    for _ in range(5):
        clock.now_s += 60
        patience.begin("a")
    wait_s = patience.begin("a")
    assert [patience.begin("a") for _ in range(50)] == [wait_s] * 50


def test_fifty_tries_that_arrive_together_are_three(patience: Patience) -> None:
    assert [patience.begin("a") for _ in range(50)].count(0) == 3


def test_one_guesser_makes_nobody_else_wait(patience: Patience) -> None:
    for _ in range(9):
        patience.begin("a")
    assert patience.begin("b") == 0


def test_a_right_answer_wipes_the_slate(patience: Patience) -> None:
    for _ in range(9):
        patience.begin("a")
    patience.forget("a")
    patience.forget("never seen")
    assert patience.begin("a") == 0


def test_old_tries_are_forgotten(patience: Patience, clock: Clock) -> None:
    for _ in range(9):
        patience.begin("a")
    clock.now_s += 901
    assert [patience.begin("a") for _ in range(3)] == [0, 0, 0]


def test_no_more_keys_are_kept_than_there_is_room_for(patience: Patience) -> None:
    for key in range(100):
        patience.begin(key)
    assert len(patience._tries) == 4


def test_the_key_that_was_quiet_longest_makes_room(patience: Patience) -> None:
    for _ in range(9):
        patience.begin("a")
    for key in (1, 2, 3):
        patience.begin(key)
    assert patience.begin("a") > 0  # now the youngest
    for key in (4, 5, 6):
        patience.begin(key)
    assert patience.begin("a") > 0
