"""script/test leaves nothing behind: no process and no folder, however its run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.pupils import until

ROOT = Path(__file__).parents[2]
STARTS_A_SERVER = """
import subprocess, sys, time
from pathlib import Path
from tests.engines import short_folder
from tests.server_process import ServerProcess

def test_that_waits():
    here = Path(__file__).parent
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    with short_folder() as folder, ServerProcess(folder / "instance") as server:
        lost = subprocess.Popen(sleeper, start_new_session=True)
        (here / "pids").write_text(f"{server.pid} {lost.pid}")
        time.sleep(600)
"""
LEAVES_A_PROCESS = """
import subprocess, sys

def test_that_forgets():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    process.returncode = 0  # as if it had ended: Python does not complain of it
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux hands over what lost its parent"
)


@contextmanager
def run_of(text: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of one test with that text; its temporary folders are in `folder`/tmp."""
    (folder / "tmp").mkdir()
    test = folder / "test_of_it.py"
    test.write_text(text)
    with subprocess.Popen(
        [sys.executable, "script/test.d", "-c", "pyproject.toml", "-p", "no:cacheprovider", test],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as run:
        yield run


def test_an_interrupted_run_ends_its_servers_and_removes_its_folders(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    with run_of(STARTS_A_SERVER, tmp_path) as run:
        until(lambda: pids.exists() and pids.read_text(), 60)
        started = [psutil.Process(int(pid)) for pid in pids.read_text().split()]
        run.send_signal(signal.SIGINT)
        said, _ = run.communicate(timeout=30)
    assert run.returncode == 130, said
    assert "nothing is left behind" in said
    assert not any(process.is_running() for process in started)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_test_that_leaves_a_process_behind_fails_the_run(tmp_path: Path) -> None:
    with run_of(LEAVES_A_PROCESS, tmp_path) as run:
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 1, said
    assert "1 passed" in said
    assert "Left behind by the tests:" in said and "time.sleep(600)" in said
    assert list((tmp_path / "tmp").iterdir()) == []
