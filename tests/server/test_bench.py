"""script/bench, small: its figures are there, and no answer is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from classroom.domain.kinds import kind_names

BENCH = Path(__file__).parents[2] / "script" / "bench.d"
KEYS = [
    "kind",
    "students",
    "window_s",
    "join_s",
    "open_to_phone_ms",
    "tap_to_ack_ms",
    "acknowledged",
    "stored",
    "lost",
    "rss_kb_per_student",
    "server_cpu_s",
    "generator_cpu_share",
]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCH), *arguments], capture_output=True, text=True, timeout=110
    )


def test_a_small_lecture_loses_nothing() -> None:
    done = bench("--students", "20", "--window", "1", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert list(figures) == KEYS
    assert figures["kind"] == "single_best"
    assert figures["students"] == figures["acknowledged"] == figures["stored"] == 20
    assert (figures["window_s"], figures["lost"]) == (1.0, 0)
    for times in (figures["open_to_phone_ms"], figures["tap_to_ack_ms"]):
        assert list(times) == ["p50", "p95", "p99", "max"]
        assert 0 < times["p50"] <= times["p95"] <= times["p99"] <= times["max"]
    assert figures["join_s"] > 0 and figures["server_cpu_s"] > 0
    assert 0 < figures["generator_cpu_share"] < 0.5


@pytest.mark.parametrize("kind", sorted(set(kind_names()) - {"single_best"}))
def test_every_kind_of_question_is_answered_and_found_again(kind: str) -> None:
    done = bench("--students", "6", "--window", "0.5", "--kind", kind, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert figures["kind"] == kind
    assert figures["acknowledged"] == figures["stored"] == 6


def test_people_read_a_table() -> None:
    done = bench("--students", "2", "--window", "0.2", "--kind", "select_all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 students answering within 0.2 s (select all)" in done.stdout
    assert "tap → acknowledged (ms)" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--students", "0"], "give a whole number from 1 to 5000"),
        (["--students", "some"], "'some' is no number of students"),
        (["--window", "-1"], "give seconds above 0, at most 600"),
        (["--window", "nan"], "'nan' is no window"),
        (["--kind", "riddle"], "invalid choice: 'riddle'"),
        (["--phones", "3"], "unrecognized arguments: --phones"),
    ],
)
def test_a_bad_argument_is_one_clear_sentence(arguments: list[str], sentence: str) -> None:
    done = bench(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
