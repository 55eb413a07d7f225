"""How much one socket may send, on a clock that the test moves."""

import pytest

from classroom.live import limits
from classroom.live.limits import BURST, HOPELESS, PER_SECOND, Allowances, Bucket


class Clock:
    now_s = 50.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(limits, "time", clock)
    return clock


def passed(bucket: Bucket, messages: int) -> int:
    return sum(bucket.take() for _ in range(messages))


@pytest.mark.usefixtures("clock")
def test_a_burst_passes_and_the_next_message_does_not() -> None:
    bucket = Bucket()
    assert passed(bucket, BURST) == BURST
    assert not bucket.take()


def test_a_second_brings_back_a_second_s_worth(clock: Clock) -> None:
    bucket = Bucket()
    passed(bucket, 100)
    clock.now_s += 1
    assert passed(bucket, 100) == PER_SECOND


def test_a_long_silence_saves_up_no_more_than_a_burst(clock: Clock) -> None:
    bucket = Bucket()
    passed(bucket, 100)
    clock.now_s += 3600
    assert passed(bucket, 100) == BURST


def test_a_steady_tap_at_the_rate_is_never_refused(clock: Clock) -> None:
    bucket = Bucket()
    for _ in range(1000):
        clock.now_s += 1 / PER_SECOND
        assert bucket.take()


def test_a_socket_that_will_not_stop_is_hopeless(clock: Clock) -> None:
    bucket = Bucket()
    passed(bucket, BURST + HOPELESS - 1)
    assert not bucket.is_hopeless
    bucket.take()
    assert bucket.is_hopeless


def test_silence_until_the_bucket_is_full_gives_hope_again(clock: Clock) -> None:
    bucket = Bucket()
    passed(bucket, BURST + HOPELESS - 1)
    clock.now_s += BURST / PER_SECOND
    passed(bucket, BURST + 50)
    assert not bucket.is_hopeless


def test_a_steady_flood_is_hopeless_though_a_message_in_a_hundred_passes(clock: Clock) -> None:
    bucket = Bucket()
    for _ in range(BURST + 2 * HOPELESS):
        clock.now_s += 1 / PER_SECOND / 100
        bucket.take()
    assert bucket.is_hopeless


@pytest.mark.usefixtures("clock")
def test_a_sender_has_one_bucket_wherever_it_comes_from() -> None:
    allowances = Allowances()
    assert passed(allowances.of("Ada"), 20) == 20
    assert passed(allowances.of("Bob"), 20) == 20
    assert passed(allowances.of("Ada"), 20) == BURST - 20


def test_of_a_million_senders_only_the_latest_are_kept(clock: Clock) -> None:
    allowances = Allowances()
    for sender in range(1000):
        clock.now_s += 0.1
        assert passed(allowances.of(sender), 50) == BURST
    assert len(allowances) <= BURST / PER_SECOND / 0.1 + 1
