"""What this process has counted since it started, and how Prometheus reads it.

No label holds a name, a room code, an address or an id: only screens, endpoints, statuses and the
codes of refusals, of which there are a few dozen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from classroom.observing.instruments import Counter, CounterBy, Histogram

_SECONDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0)
_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)

_acknowledgements = Histogram(_SECONDS)
_refusals = CounterBy()
_batch_sizes = Histogram(_SIZES)
_commits = Histogram(_SECONDS)
_pushes = Counter()
_push_bytes = Counter()
slow_consumers = Counter()
_requests = CounterBy()

Ack = dict[str, Any]


def answer_acknowledged(seconds: float) -> None:
    """An answer is on disk, that long after it arrived."""
    _acknowledgements.observe(seconds)


def answer_refused(code: str) -> None:
    """An answer was not stored; `code` is that of the refusal, such as `too-late`."""
    _refusals.add(code)


def answers_counted(handler: Callable[..., Ack]) -> Callable[..., Ack]:
    """Count what the handler acknowledges or refuses, by its acknowledgement."""

    @wraps(handler)
    def counted(*given: Any) -> Ack:
        started = time.perf_counter()
        ack = handler(*given)
        if ack["saved"]:
            answer_acknowledged(time.perf_counter() - started)
        else:
            answer_refused(ack["code"])
        return ack

    return counted


def batch_committed(size: int, seconds: float) -> None:
    """The writer had one transaction of that many works."""
    _batch_sizes.observe(size)
    _commits.observe(seconds)


def pushed(sockets: int, size: int) -> None:
    """The same message of `size` bytes, before compression, was handed to that many sockets."""
    _pushes.add(sockets)
    _push_bytes.add(sockets * size)


def slow_consumer_cut_off() -> None:
    """A socket was closed because it did not read what it was sent."""
    slow_consumers.add()


def request_answered(endpoint: str, status: int) -> None:
    _requests.add(endpoint, str(status))


def exposition(sockets: Mapping[str, int], waiting: int) -> bytes:
    """Everything in Prometheus' text format.

    `sockets` are those connected now by screen; `waiting` is how many works the writer has queued.
    """
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Collector(sockets, waiting))
    return generate_latest(registry)


class _Collector:
    def __init__(self, sockets: Mapping[str, int], waiting: int) -> None:
        self._sockets, self._waiting = sockets, waiting

    def describe(self) -> Iterator[Metric]:
        """Asked at registration instead of a first collection."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        sockets = GaugeMetricFamily("classroom_sockets", "Connected now.", labels=["screen"])
        for screen, number in self._sockets.items():
            sockets.add_metric([screen], number)
        yield sockets
        yield _counter("answers_acknowledged", "Answers on disk.", _acknowledgements.count)
        yield _counter_by("answers_refused", "Answers not stored.", _refusals, "code")
        yield _histogram(
            "answer_acknowledgement_seconds", "From arrival to acknowledgement.", _acknowledgements
        )
        yield _histogram("writer_batch_size", "Works in one transaction.", _batch_sizes)
        yield _histogram("writer_commit_seconds", "One transaction, to the disk.", _commits)
        yield GaugeMetricFamily("classroom_writer_queue_length", "Works waiting.", self._waiting)
        yield _counter("pushes", "Messages handed to sockets.", _pushes.value)
        yield _counter(
            "push_bytes", "Bytes of those messages, before compression.", _push_bytes.value
        )
        yield _counter("slow_consumers", "Sockets cut off unread.", slow_consumers.value)
        yield _counter_by("http_requests", "Pages and forms.", _requests, "endpoint", "status")


def _counter(name: str, meaning: str, value: int) -> Metric:
    return CounterMetricFamily(f"classroom_{name}", meaning, value)


def _counter_by(name: str, meaning: str, counter: CounterBy, *labels: str) -> Metric:
    family = CounterMetricFamily(f"classroom_{name}", meaning, labels=labels)
    for values, number in sorted(counter.values.items()):
        family.add_metric(values, number)
    return family


def _histogram(name: str, meaning: str, histogram: Histogram) -> Metric:
    family = HistogramMetricFamily(f"classroom_{name}", meaning)
    family.add_metric([], histogram.buckets, histogram.total)
    return family
