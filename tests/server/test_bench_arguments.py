"""What script/bench says to those who ask for what it cannot do."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.server.bench import ROOT, Bench, process


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
def test_a_bad_argument_is_one_clear_sentence(
    bench: Bench, arguments: list[str], sentence: str
) -> None:
    done = bench.run(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_argument_ends_the_process_with_that_sentence() -> None:
    done = process("--students", "0")
    assert done.returncode == 2
    assert "give a whole number from 1 to 10000" in done.stderr
    assert "Traceback" not in done.stderr
