"""script/bench, small, on several workers: who has the phones, and no answer is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from importlib import import_module
from typing import Any

import pytest

from tests.pupils import until
from tests.server.bench import ANSWERED, Bench, assert_times, figures_in

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="nginx is not on this machine"
)
FiguresOf = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def running(bench: Bench) -> Iterator[Any]:
    """Two workers on engines of their own, all from nothing."""
    with import_module("cluster").serve(bench.options(students=24, workers=2)) as cluster:
        yield cluster


@pytest.fixture
def figures_of(bench: Bench, running: Any, monkeypatch: pytest.MonkeyPatch) -> FiguresOf:
    """Plays on the running workers, once the phones of an earlier scenario have gone."""
    until(lambda: running.placed() == {"phones_per_worker": [0, 0]}, 20)
    bench.serve_from(monkeypatch, lambda _options: nullcontext(running))
    return lambda *arguments: figures_in(bench.run(*arguments, "--json"))


def test_a_room_spread_over_two_workers_loses_nothing(figures_of: FiguresOf) -> None:
    figures = figures_of("--students", "24", "--window", "1", "--workers", "2", "--spread")
    assert [figures[key] for key in ("workers", "spread", *ANSWERED)] == [2, True, 24, 24, 0, 0]
    assert sum(figures["phones_per_worker"]) == 24
    assert min(figures["phones_per_worker"]) > 0
    assert_times(figures["tap_to_ack_ms"], figures["console_complete_ms"])
    for key in ("server_cpu_s", "postgresql_cpu_s", "nginx_cpu_s", "rss_kb_per_student"):
        assert figures[key] > 0, key
    assert "redis_cpu_s" in figures  # it may be too little to be seen


def test_a_room_that_is_not_spread_has_one_of_the_workers(figures_of: FiguresOf) -> None:
    figures = figures_of("storm", "--students", "4", "--workers", "2")
    assert [figures["workers"], figures["spread"]] == [2, False]
    assert sorted(figures["phones_per_worker"]) == [0, 4]
    assert_times(figures["join_ms"])
