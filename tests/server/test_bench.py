"""script/bench, small: each scenario's figures are there, and no answer is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from classroom.domain.kinds import kind_names
from tests.server.bench import ANSWERED, ASKED, Bench, assert_times, figures_in, process

AWAY = [
    "back_on_screen_s",
    "interrupted_to_saved_s",
    "tap_to_ack_ms",
    "console_complete_ms",
    "reveal_to_phone_ms",
    *ANSWERED,
    "interrupted",
    "attempts_per_screen",
    "generator_cpu_share",
]

FiguresOf = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def running(
    bench: Bench, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """The server of all scenarios but one, also of the one in which it is killed."""
    with bench.server(prepared, tmp_path_factory.mktemp("bench"), bench.options()) as server:
        yield server


@pytest.fixture
def figures_of(bench: Bench, running: Any, monkeypatch: pytest.MonkeyPatch) -> FiguresOf:
    """Plays on the running server; a few students are enough to see all there is."""
    bench.serve_from(monkeypatch, lambda _options: nullcontext(running))
    return lambda *arguments: figures_in(bench.run(*arguments, "--json"))


def test_a_small_lecture_loses_nothing_and_stands_beside_the_machines_limit() -> None:
    arguments = ("--students", "20", "--window", "1", "--rounds", "2", "--json")
    figures = figures_in(process(*arguments))
    assert list(figures) == [
        *ASKED,
        "rounds",
        "join_s",
        "open_to_phone_ms",
        "push_ms",
        "tap_to_ack_ms",
        "console_complete_ms",
        "reveal_to_phone_ms",
        *ANSWERED,
        "rss_kb_per_student",
        "server_cpu_s",
        "join_cpu_ms_per_student",
        "round_cpu_ms_per_student",
        "generator_cpu_share",
        "generator_push_cpu_share",
        "limit_push_ms",
        "limit_generator_push_cpu_share",
        "push_bytes",
    ]
    assert [figures[key] for key in ASKED] == ["lecture", "single_best", 20, 1.0, False]
    assert [figures[key] for key in ANSWERED] == [40, 40, 0, 0]
    assert_times(*(times for key, times in figures.items() if key.endswith("_ms")))
    assert figures["push_ms"]["max"] < figures["open_to_phone_ms"]["max"]
    assert figures["join_s"] > 0 and figures["server_cpu_s"] > 0
    assert 0 < figures["round_cpu_ms_per_student"] < 1000 * figures["server_cpu_s"] / 20
    assert 0 < figures["generator_cpu_share"] < 0.5
    assert figures["push_bytes"] > 256


def test_the_limit_is_measured_alone_too(figures_of: FiguresOf) -> None:
    figures = figures_of("limit", "--students", "5", "--rounds", "3")
    assert list(figures) == [
        *ASKED,
        "rounds",
        "limit_push_ms",
        "limit_generator_push_cpu_share",
        "push_bytes",
    ]
    assert_times(figures["limit_push_ms"])


def test_a_killed_server_has_lost_nothing_that_it_acknowledged(figures_of: FiguresOf) -> None:
    figures = figures_of("crash", "--students", "12", "--window", "1.5", "--runs", "2")
    assert list(figures) == [*ASKED, "runs", *AWAY, "restart_s"]
    assert [figures[key] for key in ANSWERED] == [24, 24, 0, 0]
    assert_times(figures["back_on_screen_s"], figures["restart_s"], figures["tap_to_ack_ms"])
    assert figures["back_on_screen_s"]["max"] > figures["restart_s"]["p50"]
    assert figures["attempts_per_screen"] >= 1


def test_phones_that_all_drop_at_once_all_come_back(figures_of: FiguresOf) -> None:
    figures = figures_of("reconnect", "--students", "12", "--window", "1", "--runs", "1")
    assert list(figures) == [*ASKED, "runs", *AWAY]
    assert [figures[key] for key in ANSWERED] == [12, 12, 0, 0]
    assert_times(figures["back_on_screen_s"], figures["reveal_to_phone_ms"])
    assert figures["back_on_screen_s"]["p50"] >= 0.25  # the shortest pause of the client
    assert figures["attempts_per_screen"] >= 1


def test_a_storm_is_of_students_who_join_at_once(figures_of: FiguresOf) -> None:
    figures = figures_of("storm", "--students", "12")
    assert list(figures) == [
        *ASKED,
        "join_s",
        "join_ms",
        "rss_kb_per_student",
        "server_cpu_s",
        "join_cpu_ms_per_student",
        "generator_cpu_share",
    ]
    assert_times(figures["join_ms"])
    assert figures["join_ms"]["max"] <= 1000 * figures["join_s"] + 10


def test_a_soak_reads_the_memory_after_each_lesson(figures_of: FiguresOf) -> None:
    figures = figures_of("soak", "--students", "3", "--window", "0.2", "--minutes", "0.05")
    assert list(figures) == [
        *ASKED,
        "minutes",
        "rounds",
        "lessons",
        "open_to_phone_ms",
        "push_ms",
        "tap_to_ack_ms",
        "console_complete_ms",
        "reveal_to_phone_ms",
        *ANSWERED,
        "rss_kb",
        "rss_kb_first",
        "rss_kb_last",
        "rss_kb_per_lesson",
        "server_cpu_s",
        "generator_cpu_share",
    ]
    lessons = figures["lessons"]
    assert lessons == len(figures["rss_kb"]) >= 1
    assert figures["acknowledged"] == figures["stored"] == 3 * lessons
    assert all(kb > 10_000 for kb in figures["rss_kb"])


@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="needs two cores",
)
def test_server_and_generator_are_given_a_core_each(
    bench: Bench,
    prepared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cores = sorted(os.sched_getaffinity(0))
    seen: list[set[int]] = []

    @contextmanager
    def serve(options: Any) -> Iterator[Any]:
        with bench.server(prepared, tmp_path, options) as server:
            seen.extend(os.sched_getaffinity(process) for process in (server.pid, 0))
            yield server

    bench.serve_from(monkeypatch, serve)
    figures = figures_in(bench.run("limit", "--students", "2", "--pin", "--json"))
    assert figures["pinned"] is True
    assert seen == [{cores[0]}, {cores[1]}]


@pytest.mark.parametrize("kind", sorted(set(kind_names()) - {"single_best"}))
def test_every_kind_of_question_is_answered_and_found_again(
    figures_of: FiguresOf, kind: str
) -> None:
    figures = figures_of("--students", "6", "--window", "0.5", "--kind", kind)
    assert figures["kind"] == kind
    assert [figures[key] for key in ANSWERED] == [6, 6, 0, 0]
    assert_times(figures["console_complete_ms"])


def test_people_read_a_table(bench: Bench, running: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.serve_from(monkeypatch, lambda _options: nullcontext(running))
    done = bench.run("--students", "2", "--window", "0.2", "--kind", "select_all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lecture: 2 students answering within 0.2 s (select all)" in done.stdout
    assert "tap → acknowledged (ms)" in done.stdout
