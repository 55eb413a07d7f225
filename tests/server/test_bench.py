"""script/bench, small: each scenario's figures are there, and no answer is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from classroom.domain.kinds import kind_names

needs_nginx = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="nginx is not on this machine"
)
ROOT = Path(__file__).parents[2]
ASKED = ["scenario", "kind", "students", "window_s", "pinned"]
ANSWERED = ["acknowledged", "stored", "lost", "unanswered"]
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


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "script" / "bench.d"), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=110,
    )


def figures_of(*arguments: str) -> dict[str, Any]:
    done = bench(*arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def assert_times(*spreads: dict[str, float]) -> None:
    for times in spreads:
        assert list(times) == ["p50", "p95", "p99", "max"]
        assert 0 <= times["p50"] <= times["p95"] <= times["p99"] <= times["max"]
        assert times["max"] > 0


def test_a_small_lecture_loses_nothing_and_stands_beside_the_machines_limit() -> None:
    figures = figures_of("--students", "20", "--window", "1", "--rounds", "2")
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


def test_the_limit_is_measured_alone_too() -> None:
    figures = figures_of("limit", "--students", "5", "--rounds", "3")
    assert list(figures) == [
        *ASKED,
        "rounds",
        "limit_push_ms",
        "limit_generator_push_cpu_share",
        "push_bytes",
    ]
    assert_times(figures["limit_push_ms"])


def test_a_killed_server_has_lost_nothing_that_it_acknowledged() -> None:
    figures = figures_of("crash", "--students", "12", "--window", "1.5", "--runs", "2")
    assert list(figures) == [*ASKED, "runs", *AWAY, "restart_s"]
    assert [figures[key] for key in ANSWERED] == [24, 24, 0, 0]
    assert_times(figures["back_on_screen_s"], figures["restart_s"], figures["tap_to_ack_ms"])
    assert figures["back_on_screen_s"]["max"] > figures["restart_s"]["p50"]
    assert figures["attempts_per_screen"] >= 1


def test_phones_that_all_drop_at_once_all_come_back() -> None:
    figures = figures_of("reconnect", "--students", "12", "--window", "1", "--runs", "1")
    assert list(figures) == [*ASKED, "runs", *AWAY]
    assert [figures[key] for key in ANSWERED] == [12, 12, 0, 0]
    assert_times(figures["back_on_screen_s"], figures["reveal_to_phone_ms"])
    assert figures["back_on_screen_s"]["p50"] >= 0.25  # the shortest pause of the client
    assert figures["attempts_per_screen"] >= 1


def test_a_storm_is_of_students_who_join_at_once() -> None:
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


@needs_nginx
def test_a_room_spread_over_two_workers_loses_nothing() -> None:
    figures = figures_of("--students", "24", "--window", "1", "--workers", "2", "--spread")
    assert [figures[key] for key in ("workers", "spread", *ANSWERED)] == [2, True, 24, 24, 0, 0]
    assert sum(figures["phones_per_worker"]) == 24
    assert min(figures["phones_per_worker"]) > 0
    assert_times(figures["tap_to_ack_ms"], figures["console_complete_ms"])
    for key in ("server_cpu_s", "postgresql_cpu_s", "nginx_cpu_s", "rss_kb_per_student"):
        assert figures[key] > 0, key
    assert "redis_cpu_s" in figures  # it may be too little to be seen


@needs_nginx
def test_a_room_that_is_not_spread_has_one_of_the_workers() -> None:
    figures = figures_of("storm", "--students", "4", "--workers", "2")
    assert [figures["workers"], figures["spread"]] == [2, False]
    assert sorted(figures["phones_per_worker"]) == [0, 4]
    assert_times(figures["join_ms"])


def test_a_soak_reads_the_memory_after_each_lesson() -> None:
    figures = figures_of("soak", "--students", "3", "--window", "0.2", "--minutes", "0.1")
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
def test_server_and_generator_are_given_a_core_each() -> None:
    assert figures_of("limit", "--students", "2", "--pin")["pinned"] is True


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no process has cores here")
def test_with_one_core_there_is_nothing_to_pin() -> None:
    core = min(os.sched_getaffinity(0))
    done = subprocess.run(
        ["taskset", "-c", str(core), sys.executable, str(ROOT / "script" / "bench.d"), "--pin"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 2
    assert "--pin needs two cores" in done.stderr


def test_without_the_generators_parts_it_says_what_to_install() -> None:
    without = (
        "import runpy, sys; sys.modules['picows'] = None; sys.argv = ['bench']; "
        "runpy.run_path('script/bench.d', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", without], cwd=ROOT, capture_output=True, text=True, timeout=110
    )
    assert done.returncode == 1
    assert "needs picows, which is not installed here: run script/setup --test" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", sorted(set(kind_names()) - {"single_best"}))
def test_every_kind_of_question_is_answered_and_found_again(kind: str) -> None:
    figures = figures_of("--students", "6", "--window", "0.5", "--kind", kind)
    assert figures["kind"] == kind
    assert [figures[key] for key in ANSWERED] == [6, 6, 0, 0]
    assert_times(figures["console_complete_ms"])


def test_people_read_a_table() -> None:
    done = bench("--students", "2", "--window", "0.2", "--kind", "select_all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lecture: 2 students answering within 0.2 s (select all)" in done.stdout
    assert "tap → acknowledged (ms)" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--students", "0"], "give a whole number from 1 to 10000"),
        (["--students", "some"], "'some' is no number of students"),
        (["--window", "-1"], "give seconds above 0, at most 600"),
        (["--window", "nan"], "'nan' is no window"),
        (["--rounds", "0"], "'0' is no number of times"),
        (["crash", "--runs", "2.5"], "'2.5' is no number of times"),
        (["soak", "--minutes", "long"], "'long' is no number of minutes"),
        (["--kind", "riddle"], "invalid choice: 'riddle'"),
        (["--workers", "6"], "'6' is no number of workers: give a whole number from 1 to 5"),
        (["crash", "--workers", "2"], "--workers is for lecture and storm, not for crash"),
        (["--workers", "2", "--pin"], "run --workers without it"),
        (["--spread"], "say how many with --workers"),
        (["--phones"], "unrecognized arguments: --phones"),
        (["seminar"], "invalid choice: 'seminar'"),
    ],
)
def test_a_bad_argument_is_one_clear_sentence(arguments: list[str], sentence: str) -> None:
    done = bench(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
